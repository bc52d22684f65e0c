//! A case: a text file with a project and the expected results of runs of the program.
//!
//! The file begins with a sentence for the reader; then it has sections. A section begins with a line
//! `-- NAME --`:
//!
//! - `run` has the arguments of a run (default: `build`), those with spaces in double quotes. `exit`,
//!   `stdout` and `stderr` have the results that are expected. `run 2`, `exit 2` and so on are those of a
//!   second run. With a section `keys`, the program runs at a terminal, and somebody types these keys; line ends
//!   are none. Then `stdout` has all that the terminal shows, without colours.
//! - `after/…` is a file of the project as it is expected after all runs; `after/… (gone)` is a file that
//!   must not exist then.
//! - `public/…` is a file of the site as it is expected; `public/… (gone)` is a file that must not exist.
//! - `NAME -> TARGET` is a symbolic link in the project, `NAME (pipe)` a pipe, `NAME (folder)` a folder,
//!   `NAME (workbook)` a workbook (its description: `workbook.rs`).
//! - `2/…` is a file that somebody writes before the second run; `2/… (gone)` is a file that somebody removes then.
//! - A case whose files this system cannot have is left out. On Windows, paths in messages have `\`, and are compared as if
//!   they had `/`.
//! - Any other section is a file of the project. `./public/…` is a file in the output folder before the
//!   first run. If there is no `glossary.toml`, the case has one with a title.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use headword::text::fold::nfc;
use headword::text::slug::is_storable;

use crate::program::{self, Run, difference, run, updating, write};
use crate::terminal::at_terminal;
use crate::workbook::workbook;

pub(crate) struct Case {
    intro: String,
    sections: Vec<(String, String)>,
}

impl Case {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut intro = String::new();
        let mut sections: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            let name = line
                .trim_end()
                .strip_prefix("-- ")
                .and_then(|rest| rest.strip_suffix(" --"));
            match (name, sections.last_mut()) {
                (Some(name), _) => sections.push((name.to_owned(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => intro.push_str(line),
            }
        }
        Self { intro, sections }
    }

    /// Whether every section has a valid name, and at least one has an expected result.
    pub(crate) fn is_sound(&self) -> bool {
        let names = || self.sections.iter().map(|(name, _)| name.as_str());
        let is_outcome = |name: &str| is_of_a_run(name) && !name.starts_with(['r', 'k']);
        names().all(|name| is_of_a_run(name) || name.contains(['/', '.']))
            && names().any(|name| is_outcome(name) || is_file_afterwards(name))
    }

    /// Whether this system can have all files of the case, and can run it. Windows has no pipes, no links without a special
    /// right, and no terminal of the kind that the tests use. Disks of Windows and macOS are blind to case.
    pub(crate) fn is_possible(&self) -> bool {
        let is_possible = |name: &str| {
            let is_special =
                name.contains(" -> ") || name.ends_with(" (pipe)") || name.starts_with("keys");
            let path = name.split(" (").next().unwrap_or_default();
            let mut parts = path
                .split('/')
                .filter(|part| !matches!(*part, "" | "." | ".."));
            !is_special && parts.all(is_storable)
        };
        // two names may be one for the disks of these systems
        let has_twins = cfg!(any(windows, target_os = "macos")) && self.has_twins();
        // a message of the system has other words
        let is_of_system = |text: &str| text.contains("(os error ");
        let mut sections = self.sections.iter();
        let is_plain =
            cfg!(unix) || sections.all(|(name, text)| is_possible(name) && !is_of_system(text));
        is_plain && !has_twins
    }

    /// Whether two files of the case have names that differ only in case or normalisation.
    fn has_twins(&self) -> bool {
        let names = self.sections.iter().map(|(name, _)| name.as_str());
        let mut names = names.filter(|name| is_input(name));
        let mut known = HashSet::new();
        names.any(|name| !known.insert(nfc(name).to_lowercase()))
    }

    /// The HTML files that are expected, each with its path.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let sections = self.sections.iter();
        sections
            .filter(|(name, _)| name.starts_with("public/") && name.ends_with(".html"))
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    pub(crate) fn section(&self, name: &str) -> Option<&str> {
        self.sections
            .iter()
            .find(|(section, _)| section == name)
            .map(|(_, text)| text.as_str())
    }

    /// The bytes of the file in a section.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        unescaped(self.section(name).unwrap())
    }

