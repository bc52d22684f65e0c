//! Changes single keys of a text, and keeps every other byte.

use super::found::{Found, Held, Item, Strings, table_of};
use super::table::TableForm;
use crate::project::keys::Syntax;
use crate::project::keys::value::Content;
use crate::source::{Edit, Span};
use crate::text::slice;

/// The white space within a line of TOML (TOML 1.0, whitespace) and of YAML (YAML 1.2.2, 5.5).
const BLANKS: [char; 2] = [' ', '\t'];

/// A TOML or YAML text whose keys are changed one at a time. Line endings of either kind, comments and the
/// layout of lists stay the same. A text with errors in its syntax is not changed, nor is a value in another
/// form than a method expects, such as a table in place of a list.
///
/// For example, to add `b` to the key `old` and to remove `a` from it gives:
///
/// ```toml
/// old = [          # before          old = [          # after
///   'a', # gone                        'b',
///   # the end                          # the end
/// ]                                  ]
/// ```
///
/// and in YAML:
///
/// ```yaml
/// old:             # before          old:             # after
///   - 'a' # gone                       - 'b'
/// ```
#[derive(Debug)]
pub struct InPlace {
    text: String,
    syntax: Syntax,
    /// The byte of the file at which the text begins.
    offset: usize,
    /// Whether the comment after a value stays if its key is removed. A program may make a fix without
    /// a look at the comment.
    keeps_comments: bool,
    /// Whether a change was not possible.
    is_refused: bool,
}

impl InPlace {
    /// Takes a whole text.
    pub fn new(text: impl Into<String>, syntax: Syntax) -> Self {
        Self {
            text: text.into(),
            syntax,
            offset: 0,
            keeps_comments: false,
            is_refused: false,
        }
    }

    /// Takes the text of a file from its byte `offset`, for a fix: comments stay.
    pub(super) fn of_part(text: &str, offset: usize, syntax: Syntax) -> Self {
        Self {
            offset,
            keeps_comments: true,
            ..Self::new(text, syntax)
        }
    }

    /// The text, changed; `None` if a change was not possible.
    pub(super) fn finished(self) -> Option<String> {
        (!self.is_refused).then_some(self.text)
    }

    /// The text, changed.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Sets a key to a string, in place of another string. A missing key gets a line of its own: after
    /// `title`, or as the first line if there is no title.
    pub fn set(&mut self, key: &str, value: &str) {
        match self.find(key) {
            Some(Found {
                held: Held::String(old),
                ..
            }) => {
                let before = slice(&self.text, old.span.clone());
                let new = self.syntax.quoted_like(value, before);
                self.text.replace_range(old.span, &new);
            }
            Some(Found {
                value: place,
                held: Held::Nothing,
                ..
            }) => self.fill(&place, &self.syntax.quoted(value)),
            Some(_) => self.is_refused = true,
            None => self.insert_line(key, &self.syntax.quoted(value)),
        }
    }

    /// Gives a key a value in the form that both syntaxes have for it: `true`, `3`. Lists and tables are not replaced.
    /// A missing key gets a line as by [`InPlace::set`].
    pub fn set_value(&mut self, key: &str, value: &str) {
        match self.find(key) {
            Some(found) => match found.held {
                Held::String(_) | Held::Scalar => self.text.replace_range(found.value, value),
                Held::Nothing => self.fill(&found.value, value),
                Held::Strings(_) | Held::Other => self.is_refused = true,
            },
            None => self.insert_line(key, value),
        }
    }

    /// Adds a string at the end of a key's list, unless the list has it. A single string becomes a list; an
    /// empty string is replaced. A missing key gets a line of its own, as by [`InPlace::set`].
    pub fn add(&mut self, key: &str, value: &str) {
        match self.find(key) {
            Some(found) => self.add_to(found, value),
            None => self.insert_line(key, &self.list_of(value)),
        }
    }

    /// A list with one string.
    fn list_of(&self, value: &str) -> String {
        format!("[{}]", self.syntax.quoted(value))
    }

    /// Adds a string at the end of a list as [`InPlace::add`] does, but to the key of a table of TOML. A missing key
    /// gets a line after the header of the table, and a missing table is added at the end. A table without a
    /// header does not get a missing key.
    pub fn add_in_table(&mut self, table: &str, key: &str, value: &str) {
        let found = table_of(&self.text, self.syntax).and_then(|keys| {
            let Content::Table(keys) = &keys.get(table)?.content else {
                return None;
            };
            Found::in_table(keys, key, &self.text)
        });
        if let Some(found) = found {
            self.add_to(found, value);
            return;
        }
        let line = self.syntax.key_value(key, &self.list_of(value));
        let form = TableForm::of(&self.text, table);
        match form.with_line(&self.text, table, &line) {
            Some(Edit { span, text }) => self.text.replace_range(span, &text),
            None => self.is_refused = true,
        }
    }

