//! Reads data files: YAML, JSON and TOML with a list or a map of records.
//!
//! ```text
//! text ─► Value ─► Record ──────► Record in one language ─► RawEntry
//!  syntax   collection, shape     languages                 records
//! ```

use super::account::Reading;
use super::columns::Choice;
use super::value::Problem;
use crate::diagnostic::failure::Failure;
use crate::text::language::Language;
use collection::Collector;
use languages::Languages;
pub(super) use syntax::DataSyntax;

mod collection;
mod languages;
mod records;
mod shape;
mod syntax;

/// A data file.
pub(super) struct DataFile<'f> {
    /// Its text, with lines that end in `\n`.
    pub(super) text: &'f str,
    pub(super) syntax: DataSyntax,
    /// Its path in the source without the extension.
    pub(super) path: &'f str,
    /// Its name in messages.
    pub(super) file: &'f str,
    /// The keys of records, from the command line.
    pub(super) columns: &'f [Choice],
    /// The language to read, if it is known.
    pub(super) language: Option<&'f Language>,
}

impl DataFile<'_> {
    /// Reads all records.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if the command line names a key that no record has.
    pub(super) fn read(&self) -> Result<Result<Reading, Problem>, Failure> {
        let value = match syntax::parse(self.text, self.syntax) {
            Ok(value) => value,
            Err(problem) => return Ok(Err(problem)),
        };
        let languages = Languages::new(&value, self.language);
        let chosen = languages.chosen.as_deref().and_then(Language::from_tag);
        let mut collector = Collector::new(self.file, languages);
        collector.collect(value);
        let mut reading = records::read(self, collector)?;
        if let Some(language) = chosen {
            reading.language = Some((language, "its texts".to_owned()));
        }
        Ok(Ok(reading))
    }
}
