//! Where the cursor is in settings or front matter, also while the text cannot be parsed yet.

use super::schemas::Region;
use crate::project::keys::Syntax;
use crate::source::Span;
use crate::text::slice;

/// The place of a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Context {
    /// In the name of a table, after its bracket.
    Table {
        /// The bytes from the bracket up to the cursor.
        span: Span,
    },
    /// In a key, or where one can begin.
    Key {
        /// The table, if the key is in one.
        table: Option<String>,
        /// The bytes of the key up to the cursor.
        span: Span,
    },
    /// In a value, or where one can begin.
    Value {
        /// The table, if the key is in one.
        table: Option<String>,
        /// The key.
        key: String,
        /// The bytes of the key.
        key_span: Span,
        /// The bytes of the text up to the cursor, without quotation marks.
        span: Span,
        /// The quotation mark before the text, if there is one.
        quotation: Option<char>,
    },
}

/// The place of the cursor at byte `offset` of a text; `None` if nothing can be typed there, such as in a
/// comment.
pub(super) fn context_in(text: &str, region: &Region, offset: usize) -> Option<Context> {
    let start = region.span.start;
    let before = slice(text, start..offset);
    match region.syntax {
        Syntax::Toml => in_toml(before, start),
        Syntax::Yaml => in_yaml(before, start),
    }
}

/// The state of a scan of TOML.
#[derive(Default)]
struct Scan {
    table: Option<String>,
    /// The key and its bytes, if a value has begun.
    key: Option<(String, Span)>,
    /// The brackets that are open in the value.
    depth: usize,
    /// The quotation mark that is open, and the byte after it.
    quotation: Option<(char, usize)>,
    /// The byte after the last sign that separates values.
    item: usize,
    /// The byte at which the line begins.
    line: usize,
    is_comment: bool,
    /// The keys up to here, each with its table, and the tables without one.
    written: Vec<(Option<String>, String)>,
}

/// The keys and tables that a text with keys has, also while it cannot be parsed: each key with its table, and each
/// table without one.
pub(super) fn written_keys(text: &str, region: &Region) -> Vec<(Option<String>, String)> {
    let text = slice(text, region.span.clone());
    match region.syntax {
        Syntax::Toml => scan_toml(text).written,
        Syntax::Yaml => {
            let keys = text.lines().filter_map(yaml_key);
            keys.map(|key| (None, key.to_owned())).collect()
        }
    }
}

/// The texts in the list that is the value of a key, each with its bytes, also while it cannot be parsed. The name of
/// the key ends at byte `from` of the text.
///
/// From `tags = ["red", "gr` come `red` and `gr`.
pub(super) fn listed_texts(text: &str, syntax: Syntax, from: usize) -> Vec<(Span, &str)> {
    let mut texts = Vec::new();
    let mut add = |span: Span| {
        let is_beside = |c: char| c.is_whitespace() || matches!(c, '-' | ':');
        let inner = slice(text, span.clone()).trim_start_matches(is_beside);
        let at = span.end - inner.len();
        let inner = inner.trim_end();
        if !inner.is_empty() {
            texts.push((at..at + inner.len(), inner));
        }
    };
    let mut item = from;
    let mut quotation = None;
    let mut depth = 0_usize;
    let mut letters = slice(text, from..).char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let (at, after) = (from + at, from + at + c.len_utf8());
        match (quotation, c) {
            (Some(mark), _) if c == mark || c == '\n' => quotation = None,
            (Some('"'), '\\') => {
                letters.next();
                continue;
            }
            (Some(_), _) => continue,
            (None, '"' | '\'') => {
                quotation = Some(c);
                item = after;
                continue;
            }
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',' | '=' | '\n') => {}
            (None, _) => continue,
        }
        add(item..at);
        item = after;
        let is_end = c == '\n'
            && match syntax {
                Syntax::Toml => depth == 0,
                Syntax::Yaml => !matches!(letters.peek(), Some((_, ' ' | '-' | '\n'))),
            };
        if is_end {
            return texts;
        }
    }
    add(item..text.len());
    texts
}

/// The place at the end of a part of TOML, which begins at byte `start` of its file.
fn in_toml(before: &str, start: usize) -> Option<Context> {
    scan_toml(before).place(before, start)
}

