//! Any bytes as CSV: an encoding, then records with each delimiter, to the end.
//!
//! Lines are counted from 1 and do not go back. A text whose encoding is known is read without a fault of encoding.

#![no_main]

use deals::intake::csv::{DELIMITERS, Records};
use deals::intake::encoding::TextEncoding;
use deals::intake::table::FileFault;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(encoding) = TextEncoding::of(|| Ok(bytes), None) else { return };
    for delimiter in DELIMITERS {
        let mut records = Records::new(encoding.decode(bytes), delimiter);
        let mut last = 1;
        loop {
            match records.advance() {
                Ok(true) => {}
                Ok(false) | Err(FileFault::OpenQuote { .. }) => break,
                Err(fault) => panic!("{fault} ({})", encoding.name()),
            }
            assert!(records.line() >= last, "line {} comes after line {last}", records.line());
            assert!(!records.record().is_empty(), "a record without cells");
            last = records.line();
        }
        assert!(!matches!(records.advance(), Ok(true)), "there is something behind the end");
    }
});
