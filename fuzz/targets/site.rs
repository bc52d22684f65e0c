//! A whole site of one to five entries, with settings, names, tags and bodies as they come: it is
//! built, or its faults are told; a second time with the same bytes; and all its pages are sound.
//!
//! With `HEADWORD_SHOW` in the environment, it prints what project an input is.

#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;

use arbitrary::{Arbitrary, Result, Unstructured};
use headword::config::{Config, Options};
use headword::diagnostic::Faults;
use headword::pipeline;
use headword::render::{Content, Site};
use headword::source::SourceFile;
use headword::text::slug::slug;
use headword_fuzz::page::{self, Page};
use headword_fuzz::project::{self, quoted};
use headword_fuzz::threads;
use libfuzzer_sys::fuzz_target;
use url::Url;

/// More entries make runs slow and find little else.
const MOST_ENTRIES: usize = 5;

/// Languages with rules of their own, in one thing or another.
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

/// A project, read from the input front to back, as `seeds` writes it.
#[derive(Debug, Arbitrary)]
struct Project {
    drafts: bool,
    strict: bool,
    settings: Vec<Setting>,
    entries: Vec<Entry>,
}

/// Text that ends at a byte that UTF-8 has not: what is put into the input or taken out of it moves
/// nothing else.
struct Text(String);

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(input: &mut Unstructured<'a>) -> Result<Self> {
        let rest = input.peek_bytes(input.len()).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == 0xff);
        let text = String::from_utf8_lossy(&rest[..end.unwrap_or(rest.len())]).into_owned();
        input.bytes(end.map_or(rest.len(), |end| end + 1))?;
        Ok(Self(text))
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Debug, Arbitrary)]
enum Setting {
    /// Anything. It comes first: `seeds` counts on it.
    Line(Text),
    Title(Text),
    Description(Text),
    Language(u8),
    LanguageTag(Text),
    BaseUrl(Text),
    Author(Text, Text),
    Licence(Text, Text),
    Navigation(Text, Text),
    EditUrl(Text),
    ReportUrl(Text),
    LetterPages(bool),
    Accent(Text),
    Math(bool),
    Mentions(u8),
    Quotations(bool),
    Exclude(Text),
}

#[derive(Debug, Arbitrary)]
struct Entry {
    file: FileName,
    title: Text,
    fields: Vec<Field>,
    body: Text,
}

#[derive(Debug, Arbitrary)]
enum FileName {
    /// Anything. It comes first: `seeds` counts on it.
    Written(Text),
    /// What the program would make of the title.
    OfTitle,
    InFolder(u8),
}

#[derive(Debug, Arbitrary)]
enum Field {
    /// Anything. It comes first: `seeds` counts on it.
    Line(Text),
    Abbreviation(Text),
    Synonym(Text),
    Variant(Text),
    Hidden(Text),
    Avoid(Text),
    Sense(Text),
    Gloss(Text),
    Tag(Text),
    Related(u8),
    Broader(u8),
    SortAs(Text),
    Link(bool),
    Case(u8),
    RedirectFrom(Text),
    Source(Text, Text),
    Updated(u16, u8, u8),
    Draft(bool),
    ReplacedBy(u8),
    Extra(Text, Text),
}

/// TOML whose keys each stand once: a second value joins a list, or is dropped.
#[derive(Default)]
struct Toml {
    lines: String,
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

    fn text(self) -> String {
        let mut text = String::new();
        for (key, value) in self.values {
            text.push_str(&format!("{key} = {value}\n"));
        }
        for (key, values) in self.lists {
            text.push_str(&format!("{key} = [{}]\n", values.join(", ")));
        }
        text + &self.lines
    }
}

fn pick<'l>(list: &[&'l str], at: u8) -> &'l str {
    list[usize::from(at) % list.len()]
}

fn table(key: &str, name: &Text, url: &Text) -> String {
    match url.0.is_empty() {
        true => format!("{{ {key} = {} }}", quoted(&name.0)),
        false => format!(
            "{{ {key} = {}, url = {} }}",
            quoted(&name.0),
            quoted(&url.0)
        ),
    }
}

