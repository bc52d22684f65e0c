//! The syntaxes of front matter, and the form of keys and texts in each.

use std::sync::Arc;

use toml::de::DeValue;

use super::quoted::quoted;
use super::yaml;
use crate::diagnostic::Suggestion;
use crate::source::{Edit, Place, SourceFile};
use crate::text::slice;

/// A syntax for keys and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// TOML 1.0: `title = "Tea"`. Settings are always TOML.
    Toml,
    /// YAML 1.2: `title: Tea`.
    Yaml,
}

impl Syntax {
    /// The line before and after front matter.
    pub fn fence(self) -> &'static str {
        match self {
            Self::Toml => "+++",
            Self::Yaml => "---",
        }
    }

    /// The syntax of a file: YAML if its first line is `---`, or else TOML.
    pub fn of(file: &SourceFile) -> Self {
        let first = file.text.lines().next().unwrap_or_default();
        if first.trim_end() == Self::Yaml.fence() {
            Self::Yaml
        } else {
            Self::Toml
        }
    }

    /// The syntax that most of the files have; TOML if both are as frequent.
    pub fn of_most<'f>(files: impl IntoIterator<Item = &'f Arc<SourceFile>>) -> Self {
        let (yaml, toml): (Vec<Self>, Vec<Self>) = files
            .into_iter()
            .map(|file| Self::of(file))
            .partition(|syntax| *syntax == Self::Yaml);
        if yaml.len() > toml.len() {
            Self::Yaml
        } else {
            Self::Toml
        }
    }

    /// A text as a value on one line: `"Tea"` in TOML; `Tea` in YAML, in quotation marks only if a YAML
    /// reader would take the text for anything else.
    pub fn quoted(self, text: &str) -> String {
        match self {
            Self::Yaml if yaml::can_be_plain(text) => text.to_owned(),
            Self::Toml | Self::Yaml => quoted(text),
        }
    }

    /// A text as a value that replaces the text `before`, in the same kind of quotation marks if that is
    /// possible: `'a'` for `'b'`, but `"it's"`.
    pub fn quoted_like(self, text: &str, before: &str) -> String {
        let is_literal = before.starts_with('\'') && !before.starts_with("'''");
        if is_literal && !text.contains(|c: char| c == '\'' || c.is_control()) {
            return format!("'{text}'");
        }
        if before.starts_with('"') {
            quoted(text)
        } else {
            self.quoted(text)
        }
    }

    /// Texts as a list on one line: `["a", "b"]` or `[a, b]`.
    pub fn quoted_list(self, texts: &[String]) -> String {
        let items: Vec<String> = texts.iter().map(|text| self.quoted(text)).collect();
        format!("[{}]", items.join(", "))
    }

    /// A key and its value on one line: `key = value` or `key: value`.
    pub fn key_value(self, key: &str, value: &str) -> String {
        match self {
            Self::Toml => format!("{key} = {value}"),
            Self::Yaml => format!("{key}: {value}"),
        }
    }

    /// The text of a value on one line: `a "b"` for `"a \"b\""`. `None` if the value is not a text.
    pub fn string_value(self, written: &str) -> Option<String> {
        match self {
            Self::Toml => {
                let value = DeValue::parse(written).ok()?;
                value.get_ref().as_str().map(str::to_owned)
            }
            Self::Yaml => yaml::text_of(written),
        }
    }
}

/// A text to type where a text is in front matter or settings, in the same kind of quotation marks.
pub fn in_place_of_string(text: &str, place: &Place) -> Suggestion {
    let written = Syntax::of(&place.file).quoted_like(text, place.text());
    // a key of YAML without a value: the place is directly after the colon
    let is_missing =
        place.span.is_empty() && slice(&place.file.text, ..place.span.start).ends_with(':');
    let gap = if is_missing { " " } else { "" };
    let edit = Edit::new(place.span.clone(), format!("{gap}{written}"));
    Suggestion::new(text).with_edit(&place.file, edit)
}
