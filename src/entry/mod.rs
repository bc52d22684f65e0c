//! Reads the file of an entry, or of a page. The result depends on this file and on the settings only.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};
use rayon::prelude::*;

pub use self::examples::Example;
use crate::diagnostic::{Diagnostic, Faults, Fix};
use crate::entry::events::{Position, nesting};
use crate::entry::front_matter::FrontMatter;
use crate::entry::markdown::{Body, paragraphs};
use crate::entry::prose::Prose;
use crate::project::config::{Config, LanguageId};
use crate::source::{Place, SourceFile, Span};
use crate::text::bidi::is_bidi_override;
use crate::text::fold::{is_forbidden, single_spaced};
use crate::text::language::Language;
use crate::text::slice;

pub mod amend;
mod combined_names;
pub mod context;
pub mod dollars;
pub mod events;
mod examples;
mod faults;
pub mod file_name;
mod footnotes;
mod foreign;
pub mod front_matter;
mod leftovers;
mod lost_cells;
pub mod markdown;
pub mod page;
mod plain_keys;
pub mod plain_words;
pub mod prose;
pub mod raw_html;
pub mod references;
pub mod translated;
mod verbs;

/// The largest number of places of one character that a fix removes. A fix for more places would be large,
/// and nobody would read it.
const MAX_EDITS: usize = 100;

/// An entry's meaning in one line of plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gloss {
    /// The line; empty if the entry has no text.
    pub text: String,
    /// The line for pages, if they need another one: in a language from right to left, code is apart from the text around it.
    pub isolated: Option<Box<str>>,
    /// Whether the line is the first sentence of the body, because the author wrote no gloss.
    pub is_derived: bool,
    /// The place of that sentence in the body; `None` if no element can contain it, because an element
    /// begins in the sentence and ends after it.
    pub lead: Option<Range<Position>>,
}

/// An entry, read from its file alone.
#[derive(Debug)]
pub struct ParsedEntry {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The file's name without its ending, and without the tag of its language: the entry's address.
    pub slug: String,
    /// The language.
    pub language: LanguageId,
    /// The keys before the text.
    pub front: Arc<FrontMatter>,
    /// The text.
    pub body: Arc<Body>,
    /// The meaning in one line.
    pub gloss: Gloss,
    /// Whether the text shows that the title is a verb.
    pub title_is_verb: bool,
    /// The examples in front matter.
    pub examples: Arc<[Example]>,
    /// The diagnostics of the file's name and of the front matter.
    head_faults: Vec<Diagnostic>,
    /// The diagnostics of the body, and of examples.
    body_faults: Vec<Diagnostic>,
}

/// Reads all `files` in parallel; the entries are in the order of the files. An entry of `known` replaces
/// the reading of a file with the same path and text. Files and `known` are in the order of their paths. All of `known`
/// must have been read with the same `config`, which is that of the main language.
pub fn entries<'k>(
    files: &[Arc<SourceFile>],
    known: impl IntoIterator<Item = &'k Arc<ParsedEntry>>,
    config: &Config,
) -> Vec<Arc<ParsedEntry>> {
    let editions = config.editions();
    let mut known = known.into_iter().peekable();
    let read_before: Vec<Option<&Arc<ParsedEntry>>> = files
        .iter()
        .map(|file| {
            let is_before = |entry: &&Arc<ParsedEntry>| entry.file.path < file.path;
            // files that are the same in memory need no comparison of their paths
            let is_own = |entry: &&Arc<ParsedEntry>| Arc::ptr_eq(&entry.file, file);
            while known
                .next_if(|entry| !is_own(entry) && is_before(entry))
                .is_some()
            {}
            let known = known.next_if(|entry| is_own(entry) || entry.file.path == file.path)?;
            (is_own(&known) || known.file.text == file.text).then_some(known)
        })
        .collect();
    let pairs = files.par_iter().zip(read_before);
    pairs
        .map(|(file, known)| match known {
            Some(entry) => Arc::clone(entry),
            None => Arc::new(ParsedEntry::new(file, edition_of(file, &editions))),
        })
        .collect()
}

/// The configuration for a file, by its language. `editions` are those of all languages, and not empty.
#[expect(
    clippy::indexing_slicing,
    reason = "there is a configuration for each language"
)]
fn edition_of<'e>(file: &SourceFile, editions: &'e [Arc<Config>]) -> &'e Config {
    let (language, _) = editions[0].place_of(&file.path);
    &editions[language.index()]
}

impl ParsedEntry {
    /// Reads one entry's file with the configuration of its language.
    fn new(file: &Arc<SourceFile>, config: &Config) -> Self {
        let collected = Faults::default();
        let (front, start) = FrontMatter::read(file, &collected);
        let mut head_faults = collected.into_diagnostics();
        let (_, slug) = config.place_of(&file.path);
        head_faults.extend(file_name::fault(file, slug, config));
        head_faults.extend(translated::fault(file, &front, slug, &config.edition));
        head_faults.extend(combined_names::warnings(file, &front));
        head_faults.extend(plain_keys::warnings(file, &front));
        let read = markdown::read(file, start, config);
        let mut body_faults = read.faults;
        let events = &read.parsed.events;
        body_faults.extend(forbidden_characters(file, start, events));
        let language = &config.edition.language;
        let gloss = gloss(&front, events, language);
        let text = slice(&file.text, start..);
        let examples = front.examples.iter();
        let examples = examples.map(|written| {
            let (example, faults) = Example::read(written, file, config);
            body_faults.extend(faults);
            example
        });
        let examples = examples.collect();
        Self {
            examples,
            title_is_verb: verbs::title_is_verb(&front, &gloss.text, text, language),
            file: Arc::clone(file),
            slug: slug.to_owned(),
            language: config.edition.id,
            front: Arc::new(front),
            body: Arc::new(read.body),
            gloss,
            head_faults,
            body_faults,
        }
    }

