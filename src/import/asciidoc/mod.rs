//! Reads AsciiDoc: a glossary as a page with all terms, such as labelled lists.
//!
//! ```text
//! AsciiDoc ─► HTML, with the line of each block ─► entries, notes ─► the same with files and lines of the source
//!  conversion (asciidoc-html5)                      html              lines
//! ```
//!
//! The page is written as HTML, as Asciidoctor would write it, and read as such. So its anchors are those of the old site.
//! Files that it includes are parts of it.

use std::path::{Path, PathBuf};

use super::html::{HtmlPage, ReadPage};
use super::read::Unread;
use crate::disk::Disk;
use conversion::Converted;

mod antora;
mod conditions;
mod conversion;
mod includes;
mod lines;
mod macros;
mod nested_terms;
mod preparation;
mod titles;

pub(super) use antora::{Component, SETTINGS};

/// The extensions of files.
pub(super) const ENDINGS: &[&str] = &["adoc", "asciidoc", "asc", "ad"];

/// A file of AsciiDoc.
pub(super) struct AsciiDocFile<'f> {
    pub(super) text: &'f str,
    /// Its path on the disk.
    pub(super) path: &'f Path,
    /// The source on the disk: this file, or a folder around it.
    pub(super) source: &'f Path,
    /// Attributes of the document, which it cannot change.
    pub(super) attributes: &'f [(String, String)],
    /// Its path in the source, without its extension.
    pub(super) page: &'f str,
    /// The name by which links know it.
    pub(super) name: &'f str,
    /// Its name in messages.
    pub(super) file: &'f str,
}

impl AsciiDocFile<'_> {
    /// Reads the file. Gives the files that it includes, too.
    ///
    /// # Errors
    ///
    /// It cannot be converted, or the folders around it cannot be read.
    pub(super) fn read(&self, disk: &Disk) -> Result<(ReadPage, Vec<PathBuf>), Unread> {
        let converted = Converted::of(self, disk)?;
        let page = HtmlPage {
            text: &converted.html,
            path: self.page,
            name: self.name,
            file: self.file,
        };
        let mut read = page.read().map_err(Unread::Invalid)?;
        converted.lines.restore(&mut read.reading);
        read.reading.notes.extend(converted.notes);
        read.reading.notes.extend(macros::left(&read.reading.raws));
        Ok((read, converted.included))
    }
}
