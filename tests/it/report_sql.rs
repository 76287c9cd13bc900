//! Reports on the samples against SQL written by hand and run on the same file by another connection.

use crate::env::{Env, csv_rows};

/// Fen as reports write amounts.
fn money(fen: &str) -> String {
    format!("CASE WHEN {fen} IS NULL THEN '' ELSE PRINTF('%d.%02d', {fen} / 100, {fen} % 100) END")
}

/// Deals with what reports group by, over which the queries run.
const FACTS: &str = "
WITH tag AS (
  SELECT DISTINCT deal.id, TRIM(words.value) AS tag
  FROM deal
  JOIN JSON_EACH('[\"' || REPLACE(REPLACE(deal.tags, '\"', '\\\"'), ';', '\",\"') || '\"]') AS words
),
facts AS (
  SELECT
    deal.id,
    deal.base_amount,
    deal.signed,
    deal.kind,
    sector.code AS sector,
    event.code AS event,
    country.code AS country,
    COALESCE(region.code, region.name) AS region,
    district.code AS district,
    deal.partner_id,
    currency.code AS currency,
    CASE WHEN country.code = 'CN' THEN 'domestic' WHEN country.code IN ('HK', 'MO', 'TW') THEN 'hmt'
      WHEN country.code IS NOT NULL THEN 'overseas' END AS origin,
    CASE WHEN country.code = 'CN' THEN region.code ELSE country.code END AS place,
    SUBSTR(deal.signed, 1, 4) AS year,
    CASE WHEN LENGTH(deal.signed) > 4
      THEN SUBSTR(deal.signed, 1, 4) || '-Q' || ((SUBSTR(deal.signed, 6, 2) + 2) / 3) END AS quarter,
    CASE WHEN deal.base_amount < 100000000000 THEN '0-1bn' WHEN deal.base_amount < 300000000000 THEN '1bn-3bn'
      WHEN deal.base_amount < 500000000000 THEN '3bn-5bn' WHEN deal.base_amount < 1000000000000 THEN '5bn-10bn'
      WHEN deal.base_amount IS NOT NULL THEN '10bn-up' END AS size
  FROM deal
  JOIN sector ON sector.id = deal.sector_id
  JOIN currency ON currency.id = deal.currency_id
  LEFT JOIN event ON event.id = deal.event_id
  LEFT JOIN country ON country.id = deal.country_id
  LEFT JOIN region ON region.id = deal.region_id
  LEFT JOIN district ON district.id = deal.district_id
)
";

