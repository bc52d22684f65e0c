//! Diagnostics for other programs, in three formats: JSON, workflow commands of GitHub, and SARIF.

mod github;
mod json;
mod sarif;

pub use self::github::github;
pub use self::json::json;
pub use self::sarif::sarif;
use crate::diagnostic::Record;

/// The message, label, pages and helps of a diagnostic, each on a line, for programs that show one text.
fn text(record: &Record) -> String {
    let label = record.label.iter().cloned();
    let pages = record.pages.iter().cloned();
    let help = record.help.iter().map(|help| format!("help: {help}"));
    let lines: Vec<_> = std::iter::once(record.message.clone())
        .chain(label)
        .chain(pages)
        .chain(help)
        .collect();
    lines.join("\n")
}
