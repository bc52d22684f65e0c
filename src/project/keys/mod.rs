//! Tables read key by key, the same way for front matter and for settings, for TOML and for YAML.
//!
//! Each read names a key and its type. A value of another type is an error at the value, and a key that no
//! read has named is unknown. So the code that reads a table is also the list of the keys that the table
//! may have:
//!
//! ```text
//! title = "Tea"       string("title")    gives `Tea`
//! tags = "drinks"     strings("tags")    gives `drinks`, a list of one string
//! draft = "yes"       boolean("draft")   reports: `draft` must be `true` or `false`, not a string
//! sinonyms = []       finish()           reports: unknown key `sinonyms`
//! ```

mod context;
pub(super) mod day;
mod document;
mod invalid_toml;
mod quoted;
mod scalars;
pub(crate) mod schema;
pub mod slips;
pub(super) mod syntax;
mod unknown;
pub(super) mod value;
pub mod write;
mod yaml;

use self::context::Context;
pub use self::document::Document;
pub use self::syntax::Syntax;
pub use self::unknown::OtherKey;
use self::unknown::{Instead, SimilarKey, unknown_key};
pub use self::value::typed;
use self::value::{Content, Table, Value};
use self::yaml::faults::{text_with_colon, unclear_text};
pub use self::yaml::reason as yaml_reason;
use super::faults::{
    Expected, Invalid, Missing, invalid_value, misplaced_key, missing_key, wrong_type,
};
use crate::address::destination::AbsoluteUrl;
use crate::diagnostic::{Faults, Suggestion};
use crate::source::{Edit, Place, Span, Written};
use crate::text::fold::{is_forbidden, nfc, single_spaced};
use crate::text::name::normalised;
use crate::text::nearest::nearest;

/// A table that is being read.
pub struct Keys<'r, 'a> {
    context: &'r Context<'a>,
    head: Span,
    table: &'r Table<'a>,
    within: String,
    asked: Vec<Asked>,
    faults: &'r Faults,
}

/// A key that a read has named, with the type of its value.
struct Asked {
    key: &'static str,
    expected: Expected,
    /// The words that the key allows; empty if it allows any value of its type.
    words: Vec<&'static str>,
}

impl Asked {
    /// Whether the key takes this value.
    fn would_take(&self, value: &Value<'_>) -> bool {
        let is_word = |text: &str| self.words.is_empty() || self.words.contains(&text);
        self.expected.allows(value) && value.as_text().is_none_or(is_word)
    }
}

/// The value of a key that takes a string or a table.
pub enum Form<'r, 'a> {
    /// A string.
    Text(Written),
    /// A table, whose keys are read in the same way.
    Table(Keys<'r, 'a>),
}

impl<'r, 'a> Keys<'r, 'a> {
    /// Reads a string. The result is in Unicode normalisation form C, without white space at its ends, and
    /// with one space for each run of white space. `None` if the key is missing or its value is empty.
    pub fn string(&mut self, key: &'static str) -> Option<Written> {
        let value = self.value(key, Expected::Text)?;
        let written = self.text(key, value, Expected::Text)?;
        (!written.text.is_empty()).then_some(written)
    }

    /// Reads a string that is required: reports a missing key and an empty value.
    pub fn required_string(&mut self, key: &'static str) -> Option<Written> {
        let Some(value) = self.value(key, Expected::Text) else {
            self.missing(key, Missing::Key, self.head.clone());
            return None;
        };
        let written = self.text(key, value, Expected::Text)?;
        if written.text.is_empty() {
            self.missing(key, Missing::Value, written.span);
            return None;
        }
        Some(written)
    }

    /// Reads a string or a list of strings; empty if the key is missing.
    pub fn strings(&mut self, key: &'static str) -> Vec<Written> {
        let value = self.value(key, Expected::TextOrTexts);
        value.map_or_else(Vec::new, |value| self.strings_of(key, value))
    }

