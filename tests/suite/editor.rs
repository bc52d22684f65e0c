//! An editor for tests: a client of `headword lsp` that keeps texts and diagnostics as editors do.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::headword;

/// The longest wait for a message. A machine with much other work may need some seconds.
const LONGEST: Duration = Duration::from_secs(120);

/// An editor with a folder open.
pub(crate) struct Editor {
    pub(crate) server: Server,
    root: PathBuf,
    encoding: String,
    documents: BTreeMap<String, (i64, String)>,
    /// The diagnostics of each file, and the files that have other ones than at the last question.
    diagnostics: BTreeMap<String, Vec<Value>>,
    changed: BTreeSet<String>,
    /// The messages for the user.
    pub(crate) messages: Vec<String>,
    requests: u64,
}

/// A running server, and its messages.
pub(crate) struct Server {
    process: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
}

impl Server {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut process = headword(folder)
            .arg("lsp")
            .args(arguments)
            .env("SOURCE_DATE_EPOCH", "1764000000")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: process.stdin.take(),
            process,
            output,
        }
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends bytes. A server that has ended does not take them.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    /// The next message; `None` if the server has ended.
    pub(crate) fn receive(&self) -> Option<Value> {
        match self.output.recv_timeout(LONGEST) {
            Ok(message) => Some(message),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => None,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("the server is silent"),
        }
    }

    /// Closes the input, and gives the exit code and the text on standard error.
    pub(crate) fn end(mut self) -> (i32, String) {
        drop(self.input.take());
        let mut stderr = String::new();
        let mut pipe = self.process.stderr.take().unwrap();
        pipe.read_to_string(&mut stderr).unwrap();
        (self.process.wait().unwrap().code().unwrap(), stderr)
    }
}

/// Reads a message as a strict client would.
fn read(stdout: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    stdout.read_line(&mut header).unwrap();
    if header.is_empty() {
        return None;
    }
    let length = header.strip_prefix("Content-Length: ").unwrap();
    let length: usize = length.strip_suffix("\r\n").unwrap().parse().unwrap();
    let mut blank = String::new();
    stdout.read_line(&mut blank).unwrap();
    assert_eq!(blank, "\r\n");
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).unwrap();
    let message: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["jsonrpc"], "2.0");
    Some(message)
}

impl Editor {
    /// Opens a folder. `capabilities` are added to those that every editor has.
    pub(crate) fn open_folder(root: &Path, encoding: &str, capabilities: &Value) -> Self {
        Self::start(root, encoding, capabilities, &Value::Null)
    }

