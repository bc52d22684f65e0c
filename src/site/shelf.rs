//! The places to which the files of a site go, one by one, when they are made.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::Content;
use super::inputs::InputHash;
use crate::diagnostic::disk_error::DiskError;

/// A place for the files of a site, such as a folder.
pub trait Shelf: Sync {
    /// Whether the shelf already has a page that was made from the same, and keeps it. Then it need not be made.
    fn keep(&self, path: &str, inputs: InputHash) -> bool;

    /// Takes a file; `path` is its path from the site's root, with `/`, and `inputs` is the hash of what it was made
    /// from, if the file can be kept by it. Any thread may call this. Each path is kept or put once.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or written.
    fn put(&self, path: &str, content: Content, inputs: Option<InputHash>)
    -> Result<(), DiskError>;

    /// Takes a file in parts: `write` writes all of it. It may be called twice, and writes the same bytes then.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    fn put_in_parts(&self, path: &str, write: &Write<'_>) -> Result<(), DiskError>;
}

/// A function that writes a file.
pub type Write<'w> = dyn Fn(&mut dyn io::Write) -> io::Result<()> + 'w;

/// A shelf that keeps nothing: the files are made only to find errors in them.
pub(super) struct Nowhere;

impl Shelf for Nowhere {
    fn keep(&self, _: &str, _: InputHash) -> bool {
        false
    }

    fn put(&self, _: &str, _: Content, _: Option<InputHash>) -> Result<(), DiskError> {
        Ok(())
    }

    fn put_in_parts(&self, _: &str, _: &Write<'_>) -> Result<(), DiskError> {
        Ok(())
    }
}

/// A shelf in memory, for tests: the files by path.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<BTreeMap<String, Content>>);

impl InMemory {
    /// The files.
    pub fn into_files(self) -> BTreeMap<String, Content> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for InMemory {
    fn keep(&self, _: &str, _: InputHash) -> bool {
        false
    }

    fn put(&self, path: &str, content: Content, _: Option<InputHash>) -> Result<(), DiskError> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), content);
        Ok(())
    }

    fn put_in_parts(&self, path: &str, write: &Write<'_>) -> Result<(), DiskError> {
        self.put(path, Content::in_memory(write), None)
    }
}
