//! What is said of the values of keys: a function for each diagnostic.

use std::fmt;

use super::keys::day::{WrittenDay, year_first};
use super::keys::syntax::Syntax;
use super::keys::value::{Content, Value};
use super::keys::write::{in_place_of_string, quoted};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::source::{Edit, Place};
use crate::text::endonym;
use crate::text::language::Language;
use crate::text::nearest::nearest;

/// The help for a day such as 2026-02-30.
pub(super) const NO_SUCH_DAY: &str = "this day does not exist: write a date such as 2026-11-23";

/// The type of value that a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Text,
    TextOrTexts,
    Flag,
    TextOrFalse,
    Count,
    Number,
    Day,
    Table,
    TextOrTable,
    TextsOrTables,
}

impl Expected {
    /// Whether a value has this type.
    pub(super) fn allows(self, value: &Value<'_>) -> bool {
        let is_list_of = |expected: Self| match &value.content {
            Content::List(items) => items.iter().all(|item| expected.allows(item)),
            _ => false,
        };
        let is_text = value.as_text().is_some();
        let is_table = matches!(value.content, Content::Table(_));
        // the key decides the type of a text of YAML without quotation marks
        let is_plain = matches!(value.content, Content::Plain(_) | Content::Nothing);
        match self {
            Self::Text => is_text,
            Self::TextOrTexts => is_text || is_list_of(Self::Text),
            Self::Flag => is_plain || matches!(value.content, Content::Flag(_)),
            Self::TextOrFalse => is_text || matches!(value.content, Content::Flag(false)),
            Self::Count => is_plain || matches!(value.content, Content::Integer { .. }),
            Self::Number => {
                let content = &value.content;
                is_plain || matches!(content, Content::Integer { .. } | Content::Float(_))
            }
            Self::Day => {
                let is_day = |text: &str| WrittenDay::read(text).is_some();
                let is_moment = matches!(value.content, Content::Moment(_));
                is_plain || is_moment || value.as_text().is_some_and(is_day)
            }
            Self::Table => is_table || value.is_nothing(),
            Self::TextOrTable => is_text || is_table,
            Self::TextsOrTables => is_text || is_table || is_list_of(Self::TextOrTable),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a string",
            Self::TextOrTexts => "a string or a list of strings",
            Self::Flag => "`true` or `false`",
            Self::TextOrFalse => "a string or `false`",
            Self::Count => "a whole number of 1 or more",
            Self::Number => "a number",
            Self::Day => "a date such as 2026-11-23",
            Self::Table => "a table",
            Self::TextOrTable => "a string or a table",
            Self::TextsOrTables => "a list of strings or tables",
        })
    }
}

