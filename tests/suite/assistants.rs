//! Conversations of an assistant with `headword mcp`: `tests/assistants/*.txt`. A case is a project with a file
//! `conversation.txt`. A line `> METHOD PARAMETERS` is a request, and the lines after it with `< ` are the answer: the
//! text of a tool, or JSON. `= ` is the data of a tool. `! WORDS` writes the rest of the line into an entry's file
//! instead: `! content/tea.md TEXT`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::case::Case;
use crate::program::{cases_in, headword, repository};

#[test]
fn assistants_get_their_answers() {
    let mut failed = String::new();
    for path in cases_in("assistants", ".txt") {
        let mut case = Case::read(&path);
        let folder = case.set_up(None);
        let asked = case
            .section("conversation.txt")
            .unwrap_or_default()
            .to_owned();
        let held = conversation(folder.path(), &asked);
        let found = case.compare(&path, "conversation.txt", held);
        if !found.is_empty() {
            let name = path.strip_prefix(repository()).unwrap().display();
            failed.push_str(&format!("\n{name}\n{found}"));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn anything_on_the_input_ends_in_an_answer_or_an_error() {
    let case = Case::read(&repository().join("tests/assistants/tools.txt"));
    let folder = case.set_up(None);
    let deep = "[".repeat(100_000);
    let long = format!("\"{}\"", "x".repeat(3_000_000));
    let hostile = [
        "",
        "not JSON",
        "{}",
        "[]",
        "{\"jsonrpc\":\"2.0\",\"id\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/list\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"tools/list\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}",
        &format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":{{\"name\":\"look_up\",\"arguments\":{{\"name\":{long}}}}}}}"
        ),
        &deep,
        "\u{feff}{}",
    ];
    let mut client = Client::start(folder.path());
    client.request("initialize", &hello());
    for line in hostile {
        client.send(line);
    }
    // the server still answers, after whatever it said about these lines
    let id = client.next_id + 1;
    client.send_request(
        "tools/call",
        &json!({"name": "look_up", "arguments": {"name": "tea"}}),
    );
    let answer = client.answer_to(id);
    assert!(answer["result"]["isError"] == json!(false), "{answer}");
    assert_eq!(client.close(), Some(0));
}

fn hello() -> Value {
    json!({
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    })
}

/// The conversation with the answers of the program.
fn conversation(root: &Path, asked: &str) -> String {
    let mut client = Client::start(root);
    let mut out = String::new();
    for line in asked.lines() {
        if let Some(request) = line.strip_prefix("> ") {
            let (method, parameters) = request.split_once(' ').unwrap_or((request, "{}"));
            let parameters = serde_json::from_str(parameters).unwrap();
            let answer = client.request(method, &parameters);
            out.push_str(&format!("{line}\n{}", shown(&answer)));
        } else if let Some(edit) = line.strip_prefix("! ") {
            let (path, text) = edit.split_once(' ').unwrap();
            fs::write(root.join(path), text.replace("\\n", "\n")).unwrap();
            out.push_str(&format!("{line}\n"));
        }
    }
    assert_eq!(client.close(), Some(0));
    out
}

/// An answer as a case shows it.
fn shown(answer: &Value) -> String {
    let result = &answer["result"];
    let content = &result["content"][0]["text"];
    let Some(text) = content.as_str() else {
        let known = if result.is_null() {
            &answer["error"]
        } else {
            result
        };
        let version = env!("CARGO_PKG_VERSION");
        let json = serde_json::to_string_pretty(known).unwrap();
        return marked(
            "< ",
            &json.replace(&format!("\"{version}\""), "\"VERSION\""),
        );
    };
    let kind = if result["isError"] == json!(true) {
        "< error: "
    } else {
        "< "
    };
    let data = &result["structuredContent"];
    let data = if data.is_null() {
        String::new()
    } else {
        marked("= ", &data.to_string())
    };
    marked(kind, text) + &data
}

fn marked(mark: &str, text: &str) -> String {
    text.lines()
        .map(|line| format!("{mark}{line}").trim_end().to_owned() + "\n")
        .collect()
}

struct Client {
    program: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next_id: u64,
}

impl Client {
    fn start(root: &Path) -> Self {
        let mut program = headword(root)
            .arg("mcp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Self {
            input: program.stdin.take().unwrap(),
            output: BufReader::new(program.stdout.take().unwrap()),
            program,
            next_id: 0,
        }
    }

    fn send(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
        self.input.flush().unwrap();
    }

    fn send_request(&mut self, method: &str, parameters: &Value) {
        self.next_id += 1;
        let request =
            json!({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": parameters});
        self.send(&request.to_string());
    }

    fn request(&mut self, method: &str, parameters: &Value) -> Value {
        self.send_request(method, parameters);
        let answer = self.answer_to(self.next_id);
        if method == "initialize" {
            self.send(
                &json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string(),
            );
        }
        answer
    }

    /// The answer to a request. Other messages before it are left out.
    fn answer_to(&mut self, id: u64) -> Value {
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).unwrap();
            assert!(
                read > 0,
                "the server has ended before it answered request {id}"
            );
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == json!(id) {
                return answer;
            }
        }
    }

    /// Ends the conversation, and gives the exit code.
    fn close(mut self) -> Option<i32> {
        drop(self.input);
        self.program.wait().unwrap().code()
    }
}
