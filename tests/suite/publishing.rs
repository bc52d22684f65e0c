//! The output folder: the files that a build writes, replaces and removes there, and those that it never
//! changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::program::{Run, headword, run, tree, write};

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("glossary.toml"), b"title = \"Test\"\n");
    write_entry(root, "patch", "A piece of an image.");
    write_entry(
        root,
        "token",
        "A piece of text, as a [[patch]] is of an image.",
    );
    folder
}

fn write_entry(root: &Path, slug: &str, body: &str) {
    let text = format!("+++\ntitle = \"{slug}\"\n+++\n\n{body}\n");
    write(&root.join(format!("content/{slug}.md")), text.as_bytes());
}

fn assert_refused(made: &Run, message: &str) {
    assert_eq!(made.exit, 2, "{}", made.stderr);
    assert_eq!(made.stderr, format!("error: {message}\n"));
}

/// The administrator may read every folder, so this can fail only for other users.
#[test]
#[cfg(unix)]
fn a_home_folder_that_cannot_be_read_does_not_stop_a_build() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project();
    let home = tempfile::tempdir().unwrap();
    let permissions = |mode| fs::set_permissions(home.path(), fs::Permissions::from_mode(mode));
    permissions(0).unwrap();
    let built = headword(folder.path())
        .arg("build")
        .env("HOME", home.path())
        .output()
        .unwrap();
    permissions(0o700).unwrap();
    assert!(built.status.success(), "{built:?}");
}

#[test]
fn after_an_error_the_old_site_stays() {
    let folder = project();
    assert_eq!(run(folder.path(), "build").exit, 0);
    let before = tree(&folder.path().join("public"));
    write_entry(folder.path(), "token", "See [[pacth]].");
    write_entry(folder.path(), "new", "New.");
    let made = run(folder.path(), "build");
    assert_eq!(made.exit, 1);
    assert!(
        made.stderr.contains(" --> content/token.md:5:7\n"),
        "{}",
        made.stderr
    );
    assert!(
        made.stderr.contains("did you mean `patch`?"),
        "{}",
        made.stderr
    );
    assert!(tree(&folder.path().join("public")) == before);
}

#[test]
fn the_page_of_a_deleted_entry_is_removed() {
    let folder = project();
    run(folder.path(), "build");
    fs::remove_file(folder.path().join("content/token.md")).unwrap();
    assert_eq!(run(folder.path(), "build").exit, 0);
    assert!(!folder.path().join("public/token").exists());
    assert!(folder.path().join("public/patch/index.html").exists());
}

