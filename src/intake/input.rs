//! Inputs: files that can be read from their beginning as often as is needed.
//!
//! What is piped in is put aside in an unnamed file first: an encoding, a header or the order of day and month may only be known
//! when all of it was seen.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file, or what was piped in.
#[derive(Debug)]
pub struct Input {
    name: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Path(PathBuf),
    Aside(NamedTempFile),
}

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum InputFault {
    /// The system says no.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Not a file.
    #[error("cannot be read: it is a folder")]
    Folder,
    /// Another program keeps it from being read.
    #[error("cannot be read: another program, such as Excel, holds it open")]
    HeldOpen,
    /// What Excel puts beside a workbook that it has open.
    #[error("is not a workbook, but what Excel puts beside one that it has open")]
    LockFile,
}

/// The code of the system for a file that another program has locked against reading: `ERROR_SHARING_VIOLATION` on Windows.
const SHARING_VIOLATION: i32 = 32;

impl Input {
    /// Opens a file, or stdin for `-`.
    pub fn open(path: &Path) -> Result<Self, InputFault> {
        let name = path.display().to_string();
        if path.as_os_str() == "-" {
            return Ok(Self { name, place: Place::Aside(put_aside(&mut io::stdin().lock())?) });
        }
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$")) {
            return Err(InputFault::LockFile);
        }
        let mut file = File::open(path).map_err(|error| match error.raw_os_error() {
            Some(SHARING_VIOLATION) if cfg!(windows) => InputFault::HeldOpen,
            _ => InputFault::Io(error),
        })?;
        let found = file.metadata()?;
        if found.is_dir() {
            return Err(InputFault::Folder);
        }
        let place = if found.is_file() { Place::Path(path.to_owned()) } else { Place::Aside(put_aside(&mut file)?) };
        Ok(Self { name, place })
    }

    /// What people call it: its path, or `-`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A reader that stands at the beginning.
    pub fn reader(&self) -> io::Result<File> {
        match &self.place {
            Place::Path(path) => File::open(path),
            Place::Aside(file) => file.reopen(),
        }
    }

    /// Whether Excel has it open, as the file that it puts beside it tells.
    #[must_use]
    pub fn is_open_in_excel(&self) -> bool {
        let Place::Path(path) = &self.place else { return false };
        let Some(name) = path.file_name() else { return false };
        path.with_file_name(format!("~${}", name.to_string_lossy())).exists()
    }
}

fn put_aside(from: &mut impl Read) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    io::copy(from, &mut file)?;
    file.rewind()?;
    Ok(file)
}
