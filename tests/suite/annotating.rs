//! Links in the pages of other sites: whatever a page is, only the documented parts are added to it, and taking
//! them out gives the page back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::case::Case;
use crate::program::{cases_in, headword, repository, run, tree, write};

const GLOSSARY: &str = "tests/specs/annotate/project/glossary";

/// Pieces of pages with terms of that glossary, most of them broken.
const PIECES: &[&str] = &[
    "gearbox",
    "a flange",
    "data ",
    "data center",
    "data\r\n center",
    "\n",
    " ",
    ". ",
    "&amp;",
    "&nbsp;",
    "&#x20;",
    "d&#97;ta center",
    "&",
    "&gearbox",
    "é",
    "\0",
    "<",
    ">",
    "<!",
    "<!--",
    "-->",
    "<!-- gearbox -->",
    "<?x",
    "<![CDATA[",
    "]]>",
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "<b>",
    "</b>",
    "<a>",
    "<a href=\"/g/flange/\">",
    "</a>",
    "</A>",
    "<main>",
    "</main>",
    "<div>",
    "</div>",
    "<ul><li>",
    "<li>",
    "</ul>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<code>",
    "</code>",
    "<h2>",
    "</h2>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
    "<br>",
    "<wbr>",
    "<img>",
    "<p title=\"",
    "\"",
    "'",
    "<html>",
    "<head>",
    "</head>",
    "<body>",
    "</body>",
    "</html>",
    "<meta charset=utf-8>",
    "<span data-no-glossary>",
    "</span>",
    "<template>",
    "</template>",
    "<a class=\"hw-term\" aria-describedby=\"hw-",
    "<div class=\"hw-glosses\" id=\"hw-",
    "<meta name=\"headword-cards\" content=\"",
];

/// Every case of the command, and the pages of `--output`: without what was added, each page is as it was.
#[test]
fn the_cases_get_every_byte_back() {
    let mut tried = 0;
    for path in cases_in("specs/annotate", ".txt") {
        let case = Case::read(&path);
        if !case.is_possible() {
            continue;
        }
        let folder = case.set_up(Some(&repository().join("tests/specs/annotate/project")));
        let site = folder.path().join("site");
        if !site.is_dir() {
            continue;
        }
        let before = tree(&site);
        let added = run(folder.path(), "annotate site --glossary glossary --to /g/");
        if added.exit != 0 {
            assert_eq!(tree(&site), before, "{}", path.display());
            continue;
        }
        let left = added.stderr.contains("[changed-page]");
        let removed = run(folder.path(), "annotate site --remove");
        assert_eq!(removed.exit, 0, "{}", removed.stderr);
        let mut after = tree(&site);
        if left {
            after.retain(|name, _| !name.starts_with("headword-cards."));
        }
        // the remains of a stopped run are removed
        let mut expected = before;
        expected.retain(|name, _| !name.ends_with(".headword-new"));
        assert_eq!(after, expected, "{}", path.display());
        tried += 1;
    }
    assert!(tried > 20);
}

/// The tokens of a page, without those that the program adds: its text, its tags and its comments. Texts that were one
/// are one again.
fn tokens(page: &[u8]) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut open_terms = 0;
    // the name of the added element that has begun
    let mut added: Option<Vec<u8>> = None;
    let mut is_text = false;
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut script = 0;
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        if matches!(token, Token::Error(_)) {
            continue;
        }
        let shown = match &token {
            Token::StartTag(tag) => {
                let attribute = |name: &[u8]| {
                    tag.attributes
                        .get(name)
                        .map(|value| value.0.as_slice().to_vec())
                };
                let name = tag.name.0.as_slice();
                let is_ours = |value: Option<Vec<u8>>, ours: &[u8]| {
                    value.is_some_and(|value| value.starts_with(ours))
                };
                if name == b"a"
                    && is_ours(attribute(b"class"), b"hw-term")
                    && is_ours(attribute(b"href"), b"/g/")
                {
                    open_terms += 1;
                    continue;
                }
                let is_list = name == b"div"
                    && is_ours(attribute(b"class"), b"hw-glosses")
                    && attribute(b"hidden").is_some();
                let is_data = name == b"script"
                    && is_ours(attribute(b"class"), b"hw-places")
                    && is_ours(attribute(b"type"), b"application/json");
                if is_list || is_data {
                    added = Some(name.to_vec());
                }
                if is_ours(attribute(b"name"), b"headword-cards")
                    && attribute(b"content").is_some_and(|sum| sum.len() == 32)
                {
                    continue;
                }
                if is_ours(attribute(b"href"), b"headword-cards.css") {
                    continue;
                }
                if is_ours(attribute(b"src"), b"headword-cards.js") {
                    script += 1;
                    continue;
                }
                format!("{tag:?}")
            }
            Token::EndTag(tag) => {
                let name = tag.name.0.as_slice();
                if let Some(begun) = &added {
                    if begun == name {
                        added = None;
                    }
                    continue;
                }
                if name == b"a" && open_terms > 0 {
                    open_terms -= 1;
                    continue;
                }
                if name == b"script" && script > 0 {
                    script -= 1;
                    continue;
                }
                format!("{tag:?}")
            }
            Token::String(text) => String::from_utf8_lossy(text).into_owned(),
            other => format!("{other:?}"),
        };
        if added.is_some() {
            continue;
        }
        let is_string = matches!(token, Token::String(_));
        match tokens.last_mut().filter(|_| is_text && is_string) {
            Some(last) => last.push_str(&shown),
            None => tokens.push(shown),
        }
        is_text = is_string;
    }
    tokens
}

