//! Markdown for people: a table of GitHub's flavour, its heading above, its notes below; readable as plain text as well.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::Layout;
use super::shown::{RowKind, Shown};
use super::table::drawn_bar;

/// How long the longest bar is.
const LONGEST_BAR: usize = 20;

/// Draws a table with its heading above and its notes below.
pub(super) fn draw(out: &mut dyn Write, layout: Layout, shown: &mut Shown) -> io::Result<()> {
    for (at, line) in shown.heading.iter().enumerate() {
        let line = escaped(line);
        if at == 0 { writeln!(out, "**{line}**\n")? } else { writeln!(out, "{line}\n")? }
    }
    write_table(out, shown, layout.ascii)?;
    for (at, note) in shown.notes.iter().enumerate() {
        let before = if at == 0 { "\n" } else { "" };
        writeln!(out, "{before}- {}", escaped(note))?;
    }
    out.flush()
}

/// The table alone.
pub(super) fn write_table(out: &mut dyn Write, shown: &Shown, ascii: bool) -> io::Result<()> {
    let mut rows: Vec<Vec<String>> = vec![shown.heads.iter().map(|head| escaped(head)).collect()];
    for row in &shown.rows {
        let strong = |text: &String| match (escaped(text), row.kind) {
            (text, RowKind::Subtotal | RowKind::Total) if !text.is_empty() => format!("**{text}**"),
            (text, _) => text,
        };
        rows.push(row.texts.iter().map(strong).collect());
    }
    if shown.chart.is_some() {
        let bars = shown.rows.iter().map(|row| row.bar.map(|part| drawn_bar(part, LONGEST_BAR, ascii)));
        let head = shown.bars_head().map(str::to_owned);
        for (row, bar) in rows.iter_mut().zip(std::iter::once(head).chain(bars)) {
            // A row of `#` would be a heading.
            row.push(bar.map_or(String::new(), |bar| escaped(&bar)));
        }
    }
    let columns = rows[0].len();
    let widths: Vec<usize> =
        (0..columns).map(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0).max(3)).collect();
    let is_figure = |at: usize| shown.figures.get(at).copied().unwrap_or(false);
    for (number, row) in rows.iter().enumerate() {
        let padded = row.iter().zip(&widths).enumerate().map(|(at, (text, width))| {
            let space = " ".repeat(width - text.width());
            if is_figure(at) { format!("{space}{text}") } else { format!("{text}{space}") }
        });
        writeln!(out, "| {} |", padded.collect::<Vec<_>>().join(" | "))?;
        if number == 0 {
            let rule = |at: usize| {
                let line = "-".repeat(widths[at] - 1);
                if is_figure(at) { format!("{line}:") } else { format!(":{line}") }
            };
            writeln!(out, "| {} |", (0..columns).map(rule).collect::<Vec<_>>().join(" | "))?;
        }
    }
    Ok(())
}

/// The text with every character that means something to Markdown, or to the HTML it becomes, made plain. Between backticks, where
/// commands stand, nothing has a meaning.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Several backticks in a row pair with as many alone.
    let is_balanced = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' if is_balanced => {
                in_code = !in_code;
                out.push(c);
            }
            '|' => out.push_str("\\|"),
            _ if in_code => out.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_markdown_is_made_plain() {
        assert_eq!(escaped("a|b *c* <script> [x](y) 1_000 #1"), "a\\|b \\*c\\* &lt;script&gt; \\[x\\](y) 1\\_000 \\#1");
        assert_eq!(escaped("`deals list --tag a_b` & `x"), "\\`deals list --tag a\\_b\\` &amp; \\`x");
        assert_eq!(escaped("``` <b> `"), "\\`\\`\\` &lt;b&gt; \\`");
        assert_eq!(escaped("run `deals list --tag a_b|c`"), "run `deals list --tag a_b\\|c`");
    }
}
