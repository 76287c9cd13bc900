//! A briefing as the text of a message: no frames, which no message keeps; a line for each row of a table.

use std::io::{self, Write};

use super::super::shown::{RowKind, Shown, ShownRow};
use super::{harmless, shown};
use crate::brief::{Brief, Section};
use crate::domain::label::Lang;
use crate::lang::brief::numbered;

/// Writes it.
pub(super) fn write(out: &mut dyn Write, brief: &Brief) -> io::Result<()> {
    writeln!(out, "{}", harmless(&brief.title))?;
    for line in &brief.about {
        writeln!(out, "{}", harmless(line))?;
    }
    for (at, section) in brief.sections.iter().enumerate() {
        writeln!(out, "\n{}", harmless(&numbered(at, &section.heading, brief.lang)))?;
        write_section(out, section, brief.lang)?;
    }
    writeln!(out)?;
    for line in &brief.foot {
        writeln!(out, "{}", harmless(line))?;
    }
    out.flush()
}

fn write_section(out: &mut dyn Write, section: &Section, lang: Lang) -> io::Result<()> {
    for paragraph in &section.paragraphs {
        writeln!(out, "{}", harmless(&paragraph.text()))?;
    }
    for table in &section.tables {
        let shown = shown(&table.sheet, lang);
        if let Some(caption) = &table.caption {
            writeln!(out, "{}{}", harmless(caption), if lang == Lang::Zh { "：" } else { ":" })?;
        }
        for row in &shown.rows {
            writeln!(out, "{}", line(&shown, row, lang))?;
        }
        for note in &shown.notes {
            writeln!(out, "{note}")?;
        }
    }
    for point in &section.points {
        writeln!(out, "- {}", harmless(point))?;
    }
    Ok(())
}

/// `- Integrated circuits: Deals 24; Amount (CNY bn) 69.43; Share 54.1 %`. What stands under a subtotal is set in.
fn line(shown: &Shown, row: &ShownRow, lang: Lang) -> String {
    let lead = shown.lead.unwrap_or(1);
    let name: Vec<&str> = row.texts.iter().take(lead).map(String::as_str).filter(|text| !text.is_empty()).collect();
    let is_under = lead > 1 && row.kind == RowKind::Line && row.texts.first().is_some_and(String::is_empty);
    let rest = shown.heads.iter().zip(&row.texts).skip(lead).filter(|(_, text)| !text.is_empty());
    let (colon, between, comma) = match lang {
        Lang::En => (": ", "; ", ", "),
        Lang::Zh => ("：", "；", "、"),
    };
    let beside = |(head, text): (&String, &String)| {
        if lang == Lang::Zh { format!("{head}{text}") } else { format!("{head} {text}") }
    };
    let rest: Vec<String> = rest.map(beside).collect();
    let indent = if is_under { "  " } else { "" };
    format!("{indent}- {}{colon}{}", name.join(comma), rest.join(between))
}
