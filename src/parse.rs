//! One file to one entry as its author wrote it: nothing here looks at another file.

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::front_matter::FrontMatter;
use crate::markdown::{self, Body};
use crate::source::SourceFile;
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use crate::text::sentence::sentences;
use crate::text::slug::{self, MAX_BYTES, SlugFault};

/// An entry's meaning in one line of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gloss {
    /// The line; empty if the entry has no text.
    pub text: String,
    /// Where the body's first sentence ends, if the gloss is that sentence: the index of an event,
    /// and the byte within its text. `None` if the author wrote the gloss.
    pub lead_end: Option<(usize, usize)>,
}

/// One entry's file, understood by itself.
#[derive(Debug, Clone)]
pub struct ParsedEntry<'s> {
    /// The file.
    pub file: &'s Arc<SourceFile>,
    /// The file's name without its ending: the entry's address.
    pub slug: String,
    /// What the author says of the entry.
    pub front: FrontMatter,
    /// What the author says in it.
    pub body: Body<'s>,
    /// The meaning in one line.
    pub gloss: Gloss,
}

/// Reads all entries' files, in parallel. Faults are reported; files without a title give nothing.
pub fn entries<'s>(
    files: &'s [Arc<SourceFile>],
    config: &Config,
    faults: &Faults,
) -> Vec<ParsedEntry<'s>> {
    files
        .par_iter()
        .filter_map(|file| entry(file, config, faults))
        .collect()
}

fn entry<'s>(
    file: &'s Arc<SourceFile>,
    config: &Config,
    faults: &Faults,
) -> Option<ParsedEntry<'s>> {
    let slug = slug_of_file(file, faults);
    let (front, start) = FrontMatter::read(file, faults);
    let body = markdown::read(file, start, config.math, faults);
    let front = front?;
    let gloss = gloss(&front, &body, &config.language);
    Some(ParsedEntry {
        file,
        slug,
        front,
        body,
        gloss,
    })
}

/// The file's name without `.md`, reported if it is no slug.
fn slug_of_file(file: &SourceFile, faults: &Faults) -> String {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
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
    let usable = slug::slug(stem);
    let reserved = matches!(fault, SlugFault::Reserved | SlugFault::Device);
    let rename = if usable.is_empty() || reserved {
        format!("name the file after the term, such as `{stem}-term.md`")
    } else {
        format!("name the file `{usable}.md`")
    };
    let translation = stem
        .rsplit_once('.')
        .filter(|(slug, language)| slug::check(slug).is_ok() && (2..=3).contains(&language.len()));
    let why = match fault {
        SlugFault::Form if !name.ends_with(".md") => {
            "an entry's file ends in `.md`, in lower case".to_owned()
        }
        _ if translation.is_some() => {
            "names with a language in them are kept for translations".to_owned()
        }
        SlugFault::Form => "addresses have lower-case letters and digits of any script, with \
                            single hyphens between words, in normalisation form C"
            .to_owned(),
        SlugFault::TooLong => format!("addresses have at most {MAX_BYTES} bytes"),
        SlugFault::Reserved => format!("`/{stem}/` is a page or folder of the site itself"),
        SlugFault::Device => "Windows keeps this name for a device".to_owned(),
    };
    Diagnostic::new(
        Code::InvalidSlug,
        format!("`{name}` cannot be an entry's file: {why}"),
    )
    .help(rename)
}

/// The author's gloss, else the first sentence of the first paragraph.
fn gloss(front: &FrontMatter, body: &Body<'_>, language: &Language) -> Gloss {
    if let Some(written) = &front.gloss {
        return Gloss {
            text: written.text.clone(),
            lead_end: None,
        };
    }
    let none = Gloss {
        text: String::new(),
        lead_end: None,
    };
    let Some(paragraph) = markdown::first_paragraph(&body.events) else {
        return none;
    };
    let text = markdown::plain_text(&body.events[paragraph.clone()]);
    let Some(first) = sentences(&text, language).into_iter().next() else {
        return none;
    };
    let mut end = None;
    let mut length = 0;
    for at in paragraph {
        let added = markdown::plain(&body.events[at].0).len();
        if added > 0 && length + added >= first.end {
            end = Some((at, first.end - length));
            break;
        }
        length += added;
    }
    Gloss {
        text: single_spaced(&text[first]),
        lead_end: end,
    }
}
