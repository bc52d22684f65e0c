//! An entry between the source and the file of the project.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::citation::Source;
use super::passage::Passage;
use super::report::KeyResult;
use super::value::Field;
use crate::entry::front_matter::{KEYS, Key, KeyKind, LabelKind};
use crate::project::keys::Syntax;

/// The markup of a raw entry's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// Markdown of another tool, perhaps with extensions.
    Markdown,
    /// A cell of a table.
    Cell,
    /// A cell of a table that `headword export` has written, in which nothing has to be guessed.
    OwnCell,
    /// Markdown that the import has made from another markup. It has no extensions of a tool.
    Made,
}

/// An entry as it is in the source.
#[derive(Debug, Clone)]
pub(super) struct RawEntry {
    /// Its file, as messages name it.
    pub(super) file: String,
    /// Its first line; the first line of a file is 1.
    pub(super) line: usize,
    /// Its path in the source without the extension; empty if it does not have a file of its own.
    pub(super) path: String,
    /// The folder of its file in the source, empty or with a slash at its end.
    pub(super) folder: String,
    /// Its keys with their values.
    pub(super) fields: Vec<Field>,
    /// Its text.
    pub(super) body: Passage,
    pub(super) markup: Markup,
}

/// An entry as it will be in the project.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) path: String,
    pub(super) folder: String,
    pub(super) markup: Markup,
    /// The part of the address that the source sets for it, if it does.
    pub(super) wanted: Option<String>,
    /// The address on the old site, if the source has it.
    pub(super) address: Option<String>,
    /// Even older addresses, as paths from the old site's root.
    pub(super) old: Vec<String>,
    pub(super) slug: String,
    pub(super) title: String,
    /// The other texts of front matter, by key. If a key takes one text, only the first counts.
    texts: BTreeMap<&'static str, Vec<String>>,
    pub(super) sources: Vec<Source>,
    /// A day, in TOML.
    pub(super) updated: Option<String>,
    pub(super) is_draft: bool,
    pub(super) extra: toml::Table,
    /// The syntax of its front matter.
    pub(super) syntax: Syntax,
    pub(super) body: Passage,
    /// The result for each key of the source.
    pub(super) keys: Vec<KeyResult>,
    /// The lines in the source of keys that are lists now.
    pub(super) lines: BTreeMap<&'static str, usize>,
}

impl Draft {
    /// A draft of a raw entry, without its keys.
    pub(super) fn new(raw: &RawEntry) -> Self {
        Self {
            file: raw.file.clone(),
            line: raw.line,
            path: raw.path.clone(),
            folder: raw.folder.clone(),
            markup: raw.markup,
            body: raw.body.clone(),
            wanted: None,
            address: None,
            old: Vec::new(),
            slug: String::new(),
            title: String::new(),
            texts: BTreeMap::new(),
            sources: Vec::new(),
            updated: None,
            is_draft: false,
            extra: toml::Table::new(),
            syntax: Syntax::Toml,
            keys: Vec::new(),
            lines: BTreeMap::new(),
        }
    }

    /// The texts under a key.
    pub(super) fn list(&self, key: &str) -> &[String] {
        self.texts.get(key).map_or(&[], Vec::as_slice)
    }

    /// The texts under a key, to be changed.
    pub(super) fn list_mut(&mut self, key: &'static str) -> &mut Vec<String> {
        self.texts.entry(key).or_default()
    }

    /// The text of a key that takes one.
    pub(super) fn text_of(&self, key: &str) -> Option<&String> {
        self.list(key).first()
    }

    /// Adds a text to a key's list, if it is not in it.
    pub(super) fn add(&mut self, key: &'static str, text: String) {
        let list = self.list_mut(key);
        if !list.contains(&text) {
            list.push(text);
        }
    }

    /// The title as readers see it, with the sense.
    pub(super) fn shown(&self) -> String {
        match self.text_of("sense") {
            Some(sense) => format!("{} ({sense})", self.title),
            None => self.title.clone(),
        }
    }

    /// The front matter, fences included.
    pub(super) fn head(&self) -> String {
        let fence = self.syntax.fence();
        let mut out = format!("{fence}\n");
        for key in KEYS {
            if let Some(value) = self.value(key) {
                let _ = writeln!(out, "{}", self.syntax.key_value(key.name, &value));
            }
        }
        if !self.extra.is_empty() {
            out.push_str(&match self.syntax {
                Syntax::Toml => {
                    let mut whole = toml::Table::new();
                    whole.insert("extra".to_owned(), self.extra.clone().into());
                    format!("\n{whole}")
                }
                Syntax::Yaml => yaml_table("extra", &self.extra),
            });
        }
        let _ = writeln!(out, "{fence}");
        out
    }

    /// The value of a key, as it is written; `None` if there is no value, or if it is a table, because tables come
    /// after all other keys.
    fn value(&self, key: &Key) -> Option<String> {
        match key.kind {
            KeyKind::Label(LabelKind::Title) => Some(self.syntax.quoted(&self.title)),
            kind if kind.is_list() => {
                let list = self.list(key.name);
                (!list.is_empty()).then(|| self.syntax.quoted_list(list))
            }
            KeyKind::Sources => {
                let sources: Vec<String> = self
                    .sources
                    .iter()
                    .map(|source| source.value(self.syntax))
                    .collect();
                (!sources.is_empty()).then(|| format!("[{}]", sources.join(", ")))
            }
            KeyKind::Day => self.updated.clone(),
            KeyKind::Flag => self.is_draft.then(|| "true".to_owned()),
            KeyKind::Table => None,
            _ => self.text_of(key.name).map(|text| self.syntax.quoted(text)),
        }
    }

    /// The whole file.
    pub(super) fn text(&self) -> String {
        let body = self.body.text.as_str();
        if body.is_empty() {
            return self.head();
        }
        format!("{}\n{body}\n", self.head())
    }

    /// The offset of the body in the file.
    pub(super) fn body_start(&self) -> usize {
        self.head().len() + 1
    }
}

/// A key of YAML whose value is a table.
fn yaml_table(key: &str, table: &toml::Table) -> String {
    let mut out = format!("{}:\n", Syntax::Yaml.quoted(key));
    for (key, value) in table {
        let lines = match value {
            toml::Value::Table(table) if !table.is_empty() => yaml_table(key, table),
            value => {
                let key = Syntax::Yaml.quoted(key);
                format!("{}\n", Syntax::Yaml.key_value(&key, &yaml_value(value)))
            }
        };
        for line in lines.lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

/// A value on one line of YAML.
fn yaml_value(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => Syntax::Yaml.quoted(text),
        toml::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(yaml_value).collect();
            format!("[{}]", items.join(", "))
        }
        toml::Value::Table(table) => {
            let fields = table.iter().map(|(key, value)| {
                Syntax::Yaml.key_value(&Syntax::Yaml.quoted(key), &yaml_value(value))
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}
