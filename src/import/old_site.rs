//! The old site: the entry, page or file for each of its addresses.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Tag};
use rayon::prelude::*;
use url::Url;

use super::draft::{Draft, Place};
use super::old_pages::{HeadingNumbers, OldAnchor, OldPages};
use super::passage::events;
use super::record_reference;
use super::shared_page::{SharedAnchor, SharedPage, TextAnchors, loose};
use crate::address::destination::encode_path;
use crate::entry::events::{element, visible_text};
use crate::entry::markdown::unique_anchor;
use crate::text::fold::{fold, nfc};
use crate::text::language::Language;
use crate::text::name::normalised;
use crate::text::slice;
use crate::text::slug::slug;

/// The scheme of references from shortcodes, until `links` resolves them.
pub(super) const REFERENCE: &str = "headword-ref:";

/// The fewest entries to which links with a prefix lead that make it a prefix of the site, if its words do not show it.
const COMMON: usize = 3;

/// The destination of an old address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OldTarget {
    /// An entry or a page, by its index.
    Entry(usize),
    /// A page that several entries shared, by its key.
    Shared(String),
    /// The front page, which has no text.
    Index,
    /// Another page or file of the old site, by its path there.
    Elsewhere(String),
}

/// The old site in one language, as far as its source describes it.
pub(super) struct OldSite<'s> {
    entries: HashMap<String, usize>,
    /// Entries by the last part of their path; `None` if several entries have it.
    lasts: HashMap<String, Option<usize>>,
    /// Entries by their names as they are written; `None` if several entries have the name.
    exact: HashMap<String, Option<usize>>,
    /// Entries by their titles in this spelling.
    headwords: HashMap<String, Option<usize>>,
    /// Entries by their folded names.
    titles: HashMap<String, Option<usize>>,
    /// Entries by what they share with their translations, for references to records.
    records: HashMap<String, usize>,
    /// For each page that entries share, its anchors.
    shared: HashMap<String, SharedPage>,
    pages: BTreeSet<String>,
    /// The page that introduces the index.
    introduction: Option<usize>,
    /// The other files of the source, by their path in it.
    pub(super) files: &'s BTreeMap<String, PathBuf>,
    /// The path of the source's folder on the old site, without slashes at its ends.
    pub(super) base: String,
    /// Whether links show this path.
    pub(super) is_base_found: bool,
    /// Whether addresses end in `.html`.
    pub(super) has_endings: bool,
    /// The URL of the old site.
    url: Option<Url>,
    /// Prefixes that all addresses of the site may have.
    prefixes: BTreeSet<String>,
    language: Language,
    /// For each entry in this language, its old anchors with the new ones.
    anchors: HashMap<usize, TextAnchors>,
}

/// The options of the command line about the old site.
#[derive(Debug, Clone, Default)]
pub(super) struct OldSiteHints {
    pub(super) base: Option<String>,
    pub(super) url: Option<Url>,
    /// Its pages with several terms, and its program.
    pub(super) old_pages: OldPages,
    /// The parts of the source's path, which the prefix of links may contain.
    pub(super) parts: Vec<String>,
    /// The first part of the addresses in this language, if links do not show it.
    pub(super) of_language: Option<String>,
}

/// The links and the anchors of one entry's text.
struct TextSurvey {
    links: Vec<String>,
    anchors: TextAnchors,
}

