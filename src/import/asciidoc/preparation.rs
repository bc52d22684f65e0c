//! Prepares AsciiDoc for the parser, which does not know some of its rules. The number of lines stays, except for a table
//! that is between two lines of text.
//!
//! ```text
//! Words of the kitchen       = Words of the kitchen
//! ====================
//!
//! // a comment
//! Crumb:: the inside         Crumb:: the inside
//!
//! [#proof]
//! Proofing:: the rise        [[proof]]Proofing:: the rise
//! ```

use std::collections::HashSet;
use std::ops::Range;

use crate::text::slice;

/// The signs below a title, and those before it in one line.
/// Source of the rule: <https://docs.asciidoctor.org/asciidoc/latest/sections/titles-and-levels/>, and Asciidoctor's
/// document "Migrate from AsciiDoc.py".
const UNDERLINES: &[(char, &str)] = &[
    ('=', "="),
    ('-', "=="),
    ('~', "==="),
    ('^', "===="),
    ('+', "====="),
];

/// The signs of blocks in which nothing is a title or a comment.
const VERBATIM: &[char] = &['-', '.', '+', '/', '`'];

/// The most lines between an anchor and its term.
const MOST_BEFORE: usize = 20;

/// Prepares a text: writes titles of two lines as one, removes comments directly before other blocks and in tables, and
/// writes an anchor above a term into the line of the term: there, it would end the list, and be the anchor of the next
/// one.
pub(super) fn prepared(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut open: Option<Open> = None;
    let mut is_in_text = false;
    let mut last = String::new();
    // empty lines that are elsewhere now
    let mut removed: HashSet<usize> = HashSet::new();
    for index in 0..lines.len() {
        let (line, next) = match (lines.get(index), lines.get(index + 1)) {
            (Some(line), next) => (
                line.trim_end().to_owned(),
                next.cloned().unwrap_or_default(),
            ),
            (None, _) => break,
        };
        if let Some(block) = &open {
            if line == block.end {
                if block.is_table {
                    without_comments(&mut lines, block.start..index);
                }
                if block.is_after_text && next.trim().is_empty() {
                    removed.insert(index + 1);
                }
                last.clear();
                open = None;
            }
            continue;
        }
        let before = std::mem::replace(&mut last, line.clone());
        if is_falsely_attributes(&line) {
            set(&mut lines, index, format!("{line}{{empty}}"));
        }
        if is_term(&line) {
            with_hidden_text(&mut lines, index);
        } else if let Some(title) = (!is_in_text)
            .then(|| title(&line, next.trim_end()))
            .flatten()
        {
            set(&mut lines, index, title);
            set(&mut lines, index + 1, String::new());
            continue;
        } else if let Some(anchor) = anchor(&line)
            && let Some(term) = next_term(&lines, index + 1)
        {
            set(&mut lines, index, String::new());
            if let Some(line) = lines.get_mut(term) {
                *line = format!("{anchor}{}", line.trim_start());
            }
            is_in_text = false;
            continue;
        }
        if is_delimiter(&line) || is_table(&line) {
            is_in_text = false;
            if line.starts_with("|=") {
                with_first_bar(&mut lines, index);
            }
            let is_after_text = is_table(&line) && is_text(&before);
            if is_after_text {
                set(&mut lines, index, format!("\n{line}"));
            }
            open = Some(Open {
                is_table: is_table(&line),
                is_after_text,
                start: index + 1,
                end: line,
            });
        } else if !is_in_text && is_comment(&line) && !next.trim().is_empty() {
            set(&mut lines, index, String::new());
        } else {
            is_in_text = !is_between(&line);
        }
    }
    let lines = lines.iter().enumerate();
    let lines = lines.filter(|(index, _)| !removed.contains(index));
    let lines: Vec<&str> = lines.map(|(_, line)| line.as_str()).collect();
    let mut prepared = lines.join("\n");
    if text.ends_with('\n') {
        prepared.push('\n');
    }
    prepared
}

/// A block in which nothing is a title.
struct Open {
    is_table: bool,
    /// Whether it is a table directly below a text, of which the parser would take its first line for a part.
    is_after_text: bool,
    /// The index of its first line.
    start: usize,
    /// The line that ends it.
    end: String,
}

fn set(lines: &mut [String], index: usize, text: String) {
    if let Some(line) = lines.get_mut(index) {
        *line = text;
    }
}

