//! The stages of a build, top to bottom.

use std::path::PathBuf;

use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::glossary::Glossary;
use crate::link::LinkedGlossary;
use crate::project::config::{Config, Options};
use crate::project::load;
use crate::project::load::Sources;
use crate::site::Site;
use crate::site_map::address_book::AddressBook;
use crate::site_map::{SiteMap, lost_addresses};
use crate::{entry, names, publish, site};

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
/// `say`.
///
/// # Errors
///
/// [`Failure::Faults`] for errors in the project, and the other kinds for what no author can mend.
pub fn build(
    disk: &Disk,
    options: &Options,
    faults: &Faults,
    say: &dyn Fn(&str),
) -> Result<Built, Failure> {
    let (config, sources) = read(disk, options, faults)?;
    let site = site(&config, &sources, faults);
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    publish::site(disk, &site, &config, say)?;
    Ok(Built {
        entries: site.entry_count,
        pages: site.page_count,
        output: config.run.output,
    })
}

/// The site of a project that has been read, in memory. Faults are collected; if one is an error,
/// the site is not to be used.
pub fn site(config: &Config, sources: &Sources, faults: &Faults) -> Site {
    rendered(&link(config, sources, faults), config, sources, faults)
}

/// The site of a project that has been linked, as [`site`].
pub(crate) fn rendered(
    (linked, site_map, book): &(LinkedGlossary, SiteMap, AddressBook),
    config: &Config,
    sources: &Sources,
    faults: &Faults,
) -> Site {
    let mut site = site::site(linked, site_map, sources, config, faults);
    let addresses = site_map.permanent(&linked.glossary);
    if config.run.record {
        site.record = book.recorded(&addresses);
    } else {
        book.report_new(&addresses, faults);
    }
    site
}

/// Links the project's glossary as a build does, and gives what `use_of` makes of it. Nothing is
/// written.
///
/// # Errors
///
/// As [`build`].
pub fn linked<T>(
    disk: &Disk,
    options: &Options,
    faults: &Faults,
    use_of: impl FnOnce(&LinkedGlossary, &Config) -> T,
) -> Result<T, Failure> {
    let (config, sources) = read(disk, options, faults)?;
    let (linked, ..) = link(&config, &sources, faults);
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    Ok(use_of(&linked, &config))
}

/// Reads a project: its settings, merged with what was typed, and its files.
///
/// # Errors
///
/// [`Failure::Usage`] where there is no project; [`Failure::Machine`] where the disk refuses.
pub fn read(disk: &Disk, options: &Options, faults: &Faults) -> Result<(Config, Sources), Failure> {
    let settings = load::settings(disk, &options.root, faults)?;
    let config = Config::new(options, &settings, faults);
    let sources = load::sources(disk, &config.run.root, &config.settings.limits, faults)?;
    Ok((config, sources))
}

/// Links a project that has been read; with it go the addresses that its site would have, and those
/// that were published. Faults are collected; if one is an error, nothing of it is to be used but for
/// what tells more of them.
pub fn link(
    config: &Config,
    sources: &Sources,
    faults: &Faults,
) -> (LinkedGlossary, SiteMap, AddressBook) {
    let (glossary, site_map, book) = survey(config, sources, faults);
    let files = &sources.files;
    let linked = LinkedGlossary::new(glossary, &site_map, files, &book, config, faults);
    (linked, site_map, book)
}

/// The first half of [`link`]: the entries, and what their names and addresses are, before anything is
/// looked for in their text.
pub fn survey(
    config: &Config,
    sources: &Sources,
    faults: &Faults,
) -> (Glossary, SiteMap, AddressBook) {
    let parsed = entry::entries(&sources.entries, config);
    faults.report_all(parsed.iter().flat_map(|entry| entry.faults.clone()));
    let glossary = Glossary::new(parsed, config);
    faults.report_all(glossary.faults(&config.edition.language));
    faults.report_all(names::conflicts(&glossary, &config.edition.language));
    faults.report_all(names::confusables(&glossary, &config.edition.language));
    let book = AddressBook::read(sources.addresses.as_ref(), faults);
    let site_map = SiteMap::new(&glossary, sources, &book, config);
    faults.report_all(site_map.refused());
    faults.report_all(lost_addresses(&site_map, &glossary, &book));
    (glossary, site_map, book)
}
