//! Front matter with a key changed, and every other byte as its author wrote it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::entry::front_matter::region;
use crate::project::keys;
use crate::source::Span;
use crate::text::fold::{nfc, single_spaced};
use crate::text::slice;

/// A text as TOML writes it, in the kind of quotation marks that `before` has where that can be.
pub(super) fn quoted(text: &str, before: &str) -> String {
    let is_literal = before.starts_with('\'') && !before.starts_with("'''");
    if is_literal && !text.contains(|c: char| c == '\'' || c.is_control()) {
        return format!("'{text}'");
    }
    keys::quoted(text)
}

/// An entry's file while its front matter is changed, a key at a time. What is no front matter, or not
/// there, is left as it is.
pub(super) struct Front {
    /// The whole file.
    text: String,
}

/// A key, and the strings that it holds, with their bytes in the file.
struct Found {
    key: Span,
    value: Span,
    /// The items of a list; `None` for a single string.
    items: Option<Vec<(String, Span)>>,
    /// The single string.
    text: String,
}

impl Front {
    /// The front matter of a file without a byte order mark.
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
        }
    }

    /// The whole file, changed.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Gives a key that holds a string another one.
    pub(super) fn set(&mut self, key: &str, value: &str) {
        if let Some(found) = self.find(key) {
            let new = quoted(value, slice(&self.text, found.value.clone()));
            self.text.replace_range(found.value, &new);
        }
    }

    /// Adds a string at the end of a key's list, which becomes one if it is none; a key that is not
    /// there is written below the title.
    pub(super) fn add(&mut self, key: &str, value: &str) {
        let Some(found) = self.find(key) else {
            let Some(title) = self.find("title") else {
                return;
            };
            let (at, end) = self.line_end(title.value.end);
            let line = format!("{key} = [{}]{end}", quoted(value, ""));
            self.text.insert_str(at, &line);
            return;
        };
        let before = slice(&self.text, found.value.clone());
        let Some(items) = found.items else {
            let new = quoted(value, before);
            let list = match found.text.is_empty() {
                true => format!("[{new}]"),
                false => format!("[{before}, {new}]"),
            };
            self.text.replace_range(found.value, &list);
            return;
        };
        let Some((_, last)) = items.last() else {
            let at = found.value.start + 1;
            self.text.insert_str(at, &quoted(value, ""));
            return;
        };
        let new = quoted(value, slice(&self.text, last.clone()));
        let comma = self.comma_after(last.end);
        let after = comma.map_or(last.end, |comma| comma + 1);
        let line = self.line_start(last.start);
        let indent = slice(&self.text, line..last.start);
        let (next, end) = self.line_end(after);
        let is_own_line = indent.trim().is_empty() && next < found.value.end;
        if !is_own_line {
            // a comma after the last stays after the last
            self.text.insert_str(last.end, &format!(", {new}"));
            return;
        }
        let indent = indent.to_owned();
        let closing = comma.map_or("", |_| ",");
        self.text
            .insert_str(next, &format!("{indent}{new}{closing}{end}"));
        if comma.is_none() {
            self.text.insert(last.end, ',');
        }
    }

    /// Removes the strings that `is_meant` from a key's list; an empty list goes with its key.
    pub(super) fn remove(&mut self, key: &str, is_meant: impl Fn(&str) -> bool) {
        while let Some(found) = self.find(key) {
            let Some(items) = &found.items else {
                if is_meant(&found.text) {
                    self.remove_key(&found);
                }
                return;
            };
            let Some(at) = items.iter().position(|(text, _)| is_meant(text)) else {
                return;
            };
            match items.len() {
                1 => return self.remove_key(&found),
                _ => self.remove_item(items, at),
            }
        }
    }

    fn remove_key(&mut self, found: &Found) {
        let start = self.line_start(found.key.start);
        let (end, _) = self.line_end(found.value.end);
        self.text.replace_range(start..end, "");
    }

    fn remove_item(&mut self, items: &[(String, Span)], at: usize) {
        let Some((_, item)) = items.get(at) else {
            return;
        };
        let before = at.checked_sub(1).and_then(|at| items.get(at));
        let after = items.get(at + 1);
        let comma = self.comma_after(item.end);
        let line = self.line_start(item.start);
        let (next, _) = self.line_end(comma.unwrap_or(item.end));
        let stands_alone = slice(&self.text, line..item.start).trim().is_empty()
            && after.is_none_or(|(_, after)| after.start >= next)
            && self.rest_is_comment(comma.map_or(item.end, |comma| comma + 1));
        if stands_alone {
            self.text.replace_range(line..next, "");
            // without a comma after the last, the one before it has none either
            if let (None, None, Some((_, before))) = (after, comma, before)
                && let Some(comma) = self.comma_after(before.end)
            {
                self.text.remove(comma);
            }
            return;
        }
        // what stands around it stays: it may be a comment
        let is_gap = |c: char| matches!(c, ' ' | '\t');
        match (comma, before) {
            (Some(comma), _) => {
                let rest = slice(&self.text, comma + 1..);
                let gap = rest.len() - rest.trim_start_matches(is_gap).len();
                self.text.replace_range(item.start..comma + 1 + gap, "");
            }
            (None, Some((_, before))) => {
                let start = slice(&self.text, ..item.start)
                    .trim_end_matches(is_gap)
                    .len();
                self.text.replace_range(start..item.end, "");
                if let Some(comma) = self.comma_after(before.end) {
                    self.text.remove(comma);
                }
            }
            (None, None) => {}
        }
    }

    fn find(&self, key: &str) -> Option<Found> {
        let region = region(&self.text)?;
        let table = DeTable::parse(slice(&self.text, region.clone())).ok()?;
        let place = |span: Span| span.start + region.start..span.end + region.start;
        let (key, value) = table.get_ref().get_key_value(key)?;
        let text = |value: &Spanned<DeValue<'_>>| {
            let text = value.get_ref().as_str().unwrap_or_default();
            single_spaced(&nfc(text))
        };
        let items = value.get_ref().as_array().map(|items| {
            let items = items.iter();
            items.map(|item| (text(item), place(item.span()))).collect()
        });
        Some(Found {
            key: place(key.span()),
            value: place(value.span()),
            items,
            text: text(value),
        })
    }

    /// The comma after a value of a list, blanks and comments between left out.
    fn comma_after(&self, at: usize) -> Option<usize> {
        let mut at = at;
        loop {
            let rest = slice(&self.text, at..);
            match rest.chars().next()? {
                ',' => return Some(at),
                '#' => at += rest.find('\n')?,
                c if c.is_whitespace() => at += c.len_utf8(),
                _ => return None,
            }
        }
    }

    /// Whether nothing but blanks and a comment is in the rest of a line.
    fn rest_is_comment(&self, at: usize) -> bool {
        let rest = slice(&self.text, at..).lines().next().unwrap_or_default();
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with('#')
    }

    fn line_start(&self, at: usize) -> usize {
        slice(&self.text, ..at).rfind('\n').map_or(0, |at| at + 1)
    }

    /// Where the line after one begins, and what ends the line.
    fn line_end(&self, at: usize) -> (usize, &'static str) {
        match slice(&self.text, at..).find('\n') {
            Some(end) => {
                let is_return = slice(&self.text, ..at + end).ends_with('\r');
                (at + end + 1, if is_return { "\r\n" } else { "\n" })
            }
            None => (self.text.len(), "\n"),
        }
    }
}