/// Reads a part of TOML up to its end.
fn scan_toml(before: &str) -> Scan {
    let mut scan = Scan::default();
    let mut escaped = false;
    for (at, c) in before.char_indices() {
        let after = at + c.len_utf8();
        if let Some((mark, _)) = scan.quotation {
            let is_end = c == mark && !escaped;
            escaped = c == '\\' && mark == '"' && !escaped;
            // a text on one line that is not closed ends with the line, while it is typed
            if is_end || c == '\n' {
                scan.quotation = None;
                scan.item = after;
            }
            if c != '\n' {
                continue;
            }
        }
        match c {
            '\n' => {
                scan.end_line(slice(before, scan.line..at), after);
            }
            _ if scan.is_comment => {}
            '#' => scan.is_comment = true,
            '"' | '\'' => scan.quotation = Some((c, after)),
            '=' if scan.key.is_none() => {
                let written = slice(before, scan.line..at);
                let key = written.trim();
                let begins = scan.line + written.find(key).unwrap_or_default();
                let span = begins..begins + key.len();
                let key = key.trim_matches(['"', '\'']).to_owned();
                scan.written.push((scan.table.clone(), key.clone()));
                scan.key = Some((key, span));
                scan.item = after;
            }
            '[' | '{' if scan.key.is_some() => {
                scan.depth += 1;
                scan.item = after;
            }
            ']' | '}' if scan.key.is_some() => {
                scan.depth = scan.depth.saturating_sub(1);
                scan.item = after;
            }
            ',' => scan.item = after,
            _ => {}
        }
    }
    scan
}

impl Scan {
    /// Ends a line. A key whose value has no open bracket ends with it.
    fn end_line(&mut self, line: &str, after: usize) {
        if self.key.is_none() {
            let header = line.trim();
            if let Some(name) = header.strip_prefix('[') {
                let name = name.trim_matches(['[', ']', ' ']);
                self.written.push((None, name.to_owned()));
                self.table = Some(name.to_owned());
            }
        }
        if self.depth == 0 {
            self.key = None;
        }
        self.is_comment = false;
        self.line = after;
        self.item = self.item.max(after);
    }

    fn place(self, before: &str, start: usize) -> Option<Context> {
        if self.is_comment {
            return None;
        }
        let end = before.len();
        let Some((key, key_span)) = self.key else {
            let typed = slice(before, self.line..end);
            let typed = typed.trim_start();
            let span = start + end - typed.len()..start + end;
            return if typed.chars().all(is_of_key) {
                let table = self.table;
                Some(Context::Key { table, span })
            } else {
                let name = typed.strip_prefix('[')?;
                name.chars()
                    .all(is_of_key)
                    .then_some(Context::Table { span })
            };
        };
        let (span, quotation) = match self.quotation {
            Some((mark, from)) => (from..end, Some(mark)),
            None => {
                let typed = slice(before, self.item..end).trim_start();
                (end - typed.len()..end, None)
            }
        };
        Some(Context::Value {
            table: self.table,
            key,
            key_span: start + key_span.start..start + key_span.end,
            span: start + span.start..start + span.end,
            quotation,
        })
    }
}

/// The place at the end of a part of YAML, which begins at byte `start` of its file.
fn in_yaml(before: &str, start: usize) -> Option<Context> {
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = slice(before, line_start..);
    let is_comment = line.trim_start().starts_with('#');
    if is_comment {
        return None;
    }
    if line.chars().all(is_of_key) && !line.starts_with('-') {
        return Some(Context::Key {
            table: None,
            span: start + line_start..start + before.len(),
        });
    }
    let mut begins = line_start;
    let mut lines = before.split_inclusive('\n').rev();
    let mut key = lines.next().and_then(yaml_key);
    while key.is_none() {
        let above = lines.next()?;
        begins -= above.len();
        let is_inside = above.starts_with([' ', '-', '\n']) || above.trim().is_empty();
        key = yaml_key(above);
        if key.is_none() && !is_inside {
            return None;
        }
    }
    let key = key?;
    let key_span = start + begins..start + begins + key.len();
    let from = if begins == line_start {
        line_start + key.len() + 1
    } else {
        line_start
    };
    let (from, quotation) = yaml_item(slice(before, from..), from);
    Some(Context::Value {
        table: None,
        key: key.to_owned(),
        key_span,
        span: start + from..start + before.len(),
        quotation,
    })
}

/// The key with which a line of YAML begins.
fn yaml_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    (!key.is_empty() && key.chars().all(is_of_key)).then_some(key)
}

/// Whether a letter can be in a key without quotation marks.
pub(super) fn is_of_key(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// The byte at which the last item of a value in YAML begins, and the quotation mark before it. The value
/// begins at byte `from`.
fn yaml_item(value: &str, from: usize) -> (usize, Option<char>) {
    let mut item = from;
    let mut quotation = None;
    for (at, c) in value.char_indices() {
        let after = from + at + c.len_utf8();
        let is_begin = slice(value, item - from..at).trim().is_empty();
        match (quotation, c) {
            (Some(mark), c) if mark == c => quotation = None,
            (None, '"' | '\'') if is_begin => {
                quotation = Some(c);
                item = after;
            }
            (None, '[' | ',') => item = after,
            (None, '-') if is_begin && item == from => item = after,
            _ => {}
        }
    }
    let typed = slice(value, item - from..);
    let blank = typed.len() - typed.trim_start().len();
    (
        if quotation.is_some() {
            item
        } else {
            item + blank
        },
        quotation,
    )
}
