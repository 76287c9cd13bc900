//! The forms of `deals brief`: each says the same figures, and holds up against hostile text.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;
use sha2::Digest as _;

use crate::env::{Env, csv_rows};

pub(crate) const FORMS: [&str; 6] = ["txt", "md", "html", "docx", "xlsx", "json"];

/// The parts of a document, each with its name.
pub(crate) fn parts(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let count = archive.len();
    let read = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    (0..count).map(read).collect()
}

fn part(path: &Path, name: &str) -> String {
    let found = parts(path).into_iter().find(|(own, _)| own == name).unwrap();
    String::from_utf8(found.1).unwrap()
}

/// The text of XML or HTML: without tags, and with what was escaped.
fn plain(markup: &str) -> String {
    let mut text = String::new();
    for piece in markup.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    [("&#38;lt;", "&lt;"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        .iter()
        .fold(text, |text, (escaped, plain)| text.replace(escaped, plain))
}

/// The cells of a table in XML or HTML, row by row.
fn cells(markup: &str, row: &str, cell: &[&str]) -> Vec<Vec<String>> {
    let start = format!("<{row}");
    let rows = markup.split(&start).skip(1);
    let of_row = |text: &str| {
        let text = text.split(&format!("</{row}>")).next().unwrap().to_owned();
        let starts = text.match_indices('<').map(|(at, _)| at).filter(|at| {
            cell.iter().any(|name| text[at + 1..].strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' '])))
        });
        let starts: Vec<usize> = starts.collect();
        starts
            .iter()
            .zip(starts.iter().skip(1).chain([&text.len()]))
            .map(|(from, to)| plain(&text[*from..*to]).trim().to_owned())
            .collect()
    };
    rows.map(of_row).collect()
}

