//! `headword lsp`: its diagnostics are those of `headword check` after any edit, and no message of a client
//! makes it panic.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::editor::{Editor, Server};
use crate::program::{difference, run, tree, write};
use crate::serving::{NAMES, Numbers, check_out, edit};

/// The number of edits, one after the other.
const EDITS: usize = 250;

/// The diagnostics as `headword check` prints them: one on a line, in order.
fn checked(root: &Path) -> String {
    let run = run(root, "SOURCE_DATE_EPOCH=1764000000 check --format json");
    if run.exit > 1 {
        return format!("{}\n", run.stderr.trim());
    }
    let list: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let lines = list.iter().map(|diagnostic| {
        let number = |name: &str| diagnostic[name].as_u64().unwrap_or(1);
        format!(
            "{}:{}:{}-{}:{} {}[{}] {}\n",
            diagnostic["file"].as_str().unwrap_or("glossary.toml"),
            number("line"),
            number("column"),
            number("end_line"),
            number("end_column"),
            diagnostic["severity"].as_str().unwrap(),
            diagnostic["code"].as_str().unwrap(),
            diagnostic["message"].as_str().unwrap(),
        )
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines.concat()
}

/// The diagnostics in an editor, in the same form.
pub(crate) fn shown(diagnostics: &BTreeMap<String, Vec<Value>>) -> String {
    let all = diagnostics
        .iter()
        .flat_map(|(path, list)| list.iter().map(move |one| (path, one)));
    let lines = all.map(|(path, diagnostic)| {
        let number = |end: &str, name: &str| diagnostic["range"][end][name].as_u64().unwrap() + 1;
        let message = diagnostic["message"].as_str().unwrap();
        let Some(code) = diagnostic["code"].as_str() else {
            return format!("error: {message}\n");
        };
        format!(
            "{path}:{}:{}-{}:{} {}[{code}] {}\n",
            number("start", "line"),
            number("start", "character"),
            number("end", "line"),
            number("end", "character"),
            ["", "error", "warning", "note"][diagnostic["severity"].as_u64().unwrap() as usize],
            message.lines().next().unwrap(),
        )
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines.concat()
}

/// Gives the editor's folder the files of `other`: texts of entries and pages are typed and not saved, in
/// some cases; all other changes are made on the disk.
fn follow(editor: &mut Editor, root: &Path, other: &Path, numbers: &mut Numbers) {
    let (now, new) = (tree(root), tree(other));
    let mut outside = Vec::new();
    for path in editor.open_paths() {
        if !new.contains_key(&path) {
            editor.close(&path);
        }
    }
    for path in now.keys().filter(|path| !new.contains_key(*path)) {
        fs::remove_file(root.join(path)).unwrap();
        outside.push(path.as_str());
    }
    for (path, bytes) in &new {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let has_text = editor.is_open(path) || now.contains_key(path);
        if has_text && editor.text(path) == text {
            continue;
        }
        let is_typed = !path.starts_with("static") && path.ends_with("md") && numbers.below(4) > 0;
        if editor.is_open(path) || is_typed {
            if !editor.is_open(path) {
                editor.open(path, &editor.text(path));
            }
            type_text(editor, path, &text, numbers);
            if numbers.below(5) == 0 {
                write(&root.join(path), bytes);
                editor.close(path);
            }
        } else {
            write(&root.join(path), bytes);
            outside.push(path);
        }
    }
    if !outside.is_empty() {
        editor.changed_outside(&outside);
    }
}

/// Types the new text of a document: the part that differs, in one or several pieces, or all of it.
fn type_text(editor: &mut Editor, path: &str, text: &str, numbers: &mut Numbers) {
    let before = editor.text(path);
    if numbers.below(5) == 0 {
        editor.replace_all(path, text);
        return;
    }
    let is_same = |(one, other): &(char, char)| one == other;
    let pairs = before.chars().zip(text.chars());
    let start: usize = pairs.take_while(is_same).map(|(c, _)| c.len_utf8()).sum();
    let pairs = before[start..]
        .chars()
        .rev()
        .zip(text[start..].chars().rev());
    let end: usize = pairs.take_while(is_same).map(|(c, _)| c.len_utf8()).sum();
    editor.replace(path, start..before.len() - end, "");
    let new: Vec<char> = text[start..text.len() - end].chars().collect();
    let mut at = start;
    for piece in new.chunks(1 + numbers.below(20)) {
        let piece: String = piece.iter().collect();
        editor.replace(path, at..at, &piece);
        at += piece.len();
    }
}

#[test]
fn after_any_edit_the_diagnostics_are_those_of_a_check() {
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (root, other) = (folder.path(), copy.path());
    write(&other.join("glossary.toml"), b"title = \"Bread\"\n");
    for name in NAMES {
        let slug = name.to_lowercase().replace(' ', "-");
        let text = format!(
            "+++\ntitle = \"{name}\"\n+++\n\nWhat bakers call {name}, and rye. Its [crumb](crumb.md#history).\n\n## History\n"
        );
        write(&other.join(format!("content/{slug}.md")), text.as_bytes());
    }
    check_out(root, &tree(other));
    let mut editor = Editor::open_folder(root, "utf-32", &Value::Null);
    let mut numbers = Numbers(24);
    let mut done = vec!["nothing".to_owned()];
    let mut good = tree(other);
    for _ in 0..EDITS {
        let expected = checked(other);
        let found = shown(editor.check());
        let difference = difference(&expected, &found);
        assert!(
            difference.is_empty(),
            "{difference}\nafter\n{}",
            done.join("\n")
        );
        if expected.contains(" error[") && numbers.below(3) > 0 {
            check_out(other, &good);
            done.push("restore the last state without an error".to_owned());
        } else {
            if !expected.contains(" error[") {
                good = tree(other);
            }
            done.push(edit(other, &mut numbers, ""));
        }
        follow(&mut editor, root, other, &mut numbers);
        ask_anything(&mut editor, &mut numbers);
    }
    assert_eq!(editor.quit(), (0, String::new()));
}

/// The requests about a position.
const REQUESTS: &[&str] = &[
    "completion",
    "hover",
    "definition",
    "references",
    "documentSymbol",
    "documentLink",
    "foldingRange",
    "codeAction",
    "prepareRename",
    "rename",
    "inlayHint",
];

/// Asks for something at a random place of a random document, which may be broken. Only a renaming may be
/// refused.
fn ask_anything(editor: &mut Editor, numbers: &mut Numbers) {
    let mut paths = editor.open_paths();
    paths.extend(["content/crumb.md", "glossary.toml", "content/none.md"].map(str::to_owned));
    for _ in 0..3 {
        let path = numbers
            .one_of(&paths.iter().map(String::as_str).collect::<Vec<_>>())
            .to_owned();
        let text = editor.text(&path);
        let at = text.floor_char_boundary(numbers.below(text.len() + 1));
        let position = editor.position(&path, at);
        let request = numbers.one_of(REQUESTS);
        let params = json!({
            "textDocument": { "uri": editor.uri(&path) },
            "position": position,
            "range": { "start": position, "end": position },
            "context": { "includeDeclaration": true, "diagnostics": [] },
            "newName": numbers.one_of(NAMES),
        });
        let answer = editor.try_to_ask(&format!("textDocument/{request}"), params);
        let is_refused = |error: &Value| request == "rename" && error["code"] == -32_803;
        assert!(
            answer.as_ref().is_ok() || answer.as_ref().is_err_and(is_refused),
            "{request} in {path} at {at}: {answer:?}"
        );
    }
}

#[test]
fn odd_parameters_get_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = running(folder.path());
    let rye = format!("file://{}/content/rye.md", folder.path().display());
    let far = json!({ "line": 4_294_967_295_u32, "character": 4_294_967_295_u32 });
    let documents = [
        json!({ "uri": rye }),
        json!({ "uri": "file:///etc/passwd" }),
        json!({ "uri": "untitled:Untitled-1" }),
        json!({ "uri": "file://%00%ff" }),
        json!({ "uri": format!("{rye}/../../../content/rye.md") }),
        json!({ "uri": "" }),
        json!({ "uri": 7 }),
        json!(null),
    ];
    let positions = [
        json!({ "line": 0, "character": 0 }),
        far.clone(),
        json!({ "line": -1, "character": 0 }),
        json!("x"),
    ];
    for request in REQUESTS {
        for (document, position) in documents
            .iter()
            .flat_map(|one| positions.iter().map(move |other| (one, other)))
        {
            let params = json!({
                "textDocument": document,
                "position": position,
                "range": { "start": position, "end": { "line": 0, "character": 0 } },
                "context": null,
                "newName": "\u{202e}[[\u{0}",
            });
            server.send(&json!({
                "jsonrpc": "2.0", "id": "odd", "method": format!("textDocument/{request}"), "params": params,
            }));
            let response = response(&server).unwrap();
            let code = &response["error"]["code"];
            let is_expected = code.is_null() || *code == -32_602 || *code == -32_803;
            assert!(
                is_expected && response["id"] == "odd",
                "{request} {params} {response}"
            );
        }
    }
    // changes of a document that is not open, or in places that it does not have
    let open =
        json!({ "uri": rye, "languageId": "markdown", "version": 1, "text": "\u{feff}a\r\nb\rc" });
    let ranges = [
        json!({ "start": far, "end": far }),
        json!({ "start": far, "end": { "line": 0, "character": 0 } }),
        json!({ "start": { "line": 1, "character": 9 }, "end": { "line": 2, "character": 0 } }),
    ];
    let tell = |server: &mut Server, method: &str, params: Value| {
        server.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    };
    tell(
        &mut server,
        "textDocument/didOpen",
        json!({ "textDocument": open }),
    );
    tell(
        &mut server,
        "textDocument/didOpen",
        json!({ "textDocument": open }),
    );
    for range in ranges {
        tell(
            &mut server,
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": rye, "version": 2 },
                "contentChanges": [{ "range": range, "text": "😀" }],
            }),
        );
        assert!(is_alive(&mut server));
    }
    tell(
        &mut server,
        "textDocument/didClose",
        json!({ "textDocument": { "uri": rye } }),
    );
    tell(
        &mut server,
        "textDocument/didClose",
        json!({ "textDocument": { "uri": rye } }),
    );
    assert!(is_alive(&mut server));
    assert_eq!(server.end(), (1, String::new()));
}

/// The messages of a hostile client, and what the server answers to each: the code of an error, or `-`.
const HOSTILE: &[(&str, &str)] = &[
    ("{", "-32700"),
    ("[]", "-32600"),
    (
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}]",
        "-32600",
    ),
    ("1", "-32600"),
    ("{}", "-32600"),
    ("{\"id\":null,\"method\":\"x\"}", "-32600"),
    ("{\"id\":[1],\"method\":\"x\"}", "-32600"),
    ("{\"id\":1,\"method\":2}", "-32600"),
    ("{\"id\":1,\"method\":\"no/such/method\"}", "-32601"),
    ("{\"id\":1.5,\"method\":\"$/no/such\"}", "-32601"),
    ("{\"id\":99999999999999999999,\"method\":\"x\"}", "-32601"),
    (
        "{\"id\":1,\"method\":\"initialize\",\"params\":{}}",
        "-32600",
    ),
    (
        "{\"id\":1,\"method\":\"workspace/executeCommand\"}",
        "-32602",
    ),
    (
        "{\"id\":1,\"method\":\"workspace/executeCommand\",\"params\":{\"command\":\"rm\"}}",
        "-32602",
    ),
    ("{\"id\":1,\"result\":{}}", "-"),
    (
        "{\"method\":\"$/setTrace\",\"params\":{\"value\":\"off\"}}",
        "-",
    ),
    (
        "{\"method\":\"$/cancelRequest\",\"params\":{\"id\":77}}",
        "-",
    ),
    ("{\"method\":\"textDocument/didOpen\"}", "-"),
    (
        "{\"method\":\"textDocument/didOpen\",\"params\":[1,2]}",
        "-",
    ),
    (
        "{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///no/such.md\",\"version\":9},\"contentChanges\":[{\"text\":\"x\"}]}}",
        "-",
    ),
    (
        "{\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"\"}}}",
        "-",
    ),
    (
        "{\"method\":\"workspace/didChangeWatchedFiles\",\"params\":{\"changes\":[{\"uri\":\"%%%\",\"type\":7}]}}",
        "-",
    ),
];

