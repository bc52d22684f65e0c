//! One file to one entry as its author wrote it: nothing here looks at another file.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::entry::events::{Position, nesting};
use crate::entry::faults::override_in_text;
use crate::entry::front_matter::FrontMatter;
use crate::entry::markdown::{Body, paragraphs};
use crate::entry::prose::Prose;
use crate::project::config::Config;
use crate::source::{Place, SourceFile, Span};
use crate::text::fold::{is_forbidden, single_spaced};
use crate::text::hidden::{hidden, is_override};
use crate::text::language::Language;
use crate::text::slice;
use crate::text::slug::{self, Instead, SlugFault};

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
#[derive(Debug, Clone)]
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
}

/// Reads all entries' files, in parallel. Faults are reported.
pub fn entries(files: &[Arc<SourceFile>], config: &Config, faults: &Faults) -> Vec<ParsedEntry> {
    files
        .par_iter()
        .map(|file| entry(file, config, faults))
        .collect()
}

/// Reads one entry's file. Faults are reported.
pub fn entry(file: &Arc<SourceFile>, config: &Config, faults: &Faults) -> ParsedEntry {
    let slug = slug_of_file(file, faults);
    let (front, start) = FrontMatter::read(file, faults);
    // a draft that is left out may be in any state
    let left_out = Faults::default();
    let faults = if front.is_withheld(config) {
        &left_out
    } else {
        faults
    };
    let body = markdown::read(file, start, config, faults);
    report_forbidden(file, start, &body, faults);
    let gloss = gloss(&front, &body, &config.edition.language);
    ParsedEntry {
        file: Arc::clone(file),
        slug,
        front: Arc::new(front),
        body: Arc::new(body),
        gloss,
    }
}

/// Characters that HTML forbids: those that stand in the file, the first of each kind, and those
/// that are written as entities.
fn report_forbidden(file: &Arc<SourceFile>, start: usize, body: &Body, faults: &Faults) {
    let mut told = HashSet::new();
    for (at, c) in file.slice(start..).char_indices() {
        let at = start + at;
        let place = || Place::new(file, at..at + c.len_utf8());
        if is_forbidden(c) && told.insert(c) {
            faults.report(forbidden(c, place()));
        } else if is_override(c) && told.insert(c) {
            faults.report(override_in_text(c, place()));
        }
    }
    for (event, span) in &body.events {
        let text = match event {
            Event::Text(text) | Event::Code(text) => text,
            Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) => title,
            _ => continue,
        };
        let is_fault = |c: &char| is_forbidden(*c) || is_override(*c);
        if let Some(c) = text.chars().find(is_fault)
            && !file.slice(span.clone()).contains(c)
        {
            let place = Place::new(file, span.clone());
            faults.report(match is_override(c) {
                true => override_in_text(c, place),
                false => forbidden(c, place),
            });
        }
    }
}

fn forbidden(c: char, place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::ControlCharacter,
        format!(
            "the text has a control character in it, U+{:04X}",
            u32::from(c)
        ),
    )
    .at(place)
    .help("remove it: it shows nothing and breaks pages")
}

/// The file's name without `.md`, reported if it is no slug.
fn slug_of_file(file: &SourceFile, faults: &Faults) -> String {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let stem = file.stem();
    let fault = match slug::check(stem) {
        Ok(()) if name.ends_with(".md") => None,
        Ok(()) => Some(SlugFault::Form),
        Err(fault) => Some(fault),
    };
    if let Some(fault) = fault {
        faults.report(slug_diagnostic(name, stem, fault).at_path(file.path.as_str()));
    }
    stem.to_owned()
}

fn slug_diagnostic(name: &str, stem: &str, fault: SlugFault) -> Diagnostic {
    let rename = match slug::instead(stem) {
        None => "name the file after the term, in letters or digits".to_owned(),
        Some(Instead { slug, is_longer }) if is_longer => {
            format!("name the file after the term, such as `{slug}.md`")
        }
        Some(Instead { slug, .. }) => format!("name the file `{slug}.md`"),
    };
    let translation = stem
        .rsplit_once('.')
        .filter(|(slug, language)| slug::check(slug).is_ok() && (2..=3).contains(&language.len()));
    let why = match fault {
        SlugFault::Form if !name.ends_with(".md") => {
            "an entry's file ends in `.md`, in lower case".to_owned()
        }
        _ if hidden(name).is_some() => format!(
            "it has a character in it that nobody sees, U+{:04X}",
            hidden(name).map_or(0, u32::from)
        ),
        _ if translation.is_some() => {
            "names with a language in them are kept for translations".to_owned()
        }
        SlugFault::Reserved => format!("`/{stem}/` is a page or folder of the site itself"),
        SlugFault::Empty => SlugFault::Form.to_string(),
        SlugFault::Form | SlugFault::TooLong | SlugFault::Device => fault.to_string(),
    };
    Diagnostic::new(
        Code::InvalidSlug,
        format!("`{name}` cannot be an entry's file: {why}"),
    )
    .help(rename)
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
