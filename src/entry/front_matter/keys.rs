//! The keys of front matter, in one table: code that does the same with several keys uses it.

use std::slice;

use super::other_keys::{in_pronunciation, in_source};
use super::{CaseMode, FrontMatter, LinkMode, Pronunciation, SourceNote};
use crate::address::destination::AbsoluteUrl;
use crate::project::keys::{Form, Keys};
use crate::source::Written;

/// The kind of a name. If an entry gives a name twice, the kind that comes first here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKind {
    /// The main name: `prefLabel` of SKOS.
    Title,
    /// Another name: `altLabel` of SKOS.
    Synonym,
    /// A short form.
    Abbreviation,
    /// Another spelling.
    Variant,
    /// A name that search and references find, and no page shows: `hiddenLabel` of SKOS.
    Hidden,
    /// A name to avoid.
    Deprecated,
}

/// The kind of value that a key of front matter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The title, or a list of other names of the entry.
    Label(LabelKind),
    /// A text beside the title, or in its place when entries are sorted.
    Name,
    /// A line of prose.
    Text,
    /// A list of lines of prose.
    Texts,
    /// A text, or a table with a text and the path of a recording.
    Pronunciation,
    /// A list of tags.
    Tags,
    /// A list of other entries, each by a name or by its slug.
    Entries,
    /// Another entry, by a name or by its slug.
    Entry,
    /// A list of paths from the site's root.
    Addresses,
    /// A list of sources: texts, each with a URL if it has one.
    Sources,
    /// One of a few fixed words.
    Choice,
    /// A day.
    Day,
    /// `true` or `false`.
    Flag,
    /// The record of the text that a translation translates.
    Fingerprint,
    /// A table with any content.
    Table,
}

impl LabelKind {
    /// Whether names of this kind may be used instead of the title.
    pub fn is_other_name(self) -> bool {
        !matches!(self, Self::Title | Self::Deprecated)
    }
}

impl KeyKind {
    /// The kind of names that the key holds; `None` if its value is not a name of the entry.
    pub fn label(self) -> Option<LabelKind> {
        match self {
            Self::Label(kind) => Some(kind),
            _ => None,
        }
    }

    /// Whether a key of this kind takes a list of strings.
    pub fn is_list(self) -> bool {
        match self {
            Self::Label(kind) => kind != LabelKind::Title,
            Self::Tags | Self::Texts | Self::Entries | Self::Addresses => true,
            _ => false,
        }
    }
}

/// A key of front matter.
#[derive(Debug)]
pub struct Key {
    /// The name of the key.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: KeyKind,
    /// Reads the value into front matter. The read also makes the key a known one.
    pub(super) read: fn(&mut FrontMatter, &mut Keys<'_, '_>, &'static str),
    /// The texts of the key in front matter; empty for a key whose values are not texts.
    pub(in crate::entry) texts: fn(&FrontMatter) -> &[Written],
}

impl Key {
    /// The texts of the key in front matter; empty for a key whose values are not texts.
    pub fn texts<'f>(&self, front: &'f FrontMatter) -> &'f [Written] {
        (self.texts)(front)
    }
}

