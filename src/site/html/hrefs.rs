//! The addresses that links in a text have: relative to its page, or URLs. Without an address, the text of a link
//! is written without a link.

use crate::address::base_url::BaseUrl;
use crate::address::destination::encode_path;
use crate::address::site_path::{Addresses, SitePath};
use crate::glossary::Glossary;
use crate::link::Target;
use crate::site_map::path_of_used;

/// Addresses for a text on the page `page`, relative to that page. They are correct on any host and in any
/// folder.
///
/// ```text
/// from glossary/notes/ to the entry lora: ../../lora/
/// ```
pub fn relative<'g>(
    glossary: &'g Glossary,
    addresses: &'g Addresses,
    page: &SitePath,
) -> impl Fn(&Target) -> String + use<'g> {
    let root = page.to_root();
    let url = move |path: &str| format!("{root}{path}");
    move |target| href(target, glossary, addresses, "", &url)
}

/// Addresses for the text of the entry `own` on one page with those of all other entries, whose address is `page`. `own` is
/// empty for the introduction.
///
/// ```text
/// to the entry lora, and to its heading Cost: #lora, #lora--cost
/// ```
pub fn in_book<'g>(
    glossary: &'g Glossary,
    addresses: &'g Addresses,
    page: &SitePath,
    own: &'g str,
) -> impl Fn(&Target) -> String + use<'g> {
    let outside = relative(glossary, addresses, page);
    move |target| match target {
        Target::Entry(id, None) => format!("#{}", glossary.entry(*id).slug),
        Target::Entry(id, Some(anchor)) => {
            format!("#{}{anchor}", prefix_in_book(&glossary.entry(*id).slug))
        }
        Target::Anchor(anchor) => format!("#{}{anchor}", prefix_in_book(own)),
        other => outside(other),
    }
}

/// What stands before the identifiers in the text of an entry, on one page with all others. A slug never has two hyphens
/// side by side, so no two entries have the same identifier.
pub fn prefix_in_book(slug: &str) -> String {
    format!("{slug}--")
}

/// URLs for a text that is read outside the site, in a feed or in an export. `page` is the page of the text
/// in the site, and `base` the URL of the site's root.
pub fn absolute<'g>(
    glossary: &'g Glossary,
    addresses: &'g Addresses,
    base: &'g BaseUrl,
    page: &SitePath,
) -> impl Fn(&Target) -> String + use<'g> {
    let page = base.join(page.as_str());
    let url = |path: &str| base.join(path);
    move |target| href(target, glossary, addresses, &page, &url)
}

/// The address of a target. `page` is the address of the text's page, before a `#`. `url` makes the address
/// of a path from the site's root.
fn href(
    target: &Target,
    glossary: &Glossary,
    addresses: &Addresses,
    page: &str,
    url: &dyn Fn(&str) -> String,
) -> String {
    match target {
        Target::Entry(id, anchor) => {
            let mut href = url(addresses.entry(&glossary.entry(*id).slug).as_str());
            if let Some(anchor) = anchor {
                href.push('#');
                href.push_str(anchor);
            }
            href
        }
        Target::Elsewhere(elsewhere) => {
            let href = url(elsewhere.address.as_str());
            match &elsewhere.anchor {
                Some(anchor) => format!("{href}#{anchor}"),
                None => href,
            }
        }
        Target::Anchor(anchor) => format!("{page}#{anchor}"),
        Target::File(path, suffix) => url(&path_of_used(&encode_path(path))) + suffix.as_str(),
        Target::Site(path, suffix) => url(&encode_path(path)) + suffix.as_str(),
        Target::Web(address) => address.to_string(),
    }
}
