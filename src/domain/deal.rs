//! A deal: one signed project, and the names of its fields.

use super::catalogue::{Catalogue, Family, Id};
use super::choice::{Choice, choice};
use super::currency::Currency;
use super::date::PartialDate;
use super::extra::Extra;
use super::label::{Label, label};
use super::money::Money;
use super::rate::Rate;
use super::relation::{DealKey, Relation};
use super::stage::{Lifecycle, Stage};
use super::tags::Tags;

/// One signed project. Ids point into the [`Catalogue`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// Its number, given once and never again; 0 until it has one.
    pub id: i64,
    /// The user's own reference; unique where present.
    pub reference: Option<String>,
    /// What the project is called.
    pub title: String,
    /// When it was signed, as precisely as is known.
    pub signed: PartialDate,
    /// The occasion at which it was signed.
    pub event: Option<Id>,
    /// Its field of industry.
    pub sector: Id,
    /// The counterparty.
    pub partner: Option<Id>,
    /// Where the partner comes from: the country, and the region within it.
    pub country: Option<Id>,
    /// See `country`. A deal with a region has its country.
    pub region: Option<Id>,
    /// The contract value in minor units of `currency`, where one is stated.
    pub amount: Option<i64>,
    /// The currency, kept also where no amount is stated.
    pub currency: Currency,
    /// The rate used for the base amount, or given with the deal. None in the base currency.
    pub rate: Option<Rate>,
    /// `amount` × `rate` in minor units of the base currency; none where no rate was in force.
    pub base_amount: Option<i64>,
    /// What was signed.
    pub kind: Option<DealKind>,
    /// Where it was signed, as seen from the event.
    pub venue: Option<Venue>,
    /// Words of the user's.
    pub tags: Option<Tags>,
    /// What became of it.
    pub lifecycle: Lifecycle,
    /// How it relates to the deal that it follows.
    pub relation: Relation,
    /// The earlier deal; there is one if the relation is not [`Relation::New`]. A ref is looked up before the deal is written.
    pub follows: Option<DealKey>,
    /// Whether it is to be named nowhere in public.
    pub confidential: bool,
    /// The park or district that hosts the project.
    pub district: Option<Id>,
    /// Whatever else is to be kept.
    pub note: Option<String>,
    /// What a file says beyond the fields.
    pub extra: Option<Extra>,
}

impl Deal {
    /// The contract value with its currency, where one is stated.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        self.amount.map(|minor| Money { minor, currency: self.currency })
    }

    /// The deal as anybody may see it: a confidential one without what names it, and without its amount.
    #[must_use]
    pub fn in_public(mut self) -> Self {
        if self.confidential {
            WITHHELD.clone_into(&mut self.title);
            self.note = Some(WITHHELD.to_owned());
            self.lifecycle.reason = self.lifecycle.reason.map(|_| WITHHELD.to_owned());
            (self.amount, self.base_amount, self.rate, self.extra) = (None, None, None, None);
        }
        self
    }

    /// Whether a field that every deal has says what it says of most: that nothing came after the signing, or before it.
    #[must_use]
    pub fn is_usual(&self, field: Field) -> bool {
        match field {
            Field::Stage => self.lifecycle.stage() == Stage::Signed,
            Field::Relation => self.relation == Relation::New,
            _ => false,
        }
    }

    /// One of its dates, where it is known.
    #[must_use]
    pub fn date(&self, field: Field) -> Option<PartialDate> {
        match field {
            Field::Signed => Some(self.signed),
            Field::StartDue => self.lifecycle.start_due,
            Field::ProductionDue => self.lifecycle.production_due,
            field => self.lifecycle.date(Stage::DATED.into_iter().find(|stage| stage.field() == field)?),
        }
    }

    /// The deal with what was merged since under the names of today.
    #[must_use]
    pub fn under_todays_names(self, catalogue: &Catalogue) -> Self {
        let today = |family, id: Option<Id>| id.map(|id| catalogue.current(family, id).map_or(id, |item| item.id));
        let (partner, district) = (today(Family::Partner, self.partner), today(Family::District, self.district));
        Self { partner, district, ..self }
    }
}

/// Ref and title of the worked example in a template, which no import takes in.
pub const EXAMPLE_REF: Label = label("EXAMPLE", "示例");

/// See [`EXAMPLE_REF`].
pub const EXAMPLE_TITLE: Label = label("5G smart factory", "5G智能工厂项目");

/// What stands in place of what is not told of a confidential deal.
pub const WITHHELD: &str = "—";

/// What was signed: how binding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DealKind {
    /// A contract.
    Contract,
    /// A framework agreement.
    Framework,
    /// A letter of intent.
    Intent,
}

impl DealKind {
    /// Every kind with its number in a ledger, its code, its words and other spellings.
    const TABLE: [Choice<Self>; 3] = [
        (Self::Contract, 1, "contract", label("Contract", "合同"), &["正式合同", "合同项目", "投资合同"]),
        (
            Self::Framework,
            2,
            "framework",
            label("Framework agreement", "框架协议"),
            &["框架", "框架合作协议", "战略合作协议", "战略合作框架协议", "framework contract"],
        ),
        (
            Self::Intent,
            3,
            "intent",
            label("Letter of intent", "意向"),
            &["意向书", "意向协议", "意向性协议", "合作意向", "意向项目", "LOI", "letter of intent (LOI)"],
        ),
    ];
}

