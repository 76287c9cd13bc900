//! Filters in SQL.
//!
//! Says the same as `Filter::matches`; a test below holds the two together.

use super::conditions::{Bound, Conditions, Indexed, Part};
use super::deal_row::STAGE;
use crate::domain::catalogue::{Family, Id};
use crate::domain::deal::Field;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};
use crate::domain::place::{CHINA, HMT, Origin};

/// The title, partner, note and ref of a deal, in which words are looked for.
const TEXTS: &str = "(LOWER(d.title) LIKE {} ESCAPE '\\' OR LOWER(d.note) LIKE {} ESCAPE '\\' \
                     OR LOWER(d.ref) LIKE {} ESCAPE '\\' OR d.partner_id IN (SELECT p.id FROM partner AS p \
                     LEFT JOIN partner AS s ON s.id = p.successor_id \
                     WHERE LOWER(COALESCE(s.name, p.name)) LIKE {} ESCAPE '\\'))";

impl Conditions {
    /// Adds the conditions of a filter.
    pub(super) fn filter(&mut self, filter: &Filter, home: Id) {
        let clause = |conditions: &mut Self, part: Part| match part {
            Part::Members(at) => conditions.members(&filter.members[at], home),
            Part::Signed(period) => conditions.within(conditions.column(Indexed::Signed), period),
        };
        let leading = self.leading();
        if !leading.is_empty() {
            self.led(&leading, clause);
        }
        let parts = (0..filter.members.len()).map(Part::Members).chain(filter.signed.map(Part::Signed));
        for part in parts.filter(|part| !leading.contains(part)) {
            let clause = clause(self, part);
            self.push(clause);
        }
        for &(field, period) in &filter.dates {
            let column = self.date_column(field);
            let clause = match period {
                Some(period) => self.within(column, period),
                None => format!("{column} IS NULL"),
            };
            self.push(clause);
        }
        if filter.open_only {
            self.also("d.confidential IS NULL");
        }
        if let Some(min) = filter.min {
            self.add("d.base_amount >= {}", [Bound::Int(min)]);
        }
        if let Some(max) = filter.max {
            self.add("d.base_amount <= {}", [Bound::Int(max)]);
        }
        for word in &filter.words {
            let pattern = like_pattern(word);
            self.add(TEXTS, std::array::from_fn::<_, 4, _>(|_| Bound::Text(pattern.clone())));
        }
    }

    fn members(&mut self, members: &Members, home: Id) -> String {
        let alternatives: Vec<String> = match members.dimension {
            Dimension::Tag => self.tags(&members.any_of),
            Dimension::Place => self.places(&members.any_of, home),
            Dimension::Origin => members.any_of.iter().map(|value| self.origin(value, home)).collect(),
            Dimension::Year | Dimension::Quarter | Dimension::Month => self.periods(members.dimension, &members.any_of),
            Dimension::Size => members.any_of.iter().map(|value| self.size(value)).collect(),
            Dimension::Stage => self.stages(&members.any_of),
            dimension => self.plain(dimension, &members.any_of),
        };
        if alternatives.is_empty() { "1 = 0".to_owned() } else { format!("({})", alternatives.join(" OR ")) }
    }

    /// A dimension that is one column.
    fn plain(&mut self, dimension: Dimension, any_of: &[Value]) -> Vec<String> {
        let column = match dimension {
            Dimension::Sector => self.column(Indexed::Sector),
            Dimension::Country => self.column(Indexed::Country),
            Dimension::Region => "d.region_id",
            Dimension::Event => self.column(Indexed::Event),
            Dimension::Partner => self.column(Indexed::Partner),
            Dimension::District => "d.district_id",
            Dimension::Kind => "d.kind",
            Dimension::Venue => "d.venue",
            Dimension::Currency => "d.currency_id",
            _ => return Vec::new(),
        };
        let numbers: Vec<Bound> = any_of.iter().filter_map(number).map(Bound::Int).collect();
        let mut alternatives = Vec::new();
        if !numbers.is_empty() {
            alternatives.push(self.list(column, " IN ", numbers));
        }
        if any_of.contains(&Value::None) {
            alternatives.push(format!("{column} IS NULL"));
        }
        alternatives
    }

