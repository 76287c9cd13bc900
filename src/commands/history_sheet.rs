//! What entries changed, field by field, as rows of a sheet: deals first, then names, rates and settings.

use std::borrow::Cow;
use std::io::Write;

use serde_json::Value;

use super::console::SCREENFUL;
use super::context::Context;
use super::differences::{Difference, differences, told};
use super::failure::Failure;
use super::output::OutputArgs;
use super::target::of_in_words;
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::currency::Currency;
use crate::domain::deal::Field;
use crate::domain::event::Scope;
use crate::domain::label::{Label, Lang, label};
use crate::domain::receipt::Receipt;
use crate::domain::target::Aim;
use crate::lang::{Said, said, words};
use crate::render::{self, Format, Renderer};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Change, NameChange, Span, View};

/// The changes that entries made.
pub(crate) struct History<'a> {
    /// The ledger.
    pub view: View<'a>,
    /// Everything it knows by name.
    pub catalogue: &'a Catalogue,
    /// The entries.
    pub span: Span,
    /// How many rows are shown at most; a terminal shows [`SCREENFUL`] unless told.
    pub limit: Option<usize>,
}

/// Rows as they are written, up to a limit.
struct Rows<'a> {
    renderer: Box<dyn Renderer + 'a>,
    limit: usize,
    all: usize,
}

impl Rows<'_> {
    fn add(&mut self, cells: &[Cell<'_>]) -> std::io::Result<()> {
        self.all += 1;
        if self.all <= self.limit { self.renderer.row(cells) } else { Ok(()) }
    }
}

