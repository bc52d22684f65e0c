//! `imports.toml`: what `headword import` wrote, so that a later import can tell it from what people wrote.
//!
//! ```toml
//! [[sources]]
//! path = "terms.csv"
//! folder = "kitchen"
//!
//! [sources.records]
//! "Crumb" = { file = "content/kitchen/crumb.md", sums = { body = "0c7e6a405862", title = "9f86d081884c" } }
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::faults::Invalid;
use super::keys::write::{quoted, quoted_list};
use super::keys::{Document, Form, Keys, Syntax};
use super::load;
use crate::diagnostic::Faults;
use crate::diagnostic::disk_error::DiskError;
use crate::disk::{Digest, Disk};
use crate::source::{SourceFile, Span, Written};
use crate::text::slug::is_storable;

/// The comment at the beginning of the file.
const HEAD: &str = "\
# What `headword import` wrote. `headword import --update` changes only what still has these sums.
# Keep this file in version control.
";

/// The number of hexadecimal digits of a sum.
const DIGITS: usize = 12;

/// The name of the sum of a text in Markdown. No key of front matter has this name.
pub const BODY: &str = "body";

/// All imports of a project.
#[derive(Debug, Clone, Default)]
pub struct Imports {
    /// The file; `None` if there is none.
    pub file: Option<Arc<SourceFile>>,
    /// The imports, in the order of the file.
    pub sources: Vec<ImportedSource>,
}

/// A source with the options of its import, and what was imported from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedSource {
    /// The path of the source from the project's root, with `/`, or its name if there is no such path.
    pub path: String,
    /// The options.
    pub options: SourceOptions,
    /// The entries and pages, by their keys in the source.
    pub records: BTreeMap<String, ImportedRecord>,
    /// The files that entries use, by their paths in the source.
    pub files: BTreeMap<String, ImportedFile>,
}

/// The options of an import that change its result, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceOptions {
    /// That of `--format`.
    pub format: Option<String>,
    /// That of `--base-path`.
    pub base_path: Option<String>,
    /// That of `--from-url`.
    pub from_url: Option<String>,
    /// Those of `--tag`.
    pub tags: Vec<String>,
    /// That of `--folder`.
    pub folder: Option<String>,
    /// That of `--columns`.
    pub columns: Option<String>,
    /// That of `--header`.
    pub header: Option<bool>,
    /// That of `--sheet`.
    pub sheet: Option<String>,
    /// Those of `--attribute`.
    pub attributes: Vec<String>,
}

/// What was written for a record of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedRecord {
    /// The file of the entry or the page, as a path from the project's root.
    pub file: String,
    /// The bytes of this path in `imports.toml`; empty for a new record.
    pub span: Span,
    /// The sums of its keys and, as [`BODY`], of its text.
    pub sums: BTreeMap<String, String>,
}

/// A file of the source that was copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its path from the project's root.
    pub file: String,
    /// Its sum.
    pub sum: String,
}

/// The sum of some bytes in `imports.toml`: the first 12 hexadecimal digits of SHA-256.
pub fn sum_of(bytes: &[u8]) -> String {
    let mut sum = Digest::of(bytes).to_string();
    sum.truncate(DIGITS);
    sum
}

impl Imports {
    /// Reads `imports.toml` of the project at `root`, if there is one. Errors in it are reported.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn read(disk: &Disk, root: &Path, faults: &Faults) -> Result<Self, DiskError> {
        let Some(file) = load::imports(disk, root, faults)? else {
            return Ok(Self::default());
        };
        let document = Document::parse(&file, 0..file.text.len(), 0..0, Syntax::Toml, faults);
        let mut keys = document.keys(faults);
        let mut sources: Vec<ImportedSource> = Vec::new();
        let mut known = BTreeSet::new();
        for form in keys.forms("sources") {
            match form {
                Form::Text(text) => keys.invalid("sources", &text.span, &Invalid::ImportText),
                Form::Table(table) => {
                    if let Some(source) = read_source(table, &mut known) {
                        sources.push(source);
                    }
                }
            }
        }
        keys.finish();
        Ok(Self {
            file: Some(Arc::clone(&file)),
            sources,
        })
    }

    /// The whole text of the file: the imports in the order of their paths, and of their options, and the records of
    /// each in the order of their keys, each on a line of its own, so that changes of different records can be merged.
    pub fn text(&self) -> String {
        let mut sources: Vec<String> = self.sources.iter().map(source_text).collect();
        sources.sort();
        format!("{HEAD}{}", sources.concat())
    }
}

