#!/usr/bin/env python3
"""Prints a ledger as SQL, in the tables of an older version: the fixtures `tests/fixtures/ledger-N.sql`.

    git show REVISION:schema.sql > schema-N.sql
    scripts/older_ledger.py LEDGER schema-N.sql N > tests/fixtures/ledger-N.sql

What that version had no columns for is left out, and so are the countries, regions and currencies that nothing refers to.
"""

import sqlite3
import sys

KEPT = {
    "currency": "code IN ('CNY', 'USD', 'GBP')",
    "country": "code IN ('CN', 'GB', 'DE', 'HK')",
    "country_alias": "country_id IN (SELECT id FROM country WHERE code IN ('CN', 'GB', 'DE', 'HK'))",
    "region": "code IN ('CN-ZJ', 'CN-CQ') OR code IS NULL",
    "region_alias": "region_id IN (SELECT id FROM region WHERE code IN ('CN-ZJ', 'CN-CQ') OR code IS NULL)",
}


def columns(database, table):
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def main():
    ledger, schema, version = sys.argv[1:]
    new = sqlite3.connect(ledger)
    text = open(schema, encoding="utf-8").read()
    old = sqlite3.connect(":memory:")
    old.executescript(text)
    print(f"PRAGMA application_id = {0x4445414C};\nPRAGMA user_version = {version};\nPRAGMA foreign_keys = 0;\nBEGIN;\n")
    print(text.rstrip(), end="\n\n")
    for (table,) in old.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"):
        both = [column for column in columns(old, table) if column in columns(new, table)]
        quoted = " || ', ' || ".join(f"quote({column})" for column in both)
        rows = new.execute(f"SELECT {quoted} FROM {table} WHERE {KEPT.get(table, '1')} ORDER BY rowid")
        rows = [f"  ({row})" for (row,) in rows]
        if rows:
            print(f"INSERT INTO {table} ({', '.join(both)}) VALUES")
            print(",\n".join(rows) + ";")
    print("\nCOMMIT;")


main()
