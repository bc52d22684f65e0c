//! Reads the element of a concept.

use std::collections::{BTreeSet, HashMap};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::categories::{Category, TermStatus, bare, kind, meaning, status};
use super::header::BackObject;
use super::term::{self, Term};
use super::{inline, words};
use crate::entry::front_matter::meaning::is_known;
use crate::import::citation::is_web;
use crate::import::concepts::concept::{Concept, Fact, ID_LINK, Relation, RelationKind, Slot};
use crate::import::concepts::plain_text;
use crate::import::concepts::xml::Element;
use crate::import::keys::plain;
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::import::value::day_of;

/// Elements whose category is in their attribute `type`.
const TYPED: &[&str] = &[
    "admin",
    "adminNote",
    "descrip",
    "descripNote",
    "note",
    "ref",
    "termCompList",
    "termNote",
    "transac",
    "transacNote",
    "xref",
];

/// The most separate subjects in one text.
const MOST_SUBJECTS: usize = 20;

/// Reads concepts, and collects notes on them.
pub(super) struct EntryReader<'f> {
    file: &'f str,
    objects: &'f HashMap<String, BackObject>,
    notes: Vec<Note>,
    /// The people who have a note already.
    people: BTreeSet<String>,
}

/// What is found at one level of a concept.
#[derive(Default)]
struct Found {
    facts: Vec<Fact>,
    relations: Vec<Relation>,
    /// Only a name has these two.
    status: Option<TermStatus>,
    kind: Option<super::categories::TermKind>,
    is_name: bool,
}

impl<'f> EntryReader<'f> {
    /// A reader of the concepts in a file with this name. `objects` are those at the end of the file.
    pub(super) fn new(file: &'f str, objects: &'f HashMap<String, BackObject>) -> Self {
        Self {
            file,
            objects,
            notes: Vec::new(),
            people: BTreeSet::new(),
        }
    }

    /// The notes on all concepts.
    pub(super) fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    /// Reads a concept.
    pub(super) fn concept(&mut self, element: &Element) -> Concept {
        let id = element.attribute("id").unwrap_or_default();
        let mut concept = Concept {
            line: element.line,
            ids: vec![id.to_owned()],
            end: id.to_owned(),
            ..Concept::default()
        };
        let mut found = Found::default();
        for child in element.elements() {
            // the caller reports it
            if concept.check_languages().is_err() {
                break;
            }
            if is_language(child) {
                self.language(child, &mut concept);
                continue;
            }
            // a text about the whole concept may be in a language
            let inner = child.elements().find_map(|inner| inner.attribute("lang"));
            match child.attribute("lang").or(inner) {
                Some(tag) => {
                    let mut own = Found::default();
                    self.item(child, &mut own);
                    concept.texts_mut(tag, child.line).extend(own.facts);
                    found.relations.extend(own.relations);
                }
                None => self.item(child, &mut found),
            }
        }
        concept.facts.extend(found.facts);
        concept.relations.extend(found.relations);
        concept.ids.retain(|id| !id.is_empty());
        concept
    }

    /// Reads the names and texts in one language.
    fn language(&mut self, element: &Element, concept: &mut Concept) {
        let mut found = Found::default();
        let mut terms = Vec::new();
        concept
            .ids
            .extend(element.attribute("id").map(str::to_owned));
        for child in element.elements() {
            match is_term(child) {
                true => terms.push(self.term(child, concept, &mut found.relations)),
                false => self.item(child, &mut found),
            }
        }
        let tag = element.attribute("lang").unwrap_or_default();
        let texts = concept.texts_mut(tag, element.line);
        texts.extend(term::facts(terms));
        texts.extend(found.facts);
        concept.relations.extend(found.relations);
    }

    /// Reads a name.
    fn term(
        &mut self,
        element: &Element,
        concept: &mut Concept,
        relations: &mut Vec<Relation>,
    ) -> Term {
        let mut found = Found {
            is_name: true,
            ..Found::default()
        };
        let mut term = Term {
            line: element.line,
            ..Term::default()
        };
        concept
            .ids
            .extend(element.attribute("id").map(str::to_owned));
        // the name is one level deeper in `ntig`
        let parts = element
            .elements()
            .flat_map(|child| match child.name.as_str() {
                "termGrp" => child.elements().collect(),
                _ => vec![child],
            });
        for child in parts.collect::<Vec<_>>() {
            if child.name == "term" {
                term.text = words(child);
                term.line = child.line;
                concept.ids.extend(child.attribute("id").map(str::to_owned));
            } else {
                self.item(child, &mut found);
            }
        }
        term.status = found.status;
        term.kind = found.kind;
        // a remark on a name is not one on the concept
        term.facts = found
            .facts
            .into_iter()
            .map(|fact| match fact.slot {
                Slot::Note => Fact::text(
                    Slot::Usage,
                    plain(&fact.value.text().unwrap_or_default()),
                    fact.line,
                ),
                _ => fact,
            })
            .collect();
        relations.extend(found.relations);
        term
    }