    fn strings_of(&self, key: &str, value: &Value<'_>) -> Vec<Written> {
        const EXPECTED: Expected = Expected::TextOrTexts;
        match &value.content {
            Content::Text(text) if text.trim().is_empty() => Vec::new(),
            Content::Nothing => Vec::new(),
            Content::List(items) => items
                .iter()
                .filter(|item| !self.is_debris(item))
                .filter_map(|item| {
                    let written = self.text(key, item, EXPECTED)?;
                    if written.text.is_empty() {
                        self.invalid(key, &written.span, &Invalid::EmptyItem);
                        return None;
                    }
                    Some(written)
                })
                .collect(),
            _ if self.is_debris(value) => Vec::new(),
            _ => self.text(key, value, EXPECTED).into_iter().collect(),
        }
    }

    /// Whether a text comes from a line that could not be read, and contains signs that the author meant as
    /// TOML, such as the comma in `gear,`.
    fn is_debris(&self, value: &Value<'_>) -> bool {
        const SIGNS: &[char] = &[
            '"', ',', ';', '[', ']', '(', ')', '\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}',
        ];
        let mut broken = self.context.broken.iter();
        let has_signs = value.as_text().is_some_and(|text| text.contains(SIGNS));
        has_signs && broken.any(|line| line.contains(&value.span.start))
    }

    /// Whether a byte of the file is in a line that could not be read.
    fn is_broken(&self, byte: usize) -> bool {
        self.context.broken.iter().any(|line| line.contains(&byte))
    }

    /// Reads a table with any keys, whose values are strings or lists of strings. The result has the order
    /// of the file, and is empty if the table is missing.
    pub fn strings_by_name(&mut self, key: &'static str) -> Vec<(Written, Vec<Written>)> {
        let Some(inner) = self.table(key) else {
            return Vec::new();
        };
        let fields = inner.table.fields.iter();
        let mut found: Vec<_> = fields
            .map(|field| {
                let text = single_spaced(&nfc(&field.key));
                let span = field.span.clone();
                let strings = inner.strings_of(&field.key, &field.value);
                (Written { text, span }, strings)
            })
            .collect();
        found.sort_by_key(|(name, _)| name.span.start);
        found
    }

    /// Reads a table with any keys, whose values are tables. The result has the order of the file, and is empty if
    /// the table is missing.
    pub fn tables_by_name(&mut self, key: &'static str) -> Vec<(Written, Keys<'r, 'a>)> {
        let Some(inner) = self.table(key) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for field in &inner.table.fields {
            let name = Written {
                text: single_spaced(&nfc(&field.key)),
                span: field.span.clone(),
            };
            match inner.table_of(&field.key, &field.value) {
                Some(keys) => found.push((name, keys)),
                None => inner.wrong_type(&field.key, &field.value, Expected::Table),
            }
        }
        found.sort_by_key(|(name, _)| name.span.start);
        found
    }

    /// Whether the table has no keys.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The bytes of a key's value in the file; `None` if the key is missing.
    pub fn written_at(&self, key: &str) -> Option<Span> {
        Some(self.table.get(key)?.span.clone())
    }

    /// Reads a whole URL, such as `https://example.org/`; `None` if the key is missing.
    pub fn web_address(&mut self, key: &'static str) -> Option<AbsoluteUrl> {
        let written = self.string(key)?;
        let address = AbsoluteUrl::read(&written.text);
        if address.is_none() {
            self.invalid(key, &written.span, &Invalid::AbsoluteUrl(&written.text));
        }
        address
    }

    /// Reads a table, whose keys are read in turn; `None` if it is missing.
    pub fn table(&mut self, key: &'static str) -> Option<Keys<'r, 'a>> {
        let value = self.value(key, Expected::Table)?;
        if value.is_nothing() {
            return None;
        }
        let found = self.table_of(key, value);
        if found.is_none() {
            self.wrong_type(key, value, Expected::Table);
        }
        found
    }

