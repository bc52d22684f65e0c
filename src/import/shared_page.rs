//! A page of the old site that several entries share, with its anchors.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::draft::Draft;
use super::old_pages::{OldAnchor, OldPages};

/// The anchors of a page that entries share, each with its entry.
#[derive(Debug, Default)]
pub(super) struct SharedPage {
    /// Those that the page itself defines, as they are written.
    ids: HashMap<String, usize>,
    /// Those that the generator makes of headings, each with whether the heading is in the text of its entry.
    made: HashMap<String, (usize, bool)>,
    /// All of them, by their letters. Some are only made of a title.
    anchors: HashMap<String, usize>,
    /// The anchors of headings in the texts of entries.
    headings: HashMap<String, usize>,
}

/// An anchor of a page that entries share.
pub(super) struct SharedAnchor {
    pub(super) entry: usize,
    /// Whether it is the anchor of a heading in the entry's text.
    pub(super) is_heading: bool,
    /// Whether the page has the anchor as it is written, not only a similar one.
    pub(super) is_exact: bool,
}

impl SharedPage {
    /// Adds the anchors of an entry, by its index.
    pub(super) fn add(&mut self, index: usize, draft: &Draft, pages: &OldPages) {
        for anchor in &draft.anchors {
            self.anchors.entry(loose(anchor)).or_insert(index);
        }
        for anchor in &draft.old_anchors {
            match anchor {
                OldAnchor::Id(id) => drop(self.ids.entry(id.clone()).or_insert(index)),
                OldAnchor::Heading { .. } => {
                    if let Some(made) = pages.fragment(anchor) {
                        self.made.entry(made).or_insert((index, false));
                    }
                }
            }
        }
    }

    /// Adds the anchors of the headings in the text of an entry.
    pub(super) fn add_headings(&mut self, index: usize, anchors: &TextAnchors) {
        for made in anchors.made.keys() {
            self.made.entry(made.clone()).or_insert((index, true));
        }
        for letters in anchors.loose.keys() {
            self.headings.entry(letters.clone()).or_insert(index);
        }
    }

    /// The entry for an anchor: one that the page itself defines comes before one that its generator makes, and before a
    /// similar one.
    pub(super) fn find(&self, anchor: &str) -> Option<SharedAnchor> {
        let written = percent_decode_str(anchor).decode_utf8_lossy();
        let letters = loose(anchor);
        let found = |entry: &usize, is_heading, is_exact| SharedAnchor {
            entry: *entry,
            is_heading,
            is_exact,
        };
        let id = self.ids.get(anchor);
        let id = id.or_else(|| self.ids.get(written.as_ref()));
        let made = || self.made.get(written.as_ref());
        let own = || self.anchors.get(&letters);
        let in_text = || self.headings.get(&letters);
        id.map(|entry| found(entry, false, true))
            .or_else(|| made().map(|(entry, is_heading)| found(entry, *is_heading, true)))
            .or_else(|| own().map(|entry| found(entry, false, false)))
            .or_else(|| in_text().map(|entry| found(entry, true, false)))
    }
}

/// The old anchors of the headings in a text, with the new ones.
#[derive(Debug, Default)]
pub(super) struct TextAnchors {
    /// Those that the source defines, and those that its generator makes.
    pub(super) made: HashMap<String, String>,
    /// All of them, by their letters.
    pub(super) loose: HashMap<String, String>,
}

impl TextAnchors {
    /// The new anchor for an old one, or for a similar one if none is exactly the same.
    pub(super) fn find(&self, anchor: &str) -> Option<&String> {
        let written = percent_decode_str(anchor).decode_utf8_lossy();
        let made = self.made.get(written.as_ref());
        made.or_else(|| self.loose.get(&loose(anchor)))
    }
}

/// The letters and digits of a heading or an anchor.
pub(super) fn loose(anchor: &str) -> String {
    let anchor = percent_decode_str(anchor).decode_utf8_lossy();
    let letters = anchor.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
