//! The most frequent mistakes in a line that is not TOML.

use toml::Value;

use super::day::year_first;
use super::quoted::quoted;
use crate::text::slice;

/// The quotation marks of word processors.
const CURLY: &[char] = &[
    '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}',
];

/// The single quotation marks of word processors. The last one is also an apostrophe.
const CURLY_SINGLE: &[char] = &['\u{2018}', '\u{201a}', '\u{201b}', '\u{2019}'];

/// A mistake in a line that is not TOML but has a key and a value that can be recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The kind of the mistake.
    pub kind: SlipKind,
    /// The key; empty if the line is an item of a list.
    pub key: String,
    /// The intended value.
    pub value: SlipValue,
}

/// The kind of a mistake in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipKind {
    /// A colon instead of the equals sign: `title: Tea`.
    Colon,
    /// A colon instead of the equals sign, before a list or nothing: `tags: [tea]`.
    ColonBeforeList,
    /// No equals sign: `title "Tea"`.
    NoSign,
    /// Quotation marks of a word processor: `title = “Tea”`.
    CurlyMarks,
    /// A text without quotation marks: `title = Tea`.
    NoMarks,
    /// A text without its last quotation mark: `title = "Tea`.
    NoLastMark,
    /// A quotation mark in a text without a backslash: `title = "a "strong" tea"`.
    MarkInText,
    /// An apostrophe in a text between apostrophes: `title = 'baker's yeast'`.
    ApostropheInText,
    /// Texts without brackets around them: `tags = "tea", "cake"`.
    NoBrackets,
    /// Texts without brackets and without quotation marks: `tags = tea, cake`.
    NoBracketsNoMarks,
    /// Texts in a list without a comma between them: `tags = ["tea" "cake"]`.
    NoComma,
    /// Texts in a list with two commas between them: `tags = ["tea",, "cake"]`.
    TwoCommas,
    /// Two equals signs: `title == "Tea"`.
    TwoSigns,
    /// A list without its last bracket: `tags = ["tea"`.
    NoLastBracket,
    /// Texts in a list without quotation marks: `tags = [tea]`.
    NoMarksInList,
    /// A text in a list without one of its quotation marks: `tags = ["tea, "cake"]`.
    OneMarkInList,
    /// A text without a quotation mark, or no comma, in a table on one line: `{ text = "x, audio = "x.mp3" }`.
    InTable,
    /// A flag with a capital: `draft = True`.
    CapitalFlag,
    /// A flag of YAML: `draft = yes`.
    OtherFlag,
    /// A date in the order of day, month and year: `updated = 23.11.2026`.
    DayFirst,
}

/// A value that an author intended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipValue {
    /// A text, without quotation marks.
    Text(String),
    /// A list of texts; empty if the texts cannot be recognised.
    Texts(Vec<String>),
    /// A flag, a date or a number, as TOML has it.
    Bare(String),
}

