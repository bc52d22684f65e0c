//! References become links: each is resolved, and what points at an entry is gathered there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use pulldown_cmark::{Event, LinkType, Tag};
use rayon::prelude::*;

use crate::config::Config;
use crate::destination::{Destination, is_entry};
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::glossary::{Entry, EntryId, Glossary, LabelKind};
use crate::labels::{NameIndex, Resolved};
use crate::quotation::{Quotation, Quoter};
use crate::source::{Place, Span, Written};
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use crate::text::nearest::nearest;

/// How many anchors a diagnostic lists.
const SHOWN: usize = 8;

/// What a link in a body leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entry, perhaps a heading of it.
    Entry(EntryId, Option<String>),
    /// A heading of the same page.
    Anchor(String),
    /// A file from `content/`, with what follows the path in the address.
    File(String, String),
    /// A page or file of the site, by its path from the root, with what follows.
    Site(String, String),
    /// Another site.
    Web(String),
}

/// An entry that mentions this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The entry that mentions.
    pub from: EntryId,
    /// Its first sentence that does.
    pub quotation: Quotation,
}

/// All that connects one entry with others. Lists are in the glossary's order, without doubles.
#[derive(Debug, Clone, Default)]
pub struct EntryLinks {
    /// What each link or image of the body leads to, by the index of its event.
    pub targets: HashMap<usize, Target>,
    /// Entries to see also, whichever of the two says so.
    pub related: Vec<EntryId>,
    /// Entries that this one is a kind or part of.
    pub broader: Vec<EntryId>,
    /// Entries that are a kind or part of this one.
    pub narrower: Vec<EntryId>,
    /// The entry that takes this one's place.
    pub replaced_by: Option<EntryId>,
    /// Entries whose place this one takes.
    pub replaces: Vec<EntryId>,
    /// Entries whose text mentions this one.
    pub backlinks: Vec<Backlink>,
}

/// A glossary all of whose references are resolved.
#[derive(Debug)]
pub struct LinkedGlossary<'s> {
    /// The glossary.
    pub glossary: Glossary<'s>,
    /// What connects each entry, in the glossary's order.
    pub links: Vec<EntryLinks>,
    /// The files from `content/` that entries show or link to.
    pub used_files: BTreeSet<String>,
}

impl<'s> LinkedGlossary<'s> {
    /// Resolves all references, in parallel, and inverts them. `files` are those in `content/` that
    /// are no entries, `static_files` those in `static/`; a reference that leads nowhere is
    /// reported.
    pub fn new(
        glossary: Glossary<'s>,
        files: &BTreeMap<String, PathBuf>,
        static_files: &BTreeMap<String, PathBuf>,
        config: &Config,
        faults: &Faults,
    ) -> Self {
        let names = NameIndex::new(&glossary, &config.language, faults);
        let by_path: HashMap<&str, EntryId> = glossary
            .ids()
            .map(|id| (in_content(&glossary.entry(id).file.path), id))
            .collect();
        let resolver = Resolver {
            glossary: &glossary,
            names: &names,
            by_path,
            by_page: glossary
                .ids()
                .map(|id| (format!("{}/", glossary.entry(id).slug), id))
                .collect(),
            files,
            pages: pages(&glossary, static_files),
            language: &config.language,
            faults,
        };
        let ids: Vec<_> = glossary.ids().collect();
        let resolved: Vec<ResolvedEntry> = ids.par_iter().map(|id| resolver.entry(*id)).collect();
        resolver.report_circles(&resolved);
        resolver.check_navigation(config);
        let used_files = resolved
            .iter()
            .flat_map(|entry| entry.targets.values())
            .filter_map(|target| match target {
                Target::File(path, _) => Some(path.clone()),
                _ => None,
            })
            .collect();
        let links = invert(resolved);
        Self {
            glossary,
            links,
            used_files,
        }
    }

    /// What connects one entry.
    pub fn links(&self, id: EntryId) -> &EntryLinks {
        &self.links[id.index()]
    }
}

/// What one entry says of others: the half of [`EntryLinks`] that its own file decides.
struct ResolvedEntry {
    targets: HashMap<usize, Target>,
    mentions: Vec<(EntryId, Quotation)>,
    related: Vec<EntryId>,
    broader: Vec<EntryId>,
    replaced_by: Option<EntryId>,
}

