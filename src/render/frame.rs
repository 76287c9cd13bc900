//! Tables that may be of any width, in a frame: nothing in them is to be broken.

use std::iter::repeat_n;

use unicode_width::UnicodeWidthStr;

/// What stands around each cell.
pub(super) const PADDING: usize = 2;

/// The characters of a frame. Those of a rule are its beginning, what it is made of, where it meets the end of a column, and its end.
pub(super) struct Frame {
    pub(super) top: [char; 4],
    pub(super) under_head: [char; 4],
    pub(super) bottom: [char; 4],
    /// What begins and ends each line of a row, and sets its cells apart.
    pub(super) side: char,
}

/// A frame character begins each line, so that a table can be told from other text.
pub(super) const DRAWN: Frame =
    Frame {
        top: ['┌', '─', '┬', '┐'], under_head: ['├', '─', '┼', '┤'], bottom: ['└', '─', '┴', '┘'], side: '│'
    };

/// The same in plain characters.
pub(super) const PLAIN: Frame =
    Frame { top: ['+', '-', '+', '+'], under_head: ['|', '-', '+', '|'], bottom: ['+', '-', '+', '+'], side: '|' };

/// A column that is as wide as it needs.
#[derive(Clone, Copy)]
pub(super) struct Roomy {
    /// How wide it is, without what stands around each cell; no line of a cell is wider.
    pub(super) width: usize,
    /// Whether its cells stand at its right end.
    pub(super) is_right: bool,
}

/// How wide a text is.
pub(super) fn width(text: &str) -> usize {
    // Of plain characters each takes one column; to add them up takes longer than to see that they are plain.
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The lines of a table. Cells of the head may have several, others have one.
pub(super) fn framed<'a, Row: Iterator<Item = &'a str>>(
    frame: &Frame,
    columns: &[Roomy],
    head: &[String],
    rows: impl Iterator<Item = Row>,
) -> Vec<String> {
    let length = columns.iter().map(|column| column.width + PADDING + 1).sum::<usize>() + 1;
    let mut lines = vec![rule(frame.top, columns)];
    let height = head.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(0);
    for at in 0..height {
        let cells = head.iter().map(|cell| cell.split('\n').nth(at).unwrap_or_default());
        lines.push(row(frame.side, columns, cells, length));
    }
    lines.push(rule(frame.under_head, columns));
    lines.extend(rows.map(|cells| row(frame.side, columns, cells, length)));
    lines.push(rule(frame.bottom, columns));
    lines
}

fn rule([begin, fill, cross, end]: [char; 4], columns: &[Roomy]) -> String {
    let mut line = String::new();
    for (at, column) in columns.iter().enumerate() {
        line.push(if at == 0 { begin } else { cross });
        line.extend(repeat_n(fill, column.width + PADDING));
    }
    line.push(end);
    line
}

fn row<'a>(side: char, columns: &[Roomy], cells: impl Iterator<Item = &'a str>, length: usize) -> String {
    // Chinese characters take two columns and three bytes.
    let mut line = String::with_capacity(length * 2);
    line.push(side);
    for (text, column) in cells.zip(columns) {
        let rest = column.width.saturating_sub(width(text));
        let (left, right) = if column.is_right { (rest, 0) } else { (0, rest) };
        line.extend(repeat_n(' ', PADDING / 2 + left));
        line.push_str(text);
        line.extend(repeat_n(' ', right + PADDING / 2));
        line.push(side);
    }
    line
}
