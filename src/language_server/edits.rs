//! Changes of files that the client makes.

use std::collections::BTreeMap;

use gen_lsp_types::{Range, TextEdit};
use serde_json::{Value, json};

use super::diagnostics::Writer;

/// A change of one file.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Edits of its text.
    Edit(String, Vec<TextEdit>),
    /// A new file with a text.
    Create(String, String),
    /// A new path.
    Move(String, String),
}

impl Change {
    /// Edits of the file at a path from the project's root.
    pub(super) fn edit(path: &str, edits: Vec<TextEdit>) -> Self {
        Self::Edit(path.to_owned(), edits)
    }

    /// A new file. The client must be able to make files.
    pub(super) fn create(path: &str, text: &str) -> Self {
        Self::Create(path.to_owned(), text.to_owned())
    }
}

/// The changes as a `WorkspaceEdit`: in the form that the client understands.
pub(super) fn workspace_edit(writer: &Writer<'_>, changes: &[Change]) -> Value {
    if !writer.client.takes_document_changes {
        let mut by_uri: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
        for change in changes {
            if let Change::Edit(path, edits) = change {
                let of_file = by_uri.entry(writer.uri(path)).or_default();
                of_file.extend(edits.iter().cloned());
            }
        }
        return json!({ "changes": by_uri });
    }
    let edit = |path: &str, edits: &[TextEdit]| {
        let version = writer.version(path);
        json!({
            "textDocument": { "uri": writer.uri(path), "version": version },
            "edits": edits,
        })
    };
    let mut parts = Vec::new();
    for change in changes {
        match change {
            Change::Edit(path, edits) => parts.push(edit(path, edits)),
            Change::Create(path, text) => {
                let options = json!({ "ignoreIfExists": true });
                let uri = writer.uri(path);
                parts.push(json!({ "kind": "create", "uri": uri, "options": options }));
                parts.push(edit(path, &[TextEdit::new(Range::default(), text.clone())]));
            }
            Change::Move(from, to) => parts.push(json!({
                "kind": "rename",
                "oldUri": writer.uri(from),
                "newUri": writer.uri(to),
            })),
        }
    }
    json!({ "documentChanges": parts })
}
