//! Resolves references: looks up names, and the addresses of entries, files and pages.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::frame::Frame;
use super::languages::Languages;
use super::written_address::WrittenAddress;
use super::{Target, faults};
use crate::address::destination::{
    Destination, Suffix, is_harmless, is_readme, is_sound, relative,
};
use crate::address::site_path::SitePath;
use crate::diagnostic::{Code, Diagnostic};
use crate::entry::events::Position;
use crate::entry::markdown::Body;
use crate::entry::page::INTRODUCTION;
use crate::entry::references::{Reference, ReferenceKind};
use crate::glossary::{EntryId, Glossary, LabelKind, PageId};
use crate::names::{NameIndex, heading_link, page_link};
use crate::project::config::{Config, LanguageId};
use crate::site_map::{Route, SiteMap};
use crate::source::{Place, Span, Written};
use crate::text::nearest::nearest;
use crate::text::slice;
use crate::text::slug::slug;

/// A text to link: that of an entry, or of another page.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    /// The text.
    pub body: &'t Arc<Body>,
    /// The sentence that is marked as the gloss, if there is one.
    pub lead: Option<&'t Range<Position>>,
    /// The entry that the text defines, if any. In the text, its names mean this entry and do not become
    /// links.
    pub defines: Option<EntryId>,
}

impl Text<'_> {
    /// A place in the text's file.
    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(&self.body.file, span)
    }
}

/// The link definitions of a text, as [`Body::definitions`] returns them; found at the first use.
pub(super) type Definitions = OnceCell<Vec<(String, Span)>>;

/// The entry that a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// An entry in the language of the name.
    Here(EntryId),
    /// An entry that only the main language has.
    InMain(EntryId),
}

/// Everything that a reference may lead to.
pub struct Surroundings<'r> {
    pub(super) glossary: &'r Glossary,
    pub(super) names: &'r NameIndex,
    pub(super) site_map: &'r SiteMap,
    pub(super) config: &'r Config,
    pub(super) languages: &'r Languages<'r>,
    /// The files that are neither, by their paths from the project's root.
    pub(super) files: &'r BTreeMap<String, PathBuf>,
}

impl<'r> Surroundings<'r> {
    /// The surroundings of the references in one language. `frame` may be older than the texts of the `glossary`, but
    /// not than its front matter. `files` are the files that are neither entries nor pages.
    pub fn new(
        glossary: &'r Glossary,
        frame: &'r Frame,
        files: &'r BTreeMap<String, PathBuf>,
        config: &'r Config,
        languages: &'r Languages<'r>,
    ) -> Self {
        Self {
            glossary,
            names: &frame.names,
            site_map: &frame.site_map,
            files,
            config,
            languages,
        }
    }

