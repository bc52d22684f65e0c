//! Reads the keys of another tool into the front matter of a draft.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::citation::{self, is_web};
use super::draft::{Draft, Markup, Place, RawEntry};
use super::listed_names::{is_address, is_long_form, items, named, several, without_brackets};
use super::notes::{NoteKind, excerpt};
use super::passage::{NumberedLine, Passage, events};
use super::report::KeyResult;
use super::titles;
use super::value::{Field, Value, day_of, typed};
use crate::entry::front_matter::meaning::{KeyMeaning, holds_definition, meaning};
use crate::entry::front_matter::{KEYS, Key, KeyKind, LabelKind, table};
use crate::text::fold::single_spaced;
use crate::text::name::{normalised, without_invisible};

/// Reads the keys of one entry.
struct KeyReader {
    draft: Draft,
    is_cell: bool,
    /// Whether the keys and values are those of a table that `headword export` has written.
    is_own: bool,
    definitions: Vec<Definition>,
    days: Vec<ChangeDay>,
}

/// A definition, or a short form of it.
struct Definition {
    rank: u8,
    text: String,
    key: String,
    line: usize,
}

/// A day of a change. The most important kind of day comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ChangeDay {
    rank: u8,
    /// In TOML.
    day: String,
    key: String,
    /// The whole value.
    text: String,
}

/// Makes a draft of a raw entry, with the result for each key, and with notes.
pub(super) fn draft(raw: &RawEntry) -> Draft {
    let mut reader = KeyReader {
        draft: Draft::new(raw),
        is_cell: raw.markup.is_cell(),
        is_own: raw.markup == Markup::OwnCell,
        definitions: Vec::new(),
        days: Vec::new(),
    };
    reader.fields(&raw.fields);
    reader.finish()
}

impl KeyReader {
    fn fields(&mut self, fields: &[Field]) {
        let mut seen: Vec<&str> = Vec::new();
        let may_repeat = self.is_cell || self.draft.shared.is_some();
        for field in fields {
            if seen.contains(&field.key.as_str()) && !may_repeat {
                let detail = format!("`{}`", field.key);
                let what = "a key that is given twice: the first counts";
                self.draft.note(NoteKind::Lost, field.line, what, detail);
                continue;
            }
            seen.push(&field.key);
            if field.value.is_empty() {
                continue;
            }
            if let Some(became) = self.field(field) {
                self.became(&field.key, &became);
            }
        }
    }

    /// Reads one key, and adds its result to the draft.
    fn field(&mut self, field: &Field) -> Option<String> {
        let own = KEYS.iter().find(|key| key.name == field.key);
        if let Some(key) = own.filter(|_| self.is_own) {
            return self.own_cell(field, key);
        }
        let Some(meaning) = meaning(&field.key) else {
            return self.keep(field);
        };
        match meaning {
            KeyMeaning::Own(key) => self.own(field, key),
            KeyMeaning::Aliases => self.aliases(field),
            KeyMeaning::Definition { rank } => match definition(&field.value) {
                Some(text) => {
                    self.definitions.push(Definition {
                        rank,
                        text,
                        key: field.key.clone(),
                        line: field.line,
                    });
                    None
                }
                None => match &field.value {
                    // `definition: { text: …, source: … }`
                    Value::Table(fields)
                        if fields.iter().any(|field| holds_definition(&field.key)) =>
                    {
                        self.fields(fields);
                        None
                    }
                    _ => self.keep(field),
                },
            },
            KeyMeaning::Day { rank } => self.day(field, rank),
            KeyMeaning::Published => {
                self.draft.is_draft |= field.value.is_false();
                Some("draft".to_owned())
            }
            KeyMeaning::Status => self.status(field),
            KeyMeaning::Slug => {
                let Some(slug) = field.value.text() else {
                    return self.keep(field);
                };
                self.draft.anchors.push(slug.clone());
                if slug.contains('/') {
                    self.draft.address = Some(slug.clone());
                }
                let last = slug.trim_matches('/').rsplit('/').next();
                self.draft.wanted = last.map(str::to_owned);
                Some("the address".to_owned())
            }
            KeyMeaning::Url => self.url(field),
            // a column of a table is not about the looks of a site
            KeyMeaning::Layout if self.is_cell => self.keep(field),
            KeyMeaning::Layout => Some("nothing: it is for pages of the old site".to_owned()),
        }
    }

