//! The forms that a name takes in running text: plurals, cases, endings.
//!
//! Forms are made from names, not names from text: what a language adds to *image patch* can be
//! listed and is exact, where a stemmer, which cuts words down, takes *general* and *generation*
//! for one.
//!
//! What is known of a language is data, a file for each in `inflection/`: tables of endings with what
//! may stand in their place, `-` for nothing. Of the endings that fit a word the longest counts. In
//! an ending, `C` is any consonant and `V` any vowel, the same letter wherever it is repeated; `^`
//! before it makes it the whole word, `~` asks for a vowel somewhere before it; `¨` before a form
//! changes the last vowel as German does.

mod endings;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use self::endings::Endings;
use super::language::Language;

macro_rules! files {
    ($($language:literal)*) => {
        &[$(($language, include_str!(concat!($language, ".toml"))),)*]
    };
}

/// The languages that have a grammar, each with its file.
const FILES: &[(&str, &str)] = files!["ar" "de" "en" "es" "fr" "it" "ko" "nl" "pt" "ru" "sv" "tr"];

/// Their grammars, each read when first needed.
static GRAMMARS: [OnceLock<Grammar>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

/// What follows from a language about the words of a name.
#[derive(Debug, Default)]
pub struct Grammar {
    file: GrammarFile,
    nouns: Endings,
    adjectives: Endings,
    verbs: Endings,
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
pub struct Form<'n> {
    /// Its words, in as many parts as the name has.
    pub words: Vec<Cow<'n, str>>,
    /// Whether it differs from the name.
    pub is_inflected: bool,
    /// The word that makes it stand for the name only if no space is before that word.
    pub compound: Option<usize>,
}

/// How many forms are made of one name at most; nothing that people write comes near.
const MOST_FORMS: usize = 400;

impl Grammar {
    /// The grammar of a language; one that knows nothing where there is none.
    pub fn of(language: &Language) -> &'static Self {
        static NONE: OnceLock<Grammar> = OnceLock::new();
        let known = FILES
            .iter()
            .zip(&GRAMMARS)
            .find(|((name, _), _)| *name == language.primary());
        match known {
            Some(((name, text), grammar)) => grammar.get_or_init(|| Self::read(name, text)),
            None => NONE.get_or_init(Self::default),
        }
    }

    fn read(name: &str, text: &str) -> Self {
        let file = toml::from_str::<GrammarFile>(text);
        // the tests have a spec for each language, which would fail
        debug_assert!(file.is_ok(), "inflection/{name}.toml: {file:?}");
        file.map(GrammarFile::grammar).unwrap_or_default()
    }

    /// Whether a word stands beside others by chance, and is no half of a name: the *in* of *in
    /// formation*. `word` is folded.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.file.stop_words.0.contains(word)
    }

    /// Whether a stop word that is a name means it after the word `before`: *the will*, not *they
    /// will*. Both are folded. Always so in a language whose determiners are not known.
    pub fn is_noun_after(&self, before: &str) -> bool {
        self.file.determiners.0.is_empty() || self.file.determiners.0.contains(before)
    }

    /// Whether a word joins others to a name and means nothing by itself: the *of* of *point of
    /// presence*. `word` is folded.
    pub fn is_particle(&self, word: &str) -> bool {
        self.file.particles.0.contains(word)
    }

    /// Whether a word may lose its vowel before an apostrophe and a name: the *l* of *l'API*.
    pub fn is_elision(&self, word: &str) -> bool {
        self.file.elisions.0.contains(word)
    }

    /// Whether a mark and letters after it are an ending of the name before them: *API's*,
    /// *API:er*. `letters` are folded.
    pub fn is_clitic(&self, mark: char, letters: &str) -> bool {
        self.file
            .clitics
            .get(&mark)
            .is_some_and(|endings| endings.0.contains("*") || endings.0.contains(letters))
    }

    /// Whether nouns begin with a capital wherever they stand, as in German.
    pub fn nouns_are_capitalised(&self) -> bool {
        self.file.nouns_are_capitalised
    }

    /// The forms of a name, itself the first.
    pub fn forms<'n>(&self, name: &[NameWord<'n>]) -> Vec<Form<'n>> {
        let own = Form {
            words: name.iter().map(|word| Cow::Borrowed(word.folded)).collect(),
            is_inflected: false,
            compound: None,
        };
        let mut forms = vec![own];
        let mut words = name.iter().enumerate();
        let Some((last, last_word)) = words.rfind(|(_, word)| word.is_word) else {
            return forms;
        };
        let is_particle = |word: &NameWord<'_>| word.is_word && self.is_particle(word.folded);
        // the word before the first particle
        let head = name.iter().skip(1).position(is_particle).unwrap_or(last);
        match self.file.heads {
            Heads::Last => {
                self.vary_adjectives(name, head, &mut forms);
                self.vary_noun(name, head, &mut forms);
            }
            Heads::First => {
                let words = name.iter().enumerate().take(head + 1);
                let nouns = words.filter(|(_, word)| word.is_word);
                let others: Vec<_> = nouns
                    .map(|(at, word)| (at, self.noun_forms(word)))
                    .collect();
                forms.extend(varied(&forms, &others, None));
            }
            Heads::Noun => {
                let is_noun = |word: &NameWord<'_>| self.adjectives.forms(word.folded).is_empty();
                let mut words = name.iter().take(head);
                let noun = words.position(is_noun).unwrap_or(head);
                self.vary_adjectives(name, noun, &mut forms);
                self.vary_noun(name, noun, &mut forms);
            }
        }
        // *separation of concern* is *separation of concerns*
        if self.file.heads != Heads::Noun && head < last && !is_particle(last_word) {
            self.vary_noun(name, last, &mut forms);
        }
        if self.file.possessives {
            possess(name, &mut forms);
        }
        self.prefix(&mut forms);
        self.respell(&mut forms);
        forms
    }

    /// The forms of a noun besides itself.
    fn noun_forms(&self, word: &NameWord<'_>) -> Vec<String> {
        if !word.is_acronym {
            return self.nouns.forms(word.folded);
        }
        let mut forms = acronym_forms(word);
        if self.file.acronyms_inflect {
            forms.extend(self.nouns.forms(word.folded));
        }
        forms
    }

    /// Adds the forms in which one word, a noun or a verb, is another form of it.
    fn vary_noun(&self, name: &[NameWord<'_>], at: usize, forms: &mut Vec<Form<'_>>) {
        let Some(word) = name.get(at).filter(|word| word.is_word) else {
            return;
        };
        let bare = forms.clone();
        forms.extend(varied(&bare, &[(at, self.noun_forms(word))], None));
        if word.is_acronym {
            return;
        }
        let is_single = name.len() == 1;
        let verbs = self.verbs.forms(word.folded);
        let is_apart = !is_single && !word.is_hyphenated;
        forms.extend(varied(&bare, &[(at, verbs)], is_apart.then_some(at)));
        let mut compounds = Vec::new();
        if !is_single || self.is_closed_compound(word.folded) {
            compounds = self.compounds.forms(word.folded);
        }
        if compounds.is_empty() && !is_single && word.is_hyphenated {
            compounds = self.hyphenated.forms(word.folded);
        }
        forms.extend(varied(&bare, &[(at, compounds)], Some(at)));
    }

    fn is_closed_compound(&self, word: &str) -> bool {
        self.file.halves.0.iter().any(|half| {
            let rest = word.strip_prefix(half.as_str());
            rest.is_some_and(|rest| rest.chars().count() > 3)
        })
    }

    /// Adds the forms in which adjectives, a name's first `count` words, are other forms of theirs.
    /// Those of one name agree, so they change together.
    fn vary_adjectives(&self, name: &[NameWord<'_>], count: usize, forms: &mut Vec<Form<'_>>) {
        let words = name.iter().enumerate().take(count);
        let others: Vec<_> = words
            .filter(|(_, word)| word.is_word && !word.is_acronym)
            .map(|(at, word)| (at, self.adjectives.forms(word.folded)))
            .collect();
        forms.extend(varied(forms, &others, None));
    }

    /// Adds the forms that begin with a word written as one with them, and with the article at all
    /// their words.
    fn prefix(&self, forms: &mut Vec<Form<'_>>) {
        let bare = forms.clone();
        let pairs = self
            .file
            .prefixes
            .0
            .iter()
            .flat_map(|prefix| bare.iter().map(move |form| (prefix, form)));
        for (prefix, form) in pairs {
            let mut form = form.clone();
            form.is_inflected = true;
            if let Some(first) = form.words.first_mut() {
                *first = format!("{prefix}{first}").into();
            }
            forms.push(form.clone());
            if form.words.len() > 1 {
                for word in form.words.iter_mut().skip(1) {
                    *word = format!("{}{word}", self.file.article).into();
                }
                forms.push(form);
            }
        }
    }

    /// Adds each form with the letters that may stand for some of its own: *œuf* and *oeuf*.
    fn respell(&self, forms: &mut Vec<Form<'_>>) {
        for (letter, other) in &self.file.alternatives {
            let has_letter =
                |form: &&Form<'_>| form.words.iter().any(|word| word.contains(*letter));
            let mut respelled: Vec<_> = forms.iter().filter(has_letter).cloned().collect();
            for word in respelled.iter_mut().flat_map(|form| &mut form.words) {
                *word = word.replace(*letter, other).into();
            }
            forms.append(&mut respelled);
        }
    }
}

/// The forms to add to some, in which words at the places of `others` are others: the first of each
/// list together, then the second, and so on; a shorter list goes on with its last. `compound` is as
/// in [`Form`].
fn varied<'n>(
    forms: &[Form<'n>],
    others: &[(usize, Vec<String>)],
    compound: Option<usize>,
) -> Vec<Form<'n>> {
    let most = others.iter().map(|(_, list)| list.len()).max().unwrap_or(0);
    (0..most)
        .flat_map(|number| forms.iter().map(move |form| (number, form)))
        .take(MOST_FORMS.saturating_sub(forms.len()))
        .map(|(number, form)| {
            let mut form = form.clone();
            for (at, list) in others {
                let other = list.get(number).or(list.last());
                if let (Some(word), Some(other)) = (form.words.get_mut(*at), other) {
                    *word = Cow::Owned(other.clone());
                }
            }
            form.is_inflected = true;
            form.compound = form.compound.or(compound);
            form
        })
        .collect()
}

