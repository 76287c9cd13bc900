//! The form of a briefing as people write it, in TOML.

use std::path::Path;

use toml::{Table, Value};

use crate::commands::context::Context;
use crate::commands::failure::{Failure, Problem};
use crate::domain::name::Name;
use crate::lang::{Said, Say as _, said};
use crate::report::brief::{Part, Show, Template};

/// The usual form, with what can be changed in it.
pub(super) const USUAL: &str = include_str!("template.toml");

/// Its name in the config folder.
const FILE: &str = "brief.toml";

/// How many lines a table may have, and how many names a sentence.
const MOST: i64 = 1000;

/// The form: of a file, else that in the config folder, else the usual one.
pub(super) fn template(file: Option<&Path>) -> Result<Template, Failure> {
    let own = Context::config_folder().map(|folder| folder.join(FILE)).filter(|path| file.is_none() && path.is_file());
    let Some(path) = file.map(Path::to_owned).or(own) else { return parse(USUAL, Path::new(FILE)) };
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::refused(said!("{}: {}", "{}：{:#}", path.display(), error.said())))?;
    parse(&text, &path)
}

/// A place in a file, and what is wrong there.
struct Reader<'a> {
    file: &'a Path,
    problems: Vec<Said>,
}

/// Reads a form. Everything that is wrong is said at once.
fn parse(text: &str, file: &Path) -> Result<Template, Failure> {
    let name = file.display();
    let mut table: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Failure::refused(said!("{name}:{line}: {}", "{name}:{line}：不符合TOML格式：`{}`", error.message()))
    })?;
    let mut reader = Reader { file, problems: Vec::new() };
    let title = match reader.wording(&mut table, "title") {
        Some(title) => title,
        None if text == USUAL => Name::default(),
        None => parse(USUAL, Path::new(FILE))?.title,
    };
    let expo = reader.wording(&mut table, "expo");
    let roughly = reader.flag(&mut table, "roughly").unwrap_or(true);
    let names = reader.number(&mut table, "names").unwrap_or(3);
    let sections = match table.remove("section") {
        Some(Value::Array(parts)) if !parts.is_empty() => {
            parts.into_iter().filter_map(|part| reader.part(part)).collect()
        }
        _ => {
            reader.wrong(&no_list());
            Vec::new()
        }
    };
    reader.rest(&table, "title, expo, roughly, names, section");
    let mut seen: Vec<Show> = Vec::new();
    for Part { show, .. } in &sections {
        if seen.contains(show) {
            let name = show.name();
            reader.wrong(&said!("section `{name}` comes twice", "`{name}`一节重复"));
        }
        seen.push(*show);
    }
    if reader.problems.is_empty() {
        return Ok(Template { title, expo, roughly, names, sections });
    }
    let problems = reader.problems.into_iter().flat_map(|problem| Failure::refused(problem).problems);
    let problems: Vec<Problem> = problems.collect();
    let hint =
        said!("`deals brief --print-template` shows the usual one", "`deals brief --print-template`显示默认模板");
    Err(Failure::several(problems).hint(hint))
}

fn no_list() -> Said {
    said!("`section` is not a list of sections (`[[section]]`)", "`section`须为各节的列表（`[[section]]`）")
}

impl Reader<'_> {
    fn wrong(&mut self, what: &Said) {
        let file = self.file.display();
        self.problems.push(said!("{file}: {what}", "{file}：{what:#}"));
    }

    /// A text for both languages, or one for each.
    fn wording(&mut self, table: &mut Table, key: &str) -> Option<Name> {
        let has_text = |name: &Name| ![&name.en, &name.zh].iter().any(|text| text.trim().is_empty());
        let name = match table.remove(key)? {
            Value::String(text) => Some(Name { en: text.clone(), zh: text }),
            Value::Table(mut each) => match [each.remove("en"), each.remove("zh")] {
                [Some(Value::String(en)), Some(Value::String(zh))] if each.is_empty() => Some(Name { en, zh }),
                _ => None,
            },
            _ => None,
        };
        let name = name.filter(has_text);
        if name.is_none() {
            self.wrong(&said!(
                "`{key}` is neither a text nor one for each language (`{{ en = \"…\", zh = \"…\" }}`)",
                "`{key}`须为文本，或中英文各一（`{{ en = \"…\", zh = \"…\" }}`）"
            ));
        }
        name
    }

    fn flag(&mut self, table: &mut Table, key: &str) -> Option<bool> {
        let flag = table.remove(key)?.as_bool();
        if flag.is_none() {
            self.wrong(&said!("`{key}` is neither true nor false", "`{key}`须为true或false"));
        }
        flag
    }

    fn number(&mut self, table: &mut Table, key: &str) -> Option<usize> {
        let number = table.remove(key)?.as_integer().filter(|number| (1..=MOST).contains(number));
        if number.is_none() {
            self.wrong(&said!("`{key}` is no number from 1 to {MOST}", "`{key}`须为1至{MOST}的整数"));
        }
        number.and_then(|number| usize::try_from(number).ok())
    }

    /// What a section shows.
    fn show(&mut self, table: &mut Table) -> Option<Show> {
        let Some(Value::String(name)) = table.remove("show") else {
            self.wrong(&said!(
                "a section does not say what it shows (`show = \"sector\"`)",
                "有一节未写明内容（`show = \"sector\"`）"
            ));
            return None;
        };
        let show = Show::named(&name);
        if show.is_none() {
            let names: Vec<&str> = Show::names().collect();
            let names = Said::new(names.join(", "), names.join("、"));
            self.wrong(&said!(
                "no section is called `{name}` (one of {names})",
                "没有名为`{name}`的节（可用：{names:#}）"
            ));
        }
        show
    }

    fn part(&mut self, part: Value) -> Option<Part> {
        let Value::Table(mut table) = part else {
            self.wrong(&no_list());
            return None;
        };
        let show = self.show(&mut table);
        let heading = self.wording(&mut table, "heading");
        let top = self.number(&mut table, "top");
        self.rest(&table, "show, heading, top");
        let show = show?;
        if top.is_some() && !show.has_top() {
            let name = show.name();
            self.wrong(&said!("`top` means nothing for `{name}`", "`top`不适用于`{name}`一节"));
        }
        Some(Part { show, heading: heading.unwrap_or_else(|| show.heading()), top })
    }

    /// What is left means nothing.
    fn rest(&mut self, table: &Table, known: &str) {
        for key in table.keys() {
            self.wrong(&said!("`{key}` means nothing here (one of {known})", "`{key}`在此没有含义（可用：{known}）"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_form_holds_every_section_under_its_usual_name() {
        let template = parse(USUAL, Path::new("x")).unwrap();
        assert_eq!(template.sections.len(), 11);
        for name in ["headline", "press", "flagship", "progress", "due", "notes"] {
            let part = template.sections.iter().find(|part| part.show.name() == name).unwrap();
            assert_eq!(part.heading, part.show.heading(), "{name}");
        }
    }
}