    /// Compares a section with an outcome. Returns the difference, or an empty text; if expectations are renewed, the
    /// file at `path` gets the outcome.
    pub(crate) fn compare(&mut self, path: &Path, name: &str, outcome: String) -> String {
        let section = self.sections.iter_mut().find(|(other, _)| other == name);
        let Some((_, text)) = section else {
            return format!("there is no section {name}\n");
        };
        let found = difference(text, &outcome);
        *text = outcome;
        if updating() {
            fs::write(path, self.text()).unwrap();
            return String::new();
        }
        found
    }

    /// Runs the case in a new folder. Files in `common` are copied there first; those of the case replace
    /// them. Returns the differences from the expected results, or an empty text.
    pub(crate) fn check(&mut self, path: &Path, common: Option<&Path>) -> String {
        if !self.is_sound() {
            return "a section is misspelt, or no section has an expected result\n".to_owned();
        }
        if !self.is_possible() {
            return String::new();
        }
        let folder = self.set_up(common);
        let root = folder.path();
        let mut differences = String::new();
        for number in 1.. {
            let named = |name: &str| match number {
                1 => name.to_owned(),
                _ => format!("{name} {number}"),
            };
            let arguments = match (self.section(&named("run")), number) {
                (Some(arguments), _) => arguments.to_owned(),
                (None, 1) => "build".to_owned(),
                (None, _) => break,
            };
            self.edit_before(number, root);
            let made = match self.section(&named("keys")) {
                Some(keys) => at_terminal(root, &arguments, keys),
                None => run(root, &arguments),
            };
            let outcomes = [
                ("exit", format!("{}\n", made.exit)),
                ("stdout", made.stdout),
                ("stderr", made.stderr.clone()),
            ];
            for (name, outcome) in outcomes {
                let name = named(name);
                let section = self.sections.iter_mut().find(|(other, _)| *other == name);
                if let Some((_, text)) = section {
                    let slashed = |text: &str| match cfg!(windows) {
                        true => text.replace('\\', "/"),
                        false => text.to_owned(),
                    };
                    differences.push_str(&difference(&slashed(text), &slashed(&outcome)));
                    *text = outcome;
                }
            }
            if self.section(&named("exit")).is_none() && made.exit != 0 {
                let exit = named("exit");
                return format!("{differences}{exit} {}\n{}", made.exit, made.stderr);
            }
            if self.section(&named("stderr")).is_none() && !made.stderr.is_empty() {
                return format!("a warning without a section\n{}", made.stderr);
            }
        }
        for (name, text) in &mut self.sections {
            if let Some(outcome) = file_afterwards(name, root) {
                differences.push_str(&difference(text, &outcome));
                *text = outcome;
            }
        }
        if updating() {
            fs::write(path, self.text()).unwrap();
            return String::new();
        }
        differences
    }

    /// Writes and removes the files that change before a run.
    fn edit_before(&self, number: u32, root: &Path) {
        for (name, text) in &self.sections {
            let Some(name) = name.strip_prefix(&format!("{number}/")) else {
                continue;
            };
            match name.strip_suffix(" (gone)") {
                Some(name) => fs::remove_file(root.join(name)).unwrap(),
                None => put(root, name, text),
            }
        }
    }

    /// Runs the program on the case's project, with other arguments than those of the case.
    pub(crate) fn run_with(&self, arguments: &str) -> Run {
        run(self.set_up(None).path(), arguments)
    }

    /// Makes the project of the case in a new folder. Files in `common` are copied there first; those of the
    /// case replace them.
    pub(crate) fn set_up(&self, common: Option<&Path>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        if let Some(common) = common {
            program::write_tree(root, &program::tree(common));
        }
        let is_settings = |name: &str| name.split(' ').next() == Some("glossary.toml");
        let has_settings = self.sections.iter().any(|(name, _)| is_settings(name));
        if !has_settings && !root.join("glossary.toml").exists() {
            write(&root.join("glossary.toml"), b"title = \"Test\"\n");
        }
        for (name, text) in self.sections.iter().filter(|(name, _)| is_input(name)) {
            put(root, name, text);
        }
        folder
    }