impl Project {
    fn settings(&self) -> String {
        let mut toml = Toml::default();
        for setting in &self.settings {
            match setting {
                Setting::Line(line) => toml.lines.push_str(&format!("{}\n", line.0)),
                Setting::Title(text) => toml.set("title", quoted(&text.0)),
                Setting::Description(text) => toml.set("description", quoted(&text.0)),
                Setting::Language(at) => toml.set("language", quoted(pick(LANGUAGES, *at))),
                Setting::LanguageTag(text) => toml.set("language", quoted(&text.0)),
                Setting::BaseUrl(rest) => {
                    toml.set("base_url", quoted(&format!("https://g.test/{}", rest.0)));
                }
                Setting::Author(name, url) => toml.set("author", table("name", name, url)),
                Setting::Licence(name, url) => toml.set("licence", table("name", name, url)),
                Setting::Navigation(title, url) => {
                    toml.add("navigation", table("title", title, url));
                }
                Setting::EditUrl(rest) => {
                    let url = format!("https://e.test/{{path}}{}", rest.0);
                    toml.set("edit_url", quoted(&url));
                }
                Setting::ReportUrl(rest) => {
                    let url = format!("https://r.test/{{title}}{}", rest.0);
                    toml.set("report_url", quoted(&url));
                }
                Setting::LetterPages(on) => toml.set("letter_pages", on.to_string()),
                Setting::Accent(text) => toml.set("accent", quoted(&text.0)),
                Setting::Math(on) => toml.set("math", on.to_string()),
                Setting::Mentions(at) => {
                    let word = pick(&["first", "section", "all"], *at);
                    toml.set("linking.mentions", quoted(word));
                }
                Setting::Quotations(on) => toml.set("linking.quotations", on.to_string()),
                Setting::Exclude(text) => toml.add("linking.exclude", quoted(&text.0)),
            }
        }
        // without these, nearly every input would have the same two faults
        if !toml.lines.contains("title") {
            toml.set("title", quoted("G"));
        }
        toml.text()
    }

    /// The title of another entry than that at a place.
    fn other(&self, at: usize, choice: u8) -> Option<String> {
        let count = self.entries.len().min(MOST_ENTRIES);
        let step = 1 + usize::from(choice) % (count - 1).max(1);
        (count > 1).then(|| quoted(&self.title((at + step) % count)))
    }

    fn title(&self, at: usize) -> String {
        match self.entries[at].title.0.trim() {
            "" => format!("Term {at}"),
            title => title.to_owned(),
        }
    }

    fn file(&self, at: usize) -> Arc<SourceFile> {
        let entry = &self.entries[at];
        let title = self.title(at);
        let of_title = match slug(&title) {
            empty if empty.is_empty() => format!("term-{at}"),
            slug => slug,
        };
        let path = match &entry.file {
            FileName::Written(name) => {
                // what no file system holds is not to be tried
                let name = name.0.replace(|c: char| c.is_control(), "");
                let parts = name
                    .split('/')
                    .filter(|part| !matches!(*part, "" | "." | ".."));
                match parts.collect::<Vec<_>>().join("/") {
                    empty if empty.is_empty() => format!("content/{of_title}.md"),
                    name => format!("content/{}.md", name.trim_end_matches(".md")),
                }
            }
            FileName::OfTitle => format!("content/{of_title}.md"),
            FileName::InFolder(folder) => {
                format!(
                    "content/{}/{of_title}.md",
                    pick(&["a", "A b", "é"], *folder)
                )
            }
        };
        let mut toml = Toml::default();
        for field in &entry.fields {
            match field {
                Field::Line(line) => toml.lines.push_str(&format!("{}\n", line.0)),
                Field::Abbreviation(text) => toml.add("abbreviations", quoted(&text.0)),
                Field::Synonym(text) => toml.add("synonyms", quoted(&text.0)),
                Field::Variant(text) => toml.add("variants", quoted(&text.0)),
                Field::Hidden(text) => toml.add("hidden", quoted(&text.0)),
                Field::Avoid(text) => toml.add("avoid", quoted(&text.0)),
                Field::Sense(text) => toml.set("sense", quoted(&text.0)),
                Field::Gloss(text) => toml.set("gloss", quoted(&text.0)),
                Field::Tag(text) => toml.add("tags", quoted(&text.0)),
                Field::Related(choice) => {
                    if let Some(other) = self.other(at, *choice) {
                        toml.add("related", other);
                    }
                }
                Field::Broader(choice) => {
                    if let Some(other) = self.other(at, *choice) {
                        toml.add("broader", other);
                    }
                }
                Field::SortAs(text) => toml.set("sort_as", quoted(&text.0)),
                Field::Link(on) => {
                    toml.set("link", quoted(if *on { "auto" } else { "explicit" }));
                }
                Field::Case(at) => {
                    toml.set("case", quoted(pick(&["smart", "exact", "any"], *at)));
                }
                Field::RedirectFrom(text) => toml.add("redirect_from", quoted(&text.0)),
                Field::Source(title, url) => toml.add("sources", table("title", title, url)),
                Field::Updated(year, month, day) => {
                    let (month, day) = (month % 12 + 1, day % 28 + 1);
                    toml.set(
                        "updated",
                        format!("{:04}-{month:02}-{day:02}", year % 10_000),
                    );
                }
                Field::Draft(on) => toml.set("draft", on.to_string()),
                Field::ReplacedBy(choice) => {
                    if let Some(other) = self.other(at, *choice) {
                        toml.set("replaced_by", other);
                    }
                }
                Field::Extra(key, value) => {
                    let value = format!("{{ {} = {} }}", quoted(&key.0), quoted(&value.0));
                    toml.set("extra", value);
                }
            }
        }
        if !toml.lines.contains("title") {
            toml.set("title", quoted(&title));
        }
        project::file(path, format!("+++\n{}+++\n{}", toml.text(), entry.body.0))
    }

