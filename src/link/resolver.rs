//! What a reference leads to: names and addresses looked up among all that a text may point at.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::written_address::WrittenAddress;
use super::{Target, faults};
use crate::address::destination::{Destination, Suffix, is_harmless};
use crate::diagnostic::Diagnostic;
use crate::entry::events::Position;
use crate::entry::markdown::Body;
use crate::entry::references::{Reference, ReferenceKind};
use crate::glossary::{EntryId, Glossary, LabelKind};
use crate::names::NameIndex;
use crate::project::config::Config;
use crate::site_map::{Route, SiteMap};
use crate::source::{Place, SourceFile, Span};
use crate::text::nearest::nearest;

/// A text to be linked: an entry's, or that of a page beside the entries.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    /// The file that it is in.
    pub file: &'t Arc<SourceFile>,
    /// What is said in it.
    pub body: &'t Arc<Body>,
    /// The sentence of it that is marked as its gloss, if one is.
    pub lead: Option<&'t Range<Position>>,
    /// The entry that it defines, if any: no mention of that becomes a link, and its names mean it.
    pub defines: Option<EntryId>,
}

impl Text<'_> {
    /// A place in the text's file.
    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }
}

/// All that a reference may mean.
pub struct Surroundings<'r> {
    pub(super) glossary: &'r Glossary,
    pub(super) names: &'r NameIndex,
    pub(super) site_map: &'r SiteMap,
    pub(super) config: &'r Config,
    /// Entries by their files' paths from `content/`.
    by_path: BTreeMap<&'r str, EntryId>,
    files: &'r BTreeMap<String, PathBuf>,
}

impl<'r> Surroundings<'r> {
    /// The surroundings of a glossary's references. `names` may be those of the glossary before some
    /// texts in it were changed; `files` are those in `content/` that are no entries.
    pub fn new(
        glossary: &'r Glossary,
        names: &'r NameIndex,
        site_map: &'r SiteMap,
        files: &'r BTreeMap<String, PathBuf>,
        config: &'r Config,
    ) -> Self {
        let path = |id| in_content(&glossary.entry(id).file.path);
        Self {
            by_path: glossary.ids().map(|id| (path(id), id)).collect(),
            glossary,
            names,
            site_map,
            files,
            config,
        }
    }

    /// The entry of a name that stands at `place`. What is wrong with it is added to `found`: a name to
    /// avoid means its entry all the same.
    pub(super) fn name(
        &self,
        written: &str,
        place: Place,
        found: &mut Vec<Diagnostic>,
    ) -> Option<EntryId> {
        match self.names.resolve(written, place.clone()) {
            Ok(means) => {
                if means.kind == LabelKind::Deprecated {
                    found.push(self.names.deprecated(written, means, &place));
                }
                Some(means.entry)
            }
            Err(fault) => {
                found.push(*fault);
                None
            }
        }
    }

    /// What a reference of a text leads to. What is wrong with it is added to `found`.
    pub(super) fn reference(
        &self,
        text: &Text<'_>,
        reference: &Reference,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        let place = text.place(reference.span.clone());
        let target = match reference.kind {
            ReferenceKind::Name => {
                let entry = self.name(&reference.text, place, found)?;
                return Some(Target::Entry(entry, None));
            }
            ReferenceKind::Address => self.address(text, &reference.text, &place),
            ReferenceKind::Image => self.image(text, &reference.text, &place),
        };
        let at = |fault: Box<Diagnostic>| found.push(fault.at(place));
        target.map_err(at).ok()
    }

