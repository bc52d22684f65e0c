//! Which names and addresses are somebody else's.

use super::{Change, World};
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::glossary::{EntryId, LabelKind};
use crate::site_map::Route;
use crate::text::fold::{file_name_key, fold};

/// Reports where the new title or address of an entry is another's.
pub(super) fn of_names(change: &Change, id: EntryId, world: &World<'_>, faults: &Faults) {
    if change.names.new_title != change.names.old_title {
        report_title(change, id, world, faults);
    }
    if change.moves() {
        report_address(change, id, world, faults);
    }
}

fn report_title(change: &Change, id: EntryId, world: &World<'_>, faults: &Faults) {
    let language = &world.config.edition.language;
    let title = &change.names.new_title;
    let key = fold(title, language);
    let own = world.linked.glossary.entry(id);
    for (other, entry) in world.entries().filter(|(other, _)| *other != id) {
        let label = entry
            .labels
            .iter()
            .find(|label| fold(&label.text, language) == key);
        let fault = match label {
            Some(label) if label.kind == LabelKind::Title => {
                // titles may be shared by meanings that are told apart
                let senses = own.sense.as_ref().zip(entry.sense.as_ref());
                if senses.is_some_and(|(own, other)| fold(own, language) != fold(other, language)) {
                    continue;
                }
                Diagnostic::new(
                    Code::DuplicateLabel,
                    format!("`{title}` is another entry's title"),
                )
                .at(label.place.clone())
                .help("choose another title, or give each of the two a `sense` first")
            }
            Some(label) => Diagnostic::new(
                Code::DuplicateLabel,
                format!("`{title}` is another entry's name"),
            )
            .at(label.place.clone())
            .help("choose another title, or remove this name first"),
            None if fold(&entry.slug, language) == key => {
                let address = &world.linked.glossary.entry(other).slug;
                Diagnostic::new(
                    Code::DuplicateLabel,
                    format!("`{title}` means the entry at `/{address}/`"),
                )
                .at(entry.place(entry.front.title.span.clone()))
                .help("choose another title")
            }
            None => continue,
        };
        faults.report(fault);
    }
}

fn report_address(change: &Change, id: EntryId, world: &World<'_>, faults: &Faults) {
    const HELP: &str = "choose another title, give another address with `--slug`, or keep the old \
                        one with `--keep-address`";
    let slug = &change.names.new_slug;
    let key = file_name_key(slug);
    let collision = |message: String| Diagnostic::new(Code::OutputCollision, message).help(HELP);
    for (_, entry) in world.entries().filter(|(other, _)| *other != id) {
        if file_name_key(&entry.slug) == key {
            let message = format!("`/{slug}/` is another entry's address");
            let fault = Diagnostic::new(Code::SlugCollision, message)
                .at(entry.place(entry.front.title.span.clone()))
                .help(HELP);
            faults.report(fault);
        }
    }
    let address = world.config.edition.addresses.entry(slug);
    match world.frame.site_map.route(address.as_str()) {
        Some(Route::Redirect(other)) if *other != id => {
            let entry = world.linked.glossary.entry(*other);
            let former = entry.front.redirect_from.iter();
            let former = former.filter(|former| {
                world.frame.site_map.former(&former.text) == Some(&Route::Redirect(*other))
                    && former.text.trim_matches('/') == slug.as_str()
            });
            let message = format!("`/{slug}/` is a former address of another entry");
            let fault = collision(message);
            faults.report(match former.map(|former| former.span.clone()).next() {
                Some(span) => fault.at(entry.place(span)),
                None => fault.at_path(entry.file.path.as_str()),
            });
        }
        Some(Route::Retired(at)) => {
            let retired = world.frame.book.retired.get(*at);
            let place = retired.and_then(|retired| world.frame.book.place(&retired.address));
            let fault = collision(format!("`/{slug}/` is a retired address"));
            faults.report(match place {
                Some(place) => fault.at(place),
                None => fault,
            });
        }
        _ => {}
    }
}
