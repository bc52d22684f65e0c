//! Diagnostics of the rules: a function for each code and case.

use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::entry::amend::amended;
use crate::glossary::Entry;
use crate::glossary::fingerprint::Fingerprint;
use crate::link::everyday::{Flood, Phrase};
use crate::project::keys::Syntax;
use crate::project::keys::write::{InPlace, in_place_of_string};
use crate::source::{Place, Written};
use crate::text::counted;

/// An entry in a circle of definitions.
pub(super) struct CircleStep<'c> {
    /// The entry.
    pub(super) entry: &'c Entry,
    /// The words of its definition that name the next entry.
    pub(super) words: &'c str,
    /// The place of these words.
    pub(super) place: Place,
}

/// Entries of which each is defined by the next, and the last by the first.
pub(super) fn circular_definition(circle: Vec<CircleStep<'_>>) -> Diagnostic {
    let ends = circle.iter().chain(circle.first());
    let chain: Vec<_> = ends.map(|step| format!("`{}`", step.entry)).collect();
    let message = format!("the definitions are circular: from {}", chain.join(" to "));
    let fault = Diagnostic::new(Code::CircularDefinition, message);
    let steps = circle.into_iter().enumerate();
    let fault = steps.fold(fault, |fault, (index, step)| {
        let label = format!("`{}` is defined by `{}`", step.entry, step.words);
        if index == 0 {
            fault.at(step.place).label(label)
        } else {
            fault.also(step.place, label)
        }
    });
    fault.help("define one of these entries without the others")
}

/// An entry without text. A fix makes it a draft, if it `may_be_draft`.
pub(super) fn without_definition(entry: &Entry, may_be_draft: bool) -> Diagnostic {
    let message = format!("`{entry}` has no definition");
    Diagnostic::new(Code::EmptyDefinition, message)
        .at(title(entry))
        .help_edit([draft(entry, may_be_draft)], |[draft]| {
            format!("write a definition, or mark the entry as a draft with {draft}")
        })
}

/// An entry whose text contains no sentence for a gloss.
pub(super) fn without_gloss(entry: &Entry) -> Diagnostic {
    let message = format!("`{entry}` has no sentence that can be its gloss");
    Diagnostic::new(Code::EmptyDefinition, message)
        .at(title(entry))
        .help_edit([gloss_to_write(entry)], |[gloss]| {
            format!("begin the text with a paragraph that defines the term, or write {gloss}")
        })
}

/// The key `gloss` of an entry that has none, for the author to fill in.
fn gloss_to_write(entry: &Entry) -> Suggestion {
    let gloss = Suggestion::new("gloss = \"…\"").to_fill_in();
    written(gloss, entry, |front| front.set("gloss", "…"))
}

/// An entry whose name is an everyday word. `places` are the places of some of the links to it.
pub(super) fn everyday_name(
    entry: &Entry,
    flood: &Flood<'_>,
    places: Vec<Place>,
    ignore: Suggestion,
) -> Diagnostic {
    let linking = counted(flood.from.len(), "entry", "entries");
    let message = format!("mentions in {linking} link to the everyday word `{entry}`");
    let fault = Diagnostic::new(Code::EverydayName, message).at(title(entry));
    let explicit = set(entry, "link", "explicit");
    let exact = set(entry, "case", "exact");
    with_places(fault, places, "does it mean this entry?")
        .help_edit([explicit, exact], |[explicit, exact]| {
            format!(
                "if the word often means something else, write {explicit} in this entry, or {exact} \
                 if the name has a capital"
            )
        })
        .help(excluding(&flood.phrases))
        .help_edit([ignore], |[ignore]| {
            format!("if all links are right, write {ignore} under `[check]`")
        })
}

/// The help about phrases that are no mentions.
fn excluding(phrases: &[Phrase]) -> String {
    let help = "to exclude single phrases, add them to `exclude` under `[linking]`";
    let counted = phrases
        .iter()
        .map(|Phrase { text, times }| format!("`{text}` ({times})"));
    let counted: Vec<_> = counted.collect();
    if counted.is_empty() {
        help.to_owned()
    } else {
        format!("{help}; the most frequent here: {}", counted.join(", "))
    }
}

/// A gloss with `words` words, which is more than `limit`.
pub(super) fn long_gloss(entry: &Entry, words: usize, limit: u64, place: Place) -> Diagnostic {
    if entry.gloss.is_derived {
        let message = format!("the first sentence of `{entry}` has {words} words");
        Diagnostic::new(Code::LongGloss, message)
            .at(place)
            .help_edit([gloss_to_write(entry)], |[gloss]| {
                format!(
                    "divide the sentence, or write {gloss} with at most {limit} words: lists and previews show it alone"
                )
            })
    } else {
        let message = format!("the gloss of `{entry}` has {words} words");
        Diagnostic::new(Code::LongGloss, message)
            .at(place)
            .help(format!(
                "shorten it to at most {limit} words, and write the rest in the text"
            ))
    }
}

