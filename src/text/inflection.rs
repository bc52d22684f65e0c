//! The forms that a name takes in running text: plurals, cases, endings.
//!
//! Forms are made from names, not names from text: what a language adds to *image patch* can be
//! listed and is exact, where a stemmer, which cuts words down, takes *general* and *generation*
//! for one. What is known of a language is data, a file for each in `inflection/`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::language::Language;

/// Languages that have a grammar, with it.
static GRAMMARS: [(&str, &str, OnceLock<Grammar>); 12] = [
    ("ar", include_str!("inflection/ar.toml"), OnceLock::new()),
    ("de", include_str!("inflection/de.toml"), OnceLock::new()),
    ("en", include_str!("inflection/en.toml"), OnceLock::new()),
    ("es", include_str!("inflection/es.toml"), OnceLock::new()),
    ("fr", include_str!("inflection/fr.toml"), OnceLock::new()),
    ("it", include_str!("inflection/it.toml"), OnceLock::new()),
    ("ko", include_str!("inflection/ko.toml"), OnceLock::new()),
    ("nl", include_str!("inflection/nl.toml"), OnceLock::new()),
    ("pt", include_str!("inflection/pt.toml"), OnceLock::new()),
    ("ru", include_str!("inflection/ru.toml"), OnceLock::new()),
    ("sv", include_str!("inflection/sv.toml"), OnceLock::new()),
    ("tr", include_str!("inflection/tr.toml"), OnceLock::new()),
];

/// What follows from a language about the words of a name.
#[derive(Debug, Default)]
pub struct Grammar {
    heads: Heads,
    particles: HashSet<String>,
    chance: HashSet<String>,
    elisions: HashSet<String>,
    glued: HashMap<char, Vec<String>>,
    prefixes: Vec<String>,
    article: String,
    nouns: Endings,
    adjectives: Endings,
    compounds: Endings,
    hyphenated: Endings,
}

/// Which words of a name of several inflect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Heads {
    /// That before the first particle, and the last; those before it are adjectives.
    #[default]
    Last,
    /// All up to the first particle: a noun and the adjectives that agree with it; and the last.
    First,
    /// The first that has no adjective's ending, and those before it; what follows depends on it.
    Noun,
}

/// A word of a name.
#[derive(Debug, Clone, Copy)]
pub struct NameWord<'n> {
    /// The word as [`fold`](super::fold::fold) gives it.
    pub folded: &'n str,
    /// The word as written.
    pub written: &'n str,
    /// Whether it is letters and digits; signs do not inflect.
    pub is_word: bool,
    /// Whether a hyphen joins it to the word before.
    pub is_hyphenated: bool,
    /// Whether its capitals make it an acronym or a name like one: it takes an *s* and no more.
    pub is_acronym: bool,
}

/// A form of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant<'n> {
    /// Its words, in as many parts as the name has.
    pub words: Vec<Cow<'n, str>>,
    /// Whether it differs from the name.
    pub is_inflected: bool,
    /// Whether it stands for the name only where its words are written with a hyphen or as one.
    pub is_compound: bool,
}

/// How many forms are made of one name at most; nothing that people write comes near.
const MOST_FORMS: usize = 400;

