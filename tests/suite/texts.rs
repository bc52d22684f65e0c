//! A text outside an entry: with links to the entries of a glossary, and as HTML for a page at any depth or
//! for another document.

use std::path::PathBuf;
use std::sync::Arc;

use headword::address::base_url::BaseUrl;
use headword::address::site_path::{Addresses, SitePath};
use headword::diagnostic::Faults;
use headword::entry::{self, markdown};
use headword::glossary::Glossary;
use headword::link::{Abroad, Frames, Languages, LinkedText, Surroundings, Text, texts_by_path};
use headword::project::config::{Config, Options};
use headword::project::load::Sources;
use headword::site::html::{self, Medium, hrefs};
use headword::source::SourceFile;

const ENTRIES: &[(&str, &str)] = &[
    (
        "content/adapter.md",
        "+++\ntitle = \"low-rank adapter\"\n+++\n",
    ),
    (
        "content/mutexé.md",
        "+++\ntitle = \"mutex\"\n+++\n\n## Limits\n",
    ),
];

/// A text with each kind of link.
const TEXT: &str = "\
# Top

A *low-rank* adapter; [[mutex]], its [limits](mutexé.md#limits), ![a sheet](a%20b.png).
See [the index](/), [the top](#top), [elsewhere](https://example.org/?q=é). A low-rank adapter again.
";

/// Its HTML. `{root}` is the path to the site's root, `{page}` the address of the text's own page.
const HTML: &str = "\
<h2 id=\"top\">Top</h2>
<p>A <a class=\"term auto\" href=\"{root}adapter/\"><em>low-rank</em> adapter</a>; \
<a class=\"term\" href=\"{root}mutex%C3%A9/\">mutex</a>, its \
<a class=\"term\" href=\"{root}mutex%C3%A9/#limits\">limits</a>, \
<img src=\"{root}assets/content/a%20b.png\" alt=\"a sheet\" loading=\"lazy\">.
See <a href=\"{root}\">the index</a>, <a href=\"{page}#top\">the top</a>, \
<a href=\"https://example.org/?q=é\">elsewhere</a>. A low-rank adapter again.</p>
";

#[test]
fn a_page_at_any_depth_has_relative_addresses() {
    let (text, glossary) = linked();
    let addresses = Addresses::default();
    for (page, root) in [
        ("", "./"),
        ("feed.xml", "./"),
        ("about/", "../"),
        ("about/us/", "../../"),
        ("about/us/all.html", "../../"),
    ] {
        let hrefs = hrefs::relative(&glossary, &addresses, &SitePath::new(page));
        let expected = HTML.replace("{root}", root).replace("{page}", "");
        assert_eq!(
            html::write(&text, &Medium::other(&hrefs)).html,
            expected,
            "{page:?}"
        );
    }
}

#[test]
fn another_document_has_urls() {
    let (text, glossary) = linked();
    let addresses = Addresses::default();
    let base: BaseUrl = "https://example.com/terms".parse().unwrap();
    let hrefs = hrefs::absolute(&glossary, &addresses, &base, &SitePath::new("about/us/"));
    let root = "https://example.com/terms/";
    let expected = HTML.replace("{page}", "{root}about/us/");
    let expected = expected.replace("{root}", root);
    assert_eq!(html::write(&text, &Medium::other(&hrefs)).html, expected);
}

#[test]
fn a_caller_may_make_addresses_in_any_way() {
    let (text, _) = linked();
    let html = html::write(&text, &Medium::other(&|_| "x".to_owned())).html;
    // the URL of another site stays as it is
    assert_eq!(html.matches("href=\"x\"").count(), 5);
    assert_eq!(html.matches("src=\"x\"").count(), 1);
    assert_eq!(html.matches("href=\"https://example.org/?q=é\"").count(), 1);
}

/// The text with its links, and the glossary with the entries.
fn linked() -> (LinkedText, Glossary) {
    let file = |(path, text): &(&str, &str)| Arc::new(SourceFile::new(*path, (*text).to_owned()));
    let sources = Sources {
        entries: ENTRIES.iter().map(file).collect(),
        files: [("content/a b.png".to_owned(), PathBuf::new())].into(),
        ..Sources::default()
    };
    let faults = Faults::default();
    let settings = file(&("glossary.toml", "title = \"Terms\"\n"));
    let config = Config::new(&Options::default(), &settings, &faults);
    let parsed = entry::entries(&sources.entries, &[], &config);
    let frames = Frames::new(parsed, Vec::new(), &sources, &config);
    let glossary = frames.main().glossary.clone();
    let counterparts = Arc::default();
    let abroad = [Abroad {
        config: &config,
        glossary: &glossary,
        frame: frames.main(),
    }];
    let languages = Languages {
        abroad: &abroad,
        counterparts: &counterparts,
        by_path: &texts_by_path(&abroad),
        main: None,
    };
    let files = &sources.files;
    let around = Surroundings::new(&glossary, frames.main(), files, &config, &languages);

    let file = file(&("content/about.md", TEXT));
    let text = around.text(&Text {
        body: &Arc::new(markdown::read(&file, 0, &config).body),
        lead: None,
        defines: None,
    });
    assert!(text.diagnostics.is_empty(), "{:?}", text.diagnostics);
    assert_eq!(faults.text(), "");
    (text, glossary)
}
