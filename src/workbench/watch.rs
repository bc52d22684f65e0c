//! Waits for changes of a project's files, in whatever way an editor saves them.
//!
//! Some editors write in place. Some write a new file and move it over the old one, or move the old one away
//! first. Version control changes thousands of files. So an event only names files to read again: what
//! happened to them is read from the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diagnostic::failure::{Failure, Task};
use crate::disk::edits::EDITS;
use crate::disk::{Disk, PathKind};
use crate::project::config::FILE_NAME;
use crate::project::listing::is_read;
use crate::project::load::ADDRESSES;

/// The folders of a project whose files decide on its site.
const FOLDERS: &[&str] = &["content", "templates", "static"];

/// The files beside them that decide on it too.
const FILES: &[&str] = &[FILE_NAME, ADDRESSES];

/// The time without an event after which a save is complete. Editors need a few milliseconds between moving a
/// file away and putting another in its place.
const QUIET: Duration = Duration::from_millis(20);

/// The longest wait for the end of many changes, so that readers see some result.
const LONGEST: Duration = Duration::from_millis(400);

/// Paths that may have changed, from the project's root, with `/`.
pub type Touched = BTreeSet<String>;

/// A watcher of one project.
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
    /// [`Failure::System`] if the system cannot watch the project, for example because it limits the number of
    /// watched folders.
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
        if !matches!(disk.kind(&path), Ok(Some(PathKind::Folder))) {
            return Ok(());
        }
        match self.watcher.watch(&path, RecursiveMode::Recursive) {
            Ok(()) => Ok(()),
            // the folder was removed just now, which is an event of its own
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => Ok(()),
            Err(error) => Err(cannot_watch(&path, error)),
        }
    }

    /// Waits until files change and the change is complete, but not longer than `at_most`. Returns the paths that
    /// may have changed; none if the time is over.
    ///
    /// # Errors
    ///
    /// Those of [`Watch::new`], if a new folder cannot be watched.
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
        // a folder that was moved away and back is another one for the system
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

    /// Adds the paths that an event may have changed, and returns whether there are any. Reading a file changes
    /// nothing.
    fn note(&self, event: notify::Result<Event>, touched: &mut Touched) -> bool {
        let all = FOLDERS.iter().chain(FILES).map(|name| (*name).to_owned());
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            // the system lost events: any file may have changed
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
            // the root was moved away, or back
            touched.extend(all);
            return true;
        }
        let paths: Vec<_> = event
            .paths
            .iter()
            .filter_map(|path| self.path_in_project(path))
            .collect();
        let is_any = !paths.is_empty();
        touched.extend(paths);
        is_any
    }

    /// The path from the project's root, if the file decides on the site.
    fn path_in_project(&self, path: &Path) -> Option<String> {
        let path = path.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = path.components().map(|part| part.as_os_str()).collect();
        let (first, rest) = parts.split_first()?;
        let decides = match rest {
            // during an edit of the files, a reading fails; its end is a reason to read again
            [] => FILES
                .iter()
                .chain(FOLDERS)
                .chain([&EDITS])
                .any(|name| first == name),
            _ => FOLDERS.iter().any(|name| first == name),
        };
        let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/")).filter(|path| decides && (path == EDITS || is_read(path)))
    }
}

fn cannot_watch(path: &Path, error: notify::Error) -> Failure {
    let task = Task::Watch(path.to_owned());
    match error.kind {
        notify::ErrorKind::Io(error) => Failure::system(task, error),
        _ => Failure::system(task, error),
    }
}