    /// Reads a cell of a table that `headword export` has written. Nothing has to be guessed.
    fn own_cell(&mut self, field: &Field, key: &'static Key) -> Option<String> {
        let text = field.value.text()?;
        match key.kind {
            KeyKind::Label(LabelKind::Title) => self.draft.title = self.name(&text, field.line),
            KeyKind::Text | KeyKind::Pronunciation | KeyKind::Choice => {
                *self.draft.list_mut(key.name) = vec![text];
            }
            KeyKind::Texts | KeyKind::Addresses => {
                *self.draft.list_mut(key.name) = table::items(&text)
            }
            KeyKind::Sources => {
                let lines = text.lines().map(Value::quoted).collect();
                self.draft.sources = citation::read(&Value::List(lines))?;
            }
            _ => return self.own(field, key),
        }
        Some(key.name.to_owned())
    }

    /// Reads a key with the meaning of a key of front matter.
    fn own(&mut self, field: &Field, key: &'static Key) -> Option<String> {
        match key.kind {
            KeyKind::Label(LabelKind::Title) => return self.title(field),
            KeyKind::Label(_) | KeyKind::Tags | KeyKind::Entries => return self.names(field, key),
            KeyKind::Texts => {
                let texts = self.texts(&field.value, field.line);
                if texts.is_empty() {
                    return self.keep(field);
                }
                self.draft.list_mut(key.name).extend(texts);
            }
            // a recording is a file, which does not come along
            KeyKind::Pronunciation if field.value.text().is_none() => return self.keep(field),
            KeyKind::Name | KeyKind::Text | KeyKind::Pronunciation | KeyKind::Entry => {
                let Some(text) = field.value.text() else {
                    return self.keep(field);
                };
                let text = self.name(&text, field.line);
                if self
                    .draft
                    .text_of(key.name)
                    .is_some_and(|other| *other != text)
                {
                    return self.keep(field);
                }
                *self.draft.list_mut(key.name) = vec![text];
            }
            KeyKind::Addresses => {
                let Some(addresses) = self.strings(&field.value, key.kind) else {
                    return self.keep(field);
                };
                self.draft.old.extend(addresses);
            }
            KeyKind::Sources => return self.sources(field),
            KeyKind::Day => return self.day(field, 0),
            KeyKind::Flag => self.draft.is_draft |= field.value.is_true(),
            // its keys are read as if they were not nested
            KeyKind::Table => match &field.value {
                Value::Table(fields) => {
                    self.fields(fields);
                    return None;
                }
                _ => return self.keep(field),
            },
            KeyKind::Choice | KeyKind::Fingerprint => return self.keep(field),
        }
        Some(key.name.to_owned())
    }

    /// The texts of a list, or one text.
    fn texts(&mut self, value: &Value, line: usize) -> Vec<String> {
        let texts = match value {
            Value::List(items) => items.iter().filter_map(Value::text).collect(),
            value => Vec::from_iter(value.text()),
        };
        let texts = texts.into_iter().map(|text| self.name(&text, line));
        texts.filter(|text| !text.is_empty()).collect()
    }

