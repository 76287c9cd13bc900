//! Faults of files: what they are, their headers, what is said of them, rates.

use super::{Say, listed, together};
use crate::domain::deal::Field;
use crate::intake::encoding::EncodingFault;
use crate::intake::header::HeaderFault;
use crate::intake::input::InputFault;
use crate::intake::mapping::{KEYS, MappingFault};
use crate::intake::opening::SourceFault;
use crate::intake::rates::{RateFileFault, RateProblem};
use crate::intake::table::FileFault;

impl Say for InputFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::Io(error) => format!("无法读取：{}", error.in_chinese()),
            Self::Folder => "无法读取：这是文件夹".to_owned(),
            Self::HeldOpen => "无法读取：文件正被Excel等其他程序打开".to_owned(),
            Self::LockFile => "不是工作簿，而是Excel打开工作簿时在旁边生成的临时文件".to_owned(),
        }
    }
}

impl Say for EncodingFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::Io(error) => format!("无法读取：{}", error.in_chinese()),
            Self::Neither { .. } => "既不是UTF-8文本，也不是GB18030文本".to_owned(),
            Self::Damaged { .. } => "是UTF-8文本，但有个别字节不是，第一处在本行".to_owned(),
            Self::NotOf { name, .. } => format!("不是{name}文本"),
        }
    }
}

impl Say for FileFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::Empty => "文件为空".to_owned(),
            Self::NotText { .. } => "不是UTF-8文本".to_owned(),
            Self::Encoding(fault) => fault.in_chinese(),
            Self::Input(fault) => fault.in_chinese(),
            Self::OpenQuote { .. } => "从这里开始的引号没有闭合".to_owned(),
            Self::Password => "有密码保护".to_owned(),
            Self::Damaged(why) if why.is_empty() => "已损坏，无法读取".to_owned(),
            Self::Damaged(why) => format!("已损坏，无法读取（`{why}`）"),
            Self::OutOfOrder => "已损坏，无法读取（各行次序错乱）".to_owned(),
            Self::Outside => "已损坏，无法读取（有单元格超出工作表范围）".to_owned(),
            Self::NoWorkbook => "不是工作簿".to_owned(),
            Self::NoText => "是工作簿，而这里需要CSV".to_owned(),
            Self::Utf16(name) => format!("像是没有字节顺序标记的{name}文本"),
            Self::NotJson { .. } => "不是JSON对象".to_owned(),
            Self::ManyKeys => "不同的键过多，不成表格".to_owned(),
            Self::JsonArray => "是JSON，但不是每行一个对象（jsonl）".to_owned(),
            Self::Swells => "解压后比同样大小的表格大许多倍，因此不予读取".to_owned(),
            Self::WebPage => "是网页或XML，不是表格".to_owned(),
            Self::Io(error) => format!("无法读取：{}", error.in_chinese()),
        }
    }
}

/// What the column of a field is called: by its name, which is what is typed, and by its head.
fn column(field: &str) -> String {
    Field::named(field).map_or_else(|| field.to_owned(), |known| format!("{field}（{}）", known.label().zh))
}

impl Say for HeaderFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::NotFound(rows) => format!("找不到表头：前{rows}行中，没有一行写有两个字段的名称"),
            Self::NoSuchRow(row) => format!("没有第{row}行可作表头"),
            Self::GoesOn(line) => format!("第{line}行是上一行表头的延续"),
            Self::Unknown(name) => format!("不认识的列`{name}`"),
            Self::Twice(name) => format!("有两列都叫`{name}`"),
            Self::TwoColumns { field, first, second } => {
                format!("{field}有两列：`{first}`和`{second}`（可用`--map {field}={first}`指定）")
            }
            Self::UnitsDiffer { header, title } => format!("注明了两种单位：{header}和{title}（可用`--unit`指定）"),
            Self::WhichDollar(text) => {
                format!("`{text}`：`$`可能是USD、HKD、SGD等（可用`--unit \"USD m\"`或`--set currency=USD`指定）")
            }
            Self::Missing { field, near: None } => format!("没有{}列", column(field)),
            Self::Missing { field, near: Some(near) } => format!("没有{}列；是否就是`{near}`？", column(field)),
            Self::NoColumn { field, column } => format!("--map {field}={column}：没有`{column}`列"),
            Self::MappedTwice(name) => format!("`{name}`列对应了两个字段"),
        }
    }
}

impl Say for SourceFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::File(fault) => fault.in_chinese(),
            Self::Header { faults, .. } => together(faults),
            Self::WhichSheet(sheets) => format!("有多个工作表含有表格：{}", listed(sheets)),
            Self::NoSheet { name, sheets } => format!("没有名为`{name}`的工作表；现有：{}", listed(sheets)),
            Self::NoSheets => "工作表全部是隐藏的".to_owned(),
        }
    }
}

impl Say for MappingFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::Form(text, form) => format!("`{text}`不是{}的形式", form.zh),
            Self::Field(name) => format!("没有名为`{name}`的字段"),
            Self::Derived(field) => format!("`{field}`由其他字段得出"),
            Self::Twice(field) => format!("`{field}`指定了两次"),
            Self::Unit(text) => {
                format!("`{text}`不是单位（请写元、万元、亿元、thousand、million、billion或USD m）")
            }
            Self::Order(text) => format!("`{text}`不是年月日的顺序（可用：dmy、mdy、ymd）"),
            Self::Encoding(text) => {
                format!("`{text}`不是编码（请写gb18030、utf-8、utf-16le、big5、shift_jis、windows-1252等）")
            }
            Self::Delimiter(text) => format!("`{text}`不是分隔符（可用：comma、semicolon、tab、pipe）"),
            Self::Decimal(text) => format!("`{text}`不是小数点符号（可用：point、comma）"),
            Self::Vague(text) => format!("`{text}`不是对约数金额的处理方式（可用：refuse、blank）"),
            Self::Toml(why) => format!("不符合TOML格式：`{why}`"),
            Self::Kind { key, kind } => format!("`{key}`须为{}", kind.zh),
            Self::Key(key) => format!("`{key}`在此没有意义（可用：{}）", KEYS.replace(", ", "、")),
        }
    }
}

impl Say for RateProblem {
    fn in_chinese(&self) -> String {
        match self {
            Self::Ragged { cells, columns } => format!("该行有{cells}个单元格，表头有{columns}个"),
            Self::Currency(unknown) => format!("currency：{}", unknown.in_chinese()),
            Self::Base(currency) => format!("currency：{currency}是本位币，汇率恒为1"),
            Self::Effective(fault) => format!("effective：{}", fault.in_chinese()),
            Self::Rate(fault) => format!("rate：{}", fault.in_chinese()),
        }
    }
}

impl Say for RateFileFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::File(fault) => fault.in_chinese(),
            Self::Header(faults) => together(faults),
        }
    }
}
