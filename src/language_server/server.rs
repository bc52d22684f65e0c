//! A session: its state, and the messages that change it.

use std::collections::VecDeque;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, InitializeParams,
};
use serde_json::{Value, json};

use super::checker::{Checked, Checker, Job};
use super::client::Client;
use super::diagnostics::Writer;
use super::documents::{Document, Documents};
use super::message::{self, Error, Incoming, notification, params, response};
use super::preview::Previews;
use super::projects::Projects;
use super::{Ending, Event, Options, answers, framing, uri};
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::project::config::FILE_NAME;
use crate::workbench::watch::{Watch, Watching};

/// How long nothing has to happen before pages and rules are checked.
const PAUSE: Duration = Duration::from_millis(300);

/// The commands that a client can run.
pub(super) const COMMANDS: &[&str] = &["headword.check", "headword.show", "headword.follow"];

/// The state of the session, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The client has not sent `initialize`.
    New,
    /// Everything can be asked for.
    Running,
    /// The client has sent `shutdown`.
    ShutDown,
}

/// A session with one client.
pub(super) struct Server<'s> {
    pub(super) disk: &'s Disk,
    pub(super) options: Options,
    pub(super) events: Sender<Event>,
    output: &'s mut dyn Write,
    state: State,
    pub(super) client: Client,
    documents: Documents,
    pub(super) projects: Projects<'s>,
    checker: Checker,
    pub(super) previews: Previews,
    /// The events that have not been handled.
    queue: VecDeque<Event>,
    /// The number of changes so far.
    changes: u64,
    /// The number of requests so far.
    pub(super) requests: u64,
    /// Whether a check runs for the last change.
    is_checking: bool,
    /// The requests `headword.check` that wait for the end of a check.
    pub(super) waiting: Vec<Value>,
}

impl<'s> Server<'s> {
    /// A session that has not begun.
    ///
    /// # Errors
    ///
    /// The system refuses a thread.
    pub(super) fn new(
        disk: &'s Disk,
        options: Options,
        events: Sender<Event>,
        output: &'s mut dyn Write,
    ) -> Result<Self, Failure> {
        let of_checker = events.clone();
        let checker = Checker::start(move |checked| {
            // the session may have ended
            let _ = of_checker.send(Event::Checked(checked));
        })?;
        Ok(Self {
            projects: Projects::new(disk, options.root.clone(), options.drafts),
            disk,
            options,
            events,
            output,
            state: State::New,
            client: Client::new(&InitializeParams::default()),
            documents: Documents::default(),
            checker,
            previews: Previews::default(),
            queue: VecDeque::new(),
            changes: 0,
            requests: 0,
            is_checking: false,
            waiting: Vec::new(),
        })
    }

    /// How long to wait for an event; `None` if there is nothing to do before it.
    pub(super) fn pause(&mut self) -> Option<Duration> {
        let is_any = self.projects.iter_mut().any(|project| project.is_unchecked);
        let is_asked = !self.waiting.is_empty();
        (is_any && !self.is_checking).then_some(if is_asked { Duration::ZERO } else { PAUSE })
    }

    /// Adds an event.
    pub(super) fn add(&mut self, event: Event) {
        self.queue.push_back(event);
    }

    /// Handles all events, and sends the diagnostics that changed. Gives the end of the session.
    ///
    /// # Errors
    ///
    /// The output cannot be written to.
    pub(super) fn handle_all(&mut self) -> Result<Option<Ending>, Failure> {
        while let Some(event) = self.queue.pop_front() {
            match event {
                Event::Message(message) => {
                    if let Some(ending) = self.message(message)? {
                        return Ok(Some(ending));
                    }
                }
                Event::End => return Ok(Some(Ending::CutOff)),
                Event::Touched(root, touched) => {
                    if let Some(project) = self.projects.in_folder(&root) {
                        project.touch(touched);
                        self.note_change();
                    }
                }
                Event::Checked(checked) => self.take_checked(checked),
                Event::Serving(root, url) => {
                    for (wanted, url) in self.previews.started(&root, url) {
                        self.show(&wanted, url)?;
                    }
                }
            }
        }
        if self.state == State::Running {
            self.refresh()?;
            self.answer_waiting()?;
        }
        Ok(None)
    }

