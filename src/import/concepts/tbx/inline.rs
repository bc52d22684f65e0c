//! The markup inside texts of TBX: highlighted words, links to other concepts, and codes of translation tools.

use crate::import::concepts::plain_text::{MarkdownWriter, has_html};
use crate::import::concepts::xml::{Element, Node};

/// Elements with a code of another tool, which is not text for readers.
const CODES: &[&str] = &["bpt", "ept", "ph", "it", "sc", "ec"];

/// The text of an element without codes of other tools.
pub(super) fn plain(element: &Element) -> String {
    let mut out = String::new();
    add_plain(element, &mut out);
    out
}

fn add_plain(element: &Element, out: &mut String) {
    for node in &element.nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) if is_code(element) => {}
            Node::Element(element) => add_plain(element, out),
        }
    }
}

fn is_code(element: &Element) -> bool {
    CODES.contains(&element.name.as_str())
}

/// Whether a text has a code of another tool.
pub(super) fn has_codes(element: &Element) -> bool {
    element
        .elements()
        .any(|inner| is_code(inner) || has_codes(inner))
}

/// The text of an element as Markdown: paragraphs, or one line. A link to another concept leads to `link(its id)`, if
/// there is one.
pub(super) fn markdown(element: &Element, is_line: bool, link: &dyn Fn(&str) -> String) -> String {
    let mut writer = match is_line {
        true => MarkdownWriter::line(),
        false => MarkdownWriter::new(has_html(&plain(element))),
    };
    add_markdown(element, link, &mut writer);
    writer.finish()
}

fn add_markdown(element: &Element, link: &dyn Fn(&str) -> String, writer: &mut MarkdownWriter) {
    for node in &element.nodes {
        let inner = match node {
            Node::Text(text) => {
                writer.text(text);
                continue;
            }
            Node::Element(inner) if is_code(inner) => continue,
            Node::Element(inner) => inner,
        };
        let target = inner
            .attribute("target")
            .filter(|target| !target.is_empty());
        let kind = inner.attribute("type").unwrap_or_default().to_lowercase();
        let has_words = !plain(inner).trim().is_empty();
        let marks = match (target, kind.as_str()) {
            (_, _) if !has_words => None,
            (Some(target), _) => Some(("[".to_owned(), format!("](<{}>)", link(target)))),
            (None, "bold" | "b") => Some(("**".to_owned(), "**".to_owned())),
            (None, "italics" | "italic" | "i") => Some(("*".to_owned(), "*".to_owned())),
            (None, "superscript") => Some(("<sup>".to_owned(), "</sup>".to_owned())),
            (None, "subscript") => Some(("<sub>".to_owned(), "</sub>".to_owned())),
            _ => None,
        };
        match marks {
            Some((begin, end)) => {
                writer.markup(&begin);
                add_markdown(inner, link, writer);
                writer.close(&end);
            }
            None if inner.name == "p" => {
                writer.paragraph();
                add_markdown(inner, link, writer);
                writer.paragraph();
            }
            None => add_markdown(inner, link, writer),
        }
    }
}
