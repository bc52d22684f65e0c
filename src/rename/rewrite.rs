//! The new text of every file that contains a name or the address of the renamed entry, with notes about
//! places that an editor has to check.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::change::Change;
use super::faults;
use super::file_text::{ChangedFile, Rewritten};
use super::names::{Namer, NewName};
use super::project::LinkedProject;
use crate::entry::front_matter::KeyKind;
use crate::entry::page::ParsedPage;
use crate::entry::references::ReferenceKind;
use crate::entry::{self, ParsedEntry};
use crate::glossary::{EntryId, Glossary, PageId};
use crate::link::answers::{Answer, Answers};
use crate::link::{Editions, Linked, LinkedExample, LinkedText, Target};
use crate::names::NameIndex;
use crate::project::config::{Config, LinkTarget};
use crate::project::imported::Imports;
use crate::project::keys::Syntax;
use crate::project::keys::write::quoted;
use crate::site_map::Route;
use crate::source::{SourceFile, Written};
use crate::text::fold::fold;
use crate::text::slice;

/// The changed files, in the order of their old paths.
pub(super) fn rewrite(change: &Change, project: &LinkedProject) -> Vec<ChangedFile> {
    let renamed = ChangedFile::new(&change.file, Rewritten::default(), change);
    // the new front matter decides the meaning of names, so it is needed first
    let entries = project.entries_with(change, std::slice::from_ref(&renamed));
    let parsed = entry::entries(&entries, &project.published.main.parsed, &project.config);
    let pages = &project.published.main.pages;
    let mut changed = BTreeMap::from([(renamed.file.path.clone(), renamed)]);
    let with_drafts = project
        .with_drafts
        .as_ref()
        .map(|editions| (editions, true));
    for (editions, drafts) in std::iter::once((&project.published, false)).chain(with_drafts) {
        let Some(stage) = Stage::new(change, project, (&parsed, pages), editions, drafts) else {
            continue;
        };
        let files = stage.of_main(project).into_iter();
        for (file, rewritten) in files.chain(stage.of_translations()) {
            let file = ChangedFile::new(file, rewritten, change);
            changed.insert(file.file.path.clone(), file);
        }
    }
    changed.into_values().collect()
}

/// The names of the main language before and after the change: of the published entries, or of all with the drafts.
struct Stage<'p> {
    change: &'p Change,
    /// The project before the change.
    editions: &'p Editions,
    /// Whether the drafts are rewritten; if not, the published entries and pages are.
    drafts: bool,
    config: Config,
    /// The entries after the change, with their old texts.
    after: Glossary,
    names: NameIndex,
    /// The renamed entry before and after the change.
    old: EntryId,
    new: EntryId,
}

impl<'p> Stage<'p> {
    /// The `texts` are all entries, with the new front matter of the renamed entry, and all pages. `None` if the renamed entry
    /// is not among the entries that `editions` has.
    fn new(
        change: &'p Change,
        project: &LinkedProject,
        texts: (&[Arc<ParsedEntry>], &[Arc<ParsedPage>]),
        editions: &'p Editions,
        drafts: bool,
    ) -> Option<Self> {
        let config = project.config.with_drafts(drafts);
        let in_main = |entry: &&Arc<ParsedEntry>| entry.language.is_main();
        let of_main: Vec<_> = texts.0.iter().filter(in_main).cloned().collect();
        let after = Glossary::new(&of_main, texts.1, None, &config);
        let exclude = &config.settings.linking.exclude;
        let names = NameIndex::new(&after.names(), &config.edition.language, exclude);
        let before = &editions.main.frame.glossary;
        Some(Self {
            change,
            editions,
            drafts,
            old: before.at_path(&change.file.path)?,
            new: after.at_path(&change.new_path)?,
            config,
            after,
            names,
        })
    }

