//! Broken and malicious projects, in `tests/hostile/`: each is reported with its exact text, or makes a
//! harmless site.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::case::Case;
use crate::html;
use crate::program::{cases_in, chosen_cases, repository};

#[test]
fn every_hostile_project_is_harmless() {
    let folder = repository().join("tests/hostile");
    let files = cases_in("hostile", ".txt");
    let families: BTreeSet<&Path> = files.iter().filter_map(|path| path.parent()).collect();
    let failed = failed(&files, &folder);
    assert!(failed.is_empty(), "{failed}");
    if chosen_cases().is_none() {
        assert!(files.len() >= 150, "{} cases", files.len());
        assert!(families.len() >= 80, "{} families", families.len());
    }
}

/// The differences in all cases that fail, in order. Each processor runs one case at a time.
fn failed(files: &[PathBuf], folder: &Path) -> String {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    let work = || {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut case = Case::read(path);
            let unsafe_pages = unsafe_pages(&case);
            let difference = unsafe_pages + &case.check(path, None);
            if !difference.is_empty() {
                let name = path.strip_prefix(folder).unwrap().display();
                let text = format!("\ntests/hostile/{name}\n{difference}");
                failed.lock().unwrap().push(text);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut failed = failed.into_inner().unwrap();
    failed.sort();
    failed.concat()
}

/// The broken HTML, and the elements and attributes that run code, in the pages that a case expects.
fn unsafe_pages(case: &Case) -> String {
    let mut found = String::new();
    for (name, text) in case.pages() {
        let page = html::parse(text);
        for problem in page.errors.iter().chain(&page.forbidden) {
            found.push_str(&format!("{name}: {problem}\n"));
        }
    }
    found
}
