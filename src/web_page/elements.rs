//! What each element of HTML means for the text in it: whether it begins a new block, and whether names in it may
//! become links.

use super::tags::StartTag;

/// The meaning of an element for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A part of a text, such as `em`. Unknown elements are such parts in browsers too.
    Inline,
    /// A block of its own.
    Block,
    /// A block of its own that is a heading.
    Heading,
    /// A block quote.
    Quote,
    /// A link, in which there can be no other link.
    Link,
    /// A part of a text that is not prose, such as code. It is in the text, but not searched.
    Literal,
    /// A thing in a text that is not text, such as a picture or a field of a form.
    Object,
    /// A block that is not searched, such as a menu.
    Closed,
    /// An element that is not shown, such as a script.
    Hidden,
}

/// The role of an element, by its name and its attributes.
pub fn role(tag: &StartTag) -> Role {
    let role = by_name(&tag.name);
    if matches!(role, Role::Object | Role::Closed | Role::Hidden) {
        return role;
    }
    if tag.attribute("role") == Some("heading") {
        return Role::Heading;
    }
    match role {
        role if !is_excluded(tag) => role,
        Role::Inline | Role::Link | Role::Literal => Role::Literal,
        _ => Role::Closed,
    }
}

/// The role of an element where nothing is added to the text: links, labels and summaries are prose too.
pub fn role_in_prose(tag: &StartTag) -> Role {
    let prose = match tag.name.as_str() {
        "a" | "label" => Role::Inline,
        "summary" => Role::Block,
        _ => return role(tag),
    };
    match prose {
        prose if !is_excluded(tag) => prose,
        Role::Inline => Role::Literal,
        _ => Role::Closed,
    }
}

/// Whether an element emphasises its text, quotes it or strikes it out, without making it important.
pub fn is_emphasis(name: &str) -> bool {
    matches!(
        name,
        "cite" | "del" | "dfn" | "em" | "i" | "q" | "s" | "strike"
    )
}

fn by_name(name: &str) -> Role {
    match name {
        "address" | "article" | "aside" | "body" | "caption" | "center" | "col" | "colgroup"
        | "dd" | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption"
        | "figure" | "footer" | "form" | "header" | "hgroup" | "hr" | "html" | "legend" | "li"
        | "main" | "menu" | "ol" | "p" | "search" | "section" | "table" | "tbody" | "td"
        | "tfoot" | "th" | "thead" | "tr" | "ul" => Role::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "blockquote" => Role::Quote,
        "a" => Role::Link,
        "code" | "kbd" | "label" | "samp" | "tt" | "var" => Role::Literal,
        "audio" | "button" | "canvas" | "datalist" | "embed" | "iframe" | "input" | "map"
        | "math" | "meter" | "object" | "output" | "progress" | "select" | "svg" | "textarea"
        | "video" => Role::Object,
        "listing" | "nav" | "plaintext" | "pre" | "summary" | "xmp" => Role::Closed,
        // a component of Astro that the browser draws again
        "astro-island" => Role::Closed,
        "head" | "noembed" | "noframes" | "noscript" | "rp" | "rt" | "script" | "style"
        | "template" | "title" => Role::Hidden,
        _ => Role::Inline,
    }
}

/// Whether an attribute forbids links in an element: that of authors, those of controls, of texts that are edited,
/// not read out or not shown, and the classes of formulas, of signatures of functions, and of titles of boxes.
fn is_excluded(tag: &StartTag) -> bool {
    let has = |name: &str| tag.attribute(name).is_some();
    // values with a fixed meaning have no case in HTML
    let is = |name: &str, value: &str| {
        tag.attribute(name)
            .is_some_and(|own| own.eq_ignore_ascii_case(value))
    };
    has("data-no-glossary")
        || (has("contenteditable") && !is("contenteditable", "false"))
        || is("aria-hidden", "true")
        || is("translate", "no")
        // a panel is shown when its tab is chosen
        || (is_hidden(tag) && !is("role", "tabpanel"))
        || matches!(
            tag.attribute("role"),
            Some(
                "banner"
                    | "button"
                    | "checkbox"
                    | "link"
                    | "menu"
                    | "menubar"
                    | "menuitem"
                    | "navigation"
                    | "option"
                    | "search"
                    | "tab"
                    | "tablist"
                    | "textbox"
                    | "tooltip"
            )
        )
        || tag.has_class(|class| {
            matches!(
                class,
                "MathJax"
                    | "admonition-title"
                    | "sr-only"
                    | "visually-hidden"
                    | "arithmatex"
                    | "highlight"
                    | "katex"
                    | "math"
                    | "mermaid"
                    | "sig"
                    | "toctree-wrapper"
            )
        })
}

