//! Data files in several languages: the texts of one language are read. Those of others are read in the same way, each
//! for itself, or get a note.
//!
//! ```text
//! { slug: x, en: { term: …, def: … }, de: { … } }      blocks
//! { term: { en: …, de: … }, definition: { … } }        values
//! { term_en: …, term_de: …, definition_en: … }         endings of keys
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::front_matter::meaning::is_known;
use crate::import::account::Reading;
use crate::import::known_languages::{KnownLanguages, TextLanguage, known_language};
use crate::import::notes::NoteKind;
use crate::import::value::{Field, Value};
use crate::text::language::Language;

/// The languages of a file.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// The tag of the language that is read, in small letters; `None` if the file has no texts in several languages.
    pub(super) chosen: Option<String>,
    /// The other languages that are imported, by their tags as in `chosen`, in the order of the file.
    pub(super) others: Vec<String>,
    /// Why a language is not imported, by its tag.
    foreign: BTreeMap<String, String>,
    /// The tags at the end of keys.
    endings: BTreeSet<String>,
    /// Whether `chosen` is another language than the main one: then its tag has to be the same, and no record without it
    /// is read.
    is_translation: bool,
}

/// A record in one language.
pub(super) struct InOneLanguage {
    pub(super) fields: Vec<Field>,
    /// Whether it has texts in other languages, and none in this one.
    pub(super) is_foreign: bool,
    /// Whether it has a text that is in this language alone.
    pub(super) has_own: bool,
    /// The keys of the values that it has in all languages.
    pub(super) common: BTreeSet<String>,
}

/// The languages that are found in a file.
#[derive(Default)]
struct Found {
    /// The number of each tag, and the place of the first one in the file.
    counts: BTreeMap<String, (usize, usize)>,
    /// The tags at the end of a key, for each key without them.
    endings: BTreeMap<String, BTreeSet<String>>,
}

impl Languages {
    /// Chooses the language to read: the one that is wanted; otherwise English, the default of a new glossary; otherwise
    /// the most frequent one.
    pub(super) fn new(value: &Value, wanted: Option<&Language>, known: &KnownLanguages) -> Self {
        let mut found = Found::default();
        found.search(value);
        let several = found.endings.into_values().filter(|tags| tags.len() > 1);
        let endings: BTreeSet<String> = several.flatten().collect();
        let mut counts: Vec<(String, (usize, usize))> = found.counts.into_iter().collect();
        counts.sort_by_key(|(_, (_, first))| *first);
        let mut counts: Vec<(String, usize)> = counts
            .into_iter()
            .map(|(tag, (count, _))| (tag, count))
            .collect();
        counts.extend(endings.iter().map(|tag| (tag.clone(), 1)));
        if counts.is_empty() {
            return Self::default();
        }
        let is_english = |(tag, _): &&(String, usize)| primary(tag) == "en";
        let most = counts.iter().map(|(_, count)| *count).max();
        let is_most = |(_, count): &&(String, usize)| Some(*count) == most;
        let usual = counts.iter().find(is_english);
        let usual = usual.or_else(|| counts.iter().find(is_most));
        let chosen = match wanted {
            Some(language) => Some(language.tag().to_lowercase()),
            None => usual.map(|(tag, _)| tag.clone()),
        };
        let mut languages = Self {
            chosen,
            endings,
            ..Self::default()
        };
        let tags: Vec<String> = counts.into_iter().map(|(tag, _)| tag).collect();
        let picked = languages.pick(tags.iter().map(String::as_str));
        let picked = picked.and_then(|index| tags.get(index));
        for tag in &tags {
            if Some(tag) == picked || languages.others.contains(tag) {
                continue;
            }
            match Language::from_tag(tag).map(|language| known.role(&language)) {
                Some(TextLanguage::Translation(_)) => languages.others.push(tag.clone()),
                Some(TextLanguage::Foreign(why)) => {
                    languages.foreign.insert(tag.clone(), why);
                }
                Some(TextLanguage::Main) | None => {}
            }
        }
        languages
    }

    /// The same languages, to read another one than the main one.
    pub(super) fn translation(&self, tag: &str) -> Self {
        Self {
            chosen: Some(tag.to_owned()),
            others: Vec::new(),
            foreign: BTreeMap::new(),
            endings: self.endings.clone(),
            is_translation: true,
        }
    }

    /// Whether another language than the main one is read.
    pub(super) fn is_translation(&self) -> bool {
        self.is_translation
    }

