//! The context in which the text of one entry is rewritten, and the results that are not text: notes, used
//! files, tags.

use std::collections::{BTreeSet, HashSet};

use super::draft::Draft;
use super::notes::{Note, NoteKind};
use super::old_site::key;
use super::old_sites::OldSites;
use super::project::TargetProject;
use super::shared_page::loose;
use crate::text::language::Language;

/// One entry among all, the old site around it, and the results so far.
pub(super) struct Context<'s> {
    pub(super) site: OldSites<'s>,
    pub(super) drafts: &'s [Draft],
    /// The entry's index in `drafts`.
    pub(super) index: usize,
    /// The project.
    pub(super) project: &'s TargetProject,
    /// The language of the text.
    pub(super) language: &'s Language,
    /// The addresses of the published texts in the main language, each with whether it is that of an entry.
    pub(super) in_main: &'s HashSet<(bool, String)>,
    /// The folder of the entries, as a path from the project's root with a slash at its end.
    pub(super) folder: &'s str,
    /// The anchors of pages that entries share, if they belong to letters, groups or the page as a whole.
    pub(super) index_anchors: &'s HashSet<String>,
    /// Whether the source is a vault of Obsidian.
    pub(super) is_vault: bool,
    /// The notes on the text.
    pub(super) notes: Vec<Note>,
    /// The files of the source that the text uses.
    pub(super) files: BTreeSet<String>,
    /// The tags that the text contains.
    pub(super) tags: Vec<String>,
}

impl<'s> Context<'s> {
    /// The entry itself.
    pub(super) fn own(&self) -> Option<&'s Draft> {
        self.drafts.get(self.index)
    }

    /// Adds a note on a line of the entry's file.
    pub(super) fn note(
        &mut self,
        kind: NoteKind,
        line: usize,
        what: impl Into<String>,
        detail: impl Into<String>,
    ) {
        let file = self.own().map_or("", |own| own.file.as_str());
        self.notes.push(Note::new(kind, file, line, what, detail));
    }

    /// Whether an anchor of a shared page is that of a letter, of a group of entries, or of the whole page.
    pub(super) fn is_heading_of_index(&self, page: &str, anchor: &str) -> bool {
        self.index_anchors.contains(&index_anchor(page, anchor))
    }

    /// Whether an existing entry of the project has a name.
    pub(super) fn is_known(&self, name: &str) -> bool {
        self.project.has_name(name, self.language)
    }

    /// The title of the entry with a name or an old address; `None` if there is none.
    pub(super) fn title_of(&self, name: &str) -> Option<String> {
        let index = self.site.named(name, self.own()?)?;
        Some(self.drafts.get(index)?.title.clone())
    }
}

/// The key of an anchor of a shared page.
pub(super) fn index_anchor(page: &str, anchor: &str) -> String {
    format!("{}#{}", key(page), loose(anchor))
}
