//! Alphabetical order, and the letters of an index.
//!
//! The order is the Unicode collation of the language (UTS #10 with CLDR's tailorings). The letters are
//! CLDR's index exemplars, used in the same way as by ICU's `AlphabeticIndex`: a name belongs to the last
//! letter that does not sort after it at primary strength, where accents and case do not count.
//!
//! ```text
//! language   name        letter
//! en         Ångström    A         an accent does not count
//! sv         Ångström    Å         in Swedish, Å is a letter after Z
//! hu         csárda      CS        a letter of two characters
//! en         ﬁlter       F         compatibility forms are decomposed
//! en         3D model    #         digits and symbols
//! en         Пиксель     П         a letter of the language that CLDR finds most likely for the script
//! zh         图像        T         the sound (pinyin)
//! zh-Hant    圖像        14劃      the number of strokes
//! ja         カメラ      か        both kana count as one script
//! ```

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale::exemplar_chars::ExemplarCharacters;
use icu_locale::subtags::{Script as ScriptTag, script};
use icu_locale::{LanguageIdentifier, LocaleExpander};
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesShort};

use super::fold::nfc;
use super::language::Language;

/// The label for names that begin with a digit or a symbol.
const SYMBOLS: &str = "#";

/// The label for Han characters in a language that does not order them by sounds or strokes.
const HAN: &str = "漢字";

/// The first and the last mark of the sounds in a Chinese collation, and those of the numbers of strokes. Each
/// is after U+FDD0.
const SOUNDS: (char, char) = ('A', 'Z');
const STROKES: (char, char) = ('\u{2801}', '\u{2840}');

/// A letter of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The letter as readers see it: `A`, `Ñ`, `CS`, `#`.
    pub label: String,
    /// The letter in addresses, unique in an index: `a`, `ñ`, `cs`, `symbols`.
    pub id: String,
    /// The sort key of the letter. That of symbols is empty, so they come first.
    rank: Vec<u8>,
}

/// How digits in names are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// One by one: `GPT-10` before `GPT-2`.
    AsDigits,
    /// As numbers, by the collation option `kn` of UTS #35: `GPT-2` before `GPT-10`.
    AsNumbers,
}

/// Sort keys and letters of one language.
pub struct Alphabet {
    language: Language,
    /// Compares whole names: accents and case decide between names that are the same without them.
    by_name: CollatorBorrowed<'static>,
    /// Compares names at primary strength: accents and case do not count.
    by_letter: CollatorBorrowed<'static>,
    /// The letters of each script, in order.
    letters: HashMap<Script, Vec<Arc<Letter>>>,
    /// The letter of names that begin with a digit or a symbol.
    symbols: Arc<Letter>,
}

