//! Diagnostics as the protocol has them.

use std::path::Path;

use gen_lsp_types::{
    Code as LspCode, CodeDescription, Diagnostic as Published, DiagnosticRelatedInformation,
    DiagnosticSeverity, DiagnosticTag, Location, Range, TextEdit,
};

use super::client::Client;
use super::documents::Documents;
use super::position::View;
use super::uri;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::project::config::FILE_NAME;
use crate::source::{Edit, Place, SourceFile};

/// Writes the diagnostics of one project.
pub(super) struct Writer<'w> {
    /// The project's folder.
    pub(super) root: &'w Path,
    /// The open documents.
    pub(super) documents: &'w Documents,
    /// The client.
    pub(super) client: &'w Client,
}

impl<'w> Writer<'w> {
    /// The path, from the project's root, of the file where a diagnostic is shown: a diagnostic about the
    /// whole glossary is shown in its settings.
    pub(super) fn file(diagnostic: &Diagnostic) -> &str {
        diagnostic.file().unwrap_or(FILE_NAME)
    }

    /// The URI of a file of the project: that of the client for an open document.
    pub(super) fn uri(&self, path: &str) -> String {
        let path = self.root.join(path);
        match self.documents.get(&path) {
            Some(document) => document.uri.clone(),
            None => uri::of_path(&path),
        }
    }

    /// The version of an open document.
    pub(super) fn version(&self, path: &str) -> Option<i32> {
        let document = self.documents.get(&self.root.join(path));
        document.map(|document| document.version)
    }

    /// An edit of a file, with the line ends of the file.
    pub(super) fn edit(&self, file: &SourceFile, edit: &Edit) -> TextEdit {
        let range = self.view(file).range(&edit.span);
        TextEdit::new(range, file.text_as_written(edit).into_owned())
    }

    /// A file as the client sees it.
    pub(super) fn view<'f>(&self, file: &'f SourceFile) -> View<'f> {
        let document = self.documents.get(&self.root.join(&file.path));
        View {
            file,
            encoding: self.client.encoding,
            has_mark: document.is_some_and(|document| document.has_mark()),
        }
    }

    /// The location of a place.
    pub(super) fn location(&self, place: &Place) -> Location {
        let range = self.view(&place.file).range(&place.span);
        Location::new(self.uri(&place.file.path).into(), range)
    }

    /// A diagnostic with its severity.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic, severity: Severity) -> Published {
        let place = diagnostic.place();
        let range = place.map_or_else(Range::default, |place| {
            self.view(&place.file).range(&place.span)
        });
        let others = diagnostic.other_places();
        let related = others.iter().map(|(place, label)| {
            DiagnosticRelatedInformation::new(self.location(place), label.clone())
        });
        let related: Vec<_> = related.collect();
        let code = diagnostic.code();
        Published {
            range,
            severity: Some(match severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
                Severity::Note => DiagnosticSeverity::Information,
            }),
            code: Some(LspCode::String(code.as_str().to_owned())),
            code_description: self
                .documentation(code)
                .map(|href| CodeDescription { href: href.into() }),
            source: Some("headword".to_owned()),
            message: self.message(diagnostic).into(),
            tags: (code == Code::DeprecatedName).then(|| vec![DiagnosticTag::Deprecated]),
            related_information: (self.client.shows_related && !related.is_empty())
                .then_some(related),
            ..Published::default()
        }
    }

    /// The message with the label and the helps, each on a line of its own. Other places are named too if the
    /// client does not show them.
    fn message(&self, diagnostic: &Diagnostic) -> String {
        let mut text = diagnostic.message().to_owned();
        if let Some(label) = diagnostic.label_text() {
            text.push_str(&format!("\n{label}"));
        }
        if !self.client.shows_related {
            for (place, label) in diagnostic.other_places() {
                text.push_str(&format!("\n{place:?}: {label}"));
            }
        }
        if let Some(pages) = diagnostic.pages() {
            text.push_str(&format!("\n{pages}"));
        }
        for help in diagnostic.helps() {
            text.push_str(&format!("\nhelp: {help}"));
        }
        text
    }

    /// The URL of the section about a code.
    fn documentation(&self, code: Code) -> Option<String> {
        let folder = self.client.documentation.as_deref()?;
        let page = if code.is_rule() {
            "check"
        } else {
            "diagnostics"
        };
        Some(format!("{folder}{page}.md#{}", code.as_str()))
    }
}
