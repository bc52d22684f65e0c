//! Reads files of concepts, which terminologists and librarians exchange: TBX and SKOS. A concept has names and texts in
//! any number of languages, and becomes an entry with translations.
//!
//! ```text
//! bytes ─► Vocabulary ──► Roles ──────► RawEntry
//!  xml      tbx, skos      languages     entries (addresses, relations)
//! ```

use super::account::Reading;
use super::known_languages::KnownLanguages;
use super::notes::NoteKind;
use super::value::Problem;
use crate::text::language::Language;
use languages::Roles;
pub(super) use skos::OldAddress;

mod addresses;
mod concept;
mod entries;
mod entry_keys;
mod languages;
mod plain_text;
mod relations;
mod skos;
mod tbx;
mod xml;

/// The most bytes of a file of concepts. Termbases and thesauri are larger than what people write by hand: IATE exports a
/// domain with 24 languages in 20 to 80 MB. The memory of an import is some ten times that of its file.
pub(super) const LARGEST: u64 = 100_000_000;

/// The format of a file of concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConceptFormat {
    Tbx,
    Skos,
}

/// A file of concepts.
pub(super) struct ConceptFile<'f> {
    pub(super) bytes: &'f [u8],
    pub(super) format: ConceptFormat,
    /// Its path in the source without the extension.
    pub(super) path: &'f str,
    /// Its name in messages.
    pub(super) file: &'f str,
    /// The main language, if it is known.
    pub(super) language: Option<&'f Language>,
    /// The languages of the glossary.
    pub(super) known: &'f KnownLanguages,
    /// The old site.
    pub(super) old: OldAddress<'f>,
}

impl ConceptFile<'_> {
    /// Reads all concepts.
    ///
    /// # Errors
    ///
    /// The file has another syntax, with the line and the column of the first mistake.
    pub(super) fn read(&self) -> Result<Reading, Problem> {
        let mut vocabulary = match self.format {
            ConceptFormat::Tbx => tbx::read(&xml::text_of(self.bytes)?, self.file)?,
            ConceptFormat::Skos => skos::read(self.bytes, self.file, self.old)?,
        };
        let roles = Roles::new(&vocabulary, self.language, self.known);
        let mut reading = Reading {
            notes: std::mem::take(&mut vocabulary.notes),
            remarks: std::mem::take(&mut vocabulary.remarks),
            language: roles.main.clone(),
            translations: roles.translations.clone(),
            ..Reading::default()
        };
        if vocabulary.concepts.is_empty() {
            let what = "a file in which no concepts were found";
            reading.note(NoteKind::LooksLike, self.file, 0, what, "");
        }
        entries::add(self, vocabulary, &roles, &mut reading);
        Ok(reading)
    }
}

/// The format of an XML file, by its root; `None` if it is another one.
pub(super) fn format_of_xml(bytes: &[u8]) -> Option<ConceptFormat> {
    let text = xml::text_of(bytes).ok()?;
    let root = xml::root_name(&text)?;
    match root.as_str() {
        root if tbx::is_root(root) => Some(ConceptFormat::Tbx),
        root if skos::is_root(root) => Some(ConceptFormat::Skos),
        _ => None,
    }
}

/// Whether a JSON file is a thesaurus, and not a data file.
pub(super) fn is_json_ld(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(skos::is_json_ld)
}