    fn title(&mut self, field: &Field) -> Option<String> {
        let Some(text) = field.value.text() else {
            return self.keep(field);
        };
        let written = self.name(&text, field.line);
        self.draft.written.push(written.clone());
        if self.draft.place != Place::Entry && self.draft.title.is_empty() {
            self.draft.title = written;
            return Some("title".to_owned());
        }
        if !self.draft.title.is_empty() {
            if written != self.draft.title {
                self.draft.list_mut("synonyms").push(written);
            }
            return Some("synonyms".to_owned());
        }
        let parts = titles::parts(&written);
        let mut became = vec!["title"];
        self.draft.title = parts.title;
        if !parts.abbreviations.is_empty() {
            became.push("abbreviations");
        }
        if !parts.synonyms.is_empty() {
            became.push("synonyms");
        }
        if let Some(sense) = parts.sense {
            became.push("sense");
            *self.draft.list_mut("sense") = vec![sense];
        }
        for (key, names) in [
            ("abbreviations", parts.abbreviations),
            ("synonyms", parts.synonyms),
        ] {
            self.draft.list_mut(key).splice(0..0, names);
        }
        Some(became.join(", "))
    }

    /// Adds names to a list of front matter.
    fn names(&mut self, field: &Field, key: &Key) -> Option<String> {
        let are_tags = key.kind == KeyKind::Tags;
        let mut names = Vec::new();
        let texts = match &field.value {
            Value::Text { text, .. } if !self.is_own && is_long_form(&field.key) => {
                Some(vec![text.clone()])
            }
            value => self.strings(value, key.kind),
        };
        let Some(texts) = texts else {
            return self.keep(field);
        };
        for text in texts {
            let text = match text.as_str() {
                text if self.is_own => text,
                text if are_tags => without_brackets(text.trim_start_matches('#')),
                text => without_brackets(text),
            };
            names.push(self.name(text, field.line));
        }
        names.retain(|name| !name.is_empty());
        if names.is_empty() {
            return self.keep(field);
        }
        self.draft.lines.entry(key.name).or_insert(field.line);
        for name in names {
            self.draft.add(key.name, name);
        }
        Some(key.name.to_owned())
    }

    /// Adds aliases: in Hugo, these are old addresses; in Obsidian, other names.
    fn aliases(&mut self, field: &Field) -> Option<String> {
        let kind = KeyKind::Label(LabelKind::Synonym);
        let Some(aliases) = self.strings(&field.value, kind) else {
            return self.keep(field);
        };
        let is_address = |alias: &String| is_address(alias, self.is_cell);
        let (addresses, names): (Vec<_>, Vec<_>) = aliases.into_iter().partition(is_address);
        let mut became = Vec::new();
        if !names.is_empty() {
            for name in names {
                let name = self.name(&name, field.line);
                // a name that looks like an abbreviation is one
                let key = if titles::is_acronym(&name) {
                    "abbreviations"
                } else {
                    "synonyms"
                };
                self.draft.add(key, name);
            }
            became.push("names");
        }
        if !addresses.is_empty() {
            self.draft.old.extend(addresses);
            became.push("redirect_from");
        }
        Some(became.join(", "))
    }

    fn sources(&mut self, field: &Field) -> Option<String> {
        let Some(sources) = citation::read(&field.value) else {
            return self.keep(field);
        };
        self.draft.sources.extend(sources);
        Some("sources".to_owned())
    }

    fn day(&mut self, field: &Field, rank: u8) -> Option<String> {
        // Docusaurus: `last_update: { date: …, author: … }`
        let text = match &field.value {
            Value::Table(fields) => fields
                .iter()
                .find(|field| field.key == "date")
                .and_then(|field| field.value.text()),
            value => value.text(),
        };
        match text.as_deref().and_then(day_of) {
            Some(day) => {
                let text = text.unwrap_or_default();
                if let Value::Table(fields) = &field.value
                    && fields.len() > 1
                {
                    self.keep(field);
                }
                self.days.push(ChangeDay {
                    rank,
                    day,
                    key: field.key.clone(),
                    text,
                });
                None
            }
            None => self.keep(field),
        }
    }

    fn status(&mut self, field: &Field) -> Option<String> {
        let Some(status) = field.value.text() else {
            return self.keep(field);
        };
        match status.trim().to_lowercase().as_str() {
            "draft" | "wip" | "work in progress" | "stub" | "todo" => {
                self.draft.is_draft = true;
                Some("draft".to_owned())
            }
            "completed" | "complete" | "done" | "final" | "published" | "stable" | "approved"
            | "active" => Some("nothing: an entry that is not a draft is finished".to_owned()),
            _ => {
                *self.draft.list_mut("status") = vec![self.name(&status, field.line)];
                Some("status".to_owned())
            }
        }
    }

