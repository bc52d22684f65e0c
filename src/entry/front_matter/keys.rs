//! The keys of front matter: one table, for whoever does the same with several of them.

use std::slice;

use super::{CaseMode, Citation, FrontMatter, LinkMode};
use crate::address::destination::AbsoluteUrl;
use crate::project::keys::{Form, Keys};
use crate::source::Written;

/// What kind of name a label is. They are in the order in which a name counts that is given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKind {
    /// The main name: SKOS's prefLabel.
    Title,
    /// Another name: altLabel.
    Synonym,
    /// A short form.
    Abbreviation,
    /// Another spelling.
    Variant,
    /// Found by search and by references, never shown: hiddenLabel.
    Hidden,
    /// A name to avoid.
    Deprecated,
}

/// What a key of front matter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Names of the entry: the title, or a list of others.
    Label(LabelKind),
    /// Words that stand beside the title, or in its place where entries are sorted.
    Name,
    /// A line of prose.
    Text,
    /// A list of subjects.
    Tags,
    /// A list of other entries, each by a name or by its slug.
    Entries,
    /// Another entry, in the same way.
    Entry,
    /// A list of addresses, from the site's root.
    Addresses,
    /// A list of texts with web addresses.
    Sources,
    /// One of a few words that are given.
    Choice,
    /// A day.
    Day,
    /// `true` or `false`.
    Flag,
    /// A table of anything.
    Table,
}

impl LabelKind {
    /// Whether names of this kind stand beside the title, and may be used in its place.
    pub fn is_other_name(self) -> bool {
        !matches!(self, Self::Title | Self::Deprecated)
    }
}

impl KeyKind {
    /// What kind of names the key holds; `None` where they are not the entry's.
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
            Self::Tags | Self::Entries | Self::Addresses => true,
            _ => false,
        }
    }
}

/// A key of front matter.
#[derive(Debug)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// What it holds.
    pub kind: KeyKind,
    /// Reads its value into front matter; asking for it is what makes the key known.
    pub(super) read: fn(&mut FrontMatter, &mut Keys<'_, '_>, &'static str),
    /// The texts that front matter has under it: none for a key of another kind than text.
    pub(super) texts: fn(&FrontMatter) -> &[Written],
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
        name: "extra",
        kind: KeyKind::Table,
        read: |front, keys, name| front.extra = keys.anything(name),
        texts: |_| &[],
    },
];

fn sources(keys: &mut Keys<'_, '_>, name: &'static str) -> Vec<Citation> {
    let forms = keys.forms(name).into_iter();
    forms
        .filter_map(|form| match form {
            Form::Text(title) => Some(Citation {
                url: AbsoluteUrl::read(&title.text),
                title,
            }),
            Form::Table(mut keys) => {
                let title = keys.required_string("title");
                let url = keys.web_address("url");
                keys.finish();
                Some(Citation { title: title?, url })
            }
        })
        .collect()
}
