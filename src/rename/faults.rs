//! What is said of a new name that an entry cannot have, and of places that a renaming leaves to a person.

use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::{Entry, Label};
use crate::source::Place;
use crate::text::name::NameError;
use crate::text::slug::SlugError;

/// No entry was named.
pub(super) fn no_name() -> Failure {
    let message = "the entry's name is empty: write any of its names, then the new one";
    Failure::Usage(message.to_owned())
}

/// A new title that is not a name.
pub(super) fn not_a_title(why: &NameError) -> Failure {
    let message = match why {
        NameError::Empty => "the new title is empty: write it after the old one",
        NameError::Invisible(_) => "the new title has a character in it that nobody sees",
    };
    Failure::Usage(message.to_owned())
}

/// An address, made of the new title, that is not one.
pub(super) fn wrong_slug(slug: &str, why: SlugError) -> Failure {
    let other = "give one with `--slug`, or keep the old one with `--keep-address`";
    Failure::Usage(match why {
        SlugError::Empty => {
            format!("the new title has no letter or digit for an address: {other}")
        }
        _ => format!("`{slug}` cannot be an entry's address: {why}; {other}"),
    })
}

/// A new title and address that are those of the entry already.
pub(super) fn no_change(title: &str, path: &str) -> Failure {
    Failure::Usage(format!("`{title}` is its title already, in {path}"))
}

/// A file with a reference that would lead elsewhere, in its line `line` if that is known.
pub(super) fn elsewhere(path: &str, line: Option<usize>) -> Failure {
    Failure::Elsewhere {
        path: path.to_owned(),
        line,
    }
}

/// A new title that is the title of another entry, and nothing tells the two apart.
pub(super) fn title_taken(title: &str, label: &Label) -> Diagnostic {
    duplicate(format!("`{title}` is another entry's title"))
        .at(label.place.clone())
        .help("choose another title, or give each of the two a `sense` first")
}

/// A new title that is another name of another entry.
pub(super) fn name_taken(title: &str, label: &Label) -> Diagnostic {
    duplicate(format!("`{title}` is another entry's name"))
        .at(label.place.clone())
        .help("choose another title, or remove this name first")
}

/// A new title by which references mean another entry, as its slug.
pub(super) fn slug_meant(title: &str, other: &Entry) -> Diagnostic {
    let slug = &other.slug;
    duplicate(format!("`{title}` means the entry at `/{slug}/`"))
        .at(other.place(other.front.title.span.clone()))
        .help("choose another title")
}

fn duplicate(message: String) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLabel, message)
}

/// A new address that is the address of another entry.
pub(super) fn slug_taken(slug: &str, other: &Entry) -> Diagnostic {
    let message = format!("`/{slug}/` is another entry's address");
    choose_another(Diagnostic::new(Code::SlugCollision, message))
        .at(other.place(other.front.title.span.clone()))
}

/// A new address that leads to another entry.
pub(super) fn former_address(slug: &str) -> Diagnostic {
    let message = format!("`/{slug}/` is a former address of another entry");
    choose_another(Diagnostic::new(Code::OutputCollision, message))
}

/// A new address that is retired, at this place of the address book.
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
        "choose another title, give another address with `--slug`, or keep the old one with \
         `--keep-address`",
    )
}

/// A link whose own text says the old title.
pub(super) fn link_says(text: &str) -> String {
    format!("the link still says `{text}`")
}

/// A reference that was rewritten to what may be no word.
pub(super) fn reference_is_now(written: &str, name: &str) -> String {
    format!("`[[{written}]]` is `[[{name}]]` now")
}

/// An English article before a name that begins with another sound now.
pub(super) fn article(article: &str, name: &str) -> String {
    format!("`{article} [[{name}]]` may want another article")
}

/// Words of an entry's text that are its old title.
pub(super) fn entry_says(words: &str) -> String {
    format!("the entry says `{words}` of itself")
}

/// An entry's own gloss that has its old title in it.
pub(super) fn gloss_says() -> &'static str {
    "the gloss says the old name"
}

/// A sense that was made for the old title, perhaps.
pub(super) fn same_sense(sense: &str) -> String {
    format!("its sense is still `{sense}`")
}

/// A key of sorting that was made for the old title, perhaps.
pub(super) fn same_order(sort_as: &str) -> String {
    format!("it is still sorted as `{sort_as}`")
}

/// A mention by the old title, which is a name to avoid now.
pub(super) fn to_avoid(mention: &str) -> String {
    format!("`{mention}` is a name to avoid now")
}

/// A mention that is no link any more.
pub(super) fn no_link(mention: &str) -> String {
    format!("`{mention}` was a link, and is none now")
}

/// A mention of which a part is a link to another entry now.
pub(super) fn other_link(mention: &str, other: &str) -> String {
    format!("`{mention}` was a link, of which a part may now lead to `{other}`")
}

/// The old address, in a file that no renaming changes.
pub(super) fn old_address(slug: &str) -> String {
    format!("the old address, `{slug}`")
}
