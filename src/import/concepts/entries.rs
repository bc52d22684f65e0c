//! Makes entries of concepts: one in the main language, and its translations, with the keys that data files have too.

use std::collections::{BTreeMap, HashSet};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::ConceptFile;
use super::addresses::readable;
use super::concept::{AboutFile, Concept, Fact, ID_LINK, RelationKind, Slot, Texts, Vocabulary};
use super::entry_keys::{field, fields};
use super::languages::Roles;
use super::plain_text::has_html;
use super::relations::{Index, Reference, key};
use crate::import::account::Reading;
use crate::import::draft::{Markup, Place, RawEntry, TranslationPlace};
use crate::import::known_languages::TextLanguage;
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::import::old_site::REFERENCE;
use crate::import::passage::Passage;
use crate::import::record_reference;
use crate::import::value::Value;
use crate::text::name::normalised;
use crate::text::slice;

/// The concepts of a file, and what their entries need of each other.
struct Entries<'f> {
    file: &'f ConceptFile<'f>,
    roles: &'f Roles,
    index: Index,
    /// The name of each concept.
    names: Vec<String>,
    /// The address of each concept, if its identifier is readable.
    addresses: Vec<Option<String>>,
    /// The languages in which each concept has a name.
    languages: Vec<HashSet<Option<String>>>,
}

/// The texts of a concept in one language of the glossary.
struct InLanguage {
    /// `None` for the main language.
    tag: Option<String>,
    facts: Vec<Fact>,
    line: usize,
}

/// Adds the entries of all concepts, the titles and the introductions to a reading.
pub(super) fn add(
    file: &ConceptFile<'_>,
    vocabulary: Vocabulary,
    roles: &Roles,
    reading: &mut Reading,
) {
    about_file(file, &vocabulary, roles, reading);
    let concepts = vocabulary.concepts;
    let mut all = Entries {
        file,
        roles,
        index: Index::new(&concepts),
        names: concepts
            .iter()
            .map(|concept| name_of(concept, roles))
            .collect(),
        addresses: readable(&concepts),
        languages: Vec::new(),
    };
    let references = all.index.references(&concepts, &all.names);
    let mut split = Vec::new();
    for concept in concepts {
        let texts = all.in_languages(concept, reading);
        all.languages
            .push(texts.iter().map(|it| it.tag.clone()).collect());
        split.push(texts);
    }
    tell_apart(&mut split, &references);
    // the main language first, then the others in their order
    let mut raws: BTreeMap<usize, Vec<RawEntry>> = BTreeMap::new();
    for (index, (texts, references)) in split.into_iter().zip(&references).enumerate() {
        let has_main = texts.iter().any(|it| it.tag.is_none());
        for own in texts {
            let order = own.tag.as_ref().map_or(0, |tag| {
                let place = roles
                    .translations
                    .iter()
                    .position(|it| it.language.tag() == tag);
                place.map_or(usize::MAX, |place| place + 1)
            });
            let references: &[Reference] = match has_main && own.tag.is_some() {
                true => &[],
                false => references,
            };
            if own.facts.len() + references.len() > MOST_VALUES {
                let what = format!("a concept with more than {MOST_VALUES} values in a language");
                let detail = all.names.get(index).map(|name| excerpt(name));
                let detail = detail.unwrap_or_default();
                reading.note(NoteKind::Lost, file.file, own.line, what, detail);
                continue;
            }
            let raw = all.raw(index, own, references);
            raws.entry(order).or_default().push(raw);
        }
    }
    reading.raws.extend(raws.into_values().flatten());
}

/// The most values and references of an entry.
const MOST_VALUES: usize = 2_000;

/// The longest note on the scope of a name that tells a concept from others, in bytes.
const LONGEST_SENSE: usize = 40;

/// The texts of a concept in a language, by their indices.
struct TextPlace {
    concept: usize,
    language: usize,
}

