//! An entry or a page between the source and the file of the project.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::citation::Source;
use super::notes::{Note, NoteKind};
use super::old_pages::OldAnchor;
use super::passage::Passage;
use super::report::KeyResult;
use super::value::{Field, Value};
use crate::entry::front_matter::{KEYS, Key, KeyKind, LabelKind};
use crate::project::keys::Syntax;

/// The markup of a raw entry's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Markup {
    /// Markdown of another tool, perhaps with extensions.
    #[default]
    Markdown,
    /// A cell of a table.
    Cell,
    /// A cell of a table that `headword export` has written, in which nothing has to be guessed.
    OwnCell,
    /// A value of a record in a data file, all of which is at the line of its key.
    Record,
    /// Markdown that the import has made of the plain texts of a concept. A text is at one line of its file.
    Concept,
    /// Markdown that the import has made from another markup. It has no extensions of a tool.
    Made,
    /// Markdown that the import has made from HTML, whose links are those of the source.
    Html,
    /// The same in a cell of a table.
    HtmlCell,
    /// Markdown of MyST, whose roles and directives the import has converted.
    Myst,
}

impl Markup {
    /// Whether the text is a cell or a value, so that one of them can hold several names.
    pub(super) fn is_cell(self) -> bool {
        matches!(
            self,
            Self::Cell | Self::OwnCell | Self::Record | Self::HtmlCell | Self::Concept
        )
    }

    /// Whether the import has made the Markdown, which may have empty lines too many.
    pub(super) fn is_made(self) -> bool {
        matches!(self, Self::Made | Self::Myst | Self::Html | Self::HtmlCell)
    }

    /// Whether all lines of the text are at one line of the source.
    pub(super) fn has_one_line(self) -> bool {
        matches!(self, Self::Record | Self::HtmlCell | Self::Concept)
    }

    /// Whether the import has made the references to terms in the text, so that they name nothing but terms.
    pub(super) fn has_made_references(self) -> bool {
        matches!(self, Self::Concept | Self::Made | Self::Myst)
    }
}

/// The part of the project to which a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Place {
    /// An entry in `content/`.
    #[default]
    Entry,
    /// A page in `pages/`, which is not a term.
    Page,
    /// `pages/index.md`, which introduces the index.
    Introduction,
}

/// The place of a text among those in all languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TranslationPlace {
    /// The tag of its language; `None` for the main one.
    pub(super) tag: Option<String>,
    /// What the same text in all languages shares, such as the path of its file from the folder of the language. It may
    /// be empty in a source with one language.
    pub(super) key: String,
    /// The folder of its language in the source, empty or with a slash at its end. Its other paths begin below it.
    pub(super) tree: String,
}

/// An entry or a page as it is in the source.
#[derive(Debug, Clone, Default)]
pub(super) struct RawEntry {
    pub(super) place: Place,
    /// Its file, as messages name it.
    pub(super) file: String,
    /// Its first line; the first line of a file is 1.
    pub(super) line: usize,
    /// Its path in the source without the extension; empty if it does not have a file of its own.
    pub(super) path: String,
    /// The folder of its file in the source, empty or with a slash at its end.
    pub(super) folder: String,
    pub(super) translation: TranslationPlace,
    /// Its keys with their values.
    pub(super) fields: Vec<Field>,
    /// Its text.
    pub(super) body: Passage,
    pub(super) markup: Markup,
    /// The page that it shares with other entries, as a path in the source without the extension.
    pub(super) shared: Option<String>,
    /// The anchors on the shared page that lead to it.
    pub(super) anchors: Vec<String>,
    /// The page that it shared with other entries on the old site: its path in the source without the extension, or
    /// its address, which begins with a slash.
    pub(super) page: String,
    /// The anchors that led to it on that page, as far as other sites can know them.
    pub(super) old_anchors: Vec<OldAnchor>,
    /// The headings of its text on that page: the line of each, and the number after its anchor.
    pub(super) headings: Vec<(usize, usize)>,
}

