//! A site to its folder: the old one stands there until the new one does, and no file that Headword
//! did not write is replaced or removed.
//!
//! The new site is made in a folder of its own beside the output and then exchanged with it, in one
//! step. Files that did not change are the same files, under a second name. Where the system has no
//! such exchange, the old site is moved out of the way first; where not even that can be done, as
//! with a folder that is mounted, the files are put in place one by one.

mod book;
mod exchange;
mod faults;
mod in_place;
pub mod manifest;
pub mod place;
mod plan;
mod stage;
mod standing;
pub mod workshop;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use self::plan::Plan;
use self::workshop::Workshop;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::project::config::Config;
use crate::site::Site;
use crate::site_map::WORKSHOP;
use crate::site_map::address_book::Record;

/// Publishes `site` into the output folder, and with it the change of the address book that
/// `record` is; what there is to say meanwhile goes to `say`, a line at a time.
///
/// # Errors
///
/// [`Failure::Output`] where the output is not a place for a site, or holds files that Headword did not
/// write or that were changed since; [`Failure::NotOurs`] where a folder that Headword needs beside it
/// is somebody else's; [`Failure::Changed`] where somebody changes the old site or the address book
/// meanwhile; [`Failure::Io`] where the file system refuses. The old site stands in either case, unless
/// it had to be replaced file by file.
pub fn site(
    disk: &Disk,
    site: &Site,
    record: Option<&Record>,
    config: &Config,
    say: &dyn Fn(&str),
) -> Result<(), Failure> {
    let place = place::of_site(disk, &config.run.root, &config.run.output)?;
    let publication = Publication {
        disk,
        config,
        record,
        place: &place,
        say,
    };
    publication.run(site)
}

/// A site on its way to its place.
struct Publication<'p> {
    disk: &'p Disk,
    config: &'p Config,
    record: Option<&'p Record>,
    /// Where the site is going to be.
    place: &'p Path,
    say: &'p dyn Fn(&str),
}

/// The way in which a new site takes the place of the old one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The whole folder in one step, where the file system can.
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
            Ok(shop) => Some(shop),
            // the folder around the output is somebody else's
            Err(Failure::Io(error)) if is_forbidden(&error) => None,
            Err(failure) => return Err(failure),
        };
        let within = self.place.join(WORKSHOP);
        match beside {
            Some(shop) if !self.config.run.in_place && !is_mounted => {
                if let Err(failure) = self.tidy_left(within) {
                    self.tidy(shop);
                    return Err(failure);
                }
                self.make(site, shop, Way::AtOnce)
            }
            beside => {
                let done = self.make_within(site, within);
                if let Some(shop) = beside {
                    self.tidy(shop);
                }
                done
            }
        }
    }

    /// Removes the workshop in the output, if a build that replaced files one by one has left it.
    fn tidy_left(&self, within: PathBuf) -> Result<(), Failure> {
        if self.disk.exists(&within)? {
            self.tidy(self.open(within)?);
        }
        Ok(())
    }

    /// Makes the site in a workshop in the output, and puts its files in place one by one.
    fn make_within(&self, site: &Site, within: PathBuf) -> Result<(), Failure> {
        self.refuse_unknown()?;
        self.disk.create_folders(self.place)?;
        self.make(site, self.open(within)?, Way::FileByFile)
    }

    fn open(&self, folder: PathBuf) -> Result<Workshop<'_>, Failure> {
        let wait = || (self.say)(&faults::waiting(&self.config.run.output));
        Workshop::open(self.disk, folder, self.place, &wait)
    }

    /// The workshop beside the output: `.public.headword` for `public`.
    fn beside(&self) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(self.place.file_name().unwrap_or_default());
        name.push(".headword");
        self.place.with_file_name(name)
    }

    /// Makes the site in the workshop, puts it in its place, and leaves no workshop, whatever
    /// happens.
    fn make(&self, site: &Site, shop: Workshop<'_>, way: Way) -> Result<(), Failure> {
        let done = self.make_in(site, &shop, way);
        self.tidy(shop);
        done
    }

    fn make_in(&self, site: &Site, shop: &Workshop<'_>, way: Way) -> Result<(), Failure> {
        let standing = self.survey()?;
        let plan = Plan::new(self.disk, site)?;
        self.stage(shop, &plan, &standing, way)?;
        self.disk.sync(shop.folder())?;
        if let Some(record) = self.record {
            self.record_addresses(record)?;
        }
        if way == Way::AtOnce && self.swap(shop, &standing)? {
            return Ok(());
        }
        self.replace(shop, &plan, &standing)?;
        Ok(())
    }

    /// Removes a workshop. What cannot be removed is left to the next build: by now it is known
    /// whether the site was published, and this does not change it.
    fn tidy(&self, shop: Workshop<'_>) {
        let folder = shop.folder().to_owned();
        if let Err(failure) = shop.remove() {
            (self.say)(&faults::left_over(&folder, &failure));
        }
    }
}

/// Whether an error says that a folder may not be written to.
fn is_forbidden(error: &DiskError) -> bool {
    error.is(ErrorKind::PermissionDenied) || error.is(ErrorKind::ReadOnlyFilesystem)
}
