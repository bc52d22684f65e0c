//! `glossary.textlint.json`: terms for textlint-rule-terminology, which are the names to avoid, each with the headword
//! to use instead.

use std::io::{self, Write};

use serde_json::json;

use super::{Export, names};

/// Writes an array with a pair for each name. The first of the pair is a regular expression of JavaScript.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let pairs = names::avoided(export.glossary());
    for (index, name) in pairs.iter().enumerate() {
        let before = if index == 0 { "[\n" } else { ",\n" };
        let instead = name.instead.first().copied().unwrap_or_default();
        write!(out, "{before}{}", json!([pattern(&name.name), instead]))?;
    }
    writeln!(out, "{}", if pairs.is_empty() { "[]" } else { "\n]" })
}

/// The pattern of a name. The rule itself finds whole words only if they begin and end with ASCII letters; for other
/// names, the pattern has its own borders.
fn pattern(name: &str) -> String {
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let pattern = names::as_pattern(name);
    if is_ascii(name.chars().next()) && is_ascii(name.chars().last()) {
        pattern
    } else {
        format!("(?<![-\\wÀ-ɏ]){pattern}(?![-\\wÀ-ɏ])")
    }
}
