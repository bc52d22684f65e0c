//! Messages about glossaries and entries that cannot be made, and notes about new entries.

use std::fmt::Display;

use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, LabelKind};
use crate::names::list::Name;
use crate::project::keys::Syntax;
use crate::source::Place;
use crate::text::counted;
use crate::text::slug::SlugError;

/// A path for a new glossary that is a file or a link.
pub(super) fn not_a_folder(path: impl Display) -> Failure {
    Failure::Usage(format!("{path} is not a folder: give another name"))
}

/// A path in a new glossary that should be a file, and is a folder.
pub(super) fn not_a_file(path: impl Display) -> Failure {
    unusable(path, "is a folder: move it away first; nothing was written")
}

/// A path in a new glossary that should be a folder, and is a file or a link.
pub(super) fn in_the_way(path: impl Display) -> Failure {
    let why = "is not a folder: move it away first; nothing was written";
    unusable(path, why)
}

/// A template of entries that is not UTF-8.
pub(super) fn template_is_not_text(path: &str) -> Failure {
    unusable(path, "is not UTF-8: save it as UTF-8")
}

/// A template of entries that is a link or a folder.
pub(super) fn template_is_not_a_file(path: &str) -> Failure {
    unusable(path, "is a link or a folder: replace it with a file")
}

fn unusable(path: impl Display, why: &str) -> Failure {
    Failure::Unusable {
        path: path.to_string(),
        why: why.to_owned(),
    }
}

/// A part of `--folder` that cannot be the name of a folder of entries.
pub(super) fn unusable_folder(part: &str) -> Failure {
    Failure::Usage(format!(
        "`{part}` cannot be a folder of entries: it is hidden, or some systems cannot store this name"
    ))
}

/// A `--folder` that is not in `content/`.
pub(super) fn folder_outside(typed: &str) -> Failure {
    Failure::Usage(format!(
        "`--folder {typed}` is outside of content/: write a path inside it, such as `tools`"
    ))
}

/// A title whose slug cannot be an address.
pub(super) fn no_address(title: &str, slug: &str, why: SlugError) -> Failure {
    Failure::Usage(match why {
        SlugError::Reserved | SlugError::Device => format!(
            "`{title}` would have the address `/{slug}/`, but {why}: give another slug, such as \
             `--slug {slug}-term`"
        ),
        // a slug made from a title is empty, or has a valid form and length
        SlugError::Empty | SlugError::Form | SlugError::TooLong => {
            format!(
                "`{title}` contains no letter or digit for an address: give a slug with `--slug …`"
            )
        }
    })
}

/// A title that is a synonym or a variant of `owner`.
pub(super) fn title_is_other_name(title: &str, name: &Name<'_>, owner: &Entry) -> Diagnostic {
    let kind = match name.kind {
        LabelKind::Variant => "variant",
        _ => "synonym",
    };
    let path = &owner.file.path;
    let fault = duplicate(format!("`{title}` is a {kind} of `{owner}`")).help(format!(
        "add to the entry in {path}, or first remove the {kind} there"
    ));
    at_place(fault, name.place.clone())
}

/// A title that is the title of `owner`. `sense` is the sense of the new entry.
pub(super) fn title_is_taken(owner: &Entry, sense: Option<&str>) -> Diagnostic {
    let path = &owner.file.path;
    let add = format!("add to the entry in {path}");
    let sense_line = Syntax::of(&owner.file).key_value("sense", "\"…\"");
    let helps = match (&owner.sense, sense) {
        (Some(_), Some(_)) => vec![add, "or give the new entry another `--sense`".to_owned()],
        (Some(_), None) => {
            vec!["to add another meaning, give the new entry a sense: `--sense \"…\"`".to_owned()]
        }
        (None, Some(_)) => vec![format!(
            "to add another meaning, first give this entry a sense: write `{sense_line}` in {path}"
        )],
        (None, None) => vec![
            add,
            format!(
                "to add another meaning, write `{sense_line}` there, and give the new entry a sense \
                 with `--sense \"…\"`"
            ),
        ],
    };
    let kind = if owner.front.draft {
        "a draft of"
    } else {
        "an entry"
    };
    let fault = duplicate(format!("there is already {kind} `{owner}`"))
        .at(owner.place(owner.front.title.span.clone()));
    helps.into_iter().fold(fault, Diagnostic::help)
}

