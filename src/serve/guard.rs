//! Who may ask: this machine's own browser, and only for pages that it was led to.
//!
//! What is served is not secret, but it is not published either. A page of another site, open in the
//! same browser, could ask for it: by the server's address, or by a name of its own that it lets stand
//! for that address (DNS rebinding). A name cannot, if none but `localhost` is answered to.

use std::net::{IpAddr, Ipv6Addr};

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// What a browser says of where a request comes from (W3C, Fetch Metadata Request Headers).
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The status to answer with.
    pub status: StatusCode,
    /// What to say.
    pub why: &'static str,
}

/// Judges a request by its method, its address and its headers.
///
/// # Errors
///
/// Why it is not to be answered.
pub fn judge(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    let refusal = |status, why| Err(Refusal { status, why });
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if !matches!(*method, Method::GET | Method::HEAD) {
        return refusal(
            StatusCode::METHOD_NOT_ALLOWED,
            "there is nothing to send here",
        );
    }
    if headers.get_all(HOST).iter().count() != 1 {
        return refusal(
            StatusCode::BAD_REQUEST,
            "the request names no host, or several",
        );
    }
    let host = text(&HOST).unwrap_or_default();
    // an address may name a host of its own, as proxies are asked
    if !is_own(host) || uri.authority().is_some_and(|own| !is_own(own.as_str())) {
        let why = "the request names a host that is not this machine; ask by `localhost` or by an \
                   address in numbers";
        return refusal(StatusCode::FORBIDDEN, why);
    }
    let is_own_origin = |origin: &str| origin.strip_prefix("http://") == Some(host);
    if text(&ORIGIN).is_some_and(|origin| !is_own_origin(origin)) {
        return refusal(StatusCode::FORBIDDEN, "the request comes from another site");
    }
    let is_elsewhere = text(&SITE).is_some_and(|site| !matches!(site, "same-origin" | "none"));
    if is_elsewhere && text(&MODE) != Some("navigate") {
        return refusal(StatusCode::FORBIDDEN, "the request comes from another site");
    }
    Ok(())
}

/// Whether a host, with a port or without, is `localhost` or an address in numbers: no name that
/// anybody may have given.
fn is_own(host: &str) -> bool {
    if let Some(rest) = host.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else {
            return false;
        };
        return address.parse::<Ipv6Addr>().is_ok()
            && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    }
    let (name, port) = match host.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let is_known = name.eq_ignore_ascii_case("localhost")
        || matches!(name.parse::<IpAddr>(), Ok(IpAddr::V4(_)));
    is_known && port.is_none_or(is_port)
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok()
}