    fn files(&self) -> Vec<Arc<SourceFile>> {
        let mut files: Vec<_> = (0..self.entries.len().min(MOST_ENTRIES))
            .map(|at| self.file(at))
            .collect();
        // a folder has each name once, and they are read in order
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
            file: FileName::OfTitle,
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
    let sources = project::sources(project.files());
    if std::env::var_os("HEADWORD_SHOW").is_some() {
        println!("-- glossary.toml --\n{settings}");
        for file in &sources.entries {
            println!("-- {} --\n{}", file.path, file.text);
        }
    }
    let run = || {
        let faults = Faults::new(options.strict);
        let config = project::config(&settings, &options, &faults);
        let site = pipeline::site(&config, &sources, &faults);
        (config, site, faults)
    };
    let (config, site, faults) = run();
    let told = faults.render();
    assert_eq!(told.is_empty(), faults.count() == (0, 0), "not told");
    // what differs by chance shows soon, and a run takes long
    if settings.len() % 4 == 0 {
        let (_, again, faults) = run();
        assert_eq!(told, faults.render(), "told otherwise");
        for (path, content) in &site.files {
            let is_same = again.files.get(path) == Some(content);
            assert!(is_same, "{path} is made otherwise");
        }
        assert_eq!(site.files.len(), again.files.len(), "other files");
    }
    check(&site, &config, faults.any_error());
}

fn check(site: &Site, config: &Config, is_faulty: bool) {
    let mut pages = BTreeMap::new();
    for (path, content) in &site.files {
        let Content::Bytes(bytes) = content else {
            continue;
        };
        let text = std::str::from_utf8(bytes).expect("what is made is UTF-8");
        // a fault in a template leaves nothing, and the theme's have none
        assert!(!text.is_empty(), "{path} is empty");
        if path.ends_with(".html") || path.ends_with(".htm") {
            pages.insert(path.clone(), Page::read(text, false, !is_faulty));
        } else if path.ends_with(".json")
            && let Err(error) = serde_json::from_str::<serde_json::Value>(text)
        {
            panic!("{path} is no JSON: {error}");
        }
    }
    if is_faulty {
        return;
    }
    let url = |address: &str| Url::parse(address).expect("it is an address");
    let known = config.base_url.as_ref().map(|base| url(base.as_str()));
    let ids: BTreeMap<_, _> = pages
        .iter()
        .map(|(path, page)| (path.clone(), page.ids.clone()))
        .collect();
    let has = |path: &str| site.files.contains_key(path);
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
    // it is served at any depth: its addresses begin with the path of the root
    let not_found = site_at(known.unwrap_or_else(|| url("https://g.test/")));
    for (path, page) in &pages {
        match path.as_str() {
            "404.html" => not_found.follow(path, &page.addresses),
            _ => somewhere.follow(path, &page.addresses),
        }
    }
}