/// Two headwords that consist of the same words, or differ by a typo.
pub(super) fn near_headword(first: &Entry, second: &Entry) -> Diagnostic {
    let message = format!("the headwords `{second}` and `{first}` are almost the same");
    Diagnostic::new(Code::NearDuplicate, message)
        .at(title(second))
        .also(title(first), "the other entry is here")
        .help("if both mean the same, make one entry of the two")
        .help("if not, write in each entry how it differs from the other")
}

/// Two glosses that have most of their words in common, each with its place.
pub(super) fn near_gloss(first: (&Entry, Place), second: (&Entry, Place)) -> Diagnostic {
    let ((first, first_place), (second, second_place)) = (first, second);
    let message = format!("the glosses of `{second}` and `{first}` are almost the same");
    Diagnostic::new(Code::NearDuplicate, message)
        .at(second_place)
        .also(first_place, "the other gloss is here")
        .help("if both mean the same, keep one entry, with the other's name in its `synonyms`")
        .help(format!(
            "if not, write how `{second}` differs from `{first}`"
        ))
}

/// An entry whose last update was `days` days ago. `place` is the place of its `updated`.
pub(super) fn outdated_entry(entry: &Entry, days: u64, place: Place) -> Diagnostic {
    let age = counted(usize::try_from(days).unwrap_or(usize::MAX), "day", "days");
    let message = format!("`{entry}` was last updated {age} ago");
    Diagnostic::new(Code::OutdatedEntry, message)
        .at(place)
        .help("check whether the entry is still correct, and write today's date")
}

/// Another entry that an entry names twice in its `related`, by two names.
pub(super) fn related_twice(entry: &Entry, other: &Entry, names: [&Written; 2]) -> Diagnostic {
    let message = format!("`related` names `{other}` twice");
    let name = other.to_string();
    let fix = written(Suggestion::new(name.as_str()), entry, |front| {
        front.remove_at("related", &names.map(|name| name.span.clone()));
        front.add("related", &name);
    });
    let [first, second] = names.map(|name| entry.place(name.span.clone()));
    Diagnostic::new(Code::RelatedBySynonym, message)
        .at(second)
        .also(first, "the first name is here")
        .help_edit([fix], |[other]| format!("replace both names with {other}"))
}

/// Two entries that name each other in `related`, by names that are not their headwords.
pub(super) fn related_by_synonyms(one: (&Entry, &Written), two: (&Entry, &Written)) -> Diagnostic {
    let ((entry, name), (other, back)) = (one, two);
    let place = entry.place(name.span.clone());
    let message =
        format!("`{entry}` and `{other}` name each other in `related`, but not by their headwords");
    let headword = in_place_of_string(&other.to_string(), &place);
    Diagnostic::new(Code::RelatedBySynonym, message)
        .at(place)
        .also(other.place(back.span.clone()), "the name in the other entry is here")
        .help_edit([headword], |[other]| {
            format!(
                "write {other} here, and remove the name in the other entry: `related` holds in both \
                 directions"
            )
        })
        .help("if the names mean the same, make one entry of the two")
}

/// A definition that begins with a name of its entry, at `place`.
pub(super) fn repeated_name(entry: &Entry, place: Place) -> Diagnostic {
    let message = format!("the definition of `{entry}` begins with the name");
    Diagnostic::new(Code::RepeatedHeadword, message)
        .at(place)
        .help("begin with the meaning: the page already shows the headword above the text")
}

/// A definition that begins with the long form of its headword: `long`, at `place`.
pub(super) fn repeated_long_form(entry: &Entry, long: &str, place: Place) -> Diagnostic {
    let message = format!("the definition of `{entry}` begins with its long form");
    Diagnostic::new(Code::RepeatedHeadword, message)
        .at(place)
        .help(format!(
            "write `synonyms = [\"{long}\"]`, so that the name is found and linked, and begin with \
             the meaning"
        ))
}

/// A placeholder instead of a definition. A fix makes the entry a draft, if it `may_be_draft`.
pub(super) fn placeholder(entry: &Entry, may_be_draft: bool, place: Place) -> Diagnostic {
    let message = format!("the definition of `{entry}` is a placeholder");
    Diagnostic::new(Code::StubDefinition, message)
        .at(place)
        .help_edit([draft(entry, may_be_draft)], |[draft]| {
            format!("write a definition, or mark the entry as a draft with {draft}")
        })
}

/// A definition that only refers to another entry.
pub(super) fn reference_only(entry: &Entry, other: &Entry, place: Place) -> Diagnostic {
    let message = format!("the definition of `{entry}` only refers to `{other}`");
    Diagnostic::new(Code::StubDefinition, message)
        .at(place)
        .help(format!(
            "if both mean the same, remove this entry, and write `{}` in the `synonyms` and `{}` in \
             the `redirect_from` of `{other}`",
            entry.headword, entry.slug
        ))
        .help("if not, write a definition")
}

