//! Adds links to a page, and takes them out again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::marks::{Sum, added, link_end};
use super::mentions::{AddedLink, Finder, Findings, Text};
use super::passages::{Searched, text_blocks};
use super::places::{PlacedTerm, Places, Quoter};
use super::text_block::{TextBlock, is_in_formula};
use crate::names::EntryId;
use crate::text::language::Language;
use crate::web_page::charset::Decoded;
use crate::web_page::facts::{Facts, Framework, Kind};
use crate::web_page::main_texts::{MainText, MainTexts};
use crate::web_page::tree::{self, Event, Page};

/// What is the same for all pages of a site.
pub(super) struct Annotator<'a> {
    /// Finds the mentions.
    pub(super) finder: Finder<'a>,
    /// The selectors of main texts.
    pub(super) main_texts: &'a MainTexts,
}

/// A page as it was before anything was added to it.
pub(super) struct Original<'b> {
    /// Its bytes.
    pub(super) bytes: Cow<'b, [u8]>,
    /// Whether the file has added parts.
    pub(super) is_annotated: bool,
}

/// Why a page cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Its encoding is unknown. The name is that which the page declares.
    Encoding(Option<String>),
    /// It has added parts, and was changed since.
    Changed,
}

/// A page with its links.
#[derive(Debug, Default)]
pub(super) struct Annotated {
    /// The bytes of the page.
    pub(super) bytes: Vec<u8>,
    /// What was found in its text.
    pub(super) findings: Findings,
    /// The framework that draws the page again in the browser.
    pub(super) framework: Option<Framework>,
    /// Why the page has no links, if its text was not read.
    pub(super) left: Option<Left>,
    /// Whether a policy in the page names each script by its sum.
    pub(super) has_sums: bool,
}

/// Why the text of a page was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// No element holds its main text.
    NoMainText,
    /// It is in another language than the glossary.
    OtherLanguage,
    /// Its elements are nested too deeply.
    TooDeep,
    /// It is a list, a form or a page for unknown addresses that the generator made.
    Generated,
    /// It is not a page, but a part that a script puts into one.
    Fragment,
}

impl<'b> Original<'b> {
    /// The page in some bytes, without what was added to it.
    ///
    /// # Errors
    ///
    /// If its encoding is unknown, or if it was changed since links were added.
    pub(super) fn read(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let decoded = Decoded::read(bytes).map_err(Unreadable::Encoding)?;
        let Some(added) = added(&decoded.text) else {
            return Ok(Self {
                bytes: Cow::Borrowed(bytes),
                is_annotated: false,
            });
        };
        let mut original = Vec::with_capacity(bytes.len());
        let mut done = 0;
        for part in added.parts {
            let (start, end) = (decoded.place(part.start), decoded.place(part.end));
            original.extend(bytes.get(done..start).unwrap_or_default());
            done = end;
        }
        original.extend(bytes.get(done..).unwrap_or_default());
        if Sum::of(&original) != added.sum {
            return Err(Unreadable::Changed);
        }
        Ok(Self {
            bytes: Cow::Owned(original),
            is_annotated: true,
        })
    }
}

