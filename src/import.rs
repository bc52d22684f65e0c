//! Glossaries of other tools, read and written as entries of a project.
//!
//! A source is read into raw entries (`separated`, `markdown_folder`, `sphinx`), whose keys and texts
//! become those of drafts (`keys`, `shortcodes`, `containers`, `markup`, `links`). Then the project is
//! built in memory with the drafts in it, and what would not build is mended (`mend`). Nothing is
//! written before all of it is known.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use icu_locale::{LocaleExpander, TransformResult};
use rayon::prelude::*;
use url::Url;

use crate::config::{self, BaseUrl, Config};
use crate::diagnostic::Faults;
use crate::disk::{Disk, Kind as OnDisk};
use crate::edits::Edits;
use crate::failure::Failure;
use crate::load::{self, Sources};
use crate::parse;
use crate::progress::Progress;
use crate::site_map::redirect_file;
use crate::source::SourceFile;
use crate::text::fold::{fold, is_forbidden};
use crate::text::language::Language;
use crate::text::slug::{self, is_storable};
use draft::{Draft, Markup, Raw, quoted};
use markdown_folder::{Unread, is_markdown};
use old_site::{OldSite, Said};
use passage::Edit;
pub use report::{Fate, Report, on_one_line};
use report::{Imported, Kind};
use scene::Scene;

mod containers;
mod draft;
mod fields;
mod keys;
mod links;
mod markdown_folder;
mod markup;
mod mend;
mod old_site;
mod passage;
mod report;
mod scene;
mod separated;
mod shortcodes;
mod sphinx;
mod titles;
mod yaml;

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text separated by tabs.
    Tsv,
    /// Text separated by commas, or by semicolons.
    Csv,
    /// A folder of Markdown files with front matter, or one such file.
    Markdown,
    /// Glossary directives of Sphinx.
    Sphinx,
}

/// What was typed on the command line.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The glossary to bring in.
    pub source: PathBuf,
    /// The project's folder.
    pub root: PathBuf,
    /// What the source is, where its name does not tell.
    pub format: Option<Format>,
    /// The path that the source had on the old site.
    pub base_path: Option<String>,
    /// The address of the old site.
    pub from_url: Option<BaseUrl>,
    /// Tags that every entry is given.
    pub tags: Vec<String>,
    /// The folder inside `content/` that entries go to.
    pub into: String,
    /// The language of the entries, for a project that is made.
    pub language: Option<Language>,
}

/// What an import is going to do.
#[derive(Debug)]
pub struct Plan {
    /// What there is to say of it.
    pub report: Report,
    edits: Edits,
}

impl Plan {
    /// Whether some file could not be understood at all.
    pub fn has_faults(&self) -> bool {
        !self.report.faults.is_empty() || !self.report.unbuilt.is_empty()
    }

    /// Makes all changes, or none.
    ///
    /// # Errors
    ///
    /// As [`Edits::apply`].
    pub fn apply(self, disk: &Disk) -> Result<(), Failure> {
        self.edits.apply(disk)
    }
}

/// What a source holds.
#[derive(Default)]
struct Gathered {
    raws: Vec<Raw>,
    pages: BTreeSet<String>,
    files: BTreeMap<String, PathBuf>,
    title: Option<String>,
    is_vault: bool,
    /// Whether each entry had an address of its own.
    had_pages: bool,
}

