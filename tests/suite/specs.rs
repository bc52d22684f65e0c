//! The rules of Headword, as cases that read like documentation: `tests/specs/GROUP/*.txt`. Each group has
//! short templates of its own, so that pages show only the subject of the group.

use crate::case::Case;
use crate::html;
use crate::program::{cases_in, repository};

#[test]
fn every_spec_holds() {
    let mut failed = String::new();
    for path in cases_in("specs", ".txt") {
        let group = path.parent().unwrap().join("project");
        let mut case = Case::read(&path);
        for (name, text) in case.pages() {
            let page = html::parse(text);
            assert_eq!(page.errors, [] as [&str; 0], "{name} in {}", path.display());
        }
        let found = case.check(&path, group.is_dir().then_some(group.as_path()));
        if !found.is_empty() {
            let name = path.strip_prefix(repository()).unwrap().display();
            failed.push_str(&format!("\n{name}\n{found}"));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