    /// Regions at home, other countries, or neither.
    fn places(&mut self, any_of: &[Value], home: Id) -> Vec<String> {
        let of = |wanted: Family| {
            let numbers = any_of.iter().filter_map(move |value| match value {
                Value::Item(family, id) if *family == wanted => Some(Bound::Int(id.0)),
                _ => None,
            });
            numbers.collect::<Vec<_>>()
        };
        let (regions, countries) = (of(Family::Region), of(Family::Country));
        let country = self.column(Indexed::Country);
        let mut alternatives = Vec::new();
        if !regions.is_empty() {
            let at_home = self.list(country, " = ", vec![Bound::Int(home.0)]);
            alternatives.push(format!("({at_home} AND {})", self.list("d.region_id", " IN ", regions)));
        }
        if !countries.is_empty() {
            let abroad = self.list(country, " <> ", vec![Bound::Int(home.0)]);
            alternatives.push(format!("({abroad} AND {})", self.list(country, " IN ", countries)));
        }
        if any_of.contains(&Value::None) {
            let at_home = self.list(country, " = ", vec![Bound::Int(home.0)]);
            alternatives.push(format!("{country} IS NULL OR ({at_home} AND d.region_id IS NULL)"));
        }
        alternatives
    }

    /// Tags stand in one text, each with a `;` before and behind it.
    fn tags(&mut self, any_of: &[Value]) -> Vec<String> {
        let mut alternatives = Vec::new();
        for value in any_of {
            alternatives.push(match value {
                Value::Tag(tag) => {
                    let pattern = Bound::Text(like_pattern(&format!(";{tag};")));
                    format!("';' || LOWER(d.tags) || ';' LIKE {} ESCAPE '\\'", self.bind(pattern))
                }
                _ => "d.tags IS NULL".to_owned(),
            });
        }
        alternatives
    }

    /// Dates lie between the first and the last text of their period. Of several periods the index of dates gives one stretch around all,
    /// in which the dates are in order, rather than one for each.
    fn periods(&mut self, dimension: Dimension, any_of: &[Value]) -> Vec<String> {
        let bounds: Vec<_> = any_of.iter().map(bounds).collect();
        let (first, last) =
            (bounds.iter().flatten().map(|(low, _)| low).min(), bounds.iter().flatten().map(|(_, high)| high).max());
        let around = match (first, last) {
            (Some(low), Some(high)) if bounds.len() > 1 && bounds.iter().all(Option::is_some) => {
                Some(self.between(self.column(Indexed::Signed), low, high))
            }
            _ => None,
        };
        let column = if around.is_some() { Indexed::Signed.apart() } else { self.column(Indexed::Signed) };
        let alternatives = bounds.iter().map(|bounds| match bounds {
            Some((low, high)) => self.between(column, low, high),
            // The year of a deal is always known.
            None if dimension == Dimension::Year => "1 = 0".to_owned(),
            None => "LENGTH(d.signed) = 4".to_owned(),
        });
        let alternatives: Vec<String> = alternatives.collect();
        match around {
            Some(around) => vec![format!("{around} AND ({})", alternatives.join(" OR "))],
            None => alternatives,
        }
    }

    fn between(&mut self, column: &str, low: &str, high: &str) -> String {
        format!("{column} BETWEEN {} AND {}", self.bind(low.into()), self.bind(high.into()))
    }

    /// Every deal has a stage.
    fn stages(&mut self, any_of: &[Value]) -> Vec<String> {
        let numbers: Vec<Bound> = any_of.iter().filter_map(number).map(Bound::Int).collect();
        if numbers.is_empty() { Vec::new() } else { vec![self.list(STAGE, " IN ", numbers)] }
    }

    fn size(&mut self, value: &Value) -> String {
        let Value::Size(band) = value else { return "d.base_amount IS NULL".to_owned() };
        let low = format!("d.base_amount >= {}", self.bind(Bound::Int(band.low())));
        match band.high() {
            Some(high) => format!("({low} AND d.base_amount <= {})", self.bind(Bound::Int(high))),
            None => low,
        }
    }

