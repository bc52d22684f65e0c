//! Reads data files: YAML, JSON and TOML with a list or a map of records.
//!
//! ```text
//! text ─► Value ─► Record ──────► Record in one language ─► RawEntry
//!  syntax   collection, shape     languages                 records
//! ```

use std::collections::HashSet;

use super::account::Reading;
use super::columns::Choice;
use super::draft::Place;
use super::known_languages::{KnownLanguages, SourceLanguage};
use super::notes::NoteKind;
use super::value::Problem;
use crate::diagnostic::failure::Failure;
use crate::entry::front_matter::meaning::names_term;
use crate::text::language::Language;
use collection::{Collector, is_address};
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
    /// The main language, if it is known.
    pub(super) language: Option<&'f Language>,
    /// The languages of the glossary.
    pub(super) known: &'f KnownLanguages,
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
        let languages = Languages::new(&value, self.language, self.known);
        let chosen = languages.chosen.as_deref().and_then(Language::from_tag);
        let others = languages.others.iter();
        let others: Vec<(Language, Languages)> = others
            .filter_map(|tag| Some((Language::from_tag(tag)?, languages.translation(tag))))
            .collect();
        let texts: Vec<(Language, Collector<'_>)> = others
            .into_iter()
            .map(|(language, languages)| {
                let mut collector = Collector::new(self.file, languages);
                collector.collect(value.clone());
                (language, collector)
            })
            .collect();
        let mut collector = Collector::new(self.file, languages);
        collector.collect(value);
        let is_translated = |shared: &str| {
            let mut all = texts.iter().flat_map(|(_, collector)| &collector.records);
            all.any(|record| record.shared == shared)
        };
        let foreign = std::mem::take(&mut collector.foreign).into_iter();
        let foreign = foreign.filter(|(shared, _)| !is_translated(shared));
        collector
            .reading
            .notes
            .extend(foreign.map(|(_, note)| note));
        let in_main = collector.records.iter();
        let in_main: HashSet<String> = in_main.map(|record| record.shared.clone()).collect();
        let mut reading = records::read(self, collector, None)?;
        for (language, collector) in texts {
            reading.append(self.translation(&language, collector, &in_main)?);
        }
        if reading.raws.iter().any(|raw| raw.place == Place::Entry) {
            reading
                .notes
                .retain(|note| note.kind != NoteKind::LooksLike);
        }
        if let Some(language) = chosen {
            reading.language = Some((language, "its texts".to_owned()));
        }
        Ok(Ok(reading))
    }

    /// The records in another language than the main one, in which those of `in_main` are. Values for all languages are a
    /// part of these alone.
    fn translation(
        &self,
        language: &Language,
        mut collector: Collector<'_>,
        in_main: &HashSet<String>,
    ) -> Result<Reading, Failure> {
        collector.metadata.clear();
        // the parts of the file that are in no language have their notes already
        collector.reading = Reading::default();
        for record in &mut collector.records {
            if in_main.contains(&record.shared) {
                let common = std::mem::take(&mut record.common);
                let is_needed = |key: &str| names_term(key) || is_address(key);
                let fields = &mut record.fields;
                fields.retain(|field| !common.contains(&field.key) || is_needed(&field.key));
                record.tags.clear();
            }
        }
        let mut reading = records::read(self, collector, Some(language.tag()))?;
        reading.remarks.clear();
        reading.translations.push(SourceLanguage {
            language: language.clone(),
            title: None,
        });
        Ok(reading)
    }
}
