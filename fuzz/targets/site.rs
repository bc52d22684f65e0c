//! Builds a whole site of one to five entries from any settings, names, tags and bodies. A second build gives
//! the same bytes and the same diagnostics, and all pages pass the checks.
//!
//! With `HEADWORD_SHOW` in the environment, it prints the project of an input and its diagnostics.

#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;

use arbitrary::{Arbitrary, Result, Unstructured};
use headword::project::config::{Config, Options};
use headword::diagnostic::Faults;
use headword::pipeline;
use headword::site::{self, Content, Site};
use headword::source::SourceFile;
use headword::text::fold::is_forbidden;
use headword::text::language::Language;
use headword::text::slug::{check, slug};
use headword_fuzz::page::{self, Page};
use headword_fuzz::project::{self, quoted};
use headword_fuzz::threads;
use libfuzzer_sys::fuzz_target;
use url::Url;

/// The largest number of entries. More of them make runs slow and find little more.
const MAX_ENTRIES: usize = 5;

/// Languages with rules of their own.
const LANGUAGES: &[&str] = &[
    "en",
    "de",
    "zh",
    "zh-Hant",
    "ja",
    "th",
    "ko",
    "ar",
    "tr",
    "fr",
    "sv",
    "hu",
    "ru",
    "hi",
    "pt-BR",
    "und",
    "x-private",
];

/// Colours, and a text that is not one.
const COLOURS: &[&str] = &["#0b5563", "oklch(0.5 0.1 210)", "white", "#000", "lab"];

/// Paths for links in the header, and the beginning of a URL.
const PATHS: &[&str] = &[
    "/",
    "/tags/",
    "/search/",
    "/logo.svg",
    "/docs/paper%201.pdf",
    "https://n.test/",
];

/// The settings. `seeds` has the same list.
const SETTINGS: &[&str] = &[
    "title",
    "description",
    "language",
    "language_tag",
    "base_url",
    "author",
    "licence",
    "navigation",
    "edit_url",
    "report_url",
    "letter_pages",
    "accent",
    "math",
    "mentions",
    "quotations",
    "exclude",
];

/// The keys of front matter. `seeds` has the same list.
const FIELDS: &[&str] = &[
    "abbreviations",
    "synonyms",
    "variants",
    "hidden",
    "avoid",
    "sense",
    "gloss",
    "tags",
    "related",
    "broader",
    "sort_as",
    "link",
    "case",
    "redirect_from",
    "sources",
    "updated",
    "draft",
    "replaced_by",
    "extra",
];

/// A project, read from the input from its beginning to its end, as `seeds` writes it. Most inputs must be
/// without errors, because pages are checked only then. So all keys are known and all values have the right
/// type; the target `front_matter` tries others.
#[derive(Debug, Arbitrary)]
struct Project {
    drafts: bool,
    strict: bool,
    settings: Vec<Line>,
    entries: Vec<Entry>,
}

/// A key, by its index in a list, with its values. A value that is not a text is chosen by its first byte.
#[derive(Debug, Arbitrary)]
struct Line {
    key: u8,
    value: Text,
    second: Text,
}

#[derive(Debug, Arbitrary)]
struct Entry {
    /// Its path. If it is empty, the path is made from the title.
    path: Text,
    title: Text,
    fields: Vec<Line>,
    /// `[[0]]` is a reference to the first entry.
    body: Text,
}

/// A text that ends at a byte that is never in UTF-8. So a change of one text in the input does not change
/// the others. Characters that no page may have are removed.
#[derive(Debug)]
struct Text(String);

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(input: &mut Unstructured<'a>) -> Result<Self> {
        let rest = input.peek_bytes(input.len()).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == 0xff);
        let text =
            headword_fuzz::text(&rest[..end.unwrap_or(rest.len())]).replace(is_forbidden, "");
        input.bytes(end.map_or(rest.len(), |end| end + 1))?;
        Ok(Self(text))
    }
}

impl Text {
    fn byte(&self) -> u8 {
        self.0.bytes().next().unwrap_or(0)
    }

    fn is_odd(&self) -> bool {
        self.byte() % 2 == 1
    }
}

/// TOML in which each key is only once. A second value is added to a list, or left out.
#[derive(Default)]
struct Toml {
    values: BTreeMap<&'static str, String>,
    lists: BTreeMap<&'static str, Vec<String>>,
}

impl Toml {
    fn set(&mut self, key: &'static str, value: String) {
        self.values.entry(key).or_insert(value);
    }

    fn add(&mut self, key: &'static str, value: String) {
        self.lists.entry(key).or_default().push(value);
    }

    /// Adds a text to a list, unless it is empty, which would be an error.
    fn add_text(&mut self, key: &'static str, text: &str) {
        if !text.trim().is_empty() {
            self.add(key, quoted(text));
        }
    }

    fn text(self) -> String {
        let mut text = String::new();
        for (key, value) in self.values {
            text.push_str(&format!("{key} = {value}\n"));
        }
        for (key, values) in self.lists {
            text.push_str(&format!("{key} = [{}]\n", values.join(", ")));
        }
        text
    }
}

