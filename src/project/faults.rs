//! What is said of a project's files and their names, of TOML and of the values in it: a function for each
//! code, or each failure.

use std::fmt;
use std::path::Path;

use super::keys::day::{WrittenDay, year_first};
use super::keys::slips::{Slip, SlipKind, SlipValue};
use super::keys::syntax::Syntax;
use super::keys::value::{Content, Value};
use super::keys::write::{in_place_of_string, quoted, quoted_list};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic, Suggestion, reworded};
use crate::disk::edits::{EDITS, JOURNAL};
use crate::source::{Edit, Place};
use crate::text::nearest::nearest;

/// The type of value that a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Text,
    TextOrTexts,
    Flag,
    Count,
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
            Self::Count => is_plain || matches!(value.content, Content::Integer { .. }),
            Self::Day => is_plain || matches!(value.content, Content::Moment(_)),
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
            Self::Count => "a whole number of 1 or more",
            Self::Day => "a date such as 2026-11-23, without quotation marks",
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
    /// A text of YAML that is not a flag.
    Flag(&'w str),
    /// A text of YAML that is not a day.
    Day(&'w str),
    Choice {
        written: &'w str,
        words: Vec<&'w str>,
    },
    AbsoluteUrl(&'w str),
    Language(&'w str),
    BaseUrl {
        written: &'w str,
        help: String,
    },
    /// A string in the list of links for the header.
    NavigationText,
    NavigationUrl(&'w str),
    EditUrl(&'w str),
    ReportUrl(&'w str),
    Accent(&'w str),
    /// A format whose addresses are URLs, without a URL of the site.
    NeedsBaseUrl(&'w str),
    Code {
        written: &'w str,
        why: NotACode,
    },
}

impl Invalid<'_> {
    /// What is wrong; `name` is the key's, with the tables around it.
    fn message(&self, name: &str) -> String {
        match self {
            Self::ControlCharacter => format!("`{name}` contains a control character"),
            Self::EmptyItem => format!("`{name}` contains an empty string"),
            Self::NavigationText => format!("`{name}` takes tables, not strings"),
            Self::NeedsBaseUrl(format) => format!("`{format}` in `{name}` needs `base_url`"),
            Self::Count(written)
            | Self::Flag(written)
            | Self::Day(written)
            | Self::Choice { written, .. }
            | Self::AbsoluteUrl(written)
            | Self::Language(written)
            | Self::BaseUrl { written, .. }
            | Self::NavigationUrl(written)
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
                    None if is_shaped_like_day(written) => {
                        fault.help("this day does not exist: write a date such as 2026-11-23")
                    }
                    None => fault.help("write a date such as 2026-11-23"),
                };
            }
            Self::Choice { words, .. } => {
                let words = words.iter().map(write);
                let one = if words.len() > 1 { "one of " } else { "" };
                return fault.help_choice(words, ", ", |words| format!("write {one}{words}"));
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
            Self::NeedsBaseUrl(_) => "write the URL of the site: `base_url = \"https://…\"`",
            Self::ControlCharacter => "remove it: it is invisible and breaks pages",
            Self::EmptyItem => "remove it",
            Self::AbsoluteUrl(_) => "write the whole URL, such as `https://example.org/page`",
            Self::Language(_) => "write a BCP 47 tag such as `en`, `pt-BR` or `zh-Hant`",
            Self::NavigationUrl(_) => {
                "write a whole URL, or a path from the site's root such as `/tags/`"
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

/// The lines of an unfinished merge. Errors that these lines cause are not reported.
pub(super) fn unfinished_merge(place: Place) -> Diagnostic {
    Diagnostic::new(Code::InvalidToml, "this merge is not finished")
        .at(place)
        .help("keep the right text of both sides, and remove the lines that git added")
}

/// Text that is not TOML; `message` is the parser's. `slip` is the mistake in the line at `line`, if it is
/// a known one.
pub(super) fn invalid_toml(
    message: &str,
    slip: Option<&Slip>,
    line: &Place,
    place: Place,
) -> Diagnostic {
    let fault = Diagnostic::new(Code::InvalidToml, reworded(message)).at(place);
    let Some(Slip { kind, key, value }) = slip else {
        return match message {
            message if message.starts_with("unclosed array") => {
                fault.help("write a bracket, `]`, at the end of the list")
            }
            message if message.starts_with("missing comma") && line.text().contains(" = ") => {
                fault.help("write a bracket, `]`, at the end of the list before this line")
            }
            _ => fault,
        };
    };
    let help = match kind {
        SlipKind::Colon => "write `=` instead of the colon",
        SlipKind::NoSign => "write `=` between the key and the text",
        SlipKind::ColonBeforeList => {
            return fault.help(format!(
                "write `=` instead of the colon, and the list as `{key} = [\"…\", \"…\"]`"
            ));
        }
        SlipKind::CurlyMarks | SlipKind::NoLastMark if matches!(value, SlipValue::Bare(_)) => {
            "write the value without quotation marks"
        }
        SlipKind::CurlyMarks => "write straight quotation marks",
        SlipKind::NoMarks => "write quotation marks around the text",
        SlipKind::NoLastMark => "write a quotation mark at the end of the text",
        SlipKind::MarkInText => "write a backslash before each quotation mark in the text",
        SlipKind::ApostropheInText => "write double quotation marks around the text",
        SlipKind::NoBrackets => "write brackets around the list",
        SlipKind::NoBracketsNoMarks => {
            "write brackets around the list, and quotation marks around each text"
        }
        SlipKind::NoLastBracket => "write a bracket at the end of the list",
        SlipKind::NoMarksInList => "write quotation marks around each text",
        SlipKind::OneMarkInList => "write two quotation marks around each text",
        SlipKind::NoComma => "write a comma between the texts",
        SlipKind::CapitalFlag => "write the value in lower case",
        SlipKind::OtherFlag => "write `true` or `false`",
        SlipKind::DayFirst => "write the year first",
    };
    let value = match value {
        SlipValue::Text(text) => quoted(text),
        SlipValue::Texts(texts) => quoted_list(texts),
        SlipValue::Bare(value) => value.clone(),
    };
    let whole = Suggestion::new(if key.is_empty() {
        let is_last = !line.text().ends_with(',');
        format!("{value}{}", if is_last { "" } else { "," })
    } else {
        format!("{key} = {value}")
    });
    // the value may include a comment
    let whole = if value.contains('#') || line.text().contains(" #") {
        whole
    } else {
        whole.in_place_of(line)
    };
    fault.help_edit([whole], |[whole]| format!("{help}: {whole}"))
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
    let written = meant_text(expected, value, &place);
    let bare = without_marks(expected, value, &place);
    let fault = Diagnostic::new(Code::WrongType, message)
        .at(place)
        .label(format!("expected {expected}"));
    match (written, bare) {
        (Some(written), _) => fault.help_edit([written], |[written]| {
            format!("if this is a text, write {written}")
        }),
        (None, Some(bare)) => fault.help_edit([bare], |[bare]| {
            format!("write it without quotation marks: {bare}")
        }),
        (None, None) => fault,
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

/// A flag or a day without the quotation marks around it.
fn without_marks(expected: Expected, value: &Value<'_>, place: &Place) -> Option<Suggestion> {
    let Content::Text(text) = &value.content else {
        return None;
    };
    let text = text.trim();
    let bare = match (expected, text.to_lowercase().as_str()) {
        (Expected::Flag, "true" | "yes" | "on") => "true",
        (Expected::Flag, "false" | "no" | "off") => "false",
        (Expected::Day, _) if WrittenDay::read(text).is_some_and(|day| !day.has_time) => text,
        _ => return None,
    };
    Some(Suggestion::new(bare).in_place_of(place))
}

/// The text that is probably meant with a value of another type: `"404"` for the number, and in YAML `Tea`
/// for the inner list in `[[Tea]]`, and `"Tea: hot"` for the table in `- Tea: hot`.
fn meant_text(expected: Expected, value: &Value<'_>, place: &Place) -> Option<Suggestion> {
    let takes_text = !matches!(
        expected,
        Expected::Flag | Expected::Count | Expected::Day | Expected::Table
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

/// A folder without the settings file `settings` is not a project.
pub(super) fn no_project(folder: &Path, settings: &str) -> Failure {
    Failure::Usage(format!(
        "there is no {settings} in {}: go to the glossary's folder, or name it with `--root`; \
         `headword init` makes a new one",
        shown(folder),
    ))
}

/// The settings are a link or a folder.
pub(super) fn settings_are_not_a_file(path: &Path) -> Failure {
    Failure::Unusable {
        path: shown(path),
        why: "is a link or a folder: put the file itself there".to_owned(),
    }
}

/// A project has no folder of entries.
pub(super) fn no_content(folder: &Path) -> Failure {
    Failure::Usage(format!(
        "there is no folder {}: make it, and put the entries there",
        shown(folder)
    ))
}

/// The folder of entries is a link or a file.
pub(super) fn content_is_not_a_folder(path: &Path) -> Failure {
    Failure::Unusable {
        path: shown(path),
        why: "is a link or a file: put the folder itself there".to_owned(),
    }
}

/// A path as a message shows it.
fn shown(path: &Path) -> String {
    match path.strip_prefix(".").unwrap_or(path).to_string_lossy() {
        shown if shown.is_empty() => "this folder".to_owned(),
        shown => shown.into_owned(),
    }
}

/// The glossary has more entries than `limit`; `folder` is the folder of the entries.
pub(super) fn too_many_entries(count: usize, limit: usize, folder: &str) -> Diagnostic {
    let message = format!("the glossary has {count} entries, but the limit is {limit}");
    Diagnostic::new(Code::TooLarge, message)
        .at_path(folder)
        .help("raise `entries` under `[limits]` in glossary.toml")
}

/// A file is larger than `limit`, in bytes.
pub(super) fn file_too_large(path: &str, limit: u64) -> Diagnostic {
    let message = format!("the file has more than {limit} bytes");
    Diagnostic::new(Code::TooLarge, message)
        .at_path(path)
        .help("make it smaller, or raise `file_size` under `[limits]` in glossary.toml")
}

/// The path of a folder of the project is not a folder.
pub(super) fn not_a_folder(path: &str) -> Diagnostic {
    wrong_kind(path, "a folder", "put the folder itself here")
}

/// The path of a file with a fixed name is not a file.
pub(super) fn not_a_file(path: &str) -> Diagnostic {
    wrong_kind(path, "a file", "put the file itself here")
}

/// A path below a folder of the project is a link, or a device.
pub(super) fn not_the_file_itself(path: &str) -> Diagnostic {
    wrong_kind(path, "a file", "put the file itself here, not a link to it")
}

fn wrong_kind(path: &str, what: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::NotAFile, format!("{path} is not {what}"))
        .at_path(path)
        .help(help)
}

/// The name of a file is not UTF-8. `path` has replacement characters for the other bytes.
pub(super) fn name_is_not_utf8(path: &str) -> Diagnostic {
    Diagnostic::new(Code::NotUtf8, "the file's name is not UTF-8")
        .at_path(path)
        .help("rename the file")
}

/// The text of a file is not UTF-8. `byte` is the first such byte, `at` its offset.
pub(super) fn not_utf8(at: usize, byte: u8, place: Place) -> Diagnostic {
    let message = format!("the file is not UTF-8: byte {at} is 0x{byte:02x}");
    Diagnostic::new(Code::NotUtf8, message)
        .at(place)
        .help("save the file as UTF-8")
}

/// The name of a file has a control character, or one that reverses text.
pub(super) fn name_with_control_character(path: &str) -> Diagnostic {
    let message = "the file's name contains a control character";
    Diagnostic::new(Code::ControlCharacter, message)
        .at_path(path)
        .help("rename the file")
}

/// A Markdown file has another extension than entries have.
pub(super) fn other_extension(path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let message = format!("`{name}` is not an entry: an entry's file ends in `.md`");
    Diagnostic::new(Code::IgnoredFile, message)
        .at_path(path)
        .help(format!("name the file `{stem}.md`"))
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

/// A system reserves the name of a file, or forbids a character in it.
pub(super) fn unstorable_name(path: &str) -> Diagnostic {
    let message = format!("some systems cannot store the file {path}");
    Diagnostic::new(Code::InvalidAddress, message)
        .at_path(path)
        .help(
            "rename it: Windows reserves its name for a device, or forbids a character or an ending of it",
        )
}

/// The names of two files differ in case or normalisation only.
pub(super) fn one_file_to_some_systems(path: &str, other: &str) -> Diagnostic {
    let message = format!("some systems treat this file and {other} as the same file");
    Diagnostic::new(Code::OutputCollision, message)
        .at_path(path)
        .help("give one of them another name")
}

/// A change to the project's files was interrupted.
pub(super) fn stopped_edit() -> Diagnostic {
    let message = "a change to the project's files was interrupted";
    Diagnostic::new(Code::InterruptedEdit, message)
        .at_path(format!("{EDITS}/{JOURNAL}"))
        .help("`headword rename --undo` restores all files")
}
