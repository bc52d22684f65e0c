//! When a project's files change, whatever way an editor has of saving them.
//!
//! Editors write in place, or write a new file and move it over the old one, or move the old one away
//! first; version control changes thousands. So what an event says happened is not relied on: it is a
//! reason to look, and names files to read again. What there is, the disk is asked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diagnostic::failure::{Failure, Task};
use crate::disk::edits::EDITS;
use crate::disk::{Disk, Kind};
use crate::project::config::FILE_NAME;
use crate::project::listing::is_read;
use crate::project::load::ADDRESSES;

/// The folders of a project that a site is made of.
const FOLDERS: &[&str] = &["content", "templates", "static"];

/// Its files beside them.
const FILES: &[&str] = &[FILE_NAME, ADDRESSES];

/// How long nothing may happen until a save is taken to be over. Editors take a few milliseconds
/// between moving a file away and putting another in its place.
const QUIET: Duration = Duration::from_millis(20);

/// How long a storm of changes is waited for at most: those who watch want to see something.
const LONGEST: Duration = Duration::from_millis(400);

/// Paths that may have changed, from the project's root, with `/`.
pub type Touched = BTreeSet<String>;

/// Watches one project.
pub struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Watch {
    /// Begins to watch the project at `root`.
    ///
    /// # Errors
    ///
    /// [`Failure::System`] where the system cannot watch it: it limits how many folders may be.
    pub fn new(disk: &Disk, root: &Path) -> Result<Self, Failure> {
        let root = disk.canonical(root)?;
        let (sender, events) = channel();
        // no file is read through a link, and one could lead to the whole disk
        let made = RecommendedWatcher::new(sender, Config::default().with_follow_symlinks(false));
        let mut watch = Self {
            watcher: made.map_err(|error| cannot_watch(&root, error))?,
            root,
            events,
        };
        let root = watch.root.clone();
        watch
            .watcher
            .watch(&root, RecursiveMode::NonRecursive)
            .map_err(|error| cannot_watch(&root, error))?;
        for folder in FOLDERS {
            watch.look_into(disk, folder)?;
        }
        Ok(watch)
    }

    /// Watches a folder of the project, if there is one.
    fn look_into(&mut self, disk: &Disk, folder: &str) -> Result<(), Failure> {
        let path = self.root.join(folder);
        if !matches!(disk.kind(&path), Ok(Some(Kind::Folder))) {
            return Ok(());
        }
        match self.watcher.watch(&path, RecursiveMode::Recursive) {
            Ok(()) => Ok(()),
            // it went away just now: its removal is an event
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => Ok(()),
            Err(error) => Err(cannot_watch(&path, error)),
        }
    }

    /// Waits until something changes and the change is over, for `at_most` so long if that is given.
    /// Gives what may have changed; nothing if the time is over.
    ///
    /// # Errors
    ///
    /// As [`Watch::new`], where a new folder is to be watched.
    pub fn wait(&mut self, disk: &Disk, at_most: Option<Duration>) -> Result<Touched, Failure> {
        let mut touched = Touched::new();
        let end = at_most.map(|time| Instant::now() + time);
        while touched.is_empty() {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            match self.next(left) {
                Some(event) => drop(self.note(event, &mut touched)),
                None => return Ok(touched),
            }
        }
        let begun = Instant::now();
        let mut last = begun;
        while begun.elapsed() < LONGEST
            && let Some(event) = self.next(Some(QUIET.saturating_sub(last.elapsed())))
        {
            if self.note(event, &mut touched) {
                last = Instant::now();
            }
        }
        // a folder that was moved away and came back is another one
        for folder in FOLDERS {
            if touched.contains(*folder) {
                let _ = self.watcher.unwatch(&self.root.join(folder));
                self.look_into(disk, folder)?;
            }
        }
        Ok(touched)
    }

    fn next(&self, at_most: Option<Duration>) -> Option<notify::Result<Event>> {
        match at_most {
            Some(time) => self.events.recv_timeout(time).ok(),
            None => self.events.recv().ok(),
        }
    }

    /// Notes what an event may have changed; says whether that is anything. Reading changes nothing.
    fn note(&self, event: notify::Result<Event>, touched: &mut Touched) -> bool {
        let all = FOLDERS.iter().chain(FILES).map(|name| (*name).to_owned());
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            // the system lost events: anything may have happened
            _ => {
                touched.extend(all);
                return true;
            }
        };
        let is_reading = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => true,
            _ => false,
        };
        if is_reading {
            return false;
        }
        if event.paths.contains(&self.root) {
            // moved away, or back
            touched.extend(all);
            return true;
        }
        let own: Vec<_> = event
            .paths
            .iter()
            .filter_map(|path| self.own(path))
            .collect();
        let is_any = !own.is_empty();
        touched.extend(own);
        is_any
    }

    /// The path of a file that a site is made of, from the project's root.
    fn own(&self, path: &Path) -> Option<String> {
        let path = path.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = path.components().map(|part| part.as_os_str()).collect();
        let (first, rest) = parts.split_first()?;
        let is_own = match rest {
            // while files are being changed, a reading fails: the end of it is a reason to read again
            [] => FILES
                .iter()
                .chain(FOLDERS)
                .chain([&EDITS])
                .any(|name| first == name),
            _ => FOLDERS.iter().any(|name| first == name),
        };
        let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/")).filter(|path| is_own && (path == EDITS || is_read(path)))
    }
}

fn cannot_watch(path: &Path, error: notify::Error) -> Failure {
    let task = Task::Watch(path.to_owned());
    match error.kind {
        notify::ErrorKind::Io(error) => Failure::system(task, error),
        _ => Failure::system(task, error),
    }
}
