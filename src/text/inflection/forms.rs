//! The forms of a whole name: which of its words change, and how.

use std::borrow::Cow;

use super::Grammar;
use super::grammar_file::Heads;
use crate::text::fold::without_accents;

/// The number of forms of one name at which no more words are varied. The names of real glossaries have far
/// fewer.
pub(super) const MOST_FORMS: usize = 400;

/// The fewest letters of a word that may lose its accents. Shorter ones are too often other words: *Für*, *fur*.
const FEWEST_LETTERS: usize = 5;

/// A word of a name.
#[derive(Debug, Clone, Copy)]
pub struct NameWord<'n> {
    /// The word as [`fold`](crate::text::fold::fold) gives it.
    pub folded: &'n str,
    /// The word as the entry has it.
    pub written: &'n str,
    /// Whether it is a word of letters and digits. A sign does not inflect.
    pub is_word: bool,
    /// Whether a hyphen joins it to the word before.
    pub is_hyphenated: bool,
    /// Whether its capitals make it an acronym or a similar name. It then has only the plural with *s* or
    /// *es*, except in languages whose acronyms inflect.
    pub is_acronym: bool,
}

impl<'n> NameWord<'n> {
    /// The only word of a name, which is not an acronym.
    pub fn alone(folded: &'n str, written: &'n str) -> Self {
        Self {
            folded,
            written,
            is_word: true,
            is_hyphenated: false,
            is_acronym: false,
        }
    }
}

/// A form of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form<'n> {
    /// The folded words of the form, one for each word of the name. A word may be empty.
    pub words: Vec<Cow<'n, str>>,
    /// Whether a word of it has another ending or another form than in the name.
    pub is_inflected: bool,
    /// Whether a word of it has another spelling than in the name.
    pub is_respelled: bool,
    /// The index of a word before which a mention must not have a space: *fine-tunes* is a form of
    /// *fine-tuning*, *the model scales* does not mention *model scaling*.
    pub compound: Option<usize>,
}

impl Form<'_> {
    /// The form with another spelling of the word at `index`.
    pub(super) fn with_word(&self, index: usize, word: String) -> Self {
        let mut form = self.clone();
        form.is_respelled = true;
        if let Some(replaced) = form.words.get_mut(index) {
            *replaced = Cow::Owned(word);
        }
        form
    }
}

/// The forms of one word of a name, and the index of that word.
struct WordForms {
    index: usize,
    forms: Vec<String>,
}

