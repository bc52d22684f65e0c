//! Imports glossaries from other tools: their entries become entries of a project.
//!
//! ```text
//! source ─► RawEntry ─► Draft ─────► Draft, rewritten ─► Draft, corrected ─► file
//!   gather   keys        shortcodes   apart, rewriting    outcome, correction  edits
//!    └────────── Note ───┴────────────┴───────────────────┴──────────────────► Report ─► summary
//! ```
//!
//! Everything is accounted for: each part of the source is in an entry, on a page, or in a note (`notes`). A reader
//! gives the notes about parts that it did not use together with its entries (`gather::Reading`). A draft carries the
//! notes about itself. The report is made of both at the end, when it is known which drafts are written.
//!
//! Sources (`separated`, `data`, `workbook`, `concepts`, `one_page`, `html`, `asciidoc`, `markdown_folder`, `sphinx`)
//! give raw entries. Their keys (`keys`) and their texts (`shortcodes`, `containers`, `markup`, `links`) become those of
//! drafts. Then the project is built in
//! memory with the drafts, and errors of the build are corrected (`correction`). At last, every page is made in memory
//! (`trial_build`). Nothing is written before
//! all of this is done.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::address::base_url::BaseUrl;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Progress;
use crate::disk::Disk;
use crate::disk::edits::Edits;
use crate::project::config;
use crate::project::imported::{Imports, SourceOptions};
use crate::project::keys::Syntax;
use crate::scaffold;
use crate::text::language::Language;
use crate::text::slug::is_storable;
use apart::{drop_doubles, give_slugs, tell_apart};
pub use columns::Choice;
use draft::Draft;
use gather::{check_place, gather};
pub use notes::NoteKind;
use outcome::ImportDestination;
use page_source::PageMarkup;
use project::TargetProject;
pub use report::{Fate, Report};
use rewriting::{rewrite, spell_tags};
pub use summary::on_one_line;
use update::assign::assign;
use update::history::History;
pub use update::history::RepeatedImport;
pub use update::sources::{RepeatedImports, repeated};

mod account;
mod apart;
mod asciidoc;
mod citation;
mod columns;
mod concepts;
mod containers;
mod context;
mod correction;
mod data;
mod decoding;
mod draft;
mod fields;
mod file_names;
mod formulas;
mod gather;
mod html;
mod inline_marks;
mod json;
mod keys;
mod known_languages;
mod links;
mod listed_names;
mod markdown_folder;
mod markup;
mod notes;
mod old_pages;
mod old_site;
mod old_sites;
mod one_page;
mod outcome;
mod page_source;
mod passage;
mod project;
mod read;
mod record_reference;
mod records;
mod report;
mod rewriting;
mod rows;
mod separated;
mod shared_page;
mod shortcodes;
mod single_file;
mod site_settings;
mod source_languages;
mod spec_up;
mod sphinx;
mod summary;
mod titles;
mod trial_build;
mod update;
mod value;
mod workbook;
mod yaml;

/// The format of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text separated by tabs.
    Tsv,
    /// Text separated by commas, or by semicolons.
    Csv,
    /// Markdown: a page with all terms, or files with an entry each.
    Markdown,
    /// A Markdown page with all terms.
    Page,
    /// Markdown files with an entry each.
    Files,
    /// Glossary directives of Sphinx.
    Sphinx,
    /// YAML with a list or a map of records.
    Yaml,
    /// JSON with a list or a map of records.
    Json,
    /// TOML with a list or a map of records.
    Toml,
    /// A workbook of Excel.
    Xlsx,
    /// A workbook of LibreOffice.
    Ods,
    /// A termbase in TBX.
    Tbx,
    /// A thesaurus in SKOS.
    Skos,
    /// A page of HTML with all terms, or a folder of such pages.
    Html,
    /// A page of AsciiDoc with all terms, or a folder of such pages.
    AsciiDoc,
}

impl Format {
    /// The markup of the page that the source is; `None` if it is something else.
    fn page_markup(self) -> Option<PageMarkup> {
        match self {
            Self::Html => Some(PageMarkup::Html),
            Self::AsciiDoc => Some(PageMarkup::AsciiDoc),
            _ => None,
        }
    }
}

