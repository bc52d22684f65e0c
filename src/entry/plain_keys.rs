//! Finds Markdown in the keys of front matter that take plain text. Readers would see its signs.

use std::sync::Arc;

use super::dollars::has_sign_of_latex;
use super::faults;
use super::front_matter::{FrontMatter, KEYS, KeyKind};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, SourceFile, Span, Written};
use crate::text::slice;

/// Markup in a text.
struct Markup {
    /// What it is, in words.
    name: &'static str,
    /// Its bytes.
    span: Span,
    /// Its words, without the signs.
    words: String,
}

/// A warning for each key of an entry whose text has markup.
pub(super) fn warnings(file: &Arc<SourceFile>, front: &FrontMatter) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for key in KEYS {
        let is_prose = match key.kind {
            KeyKind::Label(_) | KeyKind::Name => false,
            KeyKind::Text => true,
            _ => continue,
        };
        let mut texts = (key.texts)(front).iter();
        found.extend(texts.find_map(|text| warning(file, key.name, text, is_prose)));
    }
    found
}

/// The warning for a text with markup. Only a text that `is_prose` has emphasis, formulas and tags of HTML by mistake: a
/// name may have such signs.
pub(super) fn warning(
    file: &Arc<SourceFile>,
    key: &str,
    text: &Written,
    is_prose: bool,
) -> Option<Diagnostic> {
    let Markup { name, span, words } = markup(&text.text, is_prose)?;
    let whole = Place::new(file, text.span.clone());
    let written = slice(&text.text, span);
    let place = match whole.text().find(written) {
        Some(at) => {
            let start = text.span.start + at;
            Place::new(file, start..start + written.len())
        }
        None => whole,
    };
    Some(faults::markup_in_key(key, name, &words, written, place))
}

/// The first markup in a text.
fn markup(text: &str, is_prose: bool) -> Option<Markup> {
    if !text.contains(['[', '*', '`', '<', '$']) {
        return None;
    }
    let found = [
        reference(text),
        link(text),
        paired(text, "`", "code"),
        paired(text, "**", "bold text"),
        is_prose.then(|| paired(text, "*", "emphasis")).flatten(),
        is_prose.then(|| tag(text)).flatten(),
        is_prose.then(|| formula(text)).flatten(),
    ];
    found
        .into_iter()
        .flatten()
        .min_by_key(|found| found.span.start)
}

/// `[[Name]]`, `[[Name|text]]`.
fn reference(text: &str) -> Option<Markup> {
    let start = text.find("[[")?;
    // `x[[1]]` is code
    if slice(text, ..start).ends_with(char::is_alphanumeric) {
        return None;
    }
    let inner = slice(text, start + 2..);
    let inner = slice(inner, ..inner.find("]]")?);
    let words = inner.split_once('|').map_or(inner, |(_, words)| words);
    (!inner.contains('[')).then(|| Markup {
        name: "a reference",
        span: start..start + inner.len() + 4,
        words: words.to_owned(),
    })
}

/// `[text](address)`.
fn link(text: &str) -> Option<Markup> {
    let middle = text.find("](")?;
    let start = slice(text, ..middle).rfind('[')?;
    let end = middle + slice(text, middle..).find(')')? + 1;
    // `[1](p. 3)` is a number and a place
    if slice(text, middle..end).contains(' ') {
        return None;
    }
    let is_image = slice(text, ..start).ends_with('!');
    Some(Markup {
        name: if is_image { "an image" } else { "a link" },
        span: start - usize::from(is_image)..end,
        words: slice(text, start + 1..middle).to_owned(),
    })
}

/// Words between two equal `signs`, as Markdown reads them: not `2 * 3 * 4`, and not `f(*a, *b)`.
fn paired(text: &str, signs: &str, name: &'static str) -> Option<Markup> {
    let is_apart =
        |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !signs.contains(c) && c != '\\');
    let mut from = 0;
    while let Some(at) = slice(text, from..).find(signs) {
        let start = from + at;
        let inner = slice(text, start + signs.len()..);
        let length = inner.find(signs).filter(|length| *length > 0)?;
        let words = slice(inner, ..length);
        let end = start + 2 * signs.len() + length;
        let before = slice(text, ..start).chars().next_back();
        let after = slice(text, end..).chars().next();
        // not `*-algebra and B*`
        let is_tight = words.trim() == words
            && words.contains(char::is_alphanumeric)
            && !words.starts_with(['-', ',', '.', ')']);
        if is_apart(before) && is_apart(after) && is_tight {
            return Some(Markup {
                name,
                span: start..end,
                words: words.to_owned(),
            });
        }
        from = start + signs.len();
    }
    None
}

/// A tag of HTML that is closed, as in `CO<sub>2</sub>`, or a break. A text about HTML has tags that are not closed.
fn tag(text: &str) -> Option<Markup> {
    const NAMES: [&str; 11] = [
        "a", "b", "br", "code", "em", "i", "kbd", "small", "strong", "sub", "sup",
    ];
    let start = text.match_indices('<').map(|(at, _)| at).find(|at| {
        let inner = slice(text, at + 1..);
        let name = slice(inner, ..inner.find([' ', '>', '/']).unwrap_or(0));
        let is_closed = name == "br" || inner.contains(&format!("</{name}>"));
        NAMES.contains(&name) && inner.contains('>') && is_closed
    })?;
    let end = start + slice(text, start..).find('>')? + 1;
    Some(Markup {
        name: "HTML",
        span: start..end,
        words: String::new(),
    })
}

/// `$x^2$`.
fn formula(text: &str) -> Option<Markup> {
    let (before, rest) = text.split_once('$')?;
    let (inside, _) = rest.split_once('$')?;
    has_sign_of_latex(inside).then(|| Markup {
        name: "a formula",
        span: before.len()..before.len() + inside.len() + 2,
        words: String::new(),
    })
}
