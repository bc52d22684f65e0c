//! `headword export`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::ProjectArgs;
use super::printing::{finish_showing, printed};
use crate::address::base_url::BaseUrl;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::pipeline;
use crate::project::config::{Format, Options};
use crate::site::export::Export;
use crate::site::phrases::Phrases;

/// Write the glossary in a format for other programs
///
/// The formats are those of the setting `outputs`, with which each build puts them into the site. The page
/// `docs/outputs.md` of Headword's documentation describes what each format keeps and loses.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword export csv --output glossary.csv
      write a table for a spreadsheet
  headword export json | jq -r '.entries[].headword'
      print the headwords
  headword export csv --language de
      print a table of the German glossary
  headword export skos --base-url https://example.org/glossary/
      print a SKOS vocabulary, whose concepts have these URLs")]
pub(super) struct Args {
    /// Write this format
    #[arg(value_name = "FORMAT", value_parser = formats())]
    format: Format,

    /// Write into this file, and replace it if it exists [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write this language of the glossary [default: the main one]
    ///
    /// `skos-turtle`, `skos-jsonld`, `tbx` and `tbx3` have all languages in one file.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Use this URL for the site, instead of `base_url` in glossary.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrl>,

    #[command(flatten)]
    project: ProjectArgs,
}

/// The names of the formats, each with its description.
fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::all().map(|format| {
        let name = PossibleValue::new(format.name()).help(format.about());
        match format.alias() {
            Some(alias) => name.alias(alias),
            None => name,
        }
    });
    PossibleValuesParser::new(names).try_map(|name| Format::named(&name).ok_or("unknown format"))
}

/// Writes the glossary in a format.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let shown = args.project.shown();
    let options = Options {
        base_url: args.base_url,
        ..args.project.options()
    };
    let faults = Faults::new(options.strict);
    let result = pipeline::read(disk, &options, &faults).and_then(|project| {
        let linked = pipeline::link(&project.sources, &[], &project.config);
        linked.report(&faults);
        let edition = linked.in_language(args.language.as_deref())?;
        let language = &edition.config.edition.language;
        let phrases = Phrases::new(&project.sources.phrases, language);
        faults.report_all(phrases.faults.iter().cloned());
        if faults.any_error() {
            return Err(Failure::Faults);
        }
        let format = args.format;
        if format.needs_base_url() && project.config.settings.base_url.is_none() {
            return Err(Failure::Usage(format!(
                "`{}` needs the URL of the site: write `base_url` in glossary.toml, or `--base-url URL`",
                format.name()
            )));
        }
        let glossaries = linked.glossaries();
        let export = Export::new(&edition.glossary, &phrases.pages).among(&glossaries);
        let write = |out: &mut dyn Write| export.write(format, out);
        match &args.output {
            Some(path) => replace(disk, path, &write)?,
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                printed(write(&mut out).and_then(|()| out.flush()))?;
            }
        }
        Ok(String::new())
    });
    finish_showing(result, &faults, shown, None)
}

/// Writes a file beside its place, and then moves it there. So an error leaves the old file as it was.
fn replace(
    disk: &Disk,
    path: &Path,
    write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let written = disk
        .write_in_parts(&new, write)
        .and_then(|_| disk.rename(&new, path));
    match written {
        // somebody else's file stays
        Err(error) if error.is(io::ErrorKind::AlreadyExists) => Err(error.into()),
        Err(error) => {
            disk.remove_file(&new)?;
            Err(error.writing(path).into())
        }
        Ok(()) => Ok(()),
    }
}
