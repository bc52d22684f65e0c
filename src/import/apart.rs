//! Makes entries unique: those with the same title get a sense, and each gets a slug of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::draft::{Draft, Place};
use super::notes::NoteKind;
use super::project::TargetProject;
use super::report::Report;
use super::value::is_day;
use crate::glossary::slug_key;
use crate::project::keys::write::quoted;
use crate::text::fold::fold;
use crate::text::name::normalised;
use crate::text::slug;

/// Gives each entry with a shared title a sense: a tag, a folder or a file name in which they differ, or a
/// number.
pub(super) fn tell_apart(drafts: &mut Vec<Draft>, project: &TargetProject, report: &mut Report) {
    let language = &project.config.edition.language;
    drop_doubles(drafts, report);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if draft.is_entry() {
            // titles that differ in case alone are two titles
            let title = normalised(&draft.title);
            groups.entry(title).or_default().push(index);
        }
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
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
        let senses = senses.unwrap_or_else(|| {
            let mut seen = BTreeSet::new();
            let numbered = group.iter().enumerate().map(|(number, index)| {
                let sense = drafts.get(*index).and_then(|draft| draft.text_of("sense"));
                let sense = sense.cloned().unwrap_or_else(|| (number + 1).to_string());
                if seen.insert(fold(&sense, language)) {
                    sense
                } else {
                    format!("{sense} {}", number + 1)
                }
            });
            numbered.collect()
        });
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

/// Leaves out entries that are identical to an earlier one.
pub(super) fn drop_doubles(drafts: &mut Vec<Draft>, report: &mut Report) {
    let mut seen: HashMap<String, (String, usize)> = HashMap::new();
    drafts.retain(|draft| {
        let place = (draft.file.clone(), draft.line);
        match seen.get(&draft.text()) {
            Some((file, line)) if draft.path.is_empty() && draft.is_entry() => {
                let what = "an entry that is the same as an earlier one";
                let detail = format!("(as {file}:{line})");
                report.note(NoteKind::LeftOut, &draft.file, draft.line, what, detail);
                false
            }
            Some(_) => true,
            None => {
                seen.insert(draft.text(), place);
                true
            }
        }
    });
}

/// Gives each entry and each page an address of its own. Entries come first.
pub(super) fn give_slugs(drafts: &mut [Draft], project: &TargetProject) {
    let language = &project.config.edition.language;
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let (entries, pages): (Vec<&mut Draft>, Vec<&mut Draft>) =
        drafts.iter_mut().partition(|draft| draft.is_entry());
    for draft in entries.into_iter().chain(pages) {
        if draft.place == Place::Introduction {
            draft.slug = "index".to_owned();
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
        let found = all.find(|choice| {
            slug::check(choice).is_ok() && !taken.contains(&slug_key(choice, language))
        });
        draft.slug = found.unwrap_or_else(|| first.clone());
        taken.insert(slug_key(&draft.slug, language));
        if draft.slug != first {
            let what = "an address that is in use, or that cannot be an address";
            let detail = format!("`{first}` is `{}` now", draft.slug);
            draft.note(NoteKind::Changed, draft.line, what, detail);
        }
    }
}

/// A file name without the date at the beginning of Jekyll's posts.
pub(super) fn without_date(name: &str) -> &str {
    let Some((day, rest)) = name.split_at_checked(11) else {
        return name;
    };
    let is_day = day.ends_with('-') && is_day(day.trim_end_matches('-')) && !rest.is_empty();
    if is_day { rest } else { name }
}
