//! Runs the program, and reads and compares folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The results of a run of the program, with constants in place of its time and of the program's version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The folder of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A command that runs the program in `folder`.
pub(crate) fn headword(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headword"));
    command.current_dir(folder);
    command
}

/// Runs the program with the words of a line as arguments. Words such as `NAME=value` at the beginning are
/// environment variables.
pub(crate) fn run(folder: &Path, arguments: &str) -> Run {
    let mut command = headword(folder);
    let mut arguments = words(arguments).into_iter().peekable();
    let is_variable = |word: &String| word.contains('=') && !word.starts_with('-');
    while let Some(word) = arguments.next_if(is_variable) {
        let (name, value) = word.split_once('=').unwrap();
        command.env(name, value);
    }
    let mut arguments: Vec<String> = arguments.collect();
    // as in a shell: `< FILE` at the end is the standard input
    if let Some(place) = arguments.iter().position(|word| word == "<") {
        let file = arguments.split_off(place).pop().unwrap();
        command.stdin(fs::File::open(folder.join(file)).unwrap());
    }
    let output = command
        .args(arguments)
        .output()
        .expect("the program starts");
    read(&output)
}

/// The words of a line, as in a shell: `"…"` is one word; in it, `\` escapes the next character.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut is_open, mut is_quoted) = (false, false);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() && !is_quoted {
            is_open = false;
            continue;
        }
        if !is_open {
            words.push(String::new());
            is_open = true;
        }
        let word = words.last_mut().unwrap();
        match letter {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => word.extend(letters.next()),
            letter => word.push(letter),
        }
    }
    words
}

/// The results of a run that has ended.
pub(crate) fn read(output: &Output) -> Run {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
    Run {
        exit: output.status.code().expect("the program ends by itself"),
        stdout: versionless(&timeless(&text(&output.stdout))),
        stderr: text(&output.stderr),
    }
}

/// The output with `0.00` in place of each time.
fn timeless(stdout: &str) -> String {
    stdout
        .split_inclusive(' ')
        .map(|word| {
            let is_time = word.trim_end().parse::<f64>().is_ok() && word.contains('.');
            if is_time { "0.00 " } else { word }
        })
        .collect()
}

/// The output with `VERSION` in place of the program's version.
fn versionless(stdout: &str) -> String {
    let version = |version| format!("\"semanticVersion\": \"{version}\"");
    stdout.replace(&version(env!("CARGO_PKG_VERSION")), &version("VERSION"))
}

/// All files below a folder, by their path with `/`.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(name_in(folder, &path), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// A path relative to a folder, with `/`.
pub(crate) fn name_in(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder)
        .unwrap()
        .components()
        .map(|part| part.as_os_str().to_str().expect("a UTF-8 path"))
        .collect::<Vec<_>>()
        .join("/")
}

/// Writes files below a folder.
pub(crate) fn write_tree<'f>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'f String, &'f Vec<u8>)>,
) {
    for (name, bytes) in files {
        write(&folder.join(name), bytes);
    }
}

/// Writes a file, and makes the folders around it.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Whether the tests replace the expected results instead of comparing them.
pub(crate) fn updating() -> bool {
    std::env::var_os("HEADWORD_UPDATE").is_some()
}

/// The files with this ending in a folder of the tests, in order.
pub(crate) fn files_in(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = tree(&repository().join("tests").join(folder))
        .into_keys()
        .filter(|name| name.ends_with(ending))
        .map(|name| repository().join("tests").join(folder).join(name))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no {ending} in tests/{folder}");
    files
}

/// The cases in a folder of the tests, in order: all of them, or only those at the path in
/// `HEADWORD_CASES`.
pub(crate) fn cases_in(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut cases = files_in(folder, ending);
    if let Some(chosen) = chosen_cases() {
        cases.retain(|path| path.starts_with(&chosen));
        assert!(
            !cases.is_empty(),
            "{} contains no case of tests/{folder}",
            chosen.display()
        );
    }
    cases
}

/// The path in `HEADWORD_CASES`; `None` if all cases run.
pub(crate) fn chosen_cases() -> Option<PathBuf> {
    Some(repository().join(std::env::var_os("HEADWORD_CASES")?))
}

/// The lines that differ between two texts; empty if the texts are the same.
pub(crate) fn difference(expected: &str, found: &str) -> String {
    if expected == found {
        return String::new();
    }
    let diff = similar::TextDiff::from_lines(expected, found);
    diff.unified_diff().header("expected", "found").to_string()
}