    /// The diagnostics of the entry's own file. If the entry is a draft that the build leaves out, those of
    /// its text are left out too, because the text may be unfinished.
    pub fn faults(&self, config: &Config) -> impl Iterator<Item = &Diagnostic> {
        let of_body: &[Diagnostic] = if self.front.is_withheld(config) {
            &[]
        } else {
            &self.body_faults
        };
        self.head_faults.iter().chain(of_body)
    }

    /// The text before the body: the front matter with its fences.
    pub fn head(&self) -> &str {
        self.file.slice(..self.body.start)
    }
}

/// Errors for characters that HTML forbids, or that change the direction of the text after them: one for
/// each such character that the body contains, which begins at byte `start`, and one for each event with such
/// a character as an entity, such as `&#x202E;`.
fn forbidden_characters(
    file: &Arc<SourceFile>,
    start: usize,
    events: &[(Event<'_>, Span)],
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let text = file.slice(start..);
    let is_usual = |byte| matches!(byte, b'\t' | b'\n' | b' '..=b'~');
    // an event has such a character from the text, or from an entity
    if !text.contains('&') && text.bytes().all(is_usual) {
        return diagnostics;
    }
    let mut reported = HashSet::new();
    for (offset, c) in text.char_indices() {
        if is_unfit(c) && reported.insert(c) {
            let span = |offset| start + offset..start + offset + c.len_utf8();
            let all = text.match_indices(c).map(|(offset, _)| span(offset));
            let all: Vec<Span> = all.take(MAX_EDITS + 1).collect();
            let diagnostic = unfit(c, Place::new(file, span(offset)));
            diagnostics.push(if all.len() > MAX_EDITS {
                diagnostic
            } else {
                diagnostic.fix(Fix::remove(file, all))
            });
        }
    }
    for (event, span) in events {
        let text = match event {
            Event::Text(text) | Event::Code(text) => text,
            Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) => title,
            _ => continue,
        };
        let written = file.slice(span.clone());
        if let Some(c) = text.chars().find(|c| is_unfit(*c))
            && !written.contains(c)
        {
            let diagnostic = unfit(c, Place::new(file, span.clone()));
            let is_entity = written.starts_with('&') && written.ends_with(';');
            diagnostics.push(if is_entity && matches!(event, Event::Text(_)) {
                diagnostic.fix(Fix::remove(file, [span.clone()]))
            } else {
                diagnostic
            });
        }
    }
    diagnostics
}

fn is_unfit(c: char) -> bool {
    is_forbidden(c) || is_bidi_override(c)
}

fn unfit(c: char, place: Place) -> Diagnostic {
    if is_bidi_override(c) {
        faults::override_in_text(c, place)
    } else {
        faults::control_character(c, place)
    }
}

impl Gloss {
    /// The line as pages show it.
    pub fn shown(&self) -> &str {
        self.isolated.as_deref().unwrap_or(&self.text)
    }
}

/// The author's gloss; if there is none, the first sentence of the first paragraph that has one.
fn gloss(front: &FrontMatter, events: &[(Event<'_>, Span)], language: &Language) -> Gloss {
    if let Some(written) = &front.gloss {
        return Gloss {
            text: written.text.clone(),
            ..Gloss::default()
        };
    }
    first_sentence(events, language).unwrap_or_default()
}

/// The first sentence of the first paragraph that has one.
fn first_sentence(events: &[(Event<'_>, Span)], language: &Language) -> Option<Gloss> {
    paragraphs(events).find_map(|paragraph| {
        let prose = Prose::read(events, paragraph);
        let first = prose.first_sentence(language)?;
        Some(Gloss {
            text: single_spaced(slice(&prose.text, first.clone())),
            isolated: prose
                .isolated(first.clone(), language)
                .map(|line| single_spaced(&line).into()),
            is_derived: true,
            lead: lead(events, &prose, first.end),
        })
    })
}

/// The place of the first sentence of a paragraph, which ends at byte `end` of the paragraph's text. The
/// ends of elements directly after it, and a footnote's mark there, belong to it. `None` if an element
/// begins in the sentence and ends after it.
fn lead(events: &[(Event<'_>, Span)], prose: &Prose, end: usize) -> Option<Range<Position>> {
    let start = Position::before(prose.events.start + 1);
    let last = prose.events.end - 1;
    let mut end = prose.position_after(end);
    let follows = |event: &Event<'_>| match event {
        Event::FootnoteReference(_) => true,
        event => nesting(event) < 0,
    };
    while end.offset == 0
        && end.event < last
        && events
            .get(end.event)
            .is_some_and(|(event, _)| follows(event))
    {
        end.event += 1;
    }
    let between = events.get(start.event..end.event)?;
    let depth: isize = between.iter().map(|(event, _)| nesting(event)).sum();
    (depth == 0).then_some(start..end)
}
