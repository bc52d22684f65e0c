//! The redirects for hosts, in the format of `_redirects` (Netlify, Cloudflare Pages and Workers).

use percent_encoding::percent_decode_str;

use super::Pages;
use crate::address::base_url::BaseUrl;
use crate::address::destination::encode_all;
use crate::address::site_path::SitePath;
use crate::project::config::RedirectRules;

impl Pages<'_> {
    /// The rules for all former addresses, one on a line.
    ///
    /// A path to match is in UTF-8, not percent-encoded: Netlify decodes the path of a request before it
    /// compares, and Cloudflare decodes both. Hosts compare literally, so a folder has a rule with a final
    /// slash and one without. All rules with a slash come first: Cloudflare reads only 2,000.
    ///
    /// ```text
    /// /größe/ /size/ 301
    /// /größe /size/ 301
    /// ```
    pub fn redirects(&self) -> String {
        let rules = self.config.settings.redirect_rules;
        let base = self.config.settings.base_url.as_ref();
        let site = match rules {
            RedirectRules::Path => base.map_or("/", BaseUrl::path),
            RedirectRules::Root | RedirectRules::None => "/",
        };
        let site = percent_decode_str(site).decode_utf8_lossy();
        let mut with_slash = String::new();
        let mut without_slash = String::new();
        let routes = self.all().flat_map(|linked| {
            let routes = linked.site_map.routes().iter();
            routes.map(move |(path, route)| (linked, path, route))
        });
        for (linked, path, route) in routes {
            let Some(id) = route.redirects_to() else {
                continue;
            };
            if linked.site_map.parts(path).is_some() {
                // a host does not get the fragment, so it would lead everybody to the same page
                continue;
            }
            let to = linked.address(id);
            let to = match (rules, base) {
                // the host does not know the path that readers see before its own
                (RedirectRules::Root, Some(base)) if base.path() != "/" => base.join(to.as_str()),
                (_, Some(base)) => base.path_to(to.as_str()),
                (_, None) => format!("/{}", encode_all(to.as_str())),
            };
            let from = matched(&format!("{site}{}", SitePath::of_file(path)));
            with_slash.push_str(&format!("{from} {to} 301\n"));
            if let Some(from) = from.strip_suffix('/') {
                without_slash.push_str(&format!("{from} {to} 301\n"));
            }
        }
        with_slash + &without_slash
    }
}

/// A path as hosts match it. White space would end the path, so it is percent-encoded.
fn matched(path: &str) -> String {
    path.chars()
        .map(|c| {
            if c.is_whitespace() || c.is_control() {
                encode_all(&c.to_string())
            } else {
                c.to_string()
            }
        })
        .collect()
}
