//! Projects in memory, and the templates of the theme, which all projects share.

use std::path::PathBuf;
use std::sync::Arc;

use headword::address::site_path::Addresses;
use headword::site::html::{self, Fragment, Medium, hrefs};
use headword::project::config::{Config, Options};
use headword::diagnostic::Faults;
use headword::glossary::EntryId;
use headword::link::LinkedGlossary;
use headword::site::phrases::Phrases;
use headword::project::load::Sources;
use headword::site::pages::Pages;
use headword::pipeline;
use headword::source::SourceFile;
use headword::site::templates::Templates;

/// Files beside entries, with names that addresses have to escape.
const FILES: &[&str] = &[
    "sheet.pdf",
    "a b.png",
    "100%.png",
    "%2e%2e.png",
    "q?x=1.png",
    "h#1.png",
    "javascript:x.png",
    "a\\b.png",
    "&amp;.png",
    "<b>.png",
    "é.png",
    "sub/x.png",
    "sub/..png",
];

/// Files of the project's `static/`.
const STATIC_FILES: &[&str] = &["logo.svg", "docs/paper 1.pdf", "docs/old?.html"];

/// A text file of a project.
pub fn file(path: impl Into<String>, text: impl Into<String>) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(path, text.into()))
}

/// The settings in the text of a `glossary.toml`.
pub fn config(text: &str, options: &Options, faults: &Faults) -> Config {
    Config::new(options, &file("glossary.toml", text), faults)
}

/// A project with these entries and with some other files.
pub fn sources(entries: Vec<Arc<SourceFile>>) -> Sources {
    let files = |folder: &str, names: &[&str]| {
        let pairs = names.iter().map(|name| {
            let path = PathBuf::from(format!("lies/{name}"));
            (format!("{folder}{name}"), path)
        });
        pairs.collect()
    };
    Sources {
        entries,
        files: files("content/", FILES),
        static_files: files("", STATIC_FILES),
        ..Sources::default()
    }
}

/// The HTML of an entry's text on its page. Formulas that cannot be shown are reported.
pub fn definition(id: EntryId, linked: &LinkedGlossary, faults: &Faults) -> Fragment {
    let addresses = Addresses::default();
    let page = addresses.entry(&linked.glossary.entry(id).slug);
    let hrefs = hrefs::relative(&linked.glossary, &addresses, &page);
    let definition = html::write(linked.text(id), &Medium::other(&hrefs));
    faults.report_all(definition.diagnostics.iter().cloned());
    definition
}

/// The default theme, read once, because reading its templates takes longer than all other stages for a tiny
/// site. All projects that use it must have the same settings and the same numbers of entries and tags,
/// because the templates contain the data `site`.
pub struct Theme {
    /// The phrases of the theme.
    pub phrases: Phrases,
    /// The templates.
    pub templates: Templates,
}

impl Theme {
    /// The theme for a project, as in `site::site`.
    pub fn new(config: &Config, sources: &Sources) -> Self {
        let faults = Faults::default();
        let linked = pipeline::link(sources, &[], config);
        linked.report(&faults);
        let linked = Arc::clone(&linked.main.glossary);
        let phrases = Phrases::new(&sources.phrases, &config.edition.language);
        let site = Pages::new(&linked, config, &phrases).site();
        faults.report_all(phrases.faults.iter().cloned());
        let templates = Templates::new(&sources.templates, &site, &phrases)
            .expect("the theme's templates can be read");
        assert_eq!(faults.count(), (0, 0), "{}", faults.render());
        Self {
            phrases,
            templates,
        }
    }
}

/// The text as a basic string of TOML.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
