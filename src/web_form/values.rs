//! The values that the front matter of several files has.

use std::sync::Arc;

use toml::{Table, Value};

use crate::diagnostic::Faults;
use crate::entry::front_matter::fences::parts;
use crate::project::keys::{Document, Syntax};
use crate::source::SourceFile;

/// The front matter of several files. A file without front matter has no values.
pub(super) struct Values {
    files: Vec<(String, Option<Syntax>, Table)>,
}

impl Values {
    /// Reads the front matter of files. Mistakes in it are not reported: `check` does this.
    pub(super) fn read(files: &[Arc<SourceFile>]) -> Self {
        let read = |file: &Arc<SourceFile>| {
            let Ok(parts) = parts(&file.text) else {
                return (file.path.clone(), None, Table::new());
            };
            let head = parts.front.start..parts.front.start;
            let faults = Faults::default();
            let document = Document::parse(file, parts.front, head, parts.syntax, &faults);
            (file.path.clone(), Some(parts.syntax), document.plain())
        };
        Self {
            files: files.iter().map(read).collect(),
        }
    }

    /// Takes a file out; `None` if it is not there.
    pub(super) fn take(&mut self, path: &str) -> Option<Self> {
        let at = self.files.iter().position(|(it, _, _)| it == path)?;
        Some(Self {
            files: vec![self.files.remove(at)],
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The paths of the files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _, _)| path.as_str())
    }

    /// The folders of the files, several times.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.paths()
            .filter_map(|path| Some(path.rsplit_once('/')?.0))
    }

    /// The values of a key, each with the path of its file.
    pub(super) fn of<'v>(&'v self, key: &'v str) -> impl Iterator<Item = (&'v str, &'v Value)> {
        let files = self.files.iter();
        files.filter_map(move |(path, _, table)| Some((path.as_str(), table.get(key)?)))
    }

    /// The name of the form of the files. `frontmatter` reads both syntaxes, and writes YAML; with one of the others,
    /// an editor would take front matter in the other syntax for a part of the text.
    pub(super) fn format(&self) -> &'static str {
        let mut syntaxes = self.files.iter().filter_map(|(_, syntax, _)| *syntax);
        let first = syntaxes.next().unwrap_or(Syntax::Toml);
        match (syntaxes.all(|other| other == first), first) {
            (false, _) => "frontmatter",
            (true, Syntax::Toml) => "toml-frontmatter",
            (true, Syntax::Yaml) => "yaml-frontmatter",
        }
    }
}