/// Gives concepts with the same title a sense: their first note on its use, if it is short, or else the name of the first
/// concept that is more general, if no two have the same.
fn tell_apart(split: &mut [Vec<InLanguage>], references: &[Vec<Reference>]) {
    let mut by_title: BTreeMap<(Option<String>, String), Vec<TextPlace>> = BTreeMap::new();
    for (index, texts) in split.iter().enumerate() {
        for (place, own) in texts.iter().enumerate() {
            let title = own.facts.iter().find(|fact| fact.slot == Slot::Title);
            if let Some(title) = title.and_then(|fact| fact.value.text()) {
                let key = (own.tag.clone(), normalised(&title));
                let place = TextPlace {
                    concept: index,
                    language: place,
                };
                by_title.entry(key).or_default().push(place);
            }
        }
    }
    let first_use = |own: &InLanguage| {
        let mut uses = own.facts.iter().filter(|fact| fact.slot == Slot::Usage);
        let text = uses.next()?.value.text()?;
        (text.len() <= LONGEST_SENSE && !text.ends_with('.')).then_some(text)
    };
    for places in by_title.into_values().filter(|places| places.len() > 1) {
        let own = |at: &TextPlace| split.get(at.concept)?.get(at.language);
        let uses: Option<Vec<String>> = places.iter().map(|at| first_use(own(at)?)).collect();
        let are_distinct = |senses: &Vec<String>| {
            let distinct: HashSet<&String> = senses.iter().collect();
            distinct.len() == senses.len()
        };
        if uses.is_none_or(|uses| !are_distinct(&uses)) {
            let above = |at: &TextPlace| {
                let mut all = references.get(at.concept)?.iter();
                let above =
                    all.find(|it| it.kind == RelationKind::Broader && it.target.is_some())?;
                Some(above.name.clone())
            };
            let senses: Option<Vec<String>> = places.iter().map(above).collect();
            for (at, sense) in places
                .iter()
                .zip(senses.filter(are_distinct).unwrap_or_default())
            {
                let own = split.get_mut(at.concept);
                if let Some(own) = own.and_then(|texts| texts.get_mut(at.language)) {
                    own.facts.push(Fact::text(Slot::Sense, sense, own.line));
                }
            }
            continue;
        }
        for at in places {
            let own = split.get_mut(at.concept);
            let own = own.and_then(|texts| texts.get_mut(at.language));
            let mut facts = own.into_iter().flat_map(|own| &mut own.facts);
            if let Some(fact) = facts.find(|fact| fact.slot == Slot::Usage) {
                fact.slot = Slot::Sense;
            }
        }
    }
}

/// Adds the titles and introductions of a file.
fn about_file(
    file: &ConceptFile<'_>,
    vocabulary: &Vocabulary,
    roles: &Roles,
    reading: &mut Reading,
) {
    let mut note = |about: &AboutFile, what: &str| {
        let detail = excerpt(&about.text);
        reading.notes.push(Note::new(
            NoteKind::LeftOut,
            file.file,
            about.line,
            what,
            detail,
        ));
    };
    for title in &vocabulary.titles {
        match roles.of(&title.tag) {
            TextLanguage::Main if reading.title.is_none() => {
                reading.title = Some(title.text.clone())
            }
            TextLanguage::Translation(tag) => {
                let mut translations = reading.translations.iter_mut();
                let own = translations.find(|it| it.language.tag() == tag && it.title.is_none());
                match own {
                    Some(own) => own.title = Some(title.text.clone()),
                    None => note(title, "another title of the file"),
                }
            }
            _ if reading.title.as_ref() == Some(&title.text) => {}
            _ => note(title, "another title of the file"),
        }
    }
    let mut written: BTreeMap<Option<String>, Vec<&AboutFile>> = BTreeMap::new();
    for text in &vocabulary.introductions {
        match roles.of(&text.tag) {
            TextLanguage::Foreign(why) => note(text, &why),
            role => written
                .entry(role.tag().map(str::to_owned))
                .or_default()
                .push(text),
        }
    }
    for (tag, texts) in written {
        let line = texts.first().map_or(1, |text| text.line);
        let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
        let text = texts.join("\n\n");
        let mut raw = RawEntry {
            place: Place::Introduction,
            file: file.file.to_owned(),
            line,
            path: "index".to_owned(),
            translation: TranslationPlace {
                tag,
                key: "introduction".to_owned(),
                tree: String::new(),
            },
            body: Passage::new("", line),
            markup: markup(&text),
            shared: Some(file.path.to_owned()),
            ..RawEntry::default()
        };
        raw.field("content", text, line);
        reading.raws.push(raw);
    }
}

