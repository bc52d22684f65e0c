//! A lexicographer's eye: what is no fault of a glossary, and yet an editor would mend.
//!
//! Each rule is a function of its own, with a code of its own that can be switched off. A rule looks
//! at the linked glossary and gives diagnostics; it changes nothing, and knows nothing of the other
//! rules.
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
mod faults;
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
    linked.report(&faults);
    faults.report_all(linked.frame.new_addresses.clone());
    site::site(&linked.glossary, &sources, &config, progress, &faults);
    let at_fault = faults.files_at_fault();
    faults.report_all(findings(&linked, &config, &levels, wishes.today, at_fault));
    Checked {
        faults,
        entries: Ok(linked.glossary.glossary.entries.len()),
    }
}

/// A rule: it looks at the glossary, and gives what it finds in any order.
type Rule = fn(&Checkup<'_>) -> Vec<Diagnostic>;

/// Every rule, with its code.
const RULES: &[(Code, Rule)] = &[
    (Code::CircularDefinition, circular::findings),
    (Code::DeprecatedName, deprecated::findings),
    (Code::EmptyDefinition, definition::empty),
    (Code::EverydayName, everyday::findings),
    (Code::LongGloss, definition::long_glosses),
    (Code::NearDuplicate, duplicates::findings),
    (Code::OutdatedEntry, outdated::findings),
    (Code::RelatedBySynonym, see_also::findings),
    (Code::RepeatedHeadword, definition::repetitions),
    (Code::StubDefinition, definition::stubs),
    (Code::UnexpandedAcronym, acronyms::findings),
    (Code::UnlinkedEntry, unlinked::findings),
    (Code::WantedTerm, wanted::findings),
];

/// Applies the rules that are switched on, in parallel. What they find in a file that has an error is
/// left out: it may come of that. `at_fault` are the paths of those files.
fn findings(
    linked: &Linked,
    config: &Config,
    levels: &Levels,
    today: Day,
    at_fault: HashSet<String>,
) -> Vec<Diagnostic> {
    let checkup = Checkup::new(linked, config, levels, today, at_fault);
    let rules = RULES.par_iter().filter(|(code, _)| checkup.is_on(*code));
    let found = rules.flat_map_iter(|(_, rule)| rule(&checkup));
    let is_sound = |finding: &Diagnostic| {
        let file = finding.file();
        file.is_none_or(|file| !checkup.at_fault.contains(file))
    };
    found.filter(is_sound).collect()
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
    /// What entries use and no entry is called; empty where no rule asks for it.
    terms: Terms,
    /// The files that have errors.
    at_fault: HashSet<String>,
}

impl<'c> Checkup<'c> {
    fn new(
        linked: &'c Linked,
        config: &'c Config,
        levels: &'c Levels,
        today: Day,
        at_fault: HashSet<String>,
    ) -> Self {
        let names = &linked.frame.names;
        let linked = linked.glossary.as_ref();
        let glossary = &linked.glossary;
        let ids: Vec<EntryId> = glossary.ids().collect();
        let readings: Vec<EntryReading> = ids
            .par_iter()
            .map(|id| EntryReading::new(*id, linked, names, config))
            .collect();
        let mut of_terms = [Code::WantedTerm, Code::UnexpandedAcronym].into_iter();
        let terms = if of_terms.any(|code| levels.severity(code).is_some()) {
            unnamed::survey(glossary, names, &readings, config)
        } else {
            Terms::default()
        };
        Self {
            linked,
            glossary,
            config,
            names,
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
