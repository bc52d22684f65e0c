//! After a change of names, `serve` links again only the texts that may have one of these names in them. All links and
//! diagnostics are those of a full build.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use headword::diagnostic::Faults;
use headword::disk::Disk;
use headword::link::{Editions, LinkedGlossary, LinkedText};
use headword::pipeline::{self, Project};
use headword::workbench::{Reading, Workbench};

use crate::program::{difference, tree, write};
use crate::serving::{Numbers, options};

/// The number of edits, one after the other.
const EDITS: usize = 250;

/// The number of entries.
const ENTRIES: usize = 24;

/// The parts of names and texts. Several of them make up others.
const PARTS: &[&str] = &[
    "data",
    "Base",
    "set",
    "database",
    "re",
    "in",
    "force",
    "inforce",
    "reinforce",
    "A",
    "QoS",
    "1",
    "000",
    "Masse",
    "Maße",
    "C++",
    "mail",
    "e",
    "colour",
    "color",
    "policy",
    "'s",
    "Reich",
    "KI",
    "東京",
    "都",
];

/// The text between two parts.
const JOINS: &[&str] = &[" ", " ", " ", "-", "", " – ", "/"];

/// The tags of entries.
const TAGS: &[&str] = &["data", "mail", "policy"];

/// The headings of texts.
const HEADINGS: &[&str] = &["History", "Use", "Data"];

/// Two headings, which are not the same in all texts.
fn headings(numbers: &mut Numbers) -> String {
    let [one, other] = [(); 2].map(|()| numbers.one_of(HEADINGS));
    format!("\n## {one}\n\n## {other}\n")
}

/// Some parts, with joins between them.
fn phrase(numbers: &mut Numbers, most: usize) -> String {
    let mut phrase = numbers.one_of(PARTS).to_owned();
    for _ in 0..numbers.below(most) {
        phrase.push_str(numbers.one_of(JOINS));
        phrase.push_str(numbers.one_of(PARTS));
    }
    phrase
}

/// A name as TOML.
fn name(numbers: &mut Numbers) -> String {
    format!("\"{}\"", phrase(numbers, 2))
}

/// A sentence with mentions and references of all kinds. Most references are to one of the `titles`. The names of files
/// end with one of the `endings`.
fn sentence(numbers: &mut Numbers, titles: &[String], endings: &[&str]) -> String {
    let words = phrase(numbers, 5);
    let other = match numbers.below(8) {
        0 => phrase(numbers, 3),
        _ if titles.is_empty() => phrase(numbers, 1),
        _ => titles[numbers.below(titles.len())].clone(),
    };
    let number = numbers.below(ENTRIES);
    let file = format!("entry-{number}{}", numbers.one_of(endings));
    let heading = numbers.one_of(HEADINGS).to_lowercase();
    match numbers.below(16) {
        0..=4 => format!("The {words} of a {other}."),
        5 => format!("See [[{other}]], or [[{other}|{words}]]."),
        6 => format!("The [[{other}'s]] way of {words}."),
        7..=9 => format!("A [{words}]({file}#{heading}) of {other}."),
        10 => format!("Some `{words}`{other}, and *{words}*{other}."),
        11 => format!("The {words} ({other}) is [[{words} ({other})]]."),
        12 => format!("The {words}\\\n{other}[^1].\n\n[^1]: [A note]({file}) of {words}."),
        13 => format!("> {words}\n\n[^2]: Nobody reads [this]({file})."),
        14 => format!("With [a tag](/tags/{}/).", numbers.one_of(TAGS)),
        _ => format!("{words}'s [way](/entry-{number}/)."),
    }
}

/// Keys with names, or on which the meaning of names depends.
fn key(numbers: &mut Numbers) -> String {
    match numbers.below(12) {
        0 => format!("synonyms = [{}, {}]", name(numbers), name(numbers)),
        1 => format!("abbreviations = {}", name(numbers)),
        2 => format!("hidden = {}", name(numbers)),
        3 => format!("avoid = {}", name(numbers)),
        4 => format!("related = {}", name(numbers)),
        5 => format!("broader = {}", name(numbers)),
        6 => format!("sense = {}", name(numbers)),
        7 => format!("tags = \"{}\"", numbers.one_of(TAGS)),
        8 => "link = \"explicit\"".to_owned(),
        9 => "case = \"exact\"".to_owned(),
        10 => "draft = true".to_owned(),
        _ => format!("examples = {}", name(numbers)),
    }
}

