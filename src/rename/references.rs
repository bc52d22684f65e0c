//! References to the renamed entry in a text, by its name and by its address.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::faults;
use super::file_text::Rewritten;
use super::names::{NameForm, NewName};
use super::rewrite::Rewriter;
use crate::address::destination::{Destination, encode_path};
use crate::entry::events::{element, visible_text};
use crate::entry::markdown::{Body, ParsedBody};
use crate::entry::references::Reference;
use crate::link::LinkedText;
use crate::names::can_be_typed;
use crate::project::config::LanguageId;
use crate::site_map::Route;
use crate::source::{Edit, SourceFile};
use crate::text::fold::nfc;
use crate::text::slice;

impl Rewriter<'_> {
    /// Rewrites a reference `[[name]]` or `[[name|text]]`.
    pub(super) fn rewrite_name(
        &self,
        file: &SourceFile,
        body: &ParsedBody<'_>,
        reference: &Reference,
        out: &mut Rewritten,
    ) {
        let Some(new) = self.renamed(&reference.text, can_be_typed) else {
            return;
        };
        let text = &file.text;
        let mut span = reference.span.clone();
        let has_text = slice(text, span.end..).starts_with(['|', '\\']);
        let new = match self.end_of_added_text(body, reference) {
            Some(end) if has_text => {
                span.end = end;
                self.namer.title()
            }
            _ if has_text => {
                out.edit(span, new.name);
                self.note_link_text(body, reference, out);
                return;
            }
            _ => new,
        };
        let written = slice(text, span.clone()).to_owned();
        let bar = if is_in_table(body, reference.event) {
            "\\|"
        } else {
            "|"
        };
        let NewName { name, form } = new;
        let (name, is_certain) = match form {
            NameForm::Exact => (name, true),
            NameForm::Adapted => (name, false),
            NameForm::WithText(text) => (format!("{name}{bar}{}", escaped(&text)), true),
            NameForm::OldText => (format!("{name}{bar}{written}"), false),
        };
        if name == written {
            return;
        }
        let start = span.start.saturating_sub("[[".len());
        if !is_certain {
            out.note(start, faults::rewritten_reference(&written, &name));
        } else if let Some(article) = self.article(slice(text, ..start)) {
            out.note(start, faults::article(article, &name));
        }
        out.edit(span, name);
    }

    /// The end of a reference's text, if an earlier renaming added this text, and not an author: the text
    /// is the old title, which cannot be written between brackets.
    fn end_of_added_text(&self, body: &ParsedBody<'_>, reference: &Reference) -> Option<usize> {
        let old = &self.change.names.old_title;
        let events = &body.events;
        let (_, span) = events.get(reference.event)?;
        let is_title = visible_text(element(events, reference.event)) == *old;
        (is_title && !can_be_typed(old)).then_some(span.end - "]]".len())
    }

    /// The English article before a reference, if only one of the two titles begins with a vowel.
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

    /// Rewrites a link `[text](address)` to the entry.
    pub(super) fn rewrite_address(
        &self,
        text: &LinkedText,
        body: &ParsedBody<'_>,
        reference: &Reference,
        out: &mut Rewritten,
    ) {
        let file = &text.body.file;
        let resolved = text.references.iter();
        let mut resolved = resolved.filter(|resolved| resolved.event == reference.event);
        let leads_here = resolved.any(|resolved| self.is_renamed(&resolved.target));
        if !leads_here {
            return;
        }
        self.note_link_text(body, reference, out);
        let is_inline = matches!(
            body.events.get(reference.event),
            Some((
                Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    ..
                }),
                _
            ))
        );
        // the address of all other links is in a definition
        if !self.change.moves() || !is_inline {
            return;
        }
        let written = slice(&file.text, reference.span.clone());
        if written == reference.text {
            if let Some(new) = self.new_address(&reference.text, &file.path) {
                out.edit(reference.span.clone(), new);
            }
        } else if let Some(edit) = self.address_within(written, reference.span.start, 0) {
            out.edits.push(edit);
        }
    }

    /// Rewrites link definitions `[label]: address`, even if no link uses them.
    pub(super) fn rewrite_definitions(&self, body: &Body, out: &mut Rewritten) {
        let file = &body.file;
        if !file.text.contains("]:") {
            return;
        }
        for (address, span) in body.definitions() {
            let Some(new) = self.new_address(&address, &file.path) else {
                continue;
            };
            let written = slice(&file.text, span.clone());
            let label_end = written.find("]:").map_or(0, |start| start + "]:".len());
            match slice(written, label_end..).find(&address) {
                Some(offset) => {
                    let start = span.start + label_end + offset;
                    out.edit(start..start + address.len(), new);
                }
                None => out
                    .edits
                    .extend(self.address_within(written, span.start, label_end)),
            }
        }
    }

    /// The edit of an address that contains an escape, so that it is not written as it is read. `written`
    /// is the link, which begins at the byte `start` of the file; the address comes after its byte `from`.
    fn address_within(&self, written: &str, start: usize, from: usize) -> Option<Edit> {
        let slug = &self.change.names.old_slug;
        let old = format!("{slug}.");
        let start = start + from + slice(written, from..).rfind(&old)?;
        let new = encode_path(&self.change.names.new_slug);
        Some(Edit::new(start..start + slug.len(), new))
    }

    /// The new form of an address in the file at `path`; `None` if it is not the address of the renamed
    /// entry.
    fn new_address(&self, written: &str, path: &str) -> Option<String> {
        match Destination::read(written, path) {
            Destination::Entry(file, _) if self.moves(&nfc(&format!("content/{file}"))) => {
                let (path, rest) = without_suffix(written);
                let start = path.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
                let (folder, name) = path.split_at_checked(start)?;
                // the tag of a language may be between the slug and the ending
                let ending = name.split_once('.').map_or("md", |(_, ending)| ending);
                let slug = encode_path(&self.change.names.new_slug);
                Some(format!("{folder}{slug}.{ending}{rest}"))
            }
            Destination::Site(path, _) if self.is_old_address(&nfc(&path)) => {
                self.site_address(written)
            }
            _ => None,
        }
    }

    /// Whether the file at a path gets a new path, or is not there and stands for one that does: a link from a
    /// language's own folder to a file outside of it.
    fn moves(&self, path: &str) -> bool {
        let change = self.change;
        let is_moved = |path: &str| path == change.file.path || change.translation(path).is_some();
        is_moved(path)
            || self.config.outside_of_folder(path).is_some_and(|outside| {
                let entries = &self.linked.frame.glossary;
                entries.at_path(path).is_none() && is_moved(&outside)
            })
    }

    /// Whether a path from the site's root is that of the entry, in any language.
    fn is_old_address(&self, path: &str) -> bool {
        let language = self.config.language_of_address(path);
        let (_, rest) = language.unwrap_or((LanguageId::MAIN, path));
        match &self.linked.glossary.main {
            None if language.is_none() => {
                self.linked.frame.site_map.route(path) == Some(&Route::Entry(self.namer.old))
            }
            _ => rest.trim_matches('/') == self.change.names.old_slug,
        }
    }

    /// An address from the site's root, with the new slug instead of the old one; `None` if it does not
    /// contain the old slug.
    pub(super) fn site_address(&self, written: &str) -> Option<String> {
        let (path, rest) = without_suffix(written);
        let is_slug = |part: &str| {
            let decoded = percent_encoding::percent_decode_str(part).decode_utf8_lossy();
            nfc(&decoded) == self.change.names.old_slug
        };
        let parts: Vec<&str> = path.split('/').collect();
        let position = parts.iter().position(|part| is_slug(part))?;
        let slug = encode_path(&self.change.names.new_slug);
        let parts = parts.iter().enumerate();
        let parts = parts.map(|(index, part)| if index == position { &slug } else { *part });
        Some(parts.collect::<Vec<_>>().join("/") + rest)
    }
}

/// A text with escapes, so that it can be written between the brackets of a reference.
fn escaped(text: &str) -> String {
    const SIGNS: &str = "[]|\\*_`<&$~";
    let mut out = String::with_capacity(text.len());
    for (offset, c) in text.char_indices() {
        if !SIGNS.contains(c) {
            out.push(c);
        } else if offset == 0 {
            // after the bar, pulldown-cmark does not read a backslash as an escape
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            out.extend(['\\', c]);
        }
    }
    out
}

/// The path of an address, and the rest: its query and its anchor.
fn without_suffix(written: &str) -> (&str, &str) {
    let end = written.find(['?', '#']).unwrap_or(written.len());
    written.split_at_checked(end).unwrap_or((written, ""))
}

/// Whether an event is part of a table, where a bar needs a backslash.
fn is_in_table(body: &ParsedBody<'_>, event: usize) -> bool {
    let before = body.events.get(..event).unwrap_or_default();
    let last = before.iter().rev().find(|(event, _)| {
        matches!(
            event,
            Event::Start(Tag::Table(_)) | Event::End(TagEnd::Table)
        )
    });
    last.is_some_and(|(event, _)| matches!(event, Event::Start(_)))
}