/// Finds out what an import has to do. Nothing is changed. Faults of the project's own settings go to
/// `faults`.
///
/// # Errors
///
/// [`Failure::Usage`] for a source that is not there or is of no known kind, [`Failure::Faults`] for
/// settings that cannot be read, [`Failure::Machine`] where the file system refuses.
pub fn plan(disk: &Disk, options: &Options, faults: &Faults) -> Result<Plan, Failure> {
    let shown = options.source.to_string_lossy().replace('\\', "/");
    let shown = shown.trim_end_matches('/').to_owned();
    let mut report = Report {
        source: shown.clone(),
        ..Report::default()
    };
    check_place(disk, options)?;
    let gathered = gather(disk, options, &shown, &mut report)?;
    let project = Project::read(disk, options, &gathered, faults)?;
    let mut drafts: Vec<Draft> = gathered
        .raws
        .iter()
        .map(|raw| keys::draft(raw, &mut report))
        .collect();
    tell_apart(&mut drafts, &project, &mut report);
    give_slugs(&mut drafts, &project, &mut report);
    let copies = rewrite(&mut drafts, &gathered, &project, options, &mut report);
    spell_tags(&mut drafts, &options.tags, &project, &mut report);
    let folder = content_folder(&options.into)?;
    let in_content: BTreeMap<String, PathBuf> = copies
        .iter()
        .map(|(to, (_, path))| (from_content(&folder, to), path.clone()))
        .collect();
    let taken = mend::mend(
        &mut drafts,
        &folder,
        &project.sources,
        &in_content,
        &project.config,
        &mut report,
    );
    let mut edits = Edits::new(&options.root);
    compare(
        disk,
        options,
        &drafts,
        &taken,
        &folder,
        &mut edits,
        &mut report,
    )?;
    compare_copies(
        disk,
        options,
        &copies,
        &folder,
        &shown,
        &mut edits,
        &mut report,
    )?;
    if let Some(made) = project.made.filter(|_| !edits.is_empty()) {
        report.remarks.insert(0, made.remark);
        edits.create(config::FILE_NAME, made.text);
    }
    Ok(Plan { report, edits })
}

/// The folder of entries, from the project's root, with a slash at its end.
fn content_folder(into: &str) -> Result<String, Failure> {
    let into = into.trim_matches('/');
    let into = into.strip_prefix("content/").unwrap_or(into);
    if into.is_empty() || into == "content" {
        return Ok("content/".to_owned());
    }
    let is_part = |part: &str| !part.is_empty() && is_storable(part) && !part.starts_with('.');
    if !into.split('/').all(is_part) {
        return Err(Failure::Usage(format!(
            "`{into}` is no folder inside content/: write `--into name` or `--into name/name`"
        )));
    }
    Ok(format!("content/{into}/"))
}

fn from_content(folder: &str, file: &str) -> String {
    let below = folder.strip_prefix("content/").unwrap_or(folder);
    format!("{below}{file}")
}

/// A source within the project's own entries would be read and left where it is.
fn check_place(disk: &Disk, options: &Options) -> Result<(), Failure> {
    let read = |path: &Path, error| Failure::read(path, error);
    let source = &options.source;
    if disk
        .kind(source)
        .map_err(|error| read(source, error))?
        .is_none()
    {
        return Err(Failure::Usage(format!(
            "there is no {}: give the file or the folder of a glossary",
            source.display()
        )));
    }
    let content = options.root.join("content");
    if disk
        .kind(&content)
        .map_err(|error| read(&content, error))?
        .is_none()
    {
        return Ok(());
    }
    let own = disk
        .canonical(&content)
        .map_err(|error| read(&content, error))?;
    let given = disk
        .canonical(source)
        .map_err(|error| read(source, error))?;
    if given.starts_with(&own) {
        return Err(Failure::Usage(format!(
            "{} is in content/, where entries are written to: move it out of there first",
            source.display()
        )));
    }
    Ok(())
}

