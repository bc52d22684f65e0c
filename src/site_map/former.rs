//! Former and retired addresses as authors write them: a path from the site's root, perhaps with the fragment of a
//! part of the page that was there.

use std::fmt;

use percent_encoding::percent_decode_str;

use crate::diagnostic::visible_text;
use crate::text::slug::is_portable;

/// A former or a retired address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAddress {
    /// The path of the file that a host serves at the address.
    pub file: String,
    /// The fragment of the address without `#`, decoded; `None` if it is the address of a whole page.
    pub fragment: Option<String>,
}

impl FormerAddress {
    /// Reads an address as authors write it. If it is not that of an HTML file, the file is the `index.html` of a
    /// folder. The path is plain text; a fragment may be percent-encoded, as browsers show it.
    ///
    /// ```text
    /// /old-slug/               old-slug/index.html
    /// docs/old.html            docs/old.html
    /// glossary.html#term-x     glossary.html, with the fragment term-x
    /// glossary/#caf%C3%A9      glossary/index.html, with the fragment café
    /// ../old                   error
    /// ```
    ///
    /// # Errors
    ///
    /// The help to show for an address that the site cannot have.
    pub fn read(address: &str) -> Result<Self, &'static str> {
        let Some((path, fragment)) = address.split_once('#') else {
            let file = redirect_file(address)?;
            return Ok(Self {
                file,
                fragment: None,
            });
        };
        if fragment.is_empty() {
            return Err("write the name of a part after `#`, or leave `#` out");
        }
        let file = redirect_file(path).map_err(|help| match path {
            "" | "/" => {
                "the front page has its own text: only former pages can redirect by a fragment"
            }
            _ => help,
        })?;
        let decoded = decoded_fragment(fragment);
        if decoded != fragment && visible_text(decoded.clone()) != decoded {
            return Err("write the part after `#` without invisible characters");
        }
        Ok(Self {
            file,
            fragment: Some(decoded),
        })
    }
}

/// Whether two addresses, as authors write them, are the same: `old` and `/old/`.
pub fn is_same_address(one: &str, other: &str) -> bool {
    let address = FormerAddress::read(one);
    address.is_ok() && address == FormerAddress::read(other)
}

/// The address as it is in address books and messages: without a slash at its ends, with the fragment decoded.
///
/// ```text
/// docs/old/index.html                       docs/old
/// docs/old.html, with the fragment term-x   docs/old.html#term-x
/// ```
impl fmt::Display for FormerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(written_address(&self.file))?;
        match &self.fragment {
            Some(fragment) => write!(f, "#{fragment}"),
            None => Ok(()),
        }
    }
}

/// The identifier that a fragment names (HTML, "select the indicated part"): the fragment decoded. A fragment stays as
/// it is if it is not percent-encoded UTF-8, such as `100%`, or if the result could be decoded once more: so an address
/// that is written to the address book is the same when it is read.
fn decoded_fragment(fragment: &str) -> String {
    let decoded = |text: &str| match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => text.to_owned(),
    };
    let once = decoded(fragment);
    if decoded(&once) == once {
        once
    } else {
        fragment.to_owned()
    }
}

/// The path of the file that a host serves at a former address without a fragment.
///
/// # Errors
///
/// The help to show for an address that the site cannot have.
fn redirect_file(address: &str) -> Result<String, &'static str> {
    const MAX_BYTES: usize = 200;
    let path = address.strip_prefix('/').unwrap_or(address);
    let path = path.strip_suffix('/').unwrap_or(path);
    let parts = || path.split('/');
    let is_path = parts().all(|part| {
        !matches!(part, "" | "." | "..")
            && !part.contains(['\\', ':', '?', '#', '%', '*', '"', '<', '>', '|'])
    });
    if !is_path {
        return Err("write it from the site's root, such as `old-slug` or `docs/old.html`");
    }
    if !parts().all(is_portable) || path.len() > MAX_BYTES {
        return Err(
            "some systems cannot store or serve such a file: use at most 200 bytes, no name that Windows \
             reserves for a device, and no part that begins with a full stop or ends with a full stop or \
             a space",
        );
    }
    let is_page = [".html", ".htm"]
        .iter()
        .any(|ending| path.ends_with(ending));
    Ok(if is_page {
        path.to_owned()
    } else {
        format!("{path}/index.html")
    })
}

/// The address of a page's file as it is written in address books and front matter: `clip` for
/// `clip/index.html`, and `docs/old.html` for `docs/old.html`.
pub fn written_address(path: &str) -> &str {
    path.strip_suffix("/index.html").unwrap_or(path)
}
