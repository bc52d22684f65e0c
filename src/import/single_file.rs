//! Reads a source that is one file with records: a table, a data file, a workbook, or a file of concepts.

use std::path::Path;

use super::account::{Gathered, Reading};
use super::concepts::{self, ConceptFile, ConceptFormat, OldAddress};
use super::data::{DataFile, DataSyntax};
use super::decoding::decoded;
use super::known_languages::KnownLanguages;
use super::one_page::linked_files;
use super::read::{self, Unread};
use super::report::Report;
use super::separated::{self, TableOptions};
use super::value::Problem;
use super::workbook::{Workbook, WorkbookKind};
use super::{Format, ImportOptions, project, sphinx};
use crate::address::base_url::BaseUrl;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::text::language::Language;

/// The content of such a source, and what was read of it.
type Content = (Gathered, Reading);

/// A file with records, by its name and the options of the import.
enum Records {
    /// A table, and whether its columns are separated by tabs.
    Table(bool),
    Data(DataSyntax),
    Workbook(WorkbookKind),
    /// Concepts; without a format, an XML file that may have them.
    Concepts(Option<ConceptFormat>),
}

/// Reads a file with records; `None` if the source is another file. `known` are the languages of the glossary;
/// `shown` is the name of the source in messages.
///
/// # Errors
///
/// [`Failure::Usage`] if the command line names a column that is not there, [`Failure::Io`] if the file cannot be read.
pub(super) fn read(
    disk: &Disk,
    options: &ImportOptions,
    known: &KnownLanguages,
    shown: &str,
    report: &mut Report,
) -> Result<Option<Content>, Failure> {
    let language = known.main.as_ref();
    let source = options.source.as_path();
    let ending = ending(source);
    let Some(records) = records(options.format, &ending) else {
        return Ok(None);
    };
    let saved = match records {
        Records::Table(_) => "`CSV UTF-8`",
        _ => "UTF-8",
    };
    report.files = 1;
    let read = match records {
        Records::Concepts(_) => read::bytes_up_to(disk, source, concepts::LARGEST),
        _ => read::bytes(disk, source),
    };
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(Unread::Failed(error)) => return Err(error.into()),
        Err(Unread::Invalid(problem)) => {
            report.add_error(shown, problem);
            return Ok(Some(Content::default()));
        }
    };
    let records = match records {
        Records::Workbook(kind) => {
            return workbook(&bytes, kind, options, language, shown, report).map(Some);
        }
        Records::Data(DataSyntax::Json)
            if options.format.is_none() && concepts::is_json_ld(&bytes) =>
        {
            Records::Concepts(Some(ConceptFormat::Skos))
        }
        records => records,
    };
    if let Records::Concepts(format) = records {
        let Some(format) = format.or_else(|| concepts::format_of_xml(&bytes)) else {
            report.files = 0;
            return Ok(None);
        };
        return of_concepts(disk, &bytes, format, options, known, shown, report).map(Some);
    }
    let Some(text) = text_of(&bytes, saved, shown, report) else {
        return Ok(Some(Content::default()));
    };
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    let path = read::stem(&name);
    let of_folder = project::language_of_folder(source).map(|(_, language)| language);
    let language = language.or(of_folder.as_ref());
    match records {
        Records::Workbook(_) | Records::Concepts(_) => Ok(None),
        Records::Table(is_tabbed) => {
            let is_known = options.format.is_some() || ending != "txt";
            let first = text.lines().next().unwrap_or_default();
            if !is_known && (!first.contains('\t') || sphinx::is_glossary(&text)) {
                return Ok(None);
            }
            let table = TableOptions {
                is_tabbed,
                columns: &options.columns,
                header: options.header,
                language,
            };
            let (reading, problems) = separated::read(&text, table, path, shown)?;
            for problem in problems {
                report.add_error(shown, problem);
            }
            Ok(Some((Gathered::default(), reading)))
        }
        Records::Data(syntax) => {
            let data = DataFile {
                text: &text,
                syntax,
                path,
                file: shown,
                columns: &options.columns,
                language,
                known,
            };
            Ok(Some(content(data.read()?, shown, report)))
        }
    }
}

