//! A page of the old site that several entries share, with its anchors.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::draft::Draft;
use super::old_pages::OldAnchor;

/// The anchors of a page that entries share, each with its entry.
#[derive(Debug, Default)]
pub(super) struct SharedPage {
    /// Those that the page itself defines, as they are written.
    ids: HashMap<String, usize>,
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
}

impl SharedPage {
    /// Adds the anchors of an entry, by its index.
    pub(super) fn add(&mut self, index: usize, draft: &Draft) {
        for anchor in &draft.anchors {
            self.anchors.entry(loose(anchor)).or_insert(index);
        }
        for anchor in &draft.old_anchors {
            if let OldAnchor::Id(id) = anchor {
                self.ids.entry(id.clone()).or_insert(index);
            }
        }
    }

    /// Adds the anchor of a heading in the text of an entry.
    pub(super) fn add_heading(&mut self, index: usize, anchor: &str) {
        self.headings.entry(anchor.to_owned()).or_insert(index);
    }

    /// The entry for an anchor: an anchor of the page itself comes before one that is made of a title.
    pub(super) fn find(&self, anchor: &str) -> Option<SharedAnchor> {
        let id = percent_decode_str(anchor).decode_utf8_lossy();
        let id = self.ids.get(anchor).or_else(|| self.ids.get(id.as_ref()));
        let letters = loose(anchor);
        let found = |is_heading| {
            move |entry: &usize| SharedAnchor {
                entry: *entry,
                is_heading,
            }
        };
        let own = id.or_else(|| self.anchors.get(&letters)).map(found(false));
        own.or_else(|| self.headings.get(&letters).map(found(true)))
    }
}

/// The letters and digits of a heading or an anchor.
pub(super) fn loose(anchor: &str) -> String {
    let anchor = percent_decode_str(anchor).decode_utf8_lossy();
    let letters = anchor.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
