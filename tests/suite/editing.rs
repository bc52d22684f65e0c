//! What `docs/editing/` tells editors to type, and what it says that they see.
//!
//! In these pages, a block `console` holds commands, which begin with `$`, and what they print. A block
//! after `<!-- file: PATH -->` is written to that file, one after `<!-- shows: PATH -->` is what the file
//! holds. A page begins in an empty folder. A block `text` is what some test shows to be printed.

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
    /// What comes before its text: all from the last block's end to its own first line.
    before: &'p str,
    kind: &'p str,
    text: &'p str,
}

/// The page's blocks, and what follows the last.
fn blocks(page: &str) -> (Vec<Block<'_>>, &str) {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("\n```") {
        let (before, fenced) = rest.split_at(at + 1);
        let (kind, after) = fenced[3..].split_once('\n').unwrap();
        let end = match after.starts_with("```") {
            true => 0,
            false => after.find("\n```").unwrap() + 1,
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

/// The path in the comment that ends what stands before a block.
fn comment<'p>(before: &'p str, word: &str) -> Option<&'p str> {
    let last = before.trim_end().lines().last()?;
    last.strip_prefix(&format!("<!-- {word}: "))?
        .strip_suffix(" -->")
}

/// Types the commands of a block and gives it with what they print.
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
                // as fast as readers may see it
                shown.push_str(&made.stdout.replace("in 0.00 s", "in 0.02 s"));
            }
            other => panic!("nobody here can type {other}"),
        }
    }
    shown
}

#[test]
fn what_editors_are_told_to_type_prints_what_they_are_told() {
    let mut failed = String::new();
    let mut typed_any = false;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let (blocks, rest) = blocks(&page);
        let folder = tempfile::tempdir().unwrap();
        let mut at = folder.path().to_owned();
        let mut written = String::new();
        for block in blocks {
            let text = if block.kind == "console" {
                typed_any = true;
                typed(block.text, &mut at)
            } else if let Some(name) = comment(block.before, "shows") {
                fs::read_to_string(at.join(name)).unwrap()
            } else {
                if let Some(name) = comment(block.before, "file") {
                    write(&at.join(name), block.text.as_bytes());
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

/// Every code has a line that says what to do, in the order of the codes.
#[test]
fn every_code_has_a_plain_mend() {
    let page = repository().join("docs/editing/when-the-build-complains.md");
    let page = fs::read_to_string(page).unwrap();
    let told: Vec<_> = page
        .lines()
        .filter_map(|line| {
            line.strip_prefix("| [`")?
                .split_once("`](../diagnostics.md#")
        })
        .collect();
    let codes: Vec<_> = told.iter().map(|(code, _)| *code).collect();
    let codes_of_builds = Code::ALL.iter().filter(|code| !code.is_rule());
    let expected: Vec<_> = codes_of_builds.map(|code| code.as_str()).collect();
    assert_eq!(codes, expected);
    for (code, rest) in told {
        let (link, mend) = rest.split_once(") | ").unwrap();
        assert_eq!(link, code);
        assert!(mend.ends_with(". |") && mend.len() > 20, "{code}: {mend}");
    }
}

/// What is shown as printed is printed by a case.
#[test]
fn every_message_that_is_shown_is_printed() {
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

/// The hook that the documentation shows does what the one of `init` does.
#[test]
fn the_hook_is_shown_as_it_is_made() {
    let page = fs::read_to_string(repository().join("docs/editing/tools.md")).unwrap();
    let hook = fs::read_to_string(repository().join("src/scaffold/project/pre-commit")).unwrap();
    let bare: String = hook
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("# "))
        .collect();
    assert!(page.contains(&bare), "{bare}");
}
