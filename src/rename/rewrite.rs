//! Every place that says an entry's name or address: what is written there instead, and what somebody
//! has to look at.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::names::{Likeness, Namer, NewName, can_be_typed};
use super::{Change, OldTitle, World};
use crate::address::destination::{Destination, encode_path};
use crate::entry::events::{element, source_span, visible_text};
use crate::entry::front_matter::KeyKind;
use crate::entry::markdown::definitions;
use crate::entry::prose::{Prose, blocks};
use crate::entry::references::{Reference, ReferenceKind};
use crate::glossary::{Entry, EntryId, LabelKind};
use crate::link::{Origin, Target};
use crate::names::Meant;
use crate::project::config::NavigationTarget;
use crate::project::keys::write::quoted_like;
use crate::site_map::{Route, SiteMap};
use crate::source::{Edit, Span, Written};
use crate::text::fold::single_spaced;
use crate::text::slice;

/// What becomes of one file.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// Changes of its text as read, in order.
    pub(super) edits: Vec<Edit>,
    /// What somebody has to look at, each with the byte at which it stands now.
    pub(super) notes: Vec<(usize, String)>,
}

impl Rewritten {
    fn edit(&mut self, span: Span, text: String) {
        self.edits.push(Edit { span, text });
    }

    fn note(&mut self, at: usize, text: String) {
        self.notes.push((at, text));
    }

    /// In order, with what stands twice left out.
    fn in_order(mut self) -> Self {
        self.edits.sort_by_key(|edit| edit.span.start);
        self.edits.dedup();
        self.notes.sort();
        self.notes.dedup();
        self
    }
}

/// Rewrites one file after the other.
pub(super) struct Rewriter<'r, 'n> {
    pub(super) change: &'r Change,
    pub(super) world: &'r World<'r>,
    pub(super) namer: Namer<'n>,
}

impl Rewriter<'_, '_> {
    /// What becomes of an entry's text and of what its front matter says of others. `after` is the entry
    /// in the glossary as it is going to be.
    pub(super) fn entry(&self, id: EntryId, after: EntryId) -> Rewritten {
        let entry = self.world.linked.glossary.entry(id);
        let mut out = Rewritten::default();
        for reference in &entry.body.references {
            match reference.kind {
                ReferenceKind::Name => self.name(entry, reference, &mut out),
                ReferenceKind::Address => self.address(id, entry, reference, &mut out),
                ReferenceKind::Image => {}
            }
        }
        if self.change.moves() {
            self.definitions(entry, &mut out);
        }
        for (kind, written) in entry.front.texts() {
            if matches!(kind, KeyKind::Entry | KeyKind::Entries) {
                self.pointer(&entry.file.text, written, &mut out);
            }
        }
        self.mentions(id, entry, after, &mut out);
        if id == self.namer.old {
            self.own_text(id, entry, after, &mut out);
        }
        out.in_order()
    }

    /// What becomes of the address book.
    pub(super) fn book(&self, text: &str) -> Rewritten {
        let mut out = Rewritten::default();
        for retired in &self.world.frame.book.retired {
            for written in &retired.instead {
                self.pointer(text, written, &mut out);
            }
        }
        out.in_order()
    }

    /// What becomes of the settings.
    pub(super) fn settings(&self, text: &str) -> Rewritten {
        let mut out = Rewritten::default();
        for link in &self.world.config.settings.navigation {
            let NavigationTarget::Site(path, _, place) = &link.target else {
                continue;
            };
            let route = self.world.frame.site_map.route(path);
            if route == Some(&Route::Entry(self.namer.old)) && self.change.moves() {
                let written = slice(text, place.span.clone());
                let url = written.trim_matches(['"', '\'']);
                if let Some(url) = self.site_address(url) {
                    out.edit(place.span.clone(), quoted_like(&url, written));
                }
                if self.says_old_title(&link.title) {
                    let title = &link.title;
                    let note = format!("the link still says `{title}`");
                    out.note(place.span.start, note);
                }
            }
        }
        out.in_order()
    }

