//! Chinese.

use super::{Words, count};

pub(super) const WORDS: Words = Words {
    sheet: "项目",
    total: "合计",
    none: "（无）",
    deals: "项目数",
    amount: "金额",
    share: "占比",
    number: "序号",
    at: "时间（UTC）",
    who: "操作人",
    command: "命令",
    message: "说明",
    undoes: "撤销",
    code: "代码",
    name: "英文名称",
    name_zh: "中文名称",
    city: "城市",
    from: "开始",
    to: "结束",
    aliases: "别名",
    scope: "统计口径",
    published_deals: "公布项目数",
    published_amount: "公布金额",
    effective: "生效日期",
    source: "来源",
    field: "字段",
    value: "内容",
    entry: "记录号",
    ledger: "台账",
    base_currency: "本位币",
    home: "本国",
    default_event: "默认活动",
    last_entry: "最近记录",
    without_amount: "未列金额",
    without_rate: "缺汇率",
    waiting_for: "待补汇率币种",
    check: "检查项",
    severity: "程度",
    problem: "问题",
    warning: "提醒",
    hint: "处理办法",
    deal: "项目",
    yes: "是",
    no: "否",
    filter: "筛选",
    shown_of: "显示{all}行中的{shown}行；合计仍为全部各行",
    with_unit: |label, currency, unit| {
        if currency == "CNY" { format!("{label}（{unit}元）") } else { format!("{label}（{unit}{currency}）") }
    },
    note_without_amount: |some, all| format!("{}中有{}个未列金额，未计入合计。", signings(all), count(some)),
    note_without_rate: |some, all, currencies, remedy| {
        format!("{}中有{}个缺少汇率（{currencies}），未计入合计；{remedy}。", signings(all), count(some))
    },
    rate_to_ledger: |currency| format!("可用`deals rate add {currency} 汇率 --on 日期`补充"),
    rate_to_files: "可用`--rates 文件`提供",
    note_several_tags: "一个项目按其每个标签各计一次，合计中只计一次，因此各部分之和大于合计。",
    note_refused: |rows| format!("文件中有{}行无法读取，未计入。", count(rows)),
};

/// Deals, and the increases that are added to them.
fn signings((deals, increases): (i64, i64)) -> String {
    let deals = format!("{}个项目", count(deals));
    if increases == 0 { deals } else { format!("{deals}和{}个增资", count(increases)) }
}
