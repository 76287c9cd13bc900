//! Text from files and titles made harmless: control characters and those that turn the direction of writing never reach a
//! terminal raw.

use std::borrow::Cow;
use std::io::{self, Write};

/// The text with every dangerous character shown instead of obeyed: `\u{1b}` as `␛`, a right-to-left override as `<U+202E>`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(may_begin_dangerous) || !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_visible(&mut out, c);
    }
    Cow::Owned(out)
}

fn push_visible(out: &mut String, c: char) {
    match u32::from(c) {
        // The control pictures stand in the order of the characters they picture.
        code @ 0..=0x1f => out.extend(char::from_u32(0x2400 + code)),
        0x7f => out.push('␡'),
        code if is_dangerous(c) => out.extend(format!("<U+{code:04X}>").chars()),
        _ => out.push(c),
    }
}

/// Whether a byte is a control character, or the first of those outside of ASCII that are dangerous. Few texts have any.
fn may_begin_dangerous(byte: u8) -> bool {
    byte.is_ascii_control() || matches!(byte, 0xc2 | 0xd8 | 0xe2)
}

fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Makes everything that is written to a terminal visible, but for the ends of our lines and tabs.
///
/// For data that must not be changed where it goes to a file or another program.
pub struct VisibleWriter<W: Write> {
    inner: W,
    /// The beginning of a character whose end has not come yet.
    partial: Vec<u8>,
}

impl<W: Write> VisibleWriter<W> {
    /// Wraps a terminal.
    pub fn new(inner: W) -> Self {
        Self { inner, partial: Vec::new() }
    }
}

impl<W: Write> Write for VisibleWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.partial.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.partial) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.partial.len(),
        };
        let rest = self.partial.split_off(whole);
        let mut out = String::with_capacity(whole);
        for c in String::from_utf8_lossy(&self.partial).chars() {
            if matches!(c, '\n' | '\t') {
                out.push(c);
            } else {
                push_visible(&mut out, c);
            }
        }
        self.partial = rest;
        self.inner.write_all(out.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dangerous_characters_are_shown() {
        assert_eq!(visible("plain 文字"), "plain 文字");
        assert_eq!(visible("a\u{1b}[31mb\n\u{7f}"), "a␛[31mb␊␡");
        assert_eq!(visible("\u{202e}gnp.exe\u{9b}"), "<U+202E>gnp.exe<U+009B>");
    }

    #[test]
    fn no_dangerous_character_begins_otherwise() {
        let first = |c: char| c.to_string().as_bytes()[0];
        let dangerous: Vec<char> = ('\0'..=char::MAX).filter(|c| is_dangerous(*c)).collect();
        assert_eq!(dangerous.len(), 33 + 32 + 3 + 5 + 4 + 2);
        assert!(dangerous.iter().all(|c| may_begin_dangerous(first(*c))));
        assert!(dangerous.iter().all(|c| matches!(visible(&format!("文字{c}")), Cow::Owned(_))));
    }

    #[test]
    fn a_terminal_sees_no_raw_control_even_across_writes() {
        let mut out = Vec::new();
        let mut writer = VisibleWriter::new(&mut out);
        let text = "标题\u{1b}]0;x\u{7}\tz\r\n\u{202e}";
        for byte in text.as_bytes() {
            writer.write_all(&[*byte]).unwrap();
        }
        assert_eq!(String::from_utf8(out).unwrap(), "标题␛]0;x␇\tz␍\n<U+202E>");
    }
}
