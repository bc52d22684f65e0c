//! Words in a text that look like terms (acronyms, names with capitals), and the long forms of acronyms.

use std::collections::BTreeSet;
use std::ops::Range;

use super::reading::BlockReading;
use crate::text::fold::{fold, is_apostrophe, is_hyphen, single_spaced};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::slice;

/// The reason why words look like a term.
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

/// A use of a term: words that look like a term.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// The term, without endings.
    pub(super) text: String,
    pub(super) look: Look,
    /// Its bytes in the text of the block.
    pub(super) bytes: Range<usize>,
    /// Whether its capitals belong to the term, and are not those of a sentence's beginning.
    pub(super) is_certain: bool,
}

/// A word of a text, without the endings and the halves of a compound that do not belong to a term.
struct Token {
    bytes: Range<usize>,
    text: String,
    look: Option<Look>,
    /// Whether it begins a sentence, or may do so.
    is_initial: bool,
    /// Whether only one space separates it from the token before.
    follows: bool,
    /// Whether it is part of a name of an entry.
    is_named: bool,
}

/// The uses of terms in a block, outside of names of entries.
///
/// *A VLM reads what Vision Transformers see.* has two uses: the acronym *VLM* and the phrase *Vision
/// Transformers*.
pub(super) fn uses(block: &BlockReading, language: &Language) -> Vec<Use> {
    let grammar = Grammar::of(language);
    let tokens = tokens(block, language);
    let mut uses = Vec::new();
    let mut run: Vec<&Token> = Vec::new();
    for token in &tokens {
        if !token.follows || token.look.is_none() {
            uses.extend(phrase(std::mem::take(&mut run), block, language));
        }
        match token.look {
            Some(look @ (Look::Acronym | Look::Mixed)) if !token.is_named => uses.push(Use {
                text: token.text.clone(),
                look,
                bytes: token.bytes.clone(),
                is_certain: true,
            }),
            _ => {}
        }
        let is_stop = || grammar.is_stop_word(&fold(&token.text, language));
        if token.look.is_some() && !(token.is_initial && is_stop()) {
            run.push(token);
        }
    }
    uses.extend(phrase(run, block, language));
    if grammar.nouns_are_capitalised() {
        uses.retain(|used| matches!(used.look, Look::Acronym | Look::Mixed));
    }
    uses
}

/// The use that successive words with capitals are together; `None` if one of them is part of a name, or if
/// it is a single acronym or stop word.
fn phrase(tokens: Vec<&Token>, block: &BlockReading, language: &Language) -> Option<Use> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    if tokens.iter().any(|token| token.is_named) {
        return None;
    }
    let look = match tokens.len() {
        1 if first.look == Some(Look::Word) => Look::Word,
        1 => return None,
        _ => Look::Phrase,
    };
    let head = slice(&block.text, first.bytes.start..last.bytes.start);
    if look == Look::Word && is_stop_word(&first.text, language) {
        return None;
    }
    Some(Use {
        text: single_spaced(&format!("{head}{}", last.text)),
        look,
        bytes: first.bytes.start..last.bytes.end,
        is_certain: !first.is_initial,
    })
}

fn tokens(block: &BlockReading, language: &Language) -> Vec<Token> {
    let text = block.text.as_str();
    let sentences = block.prose.sentences(language);
    let mut names = block.names.iter().peekable();
    let mut tokens: Vec<Token> = Vec::new();
    let mut end_before = 0;
    for word in words(text) {
        let written = slice(text, word.clone());
        let (range, look) = look(written);
        let part = slice(written, range.clone());
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
        let is_stop = is_stop_word(part, language);
        tokens.push(Token {
            text: term.to_owned(),
            look: look.filter(|look| *look != Look::Acronym || !is_stop),
            is_initial,
            follows: slice(text, end_before..word.start) == " " && end_before > 0,
            is_named,
            bytes: word.start + range.start..word.start + range.end,
        });
        end_before = word.end;
    }
    tokens
}

/// Whether a capital is usual after this character: it ends a sentence, or is a colon or a bullet.
fn ends(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | '\u{2022}')
}

