//! Finds phrases that a text spells out together with their short form: *Container Runtime Interface (CRI)*.

use std::ops::Range;

use crate::text::fold::{is_apostrophe, is_hyphen};
use crate::text::inflection::Grammar;
use crate::text::slice;
use crate::text::words::is_quotation_mark;

/// The longest short form, in bytes.
const MAX_SHORT_FORM: usize = 16;

/// The most words of a phrase.
const MAX_WORDS: usize = 16;

/// The bytes of the phrases with their short form in brackets after them, or in brackets after their short
/// form, in order. Such a phrase is a name of its own, so a shorter name in it is not a mention, such as
/// *container* here.
///
/// ```text
/// The kubelet talks to the Container Runtime Interface (CRI) of its node.
///                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// CRI (Container Runtime Interface) is a plugin interface.
///      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
pub(super) fn spelled_out(text: &str, grammar: &Grammar) -> Vec<Range<usize>> {
    let mut phrases = Vec::new();
    for (bracket, _) in text.match_indices('(') {
        let rest = slice(text, bracket + 1..);
        let Some((inside, _)) = rest.split_once([')', '(']) else {
            continue;
        };
        let before = slice(text, ..bracket).trim_end();
        let phrase = match short_form(inside) {
            Some(letters) => last_words_with(&letters, before, grammar),
            None => {
                let last_word = before.rsplit(char::is_whitespace).next();
                let letters = last_word.and_then(short_form);
                let inside = bracket + 1..bracket + 1 + inside.len();
                letters.and_then(|letters| first_words_with(&letters, text, inside, grammar))
            }
        };
        phrases.extend(phrase);
    }
    phrases
}

/// The letters of a short form in small letters, without the *s* of a plural: *sre* for *SREs*. `None` if the
/// text does not look like a short form, which is one word with several capitals.
fn short_form(text: &str) -> Option<Vec<char>> {
    let text = text.trim_matches(|c| is_quotation_mark(c) || is_apostrophe(c) || c == '\u{201d}');
    let letters = text.strip_suffix('s').unwrap_or(text);
    let is_short_form = text.len() <= MAX_SHORT_FORM
        && letters.chars().all(char::is_alphanumeric)
        && letters.chars().filter(|c| c.is_uppercase()).count() > 1;
    is_short_form.then(|| letters.chars().flat_map(char::to_lowercase).collect())
}

/// The bytes of the fewest words at the end of a text that a short form can stand for.
fn last_words_with(letters: &[char], text: &str, grammar: &Grammar) -> Option<Range<usize>> {
    let words = words_backwards(text);
    (2..=words.len()).find_map(|count| {
        let phrase: Vec<&Range<usize>> = words.iter().take(count).rev().collect();
        let start = phrase.first()?.start;
        has_letters(&phrase, text, letters, grammar).then_some(start..text.len())
    })
}

/// The bytes of the fewest words at the beginning of a range of a text that a short form can stand for.
fn first_words_with(
    letters: &[char],
    text: &str,
    range: Range<usize>,
    grammar: &Grammar,
) -> Option<Range<usize>> {
    let words = words_forwards(slice(text, range.clone()));
    (2..=words.len()).find_map(|count| {
        let phrase: Vec<Range<usize>> = words
            .iter()
            .take(count)
            .map(|word| range.start + word.start..range.start + word.end)
            .collect();
        let whole = phrase.first()?.start..phrase.last()?.end;
        has_letters(&phrase.iter().collect::<Vec<_>>(), text, letters, grammar).then_some(whole)
    })
}

/// The bytes of the last words of a text, the last word first.
fn words_backwards(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut end = text.len();
    while words.len() < MAX_WORDS {
        let before = slice(text, ..end).trim_end_matches(is_between_words);
        if before.is_empty() {
            break;
        }
        let gap = before.char_indices().rfind(|(_, c)| is_between_words(*c));
        let start = gap.map_or(0, |(offset, c)| offset + c.len_utf8());
        words.push(start..before.len());
        end = start;
    }
    words
}

/// The bytes of the first words of a text, in order.
fn words_forwards(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    while words.len() < MAX_WORDS {
        let rest = slice(text, start..);
        let gap = rest.len() - rest.trim_start_matches(is_between_words).len();
        let rest = slice(rest, gap..);
        if rest.is_empty() {
            break;
        }
        let length = rest.find(is_between_words).unwrap_or(rest.len());
        words.push(start + gap..start + gap + length);
        start += gap + length;
    }
    words
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || is_hyphen(c) || is_quotation_mark(c) || matches!(c, '/' | '\0')
}

/// Whether a short form can stand for words: it has the first letter of each word, and perhaps letters from
/// inside the word, in order. Small words may have no letter.
///
/// ```text
/// UUID    Universally Unique Identifier    true: the last word has two letters
/// QS      quality of service               true: *of* is a small word
/// CRI     the Container Runtime Interface  false: *the* is not a part of the phrase
/// ```
fn has_letters(words: &[&Range<usize>], text: &str, letters: &[char], grammar: &Grammar) -> bool {
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let word = slice(text, (*first).clone()).to_lowercase();
    let begins = |word: &str, letter: char| {
        word.starts_with(letter)
            // XML, XSS: the sound or the shape of the letter
            || (letter == 'x' && (word.starts_with("ex") || word.starts_with("cross")))
    };
    let mut reached = letters
        .first()
        .filter(|letter| begins(&word, **letter))
        .map_or_else(Vec::new, |_| taken_from(&word, letters, 0));
    for word in rest {
        let word = slice(text, (*word).clone()).to_lowercase();
        let mut next = Vec::new();
        for count in reached {
            if grammar.is_particle(&word) {
                next.push(count);
            }
            if letters.get(count).is_some_and(|c| begins(&word, *c)) {
                next.extend(taken_from(&word, letters, count));
            }
        }
        next.sort_unstable();
        next.dedup();
        reached = next;
    }
    reached.contains(&letters.len())
}

/// The numbers of letters that a short form may have reached after a word, if its letter number `from` is
/// the first one of the word.
fn taken_from(word: &str, letters: &[char], from: usize) -> Vec<usize> {
    let mut reached = vec![from + 1];
    let mut inside = word.chars().skip(1);
    for (index, letter) in letters.iter().enumerate().skip(from + 1) {
        if !inside.any(|c| c == *letter) {
            break;
        }
        reached.push(index + 1);
    }
    reached
}
