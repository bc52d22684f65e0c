//! The documentation agrees with the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use headword::diagnostic::Code;

use crate::case::Case;
use crate::program::{headword, read, repository, tree, write};

fn doc(name: &str) -> String {
    fs::read_to_string(repository().join("docs").join(name)).unwrap()
}

/// The sections of a page, by their heading of the second level.
fn sections(text: &str) -> Vec<(&str, &str)> {
    text.split("\n## ")
        .skip(1)
        .map(|section| section.split_once('\n').unwrap_or((section, "")))
        .collect()
}

/// `docs/check.md` has the rules, `docs/diagnostics.md` all other codes.
#[test]
fn every_code_is_documented_with_an_example_that_the_program_prints() {
    let (rules, others): (Vec<Code>, Vec<Code>) = Code::ALL.iter().partition(|code| code.is_rule());
    documents("diagnostics.md", &others, &["**Fix:**"]);
    documents("check.md", &rules, &["**Fix:**", "**Source:**"]);
}

/// Checks that the sections of a page with codes as headings are those of `codes`, in order, and that each
/// has all `parts` and an example from the case of the code.
fn documents(page: &str, codes: &[Code], parts: &[&str]) {
    let text = doc(page);
    let mut sections = sections(&text);
    sections.retain(|(title, _)| title.starts_with('`'));
    let documented: Vec<_> = sections.iter().map(|(title, _)| *title).collect();
    let expected: Vec<_> = codes
        .iter()
        .map(|code| format!("`{}`", code.as_str()))
        .collect();
    assert_eq!(documented, expected, "{page}: the codes, in order");
    for (code, (_, section)) in codes.iter().zip(sections) {
        let name = code.as_str();
        let case = Case::read(&repository().join(format!("tests/faults/{name}.txt")));
        let printed = case.section("stderr").unwrap();
        let example = section
            .split("```text\n")
            .nth(1)
            .and_then(|rest| rest.split("```").next());
        let example = example.unwrap_or_else(|| panic!("{name} has no example"));
        assert!(
            printed.contains(example),
            "{name}: the program prints\n{printed}"
        );
        let kind = code.severity().as_str();
        assert!(
            example.starts_with(&format!("{kind}[{name}]")),
            "{name}: {example}"
        );
        for part in parts {
            assert!(section.contains(part), "{name} has no {part}");
        }
    }
}

/// The entry in TOML and the entry in YAML on the page about entries become the same page.
#[test]
fn both_syntaxes_of_the_example_say_the_same() {
    let text = doc("entries.md");
    let examples: Vec<&str> = text
        .split("```markdown\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(example, _)| example))
        .collect();
    let [toml, yaml] = examples.as_slice() else {
        panic!("docs/entries.md has {} examples", examples.len());
    };
    assert!(toml.starts_with("+++\n") && yaml.starts_with("---\n"));
    let pages = [toml, yaml].map(|example| {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("glossary.toml"), b"title = \"T\"\n");
        write(
            &folder.path().join("content/image-patch.md"),
            example.as_bytes(),
        );
        for other in ["Tokenization", "Visual Encoder"] {
            let path = format!("content/{}.md", other.to_lowercase().replace(' ', "-"));
            let entry = format!("+++\ntitle = \"{other}\"\n+++\n\nText.\n");
            write(&folder.path().join(path), entry.as_bytes());
        }
        let made = read(
            &headword(folder.path())
                .args(["build", "--strict"])
                .output()
                .unwrap(),
        );
        assert_eq!(made.exit, 0, "{}", made.stderr);
        fs::read_to_string(folder.path().join("public/image-patch/index.html")).unwrap()
    });
    assert!(pages[0].contains("Tokenization"));
    assert_eq!(pages[0], pages[1]);
}

/// The page and the introduction of the documentation can be built, with the links that it promises.
#[test]
fn the_examples_of_pages_are_built() {
    let text = doc("pages.md");
    let examples: Vec<&str> = text
        .split("```markdown\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(example, _)| example))
        .collect();
    let [about, introduction] = examples.as_slice() else {
        panic!("docs/pages.md has {} examples", examples.len());
    };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("glossary.toml"), b"title = \"Bread\"\n");
    write(
        &root.join("content/crumb.md"),
        b"+++\ntitle = \"Crumb\"\n+++\n\nThe inside. Read [About](../pages/about.md).\n",
    );
    write(
        &root.join("pages/contribute.md"),
        b"+++\ntitle = \"How to contribute\"\n+++\n\nWrite.\n",
    );
    write(&root.join("pages/about.md"), about.as_bytes());
    write(&root.join("pages/index.md"), introduction.as_bytes());
    let made = read(&headword(root).args(["build", "--strict"]).output().unwrap());
    assert_eq!(made.exit, 0, "{}", made.stderr);
    let page = |path: &str| fs::read_to_string(root.join("public").join(path)).unwrap();
    let crumb = page("crumb/index.html");
    for part in [
        "<a href=\"../contribute/\">How to contribute</a>\n<a href=\"../about/\">About</a>",
        "Read <a href=\"../about/\">About</a>",
        "<li class=\"hw-from-page\"><a href=\"../\">Bread</a><q>Begin with the <mark>crumb</mark>",
        "<li class=\"hw-from-page\"><a href=\"../about/\">About</a><q>We bake,",
    ] {
        assert!(crumb.contains(part), "{part}\n{crumb}");
    }
    assert!(page("about/index.html").contains("<em><a class=\"term auto\" href=\"../crumb/\">"));
    assert!(page("index.html").contains("read <a href=\"./about/\">about us</a>"));
}

