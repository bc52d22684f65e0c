//! The HTTP server for browsers on this machine, and the events that tell them when a page changes.
//!
//! No path of a request reaches the disk: the server looks it up in the list of the site's files.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::channel::{SendError, Sender};
use http_body_util::{Channel, Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use super::guard::judge;
use super::live::{Live, State};
use super::responses::{
    OWN_FOLDER, ResponseBody, add_headers, errors_event, errors_page, errors_version, event_stream,
    not_found, plain, redirect, typed, version, with_script,
};
use crate::address::site_path::SitePath;
use crate::diagnostic::Faults;
use crate::disk::Disk;
use crate::site::Content;
use crate::workbench::snapshot::Snapshot;

/// The script that the server adds to each page.
const SCRIPT: &str = include_str!("live.js");

/// The time that a browser has to send the headers of a request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// The time after which a browser that waits for events gets an empty one. If the browser is gone, the
/// server notices it then.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The pause before the server accepts another connection when it has too many.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The site's page for addresses that do not exist.
const NOT_FOUND: &str = "404.html";

/// Answers requests until the process ends. Files of the project are read from `disk`.
///
/// # Errors
///
/// The system has no threads or sockets left.
pub fn run(listener: TcpListener, live: Live, disk: Disk) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let server = Server { live, disk };
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let server = server.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let server = server.clone();
                    async move { Ok::<_, Infallible>(server.answer(&request).await) }
                });
                // it is not an error that a browser closes a connection
                let _ = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEADER_TIMEOUT)
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    })
}

/// A file of the site, or the reason why there is none.
enum File {
    Bytes(Vec<u8>),
    Missing,
    /// The text of the errors of the file's template or formulas.
    Errors(String),
}

#[derive(Clone)]
struct Server {
    live: Live,
    disk: Disk,
}

impl Server {
    async fn answer(&self, request: &Request<Incoming>) -> Response<ResponseBody> {
        let mut response = match judge(request.method(), request.uri(), request.headers()) {
            Err(refusal) => plain(refusal.status, refusal.reason),
            Ok(()) => match request.uri().path().strip_prefix(OWN_FOLDER) {
                Some("live.js") => typed("text/javascript; charset=utf-8", SCRIPT.into()),
                Some("events") => self.events(request.uri().query().unwrap_or_default()),
                Some(_) => not_found(),
                None => self.page(request).await,
            },
        };
        add_headers(&mut response);
        if request.method() == Method::HEAD {
            *response.body_mut() = Either::Left(Full::default());
        }
        response
    }

    /// Answers with a file of the site.
    async fn page(&self, request: &Request<Incoming>) -> Response<ResponseBody> {
        let state = self.live.state();
        let Some(snapshot) = state.snapshot.clone() else {
            return errors_page(&state, "");
        };
        let uri = request.uri();
        let Some(address) = address(uri.path(), &snapshot) else {
            // the site is below the path of its `base_url`
            let root = root(&snapshot);
            return if uri.path() == "/" || format!("{}/", uri.path()) == root {
                redirect(&root)
            } else {
                self.no_such_page(&state).await
            };
        };
        let path = address.file();
        let file = self.file(&path, &state).await;
        if !matches!(file, File::Missing) {
            return respond(&path, file, &state);
        }
        let is_folder = snapshot.site().file(&format!("{address}/index.html"));
        if is_folder.is_some() {
            let query = uri.query().map(|query| format!("?{query}"));
            let query = query.unwrap_or_default();
            return redirect(&format!("{}/{query}", uri.path()));
        }
        self.no_such_page(&state).await
    }

    /// Answers with the site's page for addresses that do not exist.
    async fn no_such_page(&self, state: &State) -> Response<ResponseBody> {
        let page = self.file(NOT_FOUND, state).await;
        let mut response = respond(NOT_FOUND, page, state);
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    }

    /// Makes the file at a path of the site, on a thread of its own, so that other browsers need not wait.
    async fn file(&self, path: &str, state: &State) -> File {
        let Some(snapshot) = state.snapshot.clone() else {
            return File::Missing;
        };
        let (path, disk) = (path.to_owned(), self.disk.clone());
        let make = move || {
            let faults = Faults::default();
            let content = snapshot.files(&[path], &faults).pop().flatten();
            match content {
                _ if faults.any_error() => File::Errors(faults.text()),
                Some(Content::Bytes(bytes)) => File::Bytes(bytes),
                Some(Content::Copy(source)) => match disk.read(&source, u64::MAX) {
                    Ok(bytes) => File::Bytes(bytes),
                    // it has just been removed; the next snapshot will not list it
                    Err(_) => File::Missing,
                },
                None => File::Missing,
            }
        };
        tokio::task::spawn_blocking(make)
            .await
            .unwrap_or(File::Missing)
    }