/// Adds the forms of a name of several words in which one that has a capital is a possessive, or is
/// one no more: *Hodgkin's lymphoma*, *Hodgkin lymphoma*; *Bayes' theorem*, *Bayes's theorem*.
fn possess(name: &[NameWord<'_>], forms: &mut Vec<Form<'_>>) {
    let is_mark = |at: usize| name.get(at).is_some_and(|word| word.folded == "'");
    let is_owner =
        |word: &NameWord<'_>| word.is_word && word.written.starts_with(char::is_uppercase);
    let owners = name.iter().enumerate().filter(|(_, word)| is_owner(word));
    for (at, owner) in owners {
        let marks = match (is_mark(at + 1), name.get(at + 2).map(|word| word.folded)) {
            (true, Some("s")) => 2,
            (true, _) => 1,
            (false, _) => 0,
        };
        // the mark and its letter belong to the last word
        if at + marks + 1 >= name.len() {
            continue;
        }
        let endings: &[&str] = match owner.folded.ends_with('s') {
            true => &["", "'", "'s"],
            false => &["", "'s"],
        };
        let mut more = Vec::new();
        for form in &*forms {
            let words = form.words.get(at..=at + marks).unwrap_or_default();
            let Some(bare) = words.first() else {
                continue;
            };
            let whole = words.concat();
            for ending in endings {
                let word = format!("{bare}{ending}");
                if word == whole || forms.len() + more.len() >= MOST_FORMS {
                    continue;
                }
                let mut other = form.clone();
                other.is_inflected = true;
                if let Some([owner, marks @ ..]) = other.words.get_mut(at..=at + marks) {
                    *owner = word.into();
                    marks.fill("".into());
                }
                more.push(other);
            }
        }
        forms.append(&mut more);
    }
}

/// The plural of an acronym: `GPTs`, `OSes`; and what `GPTs` is the plural of.
fn acronym_forms(word: &NameWord<'_>) -> Vec<String> {
    let folded = word.folded;
    let is_capital = |stem: &str| !stem.is_empty() && stem.chars().all(char::is_uppercase);
    if let Some(singular) = folded.strip_suffix('s')
        && word.written.strip_suffix('s').is_some_and(is_capital)
    {
        return vec![singular.to_owned()];
    }
    let mut forms = vec![format!("{folded}s")];
    if folded.ends_with(['s', 'x', 'z']) || folded.ends_with("ch") || folded.ends_with("sh") {
        forms.push(format!("{folded}es"));
    }
    forms
}

/// A grammar as its file has it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarFile {
    vowels: String,
    #[serde(default)]
    consonants: String,
    #[serde(default)]
    halves: WordSet,
    #[serde(default)]
    alternatives: HashMap<char, String>,
    #[serde(default)]
    nouns_are_capitalised: bool,
    #[serde(default)]
    acronyms_inflect: bool,
    #[serde(default)]
    possessives: bool,
    #[serde(default)]
    determiners: WordSet,
    #[serde(default = "shortest")]
    shortest: usize,
    #[serde(default)]
    heads: Heads,
    #[serde(default)]
    particles: WordSet,
    #[serde(default)]
    stop_words: WordSet,
    #[serde(default)]
    elisions: WordSet,
    #[serde(default)]
    clitics: HashMap<char, WordSet>,
    #[serde(default)]
    prefixes: WordSet,
    #[serde(default)]
    article: String,
    #[serde(default)]
    nouns: HashMap<String, String>,
    #[serde(default)]
    adjectives: HashMap<String, String>,
    #[serde(default)]
    verbs: HashMap<String, String>,
    #[serde(default)]
    compounds: HashMap<String, String>,
    #[serde(default)]
    hyphenated: HashMap<String, String>,
}

/// Names shorter than this are too often other words.
fn shortest() -> usize {
    4
}

impl GrammarFile {
    fn grammar(mut self) -> Grammar {
        let vowels: Vec<char> = self.vowels.chars().collect();
        let consonants: Vec<char> = "bcdfghjklmnpqrstvwxz"
            .chars()
            .chain(self.consonants.chars())
            .filter(|c| !vowels.contains(c))
            .collect();
        let shortest = self.shortest;
        let endings = |table: &mut HashMap<String, String>| {
            Endings::new(&std::mem::take(table), shortest, &vowels, &consonants)
        };
        Grammar {
            nouns: endings(&mut self.nouns),
            adjectives: endings(&mut self.adjectives),
            verbs: endings(&mut self.verbs),
            compounds: endings(&mut self.compounds),
            hyphenated: endings(&mut self.hyphenated),
            file: self,
        }
    }
}

/// Words that a file has in one string.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "String")]
struct WordSet(BTreeSet<String>);

impl From<String> for WordSet {
    fn from(text: String) -> Self {
        Self(text.split_whitespace().map(str::to_owned).collect())
    }
}