fn pick<'l>(list: &[&'l str], choice: u8) -> &'l str {
    list[usize::from(choice) % list.len()]
}

/// A text, with a URL if the line has a second value.
fn credit(key: &str, line: &Line) -> String {
    let name = quoted(&line.value.0);
    match line.second.0.as_str() {
        "" => format!("{{ {key} = {name} }}"),
        rest => {
            let url = quoted(&format!("https://c.test/{rest}"));
            format!("{{ {key} = {name}, url = {url} }}")
        }
    }
}

impl Project {
    fn settings(&self) -> String {
        let mut toml = Toml::default();
        for line in &self.settings {
            let text = &line.value.0;
            let key = pick(SETTINGS, line.key);
            let address = |start: &str| quoted(&format!("https://s.test/{start}{text}"));
            match key {
                "language" => toml.set(key, quoted(pick(LANGUAGES, line.value.byte()))),
                "language_tag" => toml.set("language", quoted(text)),
                "base_url" => toml.set(key, address("")),
                "author" | "licence" => toml.set(key, credit("name", line)),
                "navigation" => {
                    let title = quoted(text);
                    let path = pick(PATHS, line.second.byte());
                    let url = if path.starts_with('/') {
                        quoted(path)
                    } else {
                        quoted(&format!("{path}{}", line.second.0))
                    };
                    toml.add(key, format!("{{ title = {title}, url = {url} }}"));
                }
                "edit_url" => toml.set(key, address("{path}")),
                "report_url" => toml.set(key, address("{title}/{path}?{url}")),
                "accent" => toml.set(key, quoted(pick(COLOURS, line.value.byte()))),
                "letter_pages" | "math" => toml.set(key, line.value.is_odd().to_string()),
                "quotations" => toml.set("linking.quotations", line.value.is_odd().to_string()),
                "mentions" => {
                    let word = pick(&["first", "section", "all"], line.value.byte());
                    toml.set("linking.mentions", quoted(word));
                }
                "exclude" => toml.add_text("linking.exclude", text),
                key => toml.set(key, quoted(text)),
            }
        }
        toml.set("title", quoted("G"));
        toml.text()
    }

    fn count(&self) -> usize {
        self.entries.len().min(MAX_ENTRIES)
    }

    /// The title of an entry other than that with this index.
    fn other(&self, index: usize, choice: u8) -> Option<String> {
        let count = self.count();
        let step = 1 + usize::from(choice) % (count - 1).max(1);
        (count > 1).then(|| quoted(&self.title((index + step) % count)))
    }

    fn title(&self, index: usize) -> String {
        match self.entries[index].title.0.trim() {
            "" => format!("Term {index}"),
            title => title.to_owned(),
        }
    }

    fn path(&self, index: usize) -> String {
        let path = &self.entries[index].path.0;
        let (folder, name) = match path.rsplit_once('/') {
            Some((folder, name)) => (folder, name),
            None => ("", path.as_str()),
        };
        let english = Language::default();
        let names = [slug(name, &english), slug(&self.title(index), &english)];
        let name = names.into_iter().find(|name| check(name).is_ok());
        let name = name.unwrap_or_else(|| format!("term-{index}"));
        // without parts that no file system can store
        let parts = folder
            .split('/')
            .filter(|part| !matches!(*part, "" | "." | ".."));
        let mut path = String::from("content/");
        for part in parts {
            path.push_str(part);
            path.push('/');
        }
        format!("{path}{name}.md")
    }

    fn body(&self, index: usize) -> String {
        let mut rest = self.entries[index].body.0.as_str();
        let mut body = String::with_capacity(rest.len());
        while let Some((before, after)) = rest.split_once("[[") {
            body.push_str(before);
            body.push_str("[[");
            rest = after;
            if let Some(digit) = after.chars().next().and_then(|c| c.to_digit(10)) {
                body.push_str(&self.title(digit as usize % self.count()));
                rest = &after[1..];
            }
        }
        body + rest
    }

