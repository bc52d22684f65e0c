//! Finds the entries that have to be resolved again after a change of texts or names. The links of all others are
//! still those of a whole build.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::relations::ResolvedEntry;
use super::{Linked, Target};
use crate::entry::ParsedEntry;
use crate::entry::markdown::Body;
use crate::entry::prose::{Prose, blocks};
use crate::entry::references::ReferenceKind;
use crate::glossary::{Entry, EntryId, Glossary, Withheld, names_of};
use crate::names::{Spellings, Vocabulary};
use crate::text::language::Language;

/// The most entries and drafts with other names, before and after a change, whose names are looked for in all vocabularies.
/// Version control may change thousands of names, and then it takes less time to link all texts again.
const MOST_CHANGES: usize = 32;

impl Linked {
    /// What stays as it is after some texts have `changed`: the links of each entry, or `None` if it has to be resolved
    /// again. These are the entries that have changed, and those with a link or a problem that depends on a heading in
    /// one of them.
    pub(super) fn right_after_texts(
        &self,
        glossary: &Glossary,
        changed: &[(EntryId, &ParsedEntry)],
    ) -> Vec<Option<Arc<ResolvedEntry>>> {
        let before = &self.glossary.glossary;
        let changed: HashSet<EntryId> = changed.iter().map(|(id, _)| *id).collect();
        let differs = |id: &&EntryId| {
            has_other_headings(&before.entry(**id).body, &glossary.entry(**id).body)
        };
        let other_anchors: HashSet<EntryId> = changed.iter().filter(differs).copied().collect();
        let mut pages = glossary.pages.iter().zip(before.pages.iter());
        let has_other_pages = pages.any(|(now, before)| {
            !Arc::ptr_eq(now, before) && has_other_headings(&before.body, &now.body)
        });
        let any_differs = has_other_pages || !other_anchors.is_empty();
        let is_stale = |id: EntryId, entry: &ResolvedEntry| {
            changed.contains(&id)
                || (any_differs && entry.depends_on(&other_anchors, has_other_pages))
        };
        let entries = glossary.ids().zip(&self.resolved);
        entries
            .map(|(id, entry)| (!is_stale(id, entry)).then(|| Arc::clone(entry)))
            .collect()
    }

    /// What stays as it is if the glossary becomes `now`, which has other entries or names: for each entry of `now`, its
    /// links, with the identifiers of `now`, or `None` if it has to be resolved. The settings, the files beside the texts
    /// and the address book are the same, and the language is the main one.
    pub(super) fn right_after_names(&self, now: &Glossary) -> Vec<Option<Arc<ResolvedEntry>>> {
        let before = &self.glossary.glossary;
        let language = &self.config.edition.language;
        let change = Change::between(before, now);
        let entries = change.entries_before.iter().chain(&change.entries_now);
        let [drafts, drafts_now] =
            [before, now].map(|it| it.withheld.iter().collect::<HashSet<&Withheld>>());
        let drafts = drafts.symmetric_difference(&drafts_now);
        let names = names_of(entries.copied(), drafts.copied());
        if names.entries.len() + names.drafts.len() > MOST_CHANGES {
            return vec![None; now.entries.len()];
        }
        let spellings = Spellings::of(&names, language);
        let keeps_ids = change.keeps_ids();
        let entries = now.entries.par_iter().zip(&change.same);
        let kept = entries.map(|(entry, id)| {
            let resolved = self.resolved.get((*id)?.index())?;
            // any address may lead to something else
            let depends = resolved.depends_on(&change.other_anchors, true);
            let is_concerned = || spellings.may_be_in(resolved.vocabulary(entry, language));
            if depends || is_concerned() {
                None
            } else if keeps_ids {
                Some(Arc::clone(resolved))
            } else {
                let mut resolved = ResolvedEntry::clone(resolved);
                resolved.replace_ids(&|id| change.id(id))?;
                Some(Arc::new(resolved))
            }
        });
        kept.collect()
    }

    /// Reads the words of all texts, so that the first change of a name need not wait for it.
    pub fn read_vocabularies(&self) {
        let language = &self.config.edition.language;
        let entries = &self.glossary.glossary.entries;
        let pairs = self.resolved.par_iter().zip(entries);
        pairs.for_each(|(resolved, entry)| {
            resolved.vocabulary(entry, language);
        });
    }
}

/// The difference between a glossary and what it has become.
struct Change<'g> {
    /// For each entry of the new glossary, its identifier before, if its file is the same.
    same: Vec<Option<EntryId>>,
    /// The identifier now of each entry before; `None` if it is gone.
    ids_now: Vec<Option<EntryId>>,
    /// The entries before that have other names now, or are gone.
    entries_before: Vec<&'g Entry>,
    /// The entries now that have other names than before, or are new.
    entries_now: Vec<&'g Entry>,
    /// The entries before that are gone, or have other headings now.
    other_anchors: HashSet<EntryId>,
}

