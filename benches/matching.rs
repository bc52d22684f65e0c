//! Measures the time to find names in prose, and the time to build the automaton of the names:
//! `cargo bench --bench matching`.
//!
//! Names and text are generated from the same vocabulary, in which words have the frequencies of a
//! language (Zipf's law). The small set of names is part of the large one, and the text mentions only
//! the small set on purpose, so that both sets find about the same number of mentions.

// a benchmark may panic
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use headword::entry::front_matter::CaseMode;
use headword::names::matcher::{Matcher, Phrase};
use headword::text::language::Language;

/// The number of bytes of prose.
const PROSE: usize = 100_000_000;

/// The number of different words in the prose.
const VOCABULARY: usize = 50_000;

/// The smaller number of names.
const FEW: usize = 1_000;

/// The larger number of names.
const MANY: usize = 100_000;

fn main() {
    let corpus = corpus();
    let language = Language::from_tag("en").expect("a language");
    for count in [FEW, MANY] {
        let matcher = matcher(&corpus.names[..count], &language);
        let found: usize = corpus
            .paragraphs
            .iter()
            .map(|text| matcher.matches(text).len())
            .sum();
        println!(
            "{count} names: {found} mentions in {} MB",
            corpus.bytes() / 1_000_000
        );
    }
    divan::main();
}

#[divan::bench(args = [FEW, MANY], sample_count = 5, sample_size = 1)]
fn match_prose(bencher: Bencher<'_, '_>, names: usize) {
    let corpus = corpus();
    let language = Language::from_tag("en").expect("a language");
    let matcher = matcher(&corpus.names[..names], &language);
    bencher
        .counter(BytesCount::new(corpus.bytes()))
        .bench_local(|| {
            for text in &corpus.paragraphs {
                black_box(matcher.matches(black_box(text)));
            }
        });
}

#[divan::bench(args = [FEW, MANY], sample_count = 5, sample_size = 1)]
fn make_automaton(bencher: Bencher<'_, '_>, names: usize) {
    let corpus = corpus();
    let language = Language::from_tag("en").expect("a language");
    bencher
        .counter(ItemsCount::new(names))
        .bench_local(|| matcher(black_box(&corpus.names[..names]), &language));
}

fn matcher(names: &[String], language: &Language) -> Matcher {
    let phrases = names
        .iter()
        .map(|name| Phrase {
            text: name.clone(),
            is_verb: false,
            case: CaseMode::Smart,
            is_sought: true,
        })
        .collect();
    Matcher::new(phrases, language)
}

struct Corpus {
    names: Vec<String>,
    paragraphs: Vec<String>,
}

impl Corpus {
    fn bytes(&self) -> usize {
        self.paragraphs.iter().map(String::len).sum()
    }
}

fn corpus() -> &'static Corpus {
    static CORPUS: std::sync::OnceLock<Corpus> = std::sync::OnceLock::new();
    CORPUS.get_or_init(make_corpus)
}

fn make_corpus() -> Corpus {
    let mut random = Random(42);
    let mut words: Vec<String> = Vec::with_capacity(VOCABULARY);
    let mut known = std::collections::HashSet::new();
    while words.len() < VOCABULARY {
        // frequent words are short
        let syllables = 1 + (words.len() + 1).ilog10() as usize / 2 + random.below(2);
        let word: String = (0..syllables).map(|_| random.syllable()).collect();
        if known.insert(word.clone()) {
            words.push(word);
        }
    }
    let mut names = Vec::with_capacity(MANY);
    let mut known = std::collections::HashSet::new();
    while names.len() < MANY {
        // names do not contain the most frequent words
        let mut word = || words[300 + random.below(VOCABULARY - 300)].as_str();
        let name = match names.len() % 4 {
            0 => format!("{} {} {}", word(), word(), word()),
            _ => format!("{} {}", word(), word()),
        };
        if known.insert(name.clone()) {
            names.push(name);
        }
    }
    let mut paragraphs = Vec::new();
    let mut bytes = 0;
    while bytes < PROSE {
        let mut text = String::with_capacity(1_100);
        while text.len() < 1_000 {
            for number in 0..12 {
                if number > 0 {
                    text.push(' ');
                }
                text.push_str(&words[random.zipf(VOCABULARY)]);
            }
            // a mention in every other sentence
            if random.below(2) == 0 {
                text.push(' ');
                text.push_str(&names[random.below(FEW)]);
            }
            text.push_str(". ");
        }
        bytes += text.len();
        paragraphs.push(text);
    }
    Corpus { names, paragraphs }
}

/// Pseudo-random numbers, the same in every run (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A rank from 0, the most frequent word, by Zipf's law: the logarithm of the rank is distributed evenly.
    fn zipf(&mut self, end: usize) -> usize {
        let unit = self.next() as f64 / u64::MAX as f64;
        ((end as f64).powf(unit) as usize).min(end) - 1
    }

    fn syllable(&mut self) -> String {
        const CONSONANTS: &[u8] = b"bcdfghklmnprstvz";
        const VOWELS: &[u8] = b"aeiou";
        let consonant = CONSONANTS[self.below(CONSONANTS.len())];
        let vowel = VOWELS[self.below(VOWELS.len())];
        let mut syllable = String::from_utf8_lossy(&[consonant, vowel]).into_owned();
        if self.below(3) == 0 {
            syllable.push(CONSONANTS[self.below(CONSONANTS.len())] as char);
        }
        syllable
    }
}
