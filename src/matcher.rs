//! Finds names in text: whole words, the leftmost first, the longest that fits.
//!
//! The automaton's states are the beginnings of names, joins left out: after *data* and *center* it
//! is where it is after *datacenter*. A state is known by its [`Key`], so a step is one sum and one
//! look into a table, whatever the number of names. What a key finds is compared with the text
//! itself before it counts.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

use crate::front_matter::CaseMode;
use crate::text::fold::{fold, nfc, single_spaced};
use crate::text::inflection::{Grammar, NameWord};
use crate::text::language::Language;
use crate::text::words::{
    Join, Key, Kind, Piece, cut, is_apostrophe, is_cjk, is_hyphen, is_ignorable, is_unspaced,
    is_word,
};

/// Names of more pieces than this are not looked for: no mention is as long.
const MOST_PIECES: usize = 128;

/// Nor are names of more bytes than this.
const MOST_BYTES: usize = 2_000;

/// How many letters the halves of a word have at least, if they are to be found with a space
/// between them.
const SHORTEST_HALF: usize = 3;

/// How many Chinese or Japanese characters are a name wherever they stand, without a look into the
/// dictionary: it does not know new words.
const LONG: usize = 5;

/// The same for katakana alone, which are letters of a longer word more often.
const LONG_IN_KATAKANA: usize = 8;

/// A name to look for.
#[derive(Debug, Clone, Copy)]
pub struct Phrase<'p> {
    /// The name as its author wrote it.
    pub text: &'p str,
    /// How the case of a mention is compared with the name's.
    pub case: CaseMode,
    /// Whether [`Matcher::matches`] finds it; [`Matcher::meanings`] always does.
    pub is_sought: bool,
}

/// How close a text is to a name, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same, letter for letter.
    Exact,
    /// The same but for case, joins, or how characters are encoded.
    Folded,
    /// An inflected form.
    Inflected,
}

/// A name that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The place of the [`Phrase`] among those that the matcher was made of.
    pub phrase: usize,
    /// How close the text is to it.
    pub closeness: Closeness,
}

/// A mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its bytes in the text: whole words, with a possessive's ending.
    pub span: Range<usize>,
    /// The names that it may mean, at least one.
    pub meanings: Vec<Meaning>,
}

/// An automaton over the names that it was made of.
pub struct Matcher<'p> {
    phrases: Vec<Phrase<'p>>,
    language: &'p Language,
    grammar: &'static Grammar,
    states: States,
    /// In the order of their keys.
    patterns: Vec<Pattern>,
    /// The patterns' folded texts, one after the other.
    forms: String,
    /// Where in them words end, one after the other.
    ends: Vec<u16>,
    /// For each phrase, which of its pieces want the name's own capitals, as bits; the last bit
    /// stands for all after it.
    capitals: Vec<u64>,
    /// For each phrase, which of its pieces want their hyphen: *by law* is no *by-law*.
    hyphens: Vec<u64>,
}

/// A form of a name.
#[derive(Debug, Clone, Copy)]
struct Pattern {
    key: u64,
    phrase: u32,
    form: u32,
    form_length: u16,
    ends: u32,
    end_count: u16,
    is_inflected: bool,
    compound: Option<u16>,
}

impl<'p> Matcher<'p> {
    /// Makes the automaton. `language` decides how names are folded and which forms they take.
    pub fn new(phrases: Vec<Phrase<'p>>, language: &'p Language) -> Self {
        let mut matcher = Self {
            capitals: Vec::with_capacity(phrases.len()),
            hyphens: Vec::with_capacity(phrases.len()),
            patterns: Vec::with_capacity(phrases.len() * 4),
            phrases,
            language,
            grammar: Grammar::of(language),
            states: States::default(),
            forms: String::new(),
            ends: Vec::new(),
        };
        let mut beginnings = Vec::new();
        let mut pieces = Vec::new();
        for phrase in 0..matcher.phrases.len() {
            matcher.add(phrase, &mut pieces, &mut beginnings);
        }
        let forms = &matcher.forms;
        let text = |pattern: &Pattern| &forms[pattern.form_range()];
        matcher.patterns.sort_unstable_by(|a, b| {
            (a.key, text(a), a.phrase, a.is_inflected, a.compound).cmp(&(
                b.key,
                text(b),
                b.phrase,
                b.is_inflected,
                b.compound,
            ))
        });
        matcher
            .patterns
            .dedup_by(|b, a| (a.key, a.phrase) == (b.key, b.phrase) && text(a) == text(b));
        matcher.states = States::new(&matcher.patterns, &beginnings);
        matcher
    }

