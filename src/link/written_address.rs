//! An address as it is written in a file, and the fixes that change it.

use std::sync::Arc;

use crate::address::destination::encode_path;
use crate::diagnostic::{Fix, Suggestion};
use crate::source::{Edit, Place, SourceFile, Span};

/// An address as it is written in a file.
pub(super) struct WrittenAddress<'p> {
    place: &'p Place,
    form: Form<'p>,
}

/// The form in which an address is written.
enum Form<'p> {
    /// The address `written` of a link or an image in Markdown.
    Link {
        written: &'p str,
        definitions: &'p dyn Fn() -> &'p [(String, Span)],
    },
    /// A value in TOML, or in YAML.
    String,
}

impl<'p> WrittenAddress<'p> {
    /// The address `written` of a link or an image in Markdown. `place` is the address, the text of the link
    /// if the address is in a definition, or otherwise the whole link. `definitions` returns the definitions
    /// of the text ([`definitions`]); it is called only if a fix needs them.
    ///
    /// [`definitions`]: crate::entry::markdown::Body::definitions
    pub(super) fn in_link(
        place: &'p Place,
        written: &'p str,
        definitions: &'p dyn Fn() -> &'p [(String, Span)],
    ) -> Self {
        let form = Form::Link {
            written,
            definitions,
        };
        Self { place, form }
    }

    /// An address that is a value in TOML or YAML, whose place includes the quotation marks if there are any.
    pub(super) fn in_string(place: &'p Place) -> Self {
        Self {
            place,
            form: Form::String,
        }
    }

    /// The bytes of the address alone; `None` if it is written with escapes, or if its place is not known.
    fn span(&self) -> Option<Span> {
        let Place { file, span } = self.place;
        let text = self.place.text();
        match self.form {
            Form::Link {
                written,
                definitions,
            } => {
                let before = file.slice(..span.start);
                if before.ends_with("](") || before.ends_with("](<") {
                    (text == written).then(|| span.clone())
                } else if text.ends_with(']') {
                    in_definition(file, written, definitions())
                } else {
                    None
                }
            }
            Form::String => {
                if !text.starts_with(['"', '\'']) {
                    return Some(span.clone());
                }
                let has_marks =
                    text.len() >= 2 && !text.starts_with("\"\"\"") && !text.starts_with("'''");
                let is_simple = has_marks && !text.contains('\\');
                is_simple.then(|| span.start + 1..span.end - 1)
            }
        }
    }

    /// Suggests another path or URL; the query and the fragment stay.
    pub(super) fn with_path(&self, path: &str) -> Suggestion {
        let suggestion = Suggestion::new(path);
        let Some((file, span)) = self.parts() else {
            return suggestion;
        };
        // these end an address, or a cell of a table
        if path.contains(['(', ')', '|', '\'']) {
            return suggestion;
        }
        let address = file.slice(span.clone());
        let length = address.find(['?', '#']).unwrap_or(address.len());
        let edit = Edit::new(span.start..span.start + length, encode_path(path));
        suggestion.with_edit(file, edit)
    }

    /// Suggests another anchor.
    pub(super) fn with_anchor(&self, anchor: &str) -> Suggestion {
        let suggestion = Suggestion::new(format!("#{anchor}"));
        match self.fragment() {
            Some((file, span)) => suggestion.with_edit(file, Edit::new(span, format!("#{anchor}"))),
            None => suggestion,
        }
    }

    /// The fix that removes the anchor; `None` if the address is nothing else.
    pub(super) fn without_anchor(&self, title: &str) -> Option<Fix> {
        let (file, span) = self.fragment()?;
        let is_whole = self.span().as_ref() == Some(&span);
        (!is_whole).then(|| Fix {
            title: title.to_owned(),
            ..Fix::remove(file, [span])
        })
    }

    /// The bytes of the fragment, with its `#`.
    fn fragment(&self) -> Option<(&Arc<SourceFile>, Span)> {
        let (file, span) = self.parts()?;
        let before = file.slice(span.clone()).find('#')?;
        Some((file, span.start + before..span.end))
    }

    fn parts(&self) -> Option<(&Arc<SourceFile>, Span)> {
        Some((&self.place.file, self.span()?))
    }
}

/// The bytes of an address in the only definition that has it; `None` if there are several, or if it is
/// written with escapes.
fn in_definition(file: &SourceFile, written: &str, definitions: &[(String, Span)]) -> Option<Span> {
    let mut with_address = definitions.iter().filter(|(address, _)| address == written);
    let (Some((_, span)), None) = (with_address.next(), with_address.next()) else {
        return None;
    };
    let (label, address) = file.slice(span.clone()).split_once("]:")?;
    let start = span.start + label.len() + "]:".len() + address.find(written)?;
    Some(start..start + written.len())
}
