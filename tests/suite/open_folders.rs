//! Folders that an editor opens with `headword lsp`: their files on the disk, and the pages of a preview.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::language_server::shown;
use crate::program::write;
use crate::serving::rye;

#[test]
fn files_are_watched_for_a_client_that_does_not_watch_them() {
    let folder = rye();
    let root = folder.path();
    let watches =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": false } } });
    let mut editor = Editor::open_folder(root, "utf-16", &watches);
    let has_error = |editor: &mut Editor| shown(editor.check()).contains("unknown-reference");
    assert!(!has_error(&mut editor));
    write(
        &root.join("content/new/levain.md"),
        b"+++\ntitle = \"Levain\"\n+++\n\nOf [[Spelt]].\n",
    );
    // the system reports changes after some milliseconds
    let mut tries = (0..400).inspect(|_| std::thread::sleep(Duration::from_millis(50)));
    assert!(tries.any(|_| has_error(&mut editor)));
    fs::remove_dir_all(root.join("content/new")).unwrap();
    assert!(tries.any(|_| !has_error(&mut editor)));
    assert_eq!(editor.quit(), (0, String::new()));
}

#[test]
fn an_open_page_follows_the_author_to_another_entry() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        &root.join("glossary.toml"),
        b"title = \"Bread\"\nbase_url = \"https://example.org/b/\"\n",
    );
    write(
        &root.join("content/rye.md"),
        b"+++\ntitle = \"Rye\"\n+++\n\nA grain.\n",
    );
    write(
        &root.join("content/levain.md"),
        b"+++\ntitle = \"Levain\"\n+++\n\nA dough.\n",
    );
    let mut editor = Editor::open_folder(root, "utf-16", &Value::Null);
    let command = |editor: &mut Editor, command: &str, path: &str| {
        let arguments = [editor.uri(path)];
        let params = json!({ "command": command, "arguments": arguments });
        editor.ask("workspace/executeCommand", params)
    };
    // nothing to follow yet
    assert_eq!(
        command(&mut editor, "headword.follow", "content/rye.md"),
        Value::Null
    );
    let url = command(&mut editor, "headword.show", "content/rye.md");
    let url = url.as_str().unwrap();
    let (host, page) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    assert_eq!(page, "b/rye/");
    // the events that a page in a browser gets
    let mut stream = TcpStream::connect(host).unwrap();
    let request =
        format!("GET /_headword/events?page=/b/rye/&version=none HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let events = BufReader::new(stream);
    let mut lines = events.lines().map(Result::unwrap);
    assert!(lines.any(|line| line == "event: visits"));
    assert_eq!(lines.next().unwrap(), "data: 0");
    command(&mut editor, "headword.follow", "content/rye.md");
    command(&mut editor, "headword.follow", "content/levain.md");
    assert!(lines.any(|line| line == "event: visit"));
    assert_eq!(lines.next().unwrap(), "data: 2 /b/levain/");
    assert_eq!(editor.quit(), (0, String::new()));
}

#[test]
fn a_folder_without_a_glossary_is_left_alone_until_it_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let options = json!({ "documentation": "https://example.org/docs/" });
    let mut editor = Editor::start(root, "utf-8", &Value::Null, &options);
    editor.open("notes/content/rye.md", "[[Nothing]]");
    let missing = editor.try_to_ask(
        "textDocument/hover",
        json!({
            "textDocument": { "uri": editor.uri("notes/content/rye.md") },
            "position": { "line": 0, "character": 3 },
        }),
    );
    assert_eq!(missing, Ok(Value::Null));
    assert!(editor.check().is_empty());
    let messages = std::mem::take(&mut editor.messages);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains("no glossary.toml"), "{messages:?}");
    // the settings are saved, and then the entry
    write(&root.join("notes/glossary.toml"), b"title = \"Bread\"\n");
    write(
        &root.join("notes/content/rye.md"),
        b"+++\ntitle = \"Rye\"\n+++\n",
    );
    editor.replace_all(
        "notes/content/rye.md",
        "+++\ntitle = \"Rye\"\n+++\n\n[[Nothing]]\n",
    );
    editor.tell(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": editor.uri("notes/glossary.toml") } }),
    );
    let found = editor.check();
    let list = &found["notes/content/rye.md"];
    assert_eq!(list[0]["code"], "unknown-reference");
    let href = &list[0]["codeDescription"]["href"];
    assert_eq!(
        href,
        "https://example.org/docs/diagnostics.md#unknown-reference"
    );
    assert!(editor.messages.is_empty());
    assert_eq!(editor.quit(), (0, String::new()));
}