    /// `[[name]]`, perhaps with a text of its own.
    fn name(&self, entry: &Entry, reference: &Reference, out: &mut Rewritten) {
        let Some(new) = self.namer.renamed(&reference.text, can_be_typed) else {
            return;
        };
        let text = &entry.file.text;
        let mut span = reference.span.clone();
        let has_text = slice(text, span.end..).starts_with(['|', '\\']);
        let new = match self.made_text(entry, reference) {
            Some(end) if has_text => {
                span.end = end;
                self.namer.title()
            }
            _ if has_text => {
                out.edit(span, new.name);
                self.shown(entry, reference, out);
                return;
            }
            _ => new,
        };
        let written = slice(text, span.clone()).to_owned();
        let bar = match is_in_table(entry, reference.event) {
            true => "\\|",
            false => "|",
        };
        let NewName { name, likeness } = new;
        let (name, is_certain) = match likeness {
            Likeness::Same => (name, true),
            Likeness::Adapted => (name, false),
            Likeness::Shown(shown) => (format!("{name}{bar}{}", escaped(&shown)), true),
            Likeness::Unlike => (format!("{name}{bar}{written}"), false),
        };
        if name == written {
            return;
        }
        let start = span.start.saturating_sub("[[".len());
        if !is_certain {
            out.note(start, format!("`[[{written}]]` is `[[{name}]]` now"));
        } else if let Some(article) = self.article(slice(text, ..start)) {
            out.note(
                start,
                format!("`{article} [[{name}]]` may want another article"),
            );
        }
        out.edit(span, name);
    }

    /// Where the text of a reference ends that a renaming has given it, because the old title could not
    /// stand between brackets: it is no author's.
    fn made_text(&self, entry: &Entry, reference: &Reference) -> Option<usize> {
        let old = &self.change.names.old_title;
        let events = &entry.body.events;
        let (_, span) = events.get(reference.event)?;
        let is_title = visible_text(element(events, reference.event)) == *old;
        (is_title && !can_be_typed(old)).then_some(span.end - "]]".len())
    }

