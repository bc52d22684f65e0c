//! The stages of a build, top to bottom.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::entry::{self, ParsedEntry};
use crate::link::{Frame, Linked, LinkedGlossary};
use crate::project::config::{Config, Options};
use crate::project::load;
use crate::project::load::Sources;
use crate::publish;
use crate::site::phrases::Phrases;
use crate::site::{Renderer, Site};
use crate::source::SourceFile;

/// The result of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The number of entries.
    pub entries: usize,
    /// The number of pages.
    pub pages: usize,
    /// The folder of the site.
    pub output: PathBuf,
}

/// Builds the project that `options` name, and publishes its site. All diagnostics are collected in `faults`;
/// if one of them is an error, nothing is published. `say` prints a message about the publication, and
/// `progress` shows how much is done.
///
/// # Errors
///
/// [`Failure::Faults`] for errors in the project, and the other kinds for errors that no author can fix.
pub fn build(
    disk: &Disk,
    options: &Options,
    faults: &Faults,
    say: &dyn Fn(&str),
    progress: &dyn Progress,
) -> Result<Built, Failure> {
    let Project {
        config, sources, ..
    } = read(disk, options, faults)?;
    let linked = link(&sources, &[], &config);
    linked.report(faults);
    if !config.run.record {
        faults.report_all(linked.frame.new_addresses.clone());
    }
    let record = config.run.record.then(|| linked.frame.record()).flatten();
    let glossary = linked.into_glossary();
    let phrases = Phrases::new(&sources.phrases, &config.edition.language);
    faults.report_all(phrases.faults.iter().cloned());
    let renderer = Renderer::new(&glossary, &sources, &config, &phrases, faults);
    if faults.any_error() {
        renderer.find_errors(progress);
        return Err(Failure::Faults);
    }
    let site = Site::new(renderer);
    let (entries, pages) = (site.entry_count(), site.page_count());
    publish::site(disk, site, record.as_ref(), &config, say, progress)?;
    Ok(Built {
        entries,
        pages,
        output: config.run.output,
    })
}

/// A project as it was read from the disk.
pub struct Project {
    /// `glossary.toml`.
    pub settings: Arc<SourceFile>,
    /// The settings in it, merged with the options of the command.
    pub config: Config,
    /// All other files.
    pub sources: Sources,
}

/// Reads a project.
///
/// # Errors
///
/// [`Failure::Usage`] if there is no project, [`Failure::Faults`] if `glossary.toml` is not UTF-8, and
/// [`Failure::Io`] if a file cannot be read.
pub fn read(disk: &Disk, options: &Options, faults: &Faults) -> Result<Project, Failure> {
    let settings = load::settings(disk, &options.root, faults)?;
    let config = Config::new(options, &settings, faults);
    let sources = load::sources(disk, &config.run.root, &config.settings.limits, faults)?;
    Ok(Project {
        settings,
        config,
        sources,
    })
}

/// Makes every page of a glossary in memory, only to report the errors that occur then: in templates and
/// phrases, in formulas, and pages that exceed their limit.
pub fn find_errors(
    linked: &LinkedGlossary,
    sources: &Sources,
    config: &Config,
    faults: &Faults,
    progress: &dyn Progress,
) {
    let phrases = Phrases::new(&sources.phrases, &config.edition.language);
    faults.report_all(phrases.faults.iter().cloned());
    Renderer::new(linked, sources, config, &phrases, faults).find_errors(progress);
}

/// Parses a project's entries and links them. Entries that are `known` are not parsed again
/// ([`entry::entries`]). The result contains the diagnostics. If one of them is an error, it must not be
/// published.
pub fn link(sources: &Sources, known: &[Arc<ParsedEntry>], config: &Config) -> Linked {
    let parsed = entry::entries(&sources.entries, known, config);
    let frame = Frame::new(&parsed, sources, config);
    Linked::new(parsed, frame, &sources.files, config)
}