impl Grammar {
    /// The grammar of a language; one that knows nothing where there is none.
    pub fn of(language: &Language) -> &'static Self {
        static NONE: OnceLock<Grammar> = OnceLock::new();
        let found = GRAMMARS
            .iter()
            .find(|(name, ..)| *name == language.primary());
        match found {
            Some((name, text, grammar)) => grammar.get_or_init(|| Self::read(name, text)),
            None => NONE.get_or_init(Self::default),
        }
    }

    fn read(name: &str, text: &str) -> Self {
        // a test holds every file of the folder against this
        toml::from_str::<Written>(text).map_or_else(
            |error| unreachable!("inflection/{name}.toml: {error}"),
            Written::grammar,
        )
    }

    /// Whether a word stands before others by chance, and is no half of a name: the `in` of *in
    /// formation*. `word` is folded.
    pub fn is_chance(&self, word: &str) -> bool {
        self.chance.contains(word)
    }

    /// Whether a word joins others to a name and means nothing by itself: the *of* of *point of
    /// presence*. `word` is folded.
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// Whether a word may lose its vowel before an apostrophe and a name: the *l* of *l'API*.
    pub fn is_elision(&self, word: &str) -> bool {
        self.elisions.contains(word)
    }

    /// Whether a mark and letters after it are an ending of the name before them: *API's*,
    /// *API:er*. `letters` are folded.
    pub fn is_glued(&self, mark: char, letters: &str) -> bool {
        self.glued.get(&mark).is_some_and(|endings| {
            endings
                .iter()
                .any(|ending| ending == "*" || ending == letters)
        })
    }

    /// The forms of a name, itself the first.
    pub fn variants<'n>(&self, name: &[NameWord<'n>]) -> Vec<Variant<'n>> {
        let own = Variant {
            words: name.iter().map(|word| Cow::Borrowed(word.folded)).collect(),
            is_inflected: false,
            is_compound: false,
        };
        let mut variants = vec![own];
        let last = name.iter().rposition(|word| word.is_word);
        let Some(last) = last else {
            return variants;
        };
        let is_particle =
            |at: &usize| *at > 0 && name[*at].is_word && self.is_particle(name[*at].folded);
        let particle = (0..name.len()).find(is_particle);
        let head = particle.map_or(last, |at| at - 1);
        match self.heads {
            Heads::Last => {
                self.inflect_adjectives(name, 0..head, &mut variants);
                self.inflect_noun(name, head, &mut variants);
                self.inflect_complement(name, head, last, &mut variants);
            }
            Heads::First => {
                for at in 0..=head {
                    self.inflect_noun(name, at, &mut variants);
                }
                self.inflect_complement(name, head, last, &mut variants);
            }
            Heads::Noun => {
                let noun = (0..head)
                    .find(|at| {
                        let forms = self.adjectives.forms(name[*at].folded);
                        forms.is_none_or(|forms| forms.is_empty())
                    })
                    .unwrap_or(head);
                self.inflect_adjectives(name, 0..noun, &mut variants);
                self.inflect_noun(name, noun, &mut variants);
            }
        }
        self.prefix(&mut variants);
        variants
    }

    /// Adds the forms that begin with a word written as one with them, and with the article at all
    /// their words.
    fn prefix(&self, variants: &mut Vec<Variant<'_>>) {
        let bare = variants.clone();
        for (prefix, variant) in self
            .prefixes
            .iter()
            .flat_map(|p| bare.iter().map(move |v| (p, v)))
        {
            let mut variant = variant.clone();
            variant.is_inflected = true;
            variant.words[0] = format!("{prefix}{}", variant.words[0]).into();
            variants.push(variant.clone());
            if variant.words.len() > 1 {
                for word in &mut variant.words[1..] {
                    *word = format!("{}{word}", self.article).into();
                }
                variants.push(variant);
            }
        }
    }

    /// The last word of a name after its head and a particle: *separation of concern* is
    /// *separation of concerns*.
    fn inflect_complement(
        &self,
        name: &[NameWord<'_>],
        head: usize,
        last: usize,
        variants: &mut Vec<Variant<'_>>,
    ) {
        if head < last && !self.is_particle(name[last].folded) {
            self.inflect_noun(name, last, variants);
        }
    }

    fn inflect_noun(&self, name: &[NameWord<'_>], at: usize, variants: &mut Vec<Variant<'_>>) {
        let word = &name[at];
        if !word.is_word {
            return;
        }
        if word.is_acronym {
            return vary(variants, &[(at, acronym_forms(word))], false);
        }
        let forms = self.nouns.forms(word.folded).unwrap_or_default();
        let compounds = match name.len() {
            1 => None,
            _ if word.is_hyphenated => self
                .compounds
                .forms(word.folded)
                .or_else(|| self.hyphenated.forms(word.folded)),
            _ => self.compounds.forms(word.folded),
        };
        let before = variants.clone();
        vary(variants, &[(at, forms)], false);
        if let Some(compounds) = compounds {
            let mut more = before;
            vary(&mut more, &[(at, compounds)], true);
            variants.extend(more.into_iter().filter(|variant| variant.is_compound));
        }
    }

    /// Adjectives of one name agree, so they change together.
    fn inflect_adjectives(
        &self,
        name: &[NameWord<'_>],
        range: std::ops::Range<usize>,
        variants: &mut Vec<Variant<'_>>,
    ) {
        let forms: Vec<_> = range
            .filter(|at| name[*at].is_word && !name[*at].is_acronym)
            .filter_map(|at| Some((at, self.adjectives.forms(name[at].folded)?)))
            .collect();
        vary(variants, &forms, false);
    }
}

/// Adds to variants those in which some words have other forms: the first of each, the second, and
/// so on.
fn vary(variants: &mut Vec<Variant<'_>>, forms: &[(usize, Vec<String>)], is_compound: bool) {
    let most = forms
        .iter()
        .map(|(_, forms)| forms.len())
        .max()
        .unwrap_or(0);
    let known = variants.len();
    for number in 0..most {
        for at in 0..known {
            if variants.len() >= MOST_FORMS {
                return;
            }
            let mut variant = variants[at].clone();
            for (word, forms) in forms {
                if let Some(form) = forms.get(number).or(forms.last()) {
                    variant.words[*word] = Cow::Owned(form.clone());
                }
            }
            variant.is_inflected = true;
            variant.is_compound |= is_compound;
            variants.push(variant);
        }
    }
}

/// The plural of an acronym: `GPTs`, `OSes`; and what `GPTs` is the plural of.
fn acronym_forms(word: &NameWord<'_>) -> Vec<String> {
    let folded = word.folded;
    let is_plural = word.written.ends_with('s') && word.written.len() > 2;
    if is_plural {
        return vec![folded[..folded.len() - 1].to_owned()];
    }
    let mut forms = vec![format!("{folded}s")];
    if folded.ends_with(['s', 'x', 'z']) || folded.ends_with("ch") || folded.ends_with("sh") {
        forms.push(format!("{folded}es"));
    }
    forms
}

/// What may stand in the place of each ending.
#[derive(Debug, Default)]
struct Endings {
    by_ending: HashMap<String, Rule>,
    whole: HashMap<String, Vec<String>>,
    longest: usize,
    vowels: Vec<char>,
}

/// What may stand in the place of one ending.
#[derive(Debug)]
struct Rule {
    replacements: Vec<String>,
    /// Whether what is left of a word before the ending has to have a vowel: *r* of *ring* has not.
    needs_vowel: bool,
}

impl Endings {
    /// The other forms of a word by the longest ending that fits it; `None` where none does.
    fn forms(&self, word: &str) -> Option<Vec<String>> {
        let (stem, replacements) = match self.whole.get(word) {
            Some(replacements) => ("", replacements),
            None => self.longest_ending(word)?,
        };
        let mut forms: Vec<String> = Vec::with_capacity(replacements.len());
        for replacement in replacements {
            let form = match replacement.strip_prefix('\u{a8}') {
                Some(ending) => match with_umlaut(stem) {
                    Some(stem) => stem + ending,
                    None => continue,
                },
                None => format!("{stem}{replacement}"),
            };
            if form != word && form.chars().count() > 1 && !forms.contains(&form) {
                forms.push(form);
            }
        }
        Some(forms)
    }

    fn longest_ending<'w>(&self, word: &'w str) -> Option<(&'w str, &Vec<String>)> {
        let starts = word
            .char_indices()
            .map(|(at, _)| at)
            .rev()
            .take(self.longest);
        let mut starts: Vec<usize> = std::iter::once(word.len()).chain(starts).collect();
        starts.reverse();
        starts.into_iter().find_map(|at| {
            let (stem, ending) = word.split_at(at);
            let rule = self.by_ending.get(ending)?;
            let stands =
                !rule.needs_vowel || stem.is_empty() || stem.contains(self.vowels.as_slice());
            stands.then_some((stem, &rule.replacements))
        })
    }
}

/// A word with its last *a*, *o*, *u* or *au* changed as German plurals do.
fn with_umlaut(stem: &str) -> Option<String> {
    let at = stem.rfind(['a', 'o', 'u'])?;
    let is_au = stem[at..].starts_with('u') && stem[..at].ends_with('a');
    let at = at - usize::from(is_au);
    let changed = match &stem[at..=at] {
        "a" => "ä",
        "o" => "ö",
        _ => "ü",
    };
    Some(format!("{}{changed}{}", &stem[..at], &stem[at + 1..]))
}

/// A grammar as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    vowels: String,
    #[serde(default)]
    consonants: String,
    #[serde(default)]
    stems_have_vowels: bool,
    #[serde(default)]
    heads: Heads,
    #[serde(default)]
    particles: String,
    #[serde(default)]
    chance: String,
    #[serde(default)]
    elisions: String,
    #[serde(default)]
    glued: HashMap<char, String>,
    #[serde(default)]
    prefixes: String,
    #[serde(default)]
    article: String,
    #[serde(default)]
    nouns: HashMap<String, String>,
    #[serde(default)]
    adjectives: HashMap<String, String>,
    #[serde(default)]
    compounds: HashMap<String, String>,
    #[serde(default)]
    hyphenated: HashMap<String, String>,
}

