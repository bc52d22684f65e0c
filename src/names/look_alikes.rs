//! Names that look like others and are not: letters of another script in the place of their own.

use std::collections::{HashMap, HashSet};

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use unicode_security::confusable_detection::skeleton;

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::glossary::{EntryId, Glossary};
use crate::source::Place;
use crate::text::fold::fold;
use crate::text::language::Language;

/// Reports names of different entries that differ only in letters that look the same, and words that
/// mix Latin letters with some that look like Latin ones (UTS #39, confusables). Names of the same
/// scripts do not count: *modern* and *modem* look alike there, as do *kır* and *kir*.
pub fn report(glossary: &Glossary, language: &Language, faults: &Faults) {
    let mut seen: HashMap<String, (EntryId, &str, &Place)> = HashMap::new();
    for id in glossary.ids() {
        for label in &glossary.entry(id).labels {
            let name = label.text.as_str();
            let folded = fold(name, language);
            // capitals look alike where small letters do not
            let looks = [skeleton(&folded).collect(), skeleton(name).collect()];
            // Letters of one script that look alike are told apart by those who read it.
            let is_other = |(entry, other, _): &&(EntryId, &str, &Place)| {
                *entry != id && fold(other, language) != folded && scripts(other) != scripts(name)
            };
            let twin = looks
                .iter()
                .find_map(|look: &String| seen.get(look).filter(is_other));
            if let Some((.., place)) = twin {
                let message = format!("`{name}` looks like the name of another entry");
                let fault = Diagnostic::new(Code::LookAlike, message)
                    .at(label.place.clone())
                    .also((*place).clone(), "the other is here")
                    .help("write both in one script if they are one name; else tell them apart");
                faults.report(fault);
            } else if let Some(word) = disguised(name) {
                let message = format!("`{word}` mixes Latin letters with some that look like them");
                let fault = Diagnostic::new(Code::LookAlike, message)
                    .at(label.place.clone())
                    .label(foreign(word))
                    .help("write it in one script: readers and search find it by what they type");
                faults.report(fault);
            }
            for look in looks {
                seen.entry(look).or_insert((id, name, &label.place));
            }
        }
    }
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

/// The letters of a word that only look Latin, by their code points.
fn foreign(word: &str) -> String {
    let letters = word.chars().filter(|c| is_disguised(*c));
    let listed: Vec<_> = letters
        .map(|c| format!("`{c}` is U+{:04X}", u32::from(c)))
        .collect();
    listed.join(", ")
}
