//! `headword check`: rules for improvements that a build does not ask for.
//!
//! Each rule is a function with its own code, which can be switched off. A rule takes the linked glossary
//! and returns diagnostics. It changes nothing, and is independent of the other rules.
//! `docs/check.md` names the source of each rule.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use self::reading::EntryReading;
use self::undefined_terms::Terms;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::diagnostic::{Code, Diagnostic, Faults, Levels, Suggestion};
use crate::disk::Disk;
use crate::glossary::{Entry, EntryId, Glossary};
use crate::link::answers::Answers;
use crate::link::{Editions, Linked, LinkedGlossary};
use crate::names::NameIndex;
use crate::pipeline::{self, Project};
use crate::project::config::{Config, LanguageId, Options};
use crate::project::imported::Imports;
use crate::project::keys::Syntax;
use crate::project::keys::write::{edit_in_place, quoted};
use crate::site::Site;
use crate::site_map::address_book::AddressBook;
use crate::source::SourceFile;

mod acronyms;
mod circular;
mod day;
mod definition;
mod deprecated;
mod duplicates;
mod everyday;
mod faults;
pub mod formats;
mod missing_entries;
mod needed;
mod outdated;
mod reading;
mod see_also;
mod terms;
mod translations;
mod undefined_terms;
mod unlinked;

pub use self::day::Day;

/// The options of a check. They override the levels of codes in the settings.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The codes to show. If it is empty, all codes are shown.
    pub only: Vec<Code>,
    /// Codes that are not shown.
    pub allow: Vec<Code>,
    /// Codes that are errors.
    pub deny: Vec<Code>,
    /// Codes that get their default level.
    pub warn: Vec<Code>,
    /// Today, which decides whether entries are out of date.
    pub today: Day,
}

impl CheckOptions {
    /// The levels of the settings, overridden by these options.
    fn override_levels(&self, mut levels: Levels) -> Levels {
        self.only.iter().for_each(|code| levels.only(*code));
        self.warn.iter().for_each(|code| levels.reset(*code));
        self.allow.iter().for_each(|code| levels.allow(*code));
        self.deny.iter().for_each(|code| levels.deny(*code));
        levels
    }
}

/// The result of a check.
#[derive(Debug)]
pub struct Checked {
    /// The diagnostics of the rules and of a build.
    pub faults: Faults,
    /// The number of entries; or the reason why no entry was checked.
    pub entries: Result<usize, Failure>,
}

/// Checks a project: builds its site in memory, and then applies the rules. It writes nothing.
/// `options` names the project, `check_options` sets the levels, and `progress` shows the progress.
pub fn project(
    disk: &Disk,
    options: &Options,
    check_options: &CheckOptions,
    progress: &dyn Progress,
) -> Checked {
    let mut faults = Faults::new(options.strict);
    let Project {
        settings,
        config,
        sources,
    } = match pipeline::read(disk, options, &faults) {
        Ok(project) => project,
        Err(failure) => {
            return Checked {
                faults,
                entries: Err(failure),
            };
        }
    };
    let levels = check_options.override_levels(config.settings.check.levels(options.strict));
    faults.judge_by(levels.clone());
    // a build does not read these files, but other commands stop at their errors
    let records = Answers::read(disk, &options.root, &faults)
        .and_then(|_| Imports::read(disk, &options.root, &faults));
    if let Err(failure) = records {
        return Checked {
            faults,
            entries: Err(failure.into()),
        };
    }
    let linked = pipeline::link(&sources, &[], &config);
    linked.report(&faults);
    faults.report_all(linked.main.frame.new_addresses.clone());
    let site = Site::new(
        linked.glossaries(),
        Arc::new(sources),
        Arc::new(config),
        &faults,
    );
    site.find_errors(&faults, progress);
    let today = check_options.today;
    let at_fault = faults.files_at_fault();
    faults.report_all(rules(&linked, &settings, &levels, today, &at_fault));
    Checked {
        faults,
        entries: Ok(linked.entry_count()),
    }
}

/// The diagnostics of the rules that the `levels` switch on, in each language. `settings` is `glossary.toml`.
/// Diagnostics in files `at_fault` are left out, because the error there may be their cause.
pub fn rules(
    linked: &Editions,
    settings: &Arc<SourceFile>,
    levels: &Levels,
    today: Day,
    at_fault: &HashSet<String>,
) -> Vec<Diagnostic> {
    let checkups = linked
        .iter()
        .map(|edition| Checkup::new(edition, linked, settings, levels, today, at_fault));
    checkups.flat_map(|checkup| diagnostics(&checkup)).collect()
}

