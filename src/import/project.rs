//! The project for the imported entries, which may be a new one.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::account::Gathered;
use super::draft::Draft;
use super::known_languages::{KnownLanguages, SourceLanguage, known_language};
use super::{ImportOptions, read};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::entry::front_matter::LabelKind;
use crate::entry::{self, ParsedEntry};
use crate::project::config::{self, Config};
use crate::project::keys::write::quoted;
use crate::project::load::{self, Sources};
use crate::scaffold;
use crate::source::SourceFile;
use crate::text::fold::{fold, is_forbidden, single_spaced};
use crate::text::language::Language;
use crate::text::{short_list, slug};

/// The project for the imported entries.
pub(super) struct TargetProject {
    pub(super) config: Arc<Config>,
    pub(super) sources: Sources,
    /// Its entries as they were read.
    pub(super) parsed: Vec<Arc<ParsedEntry>>,
    /// Its settings, if it is a new project.
    pub(super) made: Option<NewSettings>,
    /// The names to which texts in a language can refer, by the tag of the language: those of its entries and of the
    /// entries in the main language, folded.
    names: HashMap<String, HashSet<String>>,
}

/// The settings of a new project.
pub(super) struct NewSettings {
    pub(super) text: String,
    pub(super) remark: String,
}

impl TargetProject {
    pub(super) fn read(
        disk: &Disk,
        options: &ImportOptions,
        gathered: &Gathered,
        faults: &Faults,
    ) -> Result<Self, Failure> {
        let root = options.root.as_path();
        let path = root.join(config::FILE_NAME);
        let (settings, made) = if disk.exists(&path)? {
            (load::settings(disk, root, faults)?, None)
        } else {
            let made = settings(options, gathered);
            let file = SourceFile::new(config::FILE_NAME, made.text.clone());
            (Arc::new(file), Some(made))
        };
        let as_built = config::Options {
            root: root.to_owned(),
            ..config::Options::default()
        };
        let config = Arc::new(Config::new(&as_built, &settings, faults));
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        if let Some(language) = &options.language
            && language.tag() != config.edition.language.tag()
        {
            return Err(Failure::Usage(format!(
                "glossary.toml says `language = \"{}\"`: change it there, or omit `--language`",
                config.edition.language.tag()
            )));
        }
        let sources = if disk.exists(&root.join("content"))? {
            // errors in the project's own entries are reported by its build
            load::sources(disk, root, &config.settings.limits, &Faults::default())?
        } else {
            Sources::default()
        };
        let mut names: HashMap<String, HashSet<String>> = HashMap::new();
        let parsed = entry::entries(&sources.entries, &[], &config);
        let languages = [config.edition.language.clone()];
        let languages: Vec<Language> = languages.into_iter().chain(translations(&config)).collect();
        for entry in &parsed {
            let own = languages.get(entry.language.index());
            let own = own.unwrap_or(&config.edition.language);
            let is_shown = |kind| !matches!(kind, LabelKind::Hidden | LabelKind::Deprecated);
            let texts = entry.front.texts();
            let named = texts.filter(|(kind, _)| kind.label().is_some_and(is_shown));
            let named = named.map(|(_, name)| name.text.as_str());
            let named: Vec<&str> = named.chain([entry.slug.as_str()]).collect();
            for language in &languages {
                if entry.language.is_main() || language.tag() == own.tag() {
                    let names = names.entry(language.tag().to_owned()).or_default();
                    names.extend(named.iter().map(|name| fold(name, language)));
                }
            }
        }
        Ok(Self {
            config,
            sources,
            parsed,
            made,
            names,
        })
    }
}

impl TargetProject {
    /// The tags of its entries, without those that this import writes, by the tag of the language and by their address.
    pub(super) fn other_tags(&self, drafts: &[Draft]) -> HashMap<(String, String), String> {
        let own: HashSet<&str> = drafts
            .iter()
            .filter_map(|draft| draft.at.as_deref())
            .collect();
        let mut languages = vec![&self.config.edition.language];
        languages.extend(self.config.languages.iter().map(|it| &it.language));
        let mut tags = HashMap::new();
        let others = self.parsed.iter();
        for entry in others.filter(|entry| !own.contains(entry.file.path.as_str())) {
            let language = languages.get(entry.language.index()).copied();
            let language = language.unwrap_or(&self.config.edition.language);
            for tag in &entry.front.tags {
                let address = slug::slug(&tag.text, language);
                let key = (language.tag().to_owned(), address);
                tags.entry(key).or_insert_with(|| tag.text.clone());
            }
        }
        tags
    }

    /// The language of a draft, which has the tag of a translation, or none.
    pub(super) fn language(&self, tag: Option<&str>) -> &Language {
        let mut languages = self.config.languages.iter();
        let found = languages.find(|it| Some(it.language.tag()) == tag);
        found.map_or(&self.config.edition.language, |it| &it.language)
    }

