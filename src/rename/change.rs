//! The change of the renamed entry: its names, its address and its front matter.

use std::sync::Arc;

use super::names::Names;
use super::{NewAddress, OldTitle, Request, faults};
use crate::diagnostic::failure::Failure;
use crate::entry::front_matter::fences::parts;
use crate::entry::front_matter::{KEYS, Key, KeyKind, LabelKind};
use crate::glossary::{EntryId, Glossary};
use crate::link::{Frame, Linked};
use crate::project::keys::write::InPlace;
use crate::project::typed::check_slug;
use crate::site_map::address_book::AddressBook;
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
    /// The files of its translations, if the entry gets a new address.
    pub(super) translations: Vec<MovedTranslation>,
}

/// The file of a translation, which gets a new path with its entry.
#[derive(Debug)]
pub(super) struct MovedTranslation {
    pub(super) path: String,
    pub(super) new_path: String,
    /// The old address, if it was published, as far as is known.
    former: Option<String>,
    /// The new address.
    address: String,
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
        Ok(Self {
            keeps_old_title: other_names.any(|(_, name)| name.text == entry.headword),
            is_published: is_published(&entry.slug, entry.front.draft, book),
            translations: Vec::new(),
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
            self.translation(path).map_or(path, |moved| &moved.new_path)
        }
    }

    /// Adds the files of the entry's translations, if the entry gets a new address. `linked` are the other languages,
    /// and `book` has the published addresses.
    pub(super) fn move_translations(&mut self, linked: &[Arc<Linked>], book: &AddressBook) {
        if !self.moves() {
            return;
        }
        let (old, new) = (&self.names.old_slug, &self.names.new_slug);
        for linked in linked {
            let addresses = &linked.config.edition.addresses;
            let entries = linked.frame.glossary.entries.iter();
            for entry in entries.filter(|entry| entry.slug == *old) {
                let path = &entry.file.path;
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let name = slice(path, folder.len() + 1..);
                // the rest is the tag of the language, if the name has it, and the ending
                let rest = slice(name, old.len()..);
                let address =
                    |slug: &str| addresses.entry(slug).as_str().trim_matches('/').to_owned();
                let former = address(old);
                self.translations.push(MovedTranslation {
                    path: path.clone(),
                    new_path: format!("{folder}/{new}{rest}"),
                    former: Some(former).filter(|it| is_published(it, entry.front.draft, book)),
                    address: address(new),
                });
            }
        }
    }

    /// The file of a translation that gets a new path.
    pub(super) fn translation(&self, path: &str) -> Option<&MovedTranslation> {
        self.translations.iter().find(|moved| moved.path == path)
    }

    /// The text of the entry's file with the new front matter. All other bytes stay the same.
    pub(super) fn new_front(&self, file: &str) -> String {
        with_front(file, |front| self.change_front(front))
    }

    fn change_front(&self, front: &mut InPlace) {
        let names = &self.names;
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
            let former = self.is_published.then_some(names.old_slug.as_str());
            redirect(front, former, &names.new_slug);
        }
    }
}

impl MovedTranslation {
    /// The text of the file, with a redirect from its old address. All other bytes stay the same.
    pub(super) fn new_front(&self, file: &str) -> String {
        with_front(file, |front| {
            redirect(front, self.former.as_deref(), &self.address)
        })
    }
}

/// Whether an address was published, as far as is known.
fn is_published(address: &str, is_draft: bool, book: &AddressBook) -> bool {
    if book.exists() {
        let mut published = book.published.iter();
        published.any(|published| published.text.trim_matches('/') == address)
    } else {
        !is_draft
    }
}

/// Adds a redirect from a former address, and removes the one from the new address.
fn redirect(front: &mut InPlace, former: Option<&str>, address: &str) {
    if let Some(former) = former {
        front.add("redirect_from", former);
    }
    front.remove("redirect_from", |written| {
        written_address(written.trim_matches('/')) == address
    });
}

/// The text of a file whose front matter is changed. All other bytes stay the same.
fn with_front(file: &str, change: impl Fn(&mut InPlace) + Copy) -> String {
    if has_lone_return(file) {
        let read = SourceFile::new("", file.to_owned());
        let edit = Edit::between(&read.text, &with_front(&read.text, change));
        return read.edited(edit.as_slice());
    }
    let start = file.strip_prefix(MARK).map_or(0, |_| MARK.len());
    let Ok(parts) = parts(slice(file, start..)) else {
        return file.to_owned();
    };
    let span = start + parts.front.start..start + parts.front.end;
    let mut front = InPlace::new(slice(file, span.clone()), parts.syntax);
    change(&mut front);
    let mut text = file.to_owned();
    text.replace_range(span, &front.into_text());
    text
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
