//! The most frequent mistakes in a text that is not YAML.

use super::reader::{NotYaml, read_all};
use super::{YamlFault, YamlFaultKind};
use crate::project::keys::quoted::quoted;
use crate::source::Span;
use crate::text::slice;

/// The quotation marks of word processors.
const CURLY: &[char] = &[
    '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}',
];

/// The help for a text without its last quotation mark.
const NO_LAST_MARK: &str = "write a quotation mark at the end of the text";

/// The longest line, in bytes, for which a corrected line is looked for.
const LONGEST: usize = 500;

/// A mistake in a line, with the line to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::project::keys) struct Slip {
    /// What to do.
    pub(in crate::project::keys) help: &'static str,
    /// The line without its indentation.
    pub(in crate::project::keys) line: String,
    /// The bytes that the line replaces.
    pub(in crate::project::keys) span: Span,
}

/// The problem in a text that begins at the byte `offset` of a file and has one key of the top level.
pub(super) fn explained(text: &str, offset: usize, fault: NotYaml) -> YamlFault {
    let fault = at_tab(text, fault);
    let start = fault.span.start.min(text.len());
    let begin = slice(text, ..start).rfind('\n').map_or(0, |at| at + 1);
    let line = slice(text, begin..).lines().next().unwrap_or_default();
    let span = offset + fault.span.start..offset + fault.span.end;
    let sign = slice(text, start..).chars().next();
    let word = || {
        let rest = slice(text, start..);
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        offset + start..offset + start + length
    };
    // the parser stops at an alias without an anchor
    if sign == Some('*') {
        return YamlFault {
            kind: YamlFaultKind::Alias,
            span: word(),
        };
    }
    let indent = line.len() - line.trim_start().len();
    let end = begin + line.trim_end().len();
    let is_yaml = |bytes: Span, new: &str| {
        let mut whole = text.to_owned();
        whole.replace_range(bytes, new);
        read_all(&whole, 0).is_ok_and(|yaml| yaml.faults.iter().all(YamlFault::is_warning))
    };
    let slip_from = |begin: usize, help: &'static str, line: String| Slip {
        help,
        line,
        span: offset + begin..offset + end,
    };
    let not_yaml = |reason: String, slip: Option<Slip>, span: Span| YamlFault {
        kind: YamlFaultKind::NotYaml { reason, slip },
        span,
    };
    let is_short = line.len() <= LONGEST;
    let is_yaml_without_indent = || is_short && is_yaml(begin..begin + indent, "");
    if slice(line, ..indent).contains('\t') {
        let (help, spaces) = if is_yaml_without_indent() {
            ("remove the tab at the beginning of the line", "")
        } else {
            (
                "write spaces at the beginning of the line instead of the tab",
                "  ",
            )
        };
        let slip = slip_from(begin, help, format!("{spaces}{}", line.trim()));
        return not_yaml(fault.reason, Some(slip), span);
    }
    let candidates = if is_short {
        candidates(line.trim())
    } else {
        Vec::new()
    };
    let mut candidates = candidates.into_iter();
    let slip = candidates.find(|(_, new)| is_yaml(begin + indent..end, new));
    if slip.is_none() && indent > 0 && is_yaml_without_indent() {
        let reason = "this line begins further to the right than the key before it".to_owned();
        let slip = slip_from(begin, "remove the spaces before it", line.trim().to_owned());
        let span = offset + begin + indent..offset + end;
        return not_yaml(reason, Some(slip), span);
    }
    let reason = match fault.reason.contains("expected node content") {
        true => "a value is missing here".to_owned(),
        false => fault.reason,
    };
    let slip = slip.map(|(help, line)| slip_from(begin + indent, help, line));
    not_yaml(reason, slip, span)
}

/// The fault at the line that begins with a tab, if the parser stopped above it because of this tab.
fn at_tab(text: &str, fault: NotYaml) -> NotYaml {
    let start = fault.span.start.min(text.len());
    let begin = slice(text, ..start).rfind('\n').map_or(0, |at| at + 1);
    let has_tab = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        slice(line, ..indent).contains('\t')
    };
    let mut lines = slice(text, begin..).split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if !fault.reason.contains("tab") || has_tab(first) {
        return fault;
    }
    let mut next = begin + first.len();
    for line in lines {
        if has_tab(line) {
            return NotYaml {
                reason: "a tab cannot be at the beginning of a line of YAML".to_owned(),
                span: next..next + line.len() - line.trim_start().len(),
            };
        }
        next += line.len();
    }
    fault
}

