//! Sessions with `headword lsp`: `tests/lsp/*.txt`. After a sentence and the files of a project, the section
//! `session` has what an editor does and what it shows then:
//!
//! - `> open PATH`, `> close PATH`: opens and closes a document;
//! - `> type PATH "a|b" "text"`: types the text where the bar is; with `«…»` instead of a bar, the text replaces
//!   what is between them;
//! - `> outside PATH "old" "new"`: another program changes a file on the disk;
//! - `> check`: waits until everything is checked, and shows the diagnostics of the files where they changed;
//! - `> text PATH`: shows the text of a document;
//! - `> complete PATH "a|b"`, `> hover …`, `> definition …`, `> references …`, `> actions …`, `> links PATH`, `> symbols
//!   PATH`, `> folds PATH`, `> hints PATH`, `> find "letters"`: what the editor offers or shows;
//! - `> choose PATH "a|b" "title"`: types the completion with this title;
//! - `> act PATH "a|b" "title"`: carries out the action with this title, and shows the files that change;
//! - `> show PATH`: asks for the page of a text, and requests it;
//! - `> rename PATH "a|b" "title"`: renames what is there.
//!
//! `> start ENCODING [NAME...]` at the beginning starts the editor in another way: `plain` is one that shows
//! no other places, watches no files, and moves and makes none.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;

use serde_json::{Value, json};

use crate::case::Case;
use crate::editor::Editor;
use crate::program::{cases_in, difference, repository, updating, words};

