//! Faults of ledgers. What the engine says of its own is quoted.

use super::Say;
use crate::store::{Error, Unsound};

impl Say for Error {
    fn in_chinese(&self) -> String {
        match self {
            Self::NotThere(path) => format!("{}：没有台账", path.display()),
            Self::AlreadyThere(path) => format!("{}：已有台账", path.display()),
            Self::NotALedger { path, why } => format!("{}：不是台账，{}", path.display(), why.zh),
            Self::Newer { path, version, ours } => {
                format!("{}：台账的版本为{version}，本程序最高支持版本{ours}", path.display())
            }
            Self::CannotOpen { path, why } => format!("{}：无法打开，{}", path.display(), why.in_chinese()),
            Self::CannotWrite { path, why } => format!("{}：无法写入，{}", path.display(), why.in_chinese()),
            Self::Exists(path) => format!("{}：已有同名文件", path.display()),
            Self::NotTheSame(path) => format!("{}：副本与台账不一致", path.display()),
            Self::Damaged { path, why } => format!("{}：已损坏（`{why}`）", path.display()),
            Self::Misshapen { path, why } => format!("{}：结构与台账不符（`{why}`）", path.display()),
            Self::TooLong(most) => format!("文本过长，无法保存：一个项目的全部文本合计不得超过{most} MB"),
            Self::CutOff(path) => format!("{}：已损坏，文件在文件头内中断", path.display()),
            Self::Busy { path, waited } => {
                format!("{}：台账正被其他程序使用，等待{waited}秒后仍未结束", path.display())
            }
            Self::ReadOnly(path) => format!("{}：台账无法写入", path.display()),
            Self::Unfinished(path) => format!("{}：上一次写入中断，在这里无法撤回", path.display()),
            Self::NoLocks(path) => format!("{}：所在位置无法锁定台账，多个程序可能同时写入", path.display()),
            Self::Gone(path) => format!("{}：写入期间台账被移动或删除", path.display()),
            Self::Full(path) => format!("{}：所在磁盘已满", path.display()),
            Self::Overflow => "金额合计超出可计算的范围".to_owned(),
            Self::NoNumberLeft(last) => format!("编号{last}之后已无可用编号"),
            Self::Taken(what) => format!("`{what}`已被占用"),
            Self::NoDeal(text) => format!("没有与`{text}`相符的项目"),
            Self::Rate { deal, fault } => format!("{deal}号项目：{}", fault.in_chinese()),
            Self::Unsound(unsound) => unsound.in_chinese(),
            Self::Engine(why) => format!("数据库报告：`{why}`"),
        }
    }
}

impl Say for Unsound {
    fn in_chinese(&self) -> String {
        match self {
            Self::NoSettings => "台账中没有设置".to_owned(),
            Self::BaseCurrency(number) => format!("本位币{number}不是ISO 4217的币种"),
            Self::RateCurrency(number) => format!("台账中有一条汇率的币种{number}不存在"),
            Self::Date(fault) => format!("台账中有不应有的内容：{}", fault.in_chinese()),
            Self::Rate(fault) => format!("台账中有不应有的内容：{}", fault.in_chinese()),
            Self::Field { field, deal } => format!("{deal}号项目的{}无法读取", field.zh),
            Self::Change(entry) => format!("第{entry}条记录所作的更改无法读取"),
            Self::NoSuchName => "有项目引用了不存在的名称".to_owned(),
            Self::Type { found, wanted } => format!("台账中应为{}之处是{found}", wanted.zh),
        }
    }
}