    /// Notes texts in a language that is not imported.
    fn note(&self, tag: &str, file: &str, line: usize, reading: &mut Reading) {
        if self.is_translation || self.others.iter().any(|other| other == tag) {
            return;
        }
        let what = match self.foreign.get(tag) {
            Some(why) => why.clone(),
            None => format!("texts in another language, `{tag}`"),
        };
        reading.note(NoteKind::LeftOut, file, line, what, "");
    }

    /// The place of the chosen language among some tags.
    fn pick<'t>(&self, tags: impl Iterator<Item = &'t str> + Clone) -> Option<usize> {
        let chosen = self.chosen.as_deref()?;
        let exact = tags.clone().position(|tag| tag == chosen);
        let mut tags = tags.filter(|_| !self.is_translation);
        exact.or_else(|| tags.position(|tag| primary(tag) == primary(chosen)))
    }

    /// Whether a table has a key for each language.
    pub(super) fn is_by_language(&self, fields: &[Field]) -> bool {
        self.tags_of_all(fields).is_some()
    }

    /// The tags of a table that has a key for each language; `None` for other tables.
    fn tags_of_all(&self, fields: &[Field]) -> Option<Vec<String>> {
        self.chosen.as_ref()?;
        let tags = all_tags(fields)?;
        (tags.len() > 1 || self.pick(tags.iter().map(String::as_str)).is_some()).then_some(tags)
    }

    /// The values beside the lists and tables among some fields, and the list or table of the chosen language, if each of
    /// them has a language as its key. The other languages get a note.
    ///
    /// # Errors
    ///
    /// The fields themselves, if they are something else.
    pub(super) fn group(
        &self,
        fields: Vec<Field>,
        file: &str,
        reading: &mut Reading,
    ) -> Result<(Vec<Field>, Option<Field>), Vec<Field>> {
        let is_container = |field: &Field| match &field.value {
            Value::List(items) => items.iter().any(|item| matches!(item, Value::Table(_))),
            Value::Table(_) => true,
            _ => false,
        };
        let all = fields.iter().filter(|field| is_container(field));
        let tags: Option<Vec<String>> = all.map(|field| tag_of(&field.key)).collect();
        let Some(tags) = tags.filter(|tags| !tags.is_empty() && self.chosen.is_some()) else {
            return Err(fields);
        };
        let (groups, others): (Vec<Field>, Vec<Field>) =
            fields.into_iter().partition(|field| is_container(field));
        let picked = self.pick(tags.iter().map(String::as_str));
        let mut chosen = None;
        for (index, (field, tag)) in groups.into_iter().zip(&tags).enumerate() {
            if Some(index) == picked {
                chosen = Some(field);
            } else {
                self.note(tag, file, field.line, reading);
            }
        }
        Ok((others, chosen))
    }

    /// The texts of a record in the chosen language. The other languages get a note each.
    pub(super) fn record(
        &self,
        fields: Vec<Field>,
        file: &str,
        reading: &mut Reading,
    ) -> InOneLanguage {
        if self.chosen.is_none() {
            return InOneLanguage {
                fields,
                is_foreign: false,
                has_own: false,
                common: BTreeSet::new(),
            };
        }
        let mut is_foreign = false;
        let mut has_own = false;
        let mut common = BTreeSet::new();
        let mut out = Vec::new();
        let mut noted = BTreeSet::new();
        let mut leave = |tag: &str, line: usize| {
            if noted.insert(tag.to_owned()) {
                self.note(tag, file, line, reading);
            }
        };
        // an empty value is as if it was not there
        let fields: Vec<Field> = fields
            .into_iter()
            .filter(|it| !it.value.is_empty())
            .collect();
        let tags: Vec<Option<String>> = fields.iter().map(block).collect();
        let blocks: Vec<&str> = tags.iter().flatten().map(String::as_str).collect();
        let picked = self.pick(blocks.iter().copied());
        is_foreign |= !blocks.is_empty() && picked.is_none();
        let picked = picked.and_then(|index| blocks.get(index).copied());
        let endings = self.endings_of(&fields);
        for (field, tag) in fields.into_iter().zip(&tags) {
            match (tag, field.value) {
                (Some(tag), Value::Table(inside)) => {
                    if Some(tag.as_str()) == picked {
                        has_own = true;
                        out.extend(inside);
                    } else {
                        leave(tag, field.line);
                    }
                }
                (_, Value::Table(inside)) => match self.tags_of_all(&inside) {
                    Some(tags) => {
                        let filled = tags.iter().zip(&inside).map(|(tag, field)| {
                            let is_empty = field.value.is_empty();
                            if is_empty { "" } else { tag.as_str() }
                        });
                        let picked = self.pick(filled);
                        is_foreign |= picked.is_none();
                        for (index, (other, tag)) in inside.into_iter().zip(&tags).enumerate() {
                            if Some(index) == picked {
                                has_own = true;
                                out.push(Field {
                                    key: field.key.clone(),
                                    ..other
                                });
                            } else if !other.value.is_empty() {
                                leave(tag, other.line);
                            }
                        }
                    }
                    None => {
                        common.insert(field.key.clone());
                        out.push(Field {
                            value: Value::Table(inside),
                            ..field
                        });
                    }
                },
                (_, value) => match self.ending(&field.key) {
                    Some((base, tag)) => {
                        if endings.get(&base) == Some(&Some(tag.clone())) {
                            has_own = true;
                            out.push(Field {
                                key: base,
                                value,
                                line: field.line,
                            });
                        } else {
                            is_foreign |= endings.get(&base) == Some(&None);
                            if !value.is_empty() {
                                leave(&tag, field.line);
                            }
                        }
                    }
                    None => {
                        common.insert(field.key.clone());
                        out.push(Field { value, ..field });
                    }
                },
            }
        }
        InOneLanguage {
            fields: out,
            is_foreign,
            has_own,
            common,
        }
    }

    /// For each key with languages at its end, the tag that is read.
    fn endings_of(&self, fields: &[Field]) -> BTreeMap<String, Option<String>> {
        let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (base, tag) in fields.iter().filter_map(|field| self.ending(&field.key)) {
            tags.entry(base).or_default().push(tag);
        }
        let picked = tags.into_iter().map(|(base, tags)| {
            let picked = self.pick(tags.iter().map(String::as_str));
            let picked = picked.and_then(|index| tags.get(index).cloned());
            (base, picked)
        });
        picked.collect()
    }

    /// A key without the language at its end, and its tag.
    fn ending(&self, key: &str) -> Option<(String, String)> {
        ending(key).filter(|(_, tag)| self.endings.contains(tag))
    }
}