impl Grammar {
    /// The forms of a name, the name itself first.
    ///
    /// ```text
    /// language   name                 forms
    /// en         image patch          image patch, image patches, image patchs
    /// en         point of presence    point of presence, points of presence, point of presences, …
    /// en         Hodgkin's lymphoma   hodgkin's lymphoma, hodgkin's lymphomas, …, hodgkin lymphoma, …
    /// en         model scaling        model scaling, model scalings, …, model-scales (not with a space)
    /// de         neuronales Netz      neuronales netz, neuronale netz, …, neuronalen netzen, …
    /// fr         œuf                  œuf, œufs, oeuf, oeufs
    /// ```
    pub fn forms<'n>(&self, name: &[NameWord<'n>]) -> Vec<Form<'n>> {
        let name_itself = Form {
            words: name.iter().map(|word| Cow::Borrowed(word.folded)).collect(),
            is_inflected: false,
            is_respelled: false,
            compound: None,
        };
        let mut forms = vec![name_itself];
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
                let noun_forms: Vec<_> = nouns
                    .map(|(index, word)| WordForms {
                        index,
                        forms: self.noun_forms(word),
                    })
                    .collect();
                forms.extend(varied(&forms, &noun_forms, None));
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
            vary_possessives(name, &mut forms);
        }
        self.add_prefixes(&mut forms);
        self.respell(&mut forms);
        forms
    }

    /// The forms of a verb in *-ing* and *-ed*, if a name is an infinitive of one word: *parsed* for *parse*.
    pub fn verb_forms<'n>(&self, word: &NameWord<'n>) -> Vec<Form<'n>> {
        if word.is_acronym {
            return Vec::new();
        }
        let forms = self.hyphenated.forms(word.folded).into_iter();
        forms
            .map(|form| Form {
                words: vec![Cow::Owned(form)],
                is_inflected: true,
                is_respelled: false,
                compound: None,
            })
            .collect()
    }

    /// The other forms of a noun.
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

    /// Adds the forms in which one word, a noun or a verb form, is replaced by its other forms.
    fn vary_noun(&self, name: &[NameWord<'_>], index: usize, forms: &mut Vec<Form<'_>>) {
        let Some(word) = name.get(index).filter(|word| word.is_word) else {
            return;
        };
        let given = forms.clone();
        let mut vary = |word_forms: Vec<String>, compound: Option<usize>| {
            let word_forms = WordForms {
                index,
                forms: word_forms,
            };
            forms.extend(varied(&given, &[word_forms], compound));
        };
        vary(self.noun_forms(word), None);
        if word.is_acronym {
            return;
        }
        let is_single = name.len() == 1;
        let is_separate = !is_single && !word.is_hyphenated;
        // *we fine tune models*, but not *the model scales*
        let before = index.checked_sub(1).and_then(|before| name.get(before));
        let has_adverb = word.is_hyphenated
            && before.is_some_and(|before| self.file.halves.0.contains(before.folded));
        vary(self.verbs.forms(word.folded), is_separate.then_some(index));
        let mut compounds = Vec::new();
        if !is_single || self.is_closed_compound(word.folded) {
            compounds = self.compounds.forms(word.folded);
        }
        if compounds.is_empty() && !is_single && word.is_hyphenated {
            compounds = self.hyphenated.forms(word.folded);
        }
        vary(compounds, (!has_adverb).then_some(index));
    }

    /// Whether a word is a compound without a hyphen, such as *autoscaling*.
    fn is_closed_compound(&self, word: &str) -> bool {
        self.file.halves.0.iter().any(|half| {
            let rest = word.strip_prefix(half.as_str());
            rest.is_some_and(|rest| rest.chars().count() > 3)
        })
    }

    /// Adds the forms in which the adjectives among the first `count` words are replaced by their other
    /// forms. The adjectives of a name agree, so they change together.
    fn vary_adjectives(&self, name: &[NameWord<'_>], count: usize, forms: &mut Vec<Form<'_>>) {
        let words = name.iter().enumerate().take(count);
        let adjective_forms: Vec<_> = words
            .filter(|(_, word)| word.is_word && !word.is_acronym)
            .map(|(index, word)| WordForms {
                index,
                forms: self.adjectives.forms(word.folded),
            })
            .collect();
        forms.extend(varied(forms, &adjective_forms, None));
    }

    /// Adds the forms with a prefix before their first word, such as an Arabic preposition. If a form has
    /// several words, another form has the article before the words after the first.
    fn add_prefixes(&self, forms: &mut Vec<Form<'_>>) {
        let given = forms.clone();
        let pairs = self
            .file
            .prefixes
            .0
            .iter()
            .flat_map(|prefix| given.iter().map(move |form| (prefix, form)));
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

    /// Adds the forms with another spelling: *oeuf* for *œuf*, *color* for *colour*, *naive* for *naïve*.
    fn respell(&self, forms: &mut Vec<Form<'_>>) {
        for (letter, spelling) in &self.file.alternatives {
            let has_letter =
                |form: &&Form<'_>| form.words.iter().any(|word| word.contains(*letter));
            let mut respelled: Vec<_> = forms.iter().filter(has_letter).cloned().collect();
            for word in respelled.iter_mut().flat_map(|form| &mut form.words) {
                *word = word.replace(*letter, spelling).into();
            }
            forms.append(&mut respelled);
        }
        // the words of a name change one by one, because authors mix the spellings
        let count = forms.first().map_or(0, |name| name.words.len());
        let spellings = |word: &str| self.file.spellings.other(word, &self.file.vowels);
        for index in 0..count {
            respell_word(forms, index, &|word| self.without_accents(word));
            respell_word(forms, index, &spellings);
        }
    }

    /// A word from another language without its accents; `None` if it has none, or keeps them.
    fn without_accents(&self, word: &str) -> Option<String> {
        let mut kept = self.file.keeps_accents.0.iter();
        let is_short = word.chars().count() < FEWEST_LETTERS;
        if !self.file.loses_accents
            || word.is_ascii()
            || is_short
            || kept.any(|kept| word.starts_with(kept.as_str()))
        {
            return None;
        }
        // letters of other scripts have marks that are not accents
        Some(without_accents(word)).filter(|bare| bare.is_ascii())
    }
}

/// Adds the forms in which the word at `index` has its other spelling, if `other` gives one.
fn respell_word<'n>(
    forms: &mut Vec<Form<'n>>,
    index: usize,
    other: &dyn Fn(&str) -> Option<String>,
) {
    let respelled = |form: &Form<'n>| {
        let other = other(form.words.get(index)?)?;
        Some(form.with_word(index, other))
    };
    let most = MOST_FORMS.saturating_sub(forms.len());
    let mut respelled: Vec<_> = forms.iter().filter_map(respelled).take(most).collect();
    forms.append(&mut respelled);
}

