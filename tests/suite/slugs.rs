//! The rule that makes slugs from titles, which must not change.

use std::fs;

use headword::text::slug::slug;

use crate::program::{difference, repository, updating};

#[test]
fn the_rule_for_slugs_does_not_change() {
    let path = repository().join("tests/slugs.txt");
    let expected = fs::read_to_string(&path).unwrap();
    let lines = expected.lines().map(|line| match line.split_once(" ->") {
        Some((title, _)) => format!("{title} -> {}", slug(title)).trim_end().to_owned(),
        None => line.to_owned(),
    });
    let found: String = lines.map(|line| line + "\n").collect();
    if updating() {
        fs::write(&path, found).unwrap();
        return;
    }
    assert_eq!(difference(&expected, &found), "");
}