fn gather(
    disk: &Disk,
    options: &Options,
    shown: &str,
    report: &mut Report,
) -> Result<Gathered, Failure> {
    let source = options.source.as_path();
    let kind = disk
        .kind(source)
        .map_err(|error| Failure::read(source, error))?;
    if kind == Some(OnDisk::Other) {
        return Err(Failure::Usage(format!(
            "{} is a link or a device: give the file or the folder itself",
            source.display()
        )));
    }
    let is_folder = kind == Some(OnDisk::Folder);
    report.is_folder = is_folder;
    let text = match is_folder {
        true => None,
        false => match markdown_folder::text(disk, source) {
            Ok(text) => Some(text),
            Err(Unread::Failure(failure)) => return Err(failure),
            Err(Unread::Fault(line, what)) => {
                report.files = 1;
                report.faults.push((shown.to_owned(), line, what));
                return Ok(Gathered::default());
            }
        },
    };
    let format = match options.format {
        Some(format) => format,
        None => guess(disk, source, text.as_deref())?,
    };
    match (format, text) {
        (Format::Tsv | Format::Csv, Some(text)) => {
            report.files = 1;
            let separator = match format {
                Format::Tsv => b'\t',
                _ => comma(&text),
            };
            match separated::read(&text, separator, shown, report) {
                Ok(raws) => Ok(Gathered {
                    raws,
                    ..Gathered::default()
                }),
                Err(bad) => {
                    report.faults.push((shown.to_owned(), bad.line, bad.what));
                    Ok(Gathered::default())
                }
            }
        }
        (Format::Tsv | Format::Csv, None) => Err(Failure::Usage(format!(
            "{} is a folder: give the file of the table",
            source.display()
        ))),
        (Format::Markdown, _) => {
            let folder = markdown_folder::read(disk, source, shown, report)?;
            Ok(Gathered {
                had_pages: !folder.is_vault,
                raws: folder.raws,
                pages: folder.pages,
                files: folder.files,
                title: folder.title,
                is_vault: folder.is_vault,
            })
        }
        (Format::Sphinx, Some(text)) => {
            report.files = 1;
            let name = source.file_name().unwrap_or_default().to_string_lossy();
            let raws = sphinx::read(&text, markdown_folder::stem(&name), shown, report);
            Ok(Gathered {
                raws,
                ..Gathered::default()
            })
        }
        (Format::Sphinx, None) => sphinx_folder(disk, source, shown, report),
    }
}

/// All files of a folder that hold a glossary of Sphinx.
fn sphinx_folder(
    disk: &Disk,
    source: &Path,
    shown: &str,
    report: &mut Report,
) -> Result<Gathered, Failure> {
    let mut gathered = Gathered::default();
    for (name, path) in markdown_folder::list(disk, source, shown, report)? {
        if !name.ends_with(".rst") && !is_markdown(&name) {
            gathered.files.insert(name, path);
            continue;
        }
        report.files += 1;
        let place = markdown_folder::named(shown, &name);
        match markdown_folder::text(disk, &path) {
            Ok(text) if sphinx::is_glossary(&text) => {
                let stem = markdown_folder::stem(&name);
                let raws = sphinx::read(&text, stem, &place, report);
                gathered.raws.extend(raws);
            }
            Ok(_) => {
                let why = "there is no glossary directive in it".to_owned();
                report.left_out.push((place, why));
            }
            Err(Unread::Failure(failure)) => return Err(failure),
            Err(Unread::Fault(line, what)) => report.faults.push((place, line, what)),
        }
    }
    report.others = gathered.files.len();
    Ok(gathered)
}

/// What a source is, by its name and what is in it.
fn guess(disk: &Disk, source: &Path, text: Option<&str>) -> Result<Format, Failure> {
    let ending = source.extension().unwrap_or_default().to_string_lossy();
    let ending = ending.to_lowercase();
    let Some(text) = text else {
        let found = disk
            .walk(source, |path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                !name.starts_with('.')
            })
            .map_err(|(path, error)| Failure::read(&path, error))?;
        let has =
            |is: &dyn Fn(&str) -> bool| found.iter().any(|found| is(&found.path.to_string_lossy()));
        return Ok(
            match !has(&|name| is_markdown(name)) && has(&|name| name.ends_with(".rst")) {
                true => Format::Sphinx,
                false => Format::Markdown,
            },
        );
    };
    let first = text.lines().next().unwrap_or_default();
    match ending.as_str() {
        "csv" => Ok(Format::Csv),
        "tsv" | "tab" => Ok(Format::Tsv),
        "txt" if first.contains('\t') => Ok(Format::Tsv),
        "rst" | "rest" => Ok(Format::Sphinx),
        "md" | "mdx" | "markdown" if sphinx::is_glossary(text) => Ok(Format::Sphinx),
        "md" | "mdx" | "markdown" => Ok(Format::Markdown),
        "txt" if sphinx::is_glossary(text) => Ok(Format::Sphinx),
        _ => Err(Failure::Usage(format!(
            "what {} is cannot be told from its name: say `--format tsv`, `csv`, `markdown` or \
             `sphinx`",
            source.display()
        ))),
    }
}