    fn add(&mut self, phrase: usize, pieces: &mut Vec<Piece>, beginnings: &mut Vec<Beginning>) {
        let Phrase { text, case, .. } = self.phrases[phrase];
        pieces.clear();
        cut(text, self.language, pieces);
        let is_too_long = pieces.len() > MOST_PIECES || text.len() > MOST_BYTES;
        if pieces.is_empty() || is_too_long {
            self.capitals.push(0);
            self.hyphens.push(0);
            return;
        }
        let folded: Vec<String> = pieces
            .iter()
            .map(|piece| fold(&text[piece.span()], self.language))
            .collect();
        let mut capitals = 0;
        let name: Vec<NameWord<'_>> = pieces
            .iter()
            .zip(&folded)
            .enumerate()
            .map(|(at, (piece, folded))| {
                let written = &text[piece.span()];
                let is_word = piece.kind == Kind::Word;
                let is_fixed = match case {
                    CaseMode::Smart => wants_its_capitals(written),
                    CaseMode::Exact => true,
                    CaseMode::Any => false,
                };
                if is_word && is_fixed {
                    capitals |= bit(at);
                }
                NameWord {
                    folded,
                    written,
                    is_word,
                    is_hyphenated: piece.join == Join::Hyphen,
                    is_acronym: is_word && wants_its_capitals(written),
                }
            })
            .collect();
        let wants_hyphen = |at: &usize| {
            let is_pair = name[*at].is_hyphenated
                && !name[at - 1].is_hyphenated
                && !name.get(at + 1).is_some_and(|next| next.is_hyphenated);
            let words = || name[at - 1..=*at].iter();
            is_pair && words().any(|word| self.grammar.is_stop_word(word.folded))
        };
        let hyphens = (1..name.len()).filter(wants_hyphen).map(bit);
        self.hyphens.push(hyphens.fold(0, |all, one| all | one));
        self.capitals.push(capitals);
        for variant in self.grammar.forms(&name) {
            let form = self.forms.len();
            let ends = self.ends.len();
            let mut key = Key::EMPTY;
            for (at, word) in variant.words.iter().enumerate() {
                if at > 0 {
                    beginnings.push(Beginning {
                        key: key.mixed(),
                        is_start: at == 1 || self.forms.len() - form < SHORTEST_JOINED,
                    });
                    if pieces[at].parts_digits(&pieces[at - 1]) {
                        self.forms.push(' ');
                        key = key.then(Key::of(" "));
                    }
                }
                self.forms.push_str(word);
                self.ends.push(length(self.forms.len() - form));
                key = key.then(Key::of(word));
            }
            self.patterns.push(Pattern {
                key: key.mixed(),
                phrase: offset(phrase),
                form: offset(form),
                form_length: length(self.forms.len() - form),
                ends: offset(ends),
                end_count: length(self.ends.len() - ends),
                is_inflected: variant.is_inflected,
                compound: variant.compound.map(length),
            });
        }
    }