/// New forms: each of `forms` with words replaced by their other forms. Several words change together: all
/// get the first of their forms, then all get the second, and so on; if a word has fewer forms, its last
/// one is repeated. A form gets `compound`, if it has no such index yet.
fn varied<'n>(
    forms: &[Form<'n>],
    word_forms: &[WordForms],
    compound: Option<usize>,
) -> Vec<Form<'n>> {
    let counts = word_forms.iter().map(|word| word.forms.len());
    let rounds = counts.max().unwrap_or(0);
    (0..rounds)
        .flat_map(|round| forms.iter().map(move |form| (round, form)))
        .take(MOST_FORMS.saturating_sub(forms.len()))
        .map(|(round, form)| {
            let mut form = form.clone();
            for WordForms { index, forms } in word_forms {
                let replacement = forms.get(round).or(forms.last());
                if let (Some(word), Some(replacement)) = (form.words.get_mut(*index), replacement) {
                    *word = Cow::Owned(replacement.clone());
                }
            }
            form.is_inflected = true;
            form.compound = form.compound.or(compound);
            form
        })
        .collect()
}

/// Adds the forms of a name of several words in which a word with a capital gets a possessive ending or
/// loses it: *Hodgkin lymphoma* for *Hodgkin's lymphoma*, *Bayes's theorem* for *Bayes' theorem*.
fn vary_possessives(name: &[NameWord<'_>], forms: &mut Vec<Form<'_>>) {
    let is_apostrophe = |index: usize| name.get(index).is_some_and(|word| word.folded == "'");
    let is_owner =
        |word: &NameWord<'_>| word.is_word && word.written.starts_with(char::is_uppercase);
    let owners = name.iter().enumerate().filter(|(_, word)| is_owner(word));
    for (index, owner) in owners {
        let after_apostrophe = name.get(index + 2).map(|word| word.folded);
        // the pieces of the ending that the name has: an apostrophe, and perhaps an `s`
        let ending_pieces = match (is_apostrophe(index + 1), after_apostrophe) {
            (true, Some("s")) => 2,
            (true, _) => 1,
            (false, _) => 0,
        };
        let end = index + ending_pieces;
        let is_last_word = end + 1 >= name.len();
        if is_last_word {
            continue;
        }
        let endings: &[&str] = if owner.folded.ends_with('s') {
            &["", "'", "'s"]
        } else {
            &["", "'s"]
        };
        let mut new_forms = Vec::new();
        for form in &*forms {
            let words = form.words.get(index..=end).unwrap_or_default();
            let Some(bare) = words.first() else {
                continue;
            };
            let with_ending = words.concat();
            for ending in endings {
                let word = format!("{bare}{ending}");
                if word == with_ending || forms.len() + new_forms.len() >= MOST_FORMS {
                    continue;
                }
                let mut new_form = form.clone();
                new_form.is_inflected = true;
                if let Some([owner, ending_pieces @ ..]) = new_form.words.get_mut(index..=end) {
                    *owner = word.into();
                    ending_pieces.fill("".into());
                }
                new_forms.push(new_form);
            }
        }
        forms.append(&mut new_forms);
    }
}

/// The plurals of an acronym: *GPTs* for *GPT*, *OSs* and *OSes* for *OS*. If the acronym is such a plural,
/// its singular.
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
