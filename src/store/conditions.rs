//! Conditions of statements, put together from constants, with every value bound as a parameter; and what else a statement on deals is made
//! of that binds values.

use chrono::NaiveDate;

use super::engine::Param;
use super::versions::Deals;
use crate::domain::currency::Currency;
use crate::domain::period::Period;
use crate::domain::relation::Counting;
use crate::domain::size::Band;

/// A value that is bound, owned by the conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Int(i64),
    Text(String),
}

impl From<i64> for Bound {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Bound {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A `WHERE` clause and its parameters.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditions {
    clauses: Vec<String>,
    bound: Vec<Bound>,
    way: Way,
    lead: Option<Lead>,
}

/// Which way leads to the deals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Way {
    /// Whichever the engine takes.
    #[default]
    Any,
    /// The index of dates alone.
    ByDate,
    /// The index by sector and country alone.
    BySector,
    /// The order in which they stand, although an index has them in that of their dates: read here and there, most of them would be on a page
    /// of their own. All are looked at, or those that the lead gives.
    AsTheyStand,
}

/// Parts of a filter, all in one index, which gives the numbers of few deals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lead(pub(super) Vec<Part>);

/// A part of a filter that an index may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Of the values that are asked for, those at this place.
    Members(usize),
    /// The period of the signing.
    Signed(Period),
}

/// A column that begins an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indexed {
    Sector,
    Country,
    Event,
    Partner,
    Signed,
}

impl Indexed {
    /// As it is.
    fn plain(self) -> &'static str {
        match self {
            Self::Sector => "d.sector_id",
            Self::Country => "d.country_id",
            Self::Event => "d.event_id",
            Self::Partner => "d.partner_id",
            Self::Signed => "d.signed",
        }
    }

    /// The same reckoned with, so that its index is left alone.
    pub(super) fn apart(self) -> &'static str {
        match self {
            Self::Sector => "d.sector_id + 0",
            Self::Country => "d.country_id + 0",
            Self::Event => "d.event_id + 0",
            // A sum would tell the engine that there is a partner, which is all that it needs to know to take the index of those that have one.
            Self::Partner => "NULLIF(d.partner_id, 0)",
            Self::Signed => "COALESCE(d.signed, '')",
        }
    }
}

const RECEIVED: &str =
    "(SELECT CAST(SUM(r.base_amount) AS BIGINT) FROM receipt AS r WHERE r.deal_id = d.id) AS received";
/// Along the receipts of each deal, rather than all that there were by then for each.
const RECEIVED_AS_OF: &str = "(SELECT CAST(SUM(r.base_amount) AS BIGINT) FROM (SELECT base_amount FROM receipt \
                              WHERE deal_id = d.id AND entry_id + 0 <= {} UNION ALL SELECT base_amount FROM receipt_past \
                              WHERE deal_id = d.id AND until_entry_id > {} AND entry_id <= {}) AS r) AS received";

impl Conditions {
    /// Conditions that leave the index of dates as the only way to the deals.
    pub(super) fn by_date() -> Self {
        Self { way: Way::ByDate, ..Self::default() }
    }

    /// Conditions that leave the index by sector and country as the only way to the deals.
    pub(super) fn by_sector() -> Self {
        Self { way: Way::BySector, ..Self::default() }
    }

    /// Conditions on deals of which all that pass are read, in whatever order.
    pub(super) fn as_they_stand(deals: Deals, lead: Option<Lead>) -> Self {
        let (way, lead) = match deals {
            Deals::Now => (Way::AsTheyStand, lead),
            // What leads to few deals of today leads to few of those that are older than the entry; the engine takes the same index.
            Deals::AsOf(_) if lead.is_some() => (Way::Any, None),
            // Those of a span are led to by their entries.
            Deals::AsOf(_) | Deals::WrittenSince(_) | Deals::EndedSince(_) => (Way::AsTheyStand, None),
        };
        Self { way, lead, ..Self::default() }
    }