    /// The mentions in a text, in order; none overlaps another. Costs time by the text's length,
    /// whatever the number of names.
    pub fn matches(&self, text: &str) -> Vec<Match> {
        let mut pieces = Vec::with_capacity(text.len() / 5);
        cut(text, self.language, &mut pieces);
        let reading = Reading {
            matcher: self,
            text,
            pieces: &pieces,
            word_breaks: OnceCell::new(),
            addresses: OnceCell::new(),
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            match reading.longest_at(at) {
                Some((mention, last)) => {
                    found.push(mention);
                    at = last + 1;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The names that a text as a whole may mean, blind to case, and those that are not sought too.
    pub fn meanings(&self, text: &str) -> Vec<Meaning> {
        let text = self.without_clitic(text);
        let mut pieces = Vec::new();
        cut(text, self.language, &mut pieces);
        let Some(last) = pieces.len().checked_sub(1) else {
            return Vec::new();
        };
        let mut key = pieces[0].key;
        for at in 1..pieces.len() {
            key = pieces[at].after(key, &pieces[at - 1]);
        }
        let reading = Reading {
            matcher: self,
            text,
            pieces: &pieces,
            word_breaks: OnceCell::new(),
            addresses: OnceCell::new(),
        };
        match self.states.get(key.mixed()) {
            Some(Some(first)) => {
                let mention = Mention::read(&reading, 0, last);
                self.with_key_of(first)
                    .filter(|pattern| reading.is_form(pattern, &mention, 0))
                    .map(|pattern| reading.meaning(pattern, text))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// A text without an ending after an apostrophe, or an apostrophe alone: *the patches'*.
    fn without_clitic<'t>(&self, text: &'t str) -> &'t str {
        match text.rsplit_once(is_apostrophe) {
            Some((name, "")) => name,
            Some((name, letters))
                if self.grammar.is_clitic('\'', &fold(letters, self.language)) =>
            {
                name
            }
            _ => text,
        }
    }

    /// The name of a meaning, as its author wrote it.
    pub fn text(&self, meaning: Meaning) -> &'p str {
        self.phrases[meaning.phrase].text
    }

    /// The patterns that share the key of one, from it on.
    fn with_key_of(&self, first: usize) -> impl Iterator<Item = &Pattern> {
        let key = self.patterns[first].key;
        self.patterns[first..]
            .iter()
            .take_while(move |pattern| pattern.key == key)
    }

    fn form(&self, pattern: &Pattern) -> &str {
        &self.forms[pattern.form_range()]
    }

    fn ends(&self, pattern: &Pattern) -> &[u16] {
        let start = pattern.ends as usize;
        &self.ends[start..start + usize::from(pattern.end_count)]
    }
}

impl Pattern {
    fn form_range(&self) -> Range<usize> {
        let start = self.form as usize;
        start..start + usize::from(self.form_length)
    }
}

/// Contract, section 5: a word with a capital beyond its first letter, or of one letter.
fn wants_its_capitals(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    let single = letters.clone().next().is_none() && first.is_some_and(char::is_alphabetic);
    single || letters.any(char::is_uppercase)
}

fn bit(piece: usize) -> u64 {
    1 << piece.min(63)
}

/// A place in the matcher's own tables. They hold what is in memory as entries already.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A length in a name of at most [`MOST_BYTES`], or in a form of one.
fn length(bytes: usize) -> u16 {
    u16::try_from(bytes).unwrap_or(u16::MAX)
}

/// The states: which keys are beginnings of names, and which whole ones.
#[derive(Default)]
struct States {
    /// The keys with which the pieces of a text can begin a name.
    starts: Filter,
    /// All keys.
    all: Filter,
    /// For each key, the first pattern that has it, if it is a whole name's.
    known: HashMap<u64, Option<usize>, BuildHasherDefault<Mixed>>,
}

/// How many bytes a word of a text has at least that is written as one and is several of a name.
/// Names whose words are as short in all are looked for as if they were one.
const SHORTEST_JOINED: usize = 7;

impl States {
    fn new(patterns: &[Pattern], beginnings: &[Beginning]) -> Self {
        let mut known = HashMap::default();
        known.reserve(beginnings.len() + patterns.len());
        known.extend(beginnings.iter().map(|beginning| (beginning.key, None)));
        // backwards, so that the first of each key stays
        let whole = patterns.iter().enumerate().rev();
        known.extend(whole.map(|(at, pattern)| (pattern.key, Some(at))));
        let starts = beginnings.iter().filter(|beginning| beginning.is_start);
        let short = patterns.iter().filter(|pattern| {
            pattern.end_count == 1 || usize::from(pattern.form_length) < SHORTEST_JOINED
        });
        let starts: HashSet<u64, BuildHasherDefault<Mixed>> = starts
            .map(|beginning| beginning.key)
            .chain(short.map(|pattern| pattern.key))
            .collect();
        Self {
            starts: Filter::new(starts.iter().copied(), starts.len()),
            all: Filter::new(known.keys().copied(), known.len()),
            known,
        }
    }

    /// What a key is: nothing, a beginning, or with the first pattern that has it a whole name.
    #[inline]
    fn get(&self, key: u64) -> Option<Option<usize>> {
        match self.all.may_have(key) {
            true => self.known.get(&key).copied(),
            false => None,
        }
    }

    /// Whether a name may begin with a piece, which `next` may follow.
    #[inline]
    fn may_begin(&self, piece: &Piece, next: Option<&Piece>) -> bool {
        let key = piece.key.mixed();
        let is_joined = || piece.end - piece.start >= SHORTEST_JOINED && self.all.may_have(key);
        // the two halves of a word that a name writes as one
        let is_half = || {
            let next = next.filter(|next| next.join != Join::Break);
            next.is_some_and(|next| self.starts.may_have(next.after(piece.key, piece).mixed()))
        };
        self.starts.may_have(key) || is_half() || is_joined()
    }
}

/// The beginning of a name.
struct Beginning {
    key: u64,
    /// Whether it is its first word, or as short as one.
    is_start: bool,
}

/// A set of keys that may take others for its own: a bit for each, at a place that the key gives
/// (Bloom 1970, with one hash). Most words of a text begin no name, and this much of the names fits a
/// processor's cache.
#[derive(Default)]
struct Filter(Vec<u64>);

impl Filter {
    /// How many bits there are for a key.
    const BITS: usize = 8;

    fn new(keys: impl Iterator<Item = u64>, count: usize) -> Self {
        let size = (count * Self::BITS).next_power_of_two().max(64);
        let mut filter = Self(vec![0; size / 64]);
        for key in keys {
            let (word, bit) = filter.place(key);
            filter.0[word] |= bit;
        }
        filter
    }

    #[inline]
    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.0[word] & bit != 0
    }

    fn place(&self, key: u64) -> (usize, u64) {
        let bit = (key >> 20) as usize & (self.0.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

/// Takes a key as its own hash: [`Key::mixed`] has mixed it.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn write(&mut self, bytes: &[u8]) {
        // keys are numbers; whatever else comes is mixed in
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}

/// A text while it is searched.
struct Reading<'r> {
    matcher: &'r Matcher<'r>,
    text: &'r str,
    pieces: &'r [Piece],
    /// Where words begin and end in scripts without spaces; found when first needed.
    word_breaks: OnceCell<Vec<usize>>,
    /// Where web addresses and paths are; found when first needed.
    addresses: OnceCell<Vec<Range<usize>>>,
}

impl Reading<'_> {
    /// The longest mention that begins with a piece, and the last piece of it.
    fn longest_at(&self, first: usize) -> Option<(Match, usize)> {
        let states = &self.matcher.states;
        if !states.may_begin(&self.pieces[first], self.pieces.get(first + 1)) {
            return None;
        }
        let mut whole: Vec<(usize, usize)> = Vec::new();
        let mut key = self.pieces[first].key;
        let mut has_missed = false;
        let mut last = first;
        loop {
            match states.get(key.mixed()) {
                Some(name) => {
                    has_missed = false;
                    whole.extend(name.map(|pattern| (last, pattern)));
                }
                // the first half of a word that a name writes as one is no state
                None if has_missed => break,
                None => has_missed = true,
            }
            last += 1;
            match self.pieces.get(last) {
                Some(piece) if piece.join != Join::Break => {
                    key = piece.after(key, &self.pieces[last - 1]);
                }
                _ => break,
            }
        }
        whole.into_iter().rev().find_map(|(last, pattern)| {
            let mention = self.mention(first, last, pattern)?;
            Some((mention, last))
        })
    }

    /// The names with the key of `pattern` that the pieces from `first` to `last` mean.
    fn mention(&self, first: usize, last: usize, pattern: usize) -> Option<Match> {
        let is_long = self.is_long(first, last);
        if self.is_in_address(self.pieces[first].start) || !self.may_begin(first, is_long) {
            return None;
        }
        if first == last && self.is_stop_word(first) {
            return None;
        }
        let end = self.may_end(last, is_long)?;
        let mention = Mention::read(self, first, last);
        let span = self.pieces[first].start..self.pieces[last].end;
        let meanings: Vec<_> = self
            .matcher
            .with_key_of(pattern)
            .filter(|pattern| {
                let phrase = &self.matcher.phrases[pattern.phrase as usize];
                phrase.is_sought
                    && self.is_form(pattern, &mention, first)
                    && self.has_case(pattern, &mention, first)
                    && (end.is_free || self.is_in_exact_case(pattern, first, last))
            })
            .map(|pattern| self.meaning(pattern, &self.text[span.clone()]))
            .collect();
        (!meanings.is_empty()).then_some(Match {
            span: span.start..end.at,
            meanings,
        })
    }

    fn meaning(&self, pattern: &Pattern, text: &str) -> Meaning {
        let name = self.matcher.phrases[pattern.phrase as usize].text;
        let closeness = if pattern.is_inflected {
            Closeness::Inflected
        } else if text == name || single_spaced(&nfc(text)) == name {
            Closeness::Exact
        } else {
            Closeness::Folded
        };
        Meaning {
            phrase: pattern.phrase as usize,
            closeness,
        }
    }

    /// Whether a mention is this form of a name: letter by letter when folded, and joined as words
    /// can be.
    fn is_form(&self, pattern: &Pattern, mention: &Mention, first: usize) -> bool {
        if self.matcher.form(pattern) != mention.folded {
            return false;
        }
        let ends = self.matcher.ends(pattern);
        let hyphens = self.matcher.hyphens[pattern.phrase as usize];
        let parted = |at: usize| {
            let word = ends.iter().position(|end| usize::from(*end) == at);
            word.is_some_and(|word| hyphens & bit(word + 1) == 0)
        };
        let joins_well = mention
            .starts
            .iter()
            .enumerate()
            .skip(1)
            .all(|(at, start)| {
                let join = self.pieces[first + at].join;
                join != Join::Space || parted(*start) || self.are_halves(first + at)
            });
        // where the word begins that makes it a compound
        let seam = pattern
            .compound
            .and_then(|word| usize::from(word).checked_sub(1));
        let seam = seam.map(|before| usize::from(ends[before]));
        let is_tight = || {
            mention.starts.iter().enumerate().all(|(at, start)| {
                Some(*start) != seam || self.pieces[first + at].join != Join::Space
            })
        };
        joins_well && (seam.is_none() || is_tight())
    }

    /// Whether a piece and the one before it, with a space between, can be one word of a name:
    /// *data center*, but not *in formation*.
    fn are_halves(&self, second: usize) -> bool {
        let pieces = [&self.pieces[second - 1], &self.pieces[second]];
        let texts = pieces.map(|piece| &self.text[piece.span()]);
        if texts[1].starts_with(|c: char| c.is_numeric()) {
            return texts[0].chars().count() > 1;
        }
        pieces.iter().zip(texts).all(|(piece, text)| {
            piece.kind == Kind::Word
                && text.chars().count() >= SHORTEST_HALF
                && !self
                    .matcher
                    .grammar
                    .is_stop_word(&fold(text, self.matcher.language))
        })
    }

    /// Whether a mention has the capitals that its name asks for.
    fn has_case(&self, pattern: &Pattern, mention: &Mention, first: usize) -> bool {
        let capitals = self.matcher.capitals[pattern.phrase as usize];
        let nouns_count = pattern.is_inflected && self.matcher.grammar.nouns_are_capitalised();
        if capitals == 0 && !nouns_count {
            return true;
        }
        let letters = mention.letters.get_or_init(|| self.letters(mention, first));
        let Some(letters) = letters else {
            return false;
        };
        let phrase = &self.matcher.phrases[pattern.phrase as usize];
        let mut pieces = Vec::new();
        cut(phrase.text, self.matcher.language, &mut pieces);
        let mut start = 0;
        pieces
            .iter()
            .zip(self.matcher.ends(pattern))
            .enumerate()
            .all(|(at, (piece, end))| {
                let range = start..usize::from(*end);
                start = range.end;
                let own = nfc(&phrase.text[piece.span()]);
                let written = letters.iter().filter(|(at, _)| range.contains(at));
                let mut written = written.map(|(_, c)| *c);
                if range.is_empty() {
                    // the `'s` that a form does without
                    return true;
                }
                if capitals & bit(at) != 0 {
                    let written: String = written.collect();
                    return own == written
                        || (pattern.is_inflected && differ_in_ending(&own, &written));
                }
                // the first word of a name has a capital in any case
                let is_noun = nouns_count && (at > 0 || pieces.len() == 1);
                !is_noun || !own.starts_with(char::is_uppercase) || {
                    written.next().is_some_and(char::is_uppercase)
                }
            })
    }

    /// The characters of a mention as they are written, each with its place in the folded text.
    /// `None` in the rare case that the whole is not folded as its characters are.
    fn letters(&self, mention: &Mention, first: usize) -> Option<Vec<(usize, char)>> {
        let mut letters = Vec::with_capacity(mention.folded.len());
        for (at, start) in mention.starts.iter().enumerate() {
            let parts_digits = mention.folded[*start..].starts_with(' ');
            let mut place = start + usize::from(parts_digits);
            let written = nfc(&self.text[self.pieces[first + at].span()]);
            for c in written.chars().filter(|c| !is_ignorable(*c)) {
                letters.push((place, c));
                place += fold(c.encode_utf8(&mut [0; 4]), self.matcher.language).len();
            }
            let next = mention.starts.get(at + 1);
            let end = next.copied().unwrap_or(mention.folded.len());
            if place != end {
                return None;
            }
        }
        Some(letters)
    }

    /// Whether a mention is written as its name is, and with a capital that is not there because a
    /// sentence begins: only then may it stand before a hyphen and a word in small letters.
    fn is_in_exact_case(&self, pattern: &Pattern, first: usize, last: usize) -> bool {
        let phrase = &self.matcher.phrases[pattern.phrase as usize];
        let start = self.pieces[first].start;
        let written = &self.text[start..self.pieces[last].end];
        if nfc(written) != phrase.text {
            return false;
        }
        let is_quote = |c: char| matches!(c, '"' | '\'' | '(' | '[' | '\u{201c}' | '\u{2018}');
        let before =
            self.text[..start].trim_end_matches(|c: char| c.is_whitespace() || is_quote(c));
        let begins_sentence =
            before.is_empty() || before.ends_with(['.', '!', '?', ':', '\u{2022}']);
        let mut letters = written.chars();
        let first_letter = letters.next();
        phrase.case == CaseMode::Exact
            || letters.any(char::is_uppercase)
            || (!begins_sentence && first_letter.is_some_and(char::is_uppercase))
    }

    /// Whether a mention may begin with a piece: what stands before it is not part of a word with
    /// it.
    fn may_begin(&self, first: usize, is_long: bool) -> bool {
        let piece = &self.pieces[first];
        let mut before = self.text[..piece.start].chars().rev();
        let Some(c) = before.next() else {
            return true;
        };
        let beyond = before.next();
        let after_word = beyond.is_some_and(is_word);
        match c {
            c if is_word(c) => match piece.kind {
                Kind::Sign => false,
                _ => self.is_word_break(piece.start, is_long),
            },
            _ if piece.kind == Kind::Sign && c == ' ' => true,
            c if is_hyphen(c) => {
                beyond.is_some_and(is_hyphen) && before.next().is_some_and(is_word)
            }
            c if is_apostrophe(c) => !after_word || self.follows_elision(first),
            '.' => !after_word && beyond == Some('.'),
            ':' | '&' => !after_word && beyond != Some(':'),
            '\0' | '\\' | '@' | '#' | '$' | '+' | '=' | ')' | '~' => false,
            _ => true,
        }
    }

    /// Whether a piece is an everyday word like *will*, in small letters and where it is no noun.
    fn is_stop_word(&self, piece: usize) -> bool {
        let grammar = self.matcher.grammar;
        let written = |at: usize| &self.text[self.pieces[at].span()];
        let word = written(piece);
        if word.starts_with(char::is_uppercase) || !grammar.is_stop_word(word) {
            return false;
        }
        let before = piece.checked_sub(1).map_or("", written);
        !grammar.is_noun_after(&fold(before, self.matcher.language))
    }

    /// Whether the word before a piece is one that lost its vowel: *l'API*.
    fn follows_elision(&self, first: usize) -> bool {
        let Some(word) = first.checked_sub(2).map(|at| &self.pieces[at]) else {
            return false;
        };
        let word = fold(&self.text[word.span()], self.matcher.language);
        self.matcher.grammar.is_elision(&word)
    }

    /// Where a mention that ends with a piece ends, if it may.
    fn may_end(&self, last: usize, is_long: bool) -> Option<End> {
        let piece = &self.pieces[last];
        let free = Some(End {
            at: piece.end,
            is_free: true,
        });
        let rest = &self.text[piece.end..];
        let mut after = rest.chars();
        let Some(c) = after.next() else {
            return free;
        };
        let beyond = after.next();
        let before_word = beyond.is_some_and(is_word);
        let is_free = match c {
            c if is_word(c) => match piece.kind {
                Kind::Sign => false,
                _ => self.is_word_break(piece.end, is_long),
            },
            _ if piece.kind == Kind::Sign && rest.starts_with(&self.text[piece.span()]) => false,
            c if is_hyphen(c) => match beyond {
                Some(beyond) if is_hyphen(beyond) || beyond == '>' => true,
                // GPT-based
                Some(beyond) if beyond.is_lowercase() => {
                    return Some(End {
                        at: piece.end,
                        is_free: false,
                    });
                }
                _ => false,
            },
            c if (is_apostrophe(c) || c == ':') && before_word => {
                return self.clitic_end(last, if c == ':' { ':' } else { '\'' });
            }
            ':' => beyond != Some(':') && beyond != Some('/'),
            '.' | '&' => !before_word,
            '(' => beyond != Some(')'),
            '\0' | '\\' | '@' | '#' | '$' | '+' | '=' => false,
            c if piece.kind == Kind::Sign && is_ignorable(c) => false,
            _ => true,
        };
        free.filter(|_| is_free)
    }

    /// The end of a mention with an ending after a mark: *API's*.
    fn clitic_end(&self, last: usize, mark: char) -> Option<End> {
        let ending = self.pieces.get(last + 2)?;
        let letters = fold(&self.text[ending.span()], self.matcher.language);
        let follows = self.text[ending.end..].chars().next();
        let is_over = !follows.is_some_and(|c| is_hyphen(c) || is_apostrophe(c) || is_word(c));
        (is_over && self.matcher.grammar.is_clitic(mark, &letters)).then_some(End {
            at: ending.end,
            is_free: true,
        })
    }

    /// Whether a word ends and another begins at a place between letters: where scripts meet, and
    /// where a dictionary parts words that are written without spaces. A long name needs no
    /// dictionary.
    fn is_word_break(&self, at: usize, is_long: bool) -> bool {
        let before = self.text[..at].chars().next_back();
        let after = self.text[at..].chars().next();
        let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
        match (unspaced(before), unspaced(after)) {
            // the mark that lengthens a vowel begins no word
            (true, true) if after == Some('\u{30fc}') => false,
            (true, true) => is_long || self.word_breaks().binary_search(&at).is_ok(),
            (false, false) => false,
            _ => true,
        }
    }

    /// Whether pieces are so many Chinese or Japanese characters that they stand together in no
    /// other meaning.
    fn is_long(&self, first: usize, last: usize) -> bool {
        let pieces = &self.pieces[first..=last];
        let mut letters = pieces.iter().map(|p| self.text[p.start..].chars().next());
        let is_katakana = |c: char| matches!(c, '\u{30a0}'..='\u{30ff}');
        let least = match letters.clone().all(|c| c.is_some_and(is_katakana)) {
            true => LONG_IN_KATAKANA,
            false => LONG,
        };
        pieces.len() >= least && letters.all(|c| c.is_some_and(is_cjk))
    }

    fn word_breaks(&self) -> &[usize] {
        self.word_breaks.get_or_init(|| {
            WordSegmenter::new_auto(WordBreakInvariantOptions::default())
                .segment_str(self.text)
                .collect()
        })
    }

    /// Whether a place is in a web or mail address, or in a path.
    fn is_in_address(&self, at: usize) -> bool {
        let addresses = self.addresses.get_or_init(|| addresses(self.text));
        let next = addresses.partition_point(|address| address.end <= at);
        addresses
            .get(next)
            .is_some_and(|address| address.start <= at)
    }
}

/// The bytes of web and mail addresses and of paths in a text, in order.
fn addresses(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['/', '@']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for run in text.split_inclusive(|c: char| c.is_whitespace() || is_cjk(c)) {
        if is_address(run) {
            found.push(start..start + run.len());
        }
        start += run.len();
    }
    found
}

fn is_address(run: &str) -> bool {
    let run = run.trim_start_matches(['(', '[', '<', '"', '\'', '\u{201c}', '\u{2018}']);
    let is_host = |host: &str| {
        let mut labels = host.split('.');
        let is_label = |label: &str| {
            !label.is_empty() && !label.contains(|c: char| !c.is_ascii_lowercase() && c != '-')
        };
        labels.clone().count() > 1 && labels.all(is_label)
    };
    run.contains("://")
        || run.starts_with("www.")
        || run.starts_with(['/', '~'])
        || run.starts_with("./")
        || run.starts_with("../")
        || run.split_once('@').is_some_and(|(name, host)| {
            name.ends_with(char::is_alphanumeric) && host.starts_with(char::is_alphanumeric)
        })
        || run.split_once('/').is_some_and(|(host, _)| is_host(host))
}

/// Where a mention ends.
#[derive(Clone, Copy)]
struct End {
    at: usize,
    /// Whether any name may end there; if not, one in exact case.
    is_free: bool,
}

/// The folded text of some pieces, and where in it each begins, a space between digits with it.
struct Mention {
    folded: String,
    starts: Vec<usize>,
    /// Its characters as they are written, found when first needed.
    letters: OnceCell<Option<Vec<(usize, char)>>>,
}

impl Mention {
    fn read(reading: &Reading<'_>, first: usize, last: usize) -> Self {
        let mut folded = String::new();
        let mut starts = Vec::with_capacity(last - first + 1);
        for at in first..=last {
            let piece = &reading.pieces[at];
            starts.push(folded.len());
            if at > first && piece.parts_digits(&reading.pieces[at - 1]) {
                folded.push(' ');
            }
            folded.push_str(&fold(&reading.text[piece.span()], reading.matcher.language));
        }
        Self {
            folded,
            starts,
            letters: OnceCell::new(),
        }
    }
}

/// Whether two spellings of a word differ in letters after the name's last capital alone, and none
/// of those is a capital.
fn differ_in_ending(name: &str, mention: &str) -> bool {
    let shared = name
        .char_indices()
        .zip(mention.chars())
        .find(|((_, a), b)| a != b)
        .map_or(name.len().min(mention.len()), |((at, _), _)| at);
    let no_capital = |ending: &str| !ending.contains(char::is_uppercase);
    (shared > 0 && no_capital(&name[shared..]) && no_capital(&mention[shared..]))
        || mention.ends_with(name)
}
