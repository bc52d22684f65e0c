//! Why a command gives no result, and the exit code that says so.

use std::fmt;
use std::io;
use std::process::ExitCode;

use super::disk_error::DiskError;

/// What keeps a command from its result. Faults in authors' text are no failure of this kind until
/// all of them are known: see [`crate::diagnostic`].
#[derive(Debug)]
pub enum Failure {
    /// The glossary has faults, which have been collected.
    Faults,
    /// The command was called wrongly, with what is wrong.
    Usage(String),
    /// A file or folder could not be read or written.
    Io(DiskError),
    /// A change of a project's files failed, and what it had changed could not be put back.
    NotUndone {
        /// Why it failed.
        failure: Box<Failure>,
        /// Why it could not be undone.
        undone: Box<Failure>,
    },
    /// The machine refused, with what it refused and why.
    Machine(String, io::Error),
}

impl Failure {
    /// The two halves of its message, if it has them: what failed, and why.
    fn halves(&self) -> Option<(String, String)> {
        match self {
            Self::Io(error) => Some((error.attempt(), error.cause.to_string())),
            Self::Machine(what, error) => Some((what.clone(), error.to_string())),
            _ => None,
        }
    }

    /// The exit code: 1 for faults, 2 for wrong usage, 3 for the machine.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Faults => 1,
            Self::Usage(_) => 2,
            Self::Io(_) | Self::NotUndone { .. } | Self::Machine(..) => 3,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults => f.write_str("the glossary has faults"),
            Self::Usage(what) => f.write_str(what),
            Self::Io(error) => error.fmt(f),
            Self::NotUndone { failure, undone } => match failure.halves() {
                Some((what, why)) => {
                    let undone = "and what was changed is still to be undone";
                    write!(f, "{what}, {undone}: {why}")
                }
                None => write!(f, "{failure}; {undone}"),
            },
            Self::Machine(what, error) => write!(f, "{what}: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self::Io(error)
    }
}