    /// A column as it is, or as it leaves its index alone.
    pub(super) fn column(&self, column: Indexed) -> &'static str {
        let is_open = match self.way {
            Way::Any => true,
            Way::ByDate => column == Indexed::Signed,
            Way::BySector => column == Indexed::Sector,
            Way::AsTheyStand => false,
        };
        if is_open { column.plain() } else { column.apart() }
    }

    /// The parts that lead to the deals. Their conditions are to be added first, by `led`, and not once more.
    pub(super) fn leading(&self) -> Vec<Part> {
        self.lead.as_ref().map_or_else(Vec::new, |lead| lead.0.clone())
    }

    /// Adds the condition that a deal is one of those that the lead gives, in their order; `clause` says what a part of it asks for.
    pub(super) fn led(&mut self, parts: &[Part], mut clause: impl FnMut(&mut Self, Part) -> String) {
        let way = std::mem::take(&mut self.way);
        let clauses: Vec<String> = parts.iter().map(|part| clause(self, *part)).collect();
        self.way = way;
        self.push(format!("d.id IN (SELECT d.id FROM deal AS d WHERE {})", clauses.join(" AND ")));
    }

    /// The deals to choose from, `AS d`. To be asked before anything else is.
    pub(super) fn deals(&mut self, deals: Deals) -> String {
        let (source, entry) = deals.source();
        self.text(source, std::iter::repeat_n(entry.map(Bound::Int), source.matches("{}").count()).flatten())
    }

    /// The money received for a deal, as a column of that name. To be asked before anything else is.
    pub(super) fn received(&mut self, as_of: Option<i64>) -> String {
        as_of.map_or_else(|| RECEIVED.to_owned(), |entry| self.of_entry(RECEIVED_AS_OF, entry))
    }

    /// A text in which each `{}` is the same entry.
    pub(super) fn of_entry(&mut self, clause: &'static str, entry: i64) -> String {
        self.text(clause, std::iter::repeat_n(Bound::Int(entry), clause.matches("{}").count()))
    }

    /// Leaves out the deals whose amounts are not added.
    pub(super) fn adding(&mut self, counting: Counting) {
        if counting == Counting::ByRule {
            self.also("(d.relation IS NULL OR d.relation IN (2, 5))");
        }
    }

    /// The number of the furthest stage that was reached by a day, and 1 if the deal had ended, as expressions.
    pub(super) fn reached(&mut self, on: Option<NaiveDate>) -> [String; 2] {
        let columns = [(5, "d.full_capacity"), (4, "d.producing"), (3, "d.started"), (2, "d.registered")];
        let cases = columns.map(|(number, column)| format!("WHEN {} THEN {number}", self.dated(column, on)));
        let reached = format!("CASE {} ELSE 1 END", cases.join(" "));
        [reached, format!("CASE WHEN {} THEN 1 ELSE 0 END", self.dated("d.ended", on))]
    }

    /// Adds the condition that deals were signed on a day or later.
    pub(super) fn signed_since(&mut self, signed: &str) {
        self.add("d.signed >= {}", [signed.into()]);
    }

    /// Whether a date lies wholly before the end of a day.
    fn dated(&mut self, column: &'static str, on: Option<NaiveDate>) -> String {
        match on {
            None => format!("{column} IS NOT NULL"),
            Some(day) => self.within(column, Period::up_to(day)),
        }
    }

    /// Adds the condition that money came by a day.
    pub(super) fn received_by(&mut self, day: NaiveDate) {
        let clause = self.within("r.received", Period::up_to(day));
        self.push(clause);
    }

    /// That a date, known as text, lies within a period.
    pub(super) fn within(&mut self, column: &'static str, period: Period) -> String {
        let bounds = period.text_bounds();
        let (low, high) = (self.bind(Bound::Text(bounds.low)), self.bind(Bound::Text(bounds.high)));
        let between = format!("{column} BETWEEN {low} AND {high}");
        let except: Vec<_> = bounds.except.into_iter().filter(|text| !text.is_empty()).map(Bound::Text).collect();
        if except.is_empty() {
            return between;
        }
        format!("({between} AND {})", self.list(column, " NOT IN ", except))
    }

    /// Adds a condition of the store's own on one value.
    pub(super) fn equal(&mut self, clause: &'static str, value: Bound) {
        self.add(clause, [value]);
    }

    /// Adds a condition of the store's own.
    pub(super) fn also(&mut self, clause: &'static str) {
        self.push(clause.to_owned());
    }

    /// Adds a condition whose values are bound already.
    pub(super) fn push(&mut self, clause: String) {
        self.clauses.push(clause);
    }

    /// ` WHERE …`, or nothing.
    pub(super) fn clause(&self) -> String {
        if self.clauses.is_empty() { String::new() } else { format!(" WHERE {}", self.clauses.join(" AND ")) }
    }

    /// The values, in the order of their parameters.
    pub(super) fn params(&self) -> Vec<Param<'_>> {
        let param = |bound| match bound {
            &Bound::Int(value) => Param::Int(value),
            Bound::Text(text) => Param::Text(text),
        };
        self.bound.iter().map(param).collect()
    }

    /// Adds a condition in which each `{}` becomes the next parameter.
    pub(super) fn add(&mut self, clause: &'static str, values: impl IntoIterator<Item = Bound>) {
        let text = self.text(clause, values);
        self.push(text);
    }

    /// A text in which each `{}` becomes the next parameter.
    fn text(&mut self, clause: &'static str, values: impl IntoIterator<Item = Bound>) -> String {
        let mut text = String::with_capacity(clause.len() + 8);
        let mut values = values.into_iter();
        let mut rest = clause;
        while let Some((before, after)) = rest.split_once("{}") {
            text.push_str(before);
            text.extend(values.next().map(|value| self.bind(value)));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    /// A column compared with a list of values.
    pub(super) fn list(&mut self, column: &'static str, is: &'static str, values: Vec<Bound>) -> String {
        let places: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        format!("{column}{is}({})", places.join(", "))
    }

    /// The parameter of a value.
    pub(super) fn bind(&mut self, value: Bound) -> String {
        self.bound.push(value);
        format!("${}", self.bound.len())
    }

    /// The number of the band that a base amount lies in, as an expression.
    pub(super) fn band_number(&mut self, base: Currency) -> String {
        let cases =
            |band: Band| format!("WHEN d.base_amount >= {} THEN {}", self.bind(Bound::Int(band.low())), band.number());
        let cases: Vec<String> = Band::all(base).rev().map(cases).collect();
        format!("CASE {} END", cases.join(" "))
    }
}
