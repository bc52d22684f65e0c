//! What looks like a term in running text: acronyms, names with capitals, and what acronyms stand
//! for.

use std::collections::BTreeSet;
use std::ops::Range;

use super::reading::BlockReading;
use crate::text::fold::{fold, is_apostrophe, is_hyphen, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::slice;

/// What makes some words look like a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// Capitals and digits alone: *VLM*, *GPT-4V*.
    Acronym,
    /// Capitals within the word: *ConvNeXt*, *eBPF*.
    Mixed,
    /// Several words with capitals: *Vision Transformer*.
    Phrase,
    /// One word with a capital, within a sentence: *Flamingo*.
    Word,
}

/// Some words that look like a term.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// The term, without endings.
    pub(super) text: String,
    pub(super) look: Look,
    /// Its bytes in its block's text.
    pub(super) words: Range<usize>,
    /// Whether its capitals are its own, and not there because a sentence begins.
    pub(super) is_certain: bool,
}

/// A word of a text, with what may belong to it on both sides taken off.
struct Token {
    words: Range<usize>,
    text: String,
    look: Option<Look>,
    is_initial: bool,
    /// Whether one space alone is between it and the token before.
    follows: bool,
    /// Whether it is in the name of an entry.
    is_named: bool,
}

/// What looks like a term in a block, where no name of an entry stands.
pub(super) fn uses(block: &BlockReading, language: &Language) -> Vec<Use> {
    let grammar = Grammar::of(language);
    let tokens = tokens(block, language);
    let mut found = Vec::new();
    let mut run: Vec<&Token> = Vec::new();
    for token in &tokens {
        if !token.follows || token.look.is_none() {
            phrase(&mut run, &mut found, block, language);
        }
        match token.look {
            Some(look @ (Look::Acronym | Look::Mixed)) if !token.is_named => found.push(Use {
                text: token.text.clone(),
                look,
                words: token.words.clone(),
                is_certain: true,
            }),
            _ => {}
        }
        let is_stop = || grammar.is_stop_word(&fold(&token.text, language));
        if token.look.is_some() && !(token.is_initial && is_stop()) {
            run.push(token);
        }
    }
    phrase(&mut run, &mut found, block, language);
    if grammar.nouns_are_capitalised() {
        found.retain(|found| matches!(found.look, Look::Acronym | Look::Mixed));
    }
    found
}

/// Makes a phrase of words with capitals that follow each other, unless a name is among them.
fn phrase(run: &mut Vec<&Token>, found: &mut Vec<Use>, block: &BlockReading, language: &Language) {
    let tokens = std::mem::take(run);
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return;
    };
    if tokens.iter().any(|token| token.is_named) {
        return;
    }
    let look = match tokens.len() {
        1 if first.look == Some(Look::Word) => Look::Word,
        1 => return,
        _ => Look::Phrase,
    };
    let head = slice(&block.text, first.words.start..last.words.start);
    let is_stop = Grammar::of(language).is_stop_word(&fold(&first.text, language));
    if look == Look::Word && is_stop {
        return;
    }
    found.push(Use {
        text: single_spaced(&format!("{head}{}", last.text)),
        look,
        words: first.words.start..last.words.end,
        is_certain: !first.is_initial,
    });
}

fn tokens(block: &BlockReading, language: &Language) -> Vec<Token> {
    let text = block.text.as_str();
    let sentences = block.prose.sentences(language);
    let mut names = block.names.iter().peekable();
    let mut found: Vec<Token> = Vec::new();
    let mut end_before = 0;
    for word in words(text) {
        let shown = slice(text, word.clone());
        let (range, look) = look(shown);
        let part = slice(shown, range.clone());
        let term = match look {
            Some(Look::Acronym) => part.strip_suffix('s').unwrap_or(part),
            _ => part,
        };
        while names.next_if(|name| name.span.end <= word.start).is_some() {}
        let is_named = names.peek().is_some_and(|name| name.span.start < word.end);
        let is_first = sentences
            .binary_search_by_key(&word.start, |sentence| sentence.start)
            .is_ok();
        let before = slice(text, ..word.start);
        let trimmed = before.trim_end_matches(|c: char| !c.is_alphanumeric() && !ends(c));
        let is_initial = is_first || trimmed.is_empty() || trimmed.ends_with(ends);
        let stop = is_stop_word(part, language);
        found.push(Token {
            text: term.to_owned(),
            look: look.filter(|look| *look != Look::Acronym || !stop),
            is_initial,
            follows: slice(text, end_before..word.start) == " " && end_before > 0,
            is_named,
            words: word.start + range.start..word.start + range.end,
        });
        end_before = word.end;
    }
    found
}

