//! Why a command gives no result, and the exit code that says so.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// What keeps a command from its result. Faults in authors' text are no failure of this kind until
/// all of them are known: see [`crate::diagnostic`].
#[derive(Debug)]
pub enum Failure {
    /// The glossary has faults, which have been collected.
    Faults,
    /// The command was called wrongly, with what is wrong.
    Usage(String),
    /// The machine refused, with what it refused and why.
    Machine(String, io::Error),
}

impl Failure {
    /// A file or folder that cannot be read.
    pub fn read(path: &Path, error: io::Error) -> Self {
        Self::Machine(format!("cannot read {}", path.display()), error)
    }

    /// A file or folder that cannot be written.
    pub fn write(path: &Path, error: io::Error) -> Self {
        Self::Machine(format!("cannot write {}", path.display()), error)
    }

    /// The exit code: 1 for faults, 2 for wrong usage, 3 for the machine.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Faults => 1,
            Self::Usage(_) => 2,
            Self::Machine(..) => 3,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults => f.write_str("the glossary has faults"),
            Self::Usage(what) => f.write_str(what),
            Self::Machine(what, error) => write!(f, "{what}: {error}"),
        }
    }
}

impl std::error::Error for Failure {}
