//! Every diagnostic, with its exact text: `tests/faults/*.txt`.

use crate::case::Case;
use crate::program::{files_in, repository};

#[test]
fn every_fault_is_told() {
    let mut failed = String::new();
    for path in files_in("faults", ".txt") {
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