impl<'g> Change<'g> {
    fn between(before: &'g Glossary, now: &'g Glossary) -> Self {
        let by_path = before
            .iter()
            .map(|(id, entry)| (entry.file.path.as_str(), id));
        let by_path: HashMap<&str, EntryId> = by_path.collect();
        let mut change = Self {
            same: Vec::with_capacity(now.entries.len()),
            ids_now: vec![None; before.entries.len()],
            entries_before: Vec::new(),
            entries_now: Vec::new(),
            other_anchors: HashSet::new(),
        };
        for (id, entry) in now.iter() {
            let old = by_path.get(entry.file.path.as_str()).copied();
            if let Some(place) = old.and_then(|old| change.ids_now.get_mut(old.index())) {
                *place = Some(id);
            }
            let same = old.filter(|old| is_same(before.entry(*old), entry));
            if same.is_none() {
                let old = old.map(|old| (old, before.entry(old)));
                if let Some((old, _)) =
                    old.filter(|(_, old)| has_other_headings(&old.body, &entry.body))
                {
                    change.other_anchors.insert(old);
                }
                if !old.is_some_and(|(_, old)| has_same_names(old, entry)) {
                    change.entries_before.extend(old.map(|(_, old)| old));
                    change.entries_now.push(entry);
                }
            }
            change.same.push(same);
        }
        for (id, entry) in before.iter() {
            if change.id(id).is_none() {
                change.entries_before.push(entry);
                change.other_anchors.insert(id);
            }
        }
        change
    }

    /// The identifier now of an entry before; `None` if it is gone.
    fn id(&self, before: EntryId) -> Option<EntryId> {
        self.ids_now.get(before.index()).copied().flatten()
    }

    /// Whether all entries that are still there have the same identifiers as before.
    fn keeps_ids(&self) -> bool {
        let mut ids = self.ids_now.iter().enumerate();
        ids.all(|(before, now)| now.is_none_or(|now| now.index() == before))
    }
}

/// Whether others see no difference between the names of two entries, nor of what decides on their meaning.
fn has_same_names(before: &Entry, now: &Entry) -> bool {
    before.is_verb == now.is_verb && before.front.is_same_for_others(&now.front)
}

/// Whether a text has other headings than before, or the same ones in another order: a link to a heading of a translation
/// may mean the one at the same place.
pub(super) fn has_other_headings(before: &Body, now: &Body) -> bool {
    before.anchors != now.anchors || before.heading_anchors() != now.heading_anchors()
}

/// Whether two entries were made from one reading of a file.
fn is_same(before: &Entry, now: &Entry) -> bool {
    Arc::ptr_eq(&before.body, &now.body) && Arc::ptr_eq(&before.front, &now.front)
}

impl ResolvedEntry {
    /// Whether a link or a problem of the entry may depend on one of some entries with other headings, or on another page.
    fn depends_on(&self, other_anchors: &HashSet<EntryId>, has_other_pages: bool) -> bool {
        let references = self.text.all_references();
        let mut targets = references
            .map(|reference| &reference.target)
            .chain(&self.recording);
        self.diagnostics().next().is_some()
            || targets.any(|target| match target {
                Target::Entry(id, _) => other_anchors.contains(id),
                Target::Site(..) | Target::Elsewhere(_) => has_other_pages,
                _ => false,
            })
    }

    /// The vocabulary of the entry, which is read at the first question.
    fn vocabulary(&self, entry: &Entry, language: &Language) -> &Vocabulary {
        self.vocabulary.get_or_init(|| vocabulary(entry, language))
    }
}

/// The words of an entry's text and examples, and the names to which it refers.
fn vocabulary(entry: &Entry, language: &Language) -> Vocabulary {
    let examples = entry.examples.iter().map(|example| &example.body);
    let front = &entry.front;
    let related = front
        .related
        .iter()
        .chain(&front.broader)
        .chain(&front.replaced_by);
    let mut references: Vec<String> = related.map(|name| name.text.clone()).collect();
    let mut texts = Vec::new();
    for body in examples.chain([&entry.body]) {
        let parsed = body.parse();
        for block in blocks(&parsed.events) {
            let prose = Prose::read(&parsed.events, block.events);
            // a word beside code or a link is another one without it
            let searched = prose.without_code_and_links();
            if searched != prose.text {
                texts.push(searched);
            }
            texts.push(prose.text);
        }
        let names = parsed.references.into_iter();
        let names = names.filter(|reference| reference.kind == ReferenceKind::Name);
        references.extend(names.map(|reference| reference.text));
    }
    let [texts, references] = [&texts, &references].map(|all| all.iter().map(String::as_str));
    Vocabulary::of(texts, references, language)
}
