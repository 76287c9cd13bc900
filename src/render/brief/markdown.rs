//! A briefing in Markdown of GitHub's flavour.

use std::io::{self, Write};

use super::super::markdown::{escaped, write_table};
use super::{harmless, shown};
use crate::brief::Brief;
use crate::lang::brief::numbered;

/// Writes it.
pub(super) fn write(out: &mut dyn Write, brief: &Brief) -> io::Result<()> {
    let plain = |text: &str| escaped(&harmless(text));
    writeln!(out, "# {}", plain(&brief.title))?;
    for line in &brief.about {
        writeln!(out, "\n{}", plain(line))?;
    }
    for (at, section) in brief.sections.iter().enumerate() {
        writeln!(out, "\n## {}", plain(&numbered(at, &section.heading, brief.lang)))?;
        for paragraph in &section.paragraphs {
            writeln!(out, "\n{}", plain(&paragraph.text()))?;
        }
        for table in &section.tables {
            let mut shown = shown(&table.sheet, brief.lang);
            shown.chart = None;
            if let Some(caption) = &table.caption {
                writeln!(out, "\n**{}**", plain(caption))?;
            }
            writeln!(out)?;
            write_table(out, &shown, false)?;
            for note in &shown.notes {
                writeln!(out, "\n{}", escaped(note))?;
            }
        }
        for (at, point) in section.points.iter().enumerate() {
            writeln!(out, "{}- {}", if at == 0 { "\n" } else { "" }, plain(point))?;
        }
    }
    writeln!(out, "\n---")?;
    for line in &brief.foot {
        writeln!(out, "\n{}", plain(line))?;
    }
    out.flush()
}
