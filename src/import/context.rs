//! What is known while one entry's text is rewritten, and what is found in it.

use std::collections::{BTreeSet, HashSet};

use super::draft::Draft;
use super::old_site::OldSite;
use super::report::{Note, NoteKind};
use crate::text::fold::fold;
use crate::text::language::Language;

/// One entry among all, and the old site around it.
pub(super) struct Context<'s> {
    pub(super) site: &'s OldSite<'s>,
    pub(super) drafts: &'s [Draft],
    /// The entry's place among them.
    pub(super) at: usize,
    /// Names of entries that the project has already, folded.
    pub(super) known: &'s HashSet<String>,
    /// The language that they are folded in.
    pub(super) language: &'s Language,
    /// Whether the text is a note of Obsidian's.
    pub(super) is_vault: bool,
    /// What there is to know of the text.
    pub(super) notes: Vec<Note>,
    /// Files of the source that the text uses.
    pub(super) files: BTreeSet<String>,
    /// Tags that stand in the text.
    pub(super) tags: Vec<String>,
}

impl<'s> Context<'s> {
    /// The entry itself.
    pub(super) fn own(&self) -> Option<&'s Draft> {
        self.drafts.get(self.at)
    }

    /// Adds a note on a line of the entry's file.
    pub(super) fn note(&mut self, kind: NoteKind, line: usize, text: impl Into<String>) {
        let file = self.own().map_or(String::new(), |own| own.file.clone());
        self.notes.push(Note {
            kind,
            file,
            line,
            text: text.into(),
        });
    }

    /// Whether an entry of the project is called so.
    pub(super) fn is_known(&self, name: &str) -> bool {
        self.known.contains(&fold(name, self.language))
    }

    /// The title of the entry that a name or an address means.
    pub(super) fn title_of(&self, name: &str) -> Option<String> {
        let at = self.site.named(name, self.own()?)?;
        Some(self.drafts.get(at)?.title.clone())
    }
}