#[test]
fn an_unchanged_file_is_not_written_again() {
    let folder = project();
    run(folder.path(), "build");
    let times = |name: &str| {
        let file = folder.path().join("public").join(name).join("index.html");
        fs::metadata(file).unwrap().modified().unwrap()
    };
    let before = (times("patch"), times("token"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    write_entry(
        folder.path(),
        "token",
        "Changed, as a [[patch]] is of an image.",
    );
    run(folder.path(), "build");
    assert_ne!(times("token"), before.1);
    // the page of *patch* quotes the changed sentence
    assert_ne!(times("patch"), before.0);
    let before = times("token");
    std::thread::sleep(std::time::Duration::from_millis(20));
    run(folder.path(), "build");
    assert_eq!(times("token"), before);
}

/// Only changed files are new. The others are the same files as before, even if the folder is a new one.
#[cfg(unix)]
#[test]
fn an_unchanged_file_stays_the_same_file() {
    use std::os::unix::fs::MetadataExt;
    let folder = project();
    let public = folder.path().join("public");
    let files = || -> BTreeMap<String, (u64, i64, Vec<u8>)> {
        let of = |(name, bytes): (String, Vec<u8>)| {
            let metadata = fs::metadata(public.join(&name)).unwrap();
            (name, (metadata.ino(), metadata.mtime_nsec(), bytes))
        };
        tree(&public).into_iter().map(of).collect()
    };
    for command in ["build", "build --in-place"] {
        run(folder.path(), command);
        let before = files();
        write_entry(folder.path(), "token", &format!("Changed by {command}."));
        assert_eq!(run(folder.path(), command).exit, 0);
        let after = files();
        assert_ne!(before["token/index.html"].2, after["token/index.html"].2);
        for (name, new) in &after {
            let old = &before[name];
            assert_eq!(old.2 == new.2, (old.0, old.1) == (new.0, new.1), "{name}");
        }
    }
}

/// `sha256sum` can check the list, which contains every file but itself.
#[cfg(target_os = "linux")]
#[test]
fn the_list_has_every_file_with_its_sum() {
    let folder = project();
    run(folder.path(), "build");
    let public = folder.path().join("public");
    let list = fs::read_to_string(public.join(".headword")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let mut listed: Vec<&str> = lines.map(|line| line.split_once("  ").unwrap().1).collect();
    listed.push(".headword");
    listed.sort();
    assert_eq!(listed, tree(&public).into_keys().collect::<Vec<_>>());
    let checked = std::process::Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", ".headword"])
        .current_dir(&public)
        .output()
        .unwrap();
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn files_that_headword_did_not_write_are_never_changed() {
    let folder = project();
    write(&folder.path().join("public/mine.txt"), b"mine");
    let made = run(folder.path(), "build");
    assert_refused(
        &made,
        "cannot publish into public: it contains files that Headword did not write; give an empty \
         folder with `--output`, or empty this folder yourself",
    );
    let before = tree(folder.path());
    assert_eq!(run(folder.path(), "build --in-place").exit, 2);
    assert!(tree(folder.path()) == before, "no new files beside it");
    fs::remove_file(folder.path().join("public/mine.txt")).unwrap();
    assert_eq!(run(folder.path(), "build").exit, 0);
    // such a file beside those of the site, at the path of a new page, as a folder, and in place of a page
    write(&folder.path().join("public/mine.txt"), b"mine");
    write(&folder.path().join("public/new/index.html"), b"mine");
    write(&folder.path().join("public/.git/HEAD"), b"mine");
    fs::create_dir(folder.path().join("public/empty")).unwrap();
    write(&folder.path().join("public/token/index.html"), b"mine");
    write_entry(folder.path(), "new", "New.");
    let before = tree(folder.path());
    for command in ["build", "build --in-place"] {
        let made = run(folder.path(), command);
        assert_refused(
            &made,
            "cannot publish into public: Headword did not write .git/HEAD, empty, mine.txt, \
             new/index.html; put your own files into static/; somebody has changed \
             token/index.html since the last build; put your version into static/ or templates/, \
             or delete it",
        );
        assert!(tree(folder.path()) == before);
    }
    for mine in [
        "public/mine.txt",
        "public/new/index.html",
        "public/.git/HEAD",
    ] {
        fs::remove_file(folder.path().join(mine)).unwrap();
    }
    for mine in ["public/new", "public/.git", "public/empty"] {
        fs::remove_dir(folder.path().join(mine)).unwrap();
    }
    // a deleted page is written again
    fs::remove_file(folder.path().join("public/token/index.html")).unwrap();
    assert_eq!(run(folder.path(), "build").exit, 0);
    assert!(folder.path().join("public/token/index.html").exists());
}

#[test]
fn the_project_itself_cannot_be_the_output() {
    let folder = project();
    let before = tree(folder.path());
    for (output, reason) in [
        (".", "it contains the project"),
        ("..", "it contains the project"),
        (
            "content",
            "content/, pages/, templates/ and static/ are for your own files",
        ),
        (
            "content/site",
            "content/, pages/, templates/ and static/ are for your own files",
        ),
        (
            "pages",
            "content/, pages/, templates/ and static/ are for your own files",
        ),
        (
            "static/site",
            "content/, pages/, templates/ and static/ are for your own files",
        ),
        ("glossary.toml", "it is not a folder"),
    ] {
        let made = run(folder.path(), &format!("build --output {output}"));
        assert_refused(&made, &format!("cannot publish into {output}: {reason}"));
    }
    assert!(tree(folder.path()) == before);
}

/// The path of the output may contain `..`, even after folders that do not exist yet.
#[test]
fn no_other_path_to_the_project_can_be_the_output() {
    let folder = project();
    write(&folder.path().join("index.html"), b"mine");
    let before = tree(folder.path());
    for (output, reason) in [
        ("nowhere/..", "it contains the project"),
        (
            "public/../content/site",
            "content/, pages/, templates/ and static/ are for your own files",
        ),
        (
            "nowhere/../nothing/../static",
            "content/, pages/, templates/ and static/ are for your own files",
        ),
    ] {
        let made = run(folder.path(), &format!("build --output {output}"));
        assert_refused(&made, &format!("cannot publish into {output}: {reason}"));
    }
    assert!(tree(folder.path()) == before);
}

#[test]
fn a_damaged_list_allows_no_changes() {
    let folder = project();
    write(&folder.path().join("public/.headword"), b"");
    write(&folder.path().join("public/index.html"), b"mine");
    let made = run(folder.path(), "build");
    assert_refused(
        &made,
        "cannot publish into public: Headword did not write line 1 of its .headword, so it \
         cannot know which files are its own; empty the folder yourself, or give another folder with \
         `--output`",
    );
    assert_eq!(
        fs::read(folder.path().join("public/index.html")).unwrap(),
        b"mine"
    );
    // a list with the path of a file outside the output
    let sum = "0".repeat(64);
    let list = format!(
        "# The files of this folder that Headword wrote, and may replace or remove.\n{sum}  ../glossary.toml\n"
    );
    write(&folder.path().join("public/.headword"), list.as_bytes());
    let made = run(folder.path(), "build");
    assert!(
        made.stderr.contains("line 2 of its .headword"),
        "{}",
        made.stderr
    );
    assert!(folder.path().join("glossary.toml").exists());
}

#[test]
fn a_folder_may_become_a_file_and_a_file_a_folder() {
    let folder = project();
    let file = folder.path().join("static/notes");
    write(&file.join("one.txt"), b"one");
    assert_eq!(run(folder.path(), "build").exit, 0);
    fs::remove_dir_all(&file).unwrap();
    write(&file, b"all");
    assert_eq!(run(folder.path(), "build").exit, 0);
    assert_eq!(
        fs::read(folder.path().join("public/notes")).unwrap(),
        b"all"
    );
    fs::remove_file(&file).unwrap();
    write(&file.join("two.txt"), b"two");
    assert_eq!(run(folder.path(), "build").exit, 0);
    assert_eq!(
        fs::read(folder.path().join("public/notes/two.txt")).unwrap(),
        b"two"
    );
}

#[cfg(unix)]
#[test]
fn links_in_the_output_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = project();
    let outside = tempfile::tempdir().unwrap();
    write(&outside.path().join("index.html"), b"mine");
    assert_eq!(run(folder.path(), "build").exit, 0);
    let public = folder.path().join("public");
    // in place of a page's folder
    fs::remove_dir_all(public.join("token")).unwrap();
    symlink(outside.path(), public.join("token")).unwrap();
    let made = run(folder.path(), "build");
    assert_refused(
        &made,
        "cannot publish into public: Headword did not write token; put your own files into static/",
    );
    // and when the page is no longer in the site
    fs::remove_file(folder.path().join("content/token.md")).unwrap();
    assert_eq!(run(folder.path(), "build").exit, 2);
    fs::remove_file(public.join("token")).unwrap();
    // in place of a page
    fs::remove_file(public.join("patch/index.html")).unwrap();
    symlink(
        outside.path().join("index.html"),
        public.join("patch/index.html"),
    )
    .unwrap();
    assert_eq!(run(folder.path(), "build").exit, 2);
    // in place of the list
    fs::remove_file(public.join("patch/index.html")).unwrap();
    fs::remove_file(public.join(".headword")).unwrap();
    symlink(outside.path().join("index.html"), public.join(".headword")).unwrap();
    let made = run(folder.path(), "build");
    assert_refused(
        &made,
        "cannot publish into public: its .headword is a link or a folder, which Headword did not make",
    );
    assert_eq!(
        fs::read(outside.path().join("index.html")).unwrap(),
        b"mine"
    );
}

/// If the output is a link, the files in its target may belong to somebody else. Links in the path to the
/// output are followed.
#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_is_refused() {
    use std::os::unix::fs::symlink;
    let folder = project();
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), folder.path().join("public")).unwrap();
    let made = run(folder.path(), "build");
    assert_refused(
        &made,
        "cannot publish into public: it is a link, and may lead to files of other people",
    );
    let made = run(folder.path(), "build --output public/site");
    assert_eq!(made.exit, 0, "{}", made.stderr);
    assert!(outside.path().join("site/token/index.html").exists());
}