    /// Reads a string or a table, for keys that take a short and a long form.
    pub fn form(&mut self, key: &'static str) -> Option<Form<'r, 'a>> {
        const EXPECTED: Expected = Expected::TextOrTable;
        let value = self.value(key, EXPECTED)?;
        self.form_of(key, value, EXPECTED)
    }

    /// Reads a string, a table, or a list of strings and tables; empty if the key is missing.
    pub fn forms(&mut self, key: &'static str) -> Vec<Form<'r, 'a>> {
        const EXPECTED: Expected = Expected::TextsOrTables;
        let Some(value) = self.value(key, EXPECTED) else {
            return Vec::new();
        };
        match &value.content {
            Content::List(items) => items
                .iter()
                .filter_map(|item| self.form_of(key, item, EXPECTED))
                .collect(),
            _ => self.form_of(key, value, EXPECTED).into_iter().collect(),
        }
    }

    /// Reads a table with any content, for templates; empty if the key is missing.
    pub fn anything(&mut self, key: &'static str) -> toml::Table {
        let Some(value) = self.value(key, Expected::Table) else {
            return toml::Table::new();
        };
        if !matches!(value.content, Content::Table(_) | Content::Nothing) {
            self.wrong_type(key, value, Expected::Table);
        }
        self.report_forbidden(key, value);
        match value.plain() {
            toml::Value::Table(table) => table,
            _ => toml::Table::new(),
        }
    }

    /// Reports control characters anywhere in a value. The recursion is not deep: both parsers limit
    /// the depth.
    fn report_forbidden(&self, key: &str, value: &Value<'_>) {
        let report = |text: &str, span: &Span| {
            if text.contains(is_forbidden) {
                self.invalid(key, span, &Invalid::ControlCharacter);
            }
        };
        match &value.content {
            Content::Text(text) | Content::Plain(text) => report(text, &value.span),
            Content::List(items) => items
                .iter()
                .for_each(|item| self.report_forbidden(key, item)),
            Content::Table(table) => table.fields.iter().for_each(|field| {
                report(&field.key, &field.span);
                self.report_forbidden(key, &field.value);
            }),
            _ => {}
        }
    }

    /// Reports a value of the right type that the key does not allow.
    pub(super) fn invalid(&self, key: &str, span: &Span, invalid: &Invalid<'_>) {
        let place = Place::new(self.context.file, span.clone());
        let fault = invalid_value(&self.name(key), invalid, place);
        self.faults.report(fault);
    }

    fn missing(&self, key: &str, what: Missing, span: Span) {
        let is_tried = |line: &Span| {
            let written = self.context.file.slice(line.clone());
            written.trim_start().starts_with(key)
        };
        let is_in_broken = !self.within.is_empty() && self.is_broken(span.start);
        if is_in_broken || self.context.broken.iter().any(is_tried) {
            return;
        }
        let edit = match what {
            Missing::Key => self.insertion(key),
            Missing::Value if span.is_empty() => {
                Some(Edit::new(span.clone(), format!(" {}", self.ellipsis())))
            }
            Missing::Value => Some(Edit::new(span.clone(), self.ellipsis())),
        };
        let place = Place::new(self.context.file, span);
        let line = self.context.syntax.key_value(key, &self.ellipsis());
        let fault = missing_key(&self.name(key), &line, what, edit, place);
        self.faults.report(fault);
    }

    /// The value to write instead of a missing one.
    fn ellipsis(&self) -> String {
        self.context.syntax.quoted("…")
    }

