//! The reasons for which a command fails, and its exit code.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use super::disk_error::DiskError;

/// The reason for which a command fails. Errors in the glossary are collected first, and are then one failure:
/// see [`crate::diagnostic`].
#[derive(Debug)]
pub enum Failure {
    /// The glossary has errors, which have been collected.
    Faults,
    /// With its new name, an entry would change the meaning of a reference.
    Elsewhere {
        /// The file that has the reference, by its path from the project's root.
        path: String,
        /// The line of the reference, from 1; `None` if it is in front matter or in another file's table.
        line: Option<usize>,
    },
    /// The command was typed wrongly. The text is a whole sentence: the mistake, and what to type instead.
    Usage(String),
    /// The chosen output folder cannot be the folder of a site.
    Output {
        /// The folder, as it was given.
        folder: PathBuf,
        /// The reason, and what to do.
        why: String,
    },
    /// A path that Headword needs contains somebody else's files. They stay as they are.
    NotOurs {
        /// The path, as messages show it.
        path: String,
        /// The reason and the advice. They continue a sentence that begins with the path.
        why: String,
    },
    /// A path cannot be used, for example because it is a link instead of a file.
    Unusable {
        /// The path, as messages show it.
        path: String,
        /// The reason and the advice. They continue a sentence that begins with the path.
        why: String,
    },
    /// Somebody else changed a file while Headword worked with it.
    Changed {
        /// The operation that failed.
        what: String,
        /// The change, or the advice.
        why: String,
    },
    /// A file or folder could not be read or written.
    Io(DiskError),
    /// A change of a project's files failed, and could not be undone. The next command tries to undo it
    /// again.
    NotUndone {
        /// The reason for which the change failed.
        failure: Box<Failure>,
        /// The reason for which it could not be undone.
        undone: Box<Failure>,
    },
    /// The system refused a task that is not about a file or folder.
    System {
        /// The task.
        task: Task,
        /// The reason.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// A task that the system may refuse, other than to read or write a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// To write to standard output.
    Print,
    /// To read standard input.
    ReadInput,
    /// To read keys at a terminal.
    ReadKeys,
    /// To answer browsers.
    Serve,
    /// To answer assistants.
    AnswerAssistants,
    /// To make the manual page.
    MakeManual,
    /// To start threads.
    StartThreads,
    /// To report changes of this folder.
    Watch(PathBuf),
}

impl Failure {
    /// The failure of a `task` that the system refused; `source` is the reason.
    pub fn system(task: Task, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::System {
            task,
            source: source.into(),
        }
    }

    /// The exit code:
    ///
    /// - 1 if the glossary has errors, or would have them;
    /// - 2 for wrong usage, also if Headword may not use a folder or file that was named;
    /// - 3 if the machine failed: a file cannot be read or written, or somebody else changed it meanwhile.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Faults | Self::Elsewhere { .. } => 1,
            Self::Usage(_) | Self::Output { .. } | Self::NotOurs { .. } | Self::Unusable { .. } => {
                2
            }
            Self::Changed { .. } | Self::Io(_) | Self::NotUndone { .. } | Self::System { .. } => 3,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults => f.write_str("the glossary has errors"),
            Self::Elsewhere { path, line } => {
                write!(f, "with the new title, a reference in {path}")?;
                if let Some(line) = line {
                    write!(f, ", line {line},")?;
                }
                f.write_str(
                    " would lead to another place: choose another title, or change this reference first",
                )
            }
            Self::Usage(what) => f.write_str(what),
            Self::Output { folder, why } => {
                write!(f, "cannot publish into {}: {why}", folder.display())
            }
            Self::NotOurs { path, why } | Self::Unusable { path, why } => write!(f, "{path} {why}"),
            Self::Changed { what, why } => write!(f, "{what}: {why}"),
            Self::Io(error) => error.fmt(f),
            Self::NotUndone { failure, undone } => write!(
                f,
                "{failure}; the changes could not be undone: {undone}; the next command tries again"
            ),
            Self::System { task, source } => write!(f, "{task}: {source}"),
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Print => f.write_str("cannot print"),
            Self::ReadInput => f.write_str("cannot read standard input"),
            Self::ReadKeys => f.write_str("cannot read keys"),
            Self::Serve => f.write_str("cannot serve"),
            Self::AnswerAssistants => f.write_str("cannot answer assistants"),
            Self::MakeManual => f.write_str("cannot make the manual"),
            Self::StartThreads => f.write_str("cannot start threads"),
            Self::Watch(folder) => write!(f, "cannot watch {}", folder.display()),
        }
    }
}

impl Error for Failure {}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self::Io(error)
    }
}