    fn file(&self, index: usize) -> Arc<SourceFile> {
        let mut toml = Toml::default();
        toml.set("title", quoted(&self.title(index)));
        for line in &self.entries[index].fields {
            let text = &line.value.0;
            match pick(FIELDS, line.key) {
                key @ ("sense" | "gloss" | "sort_as") => toml.set(key, quoted(text)),
                key @ ("related" | "broader") => {
                    if let Some(other) = self.other(index, line.value.byte()) {
                        toml.add(key, other);
                    }
                }
                key @ "replaced_by" => {
                    if let Some(other) = self.other(index, line.value.byte()) {
                        toml.set(key, other);
                    }
                }
                key @ "link" => {
                    let word = pick(&["auto", "explicit"], line.value.byte());
                    toml.set(key, quoted(word));
                }
                key @ "case" => {
                    let word = pick(&["smart", "exact", "any"], line.value.byte());
                    toml.set(key, quoted(word));
                }
                key @ "sources" => toml.add(key, credit("title", line)),
                key @ "updated" => {
                    let [year, month, day] =
                        [&line.value, &line.second, &line.value].map(Text::byte);
                    let (month, day) = (month % 12 + 1, day % 28 + 1);
                    toml.set(
                        key,
                        format!("{:04}-{month:02}-{day:02}", 1900 + u16::from(year)),
                    );
                }
                key @ "draft" => toml.set(key, line.value.is_odd().to_string()),
                key @ "extra" => {
                    let (name, value) = (quoted(text), quoted(&line.second.0));
                    toml.set(key, format!("{{ {name} = {value} }}"));
                }
                key => toml.add_text(key, text),
            }
        }
        let text = format!("+++\n{}+++\n{}", toml.text(), self.body(index));
        project::file(self.path(index), text)
    }

    fn files(&self) -> Vec<Arc<SourceFile>> {
        let mut files: Vec<_> = (0..self.count()).map(|index| self.file(index)).collect();
        // a folder has each name once, and files are read in order
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        files
    }
}

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    let Ok(mut project) = Project::arbitrary(&mut Unstructured::new(data)) else {
        return;
    };
    if project.entries.is_empty() {
        project.entries.push(Entry {
            path: Text(String::new()),
            title: Text(String::new()),
            fields: Vec::new(),
            body: Text(String::new()),
        });
    }
    threads::with_stack(|| build(&project));
});

fn build(project: &Project) {
    let options = Options {
        drafts: project.drafts,
        strict: project.strict,
        ..Options::default()
    };
    let settings = project.settings();
    let sources = Arc::new(project::sources(project.files()));
    let is_shown = std::env::var_os("HEADWORD_SHOW").is_some();
    if is_shown {
        println!("-- glossary.toml --\n{settings}");
        for file in &sources.entries {
            println!("-- {} --\n{}", file.path, file.text);
        }
    }
    let run = || {
        let faults = Faults::new(options.strict);
        let config = Arc::new(project::config(&settings, &options, &faults));
        let linked = pipeline::link(&sources, &[], &config);
        linked.report(&faults);
        faults.report_all(linked.main.frame.new_addresses.clone());
        let site = Site::new(linked.into_glossaries(), Arc::clone(&sources), Arc::clone(&config), &faults);
        let files = site::files(&site, &faults);
        (config, files, faults)
    };
    let (config, files, faults) = run();
    let diagnostics = faults.render();
    assert_eq!(diagnostics.is_empty(), faults.count() == (0, 0), "no text");
    if is_shown {
        println!("{diagnostics}{:?} errors and warnings", faults.count());
    }
    // only for some inputs: a build takes long, and a random difference would occur soon
    if settings.len().is_multiple_of(4) {
        let (_, again, faults) = run();
        assert_eq!(diagnostics, faults.render(), "other diagnostics");
        for (path, content) in &files {
            let is_same = again.get(path) == Some(content);
            assert!(is_same, "{path} differs");
        }
        assert_eq!(files.len(), again.len(), "other files");
    }
    check_site(&files, &config, faults.any_error());
}

/// Checks all files of a site. In a site with errors, links are not followed.
fn check_site(files: &BTreeMap<String, Content>, config: &Config, is_faulty: bool) {
    let mut pages = BTreeMap::new();
    for (path, content) in files {
        let Content::Bytes(bytes) = content else {
            continue;
        };
        let text = std::str::from_utf8(bytes).expect("files are UTF-8");
        // an error in a template would make an empty file, but those of the theme have no errors
        assert!(!text.is_empty(), "{path} is empty");
        if path.ends_with(".html") || path.ends_with(".htm") {
            pages.insert(path.clone(), Page::read(text, false, !is_faulty));
        } else if path.ends_with(".json")
            && let Err(error) = serde_json::from_str::<serde_json::Value>(text)
        {
            panic!("{path} is not JSON: {error}");
        }
    }
    if is_faulty {
        return;
    }
    let url = |address: &str| Url::parse(address).expect("it is an address");
    let known = config.settings.base_url.as_ref().map(|base| url(base.as_str()));
    let ids: BTreeMap<_, _> = pages
        .iter()
        .map(|(path, page)| (path.clone(), page.ids.clone()))
        .collect();
    let has = |path: &str| files.contains_key(path);
    let site_at = |root| page::Site {
        root,
        has: &has,
        ids: ids.clone(),
    };
    let somewhere = site_at(
        known
            .clone()
            .unwrap_or_else(|| url("https://g.test/deep/er/")),
    );
    // hosts serve this page at any depth, so its addresses begin with the path of the root
    let not_found = site_at(known.unwrap_or_else(|| url("https://g.test/")));
    for (path, page) in &pages {
        match path.as_str() {
            "404.html" => not_found.follow(path, &page.addresses),
            _ => somewhere.follow(path, &page.addresses),
        }
    }
}