    fn add_to(&mut self, found: Found, value: &str) {
        let written = slice(&self.text, found.value.clone());
        match found.held {
            Held::String(old) if old.normalised() == value => {}
            Held::String(old) => {
                let new = self.syntax.quoted_like(value, written);
                let is_marked = written.starts_with(['"', '\'']);
                let list = if old.is_empty() {
                    format!("[{new}]")
                } else if is_marked {
                    format!("[{written}, {new}]")
                } else {
                    // a text of YAML that may contain a comma
                    format!("[{}, {new}]", self.syntax.quoted(&old.normalised()))
                };
                self.text.replace_range(found.value, &list);
            }
            Held::Nothing => self.fill(&found.value, &self.list_of(value)),
            Held::Strings(list) if list.items.iter().any(|item| item.normalised() == value) => {}
            Held::Strings(list) => self.add_item(&found.value, &list, value),
            Held::Scalar | Held::Other => self.is_refused = true,
        }
    }

    /// Writes a value after the colon or the dash before the byte at which `place` begins.
    fn fill(&mut self, place: &Span, value: &str) {
        self.text.insert_str(place.start, &format!(" {value}"));
    }

    /// Removes the strings for which `is_meant` is true from a key's list. If the list becomes empty and
    /// contains no comment, its key is removed as well.
    pub fn remove(&mut self, key: &str, is_meant: impl Fn(&str) -> bool) {
        self.remove_items(key, |item| is_meant(&item.normalised()));
    }

    /// Removes the strings at the bytes `spans` of the file from a key's list, as [`InPlace::remove`] does.
    /// Nothing before them may have changed.
    pub fn remove_at(&mut self, key: &str, spans: &[Span]) {
        let offset = self.offset;
        self.remove_items(key, |item| {
            spans.contains(&(item.span.start + offset..item.span.end + offset))
        });
    }

    fn remove_items(&mut self, key: &str, is_meant: impl Fn(&Item) -> bool) {
        let Some(Found { key, value, held }) = self.find(key) else {
            return;
        };
        let Strings {
            mut items,
            has_dashes,
        } = match held {
            Held::String(item) => {
                if is_meant(&item) {
                    self.remove_key(&key, value.end);
                }
                return;
            }
            Held::Strings(list) => list,
            Held::Nothing => return,
            Held::Scalar | Held::Other => {
                self.is_refused = true;
                return;
            }
        };
        let has_comment = slice(&self.text, key.end..value.end).contains('#');
        if has_dashes && !has_comment && items.iter().all(&is_meant) {
            self.remove_key(&key, value.end);
            return;
        }
        let before = self.text.len();
        // from the end, so that the bytes of the items that come next stay the same
        for index in (0..items.len()).rev() {
            if !items.get(index).is_some_and(&is_meant) {
                continue;
            }
            if has_dashes {
                self.remove_dash_item(&items.remove(index).span);
            } else {
                self.remove_item(&mut items, index);
            }
        }
        let removed = before - self.text.len();
        let is_left = || slice(&self.text, value.start..value.end - removed).contains('#');
        if !has_dashes && removed > 0 && items.is_empty() && !is_left() {
            self.remove_key(&key, value.end - removed);
        }
    }

    /// Removes an item of YAML with its line or its lines.
    fn remove_dash_item(&mut self, item: &Span) {
        let lines = self.line_start(item.start)..self.line_end(item.end).0;
        self.text.replace_range(lines, "");
    }

    fn insert_line(&mut self, key: &str, value: &str) {
        let (offset, end) = match self.find("title") {
            Some(Found {
                held: Held::String(title),
                ..
            }) => self.line_end(title.span.end),
            _ => (0, self.line_end(0).1),
        };
        let Some(indent) = self.indent() else {
            self.is_refused = true;
            return;
        };
        let line = self.syntax.key_value(key, value);
        self.text
            .insert_str(offset, &format!("{indent}{line}{end}"));
    }

    /// The white space before each key of the top level: empty in TOML. `None` if YAML has all keys on one
    /// line, between brackets.
    fn indent(&self) -> Option<String> {
        if self.syntax == Syntax::Toml {
            return Some(String::new());
        }
        let table = table_of(&self.text, self.syntax)?;
        let first = table.fields.first().map_or(0, |field| field.span.start);
        let indent = slice(&self.text, self.line_start(first)..first);
        indent.trim().is_empty().then(|| indent.to_owned())
    }

