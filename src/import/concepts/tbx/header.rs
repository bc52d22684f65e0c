//! The header of a termbase, and the objects behind its concepts to which they refer.

use std::collections::HashMap;

use super::words;
use crate::import::concepts::concept::{AboutFile, Vocabulary};
use crate::import::concepts::plain_text;
use crate::import::concepts::xml::{Element, Step, XmlReader};
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::text::slice;

/// An object behind the concepts, such as a book or a person.
pub(super) struct BackObject {
    pub(super) text: String,
    /// Whether it is a person or an organisation.
    pub(super) is_responsible: bool,
}

/// Reads a header: the title, and a note beside it that introduces the whole. Other texts get a note.
pub(super) fn read(header: &Element, file: &str, vocabulary: &mut Vocabulary) {
    let mut open: Vec<(&Element, Option<&str>)> = vec![(header, None)];
    while let Some((element, parent)) = open.pop() {
        let children: Vec<&Element> = element.elements().collect();
        if !children.is_empty() && element.name != "p" {
            let inner = children.into_iter().rev();
            open.extend(inner.map(|child| (child, Some(element.name.as_str()))));
            continue;
        }
        let text = words(element);
        if text.is_empty() {
            continue;
        }
        let about = |text: String| AboutFile {
            tag: String::new(),
            text,
            line: element.line,
        };
        match (parent, element.name.as_str()) {
            (Some("titleStmt"), "title") => vocabulary.titles.push(about(text)),
            // `description` is that of TBX-Min
            (Some("titleStmt"), "note" | "p") | (Some("header"), "description") => {
                let text = plain_text::markdown(&element.text());
                vocabulary.introductions.push(about(text));
            }
            _ => {
                let place = match parent {
                    Some(parent) => format!("{parent}: {text}"),
                    None => text,
                };
                let what = "a value about the file";
                let note = Note::new(NoteKind::LeftOut, file, element.line, what, excerpt(&place));
                vocabulary.notes.push(note);
            }
        }
    }
}

/// The objects at the end of a file, by their identifiers.
pub(super) fn back(text: &str) -> HashMap<String, BackObject> {
    let mut objects = HashMap::new();
    let Some(at) = text.rfind("<back") else {
        return objects;
    };
    let mut reader = XmlReader::new(slice(text, at..));
    let Ok(Step::Whole(back)) = reader.step(|_| false) else {
        // the file is not well-formed, which is reported when it is read from its beginning
        return objects;
    };
    for list in back.elements() {
        let kind = list.attribute("type").unwrap_or_default();
        for object in list.elements() {
            let items = object.elements().flat_map(|item| match item.name.as_str() {
                "itemSet" | "itemGrp" => item.elements().collect(),
                _ => vec![item],
            });
            let items: Vec<String> = items.map(words).filter(|text| !text.is_empty()).collect();
            if let Some(id) = object.attribute("id") {
                let object = BackObject {
                    text: items.join(", "),
                    is_responsible: kind.starts_with("resp"),
                };
                objects.insert(id.to_owned(), object);
            }
        }
    }
    objects
}