/// What a table said to be separated by commas is separated by: spreadsheets in much of Europe write
/// semicolons.
fn comma(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    match (count(';') > count(','), count('\t') > count(',')) {
        (true, _) => b';',
        (false, true) => b'\t',
        _ => b',',
    }
}

/// A project that takes entries in.
struct Project {
    config: Config,
    sources: Sources,
    /// Its settings, where there were none.
    made: Option<Made>,
    /// Tags that its entries have, by their address.
    tags: HashMap<String, String>,
}

/// Settings that are made.
struct Made {
    text: String,
    remark: String,
}

impl Project {
    fn read(
        disk: &Disk,
        options: &Options,
        gathered: &Gathered,
        faults: &Faults,
    ) -> Result<Self, Failure> {
        let root = options.root.as_path();
        let path = root.join(config::FILE_NAME);
        let there = disk
            .kind(&path)
            .map_err(|error| Failure::read(&path, error))?;
        let (settings, made) = match there {
            Some(_) => (load::settings(disk, root, faults)?, None),
            None => {
                let made = settings(options, gathered);
                let file = SourceFile::new(config::FILE_NAME, made.text.clone());
                (Arc::new(file), Some(made))
            }
        };
        let as_built = config::Options {
            root: root.to_owned(),
            ..config::Options::default()
        };
        let config = Config::new(&as_built, &settings, faults);
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        if let Some(language) = &options.language
            && language.tag() != config.language.tag()
        {
            return Err(Failure::Usage(format!(
                "glossary.toml says `language = \"{}\"`: change it there, or leave `--language` out",
                config.language.tag()
            )));
        }
        let content = root.join("content");
        let there = disk
            .kind(&content)
            .map_err(|error| Failure::read(&content, error))?;
        let sources = match there {
            // what is wrong with the project's own entries is the build's to tell
            Some(_) => load::sources(disk, root, &config.limits, &Faults::default())?,
            None => Sources::default(),
        };
        let mut tags = HashMap::new();
        for entry in parse::entries(&sources.entries, &config, &Faults::default()) {
            for tag in &entry.front.tags {
                tags.entry(slug::slug(&tag.text))
                    .or_insert(tag.text.clone());
            }
        }
        Ok(Self {
            config,
            sources,
            made,
            tags,
        })
    }
}

/// Settings for a folder that has none: a title and, where it can be told, the language.
fn settings(options: &Options, gathered: &Gathered) -> Made {
    let parts = path_parts(&options.source);
    let name = parts.last().cloned().unwrap_or_default();
    let guessed = options.language.is_none();
    // a section of a site in several languages lies in that language's folder
    let folders = || parts.iter().rev().take(2);
    let named = folders().find(|part| known_language(part).is_some());
    let found = || known_language(named?);
    let language = options.language.clone().or_else(found);
    let title = gathered.title.clone().unwrap_or_else(|| {
        let words = markdown_folder::stem(&name).replace(['-', '_'], " ");
        let words = words.trim().to_owned();
        let mut letters = words.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let words: String = first.chain(letters).collect();
        match known_language(&name).is_some() || words.trim().is_empty() {
            true => "Glossary".to_owned(),
            false => words,
        }
    });
    let mut text = format!("title = {}\n", quoted(&title));
    let mut remark = format!("glossary.toml is new: `title = {}`", quoted(&title));
    if let Some(language) = language {
        let line = format!("language = \"{}\"", language.tag());
        remark.push_str(&format!(", `{line}`"));
        if guessed {
            let named = named.unwrap_or(&name);
            remark.push_str(&format!(" by the folder's name `{named}`"));
        }
        text.push_str(&line);
        text.push('\n');
    }
    Made { text, remark }
}

