//! `headword prose`, where a case cannot show it: standard input, a folder without a glossary, and any text.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use proptest::prelude::*;
use serde_json::Value;

use crate::program::{headword, repository};

/// The glossary of the cases.
const GLOSSARY: &str = "tests/specs/prose/project/glossary";

/// Runs `headword prose` in a folder with a text as standard input.
fn prose(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = headword(folder)
        .arg("prose")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // the program may end without reading
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[test]
fn a_dash_is_standard_input() {
    let folder = repository();
    let arguments = ["-", "--glossary", GLOSSARY, "--format", "github"];
    let output = prose(folder, &arguments, b"A [server farm](x).\n");
    assert_eq!(output.status.code(), Some(0));
    let printed = String::from_utf8(output.stdout).unwrap();
    let place = "::warning file=stdin,line=1,endLine=1,col=4,endColumn=15,";
    assert!(printed.starts_with(place), "{printed}");
    let output = prose(folder, &arguments, b"A \xff");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_folder_without_a_glossary_needs_an_option() {
    let folder = tempfile::tempdir().unwrap();
    let output = prose(folder.path(), &["-"], b"");
    assert_eq!(output.status.code(), Some(2));
    let printed = String::from_utf8(output.stderr).unwrap();
    let message = "error: there is no glossary in this folder: name one as `--glossary FOLDER`, or as `--glossary \
                   glossary.json`\n";
    assert_eq!(printed, message);
}

/// Parts of texts that have a meaning in one of the syntaxes.
const PARTS: &[&str] = &[
    "server farm",
    "server",
    " farm",
    "github",
    "HTTP",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "# ",
    "```",
    "~~~",
    "`",
    "``",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "](a)",
    "![",
    "]",
    "<b>",
    "</b>",
    "<B>",
    "</B>",
    "<A b={c}>",
    "<A/>",
    "<",
    ">",
    "</",
    "<>",
    "</>",
    "<!--",
    "-->",
    "<!-- headword off -->",
    "<!-- headword on -->",
    "{/* headword off */}",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{:",
    "\"",
    "'",
    "\\",
    "$",
    "$$",
    ":::",
    ":::note T",
    "!!! note \"T\"",
    "=== \"T\"",
    "| a |",
    "|---|",
    "---",
    "+++",
    "import a from 'b'",
    "export const a = {",
    "&nbsp;",
    "&#",
    "&amp",
    "<kbd>",
    "</kbd>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<br>",
    "<p data-no-glossary>",
    "<div>",
    "</div>",
    "[^1]",
    "[^1]: ",
    "é",
    "\u{a0}",
    "\u{200b}",
    "𝒳",
    "服务器",
    "\0",
    "\u{2}",
    "\u{3}",
    "/*",
    "*/",
    "//",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Each place that is reported, in any text, has words of a name, and only markup between them.
    #[test]
    fn each_place_has_the_words_of_a_name(
        texts in prop::collection::vec(prop::collection::vec(prop::sample::select(PARTS), 0..60), 40)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let ending = ["md", "mdx", "html", "txt"][index % 4];
            let path = folder.path().join(format!("{index}.{ending}"));
            fs::write(&path, text.concat()).unwrap();
            files.push((format!("{index}.{ending}"), text.concat()));
        }
        let glossary = repository().join(GLOSSARY);
        let arguments = [".", "--format", "json", "--glossary", glossary.to_str().unwrap()];
        let output = prose(folder.path(), &arguments, b"");
        prop_assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        for diagnostic in &found {
            let file = diagnostic["file"].as_str().unwrap();
            let (_, text) = files.iter().find(|(name, _)| name == file).unwrap();
            let words = between(text, diagnostic);
            let shown = diagnostic["message"].as_str().unwrap().split('`').nth(1).unwrap();
            let first = shown.chars().next().unwrap();
            let last = shown.chars().next_back().unwrap();
            prop_assert!(words.starts_with(first) && words.ends_with(last), "{}: {:?} for {}", file, words, shown);
        }
    }
}

/// The text of the place of a diagnostic.
fn between(text: &str, diagnostic: &Value) -> String {
    let number = |key: &str| usize::try_from(diagnostic[key].as_u64().unwrap()).unwrap();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<Vec<char>> = text
        .split('\n')
        .map(|line| line.chars().collect())
        .collect();
    let (first, last) = (number("line") - 1, number("end_line") - 1);
    let (start, end) = (number("column") - 1, number("end_column") - 1);
    let shown = lines.iter().enumerate().take(last + 1).skip(first);
    let cut = shown.map(|(index, line)| {
        let from = if index == first { start } else { 0 };
        let to = if index == last { end } else { line.len() };
        line[from..to].iter().collect::<String>()
    });
    cut.collect::<Vec<_>>().join("\n")
}