impl<'s> OldSite<'s> {
    /// Describes the site in one language, which has this `tag` if it is not the main one: by its entries, its other
    /// pages and files, and the common prefixes of its links.
    pub(super) fn new(
        drafts: &[Draft],
        tag: Option<&str>,
        pages: &BTreeSet<String>,
        files: &'s BTreeMap<String, PathBuf>,
        said: &OldSiteHints,
        language: &Language,
    ) -> Self {
        let mut site = Self {
            entries: HashMap::new(),
            lasts: HashMap::new(),
            exact: HashMap::new(),
            headwords: HashMap::new(),
            titles: HashMap::new(),
            records: HashMap::new(),
            shared: HashMap::new(),
            pages: pages.iter().map(|page| key(page)).collect(),
            introduction: None,
            files,
            base: String::new(),
            is_base_found: false,
            has_endings: false,
            url: said.url.clone(),
            prefixes: BTreeSet::from([String::new()]),
            language: language.clone(),
            anchors: HashMap::new(),
        };
        let drafts = drafts.iter().enumerate();
        let own: Vec<(usize, &Draft)> = drafts.filter(|(_, draft)| draft.tag() == tag).collect();
        for (index, draft) in &own {
            site.add(*index, draft, &said.old_pages);
        }
        let surveys: Vec<TextSurvey> = own
            .par_iter()
            .map(|(_, draft)| survey(draft, &said.old_pages, language))
            .collect();
        for ((index, draft), survey) in own.iter().zip(&surveys) {
            if let Some(page) = &draft.shared {
                let page = site.shared.entry(key(page)).or_default();
                page.add_headings(*index, &survey.anchors);
            }
        }
        site.find_base(&surveys, said, tag.is_some());
        let anchors = own.iter().zip(surveys);
        site.anchors = anchors
            .map(|((index, _), survey)| (*index, survey.anchors))
            .collect();
        site
    }

    fn add(&mut self, index: usize, draft: &Draft, pages: &OldPages) {
        if draft.place == Place::Introduction {
            self.introduction = Some(index);
        }
        let path = key(&draft.path);
        let mut paths = vec![path.clone()];
        // a slug or an id takes the place of the file's name
        if let Some(wanted) = &draft.wanted {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            paths.push(key(&format!("{folder}/{wanted}")));
        }
        paths.extend(draft.old.iter().chain(&draft.address).map(|old| key(old)));
        let dashed: Vec<_> = paths
            .iter()
            .map(|path| path.split('/').map(|part| part.trim_start_matches('-')))
            .map(|parts| parts.collect::<Vec<_>>().join("/"))
            .collect();
        for path in paths.into_iter().chain(dashed) {
            if path.is_empty() {
                continue;
            }
            let last = path.rsplit('/').next().unwrap_or(&path).to_owned();
            claim(&mut self.lasts, last, index);
            self.entries.entry(path).or_insert(index);
        }
        if let Some(page) = &draft.shared {
            let page = self.shared.entry(key(page)).or_default();
            page.add(index, draft, pages);
        }
        if !draft.is_entry() {
            return;
        }
        let record = draft.translation.key.clone();
        self.records.entry(record).or_insert(index);
        // the title as it is written finds its entry, even if others share the title without its brackets
        for name in &draft.written {
            claim(&mut self.exact, normalised(name), index);
        }
        claim(&mut self.headwords, normalised(&draft.title), index);
        let names = std::iter::once(&draft.title)
            .chain(&draft.written)
            .chain(draft.list("synonyms"))
            .chain(draft.list("abbreviations"))
            .chain(draft.list("variants"));
        for name in names {
            claim(&mut self.titles, fold(name, &self.language), index);
        }
    }

