//! A site to its folder: the old one stands there until the new one does, and no file that Headword
//! did not write is replaced or removed.
//!
//! The new site is made in a folder of its own beside the output and then exchanged with it, in one
//! step. Files that did not change are the same files, under a second name. Where the system has no
//! such exchange, the old site is moved out of the way first; where not even that can be done, as
//! with a folder that is mounted, the files are put in place one by one.

pub mod manifest;
pub mod place;
pub mod workshop;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use self::manifest::{Manifest, folders_of};
use self::workshop::{Workshop, remove_site};
use crate::diagnostic::disk_error::{Access, Cause, DiskError};
use crate::diagnostic::failure::Failure;
use crate::disk::{Digest, Disk, Kind, Stamp};
use crate::project::config::Config;
use crate::project::load::ADDRESSES;
use crate::site::{Content, Site};
use crate::site_map::address_book::Record;
use crate::site_map::{LIST, WORKSHOP};
use crate::source::SourceFile;
use crate::text::short_list;

/// How many paths a refusal names.
const MOST_PATHS: usize = 10;

/// Publishes `site` into the output folder, and with it the change of the address book that
/// `record` is; what there is to say meanwhile goes to `say`, a line at a time.
///
/// # Errors
///
/// [`Failure::Usage`] where the output is no place for a site, or holds files that Headword did not
/// write or that were changed since; [`Failure::Machine`] where the file system refuses. The old
/// site stands in either case, unless it had to be replaced file by file.
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

/// The site that stands where the new one is going to be.
#[derive(Default)]
struct Standing {
    manifest: Manifest,
    /// What was found of it, its list left out.
    files: BTreeMap<String, (Digest, Stamp)>,
    /// Whether there is a folder.
    exists: bool,
}

impl Standing {
    fn holds(&self, path: &str, digest: Digest) -> bool {
        self.files.get(path).is_some_and(|(own, _)| *own == digest)
    }
}

/// A file of the new site: what it holds, and how to tell that it does.
struct Planned<'s> {
    content: &'s Content,
    digest: Digest,
    length: u64,
}

/// How the new site came to its place, and so how it is taken back.
#[derive(Clone, Copy)]
enum Swap {
    /// Nothing stood there.
    Moved,
    /// The old site is where the new one was made.
    Exchanged,
    /// The old site was moved out of the way.
    SetAside,
}

