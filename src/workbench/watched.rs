//! The files of a project that decide on its site, and so are watched.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::disk::edits::EDITS;
use crate::project::config::FILE_NAME;
use crate::project::listing::is_read;
use crate::project::load::{ADDRESSES, FOLDERS};

/// Paths that may have changed, from the project's root, with `/`.
pub type Touched = BTreeSet<String>;

/// The files beside the project's [`FOLDERS`] that decide on its site too.
pub(super) const FILES: &[&str] = &[FILE_NAME, ADDRESSES];

/// The time without a change after which a save is complete. Editors need a few milliseconds between moving a
/// file away and putting another in its place.
pub(super) const QUIET: Duration = Duration::from_millis(20);

/// The longest wait for the end of many changes, so that readers see some result.
pub(super) const LONGEST: Duration = Duration::from_millis(400);

/// Whether a path from the project's root decides on the site, or is that of an edit of the project's files:
/// during an edit, a reading fails, and its end is a reason to read again.
pub(super) fn decides(path: &str) -> bool {
    match path.split_once('/') {
        None if path == EDITS => true,
        None => FILES.contains(&path) || FOLDERS.contains(&path),
        Some((folder, _)) => FOLDERS.contains(&folder) && is_read(path),
    }
}