impl RawEntry {
    /// Adds a key with a text.
    pub(super) fn field(&mut self, key: &str, text: impl Into<String>, line: usize) {
        self.fields.push(Field {
            key: key.to_owned(),
            value: Value::quoted(text),
            line,
        });
    }
}

/// An entry or a page as it will be in the project.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) place: Place,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) path: String,
    pub(super) folder: String,
    pub(super) translation: TranslationPlace,
    pub(super) markup: Markup,
    /// The part of the address that the source sets for it, if it does.
    pub(super) wanted: Option<String>,
    /// The address on the old site, if the source has it.
    pub(super) address: Option<String>,
    /// Even older addresses, as paths from the old site's root.
    pub(super) old: Vec<String>,
    pub(super) slug: String,
    /// What identifies it in the source in every import; empty until all drafts are known.
    pub(super) record: String,
    /// The path of the file that an earlier import wrote for it, or to which the user moved it.
    pub(super) at: Option<String>,
    pub(super) title: String,
    /// The titles as the source has them, brackets included. References in the source use them.
    pub(super) written: Vec<String>,
    /// The page that it shares with other entries.
    pub(super) shared: Option<String>,
    /// The anchors on the shared page that lead to it.
    pub(super) anchors: Vec<String>,
    /// The page that it shared with other entries on the old site.
    pub(super) page: String,
    /// The anchors that led to it on that page.
    pub(super) old_anchors: Vec<OldAnchor>,
    /// The line of each heading of its text on that page, and the number after its anchor.
    pub(super) headings: Vec<(usize, usize)>,
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
    /// The notes on it.
    pub(super) notes: Vec<Note>,
}

