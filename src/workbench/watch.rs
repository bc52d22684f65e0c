//! Waits for changes of a project's files, in whatever way an editor saves them.
//!
//! Some editors write in place. Some write a new file and move it over the old one, or move the old one away
//! first. Version control changes thousands of files. So an event only names files to read again: what
//! happened to them is read from the disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::poll::Poll;
pub use super::watched::Touched;
use super::watched::{FILES, LONGEST, QUIET, decides};
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::{Disk, PathKind};
use crate::project::load::FOLDERS;

/// The way in which changes of files are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// The system reports them.
    Reports,
    /// Headword looks at all files again and again.
    Poll,
}

/// A watcher of one project.
pub enum Watch {
    /// The system reports changes.
    Reports(Reports),
    /// Headword looks for them.
    Poll(PollWatch),
}

/// Looks for the changes of a project's files.
pub struct PollWatch(Poll);

impl Watch {
    /// Begins to watch the project at `root`.
    ///
    /// # Errors
    ///
    /// [`Failure::System`] if the system cannot watch the project, for example because it limits the number of
    /// watched folders; [`Failure::Io`] if there is no such folder.
    pub fn new(disk: &Disk, root: &Path, watching: Watching) -> Result<Self, Failure> {
        let root = disk.canonical(root)?;
        Ok(match watching {
            Watching::Reports => Self::Reports(Reports::new(disk, root)?),
            Watching::Poll => Self::Poll(PollWatch(Poll::new(disk, &root))),
        })
    }

    /// Waits until files change and the change is complete, but not longer than `at_most`. Returns the paths that
    /// may have changed; none if the time is over.
    ///
    /// # Errors
    ///
    /// [`Failure::System`] if a new folder cannot be watched.
    pub fn wait(&mut self, disk: &Disk, at_most: Option<Duration>) -> Result<Touched, Failure> {
        match self {
            Self::Reports(reports) => reports.wait(disk, at_most),
            Self::Poll(PollWatch(poll)) => Ok(poll.wait(disk, at_most)),
        }
    }
}

/// Receives what the system reports about a project's files.
pub struct Reports {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Reports {
    fn new(disk: &Disk, root: PathBuf) -> Result<Self, Failure> {
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

    /// Watches the folder at a path from the project's root, and all below it; nothing if there is none.
    ///
    /// `notify` gives up at the first folder that is removed while it looks for those below. The folders that it
    /// had not come to are still there, so it has to look again.
    fn look_into(&mut self, disk: &Disk, path: &str) -> Result<(), Failure> {
        let path = self.root.join(path);
        let mut tries = 0;
        while matches!(disk.kind(&path), Ok(Some(PathKind::Folder))) {
            tries += 1;
            match self.watcher.watch(&path, RecursiveMode::Recursive) {
                Ok(()) => break,
                Err(error) if !is_removed(&error) => return Err(cannot_watch(&path, error)),
                Err(_) if tries == TRIES => break,
                Err(_) => {}
            }
        }
        Ok(())
    }

    fn wait(&mut self, disk: &Disk, at_most: Option<Duration>) -> Result<Touched, Failure> {
        let mut touched = Touched::new();
        let end = at_most.map(|time| Instant::now() + time);
        while touched.is_empty() {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            match self.next(left)? {
                Some(event) => drop(self.note(event, &mut touched)),
                None => return Ok(touched),
            }
        }
        let begun = Instant::now();
        let mut last = begun;
        while begun.elapsed() < LONGEST
            && let Some(event) = self.next(Some(QUIET.saturating_sub(last.elapsed())))?
        {
            if self.note(event, &mut touched) {
                last = Instant::now();
            }
        }
        // a folder that was moved away and back is another one for the system
        for folder in FOLDERS {
            if touched.contains(*folder) {
                let _ = self.watcher.unwatch(&self.root.join(folder));
            }
        }
        // `notify` 8.2 stops watching a folder that was moved if it sees the new place before it sees that the
        // old one is gone: for the system, both are one folder
        for path in &touched {
            self.look_into(disk, path)?;
        }
        Ok(touched)
    }

    /// The next event; `None` if the time is over.
    ///
    /// # Errors
    ///
    /// The system cannot watch a new folder. Its changes would be missed without a word.
    fn next(&self, at_most: Option<Duration>) -> Result<Option<notify::Result<Event>>, Failure> {
        let event = match at_most {
            Some(time) => self.events.recv_timeout(time).ok(),
            None => self.events.recv().ok(),
        };
        match event {
            Some(Err(error)) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                Err(cannot_watch(&self.root, error))
            }
            event => Ok(event),
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
        let parts = path.components().map(|part| part.as_os_str());
        let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/")).filter(|path| decides(path))
    }
}

/// How often a folder is looked into while folders below it are removed.
const TRIES: usize = 100;

/// Whether a folder could not be watched because it was removed just now, which is an event of its own.
fn is_removed(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        // `notify` 8.2 says so if the folder was removed after its watch began
        notify::ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

/// The system's error `EMFILE` on Linux.
const TOO_MANY_OPEN: i32 = 24;

/// The failure to watch a folder, with the limit to raise.
fn cannot_watch(path: &Path, error: notify::Error) -> Failure {
    let is_open_limit = |error: &io::Error| error.raw_os_error() == Some(TOO_MANY_OPEN);
    let source = match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system allows too few watched folders: raise the limit \
             `fs.inotify.max_user_watches` (`sysctl`), or use `--poll`"
            .to_owned(),
        notify::ErrorKind::Io(error) if cfg!(target_os = "linux") && is_open_limit(&error) => {
            "the system allows too few programs that watch files: raise the limit \
             `fs.inotify.max_user_instances` (`sysctl`), or that on open files (`ulimit -n`), or use `--poll`"
                .to_owned()
        }
        notify::ErrorKind::Io(error) => format!("{error}: use `--poll`"),
        _ => format!("{error}: use `--poll`"),
    };
    Failure::system(Task::Watch(path.to_owned()), source)
}
