//! `headword serve`.

use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use super::{ProjectArgs, counts, error_line, fail, note, to_stderr, to_stdout};
use crate::diagnostic::{Faults, visible_text};
use crate::disk::Disk;
use crate::disk::edits::EDITS;
use crate::serve::{self, At, Event};
use crate::text::counted;

/// The port, if none is asked for.
const PORT: u16 = 8484;

/// Show the site in a browser while you write
///
/// Builds in memory and writes nothing. A page that is open shows what you save at once, in the place
/// where you read; if something is wrong, the page stays and what is wrong is shown over it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword serve --open
      show this folder's glossary in your browser
  headword serve --drafts --port 3000
      with drafts, at another port
  headword serve --interface 0.0.0.0
      let others on your network see it")]
pub(super) struct Args {
    #[command(flatten)]
    project: ProjectArgs,

    /// Open it in your browser
    #[arg(long)]
    open: bool,

    /// The port to serve at; if it is taken, the next free one
    #[arg(long, value_name = "PORT", default_value_t = PORT)]
    port: u16,

    /// The address of the network interface to serve at: who can reach it can read the site
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    interface: IpAddr,
}

/// Serves until the process is stopped.
pub(super) fn run(disk: &Disk, args: Args) -> ExitCode {
    let options = args.project.options();
    let at = At {
        interface: args.interface,
        port: args.port,
    };
    // what was said last is not said again after each save
    let said = RefCell::new(String::new());
    let on_event = |event: Event<'_>| {
        match event {
            Event::Serving {
                url,
                taken,
                is_shared,
            } => {
                if let Some(port) = taken {
                    note(&format!("port {port} is taken"));
                }
                if is_shared {
                    note("others on your network can read the site, drafts too if they are shown");
                }
                // scripts wait for the address: they would wait for ever for one that cannot be printed
                to_stdout(&format!("serving {url} (stop with Ctrl-C)\n"))?;
                if args.open && open::that_detached(url).is_err() {
                    note(&format!("no browser could be opened: open {url} in yours"));
                }
            }
            Event::Read {
                touched,
                faults,
                time,
                is_shown,
            } => {
                let text = faults.render();
                if *said.borrow() != text {
                    to_stderr(&text);
                    *said.borrow_mut() = text;
                }
                // what comes of a command of ours is told by the files that it changed
                let touched = touched.iter().filter(|path| *path != EDITS);
                let what = match touched.collect::<Vec<_>>().as_slice() {
                    [] => None,
                    [one] => Some(visible_text((*one).clone())),
                    several => Some(counted(several.len(), "change", "changes")),
                };
                match (what, faults.count()) {
                    (_, (1.., _)) => to_stderr(&error_line(&outcome(faults, is_shown))),
                    (Some(what), _) => {
                        note(&format!("{what}: shown after {} ms", time.as_millis()))
                    }
                    (None, _) => {}
                }
            }
            Event::Failed(failure) => {
                said.borrow_mut().clear();
                to_stderr(&error_line(&failure.to_string()));
            }
        }
        Ok(())
    };
    match serve::run(disk, options, at, &on_event) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure),
    }
}

fn outcome(faults: &Faults, is_shown: bool) -> String {
    let shown = match is_shown {
        true => "what is shown is the site as it was before",
        false => "there is nothing to show yet",
    };
    format!("{}; {shown}", counts(faults))
}
