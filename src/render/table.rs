//! Tables for people at a terminal: a frame, a total line, notes underneath, bars beside the lines.

use std::io::{self, Write};

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::Layout;
use super::shown::{RowKind, Shown, ShownRow};
use super::wrap::wrapped;

/// How narrow a column of text may get before the table grows out of its width, and what stands around each cell.
const LEAST_TEXT: usize = 5;
const PADDING: usize = 2;
/// How long the longest bar is: at most, and at least where there is little room.
const LONGEST_BAR: usize = 40;
const LEAST_BAR: usize = 8;

/// How long the lines of a text may be: the library counts the columns of a table in 16 bits.
const LONGEST_LINE: u16 = 2000;

/// Draws a table with its heading above and its notes below; that of a report that is too wide in blocks.
pub(super) fn draw(out: &mut dyn Write, layout: Layout, shown: &mut Shown) -> io::Result<()> {
    for line in shown.heading.iter().flat_map(|line| wrapped(line, layout.width)) {
        writeln!(out, "{line}")?;
    }
    for text in shown.rows.iter_mut().flat_map(|row| &mut row.texts) {
        if text.len() > usize::from(LONGEST_LINE) {
            *text = wrapped(text, Some(LONGEST_LINE)).join("\n");
        }
    }
    if shown.chart.is_some() {
        add_bars(shown, layout);
    }
    let blocks = match (layout.width, shown.lead) {
        (Some(width), Some(lead)) => blocks(shown, lead, usize::from(width)),
        _ => vec![(0..shown.heads.len()).collect()],
    };
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        draw_block(out, layout, shown, block)?;
    }
    for line in shown.notes.iter().flat_map(|note| wrapped(note, layout.width)) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// How wide each column is in one line.
fn widths(shown: &Shown) -> Vec<(usize, usize)> {
    // Of plain characters each takes one column; to add them up takes longer than to see that they are.
    let width = |text: &String| if text.is_ascii() { text.len() } else { text.width() };
    let widest = |at: usize| shown.rows.iter().map(|row| width(&row.texts[at])).max().unwrap_or(0);
    shown.heads.iter().enumerate().map(|(at, head)| (widest(at), head.width())).collect()
}

/// The least width of a column: figures and bars are never broken, their heads and names are, between words.
fn least(shown: &Shown, at: usize, (cells, head): (usize, usize)) -> usize {
    let word = |text: &str| text.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
    if shown.figures[at] || is_of_bars(shown, at) {
        let longest = broken_head(&shown.heads[at]).split('\n').map(word).max().unwrap_or(0);
        cells.max(longest.min(head))
    } else {
        let words = shown.rows.iter().map(|row| word(&row.texts[at])).chain([word(&shown.heads[at])]);
        cells.max(head).min(words.max().unwrap_or(0).clamp(LEAST_TEXT * 2, LEAST_TEXT * 4))
    }
}

/// Whether the column holds the bars: they are added behind all others.
fn is_of_bars(shown: &Shown, at: usize) -> bool {
    shown.chart.is_some() && at + 1 == shown.heads.len()
}

/// A head of which the unit may stand in a line of its own; Western heads break at their spaces.
fn broken_head(head: &str) -> String {
    head.replace('（', "\n（")
}

/// Columns that fit beside one another; the leading ones stand in every block.
fn blocks(shown: &Shown, lead: usize, width: usize) -> Vec<Vec<usize>> {
    let widths: Vec<usize> =
        widths(shown).into_iter().enumerate().map(|(at, widths)| least(shown, at, widths) + PADDING + 1).collect();
    let taken: usize = widths[..lead].iter().sum::<usize>() + 1;
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut used = usize::MAX;
    for (at, needs) in widths.iter().enumerate().skip(lead) {
        if used.saturating_add(*needs) > width {
            blocks.push((0..lead).collect());
            used = taken;
            // Bars stand beside the figures that they draw, where there is room for both.
            let fits = |drawn: &usize| is_of_bars(shown, at) && used + widths[*drawn] + needs <= width;
            let drawn = shown.chart.filter(fits);
            if let (Some(drawn), Some(block)) = (drawn, blocks.last_mut()) {
                block.push(drawn);
                used += widths[drawn];
            }
        }
        used += needs;
        if let Some(block) = blocks.last_mut() {
            block.push(at);
        }
    }
    if blocks.is_empty() { vec![(0..shown.heads.len()).collect()] } else { blocks }
}

