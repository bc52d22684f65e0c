//! Messages about new titles and addresses that an entry cannot have, and notes about places that an editor
//! has to check.

use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, Label};
use crate::source::Place;
use crate::text::name::NameError;
use crate::text::slug::SlugError;

/// An empty name of an entry.
pub(super) fn no_name() -> Failure {
    let message = "the entry's name is empty: write one of its names, then the new title";
    Failure::Usage(message.to_owned())
}

/// A new title that is not a name.
pub(super) fn not_a_title(why: &NameError) -> Failure {
    let message = match why {
        NameError::Empty => "the new title is empty: write it after the old one",
        NameError::Invisible(_) => "the new title contains an invisible character",
    };
    Failure::Usage(message.to_owned())
}

/// A slug, made from the new title, that is not valid. Without options, only another title helps.
pub(super) fn wrong_slug(slug: &str, why: SlugError, has_options: bool) -> Failure {
    let help = if has_options {
        "give a slug with `--slug`, or keep the old address with `--keep-address`"
    } else {
        "choose another title"
    };
    Failure::Usage(match why {
        SlugError::Empty => {
            format!("the new title contains no letter or digit for an address: {help}")
        }
        _ => format!("`{slug}` cannot be an entry's address: {why}; {help}"),
    })
}

/// A new title and address that the entry already has.
pub(super) fn no_change(title: &str, path: &str) -> Failure {
    Failure::Usage(format!("{path} already has the title `{title}`"))
}

/// A file with a reference that would lead to another entry, in the line `line` if it is known.
pub(super) fn elsewhere(path: &str, line: Option<usize>) -> Failure {
    Failure::Elsewhere {
        path: path.to_owned(),
        line,
    }
}

/// A new title that is the title of another entry, without a sense to tell them apart.
pub(super) fn title_taken(title: &str, label: &Label) -> Diagnostic {
    duplicate(format!("`{title}` is another entry's title"))
        .at(label.place.clone())
        .help("choose another title, or first give each of the two entries a `sense`")
}

/// A new title that is a synonym, an abbreviation or a name to avoid of another entry.
pub(super) fn name_taken(title: &str, label: &Label) -> Diagnostic {
    duplicate(format!("`{title}` is another entry's name"))
        .at(label.place.clone())
        .help("choose another title, or first remove this name")
}

/// A new title that means another entry in references, because it is that entry's slug.
pub(super) fn title_is_slug(title: &str, other: &Entry) -> Diagnostic {
    let slug = &other.slug;
    duplicate(format!(
        "references to `{title}` mean the entry at `/{slug}/`"
    ))
    .at(other.place(other.front.title.span.clone()))
    .help("choose another title")
}

fn duplicate(message: String) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLabel, message)
}

/// A new address that another entry has.
pub(super) fn slug_taken(slug: &str, other: &Entry) -> Diagnostic {
    let message = format!("`/{slug}/` is another entry's address");
    choose_another(Diagnostic::new(Code::SlugCollision, message))
        .at(other.place(other.front.title.span.clone()))
}

/// A new address that redirects to another entry.
pub(super) fn former_address(slug: &str) -> Diagnostic {
    let message = format!("`/{slug}/` is a former address of another entry");
    choose_another(Diagnostic::new(Code::OutputCollision, message))
}

/// A new address that is that of the page in the file at `path`.
pub(super) fn address_of_page(slug: &str, path: &str) -> Diagnostic {
    let message = format!("`/{slug}/` is the address of a page");
    choose_another(Diagnostic::new(Code::OutputCollision, message)).at_path(path)
}

/// A new address that redirects to the page in the file at `path`.
pub(super) fn former_address_of_page(slug: &str, path: &str) -> Diagnostic {
    let message = format!("`/{slug}/` is a former address of a page");
    choose_another(Diagnostic::new(Code::OutputCollision, message)).at_path(path)
}

/// A new address that is that of a former page whose parts redirect to entries. `place` is that of one of them.
pub(super) fn former_parts(slug: &str, place: Option<Place>) -> Diagnostic {
    let message = format!("`/{slug}/` is a former page: parts of it redirect to entries");
    let fault = choose_another(Diagnostic::new(Code::OutputCollision, message));
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}

/// A new address that is retired. `place` is its place in the address book.
pub(super) fn retired_address(slug: &str, place: Option<Place>) -> Diagnostic {
    let message = format!("`/{slug}/` is a retired address");
    let fault = choose_another(Diagnostic::new(Code::OutputCollision, message));
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}

fn choose_another(fault: Diagnostic) -> Diagnostic {
    fault.help(
        "choose another title, give another address with `--slug`, or keep the old address with \
         `--keep-address`",
    )
}

/// A link with the old title in its own text.
pub(super) fn old_title_in_link(text: &str) -> String {
    format!("the text of the link still contains the old title: `{text}`")
}

/// A reference with a form of the new title that may not be a word.
pub(super) fn rewritten_reference(written: &str, name: &str) -> String {
    format!("`[[{written}]]` is now `[[{name}]]`")
}

/// An English article before a new title that begins with another sound than the old title.
pub(super) fn article(article: &str, name: &str) -> String {
    format!("`{article} [[{name}]]` may need another article")
}

/// The old title in the text of the entry itself.
pub(super) fn old_title_in_text(words: &str) -> String {
    format!("the entry's text still contains the old title: `{words}`")
}

/// The old title in the gloss of the entry itself.
pub(super) fn old_title_in_gloss() -> &'static str {
    "the gloss still contains the old title"
}

/// A `sense` that may depend on the old title.
pub(super) fn same_sense(sense: &str) -> String {
    format!("`sense` is still `{sense}`")
}

/// A `sort_as` that may depend on the old title.
pub(super) fn same_order(sort_as: &str) -> String {
    format!("`sort_as` is still `{sort_as}`")
}

/// A mention by the old title, which is now a name to avoid.
pub(super) fn to_avoid(mention: &str) -> String {
    format!("`{mention}` is now a name to avoid")
}

/// A mention that is no longer a link.
pub(super) fn no_link(mention: &str) -> String {
    format!("`{mention}` is no longer a link")
}

/// A mention that is no longer a link, but of which a part may be a link to another entry.
pub(super) fn other_link(mention: &str, other: &str) -> String {
    format!("`{mention}` is no longer a link, but a part of it may link to `{other}`")
}

/// The old address in a file that a renaming does not change.
pub(super) fn old_address(slug: &str) -> String {
    format!("this is the old address, `{slug}`")
}
