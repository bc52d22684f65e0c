//! Looks for changes of a project's files again and again, for file systems that do not report them: those of
//! networks, and mounts in some containers.
//!
//! The watcher of the crate `notify` that does this compares times in whole seconds, so it does not see the
//! second of two saves in one second, nor a file that is replaced by an older one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::watched::{FILES, LONGEST, QUIET, Touched, decides};
use crate::disk::edits::EDITS;
use crate::disk::{Disk, PathKind, Stamp};
use crate::project::load::FOLDERS;

/// The shortest pause between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// How many times longer the pause is than a look, at least. So looking takes less than a tenth of one
/// processor, however many files there are and however slow the network is.
const REST: u32 = 10;

/// The paths of a project with the stamps of its files; `None` for a path that is not a file.
type Seen = BTreeMap<String, Option<Stamp>>;

/// The files of one project as they were at the last look.
pub(super) struct Poll {
    root: PathBuf,
    seen: Seen,
    /// The time of the next look.
    next: Instant,
}

impl Poll {
    /// Looks at the project at `root` for the first time.
    pub(super) fn new(disk: &Disk, root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            seen: look(disk, root),
            next: Instant::now() + PAUSE,
        }
    }

    /// Waits until files change and the change is complete, but not longer than `at_most`. Returns the paths
    /// that changed; none if the time is over.
    pub(super) fn wait(&mut self, disk: &Disk, at_most: Option<Duration>) -> Touched {
        let end = at_most.map(|time| Instant::now() + time);
        loop {
            let until = end.map_or(self.next, |end| end.min(self.next));
            thread::sleep(until.saturating_duration_since(Instant::now()));
            if Instant::now() >= self.next {
                let mut touched = self.changes(disk);
                if !touched.is_empty() {
                    self.complete(disk, &mut touched);
                    return touched;
                }
            } else {
                return Touched::new();
            }
        }
    }

    /// Adds the changes that follow, until there are none for a moment.
    fn complete(&mut self, disk: &Disk, touched: &mut Touched) {
        let begun = Instant::now();
        while begun.elapsed() < LONGEST {
            thread::sleep(QUIET);
            let more = self.changes(disk);
            if more.is_empty() {
                return;
            }
            touched.extend(more);
        }
    }

    /// The paths that are different from those of the last look.
    fn changes(&mut self, disk: &Disk) -> Touched {
        let begun = Instant::now();
        let now = look(disk, &self.root);
        self.next = Instant::now() + PAUSE.max(begun.elapsed() * REST);
        let differs = |(path, stamp): &(&String, &Option<Stamp>), other: &Seen| {
            other.get(*path) != Some(*stamp)
        };
        let new = now.iter().filter(|entry| differs(entry, &self.seen));
        let old = self.seen.iter().filter(|entry| differs(entry, &now));
        let touched = new.chain(old).map(|(path, _)| path.clone()).collect();
        self.seen = now;
        touched
    }
}

/// The files that decide on the site of the project at `root`, as they are now. In place of the files of a
/// folder that cannot be read, there is the folder: reading the project will name the error.
fn look(disk: &Disk, root: &Path) -> Seen {
    let mut seen = Seen::new();
    for file in FILES.iter().chain([&EDITS]) {
        let path = root.join(file);
        if let Ok(Some(kind)) = disk.kind(&path) {
            seen.insert((*file).to_owned(), stamp(disk, &path, kind));
        }
    }
    for folder in FOLDERS {
        let enters = |path: &Path| decides(&name(root, path));
        match disk.walk(&root.join(folder), enters) {
            Ok(walked) => seen.extend(walked.into_iter().map(|walked| {
                let stamp = stamp(disk, &walked.path, walked.kind);
                (name(root, &walked.path), stamp)
            })),
            Err(_) => {
                seen.insert((*folder).to_owned(), None);
            }
        }
    }
    seen
}

/// The stamp of a file; `None` if the path is not that of a file, or if there is no file any more.
fn stamp(disk: &Disk, path: &Path, kind: PathKind) -> Option<Stamp> {
    (kind == PathKind::File).then(|| disk.stamp(path).ok())?
}

/// The path from the project's root, with `/` on every system.
fn name(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts = path.components().map(|part| part.as_os_str());
    let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
