//! The narrow seam that runs statements: execute, rows by column name, transactions, a statement run many times.
//!
//! SQL texts come from the files of the store as constants; nothing above this folder names the database. SQLite is behind it;
//! whatever stands here next to it must pass the tests at the end of this file.

mod cell;
mod defence;
mod pages;
mod sqlite;

pub(super) use cell::{Cell, Cells, Kept, Rows};
pub(super) use sqlite::{Engine, Made, Reopener};

/// A value bound to a parameter, `$1`, `$2`, … in the order of their first use in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Param<'a> {
    Null,
    Int(i64),
    Text(&'a str),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::store::error::{Error, Result};

    fn with_table() -> Engine {
        let engine = Engine::in_memory().unwrap();
        engine.batch("CREATE TABLE pair (a INTEGER PRIMARY KEY, b TEXT) STRICT").unwrap();
        engine
    }

    fn pairs(engine: &Engine) -> Vec<(i64, Option<String>)> {
        engine
            .all("SELECT a, b FROM pair ORDER BY a", &[], ["a", "b"], |[a, b]| {
                Ok((a.int()?, b.opt_text()?.map(str::to_owned)))
            })
            .unwrap()
    }

    /// What any engine must do.
    #[test]
    fn statements_bind_by_number_and_rows_read_by_name() -> Result<()> {
        let engine = with_table();
        let wrote = engine.execute("INSERT INTO pair (b, a) VALUES ($1, $2)", &["风电".into(), 7_i64.into()])?;
        assert_eq!(wrote, 1);
        engine.execute("INSERT INTO pair (a, b) VALUES ($1, $2)", &[8_i64.into(), Param::Null])?;
        assert_eq!(pairs(&engine), [(7, Some("风电".to_owned())), (8, None)]);
        let swapped = engine.one("SELECT b, a FROM pair WHERE a = $1", &[7_i64.into()], ["a", "b"], |[a, b]| {
            Ok((a.int()?, b.text()?.to_owned()))
        })?;
        assert_eq!(swapped, Some((7, "风电".to_owned())));
        assert_eq!(engine.one("SELECT a FROM pair WHERE a = $1", &[9_i64.into()], ["a"], |[a]| a.int())?, None);
        assert!(engine.all("SELECT a FROM pair", &[], ["nothing"], |[cell]| cell.int()).is_err());
        assert!(engine.one("SELECT b FROM pair WHERE a = $1", &[8_i64.into()], ["b"], |[b]| b.int()).is_err());
        Ok(())
    }

    #[test]
    fn rows_that_are_kept_read_as_they_came() -> Result<()> {
        let engine = Engine::in_memory()?;
        let sql = "SELECT column1 AS a, column2 AS b, column3 AS c FROM (VALUES (1, '风电', NULL), (2, '', x'00ff'), (3, NULL, 0.5))";
        let mut rows = Rows::default();
        for round in 1..=2 {
            rows.clear();
            engine.each_row(sql, &[], &["c", "b", "a"], |row| {
                rows.push(row);
                Ok(true)
            })?;
            assert_eq!(rows.count(), 3, "{round}");
            let mut found = Vec::new();
            let all = rows.each(|[c, b, a]| {
                let text = b.opt_text()?.map(str::to_owned);
                let number = c.opt_int().map_err(|error| error.to_string());
                found.push((a.int()?, text, number));
                Ok(true)
            })?;
            assert!(all);
            let [(1, Some(first), Ok(None)), (2, Some(second), Err(bytes)), (3, None, Err(real))] = &*found else {
                panic!("{found:?}")
            };
            assert_eq!((first.as_str(), second.as_str()), ("风电", ""));
            assert!(bytes.contains("Blob") && real.contains("Real"), "{bytes}; {real}");
        }
        let mut first = 0;
        assert!(!rows.each(|[_, _, a]| {
            first = a.int()?;
            Ok(false)
        })?);
        assert_eq!(first, 1);
        Ok(())
    }

    #[test]
    fn what_is_rolled_back_is_gone_and_what_is_committed_stays() -> Result<()> {
        let engine = with_table();
        engine.begin_write()?;
        engine.execute("INSERT INTO pair (a) VALUES ($1)", &[1_i64.into()])?;
        engine.rollback()?;
        assert_eq!(pairs(&engine), []);
        engine.begin_write()?;
        let mut bulk = engine.bulk("INSERT INTO pair (a) VALUES ($1)")?;
        for number in 1..=3_i64 {
            bulk.run(&[number.into()])?;
        }
        drop(bulk);
        engine.commit()?;
        assert_eq!(pairs(&engine).len(), 3);
        Ok(())
    }

    #[test]
    fn what_one_run_of_a_statement_had_the_next_has_not() -> Result<()> {
        let engine = with_table();
        for first in [1_i64, 10] {
            let mut bulk = engine.bulk("INSERT INTO pair (a, b) VALUES ($1, $2)")?;
            for (number, text) in (first..).zip([None, Some("风电"), None, None, Some("a"), Some("b"), None]) {
                bulk.run(&[number.into(), text.into()])?;
            }
        }
        let wanted = [None, Some("风电"), None, None, Some("a"), Some("b"), None].map(|text| text.map(str::to_owned));
        let found: Vec<Option<String>> = pairs(&engine).into_iter().map(|(_, text)| text).collect();
        assert_eq!(found, [wanted.clone(), wanted].concat());
        Ok(())
    }

    /// What the README says of readers.
    #[test]
    fn readers_go_on_until_32_mib_wait_to_be_written() -> Result<()> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs.db");
        std::fs::File::create(&path).unwrap();
        let [writer, reader] = [(); 2].map(|()| Engine::open(&path, Duration::ZERO).unwrap());
        writer.batch(
            "CREATE TABLE pair (a INTEGER PRIMARY KEY, b TEXT, c INTEGER) STRICT; CREATE INDEX by_c ON pair (c)",
        )?;
        // Each has a page of 4 KiB to itself.
        let text = "x".repeat(4000);
        let write = |rows: std::ops::Range<i64>| -> Result<()> {
            let mut bulk = writer.bulk("INSERT INTO pair (a, b, c) VALUES ($1, $2, $3)")?;
            rows.into_iter().try_for_each(|row| bulk.run(&[row.into(), text.as_str().into(), (-row).into()]).map(drop))
        };
        let reads = || reader.one("SELECT COUNT(*) AS rows FROM pair", &[], ["rows"], |[rows]| rows.int()).is_ok();
        writer.begin_write()?;
        let indexes = writer.drop_indexes("pair", &[])?;
        write(0..7000)?;
        assert!(reads());
        writer.make_indexes(&indexes)?;
        assert!(reads());
        write(7000..8000)?;
        assert!(reads());
        write(8000..12_000)?;
        assert!(!reads());
        Ok(())
    }

    #[test]
    fn sums_that_overflow_and_values_taken_are_told_apart() -> Result<()> {
        let engine = with_table();
        engine.execute("INSERT INTO pair (a) VALUES ($1), ($2)", &[i64::MAX.into(), (i64::MAX - 1).into()])?;
        let sum = engine.one("SELECT SUM(a) AS s FROM pair", &[], ["s"], |[s]| s.int());
        assert!(matches!(sum, Err(Error::Overflow)), "{sum:?}");
        let again = engine.execute("INSERT INTO pair (a) VALUES ($1)", &[i64::MAX.into()]);
        assert!(matches!(again, Err(Error::Taken(_))), "{again:?}");
        Ok(())
    }
}
