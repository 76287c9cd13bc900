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
    Derived,
    /// Money that was received, in all or since the last report, where the column says which.
    Received(Option<Coming>),
    /// When money was received.
    ReceivedOn,
    /// It tells of an earlier import.
    Reject,
    /// The entry that had written a deal as it was sent out, beside its number.
    Entry,
}

/// What a column of received money holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// What came in all up to the day.
    Total,
    /// What came since the last time.
    New,
}

/// Every meaning with its names, of which those of fields come beside the field's own.
#[rustfmt::skip]
const TABLE: [(Meaning, &[&str]); 40] = [
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
        Meaning::Field(Field::Stage),
        &["project stage", "current stage", "lifecycle stage", "项目进展", "项目阶段", "进展阶段", "所处阶段", "当前阶段", "阶段"],
    ),
    (
        Meaning::Field(Field::Registered),
        &[
            "date registered", "registered on", "registration date", "date of registration", "注册", "注册日期", "注册时间",
            "注册登记日期", "注册登记时间", "工商注册日期", "工商注册时间", "公司注册日期", "公司注册时间", "实际注册时间",
        ],
    ),
    (
        Meaning::Field(Field::Started),
        &[
            "date started", "started on", "construction start", "construction start date", "construction started",
            "actual start", "actual start date", "开工", "开工日期", "开工时间", "实际开工", "实际开工日期", "实际开工时间", "动工日期",
            "动工时间", "开工建设日期", "开工建设时间",
        ],
    ),
    (
        Meaning::Field(Field::Producing),
        &[
            "production start", "production start date", "production started", "producing since", "actual production date",
            "投产", "投产日期", "投产时间", "实际投产", "实际投产日期", "实际投产时间", "竣工投产日期", "竣工投产时间",
        ],
    ),
    (
        Meaning::Field(Field::Full),
        &["full capacity", "full capacity date", "full capacity since", "达产", "达产日期", "达产时间", "实际达产时间"],
    ),
    (
        Meaning::Field(Field::Ended),
        &[
            "date ended", "ended on", "termination date", "terminated on", "终止", "终止日期", "终止时间", "解约日期", "解约时间",
            "终止合作时间",
        ],
    ),
    (Meaning::Field(Field::Reason), &["reason for ending", "reason ended", "termination reason", "终止原因", "解约原因"]),
    (
        Meaning::Field(Field::StartDue),
        &[
            "start due", "expected start", "expected start date", "planned start", "planned start date", "预计开工",
            "预计开工日期", "预计开工时间", "计划开工", "计划开工日期", "计划开工时间", "拟开工时间",
        ],
    ),
    (
        Meaning::Field(Field::ProductionDue),
        &[
            "production due", "expected production", "expected production date", "planned production",
            "planned production date", "预计投产", "预计投产日期", "预计投产时间", "计划投产", "计划投产日期", "计划投产时间",
            "拟投产时间",
        ],
    ),
    (Meaning::Field(Field::Relation), &["relation to earlier deal", "签约关系", "与原项目关系", "项目关系", "续签类型"]),
    (
        Meaning::Field(Field::Follows),
        &["follows deal", "earlier deal", "original deal", "原项目", "原项目编号", "原合同号", "原合同编号", "前序项目", "首次签约项目"],
    ),
    (Meaning::Field(Field::Confidential), &["is confidential", "保密", "是否保密", "涉密", "是否涉密", "保密项目"]),
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
    (Meaning::Derived, &["base_amount", "received", "base amount", "折合金额"]),
    (
        Meaning::Received(Some(Coming::Total)),
        &[
            "total received", "received in total", "received to date", "cumulative received", "cumulative amount received",
            "累计到位", "累计到位资金", "累计到位金额", "累计资金到位", "累计实际到位", "累计实际到位资金", "累计到资", "到位资金累计",
            "累计到账", "累计到账资金", "累计到账金额",
        ],
    ),
    (
        Meaning::Received(Some(Coming::New)),
        &[
            "received this month", "received this quarter", "received this period", "newly received", "本月到位", "本月到位资金",
            "本月到位金额", "当月到位", "当月到位资金", "本期到位", "本期到位资金", "本季度到位", "本季度到位资金", "本次到位", "本次到位资金",
            "新增到位", "新增到位资金", "本月新增到位", "本月新增到位资金", "本月到账", "本月到账资金", "本期到账", "本期到账资金",
        ],
    ),
    (
        Meaning::Received(None),
        &[
            "amount received", "received amount", "money received", "funds received", "到位资金", "到位金额", "资金到位",
            "资金到位额", "实际到位", "实际到位资金", "已到位资金", "到账资金", "到账金额", "本年到位", "本年到位资金",
        ],
    ),
    (
        Meaning::ReceivedOn,
        &["received on", "date received", "receipt date", "到位日期", "到位时间", "资金到位日期", "资金到位时间", "到账日期", "到账时间", "截至日期", "截至时间", "截止日期", "截止时间", "统计日期", "统计时间"],
    ),
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
    Some(if field.is_derived() { Meaning::Derived } else { Meaning::Field(field) })
}

/// The field that people mean by a name: ours in whatever case, the words for it, or what heads its columns.
#[must_use]
pub fn field(name: &str) -> Option<Field> {
    let everyday = || match by_key().get(&key(name))? {
        Meaning::Field(field) => Some(*field),
        Meaning::Derived => Some(Field::BaseAmount),
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
    // 到位资金 is what somebody reports of money received, not what we add up.
    for field in Field::all().filter(|field| !matches!(field, Field::Id | Field::Received)) {
        let meaning = if field.is_derived() { Meaning::Derived } else { Meaning::Field(field) };
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
            ("注册时间", Field::Registered),
            ("开工日期", Field::Started),
            ("投产", Field::Producing),
            ("达产时间", Field::Full),
            ("终止日期", Field::Ended),
            ("预计开工", Field::StartDue),
            ("预计投产时间", Field::ProductionDue),
            ("Full capacity", Field::Full),
            ("是否保密", Field::Confidential),
        ] {
            assert_eq!(meaning(name), Some(Meaning::Field(field)), "{name}");
        }
        assert_eq!(meaning("来源地"), Some(Meaning::Place));
        assert_eq!((meaning("序号"), meaning("No.")), (Some(Meaning::Serial), Some(Meaning::Serial)));
        assert_eq!((meaning("base_amount"), meaning("Base amount")), (Some(Meaning::Derived), Some(Meaning::Derived)));
        assert_eq!((meaning("Sponsor"), meaning(""), meaning("—")), (None, None, None));
    }

    #[test]
    fn no_name_has_two_meanings() {
        let mut meanings: BTreeMap<String, Meaning> = BTreeMap::new();
        for (meaning, names) in TABLE {
            let own = if let Meaning::Field(field) = meaning { Some(field.name()) } else { None };
            for name in names.iter().copied().chain(own) {
                let first = *meanings.entry(key(name)).or_insert(meaning);
                assert!(first == meaning || ["base_amount", "received"].contains(&name), "{name}");
            }
        }
    }
}