    /// The English article before a reference, if the new title does not begin as the old one does.
    fn article<'t>(&self, before: &'t str) -> Option<&'t str> {
        let names = &self.change.names;
        let is_vowel =
            |title: &str| title.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']);
        if self.namer.language.primary() != "en"
            || is_vowel(&names.old_title) == is_vowel(&names.new_title)
        {
            return None;
        }
        let before = before.strip_suffix(' ')?;
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next()?;
        matches!(word, "a" | "an" | "A" | "An").then_some(word)
    }

    /// `[text](address)`.
    fn address(&self, id: EntryId, entry: &Entry, reference: &Reference, out: &mut Rewritten) {
        let found = self.world.linked.text(id).references.iter();
        let mut found = found.filter(|found| found.event == reference.event);
        let leads_here = found
            .any(|found| matches!(&found.target, Target::Entry(to, _) if *to == self.namer.old));
        if !leads_here {
            return;
        }
        self.shown(entry, reference, out);
        let is_inline = matches!(
            entry.body.events.get(reference.event),
            Some((
                Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    ..
                }),
                _
            ))
        );
        // others have their address in a definition
        if !self.change.moves() || !is_inline {
            return;
        }
        let written = slice(&entry.file.text, reference.span.clone());
        if written == reference.text {
            if let Some(new) = self.new_address(&reference.text, &entry.file.path) {
                out.edit(reference.span.clone(), new);
            }
        } else if let Some(edit) = self.address_within(written, reference.span.start, 0) {
            out.edits.push(edit);
        }
    }

    /// `[label]: address`, whether a link uses it or not.
    fn definitions(&self, entry: &Entry, out: &mut Rewritten) {
        let file = &entry.file;
        if !file.text.contains("]:") {
            return;
        }
        let start = entry.body.start;
        for (address, span) in definitions(file, start, self.world.config) {
            let Some(new) = self.new_address(&address, &file.path) else {
                continue;
            };
            let written = slice(&file.text, span.clone());
            let after = written.find("]:").map_or(0, |at| at + "]:".len());
            match slice(written, after..).find(&address) {
                Some(at) => {
                    let at = span.start + after + at;
                    out.edit(at..at + address.len(), new);
                }
                None => out
                    .edits
                    .extend(self.address_within(written, span.start, after)),
            }
        }
    }

    /// The old address, in a link that has it in other characters than are meant: with an escape
    /// elsewhere, perhaps.
    fn address_within(&self, written: &str, start: usize, from: usize) -> Option<Edit> {
        let slug = &self.change.names.old_slug;
        let old = format!("{slug}.md");
        let at = from + slice(written, from..).rfind(&old)?;
        let at = start + at;
        Some(Edit {
            span: at..at + slug.len(),
            text: encode_path(&self.change.names.new_slug),
        })
    }

    /// An address in the file at `path` as it has to be now; `None` if it is not the entry's.
    fn new_address(&self, written: &str, path: &str) -> Option<String> {
        match Destination::read(written, path) {
            Destination::Entry(file, _) if format!("content/{file}") == self.change.old_path => {
                let (path, rest) = without_suffix(written);
                let folder = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
                let folder = slice(path, ..folder);
                let slug = encode_path(&self.change.names.new_slug);
                Some(format!("{folder}{slug}.md{rest}"))
            }
            Destination::Site(path, _) if self.is_own(&self.world.frame.site_map, &path) => {
                self.site_address(written)
            }
            _ => None,
        }
    }

    fn is_own(&self, site_map: &SiteMap, path: &str) -> bool {
        site_map.route(path) == Some(&Route::Entry(self.namer.old))
    }

    /// An address from the site's root, with the new slug for the old one.
    fn site_address(&self, written: &str) -> Option<String> {
        let (path, rest) = without_suffix(written);
        let is_slug = |part: &str| {
            let decoded = percent_encoding::percent_decode_str(part).decode_utf8_lossy();
            decoded == self.change.names.old_slug
        };
        let parts: Vec<&str> = path.split('/').collect();
        let at = parts.iter().position(|part| is_slug(part))?;
        let slug = encode_path(&self.change.names.new_slug);
        let parts = parts.iter().enumerate();
        let parts = parts.map(|(number, part)| if number == at { &slug } else { *part });
        Some(parts.collect::<Vec<_>>().join("/") + rest)
    }

    /// A name in front matter, or in the address book.
    fn pointer(&self, text: &str, written: &Written, out: &mut Rewritten) {
        if let Some(new) = self.namer.renamed(&written.text, |_| true) {
            let before = slice(text, written.span.clone());
            out.edit(written.span.clone(), quoted_like(&new.name, before));
        }
    }

    /// Notes a link's own text that says the old name.
    fn shown(&self, entry: &Entry, reference: &Reference, out: &mut Rewritten) {
        let events = &entry.body.events;
        let text = visible_text(element(events, reference.event));
        if self.says_old_title(&text)
            && let Some((_, span)) = events.get(reference.event)
        {
            let text = single_spaced(&text);
            out.note(span.start, format!("the link still says `{text}`"));
        }
    }

    /// Notes mentions that were links by the old title.
    fn mentions(&self, id: EntryId, entry: &Entry, after: EntryId, out: &mut Rewritten) {
        for mention in self.world.linked.text(id).mentions.iter() {
            let is_by_title = matches!(mention.origin, Origin::Automatic(LabelKind::Title, _));
            if mention.to == self.namer.old && is_by_title {
                let text = slice(&entry.file.text, mention.span.clone());
                let text = single_spaced(text);
                out.notes.extend(
                    self.lost(&mention.text, after)
                        .map(|what| (mention.span.start, format!("`{text}` {what}"))),
                );
            }
        }
    }

    /// Notes where the entry's own text says the old title.
    fn own_text(&self, id: EntryId, entry: &Entry, after: EntryId, out: &mut Rewritten) {
        if self.change.old_title == OldTitle::Synonym {
            return;
        }
        let events = &entry.body.events;
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
                    out.note(span.start, format!("the entry says `{words}` of itself"));
                }
            }
        }
        let front = &entry.front;
        if let Some(gloss) = &front.gloss
            && self.says_old_title(&gloss.text)
        {
            out.note(gloss.span.start, "the gloss says the old name".to_owned());
        }
        if let Some(sense) = &front.sense {
            let note = format!("its sense is still `{}`", sense.text);
            out.note(sense.span.start, note);
        }
        if let Some(sort_as) = &front.sort_as {
            let note = format!("it is still sorted as `{}`", sort_as.text);
            out.note(sort_as.span.start, note);
        }
    }

    /// What has become of a mention by the old title; `None` if it means the entry as before.
    fn lost(&self, words: &str, from: EntryId) -> Option<String> {
        if self.change.old_title == OldTitle::Avoid {
            return Some("is a name to avoid now".to_owned());
        }
        let found = self.namer.after.mentions(words);
        let meant = found
            .iter()
            .map(|mention| self.namer.after.meant(mention, Some(from)));
        let mut others = meant.filter_map(|meant| match meant {
            Meant::One(means) => Some(means.entry),
            _ => None,
        });
        match others.next() {
            Some(entry) if entry == self.namer.new => None,
            Some(entry) => {
                let other = self.namer.after.unambiguous(entry);
                Some(format!(
                    "was a link, of which a part may now lead to `{other}`"
                ))
            }
            None => Some("was a link, and is none now".to_owned()),
        }
    }

    fn is_still_meant(&self, words: &str, from: EntryId) -> bool {
        let found = self.namer.after.mentions(words);
        self.change.old_title != OldTitle::Avoid
            && found.iter().any(|mention| {
                matches!(self.namer.after.meant(mention, Some(from)), Meant::One(means) if means.entry == self.namer.new)
            })
    }

    /// Whether a text has the old title in it.
    fn says_old_title(&self, text: &str) -> bool {
        let found = self.namer.before.mentions(text);
        found.iter().any(|mention| {
            matches!(
                self.namer.before.meant(mention, Some(self.namer.old)),
                Meant::One(means)
                    if means.entry == self.namer.old && means.kind == LabelKind::Title
            )
        }) && !found
            .iter()
            .all(|mention| self.is_still_meant(slice(text, mention.span.clone()), self.namer.new))
    }
}

/// A text as Markdown shows it, between the brackets of a reference.
fn escaped(text: &str) -> String {
    const SIGNS: &str = "[]|\\*_`<&$~";
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match SIGNS.contains(c) {
            // right after the bar, pulldown-cmark takes a backslash for itself
            true if at == 0 => out.push_str(&format!("&#{};", u32::from(c))),
            true => out.extend(['\\', c]),
            false => out.push(c),
        }
    }
    out
}

/// An address's path, and what follows it.
fn without_suffix(written: &str) -> (&str, &str) {
    let end = written.find(['?', '#']).unwrap_or(written.len());
    written.split_at_checked(end).unwrap_or((written, ""))
}

/// Whether an event is part of a table: a bar is written with a backslash there.
fn is_in_table(entry: &Entry, event: usize) -> bool {
    let before = entry.body.events.get(..event).unwrap_or_default();
    let last = before.iter().rev().find(|(event, _)| {
        matches!(
            event,
            Event::Start(Tag::Table(_)) | Event::End(TagEnd::Table)
        )
    });
    last.is_some_and(|(event, _)| matches!(event, Event::Start(_)))
}
