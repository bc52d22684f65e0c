//! The term page.

use std::collections::HashSet;

use serde::Serialize;

use super::{EntryLink, Link, Page, Pages, TagLink};
use crate::address::destination::{AbsoluteUrl, encode_component, encode_path};
use crate::glossary::{EntryId, LabelKind};
use crate::link::Backlink;
use crate::site::html::Fragment;
use crate::site::pages::citation::{self, Citation};
use crate::site::pages::neighbourhood;
use crate::site::pages::structured_data;

/// A sentence of another entry that mentions this one.
#[derive(Debug, Clone, Serialize)]
pub struct Mention<'a> {
    /// The other entry.
    pub entry: EntryLink<'a>,
    /// The sentence up to the mention.
    pub before: &'a str,
    /// The mention.
    pub mention: &'a str,
    /// The rest of the sentence.
    pub after: &'a str,
}

/// An entry that this page links to, as much as a reader needs to read on.
#[derive(Debug, Clone, Serialize)]
pub struct TermNote<'a> {
    /// The entry.
    pub entry: EntryLink<'a>,
    /// Whether the text links to it, and not only what stands around the text.
    pub in_text: bool,
    /// Its other names.
    pub names: Vec<&'a str>,
}

/// The entry of a term page.
#[derive(Debug, Clone, Serialize)]
pub struct Term<'a> {
    /// The file's name without its ending.
    pub slug: &'a str,
    /// The main name.
    pub headword: &'a str,
    /// Which meaning of it.
    pub sense: Option<&'a str>,
    /// Short forms.
    pub abbreviations: Vec<&'a str>,
    /// Other names.
    pub synonyms: Vec<&'a str>,
    /// Other spellings.
    pub variants: Vec<&'a str>,
    /// Names to avoid.
    pub avoid: Vec<&'a str>,
    /// The meaning in one line.
    pub gloss: &'a str,
    /// Whether the gloss is the definition's first sentence, and not to be shown again.
    pub gloss_is_derived: bool,
    /// The body: safe HTML.
    pub definition: &'a str,
    /// Subjects.
    pub tags: Vec<TagLink<'a>>,
    /// Entries to see also.
    pub related: Vec<EntryLink<'a>>,
    /// Entries that this one is a kind or part of.
    pub broader: Vec<EntryLink<'a>>,
    /// Entries that are a kind or part of this one.
    pub narrower: Vec<EntryLink<'a>>,
    /// The entry that takes this one's place.
    pub replaced_by: Option<EntryLink<'a>>,
    /// Entries whose place this one takes.
    pub replaces: Vec<EntryLink<'a>>,
    /// The entries that its text links to, in order, then those to see also, broader and narrower.
    pub terms: Vec<TermNote<'a>>,
    /// A picture of the entries around it: safe SVG. Missing where there are none.
    pub neighbourhood: Option<String>,
    /// How to cite the page.
    pub citation: Citation,
    /// Sentences of other entries that mention this one.
    pub mentions: Vec<Mention<'a>>,
    /// Where the definition comes from.
    pub sources: Vec<Link<'a>>,
    /// The day of the last change, as HTML's `datetime` takes it.
    pub updated: Option<String>,
    /// Where the entry can be edited.
    pub edit_url: Option<String>,
    /// Where a problem with it can be reported.
    pub report_url: Option<String>,
    /// `[extra]` of the entry.
    pub extra: &'a toml::Table,
}

/// `entry.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EntryPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The entry.
    pub entry: Term<'a>,
    /// The entry before this one.
    pub previous: Option<EntryLink<'a>>,
    /// The entry after this one.
    pub next: Option<EntryLink<'a>>,
}

