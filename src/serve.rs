//! The site in memory, shown in a browser while it is written.
//!
//! The project is watched ([`watch`]) and read again after each edit ([`workbench`]). If nothing is
//! wrong, the site as it is now ([`snapshot`]) takes the place of the one before; else that one stays,
//! with what is wrong over it. Browsers are answered by a thread of its own ([`server`]). Nothing is
//! written to the disk.

use std::collections::BTreeSet;
use std::io;
use std::mem::{Discriminant, discriminant};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::config::Options;
use crate::destination::is_entry;
use crate::diagnostic::Faults;
use crate::disk::Disk;
use crate::failure::Failure;
use crate::site_map::{Route, entry_address};

pub mod guard;
pub mod server;
pub mod snapshot;
pub mod watch;
pub mod workbench;

use server::Board;
use snapshot::Snapshot;
use watch::{Touched, Watch};
use workbench::{Changed, Workbench};

/// How many ports are tried after one that is taken, before any that is free will do.
const NEXT_PORTS: u16 = 20;

/// How long nothing is done after an edit, before pages that nobody has asked for are looked through.
const PAUSE: Duration = Duration::from_millis(500);

/// How many pages are looked through at a time: an edit waits for no more.
const CHUNK: usize = 64;

/// Where to serve.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// The network interface, by its address.
    pub interface: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
}

/// What there is to tell of.
pub enum Event<'e> {
    /// The site is at an address from now on.
    Serving {
        /// The address.
        url: &'e str,
        /// The port that was asked for and is taken.
        taken: Option<u16>,
        /// Whether others on the network can ask for it.
        is_shared: bool,
    },
    /// The project was read.
    Read {
        /// What was changed; nothing the first time.
        touched: &'e Touched,
        /// What is wrong.
        faults: &'e Faults,
        /// How long it took.
        time: Duration,
    },
    /// The project could not be read.
    Failed(&'e Failure),
}

/// Serves the project that `options` name until the process ends, and tells `on_event` of what happens.
///
/// # Errors
///
/// Where nothing can be served or watched.
pub fn run(
    disk: &Disk,
    options: Options,
    at: At,
    on_event: &dyn Fn(Event<'_>),
) -> Result<(), Failure> {
    let (listener, taken) = listen(at)?;
    // before the first reading: no edit may fall between both
    let mut watch = Watch::new(disk, &options.root)?;
    let mut session = Session {
        board: Board::new(disk),
        strict: options.strict,
        workbench: Workbench::new(disk, options),
        shown: None,
        unseen: Vec::new(),
        on_event,
    };
    session.read(&Touched::new());
    let address = listener.local_addr().map_err(cannot_serve)?;
    let root = session.shown.as_ref().map(|shown| server::root(shown));
    let host = match at.interface {
        any if any.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        own => own,
    };
    let url = format!(
        "http://{}{}",
        SocketAddr::new(host, address.port()),
        root.as_deref().unwrap_or("/")
    );
    on_event(Event::Serving {
        url: &url,
        taken: taken.then_some(at.port),
        is_shared: !at.interface.is_loopback(),
    });
    let board = session.board.clone();
    thread::Builder::new()
        .name("server".to_owned())
        .spawn(move || server::run(listener, board))
        .map_err(cannot_serve)?;
    loop {
        let pause = (!session.unseen.is_empty()).then_some(PAUSE);
        let touched = watch.wait(disk, pause)?;
        match touched.is_empty() {
            true => session.look_through(&mut watch, disk)?,
            false => session.read(&touched),
        }
    }
}

/// Takes the port that was asked for, or the next free one; says whether that was taken.
fn listen(at: At) -> Result<(TcpListener, bool), Failure> {
    let after = (1..=NEXT_PORTS).filter_map(|step| at.port.checked_add(step));
    let ports = std::iter::once(at.port).chain(after).chain([0]);
    let mut taken = false;
    for port in ports {
        match TcpListener::bind(SocketAddr::new(at.interface, port)) {
            Ok(listener) => return Ok((listener, taken)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken = true,
            Err(error) => return Err(cannot_serve(error)),
        }
    }
    Err(cannot_serve(io::ErrorKind::AddrInUse.into()))
}

fn cannot_serve(error: io::Error) -> Failure {
    Failure::Machine("cannot serve".to_owned(), error)
}

/// A project while it is served.
struct Session<'s> {
    board: Board,
    strict: bool,
    workbench: Workbench<'s>,
    /// What is shown.
    shown: Option<Arc<Snapshot>>,
    /// Pages that nobody has asked for since something changed that they may all depend on.
    unseen: Vec<String>,
    on_event: &'s dyn Fn(Event<'_>),
}

