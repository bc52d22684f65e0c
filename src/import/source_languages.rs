//! The language of each file in a folder of Markdown files.
//!
//! ```text
//! content/en/rye.md, content/de/rye.md                                            Hugo
//! rye.md, rye.de.md                                                               Hugo, Zola
//! docs/rye.md, i18n/de/docusaurus-plugin-content-docs/current/rye.md              Docusaurus
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::known_languages::{
    KnownLanguages, SourceLanguage, TextLanguage, is_likely, known_language,
};
use super::read::{base, parent};
use super::site_settings::{self, SiteLanguages};
use crate::diagnostic::disk_error::DiskError;
use crate::disk::Disk;
use crate::text::language::Language;
use crate::text::slice;

/// The folders of Docusaurus for translations, and the folders whose texts they translate.
const PLUGINS: &[(&str, &str)] = &[
    ("docusaurus-plugin-content-docs/current/", "docs/"),
    ("docusaurus-plugin-content-pages/", "src/pages/"),
    ("docusaurus-plugin-content-blog/", "blog/"),
];

/// A text of the source among those in its language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextPlace {
    pub(super) language: TextLanguage,
    /// Its path without the extension, from the folder of its language. The same text in another language has the same
    /// path.
    pub(super) path: String,
    /// The folder of its language in the source, empty or with a slash at its end.
    pub(super) tree: String,
}

/// The languages of a folder of Markdown files.
#[derive(Debug, Default)]
pub(super) struct SourceLanguages {
    /// The folders of languages.
    trees: Vec<Tree>,
    /// The languages at the end of file names, by the tag as it is written there.
    tags: BTreeMap<String, Language>,
    /// The language of files without any sign of it.
    bare: TextLanguage,
    /// The main language, if the source has several.
    pub(super) main: Option<Language>,
    /// Why this is the main language, in words.
    pub(super) reason: &'static str,
    /// The title of the glossary in the main language, by the settings of the old site.
    pub(super) title: Option<String>,
    /// The languages into which the glossary is translated.
    pub(super) translations: Vec<SourceLanguage>,
}

/// A folder with the texts of a language.
#[derive(Debug)]
struct Tree {
    /// Its path in the source, with a slash at its end.
    folder: String,
    language: Language,
    /// The folder of the same texts in the main language, if they are not in a folder of that language.
    mount: &'static str,
    /// The folder around it, if texts of the main language are there.
    outer: String,
}

impl TextPlace {
    /// The language and the folder of the text among those in its language.
    pub(super) fn folder(&self) -> (Option<String>, String) {
        let tag = self.language.tag().map(str::to_owned);
        (tag, parent(&self.path).to_owned())
    }
}

