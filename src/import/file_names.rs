//! The paths in the project of the files that texts use.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use crate::address::destination::encode_path;
use crate::text::slug::is_storable;

/// The paths in the project of files whose own path not every system can store.
pub(super) struct FileNames(HashMap<String, String>);

impl FileNames {
    /// Gives every file a path of its own. A file keeps its path if possible; if two files would have the
    /// same one, the second gets a number.
    pub(super) fn new(files: &BTreeMap<String, PathBuf>) -> Self {
        let mut names = HashMap::new();
        let new: Vec<(&String, String)> = files
            .keys()
            .map(|file| (file, storable(file)))
            .filter(|(file, path)| *file != path)
            .collect();
        if new.is_empty() {
            return Self(names);
        }
        // on some systems, capitals and small letters count as the same
        let mut taken: HashSet<String> = files.keys().map(|file| file.to_lowercase()).collect();
        let mut next: HashMap<String, usize> = HashMap::new();
        for (file, path) in new {
            let number = next.entry(path.to_lowercase()).or_insert(1);
            let mut name = path.clone();
            while !taken.insert(name.to_lowercase()) {
                *number += 1;
                name = numbered(&path, *number);
            }
            names.insert(file.clone(), name);
        }
        Self(names)
    }

    /// The path of a file in the project, from the folder of the entries.
    pub(super) fn stored<'n>(&'n self, file: &'n str) -> &'n str {
        self.0.get(file).map_or(file, String::as_str)
    }

    /// The address of a file, from the folder of the entries.
    pub(super) fn link_to(&self, file: &str) -> String {
        let path = encode_path(self.stored(file));
        path.replace('(', "%28").replace(')', "%29")
    }
}

/// A path that every system can store.
fn storable(file: &str) -> String {
    let parts = file.split('/').map(|part| {
        if is_storable(part) {
            part.to_owned()
        } else {
            let part = part.replace(|c: char| !c.is_alphanumeric() && c != '.', "-");
            format!("file-{}", part.trim_end_matches('.'))
        }
    });
    let parts: Vec<_> = parts
        .map(|part| match part.trim_start_matches('.') {
            bare if bare.len() < part.len() => format!("file-{bare}"),
            _ => part,
        })
        .collect();
    parts.join("/")
}

/// A path with a number before the extension.
fn numbered(path: &str, number: usize) -> String {
    match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}-{number}.{ending}"),
        _ => format!("{path}-{number}"),
    }
}
