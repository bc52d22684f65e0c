//! What a key of another tool becomes in an entry's front matter.

use pulldown_cmark::{Event, TagEnd};

use super::draft::{Draft, Markup, Raw, Source};
use super::passage::{Passage, events};
use super::report::{Kind, Report};
use super::titles;
use super::value::{Field, Value, typed};
use crate::address::destination::WebAddress;
use crate::text::fold::{is_forbidden, nfc, single_spaced};
use crate::text::hidden::hidden;
use crate::text::slice;

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Title,
    Abbreviations,
    Synonyms,
    /// Other names, or old addresses: their look decides.
    Aliases,
    Variants,
    Hidden,
    Avoid,
    Sense,
    /// The meaning, or a short form of it: what comes first here is the entry's text where there is
    /// no other.
    Definition(u8),
    Tags,
    Related,
    Broader,
    SortAs,
    Addresses,
    Sources,
    /// A day of a change; the lowest rank counts.
    Day(u8),
    Draft,
    Published,
    Status,
    /// The last part of the address.
    Slug,
    /// An address on the old site, or elsewhere: its look decides.
    Url,
    ReplacedBy,
    /// Tables whose keys are read as if they stood outside.
    Within,
    /// Only the old tool has a use for it.
    Layout,
}

/// What a key means; `None` for one that nobody knows.
fn meaning(key: &str) -> Option<Meaning> {
    let key = key.trim().trim_start_matches('\u{feff}').to_lowercase();
    let key = key.replace(['-', ' '], "_");
    Some(match key.as_str() {
        "title" | "name" | "term" | "begriff" | "terme" | "término" | "termo" | "headword"
        | "word" | "entry" | "first_heading" | "file_name" => Meaning::Title,
        "abbreviation" | "abbreviations" | "acronym" | "acronyms" | "abbr" | "short_form"
        | "initialism" => Meaning::Abbreviations,
        "synonym" | "synonyms" | "also_called" | "also" | "other_names" | "aka"
        | "also_known_as" | "alternative_names" | "alt_names" | "alternatives" | "long_form"
        | "full_name" => Meaning::Synonyms,
        "alias" | "aliases" => Meaning::Aliases,
        "variant" | "variants" | "spellings" => Meaning::Variants,
        "hidden" => Meaning::Hidden,
        "avoid" | "deprecated_terms" | "deprecated_names" => Meaning::Avoid,
        "sense" | "field" | "context" | "domain" => Meaning::Sense,
        "definition" | "meaning" | "explanation" | "bedeutung" | "erklärung" | "définition"
        | "definición" | "definição" | "body" | "text" | "content" => Meaning::Definition(0),
        "short_description" | "short_definition" | "gloss" => Meaning::Definition(1),
        "description" => Meaning::Definition(2),
        "summary" | "excerpt" | "abstract" | "lead" => Meaning::Definition(3),
        "tag" | "tags" | "category" | "categories" | "topic" | "topics" | "subject"
        | "subjects" | "keywords" => Meaning::Tags,
        "related" | "related_terms" | "see_also" | "seealso" | "see" => Meaning::Related,
        "broader" | "broader_terms" => Meaning::Broader,
        "sort_as" | "sort_key" | "reading" => Meaning::SortAs,
        "redirect_from" | "redirects" => Meaning::Addresses,
        "source" | "sources" | "reference" | "references" | "full_link" | "link"
        | "external_link" | "citation" => Meaning::Sources,
        "updated" | "lastmod" | "last_updated" | "last_modified" | "last_modified_at"
        | "modified" | "last_update" => Meaning::Day(0),
        "date" | "created" | "publishdate" | "published_at" => Meaning::Day(1),
        "draft" => Meaning::Draft,
        "published" | "publish" => Meaning::Published,
        "status" => Meaning::Status,
        "slug" | "id" => Meaning::Slug,
        "url" | "permalink" | "path" => Meaning::Url,
        "replaced_by" | "superseded_by" => Meaning::ReplacedBy,
        "extra" | "params" | "taxonomies" => Meaning::Within,
        "weight"
        | "type"
        | "layout"
        | "menu"
        | "menus"
        | "toc"
        | "toc_hide"
        | "linktitle"
        | "link_title"
        | "nav_order"
        | "nav_exclude"
        | "has_children"
        | "exclude_search"
        | "markup"
        | "outputs"
        | "template"
        | "in_search_index"
        | "hide_title"
        | "hide_table_of_contents"
        | "hide_toc"
        | "simple_list"
        | "no_list"
        | "cascade"
        | "custom_edit_url"
        | "displayed_sidebar"
        | "cssclass"
        | "cssclasses"
        | "publishdir"
        | "comments"
        | "math"
        | "katex"
        | "mathjax"
        | "mermaid"
        | "build"
        | "_build"
        | "render"
        | "sitemap"
        | "card"
        | "toc_max_heading_level"
        | "toc_min_heading_level" => Meaning::Layout,
        key if key.starts_with("sidebar_") || key.starts_with("pagination_") => Meaning::Layout,
        _ => return None,
    })
}

