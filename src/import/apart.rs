//! Makes entries unique: those with the same title get a sense, and each gets a slug of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::draft::{Draft, Place};
use super::notes::NoteKind;
use super::project::TargetProject;
use super::report::Report;
use super::value::is_day;
use crate::glossary::slug_key;
use crate::project::keys::write::quoted;
use crate::text::fold::{fold, is_hyphen};
use crate::text::language::Language;
use crate::text::name::normalised;
use crate::text::slug;

/// Gives each entry with a shared title a sense: a tag, a folder or a file name in which they differ, or a
/// number.
pub(super) fn tell_apart(drafts: &mut [Draft], project: &TargetProject) {
    // the titles of each language are for themselves
    let mut groups: BTreeMap<(Option<String>, String), Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if draft.is_entry() {
            // titles that differ in case alone are two titles, and those that differ in joins are one
            let title = normalised(&draft.title);
            let title = title.replace(|c: char| c.is_whitespace() || is_hyphen(c), "");
            let tag = draft.translation.tag.clone();
            groups.entry((tag, title)).or_default().push(index);
        }
    }
    for ((tag, _), group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
        let language = project.language(tag.as_deref());
        let choices: [fn(&Draft) -> Option<String>; 3] = [
            |draft| {
                let tag = || draft.list("tags").first();
                draft.text_of("sense").or_else(tag).cloned()
            },
            |draft| {
                draft
                    .folder
                    .trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .map(str::to_owned)
            },
            |draft| draft.path.rsplit('/').next().map(str::to_owned),
        ];
        let distinct = |choice: &fn(&Draft) -> Option<String>| -> Option<Vec<String>> {
            let senses: Option<Vec<String>> = group
                .iter()
                .map(|index| choice(drafts.get(*index)?))
                .collect();
            let senses = senses?;
            let folded: BTreeSet<_> = senses.iter().map(|sense| fold(sense, language)).collect();
            let are_apart = folded.len() == senses.len() && senses.iter().all(|s| !s.is_empty());
            are_apart.then_some(senses)
        };
        let senses = choices.iter().find_map(distinct);
        let senses = senses.unwrap_or_else(|| numbered(drafts, &group, language));
        for (index, sense) in group.iter().zip(senses) {
            let Some(draft) = drafts.get_mut(*index) else {
                continue;
            };
            if draft.text_of("sense") != Some(&sense) {
                let what = "entries that share a title: each has a sense now";
                let detail = format!("`{}`: `sense = {}`", draft.title, quoted(&sense));
                draft.note(NoteKind::Changed, draft.line, what, detail);
                *draft.list_mut("sense") = vec![sense];
            }
        }
    }
}

/// The senses of drafts that differ in nothing that could be one: their own, or else numbers. A number that another one has
/// already, from an earlier import, is not given again.
fn numbered(drafts: &[Draft], group: &[usize], language: &Language) -> Vec<String> {
    let own = |index: &usize| drafts.get(*index)?.text_of("sense").cloned();
    let known = group.iter().filter_map(own);
    let mut used: BTreeSet<String> = known.map(|sense| fold(&sense, language)).collect();
    let mut seen = BTreeSet::new();
    let senses = group.iter().enumerate().map(|(position, index)| {
        let number = position + 1;
        match own(index) {
            Some(sense) if seen.insert(fold(&sense, language)) => sense,
            Some(sense) => format!("{sense} {number}"),
            None => {
                let free = (number..).map(|number| number.to_string());
                let free = free.into_iter().find(|number| used.insert(number.clone()));
                free.unwrap_or_default()
            }
        }
    });
    senses.collect()
}

/// Leaves out entries that are identical to an earlier one.
pub(super) fn drop_doubles(drafts: &mut Vec<Draft>, report: &mut Report) {
    let mut seen: HashMap<(Option<String>, String), (String, usize)> = HashMap::new();
    drafts.retain(|draft| {
        let place = (draft.file.clone(), draft.line);
        let key = (draft.translation.tag.clone(), draft.text());
        match seen.get(&key) {
            Some((file, line)) if draft.path.is_empty() && draft.is_entry() => {
                let what = "an entry that is the same as an earlier one";
                let detail = format!("(as {file}:{line})");
                report.note(NoteKind::LeftOut, &draft.file, draft.line, what, detail);
                false
            }
            Some(_) => true,
            None => {
                seen.insert(key, place);
                true
            }
        }
    });
}

