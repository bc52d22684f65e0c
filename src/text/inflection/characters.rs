//! Spellings that depend on the characters of a name, in any language: digits below the line, long vowels in
//! katakana, letters of full width.

use std::borrow::Cow;

use super::forms::{Form, MOST_FORMS, NameWord};
use crate::text::fold::{fold, nfkc};
use crate::text::language::Language;

/// The mark of a long vowel in kana.
const LONG_MARK: char = '\u{30fc}';

/// The fewest katakana of a word whose last vowel may be long or short: *サーバ* and *サーバー* (JIS Z 8301, which
/// leaves out the mark after three or more). Shorter words would be other words: *コピー* is not *コピ*.
const FEWEST_KANA: usize = 3;

/// Words that are other words with the mark: *ドラマ* is a drama, and *ドラマー* a drummer.
const OTHER_WORDS: [&str; 2] = ["アンカ", "ドラマ"];

/// The digits above and below the line, with those on it.
const DIGITS: [[char; 3]; 10] = [
    ['0', '₀', '⁰'],
    ['1', '₁', '¹'],
    ['2', '₂', '²'],
    ['3', '₃', '³'],
    ['4', '₄', '⁴'],
    ['5', '₅', '⁵'],
    ['6', '₆', '⁶'],
    ['7', '₇', '⁷'],
    ['8', '₈', '⁸'],
    ['9', '₉', '⁹'],
];

/// The languages in which letters of full width stand among characters of this width.
const WIDE: [&str; 3] = ["ja", "ko", "zh"];

/// Adds the spellings of a name with other characters to its `forms`, of which the first is the name itself.
///
/// ```text
/// CO₂          co2
/// H2O          h₂o, h²o
/// サーバー     サーバ
/// API          ａｐｉ, in Chinese, Japanese and Korean
/// ```
pub fn vary(forms: &mut Vec<Form<'_>>, name: &[NameWord<'_>], language: &Language) {
    let is_ascii = name.iter().all(|word| word.folded.is_ascii());
    if name.iter().any(|word| is_formula(word.folded)) {
        for line in 0..3 {
            respell(forms, &|word| {
                with_digits(word, line).filter(|_| is_formula(word))
            });
        }
    }
    if !is_ascii {
        vary_long_vowels(forms, name);
    }
    if WIDE.contains(&language.primary()) {
        respell(forms, &|word| nfkc_of_wide(word, language));
        respell(forms, &wide);
    }
}

/// Adds the forms in which `other` gives a word another spelling.
fn respell(forms: &mut Vec<Form<'_>>, other: &dyn Fn(&str) -> Option<String>) {
    let mut respelled = Vec::new();
    for form in &*forms {
        if forms.len() + respelled.len() >= MOST_FORMS {
            break;
        }
        let others: Vec<_> = form.words.iter().map(|word| other(word)).collect();
        if others.iter().all(Option::is_none) {
            continue;
        }
        let mut form = form.clone();
        form.is_respelled = true;
        for (word, other) in form.words.iter_mut().zip(others) {
            if let Some(other) = other {
                *word = Cow::Owned(other);
            }
        }
        respelled.push(form);
    }
    forms.append(&mut respelled);
}

/// Whether a word has several letters and a digit after one. With one letter, *x₁* and *X1* are two things.
fn is_formula(word: &str) -> bool {
    let is_digit = |c: char| DIGITS.iter().any(|lines| lines.contains(&c));
    let letters = word.chars().filter(|c| c.is_alphabetic());
    letters.count() > 1 && word.trim_start_matches(is_digit).contains(is_digit)
}

/// A word with its digits after letters on another line; `None` if that changes nothing.
fn with_digits(word: &str, line: usize) -> Option<String> {
    let mut out = String::with_capacity(word.len() + 2);
    let mut is_after_letter = false;
    for c in word.chars() {
        let digit = DIGITS.iter().find(|lines| lines.contains(&c));
        let other = digit.and_then(|lines| lines.get(line));
        out.push(*other.filter(|_| is_after_letter).unwrap_or(&c));
        is_after_letter = c.is_alphabetic() || (is_after_letter && digit.is_some());
    }
    (out != word).then_some(out)
}

/// Adds the form in which the words of katakana have or lack the mark of a long vowel at their ends.
fn vary_long_vowels(forms: &mut Vec<Form<'_>>, name: &[NameWord<'_>]) {
    let is_kana = |word: &NameWord<'_>| word.folded.chars().all(is_katakana);
    let mut ends = Vec::new();
    let mut length = 0;
    for (index, word) in name.iter().enumerate() {
        length = if is_kana(word) { length + 1 } else { 0 };
        if length > 0 && !name.get(index + 1).is_some_and(is_kana) {
            ends.push((index, length));
        }
    }
    for (index, length) in ends {
        let word: String = name
            .iter()
            .take(index + 1)
            .skip(index + 1 - length)
            .map(|word| word.folded)
            .collect();
        if OTHER_WORDS.contains(&word.trim_end_matches(LONG_MARK)) {
            continue;
        }
        let Some(last) = name.get(index) else {
            continue;
        };
        let other = if last.folded.chars().eq([LONG_MARK]) {
            (length > FEWEST_KANA).then(String::new)
        } else {
            (length >= FEWEST_KANA).then(|| format!("{}{LONG_MARK}", last.folded))
        };
        let Some(other) = other else {
            continue;
        };
        let given = forms.iter().take(MOST_FORMS.saturating_sub(forms.len()));
        let respelled = given.map(|form| form.with_word(index, other.clone()));
        let mut respelled: Vec<_> = respelled.collect();
        forms.append(&mut respelled);
    }
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | LONG_MARK)
}

/// A word without characters of full width; `None` if it has none.
fn nfkc_of_wide(word: &str, language: &Language) -> Option<String> {
    let is_wide = |c| matches!(c, '\u{ff01}'..='\u{ff5e}');
    word.contains(is_wide).then(|| fold(&nfkc(word), language))
}

/// A word of ASCII in characters of full width, which are U+FEE0 after those of ASCII.
fn wide(word: &str) -> Option<String> {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0);
    let is_ascii = !word.is_empty() && word.chars().all(|c| c.is_ascii_graphic());
    is_ascii.then(|| word.chars().filter_map(wide).collect())
}