impl Session<'_> {
    /// Reads the project after an edit, and shows it if nothing is wrong.
    fn read(&mut self, touched: &Touched) {
        let started = Instant::now();
        let faults = Faults::new(self.strict);
        match self.workbench.read(touched, &faults) {
            Err(Failure::Faults) => {}
            Err(failure) => {
                let text: Arc<str> = format!("error: {failure}\n").into();
                self.board.show(|shown| shown.faults = Some(text));
                (self.on_event)(Event::Failed(&failure));
                return;
            }
            Ok(reading) => {
                let all = touched.is_empty() || touched.iter().any(|path| !is_text(path));
                let changed = if all { Changed::All } else { reading.changed };
                let snapshot = Arc::new(reading.snapshot);
                if !faults.any_error() {
                    self.try_out(&snapshot, &changed, &faults);
                }
                if !faults.any_error() {
                    self.show(snapshot, &changed, touched);
                }
            }
        }
        if faults.any_error() {
            let text: Arc<str> = faults.errors().text().into();
            self.board.show(|shown| shown.faults = Some(text));
        }
        (self.on_event)(Event::Read {
            touched,
            faults: &faults,
            time: started.elapsed(),
        });
    }

    /// Makes the pages that an edit is about: those that are open, those of entries that changed, and
    /// one of each kind if a template may have.
    fn try_out(&self, snapshot: &Snapshot, changed: &Changed, faults: &Faults) {
        let mut paths: BTreeSet<String> = self.board.open_pages().into_iter().collect();
        paths.retain(|path| snapshot.has(path));
        match changed {
            Changed::Texts(slugs) => {
                let pages = slugs.iter().map(|slug| page(slug));
                paths.extend(pages.filter(|page| snapshot.has(page)));
            }
            Changed::All => {
                let mut seen: Vec<Discriminant<Route>> = Vec::new();
                for (path, route) in snapshot.site_map().routes() {
                    if !seen.contains(&discriminant(route)) {
                        seen.push(discriminant(route));
                        paths.insert(path.clone());
                    }
                }
            }
        }
        snapshot.files(&Vec::from_iter(paths), faults);
    }

    fn show(&mut self, snapshot: Arc<Snapshot>, changed: &Changed, touched: &Touched) {
        if matches!(changed, Changed::All) {
            let routes = snapshot.site_map().routes().iter();
            let pages = routes.filter(|(_, route)| route.is_page());
            self.unseen = pages.map(|(path, _)| path.clone()).collect();
        }
        let is_asset = |path: &String| !is_text(path) && !path.starts_with("templates/");
        let assets = u64::from(touched.iter().any(is_asset));
        self.shown = Some(Arc::clone(&snapshot));
        self.board.show(|shown| {
            shown.snapshot = Some(snapshot);
            shown.faults = None;
            shown.assets += assets;
        });
    }

    /// Looks through some of the pages that nobody has asked for. What is wrong with them is told; they
    /// are all there is to show, so they stay.
    fn look_through(&mut self, watch: &mut Watch, disk: &Disk) -> Result<(), Failure> {
        let Some(snapshot) = self.shown.clone() else {
            self.unseen.clear();
            return Ok(());
        };
        let started = Instant::now();
        let faults = Faults::new(self.strict);
        while !self.unseen.is_empty() && !faults.any_error() {
            let rest = self.unseen.split_off(self.unseen.len().min(CHUNK));
            let chunk = std::mem::replace(&mut self.unseen, rest);
            snapshot.look_at(&chunk, &faults);
            let touched = watch.wait(disk, Some(Duration::ZERO))?;
            if !touched.is_empty() {
                self.read(&touched);
                return Ok(());
            }
        }
        if faults.any_error() {
            self.unseen.clear();
            let text: Arc<str> = faults.errors().text().into();
            self.board.show(|shown| shown.faults = Some(text));
            (self.on_event)(Event::Read {
                touched: &Touched::new(),
                faults: &faults,
                time: started.elapsed(),
            });
        }
        Ok(())
    }
}

/// Whether a path is that of an entry's file.
fn is_text(path: &str) -> bool {
    path.starts_with("content/") && is_entry(path)
}

/// The file of an entry's page.
fn page(slug: &str) -> String {
    format!("{}index.html", entry_address(slug))
}
