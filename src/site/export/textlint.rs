//! `glossary.textlint.json`: terms for textlint-rule-terminology, which are the names to avoid, each with the headword
//! to use instead.

use std::io::{self, Write};

use serde_json::json;

use super::Export;
use super::avoided::{self, Avoided};

/// Writes an array with a pair for each name. The first of the pair is a regular expression of JavaScript.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let pairs = avoided::names(export.glossary(), &avoided::of_any_language);
    for (index, name) in pairs.iter().enumerate() {
        let before = if index == 0 { "[\n" } else { ",\n" };
        let instead = name.instead.first().copied().unwrap_or_default();
        // a dollar in what a text is replaced with has a meaning of its own
        let instead = instead.replace('$', "$$");
        write!(out, "{before}{}", json!([pattern(name), instead]))?;
    }
    writeln!(out, "{}", if pairs.is_empty() { "[]" } else { "\n]" })
}

/// The letters and marks of Latin script, for a class of a regular expression without the flag `u`.
const LATIN: &str = r"\wÀ-ÖØ-öø-ʯ\u0300-\u036fḀ-ỿ";

/// Those of the other scripts with spaces between words, without their signs, such as `؟` and `।`.
const OTHER_SCRIPTS: &str = r"\u0370-\u037d\u037f-\u0386\u0388-\u0559\u0560-\u0588\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7-\u05f2\u0610-\u061a\u0620-\u0669\u066e-\u06d3\u06d5-\u06ff\u0710-\u0963\u0966-\u096f\u0971-\u0dff\u10a0-\u10ff\u1200-\u135a\u1f00-\u1fff";

/// The pattern of a name to avoid. The rule itself knows only the borders of ASCII words, so the pattern has its own.
fn pattern(avoided: &Avoided<'_>) -> String {
    let is_latin = |c: char| c <= 'ʯ' || ('Ḁ'..='ỿ').contains(&c);
    let letter = match avoided.name.chars().all(is_latin) {
        true => LATIN.to_owned(),
        false => format!("{LATIN}{OTHER_SCRIPTS}"),
    };
    let (before, after) = avoided.limits(&letter);
    let name = avoided::as_pattern(&avoided.name);
    format!("(?<![-.{letter}]){before}{name}(?![-{letter}]){after}")
}
