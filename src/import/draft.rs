//! An entry on its way to a file of the project.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::passage::Passage;
use super::value::Field;
use crate::project::keys::write::{quoted, quoted_list};

/// How the text of a raw entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// The Markdown of a site's or notes' tool.
    Markdown,
    /// A cell of a table.
    Cell,
    /// Markdown that was made here of something else: it has nothing of any tool in it.
    Made,
}

/// An entry as another tool has it.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    /// Its file, as the source was named.
    pub(super) file: String,
    /// The line at which it begins.
    pub(super) line: usize,
    /// Its path in the source, without the ending; empty where it has no file of its own.
    pub(super) path: String,
    /// The folder of its file in the source, empty or with a slash at its end.
    pub(super) folder: String,
    /// What is said of it.
    pub(super) fields: Vec<Field>,
    /// Its text.
    pub(super) body: Passage,
    pub(super) markup: Markup,
}

/// Where a definition comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) title: String,
    pub(super) url: Option<String>,
}

/// An entry as Headword is to have it.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) path: String,
    pub(super) folder: String,
    pub(super) markup: Markup,
    /// What its address is to be made of, where the source says it.
    pub(super) wanted: Option<String>,
    /// The address on the old site, where the source says it.
    pub(super) address: Option<String>,
    /// Still older addresses, from the old site's root.
    pub(super) old: Vec<String>,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) abbreviations: Vec<String>,
    pub(super) synonyms: Vec<String>,
    pub(super) hidden: Vec<String>,
    pub(super) variants: Vec<String>,
    pub(super) avoid: Vec<String>,
    pub(super) sense: Option<String>,
    pub(super) gloss: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) related: Vec<String>,
    pub(super) broader: Vec<String>,
    pub(super) sort_as: Option<String>,
    pub(super) redirect_from: Vec<String>,
    pub(super) sources: Vec<Source>,
    /// A day, as TOML writes it.
    pub(super) updated: Option<String>,
    pub(super) is_draft: bool,
    pub(super) replaced_by: Option<String>,
    pub(super) extra: toml::Table,
    pub(super) body: Passage,
    /// Which keys became which.
    pub(super) keys: Vec<(String, String)>,
    /// The lines of keys that became lists.
    pub(super) lines: BTreeMap<&'static str, usize>,
}

impl Draft {
    /// An entry with nothing but what its raw form has beside keys.
    pub(super) fn new(raw: &Raw) -> Self {
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
            abbreviations: Vec::new(),
            synonyms: Vec::new(),
            hidden: Vec::new(),
            variants: Vec::new(),
            avoid: Vec::new(),
            sense: None,
            gloss: None,
            tags: Vec::new(),
            related: Vec::new(),
            broader: Vec::new(),
            sort_as: None,
            redirect_from: Vec::new(),
            sources: Vec::new(),
            updated: None,
            is_draft: false,
            replaced_by: None,
            extra: toml::Table::new(),
            keys: Vec::new(),
            lines: BTreeMap::new(),
        }
    }

    /// The title as readers see it, with the sense.
    pub(super) fn shown(&self) -> String {
        match &self.sense {
            Some(sense) => format!("{} ({sense})", self.title),
            None => self.title.clone(),
        }
    }

    /// The lists of names and addresses, by their keys.
    pub(super) fn lists(&mut self) -> [(&'static str, &mut Vec<String>); 9] {
        [
            ("abbreviations", &mut self.abbreviations),
            ("synonyms", &mut self.synonyms),
            ("variants", &mut self.variants),
            ("hidden", &mut self.hidden),
            ("avoid", &mut self.avoid),
            ("tags", &mut self.tags),
            ("related", &mut self.related),
            ("broader", &mut self.broader),
            ("redirect_from", &mut self.redirect_from),
        ]
    }

    /// The front matter, fences included, its keys in the order of `docs/entries.md`.
    pub(super) fn head(&self) -> String {
        let mut out = String::from("+++\n");
        let mut one = |key: &str, value: &str| {
            let _ = writeln!(out, "{key} = {value}");
        };
        one("title", &quoted(&self.title));
        for (key, list) in [
            ("abbreviations", &self.abbreviations),
            ("synonyms", &self.synonyms),
            ("variants", &self.variants),
            ("hidden", &self.hidden),
            ("avoid", &self.avoid),
        ] {
            if !list.is_empty() {
                one(key, &quoted_list(list));
            }
        }
        for (key, text) in [("sense", &self.sense), ("gloss", &self.gloss)] {
            if let Some(text) = text {
                one(key, &quoted(text));
            }
        }
        for (key, list) in [
            ("tags", &self.tags),
            ("related", &self.related),
            ("broader", &self.broader),
        ] {
            if !list.is_empty() {
                one(key, &quoted_list(list));
            }
        }
        if let Some(sort_as) = &self.sort_as {
            one("sort_as", &quoted(sort_as));
        }
        if !self.redirect_from.is_empty() {
            one("redirect_from", &quoted_list(&self.redirect_from));
        }
        if !self.sources.is_empty() {
            let sources = self.sources.iter().map(|source| match &source.url {
                Some(url) => format!(
                    "{{ title = {}, url = {} }}",
                    quoted(&source.title),
                    quoted(url)
                ),
                None => quoted(&source.title),
            });
            let sources: Vec<String> = sources.collect();
            one("sources", &format!("[{}]", sources.join(", ")));
        }
        if let Some(updated) = &self.updated {
            one("updated", updated);
        }
        if self.is_draft {
            one("draft", "true");
        }
        if let Some(successor) = &self.replaced_by {
            one("replaced_by", &quoted(successor));
        }
        if !self.extra.is_empty() {
            let mut whole = toml::Table::new();
            whole.insert("extra".to_owned(), self.extra.clone().into());
            let _ = write!(out, "\n{whole}");
        }
        out.push_str("+++\n");
        out
    }

    /// The whole file.
    pub(super) fn text(&self) -> String {
        let body = self.body.text.as_str();
        if body.is_empty() {
            return self.head();
        }
        format!("{}\n{body}\n", self.head())
    }

    /// Where the body begins in the whole file.
    pub(super) fn body_start(&self) -> usize {
        self.head().len() + 1
    }
}