/// Adds links to some pages and takes them out again. Gives the pages with links.
fn there_and_back(pages: &[Vec<u8>], glossary: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    for (number, page) in pages.iter().enumerate() {
        write(&site.join(format!("{number}.html")), page);
    }
    let annotate = |arguments: &[&str]| {
        let mut command = headword(folder.path());
        let output = command
            .args(["annotate", "site"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    let to_glossary = [
        "--glossary",
        glossary.to_str().unwrap(),
        "--to",
        "/g/",
        "--mentions",
        "all",
    ];
    let before = tree(&site);
    annotate(&to_glossary);
    let once = tree(&site);
    annotate(&to_glossary);
    assert_eq!(tree(&site), once, "a second run changes nothing");
    annotate(&["--remove"]);
    assert_eq!(tree(&site), before);
    once
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 8, ..ProptestConfig::default() })]

    /// Each case has many pages, because a run of the program costs more than a page.
    #[test]
    fn broken_pages_keep_their_text_and_get_every_byte_back(
        pages in vec(vec(prop::sample::select(PIECES), 0..30), 200),
        is_drawn_again: bool,
    ) {
        let pages: Vec<Vec<u8>> = pages
            .iter()
            .map(|pieces| {
                // this comment is a mark of React
                let page = pieces.concat().replace("<!-- -->", "<!--x-->");
                let generator = if is_drawn_again {
                    "<meta name=generator content=Docusaurus>"
                } else {
                    ""
                };
                format!("{generator}<main>{page}").into_bytes()
            })
            .collect();
        let glossary = repository().join(GLOSSARY);
        let once = there_and_back(&pages, &glossary);
        for (number, page) in pages.iter().enumerate() {
            let annotated = &once[&format!("{number}.html")];
            prop_assert_eq!(tokens(annotated), tokens(page), "{}", String::from_utf8_lossy(page));
        }
    }
}

/// The script and the style sheet are small, and make no request.
#[test]
fn the_files_for_cards_are_small_and_ask_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let page = b"<meta name=generator content=Docusaurus><main>A gearbox.</main>";
    write(&folder.path().join("site/index.html"), page);
    let glossary = repository().join(GLOSSARY);
    let arguments = format!("annotate site --glossary \"{}\"", glossary.display());
    assert_eq!(run(folder.path(), &arguments).exit, 0);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for name in ["headword-cards.js", "headword-cards.css"] {
        let file = fs::read(folder.path().join("site").join(name)).unwrap();
        assert!(file.starts_with(b"/* Cards of a Headword glossary"));
        std::io::Write::write_all(&mut packed, &file).unwrap();
    }
    let length = packed.finish().unwrap().len();
    assert!(length <= 6 * 1024, "{length} bytes");

    let room = repository().join("src/foreign");
    let read = |name: &str| fs::read_to_string(room.join(name)).unwrap();
    let (cards, links, styles) = (read("cards.js"), read("drawn-links.js"), read("cards.css"));
    for text in [&cards, &styles] {
        assert!(!text.contains("fetch"));
    }
    // the one file that is fetched is that of the page on which the reader is
    assert_eq!(links.matches("fetch(").count(), 1);
    assert!(links.contains("fetch(location.href)"));
    for word in [
        "XMLHttpRequest",
        "import(",
        "http:",
        "https:",
        "url(",
        "innerHTML",
        "eval",
    ] {
        for text in [&cards, &links, &styles] {
            assert!(!text.contains(word), "{word}");
        }
    }
}
