//! A lexicographer's eye: what is no fault of a glossary, and yet an editor would mend.
//!
//! Each rule is a function of its own, with a code of its own that can be switched off. A rule looks
//! at the linked glossary and reports; it changes nothing, and knows nothing of the other rules.
//! `docs/check.md` says of each where it comes from.

use std::collections::HashSet;

use rayon::prelude::*;

use self::reading::EntryReading;
use self::unnamed::Terms;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::diagnostic::{Code, Diagnostic, Faults, Levels};
use crate::disk::Disk;
use crate::glossary::{Entry, EntryId, Glossary};
use crate::link::{Linked, LinkedGlossary};
use crate::names::NameIndex;
use crate::pipeline::{self, Project};
use crate::project::config::{Config, Options};
use crate::site;

mod acronyms;
mod circular;
mod day;
mod definition;
mod deprecated;
mod duplicates;
mod everyday;
pub mod formats;
mod outdated;
mod reading;
mod see_also;
mod terms;
mod unlinked;
mod unnamed;
mod wanted;

pub use self::day::Day;

/// What is asked of a check besides the project's settings, which it overrules.
#[derive(Debug, Clone)]
pub struct Wishes {
    /// The codes to show; all of them if there is none.
    pub only: Vec<Code>,
    /// Codes to leave out.
    pub allow: Vec<Code>,
    /// Codes whose findings are errors.
    pub deny: Vec<Code>,
    /// Codes that are to matter as they do without settings.
    pub warn: Vec<Code>,
    /// The day that entries may be out of date on.
    pub today: Day,
}

impl Wishes {
    /// Overrules the levels that the settings ask for.
    fn overrule(&self, mut levels: Levels) -> Levels {
        self.only.iter().for_each(|code| levels.only(*code));
        self.warn.iter().for_each(|code| levels.reset(*code));
        self.allow.iter().for_each(|code| levels.allow(*code));
        self.deny.iter().for_each(|code| levels.deny(*code));
        levels
    }
}

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// The findings, and the faults that a build would report.
    pub faults: Faults,
    /// How many entries were checked; or why none could be.
    pub entries: Result<usize, Failure>,
}

/// Checks the project that `options` name: all that a build does is done in memory, and then the
/// rules are applied. Nothing is written; `progress` shows how far it is.
pub fn project(
    disk: &Disk,
    options: &Options,
    wishes: &Wishes,
    progress: &dyn Progress,
) -> Checked {
    let mut faults = Faults::new(options.strict);
    let Project {
        config, sources, ..
    } = match pipeline::read(disk, options, &faults) {
        Ok(project) => project,
        Err(failure) => {
            return Checked {
                faults,
                entries: Err(failure),
            };
        }
    };
    let levels = wishes.overrule(config.settings.check.levels(options.strict));
    faults.judge_by(levels.clone());
    let linked = pipeline::link(&sources, &[], &config);
    faults.report_all(linked.faults().cloned());
    faults.report_all(linked.frame.new_addresses.clone());
    site::site(&linked.glossary, &sources, &config, progress, &faults);
    apply(&linked, &config, &levels, wishes.today, &faults);
    Checked {
        faults,
        entries: Ok(linked.glossary.glossary.entries.len()),
    }
}

/// A rule: it looks at the glossary, and reports.
type Rule = fn(&Checkup<'_>);

/// Every rule, with its code.
const RULES: &[(Code, Rule)] = &[
    (Code::CircularDefinition, circular::report),
    (Code::DeprecatedName, deprecated::report),
    (Code::EmptyDefinition, definition::report_empty),
    (Code::EverydayName, everyday::report),
    (Code::LongGloss, definition::report_long_gloss),
    (Code::NearDuplicate, duplicates::report),
    (Code::OutdatedEntry, outdated::report),
    (Code::RelatedBySynonym, see_also::report),
    (Code::RepeatedHeadword, definition::report_repeated),
    (Code::StubDefinition, definition::report_stub),
    (Code::UnexpandedAcronym, acronyms::report),
    (Code::UnlinkedEntry, unlinked::report),
    (Code::WantedTerm, wanted::report),
];

/// Applies the rules that are switched on, in parallel. What they find in a file that has an error
/// is not reported: it may come of that.
fn apply(linked: &Linked, config: &Config, levels: &Levels, today: Day, faults: &Faults) {
    let names = &linked.frame.names;
    let linked = linked.glossary.as_ref();
    let glossary = &linked.glossary;
    let ids: Vec<EntryId> = glossary.ids().collect();
    let readings = ids
        .par_iter()
        .map(|id| EntryReading::new(*id, linked, names, config))
        .collect();
    let mut checkup = Checkup {
        linked,
        glossary,
        config,
        names,
        readings,
        levels,
        today,
        at_fault: faults.files_at_fault(),
        terms: Terms::default(),
        faults,
    };
    if checkup.is_on(Code::WantedTerm) || checkup.is_on(Code::UnexpandedAcronym) {
        checkup.terms = unnamed::survey(&checkup);
    }
    let rules = RULES.par_iter().filter(|(code, _)| checkup.is_on(*code));
    rules.for_each(|(_, rule)| rule(&checkup));
}

/// A glossary, while rules are applied to it.
struct Checkup<'c> {
    linked: &'c LinkedGlossary,
    glossary: &'c Glossary,
    config: &'c Config,
    names: &'c NameIndex,
    /// What each entry says, in the glossary's order.
    readings: Vec<EntryReading>,
    levels: &'c Levels,
    today: Day,
    /// What entries use and no entry is called.
    terms: Terms,
    /// The files that have errors.
    at_fault: HashSet<String>,
    faults: &'c Faults,
}

impl<'c> Checkup<'c> {
    /// Whether a rule is switched on.
    fn is_on(&self, code: Code) -> bool {
        self.levels.severity(code).is_some()
    }

    /// Every entry, with what it says, in the order of their files' paths.
    fn entries(&self) -> impl Iterator<Item = (EntryId, &'c Entry, &EntryReading)> {
        let ids = self.glossary.ids().zip(&self.readings);
        let mut entries: Vec<_> = ids
            .map(|(id, reading)| (id, self.glossary.entry(id), reading))
            .collect();
        entries.sort_by_key(|(_, entry, _)| &entry.file.path);
        entries.into_iter()
    }

    /// What an entry says.
    #[expect(
        clippy::indexing_slicing,
        reason = "there is a reading for each entry of the glossary"
    )]
    fn reading(&self, id: EntryId) -> &EntryReading {
        &self.readings[id.index()]
    }

    /// Reports what a rule found in the file of `entry`.
    fn report(&self, entry: &Entry, finding: Diagnostic) {
        if !self.at_fault.contains(&entry.file.path) {
            self.faults.report(finding);
        }
    }

    /// Whether the settings say that a word needs no mending.
    fn is_ignored(&self, word: &str) -> bool {
        self.config
            .settings
            .check
            .ignore
            .iter()
            .any(|other| other == word)
    }
}
