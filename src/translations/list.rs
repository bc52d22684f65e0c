//! `headword translations list`: what is translated, out of date and missing.

use std::fmt::Write;
use std::path::Path;

use serde::Serialize;
use similar::TextDiff;

use super::git;
use super::project::TranslatedProject;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::entry::front_matter::FrontMatter;
use crate::glossary::Entry;
use crate::glossary::fingerprint::Currency;
use crate::link::Linked;
use crate::project::config::Translation;
use crate::source::SourceFile;
use crate::text::bidi::without_controls;
use crate::text::{counted, slug};

/// The state of an entry in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is translated, and the text has not changed since.
    Current,
    /// It is translated, and the text has changed since.
    Changed,
    /// It is translated, and the translation does not record which text.
    NoRecord,
    /// The translation is a draft.
    Draft,
    /// It is not translated.
    Missing,
    /// Only this language has the entry.
    Extra,
}

impl State {
    /// The word in the table.
    fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Changed => "changed",
            Self::NoRecord => "no record",
            Self::Draft => "draft",
            Self::Missing => "missing",
            Self::Extra => "extra",
        }
    }

    /// Whether readers have the entry in the language.
    fn is_translated(self) -> bool {
        matches!(self, Self::Current | Self::Changed | Self::NoRecord)
    }
}

/// An entry in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedEntry {
    /// The state.
    pub state: State,
    /// The slug.
    pub slug: String,
    /// The headword in the main language; in this one if the main language does not have the entry.
    pub headword: String,
    /// The file of the translation; `None` if it is missing.
    pub file: Option<String>,
    /// The file of the entry in the main language; `None` if there is none.
    pub main_file: Option<String>,
    /// What has changed in the main language since, if that was asked and if Git has the old text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// Whether Git was asked for the old text, and does not have it.
    #[serde(skip)]
    pub is_unknown_to_git: bool,
}

/// The entries in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedLanguage {
    /// The language.
    pub language: String,
    /// The people who look after it.
    pub maintainers: Vec<String>,
    /// The number of entries in the main language, without drafts.
    pub entries: usize,
    /// The number of those that are translated.
    pub translated: usize,
    /// The number of those whose translations are current.
    pub current: usize,
    /// The entries in the order of the main language, then those that only this language has.
    pub list: Vec<ListedEntry>,
}

/// Lists all entries in each language, or in the one with the tag `only`. With `is_stale`, it lists only translations
/// whose text has changed since, with the differences.
///
/// # Errors
///
/// [`Failure::Faults`] if the file of an entry has errors; [`Failure::Usage`] if the language is unknown; those of
/// reading a project.
pub fn list(
    disk: &Disk,
    root: &Path,
    only: Option<&str>,
    is_stale: bool,
    faults: &Faults,
) -> Result<Vec<ListedLanguage>, Failure> {
    let project = TranslatedProject::read(disk, root, faults)?;
    // a file that cannot be read could be of any state
    project.refuse_all_errors(faults)?;
    let only = only.map(|tag| project.language(tag)).transpose()?;
    let is_meant = |linked: &Linked| only.is_none_or(|only| std::ptr::eq(only, linked));
    let languages = project.languages().filter(|(linked, _)| is_meant(linked));
    let mut languages: Vec<ListedLanguage> = languages
        .map(|(linked, settings)| of_language(&project, linked, settings))
        .collect();
    if is_stale {
        for language in &mut languages {
            language.list.retain(|entry| entry.state == State::Changed);
            for entry in &mut language.list {
                entry.difference = difference(&project, &language.language, &entry.slug);
                entry.is_unknown_to_git = entry.difference.is_none();
            }
        }
    }
    Ok(languages)
}

/// The entries in a language.
fn of_language(
    project: &TranslatedProject,
    linked: &Linked,
    settings: &Translation,
) -> ListedLanguage {
    let originals = project.originals().iter().map(|(_, original)| original);
    let published = originals.filter(|original| !original.front.draft);
    let mut list: Vec<ListedEntry> = published
        .map(|original| {
            let translation = project.counterpart(&original.slug, linked);
            ListedEntry {
                state: translation.map_or(State::Missing, |it| state(it, original)),
                slug: original.slug.clone(),
                headword: original.to_string(),
                file: translation.map(|it| it.file.path.clone()),
                main_file: Some(original.file.path.clone()),
                difference: None,
                is_unknown_to_git: false,
            }
        })
        .collect();
    let entries = list.len();
    let own = linked.glossary.glossary.iter().map(|(_, own)| own);
    // the original of an entry may be a draft: then only this language has it on its pages
    let has_original = |own: &Entry| {
        let original = project.original(&own.slug);
        original.is_some_and(|it| !it.front.draft || own.front.draft)
    };
    let extra = own.filter(|own| !has_original(own));
    list.extend(extra.map(|own| ListedEntry {
        state: State::Extra,
        slug: own.slug.clone(),
        headword: own.to_string(),
        file: Some(own.file.path.clone()),
        main_file: None,
        difference: None,
        is_unknown_to_git: false,
    }));
    let maintainers = settings.maintainers.iter();
    ListedLanguage {
        language: settings.language.tag().to_owned(),
        maintainers: maintainers.map(|name| name.text.clone()).collect(),
        entries,
        translated: list.iter().filter(|it| it.state.is_translated()).count(),
        current: list.iter().filter(|it| it.state == State::Current).count(),
        list,
    }
}

