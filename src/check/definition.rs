//! Definitions by themselves: whether they are there, how long they are, how they begin.

use std::ops::Range;

use super::Checkup;
use super::reading::{BlockReading, EntryReading, count_words};
use super::terms::{is_acronym, spells};
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, EntryId};
use crate::text::fold::single_spaced;
use crate::text::{counted, slice};

/// How many words define something at least. *Opposite of pull* does; *File system* does not.
const SHORTEST: usize = 3;

/// How many words there are at most beside the only link of a definition that says no more than
/// where to look.
const POINTING: usize = 2;

/// What is written where a definition is to be written later.
const PLACEHOLDERS: &[&str] = &["TODO", "TBD", "TBA", "FIXME", "XXX"];

/// How many words a name before a definition has at most.
const LONGEST_NAME: usize = 8;

/// Reports entries without a definition, or without a sentence that could be their gloss. One that
/// another takes the place of needs none.
pub(super) fn report_empty(checkup: &Checkup<'_>) {
    for (_, entry, reading) in checkup.entries() {
        if !entry.gloss.text.is_empty() || entry.front.replaced_by.is_some() {
            continue;
        }
        let (message, help) = match reading.words() {
            0 => (
                format!("`{entry}` has no definition"),
                "write one, or take the entry out with `draft = true` until there is one",
            ),
            _ => (
                format!("`{entry}` has no sentence that can be its gloss"),
                "begin with a paragraph that says what it is, or write `gloss = \"…\"`",
            ),
        };
        let finding = Diagnostic::new(Code::EmptyDefinition, message)
            .at(entry.place(entry.front.title.span.clone()))
            .help(help);
        checkup.report(entry, finding);
    }
}

/// Reports definitions of too few words, those that only say where to look, and those that stand
/// for one to be written later.
pub(super) fn report_stub(checkup: &Checkup<'_>) {
    for (id, entry, reading) in checkup.entries() {
        let gloss = count_words(&entry.gloss.text);
        if gloss == 0 || entry.front.replaced_by.is_some() {
            continue;
        }
        let words = reading.words().max(gloss);
        let first = entry
            .gloss
            .text
            .split(|c: char| !c.is_alphanumeric())
            .next();
        let (message, help) = if first.is_some_and(|word| PLACEHOLDERS.contains(&word)) {
            (
                format!("`{entry}` is not yet defined"),
                "write a definition, or mark the entry `draft = true` until there is one"
                    .to_owned(),
            )
        } else if let Some(other) = pointed_at(checkup, id, words) {
            (
                format!("the definition of `{entry}` only points at `{other}`"),
                format!(
                    "if they mean one thing, remove the entry, and write `{}` in the `synonyms` \
                     and `{}` in the `redirect_from` of `{other}`; else say what it is",
                    entry.headword, entry.slug
                ),
            )
        } else if words < SHORTEST {
            let words = counted(words, "word", "words");
            (
                format!("the definition of `{entry}` is {words} long"),
                "say what it is, and what sets it apart from its like".to_owned(),
            )
        } else {
            continue;
        };
        let finding = Diagnostic::new(Code::StubDefinition, message)
            .at(entry.place(reading.gloss.span.clone()))
            .help(help);
        checkup.report(entry, finding);
    }
}

/// The entry that a definition says to look at, if it says no more.
fn pointed_at<'c>(checkup: &Checkup<'c>, id: EntryId, words: usize) -> Option<&'c Entry> {
    let [only] = &*checkup.linked.text(id).mentions else {
        return None;
    };
    let others = words.saturating_sub(count_words(&only.text));
    (others <= POINTING).then(|| checkup.glossary.entry(only.to))
}

/// Reports glosses of more words than the settings allow, written ones and first sentences alike.
pub(super) fn report_long_gloss(checkup: &Checkup<'_>) {
    let limit = checkup.config.settings.check.longest_gloss;
    for (_, entry, reading) in checkup.entries() {
        let words = count_words(&reading.gloss.text);
        if u64::try_from(words).is_ok_and(|words| words <= limit) {
            continue;
        }
        let (message, help) = match entry.gloss.is_derived {
            true => (
                format!("the first sentence of `{entry}` has {words} words"),
                format!(
                    "readers meet it alone, in lists and previews: cut it in two, or write a \
                     `gloss` of at most {limit} words"
                ),
            ),
            false => (
                format!("the gloss of `{entry}` has {words} words"),
                format!("say it in at most {limit}: the text has room for the rest"),
            ),
        };
        let finding = Diagnostic::new(Code::LongGloss, message)
            .at(entry.place(reading.gloss.span.clone()))
            .help(help);
        checkup.report(entry, finding);
    }
}