/// The keys in the documentation are those that the message about an unknown key lists.
#[test]
fn every_key_is_documented() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("glossary.toml"),
        b"title = \"T\"\nzzzzzzzz = 1\n",
    );
    write(
        &folder.path().join("content/x.md"),
        b"+++\ntitle = \"X\"\nzzzzzzzz = 1\n+++\n",
    );
    write(
        &folder.path().join("pages/x.md"),
        b"+++\ntitle = \"X\"\nzzzzzzzz = 1\n+++\n",
    );
    let made = read(&headword(folder.path()).arg("build").output().unwrap());
    let listed: Vec<BTreeSet<String>> = made
        .stderr
        .lines()
        .filter_map(|line| line.split_once("the keys here are "))
        .map(|(_, keys)| keys.split(", ").map(str::to_owned).collect())
        .collect();
    assert_eq!(listed.len(), 3, "{}", made.stderr);
    let pages = ["entries.md", "settings.md", "pages.md"];
    for (page, keys) in pages.into_iter().zip(listed) {
        let documented: BTreeSet<String> = doc(page)
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .filter(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        assert_eq!(documented, keys, "docs/{page}");
    }
}

/// The same for the keys of tables in the settings.
#[test]
fn every_key_of_a_table_is_documented() {
    let text = doc("settings.md");
    for table in ["check", "limits", "linking"] {
        let folder = tempfile::tempdir().unwrap();
        write(
            &folder.path().join("glossary.toml"),
            format!("title = \"T\"\n[{table}]\nzzzzzzzz = 1\n").as_bytes(),
        );
        write(
            &folder.path().join("content/x.md"),
            b"+++\ntitle = \"X\"\n+++\n",
        );
        let made = read(&headword(folder.path()).arg("build").output().unwrap());
        let listed = made.stderr.split_once("the keys here are ").unwrap().1;
        let listed = listed.lines().next().unwrap_or_default().split(", ");
        let listed: BTreeSet<String> = listed.map(|key| key.replace('`', "")).collect();
        let rows = text.lines();
        let documented: BTreeSet<String> = rows
            .filter_map(|line| line.strip_prefix(&format!("| `{table}."))?.split_once('`'))
            .map(|(key, _)| key.to_owned())
            .collect();
        assert_eq!(documented, listed, "docs/settings.md, {table}");
    }
}

