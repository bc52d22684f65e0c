//! Makes the search index of any names and texts. All its files are JSON, in the order in which the page
//! looks for words in them, with the checksums that it compares; and each word of a name leads to its entry.

#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;

use headword::diagnostic::Faults;
use headword::pipeline;
use headword::project::config::Options;
use headword::site::{self, Content, Site};
use headword::text::fnv::fnv1a_32;
use headword::text::fold::is_forbidden;
use headword::text::tokens::Folded;
use headword_fuzz::project::{self, quoted};
use headword_fuzz::threads;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// The folder of the index in the site.
const SEARCH: &str = "assets/search/";

/// The largest number of entries: more than one `entries` file has.
const MAX_ENTRIES: usize = 40;

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    let text = headword_fuzz::text(data).replace(|c| c != '\n' && is_forbidden(c), "");
    let entries: Vec<&str> = text.split("\n\n").take(MAX_ENTRIES).collect();
    threads::with_stack(|| index(&entries));
});

/// An entry: its first line is the title, the second a synonym, and the rest its text.
fn front_and_text(number: usize, entry: &str) -> (String, String) {
    let mut lines = entry.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (title, synonym, text) = (next().trim(), next().trim(), next());
    let title = match title {
        "" => format!("Term {number}"),
        title => title.to_owned(),
    };
    let mut front = format!("title = {}\nsense = \"sense {number}\"\n", quoted(&title));
    if !synonym.is_empty() {
        front += &format!("synonyms = [{}]\n", quoted(synonym));
    }
    (title, format!("+++\n{front}+++\n\n{text}\n"))
}

fn index(entries: &[&str]) {
    let made = entries.iter().enumerate();
    let made: Vec<_> = made.map(|(number, entry)| front_and_text(number, entry)).collect();
    let path = |number: usize| format!("content/term-{number:02}.md");
    let files = made.iter().enumerate();
    let files = files.map(|(number, (_, text))| project::file(path(number), text.as_str()));
    let sources = Arc::new(project::sources(files.collect()));
    let faults = Faults::default();
    let options = Options::default();
    let config = Arc::new(project::config("title = \"G\"\n", &options, &faults));
    let linked = pipeline::link(&sources, &[], &config);
    linked.report(&faults);
    let site = Site::new(linked.into_glossaries(), Arc::clone(&sources), config, &faults);
    let files = site::files(&site, &faults);
    if faults.any_error() {
        return;
    }
    check(&files, &made);
}

/// The index's files by name, without the folder and the ending.
fn search_files(files: &BTreeMap<String, Content>) -> BTreeMap<&str, (&[u8], Value)> {
    let files = files.iter().filter_map(|(path, content)| {
        let name = path.strip_prefix(SEARCH)?.strip_suffix(".json")?;
        let Content::Bytes(bytes) = content else {
            panic!("{path} is a copy");
        };
        let value = serde_json::from_slice(bytes);
        let value = value.unwrap_or_else(|error| panic!("{path} is not JSON: {error}"));
        Some((name, (bytes.as_slice(), value)))
    });
    files.collect()
}

fn check(files: &BTreeMap<String, Content>, made: &[(String, String)]) {
    let files = search_files(files);
    let index = &files["index"].1;
    let entries = numbered(&files, "entries").len();
    assert!(index["entries"].as_str().expect("a text").len() >= entries, "checksums are missing");
    for (kind, list) in [
        ("names", &index["names"]),
        ("slips", &index["slips"]),
        ("text", &files["text"].1),
    ] {
        let list = list.as_array().expect("a list");
        let parts = numbered(&files, kind);
        assert_eq!(list.len(), parts.len(), "the files of {kind}");
        let mut before: Option<Vec<u16>> = None;
        for (item, (bytes, part)) in list.iter().zip(parts) {
            let part = part.as_array().expect("a list");
            assert_eq!(item[0], part[0][0], "the first key");
            assert_eq!(item[1], checksum(bytes), "the checksum");
            for pair in part {
                let key: Vec<u16> = pair[0].as_str().expect("a text").encode_utf16().collect();
                assert!(before < Some(key.clone()), "{kind}: {pair} is not in order");
                before = Some(key);
            }
        }
    }
    let names: Vec<&str> = numbered(&files, "names")
        .iter()
        .flat_map(|(_, part)| part.as_array().expect("a list"))
        .map(|pair| pair[0].as_str().expect("a text"))
        .collect();
    for (title, _) in made {
        for word in Folded::new(title).words() {
            assert!(names.contains(&word), "`{word}` of `{title}` is not found");
        }
    }
}

/// The files of a kind, in order.
fn numbered<'f>(files: &'f BTreeMap<&str, (&'f [u8], Value)>, kind: &str) -> Vec<(&'f [u8], &'f Value)> {
    (0..)
        .map_while(|number| files.get(format!("{kind}-{number}").as_str()))
        .map(|(bytes, value)| (*bytes, value))
        .collect()
}

/// The checksum of a file in the index, as the page computes it.
fn checksum(bytes: &[u8]) -> String {
    let hash = fnv1a_32(bytes);
    format!("{:04x}", (hash >> 16) ^ (hash & 0xffff))
}