impl Draft {
    /// A draft of a raw entry, without its keys.
    pub(super) fn new(raw: &RawEntry) -> Self {
        Self {
            place: raw.place,
            file: raw.file.clone(),
            line: raw.line,
            path: raw.path.clone(),
            folder: raw.folder.clone(),
            translation: raw.translation.clone(),
            markup: raw.markup,
            body: raw.body.clone(),
            wanted: None,
            address: None,
            old: Vec::new(),
            slug: String::new(),
            record: String::new(),
            at: None,
            title: String::new(),
            written: Vec::new(),
            shared: raw.shared.clone(),
            anchors: raw.anchors.clone(),
            page: raw.page.clone(),
            old_anchors: raw.old_anchors.clone(),
            headings: raw.headings.clone(),
            texts: BTreeMap::new(),
            sources: Vec::new(),
            updated: None,
            is_draft: false,
            extra: toml::Table::new(),
            syntax: Syntax::Toml,
            keys: Vec::new(),
            lines: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a note on a line of its file.
    pub(super) fn note(
        &mut self,
        kind: NoteKind,
        line: usize,
        what: impl Into<String>,
        detail: impl Into<String>,
    ) {
        let note = Note::new(kind, &self.file, line, what, detail);
        self.notes.push(note);
    }

    /// The tag of its language; `None` for the main one.
    pub(super) fn tag(&self) -> Option<&str> {
        self.translation.tag.as_deref()
    }

    /// The name of its file in the project.
    pub(super) fn file_name(&self) -> String {
        match self.tag() {
            None => format!("{}.md", self.slug),
            Some(tag) => format!("{}.{tag}.md", self.slug),
        }
    }

    /// The path of its file, from the project's root. `folder` is the folder for new entries, with a slash at its end.
    pub(super) fn file_path(&self, folder: &str) -> String {
        match (&self.at, self.place) {
            (Some(at), _) => at.clone(),
            (None, Place::Entry) => format!("{folder}{}", self.file_name()),
            (None, Place::Page | Place::Introduction) => format!("pages/{}", self.file_name()),
        }
    }

    /// Whether it becomes an entry, not a page.
    pub(super) fn is_entry(&self) -> bool {
        self.place == Place::Entry
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
        if self.place == Place::Introduction {
            return "the introduction".to_owned();
        }
        match self.text_of("sense") {
            Some(sense) => format!("{} ({sense})", self.title),
            None => self.title.clone(),
        }
    }

    /// The front matter, fences included. An introduction may have none.
    pub(super) fn head(&self) -> String {
        let fence = self.syntax.fence();
        let keys = match self.place {
            Place::Entry => self.keys_of_entry(),
            Place::Page | Place::Introduction => self.keys_of_page(),
        };
        // a line that looks like a fence would begin front matter
        let looks_fenced = ["---", "+++"].contains(&self.body.text.lines().next().unwrap_or(""));
        let is_bare = keys.is_empty() && self.extra.is_empty() && !looks_fenced;
        if self.place == Place::Introduction && is_bare {
            return String::new();
        }
        let mut out = format!("{fence}\n{keys}");
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

    fn keys_of_entry(&self) -> String {
        let mut out = String::new();
        for key in KEYS {
            if let Some(value) = self.value(key) {
                let _ = writeln!(out, "{}", self.syntax.key_value(key.name, &value));
            }
        }
        out
    }

    fn keys_of_page(&self) -> String {
        let is_page = self.place == Place::Page;
        let text = |key| self.text_of(key).map(|text| self.syntax.quoted(text));
        let old = self.list("redirect_from");
        let values = [
            ("title", is_page.then(|| self.syntax.quoted(&self.title))),
            ("description", text("gloss").filter(|_| is_page)),
            ("navigation", text("navigation").filter(|_| is_page)),
            (
                "redirect_from",
                (is_page && !old.is_empty()).then(|| self.syntax.quoted_list(old)),
            ),
            ("updated", self.updated.clone()),
            ("draft", self.is_draft.then(|| "true".to_owned())),
        ];
        let mut out = String::new();
        for (key, value) in values {
            if let Some(value) = value {
                let _ = writeln!(out, "{}", self.syntax.key_value(key, &value));
            }
        }
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
        let head = self.head();
        match (head.is_empty(), body.is_empty()) {
            (_, true) => head,
            (true, false) => format!("{body}\n"),
            (false, false) => format!("{head}\n{body}\n"),
        }
    }

    /// The whole file with each key of `extra` on one line, so that each can be put into another file.
    pub(super) fn text_in_lines(&self) -> String {
        let mut flat = self.clone();
        let extra = std::mem::take(&mut flat.extra);
        let text = flat.text();
        let lines = extra.iter().map(|(key, value)| match self.syntax {
            Syntax::Toml => {
                let table = toml::Table::from_iter([(key.clone(), toml::Value::Boolean(true))]);
                let key = table.to_string();
                let key = key.trim_end().trim_end_matches("true").to_owned();
                format!("{key}{value}\n")
            }
            Syntax::Yaml => {
                let key = Syntax::Yaml.quoted(key);
                format!("  {}\n", Syntax::Yaml.key_value(&key, &yaml_value(value)))
            }
        });
        let lines: String = lines.collect();
        let fence = self.syntax.fence();
        let head = match self.syntax {
            _ if lines.is_empty() => return text,
            Syntax::Toml => "[extra]\n",
            Syntax::Yaml => "extra:\n",
        };
        let front = flat.head();
        let keys = front.strip_prefix(fence).unwrap_or_default();
        let keys = keys.trim_start_matches('\n');
        let keys = keys.trim_end().strip_suffix(fence).unwrap_or_default();
        format!(
            "{fence}\n{keys}{head}{lines}{fence}\n\n{}\n",
            self.body.text
        )
    }

    /// The offset of the body in the file.
    pub(super) fn body_start(&self) -> usize {
        match self.head().len() {
            0 => 0,
            length => length + 1,
        }
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
