//! The files that a file of AsciiDoc includes: `include::terms/crumb.adoc[]`.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use asciidoc_html5::Parser;
use asciidoc_parser::attributes::Attrlist;
use asciidoc_parser::parser::{IncludeContent, IncludeFileHandler, IncludeResolution};

use super::ENDINGS;
use super::antora::Component;
use super::preparation::prepared;
use crate::disk::{Disk, PathKind};
use crate::import::read::{self, Unread};
use crate::text::slug::is_storable;

/// The most bytes of all included files.
const MOST: usize = 20_000_000;

/// What was included.
#[derive(Default)]
struct Found {
    /// The files, by the names that the parser gives them: their paths from the folder of the first file.
    files: HashMap<String, PathBuf>,
    /// Their prepared texts, by their names.
    texts: BTreeMap<String, String>,
    /// The names of the files that include them.
    parents: HashMap<String, String>,
    bytes: usize,
    missing: Vec<Missing>,
}

impl Found {
    /// Whether a file is the one with a name, or one of those that include it.
    fn is_around(&self, name: Option<&str>, path: &Path) -> bool {
        let mut name = name.map(folded);
        // the parser ends at this depth, too
        for _ in 0..64 {
            let Some(inner) = name else {
                return false;
            };
            if self.files.get(&inner).is_some_and(|known| known == path) {
                return true;
            }
            name = self.parents.get(&inner).cloned();
        }
        false
    }
}

/// A file that is not included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    /// The name of the file with the directive; `None` for the first one.
    pub(super) source: Option<String>,
    /// The file as the directive names it.
    pub(super) target: String,
    /// What is wrong with it.
    pub(super) what: &'static str,
}

/// Reads included files.
#[derive(Clone)]
pub(super) struct Includes {
    disk: Disk,
    /// The first file.
    file: PathBuf,
    /// The folder around the documentation. A file outside of it is not read.
    root: PathBuf,
    component: Option<Component>,
    found: Arc<Mutex<Found>>,
}

impl fmt::Debug for Includes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Includes")
            .field("file", &self.file)
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl Includes {
    /// The files that a file can include: those below `root`.
    pub(super) fn new(disk: &Disk, file: &Path, root: &Path, component: Option<Component>) -> Self {
        Self {
            disk: disk.clone(),
            file: file.to_owned(),
            root: root.to_owned(),
            component,
            found: Arc::default(),
        }
    }

    /// The component of Antora that has the files.
    pub(super) fn component(&self) -> Option<&Component> {
        self.component.as_ref()
    }

    /// The files that were included.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.files.values().cloned().collect()
    }

    /// The path on the disk of an included file, by its name in the document.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.files.get(&folded(name)).cloned()
    }

    /// The texts of the included files, by their names in the document.
    pub(super) fn texts(&self) -> BTreeMap<String, String> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.texts.clone()
    }

    /// The files that could not be included.
    pub(super) fn missing(&self) -> Vec<Missing> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.missing.clone()
    }

    /// Reads the file to which a directive leads. `source` is the name of the including file; `None` for the first one.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    fn read(
        &self,
        found: &mut Found,
        source: Option<&str>,
        target: &str,
    ) -> Result<String, &'static str> {
        const ABSENT: &str = "an included file that is not there";
        const UNREADABLE: &str = "an included file that cannot be read";
        let around = source.and_then(|source| found.files.get(&folded(source)));
        let around = around.unwrap_or(&self.file);
        let resource = self.component.as_ref();
        let resource = resource.and_then(|own| own.resource(around, target));
        let folder = around.parent().unwrap_or(Path::new("."));
        let path = resource.unwrap_or_else(|| folder.join(target));
        // some systems refuse to be asked for a long name and others
        let is_name = target
            .split(['/', '$', ':'])
            .all(|part| matches!(part, "" | "." | "..") || is_storable(part));
        if found.bytes > MOST {
            return Err("an included file after too many others");
        }
        if !is_name {
            return Err(ABSENT);
        }
        match self.disk.kind(&path) {
            Ok(Some(PathKind::File)) => {}
            Ok(_) => return Err(ABSENT),
            Err(_) => return Err(UNREADABLE),
        }
        let path = self.disk.canonical(&path).map_err(|_| UNREADABLE)?;
        if !path.starts_with(&self.root) {
            return Err("an included file outside of the documentation");
        }
        if found.is_around(source, &path) || path == self.file {
            return Err("an included file that includes itself");
        }
        let text = match read::text(&self.disk, &path) {
            Ok(text) => text,
            Err(Unread::Invalid(_)) => return Err("an included file that is not UTF-8"),
            Err(Unread::Failed(_)) => return Err(UNREADABLE),
        };
        found.bytes += text.len();
        let is_asciidoc = path.extension().is_some_and(|ending| {
            ENDINGS
                .iter()
                .any(|known| ending.eq_ignore_ascii_case(known))
        });
        let name = name(source, target);
        if let Some(source) = source {
            found.parents.insert(name.clone(), folded(source));
        }
        let text = if is_asciidoc { prepared(&text) } else { text };
        found.texts.insert(name.clone(), text.clone());
        found.files.insert(name, path);
        Ok(text)
    }
}

/// The name that the parser gives an included file: its path from the folder of the first file.
fn name(source: Option<&str>, target: &str) -> String {
    match source.map(read::parent) {
        None | Some("") => folded(target),
        Some(folder) => folded(&format!("{folder}/{target}")),
    }
}

/// A path without `.`, and without each `..` that leads out of a folder of the path.
pub(super) fn folded(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

impl IncludeFileHandler for Includes {
    fn resolve_target<'src>(
        &self,
        source: Option<&str>,
        target: &str,
        _attributes: &Attrlist<'src>,
        _parser: &Parser,
    ) -> IncludeResolution {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let text = self.read(&mut found, source, target);
        // without a text, the parser would write a message to the readers of the page
        let text = text.unwrap_or_else(|what| {
            found.missing.push(Missing {
                source: source.map(str::to_owned),
                target: target.to_owned(),
                what,
            });
            String::new()
        });
        IncludeResolution::Found(IncludeContent::transcoded(text))
    }
}
