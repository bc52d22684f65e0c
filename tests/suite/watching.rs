//! `headword serve` sees every save: the system reports it, or `--poll` looks for it. If the system has no watches
//! left, the message names the limit.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use headword::disk::Disk;
use headword::workbench::watch::{Touched, Watch, Watching};

use crate::program::write;

/// The longest wait for a change.
const PATIENCE: Duration = Duration::from_secs(20);

/// A project, whose files have the same time.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("glossary.toml", "title = \"T\"\n"),
        ("content/x.md", "+++\ntitle = \"X\"\n+++\n\none.\n"),
        ("content/deep/y.md", "+++\ntitle = \"Y\"\n+++\n\none.\n"),
        ("static/.well-known/a.txt", "a"),
    ] {
        write(&folder.path().join(path), text.as_bytes());
    }
    folder
}

fn age(path: &Path, time: SystemTime) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

fn paths<const N: usize>(paths: [&str; N]) -> Touched {
    paths.map(str::to_owned).into()
}

#[test]
fn polling_sees_every_kind_of_change() {
    let folder = project();
    let root = folder.path();
    let disk = Disk::default();
    let mut watch = Watch::new(&disk, root, Watching::Poll).unwrap();
    let mut changed = |change: &dyn Fn()| {
        change();
        watch.wait(&disk, Some(PATIENCE)).unwrap()
    };
    let now = SystemTime::now();
    let entry = root.join("content/x.md");
    // two saves of the same length, in the same second
    let text = "+++\ntitle = \"X\"\n+++\n\ntwo.\n";
    let save = |after: u64| {
        fs::write(&entry, text).unwrap();
        age(&entry, now + Duration::from_millis(after));
    };
    assert_eq!(changed(&|| save(1)), paths(["content/x.md"]));
    assert_eq!(changed(&|| save(2)), paths(["content/x.md"]));
    // an older file in its place
    let older = now - Duration::from_secs(9_000);
    assert_eq!(changed(&|| age(&entry, older)), paths(["content/x.md"]));
    let to = root.join("content/z.md");
    let moved = changed(&|| fs::rename(&entry, &to).unwrap());
    assert_eq!(moved, paths(["content/x.md", "content/z.md"]));
    let removed = changed(&|| fs::remove_file(root.join("glossary.toml")).unwrap());
    assert_eq!(removed, paths(["glossary.toml"]));
    let made = changed(&|| write(&root.join("templates/new/a.html"), b"a"));
    assert!(made.contains("templates/new/a.html"), "{made:?}");
    let gone = changed(&|| fs::remove_dir_all(root.join("content/deep")).unwrap());
    assert!(gone.contains("content/deep/y.md"), "{gone:?}");
    let hidden = changed(&|| write(&root.join("static/.well-known/a.txt"), b"bc"));
    assert_eq!(hidden, paths(["static/.well-known/a.txt"]));
    // the temporary files of editors, and files that no site is made of
    let noise = [
        "content/.x.md.swp",
        "content/x.md~",
        "public/a.html",
        "notes.txt",
    ];
    noise.iter().for_each(|path| write(&root.join(path), b"a"));
    let wait = Some(Duration::from_millis(1_200));
    assert_eq!(watch.wait(&disk, wait).unwrap(), Touched::new());
}

/// A folder of pages that is made later is seen in both ways, and so are its files.
#[test]
fn a_new_folder_of_pages_is_seen() {
    for watching in [Watching::Reports, Watching::Poll] {
        let folder = project();
        let root = folder.path();
        let disk = Disk::default();
        let mut watch = Watch::new(&disk, root, watching).unwrap();
        for text in ["one", "another"] {
            write(&root.join("pages/about.md"), text.as_bytes());
            let changed = watch.wait(&disk, Some(PATIENCE)).unwrap();
            let is_seen = ["pages", "pages/about.md"].map(|path| changed.contains(path));
            assert!(is_seen.contains(&true), "{watching:?}: {changed:?}");
        }
    }
}

#[cfg(target_os = "linux")]
mod without_watches {
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};

    use super::{project, write};

    /// `headword serve` in a project, in a namespace with these limits of the system on watches.
    fn serve(root: &std::path::Path, instances: usize, watches: usize, options: &str) -> Child {
        let script = format!(
            "echo {instances} > /proc/sys/user/max_inotify_instances \
             && echo {watches} > /proc/sys/user/max_inotify_watches \
             && exec \"$0\" serve --port 0 {options}"
        );
        Command::new("unshare")
            .args(["--user", "--map-root-user", "sh", "-c", &script])
            .arg(env!("CARGO_BIN_EXE_headword"))
            .current_dir(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Whether this machine allows such a namespace; some forbid it.
    fn is_possible() -> bool {
        let made = Command::new("unshare")
            .args(["--user", "--map-root-user", "true"])
            .stderr(Stdio::null())
            .status();
        made.is_ok_and(|status| status.success())
    }

    #[test]
    fn the_message_names_the_limit() {
        if !is_possible() {
            eprintln!("skipped: this machine allows no namespaces");
            return;
        }
        for (instances, watches, limit) in [
            (0, 100, "fs.inotify.max_user_instances"),
            (10, 0, "fs.inotify.max_user_watches"),
            (10, 2, "fs.inotify.max_user_watches"),
        ] {
            let folder = project();
            let made = serve(folder.path(), instances, watches, "")
                .wait_with_output()
                .unwrap();
            let text = String::from_utf8(made.stderr).unwrap();
            assert_eq!(made.status.code(), Some(3), "{text}");
            assert!(text.starts_with("error: cannot watch "), "{text}");
            assert!(text.contains(limit) && text.contains("`--poll`"), "{text}");
        }
    }

    /// A folder that is made later and cannot be watched ends the command, because its changes would be missed.
    #[test]
    fn a_new_folder_beyond_the_limit_is_an_error() {
        if !is_possible() {
            eprintln!("skipped: this machine allows no namespaces");
            return;
        }
        let folder = project();
        // the root, content, content/deep, static, static/.well-known
        let mut child = serve(folder.path(), 10, 5, "");
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with("serving "), "{line}");
        write(
            &folder.path().join("content/new/z.md"),
            b"+++\ntitle = \"Z\"\n+++\n",
        );
        let made = child.wait_with_output().unwrap();
        let text = String::from_utf8(made.stderr).unwrap();
        assert_eq!(made.status.code(), Some(3), "{text}");
        assert!(text.contains("fs.inotify.max_user_watches"), "{text}");
    }

    #[test]
    fn polling_needs_no_watches() {
        if !is_possible() {
            eprintln!("skipped: this machine allows no namespaces");
            return;
        }
        let folder = project();
        let mut child = serve(folder.path(), 0, 0, "--poll");
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with("serving "), "{line}");
        let text = b"+++\ntitle = \"Z\"\n+++\n\nz.\n";
        write(&folder.path().join("content/z.md"), text);
        let mut note = String::new();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        stderr.read_line(&mut note).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            note.starts_with("note: content/z.md: shown after "),
            "{note}"
        );
    }
}
