//! The settings with links: `navigation` and `image`.

use std::sync::Arc;

use schemars::JsonSchema;

use super::FILE_NAME;
use crate::address::destination::{AbsoluteUrl, Destination, Suffix};
use crate::project::faults::Invalid;
use crate::project::keys::{Form, Keys};
use crate::source::{Place, SourceFile, Written};

/// A link in the header of every page.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NavigationLink {
    /// The text of the link.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The target: a whole URL, or a path from the site's root such as `/about.html`.
    #[schemars(rename = "url", with = "String", length(min = 1))]
    pub target: LinkTarget,
}

/// The target of a link in the settings.
#[derive(Debug, Clone)]
pub enum LinkTarget {
    /// A page of another site.
    Web(AbsoluteUrl),
    /// A page or file of this site: the path from its root, the query and fragment after it, and the place
    /// of both in the settings file.
    Site(String, Suffix, Place),
}

/// Reads a list of links in the header.
pub(super) fn navigation(keys: &mut Keys<'_, '_>, file: &Arc<SourceFile>) -> Vec<NavigationLink> {
    let mut links = Vec::new();
    for form in keys.forms("navigation") {
        match form {
            Form::Text(text) => {
                keys.invalid("navigation", &text.span, &Invalid::NavigationText);
            }
            Form::Table(mut keys) => {
                let title = keys.required_string("title");
                let url = keys.required_string("url");
                let target = url.and_then(|url| {
                    let target = link_target(&url, file);
                    if target.is_none() {
                        keys.invalid("url", &url.span, &Invalid::NavigationUrl(&url.text));
                    }
                    target
                });
                keys.finish();
                if let (Some(title), Some(target)) = (title, target) {
                    links.push(NavigationLink {
                        title: title.text,
                        target,
                    });
                }
            }
        }
    }
    links
}

/// The target at an address that is a whole URL, or a path from the site's root; `None` for any other.
fn link_target(url: &Written, file: &Arc<SourceFile>) -> Option<LinkTarget> {
    match Destination::read(&url.text, FILE_NAME) {
        Destination::Web(address) => Some(LinkTarget::Web(address)),
        Destination::Site(path, suffix) => {
            let place = Place::new(file, url.span.clone());
            Some(LinkTarget::Site(path, suffix, place))
        }
        _ => None,
    }
}

/// Reads the image for link previews.
pub(super) fn image(keys: &mut Keys<'_, '_>, file: &Arc<SourceFile>) -> Option<LinkTarget> {
    let written = keys.string("image")?;
    let target = link_target(&written, file);
    if target.is_none() {
        keys.invalid("image", &written.span, &Invalid::Image(&written.text));
    }
    target
}