/// The title that two lines are, as one line.
fn title(line: &str, under: &str) -> Option<String> {
    let sign = under.chars().next()?;
    let (_, mark) = UNDERLINES.iter().find(|(known, _)| *known == sign)?;
    let (length, width) = (line.chars().count(), under.chars().count());
    let is_underline = width > 1 && under.chars().all(|c| c == sign) && length.abs_diff(width) < 2;
    let is_title = line.contains(|c: char| c.is_alphanumeric() || c == '_')
        && !line.starts_with([' ', '\t', '.', '[', '/']);
    (is_underline && is_title).then(|| format!("{mark} {line}"))
}

/// Whether a line begins a block in which nothing is a title or a comment.
fn is_delimiter(line: &str) -> bool {
    let Some(sign) = line.chars().next().filter(|sign| VERBATIM.contains(sign)) else {
        return false;
    };
    let fewest = if sign == '`' { 3 } else { 4 };
    let name = line.trim_start_matches(sign);
    let count = line.len() - name.len();
    // a fence of Markdown can name a language
    count >= fewest && (name.is_empty() || sign == '`')
}

fn is_comment(line: &str) -> bool {
    line.starts_with("//") && !line.starts_with("///")
}

/// Whether a line is a part of a text, or an item of a list.
fn is_text(line: &str) -> bool {
    let is_title = line.starts_with('.') && !line.trim_start_matches('.').starts_with(' ');
    let is_other = is_between(line) || is_comment(line) || line.starts_with(':') || line == "+";
    !is_title && !is_other && line != "--" && !is_block(line)
}

/// Whether a line begins or ends a block with other blocks in it.
fn is_block(line: &str) -> bool {
    let first = line.chars().next();
    let is_sign = first.is_some_and(|sign| "=*_".contains(sign));
    is_sign && line.len() > 3 && line.chars().all(|c| Some(c) == first)
}

/// Whether a line begins or ends a table.
fn is_table(line: &str) -> bool {
    let signs = line.strip_prefix(['|', ',', ':', '!']);
    signs.is_some_and(|signs| signs.len() > 2 && signs.chars().all(|c| c == '='))
}

/// Writes the bar that a table lacks before its first cell: without it, the cell would be lost.
///
/// ```text
/// |===               |===
/// Term |Meaning      |Term |Meaning
/// ```
fn with_first_bar(lines: &mut [String], table: usize) {
    let attributes = table.checked_sub(1).and_then(|index| lines.get(index));
    let has_other_signs = attributes.is_some_and(|line| {
        line.starts_with('[') && (line.contains("separator") || line.contains("format"))
    });
    let mut rows = lines.iter_mut().skip(table + 1);
    let row = rows.find(|row| !row.trim().is_empty() && !is_comment(row));
    if let Some(row) = row.filter(|row| !has_other_signs && !is_table(row)) {
        let before = row.split('|').next().unwrap_or_default().trim();
        // `2+^.>s|` says how the cell looks
        let is_place = |c: char| c.is_ascii_digit() || "+*.<^>".contains(c);
        let places = before.trim_end_matches(|c: char| "adehlmsv".contains(c));
        let is_look = before.len() - places.len() < 2 && places.chars().all(is_place);
        if !before.is_empty() && (!row.contains('|') || !is_look) {
            row.insert(0, '|');
        }
    }
}

/// Removes the comments of a table, which would be cells. The empty lines instead of them are at its end, because an empty
/// line after the first one makes this the header.
fn without_comments(lines: &mut [String], table: Range<usize>) {
    if let Some(rows) = lines.get_mut(table)
        && rows.iter().any(|row| is_comment(row))
    {
        rows.sort_by_key(|row| is_comment(row));
        let comments = rows.iter_mut().filter(|row| is_comment(row));
        comments.for_each(String::clear);
    }
}

/// The anchor that a line gives to the block after it, as it is written in the line of a term.
///
/// ```text
/// [[crumb,The crumb]]                         [[crumb,The crumb]]
/// [#crumb.word,reftext="The crumb"]           [[crumb,The crumb]]
/// [id=crumb]                                  [[crumb]]
/// ```
fn anchor(line: &str) -> Option<String> {
    const REFERENCE: &str = "reftext=";
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let (id, words) = match inside.strip_prefix('[') {
        Some(anchor) => {
            let anchor = anchor.strip_suffix(']')?;
            anchor.split_once(',').unwrap_or((anchor, ""))
        }
        None => {
            let (first, others) = inside.split_once(',').unwrap_or((inside, ""));
            let id = match first.strip_prefix('#') {
                Some(id) => id.split(['.', '%']).next().unwrap_or_default(),
                None => first.strip_prefix("id=")?.trim_matches(['"', '\'']),
            };
            let words = others.trim().strip_prefix(REFERENCE);
            (id, words.unwrap_or_default().trim_matches(['"', '\'']))
        }
    };
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let is_id = !id.is_empty() && id.chars().all(is_part);
    let words = words.trim();
    is_id.then(|| match words {
        "" => format!("[[{id}]]"),
        words => format!("[[{id},{words}]]"),
    })
}