/// The diagnostic about a title that differs from that of `owner` in case alone, and so may be another term.
pub(super) fn or_own_address(fault: Diagnostic, title: &str, owner: &Entry) -> Diagnostic {
    let other = &owner.headword;
    fault.help(format!(
        "if `{title}` is another term than `{other}`, give it an address of its own: `--slug …`"
    ))
}

/// A synonym that is the title of `owner`.
pub(super) fn synonym_is_title(synonym: &str, owner: &Entry) -> Diagnostic {
    duplicate(format!("the synonym `{synonym}` is another entry's title"))
        .at(owner.place(owner.front.title.span.clone()))
        .help(format!(
            "leave the synonym out, and write `related = [\"{owner}\"]` in the new entry"
        ))
}

fn duplicate(message: String) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLabel, message)
}

/// An address that `owner` has.
pub(super) fn slug_is_taken(owner: &Entry) -> Diagnostic {
    let message = format!("`/{}/` is the address of `{owner}`", owner.slug);
    Diagnostic::new(Code::SlugCollision, message)
        .at(owner.place(owner.front.title.span.clone()))
        .help("give the new entry a longer title, or another address with `--slug …`")
}

/// An address that is that of the page in the file at `path`.
pub(super) fn slug_is_that_of_page(slug: &str, path: &str) -> Diagnostic {
    let message = format!("`/{slug}/` is the address of a page");
    Diagnostic::new(Code::OutputCollision, message)
        .at_path(path)
        .help("give the new entry a longer title, or another address with `--slug …`")
}

/// An address that redirects to the page in the file at `path`.
pub(super) fn former_address_of_page(slug: &str, path: &str) -> Diagnostic {
    other_address(format!("`/{slug}/` is a former address of a page")).at_path(path)
}

/// An address that redirects to `owner`. `place` is its place in the file of `owner`.
pub(super) fn former_address(slug: &str, owner: &Entry, place: Place) -> Diagnostic {
    other_address(format!("`/{slug}/` is a former address of `{owner}`"))
        .help("or remove it here, if old links should lead to the new entry")
        .at(place)
}

/// The address of a former page whose parts redirect to entries. `place` is that of one of these parts.
pub(super) fn former_parts(slug: &str, place: Option<Place>) -> Diagnostic {
    let message = format!("`/{slug}/` is a former page: parts of it redirect to entries");
    at_place(other_address(message), place)
}

/// An address that is retired. `place` is its place in the address book.
pub(super) fn retired_address(slug: &str, place: Place) -> Diagnostic {
    other_address(format!("`/{slug}/` is a retired address"))
        .help("or remove the line here, if the new entry has the meaning of the retired one")
        .at(place)
}

fn other_address(message: String) -> Diagnostic {
    Diagnostic::new(Code::OutputCollision, message)
        .help("give the new entry another address with `--slug …`")
}

fn at_place(fault: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}

/// A note about a name that `owner` has too. Both entries may have it.
pub(super) fn shared_name(name: &str, kind: LabelKind, owner: &Entry) -> String {
    let kind = match kind {
        LabelKind::Abbreviation => "an abbreviation",
        LabelKind::Deprecated => "a name to avoid",
        LabelKind::Hidden => "a hidden name",
        _ => "another name",
    };
    let path = &owner.file.path;
    format!("`{name}` is also {kind} of `{owner}`, in {path}")
}

/// A note about the slug of the title, if it is a former address of another entry, or retired.
pub(super) fn former_title_slug(slug: &str) -> String {
    format!("`/{slug}/` is a former address, so it leads to another page")
}

/// A note about an address that was published before, with another entry.
pub(super) fn was_published(slug: &str) -> String {
    format!(
        "`/{slug}/` was published before: other sites may link to the entry that had this address"
    )
}

/// A note about errors in other entries, which a build would report.
pub(super) fn other_errors(count: usize) -> String {
    format!(
        "the glossary has {} in other entries, which `headword build` reports",
        counted(count, "error", "errors")
    )
}