/// A value of the right type that its key does not allow, in most cases with its text.
#[derive(Debug)]
pub(super) enum Invalid<'w> {
    /// A text with a control character, which no page may contain.
    ControlCharacter,
    /// An empty string in a list.
    EmptyItem,
    Count(&'w str),
    Number(&'w str),
    /// A text of YAML that is not a flag.
    Flag(&'w str),
    /// A text of YAML that is not a day.
    Day(&'w str),
    Choice {
        written: &'w str,
        words: Vec<&'w str>,
    },
    ChoiceOrFalse {
        written: &'w str,
        words: Vec<&'w str>,
    },
    AbsoluteUrl(&'w str),
    Language(&'w str),
    /// A table of a language whose name is not a tag.
    LanguageTable(&'w str),
    /// A table of a language for the main language.
    MainLanguage(&'w str),
    /// A table of a language that has another table.
    LanguageTwice(&'w str),
    BaseUrl {
        written: &'w str,
        help: String,
    },
    /// A string in the list of links for the header.
    NavigationText,
    NavigationUrl(&'w str),
    Image(&'w str),
    EditUrl(&'w str),
    ReportUrl(&'w str),
    Accent(&'w str),
    /// A format whose addresses are URLs, without a URL of the site.
    NeedsBaseUrl(&'w str),
    /// The tag of a language for which BCP 47 has a shorter one.
    LongTag {
        written: &'w str,
        tag: String,
    },
    /// A page about translations, in a glossary without them.
    NeedsLanguage(&'w str),
    Code {
        written: &'w str,
        why: NotACode,
    },
    /// A string in the list of imports.
    ImportText,
    /// The path of a file that no import can have written.
    ImportPath(&'w str),
    /// Anything but a sum of 12 digits.
    ImportSum,
    /// A record that an import has twice.
    ImportTwice,
}

impl Invalid<'_> {
    /// What is wrong; `name` is the key's, with the tables around it.
    fn message(&self, name: &str) -> String {
        match self {
            Self::ControlCharacter => format!("`{name}` contains a control character"),
            Self::EmptyItem => format!("`{name}` contains an empty string"),
            Self::NavigationText | Self::ImportText => {
                format!("`{name}` takes tables, not strings")
            }
            Self::ImportPath(written) => {
                format!("`{written}` is not a file that `headword import` writes")
            }
            Self::ImportSum => format!("`{name}` is not a sum of 12 digits"),
            Self::ImportTwice => "this record is there twice".to_owned(),
            Self::NeedsBaseUrl(format) => format!("`{format}` in `{name}` needs `base_url`"),
            Self::LongTag { written, .. } => {
                format!("`{written}` in `{name}` is not a tag of BCP 47")
            }
            Self::NeedsLanguage(page) => format!("`{page}` in `{name}` needs a second language"),
            Self::LanguageTable(tag) => format!("`{tag}` in `{name}` is not the tag of a language"),
            Self::MainLanguage(tag) => format!("`{tag}` in `{name}` is the main language"),
            Self::LanguageTwice(tag) => format!("`{name}` has `{tag}` twice"),
            Self::Count(written)
            | Self::Number(written)
            | Self::Flag(written)
            | Self::Day(written)
            | Self::Choice { written, .. }
            | Self::ChoiceOrFalse { written, .. }
            | Self::AbsoluteUrl(written)
            | Self::Language(written)
            | Self::BaseUrl { written, .. }
            | Self::NavigationUrl(written)
            | Self::Image(written)
            | Self::EditUrl(written)
            | Self::ReportUrl(written)
            | Self::Accent(written)
            | Self::Code { written, .. } => format!("`{name}` cannot be `{written}`"),
        }
    }

    /// Adds the help. A value with text to type replaces the string at `place`.
    fn add_help(&self, fault: Diagnostic, place: &Place) -> Diagnostic {
        let write = |text: &&str| in_place_of_string(text, place);
        let help = match self {
            Self::Count(_) => return fault.help(format!("write {}", Expected::Count)),
            Self::Number(_) => return fault.help(format!("write {}", Expected::Number)),
            Self::Flag(written) => {
                let flags = match written.to_lowercase().as_str() {
                    "on" => ["true"].as_slice(),
                    "off" => ["false"].as_slice(),
                    _ => ["true", "false"].as_slice(),
                };
                let flags = flags
                    .iter()
                    .map(|flag| Suggestion::new(*flag).in_place_of(place));
                return fault.help_choice(flags, " or ", |flags| format!("write {flags}"));
            }
            Self::Day(written) => {
                return match year_first(written) {
                    Some(day) => {
                        let day = Suggestion::new(day).in_place_of(place);
                        fault.help_edit([day], |[day]| format!("write the year first: {day}"))
                    }
                    None if is_shaped_like_day(written) => fault.help(NO_SUCH_DAY),
                    None => fault.help("write a date such as 2026-11-23"),
                };
            }
            Self::Choice { words, .. } => {
                let words = words.iter().map(write);
                let one = if words.len() > 1 { "one of " } else { "" };
                return fault.help_choice(words, ", ", |words| format!("write {one}{words}"));
            }
            Self::ChoiceOrFalse {
                written: "false", ..
            } => {
                let off = Suggestion::new("false").in_place_of(place);
                return fault.help_edit([off], |[off]| {
                    format!("write {off} without quotation marks")
                });
            }
            Self::ChoiceOrFalse { words, .. } => {
                let off = Suggestion::new("false").in_place_of(place);
                let choices = words.iter().map(write).chain([off]);
                return fault.help_choice(choices, ", ", |words| format!("write one of {words}"));
            }
            Self::BaseUrl { help, .. } => return fault.help(help.as_str()),
            Self::Code { why, .. } => {
                let codes = why.similar();
                if codes.is_empty() {
                    return fault.help(why.to_string());
                }
                let codes = codes.iter().map(write);
                return fault.help_choice(codes, " or ", |codes| why.with_similar(codes));
            }
            Self::NavigationText => {
                let table = Suggestion::new("{ title = \"…\", url = \"…\" }");
                let table = table.in_place_of(place).to_fill_in();
                return fault.help_edit([table], |[table]| format!("write {table}"));
            }
            Self::ImportText | Self::ImportPath(_) | Self::ImportSum => {
                "only `headword import` writes this file: take it from version control, or remove this record"
            }
            Self::ImportTwice => "keep one of the two lines",
            Self::NeedsBaseUrl(_) => "write the URL of the site: `base_url = \"https://…\"`",
            Self::LongTag { tag, .. } => return fault.help(format!("write `{tag}`")),
            Self::NeedsLanguage(_) => "add a table such as `[languages.de]`, or remove it",
            Self::ControlCharacter => "remove it: it is invisible and breaks pages",
            Self::EmptyItem => "remove it",
            Self::AbsoluteUrl(_) => "write the whole URL, such as `https://example.org/page`",
            Self::Language(written) => return language_help(fault, written, place),
            Self::LanguageTable(_) => {
                "name the table after a BCP 47 tag: `[languages.de]`, `[languages.pt-BR]`"
            }
            Self::MainLanguage(_) => {
                "remove this table: the key `language` names the main language, and its settings \
                 are the keys beside it"
            }
            Self::LanguageTwice(_) => "keep one of the two tables: case makes no difference",
            Self::NavigationUrl(_) => {
                "write a whole URL, or a path from the site's root such as `/tags/`"
            }
            Self::Image(_) => {
                "write a path from the site's root such as `/cover.png`, which is the file `static/cover.png`, or a \
                 whole URL"
            }
            Self::EditUrl(_) => {
                "write a whole URL with `{path}` in the place of the path of the entry's file, such \
                 as `https://example.org/edit/main/{path}`"
            }
            Self::ReportUrl(_) => {
                "write a whole URL, with `{title}`, `{path}` or `{url}` in the places of the \
                 entry's title, path and URL, such as `https://example.org/new?title={title}`"
            }
            Self::Accent(_) => {
                "write a colour as CSS does, such as `#0b5563` or `oklch(0.5 0.1 210)`"
            }
        };
        fault.help(help)
    }
}

/// Adds the help about a text that is not the tag of a language. `en_US` means `en-US`, and `Deutsch` means `de`.
fn language_help(fault: Diagnostic, written: &str, place: &Place) -> Diagnostic {
    let with_hyphens = Language::from_tag(&written.replace('_', "-"));
    let tag = with_hyphens.as_ref().map(Language::tag);
    match tag.or_else(|| endonym::tag(written)) {
        Some(tag) => {
            let tag = in_place_of_string(tag, place);
            fault.help_edit([tag], |[tag]| format!("write {tag}"))
        }
        None => fault.help("write a BCP 47 tag such as `en`, `pt-BR` or `zh-Hant`"),
    }
}

/// Whether a text has the form of a date, such as `2026-02-30`.
fn is_shaped_like_day(text: &str) -> bool {
    let parts = text.split('-').map(str::len);
    parts.eq([4, 2, 2]) && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// The reason why a text is refused as a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotACode {
    /// No code has this name.
    Unknown(String),
    /// The code is an error, which cannot be allowed.
    IsAnError(Code),
}

impl NotACode {
    /// The codes that are similar to an unknown code, the most similar first.
    fn similar(&self) -> Vec<&'static str> {
        match self {
            Self::Unknown(text) => nearest(text, Code::ALL.iter().map(|code| code.as_str())),
            Self::IsAnError(_) => Vec::new(),
        }
    }

    /// The reason; `similar` is the list of similar codes, empty if there are none.
    fn with_similar(&self, similar: &str) -> String {
        match self {
            Self::Unknown(text) if similar.is_empty() => {
                let rules = Code::ALL.iter().filter(|code| code.is_rule());
                let rules = listed(rules.map(|code| code.as_str()), ", ");
                format!("unknown code `{text}`; the rules are {rules}")
            }
            Self::Unknown(text) => format!("unknown code `{text}`; did you mean {similar}?"),
            Self::IsAnError(code) => format!(
                "`{}` is an error: only rules, warnings and notes can be allowed",
                code.as_str()
            ),
        }
    }
}

impl fmt::Display for NotACode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_similar(&listed(self.similar(), " or ")))
    }
}

/// Words in backticks.
pub(super) fn listed<'w>(words: impl IntoIterator<Item = &'w str>, between: &str) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(between)
}

impl std::error::Error for NotACode {}

/// The part of a required key that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Key,
    Value,
}

/// A value that its key does not allow; `name` is the key with the tables around it.
pub(super) fn invalid_value(name: &str, invalid: &Invalid<'_>, place: Place) -> Diagnostic {
    let fault = Diagnostic::new(Code::InvalidValue, invalid.message(name));
    invalid.add_help(fault, &place).at(place)
}

/// A required key that is missing or empty. `name` is the key with the tables around it; `edit` writes the
/// `line` of the key, such as `key = "…"`, if the key's place is known.
pub(super) fn missing_key(
    name: &str,
    line: &str,
    what: Missing,
    edit: Option<Edit>,
    place: Place,
) -> Diagnostic {
    let how = match what {
        Missing::Key => "is missing",
        Missing::Value => "is empty",
    };
    let line = Suggestion::new(line)
        .to_fill_in()
        .with_edit(&place.file, edit);
    Diagnostic::new(Code::MissingKey, format!("`{name}` {how}"))
        .at(place)
        .help_edit([line], |[line]| format!("write {line}"))
}

/// A value of the wrong type; `name` is the key with the tables around it.
pub(super) fn wrong_type(
    name: &str,
    expected: Expected,
    value: &Value<'_>,
    place: Place,
) -> Diagnostic {
    let found = match &value.content {
        Content::Text(_) | Content::Plain(_) => "a string",
        Content::Nothing => "nothing",
        Content::Integer { .. } => "a whole number",
        Content::Float(_) => "a decimal number",
        Content::Flag(true) => "`true`",
        Content::Flag(false) => "`false`",
        Content::Moment(_) => "a date or time",
        Content::List(_) => "a list",
        Content::Table(_) => "a table",
    };
    let message = format!("`{name}` must be {expected}, not {found}");
    let written = meant_text(expected, value, &place).filter(|_| name != "language");
    let bare = without_marks(expected, value, &place);
    // a word whose meaning is clear, although the key takes others
    let word = match (name, &value.content) {
        ("link", Content::Flag(false)) => Some("explicit"),
        ("link", Content::Flag(true)) => Some("auto"),
        ("case", Content::Flag(true)) => Some("exact"),
        ("case", Content::Flag(false)) => Some("any"),
        _ => None,
    };
    let word = word.map(|word| Suggestion::new(quoted(word)).in_place_of(&place));
    let fault = Diagnostic::new(Code::WrongType, message)
        .at(place)
        .label(format!("expected {expected}"));
    if let Some(word) = word {
        return fault.help_edit([word], |[word]| format!("write {word}"));
    }
    match (written, bare) {
        (Some(written), _) => fault.help_edit([written], |[written]| {
            format!("if this is a text, write {written}")
        }),
        (None, Some(bare)) => fault.help_edit([bare], |[bare]| {
            format!("write it without quotation marks: {bare}")
        }),
        (None, None) => match (name, &value.content) {
            ("language", Content::Table(_)) => {
                fault.help("for a translation, write `[languages.…]`, with an `s`")
            }
            (_, Content::Moment(moment)) if expected == Expected::Day && moment.date.is_some() => {
                fault.help("leave out the time")
            }
            ("languages", _) => fault.help(
                "write a table for each language, such as `[languages.de]`, at the end of the file",
            ),
            _ => fault,
        },
    }
}

/// The only text in lists in each other.
fn only_text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    let mut value = value;
    while let Content::List(items) = &value.content {
        let [item] = items.as_slice() else {
            return None;
        };
        value = item;
    }
    value.as_text()
}

/// A flag or a number without the quotation marks around it.
fn without_marks(expected: Expected, value: &Value<'_>, place: &Place) -> Option<Suggestion> {
    let Content::Text(text) = &value.content else {
        return None;
    };
    let text = text.trim();
    let bare = match (expected, text.to_lowercase().as_str()) {
        (Expected::Flag, "true" | "yes" | "on") => "true",
        (Expected::Flag, "false" | "no" | "off") => "false",
        (Expected::Number, number) if number.parse::<f64>().is_ok_and(f64::is_finite) => text,
        (Expected::Count, number) if number.parse::<u64>().is_ok_and(|count| count > 0) => text,
        _ => return None,
    };
    Some(Suggestion::new(bare).in_place_of(place))
}

/// The text that is probably meant with a value of another type: `"404"` for the number, and in YAML `Tea`
/// for the inner list in `[[Tea]]`, and `"Tea: hot"` for the table in `- Tea: hot`.
fn meant_text(expected: Expected, value: &Value<'_>, place: &Place) -> Option<Suggestion> {
    let takes_text = !matches!(
        expected,
        Expected::Flag
            | Expected::TextOrFalse
            | Expected::Count
            | Expected::Number
            | Expected::Day
            | Expected::Table
    );
    let is_yaml = Syntax::of(&place.file) == Syntax::Yaml;
    let written = place.text();
    if !takes_text || written.contains('\n') {
        return None;
    }
    let text = match &value.content {
        Content::Integer { .. } | Content::Float(_) | Content::Flag(_) | Content::Moment(_)
            if place.file.path.ends_with(".md") =>
        {
            quoted(written)
        }
        _ if !is_yaml => return None,
        Content::List(_) => Syntax::Yaml.quoted(only_text(value)?),
        Content::Table(_) => quoted(written),
        _ => return None,
    };
    Some(Suggestion::new(text).in_place_of(place))
}

/// A key of a table, below the header of its table `table`, where templates alone see it.
pub(super) fn misplaced_key(key: &str, table: &str, place: Place, header: Place) -> Diagnostic {
    let message = format!("`{key}` is below `[{table}]`, where only templates see it");
    Diagnostic::new(Code::MisplacedKey, message)
        .at(place)
        .also(header, "the keys from here on are for templates")
        .help(format!("move it above the line `[{table}]`"))
        .help("or give it another name, if it is for templates")
}
