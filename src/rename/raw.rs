//! A file as it lies on the disk, changed at places that are known of its text as read.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::disk::faults::was_changed;
use crate::source::{Edit, SourceFile, apply};

/// The byte order mark, which a file's text as read lacks.
pub(super) const MARK: &str = "\u{feff}";

/// A file with all its bytes.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    /// The whole text, a byte order mark and carriage returns with it.
    pub(super) text: String,
    /// The line feeds, in the text as read, before which a carriage return stands.
    returns: Vec<usize>,
}

impl Raw {
    /// Reads the file of which `file` is the text.
    ///
    /// # Errors
    ///
    /// [`Failure::Changed`] where it has changed since that was read; [`Failure::Io`] where the disk
    /// refuses.
    pub(super) fn read(disk: &Disk, root: &Path, file: &SourceFile) -> Result<Self, Failure> {
        let path = root.join(&file.path);
        let bytes = disk.read(&path, u64::MAX)?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        if SourceFile::new("", text.clone()).text != file.text {
            return Err(was_changed(&file.path));
        }
        let read = text.strip_prefix(MARK).unwrap_or(&text);
        let returns = read.match_indices("\r\n").enumerate();
        let returns = returns.map(|(before, (at, _))| at - before).collect();
        Ok(Self { text, returns })
    }

    /// How long the byte order mark is; 0 where there is none.
    fn mark(&self) -> usize {
        match self.text.starts_with(MARK) {
            true => MARK.len(),
            false => 0,
        }
    }

    /// Where a byte of the text as read is in the file.
    fn at(&self, offset: usize) -> usize {
        let returns = self.returns.partition_point(|at| *at < offset);
        self.mark() + offset + returns
    }

    /// The file with some changes of its text as read, which do not overlap. All other bytes are as
    /// they were.
    pub(super) fn edited(&self, edits: &[Edit]) -> String {
        let in_file = |edit: &Edit| {
            let span = self.at(edit.span.start)..self.at(edit.span.end);
            Edit::new(span, edit.text.as_str())
        };
        let edits: Vec<Edit> = edits.iter().map(in_file).collect();
        apply(&self.text, &edits)
    }
}

/// A file as a build would read it.
pub(super) fn read_again(path: &str, raw: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(path, raw.to_owned()))
}

/// Where what stands at a byte of a file's text stands after some changes.
pub(super) fn moved(offset: usize, edits: &[Edit]) -> usize {
    let before = edits.iter().filter(|edit| edit.span.end <= offset);
    before.fold(offset, |at, edit| at + edit.text.len() - edit.span.len())
}