/// A text that may be meant, with the change in words.
type Candidate = (&'static str, String);

/// Lines that may be meant with a line that is not YAML, each with the change in words. The first one that
/// is YAML counts.
///
/// ```text
/// title: Tea: hot       title: "Tea: hot"
/// title = "Tea"         title: "Tea"
/// tags: "tea", "cake"   tags: ["tea", "cake"]
/// - @tea                - "@tea"
/// ```
fn candidates(line: &str) -> Vec<Candidate> {
    let (item, rest) = match line.strip_prefix("- ") {
        Some(rest) => ("- ", rest.trim_start()),
        None => ("", line),
    };
    let mut found = Vec::new();
    if let Some((key, value)) = rest.split_once('=')
        && is_key(key.trim())
    {
        let help = "write a colon instead of the equals sign";
        found.push((help, format!("{item}{}: {}", key.trim(), value.trim())));
    }
    let (key, value) = match rest.split_once(':') {
        Some((key, value)) if is_key(key) => (format!("{key}: "), value.trim()),
        _ => (String::new(), rest),
    };
    if !key.is_empty() {
        let help = "write a space after the colon";
        found.push((help, format!("{item}{key}{value}")));
    }
    let values = values(value).into_iter();
    found.extend(values.map(|(help, value)| (help, format!("{item}{key}{value}"))));
    if let Some((key, value)) = rest.split_once(' ')
        && is_key(key)
        && value.trim().starts_with(['"', '\'', '['])
    {
        let help = "write a colon between the key and the value";
        found.push((help, format!("{item}{key}: {}", value.trim())));
    }
    if !item.is_empty() {
        found.push(("remove the dash", rest.to_owned()));
    }
    found
}

/// Values that may be meant with a value that is not YAML.
fn values(value: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let straight = value.replace(CURLY, "\"");
    if straight != value {
        found.push(("write straight quotation marks", straight));
    }
    let visible = value.replace('\u{feff}', "");
    if visible != value {
        found.push(("remove the invisible character U+FEFF", visible));
    }
    found.extend(lists(value));
    found.extend(marked_texts(value));
    let is_open = value.starts_with('[') && !value.contains(']')
        || value.starts_with('{') && !value.contains('}');
    if !value.is_empty() && !is_open {
        found.push(("write quotation marks around the text", quoted(value)));
    }
    found
}

/// Lists and tables that may be meant with a value that looks like one.
fn lists(value: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some(item) = value.strip_prefix("- ") {
        found.push(("write the list in brackets", format!("[{}]", item.trim())));
    }
    if value.starts_with('{') {
        let help = "write a bracket at the end of the table";
        found.push((help, format!("{value}}}")));
    }
    let Some(rest) = value.strip_prefix('[') else {
        return found;
    };
    if let Some(items) = rest.strip_suffix(']') {
        let items = items.split(',').map(|item| match item.trim() {
            item if item.starts_with('#') => quoted(item),
            item => item.to_owned(),
        });
        let items: Vec<String> = items.collect();
        let named: Vec<String> = items
            .iter()
            .filter(|item| !item.is_empty())
            .cloned()
            .collect();
        if named.len() < items.len() {
            let help = "remove the comma that has nothing before it";
            found.push((help, format!("[{}]", named.join(", "))));
        }
        let help = "write quotation marks around a text that begins with `#`";
        found.push((help, format!("[{}]", items.join(", "))));
    }
    let help = "write a bracket at the end of the list";
    found.push((help, format!("{value}]")));
    if let Some(inner) = rest.strip_suffix("]]") {
        found.push(("remove the last bracket", format!("[{inner}]")));
    }
    let closed = value.trim_end_matches(']');
    if closed.matches('"').count() % 2 == 1 {
        found.push((NO_LAST_MARK, format!("{closed}\"]")));
    }
    found
}

/// Texts that may be meant with a value that begins with a quotation mark.
fn marked_texts(value: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some(rest) = value.strip_prefix('\'') {
        if !rest.contains('\'') {
            found.push((NO_LAST_MARK, format!("{value}'")));
        }
        if let Some(inner) = rest.strip_suffix('\'') {
            let help = "write double quotation marks around the text";
            found.push((help, quoted(inner)));
        }
    }
    let Some(rest) = value.strip_prefix('"') else {
        return found;
    };
    if !rest.contains('"') {
        found.push((NO_LAST_MARK, format!("{value}\"")));
    }
    if rest.ends_with('"') && rest.contains("\",") {
        found.push(("write brackets around the list", format!("[{value}]")));
    }
    if let Some(inner) = rest.strip_suffix('"') {
        let plain = inner.replace("\\\"", "\"");
        found.push(if plain.contains('"') {
            let help = "write a backslash before each quotation mark in the text";
            (help, format!("\"{}\"", plain.replace('"', "\\\"")))
        } else {
            let help = "write two backslashes for each backslash in the text";
            (help, format!("\"{}\"", inner.replace('\\', "\\\\")))
        });
    }
    found
}

fn is_key(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !text.is_empty() && text.chars().all(is_part)
}
