//! The words of the plan that `import --dry-run` shows.

use crate::domain::label::{Label, label};

/// What is told of a file.
pub const FILE: Label = label("File", "文件");
/// The encoding of a text.
pub const ENCODING: Label = label("Encoding", "编码");
/// What sets its cells apart.
pub const DELIMITER: Label = label("Delimiter", "分隔符");
/// The sheet of a workbook.
pub const SHEET: Label = label("Sheet", "工作表");
/// The line of the header.
pub const HEADER: Label = label("Header in line", "表头所在行");
/// How many rows stand above it.
pub const TITLES: Label = label("Rows above the header", "表头以上行数");
/// What one of the amount column is.
pub const UNIT: Label = label("Unit of amounts", "金额单位");
/// Who says so.
pub const UNIT_FROM: [Label; 3] = [
    label("as --unit says", "由 --unit 指定"),
    label("as the header says", "见表头"),
    label("as a row above says", "见表头上方"),
];
/// The order of day and month.
pub const DATE_ORDER: Label = label("Order of day and month", "日月顺序");
/// A column, by its letters.
pub const COLUMN: Label = label("Column", "列");
/// What stands above it.
pub const HEAD: Label = label("Head", "表头");
/// What becomes of it.
pub const BECOMES: Label = label("Becomes", "对应字段");
/// It is kept with the deals.
pub const KEPT: Label = label("(kept with the deal as `extra`)", "（保留为其他栏目）");
/// It is left out.
pub const LEFT_OUT: Label = label("(left out)", "（不导入）");
/// How many rows are new deals.
pub const ADDED: Label = label("Rows that are new deals", "新增项目");
/// How many change deals.
pub const CHANGED: Label = label("Rows that change deals", "更新项目");
/// How many are there already.
pub const SAME: Label = label("Rows that are there already", "已有且相同");
/// How many are passed over.
pub const SKIPPED: Label = label("Rows that are there and skipped", "已有并跳过");
/// How many are refused.
pub const REFUSED: Label = label("Rows refused", "被拒绝的行");
/// How many are none.
pub const NONE: Label = label("Rows that are no deals", "非项目行");
/// What the new and changed deals come to.
pub const TOTAL: Label = label("Sum of new and changed deals", "新增及更新项目合计");
/// New names of a family follow.
pub const NEW: Label = label("New: ", "新增");