#[test]
fn every_session_has_its_transcript() {
    let mut failed = String::new();
    for path in cases_in("lsp", ".txt") {
        let case = Case::read(&path);
        let written = case.section("session").expect("a session");
        let found = transcript(&case, written);
        let different = difference(written, &found);
        if updating() {
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replace(written, &found)).unwrap();
        } else if !different.is_empty() {
            let name = path.strip_prefix(repository()).unwrap().display();
            failed.push_str(&format!("\n{name}\n{different}"));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// The commands of a session, each with what the editor shows.
fn transcript(case: &Case, written: &str) -> String {
    let folder = case.set_up(None);
    let before = crate::program::tree(folder.path());
    let mut commands = written
        .lines()
        .filter(|line| line.starts_with("> "))
        .peekable();
    let mut found = String::new();
    let first = commands.next_if(|line| line.starts_with("> start"));
    let options = first.map(words).unwrap_or_default();
    let mut session = Session::start(folder.path(), options.get(2..).unwrap_or_default());
    if let Some(first) = first {
        found.push_str(&format!("{first}\n"));
    }
    for command in commands {
        found.push_str(&format!("{command}\n"));
        session.run(&words(command)[1..], &mut found);
    }
    let is_written = session.is_written;
    let (exit, stderr) = session.editor.quit();
    assert_eq!((exit, stderr.as_str()), (0, ""));
    if !is_written {
        assert!(
            before == crate::program::tree(folder.path()),
            "a file was written"
        );
    }
    found
}

struct Session<'s> {
    root: &'s Path,
    editor: Editor,
    /// Whether the session itself writes files.
    is_written: bool,
    /// The files that were opened.
    opened: BTreeSet<String>,
    /// The files whose problems the transcript shows last.
    with_problems: BTreeSet<String>,
}

impl<'s> Session<'s> {
    fn start(root: &'s Path, options: &[String]) -> Self {
        let encoding = options.first().map_or("utf-32", String::as_str);
        let mut capabilities = Value::Null;
        for option in options.iter().skip(1) {
            match option.as_str() {
                "plain" => {
                    capabilities = json!({
                        "workspace": {
                            "didChangeWatchedFiles": { "dynamicRegistration": false },
                            "workspaceEdit": { "resourceOperations": [] },
                        },
                        "textDocument": { "publishDiagnostics": { "relatedInformation": false } },
                    });
                }
                option => panic!("no option {option}"),
            }
        }
        Self {
            root,
            editor: Editor::open_folder(root, encoding, &capabilities),
            is_written: false,
            opened: BTreeSet::new(),
            with_problems: BTreeSet::new(),
        }
    }

    fn run(&mut self, command: &[String], found: &mut String) {
        let argument = |index: usize| command[index].as_str();
        match argument(0) {
            "open" => {
                let text = fs::read_to_string(self.root.join(argument(1))).unwrap_or_default();
                self.editor.open(argument(1), &text);
                self.opened.insert(argument(1).to_owned());
            }
            "close" => self.editor.close(argument(1)),
            "type" => {
                let span = self.span(argument(1), argument(2));
                self.editor
                    .replace(argument(1), span, &unescaped(argument(3)));
            }
            "outside" => {
                self.is_written = true;
                let path = self.root.join(argument(1));
                let text = fs::read_to_string(&path).unwrap_or_default();
                let new = text.replace(&unescaped(argument(2)), &unescaped(argument(3)));
                crate::program::write(&path, new.as_bytes());
                self.editor.changed_outside(&[argument(1)]);
            }
            "check" => {
                self.editor.check();
                for (path, list) in self.editor.news() {
                    if list.is_empty() {
                        // problems that came and went since the last look, while files moved, are nobody's news
                        if self.with_problems.remove(&path) || self.opened.contains(&path) {
                            writeln!(found, "{path}: no problems").unwrap();
                        }
                    } else {
                        self.with_problems.insert(path.clone());
                    }
                    for diagnostic in list {
                        found.push_str(&self.shown(&path, &diagnostic));
                    }
                }
                for message in std::mem::take(&mut self.editor.messages) {
                    writeln!(found, "message: {message}").unwrap();
                }
            }
            "complete" => {
                let items = self.completions(argument(1), argument(2));
                for item in &items {
                    let detail = item["detail"].as_str().unwrap_or_default();
                    let text = item["textEdit"]["newText"].as_str().unwrap();
                    writeln!(
                        found,
                        "{} ({text}) {detail}",
                        item["label"].as_str().unwrap()
                    )
                    .unwrap();
                }
            }
            "choose" => {
                let items = self.completions(argument(1), argument(2));
                let mut fitting = items.iter().filter(|item| item["label"] == argument(3));
                let edit = fitting.next().expect("a completion")["textEdit"].clone();
                self.edit(argument(1), &[edit]);
                self.show_lines(argument(1), found);
            }
            "hover" => {
                let shown = self.ask_at("hover", argument(1), argument(2), json!({}));
                if shown.is_null() {
                    found.push_str("nothing\n");
                } else {
                    let text = shown["contents"]["value"].as_str().unwrap();
                    writeln!(found, "{}", range(&shown["range"])).unwrap();
                    for line in text.lines() {
                        writeln!(found, "{}", format!("  {line}").trim_end()).unwrap();
                    }
                }
            }
            "definition" => {
                let place = self.ask_at("definition", argument(1), argument(2), json!({}));
                if place.is_null() {
                    found.push_str("nothing\n");
                } else {
                    writeln!(found, "{}", self.location(&place)).unwrap();
                }
            }
            "references" => {
                let context = json!({ "context": { "includeDeclaration": true } });
                let places = self.ask_at("references", argument(1), argument(2), context);
                for place in places.as_array().unwrap() {
                    writeln!(found, "{}", self.location(place)).unwrap();
                }
            }
            "links" | "symbols" | "folds" | "hints" => {
                self.about_text(argument(0), argument(1), found)
            }
            "find" => {
                let list = self
                    .editor
                    .ask("workspace/symbol", json!({ "query": argument(1) }));
                for symbol in list.as_array().unwrap() {
                    let name = symbol["name"].as_str().unwrap();
                    let of = symbol["containerName"].as_str().unwrap_or("-");
                    writeln!(
                        found,
                        "{name} ({of}) {}",
                        self.location(&symbol["location"])
                    )
                    .unwrap();
                }
            }
            "actions" => {
                for action in self.actions(argument(1), argument(2)) {
                    let mark = if action["isPreferred"] == true {
                        " (preferred)"
                    } else {
                        ""
                    };
                    let (title, kind) = (&action["title"], &action["kind"]);
                    let (title, kind) = (title.as_str().unwrap(), kind.as_str().unwrap());
                    writeln!(found, "{kind}: {title}{mark}").unwrap();
                }
            }
            "act" => {
                let actions = self.actions(argument(1), argument(2));
                let mut fitting = actions
                    .iter()
                    .filter(|action| action["title"] == argument(3));
                let edit = fitting.next().expect("an action")["edit"].clone();
                self.apply(&edit, found);
            }
            "rename" => {
                let (path, quotation) = (argument(1), argument(2));
                let prepared = self.ask_at("prepareRename", path, quotation, json!({}));
                if prepared.is_null() {
                    found.push_str("nothing to rename\n");
                    return;
                }
                writeln!(
                    found,
                    "{} {}",
                    range(&prepared["range"]),
                    prepared["placeholder"]
                )
                .unwrap();
                let params = self.params_at(path, quotation, json!({ "newName": argument(3) }));
                match self.editor.try_to_ask("textDocument/rename", params) {
                    Ok(edit) => self.apply(&edit, found),
                    Err(error) => {
                        writeln!(found, "{}", error["message"].as_str().unwrap()).unwrap()
                    }
                }
            }
            "show" => {
                let uri = self.editor.uri(argument(1));
                let params = json!({ "command": "headword.show", "arguments": [uri] });
                match self.editor.try_to_ask("workspace/executeCommand", params) {
                    Ok(url) => {
                        let url = url.as_str().unwrap();
                        let rest = url.strip_prefix("http://127.0.0.1:").unwrap();
                        let (port, page) = rest.split_once('/').unwrap();
                        let status = get(port.parse().unwrap(), page);
                        writeln!(found, "/{page}: {status}").unwrap();
                    }
                    Err(error) => {
                        writeln!(found, "{}", error["message"].as_str().unwrap()).unwrap()
                    }
                }
            }
            "text" => {
                self.show_lines(argument(1), found);
            }
            other => panic!("no command {other}"),
        }
    }

    /// The bytes of a document where a quotation has a bar, or between its quotation marks.
    fn span(&self, path: &str, quotation: &str) -> std::ops::Range<usize> {
        let quotation = unescaped(quotation);
        let text = self.editor.text(path);
        let (before, rest) = quotation
            .split_once('«')
            .or_else(|| quotation.split_once('|'))
            .expect("a bar, or two quotation marks");
        let (inner, after) = rest.split_once('»').unwrap_or(("", rest));
        let plain = format!("{before}{inner}{after}");
        let at = text
            .find(&plain)
            .unwrap_or_else(|| panic!("{path} has no {plain:?}"));
        let start = at + before.len();
        start..start + inner.len()
    }

    /// The parameters of a request about a place in a document.
    fn params_at(&self, path: &str, quotation: &str, more: Value) -> Value {
        let span = self.span(path, quotation);
        let mut params = json!({
            "textDocument": { "uri": self.editor.uri(path) },
            "position": self.editor.position(path, span.start),
        });
        params
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        params
    }

    fn ask_at(&mut self, name: &str, path: &str, quotation: &str, more: Value) -> Value {
        let params = self.params_at(path, quotation, more);
        self.editor.ask(&format!("textDocument/{name}"), params)
    }

    fn completions(&mut self, path: &str, quotation: &str) -> Vec<Value> {
        let list = self.ask_at("completion", path, quotation, json!({}));
        list["items"].as_array().cloned().unwrap_or_default()
    }

    fn actions(&mut self, path: &str, quotation: &str) -> Vec<Value> {
        let span = self.span(path, quotation);
        let start = self.editor.position(path, span.start);
        let end = self.editor.position(path, span.end);
        let params = json!({
            "textDocument": { "uri": self.editor.uri(path) },
            "range": { "start": start, "end": end },
            "context": { "diagnostics": [] },
        });
        let list = self.editor.ask("textDocument/codeAction", params);
        list.as_array().cloned().unwrap_or_default()
    }

    /// What the editor shows about a whole text.
    fn about_text(&mut self, what: &str, path: &str, found: &mut String) {
        let mut params = json!({ "textDocument": { "uri": self.editor.uri(path) } });
        let method = match what {
            "links" => "documentLink",
            "symbols" => "documentSymbol",
            "folds" => "foldingRange",
            _ => {
                let end = self.editor.position(path, self.editor.text(path).len());
                params["range"] = json!({ "start": { "line": 0, "character": 0 }, "end": end });
                "inlayHint"
            }
        };
        let list = self.editor.ask(&format!("textDocument/{method}"), params);
        for one in list.as_array().unwrap() {
            match what {
                "links" => {
                    let target = self.editor.path(one["target"].as_str().unwrap());
                    writeln!(found, "{} {target}", range(&one["range"])).unwrap();
                }
                "folds" => {
                    writeln!(found, "lines {} to {}", &one["startLine"], &one["endLine"]).unwrap()
                }
                "symbols" => symbol(one, 0, found),
                _ => {
                    let at = &one["position"];
                    let shown = range(&json!({ "start": at, "end": at }));
                    writeln!(found, "{shown} {}", one["label"].as_str().unwrap()).unwrap();
                }
            }
        }
    }

    fn location(&self, place: &Value) -> String {
        let path = self.editor.path(place["uri"].as_str().unwrap());
        format!("{path}:{}", range(&place["range"]))
    }

    /// Makes edits of one file: in its document, which is opened if it is not open.
    fn edit(&mut self, path: &str, edits: &[Value]) {
        if !self.editor.is_open(path) {
            let text = fs::read_to_string(self.root.join(path)).unwrap_or_default();
            self.editor.open(path, &text);
        }
        let spans = edits.iter().map(|edit| {
            let offset = |end: &str| self.editor.offset(path, &edit["range"][end]);
            let text = edit["newText"].as_str().unwrap().to_owned();
            (offset("start")..offset("end"), text)
        });
        let mut spans: Vec<_> = spans.collect();
        spans.sort_by_key(|(span, _)| span.start);
        for (span, text) in spans.into_iter().rev() {
            self.editor.replace(path, span, &text);
        }
    }

    /// Makes all changes of an edit, and shows the texts of the changed documents.
    fn apply(&mut self, edit: &Value, found: &mut String) {
        let version = |change: &Value| change["textDocument"]["version"].clone();
        for change in edit["documentChanges"].as_array().unwrap() {
            let path = |name: &str| self.editor.path(change[name].as_str().unwrap());
            match change["kind"].as_str() {
                None => {
                    let path = self
                        .editor
                        .path(change["textDocument"]["uri"].as_str().unwrap());
                    assert_eq!(
                        version(change).is_null(),
                        !self.editor.is_open(&path),
                        "{path}"
                    );
                    self.edit(&path, change["edits"].as_array().unwrap());
                    writeln!(found, "{path}:").unwrap();
                    self.show_lines(&path, found);
                }
                Some("create") => writeln!(found, "new: {}", path("uri")).unwrap(),
                Some("rename") => {
                    let (from, to) = (path("oldUri"), path("newUri"));
                    writeln!(found, "move {from} to {to}").unwrap();
                    let text = self.editor.text(&from);
                    if self.editor.is_open(&from) {
                        self.editor.close(&from);
                    }
                    fs::remove_file(self.root.join(&from)).unwrap();
                    crate::program::write(&self.root.join(&to), text.as_bytes());
                    self.is_written = true;
                    self.editor.open(&to, &text);
                    self.editor.changed_outside(&[&from, &to]);
                }
                Some(kind) => panic!("no operation {kind}"),
            }
        }
    }

    fn show_lines(&self, path: &str, found: &mut String) {
        for line in self.editor.text(path).lines() {
            writeln!(found, "{}", format!("  {line}").trim_end()).unwrap();
        }
    }

    /// A diagnostic in words.
    fn shown(&self, path: &str, diagnostic: &Value) -> String {
        let severity = match diagnostic["severity"].as_u64() {
            Some(1) => "error",
            Some(2) => "warning",
            _ => "note",
        };
        let code = diagnostic["code"].as_str().unwrap_or("-");
        let message = diagnostic["message"].as_str().unwrap();
        let message = message
            .replace('\n', "\n    ")
            .replace(self.root.to_str().unwrap(), "ROOT");
        let range = range(&diagnostic["range"]);
        let mut shown = format!("{path}:{range}: {severity}[{code}]: {message}\n");
        for other in diagnostic["relatedInformation"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let path = self.editor.path(other["location"]["uri"].as_str().unwrap());
            let range = self::range(&other["location"]["range"]);
            let message = other["message"].as_str().unwrap();
            writeln!(shown, "    {path}:{range}: {message}").unwrap();
        }
        shown
    }
}

/// The first line of a server's answer to a request for a page.
fn get(port: u16, page: &str) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let host = format!("127.0.0.1:{port}");
    let request = format!("GET /{page} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer);
    answer.lines().next().unwrap_or_default().to_owned()
}

/// A symbol in words, and those in it.
fn symbol(one: &Value, depth: usize, found: &mut String) {
    let name = one["name"].as_str().unwrap();
    let detail = one["detail"].as_str().unwrap_or_default();
    let indent = "  ".repeat(depth);
    let line = format!("{indent}{name} {} {detail}", range(&one["selectionRange"]));
    writeln!(found, "{}", line.trim_end()).unwrap();
    for child in one["children"].as_array().into_iter().flatten() {
        symbol(child, depth + 1, found);
    }
}

/// A range in words, with lines and columns from 1: `3:5-9`.
fn range(range: &Value) -> String {
    let number = |end: &str, part: &str| range[end][part].as_u64().unwrap() + 1;
    let (line, column) = (number("start", "line"), number("start", "character"));
    let (end_line, end_column) = (number("end", "line"), number("end", "character"));
    if line == end_line {
        format!("{line}:{column}-{end_column}")
    } else {
        format!("{line}:{column}-{end_line}:{end_column}")
    }
}

/// A text of a command with its line ends.
fn unescaped(text: &str) -> String {
    text.replace("⏎", "\n")
}
