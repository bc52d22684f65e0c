//! Every place that says an entry's name or address: what is written there instead, and what somebody
//! has to look at.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::change::Change;
use super::faults;
use super::file_text::{ChangedFile, Rewritten};
use super::names::Namer;
use super::project::Project;
use crate::entry::front_matter::KeyKind;
use crate::entry::references::ReferenceKind;
use crate::entry::{self, ParsedEntry};
use crate::glossary::{EntryId, Glossary};
use crate::link::Linked;
use crate::names::NameIndex;
use crate::project::config::{Config, NavigationTarget};
use crate::project::keys::write::quoted_like;
use crate::site_map::Route;
use crate::source::{SourceFile, Written};
use crate::text::slice;

/// The files that are changed, in the order of their paths.
pub(super) fn rewrite(change: &Change, project: &Project) -> Vec<ChangedFile> {
    let own = ChangedFile::new(&change.file, Rewritten::default(), change);
    // what names mean is decided by front matter: that comes first
    let entries = project.entries_with(change, std::slice::from_ref(&own));
    let parsed = entry::entries(&entries, &project.published.parsed, &project.config);
    let mut changed = BTreeMap::from([(own.file.path.clone(), own)]);
    let of_drafts = project.with_drafts.as_ref().map(|linked| (linked, true));
    for (linked, drafts) in std::iter::once((&project.published, false)).chain(of_drafts) {
        for (file, rewritten) in rewritten(change, project, &parsed, linked, drafts) {
            let file = ChangedFile::new(file, rewritten, change);
            changed.insert(file.file.path.clone(), file);
        }
    }
    changed.into_values().collect()
}

/// What becomes of the drafts, or of all other entries, and of what stands beside those that the renamed
/// one is of. `parsed` are the entries with its new front matter.
fn rewritten<'p>(
    change: &Change,
    project: &'p Project,
    parsed: &[Arc<ParsedEntry>],
    linked: &'p Linked,
    drafts: bool,
) -> Vec<(&'p Arc<SourceFile>, Rewritten)> {
    let config = project.config.with_drafts(drafts);
    let after = Glossary::new(parsed, &config);
    let language = &config.edition.language;
    let exclude = &config.settings.linking.exclude;
    let names = NameIndex::new(&after.names(), language, exclude);
    let before = &linked.frame.glossary;
    let (Some(old), Some(new)) = (
        before.at_path(&change.file.path),
        after.at_path(&change.new_path),
    ) else {
        return Vec::new();
    };
    let rewriter = Rewriter {
        change,
        linked,
        config: &config,
        namer: Namer {
            names: &change.names,
            language,
            before: &linked.frame.names,
            after: &names,
            old,
            new,
        },
    };
    let new_ids: HashMap<&str, EntryId> = after
        .iter()
        .map(|(id, entry)| (entry.file.path.as_str(), id))
        .collect();
    let mut found = Vec::new();
    for (id, entry) in before
        .iter()
        .filter(|(_, entry)| entry.front.draft == drafts)
    {
        if let Some(new) = new_ids.get(change.new_path_of(&entry.file.path)) {
            found.push((&entry.file, rewriter.entry(id, *new)));
        }
    }
    if change.is_draft == drafts {
        let book = project.sources.addresses.iter();
        found.extend(book.map(|file| (file, rewriter.book(&file.text))));
        let settings = &project.settings;
        found.push((settings, rewriter.settings(&settings.text)));
    }
    found.retain(|(_, rewritten)| !rewritten.edits.is_empty() || !rewritten.notes.is_empty());
    found
}

/// Rewrites one text after the other.
pub(super) struct Rewriter<'r> {
    pub(super) change: &'r Change,
    /// The project before.
    pub(super) linked: &'r Linked,
    pub(super) config: &'r Config,
    pub(super) namer: Namer<'r>,
}

impl Rewriter<'_> {
    /// What becomes of an entry's text and of what its front matter says of others. `after` is the entry
    /// in the glossary as it is going to be.
    fn entry(&self, id: EntryId, after: EntryId) -> Rewritten {
        let entry = self.linked.frame.glossary.entry(id);
        let mut out = Rewritten::default();
        for reference in &entry.body.references {
            match reference.kind {
                ReferenceKind::Name => self.name(entry, reference, &mut out),
                ReferenceKind::Address => self.address(id, entry, reference, &mut out),
                ReferenceKind::Image => {}
            }
        }
        if self.change.moves() {
            self.definitions(entry, &mut out);
        }
        for (kind, written) in entry.front.texts() {
            if matches!(kind, KeyKind::Entry | KeyKind::Entries) {
                self.pointer(&entry.file.text, written, &mut out);
            }
        }
        self.mentions(id, entry, after, &mut out);
        if id == self.namer.old {
            self.own_text(id, entry, after, &mut out);
        }
        out.in_order()
    }

    /// What becomes of the address book.
    fn book(&self, text: &str) -> Rewritten {
        let mut out = Rewritten::default();
        for retired in &self.linked.frame.book.retired {
            for written in &retired.instead {
                self.pointer(text, written, &mut out);
            }
        }
        out.in_order()
    }

    /// What becomes of the settings.
    fn settings(&self, text: &str) -> Rewritten {
        let mut out = Rewritten::default();
        for link in &self.config.settings.navigation {
            let NavigationTarget::Site(path, _, place) = &link.target else {
                continue;
            };
            let route = self.linked.frame.site_map.route(path);
            if route == Some(&Route::Entry(self.namer.old)) && self.change.moves() {
                let written = slice(text, place.span.clone());
                let url = written.trim_matches(['"', '\'']);
                let Some(url) = self.site_address(url) else {
                    continue;
                };
                out.edit(place.span.clone(), quoted_like(&url, written));
                if self.says_old_title(&link.title) {
                    out.note(place.span.start, faults::link_says(&link.title));
                }
            }
        }
        out.in_order()
    }

    /// A name in front matter, or in the address book.
    fn pointer(&self, text: &str, written: &Written, out: &mut Rewritten) {
        if let Some(new) = self.namer.renamed(&written.text, |_| true) {
            let before = slice(text, written.span.clone());
            out.edit(written.span.clone(), quoted_like(&new.name, before));
        }
    }
}
