//! Glossaries of other tools, read and written as entries of a project.
//!
//! A source is read into raw entries (`separated`, `markdown_folder`, `sphinx`), whose keys and texts
//! become those of drafts (`keys`, `shortcodes`, `containers`, `markup`, `links`). Then the project is
//! built in memory with the drafts in it, and what would not build is mended (`mend`). Nothing is
//! written before all of it is known.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::address::base_url::BaseUrl;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::project::config;
use crate::text::language::Language;
use crate::text::slug::is_storable;
use apart::{give_slugs, tell_apart};
use draft::Draft;
use gather::{check_place, gather};
use outcome::{compare, compare_copies, mended};
use project::TargetProject;
pub use report::{Fate, Report, on_one_line};
use rewriting::{rewrite, spell_tags};

mod apart;
mod citation;
mod containers;
mod context;
mod draft;
mod fields;
mod gather;
mod keys;
mod links;
mod markdown_folder;
mod markup;
mod meaning;
mod mend;
mod old_site;
mod outcome;
mod passage;
mod project;
mod report;
mod rewriting;
mod separated;
mod shortcodes;
mod sphinx;
mod titles;
mod value;
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
pub struct ImportOptions {
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
    /// Whether a file cannot be read, or the glossary cannot be built with the entries.
    pub fn has_errors(&self) -> bool {
        !self.report.errors.is_empty() || !self.report.unbuilt.is_empty()
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

/// Finds out what an import has to do. Nothing is changed. Faults of the project's own settings go to
/// `faults`.
///
/// # Errors
///
/// [`Failure::Usage`] for a source that is not there or is of no known kind, [`Failure::Faults`] for
/// settings that cannot be read, [`Failure::Io`] where the file system refuses.
pub fn plan(
    disk: &Disk,
    options: &ImportOptions,
    progress: &dyn Progress,
    faults: &Faults,
) -> Result<Plan, Failure> {
    let shown = options.source.to_string_lossy().replace('\\', "/");
    let shown = shown.trim_end_matches('/').to_owned();
    let mut report = Report {
        source: shown.clone(),
        ..Report::default()
    };
    check_place(disk, options)?;
    let gathered = gather(disk, options, &shown, progress, &mut report)?;
    let project = TargetProject::read(disk, options, &gathered, faults)?;
    let mut drafts: Vec<Draft> = gathered
        .raws
        .iter()
        .map(|raw| keys::draft(raw, &mut report))
        .collect();
    tell_apart(&mut drafts, &project, &mut report);
    give_slugs(&mut drafts, &project, &mut report);
    let copies = rewrite(
        &mut drafts,
        &gathered,
        &project,
        options,
        progress,
        &mut report,
    );
    spell_tags(&mut drafts, &options.tags, &project, &mut report);
    let folder = content_folder(&options.into)?;
    let in_content: BTreeMap<String, PathBuf> = copies
        .iter()
        .map(|(to, (_, path))| (from_content(&folder, to), path.clone()))
        .collect();
    let refused = mended(
        disk,
        options,
        &mut drafts,
        &project,
        &folder,
        &in_content,
        &mut report,
    )?;
    let mut edits = Edits::new(&options.root);
    compare(
        disk,
        options,
        &drafts,
        &refused,
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
            "`{into}` is not a folder in content/: write `--folder name` or `--folder name/name`"
        )));
    }
    Ok(format!("content/{into}/"))
}

fn from_content(folder: &str, file: &str) -> String {
    let below = folder.strip_prefix("content/").unwrap_or(folder);
    format!("{below}{file}")
}