    /// The column that a date stands in.
    fn date_column(&self, field: Field) -> &'static str {
        match field {
            Field::Registered => "d.registered",
            Field::Started => "d.started",
            Field::Producing => "d.producing",
            Field::Full => "d.full_capacity",
            Field::Ended => "d.ended",
            Field::StartDue => "d.start_due",
            Field::ProductionDue => "d.production_due",
            _ => self.column(Indexed::Signed),
        }
    }

    fn origin(&mut self, value: &Value, home: Id) -> String {
        let hmt: &[Id] = if home == CHINA { &HMT } else { &[] };
        let country = self.column(Indexed::Country);
        let numbers = |ids: &[Id]| ids.iter().map(|id| Bound::Int(id.0)).collect::<Vec<_>>();
        match value {
            Value::Origin(Origin::Domestic) => self.list(country, " IN ", numbers(&[home])),
            Value::Origin(Origin::Hmt) if hmt.is_empty() => "1 = 0".to_owned(),
            Value::Origin(Origin::Hmt) => self.list(country, " IN ", numbers(hmt)),
            Value::Origin(Origin::Overseas) => self.list(country, " NOT IN ", numbers(&[&[home], hmt].concat())),
            _ => format!("{country} IS NULL"),
        }
    }
}

/// The first and the last text of a date within a period; a date that is not known to the month is in no quarter. None for a date that
/// is not known so well.
fn bounds(value: &Value) -> Option<(String, String)> {
    match *value {
        Value::Year(year) => Some((format!("{year:04}"), format!("{year:04}-12-31"))),
        Value::Quarter(year, quarter) => {
            Some((format!("{year:04}-{:02}", quarter * 3 - 2), format!("{year:04}-{:02}-31", quarter * 3)))
        }
        Value::Month(year, month) => Some((format!("{year:04}-{month:02}"), format!("{year:04}-{month:02}-31"))),
        _ => None,
    }
}

/// The number that a value has in its column.
fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Item(_, id) => Some(id.0),
        Value::Kind(kind) => Some(kind.number()),
        Value::Venue(venue) => Some(venue.number()),
        Value::Stage(stage) => Some(stage.number()),
        Value::Currency(currency) => Some(currency.number()),
        _ => None,
    }
}

