//! The list of the files that Headword wrote, in the output itself.
//!
//! It is written as `sha256sum` (GNU coreutils) writes one, so that `sha256sum --check` tells
//! whether a site is as it was made. A path may stand in it with more than one sum while a site is
//! put in place file by file: either is Headword's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use crate::disk::Digest;
use crate::text::slice;

/// The first line: what the list is for. Coreutils take it for a comment.
const HEAD: &str = "# The files of this folder that Headword wrote, and may replace or remove.";

/// The files that Headword wrote, by their path from the output with `/`, and their sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<String, BTreeSet<Digest>>,
}

/// The first line of a list that is not as Headword writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadLine {
    /// Its number; the first line is 1.
    pub number: usize,
}

impl Manifest {
    /// Reads a list.
    ///
    /// # Errors
    ///
    /// A line that Headword cannot have written: then nobody knows which files are Headword's.
    pub fn read(bytes: &[u8]) -> Result<Self, BadLine> {
        let text = str::from_utf8(bytes).map_err(|_| BadLine { number: 1 })?;
        let mut lines = text.split_inclusive('\n');
        if lines.next() != Some(&format!("{HEAD}\n")) {
            return Err(BadLine { number: 1 });
        }
        let mut manifest = Self::default();
        for (line, number) in lines.zip(2_usize..) {
            let (digest, path) = line
                .strip_suffix('\n')
                .and_then(|line| line.split_once("  "))
                .and_then(|(digest, path)| Some((Digest::read(digest)?, path)))
                .filter(|(_, path)| is_inside(path))
                .ok_or(BadLine { number })?;
            manifest.insert(path.to_owned(), digest);
        }
        Ok(manifest)
    }

    /// Adds a file.
    pub fn insert(&mut self, path: String, digest: Digest) {
        self.files.entry(path).or_default().insert(digest);
    }

    /// The files of both.
    pub fn joined(&self, other: &Self) -> Self {
        let mut joined = self.clone();
        for (path, digests) in &other.files {
            let own = joined.files.entry(path.clone()).or_default();
            own.extend(digests);
        }
        joined
    }

    /// Whether a file of this path and sum is on the list.
    pub fn holds(&self, path: &str, digest: Digest) -> bool {
        let known = self.files.get(path);
        known.is_some_and(|known| known.contains(&digest))
    }

    /// Whether a path is on the list.
    pub fn names(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The paths on the list, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The folders that the files are in, each before those in it.
    pub fn folders(&self) -> BTreeSet<&str> {
        self.paths().flat_map(folders_of).collect()
    }

    /// The list as it is written.
    pub fn text(&self) -> String {
        let files = self.files.iter().flat_map(|(path, digests)| {
            digests
                .iter()
                .map(move |digest| format!("{digest}  {path}\n"))
        });
        std::iter::once(format!("{HEAD}\n")).chain(files).collect()
    }
}

/// The folders around a path: `a` and `a/b` for `a/b/c`.
pub fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| slice(path, ..at))
}

/// Whether a path of the list stays in the output.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}