/// A server with a project, after `initialize`.
fn running(root: &Path) -> Server {
    write(&root.join("glossary.toml"), b"title = \"Bread\"\n");
    write(
        &root.join("content/rye.md"),
        b"+++\ntitle = \"Rye\"\n+++\n\nA grain.\n",
    );
    let mut server = Server::start(root, &["--stdio"]);
    let uri = format!("file://{}", root.display());
    server.send(&json!({
        "jsonrpc": "2.0", "id": "first", "method": "initialize",
        "params": { "processId": null, "rootUri": uri, "capabilities": {} },
    }));
    assert_eq!(server.receive().unwrap()["id"], "first");
    server
}

/// The next response; notifications are skipped.
fn response(server: &Server) -> Option<Value> {
    loop {
        let message = server.receive()?;
        if message.get("method").is_none() {
            return Some(message);
        }
    }
}

/// Whether the server still answers.
fn is_alive(server: &mut Server) -> bool {
    server.send(&json!({ "jsonrpc": "2.0", "id": "alive?", "method": "x/y" }));
    response(server).unwrap()["id"] == "alive?"
}

#[test]
fn hostile_messages_get_an_error_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = running(folder.path());
    for (message, expected) in HOSTILE {
        let length = message.len();
        server.send_bytes(format!("Content-Length: {length}\r\n\r\n{message}").as_bytes());
        if *expected != "-" {
            let response = response(&server).unwrap();
            assert_eq!(
                response["error"]["code"].to_string(),
                *expected,
                "{message}"
            );
        }
        assert!(is_alive(&mut server), "{message}");
    }
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let hostile: &[(Vec<u8>, &str)] = &[
        // a length that is too small: the rest is not a header
        (
            b"Content-Length: 5\r\n\r\n{\"id\":1}\r\n".to_vec(),
            "-32700 -32700",
        ),
        (b"no header at all\r\n\r\n".to_vec(), "-32700"),
        (b"Content-Length: -1\r\n\r\n".to_vec(), "-32700"),
        (b"Content-Length: 1 2\r\n\r\n".to_vec(), "-32700"),
        (vec![b'x'; 100_000], "-32700"),
        (b"\r\nContent-Length: 2\r\n\r\n\xff\xfe".to_vec(), "-32700"),
        (
            b"Content-Length: 2\r\nContent-Type: application/x; charset=utf-16\r\n\r\n{}".to_vec(),
            "-32700",
        ),
        (
            format!("Content-Length: {}\r\n\r\n{nested}", nested.len()).into_bytes(),
            "-32700",
        ),
    ];
    for (bytes, expected) in hostile {
        server.send_bytes(bytes);
        for code in expected.split(' ') {
            let response = response(&server).unwrap();
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
            assert_eq!(response["error"]["code"].to_string(), code, "{shown}");
            assert_eq!(response["id"], Value::Null);
        }
        assert!(is_alive(&mut server));
    }
    // more than any machine has: the server waits for it, and takes no memory for it
    server.send_bytes(b"Content-Length: 9223372036854775807\r\n\r\n{}");
    assert_eq!(server.end(), (1, String::new()));
}