/// A definition that is too short: it has `words` words.
pub(super) fn short_definition(entry: &Entry, words: usize, place: Place) -> Diagnostic {
    let words = counted(words, "word", "words");
    let message = format!("the definition of `{entry}` has only {words}");
    Diagnostic::new(Code::StubDefinition, message)
        .at(place)
        .help("write what kind of thing it is, and how it differs from similar things")
}

/// An acronym without its long form. `entries` is the number of entries that use it, and `places` are
/// some places, the most important first. `short_for` is an entry whose name the acronym may stand for.
pub(super) fn unexpanded_acronym(
    acronym: &str,
    entries: usize,
    short_for: Option<&Entry>,
    places: Vec<Place>,
    ignore: Suggestion,
) -> Diagnostic {
    let message = if entries == 1 {
        format!("no text gives the long form of `{acronym}`")
    } else {
        let entries = counted(entries, "entry", "entries");
        format!("`{acronym}` is used in {entries}, but no text gives its long form")
    };
    let fault = at_places(Diagnostic::new(Code::UnexpandedAcronym, message), places);
    let fault = match short_for {
        Some(entry) => may_be_short_for(fault, acronym, entry),
        None => fault.help(format!("write the long form, and `({acronym})` after it")),
    };
    fault.help_edit([ignore], |[ignore]| {
        format!("if every reader knows it, write {ignore} under `[check]`")
    })
}

/// An entry without links from other entries. `mentioned` are names of entries that its text mentions.
pub(super) fn unlinked_entry(entry: &Entry, mentioned: &[String]) -> Diagnostic {
    let message = format!("no other entry links to `{entry}`");
    let fault = Diagnostic::new(Code::UnlinkedEntry, message).at(title(entry));
    if mentioned.is_empty() {
        return fault.help(
            "mention it in the text of a related entry, or name a related entry in `related` here",
        );
    }
    let related = Suggestion::new(line(entry, "related", |syntax| {
        syntax.quoted_list(mentioned)
    }));
    let related = written(related, entry, |front| {
        mentioned.iter().for_each(|name| front.add("related", name));
    });
    fault
        .help("mention it in the text of a related entry")
        .help_edit([related], |[related]| {
            format!("if the entries that its text mentions are related, write {related} here")
        })
}

/// A glossary in which most entries have no links from other entries: `unlinked` of `all` entries. `shown`
/// are some of them, the most important first.
pub(super) fn unlinked_list(
    all: usize,
    unlinked: usize,
    shown: &[&Entry],
    allow: Suggestion,
) -> Diagnostic {
    let message = format!("{unlinked} of {all} entries have no links from other entries");
    let fault = Diagnostic::new(Code::UnlinkedEntry, message);
    let mut places = shown.iter().map(|entry| title(entry));
    let fault = match places.next() {
        Some(first) => fault.at(first),
        None => fault,
    };
    with_places(fault, places, "this entry too")
        .help("mention related entries in each other's text, or name them in `related`")
        .help_edit([allow], |[allow]| {
            format!("if the glossary is only a list, write {allow} under `[check]`")
        })
}

/// A term without an entry. `entries` is the number of entries that use it, and `places` are some places,
/// the most important first. `short_for` is an entry whose name the term may stand for; `long_form` is
/// the phrase that the term stands for, which has no entry either; `slug` is the address for its entry.
pub(super) fn missing_entry(
    term: &str,
    entries: usize,
    short_for: Option<&Entry>,
    long_form: Option<&str>,
    slug: &str,
    places: Vec<Place>,
    ignore: Suggestion,
) -> Diagnostic {
    let entries = counted(entries, "entry", "entries");
    let long = match (short_for, long_form) {
        (None, Some(long)) => format!(" ({long})"),
        _ => String::new(),
    };
    let message = format!("`{term}`{long} is used in {entries}, but no entry has that name");
    let fault = at_places(Diagnostic::new(Code::WantedTerm, message), places);
    let fault = match short_for {
        Some(entry) => may_be_short_for(fault, term, entry),
        None => fault.help(format!("write an entry for it, in content/{slug}.md")),
    };
    fault.help_edit([ignore], |[ignore]| {
        format!("if it does not need an entry, write {ignore} under `[check]`")
    })
}

/// Adds a help to a diagnostic about a term whose letters fit the name of `entry`.
fn may_be_short_for(fault: Diagnostic, term: &str, entry: &Entry) -> Diagnostic {
    let abbreviation = Suggestion::new(format!("abbreviations = [\"{term}\"]"));
    let abbreviation = written(abbreviation, entry, |front| {
        front.add("abbreviations", term)
    });
    fault.help_edit([abbreviation], |[abbreviation]| {
        format!(
            "if it is short for `{entry}`, write {abbreviation} in {}",
            entry.file.path
        )
    })
}

