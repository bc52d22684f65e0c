//! Findings for other programs: JSON, workflow commands of GitHub, SARIF.

mod github;
mod json;
mod sarif;

pub use self::github::github;
pub use self::json::json;
pub use self::sarif::sarif;
use crate::diagnostic::Record;

/// All that is said of a fault but where it is, a line each: for programs that show one text.
fn text(record: &Record) -> String {
    let label = record.label.iter().cloned();
    let help = record.help.iter().map(|help| format!("help: {help}"));
    let lines: Vec<_> = std::iter::once(record.message.clone())
        .chain(label)
        .chain(help)
        .collect();
    lines.join("\n")
}
