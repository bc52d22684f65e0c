//! What the rules say of what they find: a function for each code and case.

use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::entry::amend::amended;
use crate::glossary::Entry;
use crate::project::keys::write::{InPlace, in_place_of_string, quoted, quoted_list};
use crate::source::{Place, Written};
use crate::text::counted;
use crate::text::slug::slug;

/// A definition that comes back to itself: each of some entries is defined by the next, and the last by
/// the first.
pub(super) struct Step<'c> {
    /// The entry.
    pub(super) entry: &'c Entry,
    /// The words that define it.
    pub(super) words: &'c str,
    /// Where they are written.
    pub(super) place: Place,
}

pub(super) fn circular_definition(circle: Vec<Step<'_>>) -> Diagnostic {
    let ends = circle.iter().chain(circle.first());
    let chain: Vec<_> = ends.map(|step| format!("`{}`", step.entry)).collect();
    let message = format!("the definitions go in a circle: {}", chain.join(" by "));
    let fault = Diagnostic::new(Code::CircularDefinition, message);
    let steps = circle.into_iter().enumerate();
    let fault = steps.fold(fault, |fault, (at, step)| {
        let label = format!("`{}` is `{}`", step.entry, step.words);
        if at == 0 {
            fault.at(step.place).label(label)
        } else {
            fault.also(step.place, label)
        }
    });
    fault.help("define one of them by words that do not need the others to be known")
}

/// An entry with nothing in it.
pub(super) fn without_definition(entry: &Entry) -> Diagnostic {
    let message = format!("`{entry}` has no definition");
    Diagnostic::new(Code::EmptyDefinition, message)
        .at(title(entry))
        .help_edit([draft(entry)], |[draft]| {
            format!("write one, or take the entry out with {draft} until there is one")
        })
}

/// An entry whose text has no sentence in its running text.
pub(super) fn without_gloss(entry: &Entry) -> Diagnostic {
    let gloss = Suggestion::new("gloss = \"…\"").to_fill_in();
    let gloss = written(gloss, entry, |front| front.set("gloss", "…"));
    let message = format!("`{entry}` has no sentence that can be its gloss");
    Diagnostic::new(Code::EmptyDefinition, message)
        .at(title(entry))
        .help_edit([gloss], |[gloss]| {
            format!("begin with a paragraph that says what it is, or write {gloss}")
        })
}

/// An everyday word to which `from` entries link; `places` are those of some links.
pub(super) fn everyday_name(entry: &Entry, from: usize, places: Vec<Place>) -> Diagnostic {
    let from = counted(from, "entry", "entries");
    let message = format!("the everyday word `{entry}` links here from {from}");
    let fault = Diagnostic::new(Code::EverydayName, message).at(title(entry));
    let explicit = set(entry, "link", "explicit");
    let exact = set(entry, "case", "exact");
    also(fault, places, "does it mean this entry?")
        .help_edit([explicit, exact], |[explicit, exact]| {
            format!(
                "if it often means something else, write {explicit} here, or {exact} for a name \
                 with a capital"
            )
        })
        .help(format!(
            "hold single phrases back with `exclude` under `[linking]`; if all is well, write \
             `ignore = [\"{}\"]` under `[check]`",
            entry.headword
        ))
}

/// A gloss of more words than `limit`.
pub(super) fn long_gloss(entry: &Entry, words: usize, limit: u64, place: Place) -> Diagnostic {
    let (message, help) = if entry.gloss.is_derived {
        (
            format!("the first sentence of `{entry}` has {words} words"),
            format!(
                "readers meet it alone, in lists and previews: cut it in two, or write a `gloss` of \
                 at most {limit} words"
            ),
        )
    } else {
        (
            format!("the gloss of `{entry}` has {words} words"),
            format!("say it in at most {limit}: the text has room for the rest"),
        )
    };
    Diagnostic::new(Code::LongGloss, message)
        .at(place)
        .help(help)
}

/// Two headwords of the same words, or a slip apart.
pub(super) fn near_headword(first: &Entry, second: &Entry) -> Diagnostic {
    let message = format!("`{second}` is nearly the headword of another entry, `{first}`");
    Diagnostic::new(Code::NearDuplicate, message)
        .at(title(second))
        .also(title(first), "the other is here")
        .help(
            "if they mean one thing, make one entry of the two; else say in each how it differs \
             from the other",
        )
}

/// Two glosses of nearly the same words, each with its place.
pub(super) fn near_gloss(first: (&Entry, Place), second: (&Entry, Place)) -> Diagnostic {
    let ((first, first_place), (second, second_place)) = (first, second);
    let message = format!("`{second}` is defined nearly as `{first}` is");
    Diagnostic::new(Code::NearDuplicate, message)
        .at(second_place)
        .also(first_place, "the other is here")
        .help(format!(
            "if they mean one thing, keep one, with the other's name in its `synonyms`; else say \
             what sets `{second}` apart"
        ))
}

