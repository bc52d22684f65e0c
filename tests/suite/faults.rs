//! Every diagnostic, with its exact text: `tests/faults/*.txt`.

use crate::case::Case;
use crate::program::{cases_in, repository};

/// What a build says of a project, a check says too, before anything of its own.
#[test]
fn a_check_tells_what_a_build_tells() {
    let mut lacking = String::new();
    for path in cases_in("faults", ".txt") {
        let case = Case::read(&path);
        if case.section("run").is_some() {
            continue;
        }
        let made = case.run_with("check");
        let told = case.section("stderr").unwrap();
        let told = told.split("\n\n").map(str::trim_end);
        let diagnostics = told.filter(|text| text.contains("[") && !text.is_empty());
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
fn every_fault_is_told() {
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