    /// The path of the source's folder on the old site: the most common prefix of links to entries. A prefix counts
    /// only if most of the links below it lead to entries: a term may be called as another page of the old site.
    fn find_base(&mut self, surveys: &[TextSurvey], said: &OldSiteHints, is_translation: bool) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let (mut with_ending, mut without) = (0_usize, 0_usize);
        let mut absolute: BTreeMap<String, Option<String>> = BTreeMap::new();
        for link in surveys.iter().flat_map(|survey| &survey.links) {
            let key = key(link);
            let prefix = self.prefix(&key);
            if link.starts_with('/') {
                absolute.insert(key, prefix.clone());
            }
            let Some(prefix) = prefix else {
                continue;
            };
            if link.starts_with('/') {
                *counts.entry(prefix).or_default() += 1;
            }
            if path_of(link).ends_with(".html") {
                with_ending += 1
            } else {
                without += 1
            }
        }
        self.has_endings = with_ending > without;
        // of the different addresses below a prefix: those of entries, and all
        let below = |prefix: &str| {
            let start = format!("{prefix}/");
            let below = absolute.range(start.clone()..);
            let below = below.take_while(|(key, _)| key.starts_with(&start));
            below.fold((0_usize, 0_usize), |(own, all), (_, found)| {
                (own + usize::from(found.as_deref() == Some(prefix)), all + 1)
            })
        };
        let source: Vec<String> = said.parts.iter().map(|part| key(part)).collect();
        let source = format!("/{}", source.join("/"));
        let is_own = |prefix: &str| {
            let shares = |part: &str| said.parts.iter().any(|own| key(own) == part);
            let mut parts = prefix.split('/');
            let (own, all) = below(prefix);
            if source.ends_with(&format!("/{prefix}")) {
                own > 0
            } else if parts.any(|part| shares(part) || is_language(part)) {
                own * 2 >= all
            } else {
                own >= COMMON && own * 5 >= all * 4
            }
        };
        let own_prefixes: Vec<String> = counts
            .keys()
            .filter(|prefix| is_own(prefix))
            .cloned()
            .collect();
        self.prefixes.extend(own_prefixes);
        let from_url = said.url.as_ref().map(|url| key(url.path()));
        let in_language = |base: &String| match (&said.of_language, base.as_str()) {
            (Some(part), "") => part.clone(),
            (Some(part), base) => format!("{base}/{part}"),
            (None, base) => base.to_owned(),
        };
        let given = said.base.as_ref().map(|base| in_language(&key(base)));
        self.base = match given.or(from_url.filter(|base| !base.is_empty())) {
            Some(base) => base,
            None => {
                let mut known: Vec<_> = counts
                    .into_iter()
                    .filter(|(prefix, _)| self.prefixes.contains(prefix))
                    .collect();
                // a translation has the name of its language in its address
                let is_in_language = |base: &String| {
                    let part = said.of_language.as_deref();
                    !is_translation || part.is_none() || base.rsplit('/').next() == part
                };
                known.retain(|(base, _)| is_in_language(base));
                // the shortest of those that are as common
                known.sort_by_key(|(prefix, count)| (std::cmp::Reverse(*count), prefix.len()));
                let most = known.into_iter().next().map(|(base, _)| base);
                self.is_base_found = most.is_some();
                most.or_else(|| said.of_language.clone())
                    .unwrap_or_default()
            }
        };
        self.prefixes.insert(self.base.clone());
    }

    /// The part of an address before the path of an entry.
    fn prefix(&self, key: &str) -> Option<String> {
        let ends = key.match_indices('/').map(|(slash, _)| slash + 1);
        for start in std::iter::once(0).chain(ends) {
            if self.entries.contains_key(slice(key, start..)) {
                return Some(slice(key, ..start).trim_end_matches('/').to_owned());
            }
        }
        let (prefix, last) = key.rsplit_once('/').unwrap_or(("", key));
        matches!(self.lasts.get(last), Some(Some(_))).then(|| prefix.to_owned())
    }

    /// The destination of a path from the old site's root.
    pub(super) fn path(&self, path: &str) -> OldTarget {
        let key = key(path);
        if let Some(index) = self.entries.get(&key) {
            return OldTarget::Entry(*index);
        }
        let below = key
            .strip_prefix(self.base.as_str())
            .and_then(|rest| rest.strip_prefix('/'));
        if let Some(page) = [Some(key.as_str()), below]
            .into_iter()
            .flatten()
            .find(|page| self.shared.contains_key(*page))
        {
            return OldTarget::Shared(page.to_owned());
        }
        let is_front = key.is_empty() || key == self.base;
        if let Some(index) = self
            .introduction
            .filter(|_| is_front && self.shared.is_empty())
        {
            return OldTarget::Entry(index);
        }
        if is_front && self.pages.contains("") {
            return OldTarget::Index;
        }
        if key.is_empty()
            && self.shared.len() == 1
            && let Some(page) = self.shared.keys().next()
        {
            return OldTarget::Shared(page.clone());
        }
        if let Some(index) = below.and_then(|below| self.entries.get(below)) {
            return OldTarget::Entry(*index);
        }
        let is_page = |key: &str| self.pages.contains(key);
        if !is_page(&key)
            && !below.is_some_and(is_page)
            && let Some(prefix) = self.prefix(&key)
            && self.prefixes.contains(&prefix)
        {
            let rest = slice(&key, prefix.len()..).trim_start_matches('/');
            let last = rest.rsplit('/').next().unwrap_or(rest);
            let found = self.entries.get(rest).copied();
            if let Some(index) = found.or_else(|| self.lasts.get(last).copied().flatten()) {
                return OldTarget::Entry(index);
            }
        }
        OldTarget::Elsewhere(path.trim_start_matches('/').to_owned())
    }

    /// The destination of a relative address in an entry. It may be relative to the entry's file or to its
    /// page.
    pub(super) fn relative(&self, address: &str, from: &Draft) -> OldTarget {
        let base = match self.base.as_str() {
            "" => String::new(),
            base => format!("{base}/"),
        };
        let by_file = joined(&format!("{base}{}", from.folder), address);
        let found = self.path(&by_file);
        if !matches!(found, OldTarget::Elsewhere(_)) {
            return found;
        }
        let by_page = joined(&format!("{base}{}/", from.path), address);
        let found = self.path(&by_page);
        // a slash that was forgotten, which the old site's reader ran into and ours need not
        match self.path(&joined("", address)) {
            OldTarget::Elsewhere(_) => found,
            other if matches!(found, OldTarget::Elsewhere(_)) => other,
            _ => found,
        }
    }

    /// The entry for an anchor of a page that entries share, and whether the anchor is that of a heading in the
    /// entry's text. The page may have another path on the old site: then the last part of `path` finds it.
    pub(super) fn on_shared_page(&self, path: &str, anchor: &str) -> Option<SharedAnchor> {
        let key = key(path);
        let last = key.rsplit('/').next().unwrap_or(&key);
        let by_last = |page: &&String| page.rsplit('/').next() == Some(last);
        let page = match self.shared.get(&key) {
            Some(page) => page,
            None => self.shared.get(self.shared.keys().find(by_last)?)?,
        };
        page.find(anchor)
    }

    /// Whether several entries have a name.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        let exact = self.exact.get(&normalised(name));
        let titled = || self.headwords.get(&normalised(name));
        let folded = || self.titles.get(&fold(name, &self.language));
        matches!(exact.or_else(titled).or_else(folded), Some(None))
    }

    /// The entry with a name, a file name or an address, as a list in front matter has it.
    pub(super) fn named(&self, name: &str, from: &Draft) -> Option<usize> {
        if let Some((record, _)) = record_reference::read(name) {
            return self.records.get(record).copied();
        }
        let spelled = normalised(name);
        if let Some(Some(index)) = self.exact.get(&spelled) {
            return Some(*index);
        }
        if let Some(Some(index)) = self.headwords.get(&spelled) {
            return Some(*index);
        }
        if let Some(Some(index)) = self.titles.get(&fold(name, &self.language)) {
            return Some(*index);
        }
        let key = key(name);
        if let Some(index) = self.entries.get(&key) {
            return Some(*index);
        }
        if let OldTarget::Entry(index) = self.relative(name, from) {
            return Some(index);
        }
        let last = key.rsplit('/').next().unwrap_or(&key);
        self.lasts.get(last).copied().flatten()
    }

    /// The URL of a path on the old site, if the URL of that site is known.
    pub(super) fn absolute(&self, path: &str, suffix: &str) -> Option<String> {
        let url = self.url.as_ref()?;
        let address = format!("/{}{suffix}", path.trim_start_matches('/'));
        Some(url.join(&address).ok()?.to_string())
    }

    /// The path of a URL on the old site; `None` if it is a URL of another site.
    pub(super) fn own_path(&self, address: &str) -> Option<String> {
        let url = self.url.as_ref()?;
        let address = Url::parse(address).ok()?;
        let is_own = address.host_str() == url.host_str() && address.port() == url.port();
        is_own.then(|| address.path().to_owned())
    }

    /// The new anchor for an old anchor of an entry.
    pub(super) fn anchor(&self, entry: usize, written: &str) -> Option<&str> {
        let anchors = self.anchors.get(&entry)?;
        anchors.find(written).map(String::as_str)
    }
}