    /// A rewriter for the texts of one language.
    fn rewriter<'r>(&'r self, linked: &'r Linked, config: &'r Config) -> Rewriter<'r> {
        Rewriter {
            change: self.change,
            linked,
            config,
            namer: Namer {
                names: &self.change.names,
                language: &self.config.edition.language,
                before: &self.editions.main.frame.names,
                after: &self.names,
                old: self.old,
                new: self.new,
            },
        }
    }

    /// The changes of the files in other languages. A name in these files means the entry only if it has no meaning in their own
    /// language.
    fn of_translations(&self) -> Vec<(&'p Arc<SourceFile>, Rewritten)> {
        let mut files = Vec::new();
        for linked in &self.editions.translations {
            let rewriter = self.rewriter(linked, &linked.config);
            let glossary = &linked.frame.glossary;
            let entries = glossary.iter();
            for (id, entry) in entries.filter(|(_, entry)| entry.front.draft == self.drafts) {
                files.push((&entry.file, rewriter.references_of_entry(id)));
            }
            for id in glossary.page_ids() {
                let page = glossary.page(id);
                if page.front.shared.draft == self.drafts {
                    files.push((&page.file, rewriter.references_of_page(id)));
                }
            }
        }
        files.retain(|(file, rewritten)| {
            let is_moved = self.change.translation(&file.path).is_some();
            is_moved || !rewritten.edits.is_empty() || !rewritten.notes.is_empty()
        });
        files
    }

    /// The changes of the files in the main language. If the renamed entry is one of them, the changes of the settings and of the
    /// address book are included.
    fn of_main(&self, project: &'p LinkedProject) -> Vec<(&'p Arc<SourceFile>, Rewritten)> {
        let rewriter = self.rewriter(&self.editions.main, &self.config);
        let new_ids: HashMap<&str, EntryId> = self
            .after
            .iter()
            .map(|(id, entry)| (entry.file.path.as_str(), id))
            .collect();
        let before = &self.editions.main.frame.glossary;
        let mut files = Vec::new();
        let entries = before.iter();
        for (id, entry) in entries.filter(|(_, entry)| entry.front.draft == self.drafts) {
            if let Some(new) = new_ids.get(self.change.new_path_of(&entry.file.path)) {
                files.push((&entry.file, rewriter.entry(id, *new)));
            }
        }
        for id in before.page_ids() {
            let page = before.page(id);
            if page.front.shared.draft == self.drafts {
                files.push((&page.file, rewriter.page(id)));
            }
        }
        if self.change.is_draft == self.drafts {
            let book = project.sources.addresses.iter();
            files.extend(book.map(|file| (file, rewriter.address_book(file))));
            let answers = project.answers.file().into_iter();
            files.extend(answers.map(|file| (file, rewriter.answers(&project.answers))));
            let imports = project.imports.file.iter();
            files.extend(imports.map(|file| (file, rewriter.imports(&project.imports))));
            let settings = &project.settings;
            files.push((settings, rewriter.settings(&settings.text)));
        }
        files.retain(|(_, rewritten)| !rewritten.edits.is_empty() || !rewritten.notes.is_empty());
        files
    }
}

/// Rewrites the texts of a project.
pub(super) struct Rewriter<'r> {
    pub(super) change: &'r Change,
    /// The project before the change.
    pub(super) linked: &'r Linked,
    pub(super) config: &'r Config,
    pub(super) namer: Namer<'r>,
}

