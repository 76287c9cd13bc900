//! What is told of files that are read: what was found out about them, what was left out, what did not go in as it stands.

use super::context::Context;
use crate::domain::deal::Field;
use crate::domain::label::label;
use crate::intake::cells::Told;
use crate::intake::header::Use;
use crate::intake::heads::unit_of;
use crate::intake::source::{LeftOut, Source};
use crate::lang::{Said, said};

/// Says what was found out about a file where it is not what `export` writes.
pub(crate) fn found(source: &Source, context: &Context) {
    let Source { name, found, columns, .. } = source;
    let talk = |text: Said| context.console.talk(said!("{name}: {text}", "{name}：{text:#}"));
    if let Some(encoding) = found.encoding.filter(|encoding| !encoding.is_utf8()) {
        talk(said!("read as {}", "按{}读取", encoding.name()));
    }
    if let Some((sheet, others, hidden)) = &found.sheet
        && others + hidden > 0
    {
        talk(said!(
            "read sheet `{sheet}`; left out: other sheets {others}, hidden {hidden}",
            "已读取工作表`{sheet}`；未读取：其他工作表{others}个，隐藏工作表{hidden}个"
        ));
    }
    if source.is_open_in_excel() {
        context.console.warn(said!(
            "{name}: is open in Excel; what is not saved there is not in it",
            "{name}：文件正在Excel中打开，尚未保存的内容不在其中"
        ));
    }
    if !found.titles.is_empty() {
        let (line, above) = (found.header_line, found.titles.len());
        talk(said!(
            "the header is line {line}; rows above it passed over: {above}",
            "表头在第{line}行；其上跳过{above}行"
        ));
    }
    if !columns.has(Field::Amount)
        && let Some(column) = columns.used_for(&Use::Extra).find(|name| unit_of(name).is_some())
    {
        context.console.warn(said!(
            "{name}: no column is read as amount, so the deals have none; `{column}` looks like one \
             (--map \"amount={column}\")",
            "{name}：没有金额列，各项目均无金额；`{column}`像是金额列（可用`--map \"amount={column}\"`指定）"
        ));
    }
    if let Some((unit, _)) = &columns.unit {
        talk(said!("amounts are counted in `{}`", "金额单位为`{}`", unit.text));
    }
    let listed = |wanted: &Use| {
        let names: Vec<&str> = columns.used_for(wanted).collect();
        let quoted = |name: &&str| Said::same(format!("`{}`", shortened(name)));
        let shown = Said::joined(&names.iter().take(NAMED).map(quoted).collect::<Vec<_>>(), label(", ", "、"));
        match names.len() {
            0 => None,
            1..=NAMED => Some(shown),
            all => Some(said!("{shown} and {} more", "{shown:#}及另外{}列", all - NAMED)),
        }
    };
    for (used, what) in [
        (Use::Derived, said!("columns that follow from other fields and are ignored", "由其他字段得出、不予导入的列")),
        (Use::Serial, said!("columns that number the rows and are left out", "不导入的序号列")),
        (
            Use::Extra,
            if columns.of_receipts {
                said!("columns that say nothing of receipts and are ignored", "与到位资金无关、不予导入的列")
            } else {
                said!(
                    "columns that fit no field and are kept with the deals as `extra`",
                    "不对应任何字段、随项目存入`extra`的列"
                )
            },
        ),
    ] {
        if let Some(names) = listed(&used) {
            talk(said!("{what}: {names}", "{what:#}：{names:#}"));
        }
    }
}

/// How many columns are named, and how much of a name.
const NAMED: usize = 20;
const SHOWN: usize = 60;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Says what was left out of a file, and what of it was not taken as it stands.
pub(crate) fn left_out(name: &str, left_out: &LeftOut, context: &Context) {
    let talk = |text: Said| context.console.talk(said!("{name}: {text}", "{name}：{text:#}"));
    for (count, what) in [
        (left_out.blank, said!("blank rows passed over", "跳过空行")),
        (left_out.headers, said!("rows that repeat the header left out", "略去重复的表头")),
        (left_out.examples, said!("worked examples left out", "略去填写示例")),
    ] {
        if count > 0 {
            talk(said!("{what}: {count}", "{what:#}{count}行"));
        }
    }
    if !left_out.totals.is_empty() {
        let lines: Vec<String> = left_out.totals.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if left_out.totals.len() > NAMED { ", …" } else { "" };
        let lines = Said::new(lines.join(", ") + more, lines.join("、") + if more.is_empty() { "" } else { "等" });
        talk(said!(
            "rows of totals left out: {} (line {lines})",
            "略去合计{}行（第{lines:#}行）",
            left_out.totals.len()
        ));
    }
    for (line, note) in left_out.notes.iter().take(NAMED) {
        context.console.talk(said!(
            "{name}:{line}: taken for a note, not a deal: {}",
            "{name}:{line}：视为说明文字，不作项目：{}",
            shortened(note)
        ));
    }
    if left_out.notes.len() > NAMED {
        talk(said!("other notes: {}", "其他说明文字：{}行", left_out.notes.len() - NAMED));
    }
    for wrong in left_out.wrong_totals.iter().take(NAMED) {
        let (line, says, sum) = (wrong.line, wrong.says.normalize(), wrong.sum.normalize());
        context.console.warn(said!(
            "{name}:{line}: the total says {says}, the rows above add up to {sum}",
            "{name}:{line}：合计为{says}，而以上各行相加为{sum}"
        ));
    }
}

/// Says which rows did not go into the fields where they stood.
pub(crate) fn rows(told: &Told, context: &Context) {
    for (count, what) in [
        (
            told.several_sectors,
            said!(
                "sector cells that name several, of which the first was taken and the rest are tags",
                "写有多个领域的单元格（取第一个，其余作为标签）"
            ),
        ),
        (
            told.places_aside,
            said!(
                "places of which words were left over and are kept as `extra`",
                "未能全部对应的地名（原文存入`extra`）"
            ),
        ),
        (told.vague, said!("vague amounts left out and kept in the note", "留空的约数金额（原文记入备注）")),
        (told.nameless, said!("cells in columns without a name, kept as `extra`", "没有列名的单元格（存入`extra`）")),
    ] {
        if count > 0 {
            context.console.talk(said!("{what}: {count}", "{what:#}：{count}个"));
        }
    }
}
