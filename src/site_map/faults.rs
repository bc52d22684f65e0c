//! Diagnostics about the addresses of the site: a function for each.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::claims::{Claim, Owner};
use super::{FormerAddress, written_address};
use crate::diagnostic::{Code, Diagnostic, Suggestion, visible_text};
use crate::entry::amend::amended;
use crate::project::keys::Syntax;
use crate::project::keys::write::{TableForm, quoted};
use crate::project::load::ADDRESSES;
use crate::source::{Edit, Place, SourceFile};
use crate::text::short_list;

/// The largest number of new addresses to list in a message.
const MAX_LISTED: usize = 10;

/// The key of the table of retired addresses in the address book.
pub(super) const RETIRED: &str = "retired";

/// A published address that the new site does not have.
pub(super) struct LostAddress<'a> {
    /// The address as it is written in the address book.
    pub(super) address: &'a str,
    /// The file of the entry or page with this address, if it is a draft now.
    pub(super) draft: Option<&'a str>,
    /// Its place in the address book.
    pub(super) place: Place,
    /// The new address that is most similar to it, with its entry or page.
    pub(super) successor: Option<(&'a str, Successor<'a>)>,
    /// The form of the address book's table of retired addresses.
    pub(super) retired: TableForm,
}

/// An entry or a page that may take the place of another one.
pub(super) struct Successor<'a> {
    /// Its file.
    pub(super) file: &'a Arc<SourceFile>,
    /// Whether it is a page.
    pub(super) is_page: bool,
}

/// A former or retired address that the site cannot have. `help` says how to write one. If the address is
/// percent-encoded, as copied from a browser, the help has the plain text: `x%20y` is `x y`.
pub(super) fn invalid_address(address: &str, help: &str, place: Place) -> Diagnostic {
    let message = format!("`{address}` cannot be an address of this site");
    let diagnostic = Diagnostic::new(Code::InvalidAddress, message).at(place.clone());
    let Some(plain) = decoded(address) else {
        return diagnostic.help(help);
    };
    let plain = Suggestion::new(&*plain)
        .with_edit(&place.file, Edit::new(place.span.clone(), quoted(&plain)));
    diagnostic.help_edit([plain], |[plain]| {
        format!("write {plain}: an address here is plain text, without percent-encoding")
    })
}

/// The address that is meant by a percent-encoded one; `None` if it is not one, or not that of a page. An encoded
/// slash or `#` is part of a name, which no file can have.
fn decoded(address: &str) -> Option<Cow<'_, str>> {
    let plain = percent_decode_str(address).decode_utf8().ok()?;
    let signs = |text: &str| text.matches(['/', '#']).count();
    let is_plain = plain != address
        && signs(&plain) == signs(address)
        && visible_text(plain.to_string()) == plain;
    (is_plain && FormerAddress::read(&plain).is_ok()).then_some(plain)
}

/// A published address that the new site does not have.
pub(super) fn lost_address(lost: LostAddress<'_>) -> Diagnostic {
    let address = lost.address;
    let message = if address.contains('#') {
        format!("`{address}` was published, but this build redirects it to no page")
    } else {
        format!("`{address}` was published, but this build has no page at that address")
    };
    let diagnostic = Diagnostic::new(Code::LostAddress, message);
    let diagnostic = match lost.draft {
        Some(path) => diagnostic.label(format!("{path} is a draft now")),
        None => diagnostic,
    };
    let syntax = lost
        .successor
        .as_ref()
        .map_or(Syntax::Toml, |(_, new)| Syntax::of(new.file));
    let list = syntax.quoted_list(&[address.to_owned()]);
    let redirect = Suggestion::new(syntax.key_value("redirect_from", &list));
    let (redirect, successor) = match lost.successor {
        Some((new, Successor { file, is_page })) => {
            let edit = amended(file, |front| front.add("redirect_from", address));
            let redirect = redirect.with_edit(file, edit);
            let kind = if is_page { "page" } else { "entry" };
            (redirect, format!("the {kind} of `{new}`"))
        }
        None => (redirect, "the entry that takes its place".to_owned()),
    };
    let line = format!("{} = \"…\"", quoted(address));
    let book = &lost.place.file;
    let retired = Suggestion::new(line.as_str())
        .to_fill_in()
        .with_edit(book, lost.retired.with_line(&book.text, RETIRED, &line));
    let has_retired = lost.retired != TableForm::Missing;
    diagnostic
        .at(lost.place)
        .help_edit([redirect], |[redirect]| {
            format!("write {redirect} in {successor}")
        })
        .help_edit([retired], |[line]| {
            if has_retired {
                format!(
                    "or retire it: write {line} below `[retired]` here, with the entry to read instead"
                )
            } else {
                format!(
                    "or retire it: write a line `[retired]` at the end of this file, and {line} \
                     below it, with the entry to read instead"
                )
            }
        })
}