/// All keys, in the order of `docs/entries.md`.
pub const KEYS: &[Key] = &[
    Key {
        name: "title",
        kind: KeyKind::Label(LabelKind::Title),
        read: |front, keys, name| front.title = keys.required_string(name).unwrap_or_default(),
        texts: |front| slice::from_ref(&front.title),
    },
    Key {
        name: "abbreviations",
        kind: KeyKind::Label(LabelKind::Abbreviation),
        read: |front, keys, name| front.abbreviations = keys.strings(name),
        texts: |front| &front.abbreviations,
    },
    Key {
        name: "synonyms",
        kind: KeyKind::Label(LabelKind::Synonym),
        read: |front, keys, name| front.synonyms = keys.strings(name),
        texts: |front| &front.synonyms,
    },
    Key {
        name: "variants",
        kind: KeyKind::Label(LabelKind::Variant),
        read: |front, keys, name| front.variants = keys.strings(name),
        texts: |front| &front.variants,
    },
    Key {
        name: "hidden",
        kind: KeyKind::Label(LabelKind::Hidden),
        read: |front, keys, name| front.hidden = keys.strings(name),
        texts: |front| &front.hidden,
    },
    Key {
        name: "avoid",
        kind: KeyKind::Label(LabelKind::Deprecated),
        read: |front, keys, name| front.avoid = keys.strings(name),
        texts: |front| &front.avoid,
    },
    Key {
        name: "sense",
        kind: KeyKind::Name,
        read: |front, keys, name| front.sense = keys.string(name),
        texts: |front| front.sense.as_slice(),
    },
    Key {
        name: "gloss",
        kind: KeyKind::Text,
        read: |front, keys, name| front.gloss = keys.string(name),
        texts: |front| front.gloss.as_slice(),
    },
    Key {
        name: "tags",
        kind: KeyKind::Tags,
        read: |front, keys, name| front.tags = keys.strings(name),
        texts: |front| &front.tags,
    },
    Key {
        name: "related",
        kind: KeyKind::Entries,
        read: |front, keys, name| front.related = keys.strings(name),
        texts: |front| &front.related,
    },
    Key {
        name: "broader",
        kind: KeyKind::Entries,
        read: |front, keys, name| front.broader = keys.strings(name),
        texts: |front| &front.broader,
    },
    Key {
        name: "sort_as",
        kind: KeyKind::Name,
        read: |front, keys, name| front.sort_as = keys.string(name),
        texts: |front| front.sort_as.as_slice(),
    },
    Key {
        name: "link",
        kind: KeyKind::Choice,
        read: |front, keys, name| {
            const MODES: &[(&str, LinkMode)] =
                &[("auto", LinkMode::Auto), ("explicit", LinkMode::Explicit)];
            front.link = keys.choice(name, MODES).unwrap_or_default();
        },
        texts: |_| &[],
    },
    Key {
        name: "case",
        kind: KeyKind::Choice,
        read: |front, keys, name| {
            const MODES: &[(&str, CaseMode)] = &[
                ("smart", CaseMode::Smart),
                ("exact", CaseMode::Exact),
                ("any", CaseMode::Any),
            ];
            front.case = keys.choice(name, MODES).unwrap_or_default();
        },
        texts: |_| &[],
    },
    Key {
        name: "redirect_from",
        kind: KeyKind::Addresses,
        read: |front, keys, name| front.redirect_from = keys.strings(name),
        texts: |front| &front.redirect_from,
    },
    Key {
        name: "pronunciation",
        kind: KeyKind::Pronunciation,
        read: |front, keys, name| front.pronunciation = pronunciation(keys, name),
        texts: |front| front.pronunciation.text.as_slice(),
    },
    Key {
        name: "part_of_speech",
        kind: KeyKind::Text,
        read: |front, keys, name| front.part_of_speech = keys.string(name),
        texts: |front| front.part_of_speech.as_slice(),
    },
    Key {
        name: "origin",
        kind: KeyKind::Text,
        read: |front, keys, name| front.origin = keys.string(name),
        texts: |front| front.origin.as_slice(),
    },
    Key {
        name: "examples",
        kind: KeyKind::Texts,
        read: |front, keys, name| front.examples = keys.strings(name),
        texts: |front| &front.examples,
    },
    Key {
        name: "usage",
        kind: KeyKind::Text,
        read: |front, keys, name| front.usage = keys.string(name),
        texts: |front| front.usage.as_slice(),
    },
    Key {
        name: "status",
        kind: KeyKind::Text,
        read: |front, keys, name| front.status = keys.string(name),
        texts: |front| front.status.as_slice(),
    },
    Key {
        name: "sources",
        kind: KeyKind::Sources,
        read: |front, keys, name| front.sources = sources(keys, name),
        texts: |_| &[],
    },
    Key {
        name: "updated",
        kind: KeyKind::Day,
        read: |front, keys, name| {
            front.updated = keys.date(name);
            front.updated_at = keys.written_at(name);
        },
        texts: |_| &[],
    },
    Key {
        name: "draft",
        kind: KeyKind::Flag,
        read: |front, keys, name| front.draft = keys.boolean(name).unwrap_or(false),
        texts: |_| &[],
    },
    Key {
        name: "replaced_by",
        kind: KeyKind::Entry,
        read: |front, keys, name| front.replaced_by = keys.string(name),
        texts: |front| front.replaced_by.as_slice(),
    },
    Key {
        name: "translated",
        kind: KeyKind::Fingerprint,
        read: |front, keys, name| front.translated = keys.string(name),
        texts: |front| front.translated.as_slice(),
    },
    Key {
        name: "extra",
        kind: KeyKind::Table,
        read: |front, keys, name| front.extra = keys.anything(name),
        texts: |_| &[],
    },
];

/// Reads a text, or a table with a text, a recording, or both.
fn pronunciation(keys: &mut Keys<'_, '_>, name: &'static str) -> Pronunciation {
    match keys.form(name) {
        None => Pronunciation::default(),
        Some(Form::Text(text)) => Pronunciation {
            text: Some(text),
            audio: None,
        },
        Some(Form::Table(mut keys)) => {
            let audio = keys.string("audio");
            let text = match audio {
                Some(_) => keys.string("text"),
                None => keys.required_string("text"),
            };
            keys.finish_with(in_pronunciation);
            Pronunciation { text, audio }
        }
    }
}

fn sources(keys: &mut Keys<'_, '_>, name: &'static str) -> Vec<SourceNote> {
    let forms = keys.forms(name).into_iter();
    forms
        .filter_map(|form| match form {
            Form::Text(title) => Some(SourceNote {
                url: AbsoluteUrl::read(&title.text),
                title,
            }),
            Form::Table(mut keys) => {
                let title = keys.required_string("title");
                let url = keys.web_address("url");
                keys.finish_with(in_source);
                Some(SourceNote { title: title?, url })
            }
        })
        .collect()
}
