//! Completion in settings and front matter: keys, and values that name something.

use gen_lsp_types::CompletionItemKind;
use serde_json::Value;

use super::{Suggestion, Suggestions, names};
use crate::entry::front_matter::{KEYS, KeyKind};
use crate::glossary::Tag;
use crate::language_server::scene::Scene;
use crate::language_server::schemas::{self, Form, Region, Subject};
use crate::language_server::toml_context::{Context, context_in, listed_texts, written_keys};
use crate::project::keys::Syntax;
use crate::project::theme::PHRASES;
use crate::source::Span;
use crate::text::inflection::Grammar;

/// The suggestions at byte `offset`; `None` if it is not in settings or front matter.
pub(super) fn suggestions(scene: &Scene<'_>, offset: usize) -> Option<Suggestions> {
    let region = schemas::region(scene.file, scene.path, offset)?;
    Some(match context_in(&scene.file.text, &region, offset) {
        Some(Context::Table { span }) => tables(scene, &region, span),
        Some(Context::Key { table, span }) => keys(scene, &region, table.as_deref(), span),
        Some(Context::Value {
            table,
            key,
            key_span,
            span,
            quotation,
        }) => {
            let cursor = span.end;
            let typing = Typing {
                span,
                quotation,
                syntax: region.syntax,
            };
            let mut found = values(scene, &region, table.as_deref(), &key, typing);
            let mut listed = listed_texts(&scene.file.text, region.syntax, key_span.end);
            listed.retain(|(span, _)| !(span.start..=span.end).contains(&cursor));
            let is_listed = |one: &Suggestion| listed.iter().any(|(_, text)| *text == one.label);
            found.list.retain(|one| !is_listed(one));
            found
        }
        None => Suggestions {
            span: offset..offset,
            list: Vec::new(),
        },
    })
}

/// The keys that a text does not have yet.
fn keys(scene: &Scene<'_>, region: &Region, table: Option<&str>, span: Span) -> Suggestions {
    let line = scene.file.lines_around(span.clone());
    let has_value = scene.file.slice(span.end..line.end).contains(['=', ':']);
    let typed = scene.file.slice(span.clone());
    let mut list = missing(scene, region, table, typed);
    if region.syntax == Syntax::Toml {
        if table.is_some() {
            let others = missing(scene, region, None, typed).into_iter();
            list.extend(others.filter(|(_, schema)| schemas::form(schema) == Form::Table));
        }
        // a new table would take the keys below it
        let below = scene.file.slice(line.end..region.span.end).lines();
        let mut below = below.map(str::trim_start);
        let next = below.find(|line| !line.is_empty() && !line.starts_with('#'));
        if next.is_some_and(|line| !line.starts_with('[')) {
            list.retain(|(_, schema)| schemas::form(schema) != Form::Table);
        }
    }
    let list = list.into_iter().map(|(key, schema)| {
        let text = if has_value {
            key.clone()
        } else {
            line_of(key, schemas::form(schema), region)
        };
        suggestion(key, schema, text)
    });
    let list = list.collect();
    Suggestions { span, list }
}

/// The tables that a text does not have yet.
fn tables(scene: &Scene<'_>, region: &Region, span: Span) -> Suggestions {
    let line = scene.file.lines_around(span.clone());
    let is_closed = scene.file.slice(span.end..line.end).starts_with(']');
    let typed = scene.file.slice(span.clone()).trim_start_matches('[');
    let list = missing(scene, region, None, typed).into_iter();
    let list = list.filter(|(_, schema)| schemas::form(schema) == Form::Table);
    let list = list.map(|(key, schema)| {
        let end = if is_closed { "" } else { "]\n$1" };
        suggestion(key, schema, format!("[{key}{end}"))
    });
    let list = list.collect();
    Suggestions { span, list }
}

/// The keys of a table, or of the whole text, that are not written yet and contain the `typed` letters: first those
/// that begin with them.
fn missing(
    scene: &Scene<'_>,
    region: &Region,
    table: Option<&str>,
    typed: &str,
) -> Vec<(&'static String, &'static Value)> {
    let written = written_keys(&scene.file.text, region);
    let is_written = |key: &str| {
        let same = |(of, name): &(Option<String>, String)| of.as_deref() == table && name == key;
        written.iter().any(same)
    };
    let known = schemas::keys(region.subject, table);
    let mut missing: Vec<_> = known
        .filter(|(key, _)| key.contains(typed) && !is_written(key))
        .collect();
    missing.sort_by_key(|(key, _)| !key.starts_with(typed));
    missing
}

/// A key to type in the form `text`, with the explanation from its schema.
fn suggestion(key: &str, schema: &Value, text: String) -> Suggestion {
    let about = schema.get("description").and_then(Value::as_str);
    Suggestion {
        about: about.map(str::to_owned),
        is_snippet: true,
        ..Suggestion::new(key, text, CompletionItemKind::Property)
    }
}

