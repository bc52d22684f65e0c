//! The parts of a page that only lead to other places of it: tables of contents, bars of letters, links back to the
//! top, comments.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::{Block, BlockKind, Page};
use super::term_line::is_only_anchors;

/// The words of links that lead back to the beginning.
const BACK: &[&str] = &[
    "back to top",
    "back to the top",
    "back",
    "top",
    "return to top",
    "to top",
    "up",
    "nach oben",
    "haut de page",
    "toc",
    "↑",
    "⬆",
    "⬆️",
    "🔝",
];

/// Whether a block has only links to places of its page: a table of contents, or a bar of letters.
pub(super) fn is_contents(page: &Page<'_>, block: &Block) -> bool {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::List) {
        return false;
    }
    let written = page.written(block).trim();
    if is_marker(written) {
        return true;
    }
    let links = Links::of(page, block);
    links.count > 0 && links.are_all_within && !links.has_other_words
}

/// Whether a block in the text of a term is navigation: a link back to the top, or a bar of letters.
pub(super) fn is_navigation(page: &Page<'_>, block: &Block) -> bool {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::List) {
        return false;
    }
    if is_marker(page.written(block).trim()) {
        return true;
    }
    let links = Links::of(page, block);
    if links.count == 0 || !links.are_all_within || links.has_other_words {
        return false;
    }
    let is_back = links
        .texts
        .iter()
        .all(|text| leads_back(text) || text.trim().is_empty());
    let is_bar = links.count >= 3
        && links
            .texts
            .iter()
            .all(|text| text.trim().chars().count() <= 2);
    is_back || is_bar
}

/// Whether the words of a link lead back to the beginning of a page.
pub(in crate::import) fn leads_back(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    BACK.contains(&words.trim_matches(['↑', '⬆', '^', ' ', '\u{fe0f}'])) || words == "^"
}

/// Whether a text asks a tool for a table of contents.
fn is_marker(written: &str) -> bool {
    let lower = written.to_lowercase();
    let is_listed = lower
        .lines()
        .last()
        .is_some_and(|line| line.trim() == "{:toc}");
    matches!(lower.as_str(), "[toc]" | "[[toc]]" | "[[_toc_]]" | "${toc}") || is_listed
}

/// Whether a block is not shown: a comment, or attributes of kramdown.
pub(super) fn is_silent(page: &Page<'_>, block: &Block) -> bool {
    let written = page.written(block).trim();
    match block.kind {
        BlockKind::Html => is_comment(written) || is_only_anchors(page.events_of(block)),
        BlockKind::Paragraph => is_attributes(written) || is_only_anchors(page.events_of(block)),
        _ => false,
    }
}

/// Whether a text is one comment of HTML, or several.
pub(super) fn is_comment(written: &str) -> bool {
    let mut rest = written.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        match inside.split_once("-->") {
            Some((_, after)) => rest = after.trim_start(),
            None => return true,
        }
    }
    rest.is_empty() && !written.trim().is_empty()
}

/// Whether a text is an attribute list of kramdown: `{: .no_toc }`.
pub(super) fn is_attributes(written: &str) -> bool {
    written.starts_with("{:") && written.ends_with('}') && !written.contains('\n')
}

/// The links of a block.
struct Links {
    count: usize,
    texts: Vec<String>,
    are_all_within: bool,
    /// Whether there are words outside of the links.
    has_other_words: bool,
}

impl Links {
    fn of(page: &Page<'_>, block: &Block) -> Self {
        let mut links = Self {
            count: 0,
            texts: Vec::new(),
            are_all_within: true,
            has_other_words: false,
        };
        let mut depth = 0_usize;
        for (event, _) in page.events_of(block) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => {
                    depth += 1;
                    links.count += 1;
                    links.texts.push(String::new());
                    links.are_all_within &= dest_url.starts_with('#');
                }
                Event::End(TagEnd::Link) => depth = depth.saturating_sub(1),
                Event::Text(text) | Event::Code(text) => match links.texts.last_mut() {
                    Some(last) if depth > 0 => last.push_str(text),
                    _ => links.has_other_words |= text.chars().any(char::is_alphanumeric),
                },
                Event::Start(Tag::Image { .. }) | Event::FootnoteReference(_) => {
                    links.has_other_words = true;
                }
                _ => {}
            }
        }
        links
    }
}