    /// What an image shows: a file of the project.
    fn image(
        &self,
        text: &Text<'_>,
        written: &str,
        place: &Place,
    ) -> Result<Target, Box<Diagnostic>> {
        let target = self.address(text, written, place)?;
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

    /// What is at an address that is written in a text, at `place`.
    fn address(
        &self,
        text: &Text<'_>,
        written: &str,
        place: &Place,
    ) -> Result<Target, Box<Diagnostic>> {
        let from = text.file.path.as_str();
        let address = WrittenAddress::in_link(place, written);
        let fault = match Destination::read(written, from) {
            _ if written.is_empty() => faults::no_address(),
            Destination::Web(url) => return Ok(Target::Web(url)),
            Destination::Anchor(anchor) => {
                let anchors = &text.body.anchors;
                // an empty fragment is the top of the page
                if anchor.is_empty() || anchors.contains(&anchor) {
                    return Ok(Target::Anchor(anchor));
                }
                faults::unknown_anchor(from, anchors, &anchor, &address)
            }
            Destination::Entry(path, suffix) => match self.by_path.get(path.as_str()) {
                Some(id) => return self.entry(*id, &suffix, &address),
                None if self.is_draft(&path) => faults::draft(&path),
                None => self.suggest(faults::unknown_entry(&path), from, &path, &address),
            },
            Destination::File(path, suffix) => {
                if !self.files.contains_key(&path) {
                    self.suggest(faults::missing_file(&path), from, &path, &address)
                } else if is_harmless(&path) {
                    return Ok(Target::File(path, suffix));
                } else {
                    faults::forbidden_file(&path)
                }
            }
            Destination::Site(path, suffix) => return self.site(&path, &suffix, &address),
            Destination::Outside => faults::outside(written),
            Destination::Forbidden(why) => faults::forbidden(written, &why),
        };
        Err(Box::new(fault))
    }

    /// An entry, or the heading of it that a suffix names.
    fn entry(
        &self,
        id: EntryId,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let entry = self.glossary.entry(id);
        let anchors = &entry.body.anchors;
        match suffix.anchor() {
            Some(anchor) if !anchors.contains(anchor) => {
                let fault = faults::unknown_anchor(&entry.file.path, anchors, anchor, address);
                Err(Box::new(fault))
            }
            anchor => Ok(Target::Entry(id, anchor.map(str::to_owned))),
        }
    }

    /// What is at a path from the site's root, which is a part of `address`.
    pub(super) fn site(
        &self,
        path: &str,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Result<Target, Box<Diagnostic>> {
        let fault = match self.site_map.route(path) {
            Some(Route::Entry(id)) => return self.entry(*id, suffix, address),
            Some(route) => match self.unknown_anchor(route, suffix, address) {
                None => return Ok(Target::Site(path.to_owned(), suffix.clone())),
                Some(fault) => fault,
            },
            None => self.unknown_page(path, address),
        };
        Err(Box::new(fault))
    }

    /// The fault of a fragment on a page of the site itself: only the index has anchors, its
    /// letters.
    fn unknown_anchor(
        &self,
        route: &Route,
        suffix: &Suffix,
        address: &WrittenAddress<'_>,
    ) -> Option<Diagnostic> {
        let anchor = suffix.anchor()?;
        match route {
            Route::Index => {
                let mut letters = self.glossary.index.iter().map(|group| &group.letter.id);
                let is_letter = letters.any(|letter| letter == anchor);
                (!is_letter).then(|| faults::unknown_letter(anchor))
            }
            Route::Tags
            | Route::Tag(_)
            | Route::NotFound
            | Route::Redirect(_)
            | Route::Retired(_) => Some(faults::no_anchors(anchor, address)),
            // whatever is in a file is its author's business
            _ => None,
        }
    }

    /// Whether the entry of a file in `content/` is a draft that is left out.
    fn is_draft(&self, path: &str) -> bool {
        let mut withheld = self.glossary.withheld.iter();
        withheld.any(|draft| in_content(&draft.path) == path)
    }

    /// Offers the entry or file most like a path in `content/`, as it is written in the file at `from`.
    fn suggest(
        &self,
        fault: Diagnostic,
        from: &str,
        path: &str,
        address: &WrittenAddress<'_>,
    ) -> Diagnostic {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let known = || {
            let files = self.files.keys().map(String::as_str);
            self.by_path.keys().copied().chain(files)
        };
        // a right name in a wrong folder, or one without its ending, is the commonest slip
        let trimmed = path.trim_end_matches('/');
        let as_entry = format!("{}.md", trimmed.strip_suffix(".html").unwrap_or(trimmed));
        let elsewhere = known()
            .find(|other| *other == as_entry)
            .or_else(|| known().find(|other| !name(path).is_empty() && name(other) == name(path)));
        let other = elsewhere.or_else(|| nearest(path, known()).first().copied());
        let other = other.map(|other| relative(in_content(from), other));
        faults::did_you_mean(fault, path, other.as_deref(), address)
    }

    /// The fault of an address from the root at which there is nothing.
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

/// A path as a file at another path, from the same root, writes it.
///
/// ```text
/// from deep/adapter.md to lora.md: ../lora.md
/// ```
fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<_> = from.split('/').collect();
    let mut to: Vec<_> = to.split('/').collect();
    from.pop();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.drain(shared..)).collect::<Vec<_>>().join("/")
}

/// A file's path from `content/`.
fn in_content(path: &str) -> &str {
    path.strip_prefix("content/").unwrap_or(path)
}
