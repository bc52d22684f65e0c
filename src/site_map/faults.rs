//! What is said of addresses that cannot be, or would be lost.

use super::claims::{Claim, Owner};
use super::written_address;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

/// An address that was published, and at which there would be nothing.
pub(super) struct LostAddress<'a> {
    /// The address, as the book has it.
    pub(super) address: &'a str,
    /// The file of the entry that was there, if it is a draft now.
    pub(super) draft: Option<&'a str>,
    /// The new address that is most like it.
    pub(super) successor: Option<&'a str>,
    /// Whether the book has a table of retired addresses.
    pub(super) has_retired: bool,
}

/// A former or retired address that cannot be one; `help` says why.
pub(super) fn invalid_address(address: &str, help: &str) -> Diagnostic {
    let message = format!("`{address}` cannot be an address of this site");
    Diagnostic::new(Code::InvalidAddress, message).help(help)
}

/// A published address at which there would be nothing.
pub(super) fn lost_address(lost: &LostAddress<'_>) -> Diagnostic {
    let address = lost.address;
    let message = format!("`{address}` was published, and nothing would be there");
    let fault = Diagnostic::new(Code::LostAddress, message);
    let fault = match lost.draft {
        Some(path) => fault.label(format!("{path} is a draft now")),
        None => fault,
    };
    let successor = match lost.successor {
        Some(new) => format!("the entry of `{new}`"),
        None => "the entry that takes its place".to_owned(),
    };
    let retire = if lost.has_retired {
        format!(
            "or retire it: write `\"{address}\" = \"…\"` below `[retired]` here, with the entry to \
             read instead"
        )
    } else {
        format!(
            "or retire it: write a line `[retired]` at the end of this file, and `\"{address}\" = \
             \"…\"` below it, with the entry to read instead"
        )
    };
    fault
        .help(format!(
            "write `redirect_from = [\"{address}\"]` in {successor}"
        ))
        .help(retire)
}

/// Two things at one path, or at paths that cannot both be on a disk.
pub(super) fn collision(claim: &Claim, other: &Claim) -> Diagnostic {
    let are_addresses = claim.is_address() && other.is_address();
    let (path, other_path) = (&claim.path, &other.path);
    let message = if path == other_path && are_addresses {
        format!("the address `{}` is claimed twice", written_address(path))
    } else if path == other_path {
        format!("two things would be `{path}` in the site")
    } else {
        format!("`{path}` and `{other_path}` cannot both be in the site")
    };
    let fault = Diagnostic::new(Code::OutputCollision, message);
    let help = if are_addresses {
        "an address leads to one place: remove it from one of these"
    } else {
        "give one of them another name"
    };
    match (place(&claim.owner), place(&other.owner)) {
        (Some(own), Some(other)) => fault.at(own).also(other, "the other is here"),
        (Some(own), None) => fault.at(own).label(the_other_is(&other.owner)),
        (None, Some(place)) => fault.at(place).label(the_other_is(&claim.owner)),
        (None, None) => match (&claim.owner, &other.owner) {
            (Owner::File(path), other) | (other, Owner::File(path)) => {
                fault.at_path(path.as_str()).help(the_other_is(other))
            }
            // the site's own pages are apart
            _ => return fault,
        },
    }
    .help(help)
}

fn place(owner: &Owner) -> Option<Place> {
    match owner {
        Owner::Entry(place) | Owner::Redirect(place) => Some(place.clone()),
        Owner::Site | Owner::File(_) => None,
    }
}

fn the_other_is(owner: &Owner) -> String {
    match owner {
        Owner::Site => "the other is the site's own".to_owned(),
        Owner::Entry(place) | Owner::Redirect(place) => {
            format!("the other is {}", place.file.path)
        }
        Owner::File(path) => format!("the other is {path}"),
    }
}