impl SourceLanguages {
    /// Finds the languages of a source in the paths of its texts without extensions, and in the settings of the old
    /// site.
    ///
    /// # Errors
    ///
    /// A folder or a file cannot be read.
    pub(super) fn find(
        disk: &Disk,
        source: &Path,
        texts: &BTreeSet<&str>,
        known: &KnownLanguages,
    ) -> Result<Self, DiskError> {
        let site = SiteLanguages::find(disk, source)?;
        let mut trees = trees_of_docusaurus(texts);
        let source = disk.canonical(source)?;
        for it in &site.all {
            let below = it
                .folder
                .as_ref()
                .map(|folder| folder.strip_prefix(&source));
            if let Some(Ok(below)) = below
                && below.components().next().is_some()
            {
                let parts = below.components();
                let parts = parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy()));
                trees.push(Tree::new(parts.collect(), it.language.clone()));
            }
        }
        let is_expected = |language: &Language| {
            let english = Language::default();
            let main = known.main.as_ref().or(site.main.as_ref());
            is_same(language, main.unwrap_or(&english)) || is_same(language, &english)
        };
        if trees.is_empty() {
            trees = trees_of_hugo(texts, is_expected);
        }
        let tags = tags(texts, &site);
        if trees.is_empty() && tags.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self::of(trees, tags, &site, known))
    }

    fn of(
        trees: Vec<Tree>,
        tags: BTreeMap<String, Language>,
        site: &SiteLanguages,
        known: &KnownLanguages,
    ) -> Self {
        let named = trees.iter().map(|tree| &tree.language);
        let named: BTreeMap<&str, &Language> = named
            .chain(tags.values())
            .map(|language| (language.tag(), language))
            .collect();
        let english = Language::default();
        let has = |language: &Language| named.contains_key(language.tag());
        // texts outside of the folders of languages, such as a README, are in the main language
        let are_bare = tags.is_empty() && trees.iter().all(|tree| tree.mount.is_empty());
        let reason = match (&known.main, &site.main) {
            (None, Some(_)) => "the settings of the old site",
            _ => "the languages of the source",
        };
        let main = known.main.clone().or_else(|| site.main.clone());
        let main = main.or_else(|| (are_bare || has(&english)).then_some(english.clone()));
        let of_bare = site.main.clone().or_else(|| {
            let main = main.as_ref().filter(|main| !has(main));
            main.cloned()
                .or_else(|| (!has(&english)).then_some(english))
        });
        let is_main = |language: &Language| match &main {
            Some(main) => is_same(language, main),
            None => false,
        };
        let bare = match &of_bare {
            _ if are_bare || main.is_none() => TextLanguage::Main,
            Some(language) if is_main(language) => TextLanguage::Main,
            Some(language) => known.role(language),
            None => TextLanguage::Foreign(
                "a text in another language than that of the glossary".to_owned(),
            ),
        };
        let mut translations: Vec<SourceLanguage> = Vec::new();
        let of_site = site.all.iter().map(|it| &it.language);
        let of_bare = of_bare.iter().filter(|_| bare != TextLanguage::Main);
        for language in of_site.chain(of_bare).chain(named.into_values()) {
            let is_new = !translations
                .iter()
                .any(|it| is_same(&it.language, language));
            if is_new && !is_main(language) {
                translations.push(SourceLanguage {
                    language: language.clone(),
                    title: site.title(language).cloned(),
                });
            }
        }
        let title = main.as_ref().and_then(|main| site.title(main).cloned());
        Self {
            trees,
            tags,
            bare,
            main,
            reason,
            title,
            translations,
        }
    }

    /// The place of a text, by its path in the source without the extension.
    pub(super) fn place(&self, path: &str, known: &KnownLanguages) -> TextPlace {
        let role = |language: &Language| match &self.main {
            Some(main) if is_same(language, main) => TextLanguage::Main,
            _ => known.role(language),
        };
        if let Some(tree) = self
            .trees
            .iter()
            .find(|tree| path.starts_with(&tree.folder))
        {
            let below = slice(path, tree.folder.len()..);
            return TextPlace {
                language: role(&tree.language),
                path: format!("{}{}{below}", tree.outer, tree.mount),
                tree: tree.folder.clone(),
            };
        }
        if let Some((original, tag)) = path.rsplit_once('.')
            && let Some(language) = self.tags.get(tag)
        {
            return TextPlace {
                language: role(language),
                path: original.to_owned(),
                tree: String::new(),
            };
        }
        TextPlace {
            language: self.bare.clone(),
            path: path.to_owned(),
            tree: String::new(),
        }
    }

    /// The first part of the addresses of a language on the old site: the name of its folder. The main language has
    /// none, unless it has a folder, too.
    pub(super) fn base_of(&self, tag: Option<&str>) -> Option<String> {
        let main = self.main.as_ref().map(Language::tag);
        let tree = self
            .trees
            .iter()
            .find(|tree| tree.mount.is_empty() && Some(tree.language.tag()) == tag.or(main));
        let folder = tree.map(|tree| base(tree.folder.trim_end_matches('/')).to_lowercase());
        folder.or_else(|| Some(tag?.to_lowercase()))
    }
}

