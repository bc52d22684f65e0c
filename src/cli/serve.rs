//! `headword serve`.

use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use super::printing::{counts, diagnostics, error, fail, note, to_stderr, to_stdout};
use super::{ProjectArgs, threads};
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Faults, visible_text};
use crate::disk::Disk;
use crate::disk::edits::EDITS;
use crate::serve::{self, Event};
use crate::text::counted;
use crate::workbench::watch::{Touched, Watching};

/// The default port.
const PORT: u16 = 8484;

/// Show the site in your browser while you write
///
/// The site is built in memory, and nothing is written. An open page shows each save at once and keeps your
/// place in it. If there are errors, they are shown on top of the page until you fix them.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword serve --open
      show this folder's glossary in your browser
  headword serve --drafts --port 3000
      include drafts, and use another port
  headword serve --interface 0.0.0.0
      let other computers on your network read the site
  headword serve --poll
      see changes on a network file system, or of a folder that a container mounts")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// Open the site in your browser
    #[arg(long)]
    open: bool,

    /// Use this port, or the next free one
    #[arg(long, value_name = "PORT", default_value_t = PORT)]
    port: u16,

    /// Use the network interface with this IP address; everybody who can reach it can read the site
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    interface: IpAddr,

    /// Look at all files every half second, for network file systems and mounts in containers
    ///
    /// Without this option, the command waits until the system reports a change. Some file systems report
    /// none.
    #[arg(long)]
    poll: bool,
}

/// Serves the site until the process ends.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    if let Err(failure) = threads::check_for_serve() {
        return fail(&failure);
    }
    let shown = args.project.shown();
    let options = args.project.options();
    let address = SocketAddr::new(args.interface, args.port);
    let watching = if args.poll {
        Watching::Poll
    } else {
        Watching::Reports
    };
    // diagnostics are not printed again after each save if they have not changed
    let printed = RefCell::new(String::new());
    let on_event = |event: Event<'_>| {
        match event {
            Event::Serving {
                url,
                taken_port,
                is_shared,
                ..
            } => {
                if let Some(port) = taken_port {
                    note(&format!("port {port} is in use"));
                }
                if is_shared {
                    note(
                        "other computers on your network can read the site, and its drafts if included",
                    );
                }
                // a script may wait for this line, so it is an error if it cannot be printed
                to_stdout(&format!("serving {url} (stop with Ctrl-C)\n"))?;
                if args.open && open::that_detached(url).is_err() {
                    note(&format!("cannot open a browser: visit {url}"));
                }
            }
            Event::Read {
                changed_files,
                faults,
                time,
                is_shown,
            } => {
                let text = diagnostics(faults, shown);
                if *printed.borrow() != text {
                    to_stderr(&text);
                    *printed.borrow_mut() = text;
                }
                if faults.any_error() {
                    error(&outcome(faults, is_shown));
                } else if let Some(change) = change(changed_files) {
                    note(&format!("{change}: shown after {} ms", time.as_millis()));
                }
            }
            Event::Failed(failure) => {
                printed.borrow_mut().clear();
                error(&failure.to_string());
            }
        }
        Ok::<(), Failure>(())
    };
    match serve::run(disk, options, address, watching, &on_event) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure),
    }
}

/// The files that changed, in words: one path, or their number; `None` if there are none.
fn change(files: &Touched) -> Option<String> {
    // another command of Headword has changed the project: its journal does not count, the other files do
    let files = files.iter().filter(|path| *path != EDITS);
    match files.collect::<Vec<_>>().as_slice() {
        [] => None,
        [path] => Some(visible_text((*path).clone())),
        several => Some(counted(several.len(), "change", "changes")),
    }
}

/// The last line after errors.
fn outcome(faults: &Faults, is_shown: bool) -> String {
    let shown = if is_shown {
        "showing the last good version"
    } else {
        "nothing to show yet"
    };
    format!("{shown}: {}", counts(faults))
}