impl Alphabet {
    /// The alphabet of a language, with the letters of all scripts that the names are written in. If CLDR
    /// has no tailoring for the language, the order is that of the root collation. `numbers` says whether
    /// digits are compared one by one or as numbers.
    pub fn new<'n>(
        language: &Language,
        numbers: Numbers,
        names: impl Iterator<Item = &'n str>,
    ) -> Self {
        let mut alphabet = Self {
            language: language.clone(),
            by_name: collator(language, Strength::Tertiary, numbers),
            by_letter: collator(language, Strength::Primary, Numbers::AsDigits),
            letters: HashMap::new(),
            symbols: Arc::new(Letter {
                label: SYMBOLS.to_owned(),
                id: "symbols".to_owned(),
                rank: Vec::new(),
            }),
        };
        let scripts: HashSet<Script> = names
            .filter_map(|name| Some(first_letter(name)?.script))
            .collect();
        alphabet.letters = scripts
            .into_iter()
            .map(|script| {
                let letters = alphabet.letters_of(script).into_iter();
                (script, letters.map(Arc::new).collect())
            })
            .collect();
        alphabet
    }

    /// The sort key of a name. The order of the keys, compared byte by byte, is the order of the names in the
    /// language.
    pub fn sort_key(&self, name: &str) -> Vec<u8> {
        sort_key(&self.by_name, name)
    }

    /// The letter that a name belongs to.
    pub fn letter(&self, name: &str) -> Arc<Letter> {
        let Some(first) = first_letter(name) else {
            return Arc::clone(&self.symbols);
        };
        let key = sort_key(&self.by_letter, name);
        let letters = self.letters.get(&first.script);
        let letters = letters.map_or(&[][..], Vec::as_slice);
        let count = letters.partition_point(|letter| letter.rank <= key);
        match letters.get(count.saturating_sub(1)) {
            Some(letter) => Arc::clone(letter),
            // CLDR has no letters for the script: each character is a letter of its own
            None => Arc::new(self.letter_named(first.character.to_uppercase().collect())),
        }
    }

    /// Sorts letters into the order of the index. A label may occur in two scripts: the Latin letter `A`,
    /// and `A` for the sounds of Chinese characters. Its place is then the first of both.
    pub fn order_letters(&self, letters: &mut [Letter]) {
        let rank = |letter: &Letter| {
            self.letters
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

    /// The letters of a script, in the language's order. Of letters that are the same at primary strength,
    /// such as Hungarian `A` and `Á`, only the first remains.
    fn letters_of(&self, script: Script) -> Vec<Letter> {
        let mut letters = match script {
            Script::Han => self.han_letters(),
            _ => self
                .exemplars(script)
                .into_iter()
                .map(|label| self.letter_named(label))
                .collect(),
        };
        letters.sort_by(|a, b| {
            let rank = a.rank.cmp(&b.rank);
            rank.then_with(|| self.by_name.compare(&a.label, &b.label))
        });
        letters.dedup_by(|b, a| a.rank == b.rank);
        letters
    }

    /// The letters for Han characters. Chinese collations mark the beginning of each sound or number of
    /// strokes: with U+FDD0 and a Latin letter, or with U+FDD0 and U+2800 plus the number. Korean sorts Han
    /// characters by their Hangul reading.
    fn han_letters(&self) -> Vec<Letter> {
        let marked = |mark: char, label: String| Letter {
            id: id(&label),
            rank: sort_key(&self.by_letter, &format!("\u{fdd0}{mark}")),
            label,
        };
        let sounds: Vec<_> = (SOUNDS.0..=SOUNDS.1)
            .map(|c| marked(c, c.to_string()))
            .collect();
        let strokes: Vec<_> = (STROKES.0..=STROKES.1)
            .zip(1..)
            .map(|(mark, count)| marked(mark, format!("{count}劃")))
            .collect();
        if divides_han(&self.by_letter, SOUNDS) {
            return sounds;
        }
        if divides_han(&self.by_letter, STROKES) {
            return strokes;
        }
        if self.language.primary() == "ko" {
            return self.letters_of(Script::Hangul);
        }
        vec![self.letter_named(HAN.to_owned())]
    }

    /// The index exemplars for a script. If the language is not written in the script, they are those of the
    /// language that CLDR finds most likely for the script.
    fn exemplars(&self, script: Script) -> Vec<String> {
        let exemplars = index_exemplars(&self.language.locale().id, script);
        if !exemplars.is_empty() {
            return exemplars;
        }
        let Some(tag) = script_tag(script) else {
            return Vec::new();
        };
        let mut likely = LanguageIdentifier::UNKNOWN;
        likely.script = Some(tag);
        LocaleExpander::new_extended().maximize(&mut likely);
        index_exemplars(&likely, script)
    }

    /// The letter with a label.
    fn letter_named(&self, label: String) -> Letter {
        Letter {
            id: id(&label),
            rank: sort_key(&self.by_letter, &label),
            label,
        }
    }
}

/// Whether a language sorts Han characters by their sound in Mandarin (pinyin): simplified Chinese does,
/// traditional Chinese and Japanese do not.
pub fn sorts_by_sound(language: &Language) -> bool {
    let by_letter = collator(language, Strength::Primary, Numbers::AsDigits);
    divides_han(&by_letter, SOUNDS)
}

/// Whether a collation has Han characters between these marks.
fn divides_han(collator: &CollatorBorrowed<'_>, (first, last): (char, char)) -> bool {
    let mark = |mark: char| sort_key(collator, &format!("\u{fdd0}{mark}"));
    let one = sort_key(collator, "一");
    mark(first) < one && one < mark(last)
}

/// The collator of a language; the root collator, if CLDR has no tailoring for the language.
fn collator(
    language: &Language,
    strength: Strength,
    numbers: Numbers,
) -> CollatorBorrowed<'static> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    let numeric = |preferences: CollatorPreferences| {
        let mut preferences = preferences;
        if numbers == Numbers::AsNumbers {
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        }
        preferences
    };
    let preferences = numeric(CollatorPreferences::from(language.locale()));
    let collator = CollatorBorrowed::try_new(preferences, options)
        .or_else(|_| CollatorBorrowed::try_new(numeric(CollatorPreferences::default()), options));
    #[expect(
        clippy::expect_used,
        reason = "the build decides whether the root collation is there; no input does"
    )]
    collator.expect("the root collation is compiled in")
}

/// The index exemplars of a language that belong to a script, in no particular order.
fn index_exemplars(language: &LanguageIdentifier, script: Script) -> Vec<String> {
    let mut language = language.clone();
    // CLDR has no data for en-GB, because it is the same as for en
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
        .filter(|label| first_letter(label).is_some_and(|first| first.script == script))
        .map(|label| nfc(&label).into_owned())
        .collect()
}

/// The part of an address for a label.
fn id(label: &str) -> String {
    label.to_lowercase()
}

/// The sort key of a text.
fn sort_key(collator: &CollatorBorrowed<'_>, text: &str) -> Vec<u8> {
    let mut key = Vec::new();
    // a write to a vector cannot fail
    let _: Result<(), _> = collator.write_sort_key_to(text, &mut key);
    key
}

/// The first character of a name, with its script.
struct FirstLetter {
    character: char,
    script: Script,
}

/// The first letter of a name, without its accents and in its plain form (`ﬁ` is `f`, `ℝ` is `R`). Katakana
/// counts as Hiragana. `None` if the name begins with a digit or a symbol.
fn first_letter(name: &str) -> Option<FirstLetter> {
    let first = name.trim_start().chars().next()?;
    if first.is_ascii() {
        return first.is_ascii_alphabetic().then_some(FirstLetter {
            character: first,
            script: Script::Latin,
        });
    }
    let mut buffer = [0; 4];
    let first = first.encode_utf8(&mut buffer);
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(first);
    let character = decomposed.chars().next()?;
    let script = match CodePointMapData::<Script>::new().get(character) {
        Script::Common | Script::Inherited | Script::Unknown => return None,
        Script::Katakana => Script::Hiragana,
        script => script,
    };
    Some(FirstLetter { character, script })
}

/// The subtag of a script in a language tag.
fn script_tag(script: Script) -> Option<ScriptTag> {
    if script == Script::Hiragana {
        // Japanese has one subtag for its kanji and kana together
        return Some(script!("Jpan"));
    }
    PropertyNamesShort::<Script>::new().get_locale_script(script)
}
