//! Finds text that is markup for other programs, and that readers would see as it is written.

use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::dollars::has_sign_of_latex;
use super::events::is_inline;
use super::faults;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span};
use crate::text::{head, slice};

/// A kind of markup that Markdown does not have.
#[derive(Debug)]
struct Kind {
    /// What it is, with an article.
    name: &'static str,
    /// What authors do about it.
    instead: &'static str,
    /// The length of the markup that begins at a place, in bytes.
    length: fn(&Here<'_, '_>) -> Option<usize>,
}

/// Each kind of foreign markup. The first one that fits counts.
const KINDS: &[Kind] = &[
    Kind {
        name: "a block mark of Obsidian",
        instead: "remove it; to link to a part of an entry, give it a heading",
        length: |here| {
            let name = here.rest.strip_prefix('^')?;
            let length = prefix(name, |c| c.is_ascii_alphanumeric() || c == '-')?;
            let is_last = slice(name, length..).trim_start_matches(' ');
            let follows_space = here.before.is_empty() || here.before.ends_with([' ', '\n']);
            (follows_space && (is_last.is_empty() || is_last.starts_with('\n')))
                .then_some("^".len() + length)
        },
    },
    Kind {
        name: "a reference of docusaurus-terminology",
        instead: "write a reference as `[[Name|text]]`",
        length: |here| {
            let length = here.between("%%", "%%")?;
            slice(here.rest, ..length).contains('|').then_some(length)
        },
    },
    Kind {
        name: "a comment of Obsidian",
        instead: "write a comment as `<!-- … -->`",
        length: |here| {
            let follows_number = here.before.ends_with(|c: char| c.is_alphanumeric());
            let comment = here.between("%%", "%%");
            comment.filter(|_| !follows_number)
        },
    },
    Kind {
        name: "an inline footnote",
        instead: "write `[^1]` here, and the note after `[^1]: ` on a line of its own",
        length: |here| {
            let length = here.between("^[", "]")?;
            slice(here.rest, ..length).contains(' ').then_some(length)
        },
    },
    Kind {
        name: "a mark of Obsidian",
        instead: "write `<mark>…</mark>`",
        length: |here| {
            let length = here.between("==", "==")?;
            let inner = slice(here.rest, "==".len()..length - "==".len());
            let is_tight = inner.trim() == inner && !inner.contains('=');
            let is_apart = !here
                .before
                .ends_with(|c: char| c.is_alphanumeric() || c == '=');
            (is_tight && is_apart).then_some(length)
        },
    },
    Kind {
        name: "a shortcode of Hugo",
        instead: "write what it stands for; to show it, put it between backticks",
        length: |here| {
            let length = here.between("{{<", ">}}");
            length.or_else(|| here.between("{{%", "%}}"))
        },
    },
    Kind {
        name: "a tag of Liquid or Jinja",
        instead: "write what it stands for; to show it, put it between backticks",
        length: |here| {
            let length = here.between("{%", "%}");
            length.or_else(|| here.between("{{", "}}"))
        },
    },
    Kind {
        name: "a list of attributes",
        instead: "remove it; to show it, put it between backticks",
        length: |here| {
            let length = here.between("{", "}")?;
            let inner = slice(here.rest, 1..length - 1);
            let name = inner.strip_prefix([':', '#', '.'])?;
            let is_name = inner.starts_with(':') || name.starts_with(char::is_alphanumeric);
            let is_attribute = |c: char| c.is_alphanumeric() || " -_.#:=\"'".contains(c);
            (is_name && !name.trim().is_empty() && name.chars().all(is_attribute)).then_some(length)
        },
    },
    Kind {
        name: "a container",
        instead: "write a block quote, such as `> **Note:** …`",
        length: |here| here.line_begins(":::"),
    },
    Kind {
        name: "an admonition of MkDocs",
        instead: "write a block quote, such as `> **Note:** …`",
        length: |here| {
            let line = ["!!! ", "??? ", "???+ "].iter();
            let mut lines = line.filter_map(|marker| here.line_begins(marker));
            lines.next()
        },
    },
    Kind {
        name: "the head of a callout",
        instead: "write a bold word instead, such as `> **Note:** …`",
        length: |here| {
            let name = here.rest.strip_prefix("[!")?;
            let length = prefix(name, char::is_alphabetic)?;
            let is_head = here.in_quote && here.before.is_empty();
            (is_head && slice(name, length..).starts_with(']')).then_some(length + "[!]".len())
        },
    },
    Kind {
        name: "a place for a table of contents",
        instead: "remove it",
        length: |here| {
            let whole = here.rest.trim_end().eq_ignore_ascii_case("[toc]");
            (whole && here.before.is_empty()).then_some("[toc]".len())
        },
    },
    Kind {
        name: "a directive of Sphinx",
        instead: "write Markdown instead",
        length: |here| here.line_with(".. ", "::"),
    },
    Kind {
        name: "a role of Sphinx or MyST",
        instead: "write a reference as `[[Name]]`, and anything else without its role",
        length: |here| {
            let [open, close] = match here.rest.chars().next() {
                Some('{') => ['{', '}'],
                _ => [':', ':'],
            };
            let name = here.rest.strip_prefix(open)?;
            let length = prefix(name, |c| c.is_ascii_lowercase() || "-:".contains(c))?;
            let role = slice(name, ..length).trim_end_matches(':');
            let length = 2 + role.len();
            let ends = slice(name, role.len()..).starts_with(close);
            let is_role = ends && !role.is_empty() && !here.before.ends_with(char::is_alphanumeric);
            (is_role && slice(here.rest, length..).starts_with('`')).then_some(length)
        },
    },
    Kind {
        name: "a citation of Pandoc",
        instead: "write the source in `sources`, or as a footnote",
        length: |here| {
            let length = here.between("[@", "]")?;
            let begins = slice(here.rest, "[@".len()..).starts_with(char::is_alphabetic);
            begins.then_some(length)
        },
    },
    Kind {
        name: "a superscript of Pandoc",
        instead: "write `<sup>…</sup>`",
        length: |here| here.raised("^"),
    },
    Kind {
        name: "a subscript of Pandoc",
        instead: "write `<sub>…</sub>`",
        length: |here| here.raised("~"),
    },
    Kind {
        name: "a target of MyST",
        instead: "remove it; to link to a part of an entry, give it a heading",
        length: |here| {
            let length = here.line_begins("(")?;
            let line = slice(here.rest, ..length);
            (line.ends_with(")=") && !line.contains(' ')).then_some(length)
        },
    },
    Kind {
        name: "a comment of MyST",
        instead: "write a comment as `<!-- … -->`",
        length: |here| here.line_begins("% "),
    },
    Kind {
        name: "a field of Dataview",
        instead: "write it in the front matter, or remove it",
        length: |here| {
            let inside = here.between("[", "]").filter(|length| {
                let inner = slice(here.rest, 1..length - 1);
                let name = inner.split_once(":: ").map(|(name, _)| name);
                name.is_some_and(|name| !name.is_empty() && name.chars().all(is_field))
            });
            let line = || {
                let length = here.line_begins("")?;
                let (name, _) = slice(here.rest, ..length).split_once("::")?;
                let is_name = name.starts_with(char::is_alphabetic) && name.chars().all(is_field);
                let after = slice(here.rest, name.len() + "::".len()..length);
                (is_name && after.starts_with(' ')).then_some(length)
            };
            inside.or_else(line)
        },
    },
    Kind {
        name: "an abbreviation of MkDocs",
        instead: "write it in the key `abbreviations` of its entry",
        length: |here| here.line_with("*[", "]: "),
    },
    Kind {
        name: "a snippet of MkDocs",
        instead: "write the text itself",
        length: |here| here.line_begins("--8<--"),
    },
    Kind {
        name: "a table that Markdown does not read",
        instead: "write a row of dashes below the first row, with as many columns as that row has",
        length: |here| {
            let length = here.line_begins("|")?;
            let line = slice(here.rest, ..length);
            let is_row = |line: &str| line.len() > 1 && line.ends_with('|');
            let mut lines = here.before.trim_end().lines();
            let is_first = here.before.is_empty();
            let next = slice(here.rest, length..).trim_start().lines().next();
            let has_two = is_row(line) && next.is_some_and(|next| next.starts_with('|'));
            (is_first && lines.next().is_none() && has_two).then_some(length)
        },
    },
    Kind {
        name: "a line of MDX",
        instead: "remove it",
        length: |here| {
            let begins = |word| {
                here.before
                    .is_empty()
                    .then(|| here.line_begins(word))
                    .flatten()
            };
            let import = begins("import ");
            let import = import.filter(|length| slice(here.rest, ..*length).contains(" from "));
            import.or_else(|| begins("export const "))
        },
    },
];

