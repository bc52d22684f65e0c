//! Sentences: a gloss ends where the first sentence of a definition ends.

use std::ops::Range;

use icu_segmenter::{SentenceSegmenter, options::SentenceBreakInvariantOptions};

use super::language::Language;
use super::slice;

/// Abbreviations that never end a sentence, because a name or an example always follows.
const ANNOUNCING: &[&str] = &[
    "approx", "ca", "cf", "dr", "e.g", "esp", "i.e", "mr", "mrs", "ms", "prof", "resp", "st",
    "viz", "vs",
];

/// Abbreviations that may end a sentence. The word after them decides.
const AMBIGUOUS: &[&str] = &["al", "co", "etc", "inc", "jr", "ltd", "sr"];

/// Abbreviations, in all languages, that do not end a sentence before a number. Before anything else, they
/// are ordinary words: *no.* may be the word *no*.
const NUMBERING: &[&str] = &[
    "abb", "ch", "eq", "eqs", "fig", "figs", "no", "nos", "nr", "núm", "p", "pág", "pp", "sec",
    "sect", "vol", "рис",
];

/// More [`ANNOUNCING`] abbreviations, of one language.
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

/// Words that are more often the beginning of an English sentence than part of a name after an abbreviation:
/// *in the U.S. The law …*, but *in the U.S. Congress*.
const OPENERS: &[&str] = &[
    "A", "An", "And", "Any", "As", "At", "But", "By", "Each", "For", "From", "He", "However", "If",
    "In", "It", "Its", "Many", "Most", "On", "One", "Other", "She", "Some", "Such", "That", "The",
    "Their", "There", "These", "They", "This", "Those", "To", "Today", "Unlike", "Used", "We",
    "When", "Where", "While", "With", "You",
];

/// Languages that write an ordinal number with a full stop: `am 3. Oktober`.
const ORDINAL_STOPS: &[&str] = &[
    "bs", "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl",
    "sr",
];

/// The number of characters before a full stop in which an abbreviation is looked for: more than any
/// abbreviation has.
const LONGEST_ABBREVIATION: usize = 16;

/// The byte ranges of the sentences of a text, in order and without the white space between them. Each is found when
/// it is asked for.
///
/// The boundaries are those of UAX #29. But a sentence goes on after an abbreviation (`e.g.`, `Fig. 3`), an
/// initial (`J. Smith`, `the U.S. Congress`), an ordinal number in languages that write one with a full stop,
/// a mark before a small letter (`Yahoo! is`), and a full stop at the beginning of a word (`.NET`).
///
/// ```
/// use headword::text::language::Language;
/// use headword::text::sentence::sentences;
///
/// let text = "A pixel, e.g. a red one. See Fig. 3. It was made in the U.S. The rest is history.";
/// let english = Language::default();
/// let found: Vec<&str> = sentences(text, &english)
///     .map(|range| &text[range])
///     .collect();
/// assert_eq!(
///     found,
///     [
///         "A pixel, e.g. a red one.",
///         "See Fig. 3.",
///         "It was made in the U.S.",
///         "The rest is history.",
///     ]
/// );
/// ```
pub fn sentences<'t>(
    text: &'t str,
    language: &'t Language,
) -> impl Iterator<Item = Range<usize>> + 't {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let boundaries = segmenter.segment_str(text).filter(move |boundary| {
        *boundary > 0 && (*boundary == text.len() || is_end(text, *boundary, language))
    });
    let mut start = 0;
    boundaries.filter_map(move |boundary| {
        let sentence = slice(text, start..boundary);
        let trimmed = sentence.trim();
        let indent = sentence.len() - sentence.trim_start().len();
        let range = start + indent..start + indent + trimmed.len();
        start = boundary;
        (!trimmed.is_empty()).then_some(range)
    })
}

/// Whether a sentence ends at a boundary of UAX #29 inside a text.
fn is_end(text: &str, boundary: usize, language: &Language) -> bool {
    let (left, right) = text.split_at_checked(boundary).unwrap_or((text, ""));
    let (before, after) = (left.trim_end(), right.trim_start());
    let Some(stem) = before.strip_suffix('.') else {
        // a small letter never begins a sentence: the mark belongs to a name, as in `Yahoo! is`
        return !after.starts_with(char::is_lowercase);
    };
    let is_inside_word = before.len() == boundary;
    if is_inside_word {
        return false;
    }
    let last_word = stem
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\u{201c}'))
        .next()
        .unwrap_or_default();
    if is_ordinal(last_word, language) {
        return false;
    }
    let tail = Tail::of(stem);
    if tail.is_one_of(ANNOUNCING) || tail.is_one_of(announcing_in(language.primary())) {
        return false;
    }
    let number = after.trim_start_matches(['(', '[']);
    if tail.is_one_of(NUMBERING) && number.starts_with(|c: char| c.is_numeric()) {
        return false;
    }
    if !is_initials(last_word) && !tail.is_one_of(AMBIGUOUS) {
        return true;
    }
    let next_word = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    language.primary() == "en" && OPENERS.contains(&next_word)
}

/// Whether a word before a full stop is an ordinal number: one or two digits, in a language that writes
/// ordinal numbers with a full stop.
fn is_ordinal(word: &str, language: &Language) -> bool {
    (1..=2).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && ORDINAL_STOPS.contains(&language.primary())
}

/// Whether a word consists of single letters with full stops between them: the `J` of `J. Smith`, the `U.S`
/// of `U.S.`.
fn is_initials(word: &str) -> bool {
    !word.is_empty()
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// The last characters before a full stop, in lower case.
struct Tail(String);

impl Tail {
    fn of(stem: &str) -> Self {
        let start = stem.char_indices().nth_back(LONGEST_ABBREVIATION - 1);
        let tail = start.map_or(stem, |(offset, _)| slice(stem, offset..));
        Self(tail.to_lowercase())
    }

    /// Whether the tail ends with one of these abbreviations, as a whole word.
    fn is_one_of(&self, abbreviations: &[&str]) -> bool {
        abbreviations.iter().any(|abbreviation| {
            self.0
                .strip_suffix(abbreviation)
                .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '.'))
        })
    }
}
