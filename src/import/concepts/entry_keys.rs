//! The keys of an entry for the values of a concept in one language, and its text.

use std::collections::BTreeMap;

use super::concept::{Fact, Slot};
use crate::import::keys::plain;
use crate::import::value::{Field, Value};

/// The values of a concept, by their place.
struct BySlot {
    slots: BTreeMap<Slot, Vec<Fact>>,
    /// The line of keys without a value that has a line.
    line: usize,
}

/// A key with a value.
pub(super) fn field(key: &str, value: Value, line: usize) -> Field {
    Field {
        key: key.to_owned(),
        value,
        line,
    }
}

/// The keys of an entry for its values, and its text in Markdown. `line` is that of the entry.
pub(super) fn fields(facts: Vec<Fact>, line: usize) -> (Vec<Field>, String) {
    let mut values = BySlot::new(facts, line);
    let mut out = values.names();
    for (slot, key) in [
        (Slot::Hidden, "hidden"),
        (Slot::Tag, "tags"),
        (Slot::Example, "examples"),
        (Slot::Source, "sources"),
        (Slot::Redirect, "redirect_from"),
    ] {
        let facts = values.take(slot);
        out.extend(list(key, facts, line));
    }
    let mut paragraphs = values.texts(Slot::Definition);
    let notes = values.texts(Slot::Note);
    let mut usage = values.texts(Slot::Usage);
    // a remark is not the meaning
    match paragraphs.is_empty() {
        true => usage.extend(notes.iter().map(|note| plain(note))),
        false => paragraphs.extend(notes),
    }
    paragraphs.extend(values.texts(Slot::Picture));
    let origin = values.texts(Slot::Origin);
    let part_of_speech = values.texts(Slot::PartOfSpeech);
    for (key, text) in [
        ("usage", sentences(&usage)),
        ("origin", sentences(&origin)),
        ("part_of_speech", part_of_speech.join(", ")),
    ] {
        out.extend((!text.is_empty()).then(|| field(key, Value::quoted(text), line)));
    }
    for (slot, key) in [
        (Slot::Sense, "sense"),
        (Slot::Pronunciation, "pronunciation"),
        (Slot::SortAs, "sort_as"),
        (Slot::Status, "status"),
    ] {
        let facts = values.take(slot).into_iter();
        out.extend(facts.map(|fact| field(key, fact.value, fact.line)));
    }
    let modified = values.texts(Slot::Modified).into_iter().max();
    let created = values.texts(Slot::Created).into_iter().min();
    out.extend(modified.map(|day| field("modified", Value::quoted(day), line)));
    out.extend(created.map(|day| field("created", Value::quoted(day), line)));
    out.extend(values.others());
    (out, paragraphs.join("\n\n"))
}

impl BySlot {
    /// The values without those that are there twice.
    fn new(facts: Vec<Fact>, line: usize) -> Self {
        let mut slots: BTreeMap<Slot, Vec<Fact>> = BTreeMap::new();
        for fact in facts.into_iter().filter(|fact| !fact.value.is_empty()) {
            let known = slots.entry(fact.slot.clone()).or_default();
            if known.iter().all(|other| other.value != fact.value) {
                known.push(fact);
            }
        }
        Self { slots, line }
    }

    fn take(&mut self, slot: Slot) -> Vec<Fact> {
        self.slots.remove(&slot).unwrap_or_default()
    }

    fn texts(&mut self, slot: Slot) -> Vec<String> {
        let facts = self.take(slot).into_iter();
        facts.filter_map(|fact| fact.value.text()).collect()
    }

    /// The keys for names: without one to use, the first of the others is the title.
    fn names(&mut self) -> Vec<Field> {
        let mut titles = self.take(Slot::Title);
        let kinds = [
            (Slot::Synonym, "synonyms"),
            (Slot::Variant, "variants"),
            (Slot::Abbreviation, "abbreviations"),
            (Slot::Avoid, "avoid"),
        ];
        let kinds = kinds.into_iter().map(|(slot, key)| (key, self.take(slot)));
        let mut others: Vec<(&str, Vec<Fact>)> = kinds.collect();
        if titles.is_empty()
            && let Some((_, first)) = others.iter_mut().find(|(_, names)| !names.is_empty())
        {
            titles.push(first.remove(0));
        }
        let mut titles = titles.into_iter();
        let title = titles
            .next()
            .map(|fact| field("title", fact.value, fact.line));
        if let Some((_, synonyms)) = others.first_mut() {
            synonyms.splice(0..0, titles);
        }
        let line = self.line;
        let others = others
            .into_iter()
            .filter_map(|(key, names)| list(key, names, line));
        title.into_iter().chain(others).collect()
    }

    /// The keys for values that an entry has no place for.
    fn others(self) -> Vec<Field> {
        let others = self.slots.into_iter().filter_map(|(slot, facts)| {
            let Slot::Extra(key) = slot else {
                return None;
            };
            let line = facts.first().map_or(self.line, |fact| fact.line);
            let mut values: Vec<Value> = facts.into_iter().map(|fact| fact.value).collect();
            let value = match values.len() {
                1 => values.pop()?,
                _ => Value::List(values),
            };
            Some(field(&key, value, line))
        });
        others.collect()
    }
}

/// A key with a list of values, if there are any.
fn list(key: &str, facts: Vec<Fact>, line: usize) -> Option<Field> {
    let line = facts.first().map_or(line, |fact| fact.line);
    let values: Vec<Value> = facts.into_iter().map(|fact| fact.value).collect();
    (!values.is_empty()).then(|| field(key, Value::List(values), line))
}

/// Several texts as one: those without a sign at their end get a semicolon.
fn sentences(texts: &[String]) -> String {
    let mut out = String::new();
    for text in texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
    {
        if !out.is_empty() {
            let is_ended = out.ends_with(['.', '!', '?', ':', ';', '。', '؟']);
            out.push_str(if is_ended { " " } else { "; " });
        }
        out.push_str(text);
    }
    out
}
