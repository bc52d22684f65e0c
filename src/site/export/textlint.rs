//! `glossary.textlint.json`: terms for textlint-rule-terminology, which are the names to avoid, each with the headword
//! to use instead.

use std::io::{self, Write};

use serde_json::json;

use super::Export;
use super::names::{self, Avoided};

/// Writes an array with a pair for each name. The first of the pair is a regular expression of JavaScript.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let pairs = names::avoided(export.glossary());
    for (index, name) in pairs.iter().enumerate() {
        let before = if index == 0 { "[\n" } else { ",\n" };
        let instead = name.instead.first().copied().unwrap_or_default();
        // a dollar in what a text is replaced with has a meaning of its own
        let instead = instead.replace('$', "$$");
        write!(out, "{before}{}", json!([pattern(name), instead]))?;
    }
    writeln!(out, "{}", if pairs.is_empty() { "[]" } else { "\n]" })
}

/// The pattern of a name to avoid. The rule itself finds whole words only if they begin and end with ASCII letters, and if
/// the pattern looks at nothing around them; other patterns have their own borders.
fn pattern(avoided: &Avoided<'_>) -> String {
    // the letters of scripts with spaces between words
    const WORD: &str = r"\wÀ-\u0dffḀ-\u1fff";
    let name = avoided.name.as_str();
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let pattern = names::as_pattern(name);
    if avoided.inside.is_empty() && is_ascii(name.chars().next()) && is_ascii(name.chars().last()) {
        pattern
    } else {
        let (before, after) = avoided.limits();
        format!("(?<![-.{WORD}]){before}{pattern}(?![-{WORD}]){after}")
    }
}