/// Recognises the mistake in a line that is not TOML; `None` for any other mistake.
///
/// ```text
/// title: Tea               Colon, key `title`, value `Tea`
/// draft: True              Colon, key `draft`, value true
/// tags: [tea]              ColonBeforeList, key `tags`, no value
/// title = “Tea”            CurlyMarks, key `title`, value `Tea`
/// title = "a "strong" tea" MarkInText, key `title`, value `a "strong" tea`
/// tags = "tea", "cake"     NoBrackets, key `tags`, values `tea` and `cake`
/// ```
pub fn slip(line: &str) -> Option<Slip> {
    use SlipValue::{Bare, Text, Texts};
    let slip = |kind, key: &str, value| {
        Some(Slip {
            kind,
            key: key.to_owned(),
            value,
        })
    };
    let text = |text: &str| Text(text.to_owned());
    let Some((key, value)) = parts(line, "=") else {
        return without_equals_sign(line);
    };
    if let Some(value) = value.strip_prefix('=') {
        let value = value.trim();
        let inner = value.trim_matches(['"', '\'']);
        let is_list = value.starts_with('[');
        let value = value_of(key, inner, inner.len() < value.len()).filter(|_| !is_list)?;
        return slip(SlipKind::TwoSigns, key, value);
    }
    if let Some(table) = table_slip(value) {
        return slip(SlipKind::InTable, key, Bare(table));
    }
    if let Some(list) = value.strip_prefix('[') {
        let (kind, items) = list_slip(list)?;
        return slip(kind, key, Texts(items));
    }
    let other_brackets = value
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let other_brackets = other_brackets.or_else(|| {
        value
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
    });
    if let Some(list) = other_brackets {
        return slip(SlipKind::NoBrackets, key, Texts(texts(list, ",")?));
    }
    let marks = |c: char| c == '"' || CURLY.contains(&c) || CURLY_SINGLE.contains(&c);
    let inner = value.trim_matches(marks);
    let has_curly = value.starts_with(CURLY)
        || value.starts_with(CURLY_SINGLE)
        || value.starts_with('"') && value.ends_with(CURLY);
    if has_curly && !inner.contains('"') {
        return slip(SlipKind::CurlyMarks, key, value_of(key, inner, true)?);
    }
    let is_bare = value.starts_with(char::is_alphabetic);
    if is_bare && takes_list(key) && value.contains(", ") {
        let items = bare_items(value, ",")?;
        return slip(SlipKind::NoBracketsNoMarks, key, Texts(items));
    }
    if is_bare || value.starts_with('#') || year_first(value).is_some() {
        let intended = value_of(key, value, false)?;
        let kind = match &intended {
            Bare(_) if year_first(value).is_some() => SlipKind::DayFirst,
            Bare(flag) if *flag == value.to_lowercase() => SlipKind::CapitalFlag,
            Bare(_) => SlipKind::OtherFlag,
            Text(_) | Texts(_) => SlipKind::NoMarks,
        };
        return slip(kind, key, intended);
    }
    if let Some(inner) = between(value, '\'') {
        let is_one = inner.contains('\'') && !inner.contains("', '");
        return is_one.then(|| slip(SlipKind::ApostropheInText, key, text(inner)))?;
    }
    if let Some(rest) = value.strip_prefix('\'').filter(|rest| !rest.contains('\'')) {
        return slip(SlipKind::NoLastMark, key, value_of(key, rest, true)?);
    }
    let rest = value.strip_prefix('"')?;
    if !rest.contains('"') {
        return slip(SlipKind::NoLastMark, key, value_of(key, rest, true)?);
    }
    if let Some(items) = texts(value, ",").filter(|items| items.len() > 1) {
        return slip(SlipKind::NoBrackets, key, Texts(items));
    }
    let inner = between(value, '"')?;
    let is_one = inner.contains('"') && !inner.contains("\", \"") && !inner.contains('\\');
    is_one.then(|| slip(SlipKind::MarkInText, key, text(inner)))?
}

/// The mistake in a line without an equals sign.
fn without_equals_sign(line: &str) -> Option<Slip> {
    let slip = |kind, key: &str, value| {
        Some(Slip {
            kind,
            key: key.to_owned(),
            value,
        })
    };
    let Some((key, value)) = parts(line, ":") else {
        let (key, value) = parts(line.trim(), " ")?;
        let value = value_of(key, between(value, '"')?, true)?;
        return slip(SlipKind::NoSign, key, value);
    };
    let plain = value.trim_matches(['"', '\'']);
    if plain.is_empty() || plain.starts_with(['[', '{', '-', '|', '>']) {
        return slip(SlipKind::ColonBeforeList, key, SlipValue::Texts(Vec::new()));
    }
    let has_marks = plain.len() < value.len();
    slip(SlipKind::Colon, key, value_of(key, plain, has_marks)?)
}

/// Recognises a text without quotation marks in a line of a list: `tea,` in a list of several lines.
pub fn item_slip(line: &str) -> Option<Slip> {
    let line = line.trim();
    let items = bare_items(line.strip_suffix(',').unwrap_or(line), ",")?;
    let [item] = items.as_slice() else {
        return None;
    };
    Some(Slip {
        kind: SlipKind::NoMarks,
        key: String::new(),
        value: SlipValue::Text(item.clone()),
    })
}

