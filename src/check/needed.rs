//! Finds the entries that cannot become drafts, because something refers to them.

use std::collections::HashSet;

use super::Checkup;
use crate::glossary::{EntryId, TextId};
use crate::link::Target;
use crate::project::config::LinkTarget;
use crate::site_map::Route;

/// The entries to which another entry, a page, the settings or the address book refer. If one of them became a draft,
/// the build would report an error. Automatic links do not count: they disappear without an error.
pub(super) fn needed_entries(checkup: &Checkup<'_>) -> HashSet<EntryId> {
    let linked = checkup.linked;
    let glossary = checkup.glossary;
    let mut needed = HashSet::new();
    for id in glossary.ids() {
        let links = linked.links(id);
        let in_text = links.text.references.iter();
        let in_text = in_text.filter_map(|reference| match reference.target {
            Target::Entry(to, _) => Some(to),
            _ => None,
        });
        let entry = glossary.entry(id);
        let related = entry.front.related.iter();
        // the links contain the relations of both directions
        let related = related.filter_map(|name| {
            let place = entry.place(name.span.clone());
            let means = checkup.names.resolve(&name.text, place).ok()?;
            Some(means.entry)
        });
        let broader = links.broader.iter().copied();
        let others = in_text.chain(related).chain(broader);
        let others = others.chain(links.replaced_by);
        needed.extend(others.filter(|other| *other != id));
    }
    for id in glossary.page_ids() {
        let references = linked.page_text(id).references.iter();
        needed.extend(references.filter_map(|reference| match reference.target {
            Target::Entry(to, _) => Some(to),
            _ => None,
        }));
    }
    let site_map = &linked.site_map;
    let entry_at = |route: &Route| match route.text()? {
        TextId::Entry(id) => Some(id),
        TextId::Page(_) => None,
    };
    let published = checkup.book.published.iter();
    let published = published.filter_map(|address| site_map.former(&address.text));
    needed.extend(published.filter_map(entry_at));
    needed.extend(linked.instead.iter().flatten());
    let navigation = checkup.config.settings.navigation.iter();
    let navigation = navigation.filter_map(|link| match &link.target {
        LinkTarget::Site(path, ..) => site_map.route(path),
        LinkTarget::Web(_) => None,
    });
    needed.extend(navigation.filter_map(entry_at));
    needed
}
