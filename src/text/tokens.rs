//! The words that search compares, the same here and in the reader's browser.
//!
//! `static/assets/search.js` cuts and folds what a reader types by the same rules; a test in a
//! browser holds both together.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::slice;
use super::words::is_unspaced;

/// Letters that are others with a stroke or joined to them, and have no decomposition in Unicode; and
/// letters of Arabic script that are written for one another.
const SPELLED: [(char, &str); 13] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ł', "l"),
    ('ı', "i"),
    ('ς', "σ"),
    ('ک', "ك"),
    ('ی', "ي"),
    ('ى', "ي"),
    ('ة', "ه"),
    ('ٱ', "ا"),
];

/// A text as search compares it: blind to case, accents and compatibility forms.
pub struct Folded(String);

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        Self(match text.is_ascii() {
            true => text.to_ascii_lowercase(),
            false => folded(text),
        })
    }

    /// Its words in order. Where a script has no spaces between words, every two neighbouring
    /// characters are one, so that no dictionary has to decide what a word is.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.0.split(|c| !is_part(c));
        words.filter(|word| !word.is_empty()).flat_map(runs)
    }
}

fn folded(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let plain: String = decomposed.chars().filter(|c| !is_left_out(*c)).collect();
    let mut spelled = String::with_capacity(plain.len());
    for c in plain.to_lowercase().chars() {
        match SPELLED.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => spelled.push_str(plain),
            None => spelled.push(c),
        }
    }
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(&spelled)
        .into_owned()
}

/// A word cut where a script without spaces begins or ends, that script's part into pairs.
fn runs(word: &str) -> Vec<&str> {
    if word.is_ascii() {
        return vec![word];
    }
    let mut found = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced);
        let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
        match unspaced {
            true => found.extend(pairs(run)),
            false => found.push(bare(run)),
        }
        rest = after;
    }
    found
}

/// Whether a character is a letter, a digit or a mark: what `[\p{L}\p{N}\p{M}]` matches.
fn is_part(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Number.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
}

/// Whether a character may be left out in writing, or shows nothing: accents, the points of Hebrew,
/// the vowel signs of Arabic and its stretching stroke, letters that stand for an apostrophe, joiners,
/// variation selectors, marks of direction. Signs without which another word stands there, such as
/// those of Hindi, may not.
fn is_left_out(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{2b9}'..='\u{2bf}' | '\u{2c8}' | '\u{a78c}'
        | '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// A word without the Arabic article, which is written as a part of it.
fn bare(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() > 2 => rest,
        _ => word,
    }
}

/// Every two neighbouring characters of a run; a single one is itself.
fn pairs(run: &str) -> impl Iterator<Item = &str> {
    let starts = run.char_indices().map(|(at, _)| at);
    let ends = run.char_indices().map(|(at, c)| at + c.len_utf8());
    let is_single = run.chars().nth(1).is_none();
    starts
        .zip(ends.skip(usize::from(!is_single)))
        .map(|(start, end)| slice(run, start..end))
}
