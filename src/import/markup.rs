//! Rewrites HTML in Markdown as Markdown, where Markdown has an equivalent.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::context::Context;
use super::notes::{NoteKind, excerpt};
use super::passage::{Passage, events};
use crate::source::Edit;
use crate::text::slice;

/// Elements that stay, without attributes.
const KEPT: &[&str] = &["abbr", "kbd", "mark", "small", "sub", "sup", "br"];

/// A tag of HTML.
struct Html<'t> {
    name: String,
    is_end: bool,
    attributes: &'t str,
}

/// Rewrites all HTML that is understood, and adds notes on the rest.
pub(super) fn rewrite(passage: &mut Passage, context: &mut Context<'_>) {
    if !passage.text.contains('<') {
        return;
    }
    let text = passage.text.clone();
    let mut edits = Vec::new();
    let mut not = Vec::new();
    // open elements in the running text
    let mut open: Vec<(String, Range<usize>, String, String)> = Vec::new();
    let mut block: Option<Range<usize>> = None;
    for (event, span) in events(&text) {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(span),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(span) = block.take() {
                    let written = slice(&text, span.clone());
                    match self::block(written) {
                        Some(new) if new == written => {}
                        Some(new) => edits.push(Edit::new(span, new)),
                        None => not.push((span.start, shown(written))),
                    }
                }
            }
            Event::InlineHtml(_) => {
                let written = slice(&text, span.clone());
                inline(written, span, &mut open, &mut edits, &mut not);
            }
            _ => {}
        }
    }
    for (name, span, ..) in open {
        not.push((span.start, format!("<{name}>")));
    }
    for (at, what) in not {
        let line = passage.line(at);
        context.note(NoteKind::NotUnderstood, line, "HTML", excerpt(&what));
    }
    passage.apply(edits);
}

fn shown(html: &str) -> String {
    let first = html.trim().lines().next().unwrap_or_default();
    match first.find('>') {
        Some(end) => slice(first, ..=end).to_owned(),
        None => first.to_owned(),
    }
}

/// Rewrites a tag in running text together with its end tag.
fn inline(
    written: &str,
    span: Range<usize>,
    open: &mut Vec<(String, Range<usize>, String, String)>,
    edits: &mut Vec<Edit>,
    not: &mut Vec<(usize, String)>,
) {
    let Some(html) = tag(written) else {
        // Headword itself omits comments
        return;
    };
    let is_kept = KEPT.contains(&html.name.as_str());
    let is_bare = html.attributes.trim_matches([' ', '/']).is_empty();
    let was_open = open.iter().any(|(name, ..)| *name == html.name);
    if is_kept && is_bare && !(html.is_end && was_open) {
        return;
    }
    if html.is_end {
        let found = open.iter().rposition(|(name, ..)| *name == html.name);
        // the start tag already has a note
        if let Some((_, start, before, after)) = found.map(|at| open.remove(at)) {
            edits.push(Edit::new(start, before));
            edits.push(Edit::new(span, after));
        }
        return;
    }
    if html.name == "img" {
        match image(&html) {
            Some(image) => edits.push(Edit::new(span, image)),
            None => not.push((span.start, written.to_owned())),
        }
        return;
    }
    match pair(&html) {
        Some((before, after)) => open.push((html.name, span, before, after)),
        None => not.push((span.start, written.to_owned())),
    }
}

/// The Markdown before and after the words of an element.
fn pair(html: &Html<'_>) -> Option<(String, String)> {
    let (before, after) = match html.name.as_str() {
        "em" | "i" | "cite" | "dfn" | "var" => ("*", "*"),
        "strong" | "b" => ("**", "**"),
        "code" | "tt" | "samp" => ("`", "`"),
        "del" | "s" | "strike" => ("~~", "~~"),
        "span" | "font" | "u" | "center" | "big" | "p" | "div" | "nobr" => ("", ""),
        "kbd" | "sub" | "sup" | "small" | "mark" | "abbr" => {
            let name = &html.name;
            let tooltip = tooltip(html);
            return Some((format!("<{name}>"), format!("</{name}>{tooltip}")));
        }
        "a" => {
            return Some(match html.get("href") {
                Some(address) => {
                    let address = address.replace(' ', "%20");
                    let title = html.get("title").filter(|title| !title.is_empty());
                    let title = title.map_or(String::new(), |title| {
                        format!(" \"{}\"", title.replace('"', "\\\""))
                    });
                    ("[".to_owned(), format!("]({address}{title})"))
                }
                // an anchor: links use the anchors of headings instead
                None => (String::new(), String::new()),
            });
        }
        _ => return None,
    };
    let after = format!("{after}{}", tooltip(html));
    Some((before.to_owned(), after))
}

