//! The site over HTTP, for browsers on this machine; and what they are told while it changes.
//!
//! No path of a request reaches the disk: it is looked up among the files that the site has.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::channel::Sender;
use http_body_util::{Channel, Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use tokio::sync::watch;
use url::form_urlencoded;

use super::guard::judge;
use crate::address::site_path::SitePath;
use crate::diagnostic::Faults;
use crate::disk::{Digest, Disk};
use crate::site::Content;
use crate::workbench::snapshot::Snapshot;

/// The folder of what the server itself serves. No slug has an underscore.
const OWN: &str = "/_headword/";

/// The script that pages are shown with.
const SCRIPT: &str = include_str!("live.js");

/// How long a browser may take to ask.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a browser that waits for news is told that the server is still there. It tells the
/// server, in turn, that the browser is.
const HEARTBEAT: Duration = Duration::from_secs(15);

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

type Body = Either<Full<Bytes>, Channel<Bytes>>;

/// What browsers are shown.
#[derive(Clone, Default)]
pub struct Shown {
    /// The site, as it was good last.
    pub snapshot: Option<Arc<Snapshot>>,
    /// What is wrong with the project since then.
    pub faults: Option<Arc<str>>,
    /// How many times files that pages load were changed.
    pub assets: u64,
}

/// What server and editing have in common.
#[derive(Clone)]
pub struct Board {
    shown: watch::Sender<Shown>,
    open: Arc<Mutex<BTreeMap<u64, String>>>,
    disk: Disk,
}

impl Board {
    /// A board with nothing on it; files of the project are read from `disk`.
    pub fn new(disk: &Disk) -> Self {
        Self {
            shown: watch::Sender::new(Shown::default()),
            open: Arc::default(),
            disk: disk.clone(),
        }
    }

    /// Shows something else, and tells the browsers.
    pub fn show(&self, change: impl FnOnce(&mut Shown)) {
        self.shown.send_modify(change);
    }

    /// What is wrong, as it is shown.
    pub fn faults(&self) -> Option<Arc<str>> {
        self.shown.borrow().faults.clone()
    }

    /// The files of the pages that browsers have open, by their paths in the site.
    pub fn open_pages(&self) -> Vec<String> {
        let Some(snapshot) = self.shown.borrow().snapshot.clone() else {
            return Vec::new();
        };
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let paths = open.values();
        paths
            .filter_map(|path| Some(inside(path, &snapshot)?.file()))
            .collect()
    }
}

/// Answers requests, until the process ends.
///
/// # Errors
///
/// Where the system has no threads or sockets left.
pub fn run(listener: TcpListener, board: Board) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // too many open files: some will be closed
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let board = board.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let board = board.clone();
                    async move { Ok::<_, Infallible>(board.answer(&request).await) }
                });
                // a browser that goes away is no fault
                let _ = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(PATIENCE)
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    })
}

impl Board {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Body> {
        let mut response = match judge(request.method(), request.uri(), request.headers()) {
            Err(refusal) => plain(refusal.status, refusal.why),
            Ok(()) => match request.uri().path().strip_prefix(OWN) {
                Some("live.js") => typed("text/javascript; charset=utf-8", SCRIPT.into()),
                Some("news") => self.news(request.uri().query().unwrap_or_default()),
                Some(_) => plain(StatusCode::NOT_FOUND, "there is nothing here"),
                None => self.page(request).await,
            },
        };
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
        if response.status() == StatusCode::METHOD_NOT_ALLOWED {
            let methods = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(ALLOW, methods);
        }
        if request.method() == Method::HEAD {
            *response.body_mut() = Either::Left(Full::default());
        }
        response
    }

    /// Answers with a file of the site.
    async fn page(&self, request: &Request<Incoming>) -> Response<Body> {
        let shown = self.shown.borrow().clone();
        let Some(snapshot) = shown.snapshot.clone() else {
            return faults_page(&shown, "");
        };
        let uri = request.uri();
        let Some(path) = inside(uri.path(), &snapshot) else {
            // the site is where its `base_url` has it
            return match uri.path() == "/" || format!("{}/", uri.path()) == root(&snapshot) {
                true => redirect(&root(&snapshot)),
                false => self.found(NOT_FOUND, StatusCode::NOT_FOUND, &shown).await,
            };
        };
        let file = path.file();
        if snapshot.has(&file) {
            return self.found(&file, StatusCode::OK, &shown).await;
        }
        if snapshot.has(&format!("{path}/index.html")) {
            let query = uri.query().map(|query| format!("?{query}"));
            let query = query.unwrap_or_default();
            return redirect(&format!("{}/{query}", uri.path()));
        }
        self.found(NOT_FOUND, StatusCode::NOT_FOUND, &shown).await
    }

