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

/// Pages of HTML that are made to take much time, memory or stack are read, or end in an error.
#[test]
fn a_hostile_page_is_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let import = |name: &str, page: String| {
        write(&folder.path().join(name), page.as_bytes());
        let made = run(folder.path(), &format!("import {name} --root {name}-new"));
        (made.exit, made.stdout, made.stderr)
    };
    let terms = "<dl><dt>Rye<dd>A grain.<dt>Bran<dd>A coat.</dl>";
    let (exit, _, stderr) = import("deep.html", format!("{}{terms}", "<div>".repeat(100_000)));
    assert_eq!(
        (exit, stderr.as_str()),
        (
            1,
            "error: deep.html: elements are nested more than 512 deep, and browsers do not show such pages\n\
             error: 1 place could not be read\n"
        )
    );
    let marks = "<b><i><a href=x>".repeat(150);
    let rows = "<tr><td rowspan=9999 colspan=9999>x".repeat(2_000);
    let hostile = [
        ("lists", format!("{terms}{}x", "<ul><li>".repeat(200))),
        ("quotes", format!("{terms}{}x", "<blockquote>".repeat(400))),
        ("marks", format!("{marks}{}{terms}", "<p>x".repeat(2_000))),
        (
            "tables",
            format!("{}{terms}", "<table><tr><td>x<td>".repeat(80)),
        ),
        ("cells", format!("<table>{rows}</table>{terms}")),
        (
            "attributes",
            format!("<p {}>{terms}", "a".repeat(2_000_000)),
        ),
        ("many", format!("<p {}>{terms}", "a=b ".repeat(200_000))),
        (
            "ends",
            format!("{}{terms}", "</p></div></b></td>".repeat(50_000)),
        ),
        ("comments", format!("{terms}{}", "<!--".repeat(200_000))),
        (
            "references",
            terms.replace("A coat.", &"&notit;&".repeat(50_000)),
        ),
    ];
    for (name, page) in hostile {
        let (exit, stdout, stderr) = import(&format!("{name}.html"), page);
        assert!(exit < 2, "{name}: {exit}\n{stdout}{stderr}");
        assert!(
            stdout.contains("imported 2 entries"),
            "{name}:\n{stdout}{stderr}"
        );
    }
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
            "html-",
            "data-beside",
            "data-forms",
            "data-keys",
            "myst-forms",
            "sphinx-forms",
        ];
        let is_read = starts.iter().any(|start| name.starts_with(start));
        if !is_read || ["page-index.txt", "html-folder.txt"].contains(&name) {
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
            ".md", ".mdx", ".rst", ".csv", ".tsv", ".yml", ".json", ".jsonl", ".toml", ".html",
        ];
        let is_text = endings.iter().any(|ending| name.ends_with(ending));
        let Some(text) = String::from_utf8(text).ok().filter(|_| is_text) else {
            continue;
        };
        let text = match name.ends_with(".html") {
            true => without_tags(&text),
            false => text,
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

/// The text of a page of HTML as its source has it, without tags, comments, styles and its title, and with the characters of its
/// references.
fn without_tags(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, from)) = rest.split_once('<') {
        text.push_str(before);
        let end = match from {
            _ if from.starts_with("!--") => "-->",
            _ if from.starts_with("style") => "</style>",
            _ if from.starts_with("title>") => "</title>",
            _ => ">",
        };
        rest = from.split_once(end).map_or("", |(_, rest)| rest);
        text.push(' ');
    }
    text.push_str(rest);
    let references = [
        ("&shy;", ""),
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&acirc;", "â"),
        ("&copy;", "©"),
        ("&#8212;", "—"),
        ("&#8203;", ""),
        ("&#8617;", ""),
        ("&ndash;", "–"),
    ];
    references.iter().fold(text, |text, (name, character)| {
        text.replace(name, character)
    })
}

/// The words of a text in small letters, without those of one or two letters.
fn words_of(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}