fn state(translation: &Entry, original: &Entry) -> State {
    if translation.front.draft {
        return State::Draft;
    }
    match Currency::of(translation, original) {
        Currency::Current => State::Current,
        Currency::Outdated => State::Changed,
        Currency::Unrecorded => State::NoRecord,
    }
}

/// The difference between the text that a translation records and the text now; `None` if Git does not have the old
/// text.
fn difference(project: &TranslatedProject, language: &str, slug: &str) -> Option<String> {
    let original = project.original(slug)?;
    let linked = project.language(language).ok()?;
    let translation = project.counterpart(slug, linked)?;
    let record = translation.front.translated.as_ref()?;
    let mut paths = paths(original).into_iter();
    let old = paths.find_map(|path| git::version(&project.root, &path, &record.text))?;
    let (front, body) = FrontMatter::read(&old.file, &Faults::default());
    let before = readable(&front, &old.file, body);
    let after = readable(&original.front, &original.file, original.body.start);
    let difference = TextDiff::from_lines(&before, &after);
    let mut difference = difference.unified_diff();
    let then = format!("{} in {}", old.file.path, old.commit);
    let now = format!("{} now", original.file.path);
    let difference = difference.context_radius(2).header(&then, &now).to_string();
    // an old text may contain any character
    Some(without_controls(&difference))
}

/// The path of an entry's file, and those that it had at its former addresses, as `headword rename` leaves them.
fn paths(original: &Entry) -> Vec<String> {
    let path = &original.file.path;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let former = original.front.redirect_from.iter();
    let former = former.map(|address| address.text.trim_matches('/'));
    let former = former.filter(|former| slug::check(former).is_ok());
    let former = former.map(|former| format!("{folder}/{former}.md"));
    std::iter::once(path.clone()).chain(former).collect()
}

/// The names and the body of an entry, which begins at the byte `body` of its file, as lines to compare.
fn readable(front: &FrontMatter, file: &SourceFile, body: usize) -> String {
    let names = front.texts().filter(|(kind, _)| kind.label().is_some());
    let names = names.map(|(_, name)| format!("{}\n", name.text));
    let names: String = names.collect();
    format!("{names}\n{}\n", file.slice(body..).trim())
}

/// The list for people: a line for each language, and a line for each entry below it.
pub fn text(languages: &[ListedLanguage]) -> String {
    let mut out = String::new();
    for language in languages {
        let _ = writeln!(out, "{}", summary(language));
        for entry in &language.list {
            let file = entry.file.as_ref().or(entry.main_file.as_ref());
            let file = file.map_or("", String::as_str);
            let _ = writeln!(
                out,
                "  {:<9}  {file}  {}",
                entry.state.word(),
                entry.headword
            );
            if entry.is_unknown_to_git {
                let _ = writeln!(out, "    Git does not have the text that it translates");
            }
            for line in entry.difference.iter().flat_map(|it| it.lines()) {
                let _ = writeln!(out, "    {line}");
            }
        }
    }
    out
}

/// The line of a language.
///
/// ```text
/// de: 3 of 4 entries translated (75 %), 2 current (50 %); maintainers: Jo Muster
/// ```
fn summary(language: &ListedLanguage) -> String {
    let share = |count: usize| count * 100 / language.entries.max(1);
    let (translated, current) = (language.translated, language.current);
    let mut line = format!(
        "{}: {translated} of {} translated ({} %), {current} current ({} %)",
        language.language,
        counted(language.entries, "entry", "entries"),
        share(translated),
        share(current),
    );
    if !language.maintainers.is_empty() {
        line.push_str(&format!(
            "; maintainers: {}",
            language.maintainers.join(", ")
        ));
    }
    line
}

/// The list for programs, as JSON.
pub fn json(languages: &[ListedLanguage]) -> String {
    let text = serde_json::to_string_pretty(languages).unwrap_or_default();
    format!("{text}\n")
}
