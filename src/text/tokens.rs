//! The words that search compares, the same here and in the reader's browser.
//!
//! `static/assets/search.js` cuts and folds what a reader types by the same rules; a test in a
//! browser holds both together.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::fold::is_ignorable;
use super::words::is_unspaced;

/// Letters that are others with a stroke or joined to them, and have no decomposition in Unicode.
const SPELLED: [(char, &str); 8] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ł', "l"),
    ('ı', "i"),
    ('ς', "σ"),
];

/// The words of a text in order: blind to case, accents and compatibility forms. Where a script
/// has no spaces between words, every two neighbouring characters are one, so that no dictionary
/// has to decide what a word is.
pub fn tokens(text: &str) -> Vec<String> {
    if text.is_ascii() {
        return text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
    }
    let folded = folded(text);
    let mut tokens = Vec::new();
    for word in folded
        .split(|c| !is_part(c))
        .filter(|word| !word.is_empty())
    {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let unspaced = is_unspaced(first);
            let end = rest
                .find(|c| is_unspaced(c) != unspaced)
                .unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if unspaced {
                tokens.extend(pairs(run));
            } else {
                tokens.push(bare(run).to_owned());
            }
            rest = after;
        }
    }
    tokens
}

fn folded(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let plain: String = decomposed
        .chars()
        .filter(|c| !is_accent(*c) && !is_ignorable(*c))
        .collect();
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

/// Whether a character is a letter, a digit or a mark: what `[\p{L}\p{N}\p{M}]` matches.
fn is_part(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Number.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
}

/// Whether a mark may be left out in writing: accents, the points of Hebrew, the vowel signs of
/// Arabic and its stretching stroke. Signs without which another word stands there, such as those of
/// Hindi, are none.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// A word without the Arabic article, which is written as a part of it.
fn bare(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() > 2 => rest,
        _ => word,
    }
}

/// Every two neighbouring characters of a run; a single one is itself.
fn pairs(run: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> = run.chars().collect();
    let width = characters.len().min(2);
    let pairs: Vec<String> = characters
        .windows(width)
        .map(|pair| pair.iter().collect())
        .collect();
    pairs.into_iter()
}