/// What the query gives, every cell as text.
fn asked(env: &Env, select: &str) -> Vec<Vec<String>> {
    let connection = env.sqlite();
    let (amount, largest) = (money("SUM(base_amount)"), money("MAX(base_amount)"));
    let select = select.replace("{AMOUNT}", &amount).replace("{LARGEST}", &largest);
    let mut statement = connection.prepare(&format!("{FACTS}{select}")).unwrap();
    let columns = statement.column_count();
    let text = |value| match value {
        rusqlite::types::Value::Null => String::new(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => panic!("{other:?}"),
    };
    let rows = statement.query_map([], |row| (0..columns).map(|at| Ok(text(row.get(at)?))).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_dozen_reports_say_what_sql_says() {
    let env = Env::with_samples();
    env.ok(&["add", "early", "--sector", "5G", "--signed", "2017-11", "--amount", "1bn", "--tags", "flagship;重点"]);
    env.ok(&["add", "earlier", "--sector", "AI", "--signed", "2017", "--country", "TW", "--tags", "flagship"]);
    env.ok(&["add", "large", "--sector", "IC", "--signed", "2017-02-03", "--region", "Sichuan", "--amount", "10bn"]);
    let half_up = "PRINTF('%.4f', (SUM(base_amount) * 20000 + w) / (2 * w) / 10000.0)";
    for (options, query) in [
        (
            "--by sector --show deals,amount",
            "SELECT sector, COUNT(*), {AMOUNT} FROM facts GROUP BY sector ORDER BY SUM(base_amount) DESC, COUNT(*) DESC, sector",
        ),
        (
            "--by sector --event SCE2019",
            &*format!(
                "SELECT sector, COUNT(*), {{AMOUNT}}, {half_up} FROM facts,
                   (SELECT SUM(base_amount) AS w FROM facts WHERE event = 'SCE2019')
                 WHERE event = 'SCE2019' GROUP BY sector, w ORDER BY SUM(base_amount) DESC"
            ),
        ),
        (
            "--by size --show deals,amount",
            "SELECT size, COUNT(*), {AMOUNT} FROM facts GROUP BY size ORDER BY MIN(base_amount) IS NULL, MIN(base_amount)",
        ),
        (
            "--by quarter --show deals,amount --signed 2017-02..2017-12",
            "SELECT period.quarter, COUNT(facts.id), {AMOUNT}
             FROM (SELECT '2017-Q1' AS quarter UNION SELECT '2017-Q2' UNION SELECT '2017-Q3' UNION SELECT '2017-Q4') AS period
             LEFT JOIN facts ON facts.quarter = period.quarter GROUP BY period.quarter ORDER BY period.quarter",
        ),
        (
            "--by origin,sector --show amount,deals --kind contract,framework",
            "SELECT origin, sector, {AMOUNT}, COUNT(*) FROM facts WHERE kind IN (1, 2)
             GROUP BY origin, sector ORDER BY SUM(base_amount) DESC, COUNT(*) DESC, origin, sector",
        ),
        (
            "--by place --show deals,amount,largest --signed 2019 --sector IC,AI",
            "SELECT place, COUNT(*), {AMOUNT}, {LARGEST} FROM facts
             WHERE year = '2019' AND sector IN ('IC', 'AI') GROUP BY place ORDER BY SUM(base_amount) DESC, COUNT(*) DESC, place",
        ),
        (
            "--by tag --show deals,amount",
            "SELECT tag, COUNT(*), {AMOUNT} FROM facts LEFT JOIN tag ON tag.id = facts.id
             GROUP BY tag ORDER BY SUM(base_amount) DESC, COUNT(*) DESC, tag",
        ),
        (
            "--by country --show average,partners --origin overseas,hmt --min 1m",
            "SELECT country, PRINTF('%d.%02d', a / 100, a % 100), p FROM (
               SELECT country, (2 * SUM(base_amount) + COUNT(base_amount)) / (2 * COUNT(base_amount)) AS a,
                 COUNT(DISTINCT partner_id) AS p, SUM(base_amount) AS s, COUNT(*) AS n
               FROM facts WHERE origin IN ('overseas', 'hmt') AND base_amount >= 100000000 GROUP BY country
             ) ORDER BY s DESC, n DESC, country",
        ),
        (
            "--by district --show countries,deals --sort name --event SCE2018",
            "SELECT district, COUNT(DISTINCT country), COUNT(*) FROM facts WHERE event = 'SCE2018'
             GROUP BY district ORDER BY district IS NULL, district",
        ),
        (
            "--by sector --across origin --sort name",
            "SELECT sector, COUNT(*) FILTER (WHERE origin = 'domestic'), COUNT(*) FILTER (WHERE origin = 'hmt'),
               COUNT(*) FILTER (WHERE origin = 'overseas'), COUNT(*) FILTER (WHERE origin IS NULL), COUNT(*)
             FROM facts GROUP BY sector ORDER BY sector",
        ),
        (
            "--by currency --across year --measure amount --sort name --event SCE2018,SCE2019",
            "SELECT currency, MAX(a) FILTER (WHERE year = '2018'), MAX(a) FILTER (WHERE year = '2019'), MAX(a) FILTER (WHERE year = 'all')
             FROM (
               SELECT currency, year, {AMOUNT} AS a FROM facts WHERE event IN ('SCE2018', 'SCE2019') GROUP BY currency, year
               UNION ALL SELECT currency, 'all', {AMOUNT} FROM facts WHERE event IN ('SCE2018', 'SCE2019') GROUP BY currency
             ) GROUP BY currency ORDER BY currency",
        ),
        (
            "--by sector --event SCE2019 --versus SCE2018 --show deals,amount --sort name",
            "SELECT sector, n1, PRINTF('%d.%02d', a1 / 100, a1 % 100), n0, PRINTF('%d.%02d', a0 / 100, a0 % 100),
               PRINTF('%.4f', ROUND((n1 - n0) * 1.0 / n0, 4)), PRINTF('%.4f', ROUND((a1 - a0) * 1.0 / a0, 4))
             FROM (
               SELECT sector, COUNT(*) FILTER (WHERE event = 'SCE2019') AS n1, SUM(base_amount) FILTER (WHERE event = 'SCE2019') AS a1,
                 COUNT(*) FILTER (WHERE event = 'SCE2018') AS n0, SUM(base_amount) FILTER (WHERE event = 'SCE2018') AS a0
               FROM facts GROUP BY sector
             ) ORDER BY sector",
        ),
        (
            "--by year,region --subtotals --show deals,amount --country CN --sort name",
            "SELECT year, region, COUNT(*), {AMOUNT} FROM facts WHERE country = 'CN' GROUP BY year, region
             ORDER BY year, region IS NULL, region",
        ),
        (
            "--by event --show deals,amount,partners,countries --text 智能",
            "SELECT event, COUNT(*), {AMOUNT}, COUNT(DISTINCT partner_id), COUNT(DISTINCT country) FROM facts WHERE id IN (
               SELECT deal.id FROM deal LEFT JOIN partner ON partner.id = deal.partner_id
               WHERE INSTR(title || ' ' || COALESCE(partner.name, '') || ' ' || COALESCE(note, '') || ' ' || COALESCE(ref, ''), '智能') > 0
             ) GROUP BY event ORDER BY SUM(base_amount) DESC",
        ),
    ] {
        let args: Vec<&str> = ["report", "--format", "csv"].into_iter().chain(options.split(' ')).collect();
        let found = csv_rows(&env.ok(&args));
        let expected = asked(&env, query);
        assert!(expected.len() > 1, "{options}");
        assert_eq!(found[1..], expected, "{options}");
    }
}
