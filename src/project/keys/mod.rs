//! TOML tables read key by key, the same way for front matter and for settings.
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

mod document;
pub(crate) mod schema;
pub mod slips;
pub mod write;

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Date;

pub use self::document::Document;
use super::faults::{
    Expected, Invalid, Missing, SimilarKey, invalid_value, missing_key, unknown_key, wrong_type,
};
use crate::address::destination::AbsoluteUrl;
use crate::diagnostic::{Faults, Suggestion};
use crate::source::{Edit, Place, SourceFile, Span, Written};
use crate::text::fold::{is_forbidden, nfc, single_spaced};
use crate::text::name::normalised;
use crate::text::nearest::nearest;

/// A table that is being read.
pub struct Keys<'r, 'a> {
    file: &'r Arc<SourceFile>,
    offset: usize,
    head: Span,
    table: &'r DeTable<'a>,
    within: String,
    asked: Vec<Asked>,
    broken: &'r [Span],
    faults: &'r Faults,
}

/// A key that a read has named, with the type of its value.
struct Asked {
    key: &'static str,
    expected: Expected,
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

    fn strings_of(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Written> {
        const EXPECTED: Expected = Expected::TextOrTexts;
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => Vec::new(),
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| {
                    let written = self.text(key, item, EXPECTED)?;
                    if written.text.is_empty() {
                        self.invalid(key, &written.span, &Invalid::EmptyItem);
                        return None;
                    }
                    Some(written)
                })
                .collect(),
            _ => self.text(key, value, EXPECTED).into_iter().collect(),
        }
    }

    /// Reads a table with any keys, whose values are strings or lists of strings. The result has the order
    /// of the file, and is empty if the table is missing.
    pub fn strings_by_name(&mut self, key: &'static str) -> Vec<(Written, Vec<Written>)> {
        let Some(inner) = self.table(key) else {
            return Vec::new();
        };
        let mut found: Vec<_> = inner
            .table
            .iter()
            .map(|(name, value)| {
                let span = self.in_file(&name.span());
                let text = single_spaced(&nfc(name.get_ref()));
                let strings = inner.strings_of(name.get_ref(), value);
                (Written { text, span }, strings)
            })
            .collect();
        found.sort_by_key(|(name, _)| name.span.start);
        found
    }

    /// Reads `true` or `false`; `None` if the key is missing.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key, Expected::Flag)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type(key, value, Expected::Flag);
        }
        found
    }

    /// Reads a whole number of 1 or more; `None` if the key is missing.
    pub fn count(&mut self, key: &'static str) -> Option<u64> {
        let value = self.value(key, Expected::Count)?;
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong_type(key, value, Expected::Count);
            return None;
        };
        let found = u64::from_str_radix(number.as_str(), number.radix());
        let found = found.ok().filter(|found| *found > 0);
        if found.is_none() {
            let written = number.to_string();
            self.invalid(key, &self.span(value), &Invalid::Count(&written));
        }
        found
    }

    /// Reads a date, written without quotation marks; `None` if the key is missing.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let value = self.value(key, Expected::Day)?;
        let found = value.get_ref().as_datetime().and_then(|moment| {
            let day_only = moment.time.is_none() && moment.offset.is_none();
            moment.date.filter(|_| day_only)
        });
        // the parser has reported a day that does not exist, such as 2026-02-30
        let is_impossible = value
            .get_ref()
            .as_datetime()
            .is_some_and(|moment| moment.time.is_none());
        if found.is_none() && !is_impossible {
            self.wrong_type(key, value, Expected::Day);
        }
        found
    }

    /// The bytes of a key's value in the file; `None` if the key is missing.
    pub fn written_at(&self, key: &str) -> Option<Span> {
        Some(self.span(self.table.get(key)?))
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

    /// Reads one of a few words and returns the value that `words` gives for it; `None` if the key is
    /// missing.
    pub fn choice<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let written = self.string(key)?;
        let found = words.iter().find(|(word, _)| *word == written.text);
        if found.is_none() {
            let invalid = Invalid::Choice {
                written: &written.text,
                words: words.iter().map(|(word, _)| *word).collect(),
            };
            self.invalid(key, &written.span, &invalid);
        }
        found.map(|(_, value)| *value)
    }

    /// Reads a table, whose keys are read in turn; `None` if it is missing.
    pub fn table(&mut self, key: &'static str) -> Option<Keys<'r, 'a>> {
        let value = self.value(key, Expected::Table)?;
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
        match value.get_ref() {
            DeValue::Array(items) => items
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
        if value.get_ref().as_table().is_none() {
            self.wrong_type(key, value, Expected::Table);
        }
        self.report_forbidden(key, value);
        match plain(value.get_ref()) {
            toml::Value::Table(table) => table,
            _ => toml::Table::new(),
        }
    }

    /// Reports control characters anywhere in a value. The recursion is not deep: the TOML parser limits
    /// the depth.
    fn report_forbidden(&self, key: &str, value: &Spanned<DeValue<'_>>) {
        let report = |text: &str, span: Span| {
            if text.contains(is_forbidden) {
                self.invalid(key, &self.in_file(&span), &Invalid::ControlCharacter);
            }
        };
        match value.get_ref() {
            DeValue::String(text) => report(text, value.span()),
            DeValue::Array(items) => items
                .iter()
                .for_each(|item| self.report_forbidden(key, item)),
            DeValue::Table(table) => table.iter().for_each(|(name, value)| {
                report(name.get_ref(), name.span());
                self.report_forbidden(key, value);
            }),
            _ => {}
        }
    }

    /// Reports a value of the right type that the key does not allow.
    pub(super) fn invalid(&self, key: &str, span: &Span, invalid: &Invalid<'_>) {
        let place = Place::new(self.file, span.clone());
        let fault = invalid_value(&self.name(key), invalid, place);
        self.faults.report(fault);
    }

    fn missing(&self, key: &str, what: Missing, span: Span) {
        let is_tried = |line: &Span| {
            let written = self.file.slice(line.clone());
            written.trim_start().starts_with(key)
        };
        if self.broken.iter().any(is_tried) {
            return;
        }
        let edit = match what {
            Missing::Key => self.insertion(key),
            Missing::Value => Some(Edit::new(span.clone(), "\"…\"")),
        };
        let place = Place::new(self.file, span);
        let fault = missing_key(&self.name(key), key, what, edit, place);
        self.faults.report(fault);
    }

    /// The edit that adds `key = "…"` to the table: to the top level before its first key, to a table after
    /// its header, and to an inline table after its brace. `None` for any other form of a table.
    fn insertion(&self, key: &str) -> Option<Edit> {
        let line = format!("{key} = \"…\"");
        if self.within.is_empty() {
            let keys = self.table.keys().map(|key| self.in_file(&key.span()));
            let first = keys.map(|span| span.start).min();
            let start = first.map_or(self.offset, |key| self.file.lines_around(key..key).start);
            return Some(Edit::new(start..start, format!("{line}\n")));
        }
        let head = self.file.slice(self.head.clone());
        if head.starts_with('{') {
            let at = self.head.start + 1;
            let end = if self.table.is_empty() { " " } else { "," };
            return Some(Edit::new(at..at, format!(" {line}{end}")));
        }
        let header = head.trim_matches(['[', ']']).trim();
        if !head.starts_with('[') || Some(header) != self.within.strip_suffix('.') {
            return None;
        }
        let end = self.file.lines_around(self.head.clone()).end;
        Some(Edit::new(end..end, format!("\n{line}")))
    }

    /// Reports every key that no read has named. Call it after all reads.
    pub fn finish(self) {
        let known: Vec<&str> = self.asked.iter().map(|asked| asked.key).collect();
        for (key, value) in self.table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let place = Place::new(self.file, self.in_file(&key.span()));
                let similar = nearest(name, known.iter().copied());
                let similar = similar.first();
                let similar = similar.and_then(|similar| self.similar(similar, &place, value));
                let fault = unknown_key(&self.name(name), similar, &known, place);
                self.faults.report(fault);
            }
        }
    }

    /// The known key `known`, which is similar to the key at `place` with this value.
    fn similar(
        &self,
        known: &str,
        place: &Place,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<SimilarKey> {
        let Asked { key, expected } = self.asked.iter().find(|asked| asked.key == known)?;
        if !expected.allows(value.get_ref()) {
            return Some(SimilarKey::Takes(key, *expected));
        }
        let suggestion = Suggestion::new(*key);
        let is_free = self.is_written_once(place, value) && !self.table.contains_key(*key);
        Some(SimilarKey::Fits(if is_free {
            suggestion.in_place_of(place)
        } else {
            suggestion
        }))
    }

    /// Whether no other line repeats the key at `place`, as the headers of nested tables and lists of tables
    /// do: `[licence]` and `[licence.old]`.
    fn is_written_once(&self, place: &Place, value: &Spanned<DeValue<'_>>) -> bool {
        let after = self.file.slice(place.span.end..).trim_start();
        let inner = value.get_ref().as_table();
        let has_headers = |table: &DeTable<'_>| {
            let mut values = table.values().map(Spanned::get_ref);
            values.any(|value| matches!(value, DeValue::Table(_) | DeValue::Array(_)))
        };
        after.starts_with('=')
            || after.starts_with(']') && inner.is_some_and(|table| !has_headers(table))
    }

    fn value(&mut self, key: &'static str, expected: Expected) -> Option<&'r Spanned<DeValue<'a>>> {
        self.asked.push(Asked { key, expected });
        self.table.get(key)
    }

    fn span(&self, value: &Spanned<DeValue<'_>>) -> Span {
        self.in_file(&value.span())
    }

    /// The bytes in the file of a span of the TOML text.
    fn in_file(&self, span: &Span) -> Span {
        span.start + self.offset..span.end + self.offset
    }

    /// The key's full name, with the tables around it.
    fn name(&self, key: &str) -> String {
        format!("{}{key}", self.within)
    }

    fn text(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: Expected) -> Option<Written> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, expected);
            return None;
        };
        let span = self.span(value);
        let text = normalised(text);
        if text.contains(is_forbidden) {
            self.invalid(key, &span, &Invalid::ControlCharacter);
            return None;
        }
        Some(Written { text, span })
    }

    fn form_of(
        &self,
        key: &str,
        value: &'r Spanned<DeValue<'a>>,
        expected: Expected,
    ) -> Option<Form<'r, 'a>> {
        if let Some(keys) = self.table_of(key, value) {
            return Some(Form::Table(keys));
        }
        let written = self.text(key, value, expected)?;
        (!written.text.is_empty()).then_some(Form::Text(written))
    }

    fn table_of(&self, key: &str, value: &'r Spanned<DeValue<'a>>) -> Option<Keys<'r, 'a>> {
        let DeValue::Table(table) = value.get_ref() else {
            return None;
        };
        Some(Keys {
            file: self.file,
            offset: self.offset,
            head: self.span(value),
            table,
            within: format!("{}{key}.", self.within),
            asked: Vec::new(),
            broken: self.broken,
            faults: self.faults,
        })
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: Expected) {
        let span = self.span(value);
        if self.broken.iter().any(|line| line.contains(&span.start)) {
            return;
        }
        let place = Place::new(self.file, span);
        let fault = wrong_type(&self.name(key), expected, value.get_ref(), place);
        self.faults.report(fault);
    }
}

/// A value without its places. The recursion is not deep: the TOML parser limits the depth.
fn plain(value: &DeValue<'_>) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| number.as_str().into(), toml::Value::Integer),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map_or_else(|_| number.as_str().into(), toml::Value::Float),
        DeValue::Boolean(value) => toml::Value::Boolean(*value),
        // templates have no type for dates
        DeValue::Datetime(moment) => toml::Value::String(moment.to_string()),
        DeValue::Array(items) => {
            toml::Value::Array(items.iter().map(|item| plain(item.get_ref())).collect())
        }
        DeValue::Table(table) => table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref())))
            .collect::<toml::Table>()
            .into(),
    }
}
