//! Each line of `docs/templates.md` about the template language is true.

use std::fs;

use crate::program::{repository, run, write};

/// The heading of the section.
const SECTION: &str = "## Tera 2 for those who know Tera 1 or Jinja\n";

const EXTRA: &str = "[extra]\nlevel = 3\nnames = { b = 1, a = 2 }\n";

/// The templates beside the one of the line.
const OTHERS: &[(&str, &str)] = &[
    ("own.html", "{% block own %}own{% endblock %}"),
    ("parent.html", "{% include \"own.html\" %}"),
];

/// The cells of a row, without backticks: two characters, `\|`, are one.
fn cells(row: &str) -> Vec<String> {
    let row = row.replace("\\|", "\u{1}");
    let row = row.trim_start_matches('|').trim_end_matches('|');
    row.split('|')
        .map(|cell| cell.trim().replace('\u{1}', "|"))
        .collect()
}

fn without_backticks(cell: &str) -> &str {
    let inner = cell
        .strip_prefix("`` ")
        .and_then(|cell| cell.strip_suffix(" ``"));
    inner.unwrap_or_else(|| cell.trim_matches('`'))
}

/// The page that a template makes, or the message of the error.
fn made(template: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    write(&at("glossary.toml"), b"title = \"T\"\n");
    let entry = format!("+++\ntitle = \"Example\"\n{EXTRA}+++\n\nx.\n");
    write(&at("content/example.md"), entry.as_bytes());
    for (name, text) in OTHERS {
        write(&at("templates").join(name), text.as_bytes());
    }
    write(&at("templates/entry.html"), template.as_bytes());
    let built = run(folder.path(), "build");
    if built.exit == 0 {
        return fs::read_to_string(at("public/example/index.html")).unwrap();
    }
    let (_, rest) = built.stderr.split_once("]: ").unwrap();
    format!("error: {}", rest.lines().next().unwrap())
}

#[test]
fn tera_does_what_the_documentation_says() {
    let text = fs::read_to_string(repository().join("docs/templates.md")).unwrap();
    let (_, section) = text.split_once(SECTION).unwrap();
    assert!(section.contains(&format!("```toml\n{EXTRA}```")));
    for (name, text) in OTHERS {
        assert!(section.contains(&format!("`{name}` is `{text}`")), "{name}");
    }
    let rows: Vec<_> = section
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .map(cells)
        .collect();
    assert!(rows.len() > 40, "{} rows", rows.len());
    for row in rows {
        let [first, second] = row.as_slice() else {
            panic!("a row has two cells: {row:?}");
        };
        let names = || second.split(", ").map(without_backticks);
        match first.as_str() {
            "filters" => {
                for name in names() {
                    let template = format!("{{{{ \"a\" | {name} }}}}");
                    assert_eq!(made(&template), format!("error: unknown filter `{name}`"));
                }
            }
            "functions" => {
                for name in names() {
                    let template = format!("{{{{ {name}() }}}}");
                    assert_eq!(made(&template), format!("error: unknown function `{name}`"));
                }
            }
            "tests" => {
                for name in names() {
                    let template = format!("{{{{ \"a\" is {name} }}}}");
                    assert_eq!(made(&template), format!("error: unknown test `{name}`"));
                }
            }
            template => {
                let expected = match second.strip_prefix("error: ") {
                    Some(message) => format!("error: {}", without_backticks(message)),
                    None => without_backticks(second).to_owned(),
                };
                assert_eq!(made(without_backticks(template)), expected, "{template}");
            }
        }
    }
}
