//! Sessions with `headword lsp`: `tests/lsp/*.txt`. After a sentence and the files of a project, the section
//! `session` has what an editor does and what it shows then:
//!
//! - `> open PATH`, `> close PATH`: opens and closes a document;
//! - `> type PATH "a|b" "text"`: types the text where the bar is; with `«…»` instead of a bar, the text replaces
//!   what is between them;
//! - `> outside PATH "old" "new"`: another program changes a file on the disk;
//! - `> check`: waits until everything is checked, and shows the diagnostics of the files where they changed;
//! - `> text PATH`: shows the text of a document.
//!
//! `> start ENCODING [NAME...]` at the beginning starts the editor in another way: `plain` is one that shows no
//! other places and does not watch files.

use std::fmt::Write as _;
use std::fs;
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
}

impl<'s> Session<'s> {
    fn start(root: &'s Path, options: &[String]) -> Self {
        let encoding = options.first().map_or("utf-32", String::as_str);
        let mut capabilities = Value::Null;
        for option in options.iter().skip(1) {
            match option.as_str() {
                "plain" => {
                    capabilities = json!({
                        "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": false } },
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
        }
    }

    fn run(&mut self, command: &[String], found: &mut String) {
        let argument = |index: usize| command[index].as_str();
        match argument(0) {
            "open" => {
                let text = fs::read_to_string(self.root.join(argument(1))).unwrap_or_default();
                self.editor.open(argument(1), &text);
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
                        writeln!(found, "{path}: no problems").unwrap();
                    }
                    for diagnostic in list {
                        found.push_str(&self.shown(&path, &diagnostic));
                    }
                }
                for message in std::mem::take(&mut self.editor.messages) {
                    writeln!(found, "message: {message}").unwrap();
                }
            }
            "text" => {
                for line in self.editor.text(argument(1)).lines() {
                    writeln!(found, "  {line}").unwrap();
                }
            }
            other => panic!("no command {other}"),
        }
    }

    /// The bytes of a document where a quotation has a bar, or between its quotation marks.
    fn span(&self, path: &str, quotation: &str) -> std::ops::Range<usize> {
        let quotation = unescaped(quotation);
        let text = self.editor.text(path);
        let (before, rest) = quotation
            .split_once('|')
            .or_else(|| quotation.split_once('«'))
            .expect("a bar, or two quotation marks");
        let (inner, after) = rest.split_once('»').unwrap_or(("", rest));
        let plain = format!("{before}{inner}{after}");
        let at = text
            .find(&plain)
            .unwrap_or_else(|| panic!("{path} has no {plain:?}"));
        let start = at + before.len();
        start..start + inner.len()
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
