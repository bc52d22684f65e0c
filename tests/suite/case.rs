//! A case: a project and what the program makes of it, in one text file.
//!
//! The file is words for the reader, then sections. A section begins with a line `-- NAME --`:
//!
//! - `run` the arguments (default: `build`); `exit`, `stdout`, `stderr` what is expected of it;
//! - `run 2` a second run, after the first, with its `exit 2`, `stdout 2`, `stderr 2`; and so on;
//! - `public/…` a file of the site as it is expected, `public/… (gone)` one that must not be; they are
//!   looked at after the last run, as is `after/…`, any file of the project;
//! - `NAME -> TARGET` a symbolic link in the project, `NAME (pipe)` a pipe, `NAME (folder)` a folder;
//! - anything else is a file of the project; `./public/…` is one that stands in the output before the
//!   run. `glossary.toml` is made up if it is not given.

use std::fs;
use std::path::Path;

use crate::program::{self, Run, difference, run, updating, write};

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

    /// Whether every section is one that is understood, and at least one expects something.
    pub(crate) fn is_sound(&self) -> bool {
        let names = || self.sections.iter().map(|(name, _)| name.as_str());
        names().all(|name| of_run(name).is_some() || name.contains(['/', '.']))
            && names().any(is_expectation)
    }

    /// The HTML files that are expected.
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

    /// Runs the case in a folder of its own, with `common` files under those that it brings, and
    /// says how the outcome differs from what is expected; nothing if it does not.
    pub(crate) fn check(&mut self, path: &Path, common: Option<&Path>) -> String {
        if !self.is_sound() {
            return "a section is misspelt, or none expects anything\n".to_owned();
        }
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        if let Some(common) = common {
            program::write_tree(root, &program::tree(common));
        }
        let is_settings = |name: &str| name.split(' ').next() == Some("glossary.toml");
        if !self.sections.iter().any(|(name, _)| is_settings(name)) {
            write(&root.join("glossary.toml"), b"title = \"Test\"\n");
        }
        for (name, text) in self.sections.iter().filter(|(name, _)| is_input(name)) {
            if let Some((name, target)) = name.split_once(" -> ") {
                link(&root.join(name), target);
            } else if let Some(name) = name.strip_suffix(" (pipe)") {
                pipe(&root.join(name));
            } else if let Some(name) = name.strip_suffix(" (folder)") {
                fs::create_dir_all(root.join(name)).unwrap();
            } else {
                write(&root.join(name), unescaped(text).as_slice());
            }
        }
        let runs: Vec<Run> = self.runs().map(|arguments| run(root, arguments)).collect();
        let mut found = String::new();
        for at in 0..self.sections.len() {
            let (name, expected) = self.sections[at].clone();
            let Some(outcome) = outcome(&name, &runs, root) else {
                continue;
            };
            found.push_str(&difference(&expected, &outcome));
            self.sections[at].1 = outcome;
        }
        for (at, made) in runs.iter().enumerate() {
            let is_told = |what: &str| {
                let names = self.sections.iter().map(|(name, _)| name.as_str());
                names.filter_map(of_run).any(|told| told == (what, at))
            };
            if !is_told("exit") && made.exit != 0 {
                return format!("exit {}\n{}", made.exit, made.stderr);
            }
            if !is_told("stderr") && !made.stderr.is_empty() {
                return format!("a warning that the case does not show\n{}", made.stderr);
            }
        }
        if updating() {
            fs::write(path, self.text()).unwrap();
            return String::new();
        }
        found
    }

    /// The arguments of all runs, in order.
    fn runs(&self) -> impl Iterator<Item = &str> {
        let first = self.section("run").unwrap_or("build");
        let others = (2..).map_while(|number| self.section(&format!("run {number}")));
        std::iter::once(first).chain(others)
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

/// Which of `run`, `exit`, `stdout` and `stderr` a section is, and of which run, from 0.
fn of_run(name: &str) -> Option<(&str, usize)> {
    let (what, number) = name.split_once(' ').unwrap_or((name, "1"));
    let number: usize = number.parse().ok()?;
    let is_outcome = matches!(what, "run" | "exit" | "stdout" | "stderr");
    (is_outcome && number > 0).then(|| (what, number - 1))
}

/// Whether a section says what is to come of the runs.
fn is_expectation(name: &str) -> bool {
    match of_run(name) {
        Some((what, _)) => what != "run",
        None => ["public/", "after/"].iter().any(|f| name.starts_with(f)),
    }
}

fn is_input(name: &str) -> bool {
    of_run(name).is_none() && !is_expectation(name)
}

/// What the runs made of the thing that a section expects; `None` for sections that expect nothing.
fn outcome(name: &str, runs: &[Run], root: &Path) -> Option<String> {
    if let Some((what, number)) = of_run(name) {
        let made = runs.get(number)?;
        return match what {
            "exit" => Some(format!("{}\n", made.exit)),
            "stdout" => Some(made.stdout.clone()),
            "stderr" => Some(made.stderr.clone()),
            _ => None,
        };
    }
    let path = match name.strip_prefix("after/") {
        Some(path) => path,
        None => name.starts_with("public/").then_some(name)?,
    };
    let (path, gone) = match path.strip_suffix(" (gone)") {
        Some(path) => (path, true),
        None => (path, false),
    };
    match (fs::read_to_string(root.join(path)), gone) {
        (Ok(_), true) => Some("(there)\n".to_owned()),
        (Err(_), true) => Some(String::new()),
        (Ok(text), false) if text.ends_with('\n') => Some(text),
        (Ok(text), false) => Some(text + "\n"),
        (Err(error), false) => Some(format!("({error})\n")),
    }
}

/// Bytes that no text file can show stand as `\x00` in a section, the final line end too; `\*9{text}`
/// is that text nine times.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
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
