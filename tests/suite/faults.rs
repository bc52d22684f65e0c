//! The exact text of every diagnostic, in `tests/faults/*.txt`, and the fixes of diagnostics.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::case::Case;
use crate::program::{cases_in, chosen_cases, repository, run};

/// Fixes that leave something to do, by case, code and description, each with the reason.
const UNFINISHED: &[(&str, &str, &str)] = &[
    // a value is read only if its key is known
    ("unknown-key-kinds", "unknown-key", "write `url`"),
    // the case has `--only`, which overrides the settings
    (
        "unlinked-entry-list",
        "unlinked-entry",
        "write `allow = [\"unlinked-entry\"]`",
    ),
];

/// The cases have at least this number of fixes. Without it, a test of fixes that finds none would pass.
const FIXES: usize = 140;

/// `check` reports every diagnostic that `build` reports.
#[test]
fn a_check_reports_the_diagnostics_of_a_build() {
    let mut lacking = String::new();
    for path in cases_in("faults", ".txt") {
        let case = Case::read(&path);
        if case.section("run").is_some() || !case.is_possible() {
            continue;
        }
        let made = case.run_with("check");
        let expected = case.section("stderr").unwrap();
        let expected = expected.split("\n\n").map(str::trim_end);
        let diagnostics = expected.filter(|text| text.contains("[") && !text.is_empty());
        let missing = diagnostics.filter(|text| !made.stderr.contains(text));
        for text in missing {
            lacking.push_str(&format!("\n{}\n{text}\n", path.display()));
        }
        let exit = case.section("exit").unwrap().trim().to_owned();
        assert_eq!(made.exit.to_string(), exit, "{}", path.display());
    }
    assert!(lacking.is_empty(), "{lacking}");
}

#[test]
fn every_diagnostic_has_its_exact_text() {
    let mut failed = String::new();
    for path in cases_in("faults", ".txt") {
        let mut case = Case::read(&path);
        let name = path.strip_prefix(repository()).unwrap().display();
        for section in ["exit", "stderr"] {
            assert!(case.section(section).is_some(), "{name} has no {section}");
        }
        let found = case.check(&path, None);
        if !found.is_empty() {
            failed.push_str(&format!("\n{name}\n{found}"));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// The test applies each fix of each diagnostic by itself, from the JSON. A complete fix must correct its
/// diagnostic and must not cause an error. A help with the text to write must have a fix.
#[test]
fn every_fix_corrects_its_diagnostic() {
    let mut failed = String::new();
    let mut tried = 0;
    let mut unfinished = 0;
    for path in cases_in("faults", ".txt") {
        let case = Case::read(&path);
        if !case.is_possible() {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let arguments = match case.section("run") {
            Some(run) if run.contains("check") => format!("{} --format json", run.trim()),
            _ => "check --format json".to_owned(),
        };
        let before = diagnostics(case.set_up(None).path(), &arguments);
        for diagnostic in &before {
            if lacks_a_fix(diagnostic) {
                failed.push_str(&format!("\n{name}: {}\n", diagnostic["help"]));
            }
            for fix in diagnostic["fixes"].as_array().unwrap() {
                tried += 1;
                let folder = case.set_up(None);
                make(folder.path(), fix);
                let after = diagnostics(folder.path(), &arguments);
                let has = |all: &[Value], one: &Value| {
                    let same = all.iter().filter(|other| identity(other) == identity(one));
                    same.count()
                };
                let is_gone = has(&after, diagnostic) < has(&before, diagnostic);
                let errors = after.iter().filter(|one| one["severity"] == "error");
                let new = errors.filter(|one| has(&after, one) > has(&before, one));
                let new: Vec<_> = new.map(identity).collect();
                let is_unfinished = fix["complete"] == true && (!is_gone || !new.is_empty());
                let description = fix["description"].as_str().unwrap();
                let own = identity(diagnostic);
                unfinished += usize::from(is_unfinished);
                if is_unfinished != UNFINISHED.contains(&(name, &own[0], description)) {
                    let own = own.join(": ");
                    let gone = if is_gone { "gone" } else { "still there" };
                    failed.push_str(&format!(
                        "\n{name}: {own}\n{description}: it is {gone}; new: {new:?}\n"
                    ));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
    if chosen_cases().is_none() {
        assert!(tried >= FIXES, "only {tried} fixes were tried");
        assert_eq!(unfinished, UNFINISHED.len(), "a fix of the list is gone");
    }
}

/// Whether the help of a diagnostic has a text to write, but the diagnostic has no fix.
fn lacks_a_fix(diagnostic: &Value) -> bool {
    let helps = diagnostic["help"].as_array().unwrap();
    let mut helps = helps.iter().map(|help| help.as_str().unwrap());
    let is_definite = |help: &str| {
        let starts = ["did you mean `", "write one of `"];
        starts.iter().any(|start| help.starts_with(start))
    };
    helps.any(is_definite) && diagnostic["fixes"].as_array().unwrap().is_empty()
}

/// The diagnostics of a check of a project, from its JSON; empty if the check cannot begin.
pub(crate) fn diagnostics(folder: &Path, arguments: &str) -> Vec<Value> {
    serde_json::from_str(&run(folder, arguments).stdout).unwrap_or_default()
}

/// The parts of a diagnostic that stay the same if it moves: its code, its message and its file.
fn identity(diagnostic: &Value) -> [String; 3] {
    ["code", "message", "file"].map(|key| diagnostic[key].as_str().unwrap_or_default().to_owned())
}

/// Makes the edits of a fix.
pub(crate) fn make(folder: &Path, fix: &Value) {
    let number = |edit: &Value, key: &str| edit[key].as_u64().unwrap() as usize;
    let mut edits: Vec<&Value> = fix["edits"].as_array().unwrap().iter().collect();
    assert!(!edits.is_empty(), "{fix}");
    // from the end, so that the places of other edits do not change
    edits.sort_by_key(|edit| (number(edit, "line"), number(edit, "column")));
    for edit in edits.into_iter().rev() {
        let path = folder.join(edit["file"].as_str().unwrap());
        let mut text = fs::read_to_string(&path).unwrap();
        let start = offset(&text, number(edit, "line"), number(edit, "column"));
        let end = offset(&text, number(edit, "end_line"), number(edit, "end_column"));
        text.replace_range(start..end, edit["text"].as_str().unwrap());
        fs::write(&path, text).unwrap();
    }
}

/// The byte at a line and a column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let characters = text[before..].char_indices().map(|(byte, _)| before + byte);
    characters.chain([text.len()]).nth(column - 1).unwrap()
}