/// The names of a path, without dots.
fn path_parts(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}

/// The language that a folder is named after, such as `de` or `pt-br`.
fn known_language(name: &str) -> Option<Language> {
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

/// Gives entries of one title a sense each: what their tags, their folders or their files tell apart,
/// else a number.
fn tell_apart(drafts: &mut Vec<Draft>, project: &Project, report: &mut Report) {
    let language = &project.config.language;
    drop_doubles(drafts, report);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        groups
            .entry(fold(&draft.title, language))
            .or_default()
            .push(at);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let choices: [fn(&Draft) -> Option<String>; 3] = [
            |draft| draft.sense.clone().or_else(|| draft.tags.first().cloned()),
            |draft| {
                draft
                    .folder
                    .trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .map(str::to_owned)
            },
            |draft| draft.path.rsplit('/').next().map(str::to_owned),
        ];
        let told = |choice: &fn(&Draft) -> Option<String>| -> Option<Vec<String>> {
            let senses: Option<Vec<String>> =
                group.iter().map(|at| choice(drafts.get(*at)?)).collect();
            let senses = senses?;
            let folded: BTreeSet<_> = senses.iter().map(|sense| fold(sense, language)).collect();
            let are_apart = folded.len() == senses.len() && senses.iter().all(|s| !s.is_empty());
            are_apart.then_some(senses)
        };
        let senses = choices.iter().find_map(told);
        let senses = senses.unwrap_or_else(|| {
            let mut seen = BTreeSet::new();
            let own = group.iter().enumerate().map(|(number, at)| {
                let sense = drafts.get(*at).and_then(|draft| draft.sense.clone());
                let sense = sense.unwrap_or_else(|| (number + 1).to_string());
                match seen.insert(fold(&sense, language)) {
                    true => sense,
                    false => format!("{sense} {}", number + 1),
                }
            });
            own.collect()
        });
        for (at, sense) in group.iter().zip(senses) {
            let Some(draft) = drafts.get_mut(*at) else {
                continue;
            };
            if draft.sense.as_ref() != Some(&sense) {
                let text = format!(
                    "`{}` is the title of {} entries: this one has `sense = {}`",
                    draft.title,
                    group.len(),
                    quoted(&sense)
                );
                report.note(Kind::Changed, &draft.file, draft.line, text);
                draft.sense = Some(sense);
            }
        }
    }
}

/// Leaves out entries that are the same as one before them, word for word.
fn drop_doubles(drafts: &mut Vec<Draft>, report: &mut Report) {
    let mut seen: HashMap<String, (String, usize)> = HashMap::new();
    drafts.retain(|draft| {
        let place = (draft.file.clone(), draft.line);
        match seen.get(&draft.text()) {
            Some((file, line)) if draft.path.is_empty() => {
                let why = format!("it is the same as {file}:{line}");
                report
                    .left_out
                    .push((format!("{}:{}", draft.file, draft.line), why));
                false
            }
            Some(_) => true,
            None => {
                seen.insert(draft.text(), place);
                true
            }
        }
    });
}

/// The key under which the build takes two addresses for one.
fn slug_key(slug: &str, language: &Language) -> String {
    let parts: Vec<_> = slug.split('-').map(|part| fold(part, language)).collect();
    parts.join("-")
}