/// A key with the beginning of its value; `$1` is the place of the cursor.
fn line_of(key: &str, form: Form, region: &Region) -> String {
    match (region.syntax, form) {
        (Syntax::Toml, Form::Text) => format!("{key} = \"$1\""),
        (Syntax::Toml, Form::List) => format!("{key} = [\"$1\"]"),
        (Syntax::Toml, Form::Bare) => format!("{key} = $1"),
        (Syntax::Toml, Form::Table) => format!("[{key}]\n$1"),
        (Syntax::Yaml, Form::List) => format!("{key}: [$1]"),
        (Syntax::Yaml, Form::Table) => format!("{key}:\n  $1"),
        (Syntax::Yaml, _) => format!("{key}: $1"),
    }
}

/// A value that is typed.
struct Typing {
    /// The bytes up to the cursor, without quotation marks.
    span: Span,
    quotation: Option<char>,
    syntax: Syntax,
}

impl Typing {
    /// A text in the form that it needs at the cursor.
    fn write(&self, text: &str) -> String {
        match self.quotation {
            Some('"') => {
                let quoted = Syntax::Toml.quoted_like(text, "\"");
                let inner = quoted
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'));
                inner.unwrap_or(text).to_owned()
            }
            Some(_) => text.to_owned(),
            None => self.syntax.quoted(text),
        }
    }
}

/// The values of a key.
fn values(
    scene: &Scene<'_>,
    region: &Region,
    table: Option<&str>,
    key: &str,
    typing: Typing,
) -> Suggestions {
    let typed = scene.file.slice(typing.span.clone()).to_owned();
    let own = KEYS.iter().find(|own| own.name == key);
    let of_entry = own.filter(|_| region.subject == Subject::Entry && table.is_none());
    let fits = |text: &str| text.to_lowercase().contains(&typed.to_lowercase());
    let plain = |text: &str, detail: String, kind: CompletionItemKind| Suggestion {
        detail,
        ..Suggestion::new(text, typing.write(text), kind)
    };
    let list: Vec<Suggestion> = match of_entry.map(|key| key.kind) {
        Some(KeyKind::Entries | KeyKind::Entry) => {
            names(scene, typed.trim(), &|name| typing.write(name))
        }
        Some(KeyKind::Tags) => {
            // the text that is being typed is a tag already
            let is_new = |tag: &Tag| tag.name == typed && tag.entries.len() == 1;
            let tags = scene.glossary().tags.iter();
            let tags = tags.filter(|tag| fits(&tag.name) && !is_new(tag));
            let count = |tag: usize| crate::text::counted(tag, "entry", "entries");
            tags.map(|tag| {
                plain(
                    &tag.name,
                    count(tag.entries.len()),
                    CompletionItemKind::Keyword,
                )
            })
            .collect()
        }
        Some(KeyKind::Sources) => sources(scene)
            .into_iter()
            .filter(|(title, _)| fits(title))
            .map(|(title, url)| plain(&title, url, CompletionItemKind::Text))
            .collect(),
        _ if region.subject == Subject::Settings && key == "language" => languages()
            .into_iter()
            .filter(|(tag, _)| tag.starts_with(&typed))
            .map(|(tag, has)| plain(tag, has.to_owned(), CompletionItemKind::EnumMember))
            .collect(),
        _ => {
            let schema = schemas::key(region.subject, table, key);
            let choices = schema.map(schemas::choices).unwrap_or_default();
            let choices = choices.iter().filter(|choice| fits(choice));
            choices
                .map(|choice| plain(choice, String::new(), CompletionItemKind::EnumMember))
                .collect()
        }
    };
    // the rest of a text in quotation marks is replaced too
    let line = scene.file.lines_around(typing.span.clone());
    let after = scene.file.slice(typing.span.end..line.end);
    let rest = typing.quotation.and_then(|mark| after.find(mark));
    let rest = rest.filter(|end| !after.get(..*end).unwrap_or_default().contains([',', ']']));
    Suggestions {
        span: typing.span.start..typing.span.end + rest.unwrap_or_default(),
        list,
    }
}

/// The languages about which the program knows something: their tags, each with what it knows.
fn languages() -> Vec<(&'static str, &'static str)> {
    let phrases: Vec<&str> = PHRASES.iter().map(|(tag, _)| *tag).collect();
    let mut tags: Vec<&str> = phrases
        .iter()
        .copied()
        .chain(Grammar::languages())
        .collect();
    tags.sort_unstable();
    tags.dedup();
    let has = |tag: &str| {
        let has_phrases = phrases.contains(&tag);
        match (has_phrases, Grammar::languages().any(|other| other == tag)) {
            (true, true) => "phrases of the site, forms of words",
            (true, false) => "phrases of the site",
            (false, _) => "forms of words",
        }
    };
    tags.into_iter().map(|tag| (tag, has(tag))).collect()
}

/// The sources of all entries: their titles, in alphabetical order, with their URLs.
fn sources(scene: &Scene<'_>) -> Vec<(String, String)> {
    let entries = scene.glossary().entries.iter();
    let sources = entries.flat_map(|entry| &entry.front.sources);
    let texts = sources.map(|source| {
        let url = source.url.as_ref().map(|url| url.to_string());
        (source.title.text.clone(), url.unwrap_or_default())
    });
    let mut texts: Vec<_> = texts.collect();
    texts.sort();
    texts.dedup();
    texts
}