/// The mistake in a list, whose text begins after the opening bracket, with the intended texts.
///
/// ```text
/// tea]             NoMarksInList    tea
/// "tea", "cake"    NoLastBracket    tea, cake
/// "tea" "cake"]    NoComma          tea, cake
/// "tea”]           CurlyMarks       tea
/// "tea, "cake"]    OneMarkInList    tea, cake
/// ```
fn list_slip(list: &str) -> Option<(SlipKind, Vec<String>)> {
    // a bracket of another kind is meant as the last one
    let list = list.trim_end_matches([')', '}']);
    let inner = list.strip_suffix(']');
    // a comment after a list that is not closed
    let uncommented = || list.split(" #").next().unwrap_or(list);
    let text = inner.unwrap_or_else(uncommented).trim();
    if text.contains(CURLY) || text.starts_with(CURLY_SINGLE) {
        return Some((SlipKind::CurlyMarks, bare_items(text, ",")?));
    }
    if let (None, Some(items)) = (inner, texts(text, ",")) {
        return Some((SlipKind::NoLastBracket, items));
    }
    if let Some(items) = texts(text, " ") {
        return Some((SlipKind::NoComma, items));
    }
    let separator = if text.contains(';') && !text.contains(',') {
        ";"
    } else {
        ","
    };
    if text.contains(",,") || text.contains(", ,") {
        let single = text.replace(", ,", ",").replace(",,", ",");
        return Some((SlipKind::TwoCommas, texts(&single, ",")?));
    }
    let items = bare_items(text, separator)?;
    let mut parts = text.split(separator).map(str::trim);
    let kind = if parts.any(|part| !part.contains(['"', '\''])) {
        SlipKind::NoMarksInList
    } else if inner.is_none() && text.matches('"').count().is_multiple_of(2) {
        SlipKind::NoLastBracket
    } else if separator == ";" {
        SlipKind::NoComma
    } else {
        SlipKind::OneMarkInList
    };
    Some((kind, items))
}

/// The table on one line, perhaps in a list, that is meant with a value. `None` if it has other keys than those of a
/// source or a pronunciation.
///
/// ```text
/// { text = "x, audio = x.mp3 }        { text = "x", audio = "x.mp3" }
/// [{ title = "X" url = "https://…"    [{ title = "X", url = "https://…" }]
/// ```
fn table_slip(value: &str) -> Option<String> {
    const KEYS: [&str; 4] = ["audio", "text", "title", "url"];
    let list = value.strip_prefix('[').map(str::trim_start);
    let table = list.unwrap_or(value).strip_prefix('{')?;
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut words = table.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let key = word.split('=').next().unwrap_or_default();
        let is_key = KEYS.contains(&key)
            && (word.contains('=') || words.peek().is_some_and(|next| next.starts_with('=')));
        if is_key {
            let rest = slice(word, key.len()..);
            fields.push((key, vec![rest.strip_prefix('=').unwrap_or(rest)]));
        } else {
            let word = word
                .strip_prefix('=')
                .filter(|_| word == "=")
                .unwrap_or(word);
            fields.last_mut()?.1.push(word);
        }
    }
    let signs = |c: char| matches!(c, '"' | ',' | '{' | '}' | '[' | ']') || c.is_whitespace();
    let fields = fields.into_iter().map(|(key, words)| {
        let text = words.join(" ");
        let text = text.trim_matches(signs);
        let is_text = !text.is_empty() && !text.contains(['"', '\'', '\\', '{', '}', '#']);
        is_text.then(|| format!("{key} = {}", quoted(text)))
    });
    let fields: Vec<String> = fields.collect::<Option<_>>()?;
    let table = format!("{{ {} }}", fields.join(", "));
    let whole = if list.is_some() {
        format!("[{table}]")
    } else {
        table
    };
    (!fields.is_empty()).then_some(whole)
}

/// The texts between separators, each without the quotation marks around it. `None` if one of them has
/// other signs of TOML.
fn bare_items(list: &str, separator: &str) -> Option<Vec<String>> {
    let marks =
        |c: char| matches!(c, '"' | '\'') || CURLY.contains(&c) || CURLY_SINGLE.contains(&c);
    let items = list.trim().trim_end_matches(separator).split(separator);
    let items: Vec<String> = items
        .map(|item| item.trim().trim_matches(marks).trim().to_owned())
        .collect();
    let is_text = |item: &String| {
        let has_letter = item.chars().any(char::is_alphanumeric);
        has_letter && !item.contains(['"', '\\', '[', ']', '{', '}', '='])
    };
    items.iter().all(is_text).then_some(items)
}

/// Whether a key of front matter takes a list of texts.
fn takes_list(key: &str) -> bool {
    matches!(
        key,
        "abbreviations"
            | "avoid"
            | "broader"
            | "hidden"
            | "redirect_from"
            | "related"
            | "synonyms"
            | "tags"
            | "variants"
    )
}

