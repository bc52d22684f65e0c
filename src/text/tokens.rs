//! Search tokens: the words of a text as search compares them.
//!
//! `static/assets/search-engine.js` splits a reader's query by the same rules.
//! `tests/browser/tokens.test.mjs` checks that both give the same tokens.

use std::fmt;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::slice;
use super::words::is_unspaced;

/// Letters that search treats as other letters, although Unicode does not decompose them: ligatures, letters
/// with a stroke, and letters of the Arabic script that people use for one another.
const REPLACED: [(char, &str); 13] = [
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

/// A text in the form that search compares: without case, accents and compatibility forms, and with one
/// kind of kana.
///
/// ```
/// use headword::text::tokens::Folded;
///
/// let folded = Folded::new("Straßen-Café №5, 東京都");
/// let tokens: Vec<&str> = folded.words().collect();
/// assert_eq!(tokens, ["strassen", "cafe", "no5", "東京", "京都"]);
/// ```
pub struct Folded(String);

impl fmt::Display for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        Self(if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            folded(text)
        })
    }

    /// The tokens of the text, in order: its words. In a script without spaces between words, each pair of
    /// neighbouring characters is a token, so that search needs no dictionary.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.runs().flat_map(tokens)
    }

    /// The words of the text, in order, split where a script without spaces between words begins or ends:
    /// `東京都API` into `東京都` and `api`.
    pub fn runs(&self) -> impl Iterator<Item = &str> {
        let words = self.0.split(|c| !is_part(c));
        words.filter(|word| !word.is_empty()).flat_map(parts)
    }
}

/// [`Folded`] for a text that is not ASCII only.
fn folded(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let plain: String = decomposed.chars().filter(|c| !is_ignored(*c)).collect();
    let mut replaced = String::with_capacity(plain.len());
    for c in plain.to_lowercase().chars() {
        match REPLACED.iter().find(|(letter, _)| *letter == c) {
            Some((_, replacement)) => replaced.push_str(replacement),
            None => replaced.push(as_katakana(c)),
        }
    }
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(&replaced)
        .into_owned()
}

/// Hiragana as the katakana of the same sound: a reader types one before converting it to the other.
fn as_katakana(c: char) -> char {
    match c {
        '\u{3041}'..='\u{3096}' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

/// The tokens of a run: in a script without spaces, its pairs of characters.
fn tokens(run: &str) -> impl Iterator<Item = &str> {
    let unspaced = run.starts_with(is_unspaced);
    let word = (!unspaced).then(|| without_article(run));
    let pairs = unspaced.then(|| pairs(run));
    word.into_iter().chain(pairs.into_iter().flatten())
}

/// The longest parts of a word in which all characters are of a script with spaces between words, or none is.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if rest.is_ascii() {
            return Some(std::mem::take(&mut rest));
        }
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced);
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(part)
    })
}

/// Whether a character is part of a word: a letter, a number or a mark (`[\p{L}\p{N}\p{M}]`).
fn is_part(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Number.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
}

/// Whether search ignores a character, because it is invisible or writers often omit it: accents, the
/// points of Hebrew, the vowel signs and the stretching stroke of Arabic, letters used as an apostrophe,
/// joiners, variation selectors, bidirectional controls. The vowel signs of Hindi and the like count:
/// without them, the word is another one.
fn is_ignored(c: char) -> bool {
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

/// A word without the Arabic article, which is written together with it. A word of one or two other letters
/// keeps it: it may not be an article there.
fn without_article(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() > 2 => rest,
        _ => word,
    }
}

/// Each pair of neighbouring characters of a text; the character itself, if there is only one.
fn pairs(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(offset, _)| offset);
    let ends = text.char_indices().map(|(offset, c)| offset + c.len_utf8());
    let is_single = text.chars().nth(1).is_none();
    starts
        .zip(ends.skip(usize::from(!is_single)))
        .map(|(start, end)| slice(text, start..end))
}
