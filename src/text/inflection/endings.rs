//! Tables of endings, and the forms that they give a word.

use std::collections::HashMap;

/// A table of word endings, with the endings that may replace each of them.
#[derive(Debug, Default)]
pub(super) struct Endings {
    by_ending: HashMap<String, Ending>,
    /// The forms of words that have an entry of their own.
    by_word: HashMap<String, Vec<String>>,
    /// The length of the longest ending, in characters.
    longest: usize,
    /// The fewest letters that a form has if it is shorter than the name.
    shortest: usize,
    vowels: Vec<char>,
}

/// One ending of a table.
#[derive(Debug)]
struct Ending {
    replacements: Vec<String>,
    /// Whether the word has to have a vowel before the ending: *r*, the rest of *ring*, has none.
    needs_vowel: bool,
}

impl Endings {
    /// Reads a table of endings, which the head of [the module](super) describes. A form that is shorter than
    /// its word has at least `shortest` letters. The class letters `V` and `C` are any of `vowels` and
    /// `consonants`.
    pub(super) fn new(
        table: &HashMap<String, String>,
        shortest: usize,
        vowels: &[char],
        consonants: &[char],
    ) -> Self {
        let mut endings = Self {
            shortest,
            vowels: vowels.to_vec(),
            ..Self::default()
        };
        // those without a class come last and so win
        let mut rows: Vec<_> = table.iter().collect();
        rows.sort_by_key(|(ending, _)| !ending.contains(['C', 'V']));
        for (key, replacements) in rows {
            let replacements: Vec<String> = replacements
                .split_whitespace()
                .map(|form| if form == "-" { "" } else { form }.to_owned())
                .collect();
            if let Some(word) = key.strip_prefix('^') {
                endings.by_word.insert(word.to_owned(), replacements);
                continue;
            }
            let needs_vowel = key.starts_with('~');
            let ending = key.trim_start_matches('~');
            for (ending, replacements) in expanded(ending, replacements, vowels, consonants) {
                endings.longest = endings.longest.max(ending.chars().count());
                let rule = Ending {
                    replacements,
                    needs_vowel,
                };
                endings.by_ending.insert(ending, rule);
            }
        }
        endings
    }

    /// The other forms of a word, by the longest ending that fits it.
    ///
    /// With the rows `"" = "s"`, `"Cy" = "Cies"` and `"^news" = ""`:
    ///
    /// ```text
    /// token    tokens
    /// entry    entries    (the class letter C is `r`, in the ending and in its replacement)
    /// news     no other form
    /// ```
    pub(super) fn forms(&self, word: &str) -> Vec<String> {
        let rule = match self.by_word.get(word) {
            Some(replacements) => Some(("", replacements)),
            None => self.longest_ending(word),
        };
        let Some((stem, replacements)) = rule else {
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
            let is_too_short = form.len() < word.len() && form.chars().count() < self.shortest;
            if form != word && !is_too_short && !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }

    /// The part of a word before the longest ending that fits, and the replacements of that ending.
    fn longest_ending<'w>(&self, word: &'w str) -> Option<(&'w str, &Vec<String>)> {
        let starts = word
            .char_indices()
            .map(|(offset, _)| offset)
            .rev()
            .take(self.longest);
        let mut starts: Vec<usize> = std::iter::once(word.len()).chain(starts).collect();
        starts.reverse();
        starts.into_iter().find_map(|start| {
            let (stem, ending) = word.split_at(start);
            let rule = self.by_ending.get(ending)?;
            let fits =
                !rule.needs_vowel || stem.is_empty() || stem.contains(self.vowels.as_slice());
            fits.then_some((stem, &rule.replacements))
        })
    }
}

/// A stem with the umlaut of a German plural on its last *a*, *o*, *u* or *au*: `haus` gives `häus`. `None`
/// if the stem has none of these.
fn with_umlaut(stem: &str) -> Option<String> {
    let (before, rest) = stem.split_at_checked(stem.rfind(['a', 'o', 'u'])?)?;
    if let Some(before) = before.strip_suffix('a')
        && rest.starts_with('u')
    {
        return Some(format!("{before}ä{rest}"));
    }
    let mut letters = rest.chars();
    let umlaut = match letters.next()? {
        'a' => 'ä',
        'o' => 'ö',
        _ => 'ü',
    };
    Some(format!("{before}{umlaut}{}", letters.as_str()))
}

/// The rows that a row with class letters is short for: one for each letter of a class, in the ending and
/// in its replacements.
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
