//! What one entry says of others, resolved.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag};
use rayon::prelude::*;

use super::{CrossReference, Mention, Origin, Target};
use crate::address::destination::{Destination, HARMLESS, Suffix, is_harmless};
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::entry::events::{element, end_of, plain_text, source_span};
use crate::entry::prose::{Prose, blocks};
use crate::entry::quotation::{Quotation, quote, shortened};
use crate::entry::references::{Reference, ReferenceKind};
use crate::glossary::{Entry, EntryId, Glossary, LabelKind};
use crate::link::autolink::{Autolinker, AutomaticLink, WrittenLink};
use crate::names::NameIndex;
use crate::project::config::{Config, NavigationTarget};
use crate::site_map::address_book::{AddressBook, Retired};
use crate::site_map::{Route, SiteMap};
use crate::source::{Place, Span, Written};
use crate::text::nearest::nearest;
use crate::text::{FirstFew, first_few, slice};

/// How many anchors a diagnostic lists.
const MOST_ANCHORS: usize = 8;

/// What one entry says of others: the half of [`super::EntryLinks`] that its own file decides.
#[derive(Debug, Clone)]
pub struct ResolvedEntry {
    /// What the author made the body point at, in the order of its events.
    pub references: Arc<[CrossReference]>,
    /// Mentions that become links, in the order of the body's events.
    pub automatic: Arc<[AutomaticLink]>,
    /// All links of the text to other entries, in the order in which readers meet them.
    pub mentions: Arc<[Mention]>,
    /// The sentence of the first mention of each entry.
    pub quotations: Vec<(EntryId, Arc<Quotation>)>,
    /// Entries to see also.
    pub related: Vec<EntryId>,
    /// Entries that this one is a kind or part of, with where each is written.
    pub broader: Vec<(EntryId, Span)>,
    /// The entry that takes this one's place.
    pub replaced_by: Option<EntryId>,
    /// What is wrong with all that.
    pub faults: Vec<Diagnostic>,
}

/// What an entry's text says of other entries.
#[derive(Default)]
struct LinkedText {
    automatic: Vec<AutomaticLink>,
    mentions: Vec<Mention>,
    /// The first mention of each entry.
    quotations: Vec<(EntryId, Arc<Quotation>)>,
}

/// All that a reference may mean.
pub struct Surroundings<'r> {
    glossary: &'r Glossary,
    names: &'r NameIndex,
    by_path: BTreeMap<&'r str, EntryId>,
    site_map: &'r SiteMap,
    files: &'r BTreeMap<String, PathBuf>,
    config: &'r Config,
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
        Self {
            by_path: glossary
                .ids()
                .map(|id| (in_content(&glossary.entry(id).file.path), id))
                .collect(),
            glossary,
            names,
            site_map,
            files,
            config,
        }
    }

    /// Resolves all that some entries say of others, in parallel and in their order.
    pub fn resolve(&self, ids: &[EntryId]) -> Vec<Arc<ResolvedEntry>> {
        ids.par_iter()
            .map(|id| {
                let faults = Faults::default();
                let resolver = Resolver {
                    around: self,
                    faults: &faults,
                };
                let mut resolved = resolver.entry(*id);
                resolved.faults = faults.into_diagnostics();
                Arc::new(resolved)
            })
            .collect()
    }

    /// Resolves what stands outside entries: gives what to read instead of each retired address, in
    /// the book's order. What is wrong with that, or with the settings' navigation, is reported.
    pub fn beside_entries(&self, book: &AddressBook, faults: &Faults) -> Vec<Vec<EntryId>> {
        let resolver = Resolver {
            around: self,
            faults,
        };
        resolver.check_navigation();
        let retired = book.retired.iter();
        retired
            .map(|retired| resolver.instead(book, retired))
            .collect()
    }
}

/// Resolves what one file says.
struct Resolver<'e, 'r> {
    around: &'e Surroundings<'r>,
    faults: &'e Faults,
}

