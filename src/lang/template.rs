//! The words of the workbook that is handed out: heads, and what goes in below them.

use crate::domain::deal::{EXAMPLE_REF, EXAMPLE_TITLE};
use crate::domain::label::{Label, label};

/// The name of the sheet with the lists.
pub const LISTS: Label = label("lists", "选项");

/// The columns in order: the name of the field, its head, what goes in. An amount is given in the unit of its head.
pub const COLUMNS: [(&str, Label, Label); 26] = [
    (
        "ref",
        label("Ref", "合同编号"),
        label("Your own contract number, if you have one; each only once.", "本单位的合同编号，可不填；不得重复。"),
    ),
    ("title", label("Title", "项目名称"), label("Required. What the project is called.", "必填。项目的名称。")),
    (
        "signed",
        label("Signed", "签约日期"),
        label(
            "Required. The day of signing, such as 2019-08-26. Where only the month or the year is known, begin with an apostrophe: '2019-08.",
            "必填。签约日期，如2019-08-26。只知年月或年份时，先输入单引号：'2019-08。",
        ),
    ),
    (
        "event",
        label("Event", "签约活动"),
        label("The event at which it was signed, from the list.", "签约所在的活动，从列表中选择。"),
    ),
    (
        "sector",
        label("Sector", "领域"),
        label("Required. The field of industry, from the list.", "必填。所属产业领域，从列表中选择。"),
    ),
    (
        "partner",
        label("Partner", "合作方"),
        label("The full name of the organisation it was signed with.", "签约合作单位的全称。"),
    ),
    (
        "country",
        label("Country", "国别（地区）"),
        label("Where the partner comes from, from the list.", "合作方所在的国家或地区，从列表中选择。"),
    ),
    (
        "region",
        label("Region", "省份"),
        label(
            "The province or state that the partner comes from: those of China are in the list, others are typed.",
            "合作方所在的省份：中国的从列表中选择，其他国家的直接填写。",
        ),
    ),
    (
        "amount",
        label("Amount", "金额（万元）"),
        label(
            "The contract value, digits only, in the currency of the next column. Empty where none is stated.",
            "合同金额，以万元为单位（外币以万为单位），只填数字；未列金额的不填。",
        ),
    ),
    (
        "currency",
        label("Currency", "币种"),
        label(
            "The code of the currency, from the list. Empty for the first of the list.",
            "币种代码，从列表中选择；不填即为列表中的第一个。",
        ),
    ),
    ("kind", label("Kind", "协议类型"), label("What was signed, from the list.", "所签协议的类型，从列表中选择。")),
    (
        "venue",
        label("Venue", "签约地点"),
        label("Whether it was signed at the event or elsewhere.", "在活动现场签约，还是在场外签约。"),
    ),
    (
        "tags",
        label("Tags", "标签"),
        label("Any words of your own, set apart by semicolons.", "自定的标签，多个之间用分号隔开。"),
    ),
    ("registered", label("Registered", "注册日期"), REACHED),
    ("started", label("Started", "开工日期"), REACHED),
    ("producing", label("Producing", "投产日期"), REACHED),
    ("full", label("Full capacity", "达产日期"), REACHED),
    ("ended", label("Ended", "终止日期"), REACHED),
    (
        "reason",
        label("Reason for ending", "终止原因"),
        label("Why the project was ended, if it was.", "项目终止的原因；未终止的不填。"),
    ),
    ("start_due", label("Start due", "预计开工"), label("When it is to start.", "计划开工的日期。")),
    ("production_due", label("Production due", "预计投产"), label("When it is to produce.", "计划投产的日期。")),
    (
        "relation",
        label("Relation", "签约关系"),
        label(
            "How it relates to a deal that was signed before, from the list. Empty for a first signing.",
            "与已签约项目的关系，从列表中选择；首次签约的不填。",
        ),
    ),
    (
        "follows",
        label("Follows", "原项目"),
        label("The number or ref of the deal that was signed before.", "原项目的编号或合同号。"),
    ),
    (
        "confidential",
        label("Confidential", "保密"),
        label("Whether it is not to be named in public, from the list.", "是否保密，从列表中选择。"),
    ),
    (
        "district",
        label("District", "所属区县"),
        label("The park or district that hosts the project.", "承接项目的园区或区县。"),
    ),
    ("note", label("Note", "备注"), label("Whatever else is to be kept.", "其他需要说明的内容。")),
];

/// What goes in where a stage was reached.
const REACHED: Label = label(
    "When that was; empty while it is to come. Where only the month is known, begin with an apostrophe: '2020-03.",
    "实际日期；尚未发生的不填。只知年月时，先输入单引号：'2020-03。",
);

/// What the example has in the fields without a list.
pub const EXAMPLE: [(&str, Label); 10] = [
    ("ref", EXAMPLE_REF),
    ("title", EXAMPLE_TITLE),
    ("signed", label("2019-08-26", "2019-08-26")),
    ("partner", label("Example Telecom Ltd", "示例通信有限公司")),
    ("amount", label("120000000", "12000")),
    ("tags", label("flagship; first in the field", "重点项目；首台套")),
    ("start_due", label("2020-03-01", "2020-03-01")),
    ("production_due", label("2021-10-01", "2021-10-01")),
    ("district", label("Example Park", "示例区")),
    ("note", label("This row is an example: it is left out when the file is imported.", "本行为示例，导入时不计入。")),
];
