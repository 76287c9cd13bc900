//! Opens every database as a file that a stranger may have made: nothing that it brings along is run, and nothing in it may grow
//! without end.
//!
//! All of these are settings of the connection alone, so that they cost no look into the file.

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

/// The longest text, and the longest row, in bytes.
pub(super) const LONGEST: i32 = 100_000_000;

/// What is switched on or off. A ledger has a view for other programs, and no triggers; this program uses neither.
const SWITCHES: [(DbConfig, bool); 4] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
];

/// Some times what our own schema and queries need. A filter may name thousands of values.
const LIMITS: [(Limit, i32); 7] = [
    (Limit::SQLITE_LIMIT_LENGTH, LONGEST),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
    (Limit::SQLITE_LIMIT_SCHEMA, 500),
    (Limit::SQLITE_LIMIT_COLUMN, 100),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 20),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
];

/// Makes a connection that was just opened wary of what it reads.
pub(super) fn defend(connection: &Connection) -> rusqlite::Result<()> {
    for (switch, on) in SWITCHES {
        connection.set_db_config(switch, on)?;
    }
    for (limit, most) in LIMITS {
        connection.set_limit(limit, most)?;
    }
    // Cells that do not fit their page are found before they are followed.
    connection.execute_batch("PRAGMA cell_size_check = 1")
}