impl Resolver<'_, '_> {
    fn entry(&self, id: EntryId) -> ResolvedEntry {
        let entry = self.around.glossary.entry(id);
        let front = &entry.front;
        let mut references = Vec::with_capacity(entry.body.references.len());
        for reference in &entry.body.references {
            let target = match reference.kind {
                ReferenceKind::Name => self
                    .name(&reference.text, entry.place(reference.span.clone()))
                    .map(|id| Target::Entry(id, None)),
                ReferenceKind::Address => self.address(entry, reference),
                ReferenceKind::Image => self.image(entry, reference),
            };
            references.extend(target.map(|target| CrossReference {
                event: reference.event,
                target,
            }));
        }
        let text = self.text(id, &references);
        let list = |names: &[Written], key| -> Vec<(EntryId, Span)> {
            names
                .iter()
                .filter_map(|name| Some((self.pointer(id, name, key)?, name.span.clone())))
                .collect()
        };
        let related = list(&front.related, "related");
        ResolvedEntry {
            references: references.into(),
            automatic: text.automatic.into(),
            mentions: text.mentions.into(),
            quotations: text.quotations,
            faults: Vec::new(),
            related: related.into_iter().map(|(id, _)| id).collect(),
            broader: list(&front.broader, "broader"),
            replaced_by: front
                .replaced_by
                .as_ref()
                .and_then(|name| self.pointer(id, name, "replaced_by")),
        }
    }

    /// Reads an entry's text, block by block, for what it says of other entries.
    fn text(&self, id: EntryId, references: &[CrossReference]) -> LinkedText {
        let entry = self.around.glossary.entry(id);
        let events = &entry.body.events;
        let mut linked = LinkedText::default();
        let mut quoted = HashSet::from([id]);
        let mut autolinker = Autolinker::new(
            id,
            entry,
            self.around.names,
            self.around.config,
            self.faults,
        );
        for block in blocks(events) {
            if !entry.body.is_shown(block.events.start) {
                continue;
            }
            let prose = Prose::read(events, block.events.clone());
            let mut found = written_links(entry, &prose, references);
            let written: Vec<_> = found.iter().map(|(link, _)| link.clone()).collect();
            for link in autolinker.read(&block, &prose, &written) {
                let Range { start, end } = link.positions;
                let mention = Mention {
                    to: link.means.entry,
                    text: shortened(slice(&prose.text, link.words.clone())),
                    span: source_span(events, &entry.file.text, start, end),
                    origin: Origin::Automatic(link.means.kind, link.means.closeness),
                };
                let words = link.words.clone();
                let entry = link.means.entry;
                found.push((WrittenLink { words, entry }, mention));
                linked.automatic.push(link);
            }
            found.sort_by_key(|(link, _)| link.words.start);
            for (link, mention) in found {
                if quoted.insert(mention.to) {
                    let language = &self.around.config.edition.language;
                    let quotation = quote(&prose, link.words, &mention.text, language);
                    linked.quotations.push((mention.to, Arc::new(quotation)));
                }
                linked
                    .mentions
                    .extend((mention.to != id).then_some(mention));
            }
        }
        // footnotes are read last, wherever they are written
        linked.automatic.sort_by_key(|link| link.positions.start);
        linked
    }

    /// An entry that front matter names.
    fn pointer(&self, from: EntryId, name: &Written, key: &str) -> Option<EntryId> {
        let entry = self.around.glossary.entry(from);
        let place = entry.place(name.span.clone());
        let found = self.name(&name.text, place.clone())?;
        if found == from {
            self.faults.report(
                Diagnostic::new(
                    Code::SelfReference,
                    format!("`{key}` names the entry itself"),
                )
                .at(place)
                .help(format!("remove `{}` from `{key}`", name.text)),
            );
            return None;
        }
        Some(found)
    }

