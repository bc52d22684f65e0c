//! Translations that are out of date, and what `headword translations` does with Git.
//!
//! A file in `tests/translations/same/` or `changed/` has an entry of the main language before and after an edit. The
//! translation of the first is current or out of date then, as the name of the folder says.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::case::Case;
use crate::program::{cases_in, chosen_cases, run, write};

const SETTINGS: &str = "title = \"Test\"\n\n[languages.de]\n";

#[test]
fn a_translation_is_out_of_date_if_the_text_says_something_else() {
    let mut counts = [0, 0];
    for path in cases_in("translations", ".txt") {
        let case = Case::read(&path);
        let is_changed = path.parent().unwrap().ends_with("changed");
        counts[usize::from(is_changed)] += 1;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let text = |section| case.bytes(section);
        write(&root.join("glossary.toml"), SETTINGS.as_bytes());
        write(&root.join("content/x.md"), &text("before"));
        write(
            &root.join("content/x.de.md"),
            "+++\ntitle = \"Übersetzung\"\n+++\n\nEin Text.\n".as_bytes(),
        );
        let recorded = run(root, "translations done de x");
        assert_eq!(
            (recorded.exit, recorded.stdout.as_str()),
            (0, "recorded in content/x.de.md\n"),
            "{}: {}",
            path.display(),
            recorded.stderr
        );
        let state = || {
            let list = run(root, "translations list de").stdout;
            let line = list.lines().nth(1).unwrap_or_default().trim().to_owned();
            line.split("  ").next().unwrap_or_default().to_owned()
        };
        assert_eq!(state(), "current", "{}", path.display());
        write(&root.join("content/x.md"), &text("after"));
        let expected = if is_changed { "changed" } else { "current" };
        assert_eq!(state(), expected, "{}", path.display());
    }
    if chosen_cases().is_none() {
        assert!(counts.iter().all(|count| *count >= 10), "{counts:?}");
    }
}

/// Runs Git in a folder, and returns whether it has succeeded. The configuration of the machine does not matter.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    for name in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{name}_NAME"), "Test");
        command.env(format!("GIT_{name}_EMAIL"), "test@example.org");
        command.env(format!("GIT_{name}_DATE"), "2026-11-29T12:00:00Z");
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.output().is_ok_and(|output| output.status.success())
}

fn commit(folder: &Path) {
    assert!(git(folder, &["add", "--all"]));
    assert!(git(folder, &["commit", "--quiet", "--message", "Change"]));
}

/// Shows what has changed since, in a folder inside a repository whose configuration names programs for everything. None
/// of them runs. The test needs Git.
#[cfg(unix)]
#[test]
fn a_difference_comes_from_git_which_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("docs/glossary");
    write(&root.join("glossary.toml"), SETTINGS.as_bytes());
    let entry = |text: &str| format!("+++\ntitle = \"Rye\"\n+++\n\n{text}\n");
    write(&root.join("content/rye.md"), entry("A grain.").as_bytes());
    let translation = "+++\ntitle = \"Roggen\"\n+++\n\nEin Getreide.\n";
    write(&root.join("content/rye.de.md"), translation.as_bytes());
    if !git(folder.path(), &["init", "--quiet"]) {
        return;
    }
    commit(folder.path());
    assert_eq!(run(&root, "translations done de rye").exit, 0);
    write(
        &root.join("content/rye.md"),
        entry("A grain\u{1b}.").as_bytes(),
    );
    commit(folder.path());
    write(
        &root.join("content/rye.md"),
        entry("A hardy grain.").as_bytes(),
    );

    let ran = folder.path().join("ran");
    let script = folder.path().join("script");
    write(
        &script,
        format!("#!/bin/sh\ntouch '{}'\n", ran.display()).as_bytes(),
    );
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&script, mode).unwrap();
    let script = script.to_str().unwrap();
    write(
        &folder.path().join(".gitattributes"),
        b"*.md diff=evil filter=evil\n",
    );
    let keys = [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "core.askPass",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.smudge",
        "filter.evil.clean",
        "filter.evil.process",
        "gpg.program",
        "pager.rev-list",
        "pager.cat-file",
        "pager.log",
        "alias.rev-list",
        "credential.helper",
        "uploadpack.packObjectsHook",
    ];
    for key in keys {
        assert!(git(folder.path(), &["config", key, script]), "{key}");
    }
    assert!(git(folder.path(), &["config", "log.showSignature", "true"]));
    let made = run(&root, "translations list --stale de");
    assert!(!ran.exists(), "Git ran a program of the project");
    assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
    let mut lines: Vec<&str> = made.stdout.lines().collect();
    assert!(
        lines[2].starts_with("    --- content/rye.md in "),
        "{lines:?}"
    );
    lines.remove(2);
    let expected = [
        "de: 1 of 1 entry translated (100 %), 0 current (0 %)",
        "  changed    content/rye.de.md  Rye",
        "    +++ content/rye.md now",
        "    @@ -1,3 +1,3 @@",
        "     Rye",
        "     ",
        "    -A grain.",
        "    +A hardy grain.",
    ];
    assert_eq!(lines, expected);

    // an entry that was renamed had another file
    let renamed = entry("A hardy grain.").replace("title", "redirect_from = [\"rye\"]\ntitle");
    write(&root.join("content/secale.md"), renamed.as_bytes());
    fs::remove_file(root.join("content/rye.md")).unwrap();
    fs::rename(
        root.join("content/rye.de.md"),
        root.join("content/secale.de.md"),
    )
    .unwrap();
    let made = run(&root, "translations list --stale de");
    let lines: Vec<&str> = made.stdout.lines().collect();
    assert!(
        lines[2].starts_with("    --- content/rye.md in "),
        "{lines:?}"
    );
    assert_eq!(lines[3], "    +++ content/secale.md now");
    let expected = [
        expected[0],
        "  changed    content/secale.de.md  Rye",
        "    Git does not have the text that it translates",
    ];

    // without Git, the list says so in the place of the difference
    assert!(fs::rename(folder.path().join(".git"), folder.path().join("gone")).is_ok());
    let made = run(&root, "translations list --stale de");
    assert_eq!(made.stdout.lines().collect::<Vec<_>>(), expected);

    // a folder of the project that looks like a repository is not one
    assert!(git(&root, &["init", "--quiet", "--bare", "."]));
    assert!(git(&root, &["config", "core.fsmonitor", script]));
    let made = run(&root, "translations list --stale de");
    assert_eq!(made.stdout.lines().collect::<Vec<_>>(), expected);
    assert!(!ran.exists(), "Git ran a program of the project");
}
