//! Archives, looked through before they are read: whether they unpack to far more than a table would, and what need not be looked for
//! in them.

use std::io::{self, Read as _, Write};

use memchr::memmem;

use super::{Source, damaged};
use crate::intake::table::FileFault;

/// The most that an archive may unpack to, and how many times its size a part of it may.
const MOST_UNPACKED: u64 = 1 << 30;
const MOST_RATIO: u64 = 200;
/// Parts below this cannot do harm: deflate makes at most 1032 times as much of them. What is wrong with one is for those to say who need it.
const HARMLESS: u64 = 1 << 18;
/// The largest part that a ratio above [`MOST_RATIO`] is forgiven.
const SMALL_PART: u64 = 1 << 26;

/// Where pictures are, in which there is no sheet.
const PICTURES: &str = "xl/media/";
/// The element in which a sheet says which of its cells are merged ([ECMA-376] 18.3.1.55), whatever stands for its namespace. Sheets in
/// anything but UTF-8 are not read.
const MERGES: &[u8] = b"mergeCells";

/// What was seen in an archive.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Whether a sheet of it may have merged cells.
    pub(super) merges: bool,
}

/// Refuses archives that unpack to far more than a table would. What a part claims to unpack to may be a lie, so they are unpacked to be
/// counted, but for small ones in which there is nothing to be looked for.
pub(super) fn look_through(archive: &mut zip::ZipArchive<Source>) -> Result<Seen, FileFault> {
    let (mut total, mut seen) = (0_u64, Seen::default());
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|fault| match fault {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => FileFault::Password,
            fault => damaged(fault),
        })?;
        let (packed, claimed) = (part.compressed_size(), part.size());
        let is_harmless = packed <= HARMLESS;
        let is_picture = part.name().is_ok_and(|name| name.starts_with(PICTURES));
        let unpacked = if is_harmless && (is_picture || seen.merges) {
            claimed
        } else {
            let mut search = Search::new(MERGES);
            let read = io::copy(&mut part.by_ref().take(MOST_UNPACKED + 1), &mut search);
            seen.merges |= search.found || read.is_err();
            if is_harmless {
                search.length.max(claimed)
            } else {
                read.map_err(damaged)?;
                search.length
            }
        };
        total = total.saturating_add(unpacked);
        let swells = unpacked > SMALL_PART && unpacked / MOST_RATIO > packed;
        if swells || total > MOST_UNPACKED {
            return Err(FileFault::Swells);
        }
    }
    Ok(seen)
}

/// Looks for a word in what is written to it.
struct Search {
    /// How many bytes were written.
    length: u64,
    finder: memmem::Finder<'static>,
    found: bool,
    /// The end of what was written, in which the word may begin.
    end: Vec<u8>,
}

impl Search {
    fn new(word: &'static [u8]) -> Self {
        Self { length: 0, finder: memmem::Finder::new(word), found: false, end: Vec::new() }
    }
}

impl Write for Search {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length += bytes.len() as u64;
        if !self.found {
            let reach = self.finder.needle().len() - 1;
            self.end.extend_from_slice(&bytes[..bytes.len().min(reach)]);
            self.found = self.finder.find(&self.end).is_some() || self.finder.find(bytes).is_some();
            if bytes.len() >= reach {
                self.end.clear();
                self.end.extend_from_slice(&bytes[bytes.len() - reach..]);
            } else {
                self.end.drain(..self.end.len().saturating_sub(reach));
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::BufReader;

    use super::*;

    #[test]
    fn a_small_part_that_swells_is_refused_and_one_that_lies_about_it_is_not_unpacked() {
        const SIZE: u32 = 70 << 20;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.xlsx");
        let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
        archive.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
        io::copy(&mut io::repeat(b' ').take(SIZE.into()), &mut archive).unwrap();
        archive.finish().unwrap();
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() < 1 << 18);
        let seen = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            look_through(&mut zip::ZipArchive::new(BufReader::new(File::open(&path).unwrap())).unwrap())
        };
        assert!(matches!(seen(&bytes), Err(FileFault::Swells)));
        let mut lying = bytes.clone();
        let claims: Vec<usize> = (0..bytes.len() - 3).filter(|at| bytes[*at..][..4] == SIZE.to_le_bytes()).collect();
        assert_eq!(claims.len(), 2, "in its head and in the list at the end");
        for at in claims {
            lying[at..][..4].copy_from_slice(&10_u32.to_le_bytes());
        }
        // The library stops where the part is longer than it claims. What it may hold is not known then.
        let found = seen(&lying);
        assert!(matches!(found, Ok(Seen { merges: true })), "{found:?}");
    }

    #[test]
    fn a_word_is_found_wherever_what_is_written_is_cut() {
        let finds = |text: &str, size: usize| {
            let mut search = Search::new(MERGES);
            text.as_bytes().chunks(size).for_each(|bytes| search.write_all(bytes).unwrap());
            search.found
        };
        for size in 1..32 {
            assert!(finds("</sheetData><mergeCells count=\"1\">", size), "{size}");
            assert!(finds("mergeCells", size), "{size}");
            assert!(finds("mergemergeCells", size), "{size}");
            assert!(!finds("</sheetData><mergeCell ref=\"A1:B1\"/><s/>", size), "{size}");
            assert!(!finds("merge-Cells mergeC ells", size), "{size}");
        }
    }
}
