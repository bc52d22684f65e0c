//! The stages of a build, top to bottom.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::entry::{self, ParsedEntry, page};
use crate::link::{Editions, Frames};
use crate::project::config::{Config, Options};
use crate::project::load;
use crate::project::load::Sources;
use crate::publish;
use crate::site::Site;
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
/// [`Failure::Faults`] for errors in the project, and those of [`read`] and of [`publish::site`].
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
    let frame = &linked.main.frame;
    if !config.run.record {
        faults.report_all(frame.new_addresses.clone());
    }
    let is_file = frame.book.exists();
    let is_book = is_file && !frame.book.is_blank();
    if !is_book {
        faults.report_all(publish::missing_address_book(disk, &config, is_file));
    }
    let record = config.run.record.then(|| linked.record()).flatten();
    let has_book = is_book || record.is_some();
    let site = Site::new(
        linked.into_glossaries(),
        Arc::new(sources),
        Arc::new(config),
        faults,
    );
    if faults.any_error() {
        site.find_errors(faults, progress);
        return Err(Failure::Faults);
    }
    publish::site(
        disk,
        &site,
        record.as_ref(),
        has_book,
        faults,
        say,
        progress,
    )?;
    let built = Built {
        entries: site.entry_count(),
        pages: site.page_count(),
        output: site.config().run.output.clone(),
    };
    // nobody has to wait until the memory of all entries is free
    rayon::spawn(|| drop(site));
    Ok(built)
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
/// [`Failure::Usage`] if there is no project, or no `content/` in it; [`Failure::Unusable`] if one of
/// these is something else; [`Failure::Faults`] if `glossary.toml` is not UTF-8; [`Failure::Io`] if a file cannot be
/// read.
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

/// Parses a project's entries and pages in all languages, and links them. Entries that are `known` are not parsed
/// again ([`entry::entries`]). The result contains the diagnostics. If one of them is an error, it must not be
/// published.
pub fn link<'k>(
    sources: &Sources,
    known: impl IntoIterator<Item = &'k Arc<ParsedEntry>>,
    config: &Config,
) -> Editions {
    let parsed = entry::entries(&sources.entries, known, config);
    let pages = page::pages(&sources.pages, &[], config);
    Frames::new(parsed, pages, sources, config).link(&sources.files)
}
