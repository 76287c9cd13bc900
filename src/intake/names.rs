//! What columns are called: our names of the fields, and the everyday English and Chinese ones.
//!
//! A flat table. Names are compared after [`key`]: without regard to case, width, white space and punctuation.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::domain::deal::Field;

/// The column that `export --for-update` adds.
pub const ENTRY: &str = "entry";

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It holds a field.
    Field(Field),
    /// A country or a region, as the cell says.
    Place,
    /// The year of signing, where day or month stand in columns of their own.
    Year,
    /// The month of signing.
    Month,
    /// The day of signing.
    Day,
    /// Numbers the rows.
    Serial,
    /// It follows from other fields, so that a file cannot state it.
    Follows,
    /// It tells of an earlier import.
    Reject,
    /// The entry that had written a deal as it was sent out, beside its number.
    Entry,
}

/// Every meaning with its names, of which those of fields come beside the field's own.
#[rustfmt::skip]
const TABLE: [(Meaning, &[&str]); 24] = [
    (
        Meaning::Field(Field::Ref),
        &[
            "reference", "ref no", "reference no", "reference number", "contract no", "contract number", "contract id",
            "project no", "project number", "project id", "project code", "deal id", "deal no", "code", "合同号", "合同编号",
            "项目编号", "项目代码", "编号", "签约编号", "协议编号", "协议号",
        ],
    ),
    (
        Meaning::Field(Field::Title),
        &[
            "project", "project name", "project title", "name of project", "name of the project", "deal", "deal name",
            "contract", "contract name", "contract title", "项目名称", "项目", "项目名", "签约项目", "签约项目名称", "合同名称",
            "协议名称", "名称", "标题", "项目标题",
        ],
    ),
    (
        Meaning::Field(Field::Signed),
        &[
            "date signed", "signed on", "signing date", "sign date", "signature date", "date of signing", "date of signature",
            "contract date", "date", "签约日期", "签约时间", "签订日期", "签订时间", "签署日期", "签署时间", "签约日", "合同日期",
            "合同签订日期", "合同签订时间", "日期", "时间",
        ],
    ),
    (
        Meaning::Field(Field::Event),
        &["signing event", "ceremony", "expo", "edition", "签约活动", "活动", "活动名称", "签约仪式", "展会", "届次"],
    ),
    (
        Meaning::Field(Field::Sector),
        &[
            "industry", "industry sector", "field", "area", "category", "sector name", "industries", "sectors", "领域", "行业",
            "所属行业", "所属领域", "产业", "产业领域", "行业领域", "行业类别", "产业类别", "所属产业", "行业分类", "投资领域",
            "项目类别",
        ],
    ),
    (
        Meaning::Field(Field::Partner),
        &[
            "investor", "investors", "partner name", "counterparty", "company", "company name", "investing company",
            "investing party", "enterprise", "investor name", "投资方", "合作方", "投资企业", "投资单位", "投资人", "投资者",
            "投资主体", "签约企业", "签约单位", "签约方", "签约客商", "合作单位", "合作企业", "乙方", "乙方单位", "企业名称",
            "公司名称", "投资方名称", "投资公司",
        ],
    ),
    (
        Meaning::Field(Field::Region),
        &[
            "province", "state", "province or state", "partner region", "partner province", "partner state", "省份", "省",
            "省市", "来源省份", "所在省份", "投资方省份", "所在省",
        ],
    ),
    (
        Meaning::Field(Field::Country),
        &[
            "country of origin", "origin country", "source country", "home country", "nation", "country or region",
            "partner country", "investor country", "国别", "国家", "来源国", "来源国家", "国家或地区", "国家地区", "国别地区",
            "国别或地区", "投资方国别", "所属国家",
        ],
    ),
    (
        Meaning::Place,
        &[
            "place of origin", "origin", "source", "place", "来源地", "来源", "资金来源地", "投资来源地", "投资方所在地", "来源地区",
            "所在地", "企业所在地", "注册地", "地区", "省份国别", "国别省份", "国别省市",
        ],
    ),
    (
        Meaning::Field(Field::Amount),
        &[
            "investment", "investment amount", "total investment", "contract amount", "contract value", "value", "deal value",
            "deal size", "deal amount", "total amount", "total value", "capital", "quantity", "project value", "size",
            "planned investment", "amount invested", "capital expenditure", "capital investment", "capex", "fdi", "estimated investment", "金额", "投资额", "投资总额", "总投资", "总投资额", "合同金额", "合同额",
            "签约金额", "签约额", "协议金额", "协议投资额", "计划投资", "计划总投资", "计划投资额", "拟投资额", "项目总投资",
            "项目投资额", "投资金额", "合同总额", "合同价", "合同总价", "引资额", "引资总额", "合同外资", "合同利用外资",
        ],
    ),
    (Meaning::Field(Field::Currency), &["cur", "ccy", "currency code", "币种", "货币", "币别", "货币种类"]),
    (Meaning::Field(Field::Rate), &["exchange rate", "fx rate", "汇率", "折算汇率"]),
    (
        Meaning::Field(Field::Kind),
        &["type of agreement", "agreement type", "contract type", "协议类型", "合同类型", "签约类型", "协议性质", "合同性质", "签约性质"],
    ),
    (
        Meaning::Field(Field::Venue),
        &["on site or off site", "signing venue", "签约地点", "签约方式", "签约场所", "签约场地", "是否现场签约"],
    ),
    (Meaning::Field(Field::Tags), &["tag", "labels", "keywords", "标签", "关键词"]),
    (
        Meaning::Field(Field::District),
        &[
            "park", "host district", "hosting district", "location", "site", "所属区县", "区县", "落地区县", "落户区县", "承接区县",
            "落地园区", "园区", "所在区县", "所属区", "落户地", "落地区域", "承接单位", "建设地点", "落户园区", "承接地",
        ],
    ),
    (Meaning::Field(Field::Note), &["notes", "remark", "remarks", "comment", "comments", "memo", "备注", "说明", "备注说明"]),
    (Meaning::Year, &["year", "year signed", "年份", "年", "年度", "签约年份"]),
    (Meaning::Month, &["month", "month signed", "月份", "月", "签约月份"]),
    (Meaning::Day, &["day", "日"]),
    (
        Meaning::Serial,
        &["#", "no", "s/n", "unnamed: 0", "serial", "serial no", "serial number", "item", "row", "number", "序号", "序", "行号", "№"],
    ),
    (Meaning::Follows, &["base_amount", "received", "base amount", "折合金额"]),
    (Meaning::Reject, &["reject_line", "reject_reason"]),
    (Meaning::Entry, &[ENTRY]),
];

