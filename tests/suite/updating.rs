//! `import --update` after random changes of the source and of the glossary. What somebody wrote by hand stays, and what
//! nobody touched is as a new import would write it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{run, tree, write};
use crate::serving::Numbers;

/// The rounds of changes.
const ROUNDS: usize = 25;

/// The columns of the table that change.
const COLUMNS: [&str; 5] = ["title", "synonyms", "tags", "gloss", "body"];

/// Letters that no other word has.
fn word(random: &mut Numbers) -> String {
    let letter = |_| char::from(b"bcdfghklmnprtvz"[random.below(15)]);
    (0..8).map(letter).collect()
}

/// A row of the table: its `id` and the texts of its columns.
type Row = (String, BTreeMap<&'static str, String>);

/// What an entry has: the values of its keys, and its text as `body`.
type Content = BTreeMap<String, String>;

fn new_row(random: &mut Numbers) -> Row {
    let mut row = (word(random), BTreeMap::new());
    for column in COLUMNS {
        row.1.insert(column, text_for(column, random));
    }
    row
}

/// A new text for a column; some columns may be empty.
fn text_for(column: &str, random: &mut Numbers) -> String {
    let words = |random: &mut Numbers| format!("{} {}", word(random), word(random));
    match column {
        "title" => word(random),
        "body" => match random.below(3) {
            0 => format!("The {}.\n\nMore {}.", words(random), words(random)),
            _ => format!("The {}.", words(random)),
        },
        _ if random.below(3) == 0 => String::new(),
        "gloss" => format!("A {}", words(random)),
        _ if random.below(2) == 0 => word(random),
        _ => format!("{}; {}", word(random), word(random)),
    }
}

fn table(rows: &[Row]) -> String {
    let mut text = "Id,Title,Synonyms,Tags,Gloss,Definition\n".to_owned();
    for (id, row) in rows {
        let cells = COLUMNS.map(|column| format!("\"{}\"", row[column]));
        text.push_str(&format!("{id},{}\n", cells.join(",")));
    }
    text
}

fn change_table(rows: &mut Vec<Row>, random: &mut Numbers) {
    for _ in 0..random.below(8) {
        let at = random.below(rows.len());
        match random.below(8) {
            0 => rows.push(new_row(random)),
            1 if rows.len() > 8 => drop(rows.remove(at)),
            2 => {
                let row = rows.remove(at);
                rows.insert(random.below(rows.len() + 1), row);
            }
            _ => {
                let column = COLUMNS[random.below(COLUMNS.len())];
                rows[at].1.insert(column, text_for(column, random));
            }
        }
    }
}

/// The files of the entries, by their slugs, in any folder.
fn files(root: &Path) -> BTreeMap<String, PathBuf> {
    let content = root.join("content");
    let names = tree(&content).into_keys();
    names
        .map(|name| {
            let slug = name.rsplit('/').next().unwrap().trim_end_matches(".md");
            (slug.to_owned(), content.join(&name))
        })
        .collect()
}

fn content(path: &Path) -> Content {
    let text = fs::read_to_string(path).unwrap();
    let mut parts = text.splitn(3, "+++\n").skip(1);
    let keys: toml::Table = parts.next().unwrap().parse().unwrap();
    let keys = keys
        .into_iter()
        .map(|(key, value)| (key, value.to_string()));
    let body = parts.next().unwrap().trim().to_owned();
    keys.chain([("body".to_owned(), body)])
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// Changes an entry as an editor would. Gives a line that has to stay, if there is one.
fn change_entry(path: &Path, random: &mut Numbers) -> Option<String> {
    let text = fs::read_to_string(path).unwrap();
    let new = word(random);
    let replace_line = |key: &str, line: String| {
        let lines = text
            .lines()
            .map(|old| match old.starts_with(&format!("{key} =")) {
                true => line.clone(),
                false => old.to_owned(),
            });
        lines.map(|line| line + "\n").collect::<String>()
    };
    let below_title = |line: &str| {
        let title = text.find("title").unwrap();
        let end = title + text[title..].find('\n').unwrap() + 1;
        format!("{}{line}\n{}", &text[..end], &text[end..])
    };
    let (after, mark) = match random.below(8) {
        0 => (
            replace_line("title", format!("title = '{new}' # mine")),
            None,
        ),
        1 => (
            replace_line("synonyms", format!("synonyms = [\"{new}\"]")),
            None,
        ),
        2 if !text.contains("'other', #") => (
            replace_line(
                "tags",
                format!("tags = [\n  \"{new}\",\n  'other', # {new}\n]"),
            ),
            None,
        ),
        3 => (replace_line("gloss", String::new()), None),
        4 => {
            let line = format!("# a note on {new}");
            (below_title(&line), Some(line))
        }
        5 if !text.contains("usage =") => {
            let line = format!("usage = \"{new}\" # own");
            (below_title(&line), Some(line))
        }
        6 => {
            let line = format!("An own line with {new}.");
            (format!("{}\n\n{line}\n", text.trim_end()), Some(line))
        }
        // the same values, written in another way
        _ => (
            text.replace("tags = [\"", "tags =    [\"")
                .replace("title = \"", "title   = \""),
            None,
        ),
    };
    fs::write(path, after).unwrap();
    mark
}

#[test]
fn an_update_changes_only_what_nobody_changed() {
    for seed in [1, 2] {
        random_changes(&mut Numbers(seed));
    }
}

fn random_changes(random: &mut Numbers) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("glossary.toml"), b"title = \"Test\"\n");
    let mut rows: Vec<Row> = (0..12).map(|_| new_row(random)).collect();
    write(&root.join("terms.csv"), table(&rows).as_bytes());
    assert_eq!(run(root, "import terms.csv").exit, 0);
    // what import wrote and nobody has changed since, as far as this test knows
    let mut written: BTreeMap<String, Content> = files(root)
        .into_iter()
        .map(|(slug, path)| (slug, content(&path)))
        .collect();
    let mut marks: Vec<(String, String)> = Vec::new();
    let mut deleted: Vec<String> = Vec::new();
    let (mut kept, mut changed) = (0, 0);
    for round in 0..ROUNDS {
        change_table(&mut rows, random);
        for _ in 0..random.below(7) {
            let all: Vec<_> = files(root).into_iter().collect();
            let (slug, path) = &all[random.below(all.len())];
            match random.below(20) {
                0 if all.len() > 6 => {
                    fs::remove_file(path).unwrap();
                    marks.retain(|(other, _)| other != slug);
                    deleted.push(slug.clone());
                }
                1 => {
                    let to = root.join(format!("content/moved-{round}/{slug}.md"));
                    fs::create_dir_all(to.parent().unwrap()).unwrap();
                    fs::rename(path, to).unwrap();
                }
                _ => {
                    let mark = change_entry(path, random);
                    marks.extend(mark.map(|mark| (slug.clone(), mark)));
                }
            }
        }
        let before: BTreeMap<String, Content> = files(root)
            .into_iter()
            .map(|(slug, path)| (slug, content(&path)))
            .collect();
        let table = table(&rows);
        write(&root.join("terms.csv"), table.as_bytes());
        let made = run(root, "import terms.csv --update");
        assert!(made.exit < 2, "{round}: {}", made.stderr);
        let fresh = tempfile::tempdir().unwrap();
        write(&fresh.path().join("glossary.toml"), b"title = \"Test\"\n");
        write(&fresh.path().join("terms.csv"), table.as_bytes());
        assert_eq!(run(fresh.path(), "import terms.csv").exit, 0);
        let in_source: BTreeMap<String, Content> = files(fresh.path())
            .into_iter()
            .map(|(slug, path)| (slug, content(&path)))
            .collect();
        let after = files(root);
        for slug in &deleted {
            assert!(!after.contains_key(slug), "{round}: {slug} is there again");
        }
        for (slug, path) in &after {
            let after = content(path);
            let Some(before) = before.get(slug) else {
                assert_eq!(Some(&after), in_source.get(slug), "{round}: {slug} is new");
                written.insert(slug.clone(), after);
                continue;
            };
            let Some(source) = in_source.get(slug) else {
                assert_eq!(&after, before, "{round}: {slug} is gone");
                continue;
            };
            let known = written.get_mut(slug).unwrap();
            let all = known.keys().chain(source.keys()).chain(before.keys());
            let keys: std::collections::BTreeSet<String> = all.cloned().collect();
            let text = fs::read_to_string(path).unwrap();
            for key in keys {
                let (mine, base, theirs) = (before.get(&key), known.get(&key), source.get(&key));
                // a comment in a list is a change by hand
                let has_comment = key == "tags" && text.contains("'other', #");
                let expected = if mine == base && !has_comment {
                    theirs
                } else {
                    mine
                };
                assert_eq!(
                    after.get(&key),
                    expected,
                    "{round}: {slug}: {key}\n{}",
                    made.stdout
                );
                if theirs != base && expected == theirs {
                    changed += 1;
                    match theirs {
                        Some(theirs) => known.insert(key, theirs.clone()),
                        None => known.remove(&key),
                    };
                } else if theirs != base {
                    kept += 1;
                }
            }
        }
        for (slug, mark) in &marks {
            let text = fs::read_to_string(&after[slug]).unwrap();
            assert!(text.contains(mark), "{round}: {slug} has lost {mark}");
        }
        let all = tree(root);
        let again = run(root, "import terms.csv --update");
        assert_eq!(tree(root), all, "{round}: a second update changes files");
        assert!(
            again.stdout.contains("nothing was changed"),
            "{}",
            again.stdout
        );
    }
    let built = run(root, "build");
    assert_eq!(built.exit, 0, "{}", built.stderr);
    assert!(kept > 20 && changed > 20, "{kept} kept, {changed} changed");
}
