//! What can go wrong, in Chinese: the English of each fault stands with it, where it is declared.
//!
//! One `match` for each, without a catch-all, so that the compiler sees to it that both languages have the same set.

mod check;
mod domain;
mod intake;
mod store;

use std::fmt::Display;
use std::io;

use super::Said;
use crate::domain::catalogue::Family;

/// A fault that is said in both languages.
pub trait Say: Display {
    /// The sentence in Chinese.
    fn in_chinese(&self) -> String;

    /// The sentence in both languages.
    fn said(&self) -> Said {
        Said::new(self.to_string(), self.in_chinese())
    }
}

impl<T: Say> From<&T> for Said {
    fn from(fault: &T) -> Self {
        fault.said()
    }
}

/// What one of a family is called within a sentence. A country is told with its full word, since Hong Kong, Macao and Taiwan are
/// looked up among them.
#[must_use]
pub fn noun(family: Family) -> Said {
    let zh = match family {
        Family::Event => "签约活动",
        Family::Sector => "领域",
        Family::District => "区县",
        Family::Partner => "合作方",
        Family::Country => "国家或地区",
        Family::Region => "省份",
    };
    Said::new(family.word(), zh)
}

/// What the system says. Its rarer words are quoted.
impl Say for io::Error {
    fn in_chinese(&self) -> String {
        match self.kind() {
            io::ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
            io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
            io::ErrorKind::AlreadyExists => "已有同名文件".to_owned(),
            io::ErrorKind::IsADirectory => "这是文件夹".to_owned(),
            io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".to_owned(),
            io::ErrorKind::DirectoryNotEmpty => "文件夹不为空".to_owned(),
            io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
            io::ErrorKind::QuotaExceeded => "超出磁盘配额".to_owned(),
            io::ErrorKind::FileTooLarge => "文件过大".to_owned(),
            io::ErrorKind::ReadOnlyFilesystem => "磁盘为只读".to_owned(),
            io::ErrorKind::ResourceBusy => "正被占用".to_owned(),
            io::ErrorKind::UnexpectedEof => "文件不完整".to_owned(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidFilename => "文件名无效".to_owned(),
            io::ErrorKind::InvalidData => "不是UTF-8文本".to_owned(),
            io::ErrorKind::TimedOut => "等待超时".to_owned(),
            io::ErrorKind::OutOfMemory => "内存不足".to_owned(),
            _ => format!("系统报告：`{self}`"),
        }
    }
}

/// Names in backticks, one after the other.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join("、")
}

/// Faults one after the other.
fn together<T: Say>(faults: &[T]) -> String {
    faults.iter().map(Say::in_chinese).collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::DateFault;

    #[test]
    fn a_fault_is_said_in_both_languages() {
        let fault = DateFault::NoSuchDay("2019-02-30".to_owned());
        assert_eq!(fault.said().to_string(), "`2019-02-30` is not a day of the calendar");
        assert_eq!(format!("{:#}", Said::from(&fault)), "日历上没有`2019-02-30`这一天");
    }

    #[test]
    fn what_the_system_says_is_told_by_its_kind_or_quoted() {
        assert_eq!(io::Error::from(io::ErrorKind::PermissionDenied).in_chinese(), "没有权限");
        assert_eq!(io::Error::other("odd").in_chinese(), "系统报告：`odd`");
    }
}