/// Whether a character ends what a word with a capital may begin after.
fn ends(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | '\u{2022}')
}

fn is_stop_word(word: &str, language: &Language) -> bool {
    Grammar::of(language).is_stop_word(&fold(word, language))
}

/// The bytes of the words of a text, with hyphens, full stops and apostrophes within them.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let is_inner = |c: char| is_hyphen(c) || is_apostrophe(c) || matches!(c, '.' | '&' | '_');
    let mut found = Vec::new();
    let mut start = 0;
    for run in text.split_inclusive(|c: char| !c.is_alphanumeric() && !is_inner(c)) {
        let end = start + run.len();
        let word = run.trim_start_matches(|c: char| !c.is_alphanumeric());
        let from = end - word.len();
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            found.push(from..from + word.len());
        }
        start = end;
    }
    found
}

/// What a word looks like, and the part of it that does.
fn look(word: &str) -> (Range<usize>, Option<Look>) {
    let bare = match word.rsplit_once(is_apostrophe) {
        Some((bare, "s")) => bare,
        _ => word,
    };
    let parts: Vec<&str> = bare.split(is_hyphen).collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return (0..0, None);
    };
    if parts.len() == 1 {
        return (0..bare.len(), look_of_part(bare));
    }
    if let Some(look @ (Look::Acronym | Look::Mixed)) = look_of_part(first) {
        // *GPT-4V* is a name, *OCI-compliant* holds one
        let goes_on = |part: &&&str| part.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let length = parts
            .iter()
            .skip(1)
            .take_while(goes_on)
            .map(|part| part.len() + 1);
        return (0..first.len() + length.sum::<usize>(), Some(look));
    }
    match (look_of_part(first), look_of_part(last)) {
        (Some(_), Some(_)) => (0..bare.len(), Some(Look::Word)),
        (None, Some(look @ (Look::Acronym | Look::Mixed))) => {
            (bare.len() - last.len()..bare.len(), Some(look))
        }
        _ => (0..bare.len(), None),
    }
}

fn look_of_part(part: &str) -> Option<Look> {
    // a name in a program
    if part.contains('_') {
        return None;
    }
    let capitals = part.chars().filter(|c| c.is_uppercase()).count();
    let small = part.chars().filter(|c| c.is_lowercase()).count();
    let is_capital = part.starts_with(char::is_uppercase);
    match (capitals, small) {
        _ if !part.starts_with(char::is_alphabetic) => None,
        (2.., 0) => Some(Look::Acronym),
        (2.., 1) if part.ends_with('s') => Some(Look::Acronym),
        (2.., _) => Some(Look::Mixed),
        (1, 2..) if is_capital => Some(Look::Word),
        _ => None,
    }
}

/// Whether a name is nothing but capitals, with digits or hyphens perhaps.
pub(super) fn is_acronym(name: &str) -> bool {
    !name.contains(char::is_whitespace) && look(name) == (0..name.len(), Some(Look::Acronym))
}

/// Whether the words of a text begin with these letters, in small letters. Words that mean nothing
/// by themselves may be passed over, and so may the second half of a word with a hyphen.
pub(super) fn spells(text: &str, letters: &str, language: &Language) -> bool {
    fits(text, letters, false, language)
}

/// How many letters an acronym has at most that may stand for more than initials.
const LONGEST_LOOSE: usize = 8;

/// How many words may stand between an acronym and what it stands for: *CE, or chaos engineering*.
const BETWEEN: usize = 3;

/// Words that say, between an acronym and some others, that it stands for them.
const SAYING: &[&str] = &[
    "abbreviated",
    "aka",
    "also",
    "as",
    "called",
    "for",
    "i.e",
    "is",
    "known",
    "often",
    "or",
    "short",
    "stands",
];

/// The words beside an acronym that it stands for: with one of the two in brackets, or next to each
/// other, or with words between that say so. `all` are the words of the text, in order.
pub(super) fn long_form(
    text: &str,
    all: &[Range<usize>],
    acronym: &Use,
    language: &Language,
) -> Option<Range<usize>> {
    let letters = acronym.text.chars().filter(|c| c.is_alphabetic());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    let Range { start, end } = acronym.words;
    let before = all.partition_point(|word| word.end <= start);
    let after = all.partition_point(|word| word.start < end);
    let is_bracketed = slice(text, ..start).ends_with('(');
    let brackets = slice(text, end..).trim_start().starts_with('(');
    let words = |range: Range<usize>| all.get(range).unwrap_or_default();
    backwards(text, words(0..before), &letters, is_bracketed, language)
        .or_else(|| forwards(text, words(after..all.len()), &letters, brackets, language))
}

