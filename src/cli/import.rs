//! `headword import`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::bars::Bars;
use super::printing::{error, finish, note};
use super::{language, undo_interrupted};
use crate::address::base_url::BaseUrl;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::import::{
    self, Choice, Format, ImportOptions, ImportPlan, RepeatedImport, RepeatedImports,
};
use crate::project::imported::SourceOptions;
use crate::text::counted;
use crate::text::language::Language;

/// The consequence of errors.
const NOTHING_IMPORTED: &str = "nothing was imported";

/// Import a glossary from another tool
///
/// The command reads a table of terms, a workbook, a data file, a termbase in TBX, a thesaurus in SKOS, a page of
/// Markdown or HTML with all terms, a folder of Markdown files (of Hugo, Zola,
/// Jekyll, Docusaurus or Obsidian), or a glossary of Sphinx, and writes an entry for each term. Existing files stay, so a second
/// run changes nothing. Text that the command does not understand stays as it is, and is reported with its
/// file and line. If a part of the source is in no entry and on no page, all other parts are imported, the
/// report lists this loss, and the exit code is 1.
///
/// imports.toml records what was written. With `--update`, a later import brings the changes of the source into the
/// entries: it changes only what import wrote and nobody has changed since, keeps everything else, and reports it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword import GLOSSARY.md --root my-glossary
      make a glossary of a page with all terms
  headword import glossary.html --root my-glossary
      make a glossary of a page of HTML
  headword import terms.csv --dry-run
      show the entry for each row, and write nothing
  headword import _data/glossary.yml --language de
      import a data file whose texts in German are in the main language, and those in others are translations
  headword import termbase.tbx --language en --root my-glossary
      import a termbase in TBX, or a thesaurus in SKOS, with all its languages
  headword import ../old-site/content --root my-glossary
      import a folder of Hugo, with all its languages, into the glossary of another folder, which may be a new one
  headword import docs/glossary --base-path /docs/glossary/ --from-url https://example.org/
      redirect the old addresses, and keep links to other pages of the old site
  headword import notes/terms --folder notes --tag unsorted
      put the entries into content/notes/, each with a tag
  headword import docs/source/glossary.rst
      import a glossary directive of Sphinx
  headword import terms.csv --update
      bring in what has changed in the table since, with the same options
  headword import --update --dry-run
      show the changes in all sources that were imported")]
pub(super) struct Args {
    /// Import this file or folder [default in an update: all sources in the project's folder]
    #[arg(value_name = "SOURCE", required_unless_present = "update")]
    source: Option<PathBuf>,

    /// Use the glossary in this folder; a new glossary.toml is made if there is none
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,

    /// Change what an earlier import wrote, unless somebody changed it, with the options of that import
    #[arg(long)]
    update: bool,

    /// Show the result for each entry, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// End with exit code 0 even if parts of the source are in no entry and on no page, or entries keep your changes
    ///
    /// An update then does not report these changes again, until the source changes the same values once more.
    #[arg(long)]
    accept_losses: bool,

    /// List every place in the report, not only the first three of each kind
    #[arg(long)]
    verbose: bool,

    /// Set the format of the source [default: recognised by its name and its content]
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,

    /// Say what the columns of a table hold, in their order or by name [default: recognised by their names]
    ///
    /// For example, `term,definition,synonyms=Also called` is for a table whose first column has the terms, whose
    /// second column has their meanings, and whose column *Also called* has other names. A column can also be a number,
    /// and `-` stands for a column that keeps its own name.
    #[arg(long, value_name = "KEY,KEY=COLUMN", value_parser = columns)]
    columns: Option<ColumnChoices>,

    /// Say whether the first row of a table names its columns [default: recognised by the names]
    #[arg(long, value_name = "YES", value_enum)]
    header: Option<YesOrNo>,

    /// Read this sheet of a workbook [default: all sheets that have terms]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// Set the path of the source on the old site, such as /en/ [default: recognised by its links]
    #[arg(long, value_name = "PATH")]
    base_path: Option<String>,

    /// Set the URL of the old site, for links to pages that are not imported
    #[arg(long, value_name = "URL")]
    from_url: Option<BaseUrl>,

    /// Add a tag to every entry; you can repeat this option
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// Set an attribute of the documents in AsciiDoc; you can repeat this option
    #[arg(long = "attribute", value_name = "NAME=VALUE")]
    attributes: Vec<String>,

