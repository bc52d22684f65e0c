//! The commands in `docs/editing/` print the output that the pages show.
//!
//! In these pages, a `console` block contains commands, which begin with `$`, and their output. The test
//! writes a block after `<!-- file: PATH -->` to that file, and compares a block after
//! `<!-- shows: PATH -->` with that file. Each page begins in an empty folder. A `text` block is output that
//! a case in `tests/faults/` contains.

use std::fs;
use std::path::PathBuf;

use headword::diagnostic::Code;

use crate::case::Case;
use crate::program::{difference, files_in, headword, read, repository, updating, words, write};

/// The pages, by their path.
fn pages() -> Vec<PathBuf> {
    let folder = repository().join("docs/editing");
    let files = fs::read_dir(folder).unwrap();
    let mut pages: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    pages.sort();
    assert!(pages.len() >= 6);
    pages
}

/// A fenced block of a page.
struct Block<'p> {
    /// The text between the block before it and its first line.
    before: &'p str,
    kind: &'p str,
    text: &'p str,
}

/// The blocks of a page, and the text after the last one.
fn blocks(page: &str) -> (Vec<Block<'_>>, &str) {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("\n```") {
        let (before, fenced) = rest.split_at(at + 1);
        let (kind, after) = fenced[3..].split_once('\n').unwrap();
        let end = if after.starts_with("```") {
            0
        } else {
            after.find("\n```").unwrap() + 1
        };
        blocks.push(Block {
            before,
            kind,
            text: &after[..end],
        });
        rest = &after[end + 3..];
    }
    (blocks, rest)
}

/// The path in the comment `<!-- WORD: PATH -->` directly before a block.
fn comment<'p>(before: &'p str, word: &str) -> Option<&'p str> {
    let last = before.trim_end().lines().last()?;
    last.strip_prefix(&format!("<!-- {word}: "))?
        .strip_suffix(" -->")
}

/// Runs the commands of a block, and returns them with their output.
fn typed(text: &str, folder: &mut PathBuf) -> String {
    let mut shown = String::new();
    for command in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
        shown.push_str(&format!("$ {command}\n"));
        let words = words(command);
        match words[0].as_str() {
            "cd" => folder.push(&words[1]),
            "headword" => {
                let made = headword(folder).args(&words[1..]).output().unwrap();
                let made = read(&made);
                shown.push_str(&made.stderr);
                // a time that readers may see
                shown.push_str(&made.stdout.replace("in 0.00 s", "in 0.02 s"));
            }
            other => panic!("this test cannot run {other}"),
        }
    }
    shown
}

#[test]
fn every_command_prints_the_output_that_the_page_shows() {
    let mut failed = String::new();
    let mut typed_any = false;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let (blocks, rest) = blocks(&page);
        let folder = tempfile::tempdir().unwrap();
        let mut current = folder.path().to_owned();
        let mut written = String::new();
        for block in blocks {
            let text = if block.kind == "console" {
                typed_any = true;
                typed(block.text, &mut current)
            } else if let Some(name) = comment(block.before, "shows") {
                fs::read_to_string(current.join(name)).unwrap()
            } else {
                if let Some(name) = comment(block.before, "file") {
                    write(&current.join(name), block.text.as_bytes());
                }
                block.text.to_owned()
            };
            written.push_str(&format!("{}```{}\n{text}```", block.before, block.kind));
        }
        written.push_str(rest);
        if updating() {
            fs::write(&path, written).unwrap();
        } else if written != page {
            failed.push_str(&format!(
                "\n{}\n{}",
                path.display(),
                difference(&page, &written)
            ));
        }
    }
    assert!(typed_any);
    assert!(failed.is_empty(), "{failed}");
}

/// Every code has a row with a fix, in the order of the codes.
#[test]
fn every_code_has_a_fix() {
    let page = repository().join("docs/editing/when-the-build-complains.md");
    let page = fs::read_to_string(page).unwrap();
    let rows: Vec<_> = page
        .lines()
        .filter_map(|line| {
            line.strip_prefix("| [`")?
                .split_once("`](../diagnostics.md#")
        })
        .collect();
    let codes: Vec<_> = rows.iter().map(|(code, _)| *code).collect();
    let codes_of_builds = Code::ALL.iter().filter(|code| !code.is_rule());
    let expected: Vec<_> = codes_of_builds.map(|code| code.as_str()).collect();
    assert_eq!(codes, expected);
    for (code, rest) in rows {
        let (link, fix) = rest.split_once(") | ").unwrap();
        assert_eq!(link, code);
        assert!(fix.ends_with(". |") && fix.len() > 20, "{code}: {fix}");
    }
}

/// Every message on the pages is in the output of a case.
#[test]
fn every_message_is_in_the_output_of_a_case() {
    let cases: Vec<String> = files_in("faults", ".txt")
        .iter()
        .filter_map(|path| Some(Case::read(path).section("stderr")?.to_owned()))
        .collect();
    let mut shown = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for block in blocks(&page).0 {
            if block.kind == "text" {
                shown += 1;
                let is_printed = cases.iter().any(|case| case.contains(block.text));
                assert!(is_printed, "{}:\n{}", path.display(), block.text);
            }
        }
    }
    assert!(shown > 1);
}

/// The documentation shows the hook that `init` writes.
#[test]
fn the_documentation_shows_the_hook() {
    let page = fs::read_to_string(repository().join("docs/editing/tools.md")).unwrap();
    let hook = fs::read_to_string(repository().join("src/scaffold/project/pre-commit")).unwrap();
    let bare: String = hook
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("# "))
        .collect();
    assert!(page.contains(&bare), "{bare}");
}
