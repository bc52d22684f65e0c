//! The order of a glossary and the letters it is grouped by.
//!
//! Order is the Unicode collation of the language (UTS #10 with CLDR's tailorings). Letters are
//! CLDR's index exemplars, used as ICU's alphabetic index uses them: a name stands under the last
//! letter that is not after it at primary strength.

use std::collections::{HashMap, HashSet};

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale::exemplar_chars::ExemplarCharacters;
use icu_locale::subtags::{Script as ScriptTag, script};
use icu_locale::{LanguageIdentifier, LocaleExpander};
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesShort};

use super::fold::nfc;
use super::language::Language;

/// The label of what stands under no letter: digits and symbols.
const SYMBOLS: &str = "#";

/// The label of Han characters where the language has no order of sounds or strokes for them.
const HAN: &str = "漢字";

/// A letter of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What readers see: `A`, `Ñ`, `CH`, `#`.
    pub label: String,
    /// What addresses use, unique in one index: `a`, `ñ`, `ch`, `symbols`.
    pub id: String,
    /// Where the letter stands among the others: symbols first, then as collated.
    rank: Vec<u8>,
}

/// Sort keys and letters of one language.
pub struct Alphabet {
    language: Language,
    names: CollatorBorrowed<'static>,
    letters: CollatorBorrowed<'static>,
    by_script: HashMap<Script, Vec<Letter>>,
}

impl Alphabet {
    /// The alphabet of `language` for these names, whose scripts' letters it will know; where CLDR
    /// has no tailoring for the language, the root collation.
    pub fn new<'n>(language: &Language, names: impl Iterator<Item = &'n str>) -> Self {
        let collator = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            let preferences = CollatorPreferences::from(language.locale());
            CollatorBorrowed::try_new(preferences, options)
                .or_else(|_| CollatorBorrowed::try_new(CollatorPreferences::default(), options))
        };
        #[expect(
            clippy::expect_used,
            reason = "whether the root collation is there is a matter of the build, not of any input"
        )]
        let collator = |strength| collator(strength).expect("the root collation is compiled in");
        let mut alphabet = Self {
            language: language.clone(),
            names: collator(Strength::Tertiary),
            letters: collator(Strength::Primary),
            by_script: HashMap::new(),
        };
        let scripts: HashSet<Script> = names
            .filter_map(|name| Some(first_of_script(name)?.1))
            .collect();
        alphabet.by_script = scripts
            .into_iter()
            .map(|script| (script, alphabet.letters_of(script)))
            .collect();
        alphabet
    }

    /// A key that sorts as `name` sorts in the language, by plain comparison of bytes.
    pub fn sort_key(&self, name: &str) -> Vec<u8> {
        key(&self.names, name)
    }

    /// The letter that a name stands under.
    pub fn letter(&self, name: &str) -> Letter {
        let Some((first, script)) = first_of_script(name) else {
            return Letter {
                label: SYMBOLS.to_owned(),
                id: "symbols".to_owned(),
                rank: Vec::new(),
            };
        };
        let name_key = key(&self.letters, name);
        let letters = self.by_script.get(&script).map_or(&[][..], Vec::as_slice);
        let after = letters.partition_point(|letter| letter.rank <= name_key);
        match letters.get(after.saturating_sub(1)) {
            Some(letter) => letter.clone(),
            // a script without exemplars: its characters are their own letters
            None => named(first.to_uppercase().collect(), &self.letters),
        }
    }

    /// Puts letters into the order of the index. A label that stands in it twice, as Latin `A` and
    /// the Chinese sounds in `A` do, counts where it stands first.
    pub fn order_letters(&self, letters: &mut [Letter]) {
        let rank = |letter: &Letter| {
            self.by_script
                .values()
                .flatten()
                .filter(|other| other.label == letter.label)
                .map(|other| &other.rank)
                .min()
                .unwrap_or(&letter.rank)
                .clone()
        };
        letters.sort_by_cached_key(|letter| (rank(letter), letter.label.clone()));
    }

    /// The letters of a script, in the language's order, without those that are the same at
    /// primary strength (Hungarian `Á` beside `A`).
    fn letters_of(&self, script: Script) -> Vec<Letter> {
        let mut letters = match script {
            Script::Han => self.han_letters(),
            _ => self
                .exemplars(script)
                .into_iter()
                .map(|label| named(label, &self.letters))
                .collect(),
        };
        letters.sort_by(|a, b| {
            let rank = a.rank.cmp(&b.rank);
            rank.then_with(|| self.names.compare(&a.label, &b.label))
        });
        letters.dedup_by(|b, a| a.rank == b.rank);
        letters
    }

    /// Chinese collations mark where each sound or stroke count begins, by U+FDD0 before a Latin
    /// letter or before U+2800 plus the count. Korean sorts Han characters by their Hangul reading.
    fn han_letters(&self) -> Vec<Letter> {
        let marked = |mark: char, label: String| Letter {
            id: id(&label),
            rank: key(&self.letters, &format!("\u{fdd0}{mark}")),
            label,
        };
        let sounds: Vec<_> = ('A'..='Z').map(|c| marked(c, c.to_string())).collect();
        let strokes: Vec<_> = ('\u{2801}'..='\u{2840}')
            .zip(1..)
            .map(|(mark, count)| marked(mark, format!("{count}劃")))
            .collect();
        let one = key(&self.letters, "一");
        for marks in [sounds, strokes] {
            let between = marks.first().is_some_and(|first| first.rank < one)
                && marks.last().is_some_and(|last| one < last.rank);
            if between {
                return marks;
            }
        }
        if self.language.primary() == "ko" {
            return self.letters_of(Script::Hangul);
        }
        vec![named(HAN.to_owned(), &self.letters)]
    }

    /// The index exemplars for a script: the language's own if it is written so, else those of the
    /// language that CLDR holds likeliest for the script.
    fn exemplars(&self, script: Script) -> Vec<String> {
        let own = index_exemplars(&self.language.locale().id, script);
        if !own.is_empty() {
            return own;
        }
        let Some(tag) = script_tag(script) else {
            return Vec::new();
        };
        let mut likely = LanguageIdentifier::UNKNOWN;
        likely.script = Some(tag);
        LocaleExpander::new_extended().maximize(&mut likely);
        index_exemplars(&likely, script)
    }
}

