//! The reason that an operation on a file or folder failed, and the path that it failed at.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An operation on a file or folder that failed.
///
/// It is shown as `cannot write public/index.html: no space left on device`.
#[derive(Debug)]
pub struct DiskError {
    /// The use of the path that failed.
    pub access: Access,
    /// The path that was read or written.
    pub path: PathBuf,
    /// The reason.
    pub cause: Cause,
}

/// The use of a path that an operation makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It reads the path, or asks the system about it.
    Read,
    /// It makes, changes or removes what is at the path.
    Write,
    /// It writes the path with the bytes of another file.
    Copy {
        /// The file that has the bytes.
        from: PathBuf,
    },
}

/// The reason that an operation failed.
#[derive(Debug)]
pub enum Cause {
    /// The system refused.
    System(io::Error),
    /// The path is a link, a folder, a device or a pipe, and not a regular file.
    NotAFile,
    /// The file has more bytes than the limit of the operation.
    TooLarge,
    /// The file changed while it was read.
    Changed,
    /// The file is not on the disk as it was written.
    NotKept,
}

impl DiskError {
    /// An operation that `access` describes, at `path`, that failed because of `cause`.
    pub fn new(access: Access, path: &Path, cause: impl Into<Cause>) -> Self {
        Self {
            access,
            path: path.to_owned(),
            cause: cause.into(),
        }
    }

    /// The same reason for another path: for an operation that is a step on the way to write `path`.
    pub fn writing(self, path: &Path) -> Self {
        Self::new(Access::Write, path, self.cause)
    }

    /// The same reason for another path: for an operation that is a step on the way to read `path`.
    pub fn reading(self, path: &Path) -> Self {
        Self::new(Access::Read, path, self.cause)
    }

    /// Whether the system refused for a reason of this kind.
    pub fn is(&self, kind: io::ErrorKind) -> bool {
        matches!(&self.cause, Cause::System(error) if error.kind() == kind)
    }

    /// Whether the system, or the file system, does not have the operation. Nothing is wrong with the
    /// path: another operation may do.
    pub fn is_unsupported(&self) -> bool {
        // a file system that does not know a flag of the operation calls it an invalid argument
        self.is(io::ErrorKind::Unsupported) || self.is(io::ErrorKind::InvalidInput)
    }

    /// The operation that failed, without the reason: `cannot write public/index.html`.
    fn attempt(&self) -> String {
        let path = self.path.display();
        match &self.access {
            Access::Read => format!("cannot read {path}"),
            Access::Write => format!("cannot write {path}"),
            Access::Copy { from } => format!("cannot copy {} to {path}", from.display()),
        }
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.attempt(), self.cause)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System(error) => return error.fmt(f),
            Self::NotAFile => "it is not a file",
            Self::TooLarge => "file too large",
            Self::Changed => "it changed while it was read",
            Self::NotKept => "the disk has not kept it as it was written",
        })
    }
}

impl Error for DiskError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.cause {
            Cause::System(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<io::ErrorKind> for Cause {
    fn from(kind: io::ErrorKind) -> Self {
        Self::System(kind.into())
    }
}
