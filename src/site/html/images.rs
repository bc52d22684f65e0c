//! Writes images, and figures with captions.
//!
//! ```text
//! ![A grid](grid.png "A patch")    <figure><img …><figcaption>A patch</figcaption></figure>
//! ```

use super::tags::{push_attribute, push_escaped, push_href};
use crate::link::Target;
use crate::project::images::ImageSize;
use crate::text::quotes::Quotes;

/// The width of the narrowest screen that pages are made for, in pixels (WCAG 2.2, 1.4.10 *Reflow*). A wider image
/// may be shown smaller than it is.
const NARROWEST: u32 = 320;

/// The height of an image that readers see as a whole on most screens, in pixels.
const TALLEST: u32 = 600;

/// Whether a target is a file in the format SVG.
pub(super) fn is_svg(target: &Target) -> bool {
    let path = target.project_path().unwrap_or_default();
    path.to_lowercase().ends_with(".svg")
}

/// An image in a text.
pub(super) struct Image<'t> {
    /// Its address; empty if it is shown as its description.
    pub(super) href: String,
    /// Its description.
    pub(super) alt: String,
    /// Its title; empty if it has none.
    pub(super) title: &'t str,
    /// Its size, if it is known.
    pub(super) size: Option<ImageSize>,
    /// Whether the browser may load it only when a reader comes near it.
    pub(super) is_lazy: bool,
}

impl Image<'_> {
    /// The image. If it `may_be_link` and is large, it links to its file, so that readers can see all of it.
    pub(super) fn tag(&self, may_be_link: bool) -> String {
        let mut html = String::new();
        self.push(&mut html, self.title, may_be_link);
        html
    }

    /// The image with its title as the caption, which has these quotation marks; `None` if it has no title, or is shown
    /// as its description.
    pub(super) fn figure(&self, quotes: Option<&Quotes>) -> Option<String> {
        if self.title.is_empty() || self.href.is_empty() {
            return None;
        }
        let mut html = String::from("<figure>\n");
        self.push(&mut html, "", true);
        html.push_str("\n<figcaption>");
        push_escaped(&mut html, &Quotes::printed(quotes, self.title));
        html.push_str("</figcaption>\n</figure>\n");
        Some(html)
    }

    fn push(&self, html: &mut String, title: &str, may_be_link: bool) {
        if self.href.is_empty() {
            return push_escaped(html, &self.alt);
        }
        let is_large = |size: ImageSize| size.width > NARROWEST || size.height > TALLEST;
        let is_large = self.size.is_some_and(is_large);
        // the description is the text of the link
        let is_link = may_be_link && is_large && !self.alt.trim().is_empty();
        if is_link {
            html.push_str("<a class=\"hw-image\" href=\"");
            push_href(html, &self.href);
            html.push_str("\">");
        }
        html.push_str("<img src=\"");
        push_href(html, &self.href);
        html.push_str("\" alt=\"");
        push_escaped(html, &self.alt);
        html.push('"');
        push_attribute(html, "title", title);
        if let Some(ImageSize { width, height }) = self.size {
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        html.push_str(if self.is_lazy {
            " loading=\"lazy\">"
        } else {
            ">"
        });
        if is_link {
            html.push_str("</a>");
        }
    }
}
