//! The footnotes of a page: links in small print to a later place of the page, and the texts there.
//!
//! ```text
//! bread<sup><a href="#fn1">1</a></sup>         bread[^fn1]
//! <li id="fn1">Baked. <a href="#r1">↩</a>      [^fn1]: Baked.
//! ```

use std::collections::HashMap;

use super::outline::Outline;
use crate::web_page::tags::StartTag;
use crate::web_page::tree::Event;

/// The footnotes of a page, by the events that begin their elements.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The links to footnotes, and the elements around them without other words: their labels.
    references: HashMap<usize, String>,
    /// The texts: their labels.
    texts: HashMap<usize, String>,
}

impl Footnotes {
    /// Finds the footnotes of a page.
    pub(super) fn of(outline: &Outline<'_>) -> Self {
        let mut footnotes = Self::default();
        let links = links(outline);
        let mut places: HashMap<&str, &Link<'_>> = HashMap::new();
        for link in &links {
            places.entry(link.anchor).or_insert(link);
        }
        if places.is_empty() {
            return footnotes;
        }
        // the open elements that can be a footnote
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut texts: HashMap<&str, usize> = HashMap::new();
        for (index, event) in outline.page.events.iter().enumerate() {
            match event {
                Event::Open(element) => {
                    let tag = &element.tag;
                    open.push((index, is_block(&tag.name)));
                    let name = tag.attribute("name").filter(|_| tag.name == "a");
                    for anchor in [tag.attribute("id"), name].into_iter().flatten() {
                        let is_before = places.get(anchor).is_some_and(|link| link.index < index);
                        let around = open.iter().rev().find(|(_, is_block)| *is_block);
                        if is_before && let Some((text, _)) = around {
                            texts.entry(anchor).or_insert(*text);
                        }
                    }
                }
                Event::Close(_) => drop(open.pop()),
                _ => {}
            }
        }
        for link in &links {
            let Some(text) = texts.get(link.anchor).filter(|text| **text > link.index) else {
                continue;
            };
            let content = outline.content(*text);
            if content.terms > 0 || content.headings > 0 || content.inner_rows > 0 {
                continue;
            }
            let label = footnotes
                .texts
                .entry(*text)
                .or_insert_with(|| label(link.anchor));
            footnotes.references.insert(link.index, label.clone());
            if let Some(around) = link.around {
                footnotes.references.insert(around, label.clone());
            }
        }
        footnotes
    }

    /// The label of the footnote to which an element refers.
    pub(super) fn reference(&self, index: usize) -> Option<&str> {
        self.references.get(&index).map(String::as_str)
    }

    /// The label of the footnote whose text is in an element.
    pub(super) fn text(&self, index: usize) -> Option<&str> {
        self.texts.get(&index).map(String::as_str)
    }
}

/// A link that looks like that to a footnote.
struct Link<'p> {
    index: usize,
    anchor: &'p str,
    /// The `sup` around it, if it has no other words.
    around: Option<usize>,
}

/// The links within the page whose words are a number or a sign, and that are raised or called a reference.
fn links<'p>(outline: &'p Outline<'p>) -> Vec<Link<'p>> {
    let mut found = Vec::new();
    // the end of the last raised element, and its event
    let mut raised: Option<(usize, usize)> = None;
    for (index, event) in outline.page.events.iter().enumerate() {
        let Event::Open(element) = event else {
            continue;
        };
        if element.tag.name == "sup" {
            raised = Some((outline.end(index), index));
        }
        let anchor = element.href().and_then(|href| href.strip_prefix('#'));
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else {
            continue;
        };
        let around = raised
            .filter(|(end, _)| *end > index)
            .map(|(_, start)| start);
        let words = outline.words(index..outline.end(index), 20);
        let inner = outline.first(index..outline.end(index), "sup");
        let is_small = around.is_some() || inner.is_some() || is_reference(&element.tag);
        if is_small && is_mark(&words) {
            let is_alone = |around: &usize| {
                let all = outline.words(*around..outline.end(*around), 40);
                all.trim_matches(['[', ']']) == words.trim_matches(['[', ']'])
            };
            found.push(Link {
                index,
                anchor,
                around: around.filter(is_alone),
            });
        }
    }
    found
}

/// Whether a link is called a reference to a footnote. Word writes no raised element.
fn is_reference(tag: &StartTag) -> bool {
    let has = |name: &str, value: &str| tag.attribute(name) == Some(value);
    has("role", "doc-noteref")
        || has("epub:type", "noteref")
        || tag.has_class(|class| matches!(class, "footnote-ref" | "footnote-reference"))
        || tag
            .attribute("name")
            .is_some_and(|name| name.starts_with("_ftnref"))
}

/// Whether words are the mark of a footnote: `1`, `[1]`, `a`, `*`.
fn is_mark(words: &str) -> bool {
    let inner = words.trim_matches(['[', ']', '(', ')', ' ']);
    let is_number = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit());
    let is_noted = inner
        .strip_prefix("note ")
        .is_some_and(|rest| rest.len() < 4);
    let is_sign = inner.chars().count() == 1;
    inner.len() < 6 && (is_number || is_sign) || is_noted
}

fn is_block(name: &str) -> bool {
    matches!(name, "aside" | "dd" | "div" | "li" | "p" | "td")
}

/// The label of a footnote.
fn label(anchor: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    anchor.chars().filter(|c| is_part(*c)).collect()
}

/// Whether a link in a footnote leads back to its mark.
pub(super) fn leads_back(words: &str, href: Option<&str>) -> bool {
    let is_within = href.is_some_and(|href| href.starts_with('#'));
    let is_arrow = |c: char| {
        matches!(
            c,
            '↩' | '↑' | '^' | '⏎' | '↵' | '\u{fe0e}' | '\u{fe0f}' | ' '
        )
    };
    is_within && (words.chars().all(is_arrow) || is_mark(words) || words == "Jump up")
}
