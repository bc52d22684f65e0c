//! Imports a source in any format into an empty project. If the import reports no errors, the project builds
//! without errors, and a second import finds every entry as the first one left it.
//!
//! With `HEADWORD_SHOW` in the environment, it prints the source of an input and the project.

#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use headword::diagnostic::Faults;
use headword::diagnostic::progress::Unseen;
use headword::disk::Disk;
use headword::import::{self, Fate, Format, ImportOptions, ImportPlan};
use headword::pipeline;
use headword::project::config::Options;
use headword_fuzz::threads;
use libfuzzer_sys::fuzz_target;

/// The byte between the files of a folder: it is never in UTF-8.
const END: u8 = 0xff;

/// The files of a folder, in the order of their texts in the input.
const FILES: &[&str] = &["_index.md", "dough.md", "sub/rye.md", "a note.md"];

/// The folder of this process, in memory where the system has such a folder.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let place = if memory.is_dir() { memory } else { std::env::temp_dir() };
    place.join(format!("headword-fuzz-import-{}", std::process::id()))
});

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    let Some((&choice, text)) = data.split_first() else {
        return;
    };
    let _ = fs::remove_dir_all(&*FOLDER);
    fs::create_dir_all(FOLDER.join("project")).expect("a folder can be made");
    let (source, format) = write_source(choice, text);
    threads::with_stack(|| import(source, format));
    let _ = fs::remove_dir_all(&*FOLDER);
});

/// Writes the source of an input. `choice` is its format.
fn write_source(choice: u8, text: &[u8]) -> (PathBuf, Option<Format>) {
    let (name, format) = match choice % 14 {
        0 => ("source.csv", Some(Format::Csv)),
        1 => ("source.tsv", Some(Format::Tsv)),
        2 => ("source.md", Some(Format::Markdown)),
        3 => ("source.rst", Some(Format::Sphinx)),
        4 => ("source.txt", None),
        5 => ("glossary.md", Some(Format::Page)),
        7 => ("source.yaml", Some(Format::Yaml)),
        8 => ("source.json", Some(Format::Json)),
        9 => ("source.toml", Some(Format::Toml)),
        10 => ("source.tbx", Some(Format::Tbx)),
        11 => ("source.ttl", Some(Format::Skos)),
        12 => ("glossary.html", Some(Format::Html)),
        13 => ("glossary.adoc", Some(Format::AsciiDoc)),
        _ => ("source", Some(Format::Markdown)),
    };
    let source = FOLDER.join(name);
    if choice % 14 != 6 {
        write(&source, text);
    } else {
        for (file, text) in FILES.iter().zip(text.split(|byte| *byte == END)) {
            write(&source.join(file), text);
        }
    }
    (source, format)
}

fn write(path: &Path, bytes: &[u8]) {
    let folder = path.parent().expect("it is in a folder");
    fs::create_dir_all(folder).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
    if std::env::var_os("HEADWORD_SHOW").is_some() {
        println!("-- {} --\n{}", path.display(), String::from_utf8_lossy(bytes));
    }
}

fn plan(options: &ImportOptions) -> Option<ImportPlan> {
    let faults = Faults::default();
    let plan = import::plan(&Disk::default(), options, &Unseen, &faults);
    assert_eq!(faults.count().0, 0, "{}", faults.render());
    // wrong usage: a text without a known format, or a folder without a Markdown file
    plan.ok()
}

fn import(source: PathBuf, format: Option<Format>) {
    let root = FOLDER.join("project");
    let options = ImportOptions {
        source,
        root: root.clone(),
        format,
        ..ImportOptions::default()
    };
    let Some(first) = plan(&options) else {
        return;
    };
    let (has_errors, summary) = (first.has_errors(), first.report.summary(false, true));
    assert!(!summary.is_empty());
    first.apply(&Disk::default()).expect("the files can be written");
    if std::env::var_os("HEADWORD_SHOW").is_some() {
        println!("{summary}");
    }
    if has_errors || !root.join("glossary.toml").exists() {
        return;
    }
    let build = Options {
        root: root.clone(),
        output: Some(root.join("public")),
        ..Options::default()
    };
    let faults = Faults::default();
    let built = pipeline::build(&Disk::default(), &build, &faults, &|_| (), &Unseen);
    assert!(built.is_ok(), "it does not build:\n{summary}{}", faults.errors().render());
    let again = plan(&options).expect("it could be read before").report;
    assert_eq!(again.count(Fate::New), 0, "new entries:\n{}", again.summary(true, true));
    assert_eq!(again.count(Fate::Differs), 0, "other entries:\n{}", again.summary(true, true));
}