/// The words before an acronym that it stands for.
fn backwards(
    text: &str,
    words: &[Range<usize>],
    letters: &str,
    is_bracketed: bool,
    language: &Language,
) -> Option<Range<usize>> {
    (0..=BETWEEN).find_map(|skipped| {
        let (rest, between) = words.split_at_checked(words.len().checked_sub(skipped)?)?;
        let last = rest.last().filter(|_| says(text, between))?;
        let most = letters.chars().count() * 2 + 1;
        let starts = rest.iter().rev().map(|word| word.start).take(most);
        let is_loose = is_bracketed && skipped == 0;
        let mut phrases = starts.map(|start| start..last.end);
        phrases.find(|phrase| fits(slice(text, phrase.clone()), letters, is_loose, language))
    })
}

/// The words after an acronym that it stands for.
fn forwards(
    text: &str,
    words: &[Range<usize>],
    letters: &str,
    brackets: bool,
    language: &Language,
) -> Option<Range<usize>> {
    (0..=BETWEEN).find_map(|skipped| {
        let (between, rest) = words.split_at_checked(skipped)?;
        let first = rest.first().filter(|_| says(text, between))?;
        let most = letters.chars().count() * 2 + 1;
        let ends = rest.iter().map(|word| word.end).take(most);
        let is_loose = brackets && skipped == 0;
        let mut phrases = ends.map(|end| first.start..end);
        phrases.find(|phrase| fits(slice(text, phrase.clone()), letters, is_loose, language))
    })
}

fn says(text: &str, between: &[Range<usize>]) -> bool {
    between
        .iter()
        .all(|word| SAYING.contains(&slice(text, word.clone()).to_lowercase().as_str()))
}

/// Whether an acronym of these letters can stand for a phrase: by the initials of its words, or, if
/// brackets say that it does, by more letters of each: *multi-pack index (MIDX)*.
fn fits(phrase: &str, letters: &str, is_loose: bool, language: &Language) -> bool {
    let begins = phrase.chars().flat_map(char::to_lowercase).next() == letters.chars().next();
    if !begins || phrase.contains(['.', ';', '(', ')']) {
        return false;
    }
    let letters: Vec<char> = letters.chars().collect();
    let parts = parts(phrase, language);
    spelled(&parts, &letters, is_loose && letters.len() <= LONGEST_LOOSE)
}

/// A word of a phrase, or a half of one with a hyphen.
struct Part {
    letters: Vec<char>,
    /// Whether an acronym may do without it.
    is_small: bool,
}

fn parts(phrase: &str, language: &Language) -> Vec<Part> {
    let grammar = Grammar::of(language);
    let halves = |word: &str| {
        let halves = word.split(is_hyphen).map(str::to_owned).enumerate();
        halves.collect::<Vec<_>>()
    };
    let parts = phrase.split_whitespace().flat_map(halves);
    parts
        .map(|(at, part)| {
            let part = part.trim_matches(|c: char| !c.is_alphanumeric());
            let folded = fold(part, language);
            let is_word = grammar.is_particle(&folded) || grammar.is_stop_word(&folded);
            Part {
                letters: part.chars().flat_map(char::to_lowercase).collect(),
                is_small: at > 0 || is_word || part.is_empty(),
            }
        })
        .collect()
}

/// Whether letters spell some words: the initial of each, or if `is_loose` more of it.
///
/// Word by word, it is known how many letters may be spelled by then: what may be passed over would
/// otherwise double the ways with each word.
fn spelled(parts: &[Part], letters: &[char], is_loose: bool) -> bool {
    let mut reached = BTreeSet::from([0]);
    for part in parts {
        let mut next = BTreeSet::new();
        for at in reached {
            let rest = letters.get(at..).unwrap_or_default();
            let most = if is_loose {
                rest.len()
            } else {
                rest.len().min(1)
            };
            let takes = |taken: &usize| {
                let taken = rest.get(..*taken);
                taken.is_some_and(|taken| is_within(taken, part))
            };
            next.extend((1..=most).take_while(takes).map(|taken| at + taken));
            next.extend(part.is_small.then_some(at));
        }
        reached = next;
    }
    reached.contains(&letters.len())
}

/// Whether letters stand in a word in their order, the first at its beginning.
fn is_within(letters: &[char], part: &Part) -> bool {
    let mut written = part.letters.iter();
    let begins = written.next() == letters.first();
    let mut others = letters.iter().skip(1);
    begins && others.all(|letter| written.any(|c| c == letter))
}