struct Resolver<'r, 's> {
    glossary: &'r Glossary<'s>,
    names: &'r NameIndex<'r, 's>,
    by_path: HashMap<&'r str, EntryId>,
    by_page: HashMap<String, EntryId>,
    files: &'r BTreeMap<String, PathBuf>,
    pages: BTreeSet<String>,
    language: &'r Language,
    faults: &'r Faults,
}

impl Resolver<'_, '_> {
    fn entry(&self, id: EntryId) -> ResolvedEntry {
        let entry = self.glossary.entry(id);
        let front = &entry.front;
        let mut targets = HashMap::new();
        let mut mentions: Vec<(EntryId, Quotation)> = Vec::new();
        let mut mentioned = HashSet::from([id]);
        let events = &entry.body.events;
        let mut quoter = Quoter::new(events, self.language);
        for (at, (event, span)) in events.iter().enumerate() {
            let target = match event {
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }) => self.link(entry, *link_type, dest_url, span),
                Event::Start(Tag::Image { dest_url, .. }) => self.image(entry, dest_url, span),
                _ => continue,
            };
            let Some(target) = target else { continue };
            if let Target::Entry(to, _) = &target
                && mentioned.insert(*to)
            {
                mentions.push((*to, quoter.quote(at)));
            }
            targets.insert(at, target);
        }
        let list = |names: &[Written], key| {
            names
                .iter()
                .filter_map(|name| self.pointer(id, name, key))
                .collect()
        };
        ResolvedEntry {
            targets,
            mentions,
            related: list(&front.related, "related"),
            broader: list(&front.broader, "broader"),
            replaced_by: front
                .replaced_by
                .as_ref()
                .and_then(|name| self.pointer(id, name, "replaced_by")),
        }
    }

    /// An entry that front matter names.
    fn pointer(&self, from: EntryId, name: &Written, key: &str) -> Option<EntryId> {
        let entry = self.glossary.entry(from);
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
        match self.names.resolve(written, place.clone()) {
            Ok(Resolved { entry, kind }) => {
                if kind == LabelKind::Deprecated {
                    let found = self.glossary.entry(entry);
                    self.faults.report(
                        Diagnostic::new(
                            Code::DeprecatedName,
                            format!("`{}` is a name to avoid", single_spaced(written)),
                        )
                        .at(place)
                        .help(format!("say `{}`", found.headword)),
                    );
                }
                Some(entry)
            }
            Err(fault) => {
                self.faults.report(*fault);
                None
            }
        }
    }

    fn link(
        &self,
        entry: &Entry<'_>,
        link_type: LinkType,
        written: &str,
        span: &Span,
    ) -> Option<Target> {
        match link_type {
            LinkType::WikiLink { .. } => self
                .name(written, entry.place(name_span(entry, span)))
                .map(|id| Target::Entry(id, None)),
            LinkType::Email => Some(Target::Web(format!("mailto:{written}"))),
            _ => self.address(entry, written, span),
        }
    }

    fn image(&self, entry: &Entry<'_>, written: &str, span: &Span) -> Option<Target> {
        let target = self.address(entry, written, span)?;
        if matches!(target, Target::File(..) | Target::Site(..)) {
            return Some(target);
        }
        self.faults.report(
            Diagnostic::new(
                Code::ForbiddenLink,
                format!("the image `{written}` is not a file of the project"),
            )
            .at(entry.place(address_span(entry, written, span)))
            .help("put the image beside the entry and write its name"),
        );
        None
    }

    fn address(&self, entry: &Entry<'_>, written: &str, span: &Span) -> Option<Target> {
        let place = || entry.place(address_span(entry, written, span));
        let missing = |message: String| Diagnostic::new(Code::MissingFile, message).at(place());
        let fault = match Destination::read(written, &entry.file.path) {
            Destination::Web(address) => return Some(Target::Web(address)),
            Destination::Anchor(anchor) => {
                if entry.body.anchors.contains(&anchor) {
                    return Some(Target::Anchor(anchor));
                }
                unknown_anchor(entry, &anchor, place())
            }
            Destination::Entry(path, anchor) => match self.by_path.get(path.as_str()) {
                Some(id) => return self.entry_target(*id, anchor, place()),
                None => self.unknown_path(&path, place()),
            },
            Destination::File(path, rest) => {
                if self.files.contains_key(&path) {
                    return Some(Target::File(path, rest));
                }
                let fault = missing(format!("there is no file content/{path}"));
                offer(fault, &path, self.files.keys().map(String::as_str))
            }
            Destination::Site(path, rest) => {
                if let Some(id) = self.by_page.get(path.as_str()) {
                    let anchor = rest.strip_prefix('#').map(str::to_owned);
                    return self.entry_target(*id, anchor, place());
                }
                if self.pages.contains(&path) {
                    return Some(Target::Site(path, rest));
                }
                let fault = missing(format!("the site has no page or file `/{path}`"));
                offer(fault, &path, self.pages.iter().map(String::as_str))
            }
            Destination::Outside => missing(format!("`{written}` leads out of content/"))
                .help("put the file beside the entry, or into static/ and write its path from `/`"),
            Destination::Forbidden(why) => Diagnostic::new(
                Code::ForbiddenLink,
                format!("`{written}` cannot be linked to: {why}"),
            )
            .at(place())
            .help("links are `https:`, `http:` or `mailto:` addresses, or paths of the project"),
        };
        self.faults.report(fault);
        None
    }

    fn entry_target(&self, id: EntryId, anchor: Option<String>, place: Place) -> Option<Target> {
        let target = self.glossary.entry(id);
        match anchor {
            Some(anchor) if !target.body.anchors.contains(&anchor) => {
                self.faults.report(unknown_anchor(target, &anchor, place));
                None
            }
            anchor => Some(Target::Entry(id, anchor)),
        }
    }

    fn unknown_path(&self, path: &str, place: Place) -> Diagnostic {
        let draft = self
            .glossary
            .withheld
            .iter()
            .find(|draft| in_content(&draft.path) == path);
        if draft.is_some() {
            return Diagnostic::new(Code::DraftReference, format!("content/{path} is a draft"))
                .at(place)
                .help("finish the draft and remove `draft = true`, or write text without a link");
        }
        let fault = Diagnostic::new(
            Code::UnknownReference,
            format!("there is no entry content/{path}"),
        )
        .at(place);
        let known: Vec<_> = self.by_path.keys().copied().collect();
        offer(fault, path, known.into_iter())
    }

    /// Reports each circle of broader entries once, at the entry whose file comes first.
    fn report_circles(&self, resolved: &[ResolvedEntry]) {
        for mut circle in circles(resolved) {
            let path = |id: &EntryId| &self.glossary.entry(*id).file.path;
            let first = (0..circle.len()).min_by_key(|at| path(&circle[*at]));
            circle.rotate_left(first.unwrap_or(0));
            let entry = self.glossary.entry(circle[0]);
            let chain: Vec<_> = circle
                .iter()
                .chain(circle.first())
                .map(|id| format!("`{}`", self.glossary.entry(*id)))
                .collect();
            let span = entry.front.broader.first().map(|name| name.span.clone());
            self.faults.report(
                Diagnostic::new(
                    Code::CircularBroader,
                    format!("`{entry}` is broader than itself"),
                )
                .at(entry.place(span.unwrap_or(0..0)))
                .label(format!("from {}", chain.join(" to ")))
                .help("remove one of these from the `broader` of the one before it"),
            );
        }
    }

    fn check_navigation(&self, config: &Config) {
        for link in &config.navigation {
            let crate::config::NavigationTarget::Site(path, place) = &link.target else {
                continue;
            };
            let path = path.split(['?', '#']).next().unwrap_or_default();
            if !self.pages.contains(path) {
                let fault = Diagnostic::new(
                    Code::MissingFile,
                    format!("the site has no page or file `/{path}`"),
                )
                .at(place.clone());
                let known = self.pages.iter().map(String::as_str);
                self.faults.report(offer(fault, path, known));
            }
        }
    }
}