    async fn found(&self, path: &str, status: StatusCode, shown: &Shown) -> Response<Body> {
        let made = self.make(path, shown).await;
        let bytes = match made {
            Made::Bytes(bytes) => bytes,
            Made::Nothing => return plain(StatusCode::NOT_FOUND, "there is nothing here"),
            Made::Faults(faults) => return faults_page(shown, &faults),
        };
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        let is_text = kind.type_() == "text" || matches!(kind.subtype().as_str(), "json" | "xml");
        let charset = if is_text { "; charset=utf-8" } else { "" };
        let bytes = match kind.essence_str() {
            "text/html" => {
                let is = identity(&bytes, shown);
                Bytes::from(with_script(bytes, &is))
            }
            _ => Bytes::from(bytes),
        };
        let mut response = typed(&format!("{}{charset}", kind.essence_str()), bytes);
        *response.status_mut() = status;
        response
    }

    /// Makes a file of the site, where that keeps no other browser waiting.
    async fn make(&self, path: &str, shown: &Shown) -> Made {
        let Some(snapshot) = shown.snapshot.clone() else {
            return Made::Nothing;
        };
        let (path, disk) = (path.to_owned(), self.disk.clone());
        let work = move || {
            let faults = Faults::default();
            let file = snapshot.files(&[path], &faults).pop().flatten();
            match file {
                _ if faults.any_error() => Made::Faults(faults.text()),
                Some(Content::Bytes(bytes)) => Made::Bytes(bytes),
                Some(Content::Copy(from)) => match disk.read(&from, u64::MAX) {
                    Ok(bytes) => Made::Bytes(bytes),
                    // removed just now: the next snapshot knows
                    Err(_) => Made::Nothing,
                },
                None => Made::Nothing,
            }
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or(Made::Nothing)
    }

    /// Answers with news of a page, as long as the browser listens: server-sent events (WHATWG HTML,
    /// 9.2).
    fn news(&self, query: &str) -> Response<Body> {
        let mut page = String::new();
        let mut is = String::new();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*key {
                "page" => page = value.into_owned(),
                "is" => is = value.into_owned(),
                _ => {}
            }
        }
        let (sender, body) = Channel::new(8);
        let board = self.clone();
        tokio::spawn(async move {
            let _listener = Listener::new(&board, page.clone());
            // a browser that goes away is no fault
            let _ = board.tell(sender, &page, is).await;
        });
        let mut response = Response::new(Either::Right(body));
        let kind = HeaderValue::from_static("text/event-stream");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    }

    /// Tells a browser that shows a page when it is another one by now, and what is wrong.
    async fn tell(
        &self,
        mut sender: Sender<Bytes>,
        page: &str,
        mut is: String,
    ) -> Result<(), http_body_util::channel::SendError> {
        let mut news = self.shown.subscribe();
        let mut told: Option<Option<Arc<str>>> = None;
        // a server that was stopped is often started again at once
        sender.send_data("retry: 1000\n\n".into()).await?;
        loop {
            let shown = news.borrow_and_update().clone();
            if told.as_ref() != Some(&shown.faults) {
                sender.send_data(message(shown.faults.as_deref())).await?;
                told = Some(shown.faults.clone());
            }
            let now = self.identity_at(page, &shown).await;
            if now != is {
                sender.send_data("event: other\ndata:\n\n".into()).await?;
                is = now;
            }
            while tokio::time::timeout(HEARTBEAT, news.changed())
                .await
                .is_err()
            {
                sender.send_data(":\n\n".into()).await?;
            }
        }
    }

    /// What tells what is at a path from what was there before.
    async fn identity_at(&self, path: &str, shown: &Shown) -> String {
        let Some(snapshot) = &shown.snapshot else {
            return faulty(shown, "");
        };
        let file = inside(path, snapshot)
            .map(|path| path.file())
            .filter(|file| snapshot.has(file));
        match self.make(file.as_deref().unwrap_or(NOT_FOUND), shown).await {
            Made::Bytes(bytes) => identity(&bytes, shown),
            Made::Nothing => String::new(),
            Made::Faults(faults) => faulty(shown, &faults),
        }
    }
}

