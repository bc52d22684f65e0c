//! Reads any text as the body of an entry in a glossary with two entries, with formulas if the first byte is
//! odd. The pages of both entries and the index pass all checks, and their addresses exist.
//!
//! The stages are those of a build, except that the theme is read only once.

#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use headword::project::config::{Config, Options};
use headword::diagnostic::Faults;
use headword::project::load::Sources;
use headword::site::pages::Pages;
use headword::site::search;
use headword::pipeline;
use headword::site_map::{MATH_STYLES, used_file};
use headword_fuzz::page::{self, Page};
use headword_fuzz::project::{self, Theme};
use headword_fuzz::{choice_and_text, threads};
use libfuzzer_sys::fuzz_target;
use url::Url;

const SETTINGS: &str =
    "title = \"G\"\nbase_url = \"https://glossary.test/deep/er/\"\nlinking.mentions = \"all\"\n";

/// Settings without formulas, and with them.
static CONFIGS: LazyLock<[Config; 2]> = LazyLock::new(|| {
    ["false", "true"].map(|math| {
        let text = format!("math = {math}\n{SETTINGS}");
        let faults = Faults::default();
        let config = project::config(&text, &Options::default(), &faults);
        assert_eq!(faults.count(), (0, 0), "{}", faults.render());
        config
    })
});

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::new(&CONFIGS[0], &glossary("A body.\n")));

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    let (math, body) = choice_and_text(data);
    threads::with_stack(|| build(&CONFIGS[usize::from(math)], &body));
});

fn glossary(body: &str) -> Sources {
    project::sources(vec![
        project::file(
            "content/other.md",
            "+++\ntitle = \"Other Term\"\nabbreviations = [\"OT\", \"x\"]\nsynonyms = \"data set\"\n\
             tags = \"t\"\n+++\n\n# One\n\nA [[Term]].\n",
        ),
        project::file(
            "content/term.md",
            format!("+++\ntitle = \"Term\"\nvariants = \"Therm\"\n+++\n{body}"),
        ),
    ])
}

fn build(config: &Config, body: &str) {
    let sources = glossary(body);
    let faults = Faults::default();
    let linked = pipeline::link(&sources, &[], config);
    linked.report(&faults);
    let linked = &linked.main.glossary;
    let site_map = &linked.site_map;
    let pages = Pages::new(linked, config, &THEME.phrases);
    let ids: Vec<_> = linked.glossary.ids().collect();
    let definitions: Vec<_> = ids
        .iter()
        .map(|id| project::definition(*id, linked, &faults))
        .collect();
    let mut made = vec![(
        "index.html".to_owned(),
        THEME.templates.render("index.html", &pages.index(None)),
    )];
    for (id, definition) in ids.into_iter().zip(&definitions) {
        let path = format!("{}/index.html", linked.glossary.entry(id).slug);
        let page = THEME
            .templates
            .render("entry.html", &pages.with_text(pages.entry(id), id, definition));
        made.push((path, page));
    }
    let text = faults.render();
    assert_eq!(text.is_empty(), faults.count() == (0, 0), "no text");
    let is_faulty = faults.any_error();
    let read: BTreeMap<_, _> = made
        .iter()
        .map(|(path, html)| {
            let html = html.as_ref().expect("templates have no errors");
            let html = std::str::from_utf8(html).expect("pages are UTF-8");
            (path.clone(), Page::read(html, false, !is_faulty))
        })
        .collect();
    let found = search::files(linked, &THEME.phrases);
    let has = |path: &str| {
        let file = used_file(path);
        site_map.routes().contains_key(path)
            || found.contains_key(path)
            || path == MATH_STYLES
            || file.is_some_and(|file| linked.used_files.contains(file))
    };
    let site = page::Site {
        root: Url::parse("https://glossary.test/deep/er/").expect("it is an address"),
        has: &has,
        ids: read
            .iter()
            .map(|(path, page)| (path.clone(), page.ids.clone()))
            .collect(),
    };
    for (path, page) in &read {
        // a link without a target was reported, and has no address or an empty one
        let addresses = page.addresses.iter();
        let addresses = addresses.filter(|address| !is_faulty || !address.is_empty());
        site.follow(path, addresses);
    }
}
