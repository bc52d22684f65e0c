//! TOML tables read key by key, the same way for front matter and for settings.
//!
//! Each read names the key and says of what type it is; a value of another type is a fault at the
//! value, and what no read has asked for is an unknown key. So the code that reads a table is the
//! list of what the table may hold.

pub mod write;

use std::sync::Arc;

use schemars::JsonSchema;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Date;

use self::write::quoted;
use crate::address::destination::WebAddress;
use crate::diagnostic::{Code, Diagnostic, Faults, reworded};
use crate::source::{Place, SourceFile, Span, Written};
use crate::text::fold::{is_forbidden, nfc, single_spaced};
use crate::text::name::normalised;
use crate::text::nearest::nearest;

/// How a line begins that git writes into a file where a merge has to be finished.
const CONFLICT: &str = "<<<<<<< ";

/// What no value may be, and how to mend it.
const WITH_CONTROL: &str = "text with a control character in it";
const REMOVE_CONTROL: &str = "remove it: it shows nothing and breaks pages";

/// TOML text as part of a file.
pub struct Document<'a> {
    file: &'a Arc<SourceFile>,
    offset: usize,
    head: Span,
    table: Spanned<DeTable<'a>>,
    is_whole: bool,
    /// The lines that are no TOML: of what is made of them, nothing is said.
    broken: Vec<Span>,
}

impl<'a> Document<'a> {
    /// Parses the bytes `span` of `file`; `head` is where a key that is missing is reported. What is
    /// not TOML is reported, each fault at its place, and the rest is kept, so that the faults in it
    /// are found too.
    pub fn parse(file: &'a Arc<SourceFile>, span: Span, head: Span, faults: &Faults) -> Self {
        let offset = span.start;
        let text = file.slice(span);
        let (table, errors) = DeTable::parse_recoverable(text);
        let is_whole = errors.is_empty();
        let mut broken = Vec::new();
        let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some((*at - line.len(), line.trim_end()))
        });
        // what is wrong then is the merge, not what it makes of the text
        if let Some((at, line)) = lines.find(|(_, line)| line.starts_with(CONFLICT)) {
            let at = offset + at;
            faults.report(
                Diagnostic::new(Code::InvalidToml, "a merge was not finished here")
                    .at(Place::new(file, at..at + line.len()))
                    .help("keep what is right of both sides, and remove the lines of signs"),
            );
        } else {
            for error in errors {
                let place = error.span().unwrap_or(0..0);
                let place = place.start + offset..place.end + offset;
                let line = file.lines_around(place.clone());
                // what follows from the first slip in a line helps nobody
                if broken.contains(&line) {
                    continue;
                }
                let fault = Diagnostic::new(Code::InvalidToml, reworded(error.message()))
                    .at(Place::new(file, place));
                faults.report(match slip(file.slice(line.clone())) {
                    Some(help) => fault.help(help),
                    None => fault,
                });
                broken.push(line);
            }
        }
        Self {
            broken,
            file,
            offset,
            head,
            table,
            is_whole,
        }
    }

    /// Whether all of it is TOML.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The document's own keys.
    pub fn keys<'r>(&'r self, faults: &'r Faults) -> Keys<'r, 'a> {
        Keys {
            file: self.file,
            offset: self.offset,
            head: self.head.clone(),
            table: self.table.get_ref(),
            within: String::new(),
            asked: Vec::new(),
            broken: &self.broken,
            faults,
        }
    }
}

// The two below are for schemas alone. Their variants have no doc comments, which would be shown.

/// What [`Keys::strings`] and [`Keys::forms`] take.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum OneOrSeveral<T> {
    One(T),
    Several(Vec<T>),
}

/// What [`Keys::form`] takes.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ShortOrLong<T> {
    Short(String),
    Long(T),
}

/// One table, while it is read.
pub struct Keys<'r, 'a> {
    file: &'r Arc<SourceFile>,
    offset: usize,
    head: Span,
    table: &'r DeTable<'a>,
    within: String,
    asked: Vec<&'static str>,
    broken: &'r [Span],
    faults: &'r Faults,
}

/// A value whose type is not known yet: one of several forms that a key takes.
pub enum Form<'r, 'a> {
    /// A string.
    Text(Written),
    /// A table, to be read in turn.
    Table(Keys<'r, 'a>),
}

impl<'r, 'a> Keys<'r, 'a> {
    /// A string, in normalisation form C, white space at its ends and in runs dropped; `None`
    /// where the key is missing or its value is empty.
    pub fn string(&mut self, key: &'static str) -> Option<Written> {
        let value = self.value(key)?;
        let written = self.text(key, value, "a string")?;
        (!written.text.is_empty()).then_some(written)
    }

    /// A string that has to be there and hold something.
    pub fn required_string(&mut self, key: &'static str) -> Option<Written> {
        let Some(value) = self.value(key) else {
            self.missing(key, "is missing", self.head.clone());
            return None;
        };
        let written = self.text(key, value, "a string")?;
        if written.text.is_empty() {
            self.missing(key, "is empty", written.span);
            return None;
        }
        Some(written)
    }