/// An entry whose last update, which is written at `place`, is `days` ago.
pub(super) fn outdated_entry(entry: &Entry, days: u64, place: Place) -> Diagnostic {
    let age = counted(usize::try_from(days).unwrap_or(usize::MAX), "day", "days");
    let message = format!("`{entry}` was last updated {age} ago");
    Diagnostic::new(Code::OutdatedEntry, message)
        .at(place)
        .help("see whether it still holds, and write the day on which you did")
}

/// Another entry that an entry names twice in its `related`, in both forms.
pub(super) fn related_twice(entry: &Entry, other: &Entry, names: [&Written; 2]) -> Diagnostic {
    let message = format!("`related` names `{other}` twice");
    let name = other.to_string();
    let fix = written(Suggestion::new(name.as_str()), entry, |front| {
        front.remove("related", |text| names.iter().any(|name| name.text == text));
        front.add("related", &name);
    });
    let [first, second] = names.map(|name| entry.place(name.span.clone()));
    Diagnostic::new(Code::RelatedBySynonym, message)
        .at(second)
        .also(first, "the first is here")
        .help_edit([fix], |[other]| {
            format!("remove one of them, and say {other}")
        })
}

/// Two entries that name each other in `related`, by names that are not their headwords.
pub(super) fn related_by_synonyms(one: (&Entry, &Written), two: (&Entry, &Written)) -> Diagnostic {
    let ((entry, name), (other, back)) = (one, two);
    let place = entry.place(name.span.clone());
    let message = format!("`{entry}` and `{other}` name each other by other names");
    let headword = in_place_of_string(&other.to_string(), &place);
    Diagnostic::new(Code::RelatedBySynonym, message)
        .at(place)
        .also(other.place(back.span.clone()), "and the other way round")
        .help_edit([headword], |[other]| {
            format!("say {other} here and remove the other: `related` holds in both directions")
        })
        .help("if the names mean one thing, make one entry of the two")
}

/// A definition that begins with a name of its entry, at `place`.
pub(super) fn repeated_name(entry: &Entry, place: Place) -> Diagnostic {
    let message = format!("the definition of `{entry}` begins by repeating it");
    Diagnostic::new(Code::RepeatedHeadword, message)
        .at(place)
        .help("begin with what it is: the page shows the headword above")
}

/// A definition that begins with what the letters of its headword stand for: `long`, at `place`.
pub(super) fn repeated_long_form(entry: &Entry, long: &str, place: Place) -> Diagnostic {
    let message = format!("the definition of `{entry}` begins with its long form");
    Diagnostic::new(Code::RepeatedHeadword, message)
        .at(place)
        .help(format!(
            "write `synonyms = [\"{long}\"]`, so that it is found and linked, and begin with what \
             it is"
        ))
}

/// A definition that stands for one to be written later.
pub(super) fn placeholder(entry: &Entry, place: Place) -> Diagnostic {
    let message = format!("`{entry}` is not yet defined");
    Diagnostic::new(Code::StubDefinition, message)
        .at(place)
        .help_edit([draft(entry)], |[draft]| {
            format!("write a definition, or mark the entry {draft} until there is one")
        })
}

/// A definition that says no more than that another entry has it.
pub(super) fn points_only(entry: &Entry, other: &Entry, place: Place) -> Diagnostic {
    let message = format!("the definition of `{entry}` only points at `{other}`");
    Diagnostic::new(Code::StubDefinition, message)
        .at(place)
        .help(format!(
            "if they mean one thing, remove the entry, and write `{}` in the `synonyms` and `{}` in \
             the `redirect_from` of `{other}`; else say what it is",
            entry.headword, entry.slug
        ))
}

/// A definition of so few words that it defines nothing.
pub(super) fn short_definition(entry: &Entry, words: usize, place: Place) -> Diagnostic {
    let words = counted(words, "word", "words");
    let message = format!("the definition of `{entry}` is {words} long");
    Diagnostic::new(Code::StubDefinition, message)
        .at(place)
        .help("say what it is, and what sets it apart from its like")
}

