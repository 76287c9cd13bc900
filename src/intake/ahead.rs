//! Reading ahead: the records of a long file are read, and told apart, on a thread beside the one that makes deals of them.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use csv::StringRecord;

use super::csv::Records;
use super::kinds::{Kinds, Plain};
use super::table::FileFault;

/// How many records are read before a thread is worth its while.
const SHORT: usize = 2_000;

/// How many records go over the queue at a time, and how many batches may wait in it.
const BATCH: usize = 256;
const QUEUE: usize = 4;

/// The records of a file, one after the other.
pub struct Ahead<R: Read> {
    state: State<R>,
    /// How many were read here.
    read: usize,
    /// What tells them apart.
    kinds: Option<Arc<Kinds>>,
}

enum State<R: Read> {
    /// As long as the file may be a short one, or where no thread can be made.
    Here(Records<R>),
    Beside(Beside),
}

/// What the thread sends, and what it gets back to be filled again.
struct Beside {
    full: Receiver<Batch>,
    spent: Sender<Batch>,
    batch: Batch,
    /// How many records of the batch were handed over.
    given: usize,
}

#[derive(Default)]
struct Batch {
    /// Those behind the filled ones are of an earlier batch.
    records: Vec<Looked>,
    filled: usize,
    /// How the file has ended, if it has.
    end: Option<Result<(), FileFault>>,
}

/// A record that was looked at.
#[derive(Default)]
struct Looked {
    record: StringRecord,
    /// The line on which it begins.
    line: u32,
    /// What is known of it, if it is known to be plain.
    plain: Option<Plain>,
}

impl<R: Read + Send + 'static> Ahead<R> {
    /// Of records of which none was read yet.
    #[must_use]
    pub fn new(records: Records<R>) -> Self {
        Self { state: State::Here(records), read: 0, kinds: None }
    }

    /// Lets the records be told apart as they are read ahead.
    pub fn tell_apart(&mut self, kinds: &Arc<Kinds>) {
        self.kinds = Some(Arc::clone(kinds));
    }

    /// Goes on to the next record. Says whether there is one.
    pub fn advance(&mut self) -> Result<bool, FileFault> {
        if self.read == SHORT
            && let Some((beside, hand)) = Beside::begin(self.kinds.clone())
            && let State::Here(records) = std::mem::replace(&mut self.state, State::Beside(beside))
        {
            // The thread waits for them.
            let _ = hand.send(records);
        }
        self.read += 1;
        match &mut self.state {
            State::Here(records) => records.advance(),
            State::Beside(beside) => beside.advance(),
        }
    }

    /// The record, and the line on which it begins.
    #[must_use]
    pub fn record(&self) -> (&StringRecord, u32) {
        match &self.state {
            State::Here(records) => (records.record(), records.line()),
            State::Beside(beside) => (&beside.looked().record, beside.looked().line),
        }
    }

    /// What is known of the record, if it was told apart and is plain.
    #[must_use]
    pub fn plain(&self) -> Option<Plain> {
        match &self.state {
            State::Here(_) => None,
            State::Beside(beside) => beside.looked().plain,
        }
    }
}

impl Beside {
    /// Makes the thread, and a way to hand the records to it. None if no thread can be made.
    fn begin<R: Read + Send + 'static>(kinds: Option<Arc<Kinds>>) -> Option<(Self, Sender<Records<R>>)> {
        let (hand, taken) = channel();
        let (sender, full) = sync_channel(QUEUE);
        let (spent, receiver) = channel();
        let read = move || {
            if let Ok(records) = taken.recv() {
                read_on(records, kinds.as_deref(), &sender, &receiver);
            }
        };
        std::thread::Builder::new().spawn(read).ok()?;
        Some((Self { full, spent, batch: Batch::default(), given: 0 }, hand))
    }

    fn looked(&self) -> &Looked {
        &self.batch.records[self.given.saturating_sub(1)]
    }

    fn advance(&mut self) -> Result<bool, FileFault> {
        if self.given == self.batch.filled {
            match self.batch.end.take() {
                None => {}
                // Whoever asks again is told again that nothing comes.
                Some(end) => {
                    self.batch.end = Some(Ok(()));
                    return end.map(|()| false);
                }
            }
            let next = self.full.recv().map_err(|_| io::Error::other("the reading has broken off"))?;
            let spent = std::mem::replace(&mut self.batch, next);
            self.given = 0;
            // The thread may have come to its end by now.
            let _ = self.spent.send(spent);
            return self.advance();
        }
        self.given += 1;
        Ok(true)
    }
}

