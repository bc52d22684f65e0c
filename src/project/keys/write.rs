//! Writing TOML: strings, lists of strings, and changes of single keys that keep every other byte as its
//! author wrote it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Suggestion;
use crate::source::{Edit, Place, Span};
use crate::text::name::normalised;
use crate::text::slice;

/// A text as a TOML string on one line, in double quotation marks (TOML 1.0, basic strings). A line break
/// becomes a space, as it does when Headword reads a string: `a "b"` becomes `"a \"b\""`.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as a TOML string that replaces the string `before`, in the same kind of quotation marks if that
/// is possible: `'a'` for `'b'`, but `"it's"`.
pub fn quoted_like(text: &str, before: &str) -> String {
    let is_literal = before.starts_with('\'') && !before.starts_with("'''");
    if is_literal && !text.contains(|c: char| c == '\'' || c.is_control()) {
        return format!("'{text}'");
    }
    quoted(text)
}

/// A text to type where a TOML string is, in the same kind of quotation marks.
pub fn in_place_of_string(text: &str, place: &Place) -> Suggestion {
    let written = quoted_like(text, place.text());
    let edit = Edit::new(place.span.clone(), written);
    Suggestion::new(text).with_edit(&place.file, edit)
}

/// The text of a TOML string: `a "b"` for `"a \"b\""`. `None` if `toml` is not a string.
pub fn string_value(toml: &str) -> Option<String> {
    let value = DeValue::parse(toml).ok()?;
    value.get_ref().as_str().map(str::to_owned)
}

/// Texts as a TOML list on one line: `["a", "b"]`.
pub fn quoted_list(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", items.join(", "))
}

/// The text before a key and the text after its value; `key = …` is between them. `None` if the text is not
/// TOML, or does not have the key.
pub fn around<'t>(toml: &'t str, key: &str) -> Option<(&'t str, &'t str)> {
    let table = DeTable::parse(toml).ok()?;
    let (key, value) = table.get_ref().get_key_value(key)?;
    Some((
        slice(toml, ..key.span().start),
        slice(toml, value.span().end..),
    ))
}

/// A TOML text whose keys are changed one at a time. Line endings of either kind, comments and the layout
/// of lists stay the same. A text that is not TOML is not changed.
///
/// For example, to add `b` to the key `old` and to remove `a` from it gives:
///
/// ```toml
/// old = [          # before          old = [          # after
///   'a', # gone                        'b',
///   # the end                          # the end
/// ]                                  ]
/// ```
#[derive(Debug)]
pub struct InPlace {
    text: String,
}

/// A key and its strings, with their bytes in the text.
struct Found {
    key: Span,
    value: Span,
    held: Held,
}

impl Found {
    /// The key in a table, if the table has it.
    fn in_table(table: &DeTable<'_>, key: &str) -> Option<Self> {
        let (key, value) = table.get_key_value(key)?;
        let text = |value: &Spanned<DeValue<'_>>| {
            let text = value.get_ref().as_str().unwrap_or_default();
            normalised(text)
        };
        let item = |item: &Spanned<DeValue<'_>>| Item {
            text: text(item),
            span: item.span(),
        };
        Some(Self {
            key: key.span(),
            value: value.span(),
            held: match value.get_ref().as_array() {
                Some(items) => Held::List(items.iter().map(item).collect()),
                None => Held::One(text(value)),
            },
        })
    }
}

/// The value of a key. A value that is not a string counts as an empty string.
enum Held {
    One(String),
    List(Vec<Item>),
}

/// A string of a list.
struct Item {
    text: String,
    span: Span,
}

impl InPlace {
    /// Takes a whole TOML document.
    pub fn new(toml: impl Into<String>) -> Self {
        Self { text: toml.into() }
    }

    /// The text, changed.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Sets a key to a string. A missing key gets a line of its own: after `title`, or as the first line if
    /// there is no title.
    pub fn set(&mut self, key: &str, value: &str) {
        let Some(found) = self.find(key) else {
            self.insert_line(key, &quoted(value));
            return;
        };
        let new = quoted_like(value, slice(&self.text, found.value.clone()));
        self.text.replace_range(found.value, &new);
    }

    /// Gives a key a value in the form that TOML has for it: `true`, `3`. Otherwise as
    /// [`InPlace::set`].
    pub fn set_value(&mut self, key: &str, value: &str) {
        match self.find(key) {
            Some(found) => self.text.replace_range(found.value, value),
            None => self.insert_line(key, value),
        }
    }

    /// Adds a string at the end of a key's list, unless the list has it. A single string becomes a list; an
    /// empty string is replaced. A missing key gets a line of its own, as by [`InPlace::set`].
    pub fn add(&mut self, key: &str, value: &str) {
        match self.find(key) {
            Some(found) => self.add_to(found, value),
            None => self.insert_line(key, &format!("[{}]", quoted(value))),
        }
    }

