//! The words by which the names of entries and pages are found, with their weights.

use crate::glossary::{Label, LabelKind};
use crate::site::search_rules::{initials, respelled, with_signs};
use crate::site_map::written_address;
use crate::source::Written;
use crate::text::alphabet::sorts_by_sound;
use crate::text::language::Language;
use crate::text::pinyin::{ReadWord, readings};
use crate::text::tokens::Folded;
use crate::text::words::is_unspaced;

/// The weight of a title of one word. Each word of a longer title has its share of the weight.
const WHOLE: usize = 60;

/// The weight of the initials of a name.
const INITIALS: u8 = 12;

/// The weight that marks the first word of a name. It is more than the weight of any word.
const FIRST: u8 = 64;

/// The weight of a Chinese name in pinyin: less than that of a written name, more than that of initials.
const READ: usize = 25;

/// The fewest syllables at the end of a Chinese name that are also found as one word.
const ENDING: usize = 2;

/// The most parts of a name that are also found as one word.
const JOINED: usize = 4;

/// The rules of a glossary's language for the words of names.
pub(super) struct NameRules<'l> {
    language: &'l Language,
    /// Whether Chinese names are also found by their sound. They are where the index sorts by it.
    by_sound: bool,
}

impl<'l> NameRules<'l> {
    pub(super) fn new(language: &'l Language) -> Self {
        Self {
            language,
            by_sound: sorts_by_sound(language),
        }
    }

    /// Adds the words of the title of a page.
    pub(super) fn push_title(&self, words: &mut Vec<(String, u8)>, title: &str) {
        self.push(words, title, 100, false);
    }

    /// Adds the words of a name of an entry.
    pub(super) fn push_label(&self, words: &mut Vec<(String, u8)>, label: &Label) {
        let percent = match label.kind {
            LabelKind::Title => 100,
            LabelKind::Abbreviation => 95,
            LabelKind::Synonym | LabelKind::Variant => 90,
            LabelKind::Hidden | LabelKind::Deprecated => 80,
        };
        self.push(words, &label.text, percent, has_initials(label.kind));
    }

    /// Adds the words of a name, with its initials if it `has_initials`.
    fn push(&self, words: &mut Vec<(String, u8)>, name: &str, percent: usize, has_initials: bool) {
        push_name(words, name, percent);
        if let Some(other) = respelled(name, self.language) {
            push_name(words, &other, percent);
        }
        if has_initials {
            let initials = initials(name, self.language).into_iter();
            words.extend(initials.map(|initials| (initials, INITIALS)));
        }
        if !self.by_sound {
            return;
        }
        for reading in readings(name) {
            push_reading(words, &reading, READ * percent / 100);
            if has_initials {
                push_read_initials(words, &reading);
            }
        }
    }
}

/// Whether the initials of a name of this kind are a name, too. A hidden name need not be a name of its entry.
fn has_initials(kind: LabelKind) -> bool {
    matches!(kind, LabelKind::Title | LabelKind::Synonym)
}

/// Adds the words of the addresses of a text.
pub(super) fn push_addresses(
    words: &mut Vec<(String, u8)>,
    title: &str,
    slug: &str,
    former: &[Written],
) {
    // the address may spell signs of the title in letters: `c-sharp` for `C#`
    if !Folded::new(title).words().eq(Folded::new(slug).words()) {
        push_name(words, slug, 70);
    }
    // the page for unknown addresses searches: `/Cpp/` is near the former address `cpp`
    // the name of a part of a former page is that of the entry
    for former in former.iter().filter(|former| !former.text.contains('#')) {
        push_name(words, last_part(&former.text), 60);
    }
}

/// The last part of a former address, which names the page: `old` in `docs/old.html`.
fn last_part(address: &str) -> &str {
    let path = written_address(address.trim_matches('/'));
    let path = path.strip_suffix("/index.htm").unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".html").unwrap_or(name);
    name.strip_suffix(".htm").unwrap_or(name)
}

/// Adds the words of a name, each with its share of the name's weight. A name with signs or single letters,
/// such as `CI/CD` or `U.S.`, is also added as one word.
fn push_name(words: &mut Vec<(String, u8)>, name: &str, percent: usize) {
    let folded = Folded::new(name);
    let parts: Vec<_> = folded.words().collect();
    let whole = WHOLE * percent / 100;
    let share = whole.div_ceil(parts.len().max(1));
    words.extend(parts.iter().enumerate().map(|(at, part)| {
        let first = if at == 0 { FIRST } else { 0 };
        ((*part).to_owned(), share as u8 + first)
    }));
    if let Some(signs) = with_signs(name) {
        words.push((signs, whole as u8 + FIRST));
    }
    // *pre-training* in *Vision-Language Pre-training* is also one word
    let compounds = name.split(char::is_whitespace).map(Folded::new);
    for (at, compound) in compounds.enumerate() {
        let count = compound.words().count();
        if (2..=JOINED).contains(&count) && count < parts.len() && !name.contains(is_unspaced) {
            let first = if at == 0 { FIRST } else { 0 };
            words.push((compound.words().collect(), (share * count) as u8 + first));
        }
    }
    let is_joined = !name.contains(' ') || parts.iter().any(|part| part.len() < 3);
    let is_spaced = !name.contains(is_unspaced);
    if (2..=JOINED).contains(&parts.len()) && is_joined && is_spaced {
        words.push((parts.concat(), whole as u8 + FIRST));
    }
}

/// Adds a name in pinyin, of the weight `whole`: each word, the ends of words, and the name as one word. So
/// *fenlei* finds 图像分类 (*tuxiangfenlei*).
fn push_reading(words: &mut Vec<(String, u8)>, reading: &[ReadWord], whole: usize) {
    let count: usize = reading.iter().map(|word| word.syllables.len()).sum();
    let share = |syllables: usize| (whole * syllables).div_ceil(count.max(1)) as u8;
    for (at, word) in reading
        .iter()
        .enumerate()
        .filter(|(_, word)| word.is_chinese)
    {
        let first = if at == 0 { FIRST } else { 0 };
        words.push((word.syllables.concat(), share(word.syllables.len()) + first));
        let ends =
            (ENDING..word.syllables.len()).map(|length| word.syllables.rchunks(length).next());
        let ends = ends.flatten();
        words.extend(ends.map(|end| (end.concat(), share(end.len()))));
    }
    if reading.len() > 1 {
        let spelled = reading.iter().map(|word| word.syllables.concat());
        words.push((spelled.collect(), whole as u8 + FIRST));
    }
}

/// Adds the first letters of the syllables of a name in pinyin: `tx` for 图像, `mx` and `gptmx` for *GPT 模型*.
fn push_read_initials(words: &mut Vec<(String, u8)>, reading: &[ReadWord]) {
    let of_word = |word: &ReadWord| -> String {
        let firsts = word
            .syllables
            .iter()
            .filter_map(|syllable| syllable.chars().next());
        match word.is_chinese {
            true => firsts.collect(),
            false => word.syllables.concat(),
        }
    };
    let of_words = reading
        .iter()
        .filter(|word| word.syllables.len() > 1)
        .map(of_word);
    words.extend(of_words.map(|initials| (initials, INITIALS)));
    if reading.len() > 1 {
        words.push((reading.iter().map(of_word).collect(), INITIALS));
    }
}

/// The higher of two weights of a word in an entry; it is marked as a first word if one of them is.
pub(super) fn higher(before: Option<u8>, weight: u8) -> u8 {
    let before = before.unwrap_or_default();
    (before % FIRST).max(weight % FIRST) + FIRST * (before.max(weight) / FIRST)
}
