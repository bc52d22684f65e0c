//! The directives of a file, and the terms in each: by indentation, or as definition lists.

use std::collections::BTreeSet;

use crate::text::fold::single_spaced;
use crate::text::slice;

/// A line of the source: its text without indentation, its indentation in bytes, and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceLine<'t> {
    pub(super) indent: usize,
    pub(super) text: &'t str,
    pub(super) number: usize,
}

/// A text whose lines have no tabs in their indentation: a tab leads to the next column that is a multiple of eight.
pub(in crate::import) fn expanded(text: &str) -> String {
    const WIDTH: usize = 8;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t']);
        let mut column = 0;
        for c in slice(line, ..line.len() - words.len()).chars() {
            column = match c {
                '\t' => (column / WIDTH + 1) * WIDTH,
                _ => column + 1,
            };
        }
        out.push_str(&" ".repeat(column));
        out.push_str(words);
    }
    out
}

/// The lines of a text.
pub(super) fn source_lines(text: &str) -> Vec<SourceLine<'_>> {
    text.lines()
        .enumerate()
        .map(|(index, line)| SourceLine {
            indent: line.len() - line.trim_start().len(),
            text: line.trim(),
            number: index + 1,
        })
        .collect()
}

/// Whether a text contains a glossary of Sphinx.
pub(in crate::import) fn is_glossary(text: &str) -> bool {
    text.lines()
        .any(|line| is_directive(line.trim()) || fence(line.trim()).is_some())
}

fn is_directive(line: &str) -> bool {
    line.split_whitespace().eq(["..", "glossary::"])
}

/// The marks of a MyST directive, of which a line of as many closes it.
fn fence(line: &str) -> Option<&str> {
    let length = line.len() - line.trim_start_matches(['`', ':']).len();
    let (marks, rest) = line.split_at_checked(length)?;
    (marks.len() >= 3 && rest.trim() == "{glossary}").then_some(marks)
}

/// A glossary directive, by the indices of its lines.
pub(super) struct Directive {
    /// The line of the directive itself.
    pub(super) start: usize,
    /// The end of its content.
    pub(super) content_end: usize,
    /// The end of the directive, its last fence included.
    pub(super) end: usize,
    pub(super) is_myst: bool,
    /// The heading above it, if it is not the first heading of the file and not a letter.
    pub(super) topic: Option<String>,
}