/// The addresses of the site, without a leading slash, that a link from its root may lead to.
fn pages(glossary: &Glossary<'_>, static_files: &BTreeMap<String, PathBuf>) -> BTreeSet<String> {
    let entries = glossary
        .entries
        .iter()
        .map(|entry| format!("{}/", entry.slug));
    let tags = glossary
        .tags
        .iter()
        .map(|tag| format!("tags/{}/", tag.slug));
    let own = [String::new(), "tags/".to_owned()];
    entries
        .chain(tags)
        .chain(own)
        .chain(static_files.keys().cloned())
        .collect()
}

fn in_content(path: &str) -> &str {
    path.strip_prefix("content/").unwrap_or(path)
}

/// Where in a `[[reference]]` its name stands.
fn name_span(entry: &Entry<'_>, span: &Span) -> Span {
    let inner = entry.file.text[span.clone()]
        .trim_start_matches('[')
        .trim_end_matches(']');
    let name = inner.split(['|', '\\']).next().unwrap_or(inner);
    let start = span.start + "[[".len();
    start..start + name.len()
}

/// Where in a link its address stands; the whole link where it is written elsewhere or escaped.
fn address_span(entry: &Entry<'_>, written: &str, span: &Span) -> Span {
    match entry.file.text[span.clone()].rfind(written) {
        Some(at) if !written.is_empty() => span.start + at..span.start + at + written.len(),
        _ => span.clone(),
    }
}

