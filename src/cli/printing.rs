//! The output of the program: results on standard output; diagnostics, notes and failures on standard error.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::diagnostic::failure::{Failure, Task};
use crate::diagnostic::{Faults, FirstDiagnostics, Most};
use crate::text::counted;

/// The diagnostics that a terminal shows. Nobody reads thousands of them there.
const MOST: Most = Most {
    of_code: 100,
    in_all: 500,
};

/// The diagnostics to show. A file or another program gets all of them in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All.
    All,
    /// The first ones, if standard error is a terminal. The command, in backticks, shows all.
    First(&'static str),
}

/// Prints diagnostics and the result of a command, and gives the exit code. If errors stopped the command,
/// the last line is `error: CONSEQUENCE: 2 errors and 1 warning`; without a consequence, it is `error: 2
/// errors and 1 warning`.
pub(super) fn finish(
    result: Result<String, Failure>,
    faults: &Faults,
    consequence: Option<&str>,
) -> ExitCode {
    let shown = Shown::First("`headword check --all-errors`");
    finish_showing(result, faults, shown, consequence)
}

/// [`finish`] for a command that lets the user choose the diagnostics to show.
pub(super) fn finish_showing(
    result: Result<String, Failure>,
    faults: &Faults,
    shown: Shown,
    consequence: Option<&str>,
) -> ExitCode {
    to_stderr(&diagnostics(faults, shown));
    let printed = result.and_then(|text| to_stdout(&text));
    let Err(failure) = printed else {
        return ExitCode::SUCCESS;
    };
    if !matches!(failure, Failure::Faults) {
        return fail(&failure);
    }
    let counts = counts(faults);
    error(&match consequence {
        Some(consequence) => format!("{consequence}: {counts}"),
        None => counts,
    });
    failure.exit_code()
}

/// Diagnostics as text for standard error. If some are left out, the last line says how many.
pub(super) fn diagnostics(faults: &Faults, shown: Shown) -> String {
    let Shown::First(command) = shown else {
        return faults.render();
    };
    if !io::stderr().is_terminal() {
        return faults.render();
    }
    let FirstDiagnostics { mut text, left_out } = faults.render_first(MOST);
    let count: usize = left_out.values().sum();
    if count > 0 {
        let listed = left_out
            .iter()
            .map(|(code, count)| format!("{count} {}", code.as_str()));
        let listed: Vec<_> = listed.collect();
        let problems = counted(count, "more problem is", "more problems are");
        text += &note_text(&format!(
            "{problems} not shown ({}): {command} shows all",
            listed.join(", ")
        ));
        text.push('\n');
    }
    text
}

/// Prints a failure, and gives its exit code.
pub(super) fn fail(failure: &Failure) -> ExitCode {
    error(&failure.to_string());
    failure.exit_code()
}

/// The number of errors, and that of warnings if there are any: `2 errors and 1 warning`.
pub(super) fn counts(faults: &Faults) -> String {
    let (errors, warnings) = faults.count();
    let errors = counted(errors, "error", "errors");
    match warnings {
        0 => errors,
        _ => format!("{errors} and {}", counted(warnings, "warning", "warnings")),
    }
}

/// Prints an error that has no place in a file, in the style of diagnostics.
pub(super) fn error(text: &str) {
    to_stderr(&format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {text}\n"));
}

/// Prints a note that has no place in a file, in the style of diagnostics.
pub(super) fn note(text: &str) {
    to_stderr(&note_text(text));
}

/// The line of a note.
fn note_text(text: &str) -> String {
    format!("\u{1b}[1m\u{1b}[92mnote\u{1b}[0m: {text}\n")
}

/// Prints a result to standard output.
///
/// # Errors
///
/// As [`printed`].
pub(super) fn to_stdout(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    printed(written)
}

/// The outcome of writing to standard output. It is not an error that the reader has gone, as with `| head`.
///
/// # Errors
///
/// [`Failure::System`] if the text could not be written.
pub(super) fn printed(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::system(Task::Print, error))
        }
        _ => Ok(()),
    }
}

/// Prints to standard error. An error there cannot be reported, so it is ignored.
pub(super) fn to_stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}
