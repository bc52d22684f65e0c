//! Diagnostics about entries that conflict with each other: a function for each.

use super::Entry;
use super::tags::WrittenTag;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::config::Edition;
use crate::project::keys::write::in_place_of_string;
use crate::text::endonym::endonym;
use crate::text::language::Language;
use crate::text::slug::SlugError;

/// Two entries with the same address in a language. `is_twin` says whether their titles differ in case alone.
pub(super) fn slug_collision(
    first: &Entry,
    second: &Entry,
    is_twin: bool,
    edition: &Edition,
) -> Diagnostic {
    let title = |entry: &Entry| entry.place(entry.front.title.span.clone());
    let slug = &second.slug;
    let address = |entry: &Entry| edition.addresses.entry(&entry.slug);
    let (one, other) = (address(first), address(second));
    let message = if first.slug == second.slug {
        format!("two entries have the same address, `/{other}`")
    } else {
        format!("some disks cannot hold both addresses, `/{one}` and `/{other}`")
    };
    let rename = format!(
        "give one of the files another name than `{slug}.md`; the folder is not part of the address"
    );
    Diagnostic::new(Code::SlugCollision, message)
        .at(title(second))
        .also(title(first), "the first entry is here")
        .help(if !edition.id.is_main() {
            format!(
                "keep one of the files: the language `{}` has one file for each address, beside the entry or in \
                 a folder of the language",
                edition.language.tag()
            )
        } else if let Some(tag) = folder_of_language(second).filter(|_| !is_twin) {
            format!("for a translation, write `[languages.{tag}]` in glossary.toml; otherwise, {rename}")
        } else if is_twin {
            format!(
                "give one of the files a longer name than `{slug}.md`, such as `{slug}-….md` with a word for its \
                 meaning: addresses have no capitals, and the folder is not part of them"
            )
        } else {
            rename
        })
}

/// The tag of the language that the folder of an entry has the name of: `de` for `content/de/crumb.md`.
fn folder_of_language(entry: &Entry) -> Option<&str> {
    let (folder, _) = entry.file.path.strip_prefix("content/")?.split_once('/')?;
    let language = Language::from_tag(folder)?;
    (endonym(&language) != language.tag()).then_some(folder)
}

pub(super) fn tag_without_address(tag: &WrittenTag<'_>, why: SlugError) -> Diagnostic {
    let message = format!("the tag `{}` has no address", tag.name());
    Diagnostic::new(Code::InvalidValue, message)
        .at(tag.place())
        .help(if why == SlugError::Device {
            "Windows reserves the name for a device: write another, or a longer one"
        } else {
            "use at least one letter or digit"
        })
}

/// Two tags with the same address, or with addresses that some disks take for the same: `/tags/maße/` and `/tags/masse/`.
/// `addresses` are those of the first and the second one, below `/tags/`.
pub(super) fn tag_collision(
    first: &WrittenTag<'_>,
    second: &WrittenTag<'_>,
    addresses: (&str, &str),
) -> Diagnostic {
    let (known, own) = (first.name(), second.name());
    let place = second.place();
    let spelled = in_place_of_string(known, &place);
    let message = match addresses {
        (address, other) if address == other => {
            format!("the tags `{known}` and `{own}` have the same address, `/tags/{address}/`")
        }
        (address, other) => format!(
            "some disks cannot hold both addresses of the tags `{known}` and `{own}`, \
             `/tags/{address}/` and `/tags/{other}/`"
        ),
    };
    Diagnostic::new(Code::TagCollision, message)
        .at(place)
        .also(first.place(), "the other tag is here")
        .help_edit([spelled], |[known]| {
            format!("for one tag, write {known} in both entries; for two, rename one of them")
        })
}

/// A tag that differs only in case from `common`, a more frequent spelling.
pub(super) fn tag_spelling(tag: &WrittenTag<'_>, common: &str) -> Diagnostic {
    let place = tag.place();
    let spelled = in_place_of_string(common, &place);
    let message = format!("the tag `{}` is shown as `{common}`", tag.name());
    Diagnostic::new(Code::TagSpelling, message)
        .at(place)
        .help_edit([spelled], |[common]| format!("write {common}"))
}