/// The index of the next line if it begins with a term. Empty lines, other anchors and attributes may be before it.
fn next_term(lines: &[String], from: usize) -> Option<usize> {
    let is_before = |line: &str| {
        let title = line.strip_prefix('.').unwrap_or_default();
        let is_title = !title.is_empty() && !title.starts_with(['.', ' ']);
        line.is_empty() || is_title || line.starts_with('[') && line.ends_with(']')
    };
    let rest = lines.get(from..)?.iter().take(MOST_BEFORE);
    let mut rest = rest.map(|line| line.trim()).enumerate();
    let (offset, line) = rest.find(|(_, line)| is_term(line) || !is_before(line))?;
    is_term(line).then_some(from + offset)
}

/// Whether the parser would take a line of text for attributes of the next block, because it is between brackets.
///
/// ```text
/// [[crumb]]Crumb:: See <<crust>> and xref:oven.adoc[ovens]
/// ```
fn is_falsely_attributes(line: &str) -> bool {
    let inside = line
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix(']'));
    inside.is_some_and(|inside| match inside.strip_prefix('[') {
        Some(anchor) => anchor
            .strip_suffix(']')
            .is_none_or(|anchor| anchor.contains(']')),
        None => !inside.is_empty() && !inside.starts_with(is_part_of_attributes),
    })
}

/// Whether a character can begin the attributes of a block.
/// Source of the rule: `BlockAttributeLineRx` in Asciidoctor's `rx.rb`.
fn is_part_of_attributes(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '#' | '%' | '{' | ',' | '"' | '\'')
}

/// The length of a term with the sign after it, if a line of a labelled list begins with one.
fn length_of_term(line: &str) -> Option<usize> {
    let is_attributes = line.starts_with('[') && line.ends_with(']');
    if is_attributes || line.starts_with("//") || line.starts_with(['.', '|']) {
        return None;
    }
    let mut ends = line.match_indices([':', ';']).filter_map(|(at, sign)| {
        let rest = slice(line, at..);
        let after = rest.trim_start_matches(sign);
        let count = rest.len() - after.len();
        let is_sign = match sign {
            ":" => (2..=4).contains(&count),
            _ => count == 2,
        };
        let is_end = after.is_empty() || after.starts_with([' ', '\t']);
        (at > 0 && is_sign && is_end).then_some(at + count)
    });
    ends.next()
}

/// Whether a line begins with a term of a labelled list.
fn is_term(line: &str) -> bool {
    length_of_term(line.trim()).is_some()
}

/// Whether a text is an attribute for nothing.
fn is_nothing(text: &str) -> bool {
    matches!(text.trim(), "{empty}" | "{blank}")
}

/// Gives a term a text that is not shown, if it has only an attribute for nothing, or if a table follows. Without a text,
/// the next term would be another name of it, and the table a paragraph.
fn with_hidden_text(lines: &mut [String], index: usize) {
    const HIDDEN: &str = "+++<!-- -->+++";
    let Some((line, rest)) = lines.get_mut(index..).and_then(<[String]>::split_first_mut) else {
        return;
    };
    let indent = line.len() - line.trim_start().len();
    let length = length_of_term(line.trim()).unwrap_or_default();
    let (term, text) = line.split_at(indent + length);
    let mut next = rest.iter().take(MOST_BEFORE);
    let has_table = next
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| is_table(line.trim_end()));
    if is_nothing(text) || text.trim().is_empty() && has_table {
        *line = format!("{term} {HIDDEN}");
    } else if text.trim().is_empty()
        && let Some(next) = rest.first_mut().filter(|next| is_nothing(next))
    {
        HIDDEN.clone_into(next);
    }
}

/// Whether a line is between two blocks: it is empty, or says something about the block after it.
fn is_between(line: &str) -> bool {
    let is_directive = ["ifdef::", "ifndef::", "ifeval::", "endif::", "include::"]
        .iter()
        .any(|start| line.starts_with(start));
    let is_heading = line.trim_start_matches('=').starts_with(' ') && line.starts_with('=');
    let is_attributes = line.starts_with('[') && line.ends_with(']');
    line.is_empty() || is_directive || is_heading || is_attributes
}