/// Lines are short enough to be read beside another file (docs/style.md). Tables, code and names of files are not prose.
#[test]
fn no_line_is_too_long() {
    const MOST: usize = 130;
    let mut long = Vec::new();
    let mut check = |path: String, number: usize, line: &str| {
        if line.chars().count() > MOST {
            long.push(format!("{path}:{number}"));
        }
    };
    let root = fs::read_dir(repository()).unwrap().map(|item| {
        let item = item.unwrap();
        item.file_name().into_string().unwrap()
    });
    let root = root.filter(|name| name.ends_with(".md"));
    let docs = tree(&repository().join("docs")).into_keys();
    let docs = docs.filter(|name| name.ends_with(".md"));
    for path in root.chain(docs.map(|name| format!("docs/{name}"))) {
        let text = fs::read_to_string(repository().join(&path)).unwrap();
        let mut is_code = false;
        for (line, number) in text.lines().zip(1..) {
            is_code ^= line.trim_start().starts_with("```");
            if !is_code && !line.starts_with('|') {
                check(path.clone(), number, line);
            }
        }
    }
    for folder in ["src", "tests/suite", "tests/disk"] {
        for (path, text) in tree(&repository().join(folder)) {
            let text = String::from_utf8_lossy(&text).into_owned();
            let lines = text.lines().zip(1..).filter(|_| path.ends_with(".rs"));
            for (line, number) in lines.filter(|(line, _)| line.trim_start().starts_with("//")) {
                check(format!("{folder}/{path}"), number, line);
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// `docs/templates.md` describes every field of the data for templates.
#[test]
fn every_template_value_is_documented() {
    let parts = tree(&repository().join("src/site/pages"));
    let parts = parts
        .into_values()
        .map(|text| String::from_utf8(text).unwrap());
    let source: String = parts.collect();
    let text = doc("templates.md");
    let mut name = String::new();
    for line in source.lines() {
        if let Some(rest) = line.strip_prefix("pub struct ") {
            name = rest.split(['<', ' ']).next().unwrap().to_owned();
        }
        let field = line
            .strip_prefix("    pub ")
            .and_then(|rest| rest.split_once(':'));
        let Some((field, _)) = field.filter(|(field, _)| !field.contains(['(', ' '])) else {
            continue;
        };
        assert!(
            text.contains(&format!("`{field}`")),
            "docs/templates.md lacks {name}.{field}"
        );
    }
}

/// `page.kind` names the template of a page, so the documentation lists all templates of pages.
#[test]
fn every_kind_of_page_is_documented() {
    let text = doc("templates.md");
    let row = text.lines().find(|line| line.starts_with("| `kind` |"));
    for path in tree(&repository().join("templates")).keys() {
        let kind = path
            .strip_suffix(".html")
            .filter(|kind| !kind.contains('/'));
        // these are parts of pages
        let kind = kind.filter(|kind| !["base", "head", "parts"].contains(kind));
        assert!(
            kind.is_none_or(|kind| row.unwrap().contains(&format!("`{kind}`"))),
            "docs/templates.md lacks the kind of {path}"
        );
    }
}

/// Each language of the theme has all phrases; otherwise a page would have two languages.
#[test]
fn every_language_has_all_phrases() {
    let languages = tree(&repository().join("templates/interface"));
    let keys = |name: &str| -> BTreeSet<(String, bool, bool)> {
        let text = std::str::from_utf8(&languages[name]).unwrap();
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        lines
            .map(|(key, phrase)| {
                let has = |placeholder| phrase.contains(placeholder);
                (key.to_owned(), has("{count}"), has("{name}"))
            })
            .collect()
    };
    for name in languages.keys() {
        assert_eq!(keys(name), keys("en.toml"), "{name}");
    }
    assert!(languages.len() > 1);
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(readme.contains("\ncargo run --release -- build\n"));
    assert!(readme.contains("\ntests/run\n"));
}

/// The tests that `SECURITY.md` names exist.
#[test]
fn every_promise_names_tests_that_exist() {
    let text = fs::read_to_string(repository().join("SECURITY.md")).unwrap();
    let named: Vec<&str> = text
        .split('`')
        .filter(|part| part.starts_with("tests/"))
        .collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        let (folder, pattern) = name.rsplit_once('/').unwrap();
        let prefix = pattern.split('*').next().unwrap();
        let is_there = fs::read_dir(repository().join(folder)).is_ok_and(|mut files| {
            files.any(|file| {
                let file = file.unwrap().file_name();
                let file = file.to_str().unwrap();
                file == pattern
                    || (pattern.contains('*') || pattern.is_empty()) && file.starts_with(prefix)
            })
        });
        assert!(is_there, "SECURITY.md names {name}");
    }
}

/// The paths that the guide for contributors names exist.
#[test]
fn the_guide_for_contributors_names_files_that_exist() {
    let text = fs::read_to_string(repository().join("CONTRIBUTING.md")).unwrap();
    let folders = ["src/", "tests/", "docs/", "templates/", "fuzz/"];
    let code = text.split('`').skip(1).step_by(2);
    let words = code.flat_map(|part| part.split([' ', '=', '\n']));
    let paths = words.filter(|word| folders.iter().any(|folder| word.starts_with(folder)));
    let paths: Vec<&str> = paths.filter(|path| !path.contains("TAG")).collect();
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        assert!(repository().join(path).exists(), "{path} does not exist");
    }
}

/// Every page of the documentation, by its path.
fn pages() -> Vec<PathBuf> {
    let names = tree(&repository().join("docs")).into_keys();
    let names = names.filter(|name| name.ends_with(".md"));
    let mut pages: Vec<_> = names
        .map(|name| repository().join("docs").join(name))
        .collect();
    for file in fs::read_dir(repository()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    pages
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut checked = 0;
    let mut broken = String::new();
    for path in pages() {
        let text = without_code(&fs::read_to_string(&path).unwrap());
        for link in text.split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            if link.contains("://") {
                continue;
            }
            checked += 1;
            let (name, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match name {
                "" => path.clone(),
                name => path.parent().unwrap().join(name),
            };
            let has_anchor = || has_heading(&fs::read_to_string(&target).unwrap(), anchor);
            if !target.exists() || !anchor.is_empty() && !has_anchor() {
                broken.push_str(&format!("{}: {link}\n", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken}");
    assert!(checked > 100, "only {checked} links found");
}

/// A page without its code, in which brackets are not links.
fn without_code(page: &str) -> String {
    let unfenced: String = page.split("\n```").step_by(2).collect();
    unfenced.split('`').step_by(2).collect()
}

/// Whether a page has a heading with this anchor, by the rule of code hosts.
fn has_heading(page: &str, anchor: &str) -> bool {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let mut anchors = headings.map(|line| {
        let text = line.trim_start_matches(['#', ' ']).to_lowercase();
        let kept = text
            .chars()
            .filter(|c| c.is_alphanumeric() || " -".contains(*c));
        kept.collect::<String>().replace(' ', "-")
    });
    anchors.any(|heading| heading == anchor)
}
