//! The order of the rooms. Data flows one way: a module uses only rooms that `src/lib.rs` declares before
//! its own, and no two files use each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::program::{repository, tree};

/// A file of `src/`, as the path of its module: `["link", "autolink"]`. The path of a `mod.rs` is that of
/// its folder.
type Module = Vec<String>;

#[test]
fn no_room_uses_one_that_is_declared_after_it() {
    let order = rooms();
    let rank = |module: &Module| {
        let room = &module[0];
        let rank = order.iter().position(|other| other == room);
        rank.unwrap_or_else(|| panic!("src/lib.rs does not declare {room}"))
    };
    let backwards: Vec<String> = imports()
        .iter()
        .flat_map(|(from, used)| used.iter().map(move |to| (from, to)))
        .filter(|(from, to)| rank(to) > rank(from))
        .map(|(from, to)| format!("{} uses {}", from.join("::"), to.join("::")))
        .collect();
    assert!(backwards.is_empty(), "{}", backwards.join("\n"));
}

/// The rooms that do something else with a project than build it do not use each other. So each can be read
/// or removed by itself.
#[test]
fn the_rooms_beside_the_build_do_not_use_each_other() {
    let text = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let group = text.split("// other uses of a project").nth(1);
    let group = group.and_then(|rest| rest.split("\n\n").next()).unwrap();
    let group: Vec<&str> = group
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert!(group.len() > 1);
    let is_one = |module: &Module| group.contains(&module[0].as_str());
    for (from, used) in imports().iter().filter(|(from, _)| is_one(from)) {
        let mut others = used.iter().filter(|to| to[0] != from[0] && is_one(to));
        assert_eq!(others.next(), None, "{}", from.join("::"));
    }
}

/// A folder's `mod.rs` and the files in that folder may use each other: `mod.rs` declares the files, and
/// they may use its types.
///
/// The test sees imports alone. It does not see a file that calls a method which another file adds to a
/// type of the first.
#[test]
fn no_two_files_use_each_other() {
    let imports = imports();
    let is_parent = |one: &Module, other: &Module| other.starts_with(one);
    let circles: Vec<String> = imports
        .iter()
        .flat_map(|(from, used)| used.iter().map(move |to| (from, to)))
        .filter(|(from, to)| from < to && !is_parent(from, to))
        .filter(|(from, to)| imports.get(*to).is_some_and(|back| back.contains(*from)))
        .map(|(from, to)| format!("{} and {}", from.join("::"), to.join("::")))
        .collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// The table of rooms has a row for each room, in the order of `src/lib.rs`, and each row names the room's
/// files. A large room has a table of its parts instead, under a heading of its own.
#[test]
fn the_architecture_names_every_room_and_file() {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let table = text.split("## The rooms").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let (table, parts) = table.split_once("\n### ").unwrap();
    let parts: BTreeMap<&str, &str> = parts
        .split("\n### ")
        .map(|part| {
            let part = part.strip_prefix("The parts of `").unwrap();
            part.split_once("/`\n").unwrap()
        })
        .collect();
    let rows: Vec<(String, String)> = table
        .lines()
        .filter_map(|line| {
            let cells = line.strip_prefix("| `")?;
            let (room, contents) = cells.split_once("` | ")?;
            let room = room.trim_end_matches('/');
            let parts = parts.get(room).unwrap_or(&"");
            Some((room.to_owned(), format!("{contents}{parts}")))
        })
        .collect();
    let named: Vec<&String> = rows.iter().map(|(room, _)| room).collect();
    assert_eq!(named, rooms().iter().collect::<Vec<_>>());
    for (module, _) in sources() {
        let (_, contents) = rows.iter().find(|(room, _)| *room == module[0]).unwrap();
        let file = module.last().unwrap();
        assert!(
            module.len() == 1 || contents.contains(&format!("`{file}`")),
            "ARCHITECTURE.md lacks {}",
            module.join("/")
        );
    }
}

/// The section on tests names each file of them.
#[test]
fn the_architecture_names_every_file_of_tests() {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let section = text.split("\n## Tests\n").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    for path in tree(&repository().join("tests/suite")).keys() {
        let file = path.strip_suffix(".rs").unwrap();
        assert!(
            file == "main" || section.contains(&format!("`{file}`")),
            "ARCHITECTURE.md lacks tests/suite/{path}"
        );
    }
}

/// The rooms, in the order in which `src/lib.rs` declares them.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let declared = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "));
    declared
        .map(|room| room.trim_end_matches(';').to_owned())
        .collect()
}

/// The modules and their text, without comments.
fn sources() -> BTreeMap<Module, String> {
    let mut sources = BTreeMap::new();
    for (path, text) in tree(&repository().join("src")) {
        let Some(path) = path.strip_suffix(".rs") else {
            continue;
        };
        if matches!(path, "lib" | "main") {
            continue;
        }
        let path = path.strip_suffix("/mod").unwrap_or(path);
        let text = String::from_utf8(text).unwrap();
        let code = text.lines().map(|line| line.split("//").next().unwrap());
        let code: Vec<&str> = code.collect();
        sources.insert(
            path.split('/').map(str::to_owned).collect(),
            code.join("\n"),
        );
    }
    sources
}

/// The other modules that each module uses.
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let sources = sources();
    let known = |path: &[String]| {
        let lengths = (1..=path.len()).rev();
        let mut modules = lengths.map(|length| path[..length].to_vec());
        modules.find(|module| sources.contains_key(module))
    };
    let used_by = |module: &Module, code: &str| {
        let parent = &module[..module.len() - 1];
        let from_crate = paths_after(code, "crate::", &[]);
        let from_parent = paths_after(code, "super::", parent);
        let from_own = paths_after(code, "self::", module);
        let paths = from_crate.into_iter().chain(from_parent).chain(from_own);
        let mut used: BTreeSet<Module> = paths.filter_map(|path| known(&path)).collect();
        used.remove(module);
        used
    };
    sources
        .iter()
        .map(|(module, code)| (module.clone(), used_by(module, code)))
        .collect()
}

/// The paths in some code that begin with `start`, with `meaning` in place of `start`. A tree of paths gives
/// all of them: `crate::{a, b::{c, d}}` gives `a`, `b::c` and `b::d`.
fn paths_after(code: &str, start: &str, meaning: &[String]) -> Vec<Module> {
    let mut paths = Vec::new();
    let is_in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    for (index, _) in code.match_indices(start) {
        if code[..index].ends_with(is_in_word) {
            continue;
        }
        // the names before each open brace, and the names of the current path
        let mut trunk: Vec<Module> = Vec::new();
        let mut branch = meaning.to_vec();
        let mut word = String::new();
        for c in code[index + start.len()..].chars() {
            match c {
                c if c.is_alphanumeric() || c == '_' => word.push(c),
                ':' if !word.is_empty() => branch.push(std::mem::take(&mut word)),
                ':' => {}
                '{' => trunk.push(branch.clone()),
                ',' | '}' if !trunk.is_empty() => {
                    if !word.is_empty() {
                        branch.push(std::mem::take(&mut word));
                        paths.push(branch.clone());
                    }
                    branch.clone_from(trunk.last().unwrap());
                    if c == '}' {
                        trunk.pop();
                        if trunk.is_empty() {
                            break;
                        }
                    }
                }
                c if !trunk.is_empty() && c.is_whitespace() => {}
                _ => break,
            }
        }
        if !word.is_empty() {
            branch.push(word);
        }
        paths.push(branch);
    }
    paths
}
