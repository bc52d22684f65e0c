//! The keys to write instead of those that other tools have.

use super::KeyKind;
use super::meaning::{KeyMeaning, meaning};
use crate::project::keys::{OtherKey, Syntax};

/// The key to write instead of the key of another tool; `None` if no tool is known to have it.
///
/// ```text
/// date           the key `updated`
/// acronym        the key `abbreviations`
/// aliases        `synonyms` for other names, or `redirect_from` for former addresses
/// slug, layout   no key, but a help
/// ```
pub(super) fn instead(key: &str, syntax: Syntax) -> Option<OtherKey> {
    let advice = |help: &str| OtherKey::Advice(help.to_owned());
    if let Some(other) = of_entries(key, syntax) {
        return Some(other);
    }
    Some(match meaning(key)? {
        KeyMeaning::Own(own) if own.kind == KeyKind::Table => OtherKey::Key("extra"),
        KeyMeaning::Own(own) => OtherKey::Key(own.name),
        KeyMeaning::Aliases => OtherKey::OneOf(&[
            ("synonyms", "for other names"),
            ("redirect_from", "for former addresses"),
        ]),
        KeyMeaning::Definition { rank: 0 } => {
            advice("write the definition below the front matter; `gloss` is its short form")
        }
        KeyMeaning::Definition { .. } => OtherKey::Key("gloss"),
        KeyMeaning::Day { .. } => OtherKey::Key("updated"),
        KeyMeaning::Status => OtherKey::Key("status"),
        KeyMeaning::Published => {
            let draft = syntax.key_value("draft", "true");
            OtherKey::Advice(format!(
                "write `{draft}` to leave the entry out; anything else can be in `extra`"
            ))
        }
        KeyMeaning::Slug => advice("the name of the file is the address: rename the file"),
        KeyMeaning::Url => advice(
            "the name of the file is the address: rename the file, and write `redirect_from` for a \
             former address",
        ),
        KeyMeaning::Layout => advice("remove it, or put it in `extra` for your templates"),
    })
}

/// The meanings that only a person who writes an entry has with a key: a program that has this key may mean something
/// else.
fn of_entries(key: &str, syntax: Syntax) -> Option<OtherKey> {
    let advice = |help: &str| Some(OtherKey::Advice(help.to_owned()));
    match key.to_lowercase().replace(['-', '_'], "").as_str() {
        "parent" | "parents" | "hypernym" | "hypernyms" => Some(OtherKey::Key("broader")),
        "narrower" | "children" | "hyponym" | "hyponyms" => {
            advice("write `broader` in each narrower entry, with the name of this one")
        }
        "note" | "notes" | "remark" | "remarks" | "comment" => Some(OtherKey::OneOf(&[
            ("usage", "for a note on use"),
            ("extra", "for your templates"),
        ])),
        "deprecated" | "obsolete" => {
            let status = syntax.key_value("status", &syntax.quoted("deprecated"));
            Some(OtherKey::Advice(format!(
                "write `{status}`, or `replaced_by` with the entry to read instead; names to avoid are in `avoid`"
            )))
        }
        "altlabel" | "altlabels" => Some(OtherKey::Key("synonyms")),
        "preflabel" => Some(OtherKey::Key("title")),
        "hiddenlabel" | "hiddenlabels" => Some(OtherKey::Key("hidden")),
        "short" => Some(OtherKey::OneOf(&[
            ("abbreviations", "for short forms"),
            ("gloss", "for a short definition"),
        ])),
        "plural" | "plurals" => {
            advice("remove it: plurals are found without it; an irregular one can be in `variants`")
        }
        "lang" | "language" | "locale" => advice(
            "remove it: the language of an entry is `language` in glossary.toml; the file of a translation has the tag \
                 of its language in its name, such as `rye.de.md`",
        ),
        "author" | "authors" | "contributors" => {
            advice("put it in `extra` for your templates, or name a source in `sources`")
        }
        "image" | "images" | "thumbnail" | "cover" | "picture" => {
            advice("write the image in the text, as `![description](image.png)`")
        }
        "hide" => {
            let draft = syntax.key_value("draft", "true");
            Some(OtherKey::Advice(format!(
                "write `{draft}` to leave the entry out"
            )))
        }
        _ => None,
    }
}

/// The key to write in a pronunciation instead of the key of another tool.
pub(super) fn in_pronunciation(key: &str) -> Option<OtherKey> {
    match key {
        "ipa" | "respelling" | "spelling" => Some(OtherKey::Key("text")),
        "file" | "sound" | "recording" | "src" | "url" => Some(OtherKey::Key("audio")),
        _ => None,
    }
}

/// The key to write in a source instead of the key of another tool.
pub(super) fn in_source(key: &str) -> Option<OtherKey> {
    match key {
        "link" | "href" | "uri" | "website" => Some(OtherKey::Key("url")),
        "name" | "text" | "author" | "label" => Some(OtherKey::Key("title")),
        _ => None,
    }
}