impl Tree {
    fn new(folder: String, language: Language) -> Self {
        Self {
            folder,
            language,
            mount: "",
            outer: String::new(),
        }
    }
}

/// The folders of languages, if each folder in `content/`, at the top, or in the folder that holds all texts is called as a
/// language, and one of them is expected.
fn trees_of_hugo(texts: &BTreeSet<&str>, is_expected: impl Fn(&Language) -> bool) -> Vec<Tree> {
    let mut around = texts.first().map_or("", |path| parent(path));
    while !around.is_empty() {
        let holds = |path: &&str| {
            let rest = path.strip_prefix(around);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        if texts.iter().all(holds) {
            break;
        }
        around = parent(around);
    }
    for outer in ["", "content", around] {
        let outer = match outer {
            "" => String::new(),
            outer => format!("{outer}/"),
        };
        let below = texts.iter().filter_map(|path| path.strip_prefix(&outer));
        let folders = below.filter_map(|path| path.split_once('/'));
        let folders: BTreeSet<&str> = folders.map(|(folder, _)| folder).collect();
        let languages = folders.iter().map(|folder| known_language(folder));
        let Some(languages) = languages.collect::<Option<Vec<Language>>>() else {
            continue;
        };
        if languages.len() > 1 && languages.iter().any(&is_expected) {
            let folders = folders.iter().map(|folder| format!("{outer}{folder}/"));
            let trees = folders.zip(languages);
            return trees
                .map(|(folder, language)| Tree::new(folder, language))
                .collect();
        }
    }
    Vec::new()
}

/// The folders of languages in `i18n/`.
fn trees_of_docusaurus(texts: &BTreeSet<&str>) -> Vec<Tree> {
    let mut found: BTreeMap<String, Tree> = BTreeMap::new();
    for path in texts {
        let Some(at) = path
            .match_indices("i18n/")
            .map(|(at, _)| at)
            .find(|at| *at == 0 || slice(path, ..*at).ends_with('/'))
        else {
            continue;
        };
        let rest = slice(path, at + "i18n/".len()..);
        let Some((tag, below)) = rest.split_once('/') else {
            continue;
        };
        let plugin = PLUGINS.iter().find(|(folder, _)| below.starts_with(folder));
        if let (Some((folder, mount)), Some(language)) = (plugin, known_language(tag)) {
            let outer = slice(path, ..at).to_owned();
            let folder = format!("{outer}i18n/{tag}/{folder}");
            found.entry(folder.clone()).or_insert(Tree {
                folder,
                language,
                mount,
                outer,
            });
        }
    }
    found.into_values().collect()
}

/// The languages at the end of file names, such as `rye.de`: there is a file `rye`, or a file `rye` in another language,
/// or the old site has this language.
fn tags(texts: &BTreeSet<&str>, site: &SiteLanguages) -> BTreeMap<String, Language> {
    let mut by_original: BTreeMap<&str, Vec<(&str, Language)>> = BTreeMap::new();
    for path in texts {
        let Some((original, tag)) = path.rsplit_once('.') else {
            continue;
        };
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let is_tag = (2..=3).contains(&primary.len());
        let language = site_settings::language(tag).filter(|it| is_tag && is_likely(it));
        if let Some(language) = language {
            let found = by_original.entry(original).or_default();
            found.push((tag, language));
        }
    }
    let mut tags = BTreeMap::new();
    for (original, found) in by_original {
        let is_sure = texts.contains(original) || found.len() > 1;
        for (tag, language) in found {
            let of_site = || site.all.iter().any(|it| is_same(&it.language, &language));
            if is_sure || of_site() {
                tags.insert(tag.to_owned(), language);
            }
        }
    }
    tags
}

fn is_same(one: &Language, other: &Language) -> bool {
    one.tag() == other.tag()
}
