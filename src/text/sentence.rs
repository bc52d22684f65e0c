//! Sentences: where the first one ends is where a gloss ends.

use std::ops::Range;

use icu_segmenter::{SentenceSegmenter, options::SentenceBreakInvariantOptions};

use super::language::Language;
use super::slice;

/// Abbreviations that a sentence does not end with, whatever follows: they announce a name or an
/// example.
const ANNOUNCING: &[&str] = &[
    "approx", "ca", "cf", "dr", "e.g", "esp", "i.e", "mr", "mrs", "ms", "prof", "resp", "st",
    "viz", "vs",
];

/// Abbreviations that a sentence may well end with: what follows tells.
const AMBIGUOUS: &[&str] = &["al", "co", "etc", "inc", "jr", "ltd", "sr"];

/// Abbreviations, of all languages, that announce a number, and are words of their own before anything else.
const NUMBERING: &[&str] = &[
    "abb", "ch", "eq", "eqs", "fig", "figs", "no", "nos", "nr", "núm", "p", "pág", "pp", "sec",
    "sect", "vol", "рис",
];

/// [`ANNOUNCING`], for one language besides.
fn announcing_in(language: &str) -> &'static [&'static str] {
    match language {
        "de" => &[
            "abschn", "allg", "bzw", "d.h", "d. h", "evtl", "ggf", "hl", "insb", "inkl", "s.o",
            "s.u", "sog", "u.a", "u. a", "vgl", "z.b", "z. b", "zzgl",
        ],
        "fr" => &["art", "env", "p.ex", "p. ex", "c.-à-d", "m", "mm", "mme"],
        "es" => &["p.ej", "p. ej", "sr", "sra", "aprox"],
        "pt" => &["p.ex", "p. ex", "sr", "sra", "aprox"],
        "it" => &["ad es", "p.es", "p. es", "sig", "pag", "prof"],
        "nl" => &["bijv", "bv", "d.w.z", "o.a", "t.w", "dhr", "mevr"],
        "sv" => &["bl.a", "d.v.s", "s.k", "t.ex"],
        "da" | "nb" | "no" | "nn" => &["bl.a", "dvs", "f.eks", "såk"],
        "ru" => &["т.е", "т. е", "т.к", "т. к", "см", "напр", "г"],
        _ => &[],
    }
}

/// Words that begin an English sentence more often than they follow an initial or a country.
const OPENERS: &[&str] = &[
    "A", "An", "And", "Any", "As", "At", "But", "By", "Each", "For", "From", "He", "However", "If",
    "In", "It", "Its", "Many", "Most", "On", "One", "Other", "She", "Some", "Such", "That", "The",
    "Their", "There", "These", "They", "This", "Those", "To", "Today", "Unlike", "Used", "We",
    "When", "Where", "While", "With", "You",
];

/// The byte ranges of the sentences of `text`, in order and without the space between them.
///
/// Boundaries are those of UAX #29, except that a full stop after an abbreviation (`e.g.`, `Fig.`)
/// or an initial (`U.S.`, `J. Smith`) does not end a sentence.
pub fn sentences(text: &str, language: &Language) -> Vec<Range<usize>> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut found = Vec::new();
    let mut start = 0;
    for boundary in segmenter.segment_str(text) {
        if boundary == 0 || (boundary < text.len() && !ends(text, boundary, language)) {
            continue;
        }
        let sentence = slice(text, start..boundary);
        let trimmed = sentence.trim();
        if !trimmed.is_empty() {
            let indent = sentence.len() - sentence.trim_start().len();
            found.push(start + indent..start + indent + trimmed.len());
        }
        start = boundary;
    }
    found
}

/// Languages that write an ordinal number with a full stop: `am 3. Oktober`.
const ORDINAL_STOPS: &[&str] = &[
    "bs", "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl",
    "sr",
];

/// Whether the sentence before `boundary` is over there, or only an abbreviation, a number or a
/// word that begins with a full stop is.
fn ends(text: &str, boundary: usize, language: &Language) -> bool {
    let (before, after) = text.split_at_checked(boundary).unwrap_or((text, ""));
    let (before, after) = (before.trim_end(), after.trim_start());
    let Some(stem) = before.strip_suffix('.') else {
        // no sentence begins with a small letter: the mark is one of a name, `Yahoo! is`
        return !after.starts_with(char::is_lowercase);
    };
    if before.len() == boundary {
        // no space after it: `.NET`, `.DS_Store`
        return false;
    }
    let word = stem
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\u{201c}'))
        .next()
        .unwrap_or_default();
    if word.len() <= 2
        && !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && ORDINAL_STOPS.contains(&language.primary())
    {
        return false;
    }
    // longer than any abbreviation
    let tail = stem
        .char_indices()
        .nth_back(15)
        .map_or(stem, |(at, _)| slice(stem, at..));
    let tail = tail.to_lowercase();
    let is_one_of = |list: &[&str]| {
        list.iter().any(|abbreviation| {
            tail.strip_suffix(abbreviation)
                .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '.'))
        })
    };
    if is_one_of(ANNOUNCING) || is_one_of(announcing_in(language.primary())) {
        return false;
    }
    let number = after.trim_start_matches(['(', '[']);
    if is_one_of(NUMBERING) && number.starts_with(|c: char| c.is_numeric()) {
        return false;
    }
    let initials = !word.is_empty()
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        });
    if !initials && !is_one_of(AMBIGUOUS) {
        return true;
    }
    let next = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    language.primary() == "en" && OPENERS.contains(&next)
}
