//! The document to which a table belongs.

use std::sync::Arc;

use super::syntax::Syntax;
use crate::source::{SourceFile, Span};

/// The document to which a table belongs.
pub(super) struct Context<'a> {
    pub(super) file: &'a Arc<SourceFile>,
    pub(super) syntax: Syntax,
    /// The byte of the file at which the document begins.
    pub(super) start: usize,
    /// The bytes of the lines that could not be read. Errors in the values that come from them, and keys
    /// that are missing because of them, are not reported.
    pub(super) broken: Vec<Span>,
}