fn claim(map: &mut HashMap<String, Option<usize>>, name: String, index: usize) {
    map.entry(name)
        .and_modify(|owner| {
            if *owner != Some(index) {
                *owner = None;
            }
        })
        .or_insert(Some(index));
}

/// The key that all spellings of a path share: without slashes at its ends, without an extension or
/// `index`, in small letters, with hyphens.
pub(super) fn key(path: &str) -> String {
    let path = percent_decode_str(path_of(path)).decode_utf8_lossy();
    let path = nfc(path.trim().trim_matches('/')).to_lowercase();
    let path = [".md", ".mdx", ".markdown", ".html", ".htm"]
        .iter()
        .find_map(|ending| path.strip_suffix(ending))
        .unwrap_or(&path);
    let path = match path {
        "index" | "_index" => "",
        path => ["/index", "/_index"]
            .iter()
            .find_map(|ending| path.strip_suffix(ending))
            .unwrap_or(path),
    };
    let path = path.strip_prefix("./").unwrap_or(path);
    path.replace(['_', ' '], "-")
}

/// The path of an address, without query and fragment.
pub(super) fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// A path from a folder, without `.` and `..`. A `..` at the top is dropped.
pub(super) fn joined(folder: &str, address: &str) -> String {
    let ends = address.ends_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(address.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    if ends && !path.is_empty() {
        path + "/"
    } else {
        path
    }
}

/// Whether a part of a path is the tag of a language, such as `de` or `pt-br`.
fn is_language(part: &str) -> bool {
    let primary = part.split('-').next().unwrap_or_default();
    let region = slice(part, primary.len()..);
    primary.len() == 2
        && primary.chars().all(|c| c.is_ascii_lowercase())
        && matches!(region.len(), 0 | 3 | 5)
}

fn survey(draft: &Draft, pages: &OldPages, language: &Language) -> TextSurvey {
    let events = events(&draft.body.text);
    let mut links = Vec::new();
    let mut anchors = TextAnchors::default();
    let mut own: Vec<String> = Vec::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut numbers = HeadingNumbers::default();
    for (index, (event, span)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Link { dest_url, .. })
                if !dest_url.contains("://")
                    && (dest_url.starts_with('/') || path_of(dest_url).ends_with(".html")) =>
            {
                links.push(dest_url.to_string());
            }
            Event::Start(Tag::Heading { .. }) => {
                let words = visible_text(element(&events, index));
                let (words, id) = heading_id(&words);
                let anchor = match slug(words, language) {
                    anchor if anchor.is_empty() => "section".to_owned(),
                    anchor => anchor,
                };
                let anchor = unique_anchor(anchor, &mut taken);
                let line = draft.body.line(span.start);
                let on_page = draft.headings.iter().find(|(at, _)| *at == line);
                let repeated = numbers.next(words);
                let heading = OldAnchor::Heading {
                    words: words.to_owned(),
                    repeated: on_page.map_or(repeated, |(_, number)| *number),
                };
                let made = id.map(str::to_owned).into_iter();
                for made in made.chain(pages.fragment(&heading)) {
                    anchors.made.entry(made).or_insert(anchor.clone());
                }
                for name in [Some(words), id].into_iter().flatten().map(loose) {
                    // most tools add a number to the second anchor of a name
                    let numbered = (1..9).map(|number| format!("{name}{number}"));
                    let mut names = std::iter::once(name.clone()).chain(numbered);
                    let free = names.find(|name| !anchors.loose.contains_key(name));
                    anchors.loose.extend(free.map(|key| (key, anchor.clone())));
                }
                own.push(anchor);
            }
            _ => {}
        }
    }
    for anchor in own {
        anchors.loose.entry(loose(&anchor)).or_insert(anchor);
    }
    TextSurvey { links, anchors }
}

/// The words of a heading, and the anchor of an `{#id}` after them.
pub(super) fn heading_id(words: &str) -> (&str, Option<&str>) {
    let Some((before, attributes)) = words
        .trim_end()
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once('{'))
    else {
        return (words, None);
    };
    let inside = attributes.trim_start_matches(':').trim();
    let inside = inside
        .strip_prefix("/*")
        .and_then(|rest| rest.strip_suffix("*/"))
        .unwrap_or(inside)
        .trim();
    match inside.strip_prefix('#') {
        Some(id) => (
            before.trim_end(),
            Some(id.split_whitespace().next().unwrap_or(id)),
        ),
        None => (words, None),
    }
}

/// The address for a reference of a shortcode, until `links` resolves it.
pub(super) fn reference(path: &str) -> String {
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let anchor = match anchor {
        "" => String::new(),
        anchor => format!("#{anchor}"),
    };
    let path = encode_path(path).replace('(', "%28").replace(')', "%29");
    format!("{REFERENCE}{path}{anchor}")
}