fn give_slugs(drafts: &mut [Draft], project: &Project, report: &mut Report) {
    let language = &project.config.language;
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for draft in drafts {
        let base = draft.path.rsplit('/').next().unwrap_or_default();
        let base = without_date(base);
        let title = slug::slug(&draft.title);
        let sense = draft
            .sense
            .as_deref()
            .map(|sense| slug::slug(&format!("{} {sense}", draft.title)));
        let wanted = draft.wanted.as_deref().map(slug::slug);
        let choices = [wanted, Some(slug::slug(base)), Some(title.clone())];
        let choices: Vec<String> = choices
            .into_iter()
            .flatten()
            .filter(|s| !s.is_empty())
            .collect();
        let first = choices
            .first()
            .cloned()
            .unwrap_or_else(|| "term".to_owned());
        let numbered = (2..).map(|number| format!("{first}-{number}"));
        // a name that the site or Windows keeps is told apart by a word
        let mut all = choices
            .into_iter()
            .chain(sense)
            .chain([format!("{first}-term")])
            .chain(numbered);
        let found = all.find(|choice| {
            slug::check(choice).is_ok() && !taken.contains(&slug_key(choice, language))
        });
        draft.slug = found.unwrap_or_else(|| first.clone());
        taken.insert(slug_key(&draft.slug, language));
        if draft.slug != first {
            let text = format!(
                "its address is `{}`, since `{first}` is taken or cannot be one",
                draft.slug
            );
            report.note(Kind::Changed, &draft.file, draft.line, text);
        }
    }
}

/// A file's name without the day that Jekyll's posts begin with.
fn without_date(name: &str) -> &str {
    let Some((day, rest)) = name.split_at_checked(11) else {
        return name;
    };
    let is_day = day.ends_with('-') && keys::is_day(day.trim_end_matches('-')) && !rest.is_empty();
    if is_day { rest } else { name }
}

/// Rewrites texts and pointers, and gives the files that texts use: their path from the entries'
/// folder, with their path in the source and where they lie.
fn rewrite(
    drafts: &mut [Draft],
    gathered: &Gathered,
    project: &Project,
    options: &Options,
    report: &mut Report,
) -> BTreeMap<String, (String, PathBuf)> {
    let said = Said {
        base: options.base_path.clone(),
        url: options
            .from_url
            .as_ref()
            .and_then(|url| Url::parse(url.as_str()).ok()),
        parts: path_parts(&options.source),
    };
    let language = &project.config.language;
    let site = OldSite::new(drafts, &gathered.pages, &gathered.files, &said, language);
    let is_vault = gathered.is_vault;
    let progress = Progress::new("rewriting", drafts.len());
    let all: &[Draft] = drafts;
    let rewritten: Vec<_> = (0..all.len())
        .into_par_iter()
        .map(|at| {
            progress.step();
            let mut scene = Scene {
                site: &site,
                drafts: all,
                at,
                is_vault,
                notes: Vec::new(),
                files: BTreeSet::new(),
                tags: Vec::new(),
            };
            let mut body = all
                .get(at)
                .map(|draft| draft.body.clone())
                .unwrap_or_default();
            let markup = all.get(at).map_or(Markup::Made, |draft| draft.markup);
            if markup == Markup::Markdown {
                let before = body.text.clone();
                shortcodes::rewrite(&mut body, &mut scene);
                containers::rewrite(&mut body, &mut scene);
                if body.text != before {
                    body.tidy();
                }
            } else if markup == Markup::Made {
                body.tidy();
            }
            if markup != Markup::Made {
                markup::rewrite(&mut body, &mut scene);
            }
            links::rewrite(&mut body, &mut scene);
            clean(&mut body, &mut scene);
            (
                body,
                scene.notes,
                scene.files,
                scene.tags,
                pointers(all, at, &site),
            )
        })
        .collect();
    if !site.base.is_empty() && options.base_path.is_none() {
        report.remarks.push(format!(
            "old addresses are taken to begin with `/{}/`: say `--base-path` if they did not",
            site.base
        ));
    }
    let (base, has_endings) = (site.base.clone(), site.has_endings);
    drop(site);
    let mut copies = BTreeMap::new();
    for (draft, (body, notes, files, tags, pointers)) in drafts.iter_mut().zip(rewritten) {
        draft.body = body;
        [draft.related, draft.broader] = pointers.lists;
        draft.replaced_by = pointers.replaced_by;
        for tag in tags {
            if !draft.tags.contains(&tag) {
                draft.tags.push(tag);
            }
        }
        report.notes.extend(notes);
        for file in files {
            if let Some(path) = gathered.files.get(&file) {
                copies.insert(links::stored(&file), (file, path.clone()));
            }
        }
        if gathered.had_pages {
            redirect(draft, &base, has_endings, report);
        }
        if draft.body.text.is_empty() && draft.gloss.is_none() {
            let text = "it has no text";
            report.note(Kind::Changed, &draft.file, draft.line, text);
        }
    }
    copies
}