    /// The edit that adds `key = "…"` to the table: to the top level before its first key, to a table after
    /// its header, and to an inline table after its brace. `None` for any other form of a table.
    fn insertion(&self, key: &str) -> Option<Edit> {
        let line = self.context.syntax.key_value(key, &self.ellipsis());
        let file = self.context.file;
        if self.within.is_empty() {
            let keys = self.table.fields.iter().map(|field| field.span.start);
            let first = keys.min();
            let start = first.map_or(self.context.start, |key| file.lines_around(key..key).start);
            let indent = file.slice(start..first.unwrap_or(start));
            let is_blank = indent.trim().is_empty();
            return is_blank.then(|| Edit::new(start..start, format!("{indent}{line}\n")));
        }
        let head = file.slice(self.head.clone());
        if head.starts_with('{') {
            let at = self.head.start + 1;
            let end = if self.table.fields.is_empty() {
                " "
            } else {
                ","
            };
            return Some(Edit::new(at..at, format!(" {line}{end}")));
        }
        let header = head.trim_matches(['[', ']']).trim();
        if !head.starts_with('[') || Some(header) != self.within.strip_suffix('.') {
            return None;
        }
        let end = file.lines_around(self.head.clone()).end;
        Some(Edit::new(end..end, format!("\n{line}")))
    }

    /// Reports the keys that were written below the header `[table]` by mistake, and so belong to that table:
    /// those that a read has named, that are missing here, and whose values they would take. Call it after
    /// all reads. Who writes `table.key` or `table = { key = … }` means it.
    pub fn report_misplaced(&self, table: &str) {
        let Some(value) = self.table.get(table) else {
            return;
        };
        let file = self.context.file;
        let head = file.slice(value.span.clone());
        let is_header = head.starts_with('[') && head.trim_matches(['[', ']']).trim() == table;
        let Content::Table(inner) = &value.content else {
            return;
        };
        for field in inner.fields.iter().filter(|_| is_header) {
            let asked = self.asked.iter().find(|asked| asked.key == field.key);
            let is_missing = self.table.get(&field.key).is_none();
            if is_missing && asked.is_some_and(|asked| asked.would_take(&field.value)) {
                let place = Place::new(file, field.span.clone());
                let header = Place::new(file, value.span.clone());
                self.faults
                    .report(misplaced_key(&field.key, table, place, header));
            }
        }
    }

    /// Reports every key that no read has named. Call it after all reads.
    pub fn finish(self) {
        self.finish_with(|_| None);
    }

    /// Reports every key that no read has named. `other` gives the meanings of keys that other tools have.
    pub fn finish_with(self, other: impl Fn(&str) -> Option<OtherKey>) {
        for field in &self.table.fields {
            let name: &str = &field.key;
            let is_debris = !self.within.is_empty() && self.is_broken(field.span.start);
            if !is_debris && self.asked.iter().all(|asked| asked.key != name) {
                let place = Place::new(self.context.file, field.span.clone());
                let instead = self.instead(name, other(name), &place, &field.value);
                let fault = unknown_key(&self.name(name), instead, place);
                self.faults.report(fault);
            }
        }
    }

    /// The keys that may be meant with the unknown key `name` at `place`, which has this value.
    fn instead(
        &self,
        name: &str,
        other: Option<OtherKey>,
        place: &Place,
        value: &Value<'_>,
    ) -> Instead {
        let known = self.asked.iter().map(|asked| asked.key);
        let similar = |key: &str| self.similar(key, place, value);
        let meant = match other {
            Some(OtherKey::Key(key)) => similar(key),
            Some(OtherKey::OneOf(keys)) => {
                let keys = keys.iter().map(|(key, meaning)| match similar(key) {
                    Some(SimilarKey::Fits(key)) => (key, *meaning),
                    _ => (Suggestion::new(*key), *meaning),
                });
                return Instead::OneOf(keys.collect());
            }
            Some(OtherKey::Advice(help)) => return Instead::Advice(help),
            None => None,
        };
        let nearest = || {
            let names = nearest(name, known);
            similar(names.first()?)
        };
        match meant.or_else(nearest) {
            Some(key) => Instead::Key(key),
            None => Instead::Any(self.asked.iter().map(|asked| asked.key).collect()),
        }
    }

    /// The known key `known`, which is similar to the key at `place` with this value.
    fn similar(&self, known: &str, place: &Place, value: &Value<'_>) -> Option<SimilarKey> {
        let Asked { key, expected, .. } = self.asked.iter().find(|asked| asked.key == known)?;
        if !expected.allows(value) {
            return Some(SimilarKey::Takes(key, *expected));
        }
        let suggestion = Suggestion::new(*key);
        let is_free = self.is_written_once(place, value) && self.table.get(key).is_none();
        Some(SimilarKey::Fits(if is_free {
            suggestion.in_place_of(place)
        } else {
            suggestion
        }))
    }

