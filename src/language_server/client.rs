//! What the client can do, and what it wants: its part of the request `initialize`.

use std::path::PathBuf;

use gen_lsp_types::{ClientCapabilities, InitializeParams};
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
        Self {
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