/// Takes out characters that no page may hold, and white space at the ends.
fn clean(body: &mut passage::Passage, scene: &mut Scene<'_>) {
    let found: Vec<Edit> = body
        .text
        .char_indices()
        .filter(|(_, c)| is_forbidden(*c))
        .map(|(at, c)| Edit::new(at..at + c.len_utf8(), ""))
        .collect();
    for edit in &found {
        let line = body.line(edit.span.start);
        scene.note(Kind::Changed, line, "a control character was removed");
    }
    body.apply(found);
    body.trim();
}

/// What an entry's front matter points at, by titles where those are clear.
struct Pointers {
    lists: [Vec<String>; 2],
    replaced_by: Option<String>,
}

fn pointers(drafts: &[Draft], at: usize, site: &OldSite<'_>) -> Pointers {
    let Some(draft) = drafts.get(at) else {
        return Pointers {
            lists: Default::default(),
            replaced_by: None,
        };
    };
    let named = |name: &String| match site.named(name, draft) {
        Some(found) if found == at => None,
        Some(found) => drafts.get(found).map(|other| match other.sense {
            Some(_) => other.slug.clone(),
            None => other.title.clone(),
        }),
        None => Some(name.clone()),
    };
    let list = |names: &[String]| {
        let mut found: Vec<String> = Vec::new();
        for name in names.iter().filter_map(named) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found
    };
    Pointers {
        lists: [list(&draft.related), list(&draft.broader)],
        replaced_by: draft.replaced_by.as_ref().and_then(named),
    }
}

/// Keeps the old addresses that differ from the new one.
fn redirect(draft: &mut Draft, base: &str, has_endings: bool, report: &mut Report) {
    let rooted = |path: &str| match base {
        "" => path.trim_matches('/').to_owned(),
        base => format!("{base}/{}", path.trim_matches('/')),
    };
    let own = match &draft.address {
        Some(address) if address.starts_with('/') => address.trim_start_matches('/').to_owned(),
        Some(address) => rooted(address),
        None => {
            let path = draft.path.trim_start_matches('_').replace("/_", "/");
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            let name = draft.wanted.as_deref().unwrap_or(without_date(name));
            let path = rooted(&format!("{folder}/{name}")).replace(' ', "-");
            match has_endings {
                true => path + ".html",
                false => path.to_lowercase(),
            }
        }
    };
    let mut addresses = vec![own];
    for old in &draft.old {
        addresses.push(match old.strip_prefix('/') {
            Some(from_root) => from_root.to_owned(),
            None => rooted(&old_site::joined(&draft.folder, old)),
        });
    }
    for address in addresses {
        let address = address
            .trim_matches('/')
            .trim_end_matches("/index.html")
            .to_owned();
        if address == draft.slug || address.is_empty() || draft.redirect_from.contains(&address) {
            continue;
        }
        match redirect_file(&address) {
            Ok(_) => draft.redirect_from.push(address),
            Err(_) => {
                let text = format!("`/{address}`");
                report.note(Kind::LostAddress, &draft.file, draft.line, text);
            }
        }
    }
}