/// An acronym that `entries` entries use, at `places`, the first of which counts. It may be short for
/// the name of an entry.
pub(super) fn unexpanded_acronym(
    acronym: &str,
    entries: usize,
    short_for: Option<&Entry>,
    places: Vec<Place>,
) -> Diagnostic {
    let message = if entries == 1 {
        format!("`{acronym}` is nowhere written out")
    } else {
        let entries = counted(entries, "entry", "entries");
        format!("`{acronym}` is used in {entries}, and nowhere written out")
    };
    let fault = at_all(Diagnostic::new(Code::UnexpandedAcronym, message), places);
    let fault = match short_for {
        Some(entry) => may_be_short_for(fault, acronym, entry),
        None => fault.help(format!(
            "write what it stands for, and `({acronym})` after it"
        )),
    };
    fault.help(format!(
        "if every reader knows it, write `ignore = [\"{acronym}\"]` under `[check]`"
    ))
}

/// An entry to which nothing leads; `spoken_of` are names of entries that its text links to.
pub(super) fn unlinked_entry(entry: &Entry, spoken_of: &[String]) -> Diagnostic {
    let message = format!("no other entry leads to `{entry}`");
    let fault = Diagnostic::new(Code::UnlinkedEntry, message).at(title(entry));
    if spoken_of.is_empty() {
        return fault.help(
            "name it in the text of an entry that it has to do with, or name that in `related` here",
        );
    }
    let related = Suggestion::new(format!("related = {}", quoted_list(spoken_of)));
    let related = written(related, entry, |front| {
        spoken_of.iter().for_each(|name| front.add("related", name));
    });
    fault.help_edit([related], |[related]| {
        format!(
            "name it in the text of an entry that it has to do with, or write here {related}, of \
             which its text speaks"
        )
    })
}

/// A glossary of `all` entries in which most have nothing that leads to them: `unlinked` of them, of
/// which `shown` are some, the first of which counts.
pub(super) fn unlinked_list(all: usize, unlinked: usize, shown: &[&Entry]) -> Diagnostic {
    let message = format!("no other entry leads to {unlinked} of {all} entries");
    let fault = Diagnostic::new(Code::UnlinkedEntry, message);
    let mut places = shown.iter().map(|entry| title(entry));
    let fault = match places.next() {
        Some(first) => fault.at(first),
        None => fault,
    };
    also(fault, places, "nor to this")
        .help("name entries in each other's text, or in `related`, where they have to do with each other")
        .help("if it is to be a mere list, write `allow = [\"unlinked-entry\"]` under `[check]`")
}

/// A term that `entries` entries use, at `places`, the first of which counts. It may be short for the
/// name of an entry, or for a phrase that has none either.
pub(super) fn wanted_term(
    term: &str,
    entries: usize,
    short_for: Option<&Entry>,
    long_form: Option<&str>,
    places: Vec<Place>,
) -> Diagnostic {
    let entries = counted(entries, "entry", "entries");
    let message = match (short_for, long_form) {
        (Some(_), _) => format!("`{term}` is used in {entries} and is the name of none"),
        (None, Some(long)) => format!("`{term}` ({long}) is used in {entries} and has none"),
        (None, None) => format!("`{term}` is used in {entries} and has none"),
    };
    let fault = at_all(Diagnostic::new(Code::WantedTerm, message), places);
    let fault = match short_for {
        Some(entry) => may_be_short_for(fault, term, entry),
        None => fault.help(format!(
            "write an entry for it, in content/{}.md",
            slug(long_form.unwrap_or(term))
        )),
    };
    fault.help(format!(
        "if it needs none, write `ignore = [\"{term}\"]` under `[check]`"
    ))
}

/// The help where a term is short for the name of an entry, as far as its letters tell.
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

fn also(fault: Diagnostic, places: impl IntoIterator<Item = Place>, label: &str) -> Diagnostic {
    let places = places.into_iter();
    places.fold(fault, |fault, place| fault.also(place, label))
}

/// Points at the first of some places, and at the others with it.
fn at_all(fault: Diagnostic, places: Vec<Place>) -> Diagnostic {
    let mut places = places.into_iter();
    match places.next() {
        Some(first) => also(fault.at(first), places, "here too"),
        None => fault,
    }
}

/// `draft = true`, in the front matter of an entry.
fn draft(entry: &Entry) -> Suggestion {
    let draft = Suggestion::new("draft = true");
    written(draft, entry, |front| front.set_value("draft", "true"))
}

/// `key = "value"`, in the front matter of an entry.
fn set(entry: &Entry, key: &str, value: &str) -> Suggestion {
    let line = Suggestion::new(format!("{key} = {}", quoted(value)));
    written(line, entry, |front| front.set(key, value))
}

/// A suggestion that changes the front matter of an entry.
fn written(suggestion: Suggestion, entry: &Entry, change: impl FnOnce(&mut InPlace)) -> Suggestion {
    match amended(&entry.file, change) {
        Some(edit) => suggestion.with_edit(&entry.file, edit),
        None => suggestion,
    }
}