/// The name of a concept for people: that in the main language, or the first one; its identifier if it has none.
fn name_of(concept: &Concept, roles: &Roles) -> String {
    let title = |texts: &Texts| {
        let mut names = texts.facts.iter().filter(|fact| is_name(&fact.slot));
        let best = names
            .clone()
            .find(|fact| fact.slot == Slot::Title)
            .or_else(|| names.next());
        best.and_then(|fact| fact.value.text())
    };
    let mut in_main = concept
        .texts
        .iter()
        .filter(|texts| roles.of(&texts.tag) == TextLanguage::Main);
    let found = in_main.find_map(title);
    let found = found.or_else(|| concept.texts.iter().find_map(title));
    found
        .or_else(|| concept.ids.first().cloned())
        .unwrap_or_default()
}

/// Whether a value is a name that can be a title.
fn is_name(slot: &Slot) -> bool {
    matches!(
        slot,
        Slot::Title | Slot::Synonym | Slot::Abbreviation | Slot::Variant | Slot::Avoid
    )
}

impl Entries<'_> {
    /// The texts of a concept in each language of the glossary in which it has a name. Other texts get a note.
    fn in_languages(&self, concept: Concept, reading: &mut Reading) -> Vec<InLanguage> {
        let mut found: Vec<InLanguage> = Vec::new();
        let mut common = concept.facts;
        let mut note = |kind, line: usize, what: &str, detail: String| {
            reading
                .notes
                .push(Note::new(kind, self.file.file, line, what, detail));
        };
        let mut untagged: Vec<Fact> = Vec::new();
        for texts in concept.texts {
            let role = self.roles.of(&texts.tag);
            if let TextLanguage::Foreign(why) = &role {
                let kind = match self.roles.is_unknown(&texts.tag) {
                    true => NoteKind::Lost,
                    false => NoteKind::LeftOut,
                };
                note(kind, texts.line, why, words(&texts.facts));
                continue;
            }
            let tag = role.tag().map(str::to_owned);
            match found.iter_mut().find(|it| it.tag == tag) {
                _ if texts.tag.is_empty() => untagged.extend(texts.facts),
                Some(own) => own.facts.extend(texts.facts),
                None => found.push(InLanguage {
                    tag,
                    facts: texts.facts,
                    line: texts.line,
                }),
            }
        }
        // texts without a language are in the main one, if the concept has a name there
        let has_name = |facts: &[Fact]| facts.iter().any(|fact| is_name(&fact.slot));
        match found.iter_mut().find(|it| it.tag.is_none()) {
            Some(own) if has_name(&own.facts) || has_name(&untagged) => own.facts.extend(untagged),
            None if has_name(&untagged) => found.insert(
                0,
                InLanguage {
                    tag: None,
                    facts: untagged,
                    line: concept.line,
                },
            ),
            _ => common.extend(untagged),
        }
        found.retain(|own| {
            let is_named = has_name(&own.facts);
            if !is_named {
                let main = self.roles.main.as_ref().map(|(language, _)| language.tag());
                let tag = own.tag.as_deref().or(main).unwrap_or_default();
                let what =
                    format!("texts in `{tag}` of a concept that has no name in this language");
                note(NoteKind::Lost, own.line, &what, words(&own.facts));
            }
            is_named
        });
        if found.is_empty() {
            let id = concept.ids.first().cloned().unwrap_or_default();
            note(
                NoteKind::Lost,
                concept.line,
                "a concept without a name",
                excerpt(&id),
            );
            return found;
        }
        add_common(&mut found, common);
        found
    }

    /// The entry of a concept in one language.
    fn raw(&self, index: usize, own: InLanguage, references: &[Reference]) -> RawEntry {
        let line = own.line;
        let (mut fields, definition) = fields(own.facts, line);
        let address = self.addresses.get(index).cloned().flatten();
        fields.extend(address.map(|address| field("slug", Value::quoted(address), line)));
        let has_entry = |target: usize| {
            let languages = self.languages.get(target);
            languages.is_some_and(|it| it.contains(&own.tag) || it.contains(&None))
        };
        for (kind, name) in [
            (RelationKind::Broader, "broader"),
            (RelationKind::Related, "related"),
            (RelationKind::ReplacedBy, "replaced_by"),
            // their targets are not in the file
            (RelationKind::Narrower, "narrower"),
            (RelationKind::Replaces, "replaces"),
        ] {
            let own: Vec<&Reference> = references.iter().filter(|it| it.kind == kind).collect();
            let line = own.first().map_or(line, |it| it.line);
            let mut names = own.iter().map(|it| it.written(has_entry));
            if kind == RelationKind::ReplacedBy {
                fields.extend(names.next().map(|it| field(name, Value::quoted(it), line)));
                let rest: Vec<Value> = names
                    .map(|it| Value::quoted(record_reference::shown(&it)))
                    .collect();
                fields.extend(
                    (!rest.is_empty()).then(|| field("also_replaced_by", Value::List(rest), line)),
                );
                continue;
            }
            let names: Vec<Value> = names.map(Value::quoted).collect();
            fields.extend((!names.is_empty()).then(|| field(name, Value::List(names), line)));
        }
        let markup = markup(&definition);
        if !definition.is_empty() {
            let text = self.with_links(&definition, own.tag.as_ref());
            fields.push(field("definition", Value::quoted(text), line));
        }
        for value in fields
            .iter_mut()
            .filter(|it| it.key == "examples")
            .map(|it| &mut it.value)
        {
            if let Value::List(items) = value {
                for item in items {
                    let text = item.text().unwrap_or_default();
                    *item = Value::quoted(self.with_links(&text, own.tag.as_ref()));
                }
            }
        }
        RawEntry {
            file: self.file.file.to_owned(),
            line,
            fields,
            body: Passage::new("", line),
            markup,
            shared: Some(self.file.path.to_owned()),
            translation: TranslationPlace {
                tag: own.tag,
                key: key(index),
                tree: String::new(),
            },
            ..RawEntry::default()
        }
    }

    /// Markdown in which links to identifiers lead to the records of these concepts.
    fn with_links(&self, text: &str, tag: Option<&String>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(ID_LINK) {
            out.push_str(slice(rest, ..at));
            let after = slice(rest, at + ID_LINK.len()..);
            let end = after.find('>').unwrap_or(after.len());
            let written = slice(after, ..end);
            let id = percent_decode_str(written).decode_utf8_lossy();
            let target = self.index.find(&id).filter(|target| {
                let languages = self.languages.get(*target);
                languages.is_some_and(|it| it.contains(&tag.cloned()) || it.contains(&None))
            });
            match target {
                Some(target) => {
                    let name = self.names.get(target).map_or("", String::as_str);
                    let reference = record_reference::reference(&key(target), name);
                    out.push_str(REFERENCE);
                    out.extend(utf8_percent_encode(&reference, NON_ALPHANUMERIC));
                }
                None => {
                    out.push('#');
                    out.push_str(written);
                }
            }
            rest = slice(after, end..);
        }
        out.push_str(rest);
        out
    }
}

/// Adds the values that are in no language: to the entry in the main language, or to all entries if there is none there.
/// Texts are only added once, because they are in some language.
fn add_common(found: &mut [InLanguage], common: Vec<Fact>) {
    let has_main = found.iter().any(|it| it.tag.is_none());
    let takers = found.iter_mut().filter(|it| !has_main || it.tag.is_none());
    for (place, own) in takers.enumerate() {
        let texts = |slot: &Slot| {
            matches!(
                slot,
                Slot::Definition | Slot::Note | Slot::Example | Slot::Usage
            )
        };
        let wanted = common
            .iter()
            .filter(|fact| place == 0 || !texts(&fact.slot));
        own.facts.extend(wanted.cloned());
    }
}

/// The markup of a text.
fn markup(text: &str) -> Markup {
    match has_html(text) {
        true => Markup::Record,
        false => Markup::Concept,
    }
}

/// The beginning of the texts of some values, for a note.
fn words(facts: &[Fact]) -> String {
    let texts: Vec<String> = facts
        .iter()
        .filter_map(|fact| fact.value.text())
        .take(3)
        .collect();
    excerpt(&texts.join(", "))
}