/// Whether an element is not shown, as far as it says so itself. A dialog or a popover is shown when the reader opens it.
fn is_hidden(tag: &StartTag) -> bool {
    let style = tag.attribute("style").unwrap_or_default();
    let has = |name: &str| tag.attribute(name).is_some();
    has("hidden")
        || has("popover")
        || (tag.name == "dialog" && !has("open"))
        || style.split(';').any(is_display_none)
}

/// Whether a rule of CSS is `display: none`, in any case and also with `!important`.
fn is_display_none(rule: &str) -> bool {
    let mut rule = rule.to_ascii_lowercase();
    rule.retain(|c| !c.is_ascii_whitespace());
    matches!(rule.as_str(), "display:none" | "display:none!important")
}

/// Whether an element has no end tag.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether the text of an element has no tags in it.
pub fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "plaintext"
            | "script"
            | "style"
            | "textarea"
            | "title"
            | "xmp"
    )
}

/// Whether an element may stand in the head of a page.
pub fn is_of_head(name: &str) -> bool {
    matches!(
        name,
        "base"
            | "basefont"
            | "bgsound"
            | "head"
            | "html"
            | "link"
            | "meta"
            | "noframes"
            | "noscript"
            | "script"
            | "style"
            | "template"
            | "title"
    )
}

/// Whether an end tag of another element may not end this element, because that other one is only a part of a text
/// (WHATWG HTML, 13.2.4.2, "special").
pub fn is_special(role: Role, name: &str) -> bool {
    match role {
        Role::Inline | Role::Link => false,
        Role::Literal => matches!(name, "div" | "p" | "li" | "section" | "td"),
        Role::Object => !matches!(name, "canvas" | "audio" | "video" | "map" | "math" | "svg"),
        _ => true,
    }
}

/// The open elements that a start tag ends, and those that protect what is around them (WHATWG HTML, 13.1.2.4 and
/// 13.2.6.4.7).
pub fn ended_by(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    const IN_BUTTON: &[&str] = &[
        "button", "caption", "html", "marquee", "object", "table", "td", "template", "th",
    ];
    Some(match name {
        "li" => (
            &["li"],
            &["ol", "ul", "menu", "dir", "table", "td", "th", "template"],
        ),
        "dd" | "dt" => (&["dd", "dt"], &["dl", "table", "td", "th", "template"]),
        "td" | "th" => (&["td", "th"], &["table", "template"]),
        "tr" => (&["tr"], &["table", "template"]),
        "tbody" | "tfoot" | "thead" => (&["tbody", "tfoot", "thead"], &["table", "template"]),
        "option" | "optgroup" => (&["option"], &["select", "datalist", "template"]),
        "rp" | "rt" => (&["rp", "rt"], &["ruby", "template"]),
        "a" => (
            &["a"],
            &[
                "applet", "caption", "marquee", "object", "table", "td", "template", "th",
            ],
        ),
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dialog"
        | "dir" | "div" | "dl" | "fieldset" | "figcaption" | "figure" | "footer" | "form"
        | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr" | "listing"
        | "main" | "menu" | "nav" | "ol" | "p" | "plaintext" | "pre" | "search" | "section"
        | "summary" | "table" | "ul" | "xmp" => (&["p"], IN_BUTTON),
        _ => return None,
    })
}