    /// Reads an element with a data category, or a group of them.
    fn item(&mut self, element: &Element, found: &mut Found) {
        if element.name == "transacGrp" {
            return self.transaction(element, found);
        }
        if element.name == "termCompList" {
            // the parts of a name
            let parts: Vec<String> = element.elements().map(words).collect();
            let slot = Slot::Extra(extra_key(category(element)));
            found
                .facts
                .push(Fact::text(slot, parts.join("·"), element.line));
            return;
        }
        if element.name.ends_with("Grp") {
            return self.group(element, found);
        }
        if inline::has_codes(element) {
            let what = "a code of a translation tool in a text";
            self.note(NoteKind::TakenOut, element.line, what, &words(element));
        }
        self.value(category(element), element, found);
    }

    /// Reads a group: a value with its source and with notes.
    fn group(&mut self, element: &Element, found: &mut Found) {
        let is_beside = |child: &Element| {
            let is_note =
                child.name == "note" || child.name.ends_with("Note") && child.name != "termNote";
            is_note
                || child.name.ends_with("Grp")
                || meaning(category(child)) == Some(Category::Source)
        };
        let mut children = element.elements();
        let head = children.find(|child| !is_beside(child));
        let Some(head) = head else {
            element.elements().for_each(|child| self.item(child, found));
            return;
        };
        let is_example = meaning(category(head)) == Some(Category::Value(Slot::Example));
        let mut own = Found::default();
        for child in element
            .elements()
            .filter(|child| !std::ptr::eq(*child, head))
        {
            self.item(child, &mut own);
        }
        let at = found.facts.len();
        let is_name = found.is_name;
        self.item(head, found);
        found.is_name = is_name;
        if is_example {
            let (sources, others): (Vec<Fact>, Vec<Fact>) = own
                .facts
                .into_iter()
                .partition(|fact| fact.slot == Slot::Source);
            if let Some(example) = found.facts.get_mut(at) {
                with_sources(example, &sources);
            }
            found.facts.extend(others);
        } else {
            found.facts.extend(own.facts);
        }
        found.relations.extend(own.relations);
    }

    /// Reads what somebody did with the concept on a day.
    fn transaction(&mut self, element: &Element, found: &mut Found) {
        let mut did = String::new();
        let mut day = None;
        for child in element.elements() {
            let text = words(child);
            match child.name.as_str() {
                "date" => day = Some((text, child.line)),
                _ if category(child) == "transactionType" => did = text,
                "transac" => {
                    category(child).clone_into(&mut did);
                    self.person(child);
                }
                _ if meaning(category(child)) == Some(Category::Transaction) => self.person(child),
                _ => self.item(child, found),
            }
        }
        let Some((date, line)) = day else {
            return;
        };
        let is_first = matches!(bare(&did).as_str(), "origination" | "creation" | "input");
        let slot = match day_of(&date) {
            Some(_) if is_first => Slot::Created,
            Some(_) => Slot::Modified,
            None => Slot::Extra(extra_key(&did)),
        };
        found.facts.push(Fact::text(slot, date, line));
    }

