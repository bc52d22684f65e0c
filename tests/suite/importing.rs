//! Imports that are too large for a case, and the example in the documentation.

use std::fs;
use std::path::Path;

use crate::case::Case;
use crate::program::{repository, run, tree, write};

/// The content of an entry: its title, short forms and synonyms, and the words of its text.
fn content_of(path: &Path) -> (String, String, String, String) {
    let text = fs::read_to_string(path).unwrap();
    let mut parts = text.splitn(3, "+++\n").skip(1);
    let keys: toml::Table = parts.next().unwrap().parse().unwrap();
    let of = |key: &str| {
        keys.get(key)
            .map_or(String::new(), |value| value.to_string())
    };
    let body = parts.next().unwrap();
    (
        of("title"),
        of("abbreviations"),
        of("synonyms"),
        words(body),
    )
}

/// A text without its references' brackets, on one line.
fn words(body: &str) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("[[") {
        let (inside, after) = after.split_once("]]").unwrap();
        out.push_str(before);
        out.push_str(inside.split('|').next_back().unwrap());
        rest = after;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The glossary of this repository was made from a table of terms. The test writes it as a table again; its
/// import gives the same entries at the same addresses.
#[test]
fn this_glossary_survives_an_import() {
    let content = repository().join("content");
    let folder = tempfile::tempdir().unwrap();
    let mut table = "Term\tDefinition\tSynonyms\n".to_owned();
    for name in tree(&content).into_keys() {
        let (title, short, long, words) = content_of(&content.join(&name));
        let bare = |list: &str| list.replace(['[', ']', '"'], "").replace(", ", "; ");
        let title = bare(&title);
        let brackets = match short.as_str() {
            "" => String::new(),
            short => format!(" ({})", bare(short)),
        };
        table.push_str(&format!("{title}{brackets}\t{words}\t{}\n", bare(&long)));
    }
    write(&folder.path().join("terms.tsv"), table.as_bytes());
    let made = run(folder.path(), "import terms.tsv --root new");
    assert_eq!(
        (made.exit, made.stderr.as_str()),
        (0, ""),
        "{}",
        made.stdout
    );
    let imported = folder.path().join("new/content");
    let names = |folder: &Path| tree(folder).into_keys().collect::<Vec<_>>();
    assert_eq!(names(&imported), names(&content));
    for name in names(&content) {
        assert_eq!(
            content_of(&imported.join(&name)),
            content_of(&content.join(&name)),
            "{name}"
        );
    }
    let built = run(folder.path(), "build --root new --strict");
    assert_eq!((built.exit, built.stderr.as_str()), (0, ""));
}

/// The output in the documentation is that of a case.
#[test]
fn the_documentation_shows_the_output_of_a_case() {
    let text = fs::read_to_string(repository().join("docs/import.md")).unwrap();
    let case = Case::read(&repository().join("tests/specs/import/example.txt"));
    for section in ["stdout", "stdout 2"] {
        let printed = case.section(section).unwrap();
        assert!(text.contains(printed), "docs/import.md lacks {printed}");
    }
}