    /// Whether no other line repeats the key at `place`, as the headers of nested tables and lists of tables
    /// do: `[licence]` and `[licence.old]`.
    fn is_written_once(&self, place: &Place, value: &Value<'_>) -> bool {
        let after = self.context.file.slice(place.span.end..).trim_start();
        let has_headers = match &value.content {
            Content::Table(table) => table
                .fields
                .iter()
                .any(|field| matches!(field.value.content, Content::Table(_) | Content::List(_))),
            _ => true,
        };
        after.starts_with(['=', ':']) || after.starts_with(']') && !has_headers
    }

    fn value(&mut self, key: &'static str, expected: Expected) -> Option<&'r Value<'a>> {
        self.asked.push(Asked {
            key,
            expected,
            words: Vec::new(),
        });
        self.table.get(key)
    }

    /// The key's full name, with the tables around it.
    fn name(&self, key: &str) -> String {
        format!("{}{key}", self.within)
    }

    fn text(&self, key: &str, value: &Value<'_>, expected: Expected) -> Option<Written> {
        let Some(written) = value.as_text() else {
            self.wrong_type(key, value, expected);
            return None;
        };
        let span = value.span.clone();
        let text = normalised(written);
        if text.contains(is_forbidden) {
            self.invalid(key, &span, &Invalid::ControlCharacter);
            return None;
        }
        if matches!(value.content, Content::Plain(_)) {
            let place = Place::new(self.context.file, span.clone());
            self.faults.report_all(unclear_text(&text, place));
        }
        Some(Written { text, span })
    }

    fn form_of(&self, key: &str, value: &'r Value<'a>, expected: Expected) -> Option<Form<'r, 'a>> {
        if let Some(keys) = self.table_of(key, value) {
            let place = Place::new(self.context.file, value.span.clone());
            if self.context.syntax == Syntax::Yaml && keys.is_text(&place) {
                self.faults.report(text_with_colon(place));
                return None;
            }
            return Some(Form::Table(keys));
        }
        let written = self.text(key, value, expected)?;
        (!written.text.is_empty()).then_some(Form::Text(written))
    }

    fn table_of(&self, key: &str, value: &'r Value<'a>) -> Option<Keys<'r, 'a>> {
        let Content::Table(table) = &value.content else {
            return None;
        };
        Some(Keys {
            context: self.context,
            head: value.span.clone(),
            table,
            within: format!("{}{key}.", self.within),
            asked: Vec::new(),
            faults: self.faults,
        })
    }

    /// Whether a table of YAML is most likely a text with a colon: `A history: the book`. A key has no spaces, and
    /// begins with a small letter.
    fn is_text(&self, place: &Place) -> bool {
        let [field] = self.table.fields.as_slice() else {
            return false;
        };
        let is_title = field.key.contains(' ') || field.key.starts_with(char::is_uppercase);
        is_title && !place.text().starts_with('{') && !place.text().contains('\n')
    }

    /// Whether the parser has reported the line of a value.
    fn is_reported(&self, span: &Span) -> bool {
        let mut broken = self.context.broken.iter();
        // the parser of TOML puts a value that it could not read at the beginning of the text
        let is_nowhere = span.is_empty() && span.start == self.context.start;
        let has_broken = !self.context.broken.is_empty();
        broken.any(|line| line.contains(&span.start)) || (has_broken && is_nowhere)
    }

    fn wrong_type(&self, key: &str, value: &Value<'_>, expected: Expected) {
        if self.is_reported(&value.span) {
            return;
        }
        let place = Place::new(self.context.file, value.span.clone());
        let fault = wrong_type(&self.name(key), expected, value, place);
        self.faults.report(fault);
    }
}
