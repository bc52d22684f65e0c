//! Sentences: where the first one ends is where a gloss ends.

use std::ops::Range;

use icu_segmenter::{SentenceSegmenter, options::SentenceBreakInvariantOptions};

use super::language::Language;

/// Abbreviations that a sentence does not end with, whatever follows: they announce a name or an
/// example.
const ANNOUNCING: &[&str] = &[
    "approx", "ca", "cf", "dr", "e.g", "esp", "i.e", "mr", "mrs", "ms", "prof", "resp", "st",
    "viz", "vs",
];

/// Abbreviations that announce a number, and are words of their own before anything else.
const NUMBERING: &[&str] = &[
    "abb", "ch", "eq", "eqs", "fig", "figs", "no", "nos", "nr", "núm", "p", "pág", "pp", "sec",
    "sect", "vol", "рис",
];

/// The same, by language.
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
        let sentence = &text[start..boundary];
        let trimmed = sentence.trim();
        if !trimmed.is_empty() {
            let indent = sentence.len() - sentence.trim_start().len();
            found.push(start + indent..start + indent + trimmed.len());
        }
        start = boundary;
    }
    found
}

/// Whether the sentence before `boundary` is over there, or only an abbreviation is.
fn ends(text: &str, boundary: usize, language: &Language) -> bool {
    let before = text[..boundary].trim_end();
    let Some(stem) = before.strip_suffix('.') else {
        return true;
    };
    let is_abbreviation = |list: &[&str]| {
        list.iter().any(|abbreviation| {
            let from = stem.len().checked_sub(abbreviation.len());
            from.and_then(|from| Some((stem.get(..from)?, stem.get(from..)?)))
                .is_some_and(|(rest, tail)| {
                    tail.to_lowercase() == *abbreviation
                        && !rest.ends_with(|c: char| c.is_alphanumeric() || c == '.')
                })
        })
    };
    let after = text[boundary..].trim_start();
    if is_abbreviation(NUMBERING) && after.starts_with(|c: char| c.is_numeric()) {
        return false;
    }
    if is_abbreviation(ANNOUNCING) || is_abbreviation(announcing_in(language.primary())) {
        return false;
    }
    let word = stem
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\u{201c}'))
        .next()
        .unwrap_or_default();
    let initials = !word.is_empty()
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        });
    if !initials {
        return true;
    }
    let next = after
        .split(|c: char| !c.is_alphanumeric())
        .find(|part| !part.is_empty())
        .unwrap_or_default();
    OPENERS.contains(&next)
}
