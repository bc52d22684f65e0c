//! What is said of a glossary or an entry that cannot be made, and of what there is to know of a new entry.

use std::fmt::Display;

use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, LabelKind};
use crate::names::list::Name;
use crate::source::Place;
use crate::text::counted;
use crate::text::slug::SlugError;

/// A path, for a new glossary, that has a file or a link.
pub(super) fn not_a_folder(path: impl Display) -> Failure {
    Failure::Usage(format!("{path} is not a folder: give another name"))
}

/// A folder that has a glossary, by the file of its settings.
pub(super) fn is_a_glossary(settings: impl Display) -> Failure {
    Failure::Usage(format!(
        "{settings} is there already, so this is a glossary: `headword new \"Title\"` adds an entry; \
         nothing was written"
    ))
}

/// A path, in a new glossary, that has something else where a folder belongs.
pub(super) fn in_the_way(path: impl Display) -> Failure {
    let why = "is not a folder: move it away first; nothing was written";
    unusable(path, why)
}

/// A template of entries that is not UTF-8.
pub(super) fn template_is_not_text(path: &str) -> Failure {
    unusable(path, "is not UTF-8: save it as such")
}

/// A template of entries that is a link or a folder.
pub(super) fn template_is_not_a_file(path: &str) -> Failure {
    unusable(path, "is a link or a folder: put the file itself there")
}

fn unusable(path: impl Display, why: &str) -> Failure {
    Failure::Unusable {
        path: path.to_string(),
        why: why.to_owned(),
    }
}

/// A part of `--folder` that no folder of entries can be called.
pub(super) fn unusable_folder(part: &str) -> Failure {
    Failure::Usage(format!(
        "`{part}` cannot be a folder of entries: it is hidden, or some systems cannot hold it"
    ))
}

/// A `--folder` that is not in `content/`.
pub(super) fn folder_outside(typed: &str) -> Failure {
    Failure::Usage(format!(
        "`--folder {typed}` leads out of content/: write a path in it, such as `tools`"
    ))
}

/// A title whose slug, `own`, cannot be an address.
pub(super) fn no_address(title: &str, own: &str, why: SlugError) -> Failure {
    let why = match why {
        SlugError::Reserved => "which the site itself needs",
        SlugError::Device => "which Windows reserves for a device",
        // a slug that was made has the form of one
        SlugError::Empty | SlugError::Form | SlugError::TooLong => {
            return Failure::Usage(format!(
                "`{title}` has neither letters nor digits to make an address of: give one with `--slug …`"
            ));
        }
    };
    Failure::Usage(format!(
        "`{title}` would have the address `/{own}/`, {why}: give it another, such as `--slug \
         {own}-term`"
    ))
}

/// A title that is a synonym or a variant of `owner`.
pub(super) fn title_is_other_name(title: &str, name: &Name<'_>, owner: &Entry) -> Diagnostic {
    let kind = match name.kind {
        LabelKind::Variant => "variant",
        _ => "synonym",
    };
    let path = &owner.file.path;
    let fault = duplicate(format!("`{title}` is a {kind} of `{owner}`")).help(format!(
        "write what there is to say into {path}, or take the {kind} out there first"
    ));
    at(fault, name.place.clone())
}

/// A title that is the title of `owner`; `sense` is what is to tell the new entry apart.
pub(super) fn title_is_taken(owner: &Entry, sense: Option<&str>) -> Diagnostic {
    let path = &owner.file.path;
    let help = match (&owner.sense, sense) {
        (Some(_), Some(_)) => {
            format!("write what there is to say into {path}, or give another `--sense`")
        }
        (Some(_), None) => "to add another meaning, tell it apart: `--sense \"…\"`".to_owned(),
        (None, Some(_)) => format!(
            "to add another meaning, tell this one apart first: write `sense = \"…\"` into {path}"
        ),
        (None, None) => format!(
            "write what there is to say into {path}; or, to add another meaning, write `sense = \"…\"` \
             there and tell the new one apart with `--sense \"…\"`"
        ),
    };
    let what = if owner.front.draft {
        "a draft of"
    } else {
        "an entry"
    };
    duplicate(format!("there is {what} `{owner}` already"))
        .at(owner.place(owner.front.title.span.clone()))
        .help(help)
}

/// A synonym that is the title of `owner`.
pub(super) fn synonym_is_title(synonym: &str, owner: &Entry) -> Diagnostic {
    duplicate(format!("the synonym `{synonym}` is another entry's title"))
        .at(owner.place(owner.front.title.span.clone()))
        .help(format!(
            "leave it out, and write `related = [\"{owner}\"]` into the new entry"
        ))
}

fn duplicate(message: String) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLabel, message)
}

/// An address that is the address of `owner`.
pub(super) fn slug_is_taken(owner: &Entry) -> Diagnostic {
    let message = format!("`/{}/` is the address of `{owner}`", owner.slug);
    Diagnostic::new(Code::SlugCollision, message)
        .at(owner.place(owner.front.title.span.clone()))
        .help("give the new entry a longer title, or another address: `--slug …`")
}

/// An address that leads to `owner`, at `place` of its file.
pub(super) fn former_address(slug: &str, owner: &Entry, place: Place) -> Diagnostic {
    other_address(format!("`/{slug}/` is a former address of `{owner}`"))
        .help("or remove it here, if those who follow it are to read the new entry")
        .at(place)
}

/// An address that is retired, at `place` of the address book.
pub(super) fn retired_address(slug: &str, place: Place) -> Diagnostic {
    other_address(format!("`/{slug}/` is a retired address"))
        .help("or remove the line here, if the new entry is what stood there")
        .at(place)
}

fn other_address(message: String) -> Diagnostic {
    Diagnostic::new(Code::OutputCollision, message)
        .help("give the new entry another address: `--slug …`")
}

fn at(fault: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}

/// A note on a name that `owner` has as well, and may have.
pub(super) fn shared_name(name: &str, kind: LabelKind, owner: &Entry) -> String {
    let kind = match kind {
        LabelKind::Abbreviation => "an abbreviation",
        LabelKind::Deprecated => "a name to avoid",
        LabelKind::Hidden => "a hidden name",
        _ => "another name",
    };
    let path = &owner.file.path;
    format!("`{name}` is {kind} of `{owner}` too, in {path}")
}

/// A note on the address that the title makes, which is a former one.
pub(super) fn leads_elsewhere(slug: &str) -> String {
    format!("`/{slug}/` is a former address, which leads elsewhere")
}

/// A note on an address at which something else was published.
pub(super) fn was_published(slug: &str) -> String {
    format!("`/{slug}/` was published before: others may link to what stood there")
}

/// A note on the errors that a build would report, none of which is the new entry's.
pub(super) fn other_errors(count: usize) -> String {
    format!(
        "the glossary has {} in other entries, which `headword build` reports",
        counted(count, "error", "errors")
    )
}
