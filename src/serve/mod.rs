//! The site in memory, shown in a browser while it is written.
//!
//! The project is watched ([`watch`](crate::workbench::watch)) and read again after each edit ([`workbench`](crate::workbench)). If nothing is
//! wrong, the site as it is now ([`snapshot`](crate::workbench::snapshot)) takes the place of the one before; else that one stays,
//! with what is wrong over it. Browsers are answered by a thread of its own ([`server`]). Nothing is
//! written to the disk.

use std::collections::BTreeSet;
use std::io;
use std::mem::{Discriminant, discriminant};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::address::destination::is_entry;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::project::config::Options;
use crate::project::load;
use crate::site_map::Route;

pub mod guard;
pub mod server;

use crate::workbench::snapshot::Snapshot;
use crate::workbench::watch::{Touched, Watch};
use crate::workbench::{Changed, Workbench};
use server::Board;

/// How many ports are tried after one that is taken, before any that is free will do.
const NEXT_PORTS: u16 = 20;

/// How long nothing is done after an edit, before pages that nobody has asked for are looked through.
const PAUSE: Duration = Duration::from_millis(500);

/// How often a project that cannot be read is tried again, and after how long: where files come and
/// go, one may be gone that was there just now.
const TRIES: usize = 4;
const AFTER: Duration = Duration::from_millis(50);

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
        /// Whether there is a site to show, as it is now or was before.
        is_shown: bool,
    },
    /// The project could not be read.
    Failed(&'e Failure),
}

/// Serves the project that `options` name until the process ends, and tells `on_event` of what happens.
///
/// # Errors
///
/// Where there is no project, or nothing can be served or watched; also those of `on_event`.
pub fn run(
    disk: &Disk,
    options: Options,
    at: At,
    on_event: &dyn Fn(Event<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // to wait for a folder that may be the wrong one would help nobody
    if let Err(failure @ (Failure::Usage(_) | Failure::Unusable { .. })) =
        load::settings(disk, &options.root, &Faults::default())
    {
        return Err(failure);
    }
    let (listener, taken) = listen(at)?;
    // before the first reading: no edit may fall between both
    let mut watch = Watch::new(disk, &options.root)?;
    let mut session = Session {
        board: Board::new(disk),
        strict: options.strict,
        workbench: Workbench::new(disk, options),
        shown: None,
        since: Since::default(),
        unseen: Vec::new(),
        suspects: Vec::new(),
        on_event,
    };
    session.read(&Touched::new())?;
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
    })?;
    let board = session.board.clone();
    thread::Builder::new()
        .name("server".to_owned())
        .spawn(move || server::run(listener, board))
        .map_err(cannot_serve)?;
    loop {
        // while faults are to be mended, no others are looked for
        let is_idle = session.unseen.is_empty() || session.board.faults().is_some();
        let touched = watch.wait(disk, (!is_idle).then_some(PAUSE))?;
        match touched.is_empty() {
            true => session.look_through(&mut watch, disk)?,
            false => session.follow(touched, &mut watch, disk)?,
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
    Failure::system(Task::Serve, error)
}

/// A project while it is served.
struct Session<'s> {
    board: Board,
    strict: bool,
    workbench: Workbench<'s>,
    /// What is shown.
    shown: Option<Arc<Snapshot>>,
    /// What has happened since that was read.
    since: Since,
    /// Pages that nobody has asked for since something changed that they may all depend on.
    unseen: Vec<String>,
    /// Pages among which one was found faulty that is shown all the same.
    suspects: Vec<String>,
    on_event: &'s dyn Fn(Event<'_>) -> Result<(), Failure>,
}

/// What was edited since the site that is shown was read: a site with faults is not shown, so what
/// led to it still counts when they are mended.
#[derive(Default)]
struct Since {
    touched: Touched,
    /// The entries of which no more than the text changed, by their slugs.
    texts: BTreeSet<String>,
    /// Whether anything else changed.
    else_too: bool,
}

impl Since {
    fn is_empty(&self) -> bool {
        self.touched.is_empty() && self.texts.is_empty() && !self.else_too
    }

    fn add(&mut self, changed: Changed) {
        match changed {
            Changed::Texts(slugs) => self.texts.extend(slugs),
            Changed::All => self.else_too = true,
        }
    }
}