    /// Whether a text in a language can refer to an existing entry by a name.
    pub(super) fn has_name(&self, name: &str, language: &Language) -> bool {
        let names = self.names.get(language.tag());
        names.is_some_and(|names| names.contains(&fold(name, language)))
    }

    /// Turns formulas on in the settings of a new project. Whether they are on afterwards.
    pub(super) fn turn_math_on(&mut self) -> bool {
        if let Some(made) = &mut self.made
            && !self.config.settings.math
        {
            made.text = made
                .text
                .replacen("\n# math = true\n", "\nmath = true\n", 1);
            made.remark
                .push_str(", `math = true`, because the source has formulas");
            let file = SourceFile::new(config::FILE_NAME, made.text.clone());
            let options = config::Options {
                root: self.config.run.root.clone(),
                ..config::Options::default()
            };
            self.config = Arc::new(Config::new(&options, &Arc::new(file), &Faults::default()));
        }
        self.config.settings.math
    }
}

/// The languages of the glossary, as far as they are known before the source is read.
///
/// # Errors
///
/// `glossary.toml` cannot be read.
pub(super) fn languages(disk: &Disk, options: &ImportOptions) -> Result<KnownLanguages, Failure> {
    let root = options.root.as_path();
    if !disk.exists(&root.join(config::FILE_NAME))? {
        return Ok(KnownLanguages {
            main: options.language.clone(),
            translations: None,
        });
    }
    // its errors are reported when the project is read
    let faults = Faults::default();
    let settings = load::settings(disk, root, &faults)?;
    let as_built = config::Options {
        root: root.to_owned(),
        ..config::Options::default()
    };
    let config = Config::new(&as_built, &settings, &faults);
    let own = &config.edition.language;
    Ok(KnownLanguages {
        main: Some(options.language.as_ref().unwrap_or(own).clone()),
        translations: Some(translations(&config)),
    })
}

/// The languages into which a project is translated.
fn translations(config: &Config) -> Vec<Language> {
    let languages = config.languages.iter();
    languages.map(|it| it.language.clone()).collect()
}

/// The settings for a new project, with its title and, if it can be recognised, its language.
pub(super) fn settings(options: &ImportOptions, gathered: &Gathered) -> NewSettings {
    let parts = path_parts(&options.source);
    let name = parts.last().cloned().unwrap_or_default();
    let of_folder = || {
        let (name, language) = language_of_folder(&options.source)?;
        Some((language, format!("the folder's name `{name}`")))
    };
    let guessed = match &options.language {
        Some(_) => None,
        None => gathered.language.clone().or_else(of_folder),
    };
    let title = gathered.title.as_deref().and_then(title_in_settings);
    let title = title.unwrap_or_else(|| {
        let words = read::stem(&name).replace(['-', '_'], " ");
        let words = words.trim().to_owned();
        let mut letters = words.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let words: String = first.chain(letters).collect();
        let words = title_in_settings(&words).filter(|_| known_language(&name).is_none());
        words.unwrap_or_else(|| "Glossary".to_owned())
    });
    let mut remark = format!("glossary.toml is new: `title = {}`", quoted(&title));
    let (language, by) = match guessed {
        Some((language, by)) => (Some(language), format!(" by {by}")),
        None => (options.language.clone(), String::new()),
    };
    if let Some(language) = &language {
        remark.push_str(&format!(", `language = \"{}\"`{by}", language.tag()));
    }
    let language = language.unwrap_or_default();
    let mut text = scaffold::project::settings(&title, &language);
    let others = gathered.translations.iter();
    let others: Vec<&SourceLanguage> = others
        .filter(|it| it.language.tag() != language.tag())
        .collect();
    for it in &others {
        text.push_str(&format!("\n[languages.{}]\n", it.language.tag()));
        let own = it.title.as_deref().and_then(title_in_settings);
        if let Some(own) = own.filter(|own| *own != title) {
            text.push_str(&format!("title = {}\n", quoted(&own)));
        }
    }
    if !others.is_empty() {
        let tags = others.iter().map(|it| format!("`{}`", it.language.tag()));
        let tags: Vec<String> = tags.collect();
        let word = if tags.len() == 1 { "" } else { "s" };
        remark.push_str(&format!(
            ", and the language{word} {}",
            short_list(&tags, 16)
        ));
    }
    NewSettings { text, remark }
}

/// A title that the settings can have: without control characters, and on one line. `None` if no letter is left.
fn title_in_settings(title: &str) -> Option<String> {
    let title: String = title.chars().filter(|c| !is_forbidden(*c)).collect();
    let title = single_spaced(title.trim());
    title.chars().any(char::is_alphanumeric).then_some(title)
}

/// The language after which the folder of a source is named, or the folder around it, with this name. A site in several
/// languages has a folder for each language.
pub(super) fn language_of_folder(source: &Path) -> Option<(String, Language)> {
    let parts = path_parts(source);
    let mut folders = parts.iter().rev().take(2);
    folders.find_map(|part| Some((part.clone(), known_language(part)?)))
}

/// The names in a path, without `.` and `..`.
pub(super) fn path_parts(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}
