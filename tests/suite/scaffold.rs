//! New glossaries and new entries. Each of them can be built.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use headword::diagnostic::Faults;
use headword::disk::Disk;
use headword::entry::front_matter::FrontMatter;
use headword::scaffold::entry::{self, NewEntry};
use headword::scaffold::project::{self, NewProject};
use headword::scaffold::workflow::Workflow;
use headword::source::SourceFile;
use headword::text::fold::{nfc, single_spaced};
use headword::text::language::Language;
use proptest::collection;
use proptest::prelude::*;

use crate::program::{headword, read, repository, run, tree, write};

fn build(folder: &Path) {
    let made = run(folder, "build --strict");
    assert_eq!(
        (made.exit, made.stderr.as_str()),
        (0, ""),
        "{}",
        made.stdout
    );
}

#[test]
fn a_new_glossary_can_be_built_and_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let made = run(folder.path(), "init");
    assert_eq!(made.exit, 0, "{}", made.stderr);
    build(folder.path());
    let titles = [
        "C++",
        ".NET",
        "\"Pot\" \\ 'Lid'",
        "抹茶",
        "Water temperature",
    ];
    for title in titles {
        let made = headword(folder.path())
            .args(["new", title, "--tag", "new", "--abbreviation"])
            .arg(format!("{title}."))
            .output();
        let made = read(&made.unwrap());
        assert_eq!((made.exit, made.stderr.as_str()), (0, ""), "{title}");
        build(folder.path());
    }
    let files = tree(&folder.path().join("content"));
    assert_eq!(files.len(), 3 + titles.len());
    for slug in [
        "c-plus-plus",
        "dot-net",
        "pot-lid",
        "抹茶",
        "water-temperature",
    ] {
        let page = folder.path().join("public").join(slug).join("index.html");
        assert!(page.is_file(), "{slug}");
    }
}

/// The entries of a new glossary are examples of links and of keys.
#[test]
fn a_new_glossary_has_examples() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "init");
    let links = run(folder.path(), "links --without-places").stdout;
    assert!(links.contains("automatic: title"), "{links}");
    assert!(
        links.contains("automatic: abbreviation") || links.contains("explicit"),
        "{links}"
    );
    let entries: String = tree(&folder.path().join("content"))
        .into_values()
        .map(|bytes| String::from_utf8(bytes).unwrap())
        .collect();
    for example in [
        "synonyms",
        "abbreviations",
        "[[",
        "related",
        "tags",
        "gloss",
    ] {
        assert!(entries.contains(example), "no entry has {example}");
    }
}

/// The title of a glossary comes from the command line or from the folder's name.
#[test]
fn a_glossary_may_have_any_title() {
    let cases = [
        (None, "words-of-tea", "Words of tea"),
        (None, "TEA", "TEA"),
        (None, "é__x", "É x"),
        (None, "---", "Glossary"),
        (
            Some("  A \"B\" \\\t@language@ "),
            "x",
            "A \"B\" \\ @language@",
        ),
    ];
    for (title, name, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(name);
        fs::create_dir(&root).unwrap();
        // in the folder itself, without an argument
        let mut command = headword(&root);
        command.args(["init", "--language", "de-AT"]);
        if let Some(title) = title {
            command.args(["--title", title]);
        }
        let made = read(&command.output().unwrap());
        assert_eq!(made.exit, 0, "{}", made.stderr);
        let settings: toml::Table = fs::read_to_string(root.join("glossary.toml"))
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(settings["title"].as_str(), Some(expected));
        assert_eq!(settings["language"].as_str(), Some("de-AT"));
        assert_eq!(settings.len(), 2);
        build(&root);
    }
}

/// Every setting is in the file as a comment, with a valid value.
#[test]
fn a_new_glossary_explains_all_settings() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "init");
    let path = folder.path().join("glossary.toml");
    let text = fs::read_to_string(&path).unwrap();
    let is_setting = |line: &str| {
        let key = line.split(" = ").next().unwrap();
        line.starts_with('[') || (line.contains(" = ") && !key.contains(' '))
    };
    let used: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if is_setting(setting) => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    write(&path, used.as_bytes());
    build(folder.path());
    let settings: toml::Table = used.parse().unwrap();
    let documented = fs::read_to_string(repository().join("docs/settings.md")).unwrap();
    let documented: BTreeSet<&str> = documented
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let mut explained: BTreeSet<String> = settings.keys().cloned().collect();
    for (name, value) in &settings {
        let has_own_page = ["extra", "licence", "languages"].contains(&name.as_str());
        if let (false, Some(table)) = (has_own_page, value.as_table()) {
            explained.extend(table.keys().map(|key| format!("{name}.{key}")));
        }
    }
    let explained: BTreeSet<&str> = explained.iter().map(String::as_str).collect();
    assert_eq!(explained, documented);
}

/// A disk whose operation with this number fails, from 0, and the number of its operations so far.
fn failing_at(number: usize) -> (Disk, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let disk = Disk::watched(Box::new(move |_| {
        if counted.fetch_add(1, Ordering::SeqCst) == number {
            Err(io::ErrorKind::StorageFull.into())
        } else {
            Ok(())
        }
    }));
    (disk, count)
}

