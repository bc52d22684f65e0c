//! Tables of endings, and the forms that they give a word.

use std::collections::HashMap;

/// What may stand in the place of each ending.
#[derive(Debug, Default)]
pub(super) struct Endings {
    by_ending: HashMap<String, Rule>,
    whole: HashMap<String, Vec<String>>,
    longest: usize,
    /// How many letters a form has at least that is shorter than the name.
    shortest: usize,
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
    /// Reads a table of endings. Of a word, a form that is shorter has at least `shortest` letters;
    /// `vowels` and `consonants` are what the class letters stand for.
    pub(super) fn new(
        table: &HashMap<String, String>,
        shortest: usize,
        vowels: &[char],
        consonants: &[char],
    ) -> Self {
        let mut found = Self {
            shortest,
            vowels: vowels.to_vec(),
            ..Self::default()
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
            let needs_vowel = ending.starts_with('~');
            let ending = ending.trim_start_matches('~');
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

    /// The other forms of a word by the longest ending that fits it.
    pub(super) fn forms(&self, word: &str) -> Vec<String> {
        let found = match self.whole.get(word) {
            Some(replacements) => Some(("", replacements)),
            None => self.longest_ending(word),
        };
        let Some((stem, replacements)) = found else {
            return Vec::new();
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
            let is_short = form.len() < word.len() && form.chars().count() < self.shortest;
            if form != word && !is_short && !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
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
    let (before, rest) = stem.split_at_checked(stem.rfind(['a', 'o', 'u'])?)?;
    if let Some(before) = before.strip_suffix('a')
        && rest.starts_with('u')
    {
        return Some(format!("{before}ä{rest}"));
    }
    let mut letters = rest.chars();
    let changed = match letters.next()? {
        'a' => 'ä',
        'o' => 'ö',
        _ => 'ü',
    };
    Some(format!("{before}{changed}{}", letters.as_str()))
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