    /// Put the entries into this folder in content/ [default: content/ itself]
    #[arg(
        long,
        alias = "into",
        value_name = "FOLDER",
        default_value = "",
        hide_default_value = true
    )]
    folder: String,

    /// Set the main language for a new glossary.toml [default: that of the source, or recognised by the folder's name]
    #[arg(long, value_name = "TAG", value_parser = language)]
    language: Option<Language>,
}

/// The keys of a table's columns. A type of its own, because clap reads a list item by item.
#[derive(Debug, Clone)]
struct ColumnChoices {
    written: String,
    choices: Vec<Choice>,
}

fn columns(text: &str) -> Result<ColumnChoices, String> {
    let choices = Choice::read_all(text)?;
    Ok(ColumnChoices {
        written: text.to_owned(),
        choices,
    })
}

/// A decision on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum YesOrNo {
    Yes,
    No,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Tsv,
            Self::Csv,
            Self::Markdown,
            Self::Page,
            Self::Files,
            Self::Sphinx,
            Self::Yaml,
            Self::Json,
            Self::Toml,
            Self::Xlsx,
            Self::Ods,
            Self::Tbx,
            Self::Skos,
            Self::Html,
            Self::AsciiDoc,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Tsv => ("tsv", "Text separated by tabs"),
            Self::Csv => ("csv", "Text separated by commas or semicolons"),
            Self::Markdown => ("markdown", "Markdown: `page` or `files`, whichever it is"),
            Self::Page => ("page", "A Markdown page with all terms"),
            Self::Files => ("files", "Markdown files with a term each"),
            Self::Sphinx => (
                "sphinx",
                "Glossary directives of Sphinx, in reStructuredText or MyST",
            ),
            Self::Yaml => ("yaml", "YAML with a list or a map of records"),
            Self::Json => (
                "json",
                "JSON with a list or a map of records, also one record on each line",
            ),
            Self::Toml => ("toml", "TOML with a list or a map of records"),
            Self::Xlsx => ("xlsx", "A workbook of Excel"),
            Self::Ods => ("ods", "A workbook of LibreOffice"),
            Self::Tbx => ("tbx", "A termbase in TBX, of version 2 or 3"),
            Self::Skos => (
                "skos",
                "A thesaurus in SKOS: Turtle, N-Triples, RDF/XML or JSON-LD",
            ),
            Self::Html => (
                "html",
                "A page of HTML with all terms, or a folder of such pages",
            ),
            Self::AsciiDoc => (
                "asciidoc",
                "A page of AsciiDoc with all terms, or a folder of such pages",
            ),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// Imports a glossary, or shows the result. An update repeats all imports of the source, or of all sources; the exit code is the
/// worst of theirs.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let faults = Faults::new(false);
    let ready = if args.dry_run {
        Ok(false)
    } else {
        undo_interrupted(disk, &args.root)
    };
    let typed = args.typed();
    let source = args.source.as_deref();
    let imports = ready.and_then(|_| match (args.update, source) {
        (true, source) => {
            let RepeatedImports { imports, left } =
                import::repeated(disk, &args.root, source, &typed, &faults)?;
            for path in left {
                note(&format!(
                    "{path} is outside of the project: name this source to update it"
                ));
            }
            let imports = imports.into_iter();
            imports
                .map(|(source, options, repeated)| args.options(&source, options, Some(repeated)))
                .collect()
        }
        (false, Some(source)) => Ok(vec![args.options(source, typed, None)?]),
        (false, None) => Ok(Vec::new()),
    });
    let imports: Vec<ImportOptions> = match imports {
        Ok(imports) => imports,
        Err(failure) => return finish(Err(failure), &faults, Some(NOTHING_IMPORTED)),
    };
    let shown = ShownReport {
        is_dry: args.dry_run,
        accepts_losses: args.accept_losses,
        is_verbose: args.verbose,
    };
    let codes = imports.iter().map(|options| {
        let faults = Faults::new(false);
        match import::plan(disk, options, &Bars, &faults) {
            Ok(plan) => apply(disk, plan, &shown, &faults),
            Err(failure) => finish(Err(failure), &faults, Some(NOTHING_IMPORTED)),
        }
    });
    let codes: Vec<ExitCode> = codes.collect();
    let mut all = (0..=3).rev().map(ExitCode::from);
    all.find(|code| codes.contains(code))
        .unwrap_or(ExitCode::SUCCESS)
}

