//! The sounds of Chinese names in pinyin, as readers type them: without tones.
//!
//! The sounds of a character come from the crate `pinyin`, which has those of Unihan and of dictionaries, the
//! most usual one first. It knows no words. So a name with a character of several sounds has several readings.

use pinyin::{Pinyin, ToPinyinMulti};

use super::tokens::Folded;
use super::words::is_unspaced;

/// The most readings of a name.
const READINGS: usize = 4;

/// A word of a name that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadWord {
    /// Its syllables in pinyin. A word in letters is one syllable, as search compares it.
    pub syllables: Vec<String>,
    /// Whether it is written in Chinese characters.
    pub is_chinese: bool,
}

/// The readings of a name, at most four, the most usual one first. A name without Chinese characters has none,
/// and so has a name with a character whose sound is not known, such as kana. A syllable with `ü` is there
/// with `u`, as search folds it, and with `v`, as people type it.
///
/// ```
/// use headword::text::pinyin::{ReadWord, readings};
///
/// let typed = |written: &str| {
///     let word = |word: &ReadWord| word.syllables.concat();
///     let name = |words: &Vec<ReadWord>| words.iter().map(word).collect::<Vec<_>>().join(" ");
///     readings(written).iter().map(name).collect::<Vec<_>>()
/// };
/// assert_eq!(typed("GPT 模型"), ["gpt moxing", "gpt muxing"]);
/// assert_eq!(typed("重复"), ["zhongfu", "chongfu", "tongfu"]);
/// assert_eq!(typed("滤镜"), ["lujing", "lvjing"]);
/// assert!(typed("GPT").is_empty());
/// ```
pub fn readings(name: &str) -> Vec<Vec<ReadWord>> {
    let folded = Folded::new(name);
    let runs: Vec<&str> = folded.runs().collect();
    let unspaced = runs.iter().filter(|run| run.starts_with(is_unspaced));
    let sounds: Option<Vec<Vec<&str>>> = unspaced.flat_map(|run| run.chars()).map(sounds).collect();
    let chosen = sounds.map(|sounds| choices(&sounds)).unwrap_or_default();
    let spelled = chosen.iter().flat_map(|chosen| {
        let spell = |letter: &str| -> Vec<String> {
            let letters = |sound: &&str| sound.replace('ü', letter);
            chosen.iter().map(letters).collect()
        };
        let has_umlaut = chosen.iter().any(|sound| sound.contains('ü'));
        [Some(spell("u")), has_umlaut.then(|| spell("v"))]
    });
    let spelled = spelled.flatten().take(READINGS);
    spelled.map(|sounds| words(&runs, sounds)).collect()
}

/// The sounds of a character, each once.
fn sounds(character: char) -> Option<Vec<&'static str>> {
    let mut sounds = Vec::new();
    for sound in character.to_pinyin_multi()?.into_iter().map(Pinyin::plain) {
        // some interjections have a sound of their own
        let sound = if sound == "ê" { "e" } else { sound };
        if !sounds.contains(&sound) {
            sounds.push(sound);
        }
    }
    Some(sounds)
}

/// Choices of one of the sounds of each character, at most as many as a name has readings: first those with as few
/// unusual sounds as possible.
fn choices<'s>(sounds: &[Vec<&'s str>]) -> Vec<Vec<&'s str>> {
    let mut ranks = vec![vec![0; sounds.len()]];
    let mut at = 0;
    while let Some(chosen) = ranks.get(at).filter(|_| ranks.len() < READINGS).cloned() {
        // a rank before the last one that is not 0 was raised in another choice
        let last = chosen.iter().rposition(|rank| *rank > 0).unwrap_or(0);
        for (place, of_character) in sounds.iter().enumerate().skip(last) {
            let mut next = chosen.clone();
            if let Some(rank) = next
                .get_mut(place)
                .filter(|rank| **rank + 1 < of_character.len())
            {
                *rank += 1;
                ranks.push(next);
            }
        }
        at += 1;
    }
    let ranks = ranks.iter().filter(|ranks| !ranks.is_empty());
    let sounds = ranks.map(|ranks| {
        let chosen = sounds.iter().zip(ranks);
        chosen
            .filter_map(|(of_character, rank)| of_character.get(*rank).copied())
            .collect()
    });
    sounds.take(READINGS).collect()
}

/// The words of a name, with the sounds of its Chinese characters.
fn words(runs: &[&str], sounds: Vec<String>) -> Vec<ReadWord> {
    let mut sounds = sounds.into_iter();
    let words = runs.iter().map(|run| {
        let is_chinese = run.starts_with(is_unspaced);
        let syllables = match is_chinese {
            true => sounds.by_ref().take(run.chars().count()).collect(),
            false => vec![(*run).to_owned()],
        };
        ReadWord {
            syllables,
            is_chinese,
        }
    });
    words.collect()
}