/// Whether a key is one that names a term.
pub(super) fn names_term(key: &str) -> bool {
    meaning(key) == Some(Meaning::Title)
}

/// Whether a key is one that holds a meaning.
pub(super) fn holds_definition(key: &str) -> bool {
    matches!(meaning(key), Some(Meaning::Definition(_)))
}

/// Whether a key is known at all.
pub(super) fn is_known(key: &str) -> bool {
    meaning(key).is_some()
}

/// A reader of one entry's keys.
struct Reader<'r> {
    draft: Draft,
    is_cell: bool,
    report: &'r mut Report,
    /// Meanings by rank, with their key and its line.
    definitions: Vec<(u8, String, String, usize)>,
    days: Vec<(u8, String, String, String)>,
}

/// Reads the keys of an entry. What they became is told in the draft, what is worth a note in the
/// report.
pub(super) fn draft(raw: &Raw, report: &mut Report) -> Draft {
    let mut reader = Reader {
        draft: Draft::new(raw),
        is_cell: raw.markup == Markup::Cell,
        report,
        definitions: Vec::new(),
        days: Vec::new(),
    };
    reader.fields(&raw.fields);
    reader.finish()
}

impl Reader<'_> {
    fn fields(&mut self, fields: &[Field]) {
        let mut seen: Vec<&str> = Vec::new();
        for field in fields {
            if seen.contains(&field.key.as_str()) && !self.is_cell {
                let text = format!("the key `{}` is given twice: the first counts", field.key);
                self.note(Kind::Changed, field.line, text);
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

    /// Reads one key, and says what it became.
    fn field(&mut self, field: &Field) -> Option<String> {
        let Some(meaning) = meaning(&field.key) else {
            return self.keep(field);
        };
        match meaning {
            Meaning::Title => self.title(field),
            Meaning::Abbreviations => self.names(field, "abbreviations"),
            Meaning::Synonyms => self.names(field, "synonyms"),
            Meaning::Variants => self.names(field, "variants"),
            Meaning::Hidden => self.names(field, "hidden"),
            Meaning::Avoid => self.names(field, "avoid"),
            Meaning::Related => self.names(field, "related"),
            Meaning::Broader => self.names(field, "broader"),
            Meaning::Tags => self.names(field, "tags"),
            Meaning::Addresses => {
                let addresses = self.strings(&field.value, false);
                self.draft.old.extend(addresses);
                Some("redirect_from".to_owned())
            }
            Meaning::Aliases => self.aliases(field),
            Meaning::Sense => {
                let sense = self.name(&field.value.text()?, field.line);
                self.draft.sense = Some(sense);
                Some("sense".to_owned())
            }
            Meaning::SortAs => {
                let name = self.name(&field.value.text()?, field.line);
                self.draft.sort_as = Some(name);
                Some("sort_as".to_owned())
            }
            Meaning::ReplacedBy => {
                let name = self.name(&field.value.text()?, field.line);
                self.draft.replaced_by = Some(name);
                Some("replaced_by".to_owned())
            }
            Meaning::Definition(rank) => match field.value.text() {
                Some(text) => {
                    let entry = (rank, text, field.key.clone(), field.line);
                    self.definitions.push(entry);
                    None
                }
                None => self.keep(field),
            },
            Meaning::Sources => self.sources(field),
            Meaning::Day(rank) => self.day(field, rank),
            Meaning::Draft => {
                self.draft.is_draft |= is_true(&field.value);
                Some("draft".to_owned())
            }
            Meaning::Published => {
                self.draft.is_draft |= is_false(&field.value);
                Some("draft".to_owned())
            }
            Meaning::Status => self.status(field),
            Meaning::Slug => {
                let slug = field.value.text()?;
                if slug.contains('/') {
                    self.draft.address = Some(slug.clone());
                }
                let last = slug.trim_matches('/').rsplit('/').next();
                self.draft.wanted = last.map(str::to_owned);
                Some("the address".to_owned())
            }
            Meaning::Url => self.url(field),
            Meaning::Within => match &field.value {
                Value::Table(fields) => {
                    self.fields(fields);
                    None
                }
                _ => self.keep(field),
            },
            Meaning::Layout => Some("nothing: it is about the old site's pages".to_owned()),
        }
    }

    fn title(&mut self, field: &Field) -> Option<String> {
        let Some(text) = field.value.text() else {
            return self.keep(field);
        };
        let written = self.name(&text, field.line);
        if !self.draft.title.is_empty() {
            if written != self.draft.title {
                self.draft.synonyms.push(written);
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
        if parts.sense.is_some() {
            became.push("sense");
            self.draft.sense = parts.sense;
        }
        self.draft.abbreviations.splice(0..0, parts.abbreviations);
        self.draft.synonyms.splice(0..0, parts.synonyms);
        Some(became.join(", "))
    }

    /// Names in a list, under a key of ours.
    fn names(&mut self, field: &Field, key: &'static str) -> Option<String> {
        let mut names = Vec::new();
        for text in self.strings(&field.value, key == "tags") {
            let text = match key {
                "tags" => text.trim_start_matches('#').to_owned(),
                _ => text,
            };
            let text = without_brackets(&text);
            names.push(self.name(text, field.line));
        }
        names.retain(|name| !name.is_empty());
        if names.is_empty() {
            return self.keep(field);
        }
        self.draft.lines.entry(key).or_insert(field.line);
        let list = self.draft.lists().into_iter().find(|(own, _)| *own == key);
        if let Some((_, list)) = list {
            for name in names {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
        Some(key.to_owned())
    }

    /// Hugo's aliases are old addresses, Obsidian's are other names.
    fn aliases(&mut self, field: &Field) -> Option<String> {
        let (addresses, names): (Vec<_>, Vec<_>) = self
            .strings(&field.value, false)
            .into_iter()
            .partition(|alias| is_address(alias));
        let mut became = Vec::new();
        if !names.is_empty() {
            for name in names {
                let name = self.name(&name, field.line);
                // an abbreviation is one by its look
                let list = match titles::is_acronym(&name) {
                    true => &mut self.draft.abbreviations,
                    false => &mut self.draft.synonyms,
                };
                if !list.contains(&name) {
                    list.push(name);
                }
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
        let values = match &field.value {
            Value::List(list) => list.as_slice(),
            value => std::slice::from_ref(value),
        };
        let mut sources = Vec::new();
        for value in values {
            let source = match value {
                Value::Text { text, .. } => source_of(text),
                Value::Table(fields) => {
                    let part = |keys: &[&str]| {
                        let found = fields
                            .iter()
                            .find(|field| keys.contains(&field.key.as_str()));
                        found.and_then(|field| field.value.text())
                    };
                    let url = part(&["url", "link", "href"]).filter(|url| is_web(url));
                    let title = part(&["title", "name", "text"]).or_else(|| url.clone());
                    title.map(|title| Source { title, url })
                }
                _ => None,
            };
            sources.extend(source);
        }
        if sources.len() != values.iter().filter(|value| !value.is_empty()).count() {
            return self.keep(field);
        }
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
                self.days.push((rank, day, field.key.clone(), text));
                None
            }
            None => self.keep(field),
        }
    }

    fn status(&mut self, field: &Field) -> Option<String> {
        let status = field.value.text()?;
        match status.trim().to_lowercase().as_str() {
            "draft" | "wip" | "work in progress" | "stub" | "todo" => {
                self.draft.is_draft = true;
                Some("draft".to_owned())
            }
            "completed" | "complete" | "done" | "final" | "published" | "stable" | "approved"
            | "active" => Some("nothing: an entry that is no draft is finished".to_owned()),
            _ => self.keep(field),
        }
    }

    fn url(&mut self, field: &Field) -> Option<String> {
        let url = field.value.text()?;
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
        // Jekyll's `/:categories/:title/` is a pattern and no address
        if url.contains(':') || last.is_empty() {
            return self.keep(field);
        }
        self.draft.wanted = Some(last.to_owned());
        self.draft.address = Some(url);
        Some("the address".to_owned())
    }

    /// Keeps a key that has no place of its own.
    fn keep(&mut self, field: &Field) -> Option<String> {
        let value = field.value.to_toml()?;
        self.draft.extra.insert(field.key.clone(), value);
        Some(format!("extra.{}", field.key))
    }

    /// A name without what nobody sees.
    fn name(&mut self, text: &str, line: usize) -> String {
        let mut name = nfc(&single_spaced(text)).into_owned();
        let mut removed = false;
        while let Some(c) = hidden(&name).or_else(|| name.chars().find(|c| is_forbidden(*c))) {
            name = name.replace(c, "");
            removed = true;
        }
        if removed {
            let text = format!("`{name}` is without a character that nobody sees");
            self.note(Kind::Changed, line, text);
        }
        single_spaced(&name)
    }

    /// The texts of a value. A cell of a table, and a line of tags, holds several.
    fn strings(&self, value: &Value, are_tags: bool) -> Vec<String> {
        let texts: Vec<String> = match value {
            Value::Null => Vec::new(),
            Value::Text { text, .. } if self.is_cell || are_tags => {
                let separators: &[char] = match text.contains([';', '|', '\n']) {
                    true => &[';', '|', '\n'],
                    false => &[','],
                };
                text.split(separators).map(str::to_owned).collect()
            }
            Value::Text { text, .. } => vec![text.clone()],
            Value::List(list) => list.iter().filter_map(named).collect(),
            // Kubernetes: `tags: { architecture: true }` and the like
            Value::Table(fields) => fields
                .iter()
                .filter(|field| !is_false(&field.value))
                .map(|field| field.key.clone())
                .collect(),
        };
        let texts = texts.into_iter().map(|text| text.trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    fn note(&mut self, kind: Kind, line: usize, text: impl Into<String>) {
        let file = self.draft.file.clone();
        self.report.note(kind, &file, line, text);
    }

    fn became(&mut self, key: &str, what: &str) {
        self.draft.keys.push((key.to_owned(), what.to_owned()));
    }

    fn finish(mut self) -> Draft {
        self.settle_definitions();
        self.settle_days();
        let mut draft = self.draft;
        let title = draft.title.clone();
        let mut own = vec![title];
        for names in [
            &mut draft.abbreviations,
            &mut draft.synonyms,
            &mut draft.variants,
            &mut draft.hidden,
        ] {
            names.retain(|name| {
                let is_new = !name.is_empty() && !own.contains(name);
                if is_new {
                    own.push(name.clone());
                }
                is_new
            });
        }
        draft
    }

    /// The best meaning is the text where there is none; the next is the gloss; others are kept.
    fn settle_definitions(&mut self) {
        let mut definitions = std::mem::take(&mut self.definitions);
        definitions.sort_by_key(|(rank, ..)| *rank);
        for (_, text, key, line) in definitions {
            let became = if self.draft.body.text.trim().is_empty() {
                self.draft.body = Passage::new(text, line);
                "the text".to_owned()
            } else if self.draft.gloss.is_none() {
                self.draft.gloss = Some(plain(&text)).filter(|gloss| !gloss.is_empty());
                "gloss".to_owned()
            } else {
                self.draft.extra.insert(key.clone(), text.into());
                format!("extra.{key}")
            };
            self.became(&key, &became);
        }
    }

    /// The day of the last change, else that of the first.
    fn settle_days(&mut self) {
        let mut days = std::mem::take(&mut self.days);
        days.sort();
        for (_, day, key, text) in days {
            if self.draft.updated.is_none() {
                self.draft.updated = Some(day);
                self.became(&key, "updated");
            } else {
                self.draft.extra.insert(key.clone(), typed(&text));
                let became = format!("extra.{key}");
                self.became(&key, &became);
            }
        }
    }
}

/// The text of an item of a list, or the name of one that is a table.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::Table(fields) => {
            let named = fields.iter().find(|field| names_term(&field.key));
            named.and_then(|field| field.value.text())
        }
        value => value.text(),
    }
}

/// The name in `[[name]]` or `[[name|text]]`, as Obsidian writes links in front matter.
fn without_brackets(text: &str) -> &str {
    match text
        .strip_prefix("[[")
        .and_then(|rest| rest.strip_suffix("]]"))
    {
        Some(inside) => inside.split('|').next().unwrap_or(inside),
        None => text,
    }
}

/// Whether an alias is an address and no name.
fn is_address(alias: &str) -> bool {
    let has_slash = alias.contains('/') && !alias.contains(' ');
    alias.starts_with('/') || has_slash || alias.ends_with(".html")
}

fn is_web(url: &str) -> bool {
    url.contains("://") && WebAddress::read(url.trim()).is_some()
}

/// A source as a text: an address, a link of Markdown, or words.
fn source_of(text: &str) -> Option<Source> {
    let text = text.trim();
    let link = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(')'))
        .and_then(|rest| rest.split_once("]("));
    let source = match link {
        Some((title, url)) if is_web(url) => Source {
            title: title.to_owned(),
            url: Some(url.to_owned()),
        },
        _ => Source {
            title: single_spaced(text),
            url: None,
        },
    };
    (!source.title.is_empty()).then_some(source)
}

/// Whether a text is a day of the calendar, as ISO 8601 writes it.
pub(super) fn is_day(text: &str) -> bool {
    let date = text.parse::<toml::value::Datetime>();
    date.is_ok_and(|date| date.date.is_some() && date.time.is_none())
}

/// The day at the beginning of a date in ISO 8601.
fn day_of(text: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    let rest = slice(text.trim(), 10..);
    let is_whole = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    (is_whole && is_day(day)).then(|| day.to_owned())
}

fn is_true(value: &Value) -> bool {
    let text = value.text().unwrap_or_default().to_lowercase();
    matches!(text.as_str(), "true" | "yes" | "on" | "1")
}

fn is_false(value: &Value) -> bool {
    let text = value.text().unwrap_or_default().to_lowercase();
    matches!(text.as_str(), "false" | "no" | "off" | "0")
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