    fn message(&mut self, message: Incoming) -> Result<Option<Ending>, Failure> {
        match message {
            Incoming::Request { id, method, params } => {
                if self.is_cancelled(&id) {
                    self.send(&response(&id, Err(Error::cancelled())))?;
                } else if let Some(result) = self.request(&id, &method, params)? {
                    self.send(&response(&id, result))?;
                }
            }
            Incoming::Notification { method, params } => {
                if method == "exit" {
                    return Ok(Some(match self.state {
                        State::ShutDown => Ending::ShutDown,
                        State::New | State::Running => Ending::CutOff,
                    }));
                }
                self.notification(&method, params)?;
            }
            // the server's requests only register watchers: without them, the client does not watch
            Incoming::Response => {}
            Incoming::Invalid(error) => self.send(&response(&Value::Null, Err(error)))?,
        }
        Ok(None)
    }

    /// Whether a message that has come already cancels a request.
    fn is_cancelled(&self, request: &Value) -> bool {
        self.queue.iter().any(|event| match event {
            Event::Message(Incoming::Notification { method, params }) => {
                method == "$/cancelRequest" && params.get("id") == Some(request)
            }
            _ => false,
        })
    }

    /// The result of a request; `None` if the response is sent later.
    fn request(
        &mut self,
        id: &Value,
        method: &str,
        params: Value,
    ) -> Result<Option<Result<Value, Error>>, Failure> {
        let result = match (self.state, method) {
            (State::New, "initialize") => self.initialize(params),
            (State::New, _) => Err(Error::not_initialized()),
            (State::ShutDown, _) => Err(Error::invalid_request("the server is shut down")),
            (State::Running, "initialize") => {
                Err(Error::invalid_request("`initialize` was sent before"))
            }
            (State::Running, "shutdown") => {
                self.state = State::ShutDown;
                Ok(Value::Null)
            }
            (State::Running, "workspace/executeCommand") => {
                return self.command(id, &params);
            }
            (State::Running, _) => {
                self.refresh()?;
                let mut session = answers::Session {
                    disk: self.disk,
                    projects: &mut self.projects,
                    documents: &self.documents,
                    client: &self.client,
                    messages: Vec::new(),
                };
                let answer = session.answer(method, &params);
                for message in session.messages {
                    self.say(&format!("Headword: {message}"))?;
                }
                answer
            }
        };
        Ok(Some(result))
    }

    fn initialize(&mut self, of_client: Value) -> Result<Value, Error> {
        let of_client: InitializeParams = params(of_client)?;
        self.client = Client::new(&of_client);
        self.state = State::Running;
        let mut capabilities = json!({
            "positionEncoding": self.client.encoding.name(),
            "textDocumentSync": {
                "openClose": true,
                "change": 2,
                "save": { "includeText": false },
            },
            "executeCommandProvider": { "commands": COMMANDS },
            "workspace": {
                "workspaceFolders": { "supported": true, "changeNotifications": true },
            },
        });
        let of_texts = answers::capabilities(&self.client);
        if let (Some(all), Value::Object(of_texts)) = (capabilities.as_object_mut(), of_texts) {
            all.extend(of_texts);
        }
        Ok(json!({
            "capabilities": capabilities,
            "serverInfo": { "name": "headword", "version": env!("CARGO_PKG_VERSION") },
        }))
    }