fn is_stop_word(word: &str, language: &Language) -> bool {
    Grammar::of(language).is_stop_word(&fold(word, language))
}

/// The bytes of the words in a text. Hyphens, full stops, apostrophes, `&` and `_` within a word belong to
/// it.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let is_inner = |c: char| is_hyphen(c) || is_apostrophe(c) || matches!(c, '.' | '&' | '_');
    let mut words = Vec::new();
    let mut run_start = 0;
    for run in text.split_inclusive(|c: char| !c.is_alphanumeric() && !is_inner(c)) {
        let run_end = run_start + run.len();
        let word = run.trim_start_matches(|c: char| !c.is_alphanumeric());
        let start = run_end - word.len();
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            words.push(start..start + word.len());
        }
        run_start = run_end;
    }
    words
}

/// The part of a word that looks like a term, and its look: *OCI* of *OCI-compliant* is an acronym, and all
/// of *GPT-4V* is one.
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
        let continues =
            |part: &&&str| part.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let lengths = parts
            .iter()
            .skip(1)
            .take_while(continues)
            .map(|part| part.len() + 1);
        return (0..first.len() + lengths.sum::<usize>(), Some(look));
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
    // an identifier in a program
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

/// Whether a name is an acronym: it consists of capitals, and perhaps digits and hyphens.
pub(super) fn is_acronym(name: &str) -> bool {
    !name.contains(char::is_whitespace) && look(name) == (0..name.len(), Some(Look::Acronym))
}

/// Whether `letters`, in small letters, are the initials of the words of a text. Stop words, particles and
/// the second half of a word with a hyphen may be skipped: `iaas` are the initials of *Infrastructure as a
/// Service*.
pub(super) fn spells(text: &str, letters: &str, language: &Language) -> bool {
    fits(text, letters, false, language)
}

/// The largest number of letters in an acronym that may stand for more letters than the initials.
const LONGEST_LOOSE: usize = 8;

/// The largest number of words between an acronym and its long form: 1 in *CE, or chaos engineering*.
const MOST_BETWEEN: usize = 3;