/// The front matter of an entry, with several keys.
fn head(numbers: &mut Numbers) -> String {
    let mut keys = BTreeSet::new();
    for _ in 0..numbers.below(4) {
        keys.insert(key(numbers));
    }
    // a key can be there once
    let mut keys: Vec<String> = keys.into_iter().collect();
    keys.dedup_by_key(|key| key.split(' ').next().map(str::to_owned));
    format!("+++\ntitle = {}\n{}\n+++\n", name(numbers), keys.join("\n"))
}

/// Changes an entry as an editor would, mostly its names, and returns a description and the paths that changed. The
/// names of files end with one of the `endings`.
fn edit(root: &Path, numbers: &mut Numbers, endings: &[&str]) -> (String, BTreeSet<String>) {
    let number = numbers.below(ENTRIES);
    let path = format!("content/entry-{number}{}", numbers.one_of(endings));
    let file = root.join(&path);
    let text = fs::read_to_string(&file).unwrap_or_default();
    let body = text.rsplit_once("+++\n").map_or("", |(_, body)| body);
    let new_body = |numbers: &mut Numbers| {
        let sentence = sentence(numbers, &titles(root), endings);
        format!("{sentence}\n{}", headings(numbers))
    };
    let text = match numbers.below(12) {
        0 => {
            drop(fs::remove_file(&file));
            return (format!("{path}: remove it"), [path].into());
        }
        1..=2 => head(numbers) + &new_body(numbers),
        3 if !text.is_empty() => text.strip_suffix(body).unwrap().to_owned() + &new_body(numbers),
        4 => format!("{text}\n{}\n", sentence(numbers, &titles(root), endings)),
        _ => format!("{}{body}", head(numbers)),
    };
    write(&file, text.as_bytes());
    (format!("{path}: {text}"), [path].into())
}

