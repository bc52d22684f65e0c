//! A text in its project, for questions about it.

use std::sync::Arc;

use gen_lsp_types::{Location, TextEdit};
use pulldown_cmark::{Event, Tag};

use super::diagnostics::Writer;
use super::names::NameTable;
use crate::entry::markdown::Body;
use crate::glossary::{EntryId, Glossary};
use crate::link::Linked;
use crate::source::{Edit, Place, SourceFile, Span};
use crate::workbench::Reading;

/// A text in its project.
pub(super) struct Scene<'s> {
    /// The project.
    pub(super) reading: &'s Reading,
    /// All names of the project.
    pub(super) names: &'s NameTable,
    /// The path of the text's file from the project's root.
    pub(super) path: &'s str,
    /// The file.
    pub(super) file: &'s Arc<SourceFile>,
    /// Writes for the client.
    pub(super) writer: &'s Writer<'s>,
}

impl Scene<'_> {
    /// The linked project.
    pub(super) fn linked(&self) -> &Linked {
        self.reading.linked.of_file(self.path)
    }

    /// The glossary.
    pub(super) fn glossary(&self) -> &Glossary {
        &self.linked().glossary.glossary
    }

    /// The place where an entry is defined: its title, or the heading with this anchor.
    pub(super) fn definition(&self, id: EntryId, anchor: Option<&str>) -> Location {
        let entry = self.glossary().entry(id);
        let heading = anchor.and_then(|anchor| heading(&entry.body, anchor));
        let span = heading.unwrap_or_else(|| entry.front.title.span.clone());
        self.writer.location(&Place::new(&entry.file, span))
    }

    /// An edit of a file, with the line ends of the file.
    pub(super) fn edit(&self, file: &SourceFile, edit: &Edit) -> TextEdit {
        self.writer.edit(file, edit)
    }
}

/// The bytes of the heading with an anchor.
fn heading(body: &Body, anchor: &str) -> Option<Span> {
    let parsed = body.parse();
    let mut events = parsed.events.into_iter();
    events.find_map(|(event, span)| match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) if *id == *anchor => {
            let written = body.file.slice(span.clone()).trim_end();
            Some(span.start..span.start + written.len())
        }
        _ => None,
    })
}