impl<'a> Pages<'a> {
    /// One term page; its definition is written already.
    pub fn entry(&self, id: EntryId, definition: &'a Fragment) -> EntryPage<'a> {
        let entry = self.glossary().entry(id);
        let links = self.linked.links(id);
        let page = Page {
            description: (!entry.gloss.text.is_empty()).then(|| entry.gloss.text.clone()),
            math_styles: !definition.math_styles.is_empty(),
            ..self.page(
                &self.config.edition.addresses.entry(&entry.slug),
                "entry",
                entry.to_string(),
            )
        };
        let url = page.canonical.as_deref();
        let structured_data = structured_data::term(entry, url, self.config);
        let root = page.root.as_str();
        let list = |ids: &[EntryId]| ids.iter().map(|id| self.entry_link(*id, root)).collect();
        let (previous, next) = self.glossary().neighbours(id);
        let term = Term {
            slug: &entry.slug,
            headword: &entry.headword,
            sense: entry.sense.as_deref(),
            abbreviations: entry.names(LabelKind::Abbreviation).collect(),
            synonyms: entry.names(LabelKind::Synonym).collect(),
            variants: entry.names(LabelKind::Variant).collect(),
            avoid: entry.names(LabelKind::Deprecated).collect(),
            gloss: &entry.gloss.text,
            gloss_is_derived: entry.gloss.is_derived,
            definition: &definition.html,
            tags: entry
                .tags
                .iter()
                .map(|tag| self.tag_link(self.glossary().tag(*tag), root))
                .collect(),
            related: list(&links.related),
            broader: list(&links.broader),
            narrower: list(&links.narrower),
            replaced_by: links.replaced_by.map(|id| self.entry_link(id, root)),
            replaces: list(&links.replaces),
            terms: self.terms(id, root),
            neighbourhood: neighbourhood::picture(id, self.linked, &|entry| {
                self.config.edition.addresses.entry(&entry.slug).from(root)
            }),
            citation: citation::of(entry, url, self.config),
            mentions: links
                .backlinks
                .iter()
                .map(|link| self.mention(link, root))
                .collect(),
            sources: entry
                .front
                .sources
                .iter()
                .map(|source| Link {
                    title: &source.title.text,
                    url: source.url.as_ref().map(AbsoluteUrl::to_string),
                })
                .collect(),
            updated: entry.front.updated.map(|day| day.to_string()),
            edit_url: self
                .config
                .settings
                .edit_url
                .as_ref()
                .map(|pattern| edit_address(pattern, &entry.file.path)),
            report_url: self.config.settings.report_url.as_ref().map(|pattern| {
                pattern
                    .replace("{title}", &encode_component(&entry.to_string()))
                    .replace("{path}", &encode_component(&entry.file.path))
                    .replace("{url}", &encode_component(url.unwrap_or_default()))
            }),
            extra: &entry.front.extra,
        };
        EntryPage {
            entry: term,
            previous: previous.map(|id| self.entry_link(id, root)),
            next: next.map(|id| self.entry_link(id, root)),
            page: Page {
                structured_data,
                ..page
            },
        }
    }

    fn terms(&self, id: EntryId, root: &str) -> Vec<TermNote<'a>> {
        let links = self.linked.links(id);
        let in_text = links.text.mentions.iter().map(|mention| (mention.to, true));
        let around = [
            &links.related,
            &links.broader,
            &links.narrower,
            &links.replaces,
        ];
        let around = around.into_iter().flatten().map(|id| (*id, false));
        let mut seen = HashSet::new();
        in_text
            .chain(around)
            .filter(|(other, _)| seen.insert(*other))
            .map(|(other, in_text)| TermNote {
                entry: self.entry_link(other, root),
                in_text,
                names: self.glossary().entry(other).shown_names().collect(),
            })
            .collect()
    }

    fn mention(&self, link: &'a Backlink, root: &str) -> Mention<'a> {
        Mention {
            entry: self.entry_link(link.from, root),
            before: &link.quotation.before,
            mention: &link.quotation.mention,
            after: &link.quotation.after,
        }
    }
}

/// The address where a file can be edited: its path is a path there, or a value in a query.
fn edit_address(pattern: &str, path: &str) -> String {
    match pattern.split_once('?') {
        Some((before, query)) => {
            let before = before.replace("{path}", &encode_path(path));
            let query = query.replace("{path}", &encode_component(path));
            format!("{before}?{query}")
        }
        None => pattern.replace("{path}", &encode_path(path)),
    }
}
