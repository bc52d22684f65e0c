//! Everyday words that link from many entries, the most doubtful first, with the words beside them.

use std::collections::BTreeMap;

use crate::glossary::{Entry, EntryId};
use crate::link::{LinkedGlossary, Mention, Origin};
use crate::source::Span;
use crate::text::common_words::CommonWords;
use crate::text::fold::fold;
use crate::text::inflection::{Grammar, NameWord};
use crate::text::language::Language;
use crate::text::slice;

/// The most phrases that are shown for a word.
const MOST_PHRASES: usize = 3;

/// The fewest times that a phrase occurs, to be shown.
const FEWEST_TIMES: usize = 2;

/// The number of entries from which an everyday word has to link, to be a flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flooding {
    /// The least number.
    pub fewest: usize,
    /// What it has to be besides; `None` if the least number decides alone.
    pub large: Option<Large>,
}

/// The number of entries that is large for a glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Large {
    /// A large share of all entries: 8 means one entry in eight.
    pub share: usize,
    /// The number that is large in a glossary of any size.
    pub enough: usize,
}

impl Flooding {
    /// Whether `count` of `all` entries are a flood.
    fn is_flood(self, count: usize, all: usize) -> bool {
        let is_large =
            |large: Large| count.saturating_mul(large.share) >= all || count >= large.enough;
        count >= self.fewest && self.large.is_none_or(is_large)
    }
}

/// An entry to which an everyday word links from so many other entries that the word may mean something else
/// in some of them.
#[derive(Debug, Clone)]
pub struct Flood<'l> {
    /// The entry that is linked to.
    pub to: EntryId,
    /// The entries with the links, in the glossary's order, each with its first such link.
    pub from: Vec<(EntryId, &'l Mention)>,
    /// The most frequent phrases of the word and the word beside it, the most frequent first.
    pub phrases: Vec<Phrase>,
}

/// A word with the word before or after it, such as *service provider*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The phrase, as it can stand in `exclude`.
    pub text: String,
    /// How often it stands in the texts with these links.
    pub times: usize,
}

/// How often the words of an automatic link occur in a million words of the language, if they look like an
/// everyday word; otherwise `None`. So it says how doubtful the link is. `begins_sentence` says whether they are
/// the first words of a sentence.
pub fn doubt(words: &str, begins_sentence: bool, language: &Language) -> Option<u32> {
    if !is_everyday(words, || begins_sentence, language) {
        return None;
    }
    CommonWords::of(language)?.per_million(&fold(words, language))
}

/// The floods of a glossary, the most doubtful first: those with the most links to the most common word. In a
/// language with a list of common words, other words are not everyday words. `language` decides which words
/// are.
pub fn floods<'l>(
    linked: &'l LinkedGlossary,
    language: &Language,
    flooding: Flooding,
) -> Vec<Flood<'l>> {
    let glossary = &linked.glossary;
    let common = CommonWords::of(language);
    let mut everyday: BTreeMap<EntryId, Vec<(EntryId, &Mention)>> = BTreeMap::new();
    for from in glossary.ids() {
        for mention in linked.text(from).mentions.iter() {
            let is_automatic = matches!(mention.origin, Origin::Automatic(..));
            let begins_sentence = || mention.begins_sentence(&glossary.entry(from).file);
            if is_automatic && is_everyday(&mention.text, begins_sentence, language) {
                let links = everyday.entry(mention.to).or_default();
                if links.last().is_none_or(|(last, _)| *last != from) {
                    links.push((from, mention));
                }
            }
        }
    }
    let is_flood = |count: usize| flooding.is_flood(count, glossary.entries.len());
    let doubt = |to: EntryId, from: &[(EntryId, &Mention)]| {
        let commonness = common.map_or(Some(1), |common| {
            let headword = fold(&glossary.entry(to).headword, language);
            let written = from
                .iter()
                .map(|(_, mention)| fold(&mention.text, language));
            let words = std::iter::once(headword).chain(written);
            words.filter_map(|word| common.per_million(&word)).max()
        })?;
        Some(from.len() as u64 * u64::from(commonness))
    };
    let mut floods: Vec<(u64, Flood<'l>)> = everyday
        .into_iter()
        .filter(|(_, from)| is_flood(from.len()))
        .filter_map(|(to, from)| {
            let phrases = phrases(linked, glossary.entry(to), &from, language);
            Some((doubt(to, &from)?, Flood { to, from, phrases }))
        })
        .collect();
    floods
        .sort_by_key(|(doubt, flood)| (std::cmp::Reverse(*doubt), &glossary.entry(flood.to).slug));
    floods.into_iter().map(|(_, flood)| flood).collect()
}

