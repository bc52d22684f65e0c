//! Diagnostics about references and relations: a function for each.

use std::collections::BTreeSet;
use std::slice;
use std::sync::Arc;

use super::written_address::WrittenAddress;
use crate::address::destination::{HARMLESS, SOUND, is_in_pages};
use crate::diagnostic::{Code, Diagnostic, Fix, Suggestion};
use crate::entry::amend::amended;
use crate::glossary::Entry;
use crate::project::images::NotAnImage;
use crate::project::keys::write::in_place_of_string;
use crate::source::Place;
use crate::text::nearest::nearest;
use crate::text::{FirstFew, first_few};

/// The number of anchors that a help lists.
const MAX_ANCHORS: usize = 8;

/// A link without an address.
pub(super) fn no_address() -> Diagnostic {
    Diagnostic::new(Code::MissingFile, "the link has no address")
        .help("write an address between the round brackets")
}

/// A path in the file at `from` that leads out of `content/` and `pages/`.
pub(super) fn outside(written: &str, from: &str) -> Diagnostic {
    let (folder, kind) = if is_in_pages(from) {
        ("pages/", "page")
    } else {
        ("content/", "entry")
    };
    let message = format!("`{written}` leads out of {folder}");
    Diagnostic::new(Code::MissingFile, message).help(format!(
        "put the file beside the {kind}, or put it into static/ and write its path from `/`"
    ))
}

/// An address that pages must not link to. `why` is the reason.
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

/// A recording that is not a file of the project.
pub(super) fn recording_elsewhere(written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ForbiddenLink,
        format!("the recording `{written}` is not a file of the project"),
    )
    .help("put the sound file beside the entry and write its name")
}

/// A recording whose file is of another type than sound.
pub(super) fn not_a_recording(written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`pronunciation.audio` cannot be `{written}`"),
    )
    .help(format!(
        "write the path of a sound file: {}",
        SOUND.join(", ")
    ))
}

/// The extensions of images that browsers do not all show.
const OTHER_IMAGES: [&str; 8] = ["bmp", "heic", "heif", "ico", "jxl", "psd", "tif", "tiff"];

/// A file in `content/` or `pages/` of a type that the site must not contain.
pub(super) fn forbidden_file(path: &str) -> Diagnostic {
    let folder = if is_in_pages(path) {
        "pages/"
    } else {
        "content/"
    };
    let message = format!("{path} is of a type that is not published from {folder}");
    if path.to_ascii_lowercase().ends_with(".svg") {
        let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
        return Diagnostic::new(Code::ForbiddenFile, message).help(format!(
            "an SVG file can contain scripts: save the image as PNG or WebP; or read the file, put it into static/ and \
             write `/{name}`"
        ));
    }
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    if OTHER_IMAGES.contains(&extension.to_ascii_lowercase().as_str()) {
        return Diagnostic::new(Code::ForbiddenFile, message)
            .help("make a PNG or WebP image of it, which all browsers show");
    }
    Diagnostic::new(Code::ForbiddenFile, message).help(format!(
        "put it into static/, which is for files that you trust; {folder} may contain {}",
        HARMLESS.join(", ")
    ))
}

/// A file that is neither in `content/` nor in `pages/`.
pub(super) fn missing_file(path: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, format!("there is no file {path}"))
}

/// A file about its folder, which has no page.
pub(super) fn readme(path: &str) -> Diagnostic {
    let message = format!("{path} is not in the site");
    Diagnostic::new(Code::MissingFile, message).help(
        "a README is for people on the code host: write a page in pages/ for readers, or the whole URL of the \
         file on the host",
    )
}

/// A path from the site's root at which there is no page or file. `close` is the most similar address.
pub(super) fn unknown_page(
    path: &str,
    close: Option<&str>,
    address: &WrittenAddress<'_>,
) -> Diagnostic {
    let message = format!("the site has no page or file `/{path}`");
    let diagnostic = Diagnostic::new(Code::MissingFile, message);
    match close {
        Some(close) => diagnostic.help_edit([address.with_path(close)], |[close]| {
            format!("did you mean {close}?")
        }),
        None => diagnostic.help("put the file into static/, or correct the path"),
    }
}

/// A link to the file of an entry or a page that does not exist.
pub(super) fn unknown_text(path: &str) -> Diagnostic {
    let kind = kind(path);
    let message = format!("there is no {kind} {path}");
    Diagnostic::new(Code::UnknownReference, message)
}

