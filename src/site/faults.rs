//! What is said while pages are made: a function for each code and case.

use crate::diagnostic::{Code, Diagnostic, Suggestion, reworded};
use crate::source::{Edit, Place};

/// A formula that cannot be shown, with the converter's message; `signs` are the bytes of the dollar
/// signs around it.
pub(super) fn invalid_math(
    message: &str,
    place: Place,
    signs: impl IntoIterator<Item = usize>,
) -> Diagnostic {
    let literal = signs
        .into_iter()
        .fold(Suggestion::new("\\$"), |literal, at| {
            literal.with_edit(&place.file, Edit::new(at..at, "\\"))
        });
    Diagnostic::new(Code::InvalidMath, reworded(message))
        .at(place)
        .help_edit([literal], |[literal]| {
            format!("correct the LaTeX; a dollar sign that begins no formula is written {literal}")
        })
}

/// A template that cannot be read or filled in, with Tera's message.
pub(super) fn template_fault(message: &str) -> Diagnostic {
    Diagnostic::new(Code::TemplateFault, reworded(message))
}

/// The page `page`, which is made of `file`, and has more bytes than it may.
pub(super) fn large_page(page: &str, size: usize, limit: usize, file: &str) -> Diagnostic {
    let message = format!("the page `{page}` would have {size} bytes, more than {limit}");
    Diagnostic::new(Code::TooLarge, message)
        .at_path(file)
        .help("make it shorter, or set `page_size` under `[limits]` in glossary.toml")
}

/// A file of the interface's words, at `path`, whose name is no language.
pub(super) fn unknown_language(tag: &str, path: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{tag}` is no language"))
        .at_path(path)
        .help("name the file after its language: a BCP 47 tag such as `de.toml` or `pt-BR.toml`")
}