/// An amount in billions with two decimals, half away from zero: what people see of an exact decimal.
fn in_billions(exact: &str) -> String {
    let cents: i128 = exact.replace('.', "").parse().unwrap();
    let hundredths = (cents + 500_000_000) / 1_000_000_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A share with one decimal, of the ratio with four that programs get.
fn in_per_cent(part: &str, whole: &str) -> String {
    let [part, whole] = [part, whole].map(|text| text.replace('.', "").parse::<i128>().unwrap());
    let tenths = (part * 2000 + whole) / (2 * whole);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// The figures of the sectors are read back out of every form and held against `report`; so are those of the sentences.
#[test]
fn every_form_says_what_the_report_says() {
    let env = Env::with_editions();
    for form in FORMS {
        env.ok(&["brief", "--event", "SCE2019", "-o", &format!("b.{form}")]);
    }
    let report = csv_rows(&env.ok(&["report", "--by", "sector", "--event", "SCE2019", "--format", "csv"]));
    let total = env.count("SELECT SUM(base_amount) FROM deal WHERE event_id = 1").to_string();
    let names = ["Integrated circuits", "Artificial intelligence", "5G", "Internet of Things"];
    let wanted: Vec<[String; 4]> = report[1..]
        .iter()
        .zip(names)
        .map(|(row, name)| [name.to_owned(), row[1].clone(), in_billions(&row[2]), in_per_cent(&row[2], &total)])
        .collect();
    assert_eq!(wanted[0], ["Integrated circuits", "24", "69.43", "54.2 %"]);
    let read = |form: &str| fs::read_to_string(env.path(&format!("b.{form}"))).unwrap();

    let message = read("txt");
    let md = read("md");
    let html = read("html");
    let sectors = html.split("<section id=\"sector\">").nth(1).unwrap().split("</section>").next().unwrap();
    let html_rows = cells(sectors, "tr", &["th", "td"]);
    let document = part(&env.path("b.docx"), "word/document.xml");
    let docx_rows = cells(&document, "w:tr", &["w:tc"]);
    let mut book: Xlsx<_> = calamine::open_workbook(env.path("b.xlsx")).unwrap();
    let sheet = book.worksheet_range("4. Sectors").unwrap();
    for (row, exact) in wanted.iter().zip(&report[1..]) {
        let [name, deals, amount, share] = row;
        assert!(
            message.contains(&format!("- {name}: Deals {deals}; Amount (CNY bn) {amount}; Share {share}\n")),
            "{name}"
        );
        let in_md = md.lines().any(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            cells == row.each_ref().map(String::as_str)
        });
        assert!(in_md, "{name}: {md}");
        assert!(html_rows.iter().any(|cells| cells == row), "{name}: {html_rows:?}");
        assert!(docx_rows.iter().any(|cells| cells == row), "{name}: {docx_rows:?}");
        assert!(sectors.contains(&format!("data-value=\"{}\"", exact[2])), "{name}");
        // The bar has the figure of the table behind it.
        assert!(sectors.contains(&format!(">{amount}</text>")), "{name}");
        let found = sheet.rows().find(|cells| cells[0] == Data::String(name.clone())).unwrap();
        let Data::Float(billions) = found[2] else { panic!("{name}: {found:?}") };
        assert_eq!(format!("{:.2}", billions * 1e9), exact[2], "{name}");
    }
    // The charts of the document hold the same figures, and so do the workbooks behind them.
    let charts: Vec<(String, Vec<u8>)> = parts(&env.path("b.docx"));
    let chart = charts.iter().filter(|(name, _)| name.starts_with("word/charts/chart")).map(|(_, xml)| xml);
    let chart =
        chart.map(|xml| String::from_utf8(xml.clone()).unwrap()).find(|xml| xml.contains("Integrated circuits"));
    let chart = chart.unwrap();
    let values: Vec<&str> = chart.split("<c:numCache>").nth(1).unwrap().split("<c:v>").skip(1).collect();
    let values: Vec<&str> = values.into_iter().map(|value| value.split('<').next().unwrap()).collect();
    assert_eq!(values, wanted.iter().map(|row| row[2].as_str()).collect::<Vec<_>>());

    // Every figure of every sentence stands in every form, beside its exact value where the form has a place for that.
    let data: Value = serde_json::from_str(&read("json")).unwrap();
    let forms = [message, md.replace('\\', ""), plain(&html), plain(&document)];
    let mut seen = 0;
    for section in data["sections"].as_array().unwrap() {
        for paragraph in section["paragraphs"].as_array().unwrap() {
            let text = paragraph["text"].as_str().unwrap();
            for form in &forms {
                assert!(form.contains(text), "{text}");
            }
            for figure in paragraph["figures"].as_array().unwrap() {
                let [shown, exact] = ["shown", "exact"].map(|key| figure[key].as_str().unwrap());
                assert!(html.contains(&format!("<data value=\"{exact}\">{shown}</data>")), "{shown} {exact}");
                assert!(text.contains(shown));
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
    let texts = book
        .worksheets()
        .into_iter()
        .flat_map(|(_, sheet)| sheet.rows().filter_map(|row| row.first().map(ToString::to_string)).collect::<Vec<_>>());
    let texts = texts.collect::<Vec<_>>().join(" ");
    assert!(
        texts.contains(
            "Altogether 89 projects, worth CNY 128.15 billion in total, were signed at the 2019 Smart China Expo."
        ),
        "{texts}"
    );
}

/// What Word and WPS need to edit it as a document: headings, tables and lists in styles, charts with their workbooks.
#[test]
fn the_document_is_one_to_be_edited() {
    let env = Env::with_editions();
    env.ok(&["brief", "--event", "SCE2019", "--lang", "zh", "-o", "简报.docx"]);
    let path = env.path("简报.docx");
    let document = part(&path, "word/document.xml");
    let of_style = |style: &str| document.matches(&format!("<w:pStyle w:val=\"{style}\"/>")).count();
    assert_eq!([of_style("Title"), of_style("Heading1"), of_style("Heading2")], [1, 10, 2]);
    assert_eq!(document.matches("<w:tblHeader/>").count(), document.matches("<w:tbl>").count());
    assert!(of_style("ListBullet") >= 4);
    let styles = part(&path, "word/styles.xml");
    for style in document.split("<w:pStyle w:val=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
    let names: Vec<String> = parts(&path).into_iter().map(|(name, _)| name).collect();
    let types = part(&path, "[Content_Types].xml");
    let relations = part(&path, "word/_rels/document.xml.rels");
    for number in 1..=4 {
        for name in [
            format!("word/charts/chart{number}.xml"),
            format!("word/charts/_rels/chart{number}.xml.rels"),
            format!("word/embeddings/chart{number}.xlsx"),
        ] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        assert!(types.contains(&format!("/word/charts/chart{number}.xml")));
        assert!(relations.contains(&format!("charts/chart{number}.xml")));
        let embedded =
            parts(&path).into_iter().find(|(name, _)| name.ends_with(&format!("chart{number}.xlsx"))).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(embedded.1)).unwrap();
        let figures = book.worksheet_range("Sheet1").unwrap();
        assert!(figures.height() > 2 && matches!(figures.get((1, 1)), Some(Data::Float(_))), "{figures:?}");
    }
    assert_eq!(names.iter().filter(|name| name.starts_with("word/embeddings/")).count(), 4);
}

/// A page that asks nothing of anybody, forbids itself to, and lets no other script run than its own.
#[test]
fn the_page_stands_by_itself() {
    let env = Env::with_editions();
    let page = env.ok(&["brief", "--event", "SCE2019", "--format", "html"]);
    for word in ["http:", "https:", "src=", "@import", "url(", "<link", "<iframe", " onclick", " onload"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"));
    assert_eq!(page.matches("<script").count(), 1);
    let script = page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(script));
    assert!(page.contains(&format!("script-src 'sha256-{hash}'")), "the policy lets {hash} run");
    assert_eq!(page.matches("<svg").count(), 4);
}

/// Whatever stands in a ledger is text in every form.
#[test]
fn text_of_the_ledger_is_text() {
    let env = Env::new();
    let nasty = [
        "<script>alert(1)</script>",
        "\"quoted\" & 'so' <b>",
        "🎉 emoji 项目",
        "=HYPERLINK(\"x\")",
        "a|b *c* `d` [e](f) # g",
        "line\u{b}tab\tend\u{202e}gnp",
        "]]> </w:t> {{ title }} ${x}",
        "\u{fffe}\u{ffff}none",
    ];
    env.ok(&["event", "add", "X", "<Expo> & \"Co\" 🎪"]);
    // Two sectors and several districts, so that they are drawn as well.
    env.ok(&["sector", "add", "S", "<i>Sector</i> & more"]);
    env.ok(&["sector", "add", "T", "]]></c:v> \"T\" <script>"]);
    for (at, title) in nasty.iter().enumerate() {
        let (amount, tag) = (format!("{}亿", at + 1), format!("tag{title}").replace([',', ';'], " "));
        let sector = if at % 2 == 0 { "S" } else { "T" };
        let line = ["add", title, "--sector", sector, "--event", "X", "--signed", "2019-08-01", "--partner", title];
        let more =
            ["--amount", &amount, "--district", title, "--tag", &tag, "--start-due", "2019-08-02", "--country", "CN"];
        env.ok(&[&line[..], &more].concat());
    }
    let headings = ["<b>[1]/2: it's'", "'quoted' 🎪 and much longer than any name of a sheet may be ' "];
    let parts_of_form = ["sector", "district", "partner", "tag", "flagship", "due"].iter().enumerate();
    let of_form = parts_of_form.map(|(at, show)| {
        format!("[[section]]\nshow = \"{show}\"\nheading = {}\n", serde_json::to_string(headings[at % 2]).unwrap())
    });
    let title = "title = \"<u>{expo}</u> & \\\"x\\\"\"\nexpo = \"<em>it</em>\"\n";
    env.file("form.toml", title.to_owned() + &of_form.collect::<String>());
    for lang in ["en", "zh"] {
        for form in FORMS {
            let args = ["brief", "--event", "X", "--flagship", "largest:9", "--template", "form.toml", "--lang", lang];
            env.ok(&[&args[..], &["-o", &format!("b.{form}")]].concat());
        }
        let html = fs::read_to_string(env.path("b.html")).unwrap();
        for markup in ["<script>alert", "<b>", "<i>", "<u>", "<em>"] {
            assert!(!html.contains(markup), "{markup}: {html}");
        }
        assert!(
            html.matches("<svg").count() >= 3 && html.contains("&#60;i&#62;Sector&#60;/i&#62; &#38; more</text>"),
            "{html}"
        );
        assert!(plain(&html).contains("<script>alert(1)</script>"), "{html}");
        let md = fs::read_to_string(env.path("b.md")).unwrap();
        assert!(md.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{md}");
        assert!(md.contains("a\\|b \\*c\\* `d` \\[e\\](f) \\# g"), "{md}");
        for form in ["txt", "md", "html"] {
            let text = fs::read_to_string(env.path(&format!("b.{form}"))).unwrap();
            assert!(!text.contains(['\u{b}', '\u{202e}', '\u{fffe}']), "{form}");
        }
        // The parts of the document are well-formed, and hold the text; so are the charts of both.
        let workbook_charts = parts(&env.path("b.xlsx")).into_iter().filter(|(name, _)| name.starts_with("xl/charts/"));
        assert!(workbook_charts.count() >= 3);
        assert!(
            parts(&env.path("b.docx")).iter().filter(|(name, _)| name.starts_with("word/charts/chart")).count() >= 3
        );
        for (name, content) in parts(&env.path("b.docx")) {
            if !name.starts_with("word/embeddings/") {
                let text = String::from_utf8(content).unwrap();
                let mut reader = quick_xml::Reader::from_str(&text);
                loop {
                    match reader.read_event() {
                        Ok(quick_xml::events::Event::Eof) => break,
                        Ok(_) => {}
                        Err(error) => panic!("{name}: {error}"),
                    }
                }
                let allowed = |c: char| matches!(c, '\n' | '\t') || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}');
                assert!(text.chars().all(allowed), "{name}");
            }
        }
        let document = plain(&part(&env.path("b.docx"), "word/document.xml"));
        for title in [
            "<script>alert(1)</script>",
            "\"quoted\" & 'so' <b>",
            "🎉 emoji 项目",
            "=HYPERLINK(\"x\")",
            "]]> </w:t> {{ title }} ${x}",
        ] {
            assert!(document.contains(title), "{title}");
        }
        // A cell of a workbook is text, not a formula.
        let mut book: Xlsx<_> = calamine::open_workbook(env.path("b.xlsx")).unwrap();
        for name in book.sheet_names() {
            assert!(book.worksheet_formula(&name).is_ok_and(|formulas| formulas.is_empty()), "{name}");
        }
        let data: Value = serde_json::from_str(&fs::read_to_string(env.path("b.json")).unwrap()).unwrap();
        assert!(data.to_string().contains("<script>alert(1)</script>"));
    }
}

#[test]
fn the_form_follows_from_the_name_of_the_file() {
    let env = Env::with_editions();
    let txt = env.ok(&["brief", "--event", "SCE2019"]);
    assert!(txt.starts_with("2019 Smart China Expo: briefing on the projects signed\n27 August 2019\n"), "{txt}");
    for (name, format) in [("a.TXT", "txt"), ("a.md", "md"), ("a.htm", "html"), ("a.json", "json")] {
        env.ok(&["brief", "--event", "SCE2019", "-o", name]);
        let written = fs::read_to_string(env.path(name)).unwrap();
        assert_eq!(written, env.ok(&["brief", "--event", "SCE2019", "--format", format]), "{name}");
    }
    env.ok(&["brief", "--event", "SCE2019", "--format", "docx", "-o", "brief"]);
    assert!(fs::read(env.path("brief")).unwrap().starts_with(b"PK"));
    assert!(env.fails(2, &["brief", "-o", "a.pdf"]).contains("no form goes with the ending `.pdf`"));
    assert!(env.fails(1, &["brief", "-o", "ledger.db", "--format", "txt"]).contains("is the ledger itself"));
    env.file("t.toml", env.ok(&["brief", "--print-template"]));
    assert!(
        env.fails(1, &["brief", "--template", "t.toml", "-o", "t.toml", "--format", "txt"])
            .contains("t.toml is read from")
    );
    // A disk that is full leaves what was there.
    env.file("b.docx", "what was there");
    let outcome = env.with_files_up_to(8, &["brief", "--event", "SCE2019", "-o", "b.docx"]).output().unwrap();
    assert!(!outcome.status.success());
    assert_eq!(fs::read_to_string(env.path("b.docx")).unwrap(), "what was there");
}
