//! The responses that the server itself writes: the page of errors, the script of live pages, redirects,
//! plain text.

use http_body_util::{Channel, Either, Full};
use hyper::body::Bytes;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};
use serde::Serialize;

use super::live::State;
use crate::disk::Digest;

/// The folder of the server's own files. No slug begins with an underscore.
pub(super) const OWN_FOLDER: &str = "/_headword/";

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The body of a response: bytes, or a stream of events.
pub(super) type ResponseBody = Either<Full<Bytes>, Channel<Bytes>>;

/// Adds the headers that all responses have: no caching, and no use by other sites.
pub(super) fn add_headers(response: &mut Response<ResponseBody>) {
    let is_wrong_method = response.status() == StatusCode::METHOD_NOT_ALLOWED;
    let headers = response.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-cache"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (RESOURCE_POLICY, "same-origin"),
        (CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
        (REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_wrong_method {
        headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
}

/// A response with a media type.
pub(super) fn typed(media_type: &str, bytes: Bytes) -> Response<ResponseBody> {
    let mut response = Response::new(Either::Left(Full::new(bytes)));
    if let Ok(media_type) = HeaderValue::from_str(media_type) {
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    response
}

/// A response of plain text.
pub(super) fn plain(status: StatusCode, text: &str) -> Response<ResponseBody> {
    let text = Bytes::from(format!("{text}\n"));
    let mut response = typed("text/plain; charset=utf-8", text);
    *response.status_mut() = status;
    response
}

/// The response if there is no file, not even a page for unknown addresses.
pub(super) fn not_found() -> Response<ResponseBody> {
    plain(StatusCode::NOT_FOUND, "not found")
}

/// A redirect to a path on this server.
pub(super) fn redirect(path: &str) -> Response<ResponseBody> {
    match HeaderValue::from_str(path) {
        // after two slashes, a browser would read the name of another host
        Ok(location) if !path.starts_with("//") => {
            let mut response = plain(StatusCode::FOUND, path);
            response.headers_mut().insert(LOCATION, location);
            response
        }
        _ => not_found(),
    }
}

/// A stream of events (WHATWG HTML, 9.2).
pub(super) fn event_stream(body: Channel<Bytes>) -> Response<ResponseBody> {
    let mut response = Response::new(Either::Right(body));
    let media_type = HeaderValue::from_static("text/event-stream");
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

/// The texts of the box over a page while the project has errors.
#[derive(Serialize)]
struct Overlay<'t> {
    title: &'static str,
    hide: &'static str,
    text: &'t str,
}

/// The event that shows the text of the project's errors over a page, or hides it if there are none.
pub(super) fn errors_event(errors: Option<&str>) -> Bytes {
    let Some(text) = errors else {
        return "event: fixed\ndata:\n\n".into();
    };
    let overlay = Overlay {
        title: "The glossary has errors. This page shows the last good version.",
        hide: "Hide",
        text,
    };
    // strings always fit into JSON, on one line
    let data = serde_json::to_string(&overlay).unwrap_or_default();
    format!("event: errors\ndata: {data}\n\n").into()
}

/// The version of a page and of the files that it loads: it changes when one of them changes.
pub(super) fn version(bytes: &[u8], state: &State) -> String {
    format!("{}-{}", short_digest(bytes), state.asset_changes)
}

/// The version of the [page of errors](errors_page). `live.js` recognises it by its first word.
pub(super) fn errors_version(state: &State, page_errors: &str) -> String {
    let errors = state.errors.as_deref().unwrap_or(page_errors);
    format!("errors-{}", short_digest(errors.as_bytes()))
}

fn short_digest(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string().chars().take(16).collect()
}

/// A page with the script that reloads it when it changes: as the last element of its body, or at its end.
pub(super) fn with_script(mut page: Vec<u8>, version: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let script =
        format!("<script src=\"{OWN_FOLDER}live.js\" data-version=\"{version}\"></script>\n");
    let end = page.windows(END.len()).rposition(|bytes| bytes == END);
    let end = end.unwrap_or(page.len());
    page.splice(end..end, script.into_bytes());
    page
}

/// The page that replaces a page which cannot be shown. It has the text of the project's errors; if the
/// project has none, that of the errors of the page (`page_errors`).
pub(super) fn errors_page(state: &State, page_errors: &str) -> Response<ResponseBody> {
    let errors = state.errors.as_deref().unwrap_or(page_errors);
    let mut text = String::new();
    // a write to a string cannot fail
    let _ = pulldown_cmark_escape::escape_html(&mut text, errors);
    let page = format!(
        r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>The glossary has errors</title>
<style>
body {{ font-family: system-ui, sans-serif; }}
pre {{ overflow-x: auto; tab-size: 4; }}
</style>
</head>
<body>
<h1>The glossary has errors</h1>
<pre tabindex="0">{text}</pre>
</body>
</html>
"##
    );
    let page = with_script(page.into_bytes(), &errors_version(state, page_errors));
    let mut response = typed("text/html; charset=utf-8", page.into());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}
