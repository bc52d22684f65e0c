//! Names that look like others and are not: letters of another script in the place of their own.

use std::collections::{HashMap, HashSet};

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use unicode_security::confusable_detection::skeleton;

use super::faults::{look_alike, mixed_scripts};
use super::list::{EntryId, Name, NameList};
use crate::diagnostic::Diagnostic;
use crate::text::fold::fold;
use crate::text::language::Language;

/// What is wrong with names of different entries that differ only in letters that look the same, and
/// with words that mix Latin letters with some that look like Latin ones (UTS #39, confusables). Names
/// of the same scripts do not count: *modern* and *modem* look alike there, as do *kır* and *kir*.
pub fn confusables(list: &NameList<'_>, language: &Language) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: HashMap<String, (EntryId, &Name<'_>)> = HashMap::new();
    for (id, entry) in list.iter() {
        for name in entry.names() {
            let folded = fold(name.text, language);
            // capitals look alike where small letters do not
            let looks = [skeleton(&folded).collect(), skeleton(name.text).collect()];
            // Letters of one script that look alike are told apart by those who read it.
            let is_other = |(entry, other): &&(EntryId, &Name<'_>)| {
                *entry != id
                    && fold(other.text, language) != folded
                    && scripts(other.text) != scripts(name.text)
            };
            let twin = looks
                .iter()
                .find_map(|look: &String| seen.get(look).filter(is_other));
            if let Some((_, other)) = twin {
                found.push(look_alike(name, other));
            } else if let Some(word) = disguised(name.text) {
                found.push(mixed_scripts(name, word, &foreign(word)));
            }
            for look in looks {
                seen.entry(look).or_insert((id, name));
            }
        }
    }
    found
}

/// The scripts of a name's letters.
fn scripts(name: &str) -> HashSet<Script> {
    let of = CodePointMapData::<Script>::new();
    let letters = name.chars().filter(|c| c.is_alphabetic());
    letters.map(|c| of.get(c)).collect()
}

/// A word of a name that has Latin letters, and others that only look like such.
fn disguised(name: &str) -> Option<&str> {
    if name.is_ascii() {
        return None;
    }
    name.split(|c: char| !c.is_alphabetic()).find(|word| {
        let is_latin = |c: char| c.is_ascii_alphabetic();
        word.contains(is_latin) && word.contains(is_disguised)
    })
}

/// Whether a letter looks like an ASCII one and is of another script than Latin.
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
