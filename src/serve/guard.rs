//! The requests that the server answers: only those of a browser on this machine, for a page that its user
//! opened.
//!
//! The site is not secret, but it is not published yet. A page of another site, open in the same browser,
//! could read it: at the server's address, or at a host name of its own that it resolves to that address
//! (DNS rebinding). The latter fails because the server accepts no host name but `localhost`.
//!
//! ```text
//! request                                                   answer
//! GET / with Host: localhost:8484                           yes
//! GET / with Host: 127.0.0.1:8484                           yes
//! GET / with Host: evil.example                             no: another host
//! GET / with Origin: https://evil.example                   no: another site
//! GET / with Sec-Fetch-Site: cross-site                     no: another site
//! GET / with Sec-Fetch-Site: cross-site, Mode: navigate     yes: the user followed a link
//! POST /                                                    no: another method
//! ```

use std::net::{IpAddr, Ipv6Addr};

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// The relation between the site that asks and this one (W3C, Fetch Metadata Request Headers).
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The purpose of the request: `navigate` if the user opens a page (same source).
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// The reason why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedRequest {
    /// The status of the response.
    pub status: StatusCode,
    /// The text of the response.
    pub reason: &'static str,
}

/// Decides whether a request may be answered, by its method, its URL and its headers.
///
/// # Errors
///
/// The refusal to answer with.
pub fn judge(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), RefusedRequest> {
    let refusal = |status, reason| Err(RefusedRequest { status, reason });
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if !matches!(*method, Method::GET | Method::HEAD) {
        let reason = "this server only answers GET and HEAD requests";
        return refusal(StatusCode::METHOD_NOT_ALLOWED, reason);
    }
    if headers.get_all(HOST).iter().count() != 1 {
        let reason = "the request has to name exactly one host";
        return refusal(StatusCode::BAD_REQUEST, reason);
    }
    let host = text(&HOST).unwrap_or_default();
    // a proxy is sent a whole URL, with a host of its own
    if !is_this_machine(host)
        || uri
            .authority()
            .is_some_and(|authority| !is_this_machine(authority.as_str()))
    {
        let reason =
            "the host of the request is not this machine: use `localhost` or an IP address";
        return refusal(StatusCode::FORBIDDEN, reason);
    }
    let is_own_origin = |origin: &str| origin.strip_prefix("http://") == Some(host);
    let is_other_origin = text(&ORIGIN).is_some_and(|origin| !is_own_origin(origin));
    let is_other_site =
        text(&FETCH_SITE).is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let is_navigation = text(&FETCH_MODE) == Some("navigate");
    if is_other_origin || (is_other_site && !is_navigation) {
        let reason = "the request comes from another site";
        return refusal(StatusCode::FORBIDDEN, reason);
    }
    Ok(())
}

/// Whether a host, with or without a port, is `localhost` or an IP address. Nobody else can own such a name.
fn is_this_machine(host: &str) -> bool {
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
