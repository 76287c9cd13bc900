//! Fields that are yes or no, as people write them.

use super::fold::name_key;

/// What programs read where it is yes; where it is no they read nothing.
pub const YES: &str = "yes";

/// Reads `yes`, `是`, `1` and the like; none if the text is neither yes nor no.
#[must_use]
pub fn parse(text: &str) -> Option<bool> {
    const WORDS: [(bool, &[&str]); 2] = [
        (true, &[YES, "y", "true", "1", "✓", "√", "是", "保密", "涉密", "需保密", "confidential"]),
        (false, &["no", "n", "false", "0", "✗", "否", "不保密", "非涉密", "不涉密", "公开", "public"]),
    ];
    let key = name_key(text);
    WORDS.iter().find(|(_, words)| words.iter().any(|word| name_key(word) == key)).map(|(flag, _)| *flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_read_in_both_languages() {
        for (text, flag) in [("Yes", Some(true)), ("是", Some(true)), ("FALSE", Some(false)), ("否", Some(false))] {
            assert_eq!(parse(text), flag, "{text}");
        }
        assert_eq!((parse("perhaps"), parse("2")), (None, None));
    }
}
