//! The schema: making it, and lifting older ledgers to it.
//!
//! `schema.sql` is the newest version; each older one has a step to the next here. The steps run inside the write
//! transaction that found the ledger old, so that a ledger is lifted whole or not at all.

use super::engine::{Engine, Made};
use super::error::Result;

/// The newest schema, commented.
const SCHEMA: &str = include_str!("../../schema.sql");

/// Marks a SQLite file as a ledger: `DEAL` in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x4445_414c;

/// The step from version N + 1 to N + 2, at index N. Written once, never changed.
const STEPS: [&str; 5] = [
    include_str!("migrations/to-2.sql"),
    include_str!("migrations/to-3.sql"),
    include_str!("migrations/to-4.sql"),
    include_str!("migrations/to-5.sql"),
    include_str!("migrations/to-6.sql"),
];

/// The version of the newest schema.
pub(super) const VERSION: i64 = 6;

/// Makes the tables of a new ledger.
pub(super) fn create(engine: &Engine) -> Result<()> {
    engine.batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"))?;
    engine.batch(SCHEMA)
}

/// Lifts a ledger of an older version.
pub(super) fn lift(engine: &Engine, from: i64) -> Result<()> {
    for (version, step) in (1..).zip(STEPS) {
        if version >= from {
            engine.batch(step)?;
            engine.batch(&format!("PRAGMA user_version = {};", version + 1))?;
        }
    }
    Ok(())
}

/// The schema that a new ledger has.
pub(super) fn newest() -> Result<Vec<Made>> {
    let engine = Engine::in_memory()?;
    engine.batch(SCHEMA)?;
    engine.schema()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The schema of the first version, as it was: every later one must be reached from it.
    const FIRST: &str = include_str!("../../tests/fixtures/schema-1.sql");

    #[test]
    fn lifting_the_first_schema_gives_the_newest() {
        assert_eq!(usize::try_from(VERSION).unwrap(), STEPS.len() + 1);
        let (old, new) = (Engine::in_memory().unwrap(), Engine::in_memory().unwrap());
        old.batch(FIRST).unwrap();
        old.batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;")).unwrap();
        lift(&old, 1).unwrap();
        create(&new).unwrap();
        assert_eq!(old.schema().unwrap(), new.schema().unwrap());
        assert_eq!(old.marks().unwrap(), (APPLICATION_ID, VERSION));
        assert_eq!(new.marks().unwrap(), (APPLICATION_ID, VERSION));
    }
}
