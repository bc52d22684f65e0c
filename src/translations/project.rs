//! A project with its translations, and the meaning of the languages and entries that somebody types.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic, Faults, Severity};
use crate::disk::Disk;
use crate::entry::ParsedEntry;
use crate::glossary::{Entry, EntryId, Glossary};
use crate::link::{Editions, Linked};
use crate::pipeline;
use crate::project::config::{Config, Options, Translation};
use crate::source::{Place, SourceFile};

/// A project with its drafts, in all languages.
pub(super) struct TranslatedProject {
    /// The project's folder.
    pub(super) root: PathBuf,
    /// The settings.
    config: Config,
    /// The glossary in each language.
    editions: Editions,
}

/// An entry that somebody has typed.
pub(super) struct TypedEntry<'p> {
    /// The entry in the main language.
    pub(super) original: &'p Entry,
    /// Its translation, if there is one.
    pub(super) translation: Option<&'p Entry>,
}

impl TranslatedProject {
    /// Reads the project in the folder `root`. Errors in the texts of its entries do not matter here.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if the settings or names of files have errors, which are reported to `faults`;
    /// [`Failure::Usage`] if there is no project, or only one language; [`Failure::Io`] if a file cannot be read.
    pub(super) fn read(disk: &Disk, root: &Path, faults: &Faults) -> Result<Self, Failure> {
        let options = Options {
            root: root.to_owned(),
            drafts: true,
            ..Options::default()
        };
        let files = pipeline::read(disk, &options, faults)?;
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        if files.config.languages.is_empty() {
            return Err(faults::one_language());
        }
        Ok(Self {
            root: root.to_owned(),
            editions: pipeline::link(&files.sources, &[], &files.config),
            config: files.config,
        })
    }

    /// The entries of the main language.
    pub(super) fn originals(&self) -> &Glossary {
        &self.editions.main.glossary.glossary
    }

    /// The languages besides the main one, each with its settings.
    pub(super) fn languages(&self) -> impl Iterator<Item = (&Linked, &Translation)> {
        let linked = self.editions.translations.iter().map(Arc::as_ref);
        linked.zip(self.config.languages.iter())
    }

    /// The language with a typed tag, in any case.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if the glossary is not translated into it.
    pub(super) fn language(&self, tag: &str) -> Result<&Linked, Failure> {
        let is_meant = |settings: &Translation| settings.language.tag().eq_ignore_ascii_case(tag);
        let mut languages = self.languages();
        let found = languages.find(|(_, settings)| is_meant(settings));
        found.map(|(linked, _)| linked).ok_or_else(|| {
            let known = self.languages();
            let known = known.map(|(_, settings)| settings.language.tag());
            let main = &self.config.edition.language;
            if main.tag().eq_ignore_ascii_case(tag) {
                faults::main_language(tag, known)
            } else {
                faults::unknown_language(tag, known)
            }
        })
    }

    /// The entry that somebody has typed: by a name in the main language, by a name in the language of `linked`, or by
    /// the path of one of its two files.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if it means no entry or several, which is reported to `faults`; [`Failure::Usage`] if the
    /// main language does not have the entry.
    pub(super) fn entry<'p>(
        &'p self,
        typed: &str,
        linked: &'p Linked,
        faults: &Faults,
    ) -> Result<TypedEntry<'p>, Failure> {
        let main = &*self.editions.main;
        let original = match meant(typed, main) {
            Ok(id) => self.originals().entry(id),
            Err(fault) => {
                let found = meant(typed, linked);
                let Ok(id) = found else {
                    if let Some(page) = self
                        .originals()
                        .page_named(typed, main.frame.names.language())
                    {
                        let path = &self.originals().page(page).file.path;
                        return Err(faults::page(path, linked.config.edition.language.tag()));
                    }
                    // a name that is unknown in one language may be ambiguous in the other one
                    let in_language = found.err().into_iter();
                    let all = std::iter::once(fault).chain(in_language);
                    let mut known = all.filter(|it| it.code() != Code::UnknownReference);
                    let Some(fault) = known.next() else {
                        let similar = main.frame.names.nearest(typed);
                        return Err(faults::unknown_entry(typed, &similar));
                    };
                    faults.report(*fault);
                    return Err(Failure::Faults);
                };
                let own = linked.glossary.glossary.entry(id);
                let original = self.original(&own.slug);
                original.ok_or_else(|| faults::no_original(own))?
            }
        };
        Ok(TypedEntry {
            original,
            translation: self.counterpart(&original.slug, linked),
        })
    }

    /// The entry with a slug in the main language.
    pub(super) fn original(&self, slug: &str) -> Option<&Entry> {
        self.counterpart(slug, &self.editions.main)
    }

    /// The entry with a slug in a language.
    pub(super) fn counterpart<'p>(&self, slug: &str, linked: &'p Linked) -> Option<&'p Entry> {
        let id = linked
            .glossary
            .counterparts
            .entry(slug, linked.config.edition.id)?;
        Some(linked.glossary.glossary.entry(id))
    }

    /// Reports the errors in the file of an entry.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if there is one.
    pub(super) fn refuse_errors(&self, entry: &Entry, faults: &Faults) -> Result<(), Failure> {
        let path = entry.file.path.as_str();
        let parsed = self.editions.parsed();
        self.refuse_errors_in(parsed.filter(|it| it.file.path == path).take(1), faults)
    }

    /// Reports the errors in the files of all entries.
    ///
    /// # Errors
    ///
    /// [`Failure::Faults`] if there is one.
    pub(super) fn refuse_all_errors(&self, faults: &Faults) -> Result<(), Failure> {
        self.refuse_errors_in(self.editions.parsed(), faults)
    }

    fn refuse_errors_in<'p>(
        &self,
        parsed: impl Iterator<Item = &'p Arc<ParsedEntry>>,
        faults: &Faults,
    ) -> Result<(), Failure> {
        let all = parsed.flat_map(|parsed| parsed.faults(&self.config));
        let errors = all.filter(|fault| fault.code().severity() == Severity::Error);
        let errors: Vec<_> = errors.cloned().collect();
        if errors.is_empty() {
            return Ok(());
        }
        faults.report_all(errors);
        Err(Failure::Faults)
    }
}

/// The entry of a language with a typed name or path.
fn meant(typed: &str, linked: &Linked) -> Result<EntryId, Box<Diagnostic>> {
    let path = typed.strip_prefix("./").unwrap_or(typed);
    if let Some(id) = linked.glossary.glossary.at_path(path) {
        return Ok(id);
    }
    let file = Arc::new(SourceFile::typed(typed));
    let place = Place::new(&file, 0..file.text.len());
    let found = linked.frame.names.resolve(typed, place)?;
    Ok(found.entry)
}
