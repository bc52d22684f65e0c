//! Notes about the old title in texts that a renaming does not change, which an editor has to check.

use super::OldTitle;
use super::faults;
use super::file_text::Rewritten;
use super::rewrite::Rewriter;
use crate::entry::events::{element, source_span, visible_text};
use crate::entry::markdown::ParsedBody;
use crate::entry::prose::{Prose, blocks};
use crate::entry::references::Reference;
use crate::glossary::{Entry, EntryId, LabelKind};
use crate::link::{LinkedText, Origin};
use crate::names::Meant;
use crate::text::fold::single_spaced;
use crate::text::slice;

impl Rewriter<'_> {
    /// Adds a note if the text of a link contains the old title.
    pub(super) fn note_link_text(
        &self,
        body: &ParsedBody<'_>,
        reference: &Reference,
        out: &mut Rewritten,
    ) {
        let events = &body.events;
        let text = visible_text(element(events, reference.event));
        if self.contains_old_title(&text)
            && let Some((_, span)) = events.get(reference.event)
        {
            let text = single_spaced(&text);
            out.note(span.start, faults::old_title_in_link(&text));
        }
    }

    /// Adds notes about mentions in a text that were links by the old title. `after` is the entry of the text in
    /// the glossary after the change; `None` for the text of a page.
    pub(super) fn note_mentions(
        &self,
        text: &LinkedText,
        after: Option<EntryId>,
        out: &mut Rewritten,
    ) {
        for mention in text.mentions.iter() {
            let is_by_title = matches!(mention.origin, Origin::Automatic(LabelKind::Title, ..));
            if mention.to == self.namer.old && is_by_title {
                let written = slice(&text.body.file.text, mention.span.clone());
                let written = single_spaced(written);
                if let Some(note) = self.lost_link(&written, &mention.text, after) {
                    out.note(mention.span.start, note);
                }
            }
        }
    }

    /// Adds notes about the old title in the text and the front matter of the renamed entry itself. `after`
    /// is the same entry in the glossary after the change.
    pub(super) fn note_own_text(
        &self,
        id: EntryId,
        entry: &Entry,
        after: EntryId,
        out: &mut Rewritten,
    ) {
        if self.change.old_title == OldTitle::Synonym {
            return;
        }
        let events = &entry.body.parse().events;
        for block in blocks(events) {
            let prose = Prose::read(events, block.events.clone());
            let text = prose.without_code_and_links();
            for mention in self.namer.before.mentions(&text) {
                let is_title = match self.namer.before.meant(&mention, Some(id)) {
                    Meant::One(means) => means.entry == id && means.kind == LabelKind::Title,
                    _ => false,
                };
                let words = slice(&prose.text, mention.span.clone());
                if is_title && !self.is_still_meant(words, after) {
                    let positions = prose.positions(mention.span.clone());
                    let file = &entry.file.text;
                    let span = source_span(events, file, positions.start, positions.end);
                    out.note(span.start, faults::old_title_in_text(words));
                }
            }
        }
        let front = &entry.front;
        if let Some(gloss) = &front.gloss
            && self.contains_old_title(&gloss.text)
        {
            out.note(gloss.span.start, faults::old_title_in_gloss());
        }
        if let Some(sense) = &front.sense {
            out.note(sense.span.start, faults::same_sense(&sense.text));
        }
        if let Some(sort_as) = &front.sort_as {
            out.note(sort_as.span.start, faults::same_order(&sort_as.text));
        }
    }

    /// The note about a mention by the old title in the text of `from`; `None` if the mention still links to
    /// the renamed entry. `written` is the mention in the file, and `words` its plain text.
    fn lost_link(&self, written: &str, words: &str, from: Option<EntryId>) -> Option<String> {
        if self.change.old_title == OldTitle::Avoid {
            return Some(faults::to_avoid(written));
        }
        let mentions = self.namer.after.mentions(words);
        let meant = mentions
            .iter()
            .map(|mention| self.namer.after.meant(mention, from));
        let mut others = meant.filter_map(|meant| match meant {
            Meant::One(means) => Some(means.entry),
            _ => None,
        });
        match others.next() {
            Some(entry) if entry == self.namer.new => None,
            Some(entry) => {
                let other = self.namer.after.unambiguous(entry);
                Some(faults::other_link(written, &other))
            }
            None => Some(faults::no_link(written)),
        }
    }

    /// Whether these words in the entry `from` mean the renamed entry after the change, by a name that is
    /// not to be avoided.
    fn is_still_meant(&self, words: &str, from: EntryId) -> bool {
        let mentions = self.namer.after.mentions(words);
        self.change.old_title != OldTitle::Avoid
            && mentions.iter().any(|mention| {
                matches!(self.namer.after.meant(mention, Some(from)), Meant::One(means) if means.entry == self.namer.new)
            })
    }

    /// Whether a text contains the old title, and a mention in it no longer means the renamed entry.
    pub(super) fn contains_old_title(&self, text: &str) -> bool {
        let mentions = self.namer.before.mentions(text);
        mentions.iter().any(|mention| {
            matches!(
                self.namer.before.meant(mention, Some(self.namer.old)),
                Meant::One(means)
                    if means.entry == self.namer.old && means.kind == LabelKind::Title
            )
        }) && !mentions
            .iter()
            .all(|mention| self.is_still_meant(slice(text, mention.span.clone()), self.namer.new))
    }
}