/// Whether a character can be in the name of a field of Dataview.
fn is_field(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')
}

/// A formula of LaTeX with a backslash before each bracket, which Markdown reads as escaped brackets.
const LATEX: Kind = Kind {
    name: "a formula of LaTeX",
    instead: "write a formula as `$…$`, or as `$$…$$` for a line of its own, with `math = true` in glossary.toml",
    length: |here| {
        let round = here.between("(", "\\)");
        let square = || here.between("[", "\\]");
        let length = round.or_else(square)?;
        let inner = slice(here.rest, 1..length - 2).trim();
        let is_letter = round.is_some() && inner.chars().count() == 1;
        let has_word = inner
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.chars().count() > 1);
        let has_operator = inner.contains(['=', '+', '<', '>', '^', '_', '/']);
        let is_formula = has_sign_of_latex(inner) || is_letter || (has_operator && !has_word);
        is_formula.then_some(length)
    },
};

/// The longest markup, in bytes. Without a limit, a text that begins markup at each sign would be searched to its end as
/// often.
const MAX_MARKUP: usize = 1_000;

/// The characters with which a kind of markup can begin inside a line.
const FIRST: &[char] = &['^', '~', '%', '=', '{', ':', '['];

/// A place in the text of a paragraph, a heading or a cell.
struct Here<'b, 't> {
    /// The source of the block before the place.
    before: &'b str,
    /// The source of the block from the place on.
    rest: &'t str,
    /// Whether the block is in a block quote.
    in_quote: bool,
}

