//! Finds names that only look the same, because a letter of one has another script (UTS #39, confusables).

use std::collections::{HashMap, HashSet};

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use unicode_security::confusable_detection::skeleton;

use super::faults::{look_alike, mixed_scripts};
use super::list::{EntryId, Name, NameList};
use crate::diagnostic::Diagnostic;
use crate::text::fold::fold;
use crate::text::language::Language;

/// The diagnostics of names of different entries that look the same by UTS #39, and of words that mix Latin
/// letters with letters that only look Latin. Two names in the same scripts are not reported: by UTS #39,
/// *modern* and *modem* look the same, and so do *kır* and *kir*, but those who read the script see the
/// difference.
pub fn confusables(list: &NameList<'_>, language: &Language) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut seen: HashMap<String, (EntryId, &Name<'_>)> = HashMap::new();
    for (id, entry) in list.iter() {
        for name in entry.names() {
            let folded = fold(name.text, language);
            // capitals may look the same where small letters do not
            let looks = [skeleton(&folded).collect(), skeleton(name.text).collect()];
            let is_other = |(entry, other): &&(EntryId, &Name<'_>)| {
                *entry != id
                    && fold(other.text, language) != folded
                    && scripts(other.text) != scripts(name.text)
            };
            let twin = looks
                .iter()
                .find_map(|look: &String| seen.get(look).filter(is_other));
            if let Some((_, other)) = twin {
                diagnostics.push(look_alike(name, other));
            } else if let Some(word) = disguised(name.text) {
                diagnostics.push(mixed_scripts(name, word, &foreign(word)));
            }
            for look in looks {
                seen.entry(look).or_insert((id, name));
            }
        }
    }
    diagnostics
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
