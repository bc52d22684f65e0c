//! The stages of a build, top to bottom.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::entry::{self, ParsedEntry};
use crate::link::{Frame, Linked};
use crate::project::config::{Config, Options};
use crate::project::load;
use crate::project::load::Sources;
use crate::source::SourceFile;
use crate::{publish, site};

/// What a build made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// How many entries.
    pub entries: usize,
    /// How many pages.
    pub pages: usize,
    /// Where.
    pub output: PathBuf,
}

/// Builds the project that `options` name and publishes it. Faults in it are collected in `faults`,
/// all of them; if one is an error, nothing is published. What there is to say meanwhile goes to
/// `say`, and `progress` shows how far it is.
///
/// # Errors
///
/// [`Failure::Faults`] for errors in the project, and the other kinds for what no author can mend.
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
    let site = site::site(&linked.into_glossary(), &sources, &config, progress, faults);
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    publish::site(disk, &site, record.as_ref(), &config, say)?;
    Ok(Built {
        entries: site.entry_count,
        pages: site.page_count,
        output: config.run.output,
    })
}

/// A project as it was read.
pub struct Project {
    /// `glossary.toml`.
    pub settings: Arc<SourceFile>,
    /// The settings in it, merged with what was typed.
    pub config: Config,
    /// All other files.
    pub sources: Sources,
}

/// Reads a project.
///
/// # Errors
///
/// [`Failure::Usage`] where there is no project; [`Failure::Io`] where the disk refuses.
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

/// Reads what a project's entries say, those that are `known` not again ([`entry::entries`]), and links
/// them. What is wrong with them is part of what comes of it, which is not to be published then.
pub fn link(sources: &Sources, known: &[Arc<ParsedEntry>], config: &Config) -> Linked {
    let parsed = entry::entries(&sources.entries, known, config);
    let frame = Frame::new(&parsed, sources, config);
    Linked::new(parsed, frame, &sources.files, config)
}