/// The words of a tooltip, in brackets after the element: `An OS (Operating System)`.
fn tooltip(html: &Html<'_>) -> String {
    match html.get("title").filter(|title| !title.is_empty()) {
        Some(title) => format!(" ({title})"),
        None => String::new(),
    }
}

fn image(html: &Html<'_>) -> Option<String> {
    let address = html.get("src")?.replace(' ', "%20");
    Some(format!(
        "![{}]({address})",
        html.get("alt").unwrap_or_default()
    ))
}

/// A block of HTML as Markdown; `None` if something in it has no equivalent.
fn block(html: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = html;
    let mut open: Vec<(String, String)> = Vec::new();
    while let Some(at) = rest.find('<') {
        out.push_str(slice(rest, ..at));
        let from = slice(rest, at..);
        if from.starts_with("<!--") {
            let end = from.find("-->")? + "-->".len();
            out.push_str(slice(from, ..end));
            rest = slice(from, end..);
            continue;
        }
        let end = from.find('>')? + 1;
        let html = tag(slice(from, ..end))?;
        rest = slice(from, end..);
        match html.name.as_str() {
            "p" | "div" | "section" | "center" | "figure" | "article" | "details" => {
                out.push_str("\n\n");
            }
            "br" => out.push_str("<br>"),
            "hr" => out.push_str("\n\n---\n\n"),
            "img" => out.push_str(&image(&html)?),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !html.is_end => {
                let level = html.name.trim_start_matches('h').parse().unwrap_or(2);
                out.push_str(&format!("\n\n{} ", "#".repeat(level)));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" => out.push_str("\n\n"),
            "li" if !html.is_end => out.push_str("\n- "),
            "li" => {}
            "figcaption" => out.push_str(if html.is_end { "*" } else { "\n*" }),
            "summary" => out.push_str(if html.is_end { "**\n\n" } else { "**" }),
            name if is_on_a_line(name) && !html.is_end => {
                let (before, after) = pair(&html)?;
                out.push_str(&before);
                open.push((html.name, after));
            }
            name if is_on_a_line(name) => {
                let (name, after) = open.pop()?;
                if name != html.name {
                    return None;
                }
                out.push_str(&after);
            }
            _ => return None,
        }
    }
    out.push_str(rest);
    // indented HTML is not code in Markdown
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    let mut text = lines.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    let is_comment = html.trim().starts_with("<!--") && html.trim().ends_with("-->");
    if is_comment {
        Some(html.to_owned())
    } else if open.is_empty() {
        Some(format!("\n{}\n\n", text.trim()))
    } else {
        None
    }
}

/// Whether an element in a block of HTML is a part of a line.
fn is_on_a_line(name: &str) -> bool {
    matches!(
        name,
        "b" | "i" | "em" | "strong" | "code" | "a" | "span" | "tt" | "u"
    ) || KEPT.contains(&name)
}

/// The parts of a tag; `None` if the text is not a tag.
fn tag(written: &str) -> Option<Html<'_>> {
    let inside = written.trim().strip_prefix('<')?.strip_suffix('>')?;
    let (is_end, inside) = match inside.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let length = inside
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(inside.len());
    let name = slice(inside, ..length).to_ascii_lowercase();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| Html {
            name,
            is_end,
            attributes: slice(inside, length..),
        })
}

impl Html<'_> {
    /// The value of an attribute.
    fn get(&self, key: &str) -> Option<String> {
        let mut rest = self.attributes.trim_start_matches([' ', '\n', '\t', '/']);
        while !rest.is_empty() {
            let length = rest
                .find(|c: char| c.is_whitespace() || c == '=')
                .unwrap_or(rest.len());
            let name = slice(rest, ..length);
            let after = slice(rest, length..).trim_start();
            let (value, next) = match after.strip_prefix('=') {
                Some(after) => {
                    let after = after.trim_start();
                    match after.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                        Some(quote) => {
                            let inside = slice(after, 1..);
                            let end = inside.find(quote)?;
                            (slice(inside, ..end), slice(inside, end + 1..))
                        }
                        None => {
                            let end = after.find(char::is_whitespace).unwrap_or(after.len());
                            (slice(after, ..end), slice(after, end..))
                        }
                    }
                }
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(key) {
                return Some(value.trim().to_owned());
            }
            // a name has at least one character, so the loop ends
            rest = if next.len() < rest.len() {
                next.trim_start()
            } else {
                ""
            };
        }
        None
    }
}
