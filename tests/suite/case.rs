//! A case: a project and what the program makes of it, in one text file.
//!
//! The file is words for the reader, then sections. A section begins with a line `-- NAME --`:
//!
//! - `run` the arguments (default: `build`); `exit`, `stdout`, `stderr` what is expected of it;
//! - `public/…` a file of the site as it is expected, `public/… (gone)` one that must not be;
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
        const OUTCOMES: &[&str] = &["run", "exit", "stdout", "stderr"];
        let names = || self.sections.iter().map(|(name, _)| name.as_str());
        names().all(|name| OUTCOMES.contains(&name) || name.contains(['/', '.']))
            && names().any(|name| OUTCOMES[1..].contains(&name) || name.starts_with("public/"))
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
        let folder = self.set_up(common);
        let root = folder.path();
        let arguments = self.section("run").unwrap_or("build").to_owned();
        let made = run(root, &arguments);
        let mut found = String::new();
        for at in 0..self.sections.len() {
            let (name, expected) = self.sections[at].clone();
            let Some(outcome) = outcome(&name, &made, root) else {
                continue;
            };
            found.push_str(&difference(&expected, &outcome));
            self.sections[at].1 = outcome;
        }
        if self.section("exit").is_none() && made.exit != 0 {
            return format!("exit {}\n{}", made.exit, made.stderr);
        }
        if self.section("stderr").is_none() && !made.stderr.is_empty() {
            return format!("a warning that the case does not show\n{}", made.stderr);
        }
        if updating() {
            fs::write(path, self.text()).unwrap();
            return String::new();
        }
        found
    }

    /// Runs the program on the case's project with other arguments than the case has.
    pub(crate) fn run_with(&self, arguments: &str) -> Run {
        run(self.set_up(None).path(), arguments)
    }

    /// Makes the case's project in a folder of its own, with `common` files under those that it
    /// brings.
    fn set_up(&self, common: Option<&Path>) -> tempfile::TempDir {
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
    !matches!(name, "run" | "exit" | "stdout" | "stderr") && !name.starts_with("public/")
}

/// What the run made of the thing that a section expects; `None` for sections that expect nothing.
fn outcome(name: &str, made: &Run, root: &Path) -> Option<String> {
    match name {
        "exit" => Some(format!("{}\n", made.exit)),
        "stdout" => Some(made.stdout.clone()),
        "stderr" => Some(made.stderr.clone()),
        _ => {
            let path = name.strip_prefix("public/")?;
            let (path, gone) = match path.strip_suffix(" (gone)") {
                Some(path) => (path, true),
                None => (path, false),
            };
            let file = root.join("public").join(path);
            match (fs::read_to_string(&file), gone) {
                (Ok(_), true) => Some("(there)\n".to_owned()),
                (Err(_), true) => Some(String::new()),
                (Ok(text), false) if text.ends_with('\n') => Some(text),
                (Ok(text), false) => Some(text + "\n"),
                (Err(error), false) => Some(format!("({error})\n")),
            }
        }
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