/// Gives each entry and each page an address of its own. Entries come first, and those in the main language before all
/// others: a translation has the address of its entry. No other text has an address that any text has, because it would
/// become its translation.
pub(super) fn give_slugs(drafts: &mut [Draft], project: &TargetProject) {
    let main = &project.config.edition.language;
    let mut given = GivenSlugs::default();
    let mut ordered: Vec<&mut Draft> = drafts.iter_mut().collect();
    for draft in &mut ordered {
        if let Some(at) = &draft.at {
            // its address stays, and so that of its translations
            let (_, slug) = project.config.place_of(at);
            let slug = slug.to_owned();
            given.give(draft, slug, main);
        }
    }
    // two files of a translation may have the name of one entry, spelled in different ways: that with its spelling is its own
    let is_respelled = |draft: &Draft| shared_key(draft) != draft.translation.key;
    ordered.sort_by_key(|draft| {
        (
            !draft.is_entry(),
            draft.tag().is_some(),
            is_respelled(draft),
        )
    });
    for draft in ordered {
        if draft.place == Place::Introduction {
            draft.slug = "index".to_owned();
            continue;
        }
        if draft.at.is_some() {
            continue;
        }
        let tag = draft.translation.tag.clone();
        let language = project.language(draft.tag());
        let key = (draft.place, shared_key(draft));
        if let Some(shared) = given.shared.get_mut(&key)
            && shared.tags.insert(tag)
        {
            draft.slug = shared.slug.clone();
            continue;
        }
        let base = draft.path.rsplit('/').next().unwrap_or_default();
        let base = without_date(base);
        let title = slug::slug(&draft.title, language);
        let sense = draft
            .text_of("sense")
            .map(|sense| slug::slug(&format!("{} {sense}", draft.title), language));
        let wanted = draft
            .wanted
            .as_deref()
            .map(|wanted| slug::slug(wanted, language));
        let choices = [
            wanted,
            Some(slug::slug(base, language)),
            Some(title.clone()),
        ];
        let choices: Vec<String> = choices
            .into_iter()
            .flatten()
            .filter(|s| !s.is_empty())
            .collect();
        let first = choices
            .first()
            .cloned()
            .unwrap_or_else(|| "term".to_owned());
        let numbered = (2..).map(|number| format!("{first}-{number}"));
        // a name that the site or Windows reserves gets another word
        let mut all = choices
            .into_iter()
            .chain(sense)
            .chain([match draft.place {
                Place::Entry => format!("{first}-term"),
                _ => format!("{first}-page"),
            }])
            .chain(numbered);
        let is_free = |choice: &String| !given.taken.contains(&slug_key(choice, main));
        let found = all.find(|choice| slug::check(choice).is_ok() && is_free(choice));
        given.give(draft, found.unwrap_or_else(|| first.clone()), main);
        if draft.slug != first {
            let what = "an address that is in use, or that cannot be an address";
            let detail = format!("`{first}` is `{}` now", draft.slug);
            draft.note(NoteKind::Changed, draft.line, what, detail);
        }
    }
}

/// The addresses that texts have already.
#[derive(Default)]
struct GivenSlugs {
    taken: BTreeSet<String>,
    /// By what a text shares with its translations.
    shared: HashMap<(Place, String), SharedSlug>,
}

impl GivenSlugs {
    /// Gives a draft an address, which its translations will have too. `main` is the main language.
    fn give(&mut self, draft: &mut Draft, slug: String, main: &Language) {
        self.taken.insert(slug_key(&slug, main));
        let key = (draft.place, shared_key(draft));
        if !key.1.is_empty() {
            let shared = self.shared.entry(key).or_insert_with(|| SharedSlug {
                slug: slug.clone(),
                tags: BTreeSet::new(),
            });
            shared.tags.insert(draft.translation.tag.clone());
        }
        draft.slug = slug;
    }
}

/// The address that a text shares with its translations.
struct SharedSlug {
    slug: String,
    /// The languages that have a text at this address.
    tags: BTreeSet<Option<String>>,
}

/// What a text shares with its translations, in the spelling of addresses: files that differ in capitals, or have
/// `_` or spaces for hyphens, are for the same text.
fn shared_key(draft: &Draft) -> String {
    let key = draft.translation.key.to_lowercase();
    key.replace(['_', ' '], "-")
}

/// A file name without the date at the beginning of Jekyll's posts.
pub(super) fn without_date(name: &str) -> &str {
    let Some((day, rest)) = name.split_at_checked(11) else {
        return name;
    };
    let is_day = day.ends_with('-') && is_day(day.trim_end_matches('-')) && !rest.is_empty();
    if is_day { rest } else { name }
}