    /// Answers with the events of a page (WHATWG HTML, 9.2), until the browser closes the connection. The
    /// query has the path of the page and the version that the browser shows, and the number of the last visit that it
    /// knows, if it knows one: `page=/adapter/&version=…&visit=2`.
    fn events(&self, query: &str) -> Response<ResponseBody> {
        let mut path = String::new();
        let mut version = String::new();
        let mut visit = None;
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*key {
                "page" => path = value.into_owned(),
                "version" => version = value.into_owned(),
                "visit" => visit = value.parse().ok(),
                _ => {}
            }
        }
        let (sender, body) = Channel::new(8);
        let server = self.clone();
        tokio::spawn(async move {
            let _open_page = server.live.open_page(path.clone());
            // it is not an error that a browser closes a connection
            let _ = server.send_events(sender, &path, version, visit).await;
        });
        event_stream(body)
    }

    /// Sends the events of a page. `path` is the path of the page, `version` the version that the browser
    /// shows.
    ///
    /// ```text
    /// event: errors     the project has errors, or other errors than before: the data is a JSON object
    /// event: fixed      the project has no errors
    /// event: changed    the page is another one than the browser shows
    /// event: visit      an editor wants this page to be shown: the data is its number, a space and its path
    /// event: visits     nothing is wanted: the data is the number of the last visit
    /// ```
    async fn send_events(
        &self,
        mut sender: Sender<Bytes>,
        path: &str,
        mut version: String,
        mut visited: Option<u64>,
    ) -> Result<(), SendError> {
        let mut states = self.live.subscribe();
        let mut is_first = true;
        let mut sent: Option<Arc<str>> = None;
        // people often start a server again at once: the browser should find it
        sender.send_data("retry: 1000\n\n".into()).await?;
        loop {
            let state = states.borrow_and_update().clone();
            if is_first || sent != state.errors {
                let event = errors_event(state.errors.as_deref());
                sender.send_data(event).await?;
                sent.clone_from(&state.errors);
                is_first = false;
            }
            let current = self.version_at(path, &state).await;
            if current != version {
                let event = "event: changed\ndata:\n\n";
                sender.send_data(event.into()).await?;
                version = current;
            }
            if let Some(event) = visit_event(path, &state, &mut visited) {
                sender.send_data(event.into()).await?;
            }
            while tokio::time::timeout(HEARTBEAT, states.changed())
                .await
                .is_err()
            {
                sender.send_data(":\n\n".into()).await?;
            }
        }
    }

    /// The version of the page at a path of a request.
    async fn version_at(&self, path: &str, state: &State) -> String {
        let Some(snapshot) = &state.snapshot else {
            return errors_version(state, "");
        };
        let file = match address(path, snapshot) {
            Some(address) => self.file(&address.file(), state).await,
            None => File::Missing,
        };
        let file = match file {
            File::Missing => self.file(NOT_FOUND, state).await,
            found => found,
        };
        match file {
            File::Bytes(bytes) => version(&bytes, state),
            File::Missing => String::new(),
            File::Errors(errors) => errors_version(state, &errors),
        }
    }
}

/// The event that brings a browser with the page at `path` to the page that an editor wants, or that tells it the
/// number of the last visit. `visited` is the last number that the browser knows; `None` if it has just begun to
/// listen, and so has nothing missed.
fn visit_event(path: &str, state: &State, visited: &mut Option<u64>) -> Option<String> {
    let last = state.visit.as_ref();
    let number = last.map_or(0, |visit| visit.number);
    let before = visited.replace(number);
    match (before, last) {
        (None, _) => Some(format!("event: visits\ndata: {number}\n\n")),
        (Some(before), Some(visit)) if before < number && *visit.page != *path => {
            Some(format!("event: visit\ndata: {number} {}\n\n", visit.page))
        }
        _ => None,
    }
}

/// The answer with the file at a path of the site.
fn respond(path: &str, file: File, state: &State) -> Response<ResponseBody> {
    let bytes = match file {
        File::Bytes(bytes) => bytes,
        File::Missing => return not_found(),
        File::Errors(errors) => return errors_page(state, &errors),
    };
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let is_text =
        media_type.type_() == "text" || matches!(media_type.subtype().as_str(), "json" | "xml");
    let charset = if is_text { "; charset=utf-8" } else { "" };
    let bytes = if media_type.essence_str() == "text/html" {
        let version = version(&bytes, state);
        with_script(bytes, &version)
    } else {
        bytes
    };
    let media_type = format!("{}{charset}", media_type.essence_str());
    typed(&media_type, bytes.into())
}

/// The path of the site's root on this server. It is the same as on the site's own host.
pub fn root(snapshot: &Snapshot) -> String {
    let base = snapshot.site().config().settings.base_url.as_ref();
    base.map_or("/", |url| url.path()).to_owned()
}

/// The address for the path of a request; `None` if the path is not below the site's root.
pub fn address(path: &str, snapshot: &Snapshot) -> Option<SitePath> {
    let decode = |text: &str| Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
    let path = decode(path)?;
    let root = decode(&root(snapshot))?;
    path.strip_prefix(&root).map(SitePath::new)
}
