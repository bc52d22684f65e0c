//! The references to the entry in a text: by name, and by address.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::faults;
use super::file_text::Rewritten;
use super::names::{Likeness, NewName};
use super::rewrite::Rewriter;
use crate::address::destination::{Destination, encode_path};
use crate::entry::events::{element, visible_text};
use crate::entry::markdown::definitions;
use crate::entry::references::Reference;
use crate::glossary::{Entry, EntryId};
use crate::link::Target;
use crate::names::can_be_typed;
use crate::site_map::{Route, SiteMap};
use crate::source::Edit;
use crate::text::slice;

impl Rewriter<'_> {
    /// `[[name]]`, perhaps with a text of its own.
    pub(super) fn name(&self, entry: &Entry, reference: &Reference, out: &mut Rewritten) {
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
        let bar = if is_in_table(entry, reference.event) {
            "\\|"
        } else {
            "|"
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
            out.note(start, faults::reference_is_now(&written, &name));
        } else if let Some(article) = self.article(slice(text, ..start)) {
            out.note(start, faults::article(article, &name));
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
    pub(super) fn address(
        &self,
        id: EntryId,
        entry: &Entry,
        reference: &Reference,
        out: &mut Rewritten,
    ) {
        let found = self.linked.glossary.text(id).references.iter();
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
    pub(super) fn definitions(&self, entry: &Entry, out: &mut Rewritten) {
        let file = &entry.file;
        if !file.text.contains("]:") {
            return;
        }
        let start = entry.body.start;
        for (address, span) in definitions(file, start, self.config) {
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
        let new = encode_path(&self.change.names.new_slug);
        Some(Edit::new(at..at + slug.len(), new))
    }

    /// An address in the file at `path` as it has to be now; `None` if it is not the entry's.
    fn new_address(&self, written: &str, path: &str) -> Option<String> {
        match Destination::read(written, path) {
            Destination::Entry(file, _) if format!("content/{file}") == self.change.file.path => {
                let (path, rest) = without_suffix(written);
                let folder = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
                let folder = slice(path, ..folder);
                let slug = encode_path(&self.change.names.new_slug);
                Some(format!("{folder}{slug}.md{rest}"))
            }
            Destination::Site(path, _) if self.is_own(&self.linked.frame.site_map, &path) => {
                self.site_address(written)
            }
            _ => None,
        }
    }

    fn is_own(&self, site_map: &SiteMap, path: &str) -> bool {
        site_map.route(path) == Some(&Route::Entry(self.namer.old))
    }

    /// An address from the site's root, with the new slug for the old one.
    pub(super) fn site_address(&self, written: &str) -> Option<String> {
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