/// What was read of a file; a problem of it goes to the report.
fn content(read: Result<Reading, Problem>, shown: &str, report: &mut Report) -> Content {
    match read {
        Ok(reading) => (Gathered::default(), reading),
        Err(problem) => {
            report.add_error(shown, problem);
            Content::default()
        }
    }
}

/// The text of a table or a data file; `None` if it cannot be read, which the report says. `saved` is the format in which
/// people should save the file.
fn text_of(bytes: &[u8], saved: &str, shown: &str, report: &mut Report) -> Option<String> {
    match decoded(bytes, saved) {
        Ok(decoded) => {
            report.remarks.extend(decoded.guessed.map(|encoding| {
                format!("the file was read as {encoding}: if letters are wrong, save it as {saved}")
            }));
            Some(decoded.text)
        }
        Err(problem) => {
            report.add_error(shown, problem);
            None
        }
    }
}

/// Reads a workbook.
fn workbook(
    bytes: &[u8],
    kind: WorkbookKind,
    options: &ImportOptions,
    language: Option<&Language>,
    shown: &str,
    report: &mut Report,
) -> Result<Content, Failure> {
    let name = options.source.file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    let workbook = Workbook {
        bytes,
        kind,
        path: read::stem(&name),
        file: shown,
        columns: &options.columns,
        header: options.header,
        sheet: options.sheet.as_deref(),
        language,
    };
    Ok(content(workbook.read()?, shown, report))
}

/// Reads a file of concepts, and finds the pictures beside it.
fn of_concepts(
    disk: &Disk,
    bytes: &[u8],
    format: ConceptFormat,
    options: &ImportOptions,
    known: &KnownLanguages,
    shown: &str,
    report: &mut Report,
) -> Result<Content, Failure> {
    let source = options.source.as_path();
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    let of_folder = project::language_of_folder(source).map(|(_, language)| language);
    let file = ConceptFile {
        bytes,
        format,
        path: read::stem(&name),
        file: shown,
        language: known.main.as_ref().or(of_folder.as_ref()),
        known,
        old: OldAddress {
            url: options.from_url.as_ref().map(BaseUrl::as_str),
            path: options.base_path.as_deref(),
        },
    };
    let reading = match file.read() {
        Ok(reading) => reading,
        Err(problem) => {
            report.add_error(shown, problem);
            return Ok(Content::default());
        }
    };
    let fields = reading.raws.iter().flat_map(|raw| &raw.fields);
    let texts = fields.filter_map(|field| field.value.text());
    let texts: Vec<String> = texts.filter(|text| text.contains("![")).collect();
    let gathered = Gathered {
        files: linked_files(disk, source, &texts.join("\n\n"))?,
        ..Gathered::default()
    };
    Ok((gathered, reading))
}

fn records(format: Option<Format>, ending: &str) -> Option<Records> {
    Some(match (format, ending) {
        (Some(Format::Tsv), _) | (None, "tsv" | "tab" | "txt") => Records::Table(true),
        (Some(Format::Csv), _) | (None, "csv") => Records::Table(false),
        (Some(Format::Yaml), _) | (None, "yaml" | "yml") => Records::Data(DataSyntax::Yaml),
        (Some(Format::Json), _) | (None, "json" | "jsonl" | "ndjson") => {
            Records::Data(DataSyntax::Json)
        }
        (Some(Format::Toml), _) | (None, "toml") => Records::Data(DataSyntax::Toml),
        (Some(Format::Tbx), _) | (None, "tbx") => Records::Concepts(Some(ConceptFormat::Tbx)),
        (Some(Format::Skos), _) | (None, "ttl" | "nt" | "rdf" | "owl" | "skos" | "jsonld") => {
            Records::Concepts(Some(ConceptFormat::Skos))
        }
        (None, "xml") => Records::Concepts(None),
        (Some(Format::Xlsx), _) | (None, "xlsx" | "xlsm" | "xltx") => {
            Records::Workbook(WorkbookKind::Xlsx)
        }
        (Some(Format::Ods), _) | (None, "ods" | "ots") => Records::Workbook(WorkbookKind::Ods),
        _ => return None,
    })
}

/// The extension of a file, in small letters.
pub(super) fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    ending.to_lowercase()
}
