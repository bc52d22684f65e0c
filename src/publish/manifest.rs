//! The list of the files that Headword wrote, which is a file of the output folder.
//!
//! It has the format of `sha256sum` (GNU coreutils), so that `sha256sum --check` can verify a site. While a
//! site is replaced file by file, a path may be on the list with two sums: Headword wrote both files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::path::{Component, Path};

use crate::disk::Digest;
use crate::site::inputs::InputHash;
use crate::text::slice;

/// The first line. `sha256sum` reads it as a comment.
const HEAD: &str = "# The files of this folder that Headword wrote, and may replace or remove.";

/// The beginning of a line below that of a page: the hash of everything from which the page was made.
const MADE_FROM: &str = "# made from ";

/// The second line, if the site was made with an address book.
const WITH_BOOK: &str = "# The project had an address book, addresses.toml.";

/// The files that Headword wrote: their paths from the output folder, with `/`, and their sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The files at each path, in the order of their sums: nearly always one.
    files: BTreeMap<String, Vec<ListedFile>>,
    /// Whether the project had an address book when the site was made.
    pub(super) had_book: bool,
}

/// A file that Headword wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ListedFile {
    digest: Digest,
    /// The hash of everything from which the file was made, if it can be kept by it.
    inputs: Option<InputHash>,
}

/// The first line of a list that Headword did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableLine {
    /// Its number, from 1.
    pub number: usize,
}

impl Manifest {
    /// A list without files.
    pub fn new(had_book: bool) -> Self {
        Self {
            files: BTreeMap::new(),
            had_book,
        }
    }

    /// Whether the beginning of a list says that the project had an address book.
    pub(super) fn begins_with_book(bytes: &[u8]) -> bool {
        bytes.starts_with(format!("{HEAD}\n{WITH_BOOK}\n").as_bytes())
    }

    /// Reads a list.
    ///
    /// # Errors
    ///
    /// The first line that Headword did not write.
    pub fn read(bytes: &[u8]) -> Result<Self, UnreadableLine> {
        let text = str::from_utf8(bytes).map_err(|_| UnreadableLine { number: 1 })?;
        let mut lines = text.split_inclusive('\n').zip(1_usize..).peekable();
        let is = |line: &str, expected| line.strip_suffix('\n') == Some(expected);
        if lines.next_if(|(line, _)| is(line, HEAD)).is_none() {
            return Err(UnreadableLine { number: 1 });
        }
        let had_book = lines.next_if(|(line, _)| is(line, WITH_BOOK)).is_some();
        let mut manifest = Self::new(had_book);
        while let Some((line, number)) = lines.next() {
            let (digest, path) = line
                .strip_suffix('\n')
                .and_then(|line| line.split_once("  "))
                .and_then(|(digest, path)| Some((Digest::read(digest)?, path)))
                .filter(|(_, path)| is_inside(path))
                .ok_or(UnreadableLine { number })?;
            // without a hash that can be read, the page is made again
            let below = lines.next_if(|(line, _)| line.starts_with(MADE_FROM));
            let hash = below.and_then(|(line, _)| line.strip_prefix(MADE_FROM)?.strip_suffix('\n'));
            let inputs = hash.and_then(InputHash::read);
            manifest.insert(path.to_owned(), digest, inputs);
        }
        Ok(manifest)
    }

    /// A list of paths with a sum that no file has. It is the plan of a site whose files are not made yet.
    pub fn of_paths(paths: impl IntoIterator<Item = String>) -> Self {
        let none = ListedFile {
            digest: Digest::NONE,
            inputs: None,
        };
        let files = paths.into_iter().map(|path| (path, vec![none]));
        Self {
            files: files.collect(),
            had_book: false,
        }
    }

    /// Adds a file, with the hash of everything from which it was made if it can be kept by it.
    pub fn insert(&mut self, path: String, digest: Digest, inputs: Option<InputHash>) {
        let files = self.files.entry(path);
        let files = files.or_insert_with(|| Vec::with_capacity(1));
        if let Err(place) = files.binary_search_by_key(&digest, |file| file.digest) {
            files.insert(place, ListedFile { digest, inputs });
        }
    }

    /// A list with the files of both lists.
    pub fn joined(&self, other: &Self) -> Self {
        let mut joined = self.clone();
        joined.had_book |= other.had_book;
        for (path, files) in &other.files {
            for file in files {
                joined.insert(path.clone(), file.digest, file.inputs);
            }
        }
        joined
    }

    /// Whether a file with this path and sum is on the list.
    pub fn contains(&self, path: &str, digest: Digest) -> bool {
        let files = self.files.get(path);
        files.is_some_and(|files| files.iter().any(|file| file.digest == digest))
    }

    /// The sum of the file at a path that was made from inputs with this hash, if it is on the list.
    pub fn made_from(&self, path: &str, inputs: InputHash) -> Option<Digest> {
        let mut files = self.files.get(path)?.iter();
        let file = files.find(|file| file.inputs == Some(inputs))?;
        Some(file.digest)
    }

    /// Whether a path is on the list.
    pub fn has_path(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The paths on the list, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The folders of the files. Each folder comes before the folders inside it.
    pub fn folders(&self) -> BTreeSet<&str> {
        self.paths().flat_map(folders_of).collect()
    }

    /// The folders of the files, in groups of the same depth: the outermost first. The folders of a group can be
    /// made or removed in parallel.
    pub fn folders_by_depth(&self) -> Vec<Vec<&str>> {
        let mut groups: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for folder in self.folders() {
            let depth = folder.matches('/').count();
            groups.entry(depth).or_default().push(folder);
        }
        groups.into_values().collect()
    }

    /// The text of the list.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // a text takes everything
        let _: fmt::Result = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> fmt::Result {
        writeln!(text, "{HEAD}")?;
        if self.had_book {
            writeln!(text, "{WITH_BOOK}")?;
        }
        for (path, files) in &self.files {
            for ListedFile { digest, inputs } in files {
                writeln!(text, "{digest}  {path}")?;
                if let Some(inputs) = inputs {
                    writeln!(text, "{MADE_FROM}{inputs}")?;
                }
            }
        }
        Ok(())
    }
}

/// The folders that contain a path, the outermost first: `a` and `a/b` for `a/b/c`.
pub fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/')
        .map(|(slash, _)| slice(path, ..slash))
}

/// Whether a path is inside the output folder.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}
