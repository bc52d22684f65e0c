//! Finds text that is markup for other programs, and that readers would see as it is written.

use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::events::is_inline;
use super::faults;
use super::foreign::{Here, KINDS, LATEX};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span};
use crate::text::words::is_unspaced;
use crate::text::{head, slice};

/// The longest markup, in bytes. Without a limit, a text that begins markup at each sign would be searched to its end as
/// often.
const MAX_MARKUP: usize = 1_000;

/// Whether a kind of markup can begin inside a line with a character.
fn begins_markup(c: char) -> bool {
    matches!(c, '^' | '~' | '%' | '=' | '{' | ':' | '[')
}

/// Warnings for leftovers in the text of `file`, which begins at byte `start` and is parsed with `options`: markup of
/// other programs, web addresses that are not links, and references to labels that are not defined. One for each kind,
/// at its first place.
pub(super) fn warnings(
    events: &[(Event<'_>, Span)],
    file: &Arc<SourceFile>,
    start: usize,
    options: Options,
) -> Vec<Diagnostic> {
    let mut markup: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    let mut addresses = Vec::new();
    let mut labels = undefined_labels(file, start, options);
    let mut formulas = Vec::new();
    for (text, block, in_quote) in texts(events) {
        let source = file.slice(text.clone());
        // an address can have signs at which Markdown begins another text, so it can end after this one
        let first = addresses
            .last()
            .map_or(text.start, |last: &Span| last.end.max(text.start));
        addresses.extend(bare_addresses(&file.text, first..text.end, block.end));
        let mut next = text.start;
        let inside = source
            .match_indices(begins_markup)
            .map(|(offset, _)| offset);
        for offset in iter::once(0).chain(inside.filter(|offset| *offset > 0)) {
            let place = text.start + offset;
            if place < next {
                continue;
            }
            let here = Here {
                before: file.slice(block.start..place),
                rest: head(file.slice(place..block.end), MAX_MARKUP),
                in_quote,
                follows_colon: file.slice(..place).ends_with(':'),
            };
            if here.before.ends_with('\\') {
                if let Some(length) = (LATEX.length)(&here) {
                    formulas.push(place - 1..place + length);
                    next = place + length;
                }
                continue;
            }
            if options.contains(Options::ENABLE_FOOTNOTES)
                && let Some(label) = undefined_footnote(here.rest)
            {
                labels.push(place..place + label);
            }
            let kinds = KINDS.iter().enumerate();
            let found = kinds.filter_map(|(index, kind)| Some((index, (kind.length)(&here)?)));
            if let Some((index, length)) = found.into_iter().next() {
                markup.entry(index).or_default().push(place..place + length);
                next = place + length;
            }
        }
    }
    let markup = markup.into_iter();
    let markup = markup.filter_map(|(kind, places)| {
        let kind = KINDS.get(kind)?;
        faults::foreign_markup(kind.name, kind.instead, &places, file)
    });
    let formulas = faults::foreign_markup(LATEX.name, LATEX.instead, &formulas, file);
    let fences = fences(events, file);
    labels.sort_by_key(|label| label.start);
    let labels = faults::undefined_label(&labels, file);
    let addresses = faults::bare_address(&addresses, file);
    let others = formulas.into_iter().chain(fences);
    markup
        .chain(others)
        .chain(labels)
        .chain(addresses)
        .collect()
}

/// The words after the fence of a code block with which other programs show something else than code: what it is, and
/// what to write instead.
const FENCES: &[(&str, &str, &str)] = &[
    (
        "math",
        "a formula in a code block",
        "write it between `$$` and `$$`, with `math = true` in glossary.toml",
    ),
    (
        "{",
        "a directive of MyST",
        "write what it stands for, such as a block quote",
    ),
    ("dataview", "a query of Dataview", "write what it finds"),
];

/// Warnings for code blocks that are not code; one for each kind, at its first place.
fn fences(events: &[(Event<'_>, Span)], file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let mut found = vec![Vec::new(); FENCES.len()];
    for (event, span) in events {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else {
            continue;
        };
        let word = info.split_whitespace().next().unwrap_or_default();
        // `{.python}` is code of Pandoc
        let is = |begins: &str| {
            word == begins || (begins == "{" && word.starts_with('{') && !word.starts_with("{."))
        };
        let kind = FENCES.iter().position(|(begins, ..)| is(begins));
        if let Some(places) = kind.and_then(|kind| found.get_mut(kind)) {
            let line = file.slice(span.clone()).lines().next().unwrap_or_default();
            places.push(span.start..span.start + line.trim_end().len());
        }
    }
    let kinds = FENCES.iter().zip(found);
    let warnings = kinds.filter_map(|((_, name, instead), places)| {
        faults::foreign_markup(name, instead, &places, file)
    });
    warnings.collect()
}

/// The bytes of each text outside code, links and images, with those of the block around it, and whether that
/// block is in a block quote.
fn texts<'e>(events: &'e [(Event<'_>, Span)]) -> impl Iterator<Item = (Span, Span, bool)> + 'e {
    let mut block = 0..0;
    let mut hidden = 0_usize;
    let mut quotes = 0_usize;
    events.iter().filter_map(move |(event, span)| {
        match event {
            Event::Start(tag) => match tag {
                Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. } => hidden += 1,
                Tag::BlockQuote(_) => quotes += 1,
                tag if is_inline(&tag.to_end()) => {}
                _ => block = span.clone(),
            },
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => hidden -= 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            Event::Text(text)
                if hidden == 0 && text.len() == span.len() && !text.starts_with('<') =>
            {
                return Some((span.clone(), block.clone(), quotes > 0));
            }
            _ => {}
        }
        None
    })
}

/// The web addresses that begin in the bytes `span` of a text, and end at byte `limit` at the latest. As in GitHub Flavored
/// Markdown (section 6.9), punctuation at the end is not a part of them.
///
/// ```text
/// See https://example.org/a, or www.example.org.      https://example.org/a  www.example.org
/// ```
fn bare_addresses(text: &str, span: Span, limit: usize) -> impl Iterator<Item = Span> {
    let mut next = span.start;
    let starts = ["http://", "https://", "www."];
    let lower = slice(text, span.clone()).to_ascii_lowercase();
    iter::from_fn(move || {
        loop {
            let rest = lower.get(next - span.start..)?;
            let found = starts.iter().filter_map(|start| rest.find(start));
            let start = found.min()? + next;
            let address = slice(text, start..limit);
            let mut open = 0_usize;
            let end = address.find(|c: char| match c {
                // as in the names of pages: `面包（食品）`
                '\u{ff08}' => {
                    open += 1;
                    false
                }
                '\u{ff09}' if open > 0 => {
                    open -= 1;
                    false
                }
                c => c.is_whitespace() || "<>\"`|".contains(c) || is_wide_mark(c),
            });
            let address = without_punctuation(slice(address, ..end.unwrap_or(address.len())));
            next = start + address.len().max(1);
            let before = slice(text, ..start);
            // scripts without spaces have no space before an address either
            let is_of_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
            let is_part = before.ends_with(|c: char| is_of_word(c) || c == '/');
            // a reference with an address after it has a warning of its own
            if has_host(address) && !is_part && !before.ends_with("](") {
                return Some(start..start + address.len());
            }
        }
    })
}

/// Whether an address names a host: one with a full stop, or with a port.
fn has_host(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let host = lower.split_once("://").map_or(&*lower, |(_, host)| host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let authority = host.split(['/', '?', '#']).next().unwrap_or_default();
    let port = authority.rsplit_once(':').map(|(_, port)| port);
    let has_port = port.is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
    host.starts_with(char::is_alphanumeric) && (host.contains('.') || has_port)
}

/// Whether a character is punctuation of Chinese and Japanese, which ends an address: `。`, `」`, `，`.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}')
        || matches!(
            c,
            '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff5b}'..='\u{ff65}'
        )
}

/// An address without the punctuation of the sentence after it.
fn without_punctuation(address: &str) -> &str {
    let trimmed = address.trim_end_matches(|c: char| "?!.,:;*_~'”’»".contains(c));
    match trimmed.strip_suffix(')') {
        Some(inner) if inner.matches('(').count() < trimmed.matches(')').count() => {
            without_punctuation(inner)
        }
        _ => trimmed,
    }
}

/// The bytes of each `[text][label]` and `[label][]` whose label is not defined. Brackets after a word are an
/// index, and brackets with numbers only are citations.
fn undefined_labels(file: &SourceFile, start: usize, options: Options) -> Vec<Span> {
    let text = file.slice(start..);
    let mut labels = Vec::new();
    if !text.contains("][") {
        return labels;
    }
    let note = |link: BrokenLink<'_>| {
        let source = slice(text, link.span.clone());
        let follows_word = slice(text, ..link.span.start)
            .ends_with(|c: char| c.is_alphanumeric() || "])".contains(c));
        let is_label = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
        let has_words = source.contains(char::is_alphabetic);
        if is_label && has_words && !follows_word {
            labels.push(link.span.start + start..link.span.end + start);
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(note));
    parser.for_each(drop);
    labels
}

/// The length of the mark of a footnote at the beginning of a text. pulldown-cmark leaves it as text if the
/// footnote is not defined.
fn undefined_footnote(text: &str) -> Option<usize> {
    let label = text.strip_prefix("[^")?;
    let end = label.find(|c: char| c == ']' || c.is_whitespace())?;
    (end > 0 && slice(label, end..).starts_with(']')).then_some("[^]".len() + end)
}