/// The key under which a name is looked up.
#[must_use]
pub fn key(name: &str) -> String {
    let folded = name.nfkc().flat_map(char::to_lowercase);
    let kept: String = folded.filter(|c| c.is_alphanumeric() || *c == '#').collect();
    if kept.is_empty() { name.trim().to_owned() } else { kept }
}

/// What a column is for that has one of our own names, in whatever case.
#[must_use]
pub fn own_meaning(name: &str) -> Option<Meaning> {
    if name.trim().eq_ignore_ascii_case(ENTRY) {
        return Some(Meaning::Entry);
    }
    let field = Field::named(name.trim())?;
    Some(if field == Field::BaseAmount { Meaning::Follows } else { Meaning::Field(field) })
}

/// The field that people mean by a name: ours in whatever case, the words for it, or what heads its columns.
#[must_use]
pub fn field(name: &str) -> Option<Field> {
    let everyday = || match by_key().get(&key(name))? {
        Meaning::Field(field) => Some(*field),
        Meaning::Follows => Some(Field::BaseAmount),
        _ => None,
    };
    Field::named(name.trim()).or_else(everyday)
}

/// Every name by its key: the everyday ones, and those under which we show the fields.
#[must_use]
pub fn by_key() -> HashMap<String, Meaning> {
    let mut meanings = HashMap::new();
    for (meaning, names) in TABLE {
        for name in names {
            meanings.insert(key(name), meaning);
        }
    }
    for field in Field::all().filter(|field| *field != Field::Id) {
        let meaning = if field == Field::BaseAmount { Meaning::Follows } else { Meaning::Field(field) };
        for name in [field.name(), field.label().en, field.label().zh] {
            meanings.entry(key(name)).or_insert(meaning);
        }
    }
    meanings
}

/// Whether this is one of our own names, as `export` writes them.
#[must_use]
pub fn is_ours(name: &str) -> bool {
    Field::all().any(|field| field.name() == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn meaning(name: &str) -> Option<Meaning> {
        own_meaning(name).or_else(|| by_key().get(&key(name)).copied())
    }

    #[test]
    fn everyday_names_are_known_in_both_languages() {
        for (name, field) in [
            ("title", Field::Title),
            ("Project", Field::Title),
            ("Date signed", Field::Signed),
            ("Industry", Field::Sector),
            ("Investor", Field::Partner),
            ("Country of origin", Field::Country),
            ("项目名称", Field::Title),
            ("签约日期", Field::Signed),
            ("签约时间", Field::Signed),
            ("所属行业", Field::Sector),
            ("领域", Field::Sector),
            ("行业", Field::Sector),
            ("投资方", Field::Partner),
            ("合作方", Field::Partner),
            ("国别", Field::Country),
            ("来源国家", Field::Country),
            ("省份", Field::Region),
            ("投资总额", Field::Amount),
            ("币种", Field::Currency),
            ("所属区县", Field::District),
            ("备注", Field::Note),
            ("项目编号", Field::Ref),
            ("合同编号", Field::Ref),
            ("签约活动", Field::Event),
            (" 项目　名 称：", Field::Title),
            ("ＤＡＴＥ　ｓｉｇｎｅｄ", Field::Signed),
            ("签约\n日期", Field::Signed),
        ] {
            assert_eq!(meaning(name), Some(Meaning::Field(field)), "{name}");
        }
        assert_eq!(meaning("来源地"), Some(Meaning::Place));
        assert_eq!((meaning("序号"), meaning("No.")), (Some(Meaning::Serial), Some(Meaning::Serial)));
        assert_eq!((meaning("base_amount"), meaning("Base amount")), (Some(Meaning::Follows), Some(Meaning::Follows)));
        assert_eq!((meaning("Sponsor"), meaning(""), meaning("—")), (None, None, None));
    }

    #[test]
    fn no_name_has_two_meanings() {
        let mut meanings: BTreeMap<String, Meaning> = BTreeMap::new();
        for (meaning, names) in TABLE {
            let own = if let Meaning::Field(field) = meaning { Some(field.name()) } else { None };
            for name in names.iter().copied().chain(own) {
                let first = *meanings.entry(key(name)).or_insert(meaning);
                assert!(first == meaning || name == "base_amount", "{name}");
            }
        }
    }
}
