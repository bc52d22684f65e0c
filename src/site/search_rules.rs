//! The rules of a glossary's language that search needs in the browser: the endings of its words, and the words
//! that count little in a query. Here are also the additional words by which names are found.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::glossary::Glossary;
use crate::text::fold::fold;
use crate::text::inflection::{Grammar, NameWord};
use crate::text::language::Language;
use crate::text::tokens::Folded;
use crate::text::words::is_unspaced;

/// The most words of names whose forms are made to find out which endings the language has.
const SAMPLE: usize = 2_000;

/// The most pairs of endings: those of most words.
const PAIRS: usize = 160;

/// The most characters of an ending.
const LONGEST: usize = 4;

/// The fewest letters that two forms of a word have in common.
const STEM: usize = 2;

/// A word in no more entries than these is not common.
const COMMON: usize = 1;

/// The letters that German also writes as two.
const UMLAUTS: [(char, &str); 3] = [('ä', "ae"), ('ö', "oe"), ('ü', "ue")];

/// Pairs of endings, one of which replaces the other in a form of a word of a name: `-s y-ies` for *token*,
/// *tokens* and *library*, *libraries*. They come from the tables by which mentions are linked.
pub(super) fn endings(glossary: &Glossary, language: &Language) -> String {
    let grammar = Grammar::of(language);
    let mut seen = HashSet::new();
    let mut counts: HashMap<(String, String), usize> = HashMap::new();
    let names = glossary.entries.iter().flat_map(|entry| &entry.labels);
    let words = names.flat_map(|label| label.text.split(|c: char| !c.is_alphabetic()));
    let new = words.filter(|word| word.chars().count() > STEM && seen.insert(*word));
    for written in new.take(SAMPLE) {
        for pair in pairs(written, grammar, language) {
            *counts.entry(pair).or_default() += 1;
        }
    }
    let mut pairs: Vec<_> = counts.into_iter().collect();
    pairs.sort_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then(one.cmp(other)));
    let pairs = pairs.into_iter().take(PAIRS);
    let written: Vec<String> = pairs
        .map(|((one, other), _)| format!("{one}-{other}"))
        .collect();
    written.join(" ")
}

/// The pairs of endings of a word and its forms, the shorter ending first.
fn pairs(written: &str, grammar: &Grammar, language: &Language) -> BTreeSet<(String, String)> {
    let folded = fold(written, language);
    let word = NameWord::alone(&folded, written);
    let base = Folded::new(&folded).to_string();
    let forms = grammar.forms(&[word]).into_iter();
    forms
        .filter_map(|form| {
            let form = Folded::new(&form.words.concat()).to_string();
            let same = base.chars().zip(form.chars());
            let stem = same.take_while(|(one, other)| one == other).count();
            let ending = |text: &str| text.chars().skip(stem).collect::<String>();
            let (one, other) = (ending(&base), ending(&form));
            let is_short = |ending: &str| ending.chars().count() <= LONGEST;
            let is_pair = stem >= STEM && one != other && is_short(&one) && is_short(&other);
            let in_order = if one.len() > other.len() {
                (other, one)
            } else {
                (one, other)
            };
            is_pair.then_some(in_order)
        })
        .collect()
}

/// The words that count little in a query: those in the texts of more than half of all entries, frequent ones
/// that the language's grammar calls common, and those around a name in a question (`around`, from the phrases of
/// the interface). `entries` is the number of
/// entries, `text` has each word with the number of entries that contain it.
pub(super) fn common_words<'t>(
    text: impl Iterator<Item = (&'t str, usize)>,
    entries: usize,
    around: &str,
    language: &Language,
) -> String {
    let grammar = Grammar::of(language);
    let is_common = |word: &str, count: usize| {
        let least = if grammar.is_stop_word(word) { 40 } else { 2 };
        count > (entries / least).max(COMMON)
    };
    let mut words: BTreeSet<String> = text
        .filter(|(word, count)| is_common(word, *count) && !word.contains(is_unspaced))
        .map(|(word, _)| word.to_owned())
        .collect();
    for phrase in around.split_whitespace() {
        if phrase.contains(is_unspaced) {
            // it is cut out of the query before that is cut into pairs
            words.insert(Folded::new(phrase).to_string());
        } else {
            words.extend(Folded::new(phrase).words().map(str::to_owned));
        }
    }
    Vec::from_iter(words).join(" ")
}

/// The initials of a name, with and without those of the words that stand between others: `iac` and `ic` for
/// *Infrastructure as Code*, `csa` and `ca` for *Client-Server Architecture*.
pub(super) fn initials(name: &str, language: &Language) -> BTreeSet<String> {
    let grammar = Grammar::of(language);
    let cut = |is_border: fn(char) -> bool| {
        let words = name.split(is_border).filter_map(|word| {
            let folded = Folded::new(word);
            folded.words().next().map(str::to_owned)
        });
        words.collect::<Vec<String>>()
    };
    let all = cut(|c| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '/'));
    let spaced = cut(char::is_whitespace);
    let mut content = all.clone();
    content.retain(|word| !grammar.is_particle(word) && !grammar.is_article(word));
    let found = [all, spaced, content].into_iter().filter_map(|words| {
        let firsts: Option<String> = words.iter().map(|word| word.chars().next()).collect();
        firsts.filter(|_| words.len() > 1)
    });
    found
        .filter(|initials| !initials.contains(is_unspaced))
        .collect()
}

/// The spelling of a name for a keyboard without umlauts: *Behaelter* for *Behälter*. Only German has one.
pub(super) fn respelled(name: &str, language: &Language) -> Option<String> {
    let has_umlaut = |name: &str| UMLAUTS.iter().any(|(letter, _)| name.contains(*letter));
    let name = name.to_lowercase();
    (language.primary() == "de" && has_umlaut(&name)).then(|| {
        UMLAUTS
            .iter()
            .fold(name, |name, (letter, two)| name.replace(*letter, two))
    })
}

/// A name whose signs matter, without spaces: `c++`, `.net`, `@`. Words do not have these signs.
pub(super) fn with_signs(name: &str) -> Option<String> {
    let folded = Folded::new(name).to_string();
    let is_inner =
        |c: char| c.is_alphanumeric() || matches!(c, '(' | ')' | '"' | '\'' | '’' | '“' | '”');
    let has_sign = !folded.starts_with(is_inner)
        || !folded.ends_with(is_inner)
        || folded.contains([
            '+', '#', '=', '<', '>', '$', '%', '&', '@', '*', '^', '|', '~',
        ]);
    let whole: String = folded.split_whitespace().collect();
    (has_sign && !whole.is_empty() && !whole.contains(is_unspaced)).then_some(whole)
}
