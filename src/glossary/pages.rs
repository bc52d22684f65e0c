//! The pages that are not terms, in the order of navigation, and the introduction of the index.

use std::sync::Arc;

use super::{EntryId, Glossary, Withheld};
use crate::entry::page::ParsedPage;
use crate::project::config::Config;
use crate::text::alphabet::Alphabet;
use crate::text::fold::fold;
use crate::text::language::Language;

/// The index of a page in [`Glossary::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(usize);

impl PageId {
    /// The index in [`Glossary::pages`].
    pub fn index(self) -> usize {
        self.0
    }
}

/// A text of the glossary: that of an entry, or of a page. Entries come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextId {
    /// The text of an entry.
    Entry(EntryId),
    /// The text of a page, or the introduction.
    Page(PageId),
}

/// Sorts pages: by their `order`, then by title, then by address. Drafts that this build leaves out are separate.
pub(super) fn in_order(
    parsed: &[Arc<ParsedPage>],
    alphabet: &Alphabet,
    config: &Config,
) -> (Vec<Arc<ParsedPage>>, Vec<Withheld>) {
    let (drafts, mut pages): (Vec<_>, Vec<_>) = parsed
        .iter()
        .cloned()
        .partition(|page| page.is_withheld(config));
    pages.sort_by_cached_key(|page| (alphabet.sort_key(&page.front.title.text), page.slug.clone()));
    pages.sort_by(|one, other| one.front.order.total_cmp(&other.front.order));
    let withheld = drafts.into_iter().map(|draft| Withheld {
        names: vec![draft.front.title.text.clone()],
        path: draft.file.path.clone(),
        slug: draft.slug.clone(),
    });
    (pages, withheld.collect())
}

impl Glossary {
    /// The page with an identifier, which has to be of this glossary.
    #[expect(
        clippy::indexing_slicing,
        reason = "only the glossary makes identifiers of pages, and of those that it has"
    )]
    pub fn page(&self, id: PageId) -> &ParsedPage {
        &self.pages[id.0]
    }

    /// Every page's identifier, with that of the introduction, in the order of navigation.
    pub fn page_ids(&self) -> impl ExactSizeIterator<Item = PageId> + Clone + use<> {
        (0..self.pages.len()).map(PageId)
    }

    /// The introduction of the index, if there is one.
    pub fn introduction(&self) -> Option<PageId> {
        let mut ids = self.page_ids();
        ids.find(|id| self.page(*id).is_introduction())
    }

    /// Every page that has an address of its own, in the order of navigation: all but the introduction.
    pub fn own_pages(&self) -> impl Iterator<Item = (PageId, &ParsedPage)> {
        let pages = self.page_ids().map(|id| (id, self.page(id)));
        pages.filter(|(_, page)| !page.is_introduction())
    }

    /// The page with a title or an address, in any case; the introduction has neither.
    pub fn page_named(&self, name: &str, language: &Language) -> Option<PageId> {
        let key = fold(name, language);
        let is_named = |page: &ParsedPage| {
            fold(&page.front.title.text, language) == key || fold(&page.slug, language) == key
        };
        let mut pages = self.own_pages();
        pages.find(|(_, page)| is_named(page)).map(|(id, _)| id)
    }

    /// The path of a text's file.
    pub fn path_of(&self, text: TextId) -> &str {
        match text {
            TextId::Entry(id) => &self.entry(id).file.path,
            TextId::Page(id) => &self.page(id).file.path,
        }
    }

    /// Every text's identifier: those of the entries, then those of the pages.
    pub fn text_ids(&self) -> impl Iterator<Item = TextId> + use<> {
        let entries = self.ids().map(TextId::Entry);
        entries.chain(self.page_ids().map(TextId::Page))
    }
}
