//! Compound files, the older form of workbooks, looked through before they are read: the reader follows chains of sectors without end
//! and lays sheets out by their farthest cell, so a file that lies about either would take all memory.

use std::fs::File;
use std::io::{self, Read, Seek};

use crate::intake::table::FileFault;

/// The columns of a sheet in this form: IV is the last.
const MOST_COLUMNS: u16 = 256;
/// The records that hold one cell or the first of several, each beginning with row and column ([MS-XLS] 2.3).
const CELLS: [u16; 8] = [0x0006, 0x00bd, 0x00be, 0x00fd, 0x0201, 0x0203, 0x0204, 0x027e];
const BOOLEAN_OR_ERROR: u16 = 0x0205;

/// Refuses what is not sound as a compound file, and sheets with cells where none can be.
pub(super) fn check(file: File) -> Result<(), FileFault> {
    let mut compound = cfb::CompoundFile::open(file).map_err(|fault| FileFault::Damaged(fault.to_string()))?;
    for name in ["/Workbook", "/Book"] {
        if compound.is_stream(name) {
            let stream = compound.open_stream(name).map_err(|fault| FileFault::Damaged(fault.to_string()))?;
            return check_cells(io::BufReader::new(stream));
        }
    }
    Ok(())
}

fn check_cells(mut stream: impl Read + Seek) -> Result<(), FileFault> {
    let mut head = [0; 8];
    loop {
        match stream.read_exact(&mut head[..4]) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        let field = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let (record, mut length) = (field(0), field(2));
        if length >= 4 && (CELLS.contains(&record) || record == BOOLEAN_OR_ERROR) {
            let mut place = [0; 4];
            if stream.read_exact(&mut place).is_err() {
                return Ok(());
            }
            length -= 4;
            if u16::from_le_bytes([place[2], place[3]]) >= MOST_COLUMNS {
                return Err(FileFault::Outside);
            }
        }
        stream.seek_relative(i64::from(length))?;
    }
}
