//! One file to one entry as its author wrote it: nothing here looks at another file.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Faults, Fix};
use crate::entry::events::{Position, nesting};
use crate::entry::front_matter::FrontMatter;
use crate::entry::markdown::{Body, paragraphs};
use crate::entry::prose::Prose;
use crate::project::config::Config;
use crate::source::{Place, SourceFile, Span};
use crate::text::bidi::is_bidi_override;
use crate::text::fold::{is_forbidden, single_spaced};
use crate::text::language::Language;
use crate::text::slice;
use crate::text::slug::{self, SlugError};

pub mod amend;
pub mod events;
mod faults;
pub mod front_matter;
pub mod markdown;
pub mod prose;
pub mod quotation;
pub mod raw_html;
pub mod references;

/// An entry's meaning in one line of plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gloss {
    /// The line; empty if the entry has no text.
    pub text: String,
    /// Whether it is the first sentence of the body, and not what the author wrote as a gloss.
    pub is_derived: bool,
    /// Where that sentence stands in the body, if it can be marked there: an element cannot end
    /// within another that began in it.
    pub lead: Option<Range<Position>>,
}

/// One entry's file, understood by itself.
#[derive(Debug)]
pub struct ParsedEntry {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The file's name without its ending: the entry's address.
    pub slug: String,
    /// What the author says of the entry.
    pub front: Arc<FrontMatter>,
    /// What the author says in it.
    pub body: Arc<Body>,
    /// The meaning in one line.
    pub gloss: Gloss,
    /// What is wrong with the file's name and with the front matter.
    head_faults: Vec<Diagnostic>,
    /// What is wrong with the body.
    body_faults: Vec<Diagnostic>,
}

/// Reads all entries' files, in parallel and in their order. Those that are `known`, with the same path
/// and text and by the same settings, are not read again.
pub fn entries(
    files: &[Arc<SourceFile>],
    known: &[Arc<ParsedEntry>],
    config: &Config,
) -> Vec<Arc<ParsedEntry>> {
    let known: HashMap<&str, &Arc<ParsedEntry>> = known
        .iter()
        .map(|entry| (entry.file.path.as_str(), entry))
        .collect();
    let is_same = |one: &Arc<SourceFile>, other| Arc::ptr_eq(one, other) || one.text == other.text;
    files
        .par_iter()
        .map(|file| match known.get(file.path.as_str()) {
            Some(entry) if is_same(&entry.file, file) => Arc::clone(entry),
            _ => Arc::new(ParsedEntry::new(file, config)),
        })
        .collect()
}

impl ParsedEntry {
    /// Reads one entry's file.
    pub fn new(file: &Arc<SourceFile>, config: &Config) -> Self {
        let collected = Faults::default();
        let (front, start) = FrontMatter::read(file, &collected);
        let mut head_faults = collected.into_diagnostics();
        head_faults.extend(slug_fault(file));
        let read = markdown::read(file, start, config);
        let mut body_faults = read.faults;
        body_faults.extend(forbidden_characters(file, &read.body));
        let gloss = gloss(&front, &read.body, &config.edition.language);
        Self {
            file: Arc::clone(file),
            slug: file.stem().to_owned(),
            front: Arc::new(front),
            body: Arc::new(read.body),
            gloss,
            head_faults,
            body_faults,
        }
    }

    /// What is wrong with it, as far as its own file tells. Of the text of a draft that is left out,
    /// nothing is said: it may be in any state.
    pub fn faults(&self, config: &Config) -> impl Iterator<Item = &Diagnostic> {
        let of_body: &[Diagnostic] = if self.front.is_withheld(config) {
            &[]
        } else {
            &self.body_faults
        };
        self.head_faults.iter().chain(of_body)
    }

    /// What stands before the body.
    pub fn head(&self) -> &str {
        self.file.slice(..self.body.start)
    }
}

/// Why the file's name is no slug with `.md` after it.
fn slug_fault(file: &SourceFile) -> Option<Diagnostic> {
    let fault = match slug::check(file.stem()) {
        Ok(()) if file.path.ends_with(".md") => return None,
        Ok(()) => SlugError::Form,
        Err(fault) => fault,
    };
    Some(faults::invalid_slug(file, fault))
}

/// Characters that HTML forbids, or that turn the direction of others: those that stand in the file,
/// each kind once, and those that are written as entities.
fn forbidden_characters(file: &Arc<SourceFile>, body: &Body) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut told = HashSet::new();
    let text = file.slice(body.start..);
    for (at, c) in text.char_indices() {
        if is_unfit(c) && told.insert(c) {
            let at = body.start + at;
            let all = text.match_indices(c).map(|(at, _)| body.start + at);
            let remove = Fix::remove(file, all.map(|at| at..at + c.len_utf8()));
            let place = Place::new(file, at..at + c.len_utf8());
            found.push(unfit(c, place).fix(remove));
        }
    }
    for (event, span) in &body.events {
        let text = match event {
            Event::Text(text) | Event::Code(text) => text,
            Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) => title,
            _ => continue,
        };
        let written = file.slice(span.clone());
        if let Some(c) = text.chars().find(|c| is_unfit(*c))
            && !written.contains(c)
        {
            let fault = unfit(c, Place::new(file, span.clone()));
            let is_entity = written.starts_with('&') && written.ends_with(';');
            found.push(if is_entity && matches!(event, Event::Text(_)) {
                fault.fix(Fix::remove(file, [span.clone()]))
            } else {
                fault
            });
        }
    }
    found
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

/// The author's gloss, else the first sentence of the first paragraph that has words.
fn gloss(front: &FrontMatter, body: &Body, language: &Language) -> Gloss {
    if let Some(written) = &front.gloss {
        return Gloss {
            text: written.text.clone(),
            ..Gloss::default()
        };
    }
    for paragraph in paragraphs(&body.events) {
        let prose = Prose::read(&body.events, paragraph);
        if let Some(first) = prose.sentences(language).first() {
            return Gloss {
                text: single_spaced(slice(&prose.text, first.clone())),
                is_derived: true,
                lead: lead(&body.events, &prose, first.end),
            };
        }
    }
    Gloss::default()
}

/// The first sentence of a paragraph, which ends at byte `end` of its words, among its events. What
/// closes or follows at once (the end of emphasis, a footnote's mark) belongs to it.
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