/// Reads until the end, a fault, or nobody listens any more.
fn read_on<R: Read>(mut records: Records<R>, kinds: Option<&Kinds>, full: &SyncSender<Batch>, spent: &Receiver<Batch>) {
    loop {
        let mut batch = Batch { filled: 0, end: None, ..spent.try_recv().unwrap_or_default() };
        while batch.filled < BATCH && batch.end.is_none() {
            match records.advance() {
                Ok(true) => {
                    if batch.records.len() == batch.filled {
                        batch.records.push(Looked::default());
                    }
                    let looked = &mut batch.records[batch.filled];
                    looked.line = records.line();
                    records.swap(&mut looked.record);
                    looked.plain = kinds.and_then(|kinds| kinds.plain(&looked.record));
                    batch.filled += 1;
                }
                Ok(false) => batch.end = Some(Ok(())),
                Err(fault) => batch.end = Some(Err(fault)),
            }
        }
        let is_end = batch.end.is_some();
        if full.send(batch).is_err() || is_end {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::intake::header::Columns;
    use crate::intake::mapping::Mapping;

    /// Rows of which every third is on two lines, with a blank line now and then.
    fn text(rows: usize) -> String {
        let row = |number: usize| match number % 7 {
            0 => format!("{number},\"first\nsecond, {number}\"\n"),
            1 => format!("\n{number},风电{number}\n"),
            _ => format!("{number},x\n"),
        };
        (0..rows).map(row).collect()
    }

    fn all(text: String) -> (Vec<(u32, Vec<String>)>, Option<String>) {
        let mut ahead = Ahead::new(Records::new(Cursor::new(text.into_bytes()), b','));
        let mut rows = Vec::new();
        loop {
            match ahead.advance() {
                Ok(true) => {
                    let (record, line) = ahead.record();
                    rows.push((line, record.iter().map(str::to_owned).collect()));
                }
                Ok(false) => {
                    assert!(!ahead.advance().unwrap());
                    return (rows, None);
                }
                Err(fault) => return (rows, Some(fault.to_string())),
            }
        }
    }

    #[test]
    fn long_files_read_as_short_ones_do() {
        for rows in [0, 1, SHORT - 1, SHORT, SHORT + 1, SHORT + BATCH, SHORT + 20 * BATCH + 7] {
            let text = text(rows);
            let mut records = Records::new(text.as_bytes(), b',');
            let mut plain: Vec<(u32, Vec<String>)> = Vec::new();
            while records.advance().unwrap() {
                plain.push((records.line(), records.record().iter().map(str::to_owned).collect()));
            }
            assert_eq!(plain.len(), rows);
            assert_eq!(all(text), (plain, None), "{rows}");
        }
    }

    #[test]
    fn rows_are_told_apart_once_they_are_read_ahead() {
        let names = ["title", "signed"].map(str::to_owned);
        let columns = Columns::of(&names, &[], &Mapping::default(), &[]).unwrap();
        let kinds = Arc::new(Kinds::of(StringRecord::from(names.to_vec()), &columns));
        // A deal, a header that comes again, a total, a row without its end, a note, and one whose date may be two days.
        let rows = ["Plant,2019-08-26\n", "title,signed\n", "Total,\n", "Plant\n", "note: all,\n", "Plant,2/4/2019\n"];
        let text: String = rows.iter().cycle().take(SHORT + 2 * BATCH).copied().collect();
        let mut ahead = Ahead::new(Records::new(Cursor::new(text.into_bytes()), b','));
        ahead.tell_apart(&kinds);
        for at in 0..SHORT + 2 * BATCH {
            assert!(ahead.advance().unwrap());
            assert_eq!(ahead.plain().is_some(), at >= SHORT && at % rows.len() == 0, "{at}");
        }
    }

    #[test]
    fn a_fault_comes_behind_the_rows_before_it() {
        let rows = SHORT + 3 * BATCH + 5;
        let (read, fault) = all(format!("{}1,\"never closed\n2,x\n", text(rows)));
        assert_eq!(read.len(), rows);
        assert_eq!(fault.as_deref(), Some("a quote that opens here is never closed"));
    }

    #[test]
    fn whoever_stops_early_waits_for_nothing() {
        let mut ahead = Ahead::new(Records::new(Cursor::new(text(50 * SHORT).into_bytes()), b','));
        for _ in 0..=SHORT {
            assert!(ahead.advance().unwrap());
        }
        drop(ahead);
    }
}
