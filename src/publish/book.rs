//! Writes the address book with the addresses of the new site.

use std::io::ErrorKind;
use std::path::Path;

use super::{Publication, faults};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::project::load::ADDRESSES;
use crate::site_map::address_book::Record;
use crate::source::SourceFile;

impl Publication<'_> {
    /// Writes the address book, before the site is published. So the book may list an address that is not
    /// published yet, but it never lacks a published one.
    ///
    /// # Errors
    ///
    /// [`Failure::Changed`] if somebody changed the book since it was read; [`Failure::Io`] if it cannot be
    /// written. The book is then unchanged.
    pub(super) fn record_addresses(&self, record: &Record) -> Result<(), Failure> {
        let root = &self.config.run.root;
        let book = root.join(ADDRESSES);
        let new = root.join(format!(".{ADDRESSES}.new"));
        self.write_book(record, &book, &new).inspect_err(|_| {
            // if this fails, the next build removes the file
            let _ = self.disk.remove_file(&new);
        })
    }

    fn write_book(&self, record: &Record, book: &Path, new: &Path) -> Result<(), Failure> {
        let root = &self.config.run.root;
        let is_unchanged = self
            .disk
            .remove_file(new)
            .and_then(|()| self.disk.write(new, record.after.as_bytes()))
            .and_then(|()| self.disk.sync(root))
            .and_then(|()| self.is_unchanged(book, record))
            .map_err(|error| error.writing(book))?;
        if !is_unchanged {
            return Err(faults::book_changed(book));
        }
        self.disk
            .rename(new, book)
            .and_then(|()| self.disk.sync_folder(root))
            .map_err(|error| error.writing(book))?;
        Ok(())
    }

    /// Whether the address book is the same as when it was read.
    fn is_unchanged(&self, book: &Path, record: &Record) -> Result<bool, DiskError> {
        let text = match self.disk.read(book, u64::MAX) {
            Ok(bytes) => String::from_utf8(bytes).ok(),
            Err(error) if error.is(ErrorKind::NotFound) => None,
            Err(error) => return Err(error),
        };
        let text = text.map(|text| SourceFile::new(ADDRESSES, text).text);
        Ok(text.as_ref() == record.before.as_ref().map(|file| &file.text))
    }
}