    /// The entry of a name; one to avoid is found, and reported.
    fn name(&self, written: &str, place: Place) -> Option<EntryId> {
        match self.around.names.resolve(written, place.clone()) {
            Ok(means) => {
                if means.kind == LabelKind::Deprecated {
                    let fault = self.around.names.deprecated(written, means);
                    self.faults.report(fault.at(place));
                }
                Some(means.entry)
            }
            Err(fault) => {
                self.faults.report(*fault);
                None
            }
        }
    }

    /// The entries to read instead of a retired address. An address that leads on itself is none.
    fn instead(&self, book: &AddressBook, retired: &Retired) -> Vec<EntryId> {
        let entry = |name: &Written| {
            let place = book.place(name)?;
            let fault = match self.around.names.resolve(&name.text, place.clone()) {
                Ok(means) => return Some(means.entry),
                Err(fault) => fault,
            };
            let chain = |what: &str| {
                let message = format!("`{}` is {what}", name.text);
                Diagnostic::new(Code::RedirectChain, message).at(place.clone())
            };
            let fault = match self.around.site_map.former(&name.text) {
                Some(Route::Redirect(id)) => {
                    let entry = self.around.glossary.entry(*id);
                    let former = entry.front.redirect_from.iter();
                    let leads_on = former
                        .filter(|former| {
                            self.around.site_map.former(&former.text)
                                == self.around.site_map.former(&name.text)
                        })
                        .map(|former| entry.place(former.span.clone()));
                    leads_on
                        .fold(chain("a former address"), |fault, place| {
                            fault.also(place, "it leads here")
                        })
                        .help(format!("write `{}`", entry.slug))
                }
                Some(Route::Retired(at)) => {
                    let other = book.retired.get(*at);
                    let place = other.and_then(|other| book.place(&other.address));
                    place
                        .into_iter()
                        .fold(chain("retired itself"), |fault, place| {
                            fault.also(place, "it is retired here")
                        })
                        .help("write the name of an entry")
                }
                _ => *fault,
            };
            self.faults.report(fault);
            None
        };
        retired.instead.iter().filter_map(entry).collect()
    }

    fn image(&self, entry: &Entry, reference: &Reference) -> Option<Target> {
        let target = self.address(entry, reference)?;
        let is_file = match &target {
            Target::File(..) => true,
            Target::Site(path, _) => self
                .around
                .site_map
                .route(path)
                .is_some_and(|route| !route.is_page()),
            _ => false,
        };
        if is_file {
            return Some(target);
        }
        self.faults.report(
            Diagnostic::new(
                Code::ForbiddenLink,
                format!(
                    "the image `{}` is not a file of the project",
                    reference.text
                ),
            )
            .at(entry.place(reference.span.clone()))
            .help("put the image beside the entry and write its name"),
        );
        None
    }

    fn address(&self, entry: &Entry, reference: &Reference) -> Option<Target> {
        let written = reference.text.as_str();
        let place = entry.place(reference.span.clone());
        let missing = |message: String| Diagnostic::new(Code::MissingFile, message);
        let fault = match Destination::read(written, &entry.file.path) {
            _ if written.is_empty() => missing("the link has no address".to_owned())
                .help("write one between the round brackets"),
            Destination::Web(address) => return Some(Target::Web(address)),
            Destination::Anchor(anchor) => {
                // an empty fragment is the top of the page
                if anchor.is_empty() || entry.body.anchors.contains(&anchor) {
                    return Some(Target::Anchor(anchor));
                }
                unknown_anchor(entry, &anchor)
            }
            Destination::Entry(path, suffix) => match self.around.by_path.get(path.as_str()) {
                Some(id) => match self.entry_target(*id, &suffix) {
                    Ok(target) => return Some(target),
                    Err(fault) => *fault,
                },
                None => self.unknown_path(entry, &path),
            },
            Destination::File(path, suffix) => {
                if !self.around.files.contains_key(&path) {
                    let fault = missing(format!("there is no file content/{path}"));
                    self.offer_file(entry, fault, &path)
                } else if is_harmless(&path) {
                    return Some(Target::File(path, suffix));
                } else {
                    let message = format!("content/{path} is of a kind that no entry may bring");
                    Diagnostic::new(Code::ForbiddenFile, message).help(format!(
                        "put it into static/, which is for files that you trust; beside entries, \
                         there are {}",
                        HARMLESS.join(", ")
                    ))
                }
            }
            Destination::Site(path, suffix) => match self.site_target(&path, &suffix) {
                Ok(target) => return Some(target),
                Err(fault) => *fault,
            },
            Destination::Outside => missing(format!("`{written}` leads out of content/"))
                .help("put the file beside the entry, or into static/ and write its path from `/`"),
            Destination::Forbidden(why) => Diagnostic::new(
                Code::ForbiddenLink,
                format!("`{written}` cannot be linked to: {why}"),
            )
            .help("links are `https:`, `http:` or `mailto:` addresses, or paths of the project"),
        };
        self.faults.report(fault.at(place));
        None
    }

