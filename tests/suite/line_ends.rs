//! Line ends: a project reads the same whether its lines end as on Unix, on Windows or on the old Macintosh.

use std::collections::BTreeMap;
use std::path::Path;

use crate::program::{run, tree, write};

const FILES: &[(&str, &str)] = &[
    (
        "glossary.toml",
        "# settings\ntitle = \"Bread\"\n\n[extra]\nnote = \"\"\"\ntwo\nlines\"\"\"\n",
    ),
    (
        "addresses.toml",
        "published = [\n  \"crumb\",\n  \"old\",\n]\n\n[retired]\n\"old\" = \"Crumb\"\n",
    ),
    (
        "content/crumb.md",
        "\u{feff}+++\ntitle = \"Crumb\"\ntags = [\n  \"dough\",\n]\n+++\n\nOf [[Sour]].\n\n- a\n- b\n",
    ),
    (
        "content/sour.md",
        "+++\ntitle = \"Sour\"\n+++\n\nFlour  \nand water.\n\n```\ncode\nmore\n```\n",
    ),
    (
        "templates/head.html",
        "{# for\nall #}\n<meta name=\"a\"\ncontent=\"b\">\n",
    ),
    ("templates/interface/en.toml", "# ours\nmore = \"all\"\n"),
    (
        "terms.csv",
        "term,definition\nRye,\"A\ngrain.\"\n,none\nOat,A grain.\n",
    ),
    (
        "old/oat.md",
        "---\ntitle: Oat\nodd: &x\n---\n\n{{< odd >}}\n",
    ),
];

/// The line ends of Windows, and of the old Macintosh.
const ENDS: [&str; 2] = ["\r\n", "\r"];

/// Writes the files with a line end, then those of `changed` in their place.
fn project(end: &str, changed: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in FILES.iter().chain(changed) {
        let text = text.replace('\n', end);
        write(&folder.path().join(path), text.as_bytes());
    }
    folder
}

/// The files in a folder with `\n` as line ends.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let texts = tree(folder).into_iter();
    let read = |bytes: Vec<u8>| {
        let text = String::from_utf8_lossy(&bytes);
        text.replace("\r\n", "\n").replace('\r', "\n")
    };
    texts.map(|(path, bytes)| (path, read(bytes))).collect()
}

#[test]
fn a_site_does_not_depend_on_line_ends() {
    let expected = project("\n", &[]);
    let made = run(expected.path(), "build");
    assert_eq!(made.exit, 0, "{}", made.stderr);
    for end in ENDS {
        let folder = project(end, &[]);
        let made = run(folder.path(), "build");
        assert_eq!(made.exit, 0, "{end:?} {}", made.stderr);
        assert_eq!(
            tree(&folder.path().join("public")),
            tree(&expected.path().join("public"))
        );
    }
}

#[test]
fn messages_have_the_same_places_with_all_line_ends() {
    let wrong = [
        ("glossary.toml", "# settings\n\ntitel = \"Bread\"\n"),
        ("content/rye.md", "+++\ntitle = Rye\n+++\n\nA grain.\n"),
        (
            "content/oat.md",
            "+++\ntitle = \"Oat\"\n+++\n\nA\n[[grian]].\n",
        ),
        ("templates/index.html", "one\n\n{{ two\n"),
    ];
    let expected = project("\n", &wrong);
    let expected = run(expected.path(), "build");
    assert_eq!(expected.exit, 1);
    for end in ENDS {
        let folder = project(end, &wrong);
        assert_eq!(run(folder.path(), "build"), expected, "{end:?}");
    }
}

#[test]
fn imports_do_not_depend_on_line_ends() {
    for arguments in ["import terms.csv --root new", "import old --root new"] {
        let expected = project("\n", &[]);
        let made = run(expected.path(), arguments);
        for end in ENDS {
            let folder = project(end, &[]);
            assert_eq!(run(folder.path(), arguments), made, "{end:?}");
            assert_eq!(
                tree(&folder.path().join("new")),
                tree(&expected.path().join("new"))
            );
        }
    }
}

/// A file keeps its line ends when a command changes it, and new lines get the same.
#[test]
fn changed_files_keep_their_line_ends() {
    let commands = ["rename Sour Leaven", "build --record"];
    let expected = project("\n", &[]);
    for arguments in commands {
        assert_eq!(run(expected.path(), arguments).exit, 0);
    }
    for end in ENDS {
        let folder = project(end, &[]);
        for arguments in commands {
            let made = run(folder.path(), arguments);
            assert_eq!(made.exit, 0, "{end:?} {}", made.stderr);
        }
        assert_eq!(texts(folder.path()), texts(expected.path()), "{end:?}");
        for path in ["content/leaven.md", "content/crumb.md"] {
            let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
            let others = text.replace(end, "").matches(['\r', '\n']).count();
            assert_eq!(others, 0, "{end:?} {text:?}");
        }
    }
}