/// All glossary directives of a file.
pub(super) fn directives(lines: &[SourceLine<'_>]) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut index = 0;
    let mut headings = 0;
    let mut topic = None;
    while let Some(line) = lines.get(index) {
        if let Some(title) = heading(lines, index) {
            headings += 1;
            let is_letter = title.chars().count() == 1;
            topic = Some(title).filter(|_| headings > 1 && !is_letter);
        }
        let rest = lines.get(index + 1..).unwrap_or_default();
        let directive = if is_directive(line.text) {
            // the lines that are indented deeper
            let end = rest
                .iter()
                .position(|other| !other.text.is_empty() && other.indent <= line.indent);
            let end = index + 1 + end.unwrap_or(rest.len());
            Some((end, end, false))
        } else {
            fence(line.text).map(|marks| match closing_fence(marks, rest) {
                Some(end) => (index + 1 + end, index + 2 + end, true),
                None => (lines.len(), lines.len(), true),
            })
        };
        let Some((content_end, end, is_myst)) = directive else {
            index += 1;
            continue;
        };
        found.push(Directive {
            start: index,
            content_end,
            end,
            is_myst,
            topic: topic.clone(),
        });
        index = end;
    }
    found
}

/// The index of the line that closes a directive. Directives of colons may be in each other.
fn closing_fence(marks: &str, rest: &[SourceLine<'_>]) -> Option<usize> {
    let mark = slice(marks, ..1);
    let mut open: Vec<usize> = Vec::new();
    for (index, line) in rest.iter().enumerate() {
        let bare = line.text.trim_start_matches(mark);
        let length = line.text.len() - bare.len();
        if length < 3 {
            continue;
        }
        if !bare.is_empty() {
            if mark == ":" && bare.trim_start().starts_with('{') {
                open.push(length);
            }
            continue;
        }
        let inner = open.last().copied();
        // a longer line than an inner directive needs closes the outer one, too
        let is_outer = length >= marks.len() && inner.is_none_or(|inner| length > inner);
        if is_outer {
            return Some(index);
        }
        open.pop();
    }
    None
}

/// The heading on a line: with number signs in MyST, with a line of marks below it in reStructuredText.
fn heading(lines: &[SourceLine<'_>], index: usize) -> Option<String> {
    let line = lines.get(index)?;
    if line.indent > 0 || line.text.is_empty() {
        return None;
    }
    let bare = line.text.trim_start_matches('#');
    if bare.len() < line.text.len() && bare.starts_with(' ') {
        return Some(single_spaced(bare));
    }
    let below = lines.get(index + 1)?.text;
    let mark = below.chars().next().filter(char::is_ascii_punctuation)?;
    let is_line = below.chars().all(|c| c == mark) && below.len() >= 3;
    let has_words = line.text.chars().any(char::is_alphanumeric);
    let is_long = below.chars().count() >= line.text.chars().count();
    (is_line && has_words && is_long && mark != ':').then(|| single_spaced(line.text))
}

/// A term with its other names, and the lines of its definition.
#[derive(Default)]
pub(super) struct GlossaryTerm<'l, 't> {
    pub(super) names: Vec<&'l SourceLine<'t>>,
    pub(super) definition: Vec<&'l SourceLine<'t>>,
    /// The targets before it: `.. _label:`.
    pub(super) labels: Vec<String>,
}

/// A comment, or a directive that Sphinx takes for one.
pub(super) struct Aside {
    pub(super) number: usize,
    pub(super) text: String,
}

/// The terms of a directive.
#[derive(Default)]
pub(super) struct Terms<'l, 't> {
    pub(super) terms: Vec<GlossaryTerm<'l, 't>>,
    pub(super) asides: Vec<Aside>,
    /// The numbers of the lines that are in a term, or in nothing that is shown.
    pub(super) used: BTreeSet<usize>,
}

impl<'l, 't> Terms<'l, 't> {
    fn mark(&mut self, line: &SourceLine<'_>) {
        self.used.insert(line.number);
    }

    fn name(&mut self, line: &'l SourceLine<'t>, labels: &mut Vec<String>) {
        self.mark(line);
        let is_named = |term: &GlossaryTerm<'_, '_>| term.definition.is_empty();
        match self.terms.last_mut().filter(|term| is_named(term)) {
            Some(term) => {
                term.names.push(line);
                term.labels.append(labels);
            }
            None => self.terms.push(GlossaryTerm {
                names: vec![line],
                definition: Vec::new(),
                labels: std::mem::take(labels),
            }),
        }
    }

    /// Takes back a term without a definition if the next term is indented less: its lines belong to no term.
    fn drop_stray(&mut self, indent: usize) {
        let is_stray = |term: &GlossaryTerm<'_, '_>| {
            term.definition.is_empty() && term.names.iter().all(|name| name.indent > indent)
        };
        if let Some(term) = self.terms.pop_if(|term| is_stray(term)) {
            for name in term.names {
                self.used.remove(&name.number);
            }
        }
    }

    fn define(&mut self, line: &'l SourceLine<'t>) {
        if let Some(term) = self.terms.last_mut() {
            term.definition.push(line);
            self.mark(line);
        }
    }
}

/// The terms in the lines of a directive.
pub(super) fn terms<'l, 't>(block: &'l [SourceLine<'t>], is_myst: bool) -> Terms<'l, 't> {
    let mut found = Terms::default();
    let options = options(block);
    for line in block.get(..options).unwrap_or_default() {
        found.mark(line);
    }
    let block = block.get(options..).unwrap_or_default();
    let is_list = is_myst && is_definition_list(block);
    if is_list {
        of_list(block, &mut found);
    } else {
        by_indentation(block, &mut found);
    }
    found
}

/// The number of lines at the beginning that are options: `:sorted:`, or YAML between `---`.
fn options(block: &[SourceLine<'_>]) -> usize {
    let is_option = |line: &SourceLine<'_>| {
        let inside = line
            .text
            .strip_prefix(':')
            .and_then(|rest| rest.split_once(':'));
        inside.is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
    };
    let blank = block.iter().take_while(|line| line.text.is_empty()).count();
    let rest = block.get(blank..).unwrap_or_default();
    if rest.first().is_some_and(|line| line.text == "---")
        && let Some(end) = rest.iter().skip(1).position(|line| line.text == "---")
    {
        return blank + end + 2;
    }
    blank + rest.iter().take_while(|line| is_option(line)).count()
}

/// Whether the lines are definition lists of Markdown.
fn is_definition_list(block: &[SourceLine<'_>]) -> bool {
    let inked = || block.iter().filter(|line| !line.text.is_empty());
    let least = inked().map(|line| line.indent).min().unwrap_or(0);
    inked().any(|line| line.indent <= least + 3 && defines(line))
}

fn defines(line: &SourceLine<'_>) -> bool {
    let rest = line.text.strip_prefix(':');
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']) || rest.is_empty())
}

/// Reads definition lists: a term, then lines that begin with a colon, with indented lines below them.
fn of_list<'l, 't>(block: &'l [SourceLine<'t>], found: &mut Terms<'l, 't>) {
    let inked = block.iter().filter(|line| !line.text.is_empty());
    let least = inked.map(|line| line.indent).min().unwrap_or(0);
    let mut labels = Vec::new();
    let mut in_definition = false;
    for (index, line) in block.iter().enumerate() {
        let rest = block.get(index + 1..).unwrap_or_default();
        if line.text.is_empty() {
            if in_definition {
                found.define(line);
            }
        } else if line.text.starts_with('%') && line.indent == least {
            found.mark(line);
            found.asides.push(Aside {
                number: line.number,
                text: line.text.to_owned(),
            });
        } else if let Some(label) = myst_label(line.text) {
            found.mark(line);
            labels.push(label.to_owned());
        } else if defines(line) && line.indent <= least + 3 {
            if found.terms.last().is_some() {
                in_definition = true;
                found.define(line);
            }
        } else if in_definition && line.indent > least {
            found.define(line);
        } else if leads_to_definition(rest, least) {
            in_definition = false;
            found.name(line, &mut labels);
        } else if in_definition {
            // a line that continues the paragraph above it
            let is_continued = index > 0
                && block
                    .get(index - 1)
                    .is_some_and(|above| !above.text.is_empty());
            if is_continued {
                found.define(line);
            } else {
                in_definition = false;
            }
        }
    }
}

/// The label in `(label)=`.
pub(super) fn myst_label(line: &str) -> Option<&str> {
    let label = line.strip_prefix('(')?.strip_suffix(")=")?;
    (!label.is_empty() && !label.contains(char::is_whitespace)).then_some(label)
}

/// The most lines between the name of a term and its definition, with its other names.
const MOST_NAMES: usize = 50;

fn leads_to_definition(rest: &[SourceLine<'_>], least: usize) -> bool {
    let is_name =
        |line: &&SourceLine<'_>| !line.text.is_empty() && line.indent == least && !defines(line);
    let mut rest = rest.iter().take(MOST_NAMES).skip_while(is_name);
    let first = rest.find(|line| !line.text.is_empty());
    first.is_some_and(|line| defines(line) && line.indent <= least + 3)
}

/// Reads terms with their texts indented below them. The indentation may be uneven: a line that is not deeper than the
/// last term is a term, too.
fn by_indentation<'l, 't>(block: &'l [SourceLine<'t>], found: &mut Terms<'l, 't>) {
    let mut labels: Vec<String> = Vec::new();
    // the indentations of the last term, and of the first line of its definition
    let mut term: Option<usize> = None;
    let mut definition: Option<usize> = None;
    let mut comment: Option<usize> = None;
    let mut is_aside = false;
    let mut is_after_blank = true;
    for (index, line) in block.iter().enumerate() {
        if line.text.is_empty() {
            is_after_blank = true;
            if definition.is_some() && comment.is_none() {
                found.define(line);
            }
            continue;
        }
        if comment.is_some_and(|indent| line.indent > indent) {
            found.mark(line);
            if let Some(aside) = found.asides.last_mut().filter(|_| is_aside) {
                aside.text = format!("{} {}", aside.text, line.text);
            }
            continue;
        }
        comment = None;
        let rest = block.get(index + 1..).unwrap_or_default();
        let is_term = match (term, definition) {
            (None, _) => true,
            (Some(of_term), _) if line.indent <= of_term => true,
            (Some(_), None) => false,
            (Some(_), Some(first)) => {
                line.indent < first && is_after_blank && has_deeper(rest, line.indent)
            }
        };
        is_after_blank = false;
        if is_term {
            found.drop_stray(line.indent);
        }
        if !is_term {
            definition = definition.or(Some(line.indent));
            found.define(line);
            continue;
        }
        if line.text == ".." || line.text.starts_with(".. ") {
            found.mark(line);
            comment = Some(line.indent);
            is_aside = false;
            let inside = line.text.trim_start_matches("..").trim_start();
            match label(line.text) {
                Some(label) => labels.push(label.to_owned()),
                // definitions for the whole file
                None if note(inside).is_some() || inside.starts_with('|') => {}
                None => {
                    is_aside = true;
                    found.asides.push(Aside {
                        number: line.number,
                        text: line.text.to_owned(),
                    });
                }
            }
            continue;
        }
        found.name(line, &mut labels);
        term = Some(line.indent);
        definition = None;
    }
}

/// Whether the next line that is not empty is indented deeper.
fn has_deeper(rest: &[SourceLine<'_>], indent: usize) -> bool {
    let next = rest.iter().find(|line| !line.text.is_empty());
    next.is_some_and(|line| line.indent > indent)
}

/// The label in `.. _label:`.
pub(super) fn label(line: &str) -> Option<&str> {
    let label = line.strip_prefix(".. _")?.strip_suffix(':')?;
    let label = label.trim_matches('`');
    (!label.is_empty() && !label.contains(": ")).then_some(label)
}

/// The line of a term without the key of Sphinx's general index, and the key: `crumb : K`.
pub(super) fn without_index_key(line: &str) -> (&str, Option<&str>) {
    let mut in_code = false;
    let mut at = None;
    for (offset, c) in line.char_indices() {
        if c == '`' {
            in_code = !in_code;
        }
        let rest = slice(line, offset..);
        let is_escaped = slice(line, ..offset).ends_with('\\');
        if rest.starts_with(" :") && !in_code && !is_escaped {
            let after = slice(rest, 2..);
            if after.starts_with(' ') && !after.trim().is_empty() {
                at = Some((offset, offset + 2));
                break;
            }
        }
    }
    match at {
        Some((end, start)) => (
            slice(line, ..end).trim_end(),
            Some(slice(line, start..).trim()),
        ),
        None => (line, None),
    }
}

/// The number of terms of a text without the directive, if it looks like a glossary: many lines with indented lines
/// below them, or many headings.
pub(super) fn looks_like_glossary(lines: &[SourceLine<'_>]) -> Option<usize> {
    const FEWEST: usize = 10;
    const FEWEST_HEADINGS: usize = 30;
    let pairs = lines.iter().zip(lines.iter().skip(1));
    let is_term = |line: &SourceLine<'_>| {
        let is_words = line.text.starts_with(|c: char| c.is_alphanumeric());
        is_words && line.indent == 0 && line.text.len() <= 80 && !line.text.ends_with(':')
    };
    let terms = pairs
        .filter(|(line, below)| is_term(line) && below.indent > 0 && !below.text.is_empty())
        .count();
    let headings = (0..lines.len())
        .filter(|index| heading(lines, *index).is_some())
        .count();
    match (terms >= FEWEST, headings >= FEWEST_HEADINGS) {
        (true, _) => Some(terms),
        (false, true) => Some(headings),
        (false, false) => None,
    }
}

/// The label and the first line of a footnote: `[1] text`, `[#name] text`, `[CIT2002] text`.
pub(super) fn note(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once(']')?;
    let label = label.trim_start_matches('#');
    let is_label = !label.is_empty()
        && label
            .chars()
            .all(|c| c.is_alphanumeric() || "-_.*".contains(c));
    (is_label && (rest.is_empty() || rest.starts_with(' '))).then(|| (label, rest.trim()))
}