/// The page for addresses that there are not.
const NOT_FOUND: &str = "404.html";

/// What became of a file.
enum Made {
    Bytes(Vec<u8>),
    Nothing,
    Faults(String),
}

/// A browser that listens, as long as it does.
struct Listener {
    number: u64,
    open: Arc<Mutex<BTreeMap<u64, String>>>,
}

impl Listener {
    fn new(board: &Board, page: String) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let open = Arc::clone(&board.open);
        open.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(number, page);
        Self { number, open }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.number);
    }
}

/// What is shown over a page while something is wrong.
#[derive(Serialize)]
struct Overlay<'t> {
    title: &'static str,
    hide: &'static str,
    text: &'t str,
}

fn message(faults: Option<&str>) -> Bytes {
    let Some(text) = faults else {
        return "event: mended\ndata:\n\n".into();
    };
    let overlay = Overlay {
        title: "The glossary has faults. This page is as it was before.",
        hide: "Hide",
        text,
    };
    // strings only: JSON can hold them, on one line
    let data = serde_json::to_string(&overlay).unwrap_or_default();
    format!("event: faults\ndata: {data}\n\n").into()
}

/// The path of the site's root on this server: that which it has on its own host.
pub fn root(snapshot: &Snapshot) -> String {
    let base = snapshot.config().settings.base_url.as_ref();
    base.map_or("/", |url| url.path()).to_owned()
}

/// The address that a request's path means; `None` if it is not of the site.
fn inside(path: &str, snapshot: &Snapshot) -> Option<SitePath> {
    let root = root(snapshot);
    let decode = |text| percent_decode_str(text).decode_utf8().ok();
    let path = decode(path)?;
    let root = decode(&root)?;
    path.strip_prefix(&*root).map(SitePath::new)
}

/// What tells one state of a page, and of all that it loads, from another.
fn identity(bytes: &[u8], shown: &Shown) -> String {
    format!("{}-{}", short_digest(bytes), shown.assets)
}

/// The same of a page that could not be made: of what is said in its place. `live.js` knows it by its
/// first letters.
fn faulty(shown: &Shown, own: &str) -> String {
    let faults = shown.faults.as_deref().unwrap_or(own);
    format!("faults-{}", short_digest(faults.as_bytes()))
}

fn short_digest(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string().chars().take(16).collect()
}

/// A page with the script that shows its edits: as its last element, or after all.
fn with_script(mut page: Vec<u8>, is: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let script = format!("<script src=\"{OWN}live.js\" data-is=\"{is}\"></script>\n");
    let at = page.windows(END.len()).rposition(|bytes| bytes == END);
    let at = at.unwrap_or(page.len());
    page.splice(at..at, script.into_bytes());
    page
}

/// The page where there is no page to show: what is wrong with the glossary, or else with the page's
/// `own` making, until it is mended.
fn faults_page(shown: &Shown, own: &str) -> Response<Body> {
    let mut text = String::new();
    let faults = shown.faults.as_deref().unwrap_or(own);
    let _ = pulldown_cmark_escape::escape_html(&mut text, faults);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<title>The glossary has faults</title>\n\
         <style>\nbody {{ font-family: system-ui, sans-serif; }}\npre {{ overflow-x: auto; tab-size: 4; }}\n\
         </style>\n</head>\n<body>\n<h1>The glossary has faults</h1>\n<pre tabindex=\"0\">{text}</pre>\n</body>\n</html>\n"
    );
    let page = with_script(page.into_bytes(), &faulty(shown, own));
    let mut response = typed("text/html; charset=utf-8", page.into());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

fn typed(kind: &str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Either::Left(Full::new(bytes)));
    if let Ok(kind) = HeaderValue::from_str(kind) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    let text = Bytes::from(format!("{text}\n"));
    let mut response = typed("text/plain; charset=utf-8", text);
    *response.status_mut() = status;
    response
}

fn redirect(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::FOUND, to);
    match HeaderValue::from_str(to) {
        // two slashes would begin the address of another host
        Ok(to) if !to.as_bytes().starts_with(b"//") => {
            response.headers_mut().insert(LOCATION, to);
            response
        }
        _ => plain(StatusCode::NOT_FOUND, "there is nothing here"),
    }
}
