//! Lines with their numbers in the file, as the parts of texts.

use super::definitions::Definitions;
use crate::import::passage::{NumberedLine, Passage};
use crate::text::slice;

/// Adds a block after an empty line.
pub(super) fn push_block(out: &mut Vec<NumberedLine>, lines: Vec<NumberedLine>) {
    let is_apart = out.last().is_none_or(|line| line.text.trim().is_empty());
    if !is_apart {
        out.push(NumberedLine::blank(lines.first()));
    }
    out.extend(lines);
}

/// The lines of a text with the definitions that they use.
pub(super) fn with_definitions(
    mut lines: Vec<NumberedLine>,
    definitions: &mut Definitions,
) -> Passage {
    let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let used = definitions.used_by(&text.join("\n"));
    lines.extend(used);
    let mut passage = Passage::of_lines(&lines);
    passage.trim();
    passage
}

/// The lines of a text that begins on a line with this number.
pub(super) fn numbered_lines(text: &str, first: usize) -> Vec<NumberedLine> {
    text.lines()
        .enumerate()
        .map(|(index, line)| NumberedLine {
            text: line.to_owned(),
            number: first + index,
        })
        .collect()
}

/// The lines of a text without the indentation that all of them have.
pub(super) fn dedented(text: &str, first: usize) -> Vec<NumberedLine> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = lines.map(indent).min().unwrap_or(0);
    numbered_lines(text, first)
        .into_iter()
        .map(|line| NumberedLine {
            text: slice(&line.text, least.min(line.text.len())..).to_owned(),
            number: line.number,
        })
        .collect()
}

/// A line without its indentation, of which at most `most` characters go.
pub(super) fn without_indent(line: &str, most: usize) -> String {
    if let Some(rest) = line.strip_prefix('\t') {
        return rest.to_owned();
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    slice(line, indent.min(most)..).to_owned()
}