fn like_pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c.to_ascii_lowercase());
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::currency::Currency;
    use crate::domain::date::parse_day;
    use crate::domain::deal::{Deal, DealKind, Field};
    use crate::domain::draft::{Draft, Terms};
    use crate::domain::filter::Names;
    use crate::domain::rate::Rates;
    use crate::store::conditions::Lead;
    use crate::store::versions::Deals;
    use crate::store::{Author, Reading, Store};

    const COUNTRIES: [&str; 6] = ["", "CN", "HK", "GB", "DE", "US"];
    const REGIONS: [&str; 3] = ["", "CN-SC", "Bavaria"];
    const DATES: [&str; 6] = ["2018", "2018-12", "2018-12-31", "2019-01-01", "2019-08", "2019-08-26"];
    const REGISTERED: [&str; 4] = ["", "2019", "2019-09", "2019-09-01"];
    const ENDED: [&str; 4] = ["", "2020", "2020-02", "2020-02-29"];
    const TITLES: [&str; 5] = ["Plant", "100% plant", "a_b", "back\\slash 智能", "ÉCOLE plant"];

    fn any_deal() -> impl Strategy<Value = [String; 15]> {
        let pick = |texts: &'static [&'static str]| proptest::sample::select(texts).prop_map(str::to_owned);
        let place = (pick(&COUNTRIES), pick(&REGIONS)).prop_map(|(country, region)| match (&*country, &*region) {
            ("CN", "CN-SC") | ("DE", "Bavaria") => (country, region),
            _ => (country, String::new()),
        });
        let amount = pick(&["", "0", "5", "100.50", "99999", "1000000000", "10000000000"]);
        let names = (pick(&["5G", "IC"]), pick(&["", "Acme", "Acme plant"]), pick(&["", "contract", "intent"]));
        let words = (pick(&["", "on-site", "off-site"]), pick(&["", "flagship", "Flagship;5%_x", "lead;flagship"]));
        let later = (pick(&REGISTERED), pick(&ENDED), pick(&ENDED), pick(&["", "yes"]));
        (pick(&TITLES), pick(&DATES), place, amount, pick(&["CNY", "USD", "GBP"]), names, words, later).prop_map(
            |(title, signed, (country, region), amount, currency, (sector, partner, kind), (venue, tags), later)| {
                let (registered, ended, start_due, confidential) = later;
                [
                    title,
                    signed,
                    country,
                    region,
                    amount,
                    currency,
                    sector,
                    partner,
                    kind,
                    venue,
                    tags,
                    registered,
                    ended,
                    start_due,
                    confidential,
                ]
            },
        )
    }

    fn any_members() -> impl Strategy<Value = Option<(Dimension, Vec<String>)>> {
        let choices: Vec<(Dimension, &str)> = vec![
            (Dimension::Country, "CN"),
            (Dimension::Country, "CN,HK,none"),
            (Dimension::Region, "Sichuan"),
            (Dimension::Region, "none"),
            (Dimension::Place, "Sichuan,GB"),
            (Dimension::Place, "none"),
            (Dimension::Place, "HK"),
            (Dimension::Origin, "domestic"),
            (Dimension::Origin, "hmt,none"),
            (Dimension::Origin, "overseas"),
            (Dimension::Partner, "acme"),
            (Dimension::Partner, "none"),
            (Dimension::Kind, "contract,none"),
            (Dimension::Venue, "on-site,none"),
            (Dimension::Tag, "FLAGSHIP"),
            (Dimension::Tag, "5%_x,none"),
            (Dimension::Tag, "5"),
            (Dimension::Currency, "USD,CNY"),
            (Dimension::Sector, "5G"),
            (Dimension::Event, "none"),
            (Dimension::District, "none"),
            (Dimension::Year, "2019"),
            (Dimension::Year, "none"),
            (Dimension::Quarter, "2019-Q3,2018-Q4"),
            (Dimension::Month, "2018-12,none"),
            (Dimension::Size, "0-1bn"),
            (Dimension::Size, "1bn-3bn,10bn-up,none"),
            (Dimension::Stage, "signed"),
            (Dimension::Stage, "registered,producing"),
            (Dimension::Stage, "ended,signed"),
        ];
        proptest::option::of(proptest::sample::select(choices).prop_map(|(one, text)| (one, vec![text.to_owned()])))
    }

    /// A ledger of these deals, and the deals with the names of their partners.
    fn ledger(folder: &std::path::Path, rows: &[[String; 15]]) -> (Store, Catalogue, Vec<(Deal, Option<String>)>) {
        let path = folder.join("ledger.db");
        let mut rates = Rates::default();
        let usd = Currency::from_code("USD").unwrap();
        rates.add(usd, parse_day("2000-01-01").unwrap(), crate::domain::rate::Rate::parse("7").unwrap());
        let terms = Terms {
            rates: &rates,
            today: parse_day("2019-08-27").unwrap(),
            day_from_event: false,
            use_default_event: false,
            make_events: false,
            make_sectors: false,
            same_partners: false,
            stage_date: None,
        };
        let author = Author { who: String::new(), at: chrono::DateTime::UNIX_EPOCH, message: None };
        let mut deals = Vec::new();
        let written = Store::open_to_write(&path, std::time::Duration::ZERO)
            .unwrap()
            .write_bulk::<_, crate::store::Error>("test", &author, |write| {
                deals.clear();
                let mut catalogue = write.view().catalogue()?;
                write.view().load_all(&mut catalogue)?;
                for (number, row) in (1..).zip(rows) {
                    let fields = [
                        Field::Title,
                        Field::Signed,
                        Field::Country,
                        Field::Region,
                        Field::Amount,
                        Field::Currency,
                        Field::Sector,
                        Field::Partner,
                        Field::Kind,
                        Field::Venue,
                        Field::Tags,
                        Field::Registered,
                        Field::Ended,
                        Field::StartDue,
                        Field::Confidential,
                    ];
                    let mut draft = Draft::default();
                    fields.iter().zip(row).for_each(|(field, cell)| draft.set(*field, cell));
                    let deal = Deal { id: number, ..draft.settle(&mut catalogue, &terms).unwrap() };
                    deals.push((deal, Some(row[7].clone()).filter(|name| !name.is_empty())));
                }
                write.insert_deals(deals.iter().map(|(deal, _)| ((), deal)), |(), _, id| assert!(id.is_some()))?;
                write.add_made(&catalogue)?;
                Ok(catalogue)
            });
        (Store::open(&path, std::time::Duration::ZERO).unwrap(), written.unwrap().value, deals)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// SQL selects exactly the deals that the filter matches.
        #[test]
        fn sql_says_the_same_as_the_filter(
            rows in proptest::collection::vec(any_deal(), 1..24),
            members in proptest::collection::vec(any_members(), 0..3),
            period in proptest::option::of(proptest::sample::select(vec!["2018", "2018-12..2019-08", "2019-H1", "..2018-12-31", "2019-08"])),
            dates in proptest::collection::vec((
                proptest::sample::select(vec![Field::Registered, Field::Ended, Field::StartDue]),
                proptest::sample::select(vec!["none", "2019", "2019-Q3..", "..2019-09-01", "2020-02"]),
            ), 0..2),
            open_only in any::<bool>(),
            min in proptest::option::of(0_i64..100_000),
            max in proptest::option::of(0_i64..100_000),
            word in proptest::option::of(proptest::sample::select(vec!["PLANT", "%", "_", "\\", "智能", "acme", "É"])),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let (store, mut catalogue, deals) = ledger(folder.path(), &rows);
            store.view().load_all(&mut catalogue).unwrap();
            let mut filter = Filter { min, max, open_only, ..Filter::default() };
            for (dimension, texts) in members.into_iter().flatten() {
                // A partner that no deal has is a fault, and not of interest here.
                let _ = filter.among(dimension, &texts, &catalogue, Names::AllKnown);
            }
            if let Some(period) = period {
                filter.within(period, parse_day("2019-08-27").unwrap()).unwrap();
            }
            for (field, text) in dates {
                filter.dated(field, text, parse_day("2019-08-27").unwrap()).unwrap();
            }
            filter.words.extend(word.map(str::to_owned));
            let mut selected = Vec::new();
            store.view().each_deal(&filter, catalogue.home, Reading::default(), |listed| {
                selected.push(listed.deal.id);
                Ok(true)
            }).unwrap();
            let matched: Vec<i64> = deals
                .iter()
                .filter(|(deal, partner)| filter.matches(deal, partner.as_deref(), (catalogue.home, catalogue.base)))
                .map(|(deal, _)| deal.id)
                .collect();
            prop_assert_eq!(&selected, &matched, "{:?}", filter);
            let parts: Vec<Part> = (0..filter.members.len()).map(Part::Members).chain(filter.signed.map(Part::Signed)).collect();
            let leads = parts.iter().map(|part| Some(Lead(vec![*part]))).chain([None, (!parts.is_empty()).then(|| Lead(parts.clone()))]);
            let stand = |lead| Conditions::as_they_stand(Deals::Now, lead);
            for mut conditions in leads.map(stand).chain([Conditions::by_date(), Conditions::by_sector()]) {
                let way = format!("{conditions:?}");
                conditions.filter(&filter, catalogue.home);
                let sql = format!("SELECT d.id FROM deal AS d{} ORDER BY d.id", conditions.clause());
                let other = store.engine.all(&sql, &conditions.params(), ["id"], |[id]| id.int()).unwrap();
                prop_assert_eq!(&other, &matched, "{}: {:?}", way, filter);
            }
        }
    }

    #[test]
    fn parameters_are_numbered_in_the_order_of_their_first_use() {
        let members = |dimension, any_of: Vec<Value>| Members { dimension, any_of };
        let filter = Filter {
            members: vec![
                members(Dimension::Kind, vec![Value::Kind(DealKind::Intent), Value::None]),
                members(
                    Dimension::Place,
                    vec![Value::Item(Family::Country, Id(826)), Value::Item(Family::Region, Id(3))],
                ),
            ],
            min: Some(7),
            words: vec!["x".to_owned()],
            ..Filter::default()
        };
        let mut conditions = Conditions::default();
        let deals = conditions.deals(Deals::AsOf(41));
        conditions.filter(&filter, CHINA);
        let text = deals + &conditions.clause();
        let numbers: Vec<&str> = text.split('$').skip(1).collect();
        let order: Vec<usize> = numbers
            .iter()
            .map(|text| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap())
            .collect();
        assert_eq!(order, (1..=conditions.params().len()).collect::<Vec<_>>());
    }
}
