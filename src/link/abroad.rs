//! References to entries and pages of other languages. A reference leads to the text in its own language if there is one.

use super::languages::Abroad;
use super::resolver::{Named, Surroundings};
use super::written_address::WrittenAddress;
use super::{Elsewhere, LinkedGlossary, Target, faults};
use crate::address::destination::Suffix;
use crate::diagnostic::{Code, Diagnostic};
use crate::entry::markdown::Body;
use crate::glossary::{Entry, EntryId, PageId, TextId};
use crate::project::config::LanguageId;
use crate::source::Place;

impl<'r> Surroundings<'r> {
    /// The target of a name of an entry that only the main language has.
    pub(super) fn in_main(&self, id: EntryId) -> Option<Target> {
        let main = self.languages.abroad.first()?;
        Some(elsewhere(main, id, None))
    }

    /// The target of a link to a text in any language.
    pub(super) fn text_in(
        &self,
        language: LanguageId,
        text: TextId,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let abroad = self.languages.abroad.get(language.index());
        let abroad = abroad.filter(|_| language != self.config.edition.id);
        match (abroad, text) {
            (None, TextId::Entry(id)) => self.entry(id, suffix, address),
            (None, TextId::Page(id)) => self.page(id, suffix, address),
            (Some(abroad), TextId::Entry(id)) => self.entry_of(abroad, id, suffix, address),
            (Some(abroad), TextId::Page(id)) => self.page_of(abroad, id, suffix, address),
        }
    }

    /// The target of a link to an entry of another language: the entry in the language of the text, or else this one.
    pub(super) fn entry_of(
        &self,
        abroad: &Abroad<'_>,
        id: EntryId,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let entry = abroad.glossary.entry(id);
        let anchor = suffix.anchor();
        if let Some(own) = self.own_entry(&entry.slug) {
            let body = &self.glossary.entry(own).body;
            return match anchor.and_then(|anchor| same_place(&entry.body, anchor, body)) {
                Some(Meant::Anchor(anchor)) => Ok(Target::Entry(own, Some(anchor))),
                Some(Meant::Top) => Ok(Target::Entry(own, None)),
                None => self.entry(own, suffix, address),
            };
        }
        match anchor.filter(|anchor| !entry.body.anchors.contains(*anchor)) {
            Some(anchor) => {
                let anchors = &entry.body.anchors;
                let error = faults::unknown_anchor(&entry.file.path, anchors, anchor, address);
                Err(Box::new(error))
            }
            None => Ok(elsewhere(abroad, id, anchor)),
        }
    }

    /// The target of a link to a page of another language: the page in the language of the text, or else this one.
    pub(super) fn page_of(
        &self,
        abroad: &Abroad<'_>,
        id: PageId,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let page = abroad.glossary.page(id);
        let counterparts = self.languages.counterparts;
        let anchor = suffix.anchor();
        if let Some(own) = counterparts.page(&page.slug, self.config.edition.id) {
            let own_page = self.glossary.page(own);
            let suffix =
                match anchor.and_then(|anchor| same_place(&page.body, anchor, &own_page.body)) {
                    Some(Meant::Anchor(anchor)) => Suffix::of_anchor(&anchor),
                    Some(Meant::Top) => Suffix::default(),
                    None => return self.page(own, suffix, address),
                };
            let path = own_page.address(&self.config.edition.addresses);
            return Ok(Target::Site(path.as_str().to_owned(), suffix));
        }
        match anchor.filter(|anchor| !page.body.anchors.contains(*anchor)) {
            Some(anchor) => {
                let anchors = &page.body.anchors;
                let error = faults::unknown_anchor(&page.file.path, anchors, anchor, address);
                Err(Box::new(error))
            }
            None => {
                let path = page.address(&abroad.config.edition.addresses);
                Ok(Target::Site(path.as_str().to_owned(), suffix.clone()))
            }
        }
    }

    /// The entry that a name means in the main language, if the language of the text is another one in which it is
    /// unknown or the name of a draft, as `error` says. If this entry is translated, its translation is meant.
    pub(super) fn named_in_main(&self, written: &str, error: &Diagnostic) -> Option<Named> {
        let main = self.languages.abroad.first()?;
        let is_open = matches!(error.code(), Code::UnknownReference | Code::DraftReference);
        if self.config.edition.id.is_main() || !is_open {
            return None;
        }
        let id = main.frame.names.only_meaning(written)?;
        let own = self.own_entry(&main.glossary.entry(id).slug);
        Some(own.map_or(Named::InMain(id), Named::Here))
    }

    /// The error of a name that is unknown in the language of the text, if the main language knows it: there it means a
    /// draft, or several entries.
    pub(super) fn error_in_main(
        &self,
        written: &str,
        place: &Place,
        error: &Diagnostic,
    ) -> Option<Diagnostic> {
        let main = self.languages.abroad.first()?;
        if self.config.edition.id.is_main() || error.code() != Code::UnknownReference {
            return None;
        }
        let names = &main.frame.names;
        let in_main = *names.resolve(written, place.clone()).err()?;
        (in_main.code() != Code::UnknownReference).then_some(in_main)
    }

    /// The glossary in the main language, and the entry in it of which an entry is the translation.
    pub(super) fn original(&self, entry: &Entry) -> Option<(&'r LinkedGlossary, EntryId)> {
        let main = self.languages.main?;
        let id = self
            .languages
            .counterparts
            .entry(&entry.slug, LanguageId::MAIN)?;
        Some((main, id))
    }

    /// The translation of an entry of the main language.
    pub(super) fn translation(&self, main: &LinkedGlossary, id: EntryId) -> Option<EntryId> {
        self.own_entry(&main.glossary.entry(id).slug)
    }

    /// The entry with a slug in the language of the text.
    fn own_entry(&self, slug: &str) -> Option<EntryId> {
        let counterparts = self.languages.counterparts;
        counterparts.entry(slug, self.config.edition.id)
    }
}

/// The target of a link to an entry in another language.
fn elsewhere(abroad: &Abroad<'_>, id: EntryId, anchor: Option<&str>) -> Target {
    let edition = &abroad.config.edition;
    Target::Elsewhere(Box::new(Elsewhere {
        language: edition.id,
        tag: edition.language.tag().to_owned(),
        entry: id,
        address: edition.addresses.entry(&abroad.glossary.entry(id).slug),
        anchor: anchor.map(str::to_owned),
    }))
}

/// The place in a translation that is meant by an anchor in its original.
enum Meant {
    /// This anchor.
    Anchor(String),
    /// The top of the text: the translation has no such heading.
    Top,
}

/// The place in a translation that is meant by an anchor which the `original` has, and the translation has not: the heading
/// with the same place among all headings. A translation that has fewer headings lags behind, which is not an error.
/// `None` if the anchor means what it says.
fn same_place(original: &Body, anchor: &str, translation: &Body) -> Option<Meant> {
    if translation.anchors.contains(anchor) || !original.anchors.contains(anchor) {
        return None;
    }
    let (before, after) = (original.heading_anchors(), translation.heading_anchors());
    let index = before.iter().position(|it| it == anchor);
    let same = index.and_then(|index| after.into_iter().nth(index));
    Some(same.map_or(Meant::Top, Meant::Anchor))
}