/// The kind of text in a file, in the words of messages.
fn kind(path: &str) -> &'static str {
    if is_in_pages(path) { "page" } else { "entry" }
}

/// A link to the file of a draft.
pub(super) fn draft(path: &str) -> Diagnostic {
    Diagnostic::new(Code::DraftReference, format!("{path} is a draft"))
        .help("finish the draft and remove `draft = true`, or write the text without a link")
}

/// Adds the help to the diagnostic of a path at which there is no file. `other` is the text to write for the
/// most similar file, if there is one.
pub(super) fn did_you_mean(
    diagnostic: Diagnostic,
    path: &str,
    other: Option<&str>,
    address: &WrittenAddress<'_>,
) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.starts_with("www.") {
        let url = address.with_path(&format!("https://{name}"));
        return diagnostic.help_edit([url], |[url]| format!("write the whole URL: {url}"));
    }
    match other {
        Some(other) => diagnostic.help_edit([address.with_path(other)], |[other]| {
            format!("did you mean {other}?")
        }),
        None => diagnostic.help("check the path, including upper and lower case"),
    }
}

/// An anchor that no heading of the file at `path` has. `anchors` are the anchors of the file.
pub(super) fn unknown_anchor(
    path: &str,
    anchors: &BTreeSet<String>,
    anchor: &str,
    address: &WrittenAddress<'_>,
) -> Diagnostic {
    let kind = kind(path);
    let message = format!("no heading in {path} has the anchor `#{anchor}`");
    let diagnostic = Diagnostic::new(Code::UnknownAnchor, message);
    let close = nearest(anchor, anchors.iter().map(String::as_str));
    if let Some(close) = close.first() {
        return diagnostic.help_edit([address.with_anchor(close)], |[close]| {
            format!("did you mean {close}?")
        });
    }
    if anchors.is_empty() {
        let whole = format!("link to the {kind} as a whole");
        let diagnostic = diagnostic.help(format!("the {kind} has no headings: {whole}"));
        return without_anchor(diagnostic, address, &whole);
    }
    let FirstFew { first, more } = first_few(anchors.iter(), MAX_ANCHORS);
    let first: Vec<_> = first.map(|anchor| format!("`#{anchor}`")).collect();
    let more = if more > 0 { ", …" } else { "" };
    diagnostic.help(format!(
        "the anchors of the {kind} are {}{more}",
        first.join(", ")
    ))
}

/// An anchor that is neither that of a letter of the index nor that of a heading of its introduction, which has
/// these `anchors`.
pub(super) fn unknown_letter<'a>(
    anchor: &str,
    anchors: impl Iterator<Item = &'a str>,
    address: &WrittenAddress<'_>,
) -> Diagnostic {
    let message = format!("the index has no anchor `#{anchor}`");
    let diagnostic = Diagnostic::new(Code::UnknownAnchor, message);
    match nearest(anchor, anchors).first() {
        Some(close) => diagnostic.help_edit([address.with_anchor(close)], |[close]| {
            format!("did you mean {close}?")
        }),
        None => diagnostic.help("the anchors of the index are its letters, such as `#a`"),
    }
}

/// A link to the file of the introduction, which does not exist.
pub(super) fn no_introduction(path: &str, address: &WrittenAddress<'_>) -> Diagnostic {
    let message = format!("there is no introduction {path}");
    Diagnostic::new(Code::UnknownReference, message)
        .help_edit([address.with_path("/")], |[index]| {
            format!("for a link to the index, write {index}")
        })
}

/// A heading of the introduction with the anchor of the letter `label`.
pub(super) fn anchor_of_letter(anchor: &str, label: &str, place: Place) -> Diagnostic {
    let message = format!(
        "the heading would have the anchor `#{anchor}`, as the letter `{label}` of the index has"
    );
    Diagnostic::new(Code::DuplicateAnchor, message)
        .at(place)
        .help("write a longer heading")
}

/// An anchor on one of the site's own pages, which have no anchors.
pub(super) fn no_anchors(anchor: &str, address: &WrittenAddress<'_>) -> Diagnostic {
    const HELP: &str = "link to the page as a whole";
    let message = format!("the page has no anchor `#{anchor}`");
    let diagnostic = Diagnostic::new(Code::UnknownAnchor, message).help(HELP);
    without_anchor(diagnostic, address, HELP)
}

