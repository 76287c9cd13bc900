//! Any bytes as a file of deals: what it is, where its table stands, its rows and their cells, to the end.
//!
//! A text that begins as the XML of a sheet is put into a workbook first: no archive stays whole when its bytes are changed, and what
//! is to be tried is how the cells are read.

#![no_main]

use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::{Arc, Once};

use deals::domain::catalogue::Catalogue;
use deals::domain::currency::Currency;
use deals::domain::deal::Field;
use deals::domain::place::CHINA;
use deals::domain::world;
use deals::intake::cells::CellReader;
use deals::intake::input::Input;
use deals::intake::mapping::Mapping;
use deals::intake::source::Source;
use deals::intake::workbook::THREAD;
use libfuzzer_sys::fuzz_target;

const REQUIRED: [Field; 3] = [Field::Title, Field::Signed, Field::Sector];

thread_local! {
    static CATALOGUE: Catalogue = world::catalogue(Currency::CNY, CHINA);
}

fuzz_target!(|bytes: &[u8]| {
    bear_with_libraries();
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    let written = if bytes.starts_with(b"<worksheet") {
        file.write_all(&workbook(bytes).expect("a workbook"))
    } else {
        file.write_all(bytes)
    };
    written.expect("a temporary file that can be written");
    CATALOGUE.with(|catalogue| read(file.path(), catalogue));
});

fn read(path: &Path, catalogue: &Catalogue) {
    let mapping = Mapping::default();
    let input = Arc::new(Input::open(path).expect("a file that can be opened"));
    let mut source = match Source::open(0, &input, &mapping, &REQUIRED) {
        Ok(source) => source,
        Err(fault) => return drop(fault.to_string()),
    };
    let mut reader = CellReader::new(&mapping);
    let mut last = source.found.header_line;
    while let Ok(Some(row)) = source.next_row() {
        assert!(row.spot.line > last, "line {} comes after line {last}", row.spot.line);
        last = row.spot.line;
        if row.ragged.is_none() {
            let prepared = reader.prepare(row, catalogue);
            let _ = prepared.draft().currency(Currency::CNY);
        }
    }
}

/// A workbook of one sheet with this XML.
fn workbook(sheet: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        archive.start_file(name, stored)?;
        archive.write_all(part)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A library that gives up on a workbook is no fault of ours: `main` makes a refusal of it. Where it gave up is told, and the work goes
/// on. What gives up in our own files is a fault on any thread.
fn bear_with_libraries() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let fault = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let is_reading = std::thread::current().name().is_some_and(|name| name.starts_with(THREAD));
            match panic.location() {
                Some(place) if is_reading && place.file().contains("/registry/") => {
                    eprintln!("a library gave up at {place}: {:?}", panic.payload_as_str());
                }
                _ => fault(panic),
            }
        }));
    });
}
