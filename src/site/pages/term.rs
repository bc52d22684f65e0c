//! The term page.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Serialize;

use super::{
    Alternate, AnyLink, BesideData, EquivalentData, Extra, LinkData, Page, Pages, TagLink,
    translations,
};
use crate::address::destination::{AbsoluteUrl, encode_component, encode_path};
use crate::address::site_path::SitePath;
use crate::entry::front_matter::FrontMatter;
use crate::glossary::{EntryId, LabelKind, TextId};
use crate::link::{Backlink, LinkedText, RelationsElsewhere, Target};
use crate::project::config::Format;
use crate::site::export::plain_text;
use crate::site::html::{Fragment, Heading, hrefs};
use crate::site::pages::structured_data;
use crate::site_map::twin;
use crate::source::Written;

/// A sentence of another entry, or of a page, that mentions this entry.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct MentionData<'a> {
    /// The other entry, or the page.
    pub entry: AnyLink<'a>,
    /// Whether it is a page that is not a term.
    pub is_page: bool,
    /// The sentence up to the mention.
    pub before: Cow<'a, str>,
    /// The mention.
    pub mention: Cow<'a, str>,
    /// The rest of the sentence.
    pub after: Cow<'a, str>,
}

/// How a headword is pronounced.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct PronunciationData<'a> {
    /// The phonetic alphabet, or a respelling.
    pub text: Option<&'a str>,
    /// The address of the recording.
    pub audio: Option<String>,
}

/// An entry to which this page links, with the data for its card.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TermNote<'a> {
    /// The entry.
    pub entry: AnyLink<'a>,
    /// Whether the text links to the entry, and not only the lists around the text.
    pub in_text: bool,
    /// How it is pronounced, in the phonetic alphabet or respelled.
    pub pronunciation: Option<&'a str>,
    /// Its part of speech.
    pub part_of_speech: Option<&'a str>,
    /// Its other names.
    pub names: Vec<&'a str>,
}

/// The entry of a term page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TermData<'a> {
    /// The file's name without its ending.
    pub slug: &'a str,
    /// The main name.
    pub headword: &'a str,
    /// The text that tells the meaning from others with the same headword.
    pub sense: Option<&'a str>,
    /// How the headword is pronounced.
    pub pronunciation: Option<PronunciationData<'a>>,
    /// The part of speech.
    pub part_of_speech: Option<&'a str>,
    /// The state of the entry.
    pub status: Option<&'a str>,
    /// Where the word comes from.
    pub origin: Option<Cow<'a, str>>,
    /// Sentences that use the word: safe HTML without blocks.
    pub examples: &'a [String],
    /// A note on how the word is used.
    pub usage: Option<Cow<'a, str>>,
    /// The other entries with the same headword.
    pub senses: Vec<AnyLink<'a>>,
    /// Short forms.
    pub abbreviations: Vec<&'a str>,
    /// Other names.
    pub synonyms: Vec<&'a str>,
    /// Other spellings.
    pub variants: Vec<&'a str>,
    /// Names to avoid.
    pub avoid: Vec<&'a str>,
    /// The names of the entry in the other languages, if the settings ask for them.
    pub equivalents: Vec<EquivalentData<'a>>,
    /// The page in the main language, if its text has changed since it was translated and if the settings ask for it.
    pub outdated: Option<BesideData>,
    /// The meaning in one line.
    pub gloss: Cow<'a, str>,
    /// Whether the gloss is the first sentence of the definition, so that the page does not show it twice.
    pub gloss_is_derived: bool,
    /// The headings of the body, in order.
    pub headings: &'a [Heading],
    /// The body: safe HTML.
    pub definition: &'a str,
    /// The tags.
    pub tags: Vec<TagLink<'a>>,
    /// The entries for *see also*.
    pub related: Vec<AnyLink<'a>>,
    /// More general entries: this one is a kind or a part of each.
    pub broader: Vec<AnyLink<'a>>,
    /// More specific entries: each is a kind or a part of this one.
    pub narrower: Vec<AnyLink<'a>>,
    /// The entry that replaces this one.
    pub replaced_by: Option<AnyLink<'a>>,
    /// The entries that this one replaces.
    pub replaces: Vec<AnyLink<'a>>,
    /// The entries to which the text links, in order; then those of the lists: *see also*, broader,
    /// narrower and replaced ones.
    pub terms: Vec<TermNote<'a>>,
    /// Sentences of other entries and of pages that mention this entry.
    pub mentions: Vec<MentionData<'a>>,
    /// The sources of the definition.
    pub sources: Vec<LinkData<'a>>,
    /// The day of the last change, in the form of HTML's `datetime`: `2026-11-23`.
    pub updated: Option<String>,
    /// The URL where the entry can be edited.
    pub edit_url: Option<String>,
    /// The URL where a problem with the entry can be reported.
    pub report_url: Option<String>,
    /// `[extra]` of the entry.
    pub extra: Extra<'a>,
}

/// `entry.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct EntryPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The entry.
    pub entry: TermData<'a>,
    /// The entry before this one.
    pub previous: Option<AnyLink<'a>>,
    /// The entry after this one.
    pub next: Option<AnyLink<'a>>,
}