/// Adds the fix that removes the anchor of an address.
fn without_anchor(diagnostic: Diagnostic, address: &WrittenAddress<'_>, title: &str) -> Diagnostic {
    match address.without_anchor(title) {
        Some(fix) => diagnostic.fix(fix),
        None => diagnostic,
    }
}

/// A reference that contains a heading after the name; `message` is that of an unknown name. `link` is the link
/// to this heading, or to the most similar one if the heading is not known.
pub(super) fn heading_in_reference(message: &str, link: Suggestion, is_known: bool) -> Diagnostic {
    Diagnostic::new(Code::UnknownReference, message).help_edit([link], |[link]| {
        if is_known {
            format!("to link to a heading, write {link}")
        } else {
            format!("the entry has no such heading: to link to a similar one, write {link}")
        }
    })
}

/// The title of the page in the file at `path` in the place of an entry's name; `message` is that of an unknown
/// name. `link` is the link to the page, if a link can be written there.
pub(super) fn page_as_name(message: &str, path: &str, link: Option<Suggestion>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownReference, message);
    match link {
        Some(link) => diagnostic.help_edit([link], |[link]| {
            format!("this is the title of a page: write {link}")
        }),
        None => diagnostic.help(format!(
            "this is the title of the page {path}: only entries can be named here"
        )),
    }
}

/// A name in the `key` of an entry, at `place`, that means the entry itself.
pub(super) fn self_reference(key: &str, written: &str, place: Place) -> Diagnostic {
    let message = format!("`{key}` names the entry itself");
    let help = format!("remove `{written}` from `{key}`");
    let removal = amended(&place.file, |front| {
        front.remove_at(key, slice::from_ref(&place.span));
    });
    let fix = removal.map(|edit| Fix {
        title: help.clone(),
        file: Arc::clone(&place.file),
        edits: vec![edit],
        is_complete: true,
    });
    let diagnostic = Diagnostic::new(Code::SelfReference, message)
        .at(place)
        .help(help);
    match fix {
        Some(fix) => diagnostic.fix(fix),
        None => diagnostic,
    }
}

/// A retired address that leads to a former address of `entry`. The string at `place` contains the former
/// address; `places` are those in the front matter of the entry.
pub(super) fn leads_to_former(
    written: &str,
    entry: &Entry,
    places: Vec<Place>,
    place: Place,
) -> Diagnostic {
    let message = format!("`{written}` is a former address");
    let slug = in_place_of_string(&entry.slug, &place);
    let diagnostic = Diagnostic::new(Code::RedirectChain, message).at(place);
    places
        .into_iter()
        .fold(diagnostic, |diagnostic, place| {
            diagnostic.also(place, "it leads here")
        })
        .help_edit([slug], |[slug]| format!("write {slug}"))
}

/// A retired address that leads to another retired address, which is written at `place` in the address book.
pub(super) fn leads_to_retired(written: &str, place: Option<Place>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::RedirectChain,
        format!("`{written}` is a retired address, too"),
    );
    let diagnostic = match place {
        Some(place) => diagnostic.also(place, "it is retired here"),
        None => diagnostic,
    };
    diagnostic.help("write the name of an entry")
}

/// A circle of entries: each is broader than the one before it, and the first is broader than the last.
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

/// An answer in `linking.toml` that has another form than those that a review writes.
pub(super) fn invalid_answer(place: Place) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "this is not an answer to a review of links")
        .help("write the slugs of both entries and the words of the link, such as 'adapter -> type \"type\"', or remove the line")
        .at(place)
}

/// A file with the name of an image that browsers do not show as one.
pub(super) fn not_an_image(why: NotAnImage, place: Place) -> Diagnostic {
    let (message, help) = match why {
        NotAnImage::Empty => (
            "the file of this image is empty".to_owned(),
            "put the image there again",
        ),
        NotAnImage::Pointer => (
            "the file of this image is not there: it is kept in Git LFS".to_owned(),
            "type `git lfs pull`",
        ),
        NotAnImage::Cut => (
            "the file of this image is damaged: its end is missing".to_owned(),
            "put the image there again",
        ),
        NotAnImage::Type(name) => (
            format!("the file of this image is {name}"),
            "make a PNG or WebP image of it",
        ),
        NotAnImage::Unknown => (
            "the file of this image is not an image that browsers show".to_owned(),
            "make a PNG or WebP image of it",
        ),
    };
    Diagnostic::new(Code::NotAnImage, message)
        .at(place)
        .help(help)
}
