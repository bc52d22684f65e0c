//! Imports that are too large for a case, and the example in the documentation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::case::Case;
use crate::program::{files_in, repository, run, tree, write};
use crate::workbook::archive;

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

/// Archives and files that would grow without limit end in an error, before much memory is used.
#[test]
fn a_small_workbook_does_not_unpack_without_limit() {
    let folder = tempfile::tempdir().unwrap();
    let strings = ("xl/sharedStrings.xml".to_owned(), " ".repeat(100_000_001));
    write(&folder.path().join("bomb.xlsx"), &archive(&[strings]));
    let made = run(folder.path(), "import bomb.xlsx --root new");
    assert_eq!(
        (made.exit, made.stderr.as_str()),
        (
            1,
            "error: bomb.xlsx: the workbook unpacks to more than 100000000 bytes\n\
             error: 1 place could not be read\n"
        )
    );
}

/// Words of a source that are its syntax, and not its text.
const SYNTAX: &[&str] = &[
    "abbr",
    "acronyms",
    "block",
    "caption",
    "category",
    "code",
    "data",
    "func",
    "gamma",
    "glossary",
    "glossdef",
    "glossdiv",
    "glossentry",
    "glosslist",
    "html",
    "index",
    "inner",
    "label",
    "latex",
    "name",
    "odd",
    "ref",
    "replace",
    "rubric",
    "sep",
    "sorted",
    "span",
    "tip",
];

/// Each word of a source is in an entry, on a page, or in the report. The test reads the cases of pages with all terms,
/// of tables, of data files and of Sphinx; the sources of other cases have front matter for their old sites.
#[test]
fn every_word_of_a_source_is_accounted_for() {
    let mut missing = String::new();
    for path in files_in("specs/import", ".txt") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let starts = [
            "page-",
            "table-",
            "data-beside",
            "data-forms",
            "data-keys",
            "myst-forms",
            "sphinx-forms",
        ];
        let is_read = starts.iter().any(|start| name.starts_with(start));
        if !is_read || name == "page-index.txt" {
            continue;
        }
        let case = Case::read(&path);
        let names = std::iter::once("run".to_owned());
        let names = names.chain((2..).map(|number| format!("run {number}")));
        for arguments in names.map_while(|name| case.section(&name)) {
            if arguments.starts_with("import") {
                let lost = lost_words(&case, arguments.trim());
                missing.push_str(&format!("{}: {lost}\n", path.display()));
            }
        }
    }
    let missing: Vec<&str> = missing
        .lines()
        .filter(|line| !line.ends_with(": "))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The words of a case's source that are neither in what an import writes nor in its report.
fn lost_words(case: &Case, arguments: &str) -> String {
    let folder = case.set_up(None);
    let verbose = arguments.replace(" --verbose", "") + " --verbose";
    let made = run(folder.path(), &verbose);
    // nothing is read, and the report says so
    if made.exit == 2 || made.stdout.starts_with("imported 0 entries") {
        return String::new();
    }
    let parts: Vec<&str> = arguments.split(' ').collect();
    let root = parts.iter().position(|part| *part == "--root");
    let root = root.map_or(".", |at| parts[at + 1]);
    let root = folder.path().join(root);
    let mut found = words_of(&made.stdout);
    found.extend(words_of(&made.stderr));
    for name in ["content", "pages", "glossary.toml"] {
        let part = root.join(name);
        if part.is_dir() {
            for text in tree(&part).into_values() {
                found.extend(words_of(&String::from_utf8_lossy(&text)));
            }
        } else if let Ok(text) = fs::read_to_string(&part) {
            found.extend(words_of(&text));
        }
    }
    let source = folder.path().join(parts[1]);
    let texts = match source.is_dir() {
        true => tree(&source).into_iter().collect(),
        false => vec![(parts[1].to_owned(), fs::read(&source).unwrap())],
    };
    let mut missing = String::new();
    for (name, text) in texts {
        let endings = [
            ".md", ".mdx", ".rst", ".csv", ".tsv", ".yml", ".json", ".jsonl", ".toml",
        ];
        let is_text = endings.iter().any(|ending| name.ends_with(ending));
        let Some(text) = String::from_utf8(text).ok().filter(|_| is_text) else {
            continue;
        };
        let lost: Vec<String> = words_of(&text)
            .difference(&found)
            .filter(|word| !SYNTAX.contains(&word.as_str()))
            .cloned()
            .collect();
        if !lost.is_empty() {
            missing.push_str(&format!("{name}: {lost:?} "));
        }
    }
    missing
}

/// The words of a text in small letters, without those of one or two letters.
fn words_of(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}
