//! Faults of fields, names and filters.

use super::{Say, noun};
use crate::domain::catalogue::Unknown;
use crate::domain::currency::UnknownCurrency;
use crate::domain::date::DateFault;
use crate::domain::deal::{DealKind, Venue};
use crate::domain::extra::NotExtra;
use crate::domain::fault::{Other, Problem};
use crate::domain::filter::FilterFault;
use crate::domain::label::Lang;
use crate::domain::money::AmountFault;
use crate::domain::period::PeriodFault;
use crate::domain::place::PlaceFault;
use crate::domain::rate::RateFault;
use crate::domain::relation::Relation;
use crate::domain::stage::Stage;

impl Say for Problem {
    fn in_chinese(&self) -> String {
        match self {
            Self::Missing => "必填".to_owned(),
            Self::Blank => "不能为空".to_owned(),
            Self::Nul => "含有NUL字符".to_owned(),
            Self::Date(fault) => fault.in_chinese(),
            Self::WhichDay { event, from, to } => format!("必填：签约活动{event}历时多日（{from}至{to}）"),
            Self::Unknown(unknown) => unknown.in_chinese(),
            Self::NoCode(text) => format!("`{text}`中没有可组成代码的字母或数字"),
            Self::Place(fault) => fault.in_chinese(),
            Self::Amount(fault) => fault.in_chinese(),
            Self::Currency(unknown) => unknown.in_chinese(),
            Self::Rate(fault) => fault.in_chinese(),
            Self::BaseRate { rate, base } => format!("不能为`{rate}`：{base}是本位币，汇率恒为1"),
            Self::NoKind(text) => {
                let names: Vec<&str> = DealKind::all().map(|kind| kind.name(Lang::Zh)).collect();
                format!("`{text}`不是协议类型（可填：{}）", names.join("、"))
            }
            Self::NoVenue(text) => {
                let names: Vec<&str> = Venue::all().map(|venue| venue.name(Lang::Zh)).collect();
                format!("`{text}`不是签约地点（可填：{}）", names.join("、"))
            }
            Self::NoStage(text) => {
                let names: Vec<&str> = Stage::all().map(|stage| stage.name(Lang::Zh)).collect();
                format!("`{text}`不是项目进展（可填：{}）", names.join("、"))
            }
            Self::OtherStage { stage, is } => {
                format!("`{}`与各阶段日期不符：按日期应为`{}`", stage.name(Lang::Zh), is.name(Lang::Zh))
            }
            Self::StageWithoutDate(stage) => {
                format!("`{}`没有日期（应填入`{}`）", stage.name(Lang::Zh), stage.field().name())
            }
            Self::Before { date, than, then } => format!("{date}早于{}{then}", than.label().zh),
            Self::NotEnded => "项目并未终止：`ended`没有日期".to_owned(),
            Self::NoRelation(text) => {
                let names: Vec<&str> = Relation::all().map(|relation| relation.name(Lang::Zh)).collect();
                format!("`{text}`不是签约关系（可填：{}）", names.join("、"))
            }
            Self::NoRelationGiven => {
                let others = Relation::all().filter(|relation| *relation != Relation::New);
                let names: Vec<&str> = others.map(|relation| relation.name(Lang::Zh)).collect();
                format!("填写`follows`时必填（可填：{}）", names.join("、"))
            }
            Self::FollowsNothing(relation) => {
                format!("签约关系为`{}`时必填：原项目的编号或合同号", relation.name(Lang::Zh))
            }
            Self::NoRef(text) => format!("没有合同号为`{text}`的项目"),
            Self::Loop => "原项目就是该项目本身，或又以该项目为原项目".to_owned(),
            Self::NoFlag(text) => format!("`{text}`既非`是`也非`否`"),
            Self::Extra(fault) => fault.in_chinese(),
            Self::NoNumber(text) => format!("`{text}`不是项目编号"),
            Self::Taken { text, by } => format!("`{text}`已被{}占用", by.in_chinese()),
            Self::Vague(text) => format!("`{text}`不是确切金额（可用`--vague blank`留空，原文记入备注）"),
            Self::NoUnit(text) => format!("`{text}`没有单位：表头、表头上方和单元格内均未注明"),
            Self::UnitUnclear { text, unit } => {
                format!("`{text}`与所在列的单位{unit}不符（单位和币种请在单元格内一并写明，或者都不写）")
            }
            Self::Swappable(text) => {
                format!("`{text}`：从文件中无法判断日和月的先后（可用`--date-order`指定：dmy、mdy或ymd）")
            }
            Self::CommaUnclear(text) => {
                format!("`{text}`有两种读法：千位分隔或小数（可用`--decimal`指定：comma或point）")
            }
            Self::MonthCut(text) => {
                format!("`{text}`可能是1月，也可能是末位的0被电子表格截去的10月（请写作2019-01或2019-10）")
            }
            Self::OtherUnit { deal, unit } => {
                format!("该项目的币种为{deal}，而该列以{unit}计：请用币种列或`--set currency=…`指明")
            }
            Self::Shown { text, shown } => {
                format!("单元格在`{text}`旁显示`{shown}`，而该列并未注明（请用`--unit`和`--set currency=…`指明）")
            }
            Self::Merged(line) => format!("单元格自第{line}行起合并了多行，无法判断金额是否为各行合计"),
            Self::SheetError(error) => format!("单元格内是错误值{error}"),
            Self::Unreckoned => "单元格内的公式没有计算结果（请用电子表格软件打开并保存该文件）".to_owned(),
            Self::Double(by) => format!("与{}各项内容完全相同（可用`--allow-duplicates`照样导入）", by.in_chinese()),
            Self::Several(numbers) => format!("与多个项目相符，编号为{}", numbers.replace(", ", "、")),
            Self::Matches(number) => format!("与{number}号项目相符"),
            Self::NoDeal(number) => format!("没有{number}号项目"),
        }
    }
}