    fn notification(&mut self, method: &str, of_client: Value) -> Result<(), Failure> {
        if self.state != State::Running {
            return Ok(());
        }
        // a notification has no response, so one with other parameters is ignored
        match method {
            "initialized" => self.begin()?,
            "textDocument/didOpen" => {
                if let Ok(opened) = params(of_client) {
                    self.open(opened)?;
                }
            }
            "textDocument/didChange" => {
                if let Ok(changed) = params(of_client) {
                    self.change(changed);
                }
            }
            "textDocument/didClose" => {
                if let Ok(closed) = params(of_client) {
                    self.close(closed)?;
                }
            }
            "textDocument/didSave" => {
                if let Ok(saved) = params::<DidSaveTextDocumentParams>(of_client)
                    && let Some(path) = uri::to_path(saved.text_document.uri.as_ref())
                {
                    self.discover(&path)?;
                    self.projects.touch(&path);
                    self.note_change();
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Ok(DidChangeWatchedFilesParams { changes }) = params(of_client) {
                    for change in changes {
                        if let Some(path) = uri::to_path(change.uri.as_ref()) {
                            self.projects.touch(&path);
                            self.note_change();
                        }
                    }
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                let added = of_client.pointer("/event/added").and_then(Value::as_array);
                for folder in added.into_iter().flatten() {
                    let folder = folder.get("uri").and_then(Value::as_str);
                    if let Some(path) = folder.and_then(uri::to_path) {
                        self.discover(&path)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Begins the session: opens the projects of the client's folders, and asks for changes of files.
    fn begin(&mut self) -> Result<(), Failure> {
        for folder in self.client.folders.clone() {
            self.discover(&folder)?;
        }
        if let Some(root) = self.options.root.clone() {
            self.discover(&root)?;
        }
        if self.client.watches_files {
            let watchers = json!([
                { "globPattern": "**/glossary.toml" },
                { "globPattern": "**/addresses.toml" },
                { "globPattern": "**/content/**" },
                { "globPattern": "**/pages/**" },
                { "globPattern": "**/templates/**" },
                { "globPattern": "**/static/**" },
            ]);
            let registration = json!({
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            self.requests += 1;
            let registrations = json!({ "registrations": [registration] });
            let message =
                message::request(self.requests, "client/registerCapability", &registrations);
            self.send(&message)?;
        }
        if self.projects.is_empty() && !self.client.folders.is_empty() {
            let text = format!(
                "Headword: there is no {FILE_NAME} in this folder or above it. Texts are checked once you open \
                 one that belongs to a glossary."
            );
            self.say(&text)?;
        }
        Ok(())
    }

    /// Shows a text to the author.
    fn say(&mut self, text: &str) -> Result<(), Failure> {
        let params = json!({ "type": 3, "message": text });
        self.send(&notification("window/showMessage", &params))
    }

    /// Opens the project of a path, and watches its files if the client does not.
    fn discover(&mut self, path: &Path) -> Result<(), Failure> {
        let Some(root) = self.projects.discover(path) else {
            return Ok(());
        };
        self.note_change();
        // documents that were opened before the project had settings
        let documents = self.documents.iter();
        let documents: Vec<(PathBuf, String)> = documents
            .map(|(path, document)| (path.clone(), document.text.clone()))
            .collect();
        for (path, text) in documents {
            if let Some((project, path)) = self.projects.of_file(&path)
                && project.root == root
            {
                project.retype(&path, Some(text));
            }
        }
        if self.client.watches_files {
            return Ok(());
        }
        let (disk, events) = (self.disk.clone(), self.events.clone());
        let watch = Watch::new(&disk, &root, Watching::Reports);
        let Ok(mut watch) = watch else {
            // a save of the client is seen all the same
            return Ok(());
        };
        let follow = move || {
            while let Ok(touched) = watch.wait(&disk, None) {
                if events.send(Event::Touched(root.clone(), touched)).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new()
            .name("watch".to_owned())
            .spawn(follow)
            .map_err(|error| Failure::system(Task::StartThreads, error))?;
        Ok(())
    }

    fn open(&mut self, opened: DidOpenTextDocumentParams) -> Result<(), Failure> {
        let item = opened.text_document;
        let Some(path) = uri::to_path(item.uri.as_ref()) else {
            return Ok(());
        };
        self.discover(&path)?;
        let document = Document {
            uri: item.uri.to_string(),
            version: item.version,
            text: item.text,
        };
        let text = document.text.clone();
        // the diagnostics move to the URI that the client has for the file
        let plain = uri::of_path(&path);
        let is_other = plain != document.uri;
        self.documents.open(path.clone(), document);
        if let Some((project, path)) = self.projects.of_file(&path) {
            project.retype(&path, Some(text));
            if is_other {
                self.publish(&plain, None, &json!([]))?;
            }
            self.note_change();
        }
        Ok(())
    }

    fn change(&mut self, changed: DidChangeTextDocumentParams) {
        let item = changed.text_document;
        let uri = item.text_document_identifier.uri;
        let Some(path) = uri::to_path(uri.as_ref()) else {
            return;
        };
        let Some(document) = self.documents.get_mut(&path) else {
            return;
        };
        document.version = item.version;
        document.change(changed.content_changes, self.client.encoding);
        let text = document.text.clone();
        if let Some((project, path)) = self.projects.of_file(&path) {
            project.retype(&path, Some(text));
            self.note_change();
        }
    }

    fn close(&mut self, closed: DidCloseTextDocumentParams) -> Result<(), Failure> {
        let written = closed.text_document.uri;
        let Some(path) = uri::to_path(written.as_ref()) else {
            return Ok(());
        };
        if !self.documents.close(&path) {
            return Ok(());
        }
        let is_other = uri::of_path(&path) != written.as_ref();
        if let Some((project, path)) = self.projects.of_file(&path) {
            project.retype(&path, None);
            if is_other {
                self.publish(written.as_ref(), None, &json!([]))?;
            }
            self.note_change();
        }
        Ok(())
    }

    /// Counts a change. Checks for earlier ones are abandoned.
    fn note_change(&mut self) {
        self.changes += 1;
        self.is_checking = false;
        self.checker.abandon_before(self.changes);
    }

    /// Reads the projects that changed again, and sends their new diagnostics.
    pub(super) fn refresh(&mut self) -> Result<(), Failure> {
        let Self {
            projects,
            documents,
            client,
            ..
        } = self;
        let mut messages = Vec::new();
        for project in projects.iter_mut() {
            project.refresh();
            let root = project.root.clone();
            let writer = Writer {
                root: &root,
                documents,
                client,
            };
            for (file, list) in project.news(&writer) {
                let version = documents.get(&root.join(&file)).map(|known| known.version);
                let list = serde_json::to_value(list).unwrap_or_default();
                messages.push((writer.uri(&file), version, list));
            }
        }
        for (uri, version, list) in messages {
            self.publish(&uri, version, &list)?;
        }
        Ok(())
    }

    fn publish(&mut self, uri: &str, version: Option<i32>, list: &Value) -> Result<(), Failure> {
        let mut params = json!({ "uri": uri, "diagnostics": list });
        if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
            params.insert("version".to_owned(), version.into());
        }
        self.send(&notification("textDocument/publishDiagnostics", &params))
    }

    /// Begins to check the pages and rules of projects that have changed.
    ///
    /// # Errors
    ///
    /// The output cannot be written to.
    pub(super) fn check(&mut self) -> Result<(), Failure> {
        self.refresh()?;
        for project in self
            .projects
            .iter_mut()
            .filter(|project| project.is_unchecked)
        {
            match project.to_check() {
                Some((reading, faults)) => {
                    self.is_checking = true;
                    self.checker.check(Job {
                        number: self.changes,
                        root: project.root.clone(),
                        reading,
                        faults,
                        today: (self.options.today)(),
                    });
                }
                None => project.take_checked(Vec::new()),
            }
        }
        Ok(())
    }

    fn take_checked(&mut self, checked: Checked) {
        if checked.number == self.changes
            && let Some(project) = self.projects.in_folder(&checked.root)
        {
            project.take_checked(checked.found);
        }
        self.is_checking = self.projects.iter_mut().any(|project| project.is_unchecked)
            && checked.number == self.changes;
    }

    /// Answers the requests for a check, if all projects are checked.
    fn answer_waiting(&mut self) -> Result<(), Failure> {
        if self.projects.iter_mut().any(|project| project.is_unchecked) {
            return Ok(());
        }
        for id in std::mem::take(&mut self.waiting) {
            self.send(&response(&id, Ok(Value::Null)))?;
        }
        Ok(())
    }

    pub(super) fn send(&mut self, message: &Value) -> Result<(), Failure> {
        framing::write(self.output, message).map_err(|error| Failure::system(Task::Print, error))
    }
}