/// The type of the value that a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyType {
    Text,
    Flag,
    Day,
    Count,
    Table,
    /// Any type: an unknown key, or a key in `extra`.
    Any,
}

impl KeyType {
    /// The type of a key of front matter, of the settings, or of a table in one of them.
    fn of(key: &str) -> Self {
        match key {
            "draft" | "letter_pages" | "math" | "quotations" => Self::Flag,
            "updated" => Self::Day,
            "entries" | "file_size" | "longest_gloss" | "nesting" | "outdated_after"
            | "page_size" | "wanted_in" => Self::Count,
            "check" | "extra" | "limits" | "linking" | "retired" => Self::Table,
            "abbreviations" | "avoid" | "broader" | "description" | "exclude" | "gloss"
            | "hidden" | "ignore" | "name" | "published" | "redirect_from" | "related"
            | "replaced_by" | "sense" | "sort_as" | "sources" | "synonyms" | "tags" | "title"
            | "variants" => Self::Text,
            _ => Self::Any,
        }
    }
}

/// The value that an author intended with the text `written`, which is not TOML. `None` if the key does not
/// take such a value.
///
/// ```text
/// title   404          the text `404`
/// draft   True, yes    true
/// updated 23.11.2026   2026-11-23
/// year    2026         2026, or the text `2026` if it has quotation marks
/// ```
fn value_of(key: &str, written: &str, has_marks: bool) -> Option<SlipValue> {
    let expected = KeyType::of(key);
    let text = SlipValue::Text(written.to_owned());
    if expected == KeyType::Text || (expected == KeyType::Any && has_marks) {
        return Some(text);
    }
    let bare = match written.to_lowercase().as_str() {
        "true" => "true".to_owned(),
        "false" => "false".to_owned(),
        // the flags of YAML
        "yes" | "on" if expected == KeyType::Flag => "true".to_owned(),
        "no" | "off" if expected == KeyType::Flag => "false".to_owned(),
        _ => year_first(written).unwrap_or_else(|| written.to_owned()),
    };
    let read = toml::from_str::<toml::Table>(&format!("value = {bare}"));
    let value = read.ok().and_then(|mut table| table.remove("value"));
    let is_expected = match (&value, expected) {
        (Some(Value::Boolean(_)), KeyType::Flag | KeyType::Any) => true,
        (Some(Value::Datetime(day)), KeyType::Day) => day.time.is_none(),
        (Some(Value::Integer(count)), KeyType::Count) => *count > 0,
        (Some(Value::Datetime(_) | Value::Integer(_) | Value::Float(_)), KeyType::Any) => true,
        _ => false,
    };
    if is_expected {
        return Some(SlipValue::Bare(bare));
    }
    (expected == KeyType::Any).then_some(text)
}

/// The key before the first `sign` of a line, and the value after it.
fn parts<'l>(line: &'l str, sign: &str) -> Option<(&'l str, &'l str)> {
    let (key, value) = line.split_once(sign)?;
    let key = key.trim();
    let is_key = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    is_key.then_some((key, value.trim()))
}

/// The text between two quotation marks, which may contain more of them.
fn between(value: &str, mark: char) -> Option<&str> {
    value.strip_prefix(mark)?.strip_suffix(mark)
}

/// The texts in double quotation marks with a `separator` between them, such as `"tea", "cake"` with `,`.
/// `None` if there is anything else, or a backslash.
fn texts(list: &str, separator: &str) -> Option<Vec<String>> {
    // in turn: outside of a text, in it, outside …
    let mut parts: Vec<&str> = list.split('"').collect();
    let (first, last) = (parts.first()?.trim(), parts.pop()?.trim());
    let is_whole = first.is_empty() && last.trim_end_matches(',').is_empty();
    let outside = parts.iter().skip(2).step_by(2);
    let is_separated = outside.clone().all(|part| {
        let part = part.trim();
        part == separator.trim() || (part == "," && separator == " ")
    });
    let items: Vec<String> = parts
        .iter()
        .skip(1)
        .step_by(2)
        .map(|item| (*item).to_owned())
        .collect();
    let is_plain = parts.len().is_multiple_of(2) && !list.contains('\\');
    (is_whole && is_separated && is_plain && !items.is_empty()).then_some(items)
}
