//! Lines of a text that are no wider than there is room for.
//!
//! Western text breaks at spaces, Chinese between any two characters, but not before a closing mark or behind an opening one. What has
//! no place to break is broken where it must be.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that do not begin a line, and marks that do not end one.
const CLOSING: &str = "，。、；：！？）》”’】%";
const OPENING: &str = "（《“‘【";

/// The lines of a text; the text itself where there is no bound.
pub(super) fn wrapped(text: &str, width: Option<u16>) -> Vec<String> {
    let Some(width) = width.map(usize::from).filter(|width| *width >= 2 && text.width() > *width) else {
        return vec![text.to_owned()];
    };
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for piece in pieces(text) {
        if used > 0 && used + piece.trim_end().width() > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        for c in piece.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > width && c != ' ' {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
    }
    lines.push(line);
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// What stays together: words with the space behind them, and wide characters with the marks around them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for pair in chars.windows(2) {
        let ((_, before), (at, after)) = (pair[0], pair[1]);
        let is_wide = |c: char| c.width() == Some(2);
        let may_break = before == ' ' || is_wide(before) || is_wide(after);
        if may_break && after != ' ' && !CLOSING.contains(after) && !OPENING.contains(before) {
            pieces.push(&text[from..at]);
            from = at;
        }
    }
    pieces.push(&text[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(wrapped("one two three", Some(8)), ["one two", "three"]);
        assert_eq!(wrapped("上期：签约活动为SCE2018。合计", Some(20)), ["上期：签约活动为", "SCE2018。合计"]);
        assert_eq!(wrapped("一二三。四", Some(6)), ["一二", "三。四"]);
        assert_eq!(wrapped("abcdefghij", Some(4)), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("anything", None), ["anything"]);
        for width in 2..30 {
            let text =
                "金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger-2019.db，截至第2条记录（2019-08-27）。";
            let lines = wrapped(text, Some(width));
            assert_eq!(lines.concat(), text);
            assert!(lines.iter().all(|line| line.width() <= usize::from(width) + 2), "{width}: {lines:?}");
        }
    }
}
