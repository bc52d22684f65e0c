//! `glossary.vale.yml`: a rule of Vale that reports names to avoid and shows the headword to use instead.

use std::io::{self, Write};

use serde_json::json;

use super::{Export, avoided, one_line};

/// Writes the rule. Strings of JSON are strings of YAML.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", one_line(export.title()))?;
    writeln!(out, "extends: substitution")?;
    writeln!(out, "message: \"Use '%s' instead of '%s'.\"")?;
    writeln!(out, "level: warning\nignorecase: true")?;
    let avoided = avoided::names(export.glossary(), &avoided::of_any_language);
    writeln!(
        out,
        "{}",
        if avoided.is_empty() {
            "swap: {}"
        } else {
            "swap:"
        }
    )?;
    for name in &avoided {
        let instead = literal(&name.instead.join("|"));
        let pattern = avoided::as_pattern(&name.name);
        let pattern = match name.is_exact {
            true => format!("(?-i:{pattern})"),
            false => pattern,
        };
        let (before, after) = name.limits(r"\p{L}\p{M}\p{N}_");
        let pattern = format!("{before}{pattern}{after}");
        writeln!(out, "  {}: {}", json!(pattern), json!(instead))?;
    }
    Ok(())
}

/// A replacement that Vale shows as it is. Vale takes a dollar before a digit for a part of what was found
/// (`internal/check/substitution.go`).
///
/// ```text
/// $100 or US$      $$100 or US$
/// ```
fn literal(replacement: &str) -> String {
    let mut out = String::with_capacity(replacement.len());
    let mut rest = replacement.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(c);
        if c == '$' && rest.peek().is_some_and(char::is_ascii_digit) {
            out.push('$');
        }
    }
    out
}
