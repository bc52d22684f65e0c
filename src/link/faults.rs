//! What is said of references that lead nowhere, or where they may not.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::written_address::WrittenAddress;
use crate::address::destination::HARMLESS;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::entry::amend::amended;
use crate::glossary::Entry;
use crate::project::keys::write::in_place_of_string;
use crate::source::Place;
use crate::text::nearest::nearest;
use crate::text::{FirstFew, first_few};

/// How many anchors of a text are listed.
const MOST_ANCHORS: usize = 8;

/// A link without an address.
pub(super) fn no_address() -> Diagnostic {
    Diagnostic::new(Code::MissingFile, "the link has no address")
        .help("write an address between the round brackets")
}

/// A path that leads out of `content/`.
pub(super) fn outside(written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingFile,
        format!("`{written}` leads out of content/"),
    )
    .help("put the file beside the entry, or put it into static/ and write its path from `/`")
}

/// An address that pages may not link to.
pub(super) fn forbidden(written: &str, why: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ForbiddenLink,
        format!("`{written}` cannot be linked to: {why}"),
    )
    .help("write a URL that begins with `https:`, `http:` or `mailto:`, or the path of a file of the project")
}

/// An image that is not a file of the project.
pub(super) fn forbidden_image(written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ForbiddenLink,
        format!("the image `{written}` is not a file of the project"),
    )
    .help("put the image beside the entry and write its name")
}

/// A file of `content/` of a kind that the site may not hold.
pub(super) fn forbidden_file(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ForbiddenFile,
        format!("content/{path} is of a type that is not published from content/"),
    )
    .help(format!(
        "put it into static/, which is for files that you trust; content/ may contain {}",
        HARMLESS.join(", ")
    ))
}

/// A file that is not in `content/`.
pub(super) fn missing_file(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingFile,
        format!("there is no file content/{path}"),
    )
}

/// A path from the site's root at which there is nothing; `close` is the most similar address.
pub(super) fn unknown_page(
    path: &str,
    close: Option<&str>,
    address: &WrittenAddress<'_>,
) -> Diagnostic {
    let message = format!("the site has no page or file `/{path}`");
    let fault = Diagnostic::new(Code::MissingFile, message);
    match close {
        Some(close) => fault.help_edit([address.with_path(close)], |[close]| {
            format!("did you mean {close}?")
        }),
        None => fault.help("put the file into static/, or correct the path"),
    }
}

/// An entry's file that is not in `content/`.
pub(super) fn unknown_entry(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        format!("there is no entry content/{path}"),
    )
}

/// An entry's file whose entry is a draft.
pub(super) fn draft(path: &str) -> Diagnostic {
    Diagnostic::new(Code::DraftReference, format!("content/{path} is a draft"))
        .help("finish the draft and remove `draft = true`, or write the text without a link")
}

/// Adds the help to the diagnostic of a path at which there is no file. `other` is the text to write for the
/// most similar file, if there is one.
pub(super) fn did_you_mean(
    fault: Diagnostic,
    path: &str,
    other: Option<&str>,
    address: &WrittenAddress<'_>,
) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.starts_with("www.") {
        let url = address.with_path(&format!("https://{name}"));
        return fault.help_edit([url], |[url]| format!("write the whole URL: {url}"));
    }
    match other {
        Some(other) => fault.help_edit([address.with_path(other)], |[other]| {
            format!("did you mean {other}?")
        }),
        None => fault.help("check the path, including upper and lower case"),
    }
}

