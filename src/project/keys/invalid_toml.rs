//! Diagnostics of text that is not TOML, with the help for the most frequent mistakes.

use super::slips::{Slip, SlipKind, SlipValue};
use super::write::{quoted, quoted_list};
use crate::diagnostic::{Code, Diagnostic, Suggestion, reworded};
use crate::project::faults::NO_SUCH_DAY;
use crate::source::Place;

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
            message if message.starts_with("unclosed array table") => {
                fault.help("write two brackets, `]]`, at the end of the line")
            }
            message if message.starts_with("unclosed table") => {
                fault.help("write a bracket, `]`, at the end of the line")
            }
            message if message.starts_with("invalid date,") && message.contains("between") => {
                fault.help(NO_SUCH_DAY)
            }
            message if message.starts_with("unclosed array") => {
                fault.help("write a bracket, `]`, at the end of the list")
            }
            message
                if message.starts_with("missing comma between array")
                    && line.text().contains(" = ") =>
            {
                fault.help("write a bracket, `]`, at the end of the list before this line")
            }
            message if message.contains("escaped value") => fault
                .help("write two backslashes for one, or single quotation marks around the text"),
            _ if line.text().trim_start().starts_with("[language.") => {
                fault.help("for a translation, write `[languages.…]`, with an `s`")
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
        SlipKind::TwoCommas => "write one comma between two texts",
        SlipKind::TwoSigns => "write one equals sign",
        SlipKind::InTable => {
            "write two quotation marks around each text, and a comma between two keys"
        }
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