#[test]
fn the_session_has_a_beginning_and_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let code = |response: Value| response["error"]["code"].clone();
    // nothing is answered before `initialize`
    let mut server = Server::start(folder.path(), &[]);
    server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "shutdown" }));
    assert_eq!(code(server.receive().unwrap()), -32_002);
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.end(), (1, String::new()));
    // nothing but `exit` is done after `shutdown`
    let mut server = running(folder.path());
    server.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    assert_eq!(response(&server).unwrap()["result"], Value::Null);
    server.send(&json!({ "jsonrpc": "2.0", "id": 3, "method": "textDocument/hover" }));
    assert_eq!(code(response(&server).unwrap()), -32_600);
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.end(), (0, String::new()));
    // the client is gone
    let server = running(folder.path());
    assert_eq!(server.end(), (1, String::new()));
    // a request that is cancelled before it is handled
    let mut server = running(folder.path());
    let request =
        json!({ "jsonrpc": "2.0", "id": 4, "method": "textDocument/hover", "params": {} });
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 4 } });
    let both: String = [request, cancel]
        .iter()
        .map(|message| {
            format!(
                "Content-Length: {}\r\n\r\n{message}",
                message.to_string().len()
            )
        })
        .collect();
    server.send_bytes(both.as_bytes());
    let code = code(response(&server).unwrap());
    assert!(
        code == -32_800 || code == -32_602 || code == -32_601,
        "{code}"
    );
    server.send(&json!({ "jsonrpc": "2.0", "id": 5, "method": "shutdown" }));
    assert_eq!(response(&server).unwrap()["id"], 5);
}
