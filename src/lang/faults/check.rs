//! What `check` finds wrong with a ledger.

use super::{Say, noun};
use crate::domain::currency::Currency;
use crate::domain::money::{Money, decimal};
use crate::store::Wrong;

impl Say for Wrong {
    fn in_chinese(&self) -> String {
        match self {
            Self::Engine(said) => format!("SQLite报告：`{said}`"),
            Self::Unreadable(error) => error.in_chinese(),
            Self::Dangling { table, row, parent } => {
                format!("表`{table}`第{row}行引用的`{parent}`中的行不存在")
            }
            Self::Missing { kind, name } => format!("缺少{}`{name}`", part(kind)),
            Self::Altered { kind, name } => format!("{}`{name}`与台账应有的不同", part(kind)),
            Self::Trigger { name } => format!("触发器`{name}`不属于台账，会改动写入的内容"),
            Self::Foreign { kind, name } => format!("{}`{name}`不属于台账", part(kind)),
            Self::Gap { after, before } => format!("第{after}条与第{before}条记录之间有缺失"),
            Self::LastEntry { last, says } => format!("最后一条记录是第{last}条，台账却记为第{says}条"),
            Self::Backwards { entry, at } => format!("第{entry}条记录的时间为{at}，早于前一条"),
            Self::Undoes { entry, undoes } => format!("第{entry}条记录撤销第{undoes}条，而后者并非更早"),
            Self::DealsWritten { entry, says, written, ended } => {
                format!("第{entry}条记录自计{says}个项目，实际写入{written}个，修改或删除{ended}个")
            }
            Self::LastDeal { given, says } => {
                format!("编号{given}已被使用，台账却记最后编号为{says}，该编号会被再次使用")
            }
            Self::Field { field, value } => format!("{}无法读取：`{value}`", field.label().zh),
            Self::BaseAmount { is, should, base, .. } => {
                format!("折合金额为{}，按金额和汇率应为{}", money(*is, *base), money(*should, *base))
            }
            Self::BaseRate(rate) => format!("汇率为{rate}，而本位币金额不应有汇率"),
            Self::Elsewhere { region, lies_in, country } => {
                format!("省份为{region}，属于{lies_in}，而国别（地区）为{country}")
            }
            Self::NoCountry { region } => format!("省份为{region}，却没有国别（地区）"),
            Self::OutOfOrder { field, date, earlier, after } => {
                format!("{}{date}早于{}{after}", field.label().zh, earlier.label().zh)
            }
            Self::NotEnded => "填有终止原因，却没有终止日期".to_owned(),
            Self::HalfRelated => "签约关系和原项目只填了其中一项".to_owned(),
            Self::Circle { first } => format!("经{first}号项目又以自身为原项目"),
            Self::Receipt { received, wrong } => format!("{received}的到位资金：{}", wrong.in_chinese()),
            Self::RefTwice { reference, other } => format!("合同号`{reference}`与{other}号项目相同"),
            Self::EndsEarly { entry, until } => {
                format!("第{entry}条记录写入的版本由第{until}条记录结束，而后者并非更晚")
            }
            Self::Overlap { entry, until } => {
                format!("第{entry}条记录写入的版本开始时，前一版本尚未结束（第{until}条记录）")
            }
            Self::Total { by, deals, amount, all_deals, all_amount, base } => format!(
                "按{}合计{deals}个项目、{}，总计却为{all_deals}个、{}",
                by.label().zh,
                sum(*amount, *base),
                sum(*all_amount, *base)
            ),
            Self::NotFound { family, item, name } => format!("{:#}`{item}`无法按`{name}`找到", noun(*family)),
            Self::Key { family, name, key } => {
                format!("{:#}的写法`{name}`存为`{key}`，因此无法找到", noun(*family))
            }
            Self::RetiredInUse { family, item } => format!("{:#}`{item}`已撤销，但仍有项目引用它", noun(*family)),
            Self::MergedTwice { family, item, into } => {
                format!("{:#}`{item}`已并入`{into}`，而后者本身也已被合并", noun(*family))
            }
            Self::Double { other, title } => {
                format!("疑与{other}号项目重复：合作方和金额相同，项目名称为`{title}`")
            }
            Self::Future { field, date } => format!("{}{date}尚未到来", field.label().zh),
        }
    }
}

/// What a part of the schema is called.
fn part(kind: &str) -> &str {
    match kind {
        "table" => "表",
        "index" => "索引",
        "view" => "视图",
        other => other,
    }
}

fn money(minor: Option<i64>, currency: Currency) -> String {
    minor.map_or_else(|| "空".to_owned(), |minor| format!("{currency} {}", Money { minor, currency }.plain()))
}

fn sum(minor: i128, currency: Currency) -> String {
    format!("{currency} {}", decimal(minor, currency.digits()))
}
