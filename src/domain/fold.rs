//! Folding: the form under which two spellings of a name count as the same.
//!
//! Two rules. [`name_key`] is for codes, partners, sectors and whatever users name themselves: case, width (full or half) and
//! spacing do not matter, everything else does (`BIO-1` is not `BIO1`). [`place_key`] is for countries and regions, whose
//! official spellings differ in more: accents, punctuation, a leading "the", a trailing ", The" or "(the)".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text without white space at its ends. Most texts have none there, which their first and last characters soon tell.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    // Most Han characters have three bytes, of which the first is one of these; no white space has.
    let is_han = |byte: &u8| (0xe4..=0xe9).contains(byte);
    let begins = |byte: &u8| byte.is_ascii_graphic() || is_han(byte);
    match text.as_bytes() {
        [] => text,
        [first] if first.is_ascii_graphic() => text,
        [first, .., last] if begins(first) && last.is_ascii_graphic() => text,
        [first, .., last, _, _] if begins(first) && is_han(last) => text,
        _ => text.trim(),
    }
}

/// The key of a code or name: without regard to case, width and spacing.
#[must_use]
pub fn name_key(text: &str) -> String {
    if text.chars().all(is_plain) {
        let mut key = text.to_ascii_lowercase();
        if text.is_ascii() {
            key.retain(|c| !c.is_ascii_whitespace());
        } else {
            key.retain(|c| !c.is_whitespace());
        }
        return key;
    }
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// ASCII, and the Han characters that have but one form: what nearly all names are of, of which compatibility changes nothing.
fn is_plain(c: char) -> bool {
    c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The key under which names of organisations count as alike: letters and digits alone, without a legal form at the end.
///
/// `Kestrel Photonics Co., Ltd.` and `KESTREL PHOTONICS LIMITED` are alike, as are 蓉芯科技有限公司 and 蓉芯科技股份有限公司. Alike is not
/// the same: that is for people to say.
#[must_use]
pub fn loose_key(text: &str) -> String {
    const FORMS: [&str; 36] = [
        "股份有限公司",
        "有限责任公司",
        "集团有限公司",
        "有限公司",
        "责任公司",
        "公司",
        "集团",
        "incorporated",
        "corporation",
        "company",
        "limited",
        "group",
        "holdings",
        "gmbh",
        "corp",
        "inc",
        "ltd",
        "llc",
        "llp",
        "plc",
        "pte",
        "pty",
        "sdnbhd",
        "sas",
        "sarl",
        "srl",
        "spa",
        "kgaa",
        "kg",
        "ag",
        "nv",
        "bv",
        "oy",
        "ab",
        "co",
        "sa",
    ];
    let folded: String = if text.chars().all(is_plain) {
        text.to_ascii_lowercase()
    } else {
        text.nfkc().flat_map(char::to_lowercase).collect()
    };
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut words = &words[..];
    // Legal forms in Latin letters are words of their own; what is left must be a name.
    while let [head @ .., last] = words
        && !head.is_empty()
        && FORMS.contains(last)
    {
        words = head;
    }
    let mut key = words.concat();
    while let Some(rest) = FORMS.iter().filter(|form| !form.is_ascii()).find_map(|form| key.strip_suffix(form))
        && !rest.is_empty()
    {
        key.truncate(rest.len());
    }
    key
}

/// The key of a place name: letters and digits alone, without accents, and without the article before or behind.
///
/// A trailing ", Republic of" stays: `China, Republic of` is not China. Spellings with it are aliases.
#[must_use]
pub fn place_key(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let text = text.trim();
    let text = text.strip_prefix("the ").unwrap_or(text);
    let text = text.strip_suffix(", the").or_else(|| text.strip_suffix("(the)")).unwrap_or(text);
    let mut key = String::with_capacity(text.len());
    for c in text.nfd() {
        // Accents are dropped from Latin letters alone: elsewhere a mark makes another letter (カ, ガ).
        if is_combining_mark(c) && key.ends_with(|last: char| !last.is_ascii())
            || c.is_alphanumeric() && !is_combining_mark(c)
        {
            key.push(c);
        }
    }
    key
}

/// Makes a code from a name: each run of characters that a code cannot hold becomes one `-`, at the ends as well, so that
/// `互联网+` and `互联网` stay two.
///
/// `Real estate` → `Real-estate`. Not a code if the name has no letter or digit.
#[must_use]
pub fn code_from(name: &str) -> String {
    let mut code = String::with_capacity(name.len());
    let mut replaced = false;
    for c in name.trim().nfkc() {
        if is_code_char(c) {
            code.push(c);
        } else if !replaced {
            code.push('-');
        }
        replaced = !is_code_char(c);
    }
    code
}

/// Whether `text` may be a code: letters and digits of any script, `-`, `_` and `.`, at least one letter or digit.
///
/// `none` is not a code: in filters it stands for deals without one.
#[must_use]
pub fn is_code(text: &str) -> bool {
    text.chars().all(is_code_char) && text.chars().any(char::is_alphanumeric) && !text.eq_ignore_ascii_case("none")
}

fn is_code_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is told from the first and last byte, and of plain characters, is what the long way tells.
        #[test]
        fn the_short_ways_lead_where_the_long_ones_do(text in "[ \\t\u{a0}\u{3000}]{0,2}[ A-Za-z0-9,.é（Ａ一-龥㐀\u{f900}\u{1680}号]{0,6}[ \u{3000}\u{2003}é号中]{0,3}") {
            prop_assert_eq!(trimmed(&text), text.trim());
            let long: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
            prop_assert_eq!(name_key(&text), long);
        }
    }

    #[test]
    fn every_plain_character_is_its_own_compatible_form() {
        for c in (0..=0x9fff).filter_map(char::from_u32).filter(|c| is_plain(*c)) {
            assert!(c.to_string().nfkc().eq([c]) && c.to_lowercase().eq([c.to_ascii_lowercase()]), "{c}");
        }
    }

    #[test]
    fn names_match_regardless_of_case_width_and_spacing() {
        assert_eq!(name_key("Kestrel  Photonics Ltd"), name_key("KESTREL Photonics　Ｌｔｄ"));
        assert_eq!(name_key("蓉芯（成都）有限公司"), name_key("蓉芯 (成都) 有限公司"));
        assert_ne!(name_key("BIO-1"), name_key("BIO1"));
    }

    #[test]
    fn organisations_are_alike_but_for_punctuation_and_legal_form() {
        for (a, b) in [
            ("Kestrel Photonics Co., Ltd.", "KESTREL PHOTONICS LIMITED"),
            ("Siemens-Werk GmbH", "Siemens Werk GmbH & Co. KG"),
            ("蓉芯科技有限公司", "蓉芯科技股份有限公司"),
            ("蓉芯（成都）有限公司", "蓉芯(成都)公司"),
            ("A.B. Sensors Inc", "AB Sensors, Inc."),
        ] {
            assert_eq!(loose_key(a), loose_key(b), "{a}, {b}");
        }
        for (a, b) in [("蓉芯科技有限公司", "蓉芯电子有限公司"), ("Group Ltd", "Holdings Ltd"), ("Alpha", "Alpha 2")]
        {
            assert_ne!(loose_key(a), loose_key(b), "{a}, {b}");
        }
        assert!(!loose_key("有限公司").is_empty() && !loose_key("Co. Ltd").is_empty());
    }

    #[test]
    fn places_match_regardless_of_accents_punctuation_and_articles() {
        assert_eq!(place_key("Côte d’Ivoire"), place_key("Cote d'Ivoire"));
        assert_eq!(place_key("Bahamas, The"), place_key("the Bahamas"));
        assert_eq!(place_key("Bahamas (the)"), "bahamas");
        assert_ne!(place_key("China, Republic of"), place_key("China"));
        assert_eq!(place_key("U.S.A."), "usa");
        assert_eq!(place_key("CN-SC"), "cnsc");
        assert_ne!(place_key("ガマ"), place_key("カマ"));
    }

    #[test]
    fn a_code_is_made_from_a_name() {
        assert_eq!(code_from("Real estate"), "Real-estate");
        assert_eq!(code_from(" 新能源（汽车） "), "新能源-汽车-");
        assert_eq!([code_from("互联网+"), code_from("C#")], ["互联网-", "C-"]);
        assert!(!is_code(&code_from("!!!")));
        assert!(is_code("SCE2019") && is_code("两江新区") && !is_code("a b") && !is_code("-") && !is_code("None"));
    }
}