impl Found {
    fn search(&mut self, value: &Value) {
        match value {
            Value::List(items) => items.iter().for_each(|item| self.search(item)),
            Value::Table(fields) => {
                let are_all = all_tags(fields).is_some();
                for field in fields {
                    let tag = match are_all {
                        true => tag_of(&field.key),
                        false => block(field),
                    };
                    if let Some(tag) = tag {
                        let first = self.counts.len();
                        self.counts.entry(tag).or_insert((0, first)).0 += 1;
                    }
                    if let Some((base, tag)) = ending(&field.key) {
                        self.endings.entry(base).or_default().insert(tag);
                    }
                    self.search(&field.value);
                }
            }
            _ => {}
        }
    }
}

/// The tag of a language in small letters, if a key is one: `de`, `pt-BR`, `zh_Hans`. `IT` is a term.
fn tag_of(key: &str) -> Option<String> {
    let is_small = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().nth(1).is_some_and(|c| c.is_ascii_lowercase());
    let is_known = is_small && known_language(key).is_some();
    is_known.then(|| key.to_lowercase().replace('_', "-"))
}

/// The tags of a table whose keys are languages. `{id: …}` is something else.
fn all_tags(fields: &[Field]) -> Option<Vec<String>> {
    let tags: Option<Vec<String>> = fields.iter().map(|field| tag_of(&field.key)).collect();
    tags.filter(|_| fields.iter().any(|field| !is_known(&field.key)))
}

/// The tag of a field that holds the texts of a record in one language.
fn block(field: &Field) -> Option<String> {
    match field.value {
        Value::Table(_) => tag_of(&field.key),
        _ => None,
    }
}

/// A key without the language at its end, and the tag: `term_de`, `definition-en`, `name.fr`, `term (de)`.
fn ending(key: &str) -> Option<(String, String)> {
    if is_known(key) {
        return None;
    }
    let bare = key.trim_end_matches([')', ']']);
    let (base, tag) = bare.rsplit_once(['_', '-', '.', ' ', '(', '[', ':', '@'])?;
    let base = base.trim_end_matches([' ', '_', '(', '[']);
    (is_known(base) && tag.len() == 2).then_some(())?;
    Some((base.to_owned(), tag_of(tag)?))
}

/// The first part of a tag.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}