    /// A string or a list of strings; empty where the key is missing.
    pub fn strings(&mut self, key: &'static str) -> Vec<Written> {
        let value = self.value(key);
        value.map_or_else(Vec::new, |value| self.strings_of(key, value))
    }

    fn strings_of(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Written> {
        const EXPECTED: &str = "a string or a list of strings";
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => Vec::new(),
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| {
                    let written = self.text(key, item, EXPECTED)?;
                    if written.text.is_empty() {
                        self.invalid(key, &written.span, "an empty string", "remove it");
                        return None;
                    }
                    Some(written)
                })
                .collect(),
            _ => self.text(key, value, EXPECTED).into_iter().collect(),
        }
    }

    /// A table of strings or lists of strings whose keys are anybody's, in the file's order; empty
    /// where it is missing.
    pub fn strings_by_name(&mut self, key: &'static str) -> Vec<(Written, Vec<Written>)> {
        let Some(inner) = self.table(key) else {
            return Vec::new();
        };
        let mut found: Vec<_> = inner
            .table
            .iter()
            .map(|(name, value)| {
                let span = name.span();
                let span = span.start + self.offset..span.end + self.offset;
                let text = single_spaced(&nfc(name.get_ref()));
                let strings = inner.strings_of(name.get_ref(), value);
                (Written { text, span }, strings)
            })
            .collect();
        found.sort_by_key(|(name, _)| name.span.start);
        found
    }

    /// `true` or `false`; `None` where the key is missing.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type(key, value, "`true` or `false`");
        }
        found
    }

    /// A whole number from 1; `None` where the key is missing.
    pub fn count(&mut self, key: &'static str) -> Option<u64> {
        const EXPECTED: &str = "a whole number from 1";
        let value = self.value(key)?;
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong_type(key, value, EXPECTED);
            return None;
        };
        let found = u64::from_str_radix(number.as_str(), number.radix());
        let found = found.ok().filter(|found| *found > 0);
        if found.is_none() {
            let help = format!("write {EXPECTED}");
            self.invalid(key, &self.span(value), &format!("`{number}`"), &help);
        }
        found
    }

    /// A day, written without quotation marks.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let value = self.value(key)?;
        let found = value.get_ref().as_datetime().and_then(|moment| {
            let day_only = moment.time.is_none() && moment.offset.is_none();
            moment.date.filter(|_| day_only)
        });
        // a day that there is not has been reported as such
        let is_impossible = value
            .get_ref()
            .as_datetime()
            .is_some_and(|moment| moment.time.is_none());
        if found.is_none() && !is_impossible {
            self.wrong_type(
                key,
                value,
                "a date such as 2026-11-23, without quotation marks",
            );
        }
        found
    }

    /// Where the value of a key is written; `None` where the key is missing.
    pub fn written_at(&self, key: &str) -> Option<Span> {
        Some(self.span(self.table.get(key)?))
    }

    /// A key that holds the address of a page elsewhere.
    pub fn web_address(&mut self, key: &'static str) -> Option<WebAddress> {
        let written = self.string(key)?;
        let address = WebAddress::read(&written.text);
        if address.is_none() {
            let help = "write the whole address, such as `https://example.org/page`";
            self.invalid(key, &written.span, &format!("`{}`", written.text), help);
        }
        address
    }

    /// One of a few words; `None` where the key is missing.
    pub fn choice<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let written = self.string(key)?;
        let found = words.iter().find(|(word, _)| *word == written.text);
        if found.is_none() {
            let list: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let help = format!("write one of {}", list.join(", "));
            self.invalid(key, &written.span, &format!("`{}`", written.text), &help);
        }
        found.map(|(_, value)| *value)
    }

    /// A table of keys; `None` where it is missing.
    pub fn table(&mut self, key: &'static str) -> Option<Keys<'r, 'a>> {
        let value = self.value(key)?;
        let found = self.table_of(key, value);
        if found.is_none() {
            self.wrong_type(key, value, "a table");
        }
        found
    }

    /// A string or a table, for keys that take a short and a long form.
    pub fn form(&mut self, key: &'static str) -> Option<Form<'r, 'a>> {
        let value = self.value(key)?;
        self.form_of(key, value, "a string or a table")
    }

    /// A string, a table, or a list of either.
    pub fn forms(&mut self, key: &'static str) -> Vec<Form<'r, 'a>> {
        const EXPECTED: &str = "a list of strings or tables";
        let Some(value) = self.value(key) else {
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

    /// A table that holds anything, for templates; empty where the key is missing.
    pub fn anything(&mut self, key: &'static str) -> toml::Table {
        let Some(value) = self.value(key) else {
            return toml::Table::new();
        };
        if value.get_ref().as_table().is_none() {
            self.wrong_type(key, value, "a table");
        }
        self.report_forbidden(key, value);
        match plain(value.get_ref()) {
            toml::Value::Table(table) => table,
            _ => toml::Table::new(),
        }
    }

    /// Reports characters that no page may hold, wherever they are in a value. TOML's parser has
    /// bounded the depth.
    fn report_forbidden(&self, key: &str, value: &Spanned<DeValue<'_>>) {
        let report = |text: &str, span: Span| {
            if text.contains(is_forbidden) {
                let span = span.start + self.offset..span.end + self.offset;
                self.invalid(key, &span, WITH_CONTROL, REMOVE_CONTROL);
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

    /// Reports a value that its key cannot have: `what` it is, and the `help` that mends it.
    pub fn invalid(&self, key: &str, span: &Span, what: &str, help: &str) {
        self.report(
            Diagnostic::new(
                Code::InvalidValue,
                format!("`{}` cannot be {what}", self.name(key)),
            )
            .at(Place::new(self.file, span.clone()))
            .help(help),
        );
    }

    fn missing(&self, key: &str, how: &str, span: Span) {
        let is_tried = |line: &Span| {
            let written = self.file.slice(line.clone());
            written.trim_start().starts_with(key)
        };
        if self.broken.iter().any(is_tried) {
            return;
        }
        self.report(
            Diagnostic::new(Code::MissingKey, format!("`{}` {how}", self.name(key)))
                .at(Place::new(self.file, span))
                .help(format!("write `{key} = \"…\"`")),
        );
    }

    /// Reports every key that was not asked for. To be called when all have been.
    pub fn finish(self) {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let help = match nearest(name, self.asked.iter().copied()).first() {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("the keys here are {}", list(&self.asked)),
            };
            let span = key.span();
            self.report(
                Diagnostic::new(
                    Code::UnknownKey,
                    format!("unknown key `{}`", self.name(name)),
                )
                .at(Place::new(
                    self.file,
                    span.start + self.offset..span.end + self.offset,
                ))
                .help(help),
            );
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'r Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn span(&self, value: &Spanned<DeValue<'_>>) -> Span {
        value.span().start + self.offset..value.span().end + self.offset
    }

    /// The key's full name, with the tables around it.
    fn name(&self, key: &str) -> String {
        format!("{}{key}", self.within)
    }

    fn text(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) -> Option<Written> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, expected);
            return None;
        };
        let span = self.span(value);
        let text = normalised(text);
        if text.contains(is_forbidden) {
            self.invalid(key, &span, WITH_CONTROL, REMOVE_CONTROL);
            return None;
        }
        Some(Written { text, span })
    }

    fn form_of(
        &self,
        key: &str,
        value: &'r Spanned<DeValue<'a>>,
        expected: &str,
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

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let at = self.span(value).start;
        if self.broken.iter().any(|line| line.contains(&at)) {
            return;
        }
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "`true` or `false`",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.report(
            Diagnostic::new(
                Code::WrongType,
                format!("`{}` is {expected}, not {found}", self.name(key)),
            )
            .at(Place::new(self.file, self.span(value)))
            .label(format!("expected {expected}")),
        );
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.faults.report(diagnostic);
    }
}

/// How to mend a line that is no TOML, where it is one of the slips that are made most.
fn slip(line: &str) -> Option<String> {
    const CURLY: &[char] = &[
        '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}',
    ];
    let is_key = |key: &str| {
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    };
    let of = |(key, value): (&str, &str)| (key.trim().to_owned(), value.trim().to_owned());
    let equals = line.split_once('=').map(of).filter(|(key, _)| is_key(key));
    let Some((key, value)) = equals else {
        let (key, value) = line
            .split_once(':')
            .map(of)
            .filter(|(key, _)| is_key(key))?;
        let value = value.trim_matches(['"', '\'']);
        if value.is_empty() || value.starts_with(['[', '{', '-', '|', '>']) {
            return Some(format!(
                "write `=` for the colon, and a list as `{key} = [\"…\", \"…\"]`"
            ));
        }
        return Some(format!(
            "write `=` for the colon: `{key} = {}`",
            quoted(value)
        ));
    };
    if value.starts_with(CURLY) {
        let value = value.trim_matches(CURLY);
        return Some(format!(
            "write straight quotation marks: `{key} = {}`",
            quoted(value)
        ));
    }
    if value.starts_with(char::is_alphabetic) {
        return Some(format!(
            "write quotation marks around a text: `{key} = {}`",
            quoted(&value)
        ));
    }
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    inner.contains('"').then(|| {
        format!(
            "write a backslash before a quotation mark in a text: `{key} = {}`",
            quoted(inner)
        )
    })
}

fn list(keys: &[&str]) -> String {
    let mut sorted: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
    sorted.sort();
    sorted.join(", ")
}

/// The value without its places. TOML's parser has bounded the depth.
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
        // templates know no dates
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
