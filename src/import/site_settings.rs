//! What the settings of Hugo and of Docusaurus say of languages: which there are, and which is the main one.

use std::path::{Path, PathBuf};

use super::read::{self, Unread};
use super::value::{Field, Value};
use super::{fields, yaml};
use crate::diagnostic::disk_error::DiskError;
use crate::disk::Disk;
use crate::text::language::Language;
use crate::text::slice;

/// The largest number of folders above the source in which settings are looked for.
const FOLDERS: usize = 4;

/// The files with the settings of a site, from its folder.
const FILES: &[&str] = &[
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
];

/// The file that has the languages of Hugo, beside its other settings.
const LANGUAGES: &[&str] = &[
    "config/_default/languages.toml",
    "config/_default/languages.yaml",
];

/// The settings of Docusaurus.
const DOCUSAURUS: &[&str] = &[
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
];

/// The languages of the old site.
#[derive(Debug, Default)]
pub(super) struct SiteLanguages {
    /// The main language.
    pub(super) main: Option<Language>,
    /// All languages, in the order in which the site shows them.
    pub(super) all: Vec<SiteLanguage>,
}

/// A language of the old site.
#[derive(Debug)]
pub(super) struct SiteLanguage {
    pub(super) language: Language,
    /// The title of the site in this language.
    pub(super) title: Option<String>,
    /// The folder of its texts, as a path on the disk.
    pub(super) folder: Option<PathBuf>,
}

impl SiteLanguages {
    /// Finds the settings in the folder of the source, and in those around it.
    ///
    /// # Errors
    ///
    /// A folder or a file cannot be read.
    pub(super) fn find(disk: &Disk, source: &Path) -> Result<Self, DiskError> {
        let source = disk.canonical(source)?;
        for root in source.ancestors().take(FOLDERS) {
            let mut found = Self::default();
            let mut is_found = false;
            for name in FILES.iter().chain(LANGUAGES) {
                let Some(text) = text(disk, &root.join(name))? else {
                    continue;
                };
                is_found = true;
                let fields = match name.ends_with(".toml") {
                    true => fields::read_toml(&text),
                    false => yaml::read(&text),
                };
                // the settings are not a part of the glossary: those that cannot be read say nothing
                found.add(fields.unwrap_or_default(), root, LANGUAGES.contains(name));
            }
            for name in DOCUSAURUS {
                if let Some(text) = text(disk, &root.join(name))? {
                    is_found = true;
                    found.add_docusaurus(&text);
                }
            }
            if is_found || disk.exists(&root.join(".git"))? {
                return Ok(found);
            }
        }
        Ok(Self::default())
    }

    /// The title of the site in a language.
    pub(super) fn title(&self, language: &Language) -> Option<&String> {
        let mut all = self.all.iter();
        let found = all.find(|it| it.language.tag() == language.tag())?;
        found.title.as_ref()
    }

    /// Adds what settings of Hugo say. `are_languages` says that they have nothing but the languages.
    fn add(&mut self, fields: Vec<Field>, root: &Path, are_languages: bool) {
        if are_languages {
            self.add_languages(fields, root);
            return;
        }
        for field in fields {
            match (field.key.to_lowercase().as_str(), field.value) {
                ("defaultcontentlanguage", value) => {
                    self.main = value.text().and_then(|tag| language(&tag));
                }
                ("languages", Value::Table(fields)) => self.add_languages(fields, root),
                _ => {}
            }
        }
    }

    /// Adds languages in the order of their weights, as Hugo does: without a weight, a language is at the end.
    fn add_languages(&mut self, fields: Vec<Field>, root: &Path) {
        let mut found: Vec<(f64, SiteLanguage)> = Vec::new();
        for field in fields {
            let (Some(language), Value::Table(keys)) = (language(&field.key), field.value) else {
                continue;
            };
            let text = |name: &str| {
                let mut keys = keys.iter();
                let key = keys.find(|key| key.key.eq_ignore_ascii_case(name))?;
                key.value.text().filter(|text| !text.trim().is_empty())
            };
            let weight = text("weight").and_then(|weight| weight.parse().ok());
            found.push((
                weight.unwrap_or(f64::MAX),
                SiteLanguage {
                    language,
                    title: text("title"),
                    folder: text("contentDir").map(|folder| root.join(folder)),
                },
            ));
        }
        found.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        self.all.extend(found.into_iter().map(|(_, it)| it));
    }

    /// Adds what settings of Docusaurus say, which are a program.
    fn add_docusaurus(&mut self, text: &str) {
        let after = |key: &str| {
            let at = text.find(key)? + key.len();
            Some(
                slice(text, at..)
                    .trim_start()
                    .strip_prefix(':')?
                    .trim_start(),
            )
        };
        self.main = after("defaultLocale").and_then(|rest| language(quoted(rest)?));
        let list = after("locales").and_then(|rest| rest.strip_prefix('[')?.split(']').next());
        let tags = list.into_iter().flat_map(|list| list.split(','));
        for language in tags.filter_map(|tag| language(quoted(tag.trim())?)) {
            self.all.push(SiteLanguage {
                language,
                title: None,
                folder: None,
            });
        }
    }
}

/// The language with a tag, as settings and names of files write it.
pub(super) fn language(tag: &str) -> Option<Language> {
    Language::from_tag(&tag.trim().replace('_', "-"))
}

/// The text between quotation marks at the beginning of a program's text.
fn quoted(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split(mark).next()
}

/// The text of a file; `None` if there is none, or if it is not a text.
fn text(disk: &Disk, path: &Path) -> Result<Option<String>, DiskError> {
    if !disk.exists(path)? {
        return Ok(None);
    }
    match read::text(disk, path) {
        Ok(text) => Ok(Some(text)),
        Err(Unread::Invalid(_)) => Ok(None),
        Err(Unread::Failed(error)) => Err(error),
    }
}