/// An anchor that no heading has, of those in the file at `path`.
pub(super) fn unknown_anchor(
    path: &str,
    anchors: &BTreeSet<String>,
    anchor: &str,
    address: &WrittenAddress<'_>,
) -> Diagnostic {
    let message = format!("no heading in {path} has the anchor `#{anchor}`");
    let fault = Diagnostic::new(Code::UnknownAnchor, message);
    let close = nearest(anchor, anchors.iter().map(String::as_str));
    if let Some(close) = close.first() {
        return fault.help_edit([address.with_anchor(close)], |[close]| {
            format!("did you mean {close}?")
        });
    }
    if anchors.is_empty() {
        let fault = fault.help("the entry has no headings: link to the entry as a whole");
        return without_anchor(fault, address, "link to the entry as a whole");
    }
    let FirstFew { first, more } = first_few(anchors.iter(), MOST_ANCHORS);
    let first: Vec<_> = first.map(|anchor| format!("`#{anchor}`")).collect();
    let more = if more > 0 { ", …" } else { "" };
    fault.help(format!(
        "the anchors of the entry are {}{more}",
        first.join(", ")
    ))
}

/// An anchor of the index that is not one of its letters.
pub(super) fn unknown_letter(anchor: &str) -> Diagnostic {
    let message = format!("the index has no anchor `#{anchor}`");
    Diagnostic::new(Code::UnknownAnchor, message)
        .help("the anchors of the index are its letters, such as `#a`")
}

/// An anchor of one of the site's own pages, which have none.
pub(super) fn no_anchors(anchor: &str, address: &WrittenAddress<'_>) -> Diagnostic {
    const HELP: &str = "link to the page as a whole";
    let message = format!("the page has no anchor `#{anchor}`");
    let fault = Diagnostic::new(Code::UnknownAnchor, message).help(HELP);
    without_anchor(fault, address, HELP)
}

/// Adds the fix that removes the anchor of an address.
fn without_anchor(fault: Diagnostic, address: &WrittenAddress<'_>, title: &str) -> Diagnostic {
    match address.without_anchor(title) {
        Some(fix) => fault.fix(fix),
        None => fault,
    }
}

/// A name in an entry's `key` that means the entry itself.
pub(super) fn self_reference(key: &str, written: &str, place: Place) -> Diagnostic {
    let message = format!("`{key}` names the entry itself");
    let help = format!("remove `{written}` from `{key}`");
    let removal = amended(&place.file, |front| {
        front.remove(key, |name| name == written)
    });
    let fix = removal.map(|edit| Fix {
        title: help.clone(),
        file: Arc::clone(&place.file),
        edits: vec![edit],
        is_complete: true,
    });
    let fault = Diagnostic::new(Code::SelfReference, message)
        .at(place)
        .help(help);
    match fix {
        Some(fix) => fault.fix(fix),
        None => fault,
    }
}

/// A retired address that leads to a former address of `entry`, written at `places`. The string at `place`
/// contains the former address.
pub(super) fn leads_to_former(
    written: &str,
    entry: &Entry,
    places: Vec<Place>,
    place: Place,
) -> Diagnostic {
    let message = format!("`{written}` is a former address");
    let slug = in_place_of_string(&entry.slug, &place);
    let fault = Diagnostic::new(Code::RedirectChain, message).at(place);
    places
        .into_iter()
        .fold(fault, |fault, place| fault.also(place, "it leads here"))
        .help_edit([slug], |[slug]| format!("write {slug}"))
}

/// A retired address that leads to another, retired at `place`.
pub(super) fn leads_to_retired(written: &str, place: Option<Place>) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::RedirectChain,
        format!("`{written}` is a retired address, too"),
    );
    let fault = match place {
        Some(place) => fault.also(place, "it is retired here"),
        None => fault,
    };
    fault.help("write the name of an entry")
}

/// Entries each of which is broader than the one before, and the first than the last.
pub(super) fn circular_broader(circle: &[&Entry]) -> Diagnostic {
    let names = circle.iter().map(|entry| format!("`{entry}`"));
    let chain: Vec<_> = names.cycle().take(circle.len() + 1).collect();
    let first = chain.first().map_or("", String::as_str);
    Diagnostic::new(
        Code::CircularBroader,
        format!("{first} is broader than itself"),
    )
    .label(format!("from {}", chain.join(" to ")))
    .help("remove one of these entries from the `broader` of the entry before it")
}
