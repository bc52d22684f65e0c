//! Reads a regular file as a whole, and checks that it does not change meanwhile; writes a file in parts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, IntoInnerError, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::digest::Digest;
use super::system::without_following;
use crate::diagnostic::disk_error::Cause;

/// The length and the time of a file, which show that it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// The time of its last change, if the system knows it.
    modified: Option<SystemTime>,
}

impl Stamp {
    pub(super) fn of(metadata: &fs::Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }
}

/// The bytes of a file of at most `limit` bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Cause> {
    let (mut file, before) = open(path)?;
    if before.length > limit {
        return Err(Cause::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.length).unwrap_or_default());
    // one more byte shows that the file has grown
    let most = before.length.saturating_add(1);
    (&mut file).take(most).read_to_end(&mut bytes)?;
    check_unchanged(&file, before, bytes.len() as u64)?;
    Ok(bytes)
}

/// What `look` finds in a file.
pub(super) fn look_into<T>(
    path: &Path,
    look: impl FnOnce(&mut BufReader<File>) -> io::Result<T>,
) -> Result<T, Cause> {
    let (file, _) = open(path)?;
    Ok(look(&mut BufReader::new(file))?)
}

/// Copies all bytes of a file to `to`, and returns their sum and the stamp of the file.
pub(super) fn transfer(from: &Path, to: &mut impl Write) -> Result<(Digest, Stamp), Cause> {
    let (mut file, before) = open(from)?;
    let mut sum = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        sum.update(bytes);
        to.write_all(bytes)?;
        length += bytes.len() as u64;
    }
    check_unchanged(&file, before, length)?;
    Ok((Digest::finished(sum), before))
}

/// Copies a file to a new path, and returns its sum.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Digest, Cause> {
    let (digest, _) = transfer(from, &mut File::create_new(to)?)?;
    Ok(digest)
}

/// Writes a new file in parts, and returns the sum and the length of its bytes.
pub(super) fn write_in_parts(
    path: &Path,
    write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
) -> io::Result<(Digest, u64)> {
    let summing = Summing {
        file: File::create_new(path)?,
        sum: Sha256::new(),
        length: 0,
    };
    let mut out = BufWriter::with_capacity(1 << 16, summing);
    write(&mut out)?;
    let Summing { sum, length, .. } = out.into_inner().map_err(IntoInnerError::into_error)?;
    Ok((Digest::finished(sum), length))
}

/// A file with the sum and the length of the bytes that were written.
struct Summing {
    file: File,
    sum: Sha256,
    length: u64,
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Opens a regular file, and takes its stamp. A link is not followed, and a pipe without a writer does not block.
fn open(path: &Path) -> Result<(File, Stamp), Cause> {
    let file = without_following(OpenOptions::new().read(true)).open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, Stamp::of(&metadata)))
    } else {
        Err(Cause::NotAFile)
    }
}

/// Checks that a file still has its stamp from `before`, and that `read` bytes are all of it.
fn check_unchanged(file: &File, before: Stamp, read: u64) -> Result<(), Cause> {
    if read == before.length && Stamp::of(&file.metadata()?) == before {
        Ok(())
    } else {
        Err(Cause::Changed)
    }
}
