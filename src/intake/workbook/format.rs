//! Number formats, as far as they show something beside the number: `"$"#,##0`, `#,##0"万元"`, `[$USD] #,##0.00`, `0%`.

/// What a format shows beside a number; none if that is nothing but white space and brackets, or if it is no format of numbers.
pub(super) fn beside_number(format: &str) -> Option<String> {
    let mut shown = String::new();
    let mut chars = format.chars();
    let mut has_digits = false;
    let mut commas = 0;
    while let Some(c) = chars.next() {
        match c {
            // Below zero, zero and text have sections of their own.
            ';' => break,
            '0' | '#' | '?' => (has_digits, commas) = (true, 0),
            'G' if chars.as_str().starts_with("eneral") => has_digits = true,
            ',' => commas += 1,
            '"' => shown.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => shown.extend(chars.next()),
            // A character's width of space, and one that fills the cell.
            '_' | '*' => drop(chars.next()),
            // [$USD-409] is a currency, [Red] a colour.
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let sign = inner.strip_prefix('$').and_then(|sign| sign.split('-').next());
                shown.push_str(sign.unwrap_or_default());
            }
            '$' | '€' | '£' | '¥' | '￥' | '%' => shown.push(c),
            _ => {}
        }
    }
    let shown = shown.trim_matches(|c: char| c.is_whitespace() || "()-+".contains(c));
    let shown = without_scale(shown, commas);
    (has_digits && !shown.is_empty()).then(|| shown.to_owned())
}

/// Each comma behind the digits shows a thousandth of the number, so that the `M` of `0.0,,"M"` says nothing of what the cell holds.
fn without_scale(shown: &str, commas: usize) -> &str {
    let words: &[&str] = match commas {
        1 => &["thousand", "k", "K", "千"],
        2 => &["million", "mn", "MM", "M", "m", "百万"],
        3 => &["billion", "bn", "B", "b", "十亿"],
        _ => &[],
    };
    words.iter().find_map(|word| shown.strip_suffix(word)).unwrap_or(shown).trim_end()
}

#[cfg(test)]
mod tests {
    use super::beside_number;

    #[test]
    fn what_stands_beside_a_number_is_told() {
        for (format, shown) in [
            ("\"$\"#,##0", Some("$")),
            ("#,##0\"万元\"", Some("万元")),
            ("[$USD] #,##0.00", Some("USD")),
            ("#,##0.0\\ [$€-407]", Some("€")),
            ("_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", Some("¥")),
            ("0.0%", Some("%")),
            ("$#,##0.0,,\"M\"", Some("$")),
            ("#,##0,\\ \"k\"", None),
            ("$#,##0.0\"M\"", Some("$M")),
            ("$#,##0.0,\"M\"", Some("$M")),
            ("General\"万元\"", Some("万元")),
            ("#,##0.00", None),
            ("0000", None),
            ("General", None),
            ("#,##0_);[Red](#,##0)", None),
            ("yyyy\"年\"m\"月\"d\"日\"", None),
        ] {
            assert_eq!(beside_number(format).as_deref(), shown, "{format}");
        }
    }
}