#[cfg(unix)]
#[test]
fn a_failure_of_the_machine_has_exit_code_3() {
    let folder = project();
    write(&folder.path().join("blocked"), b"a file");
    let made = run(folder.path(), "build --output blocked/site");
    assert_eq!(made.exit, 3);
    assert!(made.stderr.starts_with("error: cannot "), "{}", made.stderr);
    let full = crate::program::headword(folder.path())
        .arg("build")
        .stdout(fs::File::create("/dev/full").unwrap())
        .output()
        .unwrap();
    assert_eq!(full.status.code(), Some(3));
}

#[test]
fn the_folders_around_the_output_are_made() {
    let folder = project();
    let made = run(folder.path(), "build --output a/b/c");
    assert_eq!(
        made.stdout,
        "built 2 entries into 5 pages in a/b/c, in 0.00 s\n"
    );
    assert!(folder.path().join("a/b/c/token/index.html").exists());
}

#[test]
fn closed_pipes_are_not_an_error() {
    use std::process::Stdio;
    let folder = project();
    let mut child = crate::program::headword(folder.path())
        .arg("build")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

const BOOK: &str = "\
# Every address at which this glossary was published. None may be lost, because other sites link to them.
# `headword build --record` adds new addresses. A build that would lose one fails. To retire the address of
# an entry that is gone for good, write it below `[retired]`, with the entries to read instead.

published = [
  \"old/patch.html\",
  \"patch\",
  \"token\",
]
";

#[test]
fn addresses_are_recorded_when_they_are_published() {
    let folder = project();
    let root = folder.path();
    let book = || fs::read_to_string(root.join("addresses.toml")).ok();
    let entry = "+++\ntitle = \"Patch\"\nredirect_from = \"/old/patch.html\"\n+++\n";
    write(&root.join("content/patch.md"), entry.as_bytes());
    assert_eq!(run(root, "build").exit, 0);
    assert_eq!(book(), None);
    assert_eq!(run(root, "build --record --drafts").exit, 2);
    write_entry(root, "token", "See [[pacth]].");
    assert_eq!(run(root, "build --record").exit, 1);
    assert_eq!(book(), None, "a build that fails records nothing");
    write_entry(root, "token", "A piece of text.");
    let draft = "+++\ntitle = \"Draft\"\ndraft = true\n+++\n";
    write(&root.join("content/draft.md"), draft.as_bytes());
    assert_eq!(run(root, "build --record").exit, 0);
    assert_eq!(book().as_deref(), Some(BOOK));
    // lines of a maintainer stay in it
    let own = "# ours\n[retired] # none yet\n";
    write(
        &root.join("addresses.toml"),
        format!("{BOOK}\n{own}").as_bytes(),
    );
    assert_eq!(run(root, "build --record").stderr, "");
    assert_eq!(book(), Some(format!("{BOOK}\n{own}")));
    write_entry(root, "new", "New.");
    write_entry(root, "\u{fc}bung", "Other letters.");
    assert_eq!(run(root, "build --record").exit, 0);
    let longer = BOOK.replace("  \"old", "  \"new\",\n  \"old");
    let longer = longer.replace("]\n", "  \"\u{fc}bung\",\n]\n");
    assert_eq!(book(), Some(format!("{longer}{own}")));
    write(&root.join("addresses.toml"), own.as_bytes());
    assert_eq!(run(root, "build --record").exit, 0);
    let list = longer.split_once("\n\n").unwrap().1;
    assert_eq!(book(), Some(format!("{list}\n{own}")));
}