    fn url(&mut self, field: &Field) -> Option<String> {
        let Some(url) = field.value.text() else {
            return self.keep(field);
        };
        if is_web(&url) {
            // a column of its own beside the source's name
            if let Some(last) = self.draft.sources.last_mut()
                && self.is_cell
                && last.url.is_none()
                && !is_web(&last.title)
            {
                last.url = Some(url.trim().to_owned());
                return Some("sources".to_owned());
            }
            return self.sources(field);
        }
        let bare = url.trim_matches('/');
        let last = bare.rsplit('/').next().unwrap_or(bare);
        let last = last.strip_suffix(".html").unwrap_or(last);
        // Jekyll's `/:categories/:title/` is a pattern, not an address
        if url.contains(':') || last.is_empty() {
            return self.keep(field);
        }
        self.draft.wanted = Some(last.to_owned());
        self.draft.address = Some(url);
        Some("the address".to_owned())
    }

    /// Keeps an unknown key under `[extra]`.
    fn keep(&mut self, field: &Field) -> Option<String> {
        let value = field.value.to_toml()?;
        Some(self.extra(&field.key, value))
    }

    /// Adds a value to `[extra]`, under a key that is free, and gives the result for the report.
    fn extra(&mut self, key: &str, value: toml::Value) -> String {
        let extra = &mut self.draft.extra;
        let numbered = (2..).map(|number| format!("{key} {number}"));
        let mut keys = std::iter::once(key.to_owned()).chain(numbered);
        let is_free = |key: &String| extra.get(key).is_none_or(|other| *other == value);
        let key = keys.find(is_free).unwrap_or_default();
        let result = format!("extra.{key}, which no page shows");
        extra.insert(key, value);
        result
    }

    /// A name without invisible characters.
    fn name(&mut self, text: &str, line: usize) -> String {
        let name = without_invisible(text);
        if name != normalised(text) {
            let what = "an invisible character was removed";
            self.draft
                .note(NoteKind::Changed, line, what, excerpt(&name));
        }
        name
    }

    /// The texts of a value of a key. One text may hold several: `aka: Krume, Mie`. Whether a comma is part of the name of an
    /// entry is known when all entries are, so the correction divides these. `None` if a part of the value is not a text.
    fn strings(&self, value: &Value, kind: KeyKind) -> Option<Vec<String>> {
        let texts: Vec<String> = match value {
            Value::Null => Vec::new(),
            Value::Text { text, .. } if self.is_own => table::items(text),
            Value::Text { text, .. } if self.is_cell || kind == KeyKind::Tags => items(text),
            Value::Text { text, .. } if kind == KeyKind::Addresses => vec![text.clone()],
            Value::Text { text, .. } if kind == KeyKind::Entries && !text.contains("[[") => {
                vec![text.clone()]
            }
            Value::Text { text, .. } => several(text),
            Value::List(list) => {
                let filled = list.iter().filter(|value| !value.is_empty());
                filled.map(named).collect::<Option<_>>()?
            }
            // Kubernetes: `tags: { architecture: true }` and the like
            Value::Table(fields) => {
                let are_flags = |field: &Field| field.value.is_true() || field.value.is_false();
                if !fields.iter().all(are_flags) {
                    return None;
                }
                let set = fields.iter().filter(|field| field.value.is_true());
                set.map(|field| field.key.clone()).collect()
            }
        };
        let texts = texts.into_iter().map(|text| text.trim().to_owned());
        Some(texts.filter(|text| !text.is_empty()).collect())
    }

    fn became(&mut self, key: &str, what: &str) {
        self.draft.keys.push(KeyResult {
            key: key.to_owned(),
            result: what.to_owned(),
        });
    }