/// Reads the table of a source; `None` if it has no path. `known` are the files of the records before it.
fn read_source(mut keys: Keys<'_, '_>, known: &mut BTreeSet<String>) -> Option<ImportedSource> {
    let text = |written: Written| written.text;
    let path = keys.required_string("path");
    let options = SourceOptions {
        format: keys.string("format").map(text),
        base_path: keys.string("base_path").map(text),
        from_url: keys.string("from_url").map(text),
        tags: keys.strings("tags").into_iter().map(text).collect(),
        folder: keys.string("folder").map(text),
        columns: keys.string("columns").map(text),
        header: keys.boolean("header"),
        sheet: keys.string("sheet").map(text),
        attributes: keys.strings("attributes").into_iter().map(text).collect(),
    };
    let mut records = BTreeMap::new();
    for (name, mut table) in keys.tables_by_name("records") {
        let file = path_in_project(&mut table, |path| {
            path.ends_with(".md") && (path.starts_with("content/") || path.starts_with("pages/"))
        });
        let mut sums = BTreeMap::new();
        for (key, values) in table.strings_by_name("sums") {
            let [value] = values.as_slice() else {
                table.invalid(&key.text, &key.span, &Invalid::ImportSum);
                continue;
            };
            if !is_sum(&value.text) {
                table.invalid(&key.text, &value.span, &Invalid::ImportSum);
            }
            sums.insert(key.text, value.text.clone());
        }
        let Some(file) = file else {
            table.finish();
            continue;
        };
        if !known.insert(file.text.clone()) {
            table.invalid("file", &file.span, &Invalid::ImportTwice);
        }
        table.finish();
        let record = ImportedRecord {
            file: file.text,
            span: file.span,
            sums,
        };
        if records.insert(name.text, record).is_some() {
            keys.invalid("records", &name.span, &Invalid::ImportTwice);
        }
    }
    let mut files = BTreeMap::new();
    for (name, mut table) in keys.tables_by_name("files") {
        let file = path_in_project(&mut table, |path| {
            path.starts_with("content/") || path.starts_with("pages/")
        });
        let sum = table.required_string("sum");
        if let Some(sum) = sum.as_ref().filter(|sum| !is_sum(&sum.text)) {
            table.invalid("sum", &sum.span, &Invalid::ImportSum);
        }
        table.finish();
        if let Some((file, sum)) = file.zip(sum) {
            let file = ImportedFile {
                file: file.text,
                sum: sum.text,
            };
            files.insert(name.text, file);
        }
    }
    keys.finish();
    Some(ImportedSource {
        path: path?.text,
        options,
        records,
        files,
    })
}

/// Reads the path of a file that import wrote; `is_place` is whether import writes there.
fn path_in_project(table: &mut Keys<'_, '_>, is_place: fn(&str) -> bool) -> Option<Written> {
    let file = table.required_string("file")?;
    let is_part = |part: &str| !part.is_empty() && is_storable(part) && !part.starts_with('.');
    if !is_place(&file.text) || !file.text.split('/').all(is_part) {
        table.invalid("file", &file.span, &Invalid::ImportPath(&file.text));
        return None;
    }
    Some(file)
}

/// Whether a text is a sum as [`sum_of`] gives it.
fn is_sum(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    text.len() == DIGITS && text.chars().all(is_digit)
}

/// The lines of a source.
fn source_text(source: &ImportedSource) -> String {
    let ImportedSource {
        path,
        options,
        records,
        files,
    } = source;
    let mut out = format!("\n[[sources]]\npath = {}\n", quoted(path));
    let texts = [
        ("format", &options.format),
        ("base_path", &options.base_path),
        ("from_url", &options.from_url),
        ("folder", &options.folder),
        ("columns", &options.columns),
        ("sheet", &options.sheet),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            let _ = writeln!(out, "{key} = {}", quoted(text));
        }
    }
    if let Some(header) = options.header {
        let _ = writeln!(out, "header = {header}");
    }
    for (key, list) in [("attributes", &options.attributes), ("tags", &options.tags)] {
        if !list.is_empty() {
            let _ = writeln!(out, "{key} = {}", quoted_list(list));
        }
    }
    if !records.is_empty() {
        out.push_str("\n[sources.records]\n");
    }
    for (key, record) in records {
        let sums = record.sums.iter();
        let sums: Vec<String> = sums
            .map(|(key, sum)| format!("{} = {}", bare_or_quoted(key), quoted(sum)))
            .collect();
        let _ = writeln!(
            out,
            "{} = {{ file = {}, sums = {{ {} }} }}",
            quoted(key),
            quoted(&record.file),
            sums.join(", ")
        );
    }
    if !files.is_empty() {
        out.push_str("\n[sources.files]\n");
    }
    for (name, ImportedFile { file, sum }) in files {
        let (name, file, sum) = (quoted(name), quoted(file), quoted(sum));
        let _ = writeln!(out, "{name} = {{ file = {file}, sum = {sum} }}");
    }
    out
}

/// A key of TOML, without quotation marks if it can be bare.
fn bare_or_quoted(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match !key.is_empty() && key.chars().all(is_bare) {
        true => key.to_owned(),
        false => quoted(key),
    }
}