/// Words between an acronym and other words that make these its long form.
const LINKING_WORDS: &[&str] = &[
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

/// The long form beside an acronym, as bytes of `text`: one of the two is in brackets, or they are next to
/// each other, or there are only linking words between them. `all_words` are the words of the text, in
/// order.
///
/// ```text
/// Vision-language model (VLM)        VLM (vision-language model)        CE, or chaos engineering
/// ^^^^^^^^^^^^^^^^^^^^^                   ^^^^^^^^^^^^^^^^^^^^^                ^^^^^^^^^^^^^^^^^
/// ```
pub(super) fn long_form(
    text: &str,
    all_words: &[Range<usize>],
    acronym: &Use,
    language: &Language,
) -> Option<Range<usize>> {
    let letters = acronym.text.chars().filter(|c| c.is_alphabetic());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    let Range { start, end } = acronym.bytes;
    let before = all_words.partition_point(|word| word.end <= start);
    let after = all_words.partition_point(|word| word.start < end);
    let is_bracketed = slice(text, ..start).ends_with('(');
    let brackets_follow = slice(text, end..).trim_start().starts_with('(');
    let (before, after) = (
        all_words.get(..before).unwrap_or_default(),
        all_words.get(after..).unwrap_or_default(),
    );
    long_form_before(text, before, &letters, is_bracketed, language)
        .or_else(|| long_form_after(text, after, &letters, brackets_follow, language))
}

/// The long form before an acronym. `words` are the words before it.
fn long_form_before(
    text: &str,
    words: &[Range<usize>],
    letters: &str,
    is_bracketed: bool,
    language: &Language,
) -> Option<Range<usize>> {
    (0..=MOST_BETWEEN).find_map(|skipped| {
        let (rest, between) = words.split_at_checked(words.len().checked_sub(skipped)?)?;
        let last = rest.last().filter(|_| are_linking_words(text, between))?;
        let most = letters.chars().count() * 2 + 1;
        let starts = rest.iter().rev().map(|word| word.start).take(most);
        let is_loose = is_bracketed && skipped == 0;
        let mut phrases = starts.map(|start| start..last.end);
        phrases.find(|phrase| fits(slice(text, phrase.clone()), letters, is_loose, language))
    })
}

/// The long form after an acronym. `words` are the words after it.
fn long_form_after(
    text: &str,
    words: &[Range<usize>],
    letters: &str,
    is_bracketed: bool,
    language: &Language,
) -> Option<Range<usize>> {
    (0..=MOST_BETWEEN).find_map(|skipped| {
        let (between, rest) = words.split_at_checked(skipped)?;
        let first = rest.first().filter(|_| are_linking_words(text, between))?;
        let most = letters.chars().count() * 2 + 1;
        let ends = rest.iter().map(|word| word.end).take(most);
        let is_loose = is_bracketed && skipped == 0;
        let mut phrases = ends.map(|end| first.start..end);
        phrases.find(|phrase| fits(slice(text, phrase.clone()), letters, is_loose, language))
    })
}

fn are_linking_words(text: &str, words: &[Range<usize>]) -> bool {
    words
        .iter()
        .all(|word| LINKING_WORDS.contains(&slice(text, word.clone()).to_lowercase().as_str()))
}

/// Whether an acronym with these letters can stand for a phrase: by the initials of its words. If
/// `is_loose`, it may also have more letters of each word: *multi-pack index (MIDX)*.
fn fits(phrase: &str, letters: &str, is_loose: bool, language: &Language) -> bool {
    let begins = phrase.chars().flat_map(char::to_lowercase).next() == letters.chars().next();
    if !begins || phrase.contains(['.', ';', '(', ')']) {
        return false;
    }
    let letters: Vec<char> = letters.chars().collect();
    let parts = parts(phrase, language);
    spelled(&parts, &letters, is_loose && letters.len() <= LONGEST_LOOSE)
}

/// A word of a phrase, or a half of a word with a hyphen.
struct Part {
    letters: Vec<char>,
    /// Whether an acronym may have no letter of it.
    is_optional: bool,
}

fn parts(phrase: &str, language: &Language) -> Vec<Part> {
    let grammar = Grammar::of(language);
    let halves = |word: &str| {
        let halves = word.split(is_hyphen).map(str::to_owned).enumerate();
        halves.collect::<Vec<_>>()
    };
    let parts = phrase.split_whitespace().flat_map(halves);
    parts
        .map(|(half, part)| {
            let part = part.trim_matches(|c: char| !c.is_alphanumeric());
            let folded = fold(part, language);
            let is_stop = grammar.is_particle(&folded) || grammar.is_stop_word(&folded);
            Part {
                letters: part.chars().flat_map(char::to_lowercase).collect(),
                is_optional: half > 0 || is_stop || part.is_empty(),
            }
        })
        .collect()
}

/// Whether the letters are the initials of the parts. If `is_loose`, they may also be more letters of a
/// part.
///
/// After each part, `reached` is the set of all numbers of letters that may be used up by then. Without it,
/// each optional part would double the work.
fn spelled(parts: &[Part], letters: &[char], is_loose: bool) -> bool {
    let mut reached = BTreeSet::from([0]);
    for part in parts {
        let mut next = BTreeSet::new();
        for used in reached {
            let rest = letters.get(used..).unwrap_or_default();
            let most = if is_loose {
                rest.len()
            } else {
                rest.len().min(1)
            };
            let takes = |taken: &usize| {
                let taken = rest.get(..*taken);
                taken.is_some_and(|taken| is_within(taken, part))
            };
            next.extend((1..=most).take_while(takes).map(|taken| used + taken));
            next.extend(part.is_optional.then_some(used));
        }
        reached = next;
    }
    reached.contains(&letters.len())
}

/// Whether a part begins with the first letter and contains the others after it, in order.
fn is_within(letters: &[char], part: &Part) -> bool {
    let mut written = part.letters.iter();
    let begins = written.next() == letters.first();
    let mut others = letters.iter().skip(1);
    begins && others.all(|letter| written.any(|c| c == letter))
}
