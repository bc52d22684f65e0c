//! Diagnostics about formulas, templates, pages and phrases: a function for each.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Suggestion, reworded};
use crate::project::config::FILE_NAME;
use crate::source::{Edit, Place};
use crate::text::language::Language;

/// A formula that cannot be shown, with the converter's message. `signs` are the bytes of the dollar signs
/// around it.
pub(super) fn invalid_math(
    message: &str,
    place: Place,
    signs: impl IntoIterator<Item = usize>,
) -> Diagnostic {
    let literal = signs
        .into_iter()
        .fold(Suggestion::new("\\$"), |literal, sign| {
            literal.with_edit(&place.file, Edit::new(sign..sign, "\\"))
        });
    Diagnostic::new(Code::InvalidMath, reworded(message))
        .at(place)
        .help_edit([literal], |[literal]| {
            format!("correct the LaTeX, or write {literal} for a dollar sign that is not part of a formula")
        })
}

/// A template that cannot be read or filled in, with Tera's message. The list of variables at its end is left
/// out: it differs from page to page, but the mistake in a part of all pages is one mistake.
///
/// `Variable `titel` is not defined. Available variables: page` becomes `variable `titel` is not defined`.
pub(super) fn template_fault(message: &str) -> Diagnostic {
    let (message, _) = message
        .split_once(". Available variables: ")
        .unwrap_or((message, ""));
    Diagnostic::new(Code::TemplateFault, reworded(message))
}

/// A template that leaves a page empty.
pub(super) fn empty_page(template: &str) -> Diagnostic {
    let message = format!("`{template}` writes nothing but white space");
    Diagnostic::new(Code::EmptyPage, message).help(
        "correct the template, or the one that it extends; if you remove it, the default theme's template is used",
    )
}

/// A template of the project that lacks a block which its children in the default theme fill.
pub(super) fn missing_block(template: &str, block: &str, children: &BTreeSet<&str>) -> Diagnostic {
    let children: Vec<_> = children.iter().map(|child| format!("`{child}`")).collect();
    let verb = if children.len() == 1 { "fills" } else { "fill" };
    let children = children.join(", ");
    let message = format!("`{template}` lacks the block `{block}`, which {children} {verb}");
    Diagnostic::new(Code::TemplateFault, message).help(format!(
        "write `{{% block {block} %}}{{% endblock %}}` where it belongs, or replace these templates too"
    ))
}

/// A template that fills a block which the template that it extends does not have.
pub(super) fn unknown_block(block: &str, parent: &str, blocks: &BTreeSet<&str>) -> Diagnostic {
    let message = format!("`{parent}` has no block `{block}`");
    let diagnostic = Diagnostic::new(Code::TemplateFault, message);
    if blocks.is_empty() {
        return diagnostic.help(format!("add a block to `{parent}`: it has none"));
    }
    let blocks: Vec<_> = blocks.iter().map(|block| format!("`{block}`")).collect();
    diagnostic.help(format!("fill one of its blocks: {}", blocks.join(", ")))
}

/// A page with more bytes than the limit. It is made from `file`.
pub(super) fn large_page(page: &str, size: usize, limit: usize, file: &str) -> Diagnostic {
    let message = format!("the page `{page}` has {size} bytes, more than {limit}");
    Diagnostic::new(Code::TooLarge, message)
        .at_path(file)
        .help("make it shorter, or set `page_size` under `[limits]` in glossary.toml")
}

/// A file of phrases, at `path`, whose name is not a language.
pub(super) fn unknown_language(tag: &str, path: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{tag}` is not a language"))
        .at_path(path)
        .help("name the file after its language: a BCP 47 tag such as `de.toml` or `pt-BR.toml`")
}

/// A language of the glossary in which no file has phrases.
pub(super) fn english_interface(language: &Language) -> Diagnostic {
    let id = &language.locale().id;
    let file = match id.script {
        Some(script) => format!("templates/interface/{}-{script}.toml", id.language),
        None => format!("templates/interface/{}.toml", id.language),
    };
    let message = format!(
        "the words of the interface are in English: Headword does not have them in `{}`",
        language.tag()
    );
    Diagnostic::new(Code::EnglishInterface, message)
        .at_path(FILE_NAME)
        .help(format!(
            "write them in `{file}`, such as `search = \"…\"`; those that you leave out stay in English"
        ))
        .help("if English is what you want, leave this file empty")
}