    /// The fault of a fragment on a page of the site itself: only the index has anchors, its
    /// letters.
    fn unknown_own_anchor(&self, route: &Route, suffix: &Suffix) -> Option<Diagnostic> {
        let anchor = suffix.anchor()?;
        let mut letters = self
            .around
            .glossary
            .index
            .iter()
            .map(|group| group.letter.id.as_str());
        let fault = |page| {
            let message = format!("{page} has no anchor `#{anchor}`");
            Diagnostic::new(Code::UnknownAnchor, message)
        };
        match route {
            Route::Index if letters.any(|letter| letter == anchor) => None,
            Route::Index => {
                Some(fault("the index").help("its anchors are its letters, such as `#a`"))
            }
            Route::Tags
            | Route::Tag(_)
            | Route::NotFound
            | Route::Redirect(_)
            | Route::Retired(_) => Some(fault("the page").help("link to the page as a whole")),
            // whatever is in a file is its author's business
            _ => None,
        }
    }

    /// An entry, or the heading of it that a suffix names.
    fn entry_target(&self, id: EntryId, suffix: &Suffix) -> Result<Target, Box<Diagnostic>> {
        let target = self.around.glossary.entry(id);
        match suffix.anchor() {
            Some(anchor) if !target.body.anchors.contains(anchor) => {
                Err(Box::new(unknown_anchor(target, anchor)))
            }
            anchor => Ok(Target::Entry(id, anchor.map(str::to_owned))),
        }
    }

    /// What is at a path from the site's root.
    fn site_target(&self, path: &str, suffix: &Suffix) -> Result<Target, Box<Diagnostic>> {
        match self.around.site_map.route(path) {
            Some(Route::Entry(id)) => self.entry_target(*id, suffix),
            Some(route) => match self.unknown_own_anchor(route, suffix) {
                None => Ok(Target::Site(path.to_owned(), suffix.clone())),
                Some(fault) => Err(Box::new(fault)),
            },
            None => Err(Box::new(self.unknown_page(path))),
        }
    }

    fn unknown_path(&self, from: &Entry, path: &str) -> Diagnostic {
        let mut withheld = self.around.glossary.withheld.iter();
        if withheld.any(|draft| in_content(&draft.path) == path) {
            return Diagnostic::new(Code::DraftReference, format!("content/{path} is a draft"))
                .help("finish the draft and remove `draft = true`, or write text without a link");
        }
        let fault = Diagnostic::new(
            Code::UnknownReference,
            format!("there is no entry content/{path}"),
        );
        self.offer_file(from, fault, path)
    }

    /// Offers the entry or file most like a path in `content/`, as it is written in an entry.
    fn offer_file(&self, from: &Entry, fault: Diagnostic, path: &str) -> Diagnostic {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let known = || {
            let files = self.around.files.keys().map(String::as_str);
            self.around.by_path.keys().copied().chain(files)
        };
        // a right name in a wrong folder, or one without its ending, is the commonest slip
        let trimmed = path.trim_end_matches('/');
        let as_entry = format!("{}.md", trimmed.strip_suffix(".html").unwrap_or(trimmed));
        let elsewhere = known()
            .find(|other| *other == as_entry)
            .or_else(|| known().find(|other| !name(path).is_empty() && name(other) == name(path)));
        if name(path).starts_with("www.") {
            return fault.help(format!("write the whole address: `https://{}`", name(path)));
        }
        match elsewhere.or_else(|| nearest(path, known()).first().copied()) {
            Some(other) => {
                let other = relative(in_content(&from.file.path), other);
                fault.help(format!("did you mean `{other}`?"))
            }
            None => fault.help("check the name, upper and lower case too"),
        }
    }