fn unknown_anchor(target: &Entry<'_>, anchor: &str, place: Place) -> Diagnostic {
    let path = &target.file.path;
    let fault = Diagnostic::new(
        Code::UnknownAnchor,
        format!("no heading in {path} has the anchor `#{anchor}`"),
    )
    .at(place);
    let anchors = &target.body.anchors;
    let close = nearest(anchor, anchors.iter().map(String::as_str));
    match (close.first(), anchors.is_empty()) {
        (Some(close), _) => fault.help(format!("did you mean `#{close}`?")),
        (None, true) => fault.help("it has no headings: link to the entry as a whole"),
        (None, false) => {
            let some = anchors.iter().take(SHOWN);
            let some: Vec<_> = some.map(|anchor| format!("`#{anchor}`")).collect();
            let more = if anchors.len() > SHOWN { ", …" } else { "" };
            fault.help(format!("its anchors are {}{more}", some.join(", ")))
        }
    }
}

fn offer<'c>(
    fault: Diagnostic,
    path: &str,
    known: impl Iterator<Item = &'c str> + Clone,
) -> Diagnostic {
    let name = |path: &'c str| path.rsplit('/').next().unwrap_or(path);
    let wanted = path.rsplit('/').next().unwrap_or(path);
    // a right name in a wrong folder is the commonest slip
    let elsewhere = known
        .clone()
        .find(|other| name(other) == wanted && (!wanted.is_empty() || is_entry(other)));
    match elsewhere.or_else(|| nearest(path, known).first().copied()) {
        Some(other) => fault.help(format!("did you mean `{other}`?")),
        None => fault.help("check the name, upper and lower case too"),
    }
}

/// The circles among broader entries, by a depth-first search that meets each entry once.
fn circles(resolved: &[ResolvedEntry]) -> Vec<Vec<EntryId>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Met {
        Never,
        OnPath,
        Done,
    }
    let mut met = vec![Met::Never; resolved.len()];
    let mut found = Vec::new();
    for start in (0..resolved.len()).map(EntryId::from_index) {
        if met[start.index()] != Met::Never {
            continue;
        }
        met[start.index()] = Met::OnPath;
        // each entry on the path, with how many of its broader ones have been followed
        let mut path = vec![(start, 0)];
        while let Some((id, followed)) = path.last_mut() {
            let id = *id;
            let Some(next) = resolved[id.index()].broader.get(*followed).copied() else {
                met[id.index()] = Met::Done;
                path.pop();
                continue;
            };
            *followed += 1;
            match met[next.index()] {
                Met::Never => {
                    met[next.index()] = Met::OnPath;
                    path.push((next, 0));
                }
                Met::OnPath => found.push(
                    path.iter()
                        .map(|(id, _)| *id)
                        .skip_while(|id| *id != next)
                        .collect(),
                ),
                Met::Done => {}
            }
        }
    }
    found
}

/// Gathers at each entry what others say of it.
fn invert(resolved: Vec<ResolvedEntry>) -> Vec<EntryLinks> {
    let mut links: Vec<EntryLinks> = Vec::new();
    links.resize_with(resolved.len(), EntryLinks::default);
    // in the glossary's order, so that every list comes out in it
    for (at, entry) in resolved.into_iter().enumerate() {
        let from = EntryId::from_index(at);
        for to in &entry.related {
            links[to.index()].related.push(from);
        }
        for to in &entry.broader {
            links[to.index()].narrower.push(from);
        }
        if let Some(to) = entry.replaced_by {
            links[to.index()].replaces.push(from);
        }
        for (to, quotation) in entry.mentions {
            links[to.index()]
                .backlinks
                .push(Backlink { from, quotation });
        }
        let own = &mut links[at];
        own.related.extend(entry.related);
        own.broader.extend(entry.broader);
        own.targets = entry.targets;
        own.replaced_by = entry.replaced_by;
    }
    for own in &mut links {
        for list in [&mut own.related, &mut own.broader, &mut own.narrower] {
            list.sort_unstable();
            list.dedup();
        }
    }
    links
}