/// The index exemplars of a language in a script, in no particular order.
fn index_exemplars(language: &LanguageIdentifier, script: Script) -> Vec<String> {
    let mut language = language.clone();
    // CLDR's data inherits from the parent language: en-GB from en
    let exemplars = loop {
        match ExemplarCharacters::try_new_index(&language.clone().into()) {
            Ok(found) if found.size() > 0 => break found,
            _ if language.region.is_some() => language.region = None,
            _ if !language.variants.is_empty() => {
                language.variants.clear();
            }
            _ if language.script.is_some() => language.script = None,
            _ => return Vec::new(),
        }
    };
    exemplars
        .code_points()
        .iter_chars()
        .map(String::from)
        .chain(exemplars.strings().iter().map(str::to_owned))
        .filter(|label| first_of_script(label).is_some_and(|(_, found)| found == script))
        .map(|label| nfc(&label).into_owned())
        .collect()
}

fn named(label: String, letters: &CollatorBorrowed<'_>) -> Letter {
    Letter {
        id: id(&label),
        rank: key(letters, &label),
        label,
    }
}

fn id(label: &str) -> String {
    label.to_lowercase()
}

fn key(collator: &CollatorBorrowed<'_>, text: &str) -> Vec<u8> {
    let mut key = Vec::new();
    // writing to a vector cannot fail
    let _: Result<(), _> = collator.write_sort_key_to(text, &mut key);
    key
}

/// The first character of a name, marks and compatibility forms put aside (`ﬁ` is an `f`, `ℝ` an
/// `R`), and its script; both kana are one. `None` where it belongs to no script: a digit or symbol.
fn first_of_script(name: &str) -> Option<(char, Script)> {
    let first = name.trim_start().chars().next()?;
    let mut buffer = [0; 4];
    let plain = DecomposingNormalizerBorrowed::new_nfkd().normalize(first.encode_utf8(&mut buffer));
    let first = plain.chars().next()?;
    match CodePointMapData::<Script>::new().get(first) {
        Script::Common | Script::Inherited | Script::Unknown => None,
        Script::Katakana => Some((first, Script::Hiragana)),
        script => Some((first, script)),
    }
}

fn script_tag(script: Script) -> Option<ScriptTag> {
    if script == Script::Hiragana {
        // written together with kanji, as the language's own script subtag says
        return Some(script!("Jpan"));
    }
    PropertyNamesShort::<Script>::new().get_locale_script(script)
}
