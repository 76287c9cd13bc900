#!/usr/bin/env python3
"""Prints src/domain/world/countries.tsv, made from Unicode CLDR.

    npm pack cldr-localenames-full@48.2.0 cldr-core@48.2.0
    mkdir localenames core
    tar xzf cldr-localenames-full-48.2.0.tgz -C localenames --strip-components=1
    tar xzf cldr-core-48.2.0.tgz -C core --strip-components=1
    python3 scripts/countries.py localenames core > src/domain/world/countries.tsv

The table has a row for each entry officially assigned in ISO 3166-1: its three codes, its English and Chinese names, and as
aliases every other form that CLDR has for it in English, in Chinese, and in the traditional characters of Taiwan and Hong Kong.
CLDR is the source because its licence (src/domain/world/LICENSE-UNICODE) lets us ship the table, and because it writes names
as people do ("South Korea", not "Korea (the Republic of)"). What it lacks is in country-aliases.tsv, which is written by hand.

Names are CLDR's, but for these:

- "&" and the typographic apostrophe become "and" and "'", which people can type. CLDR's "&" form stays as an alias; the
  apostrophe makes no difference to matching.
- Where SHORT says so, the short form is the name and the long one an alias.

Only the standard library is needed. The output depends on nothing but the two packages.
"""

import json
import sys
import unicodedata
from pathlib import Path

HEADER = ("alpha2", "alpha3", "numeric", "name", "name_zh", "aliases")

# Entries whose CLDR name is a description ("Hong Kong SAR China"), where we want the everyday name.
SHORT = {"HK", "MO", "PS"}

# The locales to take forms from; the names themselves are from the first two.
LOCALES = ("en", "zh", "zh-Hant", "zh-Hant-HK")

# How many entries ISO 3166-1 has. If CLDR says otherwise, look before you change this.
OFFICIAL = 249


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def territories(localenames, locale):
    """CLDR's territory names in `locale`, by code; variants have keys such as `HK-alt-short`."""
    data = read_json(localenames / "main" / locale / "territories.json")
    return data["main"][locale]["localeDisplayNames"]["territories"]


def official_codes(core, names):
    """(alpha2, alpha3, numeric) of each entry that ISO 3166-1 assigns officially.

    CLDR's mappings hold more: currencies, reserved codes such as `AC` (no number), private ones such as `XK` (numbers from
    900), and withdrawn ones such as `YU` (no name any more).
    """
    mappings = read_json(core / "supplemental" / "codeMappings.json")["supplemental"]["codeMappings"]
    for alpha2, codes in sorted(mappings.items()):
        if len(alpha2) == 2 and alpha2 in names and "_alpha3" in codes and "_numeric" in codes:
            numeric = int(codes["_numeric"])
            if numeric < 900:
                yield alpha2, codes["_alpha3"], numeric


def forms(names, alpha2):
    """All of a locale's names for an entry: the main one, then its variants."""
    return [name for key, name in names.items() if key == alpha2 or key.startswith(alpha2 + "-alt-")]


def typeable(name):
    return name.replace("&", "and").replace("’", "'")


def fold(text):
    """The form under which the program compares place names (`place_key` in src/domain/fold.rs, without its articles)."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    return "".join(c for c in text if c.isalnum())


def row(alpha2, alpha3, numeric, locales):
    key = alpha2 + "-alt-short" if alpha2 in SHORT else alpha2
    name, name_zh = typeable(locales[0][key]), locales[1][key]
    seen = {fold(text) for text in (alpha2, alpha3, name, name_zh)}
    aliases = []
    for form in (form for names in locales for form in forms(names, alpha2)):
        if fold(form) not in seen:
            seen.add(fold(form))
            aliases.append(form)
    return alpha2, alpha3, str(numeric), name, name_zh, "|".join(aliases)


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: countries.py LOCALENAMES_DIR CORE_DIR")
    localenames, core = map(Path, sys.argv[1:])
    locales = [territories(localenames, locale) for locale in LOCALES]
    rows = [row(*codes, locales) for codes in official_codes(core, locales[0])]
    if len(rows) != OFFICIAL:
        sys.exit(f"countries.py: {len(rows)} entries, not {OFFICIAL}")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for fields in [HEADER, *rows]:
        print(*fields, sep="\t")


if __name__ == "__main__":
    main()
