//! Diagnostics about YAML: a function for each code.

use toml::value::Date;

use super::{DEEPEST, Slip, YamlFaultKind};
use crate::diagnostic::{Code, Diagnostic, Fix, Suggestion};
use crate::project::keys::quoted::quoted;
use crate::source::{Edit, Place};

/// Text that is not YAML, or that uses a part of YAML that Headword does not read.
pub(in crate::project::keys) fn invalid_yaml(kind: YamlFaultKind, place: Place) -> Diagnostic {
    let fault = |message: &str| Diagnostic::new(Code::InvalidYaml, message).at(place.clone());
    match kind {
        YamlFaultKind::NotYaml { reason, slip } => {
            let fault = fault(&reason);
            let Some(Slip { help, line, span }) = slip else {
                return fault;
            };
            let shown = line.trim_start().to_owned();
            let line = Suggestion::new(shown).with_edit(&place.file, Edit::new(span, line));
            fault.help_edit([line], |[line]| format!("{help}: {line}"))
        }
        YamlFaultKind::Anchor => removed(fault("anchors of YAML are not allowed"), '&', &place),
        YamlFaultKind::Alias => in_marks(fault("aliases of YAML are not allowed"), &place),
        YamlFaultKind::Tag => removed(fault("tags of YAML are not allowed"), '!', &place),
        YamlFaultKind::SecondDocument => fault("front matter is one YAML document")
            .help("remove this line, or write `---` where the front matter ends"),
        YamlFaultKind::MergeKey => {
            fault("merge keys of YAML are not allowed").help("write the keys themselves")
        }
        YamlFaultKind::KeyIsNotText => fault("a key must be a text")
            .help("write `key: value`; write quotation marks around a text with brackets"),
        YamlFaultKind::DuplicateKey(key, first) => {
            let first = Place::new(&place.file, first);
            fault(&format!("the key `{key}` is written twice"))
                .also(first, "the first one")
                .help("keep one of them")
        }
        YamlFaultKind::TooDeep => {
            fault(&format!("values are nested more than {DEEPEST} deep here"))
                .help("put them less deep into each other")
        }
        YamlFaultKind::Comment => comment_after_value(place),
        YamlFaultKind::Folded => Diagnostic::new(
            Code::UnclearYaml,
            "YAML reads these lines as one text, not as a list",
        )
        .at(place)
        .help("write a dash before each item, and as many spaces before each dash"),
    }
}

/// Adds the help for a word before a value: to remove it.
fn removed(fault: Diagnostic, sign: char, place: &Place) -> Diagnostic {
    let rest = place.file.slice(place.span.end..);
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let word = place.span.start..place.span.end + gap;
    fault
        .help(format!(
            "remove it; a text that begins with `{sign}` needs quotation marks"
        ))
        .fix(Fix::remove(&place.file, [word]))
}

/// Adds the help for a name in the place of a value: the text in quotation marks.
fn in_marks(fault: Diagnostic, place: &Place) -> Diagnostic {
    let written = place.text();
    let line = place.file.slice(place.span.start..);
    let line = line.lines().next().unwrap_or_default().trim_end();
    if line != written && !line.starts_with(&format!("{written} "))
        || line.contains([']', '}', '"'])
    {
        return fault.help("write the value itself; a text that begins so needs quotation marks");
    }
    let text = Suggestion::new(quoted(line)).with_edit(
        &place.file,
        Edit::new(
            place.span.start..place.span.start + line.len(),
            quoted(line),
        ),
    );
    fault.help_edit([text], |[text]| {
        format!("write the value itself; if this is a text, write {text}")
    })
}

/// A part of a value that YAML reads as a comment.
fn comment_after_value(place: Place) -> Diagnostic {
    let comment = place.text().to_owned();
    let line = place.file.lines_around(place.span.clone());
    let before = place.file.slice(line.start..place.span.start);
    let value = before
        .split_once(": ")
        .map_or("", |(_, value)| value.trim());
    let is_whole = value.is_empty() || value.starts_with(|c: char| c.is_alphanumeric());
    let fault = Diagnostic::new(
        Code::UnclearYaml,
        format!("YAML reads `{comment}` as a comment"),
    )
    .at(place.clone());
    if !is_whole {
        return fault.help("write a space after the `#` of a comment");
    }
    let whole = format!("{value} {comment}");
    let whole = quoted(whole.trim_start());
    let start = place.span.start - before.len() + before.trim_end().len() - value.len();
    let gap = if value.is_empty() { " " } else { "" };
    let edit = Edit::new(start..place.span.end, format!("{gap}{whole}"));
    let whole = Suggestion::new(whole).with_edit(&place.file, edit);
    fault.help_edit([whole], |[whole]| {
        format!("if it belongs to the text, write {whole}; if not, write a space after the `#`")
    })
}

/// A text with a colon in it, which YAML reads as a table.
pub(in crate::project::keys) fn text_with_colon(place: Place) -> Diagnostic {
    let message = "a text with a colon and a space needs quotation marks";
    let text = Suggestion::new(quoted(place.text())).in_place_of(&place);
    Diagnostic::new(Code::InvalidYaml, message)
        .at(place)
        .help_edit([text], |[text]| {
            format!("write quotation marks around the text: {text}")
        })
}

/// A date with a time after it. `name` is the key with the tables around it.
pub(in crate::project::keys) fn dropped_time(name: &str, day: Date, place: Place) -> Diagnostic {
    let message = format!("`{name}` is a day: the time after it is not used");
    let day = Suggestion::new(day.to_string()).in_place_of(&place);
    Diagnostic::new(Code::DroppedTime, message)
        .at(place)
        .help_edit([day], |[day]| format!("write {day}"))
}

/// A text without quotation marks that looks like nothing, or that has the quotation marks of a word
/// processor. `None` for any other text.
pub(in crate::project::keys) fn unclear_text(text: &str, place: Place) -> Option<Diagnostic> {
    let fault = |message: String, place| Diagnostic::new(Code::UnclearYaml, message).at(place);
    if matches!(text, "~" | "null" | "Null" | "NULL") {
        let message = format!("`{text}` is a text here, not an empty value");
        let marked = Suggestion::new(quoted(text)).in_place_of(&place);
        return Some(fault(message, place).help_edit([marked], |[marked]| {
            format!("remove it, or write {marked} if it is a text")
        }));
    }
    let inner = text
        .strip_prefix(['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}'])?
        .strip_suffix(['\u{201c}', '\u{201d}', '\u{bb}'])?;
    let message = "the quotation marks are a part of the text".to_owned();
    let straight = Suggestion::new(quoted(inner)).in_place_of(&place);
    let both = Suggestion::new(quoted(text)).in_place_of(&place);
    Some(
        fault(message, place).help_edit([straight, both], |[straight, both]| {
            format!("write {straight}, or {both} if they belong to it")
        }),
    )
}
