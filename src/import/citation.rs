//! The sources of definitions, as other tools write them.

use super::value::{Field, Value};
use crate::address::destination::AbsoluteUrl;
use crate::project::keys::Syntax;
use crate::text::fold::single_spaced;

/// The source of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) title: String,
    pub(super) url: Option<String>,
}

impl Source {
    /// The source as it is written: a string, or a table on one line.
    pub(super) fn value(&self, syntax: Syntax) -> String {
        let title = syntax.quoted(&self.title);
        match &self.url {
            Some(url) => {
                let title = syntax.key_value("title", &title);
                let url = syntax.key_value("url", &syntax.quoted(url));
                format!("{{ {title}, {url} }}")
            }
            None => title,
        }
    }
}

/// The sources in a value, one or several; `None` if one of them cannot be read.
pub(super) fn read(value: &Value) -> Option<Vec<Source>> {
    let values = match value {
        Value::List(list) => list.as_slice(),
        value => std::slice::from_ref(value),
    };
    let written = values.iter().filter(|value| !value.is_empty());
    written.map(source).collect()
}

/// The keys of a source's URL and of its title, in tables of other tools.
const URL_KEYS: &[&str] = &["url", "link", "href", "uri", "link_url"];
const TITLE_KEYS: &[&str] = &["title", "name", "text", "label", "link_title", "link_text"];

fn source(value: &Value) -> Option<Source> {
    match value {
        Value::Text { text, .. } => source_of(text),
        Value::Table(fields) => {
            let part = |keys: &[&str]| {
                let is_meant = |field: &&Field| keys.contains(&field.key.as_str());
                fields.iter().find(is_meant)
            };
            let url = part(URL_KEYS).filter(|field| is_url(field));
            let title = part(TITLE_KEYS).filter(|field| !field.value.is_empty());
            // other values, such as an author and a year, follow the title
            let is_other = |field: &&Field| {
                let is_used = |part: Option<&Field>| part.is_some_and(|part| part == *field);
                !is_used(url) && !is_used(title) && !field.value.is_empty()
            };
            let others = fields
                .iter()
                .filter(is_other)
                .map(|field| field.value.text());
            let others: Vec<String> = others.collect::<Option<_>>()?;
            let url = url.and_then(|field| field.value.text());
            let title = title.and_then(|field| field.value.text());
            let words: Vec<String> = title.into_iter().chain(others).collect();
            let title = match words.is_empty() {
                true => url.clone()?,
                false => words.join(", "),
            };
            Some(Source { title, url })
        }
        _ => None,
    }
}

fn is_url(field: &Field) -> bool {
    field.value.text().is_some_and(|url| is_web(&url))
}

/// The source in a text: a URL, a link of Markdown, or words.
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

/// Whether a text is a URL.
pub(super) fn is_web(url: &str) -> bool {
    url.contains("://") && AbsoluteUrl::read(url.trim()).is_some()
}