/// How a definition repeats its headword.
enum Repeated {
    /// In these bytes of its first block.
    Name(Range<usize>),
    /// It begins with what the headword's letters stand for.
    LongForm(Range<usize>),
}

/// Reports definitions that begin with the headword as if the page did not show it: as a heading,
/// or before a colon or a dash. *A pod is …* is a sentence and no repetition.
pub(super) fn report_repeated(checkup: &Checkup<'_>) {
    for (id, entry, reading) in checkup.entries() {
        let Some(block) = reading.blocks.first() else {
            continue;
        };
        let Some(repeated) = repeated(checkup, id, entry, reading, block) else {
            continue;
        };
        let (Repeated::Name(words) | Repeated::LongForm(words)) = &repeated;
        let name = single_spaced(slice(&block.prose.text, words.clone()));
        let finding = match &repeated {
            Repeated::Name(_) => Diagnostic::new(
                Code::RepeatedHeadword,
                format!("the definition of `{entry}` begins by repeating it"),
            )
            .help("begin with what it is: the page shows the headword above"),
            Repeated::LongForm(_) => Diagnostic::new(
                Code::RepeatedHeadword,
                format!("the definition of `{entry}` begins with its long form"),
            )
            .help(format!(
                "write `synonyms = [\"{name}\"]`, so that it is found and linked, and begin with \
                 what it is"
            )),
        };
        let place = reading.place(entry, block, words.clone());
        checkup.report(entry, finding.at(place));
    }
}

fn repeated(
    checkup: &Checkup<'_>,
    id: EntryId,
    entry: &Entry,
    reading: &EntryReading,
    block: &BlockReading,
) -> Option<Repeated> {
    let text = block.prose.text.as_str();
    if block.block.is_heading {
        let is_name = is_name_of(checkup, id, text);
        return is_name.then_some(Repeated::Name(0..text.len()));
    }
    let (_, sentence) = reading.gloss.sentence.as_ref()?;
    let head = before_mark(slice(text, sentence.clone()))?;
    let start = sentence.start;
    let span = start..start + head.len();
    let bare = head.split(" (").next().unwrap_or(head).trim_end();
    if count_words(bare) > LONGEST_NAME {
        return None;
    }
    if is_name_of(checkup, id, bare) {
        return Some(Repeated::Name(span));
    }
    let language = &checkup.config.edition.language;
    let stands_for = entry
        .labels
        .iter()
        .any(|label| is_acronym(&label.text) && spells(bare, &label.text.to_lowercase(), language));
    let span = start..start + bare.len();
    stands_for.then_some(Repeated::LongForm(span))
}

fn is_name_of(checkup: &Checkup<'_>, id: EntryId, text: &str) -> bool {
    let text = text.trim();
    let names = &checkup.names;
    let own = names.meanings(text);
    names.claimants(&own).any(|entry| entry == id) || text == checkup.glossary.entry(id).to_string()
}

/// What stands before a colon or a dash that parts a name from what is said of it. Two dashes stand
/// around a remark.
fn before_mark(sentence: &str) -> Option<&str> {
    let dashes = [" - ", " \u{2013} ", " \u{2014} ", "\u{2014}"];
    let dash = dashes.iter().find_map(|dash| {
        let (head, rest) = sentence.split_once(dash)?;
        (!rest.contains(dash)).then_some(head)
    });
    let colons = [": ", "\u{ff1a}"];
    let colon = colons
        .iter()
        .find_map(|colon| Some(sentence.split_once(colon)?.0));
    let head = [dash, colon]
        .into_iter()
        .flatten()
        .min_by_key(|head| head.len())?;
    (!head.trim().is_empty()).then_some(head.trim_end())
}
