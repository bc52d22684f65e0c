//! The address book, written again with the addresses of a site that is published.

use std::io::ErrorKind;
use std::path::Path;

use super::{Publication, faults};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::project::load::ADDRESSES;
use crate::site_map::address_book::Record;
use crate::source::SourceFile;

impl Publication<'_> {
    /// Writes the address book. It is there before the site is: it may know addresses that are not
    /// published yet, but never lacks one that is.
    pub(super) fn record_addresses(&self, record: &Record) -> Result<(), Failure> {
        let root = &self.config.run.root;
        let book = root.join(ADDRESSES);
        let new = root.join(format!(".{ADDRESSES}.new"));
        self.write_book(record, &book, &new).inspect_err(|_| {
            // of no use any more; the next build would remove it too
            let _ = self.disk.remove_file(&new);
        })
    }

    fn write_book(&self, record: &Record, book: &Path, new: &Path) -> Result<(), Failure> {
        let root = &self.config.run.root;
        let is_as_read = self
            .disk
            .remove_file(new)
            .and_then(|()| self.disk.write(new, record.after.as_bytes()))
            .and_then(|()| self.disk.sync(root))
            .and_then(|()| self.is_as_read(book, record))
            .map_err(|error| error.writing(book))?;
        if !is_as_read {
            return Err(faults::book_changed(book));
        }
        self.disk
            .rename(new, book)
            .and_then(|()| self.disk.sync_folder(root))
            .map_err(|error| error.writing(book))?;
        Ok(())
    }

    /// Whether nobody has changed the address book since it was read.
    fn is_as_read(&self, book: &Path, record: &Record) -> Result<bool, DiskError> {
        let now = match self.disk.read(book, u64::MAX) {
            Ok(bytes) => String::from_utf8(bytes).ok(),
            Err(error) if error.is(ErrorKind::NotFound) => None,
            Err(error) => return Err(error),
        };
        let now = now.map(|text| SourceFile::new(ADDRESSES, text).text);
        Ok(now.as_ref() == record.before.as_ref().map(|file| &file.text))
    }
}
