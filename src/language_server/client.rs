//! What the client can do, and what it wants: its part of the request `initialize`.

use std::path::PathBuf;

use gen_lsp_types::{ClientCapabilities, InitializeParams, WorkspaceEditClientCapabilities};
use serde_json::Value;

use super::position::Encoding;
use super::uri;

/// A client.
#[derive(Debug)]
pub(super) struct Client {
    /// The units of columns.
    pub(super) encoding: Encoding,
    /// Whether it shows the other places of a diagnostic.
    pub(super) shows_related: bool,
    /// Whether it watches files if the server asks for it.
    pub(super) watches_files: bool,
    /// Whether it takes versions of documents, and operations on files, in edits.
    pub(super) takes_document_changes: bool,
    /// Whether it can make files.
    pub(super) makes_files: bool,
    /// Whether it can move files.
    pub(super) moves_files: bool,
    /// Whether it takes a place for the cursor in completed text.
    pub(super) takes_snippets: bool,
    /// Whether it opens URLs in a browser.
    pub(super) shows_documents: bool,
    /// Whether it wants marks at automatic links.
    pub(super) marks_links: bool,
    /// The folders that it has open.
    pub(super) folders: Vec<PathBuf>,
    /// The URL of the folder with the documentation, for links to it.
    pub(super) documentation: Option<String>,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(super) fn new(params: &InitializeParams) -> Self {
        let folders = &params.workspace_folders_initialize_params.workspace_folders;
        // null if the client knows folders, but has none open
        let folders = serde_json::to_value(folders).unwrap_or_default();
        let folders = folders.as_array().into_iter().flatten();
        let folders = folders.filter_map(|folder| uri::to_path(folder.get("uri")?.as_str()?));
        let mut folders: Vec<PathBuf> = folders.collect();
        if folders.is_empty() {
            #[expect(deprecated, reason = "older clients send nothing else")]
            let root = params.root_uri.as_ref();
            folders.extend(root.and_then(|root| uri::to_path(root.as_ref())));
        }
        let options = params.initialization_options.as_ref();
        let option = |name: &str| {
            let options = serde_json::to_value(options?).ok()?;
            options.get(name).cloned()
        };
        let of_client = option("documentation").and_then(|it| it.as_str().map(str::to_owned));
        let of_edits = workspace_edit(&params.capabilities);
        let operations = of_edits.and_then(|edits| edits.resource_operations.as_ref());
        let operations = serde_json::to_value(operations).unwrap_or_default();
        let operations: Vec<&Value> = operations.as_array().into_iter().flatten().collect();
        let can = |operation: &str| operations.iter().any(|known| *known == operation);
        // a client that knows operations takes the edits that have them (Neovim says no more than that)
        let takes_document_changes = !operations.is_empty()
            || of_edits.is_some_and(|edits| edits.document_changes == Some(true));
        Self {
            takes_document_changes,
            makes_files: can("create"),
            moves_files: can("rename"),
            takes_snippets: takes_snippets(&params.capabilities).unwrap_or(false),
            shows_documents: shows_documents(&params.capabilities).unwrap_or(false),
            marks_links: option("automaticLinks")
                .and_then(|it| it.as_bool())
                .unwrap_or(true),
            encoding: encoding(&params.capabilities),
            shows_related: shows_related(&params.capabilities).unwrap_or(false),
            watches_files: watches_files(&params.capabilities).unwrap_or(false),
            folders,
            documentation: of_client.or_else(|| {
                let repository = env!("CARGO_PKG_REPOSITORY");
                (!repository.is_empty()).then(|| format!("{repository}/blob/main/docs/"))
            }),
        }
    }
}

/// The first encoding that the client offers and the server knows.
fn encoding(capabilities: &ClientCapabilities) -> Encoding {
    let general = capabilities.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_ref());
    let names = serde_json::to_value(offered).unwrap_or_default();
    let names = names.as_array().into_iter().flatten();
    let mut known = names.filter_map(|name: &Value| Encoding::named(name.as_str()?));
    known.next().unwrap_or(Encoding::Utf16)
}

fn shows_related(capabilities: &ClientCapabilities) -> Option<bool> {
    let text = capabilities.text_document.as_ref()?;
    let diagnostics = text.publish_diagnostics.as_ref()?;
    diagnostics.diagnostics_capabilities.related_information
}

fn watches_files(capabilities: &ClientCapabilities) -> Option<bool> {
    let workspace = capabilities.workspace.as_ref()?;
    workspace
        .did_change_watched_files
        .as_ref()?
        .dynamic_registration
}

fn workspace_edit(capabilities: &ClientCapabilities) -> Option<&WorkspaceEditClientCapabilities> {
    let workspace = capabilities.workspace.as_ref()?;
    workspace.workspace_edit.as_ref()
}

fn takes_snippets(capabilities: &ClientCapabilities) -> Option<bool> {
    let text = capabilities.text_document.as_ref()?;
    let completion = text.completion.as_ref()?;
    completion.completion_item.as_ref()?.snippet_support
}

fn shows_documents(capabilities: &ClientCapabilities) -> Option<bool> {
    let window = capabilities.window.as_ref()?;
    Some(window.show_document.as_ref()?.support)
}
