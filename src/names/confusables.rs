//! Finds names that only look the same, because a letter of one has another script (UTS #39,
//! confusables) or another form (UAX #15, compatibility forms).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use unicode_security::confusable_detection::skeleton;

use super::faults::{look_alike, mixed_forms, mixed_scripts, other_form};
use super::list::{EntryId, Name, NameList};
use crate::diagnostic::Diagnostic;
use crate::text::fold::fold;
use crate::text::language::Language;

/// The diagnostics of names of different entries that look the same by UTS #39, or that Unicode takes for the
/// same text in other forms (`ＡＰＩ` and `API`), and of words that mix ordinary Latin letters with letters that
/// only look Latin, or with their other forms. Two names in the same scripts are not reported, if they do not
/// have such forms: by UTS #39, *modern* and *modem* look the same, and so do *kır* and *kir*, but those who
/// read the script see the difference.
pub fn confusables(list: &NameList<'_>, language: &Language) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut seen: HashMap<String, (EntryId, &Name<'_>)> = HashMap::new();
    let mut plain: HashMap<String, (EntryId, &Name<'_>)> = HashMap::new();
    for (id, entry) in list.iter() {
        for name in entry.names() {
            let folded = fold(name.text, language);
            // capitals may look the same where small letters do not
            let looks = [look(&folded), look(name.text)];
            let ordinary = fold(&without_forms(name.text), language);
            let is_other = |(entry, other): &&(EntryId, &Name<'_>)| {
                *entry != id && fold(other.text, language) != folded
            };
            let same_text = plain.get(&ordinary).filter(is_other);
            let twin = looks
                .iter()
                .find_map(|look| seen.get(look).filter(is_other))
                .filter(|(_, other)| scripts(other.text) != scripts(name.text));
            if let Some((_, other)) = same_text {
                diagnostics.push(other_form(name, other, &without_forms(name.text)));
            } else if let Some((_, other)) = twin {
                diagnostics.push(look_alike(name, other));
            } else if let Some(word) = disguised(name.text) {
                diagnostics.push(mixed_scripts(name, word, &foreign(word)));
            } else if let Some(word) = mixed(name.text) {
                diagnostics.push(mixed_forms(name, word, &forms(word), &without_forms(word)));
            }
            for look in looks {
                seen.entry(look).or_insert((id, name));
            }
            plain.entry(ordinary).or_insert((id, name));
        }
    }
    diagnostics
}

/// What a text looks like, by the rules of UTS #39: its skeleton.
fn look(text: &str) -> String {
    /// The skeleton of each ASCII character. That of an ASCII text has one after the other.
    static ASCII: LazyLock<[String; 128]> = LazyLock::new(|| {
        std::array::from_fn(|c| {
            let c = u8::try_from(c).unwrap_or_default();
            skeleton(char::from(c).encode_utf8(&mut [0; 4])).collect()
        })
    });
    if !text.is_ascii() {
        return skeleton(text).collect();
    }
    let characters = text.bytes();
    let looks = characters.filter_map(|c| ASCII.get(usize::from(c)));
    looks.map(String::as_str).collect()
}

/// A name with ordinary characters in place of their compatibility forms (UAX #15, form KC): `API` for `ＡＰＩ`,
/// `file` for `ﬁle`, `kg` for `㎏`. Superscripts and subscripts stay, because they change the meaning: 10² is not
/// 102.
fn without_forms(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    let mut ordinary = String::with_capacity(name.len());
    for part in name.split_inclusive(is_raised) {
        let end = part.trim_end_matches(is_raised).len();
        let (text, raised) = part.split_at_checked(end).unwrap_or((part, ""));
        ordinary.push_str(&normalizer.normalize(text));
        ordinary.push_str(raised);
    }
    ordinary
}

/// Whether a character is a superscript or a subscript: a digit, a sign or a letter.
fn is_raised(c: char) -> bool {
    matches!(c, 'ª' | '²' | '³' | '¹' | 'º' | '\u{2070}'..='\u{209c}' | '\u{1d2c}'..='\u{1d6a}')
}

/// Whether a character is another form of one or more ASCII letters or digits that keyboards do not type: of
/// full width, or for mathematics. Ligatures do not count, because case folding resolves them.
fn is_form(c: char) -> bool {
    matches!(c, '\u{ff10}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}')
}

/// The first word of a name that mixes ASCII letters with other forms of them.
fn mixed(name: &str) -> Option<&str> {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.find(|word| word.contains(|c: char| c.is_ascii_alphabetic()) && word.contains(is_form))
}

/// The characters of a word that are other forms of ASCII letters or digits.
fn forms(word: &str) -> Vec<char> {
    word.chars().filter(|c| is_form(*c)).collect()
}

/// The scripts of a name's letters.
fn scripts(name: &str) -> HashSet<Script> {
    let of = CodePointMapData::<Script>::new();
    let letters = name.chars().filter(|c| c.is_alphabetic());
    letters.map(|c| of.get(c)).collect()
}

/// The first word of a name that mixes Latin letters with letters that only look Latin.
fn disguised(name: &str) -> Option<&str> {
    if name.is_ascii() {
        return None;
    }
    name.split(|c: char| !c.is_alphabetic()).find(|word| {
        let is_latin = |c: char| c.is_ascii_alphabetic();
        word.contains(is_latin) && word.contains(is_disguised)
    })
}

/// Whether a letter looks like an ASCII letter, but belongs to another script than Latin.
fn is_disguised(c: char) -> bool {
    let mut look = skeleton(c.encode_utf8(&mut [0; 4]))
        .collect::<Vec<_>>()
        .into_iter();
    let looks_ascii = look.len() == 1 && look.all(|c| c.is_ascii_alphabetic());
    let script = CodePointMapData::<Script>::new().get(c);
    looks_ascii
        && matches!(
            script,
            Script::Cyrillic | Script::Greek | Script::Armenian | Script::Cherokee
        )
}

/// The letters of a word that only look Latin.
fn foreign(word: &str) -> Vec<char> {
    word.chars().filter(|c| is_disguised(*c)).collect()
}