impl<'a> Pages<'a> {
    /// The page of an entry, still without its text.
    pub fn entry(&self, id: EntryId) -> EntryPage<'a> {
        let entry = self.glossary().entry(id);
        let links = self.linked.links(id);
        let address = self.config.edition.addresses.entry(&entry.slug);
        let mut page = Page {
            description: (!entry.gloss.text.is_empty()).then(|| entry.gloss.text.clone()),
            ..self.page(&address, "entry", entry.to_string())
        };
        let has_twin = self.config.settings.outputs.contains(&Format::Markdown);
        if has_twin {
            let file = self.config.edition.addresses.file(&twin(&entry.slug));
            page.alternates.push(Alternate {
                media_type: "text/markdown",
                url: format!("{}{}", page.root, encode_path(&file)),
            });
        }
        let settings = self.config.settings.translations;
        if settings.side_by_side {
            page.beside = translations::beside(&page.translations);
        }
        let url = page.canonical.as_deref();
        let structured_data = structured_data::term(
            entry,
            &structured_data::TermPage {
                url,
                recording: self.recording_url(id, &address),
                examples: self.examples(id),
                status: self.words().status(&entry.front),
                translations: translations::other_urls(&page.translations).collect(),
            },
            self.config,
        );
        let root = page.root.as_str();
        let elsewhere = |list: fn(&RelationsElsewhere) -> &[EntryId]| {
            let (main, relations) = (self.linked.main.as_deref()?, links.elsewhere.as_deref()?);
            let ids = list(relations).iter();
            Some(ids.map(move |id| self.entry_in_main(main, *id, root).into()))
        };
        let list = |ids: &[EntryId], in_main: fn(&RelationsElsewhere) -> &[EntryId]| {
            let own = ids.iter().map(|id| self.any_link(*id, root));
            own.chain(elsewhere(in_main).into_iter().flatten())
                .collect()
        };
        let (previous, next) = self.glossary().neighbours(id);
        let edit_url = self.config.settings.edit_url.as_ref();
        let report_url = self.config.settings.report_url.as_ref();
        let term = TermData {
            slug: &entry.slug,
            headword: &entry.headword,
            sense: entry.sense.as_deref(),
            pronunciation: self.pronunciation(id, &address),
            part_of_speech: Written::text_of(&entry.front.part_of_speech),
            status: self.words().status(&entry.front),
            origin: self.printed_key(&entry.front.origin),
            examples: &[],
            usage: self.printed_key(&entry.front.usage),
            senses: self
                .glossary()
                .other_senses(id)
                .map(|other| self.any_link(other, root))
                .collect(),
            abbreviations: entry.names(LabelKind::Abbreviation).collect(),
            synonyms: entry.names(LabelKind::Synonym).collect(),
            variants: entry.names(LabelKind::Variant).collect(),
            avoid: entry.names(LabelKind::Deprecated).collect(),
            equivalents: if settings.equivalents {
                translations::equivalents(&page.translations)
            } else {
                Vec::new()
            },
            outdated: if settings.notice_outdated && self.linked.is_outdated(entry) {
                translations::beside(&page.translations)
            } else {
                None
            },
            gloss: self.printed(entry.gloss.shown()),
            gloss_is_derived: entry.gloss.is_derived,
            headings: &[],
            definition: "",
            tags: entry
                .tags
                .iter()
                .map(|tag| self.tag_link(self.glossary().tag(*tag), root))
                .collect(),
            related: list(&links.related, |it| &it.related),
            broader: list(&links.broader, |it| &it.broader),
            narrower: list(&links.narrower, |it| &it.narrower),
            replaced_by: {
                let in_main = || elsewhere(|it| it.replaced_by.as_slice())?.next();
                let own = links.replaced_by.map(|id| self.any_link(id, root));
                own.or_else(in_main)
            },
            replaces: list(&links.replaces, |it| &it.replaces),
            terms: self.terms(id, root),
            mentions: links
                .backlinks
                .iter()
                .filter_map(|link| self.mention(*link, root))
                .collect(),
            sources: sources(&entry.front),
            updated: entry.front.updated.map(|day| day.to_string()),
            edit_url: edit_url.map(|pattern| edit_address(pattern, &entry.file.path)),
            report_url: report_url
                .map(|pattern| report_address(pattern, &entry.to_string(), &entry.file.path, url)),
            extra: Extra(&entry.front.extra),
        };
        EntryPage {
            entry: term,
            previous: previous.map(|id| self.any_link(id, root)),
            next: next.map(|id| self.any_link(id, root)),
            page: Page {
                structured_data,
                ..page
            },
        }
    }

    /// The page of the entry `id` with its text, whose HTML is `definition`.
    pub fn with_text<'t>(
        &self,
        page: EntryPage<'t>,
        id: EntryId,
        definition: &'t Fragment,
    ) -> EntryPage<'t>
    where
        'a: 't,
    {
        EntryPage {
            page: Page {
                math_styles: !definition.math_styles.is_empty(),
                image: self.image(definition, &self.address(TextId::Entry(id))),
                ..page.page
            },
            entry: TermData {
                examples: &definition.examples,
                headings: &definition.headings,
                definition: &definition.html,
                ..page.entry
            },
            ..page
        }
    }

    /// The URL of the recording of an entry, whose page has the address `page`.
    fn recording_url(&self, id: EntryId, page: &SitePath) -> Option<String> {
        let base = self.config.settings.base_url.as_ref()?;
        let target = self.linked.links(id).recording.as_ref()?;
        let addresses = &self.config.edition.addresses;
        Some(hrefs::absolute(self.glossary(), addresses, base, page)(
            target,
        ))
    }

    /// The examples of an entry as plain text.
    fn examples(&self, id: EntryId) -> Vec<String> {
        let examples = self.linked.text(id).examples.iter();
        let texts = examples.map(|example| plain_text::of(&example.text));
        texts.collect()
    }

    /// How an entry is pronounced; `page` is the address of its page.
    fn pronunciation(&self, id: EntryId, page: &SitePath) -> Option<PronunciationData<'a>> {
        let recording = self.linked.links(id).recording.as_ref();
        let hrefs = || hrefs::relative(self.glossary(), &self.config.edition.addresses, page);
        let pronunciation = PronunciationData {
            text: Written::text_of(&self.glossary().entry(id).front.pronunciation.text),
            audio: recording.map(|target| hrefs()(target)),
        };
        (pronunciation.text.is_some() || pronunciation.audio.is_some()).then_some(pronunciation)
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
            .map(|(other, in_text)| self.term_note(other, in_text, root))
            .chain(self.terms_in_main(&links.text, links.elsewhere.as_deref(), root))
            .collect()
    }

    /// The entries to which a page links and that only the main language has: those in its text, then those in the
    /// lists around the text.
    pub(super) fn terms_in_main(
        &self,
        text: &'a LinkedText,
        around: Option<&'a RelationsElsewhere>,
        root: &str,
    ) -> Vec<TermNote<'a>> {
        let Some(main) = self.linked.main.as_deref() else {
            return Vec::new();
        };
        let in_text = text
            .all_references()
            .filter_map(|reference| match &reference.target {
                Target::Elsewhere(it) if it.language.is_main() => Some((it.entry, true)),
                _ => None,
            });
        let around = around.into_iter().flat_map(|it| {
            let lists = [&it.related, &it.broader, &it.narrower, &it.replaces];
            lists.into_iter().flatten().map(|id| (*id, false))
        });
        let mut seen = HashSet::new();
        let terms = in_text.chain(around).filter(|(id, _)| seen.insert(*id));
        let in_main = self.of_language(main);
        terms
            .map(|(id, in_text)| TermNote {
                entry: self.entry_in_main(main, id, root).into(),
                ..in_main.term_note(id, in_text, root)
            })
            .collect()
    }

    /// An entry to which a page links; `in_text` says whether the text does.
    pub(super) fn term_note(&self, id: EntryId, in_text: bool, root: &str) -> TermNote<'a> {
        let front = &self.glossary().entry(id).front;
        TermNote {
            entry: self.any_link(id, root),
            in_text,
            pronunciation: Written::text_of(&front.pronunciation.text),
            part_of_speech: Written::text_of(&front.part_of_speech),
            names: self.glossary().entry(id).shown_names().collect(),
        }
    }

    fn mention(&self, link: Backlink, root: &str) -> Option<MentionData<'a>> {
        let (mention, context) = self.linked.mention(link)?;
        let sentence = [context.before, (&*mention.text).into(), context.after];
        let [before, mention, after] = self.quotes.replaced_in(sentence);
        Some(MentionData {
            entry: match link.from {
                TextId::Entry(id) => self.any_link(id, root),
                TextId::Page(_) => self.text_link(link.from, root).into(),
            },
            is_page: matches!(link.from, TextId::Page(_)),
            before,
            mention,
            after,
        })
    }
}

/// The sources of a definition.
pub(super) fn sources(front: &FrontMatter) -> Vec<LinkData<'_>> {
    let sources = front.sources.iter().map(|source| LinkData {
        title: &source.title.text,
        url: source.url.as_ref().map(AbsoluteUrl::to_string),
    });
    sources.collect()
}

/// The URL where a file can be edited. The file's path is encoded for a path, or for a query if `{path}` is
/// in the query.
pub(super) fn edit_address(pattern: &str, path: &str) -> String {
    match pattern.split_once('?') {
        Some((before, query)) => {
            let before = before.replace("{path}", &encode_path(path));
            let query = query.replace("{path}", &encode_component(path));
            format!("{before}?{query}")
        }
        None => pattern.replace("{path}", &encode_path(path)),
    }
}

/// The URL where a problem with the text of the file at `path` can be reported; `url` is that of its page.
pub(super) fn report_address(pattern: &str, title: &str, path: &str, url: Option<&str>) -> String {
    pattern
        .replace("{title}", &encode_component(title))
        .replace("{path}", &encode_component(path))
        .replace("{url}", &encode_component(url.unwrap_or_default()))
}
