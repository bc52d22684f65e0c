//! The requests about texts, each with its answer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{Diagnostic as Published, Position, Range};
use serde_json::{Value, json};

use super::client::Client;
use super::diagnostics::Writer;
use super::documents::Documents;
use super::message::{Error, params};
use super::names::NameTable;
use super::project::Project;
use super::projects::Projects;
use super::scene::Scene;
use super::{actions, completion, hints, hover, navigation, renaming, uri};
use crate::diagnostic::Diagnostic;
use crate::disk::Disk;
use crate::source::SourceFile;
use crate::workbench::Reading;

/// The parts of a session that answers need.
pub(super) struct Session<'a, 'd> {
    /// The disk.
    pub(super) disk: &'d Disk,
    /// The projects, which have been read.
    pub(super) projects: &'a mut Projects<'d>,
    /// The open documents.
    pub(super) documents: &'a Documents,
    /// The client.
    pub(super) client: &'a Client,
    /// What the author has to be told beside the answer.
    pub(super) messages: Vec<String>,
}

/// The capabilities of the server for these requests, for `initialize`.
pub(super) fn capabilities(client: &Client) -> Value {
    json!({
        "completionProvider": {
            "triggerCharacters": ["[", "(", "#", "\"", "'", ","],
            "resolveProvider": false,
        },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "documentLinkProvider": { "resolveProvider": false },
        "foldingRangeProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix", "refactor.rewrite"] },
        "renameProvider": { "prepareProvider": true },
        "inlayHintProvider": client.marks_links,
    })
}

/// A text in a project.
struct Found<'f> {
    project: &'f Project<'f>,
    reading: &'f Reading,
    names: &'f NameTable,
    path: String,
    file: Arc<SourceFile>,
}

impl Session<'_, '_> {
    /// The answer to a request.
    ///
    /// # Errors
    ///
    /// The method is unknown, its parameters are wrong, or it cannot be done.
    pub(super) fn answer(&mut self, method: &str, params: &Value) -> Result<Value, Error> {
        if method == "workspace/symbol" {
            return Ok(self.symbols(params));
        }
        if !is_known(method) {
            return Err(Error::unknown_method(method));
        }
        let path = path(params)?;
        let Some(found) = find(self.projects, &path) else {
            return Ok(Value::Null);
        };
        let writer = Writer {
            root: &found.project.root,
            documents: self.documents,
            client: self.client,
        };
        let scene = Scene {
            reading: found.reading,
            names: found.names,
            path: &found.path,
            file: &found.file,
            writer: &writer,
        };
        let view = writer.view(&found.file);
        let offset = || position(params).map(|position| view.offset(position));
        let span = || range(params).map(|range| view.span(range));
        Ok(match method {
            "textDocument/completion" => completion::complete(&scene, offset()?),
            "textDocument/hover" => json!(hover::hover(&scene, offset()?)),
            "textDocument/definition" => navigation::definition(&scene, offset()?),
            "textDocument/references" => {
                let includes = params.pointer("/context/includeDeclaration");
                let includes = includes.and_then(Value::as_bool).unwrap_or(false);
                navigation::references(&scene, offset()?, includes)
            }
            "textDocument/documentSymbol" => navigation::document_symbols(&scene),
            "textDocument/documentLink" => navigation::document_links(&scene),
            "textDocument/foldingRange" => navigation::folding(&scene),
            "textDocument/prepareRename" => renaming::prepare(&scene, offset()?),
            "textDocument/rename" => {
                let title = params.get("newName").and_then(Value::as_str);
                let title = title.ok_or_else(|| Error::invalid_params("`newName` is missing"))?;
                renaming::rename(self.disk, &scene, offset()?, title, &mut self.messages)?
            }
            "textDocument/inlayHint" => hints::hints(&scene, &span()?),
            _ => {
                let only = params.pointer("/context/only").and_then(Value::as_array);
                let found = published(found.project, &writer);
                actions::written(actions::actions(&scene, &span()?, &found), only)
            }
        })
    }

    /// The names in all projects that fit some letters.
    fn symbols(&mut self, params: &Value) -> Value {
        let typed = params.get("query").and_then(Value::as_str).unwrap_or("");
        let mut all = Vec::new();
        for project in self.projects.iter_mut() {
            project.list_names();
            let Some(reading) = project.reading() else {
                continue;
            };
            let writer = Writer {
                root: &project.root,
                documents: self.documents,
                client: self.client,
            };
            let location = |place: &crate::source::Place| writer.location(place);
            for (linked, names) in reading.linked.iter().zip(project.names()) {
                let found = navigation::workspace_symbols(linked, names, typed, &location);
                all.extend(found);
            }
        }
        json!(all)
    }
}

fn is_known(method: &str) -> bool {
    let name = method.strip_prefix("textDocument/").unwrap_or_default();
    matches!(
        name,
        "completion"
            | "hover"
            | "definition"
            | "references"
            | "documentSymbol"
            | "documentLink"
            | "foldingRange"
            | "prepareRename"
            | "rename"
            | "inlayHint"
            | "codeAction"
    )
}

/// The text at a path, in its project; `None` if no project reads it, or the project cannot be read.
fn find<'f>(projects: &'f mut Projects<'_>, path: &Path) -> Option<Found<'f>> {
    let (project, path) = projects.of_file(path)?;
    project.list_names();
    let project: &Project<'_> = project;
    let reading = project.reading()?;
    let (language, _) = reading.config.place_of(&path);
    Some(Found {
        reading,
        names: project.names().get(language.index())?,
        file: project.file(&path)?,
        path,
        project,
    })
}

/// The diagnostics that the client sees, each with its form there.
fn published<'p>(
    project: &'p Project<'_>,
    writer: &Writer<'_>,
) -> Vec<(&'p Diagnostic, Published)> {
    let levels = project.levels();
    let shown = project.diagnostics().filter_map(|diagnostic| {
        let severity = levels.severity(diagnostic.code())?;
        Some((diagnostic, writer.diagnostic(diagnostic, severity)))
    });
    shown.collect()
}

/// The path of the document in the parameters of a request.
fn path(of_request: &Value) -> Result<PathBuf, Error> {
    let written = of_request
        .pointer("/textDocument/uri")
        .and_then(Value::as_str);
    let written = written.ok_or_else(|| Error::invalid_params("`textDocument.uri` is missing"))?;
    // a document that is not a file is in no project
    Ok(uri::to_path(written).unwrap_or_default())
}

fn position(of_request: &Value) -> Result<Position, Error> {
    params(of_request.get("position").cloned().unwrap_or_default())
}

fn range(of_request: &Value) -> Result<Range, Error> {
    params(of_request.get("range").cloned().unwrap_or_default())
}
