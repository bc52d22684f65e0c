//! Entries that are broken, or mean harm: each is told of exactly, or comes out harmless.

use std::collections::BTreeSet;

use crate::case::Case;
use crate::program::{files_in, repository};

#[test]
fn nothing_hostile_comes_through() {
    let folder = repository().join("tests/hostile");
    let mut failed = String::new();
    let mut families = BTreeSet::new();
    let files = files_in("hostile", ".txt");
    for path in &files {
        let name = path.strip_prefix(&folder).unwrap();
        families.insert(name.parent().unwrap().to_owned());
        let difference = Case::read(path).check(path, None);
        if !difference.is_empty() {
            failed.push_str(&format!("\ntests/hostile/{}\n{difference}", name.display()));
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(files.len() >= 150, "{} cases", files.len());
    assert!(families.len() >= 80, "{} families", families.len());
}
