//! The pages on which one mistake in a template shows.

use std::collections::BTreeSet;

use super::visible_text;

/// How many pages a message names.
const NAMED: usize = 3;

/// A page that cannot be made. The order is that of messages: entries first, in the order of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AffectedPage {
    /// A term page.
    Entry {
        /// The position of the entry in the glossary.
        position: usize,
        /// The name of the entry, with its sense.
        name: String,
    },
    /// Any other page or file.
    Other {
        /// Its description in a sentence: "the tag `a`".
        description: String,
    },
}

impl AffectedPage {
    fn description(&self) -> String {
        match self {
            Self::Entry { name, .. } => format!("the entry `{name}`"),
            Self::Other { description } => description.clone(),
        }
    }
}

/// The number of pages, and the first of them by name; `None` if there is no page.
///
/// ```text
/// 1 page     on one page: the entry `A`
/// 2 pages    on 2 pages: the entry `A`, the tag `x`
/// 9 pages    on 9 pages: the entry `A`, the entry `B`, the entry `C` …
/// ```
pub(super) fn summary(pages: &BTreeSet<AffectedPage>) -> Option<String> {
    let named: Vec<_> = pages
        .iter()
        .map(AffectedPage::description)
        .take(NAMED)
        .collect();
    let named = visible_text(named.join(", "));
    match pages.len() {
        0 => None,
        1 => Some(format!("on one page: {named}")),
        count if count <= NAMED => Some(format!("on {count} pages: {named}")),
        count => Some(format!("on {count} pages: {named} …")),
    }
}