impl History<'_> {
    /// Writes the rows one by one as they are read.
    pub(crate) fn write(&self, output: &OutputArgs, context: &Context) -> Result<(), Failure> {
        let mut told = None;
        output.with_sink(context, |out| -> Result<(), Failure> {
            told = self.write_to(out, output, context)?;
            Ok(())
        })?;
        if let Some(told) = told {
            context.console.talk(told);
        }
        Ok(())
    }

    /// The same to wherever it is to be kept at first. Gives what is to be said where not all is shown.
    pub(crate) fn write_to(
        &self,
        out: &mut dyn Write,
        output: &OutputArgs,
        context: &Context,
    ) -> Result<Option<Said>, Failure> {
        let layout = output.layout(context, Format::Table)?;
        let is_screen = layout.format == Format::Table && output.is_screen(context);
        let limit = self.limit.unwrap_or(if is_screen { SCREENFUL.into() } else { usize::MAX });
        let sheet = Sheet::list(columns(context.lang));
        let mut rows = Rows { renderer: render::begin(out, layout, &sheet)?, limit, all: 0 };
        let mut written = Ok(());
        self.view.each_change(self.span, None, |change| {
            written = self.of_deal(&change, context.lang, &mut rows);
            Ok(written.is_ok())
        })?;
        written?;
        self.of_receipts(context.lang, &mut rows)?;
        self.of_targets(context.lang, &mut rows)?;
        self.of_names(context.lang, &mut rows)?;
        let all = rows.all;
        rows.renderer.finish(None, &[])?;
        let told = said!(
            "{limit} of {all} changes; `-o FILE` writes all",
            "共{all}处更改，显示{limit}处；可用`-o 文件`全部写出"
        );
        Ok((all > limit && self.limit.is_none()).then_some(told))
    }

    fn of_deal(&self, change: &Change, lang: Lang, rows: &mut Rows<'_>) -> std::io::Result<()> {
        let versions = (change.before.as_ref(), change.after.as_ref());
        let title = versions.1.or(versions.0).map_or("", |listed| &listed.deal.title);
        let how = how(versions.0.is_some(), versions.1.is_some(), lang);
        for Difference { field, before, after } in differences(versions, self.catalogue, lang) {
            let field = named(field.name(), field.label(), lang);
            rows.add(&[
                named("deal", label("Deal", "项目"), lang),
                Cell::Number(change.deal()),
                Cell::text(Some(title)),
                how.clone(),
                field,
                before,
                after,
            ])?;
        }
        Ok(())
    }

    fn of_receipts(&self, lang: Lang, rows: &mut Rows<'_>) -> Result<(), Failure> {
        for change in self.view.receipt_changes(self.span, None)? {
            let deal = change.row().map_or(0, |receipt| receipt.deal);
            let title = self.view.last_title(deal)?;
            let how = how(change.before.is_some(), change.after.is_some(), lang);
            let [before, after] =
                [&change.before, &change.after].map(|version| of_receipt(version.as_ref(), self.catalogue.base));
            for ((field, before), (_, after)) in before.into_iter().zip(after) {
                if before != after {
                    rows.add(&[
                        named("receipt", label("Receipt", "到位资金"), lang),
                        Cell::Number(deal),
                        Cell::text(title.clone()),
                        how.clone(),
                        named(field.0, field.1, lang),
                        before,
                        after,
                    ])?;
                }
            }
        }
        Ok(())
    }

    fn of_targets(&self, lang: Lang, rows: &mut Rows<'_>) -> Result<(), Failure> {
        for change in self.view.target_changes(self.span)? {
            let of = change.row().map(|target| of_in_words(target.of, self.catalogue).in_lang(lang).to_owned());
            let how = how(change.before.is_some(), change.after.is_some(), lang);
            let [before, after] =
                [&change.before, &change.after].map(|target| target.as_ref().map(|target| target.aim));
            let count = |aim: Option<Aim>| aim.and_then(|aim| aim.deals).map_or(Cell::Empty, Cell::Count);
            let money = |aim: Option<Aim>| {
                let amount = aim.and_then(|aim| aim.amount);
                amount.map_or(Cell::Empty, |minor| told(Cell::Money { minor, currency: self.catalogue.base }))
            };
            let fields = [
                (named("deals", label("Deals", "项目数"), lang), count(before), count(after)),
                (named(Field::Amount.name(), Field::Amount.label(), lang), money(before), money(after)),
            ];
            for (field, before, after) in fields.into_iter().filter(|(_, before, after)| before != after) {
                let what = named("target", label("Target", "目标"), lang);
                rows.add(&[what, Cell::Empty, Cell::text(of.clone()), how.clone(), field, before, after])?;
            }
        }
        Ok(())
    }

    fn of_names(&self, lang: Lang, rows: &mut Rows<'_>) -> Result<(), Failure> {
        let changes = self.view.name_changes(self.span)?;
        for change in &changes {
            let family = |table: &str| Family::all().find(|family| family.word() == table);
            let alias = change.table.strip_suffix("_alias").and_then(family);
            let (what, [code, title]) = match family(&change.table).or(alias) {
                Some(family) => (named(family.word(), family.label(), lang), self.item(family, change, lang)),
                None if change.table == "rate" => {
                    (named("rate", label("Rate", "汇率"), lang), [currency_of(change), Cell::Empty])
                }
                None => (named("ledger", label("Ledger", "台账"), lang), [Cell::Empty, Cell::Empty]),
            };
            if alias.is_some() && is_own_name(change, &changes) {
                continue;
            }
            let how = how(alias.is_some() || change.before.is_some(), alias.is_some() || change.after.is_some(), lang);
            for (field, before, after) in self.name_differences(change, alias.is_some(), lang) {
                rows.add(&[what.clone(), code.clone(), title.clone(), how.clone(), field, before, after])?;
            }
        }
        Ok(())
    }

    /// Code and name of an item, under which it is found today.
    fn item(&self, family: Family, change: &NameChange, lang: Lang) -> [Cell<'static>; 2] {
        let Some(item) = self.catalogue.item(family, Id(change.row)) else { return [Cell::Empty, Cell::Empty] };
        let name = Cell::Named { code: item.name.clone().into(), name: item.label(lang).to_owned().into() };
        [Cell::text(Some(item.code().to_owned())), name]
    }

    fn name_differences(
        &self,
        change: &NameChange,
        is_alias: bool,
        lang: Lang,
    ) -> Vec<(Cell<'static>, Cell<'static>, Cell<'static>)> {
        let value = |side: &Option<Value>, key: &str| side.as_ref().and_then(|side| side.get(key)).cloned();
        let fields = PROPERTIES.into_iter().filter_map(|(key, label)| {
            let (before, after) = (value(&change.before, key), value(&change.after, key));
            let label = if is_alias { ALIAS.1 } else { label };
            let key = if is_alias { ALIAS.0 } else { key };
            let cell = |value: Option<Value>| self.property(key, value, change, lang);
            (before != after).then(|| (named(key, label, lang), cell(before), cell(after)))
        });
        fields.collect()
    }

    /// A property as it is kept in the journal, with names in place of numbers.
    fn property(&self, key: &str, value: Option<Value>, change: &NameChange, lang: Lang) -> Cell<'static> {
        let Some(value) = value.filter(|value| !value.is_null()) else { return Cell::Empty };
        let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let number = value.as_i64();
        let item = |family: Family| {
            let item = self.catalogue.item(family, Id(number?))?;
            Some((item.code().to_owned(), item.label(lang).to_owned()))
        };
        let family = Family::all().find(|family| family.word() == change.table);
        let names = match key {
            "country_id" => item(Family::Country),
            "default_event_id" => item(Family::Event),
            "successor_id" => family.and_then(item),
            "scope" => {
                number.and_then(Scope::from_number).map(|scope| (scope.code().to_owned(), scope.name(lang).to_owned()))
            }
            "published_amount" => number.map(|minor| {
                let money = crate::domain::money::Money { minor, currency: self.catalogue.base };
                (money.plain(), format!("{} {}", money.currency, money.grouped()))
            }),
            _ => None,
        };
        let (code, name) = names.unwrap_or_else(|| (plain.clone(), plain));
        Cell::Named { code: code.into(), name: name.into() }
    }
}

