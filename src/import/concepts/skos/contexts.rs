//! The contexts of JSON-LD that files name by their URL. Nothing is fetched: a few contexts are known, and all others have
//! to be in the file itself.

use crate::text::slice;

/// What a message about a missing context begins with, so that it can be found in the parser's own message.
const MISSING: &str = "import fetches nothing, and the file needs the context ";

/// A part of the context of schema.org: its terms are names in one namespace.
const SCHEMA: &str = r#"{"@context":{"@vocab":"http://schema.org/","id":"@id","type":"@type"}}"#;

/// The context with a URL, if it is known.
pub(super) fn known(url: &str) -> Option<&'static str> {
    let bare = url
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    match bare.trim_end_matches('/') {
        "schema.org"
        | "schema.org/docs/jsonldcontext.jsonld"
        | "schema.org/docs/jsonldcontext.json" => Some(SCHEMA),
        _ => None,
    }
}

/// The message for a context that is not known.
pub(super) fn missing(url: &str) -> String {
    format!(
        "{MISSING}`{url}`: write the content of this context into the file, in place of its URL"
    )
}

/// A message of the parser for people, and the URL in it of a context that is missing.
pub(super) fn shown(message: &str) -> (&str, Option<&str>) {
    if let Some(at) = message.find(MISSING) {
        let message = slice(message, at..);
        return (message, message.split('`').nth(1));
    }
    // the place of an error is shown before its message
    let place = message.strip_prefix("Parser error at line");
    let reason = place.and_then(|rest| Some(rest.split_once(": ")?.1));
    (reason.unwrap_or(message), None)
}