/// Adds the column of bars, as long as there is room.
fn add_bars(shown: &mut Shown, layout: Layout) {
    let used: usize = widths(shown).into_iter().map(|(cells, head)| cells.max(head) + PADDING + 1).sum();
    let room = layout.width.map_or(LONGEST_BAR, |width| usize::from(width).saturating_sub(used + PADDING + 2));
    let longest = room.clamp(LEAST_BAR, LONGEST_BAR);
    let head = shown.bars_head().unwrap_or_default().to_owned();
    shown.heads.push(head);
    shown.figures.push(false);
    for ShownRow { texts, bar, .. } in &mut shown.rows {
        texts.push(bar.map_or(String::new(), |part| drawn_bar(part, longest, layout.ascii)));
    }
}

/// A bar of so many characters for the whole: blocks to an eighth of a character, or `#`. What is not nothing is seen.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "0 to 8 × 40")]
pub(super) fn drawn_bar(part: f64, longest: usize, ascii: bool) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let steps = if ascii { 1 } else { 8 };
    let exact = part * (longest * steps) as f64;
    let length = if exact > 0.0 { exact.round().max(1.0) as usize } else { 0 };
    let whole = if ascii { "#" } else { "█" };
    format!("{}{}", whole.repeat(length / steps), EIGHTHS[length % steps])
}

/// Draws some of the columns.
fn draw_block(out: &mut dyn Write, layout: Layout, shown: &Shown, block: &[usize]) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(if layout.ascii { PLAIN } else { FRAMED });
    if let Some(width) = layout.width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    } else {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    let widths = widths(shown);
    // Bars take the room that is left: their head is broken before those of figures are.
    let natural = |at: usize| match widths[at] {
        widths if is_of_bars(shown, at) => least(shown, at, widths),
        (cells, head) => cells.max(head),
    };
    let needs: usize = block.iter().map(|at| natural(*at) + PADDING + 1).sum::<usize>() + 1;
    let is_tight = layout.width.is_some_and(|width| needs > usize::from(width));
    let head = |at: usize| match &shown.heads[at] {
        head if is_tight || head.width() > natural(at) => broken_head(head),
        head => head.clone(),
    };
    table.set_header(block.iter().map(|at| head(*at)));
    for row in &shown.rows {
        table.add_row(block.iter().map(|at| &row.texts[*at]));
    }
    for (column, at) in block.iter().enumerate() {
        let Some(drawn) = table.column_mut(column) else { continue };
        let (cells, head) = widths[*at];
        let fixed = |width: usize| Width::Fixed(u16::try_from(width + PADDING).unwrap_or(u16::MAX));
        if shown.figures[*at] || is_of_bars(shown, *at) {
            // A figure that is broken over two lines is read wrongly; its head may be broken.
            let width = if is_tight { least(shown, *at, widths[*at]) } else { natural(*at) };
            drawn.set_constraint(ColumnConstraint::Absolute(fixed(width)));
            if shown.figures[*at] {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
        } else {
            let least =
                if shown.lead.is_some() { least(shown, *at, widths[*at]) } else { cells.max(head).min(LEAST_TEXT) };
            drawn.set_constraint(ColumnConstraint::LowerBoundary(fixed(least)));
        }
    }
    write_lines(out, &table, shown)
}

/// Writes the lines, the total set apart from the rest by the line that is under the head.
fn write_lines(out: &mut dyn Write, table: &Table, shown: &Shown) -> io::Result<()> {
    let lines: Vec<String> = table.lines().collect();
    let under_head =
        lines.iter().find(|line| line.starts_with(['├', '|']) && line.contains(['─', '-']) && !line.contains(' '));
    // The total may itself take several lines, where names are broken; it begins with its word.
    let total = shown.rows.last().filter(|row| row.kind == RowKind::Total).and_then(|row| row.texts.first());
    let word = total.map(|text| text.chars().take(LEAST_TEXT / 2).collect::<String>());
    let begins_total = |line: &String| {
        word.as_ref().is_some_and(|word| line.trim_start_matches(['│', '|', ' ']).starts_with(word.as_str()))
    };
    let total_at = lines.iter().rposition(begins_total);
    for (at, line) in lines.iter().enumerate() {
        if Some(at) == total_at {
            writeln!(out, "{}", under_head.unwrap_or(line))?;
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A frame character begins each line, so that a table can be told from other text.
const FRAMED: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

/// The same in plain characters.
const PLAIN: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('+', '-', '+', '+'))
    .header_lines(ContentLineStyle::new('|', '|', '|'))
    .header_separator(LineStyle::new('|', '-', '+', '|'))
    .content_lines(ContentLineStyle::new('|', '|', '|'))
    .bottom_border(LineStyle::new('+', '-', '+', '+'));