impl Say for Other {
    fn in_chinese(&self) -> String {
        match self {
            Self::Deal(number) => format!("{number}号项目"),
            Self::SomeDeal => "另一个项目".to_owned(),
            Self::Line(line) => format!("第{line}行"),
            Self::LineAbove => "前面的某一行".to_owned(),
            Self::LineElsewhere(line) => format!("另一文件的第{line}行"),
        }
    }
}

impl Say for Unknown {
    fn in_chinese(&self) -> String {
        format!("没有与`{}`相符的{:#}", self.text, noun(self.family))
    }
}

impl Say for UnknownCurrency {
    fn in_chinese(&self) -> String {
        format!("没有与`{}`相符的币种", self.text)
    }
}

impl Say for DateFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::NotADate(text) => format!("`{text}`不是日期（请写作2019-08-26）"),
            Self::NoSuchDay(text) => format!("日历上没有`{text}`这一天"),
            Self::YearOutside(text) => format!("`{text}`：年份须在1900至2100之间"),
            Self::NotWhole(text) => format!("`{text}`不是完整的日期（请写作2019-08-26）"),
        }
    }
}

impl Say for PeriodFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::NotAPeriod(text) => format!(
                "`{text}`不是时间段（请写作2019、2019-08、2019-Q3、2019-H1、2019-08-26、2019-01..2019-06或last-month）"
            ),
            Self::Date(fault) => fault.in_chinese(),
            Self::Backwards(text) => format!("`{text}`的结束日期早于开始日期"),
        }
    }
}

impl Say for NotExtra {
    fn in_chinese(&self) -> String {
        format!("`{}`不是各项均为文本的JSON对象（请写作{{\"Phase\":\"two\"}}）", self.0)
    }
}

impl Say for AmountFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::NotAnAmount(text) => format!("`{text}`不是金额（请写作12500或12,500.00）"),
            Self::Negative(text) => format!("`{text}`不是金额：金额不能为负"),
            Self::TooManyDecimals { text, currency, digits: 0 } => format!("`{text}`有小数，而{currency}没有小数"),
            Self::TooManyDecimals { text, currency, digits } => {
                format!("`{text}`的小数位数过多（{currency}为{digits}位）")
            }
            Self::TooLarge(text) => format!("`{text}`超过金额上限10^15"),
            Self::OtherCurrency { text, written, given } => {
                format!("`{text}`的币种是{written}，而另行指定的币种是{given}")
            }
            Self::WhichDollar(text) => {
                format!("`{text}`：`$`可能是USD、HKD、SGD等（请写US$，或注明币种）")
            }
        }
    }
}

impl Say for RateFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::NotARate(text) => format!("`{text}`不是汇率（请填一单位该币种折合本位币的数额，如8.68）"),
            Self::TooLarge { amount, rate } => format!("{amount}按汇率{rate}折算后，超出台账所能记录的范围"),
        }
    }
}

impl Say for PlaceFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::UnknownCountry(unknown) | Self::UnknownRegion(unknown) => unknown.in_chinese(),
            Self::Group(text) => format!("`{text}`是多个国家的统称，不是单个国家或地区"),
            Self::RegionAsCountry { text, country } => format!("`{text}`是{}的省份，不是国家或地区", country.zh),
            Self::Elsewhere { region, lies_in, stated } => {
                format!("`{region}`属于{}，不属于{}", lies_in.zh, stated.zh)
            }
            Self::Ambiguous { region, countries } => {
                format!("多个国家有名为`{region}`的省份：{}", countries.replace(", ", "、"))
            }
            Self::NoRegionBelow { country, region } => format!("`{}`之下不分省份，却填了`{region}`", country.zh),
            Self::CountryAsRegion(text) => format!("`{text}`是国家或地区，不是省份"),
        }
    }
}

impl Say for FilterFault {
    fn in_chinese(&self) -> String {
        match self {
            Self::Unknown(unknown) => unknown.in_chinese(),
            Self::Place(fault) => fault.in_chinese(),
            Self::HomeIsNoPlace(text) => format!("`{text}`是本国；本国的来源地按省份划分"),
            Self::Nothing(text) => format!("`{text}`中没有任何名称"),
            Self::RegionAbroad(text) => format!("`{text}`是国外的省份；国外的来源地只分到国家"),
            Self::Currency(unknown) => unknown.in_chinese(),
            Self::NoSuch { what, text, codes } => {
                format!("没有与`{text}`相符的{}（可用：{}）", what.label().zh, codes.join("、"))
            }
            Self::Period(fault) => fault.in_chinese(),
            Self::NotThatPeriod { text, what } => {
                format!("`{text}`不是{}（可写作{}）", what.label().zh, what.example())
            }
            Self::Amount(fault) => fault.in_chinese(),
        }
    }
}