    /// The entry that the name `written` at `place` means: one with a name in the language of the text, or else one
    /// with a name in the main language. Problems are added to `diagnostics`: a name to avoid is a warning, and still
    /// means its entry. A key of the entry `except` must not name this entry itself, so that no fix writes its name.
    pub(super) fn name(
        &self,
        written: &str,
        place: Place,
        except: Option<EntryId>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Named> {
        let resolved = self.names.resolve_except(written, place.clone(), except);
        match resolved {
            Ok(means) => {
                if means.kind == LabelKind::Deprecated && Some(means.entry) != except {
                    diagnostics.push(self.names.deprecated(written, means, &place));
                }
                Some(Named::Here(means.entry))
            }
            Err(error) => {
                if let Some(named) = self.named_in_main(written, &error) {
                    return Some(named);
                }
                let heading = self.unknown_heading(written, &place, &error);
                let page = || self.page_as_name(written, &place, &error);
                let main = || self.error_in_main(written, &place, &error);
                let error = heading.or_else(page).or_else(main).unwrap_or(*error);
                diagnostics.push(error);
                None
            }
        }
    }

    /// The error of a reference to a heading, such as `[[Bread#Crust]]`, instead of the `error` of its name.
    /// `None` if the entry has no such heading, and no similar one.
    fn unknown_heading(
        &self,
        written: &str,
        place: &Place,
        error: &Diagnostic,
    ) -> Option<Diagnostic> {
        if error.code() != Code::UnknownReference {
            return None;
        }
        let entry = self.glossary.entry(self.names.named_by_address(written)?);
        let anchor = slug(written.split_once('#')?.1, self.names.language());
        let anchors = &entry.body.anchors;
        let is_known = anchors.contains(&anchor);
        let other = || {
            nearest(&anchor, anchors.iter().map(String::as_str))
                .first()
                .copied()
        };
        let anchor = if is_known { &anchor } else { other()? };
        let link = heading_link(place, &entry.file.path, anchor)?;
        Some(faults::heading_in_reference(error.message(), link, is_known).at(place.clone()))
    }

    /// The error of a reference to a page by its title, such as `[[About]]`, instead of the `error` of an unknown
    /// name. `None` if no page has this title.
    fn page_as_name(&self, written: &str, place: &Place, error: &Diagnostic) -> Option<Diagnostic> {
        if error.code() != Code::UnknownReference {
            return None;
        }
        let page = self.glossary.page_named(written, self.names.language())?;
        let page = self.glossary.page(page);
        let link = page_link(place, &page.file.path, &page.front.title.text);
        Some(faults::page_as_name(error.message(), &page.file.path, link).at(place.clone()))
    }

    /// The target of a reference of a text, which has these link `definitions`. Problems are added to
    /// `diagnostics`.
    pub(super) fn reference(
        &self,
        text: &Text<'_>,
        reference: &Reference,
        definitions: &Definitions,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        let place = text.place(reference.span.clone());
        let target = match reference.kind {
            ReferenceKind::Name => {
                return Some(
                    match self.name(&reference.text, place, None, diagnostics)? {
                        Named::Here(id) => Target::Entry(id, None),
                        Named::InMain(id) => self.in_main(id)?,
                    },
                );
            }
            ReferenceKind::Address => self.address(text, &reference.text, &place, definitions),
            ReferenceKind::Image => self.image(text, &reference.text, &place, definitions),
        };
        let report = |error: Box<Diagnostic>| diagnostics.push(error.at(place));
        target.map_err(report).ok()
    }

    /// The file of the project that an image shows.
    fn image(
        &self,
        text: &Text<'_>,
        written: &str,
        place: &Place,
        definitions: &Definitions,
    ) -> Result<Target, Box<Diagnostic>> {
        let target = self.address(text, written, place, definitions)?;
        let is_file = match &target {
            Target::File(..) => true,
            Target::Site(path, _) => {
                let route = self.site_map.route(path);
                route.is_some_and(|route| !route.is_page())
            }
            _ => false,
        };
        if is_file {
            Ok(target)
        } else {
            Err(Box::new(faults::forbidden_image(written)))
        }
    }

    /// The sound file of a pronunciation, in the front matter of a text. Problems are added to `diagnostics`.
    pub(super) fn recording(
        &self,
        text: &Text<'_>,
        written: &Written,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        let place = text.place(written.span.clone());
        let target = if is_sound(&written.text) {
            let address = WrittenAddress::in_string(&place);
            let target = self.destination(text, &written.text, &address);
            target.and_then(|target| match target {
                Target::File(..) | Target::Site(..) => Ok(target),
                _ => Err(Box::new(faults::recording_elsewhere(&written.text))),
            })
        } else {
            Err(Box::new(faults::not_a_recording(&written.text)))
        };
        let report = |error: Box<Diagnostic>| diagnostics.push(error.at(place.clone()));
        target.map_err(report).ok()
    }

    /// The target of the address `written` at `place` in a text.
    fn address(
        &self,
        text: &Text<'_>,
        written: &str,
        place: &Place,
        definitions: &Definitions,
    ) -> Result<Target, Box<Diagnostic>> {
        let find = || text.body.definitions();
        let definitions = || definitions.get_or_init(find).as_slice();
        self.destination(
            text,
            written,
            &WrittenAddress::in_link(place, written, &definitions),
        )
    }

    /// The target of what is written as an `address` in a text, or in its front matter.
    fn destination(
        &self,
        text: &Text<'_>,
        written: &str,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let from = text.body.file.path.as_str();
        let error = match self.as_stored(Destination::read(written, from)) {
            _ if written.is_empty() => faults::no_address(),
            Destination::Web(url) => return Ok(Target::Web(url)),
            Destination::Anchor(anchor) => {
                let anchors = &text.body.anchors;
                let is_of_index = || self.is_introduction(from) && self.is_letter(&anchor);
                // an empty fragment is the top of the page
                if anchor.is_empty() || anchors.contains(&anchor) || is_of_index() {
                    return Ok(Target::Anchor(anchor));
                }
                faults::unknown_anchor(from, anchors, &anchor, address)
            }
            Destination::Entry(path, suffix) => {
                return self.file_of_text(&format!("content/{path}"), from, &suffix, address);
            }
            Destination::Page(path, suffix) => {
                return self.file_of_text(&format!("pages/{path}"), from, &suffix, address);
            }
            Destination::File(path, _) if is_readme(&path) => faults::readme(&path),
            Destination::File(path, suffix) => {
                // a translation in a folder of its own uses the images of its original
                let outside = || self.config.outside_of_folder(&path);
                let is_known = |path: &String| self.files.contains_key(path);
                let path = Some(path.clone())
                    .filter(is_known)
                    .or_else(outside)
                    .filter(is_known)
                    .unwrap_or(path);
                if !self.files.contains_key(&path) {
                    self.suggest(faults::missing_file(&path), from, &path, address)
                } else if is_harmless(&path) {
                    return Ok(Target::File(path, suffix));
                } else {
                    faults::forbidden_file(&path)
                }
            }
            Destination::Site(path, suffix) => return self.site(&path, &suffix, address),
            Destination::Outside => faults::outside(written, from),
            Destination::Forbidden(why) => faults::forbidden(written, &why),
        };
        Err(Box::new(error))
    }

    /// The target of a link to the file of an entry or a page, in the file at `from`. Both paths are from the
    /// project's root.
    fn file_of_text(
        &self,
        path: &str,
        from: &str,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let outside = || self.config.outside_of_folder(path);
        let known = self.languages.by_path.get(path);
        let known = known.or_else(|| self.languages.by_path.get(outside()?.as_str()));
        let error = match known {
            Some((language, text)) => return self.text_in(*language, *text, suffix, address),
            None if self.is_draft(path) => faults::draft(path),
            None if outside().is_some_and(|path| self.is_draft(&path)) => {
                faults::draft(&outside().unwrap_or_default())
            }
            None if path == INTRODUCTION => faults::no_introduction(path, address),
            None => self.suggest(faults::unknown_text(path), from, path, address),
        };
        Err(Box::new(error))
    }

    /// The target of a link to a page; `suffix` may name a heading of it. The introduction is on the index.
    pub(super) fn page(
        &self,
        id: PageId,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let page = self.glossary.page(id);
        let path = page.address(&self.config.edition.addresses);
        self.site_here(path.as_str(), suffix, address)
    }

    /// The target of a link to an entry; `suffix` may name a heading of it.
    pub(super) fn entry(
        &self,
        id: EntryId,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let entry = self.glossary.entry(id);
        let anchors = &entry.body.anchors;
        match suffix.anchor() {
            Some(anchor) if !anchors.contains(anchor) => {
                let error = faults::unknown_anchor(&entry.file.path, anchors, anchor, address);
                Err(Box::new(error))
            }
            anchor => Ok(Target::Entry(id, anchor.map(str::to_owned))),
        }
    }

    /// The target of the path `path` from the site's root, with its `suffix`. Both are parts of `address`. If the page
    /// is in another language, the one in the language of the text is meant, if there is one.
    pub(super) fn site(
        &self,
        path: &str,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let of_translation = self.config.language_of_address(path);
        let (language, rest) = of_translation.unwrap_or((LanguageId::MAIN, path));
        let abroad = self.languages.abroad.get(language.index());
        let Some(abroad) = abroad.filter(|_| language != self.config.edition.id) else {
            return self.site_here(path, suffix, address);
        };
        let site_map = &abroad.frame.site_map;
        match site_map.route(path) {
            Some(Route::Entry(id)) => return self.entry_of(abroad, *id, suffix, address),
            Some(Route::Page(id)) => return self.page_of(abroad, *id, suffix, address),
            _ => {}
        }
        let here = format!("{}{rest}", self.config.edition.addresses.prefix());
        if self.site_map.route(&here).is_some_and(Route::is_page) {
            return self.site_here(&here, suffix, address);
        }
        match site_map.route(path) {
            Some(_) => Ok(Target::Site(path.to_owned(), suffix.clone())),
            None => Err(Box::new(self.unknown_page(path, address))),
        }
    }

    /// The same as [`Self::site`] for a path in the language of the text.
    fn site_here(
        &self,
        path: &str,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let error = match self.site_map.route(path) {
            Some(Route::Entry(id)) => return self.entry(*id, suffix, address),
            Some(_) if self.is_former_part(path, suffix) => {
                return Ok(Target::Site(path.to_owned(), suffix.clone()));
            }
            Some(route) => match self.unknown_anchor(route, suffix, address) {
                None => return Ok(Target::Site(path.to_owned(), suffix.clone())),
                Some(error) => error,
            },
            None => self.unknown_page(path, address),
        };
        Err(Box::new(error))
    }

    /// Whether a path with its suffix is the address of a part of a former page.
    pub(super) fn is_former_part(&self, path: &str, suffix: &Suffix) -> bool {
        let parts = self.site_map.parts(&SitePath::new(path).file());
        let anchor = suffix.anchor();
        parts.is_some_and(|parts| anchor.is_some_and(|anchor| parts.contains_key(anchor)))
    }

    /// The error of a fragment that a page of the site does not have. Of these pages, only those that are written
    /// by authors have anchors, and the index: its letters, and the headings of its introduction.
    fn unknown_anchor(
        &self,
        route: &Route,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Option<Diagnostic> {
        let anchor = suffix.anchor()?;
        match route {
            Route::Index => {
                let introduction = self.glossary.introduction();
                let anchors = introduction.map(|id| &self.glossary.page(id).body.anchors);
                let known = anchors.into_iter().flatten().map(String::as_str);
                if self.is_letter(anchor) || known.clone().any(|known| known == anchor) {
                    return None;
                }
                Some(faults::unknown_letter(anchor, known, address))
            }
            Route::Page(id) => {
                let page = self.glossary.page(*id);
                let anchors = &page.body.anchors;
                let fault = || faults::unknown_anchor(&page.file.path, anchors, anchor, address);
                (!anchors.contains(anchor)).then(fault)
            }
            Route::Tags
            | Route::Tag(_)
            | Route::Senses(_)
            | Route::NotFound
            | Route::Redirect(_)
            | Route::OnlySense(_)
            | Route::FormerParts
            | Route::Retired(_) => Some(faults::no_anchors(anchor, address)),
            // the author of a file knows its anchors; those of the pages for letters and search are up to
            // the theme
            _ => None,
        }
    }

    /// Whether a file is that of the introduction.
    fn is_introduction(&self, path: &str) -> bool {
        let introduction = self.glossary.introduction();
        introduction.is_some_and(|id| self.glossary.page(id).file.path == path)
    }

    /// Whether the index has a letter with this anchor.
    fn is_letter(&self, anchor: &str) -> bool {
        let mut letters = self.glossary.index.iter();
        letters.any(|group| group.letter.id == anchor)
    }

    /// Whether the entry or the page of a file is a draft that is not in the glossary, in any language.
    fn is_draft(&self, path: &str) -> bool {
        let languages = self.languages.abroad.iter().map(|it| it.glossary);
        let mut withheld = languages.flat_map(|it| it.withheld.iter().chain(&*it.withheld_pages));
        withheld.any(|draft| draft.path == path)
    }

    /// Adds a help to the diagnostic of a path at which there is no file: the most similar path of an entry
    /// or a file, relative to the file at `from`.
    fn suggest(
        &self,
        diagnostic: Diagnostic,
        from: &str,
        path: &str,
        address: &WrittenAddress<'_>,
    ) -> Diagnostic {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        // a picture or a recording is not meant to be an entry
        let extension = name(path)
            .rsplit_once('.')
            .map(|(_, end)| end.to_lowercase());
        let may_be_text =
            extension.is_none_or(|end| matches!(end.as_str(), "md" | "html" | "htm" | "markdown"));
        let known = || {
            let files = self.files.keys().map(String::as_str);
            let texts = self
                .languages
                .by_path
                .keys()
                .map(|path| &**path)
                .filter(|_| may_be_text);
            texts.chain(files)
        };
        // the most frequent mistakes are a wrong folder, and a missing extension
        let trimmed = path.trim_end_matches('/');
        let as_entry = format!("{}.md", trimmed.strip_suffix(".html").unwrap_or(trimmed));
        let elsewhere = known()
            .find(|other| *other == as_entry)
            .or_else(|| known().find(|other| !name(path).is_empty() && name(other) == name(path)));
        // the first folder, which many paths have in common, does not make them similar
        let folder = path.find('/').map_or("", |slash| slice(path, ..=slash));
        let within = |path| str::strip_prefix(path, folder);
        let similar = || {
            let nearest = nearest(within(path)?, known().filter_map(within));
            Some(format!("{folder}{}", nearest.first()?))
        };
        let other = elsewhere.map(str::to_owned).or_else(similar);
        let other = other.map(|other| relative(from, &other));
        faults::did_you_mean(diagnostic, path, other.as_deref(), address)
    }

    /// The error of a path from the site's root at which there is no page or file.
    fn unknown_page(&self, path: &str, address: &WrittenAddress<'_>) -> Diagnostic {
        let known: Vec<String> = self.site_map.addresses().collect();
        let with_slash = format!("/{path}/");
        if known.contains(&with_slash) {
            return faults::unknown_page(path, Some(&with_slash), address);
        }
        let close = nearest(&format!("/{path}"), known.iter().map(String::as_str));
        faults::unknown_page(path, close.first().copied(), address)
    }
}