/// The most frequent phrases of a name and the word beside it in the texts that link to its entry, in the order
/// of their number. A part of a longer word makes no phrase: *counterpart of* is not *part of*.
fn phrases(
    linked: &LinkedGlossary,
    to: &Entry,
    from: &[(EntryId, &Mention)],
    language: &Language,
) -> Vec<Phrase> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (from, mention) in from {
        let text = &linked.glossary.entry(*from).file.text;
        for (start, written) in text.match_indices(&*mention.text) {
            let words = start..start + written.len();
            if is_whole_word(text, &words) {
                for phrase in phrases_at(text, &words, to, language) {
                    *times.entry(phrase).or_default() += 1;
                }
            }
        }
    }
    let frequent = times
        .into_iter()
        .filter(|(_, times)| *times >= FEWEST_TIMES);
    let mut phrases: Vec<Phrase> = frequent
        .map(|(text, times)| Phrase { text, times })
        .collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.times));
    phrases.truncate(MOST_PHRASES);
    phrases
}

/// The phrases of a name of `to` with the word before and the word after the bytes `words` of a text, as they
/// can stand in `exclude`. The name is the one that the text mentions there. Words that say nothing make no phrase.
///
/// ```text
/// a data type of dough      words: type      data type, type of
/// ```
pub fn phrases_at(text: &str, words: &Span, to: &Entry, language: &Language) -> Vec<String> {
    let grammar = Grammar::of(language);
    let name = mentioned_name(slice(text, words.clone()), to, language);
    let word = if grammar.nouns_are_capitalised() {
        name.to_owned()
    } else {
        name.to_lowercase()
    };
    let says_something = |neighbour: &str| {
        let folded = fold(neighbour, language);
        !grammar.is_stop_word(&folded) && !grammar.is_particle(&folded)
    };
    let before = word_before(slice(text, ..words.start))
        .filter(|before| says_something(before))
        .map(|before| format!("{} {word}", before.to_lowercase()));
    let after = word_after(slice(text, words.end..))
        .filter(|after| says_something(after) || grammar.is_partitive(&fold(after, language)))
        .map(|after| format!("{word} {}", after.to_lowercase()));
    before.into_iter().chain(after).collect()
}

/// The name of an entry of which a written word is a form; the headword if it is a form of several words.
fn mentioned_name<'e>(written: &str, to: &'e Entry, language: &Language) -> &'e str {
    let grammar = Grammar::of(language);
    let sought = fold(written, language);
    let is_form = |name: &&str| {
        let folded = fold(name, language);
        let forms = grammar.forms(&[NameWord::alone(&folded, name)]);
        forms.iter().any(|form| form.words.concat() == sought)
    };
    let mut names = to.labels.iter().map(|label| label.text.as_str());
    names.find(is_form).unwrap_or(&to.headword)
}

/// Whether the bytes of a text are not a part of a longer word.
fn is_whole_word(text: &str, words: &Span) -> bool {
    let before = slice(text, ..words.start).chars().next_back();
    let after = slice(text, words.end..).chars().next();
    ![before, after]
        .into_iter()
        .flatten()
        .any(char::is_alphanumeric)
}

/// The word at the end of a text, with one space or line break after it.
fn word_before(text: &str) -> Option<&str> {
    let text = text.strip_suffix([' ', '\n'])?;
    let word = text.rsplit(char::is_whitespace).next()?;
    is_plain_word(word).then_some(word)
}

/// The word at the beginning of a text, with one space or line break before it, and perhaps a punctuation mark
/// after it.
fn word_after(text: &str) -> Option<&str> {
    let text = text.strip_prefix([' ', '\n'])?;
    let word = text.split(char::is_whitespace).next()?;
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    is_plain_word(word).then_some(word)
}

fn is_plain_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

/// Whether a mention looks like an everyday word: one word without capitals, except for the first letter of a
/// sentence, and of any word in a language in which nouns have a capital. A single capital letter is a name.
fn is_everyday(text: &str, begins_sentence: impl FnOnce() -> bool, language: &Language) -> bool {
    let mut letters = text.chars();
    let has_capital = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    let is_one_word = !text.contains(char::is_whitespace) && !rest.contains(char::is_uppercase);
    let may_have_capital =
        || !rest.is_empty() && (Grammar::of(language).nouns_are_capitalised() || begins_sentence());
    is_one_word && (!has_capital || may_have_capital())
}