/// Spells tags of one address alike, as the project does or most entries do, and adds those that were
/// asked for.
fn spell_tags(drafts: &mut [Draft], added: &[String], project: &Project, report: &mut Report) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in drafts.iter().flat_map(|draft| &draft.tags) {
        *counts.entry(tag).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut spelled = project.tags.clone();
    for (tag, _) in counts {
        spelled
            .entry(slug::slug(tag))
            .or_insert_with(|| tag.to_owned());
    }
    let mut changed: BTreeMap<(String, String), usize> = BTreeMap::new();
    for draft in drafts {
        let mut tags: Vec<String> = Vec::new();
        for tag in draft.tags.drain(..).chain(added.iter().cloned()) {
            let address = slug::slug(&tag);
            if address.is_empty() || !slug::is_portable(&address) {
                let text = format!("the tag `{tag}` has no letter or digit, or is kept by Windows");
                report.note(Kind::Changed, &draft.file, draft.line, text);
                continue;
            }
            let known = spelled.entry(address).or_insert_with(|| tag.clone());
            if *known != tag {
                *changed.entry((tag, known.clone())).or_default() += 1;
            }
            if !tags.contains(known) {
                tags.push(known.clone());
            }
        }
        draft.tags = tags;
    }
    for ((tag, known), count) in changed {
        report
            .remarks
            .push(format!("the tag `{tag}` is written `{known}` ({count})"));
    }
}

/// Compares the drafts with the files that are there, and makes edits of those that are not.
fn compare(
    disk: &Disk,
    options: &Options,
    drafts: &[Draft],
    taken: &HashMap<usize, String>,
    folder: &str,
    edits: &mut Edits,
    report: &mut Report,
) -> Result<(), Failure> {
    for (at, draft) in drafts.iter().enumerate() {
        let to = mend::path(folder, draft);
        let from = match draft.path.is_empty() {
            true => format!("{}:{}", draft.file, draft.line),
            false => draft.file.clone(),
        };
        let text = draft.text();
        let fate = match taken.get(&at) {
            Some(why) => {
                report.left_out.push((from.clone(), why.clone()));
                Fate::Taken
            }
            None => fate(disk, &options.root.join(&to), text.as_bytes())?,
        };
        if fate == Fate::New {
            edits.create(to.clone(), text);
        }
        report.entries.push(Imported {
            from,
            to,
            title: draft.shown(),
            fate,
            keys: draft.keys.clone(),
        });
    }
    Ok(())
}

fn compare_copies(
    disk: &Disk,
    options: &Options,
    copies: &BTreeMap<String, (String, PathBuf)>,
    folder: &str,
    shown: &str,
    edits: &mut Edits,
    report: &mut Report,
) -> Result<(), Failure> {
    for (to, (name, path)) in copies {
        let bytes = disk
            .read(path, u64::MAX)
            .map_err(|error| Failure::read(path, error))?;
        let to = format!("{folder}{to}");
        let fate = fate(disk, &options.root.join(&to), &bytes)?;
        if fate == Fate::New {
            edits.create(to.clone(), bytes);
        }
        report
            .copies
            .push((markdown_folder::named(shown, name), to, fate));
    }
    Ok(())
}

/// What becomes of a file that is to have some bytes.
fn fate(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<Fate, Failure> {
    match disk.kind(path) {
        Ok(None) => Ok(Fate::New),
        Ok(Some(OnDisk::File)) => match disk.read(path, u64::MAX) {
            Ok(there) if there == bytes => Ok(Fate::Same),
            Ok(_) => Ok(Fate::Differs),
            Err(error) => Err(Failure::read(path, error)),
        },
        Ok(Some(_)) => Ok(Fate::Differs),
        Err(error) => Err(Failure::read(path, error)),
    }
}