/// Two pages or files with the same path, or with paths that cannot both exist on a disk.
pub(super) fn collision(claim: &Claim, other: &Claim) -> Diagnostic {
    let are_addresses = claim.is_address() && other.is_address();
    let (path, other_path) = (&claim.path, &other.path);
    let (message, label_of_other) = if path == other_path && are_addresses {
        let message = format!("the address `{}` is claimed twice", written_address(path));
        (message, "the other claim is here")
    } else if path == other_path {
        let message = format!("two files would have the path `{path}` in the site");
        (message, "the other file comes from here")
    } else {
        let message = format!("`{path}` and `{other_path}` cannot both be in the site");
        (message, "the other path comes from here")
    };
    let diagnostic = Diagnostic::new(Code::OutputCollision, message);
    let help = if claim.is_of_file() && other.is_of_file() {
        "give the file of one of them another name: it is the address"
    } else if [claim, other]
        .iter()
        .any(|claim| matches!(claim.owner, Owner::Redirect(_)))
        && !are_addresses
    {
        "remove the former address: the site has something else there"
    } else if are_addresses {
        "remove the address from one of the two places: it can lead to one page only"
    } else {
        "give one of them another name"
    };
    match (place(&claim.owner), place(&other.owner)) {
        (Some(place), Some(other)) => diagnostic.at(place).also(other, label_of_other),
        (Some(place), None) => diagnostic.at(place).label(the_other_is(&other.owner)),
        (None, Some(place)) => diagnostic.at(place).label(the_other_is(&claim.owner)),
        (None, None) => match (&claim.owner, &other.owner) {
            (Owner::File(path), other) | (other, Owner::File(path)) => {
                diagnostic.at_path(path.as_str()).help(the_other_is(other))
            }
            // two pages of the site itself have different paths
            _ => return diagnostic,
        },
    }
    .help(help)
}

/// The place in a text file where the owner decided on the path.
fn place(owner: &Owner) -> Option<Place> {
    match owner {
        Owner::Entry(place) | Owner::Page(place) | Owner::Redirect(place) => Some(place.clone()),
        Owner::Site | Owner::Output(_) | Owner::File(_) => None,
    }
}

fn the_other_is(owner: &Owner) -> String {
    match owner {
        Owner::Site => "the other belongs to the site itself".to_owned(),
        Owner::Output(format) => format!("the other belongs to `{format}` in `outputs`"),
        Owner::Entry(place) | Owner::Page(place) | Owner::Redirect(place) => {
            format!("the other is in {}", place.file.path)
        }
        Owner::File(path) => format!("the other is {path}"),
    }
}

/// Addresses, at least one, that the site has and the address book does not.
pub(super) fn new_addresses(addresses: &[&String]) -> Diagnostic {
    let quoted: Vec<String> = addresses
        .iter()
        .map(|address| format!("`{address}`"))
        .collect();
    let (message, them) = match quoted.as_slice() {
        [one] => (format!("the address {one} is new"), "it"),
        all => {
            let listed = short_list(all, MAX_LISTED);
            let message = format!("{} addresses are new: {listed}", all.len());
            (message, "them")
        }
    };
    Diagnostic::new(Code::NewAddress, message)
        .at_path(ADDRESSES)
        .help(format!(
            "you can change {them} until a build with `--record` publishes {them}"
        ))
}
