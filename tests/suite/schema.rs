//! The schemas and the program know the same keys. `tests/browser/schema.test.mjs` checks documents with
//! the schemas, in the tool that editors use.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::program::{run, write};

/// The keys in the messages about unknown keys, by their table.
fn listed(settings: &str, entry: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("glossary.toml"), settings.as_bytes());
    let entry = format!("+++\n{entry}+++\n");
    write(&folder.path().join("content/x.md"), entry.as_bytes());
    let made = run(folder.path(), "build");
    let faults = made.stderr.split("\n\n");
    faults
        .filter_map(|fault| {
            let key = fault.split("unknown key `").nth(1)?.split('`').next()?;
            let table = key.strip_suffix("zzzzzzzz")?.trim_end_matches('.');
            let keys = fault.split("the keys here are ").nth(1)?.lines().next()?;
            let keys = keys.split(", ").map(|key| key.trim_matches('`').to_owned());
            Some((table.to_owned(), keys.collect()))
        })
        .collect()
}

/// The keys of a schema, by their table.
fn known(schema: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    collect(schema, "", &mut found);
    found
}

fn collect(schema: &Value, within: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    for one in schema["anyOf"].as_array().into_iter().flatten() {
        collect(one, within, found);
    }
    if schema["items"].is_object() {
        collect(&schema["items"], within, found);
    }
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    assert_eq!(schema["additionalProperties"], false, "{within}");
    let keys: BTreeSet<String> = properties.keys().cloned().collect();
    let before = found.insert(within.to_owned(), keys.clone());
    assert!(before.is_none_or(|before| before == keys), "{within}");
    for (key, schema) in properties {
        let is_described = schema["description"]
            .as_str()
            .is_some_and(|it| it.ends_with('.'));
        assert!(is_described, "{within}.{key}");
        collect(schema, key, found);
    }
}

fn schema(what: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let made = run(folder.path(), &format!("schema {what}"));
    assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
    serde_json::from_str(&made.stdout).unwrap()
}

#[test]
fn the_schemas_have_the_keys_that_the_program_knows() {
    let settings = "title = \"T\"\nzzzzzzzz = 1\nauthor = { name = \"A\", zzzzzzzz = 1 }\n\
        licence = { name = \"L\", zzzzzzzz = 1 }\n\
        navigation = [{ title = \"T\", url = \"/\", zzzzzzzz = 1 }]\n\
        linking = { zzzzzzzz = 1 }\nlimits = { zzzzzzzz = 1 }\ncheck = { zzzzzzzz = 1 }\n\
        translations = { zzzzzzzz = 1 }\n";
    let entry = "title = \"X\"\nzzzzzzzz = 1\nsources = [{ title = \"S\", zzzzzzzz = 1 }]\n\
        pronunciation = { text = \"x\", zzzzzzzz = 1 }\n";
    assert_eq!(
        known(&schema("settings")),
        listed(settings, "title = \"X\"\n")
    );
    assert_eq!(known(&schema("entry")), listed("title = \"T\"\n", entry));
}

#[test]
fn the_schemas_of_pages_have_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("glossary.toml"), b"title = \"T\"\n");
    write(
        &folder.path().join("content/x.md"),
        b"+++\ntitle = \"X\"\n+++\n",
    );
    for (what, file) in [("page", "pages/x.md"), ("introduction", "pages/index.md")] {
        let path = folder.path().join(file);
        write(&path, b"+++\ntitle = \"X\"\nzzzzzzzz = 1\n+++\n");
        let made = run(folder.path(), "build");
        let listed = made.stderr.rsplit_once("the keys here are ").unwrap().1;
        let listed = listed.lines().next().unwrap().split(", ");
        let listed: BTreeSet<String> = listed.map(|key| key.replace('`', "")).collect();
        assert_eq!(known(&schema(what))[""], listed, "{what}");
        std::fs::remove_file(path).unwrap();
    }
}

/// The schemas use draft 7, which Taplo and the editors with it read, without references, which some of
/// them do not follow.
#[test]
fn editors_can_read_the_schemas() {
    for what in ["entry", "settings", "page", "introduction"] {
        let schema = schema(what);
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        if what != "introduction" {
            assert_eq!(schema["required"], serde_json::json!(["title"]));
        }
        let text = schema.to_string();
        assert!(
            !text.contains("\"$ref\"") && !text.contains("null"),
            "{text}"
        );
    }
}