impl Rewriter<'_> {
    /// The changes in the text of an entry, and in its front matter where this refers to other entries, with notes.
    /// `id` is the entry in the glossary before the change, `after` the same entry after it.
    fn entry(&self, id: EntryId, after: EntryId) -> Rewritten {
        let mut out = self.references_of_entry(id);
        self.note_mentions(self.linked.glossary.text(id), Some(after), &mut out);
        if id == self.namer.old {
            let entry = self.linked.frame.glossary.entry(id);
            self.note_own_text(id, entry, after, &mut out);
        }
        out.in_order()
    }

    /// The changed references in the text of an entry and in its front matter.
    fn references_of_entry(&self, id: EntryId) -> Rewritten {
        let entry = self.linked.frame.glossary.entry(id);
        let mut out = Rewritten::default();
        self.rewrite_references(self.linked.glossary.text(id), &mut out);
        for (kind, written) in entry.front.texts() {
            if matches!(kind, KeyKind::Entry | KeyKind::Entries) {
                self.rewrite_value(&entry.file, written, &mut out);
            }
        }
        for example in &self.linked.glossary.text(id).examples {
            self.rewrite_example(&entry.file, example, &mut out);
        }
        out.in_order()
    }

    /// The changed references in the text of a page.
    fn references_of_page(&self, id: PageId) -> Rewritten {
        let mut out = Rewritten::default();
        self.rewrite_references(self.linked.glossary.page_text(id), &mut out);
        out.in_order()
    }

    /// The new name for a name in a text; see [`Namer::renamed`]. A name that the language of the text has means no
    /// entry of the main language.
    pub(super) fn renamed(&self, written: &str, fits: fn(&str) -> bool) -> Option<NewName> {
        let is_translation = !self.linked.config.edition.id.is_main();
        if is_translation && self.has_own_name(written) {
            return None;
        }
        self.namer.renamed(written, fits)
    }

    /// Whether a text is a name in the language of a translation, and not only the address of the renamed entry.
    fn has_own_name(&self, written: &str) -> bool {
        let frame = &self.linked.frame;
        let named = frame.names.named(written);
        let [only] = named.as_slice() else {
            return !named.is_empty();
        };
        let entry = frame.glossary.entry(only.entry);
        let language = frame.names.language();
        let key = fold(written, language);
        let mut labels = entry.labels.iter();
        entry.slug != self.change.names.old_slug
            || labels.any(|label| fold(&label.text, language) == key)
    }

    /// Whether a target is the renamed entry, or its translation in the language of the text.
    pub(super) fn is_renamed(&self, target: &Target) -> bool {
        match target {
            Target::Entry(id, _) if self.linked.config.edition.id.is_main() => {
                *id == self.namer.old
            }
            Target::Entry(id, _) => {
                self.linked.frame.glossary.entry(*id).slug == self.change.names.old_slug
            }
            Target::Elsewhere(it) => it.language.is_main() && it.entry == self.namer.old,
            _ => false,
        }
    }

    /// Rewrites the references of an example, and so its whole string.
    fn rewrite_example(&self, file: &SourceFile, example: &LinkedExample, out: &mut Rewritten) {
        let LinkedExample { example, text } = example;
        let mut own = Rewritten::default();
        self.rewrite_references(text, &mut own);
        let own = own.in_order();
        for note in own.notes {
            let place = example.span_of(&(note.offset..note.offset));
            out.note(place.start, note.text);
        }
        if !own.edits.is_empty() {
            let new = text.body.file.edited(&own.edits);
            let before = file.slice(example.span.clone());
            out.edit(
                example.span.clone(),
                Syntax::of(file).quoted_like(&new, before),
            );
        }
    }

    /// The changes in the text of a page, with notes.
    fn page(&self, id: PageId) -> Rewritten {
        let mut out = self.references_of_page(id);
        self.note_mentions(self.linked.glossary.page_text(id), None, &mut out);
        out.in_order()
    }

    /// Rewrites the references of a text.
    fn rewrite_references(&self, text: &LinkedText, out: &mut Rewritten) {
        let body = text.body.parse();
        for reference in &body.references {
            match reference.kind {
                ReferenceKind::Name => self.rewrite_name(&text.body.file, &body, reference, out),
                ReferenceKind::Address => self.rewrite_address(text, &body, reference, out),
                ReferenceKind::Image => {}
            }
        }
        if self.change.moves() {
            self.rewrite_definitions(&text.body, out);
        }
    }

    /// The changes in the address book.
    fn address_book(&self, file: &SourceFile) -> Rewritten {
        let mut out = Rewritten::default();
        for retired in &self.linked.frame.book.retired {
            for written in &retired.instead {
                self.rewrite_value(file, written, &mut out);
            }
        }
        out.in_order()
    }

    /// The changes in the answers to a review of links: the slug of the entry, if it has a new one.
    fn answers(&self, answers: &Answers) -> Rewritten {
        let mut out = Rewritten::default();
        let (old, new) = (&self.change.names.old_slug, &self.change.names.new_slug);
        if old == new {
            return out;
        }
        for (answer, span) in answers.iter() {
            let renamed = |slug: &String| if slug == old { new } else { slug }.clone();
            let after = Answer {
                entry: renamed(&answer.entry),
                target: renamed(&answer.target),
                phrase: answer.phrase.clone(),
            };
            if after != *answer {
                out.edit(span.clone(), after.to_toml());
            }
        }
        out
    }

    /// The changes in the list of what was imported: the paths of files that move, so that the next import finds them.
    fn imports(&self, imports: &Imports) -> Rewritten {
        let mut out = Rewritten::default();
        let sources = imports.sources.iter();
        for record in sources.flat_map(|source| source.records.values()) {
            let new = self.change.new_path_of(&record.file);
            if new != record.file {
                out.edit(record.span.clone(), quoted(new));
            }
        }
        out.in_order()
    }

    /// The changes in the settings: addresses in the navigation.
    fn settings(&self, text: &str) -> Rewritten {
        let mut out = Rewritten::default();
        for link in &self.config.settings.navigation {
            let LinkTarget::Site(path, _, place) = &link.target else {
                continue;
            };
            let route = self.linked.frame.site_map.route(path);
            if route == Some(&Route::Entry(self.namer.old)) && self.change.moves() {
                let written = slice(text, place.span.clone());
                let url = written.trim_matches(['"', '\'']);
                let Some(url) = self.site_address(url) else {
                    continue;
                };
                out.edit(place.span.clone(), Syntax::Toml.quoted_like(&url, written));
                if self.contains_old_title(&link.title) {
                    out.note(place.span.start, faults::old_title_in_link(&link.title));
                }
            }
        }
        out.in_order()
    }

    /// Rewrites a value that names an entry, in front matter or in the address book.
    fn rewrite_value(&self, file: &SourceFile, written: &Written, out: &mut Rewritten) {
        if let Some(new) = self.renamed(&written.text, |_| true) {
            let before = file.slice(written.span.clone());
            let name = Syntax::of(file).quoted_like(&new.name, before);
            out.edit(written.span.clone(), name);
        }
    }
}
