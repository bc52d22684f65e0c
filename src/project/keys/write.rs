//! Writing TOML: strings, lists of strings, and changes of single keys that keep every other byte as its
//! author wrote it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Suggestion;
use crate::source::{Edit, Place, SourceFile, Span};
use crate::text::name::normalised;
use crate::text::slice;

/// The largest TOML text, in bytes, that a fix changes. Each diagnostic with such a fix parses the text again,
/// so in a larger text with thousands of diagnostics the fixes would take minutes.
const MAX_EDITED: usize = 8 * 1024;

/// The white space within a line of TOML (TOML 1.0, whitespace).
const BLANKS: [char; 2] = [' ', '\t'];

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

/// The edit of a file that makes `change` to the TOML text at its bytes `span`. `None` if nothing changes, if
/// a key has a value that [`InPlace`] does not change, or if the text is larger than 8 KiB.
pub fn edit_in_place(
    file: &SourceFile,
    span: Span,
    change: impl FnOnce(&mut InPlace),
) -> Option<Edit> {
    if span.len() > MAX_EDITED {
        return None;
    }
    let before = file.slice(span.clone());
    let mut after = InPlace::new(before);
    after.offset = span.start;
    after.keeps_comments = true;
    change(&mut after);
    if after.is_refused {
        return None;
    }
    let Edit { span, text } = Edit::between(before, &after.text)?;
    let start = after.offset;
    Some(Edit::new(start + span.start..start + span.end, text))
}

/// The form in which a TOML document has a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableForm {
    /// The document does not have the table.
    Missing,
    /// The table has a header such as `[retired]`. The next line begins at the byte `next`.
    Header {
        /// The byte.
        next: usize,
    },
    /// The table has another form, such as `retired = {}`, or the key is not a table.
    Other,
}

impl TableForm {
    /// The form of the table `name` in a document. A text that is not TOML counts as one with another form.
    pub fn of(toml: &str, name: &str) -> Self {
        let Ok(document) = DeTable::parse(toml) else {
            return Self::Other;
        };
        let Some((key, value)) = document.get_ref().get_key_value(name) else {
            return Self::Missing;
        };
        let key = key.span();
        let (before, after) = (slice(toml, ..key.start), slice(toml, key.end..));
        // neither `[[name]]` nor `[name.other]`
        let has_header = before.trim_end_matches(BLANKS).ends_with('[')
            && after.trim_start_matches(BLANKS).starts_with(']')
            && value.get_ref().is_table();
        if has_header {
            let next = after.find('\n').map_or(toml.len(), |end| key.end + end + 1);
            Self::Header { next }
        } else {
            Self::Other
        }
    }

    /// The edit of the document `toml` that adds a line to its table `name`, which has this form: below its
    /// header, or with a new header at the end. `None` if the table has another form.
    pub fn with_line(self, toml: &str, name: &str, line: &str) -> Option<Edit> {
        let (at, header) = match self {
            Self::Missing => (toml.len(), format!("\n[{name}]\n")),
            Self::Header { next } => (next, String::new()),
            Self::Other => return None,
        };
        let is_new_line = at == 0 || slice(toml, ..at).ends_with('\n');
        let gap = if is_new_line { "" } else { "\n" };
        Some(Edit::new(at..at, format!("{gap}{header}{line}\n")))
    }
}

/// A TOML text whose keys are changed one at a time. Line endings of either kind, comments and the layout
/// of lists stay the same. A text that is not TOML is not changed, nor is a value in another form than a
/// method expects, such as a table in place of a list.
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
    /// The byte of the file at which the text begins.
    offset: usize,
    /// Whether the comment after a value stays if its key is removed. A program may make a fix without
    /// a look at the comment.
    keeps_comments: bool,
    /// Whether a change was not possible.
    is_refused: bool,
}

/// A key and its value, with their bytes in the text.
struct Found {
    key: Span,
    value: Span,
    held: Held,
}

impl Found {
    /// The key in a table, if the table has it.
    fn in_table(table: &DeTable<'_>, key: &str) -> Option<Self> {
        let (key, value) = table.get_key_value(key)?;
        Some(Self {
            key: key.span(),
            value: value.span(),
            held: Held::new(value),
        })
    }
}

/// The value of a key.
enum Held {
    String(Item),
    Strings(Vec<Item>),
    /// A Boolean, a number or a date.
    Scalar,
    /// A table, or a list with other items than strings.
    Other,
}

impl Held {
    fn new(value: &Spanned<DeValue<'_>>) -> Self {
        match value.get_ref() {
            DeValue::String(_) => Item::new(value).map_or(Self::Other, Self::String),
            DeValue::Array(items) => {
                let items: Option<Vec<Item>> = items.iter().map(Item::new).collect();
                items.map_or(Self::Other, Self::Strings)
            }
            DeValue::Table(_) => Self::Other,
            _ => Self::Scalar,
        }
    }
}

