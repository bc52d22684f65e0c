//! Reads any text as a name in brackets and as an address. Every browser reads the URLs of other sites in
//! the same way, and no other address leads out of the site.

#![no_main]

use headword::project::config::{Config, Options};
use headword::address::destination::{Destination, AbsoluteUrl};
use headword::diagnostic::Faults;
use headword::project::load::Sources;
use headword::pipeline;
use headword::site_map::used_file;
use headword_fuzz::page::{self, Page};
use headword_fuzz::project::{self, quoted};
use headword_fuzz::{text, threads};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use url::Url;

/// The files that contain the address.
const PLACES: &[&str] = &["content/a.md", "content/sub/deep/c.md", "glossary.toml", ""];

/// The URLs of pages that may contain the address.
static PAGES: LazyLock<Vec<Url>> = LazyLock::new(|| {
    [
        "https://site.test/a/b/",
        "http://other.test/",
        "file:///tmp/a/b.html",
    ]
    .iter()
    .map(|address| Url::parse(address).expect("it is an address"))
    .collect()
});

/// The same settings for all inputs.
static CONFIG: LazyLock<Config> =
    LazyLock::new(|| project::config("title = \"G\"\n", &Options::default(), &Faults::default()));

fuzz_target!(
    init: threads::only_this(),
    |data: &[u8]| {
        let written = text(data);
        for place in PLACES {
            if let Destination::Web(address) = Destination::read(&written, place) {
                check_web(&address);
            }
        }
        follow(&written);
    }
);

fn check_web(address: &AbsoluteUrl) {
    let shown = address.to_string();
    let Ok(url) = Url::parse(&shown) else {
        panic!("not a URL: {shown}");
    };
    page::check_web(&url);
    for page in &*PAGES {
        let joined = page.join(&shown);
        assert_eq!(joined.as_ref(), Ok(&url), "two meanings: {shown}");
    }
    let again = AbsoluteUrl::read(&shown);
    assert_eq!(again.as_ref(), Some(address), "another URL: {shown}");
}

/// A glossary with an entry that has the text as a link, an image, a source and a former address.
fn project(written: &str) -> Sources {
    let value = quoted(written);
    let front = format!(
        "+++\ntitle = \"Term\"\nredirect_from = [{value}, \"old\"]\n\
         sources = [{value}, {{ title = \"t\", url = \"https://example.org/\" }}]\n+++\n"
    );
    let body = format!(
        "[[{written}]] [[{written}|text]]\n\n[a]({written}) [b](<{written}>) <{written}>\n\n\
         ![c](<{written}>)\n\n[d] ![d]\n\n[d]: <{written}>\n\n# A heading\n"
    );
    project::sources(vec![
        project::file("content/sub/term.md", front + &body),
        project::file(
            "content/other.md",
            "+++\ntitle = \"Other Term\"\nabbreviations = \"OT\"\ntags = \"t\"\n+++\n\n# One\n\nA [[Term]].\n",
        ),
    ])
}

fn follow(written: &str) {
    let sources = project(written);
    let faults = Faults::default();
    let linked = pipeline::link(&sources, &[], &CONFIG);
    linked.report(&faults);
    let linked = &linked.main.glossary;
    let site_map = &linked.site_map;
    let has = |path: &str| {
        let file = used_file(path);
        site_map.routes().contains_key(path)
            || file.is_some_and(|file| linked.used_files.contains(file))
    };
    let site = page::Site {
        root: Url::parse("https://glossary.test/deep/er/").expect("it is an address"),
        has: &has,
        ids: BTreeMap::new(),
    };
    for path in site_map.routes().keys() {
        let parts = path.split('/');
        let is_path =
            !path.contains('\\') && parts.clone().all(|part| !matches!(part, "" | "." | ".."));
        assert!(is_path, "a file outside the site: {path}");
    }
    for id in linked.glossary.ids() {
        let made = project::definition(id, linked, &faults);
        let page = Page::read(&made.html, true, false);
        let path = format!("{}/index.html", linked.glossary.entry(id).slug);
        // without a target, an image's address is empty
        let addresses = page.addresses.iter();
        site.follow(&path, addresses.filter(|address| !address.is_empty()));
    }
    // other targets test this more, and it takes long
    if written.len().is_multiple_of(8) {
        faults.render();
    }
}