    fn finish(mut self) -> Draft {
        self.settle_definitions();
        self.settle_days();
        let mut draft = self.draft;
        let title = draft.title.clone();
        let mut own = vec![title];
        let labels = KEYS.iter().filter(|key| {
            let label = key.kind.label();
            label.is_some_and(LabelKind::is_other_name)
        });
        for key in labels {
            draft.list_mut(key.name).retain(|name| {
                let is_new = !name.is_empty() && !own.contains(name);
                if is_new {
                    own.push(name.clone());
                }
                is_new
            });
        }
        if draft.place != Place::Entry {
            keep_for_page(&mut draft);
        }
        draft
    }

    /// Decides about definitions in keys: the best one becomes the text if the entry has none, the next one
    /// the gloss, and others are kept under `[extra]`.
    fn settle_definitions(&mut self) {
        let mut definitions = std::mem::take(&mut self.definitions);
        definitions.sort_by_key(|definition| definition.rank);
        for definition in definitions {
            let Definition {
                text, key, line, ..
            } = definition;
            let became = if self.draft.body.text.trim().is_empty() {
                self.draft.body = match self.draft.markup.has_one_line() {
                    true => Passage::of_lines(&[NumberedLine { text, number: line }]),
                    false => Passage::new(text, line),
                };
                "the text".to_owned()
            } else if self.draft.text_of("gloss").is_none() {
                let gloss = Some(plain(&text)).filter(|gloss| !gloss.is_empty());
                self.draft.list_mut("gloss").extend(gloss);
                if has_links(&text) {
                    self.extra(&key, text.into());
                }
                "gloss".to_owned()
            } else {
                self.extra(&key, text.into())
            };
            self.became(&key, &became);
        }
    }

    /// The day of the last change; if there is none, the day of the first.
    fn settle_days(&mut self) {
        let mut days = std::mem::take(&mut self.days);
        days.sort();
        for ChangeDay { day, key, text, .. } in days {
            if self.draft.updated.is_none() {
                self.draft.updated = Some(day);
                self.became(&key, "updated");
            } else {
                let became = self.extra(&key, typed(&text));
                self.became(&key, &became);
            }
        }
    }
}

/// Keeps the keys that a page does not have under `[extra]`.
fn keep_for_page(draft: &mut Draft) {
    let lists = KEYS.iter().filter(|key| key.kind.is_list());
    for key in lists.filter(|key| key.name != "redirect_from") {
        let names = std::mem::take(draft.list_mut(key.name));
        if !names.is_empty() {
            let names: Vec<toml::Value> = names.into_iter().map(toml::Value::from).collect();
            let key = format!("old_{}", key.name);
            draft.extra.insert(key, names.into());
        }
    }
    let sources = std::mem::take(&mut draft.sources);
    if !sources.is_empty() {
        let titles = sources.into_iter().map(|source| source.title.into());
        let titles: Vec<toml::Value> = titles.collect();
        draft.extra.insert("old_sources".to_owned(), titles.into());
    }
    if draft.place == Place::Introduction
        && let Some(gloss) = draft.list_mut("gloss").pop()
    {
        draft.extra.insert("description".to_owned(), gloss.into());
    }
}

/// The text of a definition: several texts, or tables with nothing but a text each, are its paragraphs.
fn definition(value: &Value) -> Option<String> {
    let items = match value {
        Value::List(items) => items,
        value => return value.text(),
    };
    let texts = items.iter().map(|item| match item {
        Value::Table(fields) => match fields.as_slice() {
            [field] if holds_definition(&field.key) => field.value.text(),
            _ => None,
        },
        item => item.text(),
    });
    let texts: Option<Vec<String>> = texts.collect();
    texts.map(|texts| texts.join("\n\n"))
}

/// Whether a piece of Markdown has links or images.
fn has_links(markdown: &str) -> bool {
    let is_link =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
    events(markdown).iter().any(|(event, _)| is_link(event))
}

/// The words of a piece of Markdown, on one line.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for (event, _) in events(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => text.push(' '),
            _ => {}
        }
    }
    single_spaced(&text)
}