    fn text(&self) -> String {
        let sections = self
            .sections
            .iter()
            .map(|(name, text)| format!("-- {name} --\n{text}"));
        std::iter::once(self.intro.clone())
            .chain(sections)
            .collect()
    }
}

/// Makes the file of a section.
fn put(root: &Path, name: &str, text: &str) {
    if let Some((name, target)) = name.split_once(" -> ") {
        link(&root.join(name), target);
    } else if let Some(name) = name.strip_suffix(" (pipe)") {
        pipe(&root.join(name));
    } else if let Some(name) = name.strip_suffix(" (folder)") {
        fs::create_dir_all(root.join(name)).unwrap();
    } else if let Some(name) = name.strip_suffix(" (workbook)") {
        write(&root.join(name), &workbook(name, text));
    } else {
        write(&root.join(name), unescaped(text).as_slice());
    }
}

#[cfg(unix)]
fn link(path: &Path, target: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(target, path).unwrap();
}

#[cfg(not(unix))]
fn link(_: &Path, _: &str) {
    panic!("cases with links need a system that has them");
}

#[cfg(unix)]
fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}

#[cfg(not(unix))]
fn pipe(_: &Path) {
    panic!("cases with pipes need a system that has them");
}

fn is_input(name: &str) -> bool {
    !is_of_a_run(name) && !is_file_afterwards(name) && !is_edit(name)
}

/// Whether a section is a file that changes before a run.
fn is_edit(name: &str) -> bool {
    let number = name.split_once('/').map(|(number, _)| number);
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// Whether a section has the arguments or a result of a run.
fn is_of_a_run(name: &str) -> bool {
    let (word, number) = name.split_once(' ').unwrap_or((name, "2"));
    matches!(word, "run" | "keys" | "exit" | "stdout" | "stderr") && number.parse::<u8>().is_ok()
}

fn is_file_afterwards(name: &str) -> bool {
    name.starts_with("public/") || name.starts_with("after/")
}

/// The content of the file that a section expects after the runs; `None` for other sections.
fn file_afterwards(name: &str, root: &Path) -> Option<String> {
    if !is_file_afterwards(name) {
        return None;
    }
    let path = name.strip_prefix("after/").unwrap_or(name);
    let (path, gone) = match path.strip_suffix(" (gone)") {
        Some(path) => (path, true),
        None => (path, false),
    };
    Some(match (fs::read(root.join(path)), gone) {
        (Ok(_), true) => "(there)\n".to_owned(),
        (Err(_), true) => String::new(),
        (Ok(bytes), false) if name.starts_with("after/") => escaped(&bytes),
        (Ok(bytes), false) => match String::from_utf8(bytes) {
            Ok(text) if text.ends_with('\n') => text,
            Ok(text) => text + "\n",
            Err(error) => format!("({error})\n"),
        },
        (Err(error), false) => format!("({error})\n"),
    })
}

/// Bytes as text for a section. Control characters are escapes such as `\x0d`. A text without a line end at
/// the end has `\x` there.
fn escaped(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            '\n' => shown.push('\n'),
            '\u{feff}' => shown.push_str("\\xef\\xbb\\xbf"),
            c if c.is_control() => shown.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    if !shown.ends_with('\n') && !shown.is_empty() {
        shown.push_str("\\x\n");
    }
    shown
}

/// The bytes of a section's text. `\x00` is a byte, `\x` at the end means that there is no line end, and
/// `\*9{text}` is the text nine times.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.strip_suffix("\\x\n").unwrap_or(text);
    while let Some(backslash) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..backslash]);
        rest = &rest[backslash..];
        if let Some((byte, after)) = escaped_byte(rest) {
            bytes.push(byte);
            rest = after;
        } else if let Some((repeated, after)) = repeated(rest) {
            bytes.extend(repeated);
            rest = after;
        } else {
            bytes.push(b'\\');
            rest = &rest[1..];
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn escaped_byte(text: &str) -> Option<(u8, &str)> {
    let digits = text.strip_prefix("\\x")?.get(..2)?;
    Some((u8::from_str_radix(digits, 16).ok()?, &text[4..]))
}

fn repeated(text: &str) -> Option<(Vec<u8>, &str)> {
    let (times, rest) = text.strip_prefix("\\*")?.split_once('{')?;
    let (once, rest) = rest.split_once('}')?;
    Some((unescaped(once).repeat(times.parse().ok()?), rest))
}
