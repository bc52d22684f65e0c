//! Reads termbases in TBX: version 3 (ISO 30042:2019) in both styles and in all dialects, version 2 (`martif`), and
//! TBX-Min.
//!
//! ```text
//! <descrip type="definition">…</descrip>     style DCA: the category is an attribute
//! <basic:definition>…</basic:definition>     style DCT: the category is the element
//! ```
//!
//! `entry` reads the element of a concept; `categories` says what its data categories mean, and `term` what the names
//! of a language are.

use super::concept::Vocabulary;
use super::xml::{Element, Step, XmlReader};
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::import::value::Problem;
use crate::text::fold::single_spaced;
use entry::EntryReader;

mod categories;
mod entry;
mod header;
mod inline;
mod term;

/// Whether an element is the root of a termbase.
pub(super) fn is_root(name: &str) -> bool {
    matches!(name, "tbx" | "martif" | "TBX")
}

/// Reads a termbase. `file` is its name in messages.
///
/// # Errors
///
/// The text is not well-formed XML, or its root is that of another format.
pub(super) fn read(text: &str, file: &str) -> Result<Vocabulary, Problem> {
    let mut vocabulary = Vocabulary::default();
    let objects = header::back(text);
    let mut entries = EntryReader::new(file, &objects);
    let mut reader = XmlReader::new(text);
    let mut has_root = false;
    let enters = |name: &str| is_root(name) || matches!(name, "text" | "body");
    loop {
        match reader.step(enters)? {
            Step::End => break,
            Step::Entered(element) if is_root(&element.name) => {
                has_root = true;
                vocabulary.language = element.attribute("lang").map(str::to_owned);
            }
            Step::Entered(_) => {}
            Step::Whole(element) if !has_root => {
                let reason = format!("the file is not TBX: it begins with `<{}>`", element.name);
                return Err(Problem::new(element.line, reason));
            }
            Step::Whole(element) => match element.name.as_str() {
                "tbxHeader" | "martifHeader" | "header" => {
                    header::read(&element, file, &mut vocabulary)
                }
                "conceptEntry" | "termEntry" | "entry" => {
                    let concept = entries.concept(&element);
                    concept.check_languages()?;
                    vocabulary.concepts.push(concept);
                }
                "back" => {}
                name => {
                    let what = format!("`<{name}>` outside of the concepts");
                    let detail = excerpt(&words(&element));
                    vocabulary.notes.push(Note::new(
                        NoteKind::Lost,
                        file,
                        element.line,
                        what,
                        detail,
                    ));
                }
            },
            Step::Text(text, line) => {
                let what = "a text outside of the concepts";
                let note = Note::new(NoteKind::Lost, file, line, what, excerpt(&text));
                vocabulary.notes.push(note);
            }
        }
    }
    vocabulary.notes.extend(entries.into_notes());
    Ok(vocabulary)
}

/// The text of an element on one line.
fn words(element: &Element) -> String {
    single_spaced(&inline::plain(element))
}