    /// Notes a person, once in a file.
    fn person(&mut self, element: &Element) {
        let target = element
            .attribute("target")
            .and_then(|id| self.objects.get(id));
        let name = target
            .filter(|object| object.is_responsible)
            .map(|object| object.text.clone());
        let name = name
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| words(element));
        if !name.is_empty() && self.people.insert(name.clone()) {
            let what = "a person who wrote or changed concepts: no entry names people";
            self.note(NoteKind::LeftOut, element.line, what, &name);
        }
    }

    /// Reads the value of a data category.
    fn value(&mut self, category: &str, element: &Element, found: &mut Found) {
        let line = element.line;
        let text = words(element);
        let target = element.attribute("target").unwrap_or_default();
        if text.is_empty() && target.is_empty() {
            return;
        }
        let mut add = |slot: Slot, text: String| found.facts.push(Fact::text(slot, text, line));
        let other = || Slot::Extra(extra_key(category));
        let link = |id: &str| match is_web(id) {
            true => id.to_owned(),
            false => format!("{ID_LINK}{}", utf8_percent_encode(id, NON_ALPHANUMERIC)),
        };
        match meaning(category) {
            Some(Category::Value(slot @ (Slot::Definition | Slot::Note))) => {
                add(slot, inline::markdown(element, false, &link));
            }
            Some(Category::Value(Slot::Example)) => {
                add(Slot::Example, inline::markdown(element, true, &link));
            }
            Some(Category::Value(Slot::Tag)) => {
                let subjects = text
                    .split(';')
                    .map(str::trim)
                    .filter(|subject| !subject.is_empty());
                subjects
                    .take(MOST_SUBJECTS)
                    .for_each(|subject| add(Slot::Tag, subject.to_owned()));
            }
            Some(Category::Value(slot)) => add(slot, text),
            Some(Category::Use) => add(Slot::Usage, text),
            Some(Category::Gender) => add(Slot::PartOfSpeech, text),
            Some(Category::Status) if found.is_name => match status(&text) {
                Some(status) => found.status = Some(status),
                None => add(other(), text),
            },
            Some(Category::TermType) if found.is_name => match kind(&text) {
                Some(kind) => found.kind = Some(kind),
                None => add(other(), text),
            },
            Some(Category::Relation(kind)) => self.relation(kind, target, &text, line, found),
            Some(Category::Source) => found.facts.push(self.source(&text, target, line)),
            Some(Category::Picture) => found.facts.push(picture(&text, target, line)),
            Some(Category::Transaction) => self.person(element),
            // memoQ
            None if bare(category) == "forbidden" && found.is_name => {
                if text.eq_ignore_ascii_case("true") {
                    found.status = Some(TermStatus::Deprecated);
                }
            }
            Some(Category::Status | Category::TermType) | None => {
                let text = if text.is_empty() {
                    target.to_owned()
                } else {
                    text
                };
                add(other(), text);
            }
        }
    }

    fn relation(
        &self,
        kind: RelationKind,
        target: &str,
        text: &str,
        line: usize,
        found: &mut Found,
    ) {
        // `crossReference` may also lead to another site
        if is_web(target) {
            found.facts.push(Fact::source(text, target, line));
            return;
        }
        found.relations.push(Relation {
            kind,
            target: target.to_owned(),
            name: text.to_owned(),
            line,
        });
    }

    /// A source: words, a URL, or the identifier of a book at the end of the file.
    fn source(&self, text: &str, target: &str, line: usize) -> Fact {
        let object = self.objects.get(target).or_else(|| self.objects.get(text));
        match object.filter(|object| !object.text.is_empty()) {
            Some(object) => Fact::text(Slot::Source, object.text.clone(), line),
            None if is_web(target) => Fact::source(text, target, line),
            None if text.is_empty() => Fact::text(Slot::Source, target, line),
            None => Fact::text(Slot::Source, text, line),
        }
    }

    fn note(&mut self, kind: NoteKind, line: usize, what: &str, text: &str) {
        let note = Note::new(kind, self.file, line, what, excerpt(text));
        self.notes.push(note);
    }
}

/// The data category of an element: its attribute `type` in style DCA, its name in style DCT and in TBX-Min.
fn category(element: &Element) -> &str {
    let kind = element
        .attribute("type")
        .filter(|_| TYPED.contains(&element.name.as_str()));
    kind.unwrap_or(&element.name)
}

fn is_language(element: &Element) -> bool {
    matches!(element.name.as_str(), "langSec" | "langSet" | "langGroup")
}

fn is_term(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "termSec" | "tig" | "ntig" | "termGroup"
    )
}

/// The key in `[extra]` for a category. A name that has another meaning among the keys of entries gets a prefix.
fn extra_key(category: &str) -> String {
    match is_known(category) || category.is_empty() {
        true => format!("tbx_{category}"),
        false => category.to_owned(),
    }
}

/// Adds the sources of an example behind it.
fn with_sources(example: &mut Fact, sources: &[Fact]) {
    let Some(text) = example
        .value
        .text()
        .filter(|_| example.slot == Slot::Example)
    else {
        return;
    };
    let texts = sources.iter().filter_map(|fact| fact.value.text());
    let texts: Vec<String> = texts.map(|text| plain_text::line(&text)).collect();
    if !texts.is_empty() {
        let with = format!("{text} ({})", texts.join("; "));
        *example = Fact::text(Slot::Example, with, example.line);
    }
}

/// A picture: a file beside the termbase, or a link to another site.
fn picture(text: &str, target: &str, line: usize) -> Fact {
    let shown = plain_text::line(if text.is_empty() { target } else { text });
    match target {
        "" => Fact::text(Slot::Extra("figure".to_owned()), text, line),
        target if is_web(target) => {
            Fact::text(Slot::Picture, format!("[{shown}](<{target}>)"), line)
        }
        target => Fact::text(Slot::Picture, format!("![{shown}](<{target}>)"), line),
    }
}