/// The titles of all entries.
fn titles(root: &Path) -> Vec<String> {
    let texts = tree(&root.join("content")).into_values();
    let title = |text: Vec<u8>| {
        let text = String::from_utf8(text).unwrap();
        let (_, rest) = text.split_once("title = \"")?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    texts.filter_map(title).collect()
}

/// The links of a full build, and its diagnostics.
fn built(disk: &Disk, root: &Path) -> (String, String) {
    let faults = Faults::new(false);
    let Project {
        config, sources, ..
    } = pipeline::read(disk, &options(root), &faults).unwrap();
    let linked = pipeline::link(&sources, &[], &config);
    linked.report(&faults);
    (links(&linked), faults.render())
}

/// All links of a glossary, as text.
fn links(linked: &Editions) -> String {
    linked.glossaries().iter().map(|it| links_in(it)).collect()
}

/// All links of a glossary in one language, as text.
fn links_in(glossary: &LinkedGlossary) -> String {
    let of_text = |text: &LinkedText| {
        format!(
            "{:?} {:?} {:?}",
            text.references, text.automatic, text.mentions
        )
    };
    let ids = glossary.glossary.ids();
    let entries = ids.map(|id| {
        let entry = glossary.glossary.entry(id);
        let links = glossary.links(id);
        let examples = links.text.examples.iter();
        let examples: Vec<String> = examples.map(|it| of_text(&it.text)).collect();
        format!(
            "{entry} {}\n{}\n{examples:?}\n{:?} {:?} {:?} {:?} {:?} {:?} {:?}\n",
            entry.slug,
            of_text(&links.text),
            links.related,
            links.broader,
            links.narrower,
            links.replaced_by,
            links.replaces,
            links.elsewhere,
            links.backlinks,
        )
    });
    entries.collect()
}

/// Writes an entry with these keys and this text.
fn write_entry(root: &Path, path: &str, keys: &str, text: &str) {
    let text = format!("+++\n{keys}\n+++\n\n{text}\n");
    write(&root.join("content").join(path), text.as_bytes());
}

/// Reads a project again after a change of some files. All links and all diagnostics have to be those of a full build;
/// `change` says what changed.
fn read_and_compare(
    workbench: &mut Workbench<'_>,
    (disk, root): (&Disk, &Path),
    touched: &BTreeSet<String>,
    change: &str,
) -> (Reading, Faults) {
    let (expected, diagnostics) = built(disk, root);
    let faults = Faults::new(false);
    let reading = workbench.read_reported(touched, &faults).unwrap();
    let found = difference(&expected, &links(&reading.linked));
    assert!(found.is_empty(), "{found}\nafter\n{change}");
    let found = difference(&diagnostics, &faults.render());
    assert!(found.is_empty(), "{found}\nafter\n{change}");
    (reading, faults)
}

/// Makes edits in a glossary with these `settings`, whose files end with one of the `endings`, and compares after each of
/// them.
fn edit_and_compare(seed: u64, settings: &str, endings: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut numbers = Numbers(seed);
    write(&root.join("glossary.toml"), settings.as_bytes());
    for number in 0..ENTRIES {
        let sentences = [(); 3]
            .map(|()| sentence(&mut numbers, &[], endings))
            .join("\n\n");
        let head = head(&mut numbers);
        let text = format!("{head}{sentences}\n{}", headings(&mut numbers));
        write(
            &root.join(format!("content/entry-{number}.md")),
            text.as_bytes(),
        );
    }
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    let mut last = String::new();
    let mut touched = BTreeSet::new();
    for _ in 0..EDITS {
        read_and_compare(&mut workbench, (&disk, root), &touched, &last);
        (last, touched) = edit(root, &mut numbers, endings);
    }
}

#[test]
fn after_a_change_of_names_all_links_are_those_of_a_full_build() {
    edit_and_compare(1, "title = \"Words\"\n", &[".md"]);
}

#[test]
fn after_a_change_of_names_all_german_links_are_those_of_a_full_build() {
    let settings = "title = \"Wörter\"\nlanguage = \"de\"\nlinking = { mentions = \"all\", exclude = [\"data set\"] }\n";
    edit_and_compare(1, settings, &[".md"]);
}

#[test]
fn after_a_change_of_names_all_links_in_two_languages_are_those_of_a_full_build() {
    let settings = "title = \"Words\"\nlanguages.de.title = \"Wörter\"\n";
    edit_and_compare(1, settings, &[".md", ".md", ".de.md"]);
}

/// Whether words mean a name does not depend on other names, and so a text that has nothing to do with the name of a
/// change keeps its links.
#[test]
fn no_name_decides_whether_another_one_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let write_entry =
        |slug: &str, keys: &str, text: &str| write_entry(root, &format!("{slug}.md"), keys, text);
    write(&root.join("glossary.toml"), b"title = \"Words\"\n");
    for title in ["Data", "Datacenter", "Reinforcement", "Hypertext"] {
        let head = format!("title = \"{title}\"");
        write_entry(&title.to_lowercase(), &head, "A word.");
    }
    write_entry(
        "text",
        "title = \"Text\"",
        "A data-cen-ter, a re-inforce-ment, a hy-per-text; a data-center, a rein-forcement.",
    );
    write_entry(
        "code",
        "title = \"Code\"",
        "With `x`\u{ad}kettle, `y`&#8203;pot and [z](data.md)\u{200d}pan.",
    );
    write_entry(
        "reference",
        "title = \"Reference\"",
        "As [[a =\u{338} b's]].",
    );
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    for head in [
        "title = \"a ≠ b\"",
        "title = \"Foo\"\nsynonyms = \"a ≠ b\"",
        "title = \"Center piece\"\nsynonyms = \"a ≠ b\"",
        "title = \"Reinforce steel\"\nsynonyms = \"a ≠ b\"",
        "title = \"Hyper card\"\nsynonyms = \"a ≠ b\"",
        "title = \"Kettle\"\nsynonyms = [\"a ≠ b\", \"pot\", \"pan\"]",
        "title = \"Foo\"",
    ] {
        write_entry("changed", head, "A thing.");
        let touched = BTreeSet::from(["content/changed.md".to_owned()]);
        let (reading, _) = read_and_compare(&mut workbench, (&disk, root), &touched, head);
        let glossary = &reading.linked.main.glossary;
        let entries = glossary.glossary.iter();
        let text = entries.filter(|(_, entry)| entry.slug == "text");
        let mentions = text.flat_map(|(id, _)| &glossary.text(id).mentions);
        let mentions: Vec<&str> = mentions.map(|mention| &*mention.text).collect();
        assert_eq!(mentions, ["data-center", "rein-forcement"], "{head}");
    }
}