/// The files of a project without those of an unfinished change, which the next change removes.
fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(folder);
    files.retain(|name, _| !name.contains(".headword.edit/"));
    files
}

/// All files are made, or none, if any operation of the disk fails.
#[test]
fn a_glossary_is_made_whole_or_not_at_all() {
    for number in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let new = NewProject {
            folder: folder.path().join("tea"),
            title: None,
            language: Language::default(),
            hook: false,
            workflow: Some(Workflow::default()),
        };
        let (disk, count) = failing_at(number);
        let made = project::make(&disk, &new);
        let files = files_of(folder.path()).len();
        assert_eq!(files, made.map_or(0, |made| made.files.len()), "{number}");
        if count.load(Ordering::SeqCst) <= number {
            assert!(number > 8 && files == 8);
            break;
        }
    }
}

#[test]
fn an_entry_is_made_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "init");
    let before = tree(folder.path());
    for number in 0.. {
        let new = NewEntry {
            title: "Green tea".to_owned(),
            ..NewEntry::default()
        };
        let (disk, count) = failing_at(number);
        let made = entry::make(&disk, folder.path(), &new, &Faults::default());
        if count.load(Ordering::SeqCst) <= number {
            assert!(made.is_ok() && number > 6);
            break;
        }
        let mut expected = before.clone();
        if let Ok(made) = made {
            let bytes = fs::read(folder.path().join(&made.path)).unwrap();
            expected.insert(made.path, bytes);
        }
        let found = files_of(folder.path());
        let found: Vec<_> = found.keys().collect();
        assert_eq!(found, Vec::from_iter(expected.keys()), "{number}");
        run(folder.path(), "rename --undo");
        let _ = fs::remove_file(folder.path().join("content/green-tea.md"));
    }
}

#[cfg(unix)]
#[test]
fn the_hook_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "init --hook");
    let hook = folder.path().join(".githooks/pre-commit");
    let mode = fs::metadata(hook).unwrap().permissions().mode();
    assert_eq!(mode & 0o111, (mode & 0o444) >> 2);
    assert_ne!(mode & 0o100, 0);
}

/// Names with letters, and with characters that have a meaning in TOML or Markdown or are invisible.
fn name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "\"", "'''", "\\", "\\u0041", "+++", "\n", "]]", "#", " "
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        "[a-z ]{1,8}",
        any::<char>().prop_map(String::from),
    ];
    collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A typed name is refused, or the file contains it exactly.
    #[test]
    fn names_are_written_as_they_are_typed(
        title in name(),
        sense in name(),
        tags in collection::vec(name(), 0..3),
    ) {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("glossary.toml"), b"title = \"T\"\n");
        let new = NewEntry {
            title,
            sense: (!sense.is_empty()).then_some(sense),
            tags,
            ..NewEntry::default()
        };
        let made = entry::make(&Disk::default(), folder.path(), &new, &Faults::default());
        let Ok(made) = made else {
            prop_assert!(tree(folder.path()).len() == 1);
            return Ok(());
        };
        let text = fs::read_to_string(folder.path().join(&made.path)).unwrap();
        let faults = Faults::default();
        let file = Arc::new(SourceFile::new(made.path, text));
        let (front, _) = FrontMatter::read(&file, &faults);
        prop_assert_eq!(faults.count(), (0, 0));
        let plain = |typed: &str| single_spaced(&nfc(typed));
        prop_assert_eq!(front.title.text, plain(&new.title));
        prop_assert_eq!(front.sense.map(|it| it.text), new.sense.as_deref().map(plain));
        let tags: BTreeSet<String> = front.tags.into_iter().map(|tag| tag.text).collect();
        prop_assert_eq!(tags, new.tags.iter().map(|tag| plain(tag)).collect::<BTreeSet<_>>());
    }
}

/// A new project of an import has the files of a new glossary, but not its examples.
#[test]
fn an_import_makes_the_files_of_a_new_glossary() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("words-of-tea.tsv");
    fs::write(table, "term\tdefinition\nOolong\tA tea.\n").unwrap();
    run(folder.path(), "init made --language de --title Words");
    let imported = run(
        folder.path(),
        "import words-of-tea.tsv --root imported --language de",
    );
    assert_eq!(imported.exit, 0);
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    for path in [".gitignore", ".github/workflows/glossary.yml"] {
        assert_eq!(
            text(&format!("imported/{path}")),
            text(&format!("made/{path}"))
        );
    }
    let title = |title: &str| format!("title = \"{title}\"\n");
    assert_eq!(
        text("imported/glossary.toml"),
        text("made/glossary.toml").replace(&title("Words"), &title("Words of tea"))
    );
    let entries: Vec<_> = fs::read_dir(folder.path().join("imported/content"))
        .unwrap()
        .collect();
    assert_eq!(entries.len(), 1);
    assert!(!folder.path().join("imported/pages").exists());
}