    /// Adds a string at the end of a list as [`InPlace::add`] does, but to the key of a table. A missing key
    /// gets a line after the header of the table, and a missing table is added at the end. A table without a
    /// header does not get a missing key.
    pub fn add_in_table(&mut self, table: &str, key: &str, value: &str) {
        let line = format!("{key} = [{}]", quoted(value));
        let Ok(document) = DeTable::parse(&self.text) else {
            return;
        };
        let Some((name, keys)) = document.get_ref().get_key_value(table) else {
            let gap = if self.text.ends_with('\n') { "" } else { "\n" };
            self.text.push_str(&format!("{gap}\n[{table}]\n{line}\n"));
            return;
        };
        let keys = keys.get_ref().as_table();
        let found = keys.and_then(|keys| Found::in_table(keys, key));
        let name = name.span();
        if let Some(found) = found {
            self.add_to(found, value);
        } else if slice(&self.text, ..name.start).ends_with('[')
            && slice(&self.text, name.end..).starts_with(']')
        {
            let (offset, end) = self.line_end(name.end);
            let has_end = slice(&self.text, ..offset).ends_with('\n');
            let gap = if has_end { "" } else { "\n" };
            self.text.insert_str(offset, &format!("{gap}{line}{end}"));
        }
    }

    fn add_to(&mut self, found: Found, value: &str) {
        let written = slice(&self.text, found.value.clone());
        match found.held {
            Held::One(text) if text == value => {}
            Held::One(text) => {
                let new = quoted_like(value, written);
                let list = if text.is_empty() {
                    format!("[{new}]")
                } else {
                    format!("[{written}, {new}]")
                };
                self.text.replace_range(found.value, &list);
            }
            Held::List(items) if items.iter().any(|item| item.text == value) => {}
            Held::List(items) => self.add_item(&found.value, &items, value),
        }
    }

    /// Removes the strings for which `is_meant` is true from a key's list. If the list becomes empty, its
    /// key is removed as well.
    pub fn remove(&mut self, key: &str, is_meant: impl Fn(&str) -> bool) {
        while let Some(found) = self.find(key) {
            match &found.held {
                Held::One(text) => {
                    if is_meant(text) {
                        self.remove_key(&found);
                    }
                    return;
                }
                Held::List(items) => {
                    let Some(index) = items.iter().position(|item| is_meant(&item.text)) else {
                        return;
                    };
                    if items.len() == 1 {
                        self.remove_key(&found);
                        return;
                    }
                    self.remove_item(items, index);
                }
            }
        }
    }

    fn insert_line(&mut self, key: &str, value: &str) {
        let (offset, end) = match self.find("title") {
            Some(title) => self.line_end(title.value.end),
            None => (0, self.line_end(0).1),
        };
        self.text
            .insert_str(offset, &format!("{key} = {value}{end}"));
    }

    /// Adds a string to the list at the bytes `list`: on the line of the last item, or on a new line if the
    /// last item has a line of its own.
    fn add_item(&mut self, list: &Span, items: &[Item], value: &str) {
        if let Some(empty) = items.iter().find(|item| item.text.is_empty()) {
            self.text.replace_range(empty.span.clone(), &quoted(value));
            return;
        }
        let Some(last) = items.last().map(|item| &item.span) else {
            self.text.insert_str(list.start + 1, &quoted(value));
            return;
        };
        let new = quoted_like(value, slice(&self.text, last.clone()));
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

    fn remove_key(&mut self, found: &Found) {
        let start = self.line_start(found.key.start);
        let (end, _) = self.line_end(found.value.end);
        self.text.replace_range(start..end, "");
    }

    /// Removes one of several items with its comma, and with its line if it has a line of its own.
    fn remove_item(&mut self, items: &[Item], index: usize) {
        let Some(item) = items.get(index).map(|item| &item.span) else {
            return;
        };
        let before = index.checked_sub(1).and_then(|index| items.get(index));
        let after = items.get(index + 1);
        let comma = self.comma_after(item.end);
        let line = self.line_start(item.start);
        let (next, _) = self.line_end(comma.unwrap_or(item.end));
        let stands_alone = slice(&self.text, line..item.start).trim().is_empty()
            && after.is_none_or(|after| after.span.start >= next)
            && self.rest_is_comment(comma.map_or(item.end, |comma| comma + 1));
        // other text around the item stays: it may be a comment
        let is_gap = |c: char| matches!(c, ' ' | '\t');
        let gone = if stands_alone {
            line..next
        } else if let Some(comma) = comma {
            let rest = slice(&self.text, comma + 1..);
            let gap = rest.len() - rest.trim_start_matches(is_gap).len();
            item.start..comma + 1 + gap
        } else {
            let kept = slice(&self.text, ..item.start).trim_end_matches(is_gap);
            kept.len()..item.end
        };
        self.text.replace_range(gone, "");
        // if the last item had no comma, the new last item has none either
        if let (None, None, Some(before)) = (after, comma, before)
            && let Some(comma) = self.comma_after(before.span.end)
        {
            self.text.remove(comma);
        }
    }

    fn find(&self, key: &str) -> Option<Found> {
        Found::in_table(DeTable::parse(&self.text).ok()?.get_ref(), key)
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