    /// Adds a string to the list at the bytes `list`: on the line of the last item, or on a new line if the
    /// last item has a line of its own.
    fn add_item(&mut self, list: &Span, strings: &Strings, value: &str) {
        let quoted = self.syntax.quoted(value);
        let items = &strings.items;
        if let Some(empty) = items.iter().find(|item| item.is_empty()) {
            if empty.span.is_empty() {
                self.fill(&empty.span, &quoted);
            } else {
                self.text.replace_range(empty.span.clone(), &quoted);
            }
            return;
        }
        let Some(last) = items.last().map(|item| &item.span) else {
            self.text.insert_str(list.start + 1, &quoted);
            return;
        };
        let new = self
            .syntax
            .quoted_like(value, slice(&self.text, last.clone()));
        if strings.has_dashes {
            let line = slice(&self.text, self.line_start(last.start)..last.start);
            let line = line.to_owned();
            let (next, end) = self.line_end(last.end);
            self.text.insert_str(next, &format!("{line}{new}{end}"));
            return;
        }
        let comma = self.comma_after(last.end);
        let after = comma.map_or(last.end, |comma| comma + 1);
        let indent = slice(&self.text, self.line_start(last.start)..last.start).to_owned();
        let (next, end) = self.line_end(after);
        let is_own_line = indent.trim().is_empty() && next < list.end;
        if !is_own_line {
            // a comma after the last item stays at the end
            self.text.insert_str(last.end, &format!(", {new}"));
            return;
        }
        let closing = comma.map_or("", |_| ",");
        self.text
            .insert_str(next, &format!("{indent}{new}{closing}{end}"));
        if comma.is_none() {
            self.text.insert(last.end, ',');
        }
    }

    /// Removes a key and its value, which ends at the byte `end`, with their line.
    fn remove_key(&mut self, key: &Span, end: usize) {
        let start = self.line_start(key.start);
        if !slice(&self.text, start..key.start).trim().is_empty() {
            // YAML with all keys on one line, between brackets
            self.is_refused = true;
            return;
        }
        let rest = slice(&self.text, end..);
        let comment = rest.trim_start_matches(BLANKS);
        let end = if self.keeps_comments && comment.starts_with('#') {
            end + rest.len() - comment.len()
        } else {
            self.line_end(end).0
        };
        self.text.replace_range(start..end, "");
    }

    /// Removes an item with its comma, and with its line if it has a line of its own.
    fn remove_item(&mut self, items: &mut Vec<Item>, index: usize) {
        if index >= items.len() {
            return;
        }
        let length = self.text.len();
        let item = items.remove(index).span;
        let before = index.checked_sub(1).and_then(|index| items.get(index));
        let after = items.get(index);
        let comma = self.comma_after(item.end);
        let line = self.line_start(item.start);
        let (next, _) = self.line_end(comma.unwrap_or(item.end));
        let stands_alone = slice(&self.text, line..item.start).trim().is_empty()
            && after.is_none_or(|after| after.span.start >= next)
            && self.rest_is_comment(comma.map_or(item.end, |comma| comma + 1));
        // other text around the item stays: it may be a comment
        match comma {
            Some(comma) if slice(&self.text, item.end..comma).contains('\n') => {
                self.text.remove(comma);
                self.text.replace_range(item, "");
            }
            _ if stands_alone => self.text.replace_range(line..next, ""),
            Some(comma) => {
                let rest = slice(&self.text, comma + 1..);
                let gap = rest.len() - rest.trim_start_matches(BLANKS).len();
                self.text.replace_range(item.start..comma + 1 + gap, "");
            }
            None => {
                let kept = slice(&self.text, ..item.start).trim_end_matches(BLANKS);
                self.text.replace_range(kept.len()..item.end, "");
            }
        }
        // if the last item had no comma, the new last item has none either
        if let (None, None, Some(before)) = (after, comma, before)
            && let Some(comma) = self.comma_after(before.span.end)
        {
            self.text.remove(comma);
        }
        let removed = length - self.text.len();
        for Item { span, .. } in items.iter_mut().skip(index) {
            *span = span.start - removed..span.end - removed;
        }
    }

    /// The key, if the text can be read and has it.
    fn find(&mut self, key: &str) -> Option<Found> {
        let Some(table) = table_of(&self.text, self.syntax) else {
            self.is_refused = true;
            return None;
        };
        Found::in_table(&table, key, &self.text)
    }

    /// The byte of the comma after a value of a list. Skips blanks and comments before the comma.
    fn comma_after(&self, offset: usize) -> Option<usize> {
        let mut offset = offset;
        loop {
            let rest = slice(&self.text, offset..);
            match rest.chars().next()? {
                ',' => return Some(offset),
                '#' => offset += rest.find('\n')?,
                c if c.is_whitespace() => offset += c.len_utf8(),
                _ => return None,
            }
        }
    }

    /// Whether the rest of a line contains only blanks and a comment.
    fn rest_is_comment(&self, offset: usize) -> bool {
        let rest = slice(&self.text, offset..)
            .lines()
            .next()
            .unwrap_or_default();
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with('#')
    }

    fn line_start(&self, offset: usize) -> usize {
        slice(&self.text, ..offset)
            .rfind('\n')
            .map_or(0, |offset| offset + 1)
    }

    /// The byte at which the next line begins, and the line ending before it.
    fn line_end(&self, offset: usize) -> (usize, &'static str) {
        match slice(&self.text, offset..).find('\n') {
            Some(end) => {
                let is_return = slice(&self.text, ..offset + end).ends_with('\r');
                (offset + end + 1, if is_return { "\r\n" } else { "\n" })
            }
            None => (self.text.len(), "\n"),
        }
    }
}