impl Args {
    /// The options of the source, as they were typed.
    fn typed(&self) -> SourceOptions {
        let format = self.format.and_then(|format| format.to_possible_value());
        SourceOptions {
            format: format.map(|format| format.get_name().to_owned()),
            base_path: self.base_path.clone(),
            from_url: self.from_url.as_ref().map(|url| url.as_str().to_owned()),
            tags: self.tags.clone(),
            folder: Some(self.folder.clone()).filter(|folder| !folder.is_empty()),
            columns: self.columns.as_ref().map(|columns| columns.written.clone()),
            header: self.header.map(|header| header == YesOrNo::Yes),
            sheet: self.sheet.clone(),
            attributes: self.attributes.clone(),
        }
    }

    /// The options of an import, whose source has the options `typed`.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if imports.toml has an option that cannot be typed.
    fn options(
        &self,
        source: &Path,
        typed: SourceOptions,
        update: Option<RepeatedImport>,
    ) -> Result<ImportOptions, Failure> {
        let wrong = |key: &str, text: &str| {
            Failure::Usage(format!(
                "imports.toml: `{key}` cannot be `{text}`: correct it, or use `--{}`",
                key.replace('_', "-")
            ))
        };
        let format = typed.format.as_deref();
        let format = format.map(|text| {
            <Format as ValueEnum>::from_str(text, false).map_err(|_| wrong("format", text))
        });
        let from_url = typed.from_url.as_deref();
        let from_url = from_url.map(|text| text.parse().map_err(|_| wrong("from_url", text)));
        let columns = typed.columns.as_deref();
        let columns = columns.map(|text| columns_of(text).map_err(|_| wrong("columns", text)));
        Ok(ImportOptions {
            source: source.to_owned(),
            root: self.root.clone(),
            format: format.transpose()?,
            base_path: typed.base_path.clone(),
            from_url: from_url.transpose()?,
            tags: typed.tags.clone(),
            into: typed.folder.clone().unwrap_or_default(),
            language: self.language.clone(),
            columns: columns.transpose()?.unwrap_or_default(),
            header: typed.header,
            sheet: typed.sheet.clone(),
            attributes: typed
                .attributes
                .iter()
                .map(|text| attribute(text))
                .collect(),
            typed,
            update,
            accepts: self.accept_losses,
        })
    }
}

/// The choices of columns in a text.
fn columns_of(text: &str) -> Result<Vec<Choice>, String> {
    columns(text).map(|columns| columns.choices)
}

/// The name and the value of an attribute of AsciiDoc; without a value, it is only set.
fn attribute(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    (name.to_owned(), value.to_owned())
}

/// The options of the command line that change the report and the exit code.
struct ShownReport {
    is_dry: bool,
    accepts_losses: bool,
    is_verbose: bool,
}

/// Writes the entries, except in a dry run, and prints a report.
fn apply(disk: &Disk, mut plan: ImportPlan, shown: &ShownReport, faults: &Faults) -> ExitCode {
    let is_dry = shown.is_dry;
    for text in plan.report.error_lines() {
        error(&text);
    }
    let report = std::mem::take(&mut plan.report);
    let result = if is_dry { Ok(()) } else { plan.apply(disk) };
    let mut text = report.summary(is_dry, shown.is_verbose);
    if is_dry {
        text = report.listing() + &text;
    }
    let code = finish(result.map(|()| text), faults, Some(NOTHING_IMPORTED));
    if code != ExitCode::SUCCESS {
        return code;
    }
    let mut failed = false;
    let unread = report.errors.len();
    if unread > 0 {
        let others = match (report.entries.is_empty(), is_dry) {
            (true, _) => "",
            (false, true) => "; everything else would be imported",
            (false, false) => "; everything else was imported",
        };
        let places = counted(unread, "place", "places");
        error(&format!("{places} could not be read{others}"));
        failed = true;
    }
    if !report.unbuilt.is_empty() {
        let errors = counted(report.unbuilt.len(), "error", "errors");
        error(&format!("the glossary cannot be built yet: {errors}"));
        failed = true;
    }
    let losses = report.losses();
    if losses > 0 && !shown.accepts_losses {
        let losses = counted(losses, "part of the source is", "parts of the source are");
        error(&format!(
            "{losses} in no entry and on no page; if that is right, use `--accept-losses`"
        ));
        failed = true;
    }
    let kept = report.kept();
    if kept > 0 && !shown.accepts_losses {
        let kept = counted(
            kept,
            "change of the source was",
            "changes of the source were",
        );
        error(&format!(
            "{kept} not made: change the entries yourself, or keep them with `--accept-losses`"
        ));
        failed = true;
    }
    if failed {
        Failure::Faults.exit_code()
    } else {
        code
    }
}
