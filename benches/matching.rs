//! How fast names are found in prose, and how fast the automaton over them is made.
//!
//! Names and text are made up of the same vocabulary, whose words are as frequent as a language's
//! (Zipf's law). The names of the small set are part of the large one, and only they are in the
//! text on purpose, so that both find as much. `cargo bench --bench matching` runs it.

// a benchmark has nobody to tell of a fault but its caller
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use headword::entry::front_matter::CaseMode;
use headword::names::matcher::{Matcher, Phrase};
use headword::text::language::Language;

/// How many bytes of prose are searched.
const PROSE: usize = 100_000_000;

/// How many different words the prose has.
const VOCABULARY: usize = 50_000;

/// The smaller number of names.
const FEW: usize = 1_000;

/// The larger.
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
        // the words of names are not a language's very first
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
            for at in 0..12 {
                if at > 0 {
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

/// A random sequence, the same each time (xorshift, Marsaglia 2003).
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

    /// A rank, 0 the most frequent, by Zipf's law: the logarithm of a rank is evenly spread.
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