    /// [`Self::open_folder`], with options for the server.
    pub(crate) fn start(
        root: &Path,
        encoding: &str,
        capabilities: &Value,
        options: &Value,
    ) -> Self {
        let mut editor = Self {
            server: Server::start(root, &[]),
            root: dunce::canonicalize(root).unwrap(),
            encoding: encoding.to_owned(),
            documents: BTreeMap::new(),
            diagnostics: BTreeMap::new(),
            changed: BTreeSet::new(),
            messages: Vec::new(),
            requests: 0,
        };
        let mut offered = json!({
            "general": { "positionEncodings": [encoding] },
            "workspace": {
                "workspaceEdit": {
                    "documentChanges": true,
                    "resourceOperations": ["create", "rename", "delete"],
                },
                "didChangeWatchedFiles": { "dynamicRegistration": true },
            },
            "textDocument": { "publishDiagnostics": { "relatedInformation": true } },
        });
        merge(&mut offered, capabilities);
        let folder = json!({ "uri": editor.uri(""), "name": "glossary" });
        let result = editor.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "capabilities": offered,
                "initializationOptions": options,
                "workspaceFolders": [folder],
            }),
        );
        assert_eq!(result["capabilities"]["positionEncoding"], encoding);
        editor.tell("initialized", json!({}));
        editor
    }

    /// The URI of a file of the folder, as Visual Studio Code writes it.
    pub(crate) fn uri(&self, path: &str) -> String {
        let path = self.root.join(path);
        let path = path
            .to_str()
            .unwrap()
            .trim_end_matches(['/', '\\'])
            .to_owned();
        let path = match cfg!(windows) {
            true => format!("/{}", path.replace('\\', "/")),
            false => path,
        };
        let mut uri = "file://".to_owned();
        for byte in path.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                    uri.push(char::from(byte));
                }
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri
    }

    /// The path, from the folder, of a URI.
    pub(crate) fn path(&self, uri: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = uri.strip_prefix("file://").unwrap().bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                byte => byte,
            });
        }
        let path = String::from_utf8(bytes).unwrap();
        let path = match path.strip_prefix('/') {
            Some(path) if cfg!(windows) => PathBuf::from(path),
            _ => PathBuf::from(path),
        };
        let path = path.strip_prefix(&self.root).unwrap_or(&path);
        path.to_str().unwrap().replace('\\', "/")
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        self.server.send(&message);
    }

    /// The result of a request.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_to_ask(method, params)
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The result of a request, or its error.
    pub(crate) fn try_to_ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.requests += 1;
        let id = json!(self.requests);
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.server.send(&message);
        loop {
            let message = self.server.receive().expect("the server has ended");
            if message.get("method").is_some() {
                self.take(&message);
            } else if message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            }
        }
    }

    /// Takes a notification or a request of the server.
    fn take(&mut self, message: &Value) {
        let params = &message["params"];
        match message["method"].as_str().unwrap() {
            "textDocument/publishDiagnostics" => {
                let path = self.path(params["uri"].as_str().unwrap());
                if let (Some(version), Some((known, _))) =
                    (params["version"].as_i64(), self.documents.get(&path))
                    && version != *known
                {
                    // for a text that the editor has changed since
                    return;
                }
                let list = params["diagnostics"].as_array().unwrap().clone();
                self.changed.insert(path.clone());
                self.diagnostics.insert(path, list);
            }
            "window/showMessage" => {
                self.messages
                    .push(params["message"].as_str().unwrap().to_owned());
            }
            "client/registerCapability"
            | "workspace/inlayHint/refresh"
            | "window/showDocument"
            | "workspace/semanticTokens/refresh" => {
                let response = json!({ "jsonrpc": "2.0", "id": message["id"], "result": null });
                self.server.send(&response);
            }
            method => panic!("the server sent {method}"),
        }
    }

    /// Waits until everything is checked. Gives the diagnostics of all files that have any.
    pub(crate) fn check(&mut self) -> &BTreeMap<String, Vec<Value>> {
        self.ask(
            "workspace/executeCommand",
            json!({ "command": "headword.check" }),
        );
        self.diagnostics.retain(|_, list| !list.is_empty());
        &self.diagnostics
    }

    /// The files whose diagnostics were sent since the last question, with these diagnostics.
    pub(crate) fn news(&mut self) -> Vec<(String, Vec<Value>)> {
        let changed = std::mem::take(&mut self.changed).into_iter();
        changed
            .map(|path| {
                (
                    self.diagnostics.get(&path).cloned().unwrap_or_default(),
                    path,
                )
            })
            .map(|(list, path)| (path, list))
            .collect()
    }

    /// Opens a document with a text.
    pub(crate) fn open(&mut self, path: &str, text: &str) {
        self.documents.insert(path.to_owned(), (1, text.to_owned()));
        let item = json!({
            "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text,
        });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub(crate) fn is_open(&self, path: &str) -> bool {
        self.documents.contains_key(path)
    }

    pub(crate) fn open_paths(&self) -> Vec<String> {
        self.documents.keys().cloned().collect()
    }

    pub(crate) fn close(&mut self, path: &str) {
        self.documents.remove(path);
        let document = json!({ "uri": self.uri(path) });
        self.tell("textDocument/didClose", json!({ "textDocument": document }));
    }

    /// The text of an open document, or of a file on the disk.
    pub(crate) fn text(&self, path: &str) -> String {
        match self.documents.get(path) {
            Some((_, text)) => text.clone(),
            None => std::fs::read_to_string(self.root.join(path)).unwrap_or_default(),
        }
    }

    /// Replaces some bytes of an open document.
    pub(crate) fn replace(&mut self, path: &str, span: std::ops::Range<usize>, new: &str) {
        let (start, end) = (
            self.position(path, span.start),
            self.position(path, span.end),
        );
        let (version, text) = self.documents.get_mut(path).unwrap();
        *version += 1;
        text.replace_range(span, new);
        let document = json!({ "version": *version });
        let change = json!({ "range": { "start": start, "end": end }, "text": new });
        self.changes(path, document, json!([change]));
    }

    /// Replaces the whole text of an open document.
    pub(crate) fn replace_all(&mut self, path: &str, new: &str) {
        let (version, text) = self.documents.get_mut(path).unwrap();
        *version += 1;
        new.clone_into(text);
        let document = json!({ "version": *version });
        self.changes(path, document, json!([{ "text": new }]));
    }

    fn changes(&mut self, path: &str, mut document: Value, changes: Value) {
        document["uri"] = self.uri(path).into();
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", params);
    }

    /// Tells the server that files on the disk have changed.
    pub(crate) fn changed_outside(&mut self, paths: &[&str]) {
        let changes: Vec<Value> = paths
            .iter()
            .map(|path| json!({ "uri": self.uri(path), "type": 2 }))
            .collect();
        self.tell(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": changes }),
        );
    }

    /// The position of a byte of a file.
    pub(crate) fn position(&self, path: &str, at: usize) -> Value {
        let text = self.text(path);
        let before = &text[..at];
        // a line feed after a carriage return belongs to it
        let line_ends = before.replace("\r\n", "\n").replace('\r', "\n");
        let line = line_ends.matches('\n').count();
        let column = line_ends.rsplit('\n').next().unwrap();
        let column = match self.encoding.as_str() {
            "utf-8" => column.len(),
            "utf-16" => column.encode_utf16().count(),
            _ => column.chars().count(),
        };
        json!({ "line": line, "character": column })
    }

    /// The byte of a file at a position.
    pub(crate) fn offset(&self, path: &str, position: &Value) -> usize {
        let text = self.text(path);
        let mut all = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
        all.find(|at| self.position(path, *at) == *position)
            .unwrap_or_else(|| panic!("{path} has no position {position}"))
    }

    /// Ends the session. Gives the exit code and the text on standard error.
    pub(crate) fn quit(mut self) -> (i32, String) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.server.end()
    }
}

/// Adds the members of an object to another one, in all depths.
fn merge(into: &mut Value, other: &Value) {
    match (into, other) {
        (Value::Object(into), Value::Object(other)) => {
            for (name, value) in other {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (into, other) => *into = other.clone(),
    }
}