choice!(DealKind);

/// Where a deal was signed, as seen from its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Venue {
    /// At the ceremony.
    OnSite,
    /// Elsewhere, and counted with the event.
    OffSite,
}

impl Venue {
    /// Every venue with its number in a ledger, its code, its words and other spellings.
    const TABLE: [Choice<Self>; 2] = [
        (Self::OnSite, 1, "on-site", label("On site", "现场"), &["onsite", "现场签约"]),
        (Self::OffSite, 2, "off-site", label("Off site", "场外"), &["offsite", "场外签约", "非现场"]),
    ];
}

choice!(Venue);

/// The fields of a deal, in the order in which they are always shown: CSV headers, `--columns`, flags, JSON keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described where `Deal` declares it")]
pub enum Field {
    Id,
    Ref,
    Title,
    Signed,
    Event,
    Sector,
    Partner,
    Region,
    Country,
    Amount,
    Currency,
    Rate,
    BaseAmount,
    Kind,
    Venue,
    Tags,
    Stage,
    Registered,
    Started,
    Producing,
    Full,
    Ended,
    Reason,
    StartDue,
    ProductionDue,
    Received,
    Relation,
    Follows,
    Confidential,
    District,
    Note,
    Extra,
}

impl Field {
    /// How many fields there are.
    pub const COUNT: usize = Self::TABLE.len();

    /// Every field with its name and the words people read, in order.
    const TABLE: [(Self, &'static str, Label); 32] = [
        (Self::Id, "id", label("No.", "编号")),
        (Self::Ref, "ref", label("Ref", "合同号")),
        (Self::Title, "title", label("Title", "项目名称")),
        (Self::Signed, "signed", label("Signed", "签约日期")),
        (Self::Event, "event", label("Event", "签约活动")),
        (Self::Sector, "sector", label("Sector", "领域")),
        (Self::Partner, "partner", label("Partner", "合作方")),
        (Self::Region, "region", label("Region", "省份")),
        (Self::Country, "country", label("Country", "国别（地区）")),
        (Self::Amount, "amount", label("Amount", "金额")),
        (Self::Currency, "currency", label("Currency", "币种")),
        (Self::Rate, "rate", label("Rate", "汇率")),
        (Self::BaseAmount, "base_amount", label("Base amount", "折合金额")),
        (Self::Kind, "kind", label("Kind", "协议类型")),
        (Self::Venue, "venue", label("Venue", "签约地点")),
        (Self::Tags, "tags", label("Tags", "标签")),
        (Self::Stage, "stage", label("Stage", "项目进展")),
        (Self::Registered, "registered", label("Registered", "注册日期")),
        (Self::Started, "started", label("Started", "开工日期")),
        (Self::Producing, "producing", label("Producing", "投产日期")),
        (Self::Full, "full", label("Full capacity", "达产日期")),
        (Self::Ended, "ended", label("Ended", "终止日期")),
        (Self::Reason, "reason", label("Reason for ending", "终止原因")),
        (Self::StartDue, "start_due", label("Start due", "预计开工")),
        (Self::ProductionDue, "production_due", label("Production due", "预计投产")),
        (Self::Received, "received", label("Received", "到位资金")),
        (Self::Relation, "relation", label("Relation", "签约关系")),
        (Self::Follows, "follows", label("Follows", "原项目")),
        (Self::Confidential, "confidential", label("Confidential", "保密")),
        (Self::District, "district", label("District", "所属区县")),
        (Self::Note, "note", label("Note", "备注")),
        (Self::Extra, "extra", label("Other columns", "其他栏目")),
    ];

    /// Every field, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLE.iter().map(|row| row.0)
    }

    /// The field of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(name)).map(|row| row.0)
    }

    /// Whether it is dates of which a month or a year may be all that is known.
    #[must_use]
    pub fn is_date(self) -> bool {
        self == Self::Signed || Self::DATES.contains(&self)
    }

    /// The fields that hold dates after the signing.
    pub const DATES: [Self; 7] = [
        Self::Registered,
        Self::Started,
        Self::Producing,
        Self::Full,
        Self::Ended,
        Self::StartDue,
        Self::ProductionDue,
    ];

    /// Whether it follows from other fields or from receipts, so that nobody states it.
    #[must_use]
    pub fn is_derived(self) -> bool {
        matches!(self, Self::BaseAmount | Self::Received)
    }

    /// Its place among the fields, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// Its name in headers, flags and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::TABLE[self.index()].1
    }

    /// What people read above its column.
    #[must_use]
    pub fn label(self) -> Label {
        Self::TABLE[self.index()].2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_stands_at_its_index() {
        for (at, field) in Field::all().enumerate() {
            assert_eq!(field.index(), at);
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }
}