impl Publication<'_> {
    fn run(&self, site: &Site) -> Result<(), Failure> {
        let parent = self.place.parent().unwrap_or(self.place);
        self.disk.create_folders(parent)?;
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
                // what a build that replaced files one by one has left
                if let Err(failure) = self.tidy_left(within) {
                    self.tidy(shop);
                    return Err(failure);
                }
                self.make(site, shop, true)
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

    /// Removes the workshop in the output, if a build has left one there.
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
        self.make(site, self.open(within)?, false)
    }

    fn open(&self, folder: PathBuf) -> Result<Workshop<'_>, Failure> {
        let wait = || {
            let output = self.config.run.output.display();
            (self.say)(&format!(
                "waiting for another build, which publishes into {output}"
            ));
        };
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
    fn make(&self, site: &Site, shop: Workshop<'_>, at_once: bool) -> Result<(), Failure> {
        let done = self.make_in(site, &shop, at_once);
        self.tidy(shop);
        done
    }

    fn make_in(&self, site: &Site, shop: &Workshop<'_>, at_once: bool) -> Result<(), Failure> {
        let standing = self.survey()?;
        let plan = self.plan(site)?;
        let mut manifest = Manifest::default();
        for (path, planned) in &plan {
            manifest.insert((*path).to_owned(), planned.digest);
        }
        self.stage(shop, &plan, &manifest, &standing, at_once)?;
        self.disk.sync(shop.folder())?;
        if let Some(record) = self.record {
            self.record_addresses(record)?;
        }
        if at_once && self.swap(shop, &standing)? {
            return Ok(());
        }
        self.replace(shop, &plan, &manifest, &standing)?;
        Ok(())
    }

    /// Writes the address book. It is there before the site is: it may know addresses that are not
    /// published yet, but never lacks one that is.
    fn record_addresses(&self, record: &Record) -> Result<(), Failure> {
        let root = &self.config.run.root;
        let book = root.join(ADDRESSES);
        let new = root.join(format!(".{ADDRESSES}.new"));
        self.write_book(record, &book, &new).inspect_err(|_| {
            // of no use any more; the next build would remove it too
            let _ = self.disk.remove_file(&new);
        })
    }

    fn write_book(&self, record: &Record, book: &Path, new: &Path) -> Result<(), Failure> {
        let root = &self.config.run.root;
        let written = self
            .disk
            .remove_file(new)
            .and_then(|()| self.disk.write(new, record.after.as_bytes()))
            .and_then(|()| self.disk.sync(root))
            .and_then(|()| self.unchanged(book, record));
        match written {
            Ok(true) => {}
            Ok(false) => {
                let what = format!("cannot write {}", book.display());
                let message = "somebody has changed it during the build; build again";
                return Err(Failure::Machine(what, io::Error::other(message)));
            }
            Err(error) => return Err(error.writing(book).into()),
        }
        self.disk
            .rename(new, book)
            .and_then(|()| self.disk.sync_folder(root))
            .map_err(|error| error.writing(book).into())
    }

    /// Whether the address book is as it was read.
    fn unchanged(&self, book: &Path, record: &Record) -> Result<bool, DiskError> {
        let now = match self.disk.read(book, u64::MAX) {
            Ok(bytes) => String::from_utf8(bytes).ok(),
            Err(error) if error.is(ErrorKind::NotFound) => None,
            Err(error) => return Err(error),
        };
        let now = now.map(|text| SourceFile::new(ADDRESSES, text).text);
        Ok(now.as_ref() == record.before.as_ref().map(|file| &file.text))
    }

    /// Removes a workshop. What cannot be removed is left to the next build: by now it is known
    /// whether the site was published, and this does not change it.
    fn tidy(&self, shop: Workshop<'_>) {
        let folder = shop.folder().to_owned();
        if let Err(failure) = shop.clear().and_then(|()| Ok(shop.close()?)) {
            let folder = folder.display();
            (self.say)(&format!(
                "{folder} is left over, which the next build will remove: {failure}"
            ));
        }
    }

    /// What stands in the output now.
    fn survey(&self) -> Result<Standing, Failure> {
        let mut standing = Standing {
            manifest: self.refuse_unknown()?,
            files: BTreeMap::new(),
            exists: self.disk.exists(self.place)?,
        };
        let folders = standing.manifest.folders();
        let mut foreign = Vec::new();
        let mut listed = Vec::new();
        for (path, kind) in self.found(self.place)? {
            match kind {
                Kind::File if standing.manifest.names(&path) => listed.push(path),
                Kind::Folder if folders.contains(path.as_str()) => {}
                _ => foreign.push(path),
            }
        }
        let read = listed.into_par_iter().map(|path| {
            let found = self.disk.digest(&self.place.join(&path))?;
            Ok((path, found))
        });
        standing.files = read.collect::<Result<_, DiskError>>()?;
        let changed: Vec<&str> = standing
            .files
            .iter()
            .filter(|(path, (digest, _))| !standing.manifest.holds(path, *digest))
            .map(|(path, _)| path.as_str())
            .collect();
        // a folder of somebody's is told of once, by what is in it if anything is
        let within: BTreeSet<&str> = foreign.iter().flat_map(|path| folders_of(path)).collect();
        let foreign: Vec<&str> = foreign
            .iter()
            .map(String::as_str)
            .filter(|path| !within.contains(path))
            .collect();
        let mut why = Vec::new();
        if !foreign.is_empty() {
            why.push(format!(
                "Headword did not write {}; put your own files into static/",
                short_list(&foreign, MOST_PATHS)
            ));
        }
        if !changed.is_empty() {
            why.push(format!(
                "somebody has changed {} since it was written; put your version into static/ or \
                 templates/, or delete it",
                short_list(&changed, MOST_PATHS)
            ));
        }
        match why.is_empty() {
            true => Ok(standing),
            false => Err(self.refusal(&why.join("; "))),
        }
    }

    /// The list in the output. Refuses an output that holds anything without one, or one that
    /// Headword did not write.
    fn refuse_unknown(&self) -> Result<Manifest, Failure> {
        let list = self.place.join(LIST);
        match self.disk.kind(&list)? {
            Some(Kind::File) => {
                let bytes = self.disk.read(&list, u64::MAX)?;
                Manifest::read(&bytes).map_err(|line| {
                    let number = line.number;
                    self.refusal(&format!(
                        "line {number} of its {LIST} is not as Headword writes it, so nobody knows \
                         whose the files are; empty the folder yourself, or give another with \
                         `--output`"
                    ))
                })
            }
            Some(_) => Err(self.refusal(&format!(
                "its {LIST} is a link or a folder, which Headword did not make"
            ))),
            None if self.found(self.place)?.is_empty() => Ok(Manifest::default()),
            None => Err(self.refusal(
                "it holds files that Headword did not write; give an empty folder with `--output`, \
                 or empty this one yourself",
            )),
        }
    }

    /// All that is in a site's folder, by path, but its list and a workshop.
    fn found(&self, folder: &Path) -> Result<BTreeMap<String, Kind>, DiskError> {
        let own = [folder.join(LIST), folder.join(WORKSHOP)];
        let found = self
            .disk
            .walk(folder, |path| !own.iter().any(|own| own == path))?;
        let paths = found.into_iter().map(|found| {
            let relative = found.path.strip_prefix(folder).unwrap_or(&found.path);
            let parts: Vec<_> = relative
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            (parts.join("/"), found.kind)
        });
        Ok(paths.collect())
    }

    /// The sum and length of every file that the site is going to have.
    fn plan<'s>(&self, site: &'s Site) -> Result<BTreeMap<&'s str, Planned<'s>>, DiskError> {
        let files = site.files.par_iter().map(|(path, content)| {
            let (digest, length) = match content {
                Content::Bytes(bytes) => (Digest::of(bytes), bytes.len() as u64),
                Content::Copy(from) => {
                    let (digest, stamp) = self.disk.digest(from)?;
                    (digest, stamp.length)
                }
            };
            let planned = Planned {
                content,
                digest,
                length,
            };
            Ok((path.as_str(), planned))
        });
        files.collect()
    }

    /// Makes the new site in the workshop: all of it where it is put in place `at_once`, else what
    /// changed. Its list comes last, and then it is checked.
    fn stage(
        &self,
        shop: &Workshop<'_>,
        plan: &BTreeMap<&str, Planned<'_>>,
        manifest: &Manifest,
        standing: &Standing,
        at_once: bool,
    ) -> Result<(), DiskError> {
        let new = shop.begin(manifest)?;
        let staged: Vec<_> = plan
            .iter()
            .map(|(path, planned)| (*path, planned, standing.holds(path, planned.digest)))
            .filter(|(.., is_old)| at_once || !is_old)
            .collect();
        let folders: BTreeSet<&str> = staged
            .iter()
            .flat_map(|(path, ..)| folders_of(path))
            .collect();
        for folder in folders {
            self.disk.create_folder(&new.join(folder))?;
        }
        staged.par_iter().try_for_each(|(path, planned, is_old)| {
            let to = new.join(path);
            // a file system without second names, or with too many of one, gets a copy
            let is_linked = *is_old && self.disk.link(&self.place.join(path), &to).is_ok();
            if is_linked {
                return Ok(());
            }
            match planned.content {
                Content::Bytes(bytes) => self.disk.write(&to, bytes),
                Content::Copy(from) if self.disk.copy(from, &to)? == planned.digest => Ok(()),
                Content::Copy(from) => Err(DiskError::new(Access::Read, from, Cause::Changed)),
            }
        })?;
        self.check(&new, &staged)?;
        self.disk
            .write(&new.join(LIST), manifest.text().as_bytes())?;
        if at_once && standing.exists {
            self.disk.copy_permissions(self.place, &new)?;
        }
        Ok(())
    }

    /// Whether the disk has kept every file under its name and in its length.
    fn check(&self, new: &Path, staged: &[(&str, &Planned<'_>, bool)]) -> Result<(), DiskError> {
        let found = self.found(new)?;
        let mut found = found.iter().filter(|(_, kind)| **kind != Kind::Folder);
        staged.iter().try_for_each(|(path, planned, _)| {
            let file = new.join(path);
            let is_named = found.next().is_some_and(|(found, _)| found == path);
            let stamp = self.disk.stamp(&file)?;
            if is_named && stamp.length == planned.length {
                return Ok(());
            }
            Err(DiskError::new(Access::Write, &file, Cause::NotKept))
        })
    }

    /// Puts the new site in the place of the old one, and removes that. Gives `false`, with nothing
    /// changed, where the file system cannot.
    fn swap(&self, shop: &Workshop<'_>, standing: &Standing) -> Result<bool, Failure> {
        let Some(swap) = self.put(shop, standing)? else {
            return Ok(false);
        };
        let (new, old) = (shop.new_site(), shop.old_site());
        let old_site = match swap {
            Swap::Moved => None,
            Swap::Exchanged => Some(&new),
            Swap::SetAside => Some(&old),
        };
        let settled = old_site
            .map_or(Ok(()), |old| self.refuse_changed(old, standing))
            .and_then(|()| Ok(self.settle(shop)?));
        if let Err(failure) = settled {
            let back = match swap {
                Swap::Moved => self.disk.rename(self.place, &new),
                Swap::Exchanged => self.disk.exchange(&new, self.place),
                Swap::SetAside => self
                    .disk
                    .rename(self.place, &new)
                    .and_then(|()| self.disk.rename(&old, self.place)),
            };
            if let Err(error) = back {
                let output = self.config.run.output.display();
                (self.say)(&format!(
                    "the new site stands in {output}, and cannot be taken back: {}",
                    error.cause
                ));
            }
            return Err(failure);
        }
        if let Some(old) = old_site {
            // The site is published: what is left of the old one is no failure.
            let removed = remove_site(self.disk, old, &standing.manifest, false);
            if let Err(failure) = removed {
                (self.say)(&format!("the old site is not removed: {failure}"));
            }
        }
        Ok(true)
    }

    /// Moves the new site to its place; `None` where the file system cannot.
    fn put(&self, shop: &Workshop<'_>, standing: &Standing) -> Result<Option<Swap>, DiskError> {
        let (new, old) = (shop.new_site(), shop.old_site());
        if !standing.exists {
            self.disk.rename(&new, self.place)?;
            return Ok(Some(Swap::Moved));
        }
        match self.disk.exchange(&new, self.place) {
            Ok(()) => return Ok(Some(Swap::Exchanged)),
            Err(error) if is_unsupported(&error) => {}
            Err(error) => return Err(error),
        }
        match self.disk.rename(self.place, &old) {
            Ok(()) => {}
            Err(error) if is_unsupported(&error) => return Ok(None),
            Err(error) => return Err(error.writing(self.place)),
        }
        if let Err(error) = self.disk.rename(&new, self.place) {
            self.disk.rename(&old, self.place)?;
            return Err(error);
        }
        Ok(Some(Swap::SetAside))
    }

    /// Refuses to go on where something was done to the old site since it was looked at: now that
    /// it stands where nobody looks for it, nothing more will be.
    fn refuse_changed(&self, old: &Path, standing: &Standing) -> Result<(), Failure> {
        let mut known = standing.files.iter();
        for (path, kind) in self.found(old)? {
            if kind == Kind::Folder {
                continue;
            }
            let stamp = self.disk.stamp(&old.join(&path))?;
            let is_known = known
                .next()
                .is_some_and(|(known, (_, before))| *known == path && *before == stamp);
            if !is_known {
                return Err(self.refusal(&format!(
                    "somebody has changed {path} while the site was published; put your own files \
                     into static/"
                )));
            }
        }
        match known.next() {
            Some((path, _)) => Err(self.refusal(&format!(
                "somebody has removed {path} while the site was published; build again"
            ))),
            None => Ok(()),
        }
    }

    /// Returns when the exchange would outlast a power failure.
    fn settle(&self, shop: &Workshop<'_>) -> Result<(), DiskError> {
        let parent = self.place.parent().unwrap_or(self.place);
        self.disk.sync_folder(parent)?;
        self.disk.sync_folder(shop.folder())
    }

    /// Puts the new site's files in place one by one, its list last. Until then the list has what is
    /// going to be written as well, so that a build that is stopped leaves no file that the next one
    /// takes for somebody else's.
    fn replace(
        &self,
        shop: &Workshop<'_>,
        plan: &BTreeMap<&str, Planned<'_>>,
        manifest: &Manifest,
        standing: &Standing,
    ) -> Result<(), DiskError> {
        let list = self.place.join(LIST);
        let journal = shop.journal();
        let both = standing.manifest.joined(manifest);
        self.disk
            .write(&journal, both.text().as_bytes())
            .and_then(|()| self.disk.rename(&journal, &list))
            .and_then(|()| self.disk.sync_folder(self.place))
            .map_err(|error| error.writing(&list))?;
        // What is gone goes first: it may stand where a folder is to be, or be the same file to a
        // disk that does not tell upper from lower case.
        for path in standing.files.keys().filter(|path| !manifest.names(path)) {
            self.disk.remove_file(&self.place.join(path))?;
        }
        let folders = manifest.folders();
        let gone = standing.manifest.folders();
        let gone: Vec<_> = gone.difference(&folders).collect();
        for folder in gone.into_iter().rev() {
            self.disk.remove_folder(&self.place.join(folder))?;
        }
        for folder in folders {
            self.disk.create_folders(&self.place.join(folder))?;
        }
        let new = shop.new_site();
        let changed = plan
            .iter()
            .filter(|(path, planned)| !standing.holds(path, planned.digest))
            .map(|(path, _)| *path);
        // what pages need is there before they are
        let (pages, others): (Vec<_>, Vec<_>) = changed.partition(|path| path.ends_with(".html"));
        for path in others.into_iter().chain(pages).chain([LIST]) {
            self.disk.rename(&new.join(path), &self.place.join(path))?;
        }
        self.disk.sync(self.place)
    }

    fn refusal(&self, why: &str) -> Failure {
        place::refusal(&self.config.run.output, why)
    }
}

/// Whether an error says that a folder may not be written to.
fn is_forbidden(error: &DiskError) -> bool {
    error.is(ErrorKind::PermissionDenied) || error.is(ErrorKind::ReadOnlyFilesystem)
}

/// Whether an error says that a file system cannot do a thing, rather than that it failed to.
fn is_unsupported(error: &DiskError) -> bool {
    error.is_unsupported()
        || error.is(ErrorKind::CrossesDevices)
        || error.is(ErrorKind::ResourceBusy)
}