impl Written {
    fn grammar(self) -> Grammar {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let vowels: Vec<char> = self.vowels.chars().collect();
        let consonants: Vec<char> = "bcdfghjklmnpqrstvwxz"
            .chars()
            .chain(self.consonants.chars())
            .filter(|c| !vowels.contains(c))
            .collect();
        let in_stems = self.stems_have_vowels;
        let endings = |table| endings(table, in_stems, &vowels, &consonants);
        Grammar {
            heads: self.heads,
            particles: words(&self.particles),
            chance: words(&self.chance),
            elisions: words(&self.elisions),
            glued: self
                .glued
                .iter()
                .map(|(mark, endings)| {
                    (
                        *mark,
                        endings.split_whitespace().map(str::to_owned).collect(),
                    )
                })
                .collect(),
            prefixes: self
                .prefixes
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            article: self.article,
            nouns: endings(&self.nouns),
            adjectives: endings(&self.adjectives),
            compounds: endings(&self.compounds),
            hyphenated: endings(&self.hyphenated),
        }
    }
}

fn endings(
    table: &HashMap<String, String>,
    stems_have_vowels: bool,
    vowels: &[char],
    consonants: &[char],
) -> Endings {
    let mut found = Endings {
        vowels: vowels.to_vec(),
        ..Endings::default()
    };
    // literal endings win over those that a class stands for
    let mut rules: Vec<_> = table.iter().collect();
    rules.sort_by_key(|(ending, _)| !ending.contains(['C', 'V']));
    for (ending, replacements) in rules {
        let replacements: Vec<String> = replacements
            .split_whitespace()
            .map(|form| if form == "-" { "" } else { form }.to_owned())
            .collect();
        if let Some(word) = ending.strip_prefix('^') {
            found.whole.insert(word.to_owned(), replacements);
            continue;
        }
        let needs_vowel = stems_have_vowels && !ending.contains('V');
        for (ending, replacements) in expanded(ending, replacements, vowels, consonants) {
            found.longest = found.longest.max(ending.chars().count());
            let rule = Rule {
                replacements,
                needs_vowel,
            };
            found.by_ending.insert(ending, rule);
        }
    }
    found
}

/// A rule with each of its class letters, `C` and `V`, replaced by each letter of the class.
fn expanded(
    ending: &str,
    replacements: Vec<String>,
    vowels: &[char],
    consonants: &[char],
) -> Vec<(String, Vec<String>)> {
    let Some(class) = ending.chars().find(|c| matches!(c, 'C' | 'V')) else {
        return vec![(ending.to_owned(), replacements)];
    };
    let letters = if class == 'V' { vowels } else { consonants };
    letters
        .iter()
        .flat_map(|letter| {
            let letter = letter.to_string();
            let ending = ending.replace(class, &letter);
            let replacements = replacements
                .iter()
                .map(|form| form.replace(class, &letter))
                .collect();
            expanded(&ending, replacements, vowels, consonants)
        })
        .collect()
}