/// A rule: a function that takes a glossary and returns diagnostics, in any order.
type Rule = fn(&Checkup<'_>) -> Vec<Diagnostic>;

/// All rules with their codes.
const RULES: &[(Code, Rule)] = &[
    (Code::CircularDefinition, circular::diagnostics),
    (Code::DeprecatedName, deprecated::diagnostics),
    (Code::EmptyDefinition, definition::empty),
    (Code::EverydayName, everyday::diagnostics),
    (Code::LongGloss, definition::long_glosses),
    (Code::MissingOriginal, translations::without_original),
    (Code::NearDuplicate, duplicates::diagnostics),
    (Code::OutdatedEntry, outdated::diagnostics),
    (Code::OutdatedTranslation, translations::outdated),
    (Code::RelatedBySynonym, see_also::diagnostics),
    (Code::RepeatedHeadword, definition::repetitions),
    (Code::StubDefinition, definition::stubs),
    (Code::UnexpandedAcronym, acronyms::diagnostics),
    (Code::UnlinkedEntry, unlinked::diagnostics),
    (Code::UnrecordedTranslation, translations::unrecorded),
    (Code::WantedTerm, missing_entries::diagnostics),
];

/// The diagnostics of the rules that are switched on. The rules run in parallel. Diagnostics in files with
/// errors are dropped, because the error may be their cause.
fn diagnostics(checkup: &Checkup<'_>) -> Vec<Diagnostic> {
    let rules = RULES.par_iter().filter(|(code, _)| checkup.is_on(*code));
    let diagnostics = rules.flat_map_iter(|(_, rule)| rule(checkup));
    let is_reliable = |diagnostic: &Diagnostic| {
        let file = diagnostic.file();
        file.is_none_or(|file| !checkup.at_fault.contains(file))
    };
    diagnostics.filter(is_reliable).collect()
}

/// A glossary with everything that rules need.
struct Checkup<'c> {
    linked: &'c LinkedGlossary,
    glossary: &'c Glossary,
    /// The glossary in the main language.
    main: &'c Glossary,
    /// Whether any translation records the text that it translates.
    records_translations: bool,
    config: &'c Config,
    /// `glossary.toml`.
    settings: &'c Arc<SourceFile>,
    names: &'c NameIndex,
    book: &'c AddressBook,
    /// The entries that cannot become drafts; found at the first use.
    needed: OnceLock<HashSet<EntryId>>,
    /// The texts of the entries, in the glossary's order.
    readings: Vec<EntryReading<'c>>,
    levels: &'c Levels,
    today: Day,
    /// Terms without an entry; empty if the rules that need them are switched off.
    terms: Terms,
    /// The files that have errors.
    at_fault: &'c HashSet<String>,
}

impl<'c> Checkup<'c> {
    fn new(
        linked: &'c Linked,
        editions: &'c Editions,
        settings: &'c Arc<SourceFile>,
        levels: &'c Levels,
        today: Day,
        at_fault: &'c HashSet<String>,
    ) -> Self {
        let config = &*linked.config;
        let names = &linked.frame.names;
        let book = &linked.frame.book;
        let linked = linked.glossary.as_ref();
        let glossary = &linked.glossary;
        let ids: Vec<EntryId> = glossary.ids().collect();
        let readings: Vec<EntryReading<'_>> = ids
            .par_iter()
            .map(|id| EntryReading::new(*id, linked, names, config))
            .collect();
        let mut term_rules = [Code::WantedTerm, Code::UnexpandedAcronym].into_iter();
        let terms = if term_rules.any(|code| levels.severity(code).is_some()) {
            undefined_terms::collect(glossary, names, &readings, config)
        } else {
            Terms::default()
        };
        Self {
            linked,
            glossary,
            main: &editions.main.glossary.glossary,
            records_translations: editions.translations.iter().any(records_texts),
            config,
            settings,
            names,
            book,
            needed: OnceLock::new(),
            readings,
            levels,
            today,
            terms,
            at_fault,
        }
    }

    /// Whether a rule is switched on.
    fn is_on(&self, code: Code) -> bool {
        self.levels.severity(code).is_some()
    }

    /// All entries with their texts, ordered by the paths of their files.
    fn entries(&self) -> impl Iterator<Item = (EntryId, &'c Entry, &EntryReading<'c>)> {
        let ids = self.glossary.ids().zip(&self.readings);
        let mut entries: Vec<_> = ids
            .map(|(id, reading)| (id, self.glossary.entry(id), reading))
            .collect();
        entries.sort_by_key(|(_, entry, _)| &entry.file.path);
        entries.into_iter()
    }

    /// The entry of the main language with the slug of an entry.
    fn original(&self, entry: &Entry) -> Option<&'c Entry> {
        let counterparts = &self.linked.counterparts;
        let id = counterparts.entry(&entry.slug, LanguageId::MAIN)?;
        Some(self.main.entry(id))
    }

    /// The text of an entry.
    #[expect(
        clippy::indexing_slicing,
        reason = "there is a reading for each entry of the glossary"
    )]
    fn reading(&self, id: EntryId) -> &EntryReading<'c> {
        &self.readings[id.index()]
    }

    /// Whether an entry can become a draft without an error: nothing refers to it.
    fn may_be_draft(&self, id: EntryId) -> bool {
        let needed = self.needed.get_or_init(|| needed::needed_entries(self));
        !needed.contains(&id)
    }

    /// Whether the settings ignore a word.
    fn is_ignored(&self, word: &str) -> bool {
        self.config
            .settings
            .check
            .ignore
            .iter()
            .any(|other| other == word)
    }

    /// A suggestion to add a string to the list `key` of the table `[check]` in the settings.
    fn in_settings(&self, key: &str, value: &str) -> Suggestion {
        let suggestion = Suggestion::new(format!("{key} = [{}]", quoted(value)));
        let all = 0..self.settings.text.len();
        let edit = edit_in_place(self.settings, all, Syntax::Toml, |settings| {
            settings.add_in_table("check", key, value);
        });
        suggestion.with_edit(self.settings, edit)
    }
}

/// Whether any entry of a language records the text that it translates.
fn records_texts(linked: &Arc<Linked>) -> bool {
    let mut entries = linked.glossary.glossary.entries.iter();
    entries.any(|entry| entry.front.translated.is_some())
}