/// A string.
struct Item {
    text: String,
    span: Span,
}

impl Item {
    /// The value, if it is a string.
    fn new(value: &Spanned<DeValue<'_>>) -> Option<Self> {
        Some(Self {
            text: value.get_ref().as_str()?.to_owned(),
            span: value.span(),
        })
    }

    /// The string as Headword reads it. A list may be long, so only the methods that compare strings
    /// normalise them.
    fn normalised(&self) -> String {
        normalised(&self.text)
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl InPlace {
    /// Takes a whole TOML document.
    pub fn new(toml: impl Into<String>) -> Self {
        Self {
            text: toml.into(),
            offset: 0,
            keeps_comments: false,
            is_refused: false,
        }
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
                let new = quoted_like(value, slice(&self.text, old.span.clone()));
                self.text.replace_range(old.span, &new);
            }
            Some(_) => self.is_refused = true,
            None => self.insert_line(key, &quoted(value)),
        }
    }

    /// Gives a key a value in the form that TOML has for it: `true`, `3`. Lists and tables are not replaced.
    /// A missing key gets a line as by [`InPlace::set`].
    pub fn set_value(&mut self, key: &str, value: &str) {
        match self.find(key) {
            Some(found) => match found.held {
                Held::String(_) | Held::Scalar => self.text.replace_range(found.value, value),
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
            None => self.insert_line(key, &format!("[{}]", quoted(value))),
        }
    }

    /// Adds a string at the end of a list as [`InPlace::add`] does, but to the key of a table. A missing key
    /// gets a line after the header of the table, and a missing table is added at the end. A table without a
    /// header does not get a missing key.
    pub fn add_in_table(&mut self, table: &str, key: &str, value: &str) {
        let keys = DeTable::parse(&self.text).ok();
        let keys = keys.as_ref().and_then(|keys| keys.get_ref().get(table));
        let keys = keys.and_then(|keys| keys.get_ref().as_table());
        if let Some(found) = keys.and_then(|keys| Found::in_table(keys, key)) {
            self.add_to(found, value);
            return;
        }
        let line = format!("{key} = [{}]", quoted(value));
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
                let new = quoted_like(value, written);
                let list = if old.is_empty() {
                    format!("[{new}]")
                } else {
                    format!("[{written}, {new}]")
                };
                self.text.replace_range(found.value, &list);
            }
            Held::Strings(items) if items.iter().any(|item| item.normalised() == value) => {}
            Held::Strings(items) => self.add_item(&found.value, &items, value),
            Held::Scalar | Held::Other => self.is_refused = true,
        }
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
        let mut items = match held {
            Held::String(item) => {
                if is_meant(&item) {
                    self.remove_key(&key, value.end);
                }
                return;
            }
            Held::Strings(items) => items,
            Held::Scalar | Held::Other => {
                self.is_refused = true;
                return;
            }
        };
        let before = self.text.len();
        // from the end, so that the bytes of the items that come next stay the same
        for index in (0..items.len()).rev() {
            if items.get(index).is_some_and(&is_meant) {
                self.remove_item(&mut items, index);
            }
        }
        let removed = before - self.text.len();
        let end = value.end - removed;
        let is_left = !items.is_empty() || slice(&self.text, value.start..end).contains('#');
        if removed > 0 && !is_left {
            self.remove_key(&key, end);
        }
    }

    fn insert_line(&mut self, key: &str, value: &str) {
        let (offset, end) = match self.find("title") {
            Some(Found {
                held: Held::String(title),
                ..
            }) => self.line_end(title.span.end),
            _ => (0, self.line_end(0).1),
        };
        self.text
            .insert_str(offset, &format!("{key} = {value}{end}"));
    }

    /// Adds a string to the list at the bytes `list`: on the line of the last item, or on a new line if the
    /// last item has a line of its own.
    fn add_item(&mut self, list: &Span, items: &[Item], value: &str) {
        if let Some(empty) = items.iter().find(|item| item.is_empty()) {
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

    /// Removes a key and its value, which ends at the byte `end`, with their line.
    fn remove_key(&mut self, key: &Span, end: usize) {
        let start = self.line_start(key.start);
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

    /// The key, if the text is TOML and has it.
    fn find(&mut self, key: &str) -> Option<Found> {
        match DeTable::parse(&self.text) {
            Ok(table) => Found::in_table(table.get_ref(), key),
            Err(_) => {
                self.is_refused = true;
                None
            }
        }
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
