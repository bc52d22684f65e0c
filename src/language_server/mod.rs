//! `headword lsp`: a language server, which shows an author's mistakes and the glossary's names in an editor.
//!
//! The protocol is the Language Server Protocol 3.17 on standard input and output. One thread reads messages
//! (`framing`), and one handles them in their order (`server`). Each project that the client has open
//! (`project`) is on a workbench, where unsaved texts replace those on the disk. Rules and pages are
//! checked on a thread of their own (`checker`). The server itself changes no file.

mod actions;
mod answers;
mod checker;
mod client;
mod commands;
mod completion;
mod diagnostics;
mod documents;
mod edits;
mod framing;
mod hints;
mod hover;
mod message;
mod names;
mod navigation;
mod position;
mod preview;
mod project;
mod projects;
mod renaming;
mod scene;
mod schemas;
mod server;
mod spot;
mod toml_context;
mod uri;

use std::io::{BufReader, Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use self::checker::Checked;
use self::message::{Error, Incoming};
use self::preview::Running;
use self::server::Server;
use crate::check::Day;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::workbench::watch::Touched;

/// The options of the server.
pub struct Options {
    /// The only project to open; `None` for those of the client's folders and documents.
    pub root: Option<PathBuf>,
    /// Whether drafts are included.
    pub drafts: bool,
    /// Today, which decides whether entries are out of date.
    pub today: Box<dyn Fn() -> Day>,
}

/// The end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The client shut the server down.
    ShutDown,
    /// The client ended the session without `shutdown`, or the stream ended.
    CutOff,
}

/// Something that happens in a session.
enum Event {
    /// A message came.
    Message(Incoming),
    /// No more messages come.
    End,
    /// Files changed in the project in a folder.
    Touched(PathBuf, Touched),
    /// Pages and rules were checked.
    Checked(Checked),
    /// The preview of the project in a folder can be visited, or it cannot, for this reason.
    Serving(PathBuf, Result<Running, String>),
}

/// Serves one client until it ends the session.
///
/// # Errors
///
/// The output cannot be written to, or the system refuses threads.
pub fn run(
    disk: &Disk,
    options: Options,
    input: impl Read + Send + 'static,
    output: &mut dyn Write,
) -> Result<Ending, Failure> {
    let (events, received) = channel();
    let of_reader = events.clone();
    thread::Builder::new()
        .name("messages".to_owned())
        .spawn(move || read_messages(input, &of_reader))
        .map_err(|error| Failure::system(Task::StartThreads, error))?;
    let server = Server::new(disk, options, events, output)?;
    follow(server, &received)
}

/// Reads messages until the stream ends.
fn read_messages(input: impl Read, events: &Sender<Event>) {
    let mut reader = framing::Reader::new(BufReader::new(input));
    loop {
        let message = match reader.next() {
            Ok(framing::Read::Body(body)) => message::parse(&body),
            Ok(framing::Read::Invalid(reason)) => Incoming::Invalid(Error::not_json(reason)),
            // nobody can be told that the input cannot be read
            Ok(framing::Read::End) | Err(_) => break,
        };
        if events.send(Event::Message(message)).is_err() {
            break;
        }
    }
    let _ = events.send(Event::End);
}

/// Handles events until the session ends.
fn follow(mut server: Server<'_>, received: &Receiver<Event>) -> Result<Ending, Failure> {
    loop {
        let event = match server.pause() {
            Some(pause) => received.recv_timeout(pause).ok(),
            None => received.recv().ok(),
        };
        match event {
            Some(event) => {
                // what has come meanwhile is known at once, so that many key strokes cost one reading
                server.add(event);
                received.try_iter().for_each(|event| server.add(event));
            }
            None => server.check()?,
        }
        if let Some(ending) = server.handle_all()? {
            return Ok(ending);
        }
    }
}
