//! Writes a site to its output folder. The old site stays there until the new one is complete, and no file
//! that Headword did not write is replaced or removed.
//!
//! The new site is made in a workshop, a folder beside the output, which is then exchanged with the output
//! in one step. Unchanged files get a second name there (a hard link). If the system has no exchange, the
//! old site is moved away first. If even this is not possible, for example because the output is a mount
//! point, the files are replaced one by one. `docs/publishing.md` describes all steps.

mod book;
mod exchange;
mod faults;
mod in_place;
pub mod manifest;
pub mod place;
mod previous_site;
mod stage;
pub mod workshop;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use self::manifest::Manifest;
use self::workshop::SiteWorkshop;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::diagnostic::{Diagnostic, Faults};
use crate::disk::Disk;
use crate::project::config::Config;
use crate::site::Site;
use crate::site_map::address_book::Record;
use crate::site_map::{LIST, WORKSHOP};

/// Makes `site` and publishes it into its output folder, and writes `record`, the change of the address book.
/// `has_book` says whether the project has an address book, or gets one now. Errors in pages are reported to
/// `faults`. Notes for the user are passed to `say`, each one line without a line break; `progress` shows the
/// progress.
///
/// # Errors
///
/// [`Failure::Faults`] if an error is reported when a page is made; [`Failure::Output`] if the output cannot
/// be the folder of a site, or contains files that Headword did not write or that were changed since;
/// [`Failure::NotOurs`] if the path of the workshop contains files of somebody else; [`Failure::Changed`] if
/// somebody changes the old site or the address book during the build; [`Failure::Io`] if a file cannot be
/// read or written. After an error, the old site is still there, unless it was replaced file by file.
pub fn site(
    disk: &Disk,
    site: &Site,
    record: Option<&Record>,
    has_book: bool,
    faults: &Faults,
    say: &dyn Fn(&str),
    progress: &dyn Progress,
) -> Result<(), Failure> {
    let config = site.config();
    let place = place::of_site(disk, &config.run.root, &config.run.output)?;
    let publication = Publication {
        disk,
        config,
        record,
        has_book,
        faults,
        place: &place,
        say,
        progress,
    };
    publication.run(site)
}

/// The warning for a project without an address book, if the site in the output folder of `config` was made
/// with one. `None` if there is no such site, or if it cannot be read: the publication will report that. `is_empty` says
/// that the file is there, and nothing is in it.
pub fn missing_address_book(disk: &Disk, config: &Config, is_empty: bool) -> Option<Diagnostic> {
    let output = &config.run.output;
    let place = place::of_site(disk, &config.run.root, output).ok()?;
    let bytes = disk.read(&place.join(LIST), u64::MAX).ok()?;
    Manifest::begins_with_book(&bytes)
        .then(|| faults::missing_addresses(output, is_empty, config.run.record))
}

/// The publication of a site.
struct Publication<'p> {
    disk: &'p Disk,
    config: &'p Config,
    record: Option<&'p Record>,
    /// Whether the project has an address book after the build.
    has_book: bool,
    /// The errors that are found when pages are made.
    faults: &'p Faults,
    /// The output folder, without links.
    place: &'p Path,
    say: &'p dyn Fn(&str),
    progress: &'p dyn Progress,
}

/// The way in which a new site replaces the old one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Replacement {
    /// The whole folder in one step, or file by file if the file system cannot do this.
    AtOnce,
    /// File by file.
    FileByFile,
}

impl Publication<'_> {
    fn run(&self, site: &Site) -> Result<(), Failure> {
        self.disk
            .create_folders(self.place.parent().unwrap_or(self.place))?;
        let is_mounted = self.disk.exists(self.place)? && self.disk.is_mount_point(self.place)?;
        let beside = match self.open(self.beside()) {
            Ok(workshop) => Some(workshop),
            // the build may not write to the folder around the output
            Err(Failure::Io(error)) if is_forbidden(&error) => None,
            Err(failure) => return Err(failure),
        };
        let within = self.place.join(WORKSHOP);
        match beside {
            Some(workshop) if !self.config.run.in_place && !is_mounted => {
                if let Err(failure) = self.remove_left_workshop(within) {
                    self.remove_workshop(workshop);
                    return Err(failure);
                }
                self.publish(site, workshop, Replacement::AtOnce)
            }
            beside => {
                let result = self.publish_in_place(site, within);
                if let Some(workshop) = beside {
                    self.remove_workshop(workshop);
                }
                result
            }
        }
    }

    /// Removes the workshop inside the output, if a build that replaced files one by one was stopped and
    /// left it there.
    fn remove_left_workshop(&self, within: PathBuf) -> Result<(), Failure> {
        if self.disk.exists(&within)? {
            self.remove_workshop(self.open(within)?);
        }
        Ok(())
    }

    /// Makes the site in a workshop inside the output, and replaces the files one by one.
    fn publish_in_place(&self, site: &Site, within: PathBuf) -> Result<(), Failure> {
        self.own_files()?;
        self.disk.create_folders(self.place)?;
        self.publish(site, self.open(within)?, Replacement::FileByFile)
    }

    fn open(&self, folder: PathBuf) -> Result<SiteWorkshop<'_>, Failure> {
        let wait = || (self.say)(&faults::waiting(&self.config.run.output));
        SiteWorkshop::open(self.disk, folder, self.place, &wait)
    }

    /// The path of the workshop beside the output: `.public.headword` for `public`.
    fn beside(&self) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(self.place.file_name().unwrap_or_default());
        name.push(".headword");
        self.place.with_file_name(name)
    }

    /// Makes the site in the workshop, publishes it, and removes the workshop even after an error.
    fn publish(
        &self,
        site: &Site,
        workshop: SiteWorkshop<'_>,
        replacement: Replacement,
    ) -> Result<(), Failure> {
        let result = self.publish_from(site, &workshop, replacement);
        self.remove_workshop(workshop);
        result
    }

    fn publish_from(
        &self,
        site: &Site,
        workshop: &SiteWorkshop<'_>,
        replacement: Replacement,
    ) -> Result<(), Failure> {
        let old = self.previous_site()?;
        let new = self.stage(site, workshop, &old, replacement)?;
        self.disk.sync(workshop.folder())?;
        if let Some(record) = self.record {
            self.record_addresses(record)?;
        }
        if replacement == Replacement::AtOnce && self.swap(workshop, &old)? {
            return Ok(());
        }
        self.replace(workshop, &new, &old)?;
        Ok(())
    }

    /// Removes a workshop. An error is only a note, because it does not change the result of the
    /// publication, and the next build removes the rest.
    fn remove_workshop(&self, workshop: SiteWorkshop<'_>) {
        let folder = workshop.folder().to_owned();
        if let Err(failure) = workshop.remove() {
            (self.say)(&faults::workshop_left(&folder, &failure));
        }
    }
}

/// Whether an error means that the program may not write to a folder.
fn is_forbidden(error: &DiskError) -> bool {
    error.is(ErrorKind::PermissionDenied) || error.is(ErrorKind::ReadOnlyFilesystem)
}