    /// The fault of an address from the root at which there is nothing.
    fn unknown_page(&self, path: &str) -> Diagnostic {
        let fault = Diagnostic::new(
            Code::MissingFile,
            format!("the site has no page or file `/{path}`"),
        );
        let known: Vec<String> = self.around.site_map.addresses().collect();
        let with_slash = format!("/{path}/");
        let close = match known.contains(&with_slash) {
            true => Some(with_slash.as_str()),
            false => nearest(&format!("/{path}"), known.iter().map(String::as_str))
                .first()
                .copied(),
        };
        match close {
            Some(close) => fault.help(format!("did you mean `{close}`?")),
            None => fault.help("put the file into static/, or correct the path"),
        }
    }

    fn check_navigation(&self) {
        for link in &self.around.config.settings.navigation {
            let NavigationTarget::Site(path, suffix, place) = &link.target else {
                continue;
            };
            if let Err(fault) = self.site_target(path, suffix) {
                self.faults.report(fault.at(place.clone()));
            }
        }
    }
}

/// The links to entries that an author wrote in a block, in order.
fn written_links(
    entry: &Entry,
    block: &Prose,
    references: &[CrossReference],
) -> Vec<(WrittenLink, Mention)> {
    let events = &entry.body.events;
    let start = references.partition_point(|link| link.event < block.events.start);
    let end = references.partition_point(|link| link.event < block.events.end);
    let mut links = Vec::new();
    for reference in references.get(start..end).unwrap_or_default() {
        let Target::Entry(to, _) = reference.target else {
            continue;
        };
        let Some((event, span)) = events.get(reference.event) else {
            continue;
        };
        let end = end_of(events, reference.event);
        let words = block.start_of(reference.event)..block.start_of(end);
        let text = match shortened(slice(&block.text, words.clone())) {
            // a picture is the link: its text stands in
            text if text.is_empty() => shortened(&plain_text(element(events, reference.event))),
            text => text,
        };
        let origin = match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                ..
            }) => Origin::Name,
            _ => Origin::Address,
        };
        let mention = Mention {
            to,
            text,
            span: span.clone(),
            origin,
        };
        links.push((WrittenLink { words, entry: to }, mention));
    }
    links
}

/// A path as a file at another path, from the same root, writes it.
fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<_> = from.split('/').collect();
    let mut to: Vec<_> = to.split('/').collect();
    from.pop();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.drain(shared..)).collect::<Vec<_>>().join("/")
}

fn in_content(path: &str) -> &str {
    path.strip_prefix("content/").unwrap_or(path)
}

fn unknown_anchor(target: &Entry, anchor: &str) -> Diagnostic {
    let path = &target.file.path;
    let fault = Diagnostic::new(
        Code::UnknownAnchor,
        format!("no heading in {path} has the anchor `#{anchor}`"),
    );
    let anchors = &target.body.anchors;
    let close = nearest(anchor, anchors.iter().map(String::as_str));
    match (close.first(), anchors.is_empty()) {
        (Some(close), _) => fault.help(format!("did you mean `#{close}`?")),
        (None, true) => fault.help("it has no headings: link to the entry as a whole"),
        (None, false) => {
            let FirstFew { first, more } = first_few(anchors.iter(), MOST_ANCHORS);
            let first: Vec<_> = first.map(|anchor| format!("`#{anchor}`")).collect();
            let more = if more > 0 { ", …" } else { "" };
            fault.help(format!("its anchors are {}{more}", first.join(", ")))
        }
    }
}
