//! Tables for people at a terminal: a frame, a total line, notes underneath, bars beside the lines.

use std::io::{self, Write};

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::Layout;
use super::frame::{DRAWN, Frame, PADDING, PLAIN, Roomy, framed, width};
use super::shown::{RowKind, Shown, ShownRow};
use super::wrap::wrapped;

/// How narrow a column of text may get before the table grows out of its width.
const LEAST_TEXT: usize = 5;
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
        write_lines(out, &lines(layout, shown, block, false), shown)?;
    }
    for line in shown.notes.iter().flat_map(|note| wrapped(note, layout.width)) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// How wide each column is in one line.
fn widths(shown: &Shown) -> Vec<(usize, usize)> {
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

/// The lines of some of the columns, by way of the library where they have a width to keep to or something is to be broken, or where
/// that is asked for.
fn lines(layout: Layout, shown: &Shown, block: &[usize], by_library: bool) -> Vec<String> {
    let widths = widths(shown);
    // Bars take the room that is left: their head is broken before those of figures are.
    let natural = |at: usize| match widths[at] {
        widths if is_of_bars(shown, at) => least(shown, at, widths),
        // The library draws no column of nothing.
        (cells, head) => cells.max(head).max(1),
    };
    let needs: usize = block.iter().map(|at| natural(*at) + PADDING + 1).sum::<usize>() + 1;
    let is_tight = layout.width.is_some_and(|width| needs > usize::from(width));
    let head = |at: usize| match &shown.heads[at] {
        head if is_tight || head.width() > natural(at) => broken_head(head),
        head => head.clone(),
    };
    let heads: Vec<String> = block.iter().map(|at| head(*at)).collect();
    let roomy: Vec<Roomy> =
        block.iter().map(|at| Roomy { width: natural(*at), is_right: shown.figures[*at] }).collect();
    if by_library || layout.width.is_some() || is_to_be_broken(shown, block, &heads, &roomy) {
        // A figure that is broken over two lines is read wrongly; its head may be broken.
        let fixed = |at: usize| if is_tight { least(shown, at, widths[at]) } else { natural(at) };
        let narrowest = |at: usize| match widths[at] {
            widths if shown.lead.is_some() => least(shown, at, widths),
            (cells, head) => cells.max(head).min(LEAST_TEXT),
        };
        arranged(layout, shown, (block, &heads), &|at| {
            if shown.figures[at] || is_of_bars(shown, at) {
                ColumnConstraint::Absolute(with_padding(fixed(at)))
            } else {
                ColumnConstraint::LowerBoundary(with_padding(narrowest(at)))
            }
        })
    } else {
        // By way of the library this takes five times as long, a fifth of the instructions of a list.
        let rows = shown.rows.iter().map(|row| block.iter().map(|at| row.texts[*at].as_str()));
        framed(frame_of(layout), &roomy, &heads, rows)
    }
}

/// Whether a head is wider than its column, or a cell has several lines.
fn is_to_be_broken(shown: &Shown, block: &[usize], heads: &[String], columns: &[Roomy]) -> bool {
    let overflows = |(head, column): (&String, &Roomy)| head.split('\n').any(|line| width(line) > column.width);
    let has_lines = |row: &ShownRow| block.iter().any(|at| row.texts[*at].contains('\n'));
    heads.iter().zip(columns).any(overflows) || shown.rows.iter().any(has_lines)
}

fn with_padding(width: usize) -> Width {
    Width::Fixed(u16::try_from(width + PADDING).unwrap_or(u16::MAX))
}

/// The lines by way of the library, with what is to be broken, within what each column may be.
fn arranged(
    layout: Layout,
    shown: &Shown,
    (block, heads): (&[usize], &[String]),
    constraint: &dyn Fn(usize) -> ColumnConstraint,
) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(style(frame_of(layout)));
    if let Some(width) = layout.width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    } else {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    table.set_header(heads);
    for row in &shown.rows {
        table.add_row(block.iter().map(|at| &row.texts[*at]));
    }
    for (column, at) in block.iter().enumerate() {
        let Some(drawn) = table.column_mut(column) else { continue };
        drawn.set_constraint(constraint(*at));
        if shown.figures[*at] {
            drawn.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().collect()
}

fn frame_of(layout: Layout) -> &'static Frame {
    if layout.ascii { &PLAIN } else { &DRAWN }
}

/// A frame as the library knows it.
fn style(frame: &Frame) -> TableStyle {
    let rule = |[begin, fill, cross, end]: [char; 4]| LineStyle::new(begin, fill, cross, end);
    let side = ContentLineStyle::new(frame.side, frame.side, frame.side);
    TableStyle::new()
        .top_border(rule(frame.top))
        .header_lines(side)
        .header_separator(rule(frame.under_head))
        .content_lines(side)
        .bottom_border(rule(frame.bottom))
}

/// Writes the lines, the total set apart from the rest by the line that is under the head.
fn write_lines(out: &mut dyn Write, lines: &[String], shown: &Shown) -> io::Result<()> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::label::Lang;
    use crate::render::Format;

    fn shown(heads: Vec<String>, figures: Vec<bool>, rows: Vec<Vec<String>>) -> Shown {
        let row = |texts| ShownRow { kind: RowKind::Line, texts, exact: Vec::new(), bar: None };
        Shown {
            heading: Vec::new(),
            lead: None,
            codes: vec![false; heads.len()],
            heads,
            figures,
            rows: rows.into_iter().map(row).collect(),
            notes: Vec::new(),
            chart: None,
        }
    }

    proptest! {
        /// Were the library to draw otherwise one day, tables would look different at a terminal and elsewhere.
        #[test]
        fn tables_of_any_width_are_as_the_library_draws_them(
            (heads, figures, rows) in (1_usize..5).prop_flat_map(|columns| {
                let texts = || prop::collection::vec("[a-c ,，（）风电é🙂\u{301}\u{200b}]{0,9}", columns);
                (texts(), prop::collection::vec(any::<bool>(), columns), prop::collection::vec(texts(), 0..5))
            }),
            ascii in any::<bool>(),
        ) {
            let format = Format::Table;
            let layout = Layout { format, lang: Lang::En, width: None, ascii, unit: None, standalone: false, for_programs: false };
            let (shown, block) = (shown(heads, figures.clone(), rows), (0..figures.len()).collect::<Vec<_>>());
            prop_assert_eq!(lines(layout, &shown, &block, false), lines(layout, &shown, &block, true));
        }
    }
}
