//! File URIs and paths.
//!
//! Clients write the URI of one file in several ways: `[` is `%5B` for some and stays for others, and so do
//! spaces, letters beyond ASCII and the colon of a drive. So URIs are not compared; the paths in them are.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The characters that are encoded in a path: all but letters and digits of ASCII, `/`, and the four marks
/// that RFC 3986 calls unreserved. Visual Studio Code encodes the same.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path of a file URI, without `.` and `..`; `None` for a URI of another scheme, of another machine, or
/// whose path is not UTF-8.
///
/// ```text
/// file:///home/a%20b/%5Bslug%5D.md     /home/a b/[slug].md
/// file:///home/a b/[slug].md           /home/a b/[slug].md
/// untitled:Untitled-1                  –
/// ```
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (host, _) = rest.split_once('/')?;
            let is_here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
            is_here.then(|| rest.get(host.len()..)).flatten()?
        }
        None => rest,
    };
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    // on Windows, the path of a URI has a slash before the drive
    let decoded = match decoded.strip_prefix('/') {
        Some(rest) if cfg!(windows) => rest,
        _ => decoded.as_ref(),
    };
    if decoded.contains('\0') {
        return None;
    }
    let mut plain = PathBuf::new();
    for part in Path::new(decoded).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain.is_absolute().then_some(plain)
}

/// The URI of a file.
pub(super) fn of_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) {
        // a path that is too long for most programs keeps this mark
        let path = path.strip_prefix(r"\\?\").unwrap_or(&path);
        format!("/{}", path.replace('\\', "/"))
    } else {
        path.into_owned()
    };
    format!("file://{}", utf8_percent_encode(&path, ENCODED))
}
