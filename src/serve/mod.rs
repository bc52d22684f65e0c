//! A preview of the site in a browser, while its entries are written.
//!
//! The project is watched ([`watch`](crate::workbench::watch)) and read again after each change
//! ([`workbench`](crate::workbench)). If it has no errors, the new site
//! ([`snapshot`](crate::workbench::snapshot)) replaces the old one. If it has errors, the old site stays,
//! and each page shows the errors in a box. A [`session`] does this; a thread of its own ([`server`])
//! answers browsers. Nothing is written to the disk.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use self::live::Live;
use self::session::Session;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::project::config::Options;
use crate::project::load;
use crate::workbench::watch::{Touched, Watch, Watching};

pub mod guard;
pub mod live;
mod responses;
pub mod server;
pub mod session;

/// How many ports are tried if the one asked for is taken. After them, any free port is used.
const NEXT_PORTS: u16 = 20;

/// An event that the user is told about.
pub enum Event<'e> {
    /// The site can be visited from now on.
    Serving {
        /// The URL of the site.
        url: &'e str,
        /// The port that was asked for, if it is taken.
        taken_port: Option<u16>,
        /// Whether other computers on the network can visit the site.
        is_shared: bool,
        /// The state of the site, for a program that lets the browsers show another page.
        live: &'e Live,
    },
    /// The project was read.
    Read {
        /// The files that changed, as paths from the project's root; none the first time.
        changed_files: &'e Touched,
        /// The errors and warnings of the project.
        faults: &'e Faults,
        /// The time that it took.
        time: Duration,
        /// Whether there is a site to show: this one, or the last good one.
        is_shown: bool,
    },
    /// The project could not be read.
    Failed(&'e Failure),
}

/// A function that tells the user about an event. Its errors end the session.
pub type OnEvent<'f> = &'f dyn Fn(Event<'_>) -> Result<(), Failure>;

/// Serves the project of `options` at an address until the process ends. A port of 0 is any free port. Changes
/// of the project are found by `watching`.
///
/// # Errors
///
/// There is no project, the address cannot be used, the project cannot be watched, or `on_event` fails.
pub fn run(
    disk: &Disk,
    options: Options,
    address: SocketAddr,
    watching: Watching,
    on_event: OnEvent<'_>,
) -> Result<(), Failure> {
    // if this is not a project, waiting for it to become one helps nobody
    if let Err(failure @ (Failure::Usage(_) | Failure::Unusable { .. })) =
        load::settings(disk, &options.root, &Faults::default())
    {
        return Err(failure);
    }
    let (listener, taken_port) = listen(address)?;
    // the watch begins before the first reading, so that no change is missed
    let watch = Watch::new(disk, &options.root, watching)?;
    let live = Live::default();
    let mut session = Session::new(disk, options, watch, live.clone(), on_event);
    session.read(&Touched::new())?;
    let port = listener.local_addr().map_err(cannot_serve)?.port();
    let ip = if address.ip().is_unspecified() {
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    } else {
        address.ip()
    };
    let snapshot = live.state().snapshot;
    let root = snapshot.map_or("/".to_owned(), |snapshot| server::root(&snapshot));
    on_event(Event::Serving {
        url: &format!("http://{}{root}", SocketAddr::new(ip, port)),
        taken_port,
        is_shared: !address.ip().is_loopback(),
        live: &live,
    })?;
    let disk_of_server = disk.clone();
    thread::Builder::new()
        .name("server".to_owned())
        .spawn(move || server::run(listener, live, disk_of_server))
        .map_err(cannot_serve)?;
    session.follow_changes()
}

/// Listens at an address; if its port is taken, at the next free one. Gives the port that was taken, if it
/// was.
fn listen(address: SocketAddr) -> Result<(TcpListener, Option<u16>), Failure> {
    let port = address.port();
    let next_ports = (1..=NEXT_PORTS).filter_map(|step| port.checked_add(step));
    let ports = std::iter::once(port).chain(next_ports).chain([0]);
    let mut taken_port = None;
    for candidate in ports {
        match TcpListener::bind(SocketAddr::new(address.ip(), candidate)) {
            Ok(listener) => return Ok((listener, taken_port)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken_port = Some(port),
            Err(error) => return Err(cannot_serve(error)),
        }
    }
    Err(cannot_serve(io::ErrorKind::AddrInUse.into()))
}

fn cannot_serve(error: io::Error) -> Failure {
    Failure::system(Task::Serve, error)
}