impl Here<'_, '_> {
    /// The length of the text from `open` to the next `close`, with both, if there is text between them.
    fn between(&self, open: &str, close: &str) -> Option<usize> {
        let inner = self.rest.strip_prefix(open)?;
        let length = inner.find(close)?;
        let is_text = !slice(inner, ..length).trim().is_empty();
        is_text.then_some(open.len() + length + close.len())
    }

    /// The length of a few letters or digits between two equal signs, directly after a letter or a digit: `x^2^`.
    fn raised(&self, sign: &str) -> Option<usize> {
        let length = self.between(sign, sign)?;
        let inner = slice(self.rest, 1..length - 1);
        let is_short = inner
            .chars()
            .all(|c| c.is_alphanumeric() || "+-−".contains(c));
        let follows = self.before.ends_with(char::is_alphanumeric);
        (is_short && follows).then_some(length)
    }

    /// The length of the line, if the place is at its beginning and `marker` is there.
    fn line_begins(&self, marker: &str) -> Option<usize> {
        let is_start = self.before.is_empty() || self.before.ends_with('\n');
        if !is_start || !self.rest.starts_with(marker) {
            return None;
        }
        let line = self.rest.lines().next().unwrap_or_default();
        Some(line.trim_end().len())
    }

    /// The length of the line, if it begins here with `marker` and has `sign`.
    fn line_with(&self, marker: &str, sign: &str) -> Option<usize> {
        let length = self.line_begins(marker)?;
        slice(self.rest, ..length).contains(sign).then_some(length)
    }
}

/// The length of the characters at the beginning of `text` for which `fits` is true; `None` if there are none.
fn prefix(text: &str, fits: impl Fn(char) -> bool) -> Option<usize> {
    let length = text.find(|c| !fits(c)).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// Warnings for leftovers in the text of `file`, which begins at byte `start` and is parsed with `options`: markup of other programs, web
/// addresses that are not links, and references to labels that are not defined. One for each kind, at its
/// first place.
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
        let inside = source.match_indices(FIRST).map(|(offset, _)| offset);
        for offset in iter::once(0).chain(inside.filter(|offset| *offset > 0)) {
            let place = text.start + offset;
            if place < next {
                continue;
            }
            let here = Here {
                before: file.slice(block.start..place),
                rest: head(file.slice(place..block.end), MAX_MARKUP),
                in_quote,
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
    iter::from_fn(move || {
        loop {
            let rest = text.get(next..span.end)?;
            let found = starts.iter().filter_map(|start| rest.find(start));
            let start = found.min()? + next;
            let address = slice(text, start..limit);
            let end = address.find(|c: char| c.is_whitespace() || "<>\"`|".contains(c));
            let address = without_punctuation(slice(address, ..end.unwrap_or(address.len())));
            next = start + address.len().max(1);
            let host = address.split_once("://").map_or(address, |(_, host)| host);
            let host = host.strip_prefix("www.").unwrap_or(host);
            let is_host = host.starts_with(char::is_alphanumeric) && host.contains('.');
            let before = slice(text, ..start);
            let is_part = before.ends_with(|c: char| c.is_alphanumeric() || c == '/');
            // a reference with an address after it has a warning of its own
            if is_host && !is_part && !before.ends_with("](") {
                return Some(start..start + address.len());
            }
        }
    })
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