/// A heading can change together with a name, or in a text of another language.
#[test]
fn a_link_to_a_heading_is_looked_at_again_after_any_change_of_the_heading() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        &root.join("glossary.toml"),
        b"title = \"Bread\"\nlanguages.de.title = \"Brot\"\n",
    );
    let write_entry = |path: &str, title: &str, text: &str| {
        write_entry(root, path, &format!("title = \"{title}\""), text);
    };
    let (oat, bun) = ("oat.md", "bun.de.md");
    write_entry("rye.md", "Rye", "Used in [this way](oat.md#use).");
    write_entry("corn.md", "Corn", "Used in [that way](bun.de.md#use).");
    write_entry(oat, "Oat", "A grain.\n\n## Use");
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    for (path, title, headings, is_error) in [
        (bun, "Semmel", "## Use", false),
        (oat, "Oats", "## History", true),
        (oat, "Oat", "## Use", false),
        (oat, "Oat", "## History", true),
        (oat, "Oat", "## History\n\n## Use", false),
        (bun, "Semmel", "## History", true),
        (bun, "Semmel", "## History\n\n## Use", false),
        (bun, "Wecken", "## History", true),
    ] {
        write_entry(path, title, headings);
        let touched = BTreeSet::from([format!("content/{path}")]);
        let step = format!("{path}: {title} with {headings}");
        let (_, faults) = read_and_compare(&mut workbench, (&disk, root), &touched, &step);
        assert_eq!(faults.any_error(), is_error, "{step}");
    }
}

/// Most changes of names concern few texts.
#[test]
fn a_change_of_a_name_leaves_the_links_of_texts_that_do_not_have_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let write_entry = |slug: &str, title: &str, text: &str| {
        let keys = format!("title = \"{title}\"");
        write_entry(root, &format!("{slug}.md"), &keys, text);
    };
    write(&root.join("glossary.toml"), b"title = \"Bread\"\n");
    write_entry("oat", "Oat", "A grain, as rye.");
    write_entry("rye", "Rye", "A grain for a zopf.");
    write_entry("wheat", "Wheat", "A grain.");
    let disk = Disk::default();
    let mut workbench = Workbench::new(&disk, options(root));
    let faults = Faults::new(false);
    let touched = BTreeSet::from(["content/wheat.md".to_owned()]);
    let mut texts = || -> BTreeMap<String, Arc<LinkedText>> {
        let reading = workbench.read_reported(&touched, &faults).unwrap();
        let linked = &reading.linked.main.glossary;
        let entries = linked.glossary.iter();
        let text = |id| Arc::clone(&linked.links(id).text);
        entries
            .map(|(id, entry)| (entry.slug.clone(), text(id)))
            .collect()
    };
    let mut before = texts();
    for (title, expected) in [
        ("Spelt", vec!["oat", "rye"]),
        ("Zopf", vec!["oat"]),
        ("Zopf wheat", vec!["oat"]),
        ("Zopf wheats", vec!["oat", "rye"]),
    ] {
        write_entry("wheat", title, "A grain.");
        let now = texts();
        let is_kept = |slug: &&str| Arc::ptr_eq(&before[*slug], &now[*slug]);
        let kept: Vec<&str> = ["oat", "rye", "wheat"]
            .into_iter()
            .filter(is_kept)
            .collect();
        assert_eq!(kept, expected, "after the new title {title}");
        before = now;
    }
}