/// The options of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The file or folder to import.
    pub source: PathBuf,
    /// The project's folder.
    pub root: PathBuf,
    /// The format of the source; `None` to recognise it by its name and content.
    pub format: Option<Format>,
    /// The path of the source on the old site; `None` to recognise it by its links.
    pub base_path: Option<String>,
    /// The URL of the old site.
    pub from_url: Option<BaseUrl>,
    /// Tags for every entry.
    pub tags: Vec<String>,
    /// The folder in `content/` for the entries; empty for `content/` itself.
    pub into: String,
    /// The main language for a new project; `None` to recognise it by the source, or by the name of its folder.
    pub language: Option<Language>,
    /// The keys of a table's columns.
    pub columns: Vec<Choice>,
    /// Whether the first row of a table names its columns; `None` to recognise it.
    pub header: Option<bool>,
    /// The sheet of a workbook to read; `None` for all that have terms.
    pub sheet: Option<String>,
    /// The attributes of documents in AsciiDoc: their names and values.
    pub attributes: Vec<(String, String)>,
    /// The options as they were typed.
    pub typed: SourceOptions,
    /// The import to repeat, which may change what it wrote; `None` for an import that overwrites nothing.
    pub update: Option<RepeatedImport>,
    /// Whether differences that stay are not reported again.
    pub accepts: bool,
}

/// A planned import.
#[derive(Debug)]
pub struct ImportPlan {
    /// The report for the user.
    pub report: Report,
    edits: Edits,
}

impl ImportPlan {
    /// Whether a file cannot be read, or the glossary cannot be built with the entries.
    pub fn has_errors(&self) -> bool {
        !self.report.errors.is_empty() || !self.report.unbuilt.is_empty()
    }

    /// Writes all files, or none.
    ///
    /// # Errors
    ///
    /// As [`Edits::apply`].
    pub fn apply(self, disk: &Disk) -> Result<(), Failure> {
        self.edits.apply(disk)
    }
}

/// Plans an import. Nothing is written. Errors in the project's settings go to `faults`.
///
/// # Errors
///
/// [`Failure::Usage`] if the source does not exist or has no known format, [`Failure::Faults`] if the
/// project's settings have errors, [`Failure::Io`] if a file cannot be read.
pub fn plan(
    disk: &Disk,
    options: &ImportOptions,
    progress: &dyn Progress,
    faults: &Faults,
) -> Result<ImportPlan, Failure> {
    let shown = options.source.to_string_lossy().replace('\\', "/");
    let shown = shown.trim_end_matches('/').to_owned();
    let mut report = Report {
        source: shown.clone(),
        root: options.root.to_string_lossy().into_owned(),
        ..Report::default()
    };
    check_place(disk, options)?;
    let imports = Imports::read(disk, &options.root, faults)?;
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    let place = update::sources::recorded_path(disk, &options.root, &options.source)?;
    let mut history = History::new(imports, &place, options);
    let known = project::languages(disk, options)?;
    let gathered = gather(disk, options, &known, &shown, progress, &mut report)?;
    let mut project = TargetProject::read(disk, options, &gathered, faults)?;
    project
        .config
        .edition
        .language
        .tag()
        .clone_into(&mut report.language);
    let mut drafts: Vec<Draft> = gathered.raws.iter().map(keys::draft).collect();
    drop_doubles(&mut drafts, &mut report);
    assign(&mut drafts, &mut history, &project, &mut report);
    tell_apart(&mut drafts, &project);
    give_slugs(&mut drafts, &project);
    let folder = content_folder(&options.into)?;
    let copies = rewrite(
        &mut drafts,
        &gathered,
        &project,
        &folder,
        options,
        progress,
        &mut report,
    );
    spell_tags(&mut drafts, &options.tags, &project, &mut report);
    formulas::settle(&mut drafts, &mut project, &mut report);
    set_syntax(&mut drafts, &folder, &project);
    leave_empty_pages(&mut drafts, &mut report);
    let in_project: BTreeMap<String, PathBuf> = copies
        .iter()
        .map(|(to, (_, path))| (format!("{folder}{to}"), path.clone()))
        .collect();
    let destination = ImportDestination {
        disk,
        root: &options.root,
        project: &project,
        folder: &folder,
        copies: &in_project,
        is_update: history.is_update(),
        accepts: options.accepts,
    };
    let mut edits = destination.edits(&mut drafts, &mut history, progress, &mut report)?;
    destination.compare_copies(&copies, &shown, &mut history, &mut edits, &mut report)?;
    finish(&mut edits, history, &mut report);
    if let Some(made) = project.made.filter(|_| !edits.is_empty()) {
        report.remarks.insert(0, made.remark);
        edits.create(config::FILE_NAME, made.text);
        add_other_files(disk, &options.root, &mut edits, &mut report)?;
    }
    Ok(ImportPlan { report, edits })
}