impl Annotator<'_> {
    /// A page with links and the tags that cards need. `path` is its path in the site; `root_of` gives the way to
    /// the root of the site, from what is known of the page.
    ///
    /// # Errors
    ///
    /// If its encoding is unknown.
    pub(super) fn annotate(
        &self,
        original: &[u8],
        path: &str,
        root_of: &dyn Fn(&Facts) -> String,
    ) -> Result<Annotated, Unreadable> {
        let sum = Sum::of(original);
        let decoded = Decoded::read(original).map_err(Unreadable::Encoding)?;
        let page = tree::page(&decoded.text, self.main_texts.selectors(), false);
        let main = self.main_texts.find(&page);
        let framework = page.facts.framework().or_else(|| seam(&page, &main.events));
        let mut annotated = Annotated {
            has_sums: page.facts.has_sums,
            framework,
            left: self.left(&page, &main.events, path),
            ..Annotated::default()
        };
        let is_harmed = framework.is_some_and(|framework| !framework.shows_when_drawn());
        if is_harmed || annotated.left == Some(Left::Fragment) {
            annotated.bytes = original.to_owned();
            return Ok(annotated);
        }
        let is_drawn_again = framework.is_some();
        if annotated.left.is_none() {
            annotated.findings = self.finder.read(&Text {
                source: &decoded.text,
                path,
                blocks: &blocks(&decoded.text, &page, &main),
                fit: &|block, words| {
                    // to put a link around elements, a script would have to move them away from where the framework
                    // looks for them
                    let may_be = !is_drawn_again || block.is_in_one_text(words);
                    if !may_be || is_in_formula(&block.text, words) {
                        return None;
                    }
                    block.source(&decoded.text, &page, words)
                },
            });
        }
        let mut edits = Edits::default();
        edits.add(page.head_end, sum.head(&root_of(&page.facts)));
        let links = &annotated.findings.links;
        if is_drawn_again {
            let places = self.places(&decoded.text, &page, &main, links);
            edits.add(page.body_end, sum.places(&places));
        } else if !links.is_empty() {
            let published = self.finder.published;
            let mut terms = Vec::new();
            let mut numbers: HashMap<EntryId, usize> = HashMap::new();
            for link in links {
                let number = *numbers.entry(link.entry).or_insert_with(|| {
                    terms.push(published.entry(link.entry));
                    terms.len() - 1
                });
                edits.add(
                    link.span.start,
                    sum.link(number, &self.finder.address(link.entry)),
                );
                edits.add(link.span.end, link_end());
            }
            let list = sum.list(&terms, published.language.tag());
            edits.add(self.list_place(&page, &main.events), list);
        }
        annotated.bytes = edits.applied(original, &decoded);
        Ok(annotated)
    }

    /// The places of the links on a page that a framework draws again.
    fn places(
        &self,
        source: &str,
        page: &Page,
        main: &MainText,
        links: &[AddedLink],
    ) -> Places<'_> {
        let published = self.finder.published;
        let quoter = Quoter::new(source, page, &main.events);
        let mut terms: Vec<PlacedTerm<'_>> = Vec::new();
        let mut numbers: HashMap<EntryId, usize> = HashMap::new();
        for link in links {
            let number = *numbers.entry(link.entry).or_insert_with(|| {
                terms.push(PlacedTerm {
                    term: published.entry(link.entry),
                    address: self.finder.address(link.entry),
                    places: Vec::new(),
                });
                terms.len() - 1
            });
            let place = quoter.quotation(&link.span);
            if let Some(term) = terms.get_mut(number) {
                term.places.extend(place);
            }
        }
        let selector = || self.main_texts.selectors().css(main.selector);
        let has_main = !main.events.is_empty();
        Places {
            main: has_main.then(selector).unwrap_or_default(),
            language: published.language.tag(),
            terms,
        }
    }

    /// Why the text of a page is not read; `None` if it is.
    fn left(&self, page: &Page, main: &[Range<usize>], path: &str) -> Option<Left> {
        if !page.facts.is_document && main.is_empty() {
            return Some(Left::Fragment);
        }
        if page.is_too_deep {
            return Some(Left::TooDeep);
        }
        let language = page.facts.language.as_deref().and_then(Language::from_tag);
        let own = primary(self.finder.published.language.tag());
        if language.is_some_and(|language| primary(language.tag()) != own) {
            return Some(Left::OtherLanguage);
        }
        if page.facts.kind() == Kind::Sphinx && is_made_by_sphinx(path) {
            return Some(Left::Generated);
        }
        match main {
            [] if is_for_unknown(path) => Some(Left::Generated),
            [] => Some(Left::NoMainText),
            _ => None,
        }
    }

    /// The byte where the list of glosses goes: after the main text, so that it comes and goes with it where the
    /// site exchanges only a part of a page, and outside of it, so that no search has it. A page of an unknown
    /// generator has it at its end.
    fn list_place(&self, page: &Page, main: &[Range<usize>]) -> usize {
        let is_known = !self.main_texts.is_chosen() && page.facts.kind() != Kind::Other;
        let last = main
            .last()
            .and_then(|main| page.events.get(main.end.checked_sub(1)?));
        match last {
            Some(Event::Close(span)) if is_known && !span.is_empty() => span.end,
            _ => page.body_end,
        }
    }
}

/// The blocks of the main text of a page.
fn blocks(source: &str, page: &Page, main: &MainText) -> Vec<TextBlock> {
    let main = main.events.iter();
    main.flat_map(|main| text_blocks(source, page, main.clone(), Searched::Linkable))
        .collect()
}

/// The framework of a page with its marks in the main text.
fn seam(page: &Page, main: &[Range<usize>]) -> Option<Framework> {
    let mut events = main
        .iter()
        .flat_map(|main| page.events.get(main.clone()).unwrap_or_default());
    let has_seam = page.facts.has_seams() && events.any(|event| matches!(event, Event::Seam));
    has_seam.then_some(Framework::Unknown)
}

/// The first part of a language tag: `pt` of `pt-BR`.
fn primary(tag: &str) -> String {
    let first = tag.split('-').next().unwrap_or_default();
    first.to_ascii_lowercase()
}

/// Whether a page is the one for unknown addresses. A framework draws it from nothing.
fn is_for_unknown(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let is_one = |name: &str| matches!(name, "404" | "404.html" | "_not-found" | "_not-found.html");
    match parts.next() {
        Some("index.html") => parts.next().is_some_and(is_one),
        name => name.is_some_and(is_one),
    }
}

/// Whether a page of Sphinx is a list or a form, which has the element of the main text too.
fn is_made_by_sphinx(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.strip_suffix("/index.html").unwrap_or(name);
    name == "search.html"
        || name.starts_with("genindex")
        || name.ends_with("modindex.html")
        || path.contains("_modules/")
        || path.ends_with("search/index.html")
        || path.ends_with("genindex/index.html")
}

/// Text to put into a page.
#[derive(Default)]
struct Edits(Vec<(usize, Cow<'static, str>)>);

impl Edits {
    fn add(&mut self, offset: usize, html: impl Into<Cow<'static, str>>) {
        self.0.push((offset, html.into()));
    }

    /// A page with the added text. What was added first at a place comes first.
    fn applied(mut self, bytes: &[u8], decoded: &Decoded<'_>) -> Vec<u8> {
        self.0.sort_by_key(|(offset, _)| *offset);
        let more: usize = self.0.iter().map(|(_, html)| html.len()).sum();
        let mut page = Vec::with_capacity(bytes.len() + more);
        let mut done = 0;
        for (offset, html) in &self.0 {
            let place = decoded.place(*offset);
            page.extend_from_slice(bytes.get(done..place).unwrap_or_default());
            page.extend_from_slice(&decoded.encoded(html));
            done = place;
        }
        page.extend_from_slice(bytes.get(done..).unwrap_or_default());
        page
    }
}
