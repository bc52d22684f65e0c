//! What is said of names: those that mean nothing or too much, that two entries may not share, or
//! that are not what they look like.

use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, Label, LabelKind};
use crate::source::Place;
use crate::text::fold::single_spaced;
use crate::text::slug::slug;
use crate::text::{FirstFew, first_few};

/// How many entries of one name are told of, each with what to write for it.
const MOST_CANDIDATES: usize = 8;

/// One of several entries that a name means.
pub(super) struct Candidate<'c> {
    /// What to write for it.
    pub(super) write: String,
    /// Its file.
    pub(super) path: &'c str,
}

/// A name that several entries have, with what to write for each.
pub(super) fn ambiguous<'c>(
    code: Code,
    written: &str,
    candidates: impl ExactSizeIterator<Item = Candidate<'c>>,
) -> Diagnostic {
    let count = candidates.len();
    let fault = Diagnostic::new(code, format!("`{written}` is a name of {count} entries"));
    let FirstFew { first, more } = first_few(candidates, MOST_CANDIDATES);
    let fault = first.fold(fault, |fault, Candidate { write, path }| {
        fault.help(format!("write `{write}` for the entry in {path}"))
    });
    match more {
        0 => fault,
        more => fault.help(format!("{more} more entries have the name")),
    }
}

/// A name of a draft, whose file is at `path`.
pub(super) fn draft(written: &str, path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DraftReference,
        format!("`{written}` is a draft, in {path}"),
    )
    .help("finish the draft and remove `draft = true`, or write the name without a link")
}

/// A name that no entry has.
pub(super) fn unknown(written: &str, help: String) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        format!("no entry is called `{written}`"),
    )
    .help(help)
}

/// The help where a heading's address stands in the place of a name.
pub(super) fn write_address(file: &str, anchor: &str) -> String {
    format!("for a heading, write `[text]({file}.md#{})`", slug(anchor))
}

/// The help where a file's name or an address stands in the place of a name.
pub(super) fn write_name(name: &str) -> String {
    format!("write the name alone: `{name}`")
}

/// The help for a name that is like those in `offered`, or like none.
pub(super) fn did_you_mean(written: &str, offered: &[String]) -> String {
    if !offered.is_empty() {
        return format!("did you mean {}?", offered.join(" or "));
    }
    match slug(written).as_str() {
        "" => "take the reference out, or write `\\[[` for brackets".to_owned(),
        slug => format!("write an entry for it, in content/{slug}.md, or take the reference out"),
    }
}

/// A name to avoid, of an entry with this headword.
pub(super) fn deprecated(written: &str, headword: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DeprecatedName,
        format!("`{}` is a name to avoid", single_spaced(written)),
    )
    .help(format!("say `{headword}`"))
}

/// An entry without a sense, whose title another has too.
pub(super) fn shared_title(entry: &Entry, other: &Entry) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateLabel,
        format!("the title `{}` is another entry's too", entry.headword),
    )
    .at(entry.place(entry.front.title.span.clone()))
    .also(
        other.place(other.front.title.span.clone()),
        "the other entry is here",
    )
    .help("add `sense = \"…\"` to each, a word or two that tells its meaning apart")
}

/// An entry whose sense, at `place`, is that of another entry of its title, at `other`.
pub(super) fn shared_sense(entry: &Entry, place: Place, other: Place) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateLabel,
        format!("`{entry}` is another entry's title and sense"),
    )
    .at(place)
    .also(other, "the other entry is here")
    .help("give each its own sense")
}

/// A synonym or variant that is the title of `owner`.
pub(super) fn taken(label: &Label, owner: &Entry) -> Diagnostic {
    let kind = match label.kind {
        LabelKind::Variant => "variant",
        _ => "synonym",
    };
    Diagnostic::new(
        Code::DuplicateLabel,
        format!("the {kind} `{}` is another entry's title", label.text),
    )
    .at(label.place.clone())
    .also(
        owner.place(owner.front.title.span.clone()),
        "the other entry is here",
    )
    .help(format!(
        "remove it and write `related = [\"{owner}\"]`, or make one entry of the two"
    ))
}

/// A name that looks like another entry's, which is at `other`.
pub(super) fn look_alike(label: &Label, other: Place) -> Diagnostic {
    let message = format!("`{}` looks like the name of another entry", label.text);
    Diagnostic::new(Code::LookAlike, message)
        .at(label.place.clone())
        .also(other, "the other is here")
        .help("write both in one script if they are one name; else tell them apart")
}

/// A name with a word of Latin letters and `foreign` ones that look like such.
pub(super) fn mixed_scripts(label: &Label, word: &str, foreign: &[char]) -> Diagnostic {
    let message = format!("`{word}` mixes Latin letters with some that look like them");
    let listed: Vec<_> = foreign
        .iter()
        .map(|c| format!("`{c}` is U+{:04X}", u32::from(*c)))
        .collect();
    Diagnostic::new(Code::LookAlike, message)
        .at(label.place.clone())
        .label(listed.join(", "))
        .help("write it in one script: readers and search find it by what they type")
}
