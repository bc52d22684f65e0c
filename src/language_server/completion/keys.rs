//! Completion in settings and front matter: keys, and values that name something.

use gen_lsp_types::CompletionItemKind;

use super::{Suggestion, Suggestions, names};
use crate::entry::front_matter::{KEYS, KeyKind};
use crate::glossary::Tag;
use crate::language_server::scene::Scene;
use crate::language_server::schemas::{self, Form, Region, Subject};
use crate::language_server::toml_context::{Context, context_in};
use crate::project::keys::Syntax;
use crate::source::Span;

/// The suggestions at byte `offset`; `None` if it is not in settings or front matter.
pub(super) fn suggestions(scene: &Scene<'_>, offset: usize) -> Option<Suggestions> {
    let region = schemas::region(scene.file, scene.path, offset)?;
    Some(match context_in(&scene.file.text, &region, offset) {
        Some(Context::Key { table, span }) => keys(scene, &region, table.as_deref(), span),
        Some(Context::Value {
            table,
            key,
            span,
            quotation,
            ..
        }) => {
            let typing = Typing {
                span,
                quotation,
                syntax: region.syntax,
            };
            values(scene, &region, table.as_deref(), &key, typing)
        }
        None => Suggestions {
            span: offset..offset,
            list: Vec::new(),
        },
    })
}

/// The keys that a text does not have yet.
fn keys(scene: &Scene<'_>, region: &Region, table: Option<&str>, span: Span) -> Suggestions {
    let text = scene.file.slice(region.span.clone());
    let typed = scene.file.slice(span.clone());
    let is_written = |key: &str| {
        table.is_none()
            && text.lines().any(|line| {
                let rest = line.strip_prefix(key).map(str::trim_start);
                rest.is_some_and(|rest| rest.starts_with(['=', ':']))
            })
    };
    let known = schemas::keys(region.subject, table);
    let fitting = known.filter(|(key, _)| key.contains(typed) && !is_written(key));
    let list = fitting.map(|(key, schema)| {
        let line = scene.file.lines_around(span.clone());
        let rest = scene.file.slice(span.end..line.end);
        let has_value = rest.contains(['=', ':']);
        let text = if has_value {
            key.clone()
        } else {
            line_of(key, schemas::form(schema), region)
        };
        let about = schema.get("description").and_then(|text| text.as_str());
        Suggestion {
            about: about.map(str::to_owned),
            is_snippet: true,
            ..Suggestion::new(key, text, CompletionItemKind::Property)
        }
    });
    let mut list: Vec<Suggestion> = list.collect();
    list.sort_by_key(|one| !one.label.starts_with(typed));
    Suggestions { span, list }
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
