//! The project for the imported entries, which may be a new one.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use icu_locale::{LocaleExpander, TransformResult};

use super::account::Gathered;
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
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::slug;

/// The project for the imported entries.
pub(super) struct TargetProject {
    pub(super) config: Arc<Config>,
    pub(super) sources: Sources,
    /// Its entries as they were read.
    pub(super) parsed: Vec<Arc<ParsedEntry>>,
    /// Its settings, if it is a new project.
    pub(super) made: Option<NewSettings>,
    /// The tags of its entries, by their address.
    pub(super) tags: HashMap<String, String>,
    /// The names of its entries, folded.
    pub(super) names: HashSet<String>,
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
        let mut tags = HashMap::new();
        let mut names = HashSet::new();
        let parsed = entry::entries(&sources.entries, &[], &config);
        for entry in &parsed {
            for tag in &entry.front.tags {
                tags.entry(slug::slug(&tag.text, &config.edition.language))
                    .or_insert(tag.text.clone());
            }
            let is_shown = |kind| !matches!(kind, LabelKind::Hidden | LabelKind::Deprecated);
            let texts = entry.front.texts();
            let named = texts.filter(|(kind, _)| kind.label().is_some_and(is_shown));
            let named = named.map(|(_, name)| name.text.as_str());
            names.extend(
                named
                    .chain([entry.slug.as_str()])
                    .map(|name| fold(name, &config.edition.language)),
            );
        }
        Ok(Self {
            config,
            sources,
            parsed,
            made,
            tags,
            names,
        })
    }
}

impl TargetProject {
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

/// The language of the glossary, as far as it is known before the source is read: that of the command line, or of an
/// existing project.
///
/// # Errors
///
/// `glossary.toml` cannot be read.
pub(super) fn language(disk: &Disk, options: &ImportOptions) -> Result<Option<Language>, Failure> {
    let root = options.root.as_path();
    if options.language.is_some() || !disk.exists(&root.join(config::FILE_NAME))? {
        return Ok(options.language.clone());
    }
    // its errors are reported when the project is read
    let faults = Faults::default();
    let settings = load::settings(disk, root, &faults)?;
    let as_built = config::Options {
        root: root.to_owned(),
        ..config::Options::default()
    };
    let config = Config::new(&as_built, &settings, &faults);
    Ok(Some(config.edition.language.clone()))
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
    let title = gathered.title.clone().unwrap_or_else(|| {
        let words = read::stem(&name).replace(['-', '_'], " ");
        let words = words.trim().to_owned();
        let mut letters = words.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let words: String = first.chain(letters).collect();
        if known_language(&name).is_some() || words.trim().is_empty() {
            "Glossary".to_owned()
        } else {
            words
        }
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
    NewSettings {
        text: scaffold::project::settings(&title, &language),
        remark,
    }
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

/// The language of a folder with the name of a language's tag, such as `de` or `pt-br`.
pub(super) fn known_language(name: &str) -> Option<Language> {
    if name
        .split(['-', '_'])
        .next()
        .is_none_or(|primary| primary.len() != 2)
    {
        return None;
    }
    let language = Language::from_tag(&name.replace('_', "-"))?;
    let mut likely = language.locale().id.clone();
    let expander = LocaleExpander::new_extended();
    let is_known =
        expander.maximize(&mut likely) == TransformResult::Modified || likely.script.is_some();
    is_known.then_some(language)
}