fn title(entry: &Entry) -> Place {
    entry.place(entry.front.title.span.clone())
}

/// Adds further places to a diagnostic, each with the same label.
fn with_places(
    fault: Diagnostic,
    places: impl IntoIterator<Item = Place>,
    label: &str,
) -> Diagnostic {
    let places = places.into_iter();
    places.fold(fault, |fault, place| fault.also(place, label))
}

/// Adds places to a diagnostic: the first is its place, and the others have a label.
fn at_places(fault: Diagnostic, places: Vec<Place>) -> Diagnostic {
    let mut places = places.into_iter();
    match places.next() {
        Some(first) => with_places(fault.at(first), places, "here too"),
        None => fault,
    }
}

/// A suggestion to write `draft = true` in the front matter of an entry; without an edit if the entry must not
/// be a draft before other files change.
fn draft(entry: &Entry, may_be_draft: bool) -> Suggestion {
    let draft = Suggestion::new(line(entry, "draft", |_| "true".to_owned()));
    if !may_be_draft {
        return draft;
    }
    written(draft, entry, |front| front.set_value("draft", "true"))
}

/// A suggestion to write `key = "value"` in the front matter of an entry.
fn set(entry: &Entry, key: &str, value: &str) -> Suggestion {
    let line = Suggestion::new(line(entry, key, |syntax| syntax.quoted(value)));
    written(line, entry, |front| front.set(key, value))
}

/// A key with its value, in the syntax of the front matter of an entry.
fn line(entry: &Entry, key: &str, value: impl FnOnce(Syntax) -> String) -> String {
    let syntax = Syntax::of(&entry.file);
    syntax.key_value(key, &value(syntax))
}

/// The suggestion with an edit that changes the front matter of an entry; without one if the change is
/// not possible in place.
fn written(suggestion: Suggestion, entry: &Entry, change: impl FnOnce(&mut InPlace)) -> Suggestion {
    suggestion.with_edit(&entry.file, amended(&entry.file, change))
}

/// A translation with a `record` of another text than `original` has now, which has the fingerprint `now`. `tag` is its
/// language.
pub(super) fn outdated_translation(
    entry: &Entry,
    record: &Written,
    original: &Entry,
    now: &Fingerprint,
    tag: &str,
) -> Diagnostic {
    let message = format!("the text that `{entry}` translates has changed since");
    let place = entry.place(record.span.clone());
    let right = in_place_of_string(now.as_str(), &place);
    let slug = &entry.slug;
    Diagnostic::new(Code::OutdatedTranslation, message)
        .at(place)
        .also(title(original), "this entry has changed")
        .help(format!(
            "bring the translation up to date, and run `headword translations done {tag} {slug}`; `headword translations \
             list --stale {tag}` shows what has changed"
        ))
        .help_edit([right], |[right]| {
            format!("if it is up to date, write {right} here, as that command does")
        })
}

/// A translation with a `record`, of an entry that the main language does not have.
pub(super) fn translation_of_nothing(entry: &Entry, record: &Written) -> Diagnostic {
    let message = format!("`{entry}` translates an entry that the main language does not have");
    Diagnostic::new(Code::OutdatedTranslation, message)
        .at(entry.place(record.span.clone()))
        .help("if the entry is gone, remove this file too; if it has another name now, give this file the same name")
        .help("if only this language has the entry, remove the line")
}

/// A translation without a record. `tag` is its language.
pub(super) fn unrecorded_translation(entry: &Entry, tag: &str) -> Diagnostic {
    let message = format!("`{entry}` does not record which text it translates");
    let slug = &entry.slug;
    Diagnostic::new(Code::UnrecordedTranslation, message)
        .at(title(entry))
        .help(format!(
            "compare it with the text of the main language, and run `headword translations done {tag} {slug}`"
        ))
}

/// An entry that the main language does not have. `meant` is the slug of an untranslated entry with a similar one.
pub(super) fn missing_original(entry: &Entry, meant: Option<&str>) -> Diagnostic {
    let message = format!("the main language does not have the entry `{entry}`");
    let fault = Diagnostic::new(Code::MissingOriginal, message).at(title(entry));
    let slug = &entry.slug;
    let fault = match meant {
        Some(meant) => fault.help(format!(
            "if it translates `{meant}`, name the file after this entry: `{meant}` in place of `{slug}`"
        )),
        None => fault.help(
            "if it translates an entry, name the file after that entry: its address is the same in all languages",
        ),
    };
    fault.help(
        "if this language may have entries of its own, write `allow = [\"missing-original\"]` below `[check]` in \
         glossary.toml",
    )
}