/// What there is to say of a receipt, beside the words for it.
fn of_receipt(receipt: Option<&Receipt>, base: Currency) -> [((&'static str, Label), Cell<'static>); 5] {
    let date = ("received", label("Received on", "到位时间"));
    let fields =
        [Field::Amount, Field::Rate, Field::BaseAmount, Field::Note].map(|field| (field.name(), field.label()));
    let [amount, rate, base_amount, note] = fields;
    let converted = receipt.and_then(|receipt| Some((receipt.base_amount?, receipt.rate?)));
    let exact = |minor: i64, currency: Currency| told(Cell::Money { minor, currency });
    [
        (date, Cell::text(receipt.map(|receipt| receipt.received.to_string()))),
        (amount, receipt.map_or(Cell::Empty, |receipt| exact(receipt.money.minor, receipt.money.currency))),
        (rate, Cell::text(converted.map(|(_, rate)| rate.to_string()))),
        (base_amount, converted.map_or(Cell::Empty, |(minor, _)| exact(minor, base))),
        (note, Cell::text(receipt.and_then(|receipt| receipt.note.clone()))),
    ]
}

/// A new name of an item is among its spellings, which goes without saying.
fn is_own_name(alias: &NameChange, changes: &[NameChange]) -> bool {
    let name = |value: &Option<Value>, key: &str| Some(value.as_ref()?.get(key)?.as_str()?.to_owned());
    let spelling = name(&alias.after, "name").or_else(|| name(&alias.before, "name"));
    let owner = alias.table.strip_suffix("_alias").unwrap_or_default();
    changes.iter().filter(|change| change.table == owner && change.row == alias.row).any(|change| {
        ["name", "name_zh"]
            .into_iter()
            .any(|key| [&change.before, &change.after].into_iter().any(|side| name(side, key) == spelling))
    })
}

fn currency_of(change: &NameChange) -> Cell<'static> {
    let side = change.after.as_ref().or(change.before.as_ref());
    Cell::text(side.and_then(|side| side.get("currency")?.as_str()).map(str::to_owned))
}

/// Whether something was made, changed or taken out.
fn how(was: bool, is: bool, lang: Lang) -> Cell<'static> {
    match (was, is) {
        (false, _) => named("added", label("added", "新增"), lang),
        (true, true) => named("changed", label("changed", "修改"), lang),
        (true, false) => named("deleted", label("deleted", "删除"), lang),
    }
}

fn named(code: &'static str, label: Label, lang: Lang) -> Cell<'static> {
    Cell::Named { code: Cow::Borrowed(code), name: Cow::Borrowed(label.in_lang(lang)) }
}

const ALIAS: (&str, Label) = ("alias", label("Alias", "别名"));

/// What the journal keeps of items, rates and settings, with the words for it.
const PROPERTIES: [(&str, Label); 18] = [
    ("code", label("Code", "代码")),
    ("name", label("Name", "名称")),
    ("name_zh", label("Name (Chinese)", "中文名称")),
    ("country_id", label("Country", "国别（地区）")),
    ("successor_id", label("Merged into", "并入")),
    ("city", label("City", "城市")),
    ("first_day", label("From", "开始")),
    ("last_day", label("To", "结束")),
    ("scope", label("Scope", "口径")),
    ("published_deals", label("Published deals", "公布项目数")),
    ("published_amount", label("Published amount", "公布金额")),
    ("published_source", label("Source", "来源")),
    ("retired", label("Taken back", "已撤销")),
    ("currency", label("Currency", "币种")),
    ("effective", label("Effective", "生效日期")),
    ("rate", label("Rate", "汇率")),
    ("source", label("Source", "来源")),
    ("default_event_id", label("Default event", "默认活动")),
];

fn columns(lang: Lang) -> Vec<Column> {
    let words = words(lang);
    let text = |key, label: Label| Column::new(key, label.in_lang(lang), ColumnKind::Text);
    vec![
        text("what", label("What", "类别")),
        Column::new("id", words.number, ColumnKind::Code),
        text("title", label("Title", "名称")),
        text("change", label("Change", "更改")),
        text("field", label("Field", "字段")),
        text("before", label("Before", "原值")),
        text("after", label("After", "新值")),
    ]
}
