//! `headword prose`: the places where any text does not keep to a glossary.
//!
//! ```text
//! paths ─► files ─► blocks of text ─► places ─► diagnostics
//! files            document           wording   faults
//! ```
//!
//! Nothing is written. The texts belong to somebody else, so nothing in them is an error but what cannot be read.

mod document;
mod faults;
mod files;
mod switches;
mod wording;

use std::io::Read;
use std::path::PathBuf;

use rayon::prelude::*;

use self::document::{Document, Unread};
use self::files::{Found, TextFile};
use self::wording::Wording;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::{Failure, Task};
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::foreign::Published;

/// The most bytes of a file.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The name of standard input in messages.
const INPUT: &str = "stdin";

/// What was read.
#[derive(Debug, Default)]
pub struct Checked {
    /// The number of files whose text was read.
    pub files: usize,
    /// What a writer should know.
    pub notes: Vec<String>,
}

/// Compares texts with a glossary. `paths` are files and folders; `-` is `input`, in Markdown. What does not keep to the
/// glossary is reported to `faults`, and so are files that cannot be decoded.
///
/// # Errors
///
/// [`Failure::Usage`] if a path does not exist or a folder has no text, [`Failure::Io`] and [`Failure::System`] if
/// something cannot be read.
pub fn check(
    disk: &Disk,
    published: &Published,
    paths: &[PathBuf],
    input: impl Read,
    faults: &Faults,
    progress: &dyn Progress,
) -> Result<Checked, Failure> {
    let Found { files, has_input } = files::find(disk, paths)?;
    let wording = Wording::new(published);
    let mut unread = Vec::new();
    if has_input {
        let mut bytes = Vec::new();
        let mut input = input.take(LARGEST);
        input
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::system(Task::ReadInput, error))?;
        let document = Document::read(&bytes, INPUT, files::Format::Markdown);
        unread.push(report(&wording, document, faults));
    }
    let part = progress.begin("files", files.len());
    let read: Vec<Option<Unread>> = files
        .par_iter()
        .map(
            |TextFile {
                 path,
                 shown,
                 format,
             }| {
                let bytes = disk.read(path, LARGEST)?;
                let document = Document::read(&bytes, shown, *format);
                part.step();
                Ok(report(&wording, document, faults))
            },
        )
        .collect::<Result<_, Failure>>()?;
    unread.extend(read);
    Ok(Checked {
        files: unread.iter().filter(|unread| unread.is_none()).count(),
        notes: faults::notes(&unread),
    })
}

/// Reports what is in a document. Gives the reason why it was not read, if it was not.
fn report(
    wording: &Wording<'_>,
    document: Result<Document, Unread>,
    faults: &Faults,
) -> Option<Unread> {
    let document = document.and_then(|document| wording.is_in_language(document));
    match document {
        Ok(document) => {
            faults.report_all(wording.diagnostics(&document));
            None
        }
        Err(unread) => {
            faults.report_all(faults::unread(&unread));
            Some(unread)
        }
    }
}
