//! Idioms: phrases whose words have no meaning of their own, such as *for example*.

use std::collections::HashMap;

use serde::Deserialize;

/// The idioms of a language.
///
/// The file of a grammar lists them as texts. Each word may have alternatives: `in this|that case` stands for
/// *in this case* and *in that case*. An apostrophe is a word of its own, as in texts that are cut into
/// pieces.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Idioms {
    idioms: Vec<Idiom>,
    /// The places of each word: an idiom, by its index, and the index of the word in it.
    places: HashMap<String, Vec<Place>>,
}

/// The words of an idiom, each with its alternatives.
#[derive(Debug)]
struct Idiom(Vec<Vec<String>>);

#[derive(Debug, Clone, Copy)]
struct Place {
    idiom: usize,
    word: usize,
}

impl From<Vec<String>> for Idioms {
    fn from(texts: Vec<String>) -> Self {
        let mut idioms = Self::default();
        for text in texts {
            let text = text.replace('\'', " ' ");
            let words = text
                .split_whitespace()
                .map(|word| word.split('|').map(str::to_owned).collect());
            let words: Vec<Vec<String>> = words.collect();
            for (word, alternatives) in words.iter().enumerate() {
                for alternative in alternatives {
                    let idiom = idioms.idioms.len();
                    let places = idioms.places.entry(alternative.clone()).or_default();
                    places.push(Place { idiom, word });
                }
            }
            idioms.idioms.push(Idiom(words));
        }
        idioms
    }
}

impl Idioms {
    /// Whether an idiom contains a phrase and is longer than it. `first` is the first word of the phrase,
    /// folded, and `count` the number of its words. `word_at` gives the folded word at a distance from the
    /// first one, which is negative before it; `None` beyond the ends of the text.
    pub(super) fn contain(
        &self,
        first: &str,
        count: usize,
        word_at: &dyn Fn(isize) -> Option<String>,
    ) -> bool {
        let places = self.places.get(first).map_or(&[][..], Vec::as_slice);
        places.iter().any(|place| {
            let Some(Idiom(words)) = self.idioms.get(place.idiom) else {
                return false;
            };
            let is_longer = words.len() > count && place.word + count <= words.len();
            is_longer
                && (-(place.word as isize)..)
                    .zip(words)
                    .all(|(distance, words)| {
                        word_at(distance).is_some_and(|word| words.contains(&word))
                    })
        })
    }
}
