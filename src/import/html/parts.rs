//! The parts of a page: the main text, and parts beside it such as menus, headers and footers.

use std::ops::Range;

use super::outline::Outline;
use crate::web_page::facts::Kind;
use crate::web_page::main_texts::MainTexts;
use crate::web_page::tags::StartTag;
use crate::web_page::tree::Event;

/// Why an element is not a part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// It is a part beside the main text.
    Beside,
    /// The generator of the page made it, such as a link to the heading beside it.
    Made,
    /// It is not shown.
    Hidden,
}

/// Classes of elements whose content is the text of an article, as programs for wikis, blogs and code make them.
const ARTICLES: &[&str] = &[
    "markdown-body",
    "wiki-content",
    "entry-content",
    "mw-parser-output",
];

/// The events of the main text of a page; `None` if only the whole page has it.
pub(super) fn main_text(outline: &Outline<'_>, texts: &MainTexts) -> Option<Range<usize>> {
    let single = |found: Vec<Range<usize>>| match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    if outline.page.facts.kind() != Kind::Other
        && let Some(found) = single(texts.find(outline.page).events)
    {
        return Some(found);
    }
    let is_article = |tag: &StartTag| tag.has_class(|class| ARTICLES.contains(&class));
    let is_main = |tag: &StartTag| tag.name == "main" || tag.attribute("role") == Some("main");
    let is_any = |tag: &StartTag| tag.name == "article";
    single(outermost(outline, &is_article))
        .or_else(|| single(outermost(outline, &is_main)))
        .or_else(|| single(outermost(outline, &is_any)))
}

/// The events of the outermost elements of a kind.
fn outermost(outline: &Outline<'_>, is_one: &dyn Fn(&StartTag) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(event) = outline.page.events.get(index) {
        if let Event::Open(element) = event
            && is_one(&element.tag)
        {
            let end = outline.end(index);
            found.push(index..end + 1);
            index = end;
        }
        index += 1;
    }
    found
}

/// The place of an element in the page, as far as it matters for what is beside the text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// Whether it is in the element of the main text.
    pub(super) is_main: bool,
    /// Whether it is in a part of the text: a section, a list, a cell.
    pub(super) is_in_part: bool,
}

/// Why an element is not a part of the text; `None` if it is one. `start` is its event, `most` the bytes of all texts.
pub(super) fn left(
    outline: &Outline<'_>,
    start: usize,
    around: Around,
    most: usize,
) -> Option<Left> {
    let tag = outline.tag(start)?;
    let content = outline.content(start);
    let is_large = content.length * 2 > most;
    if let Some(left) = by_class(tag) {
        return Some(left);
    }
    let is_beside = match tag.name.as_str() {
        "script" | "style" | "template" | "noscript" | "head" | "title" | "datalist"
        | "noframes" => {
            return Some(Left::Hidden);
        }
        "nav" | "search" | "dialog" => true,
        "select" | "textarea" | "progress" | "meter" => true,
        "form" => !is_large,
        "div" | "ul" | "ol" | "p" | "table" | "center"
            if !around.is_main && !around.is_in_part && content.is_menu() =>
        {
            true
        }
        "header" | "footer" | "aside" => {
            // the header of an article has its title
            let is_kept = around.is_in_part || around.is_main && tag.name != "footer";
            !is_kept && !is_large
        }
        _ => {
            matches!(
                tag.attribute("role"),
                Some(
                    "navigation"
                        | "search"
                        | "dialog"
                        | "alertdialog"
                        | "menu"
                        | "menubar"
                        | "toolbar"
                        | "tablist"
                )
            ) || !around.is_main
                && matches!(
                    tag.attribute("role"),
                    Some("banner" | "contentinfo" | "complementary")
                )
        }
    };
    is_beside.then_some(Left::Beside)
}

/// Classes and identifiers that programs give to parts beside the text.
const BESIDE: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "catlinks",
    "cookie-banner",
    "cookie-consent",
    "cookie-notice",
    "edit-this-page",
    "jp-relatedposts",
    "metadata",
    "mw-footer",
    "navbox",
    "navheader",
    "navfooter",
    "page-metadata",
    "pagination-nav",
    "post-navigation",
    "printfooter",
    "rellinks",
    "shortdescription",
    "sharedaddy",
    "sidebar-nav",
    "site-footer",
    "site-header",
    "sphinxsidebar",
    "table-of-contents",
    "toc",
    "tocplugin",
    "toc-macro",
    "vector-header-container",
];

/// Classes that generators give to links for the makers and the readers of a page.
const MADE: &[&str] = &[
    "anchor-link",
    "anchorjs-link",
    "copybtn",
    "edit-link",
    "footnote-back",
    "footnote-backref",
    "gutter",
    "hash-link",
    "header-anchor",
    "headeranchor-link",
    "headerlink",
    "heading-link",
    "lineno",
    "linenodiv",
    "linenos",
    "md-annotation",
    "mw-cite-backlink",
    "mw-editsection",
    "mw-jump-link",
    "permalink",
    "screen-reader-text",
    "self-link",
    "skip-link",
    "skip-to-content",
    "sr-only",
    "visually-hidden",
    "viewcode-link",
];

fn by_class(tag: &StartTag) -> Option<Left> {
    if tag.has_class(|class| MADE.contains(&class)) {
        return Some(Left::Made);
    }
    // the icon of a link to the heading beside it
    let is_hidden_link = tag.name == "a" && tag.attribute("aria-hidden") == Some("true");
    let is_permanent = tag.name == "a"
        && ["title", "aria-label"].iter().any(|name| {
            let words = tag.attribute(name).unwrap_or_default().to_ascii_lowercase();
            words.starts_with("permalink")
                || words.starts_with("permanent link")
                || words.starts_with("link to this")
                || words.starts_with("direct link to")
        });
    if is_hidden_link || is_permanent {
        return Some(Left::Made);
    }
    let id = tag.attribute("id").unwrap_or_default();
    let is_beside = tag.has_class(|class| BESIDE.contains(&class)) || BESIDE.contains(&id);
    is_beside.then_some(Left::Beside)
}

/// What a part beside the text is called in the report.
pub(super) const BESIDE_TEXT: &str = "a part of the page beside its text, such as a menu";

/// Whether an anchor is one that a program gives to each element, so that nobody knows it: those of Word, of MediaWiki and of
/// other editors.
pub(super) fn is_made_by_program(anchor: &str) -> bool {
    let is_of_wiki = anchor.starts_with("mw") && anchor.len() < 8 && anchor.len() > 2;
    let starts = [
        "_Toc",
        "_Hlk",
        "_GoBack",
        "_Ref",
        "OLE_LINK",
        "docs-internal-guid",
        "h.",
    ];
    is_of_wiki || starts.iter().any(|start| anchor.starts_with(start))
}
