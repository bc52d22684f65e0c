//! Macros of AsciiDoc that only an extension of Asciidoctor knows. They stay in the text.

use crate::import::draft::RawEntry;
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::text::slice;

/// What the note on such a macro says.
const LEFT: &str = "a macro of an extension of Asciidoctor";

/// Notes on the macros in the texts of entries and pages: `linkgit:git-fetch[1]`.
pub(super) fn left(raws: &[RawEntry]) -> Vec<Note> {
    let mut notes = Vec::new();
    for raw in raws {
        let code = raw.body.code();
        for (at, found) in macros(&raw.body.text) {
            if !code.iter().any(|span| span.contains(&at)) {
                let detail = excerpt(&found.replace('\\', ""));
                let line = raw.body.line(at);
                notes.push(Note::new(
                    NoteKind::NotUnderstood,
                    &raw.file,
                    line,
                    LEFT,
                    detail,
                ));
            }
        }
    }
    notes
}

/// The macros in a text in Markdown, with their offsets.
///
/// ```text
/// See linkgit:git-fetch\[1\], and a: [b](c).    4, linkgit:git-fetch\[1\]
/// ```
fn macros(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let before = slice(text, ..colon);
        let name = before.len() - before.trim_end_matches(is_name).len();
        let after = slice(text, colon + 1..);
        let target = after.find(|c: char| c.is_whitespace() || "[<>()`".contains(c));
        let target = target.unwrap_or(after.len());
        let is_open =
            slice(after, target..).starts_with('[') && slice(after, ..target).ends_with('\\');
        // `https://…` is an address
        if name < 2 || target < 2 || after.starts_with("//") || !is_open {
            continue;
        }
        let inside = slice(after, target..);
        let line = slice(inside, ..inside.find('\n').unwrap_or(inside.len()));
        if let Some(end) = line.find(']') {
            let start = colon - name;
            found.push((start, slice(text, start..colon + 1 + target + end + 1)));
        }
    }
    found
}

/// Whether a character is a part of the name of a macro.
fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}
