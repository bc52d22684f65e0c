//! Lines with a meaning in one tool only: admonitions, callouts, imports of MDX, comments, tags in the
//! text, attributes. Admonitions and callouts become block quotes with a heading.

use std::ops::Range;

use super::context::Context;
use super::notes::{NoteKind, excerpt};
use super::old_site::heading_id;
use super::passage::{Passage, is_in};
use crate::source::Edit;
use crate::text::slice;

/// A line of a text, with its offset.
struct TextLine<'t> {
    start: usize,
    text: &'t str,
    is_code: bool,
}

impl TextLine<'_> {
    fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// Rewrites all lines that are understood.
pub(super) fn rewrite(passage: &mut Passage, context: &mut Context<'_>) {
    comments(passage, context);
    asides(passage, context);
    single_lines(passage, context);
    if context.is_vault {
        inline(passage, context);
    }
}

fn lines<'t>(text: &'t str, code: &[Range<usize>]) -> Vec<TextLine<'t>> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            let inked = start + (line.len() - line.trim_start().len());
            TextLine {
                start,
                text: line.trim_end_matches('\n'),
                is_code: is_in(code, inked),
            }
        })
        .collect()
}

/// Removes comments of Obsidian, from `%%` to `%%`.
fn comments(passage: &mut Passage, context: &mut Context<'_>) {
    if !context.is_vault || !passage.text.contains("%%") {
        return;
    }
    let code = passage.code();
    let mut marks = passage
        .text
        .match_indices("%%")
        .map(|(at, _)| at)
        .filter(|at| !is_in(&code, *at));
    let mut spans = Vec::new();
    while let (Some(start), Some(end)) = (marks.next(), marks.next()) {
        spans.push(start..end + 2);
    }
    for span in &spans {
        let line = passage.line(span.start);
        let detail = excerpt(slice(&passage.text, span.clone()));
        context.note(NoteKind::TakenOut, line, "a comment", detail);
    }
    passage.apply(spans.into_iter().map(|span| Edit::new(span, "")).collect());
}

/// The end of an admonition or a callout.
enum AsideEnd {
    /// A line with this many colons or more.
    Colons(usize),
    /// The first line that is not indented.
    Indent,
    /// The end of the block quote that it already is.
    Quotation,
}

/// Makes block quotes of `:::note`, `!!! note` and `> [!note]`.
fn asides(passage: &mut Passage, context: &mut Context<'_>) {
    let text = passage.text.clone();
    if ![":::", "!!!", "???", "[!"]
        .iter()
        .any(|mark| text.contains(mark))
    {
        return;
    }
    let code = passage.code();
    let lines = lines(&text, &code);
    let mut edits = Vec::new();
    let mut open: Vec<AsideEnd> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.text.trim();
        if let Some(AsideEnd::Indent) = open.last()
            && !trimmed.is_empty()
            && !line.text.starts_with("    ")
            && !line.text.starts_with('\t')
        {
            open.pop();
            edits.push(Edit::new(line.start..line.start, "\n"));
        }
        if let Some(AsideEnd::Quotation) = open.last()
            && !trimmed.starts_with('>')
        {
            open.pop();
        }
        let marks = open
            .iter()
            .filter(|ending| !matches!(ending, AsideEnd::Quotation))
            .count();
        let prefix = "> ".repeat(marks);
        if let Some(AsideEnd::Colons(count)) = open.last()
            && colons(trimmed) >= *count
            && trimmed.chars().all(|c| c == ':')
            && !line.is_code
        {
            open.pop();
            edits.push(Edit::new(line.span(), "> ".repeat(marks - 1).trim_end()));
            continue;
        }
        let begun = if line.is_code {
            None
        } else {
            beginning(line.text, lines.get(index + 1..).unwrap_or_default())
        };
        if let Some((ending, kind, title)) = begun {
            let heading = if title.is_empty() {
                capitalised(&kind)
            } else {
                title
            };
            let mark = format!("{prefix}> ");
            let head = format!("{mark}**{heading}**\n{}", mark.trim_end());
            edits.push(Edit::new(line.span(), head));
            open.push(ending);
            continue;
        }
        if marks > 0 {
            let is_indented = matches!(open.last(), Some(AsideEnd::Indent));
            edits.push(quoted(line, &prefix, is_indented));
        }
    }
    if open
        .iter()
        .any(|ending| matches!(ending, AsideEnd::Colons(_)))
    {
        let line = passage.line(text.len());
        context.note(
            NoteKind::NotUnderstood,
            line,
            "a `:::` that is not closed: all text after it is a block quote",
            "",
        );
    }
    passage.apply(edits);
}

