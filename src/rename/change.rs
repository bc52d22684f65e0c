//! The change of the renamed entry: its names, its address and its front matter.

use std::sync::Arc;

use super::names::Names;
use super::{NewAddress, OldTitle, Request, faults};
use crate::diagnostic::failure::Failure;
use crate::entry::front_matter::fences::parts;
use crate::entry::front_matter::{KEYS, Key, KeyKind, LabelKind};
use crate::glossary::{EntryId, Glossary};
use crate::link::Frame;
use crate::project::keys::write::InPlace;
use crate::project::typed::check_slug;
use crate::site_map::written_address;
use crate::source::{Edit, MARK, SourceFile, has_lone_return};
use crate::text::language::Language;
use crate::text::{name, slice, slug};

/// The change of an entry.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) names: Names,
    pub(super) old_title: OldTitle,
    /// Whether the old title is also another name of the entry, so that it stays a name of it.
    pub(super) keeps_old_title: bool,
    /// The entry's file before the change.
    pub(super) file: Arc<SourceFile>,
    /// The path of the file after the change.
    pub(super) new_path: String,
    /// Whether the address is made from the new title.
    pub(super) is_address_from_title: bool,
    /// Whether the entry is a draft.
    pub(super) is_draft: bool,
    /// Whether the old address was published, as far as is known. If so, it redirects to the new one.
    pub(super) is_published: bool,
}

impl Change {
    /// The change of the entry `id` that a request asks for. If other entries have the new title, the address of the
    /// word lists its senses, so that the entry's own address has the sense in it.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if the new title or the new slug is not valid, or if nothing would change.
    pub(super) fn new(
        request: &Request,
        id: EntryId,
        frame: &Frame,
        language: &Language,
    ) -> Result<Self, Failure> {
        let entry = frame.glossary.entry(id);
        let book = &frame.book;
        let title = name::typed(&request.title).map_err(|why| faults::not_a_title(&why))?;
        let slug = match &request.address {
            NewAddress::Kept => entry.slug.clone(),
            NewAddress::Slug(slug) => {
                if *slug != entry.slug {
                    check_slug(slug, language)?;
                }
                slug.clone()
            }
            NewAddress::FromTitle => {
                let slug = slug_of_title(&title, id, &frame.glossary, language);
                let wrong = |why| faults::wrong_slug(&slug, why, request.has_options);
                slug::check(&slug).map_err(wrong)?;
                slug
            }
        };
        let path = &entry.file.path;
        if title == entry.headword && slug == entry.slug {
            return Err(faults::no_change(&title, path));
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let new_path = if slug == entry.slug {
            path.clone()
        } else {
            format!("{folder}/{slug}.md")
        };
        let is_other_name = |kind: KeyKind| kind.label().is_some_and(LabelKind::is_other_name);
        let texts = entry.front.texts();
        let mut other_names = texts.filter(|(kind, _)| is_other_name(*kind));
        let mut published = book.published.iter();
        Ok(Self {
            keeps_old_title: other_names.any(|(_, name)| name.text == entry.headword),
            is_published: if book.exists() {
                published.any(|address| address.text.trim_matches('/') == entry.slug)
            } else {
                !entry.front.draft
            },
            names: Names {
                old_title: entry.headword.clone(),
                new_title: title,
                sense: entry.sense.clone(),
                old_slug: entry.slug.clone(),
                new_slug: slug,
            },
            old_title: request.old_title,
            file: Arc::clone(&entry.file),
            new_path,
            is_address_from_title: request.address == NewAddress::FromTitle,
            is_draft: entry.front.draft,
        })
    }

    /// Whether the entry gets a new address, so that its file gets a new path.
    pub(super) fn moves(&self) -> bool {
        self.file.path != self.new_path
    }

    /// The path of a file after the change.
    pub(super) fn new_path_of<'p>(&'p self, path: &'p str) -> &'p str {
        if path == self.file.path {
            &self.new_path
        } else {
            path
        }
    }

    /// The text of the entry's file with the new front matter. All other bytes stay the same.
    pub(super) fn new_front(&self, file: &str) -> String {
        if has_lone_return(file) {
            let read = SourceFile::new(self.new_path.as_str(), file.to_owned());
            let edit = Edit::between(&read.text, &self.new_front(&read.text));
            return read.edited(edit.as_slice());
        }
        let names = &self.names;
        let start = file.strip_prefix(MARK).map_or(0, |_| MARK.len());
        let Ok(parts) = parts(slice(file, start..)) else {
            return file.to_owned();
        };
        let span = start + parts.front.start..start + parts.front.end;
        let mut front = InPlace::new(slice(file, span.clone()), parts.syntax);
        if names.new_title != names.old_title {
            front.set("title", &names.new_title);
            // the new title must not also be another name of the entry
            let is_list_of_names = |key: &&Key| key.kind.label().is_some() && key.kind.is_list();
            for key in KEYS.iter().filter(is_list_of_names) {
                front.remove(key.name, |name| name == names.new_title);
            }
            match self.old_title {
                OldTitle::Synonym if !self.keeps_old_title => {
                    front.add("synonyms", &names.old_title);
                }
                OldTitle::Avoid => front.add("avoid", &names.old_title),
                _ => {}
            }
        }
        if self.moves() {
            if self.is_published {
                front.add("redirect_from", &names.old_slug);
            }
            front.remove("redirect_from", |address| {
                written_address(address.trim_matches('/')) == names.new_slug
            });
        }
        let mut text = file.to_owned();
        text.replace_range(span, &front.into_text());
        text
    }
}

/// The slug that an entry gets with a new title. If another entry has this title too, the slug has the sense in it,
/// unless the entry has the address of the word already.
fn slug_of_title(title: &str, id: EntryId, glossary: &Glossary, language: &Language) -> String {
    let entry = glossary.entry(id);
    let bare = slug::slug(title, language);
    match &entry.sense {
        Some(sense) if bare != entry.slug && glossary.has_headword(title, Some(id), language) => {
            slug::slug(&format!("{title} ({sense})"), language)
        }
        _ => bare,
    }
}
