//! A definition as plain text: a line for each paragraph, heading, item of a list, row of a table and line of code.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::entry::events::{end_of, plain};
use crate::link::LinkedText;

/// The text between the cells of a row.
const BETWEEN_CELLS: &str = " | ";

/// The plain text of a definition. Images and footnotes that no page shows are left out.
pub(in crate::site) fn of(text: &LinkedText) -> String {
    let parsed = text.body.parse();
    let events = &parsed.events;
    let mut out = String::new();
    let mut index = 0;
    while let Some((event, _)) = events.get(index) {
        match event {
            _ if !parsed.is_shown(index) => {}
            Event::Start(Tag::Image { .. }) => index = end_of(events, index),
            Event::Start(Tag::Item) => end_line(&mut out),
            Event::TaskListMarker(done) => out.push_str(if *done { "☑ " } else { "☐ " }),
            Event::HardBreak | Event::Rule => end_line(&mut out),
            Event::End(TagEnd::TableCell) => out.push_str(BETWEEN_CELLS),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                let cells = out.trim_end_matches(BETWEEN_CELLS).len();
                out.truncate(cells);
                end_line(&mut out);
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => end_line(&mut out),
            event => out.push_str(plain(event)),
        }
        index += 1;
    }
    out.trim().to_owned()
}

/// Ends a line, unless it is empty. Spaces at its end are removed.
fn end_line(out: &mut String) {
    let text = out.trim_end_matches(' ').len();
    out.truncate(text);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}