impl ImportDestination<'_> {
    /// The edits that write the drafts, after they are corrected so that the project can be built with them.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    fn edits(
        &self,
        drafts: &mut [Draft],
        history: &mut History,
        progress: &dyn Progress,
        report: &mut Report,
    ) -> Result<Edits, Failure> {
        // what an update reports is known only after the merge
        let mut unmerged = Report::default();
        let first = if self.is_update {
            &mut unmerged
        } else {
            &mut *report
        };
        let mut refused = self.corrected(drafts, first)?;
        let merging = self.merged(drafts, &mut refused, history, report);
        trial_build::find_errors(self, drafts, &merging, &refused, progress, report)?;
        let mut edits = Edits::new(self.root);
        self.compare(drafts, &refused, &merging, history, &mut edits, report)?;
        Ok(edits)
    }
}

/// Adds the edit of `imports.toml`, and keeps of the report what is true if nothing is changed.
fn finish(edits: &mut Edits, history: History, report: &mut Report) {
    if edits.is_empty() {
        // nothing is changed, and nothing is to be said about changes
        let stays = |kind| {
            matches!(
                kind,
                NoteKind::LeftOut
                    | NoteKind::LooksLike
                    | NoteKind::Gone
                    | NoteKind::Kept
                    | NoteKind::Lost
            )
        };
        report.notes.retain(|note| stays(note.kind));
        report.remarks.clear();
    }
    let is_alone = edits.is_empty();
    report.changes_only_records = history.write(edits) && is_alone;
    if report.has_changes {
        let remark = "the source has changed since an earlier import: `--update` changes what that import wrote";
        report.remarks.push(remark.to_owned());
    }
}

/// Adds the files that a new project needs for git and GitHub, if its folder lacks them.
fn add_other_files(
    disk: &Disk,
    root: &Path,
    edits: &mut Edits,
    report: &mut Report,
) -> Result<(), Failure> {
    let other = scaffold::project::other_files(disk, root)?;
    let paths: Vec<String> = other
        .missing
        .iter()
        .map(|file| format!("`{}`", file.path))
        .collect();
    let remark = match paths.as_slice() {
        [] => None,
        [one] => Some(format!("{one} is new, as `headword init` makes it")),
        several => Some(format!(
            "{} are new, as `headword init` makes them",
            several.join(" and ")
        )),
    };
    let remarks = remark.into_iter().chain(other.left);
    // after that of the settings
    report.remarks.splice(1..1, remarks);
    for file in other.missing {
        edits.create(file.path, file.text);
    }
    Ok(())
}

/// Leaves out pages whose text had only parts for the old tool.
fn leave_empty_pages(drafts: &mut Vec<Draft>, report: &mut Report) {
    drafts.retain(|draft| {
        let stays = draft.is_entry() || !draft.body.text.is_empty();
        if !stays {
            report.notes.extend(draft.notes.iter().cloned());
            let what = "a page without a text";
            report.note(NoteKind::LeftOut, &draft.file, 0, what, "");
        }
        stays
    });
}

/// Gives the front matter of each draft its syntax: that of the file that is there already, or else the
/// one that most entries of the project have.
fn set_syntax(drafts: &mut [Draft], folder: &str, project: &TargetProject) {
    let sources = &project.sources;
    let usual = Syntax::of_most(&sources.entries);
    let known: HashMap<&str, Syntax> = sources
        .entries
        .iter()
        .chain(&sources.pages)
        .map(|file| (file.path.as_str(), Syntax::of(file)))
        .collect();
    for draft in drafts {
        let path = draft.file_path(folder);
        draft.syntax = known.get(path.as_str()).copied().unwrap_or(usual);
    }
}

/// The folder for the entries, as a path from the project's root with a slash at its end.
///
/// # Errors
///
/// [`Failure::Usage`] if the path is not inside `content/`, or not every system can store it.
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