/// The edit that adds the prefix of a block quote to a line. `is_indented` says whether the line belongs to an
/// admonition that indents its lines, by up to four characters.
fn quoted(line: &TextLine<'_>, prefix: &str, is_indented: bool) -> Edit {
    let most = if is_indented {
        line.text.len().min(4)
    } else {
        0
    };
    let indent = most.min(line.text.len() - line.text.trim_start().len());
    let prefix = if line.text.trim().is_empty() {
        prefix.trim_end()
    } else {
        prefix
    };
    Edit::new(line.start..line.start + indent, prefix)
}

/// The number of colons at the beginning of a line.
fn colons(line: &str) -> usize {
    line.chars().take_while(|c| *c == ':').count()
}

/// The end, the kind and the title of an admonition or a callout, by its first line.
fn beginning(line: &str, rest: &[TextLine<'_>]) -> Option<(AsideEnd, String, String)> {
    let trimmed = line.trim();
    let count = colons(trimmed);
    if count >= 3 {
        let said = slice(trimmed, count..).trim();
        let kind: String = said
            .trim_start_matches('{')
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        let is_closed = rest.iter().any(|line| {
            let end = line.text.trim();
            colons(end) >= count && end.chars().all(|c| c == ':')
        });
        if kind.is_empty() || !is_closed {
            return None;
        }
        let title = slice(said.trim_start_matches('{'), kind.len()..);
        let title = title.split('{').next().unwrap_or_default();
        let title = title.trim().trim_matches(['[', ']', '}', '"']).trim();
        return Some((AsideEnd::Colons(count), kind, title.to_owned()));
    }
    if let Some(said) = trimmed
        .strip_prefix("!!! ")
        .or_else(|| trimmed.strip_prefix("??? "))
        .or_else(|| trimmed.strip_prefix("???+ "))
    {
        let (kind, title) = said.split_once(' ').unwrap_or((said, ""));
        let title = title.trim().trim_matches('"').to_owned();
        return Some((AsideEnd::Indent, kind.to_owned(), title));
    }
    let quoted = trimmed.strip_prefix('>')?.trim_start();
    let (kind, title) = quoted.strip_prefix("[!")?.split_once(']')?;
    let kind = kind.split('|').next().unwrap_or(kind).trim();
    let title = title.trim_start_matches(['+', '-']).trim();
    (!kind.is_empty()).then(|| (AsideEnd::Quotation, kind.to_owned(), title.to_owned()))
}

fn capitalised(kind: &str) -> String {
    let lower = kind.to_lowercase();
    let mut letters = lower.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Removes imports, attributes, tables of contents and anchors of headings.
fn single_lines(passage: &mut Passage, context: &mut Context<'_>) {
    let text = passage.text.clone();
    let code = passage.code();
    let mut edits = Vec::new();
    for line in lines(&text, &code).iter().filter(|line| !line.is_code) {
        let trimmed = line.text.trim();
        let number = || passage.line(line.start);
        let is_attributes = trimmed.starts_with("{:") && trimmed.ends_with('}');
        let is_mdx = context.own().is_some_and(|own| own.file.ends_with(".mdx"));
        let is_code = is_import(line.text) || is_mdx && is_export(line.text);
        let is_comment = is_mdx && trimmed.starts_with("{/*") && trimmed.ends_with("*/}");
        if is_comment {
            context.note(NoteKind::TakenOut, number(), "a comment", excerpt(trimmed));
            edits.push(Edit::new(line.span(), ""));
        } else if is_code || is_attributes {
            let what = if is_attributes {
                "attributes"
            } else {
                "an import or an export of MDX"
            };
            context.note(NoteKind::TakenOut, number(), what, excerpt(trimmed));
            edits.push(Edit::new(line.span(), ""));
        } else if matches!(
            trimmed.to_lowercase().as_str(),
            "[toc]" | "[[toc]]" | "[[_toc_]]"
        ) {
            context.note(NoteKind::TakenOut, number(), "a table of contents", "");
            edits.push(Edit::new(line.span(), ""));
        } else if let Some(span) = attributes(line) {
            let detail = excerpt(slice(&text, span.clone()));
            context.note(NoteKind::TakenOut, number(), "attributes", detail);
            edits.push(Edit::new(span, ""));
        } else if trimmed.starts_with('#') {
            let (words, id) = heading_id(line.text);
            if id.is_some() {
                // links to it get the new anchor of the heading
                let end = line.start + line.text.len();
                edits.push(Edit::new(line.start + words.len()..end, ""));
            }
        }
    }
    passage.apply(edits);
}

/// Removes the attributes of kramdown, such as `{: .name }`.
fn attributes(line: &TextLine<'_>) -> Option<Range<usize>> {
    let start = line.text.find("{:")?;
    let length = slice(line.text, start..).find('}')? + 1;
    let inside = slice(line.text, start + 2..start + length - 1);
    let is_known = inside.trim_start().starts_with(['.', '#']) || inside.contains('=');
    is_known.then_some(line.start + start..line.start + start + length)
}

/// Whether a line is an import or an export of MDX.
fn is_import(line: &str) -> bool {
    let is_quoted = line.trim_end().ends_with(['\'', '"', ';']);
    line.starts_with("import ")
        && is_quoted
        && (line.contains(" from ") || line.contains("import '") || line.contains("import \""))
}

/// Whether a line is an export of MDX.
fn is_export(line: &str) -> bool {
    let kinds = ["const ", "let ", "var ", "function ", "default "];
    let rest = line.strip_prefix("export ");
    rest.is_some_and(|rest| kinds.iter().any(|kind| rest.starts_with(kind)))
}

/// The anchor of Obsidian at the end of a line: ` ^block-id`.
fn block_anchor(line: &TextLine<'_>) -> Option<Range<usize>> {
    let text = line.text.trim_end();
    let at = text.rfind('^')?;
    let before = slice(text, ..at);
    let is_apart = before.is_empty() || before.ends_with(char::is_whitespace);
    let id = slice(text, at + 1..);
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (is_apart && is_id).then(|| {
        let start = line.start + before.trim_end().len();
        start..line.start + text.len()
    })
}

/// Rewrites tags of Obsidian in the text (`#tag`) and highlighted words (`==marked==`).
fn inline(passage: &mut Passage, context: &mut Context<'_>) {
    let text = passage.text.clone();
    let code = passage.code();
    let mut edits = Vec::new();
    for line in lines(&text, &code).iter().filter(|line| !line.is_code) {
        marks(line, &code, &mut edits);
        if let Some(span) = block_anchor(line) {
            let number = passage.line(line.start);
            let what = "an anchor of a paragraph";
            context.note(
                NoteKind::TakenOut,
                number,
                what,
                excerpt(slice(&text, span.clone())),
            );
            edits.push(Edit::new(span, ""));
        }
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let tags: Vec<&str> = words.iter().filter_map(|word| tag(word)).collect();
        let is_all_tags = !words.is_empty() && tags.len() == words.len();
        for found in tags {
            let found = found.to_owned();
            if !context.tags.contains(&found) {
                context.tags.push(found);
            }
        }
        if is_all_tags {
            let number = passage.line(line.start);
            let what = "a line of tags, which are in the front matter now";
            context.note(NoteKind::TakenOut, number, what, excerpt(line.text));
            edits.push(Edit::new(line.span(), ""));
        }
    }
    passage.apply(edits);
}

/// The tag in a word such as `#tag`. A number alone is not a tag.
fn tag(word: &str) -> Option<&str> {
    let tag = word
        .strip_prefix('#')?
        .trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    let is_tag = tag
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'))
        && tag.contains(char::is_alphabetic);
    is_tag.then_some(tag)
}

fn marks(line: &TextLine<'_>, code: &[Range<usize>], edits: &mut Vec<Edit>) {
    let mut at = line
        .text
        .match_indices("==")
        .map(|(at, _)| line.start + at)
        .filter(|at| !is_in(code, *at));
    while let (Some(start), Some(end)) = (at.next(), at.next()) {
        if end > start + 2 {
            edits.push(Edit::new(start..start + 2, "<mark>"));
            edits.push(Edit::new(end..end + 2, "</mark>"));
        }
    }
}
