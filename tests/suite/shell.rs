//! The completions for shells and the manual contain every command; `headword docs` has every page.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::case::Case;
use crate::program::{
    cases_in, difference, headword, read, repository, run, tree, updating, write,
};

/// The commands and their long options, from their help. A command below another one has the names of both.
fn commands() -> Vec<(String, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let below = |name: &str| {
        let help = run(folder.path(), &format!("{name} --help")).stdout;
        let list = help.split("Commands:\n").nth(1).unwrap_or_default();
        let names = list
            .lines()
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
            .filter(|own| !own.is_empty() && *own != "help");
        let names = names.map(|own| format!("{name} {own}").trim().to_owned());
        names.collect::<Vec<_>>()
    };
    let names = below("").into_iter();
    let names = names.flat_map(|name| std::iter::once(name.clone()).chain(below(&name)));
    let options = |name: &str| {
        let help = run(folder.path(), &format!("{name} --help")).stdout;
        let lines = help.lines().map(str::trim_start);
        lines
            .filter(|line| line.starts_with('-'))
            .filter_map(|line| Some(line.split("--").nth(1)?.split(' ').next()?.to_owned()))
            .collect()
    };
    let found: Vec<_> = names.map(|name| (name.clone(), options(&name))).collect();
    assert!(found.len() >= 7, "{found:?}");
    found
}

/// Each command has a section in `docs/command-line.md`, with all of its options. A command below another one is in the
/// section of that one.
#[test]
fn every_option_is_documented() {
    let page = fs::read_to_string(repository().join("docs/command-line.md")).unwrap();
    let sections: Vec<&str> = page.split("\n## ").skip(1).collect();
    let mut lacking = Vec::new();
    for (name, options) in commands().iter().filter(|(name, _)| !name.is_empty()) {
        let own = name.split(' ').next().unwrap();
        let heading = format!("`headword {own}");
        let section = sections.iter().find(|section| {
            let rest = section.strip_prefix(&heading);
            rest.is_some_and(|rest| rest.starts_with([' ', '`']))
        });
        let section = section.unwrap_or_else(|| panic!("{name} has no section"));
        for option in options.iter().filter(|option| *option != "help") {
            let written = format!("`--{option}");
            let has_option = section.match_indices(&written).any(|(at, _)| {
                let rest = &section[at + written.len()..];
                rest.starts_with([' ', '`', '='])
            });
            if !has_option {
                lacking.push(format!("headword {name} --{option}"));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn completions_know_every_command_and_option() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let made = run(folder.path(), &format!("completions {shell}"));
        assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
        for (name, options) in &commands {
            let mut words = name.split(' ');
            assert!(
                words.all(|word| made.stdout.contains(word)),
                "{shell}: {name}"
            );
            for option in options {
                assert!(made.stdout.contains(option), "{shell}: {name} --{option}");
            }
        }
    }
}

/// Bash completes a command, if the system has Bash.
#[test]
fn bash_completes() {
    let folder = tempfile::tempdir().unwrap();
    let script = run(folder.path(), "completions bash").stdout;
    let test = format!(
        "{script}\nCOMP_WORDS=(headword bui) COMP_CWORD=1\n_headword headword bui headword\n\
         echo \"${{COMPREPLY[@]}}\"\n"
    );
    write(&folder.path().join("test"), test.as_bytes());
    let Ok(output) = Command::new("bash")
        .arg(folder.path().join("test"))
        .output()
    else {
        return;
    };
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), "build");
}

#[test]
fn the_manual_describes_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let whole = run(folder.path(), "manual").stdout;
    let made = run(folder.path(), "manual --dir man/man1");
    assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
    // again: a package may be made several times
    assert_eq!(run(folder.path(), "manual --dir man/man1"), made);
    let commands = commands();
    let names: Vec<_> = fs::read_dir(folder.path().join("man/man1"))
        .unwrap()
        .collect();
    assert_eq!(names.len(), commands.len() + 1);
    for (name, options) in commands {
        let heading = format!(".SH \"HEADWORD {}\"", name.to_uppercase());
        assert!(
            whole.contains(&heading) || whole.contains(&heading.replace('"', "")),
            "{name}"
        );
        let page = folder
            .path()
            .join(format!("man/man1/headword-{}.1", name.replace(' ', "-")));
        let page = fs::read_to_string(page).unwrap();
        for option in options {
            let written = option.replace('-', "\\-");
            assert!(whole.contains(&written), "{name} --{option}");
            assert!(page.contains(&written), "{name} --{option}");
        }
        assert!(page.contains(".SH EXAMPLES\n"), "{name} has no examples");
    }
    assert!(!whole.contains("EXTRA"));
}

#[test]
fn the_program_contains_every_page_of_the_documentation() {
    let folder = tempfile::tempdir().unwrap();
    let list = run(folder.path(), "docs").stdout;
    let pages = list.lines().take_while(|line| !line.is_empty());
    let mut listed: Vec<&str> = pages
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    listed.sort_unstable();
    let files = tree(&repository().join("docs"));
    let names = files.keys().filter_map(|name| name.strip_suffix(".md"));
    assert_eq!(listed, names.collect::<Vec<_>>());
    for name in listed {
        let page = headword(folder.path())
            .args(["docs", name])
            .output()
            .unwrap();
        assert!(page.stdout == files[&format!("{name}.md")], "{name}");
    }
}

/// What the action shows of a change: `tests/action/*.txt` have the glossary before it in `old/`, and after it in `new/`.
#[test]
#[cfg(unix)]
fn the_action_lists_what_changes_for_readers() {
    let mut failed = String::new();
    for path in cases_in("action", ".txt") {
        let case = Case::read(&path);
        let expected = case.section("stdout").expect("an output");
        let folder = case.set_up(None);
        let programs = Path::new(env!("CARGO_BIN_EXE_headword")).parent().unwrap();
        let path_of_programs = format!("{}:/usr/bin:/bin", programs.display());
        let output = Command::new(repository().join("packages/action/changes"))
            .args(["old", "new"])
            .current_dir(folder.path())
            .env("PATH", path_of_programs)
            .output()
            .unwrap();
        let made = read(&output);
        assert_eq!((made.exit, made.stderr.as_str()), (0, ""), "{path:?}");
        if updating() {
            let text = fs::read_to_string(&path).unwrap();
            let end = text.len() - expected.len();
            fs::write(&path, format!("{}{}", &text[..end], made.stdout)).unwrap();
        } else if made.stdout != expected {
            failed.push_str(&format!(
                "\n{path:?}\n{}",
                difference(expected, &made.stdout)
            ));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
