//! What each element of HTML is in Markdown.

use super::inline::Mark;
use crate::web_page::tags::StartTag;

/// What an element is in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// A part of a line.
    Inline,
    /// Code in a line.
    Code,
    /// A quotation in a line.
    Quotation,
    /// A film, a frame or the like.
    Embedded,
    /// Lines of their own.
    Block,
    /// Lines of their own that are a part of the text, such as a section: headers and asides in them belong to it.
    Part,
    /// A heading with its level.
    Heading(usize),
    /// The name of a term.
    Term,
    /// A line in bold or in italics.
    Title(Mark),
    /// A list, and the number of its first item if it is ordered.
    List(Option<usize>),
    Item,
    Definition,
    Quote,
    Table,
    /// The header of a table.
    Head,
    Row,
    Cell,
    /// A block of code.
    Pre,
}

/// What an element is in Markdown.
pub(super) fn action(tag: &StartTag) -> Action {
    let name = tag.name.as_str();
    if tag.attribute("role") == Some("heading") {
        let level = tag
            .attribute("aria-level")
            .and_then(|level| level.parse().ok());
        return Action::Heading(level.unwrap_or(2).clamp(1, 6));
    }
    if is_box(tag) {
        return Action::Quote;
    }
    match name {
        "h1" => Action::Heading(1),
        "h2" => Action::Heading(2),
        "h3" => Action::Heading(3),
        "h4" => Action::Heading(4),
        "h5" => Action::Heading(5),
        "h6" => Action::Heading(6),
        "dt" => Action::Term,
        "dd" => Action::Definition,
        "summary" => Action::Title(Mark::Strong),
        "figcaption" | "caption" => Action::Title(Mark::Emphasis),
        "button" if opens_panel(tag) => Action::Title(Mark::Strong),
        "p" if is_title_of_box(tag) => Action::Title(Mark::Strong),
        // of a block of Asciidoctor
        "div" if tag.attribute("class") == Some("title") => Action::Title(Mark::Strong),
        "p" if is_item_of_word(tag) => Action::Item,
        "ol" => {
            let start = tag.attribute("start").and_then(|start| start.parse().ok());
            Action::List(Some(start.unwrap_or(1)))
        }
        "ul" | "menu" | "dir" => Action::List(None),
        "li" => Action::Item,
        "blockquote" => Action::Quote,
        "table" => Action::Table,
        "thead" => Action::Head,
        "tr" => Action::Row,
        // a list whose terms are beside their meanings, of Asciidoctor
        "td" if tag.has_class(|class| class == "hdlist1") => Action::Term,
        "td" if tag.has_class(|class| class == "hdlist2") => Action::Definition,
        "td" | "th" => Action::Cell,
        "pre" | "listing" | "plaintext" | "xmp" => Action::Pre,
        "code" | "samp" | "tt" => Action::Code,
        "q" => Action::Quotation,
        "audio" | "canvas" | "iframe" | "math" | "object" | "svg" | "video" => Action::Embedded,
        "article" | "aside" | "dl" | "section" => Action::Part,
        "address" | "body" | "center" | "details" | "div" | "fieldset" | "figure" | "footer"
        | "form" | "header" | "hgroup" | "html" | "legend" | "main" | "nav" | "noscript"
        | "optgroup" | "option" | "p" | "tbody" | "tfoot" => Action::Block,
        _ => Action::Inline,
    }
}

/// Whether an element is a note in a box: those of Sphinx and MkDocs, of Docusaurus, of GitHub, and of Asciidoctor.
fn is_box(tag: &StartTag) -> bool {
    matches!(tag.name.as_str(), "div" | "aside" | "section")
        && tag.has_class(|class| {
            matches!(
                class,
                "admonition"
                    | "admonitionblock"
                    | "theme-admonition"
                    | "markdown-alert"
                    | "starlight-aside"
            )
        })
}

fn is_title_of_box(tag: &StartTag) -> bool {
    tag.has_class(|class| {
        matches!(
            class,
            "admonition-title" | "markdown-alert-title" | "starlight-aside__title"
        )
    })
}

/// Whether a button opens the text after it, so that its words are a title.
fn opens_panel(tag: &StartTag) -> bool {
    let has = |name: &str| tag.attribute(name).is_some();
    has("aria-expanded")
        || has("aria-controls")
        || tag.has_class(|class| matches!(class, "accordion" | "accordion-button" | "collapsible"))
}

/// Whether a paragraph is an item of a list as Word writes it.
fn is_item_of_word(tag: &StartTag) -> bool {
    let is_list = tag.has_class(|class| class.starts_with("MsoList"));
    is_list
        && tag
            .attribute("style")
            .is_some_and(|style| style.contains("mso-list"))
}

/// Whether an attribute `style` has some words, in small letters and without spaces.
pub(super) fn has_style(tag: &StartTag, words: &str) -> bool {
    tag.attribute("style").is_some_and(|style| {
        let style = style.to_ascii_lowercase();
        style.replace([' ', '\n'], "").contains(words)
    })
}

/// Whether an element is a heading.
pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The name of an element that Markdown takes from HTML without attributes.
pub(super) fn kept(name: &str) -> Option<&'static str> {
    Some(match name {
        "abbr" | "acronym" => "abbr",
        "kbd" => "kbd",
        "mark" => "mark",
        "small" => "small",
        "sub" => "sub",
        "sup" => "sup",
        _ => return None,
    })
}
