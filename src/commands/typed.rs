//! What people are given to type: words as a shell takes them.

/// A word as a shell takes it.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | ':' | '/' | '+' | '=');
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_break_them() {
        assert_eq!(
            ["SCE2019", "2019-08..", "智能", "A & B", "O'Neil", ""].map(quoted),
            ["SCE2019", "2019-08..", "智能", "'A & B'", "'O'\\''Neil'", "''"]
        );
    }
}
