//! The number of problems that a terminal shows, and the formats of `headword build` for programs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{headword, read, run, write};

/// A project with 700 errors of one code, in the files that come first, 150 warnings of another, and one
/// error of a third code, in the last file.
fn faulty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("glossary.toml"), b"title = \"T\"\n");
    for number in 0..700 {
        let text = format!("+++\ntitle = \"A{number}\"\nwrong{number} = 1\n+++\n\nx.\n");
        write(
            &root.join(format!("content/a{number:03}.md")),
            text.as_bytes(),
        );
    }
    for number in 0..150 {
        let text = format!("+++\ntitle = \"B{number}\"\n+++\n\n<b>x</b>\n");
        write(
            &root.join(format!("content/b{number:03}.md")),
            text.as_bytes(),
        );
    }
    let text = "+++\ntitle = \"Z\"\n+++\n\n[[Nobody]]\n";
    write(&root.join("content/z.md"), text.as_bytes());
    folder
}

/// The diagnostics with a code in an output.
fn count(output: &str, code: &str) -> usize {
    output.matches(&format!("[{code}]")).count()
}

/// The output of a command on a terminal, without colours; `None` if this machine has no program that makes
/// a terminal.
fn on_a_terminal(folder: &Path, command: &str) -> Option<String> {
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command"])
        .arg(format!("{} {command}", env!("CARGO_BIN_EXE_headword")))
        .arg("/dev/null")
        .env("NO_COLOR", "1")
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).replace('\r', "");
    Some(anstream::adapter::strip_str(&text).to_string())
}

#[test]
fn a_terminal_shows_the_first_problems_and_the_number_of_the_others() {
    let folder = faulty();
    for command in ["build", "check --only raw-html", "links"] {
        let Some(text) = on_a_terminal(folder.path(), command) else {
            eprintln!("skipped: this machine has no `script`");
            return;
        };
        assert_eq!(count(&text, "unknown-key"), 100, "{command}: {text}");
        assert_eq!(count(&text, "raw-html"), 100, "{command}");
        // an error is not left out for the sake of warnings
        assert_eq!(count(&text, "unknown-reference"), 1, "{command}");
        let rest = "note: 650 more problems are not shown (50 raw-html, 600 unknown-key): `--all-errors` shows \
                    all\n";
        assert!(text.contains(rest), "{command}: {text}");
        let all = on_a_terminal(folder.path(), &format!("{command} --all-errors")).unwrap();
        assert_eq!(count(&all, "unknown-key"), 700, "{command}");
        assert!(!all.contains("not shown"), "{command}");
    }
}

/// A pipe gets all problems, and so do the formats for programs.
#[test]
fn a_program_gets_all_problems() {
    let folder = faulty();
    let made = run(folder.path(), "build");
    assert_eq!(count(&made.stderr, "unknown-key"), 700);
    assert_eq!(count(&made.stderr, "raw-html"), 150);
    assert!(!made.stderr.contains("not shown"));
    let Some(json) = on_a_terminal(folder.path(), "build --format json 2> /dev/null") else {
        return;
    };
    assert_eq!(json.matches("\"code\":\"unknown-key\"").count(), 700);
}

/// The formats are those of `headword check`. If there are no errors, the site is published.
#[test]
fn a_build_reports_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("docs/glossary.toml"), b"title = \"T\"\n");
    let entry = root.join("docs/content/x.md");
    write(&entry, b"+++\ntitle = \"X\"\n+++\n\n[[Nobody]]\n");
    for format in ["json", "github", "sarif"] {
        let options = format!("--root docs --format {format}");
        let built = run(root, &format!("build {options}"));
        let checked = run(root, &format!("check {options} --only unknown-reference"));
        assert_eq!((built.exit, &built.stdout), (1, &checked.stdout));
        assert_eq!(built.stderr, "error: nothing was published: 1 error\n");
        assert!(built.stdout.contains("unknown-reference"), "{format}");
        assert!(!root.join("docs/public").exists());
    }
    fs::write(&entry, "+++\ntitle = \"X\"\n+++\n\n<b>x</b>\n").unwrap();
    let built = headword(root)
        .args(["build", "--root", "docs", "--format", "json"])
        .output()
        .unwrap();
    let built = read(&built);
    assert_eq!(built.exit, 0);
    assert_eq!(count(&built.stdout, "raw-html"), 0);
    assert!(
        built.stdout.contains("\"code\":\"raw-html\""),
        "{}",
        built.stdout
    );
    assert!(
        built.stderr.starts_with("built 1 entry "),
        "{}",
        built.stderr
    );
    assert!(root.join("docs/public/x/index.html").exists());
}