impl Session<'_> {
    /// Reads the project after an edit, and tells of it where it cannot be read.
    fn follow(
        &mut self,
        mut touched: Touched,
        watch: &mut Watch,
        disk: &Disk,
    ) -> Result<(), Failure> {
        for _ in 1..TRIES {
            if self.read(&touched).is_ok() {
                return Ok(());
            }
            touched.extend(watch.wait(disk, Some(AFTER))?);
        }
        if let Err(failure) = self.read(&touched) {
            let text: Arc<str> = format!("error: {failure}\n").into();
            self.board.show(|shown| shown.faults = Some(text));
            (self.on_event)(Event::Failed(&failure))?;
        }
        Ok(())
    }

    /// Reads the project after an edit, and shows it if nothing is wrong.
    fn read(&mut self, touched: &Touched) -> Result<(), Failure> {
        let started = Instant::now();
        let faults = Faults::new(self.strict);
        self.since.touched.extend(touched.iter().cloned());
        let mut told = touched.clone();
        match self.workbench.read(touched, &faults) {
            Err(Failure::Faults) => self.since.else_too = true,
            Err(failure) => {
                self.since.else_too = true;
                return Err(failure);
            }
            Ok(reading) => {
                let snapshot = Arc::new(reading.snapshot);
                self.since.add(reading.changed);
                self.leave_out_passing(&snapshot);
                told.retain(|path| self.since.touched.contains(path));
                let was_good = self.shown.is_some() && self.board.faults().is_none();
                if was_good && self.since.is_empty() && !faults.any_error() {
                    return Ok(());
                }
                // with faults too, as a build does: all of them are told at once
                self.try_out(&snapshot, &faults);
                if !faults.any_error() {
                    self.show(snapshot);
                }
            }
        }
        let is_news = self.tell(&faults);
        if is_news || told.is_empty() == touched.is_empty() {
            (self.on_event)(Event::Read {
                touched: &told,
                faults: &faults,
                time: started.elapsed(),
                is_shown: self.shown.is_some(),
            })?;
        }
        Ok(())
    }

    /// Shows what is wrong, if anything is; says whether it is something else than before.
    fn tell(&self, faults: &Faults) -> bool {
        if !faults.any_error() {
            return false;
        }
        let text: Arc<str> = faults.errors().text().into();
        let is_news = self.board.faults().as_ref() != Some(&text);
        self.board.show(|shown| shown.faults = Some(text));
        is_news
    }

    /// Forgets what was touched of which no site was made: files that editors put somewhere for a
    /// moment, on the way to the one that they save.
    fn leave_out_passing(&mut self, snapshot: &Snapshot) {
        let shown = self.shown.as_deref();
        let is_made_of = |path: &String| {
            let sites = shown.into_iter().chain([snapshot]);
            sites.into_iter().any(|site| site.is_made_of(path))
        };
        let since = &mut self.since;
        since
            .touched
            .retain(|path| is_text(path) || is_made_of(path));
        since.else_too |= since.touched.iter().any(|path| !is_text(path));
    }

    /// Makes the pages that an edit is about: those that are open, those of entries that changed, and
    /// one of each kind if a template may have.
    fn try_out(&self, snapshot: &Snapshot, faults: &Faults) {
        let mut paths: BTreeSet<String> = self.board.open_pages().into_iter().collect();
        let addresses = &snapshot.config().edition.addresses;
        let page = |slug: &String| addresses.entry(slug).file();
        paths.extend(self.suspects.iter().cloned());
        paths.extend(self.since.texts.iter().map(page));
        paths.retain(|path| snapshot.has(path));
        if self.shown.is_none() || self.since.else_too {
            let mut seen: Vec<Discriminant<Route>> = Vec::new();
            for (path, route) in snapshot.site_map().routes() {
                if !seen.contains(&discriminant(route)) {
                    seen.push(discriminant(route));
                    paths.insert(path.clone());
                }
            }
        }
        snapshot.files(&Vec::from_iter(paths), faults);
    }

    fn show(&mut self, snapshot: Arc<Snapshot>) {
        let since = std::mem::take(&mut self.since);
        self.suspects.clear();
        if self.shown.is_none() || since.else_too {
            let routes = snapshot.site_map().routes().iter();
            let pages = routes.filter(|(_, route)| route.is_page());
            self.unseen = pages.map(|(path, _)| path.clone()).collect();
        }
        let is_asset = |path: &String| !is_text(path) && !path.starts_with("templates/");
        let assets = u64::from(since.touched.iter().any(is_asset));
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
                return self.follow(touched, watch, disk);
            }
            if faults.any_error() {
                self.suspects = chunk;
            }
        }
        if faults.any_error() {
            self.unseen.clear();
            self.since.else_too = true;
            self.tell(&faults);
            (self.on_event)(Event::Read {
                touched: &Touched::new(),
                faults: &faults,
                time: started.elapsed(),
                is_shown: self.shown.is_some(),
            })?;
        }
        Ok(())
    }
}

/// Whether a path is that of an entry's file.
fn is_text(path: &str) -> bool {
    path.starts_with("content/") && is_entry(path)
}
