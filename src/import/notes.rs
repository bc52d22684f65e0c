//! Notes on places of a source: the parts that did not become text of an entry or a page, and the parts that
//! became something else.
//!
//! Every part of a source is accounted for: it is in an entry, on a page, or in a note. A reader gives its notes
//! together with its entries, and a draft carries the notes about its own text until the report is made.

use crate::text::fold::single_spaced;
use crate::text::head;

/// The kind of a note. A report has the kinds in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A file or a part of a file that is not part of the glossary.
    LeftOut,
    /// Something was not understood, and stays in the text.
    NotUnderstood,
    /// A link or an image could not be kept: it has no destination, or lost its anchor, or an image became a
    /// link.
    Unlinked,
    /// A name, a tag or a key was changed, so that the glossary can be built.
    Changed,
    /// Something that only the old tool used was removed.
    TakenOut,
    /// An old address cannot redirect to a page.
    LostAddress,
    /// A file looks like a glossary, and was not read as one.
    LooksLike,
    /// A record of an earlier import that the source no longer has.
    Gone,
    /// A key or a text that was changed in the source, and also in the glossary, where it stays.
    Kept,
    /// Text, a name or a link within the source that is in no entry and on no page.
    Lost,
}

impl NoteKind {
    /// All kinds, in the order of a report.
    pub(super) const ALL: [Self; 10] = [
        Self::LeftOut,
        Self::NotUnderstood,
        Self::Unlinked,
        Self::Changed,
        Self::TakenOut,
        Self::LostAddress,
        Self::LooksLike,
        Self::Gone,
        Self::Kept,
        Self::Lost,
    ];

    /// The heading of the notes of this kind.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::LeftOut => "not part of the glossary",
            Self::NotUnderstood => "not understood: it stays in the text",
            Self::Unlinked => "links and images that could not be kept: most are plain text now",
            Self::Changed => "changed, so that the glossary can be built",
            Self::TakenOut => "removed, because only the old tool used it",
            Self::LostAddress => "old addresses that cannot redirect to a page",
            Self::LooksLike => "looks like a glossary, and was not read as one",
            Self::Gone => "no longer in the source: the entries stay",
            Self::Kept => "changed in the source, and kept as it is in the glossary",
            Self::Lost => "lost: in no entry and on no page",
        }
    }
}

/// A note on a place of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The kind of the note.
    pub kind: NoteKind,
    /// The file, as messages name it.
    pub file: String,
    /// The line; the first line is 1, and 0 is the file as a whole.
    pub line: usize,
    /// The subject, which notes on several places share: `a row without a term`.
    pub what: String,
    /// The text at this place, such as a link or the beginning of a paragraph. It may be empty.
    pub detail: String,
}

impl Note {
    /// A note on a line of a file: its subject, and the text there.
    pub(super) fn new(
        kind: NoteKind,
        file: &str,
        line: usize,
        what: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            file: file.to_owned(),
            line,
            what: what.into(),
            detail: detail.into(),
        }
    }
}

/// The longest part of a source's text in a note, in bytes.
const EXCERPT: usize = 60;

/// The beginning of a text of the source, for a note.
pub(super) fn excerpt(text: &str) -> String {
    let text = single_spaced(text);
    let first = head(&text, EXCERPT);
    let dots = if first.len() < text.len() { " …" } else { "" };
    let mark = if first.contains('`') { "``" } else { "`" };
    format!("{mark}{}{dots}{mark}", first.trim_end())
}
