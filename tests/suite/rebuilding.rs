//! A build does not make pages again that the last one made from the same. After any edit, the site is that of a build
//! into an empty folder.

use std::fs;
use std::path::Path;

use headword::diagnostic::Faults;
use headword::diagnostic::progress::Unseen;
use headword::disk::{Digest, Disk};
use headword::pipeline;
use headword::project::config::Options;

use crate::program::{difference, tree, write};
use crate::serving::{LANGUAGES, NAMES, Numbers, check_out, edit, edit_translation, write_bread};

/// The number of edits, one after the other.
const EDITS: usize = 200;

/// Texts with what comes from other places than the entry's own file: formulas, images, code and examples.
const TEXTS: &[&str] = &[
    "The formula $\\begin{matrix} a & b \\\\ c & d \\end{matrix}$ of rye.",
    "The price is $5, the formula $x$.",
    "The formula $\\nonsense$.",
    "![A loaf](loaf.png) of bread.",
    "![A crumb](/crumb.png)",
    "```rust\nfn levain() {}\n```\n\nWith rye.",
    "## Of rye\n\nOne.\n\n## Of rye\n\nTwo, see [the first](#of-rye).",
    "It is \"quoted\" rye.[^1]\n\n[^1]: By the biga.",
];

/// What settings and templates may have beside those of [`edit`].
const SETTINGS: &[&str] = &[
    "math = true\n",
    "math = true\naccent = \"teal\"\n",
    "base_url = \"https://example.org/\"\nimage = \"/crumb.png\"\n",
    "description = \"Of bread.\"\n",
    "outputs = [\"markdown\", \"book\", \"json\"]\n",
    "[extra]\nnote = \"a\"\n",
    "[limits]\npage_size = 6000\n",
];

/// Builds a project into an output folder. Returns whether it was published, and its diagnostics.
fn build(root: &Path, output: &Path) -> (bool, String) {
    let options = Options {
        root: root.to_owned(),
        output: Some(output.to_owned()),
        ..Options::default()
    };
    let faults = Faults::new(false);
    let built = pipeline::build(&Disk::default(), &options, &faults, &|_| {}, &Unseen);
    (built.is_ok(), faults.render())
}

/// Makes an edit of something on which pages depend, and returns its description.
fn edit_more(root: &Path, numbers: &mut Numbers, languages: &str) -> String {
    let name = numbers.one_of(NAMES).to_lowercase().replace(' ', "-");
    match numbers.below(12) {
        0..=3 => {
            let path = root.join(format!("content/{name}.md"));
            let text = numbers.one_of(TEXTS);
            let head = numbers.one_of(&[
                "",
                "examples = [\"The formula $\\\\begin{cases} a \\\\\\\\ b \\\\end{cases}$ of rye.\"]\n",
                "extra = { note = 2 }\n",
            ]);
            write(
                &path,
                format!("+++\ntitle = \"{name}\"\n{head}+++\n\n{text}\n").as_bytes(),
            );
            format!("{name}: {head}{text}")
        }
        4..=5 => {
            let settings = numbers.one_of(SETTINGS);
            let settings = format!("title = \"Bread\"\n{settings}{languages}");
            write(&root.join("glossary.toml"), settings.as_bytes());
            format!("glossary.toml: {settings}")
        }
        6 => {
            // the two sizes of a GIF
            let width = u8::try_from(numbers.below(2)).unwrap() + 7;
            let image = [b"GIF89a", &[width, 0, 5, 0, 0, 0][..]].concat();
            let file = numbers.one_of(&["content/loaf.png", "static/crumb.png"]);
            write(&root.join(file), &image);
            format!("{file}: {width} pixels wide")
        }
        7 => {
            let (file, text) = match numbers.below(4) {
                0 => ("templates/interface/en.toml", "see_also = \"Also\"\n"),
                1 => ("templates/interface/en.toml", "see_also = \"And see\"\n"),
                2 => (
                    "templates/head.html",
                    "<meta name=\"extra\" content=\"{{ site.extra.note }}\">",
                ),
                _ => (
                    "templates/head.html",
                    "<meta name=\"foot\" content=\"foot\">",
                ),
            };
            write(&root.join(file), text.as_bytes());
            format!("{file}: {text}")
        }
        _ if !languages.is_empty() && numbers.below(2) == 0 => edit_translation(root, numbers),
        _ => edit(root, numbers, languages),
    }
}

/// Makes edits in a glossary whose settings end with `languages`. After each of them, the site that was built again has
/// to be that of a build into an empty folder, with its list.
fn edit_and_build_again(edits: usize, languages: &str) {
    let folder = tempfile::tempdir().unwrap();
    let outputs = tempfile::tempdir().unwrap();
    let root = folder.path();
    let again = outputs.path().join("again");
    write_bread(root, languages);
    let mut numbers = Numbers(11);
    let mut done = vec!["nothing".to_owned()];
    let (mut published, mut refused) = (0, 0);
    let mut good = tree(root);
    for step in 0..edits {
        let (is_published, diagnostics) = build(root, &again);
        let fresh = outputs.path().join(format!("fresh-{step}"));
        let (_, expected) = build(root, &fresh);
        let last = done.join("\n");
        let difference = difference(&expected, &diagnostics);
        assert!(difference.is_empty(), "{difference}\nafter\n{last}");
        if is_published {
            published += 1;
            good = tree(root);
            let (expected, found) = (tree(&fresh), tree(&again));
            for (path, bytes) in &expected {
                assert!(found.get(path) == Some(bytes), "{path} after\n{last}");
            }
            assert_eq!(found.len(), expected.len(), "after\n{last}");
            fs::remove_dir_all(&fresh).unwrap();
        } else {
            refused += 1;
        }
        done.push(if !is_published && numbers.below(4) > 0 {
            check_out(root, &good);
            "restore the last state without an error".to_owned()
        } else {
            edit_more(root, &mut numbers, languages)
        });
    }
    assert!(
        published > edits / 3 && refused > edits / 10,
        "{published} published, {refused} refused"
    );
}

#[test]
fn after_any_edit_the_site_is_that_of_a_build_into_an_empty_folder() {
    edit_and_build_again(EDITS, "");
}

#[test]
fn after_any_edit_the_site_in_two_languages_is_that_of_a_build_into_an_empty_folder() {
    edit_and_build_again(EDITS / 2, LANGUAGES);
}

/// A loop over `extra` has the order of the file.
#[test]
fn a_page_is_made_again_after_its_extra_keys_are_in_another_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let public = root.join("public");
    write(&root.join("glossary.toml"), b"title = \"Bread\"\n");
    write(
        &root.join("templates/entry.html"),
        b"{% for key, value in entry.extra %}{{ key }} {% endfor %}",
    );
    for (extra, shown) in [
        ("a = { x = 1 }, b = 2", "a b "),
        ("b = 2, a = { x = 1 }", "b a "),
    ] {
        let text = format!("+++\ntitle = \"Rye\"\nextra = {{ {extra} }}\n+++\n\nA grain.\n");
        write(&root.join("content/rye.md"), text.as_bytes());
        assert!(build(root, &public).0);
        let page = fs::read_to_string(public.join("rye/index.html")).unwrap();
        assert_eq!(page, shown);
    }
}

/// The test gives a page other bytes, and writes their sum into the list. A page that is kept still has these bytes after
/// the build.
#[test]
fn a_page_is_made_again_only_if_something_changed_from_which_it_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let public = root.join("public");
    let entry = |name: &str, text: &str| {
        let text = format!("+++\ntitle = \"{name}\"\n+++\n\n{text}\n");
        let file = format!("content/{}.md", name.to_lowercase());
        write(&root.join(file), text.as_bytes());
    };
    write(&root.join("glossary.toml"), b"title = \"Bread\"\n");
    entry("Rye", "A grain.");
    entry("Dough", "Of flour and water.");
    entry("Oven", "A hot box.");
    assert!(build(root, &public).0);
    let other = b"other bytes";
    let replace = || {
        let page = public.join("rye/index.html");
        let list = public.join(".headword");
        let text = fs::read_to_string(&list).unwrap();
        let (old, new) = (Digest::of(&fs::read(&page).unwrap()), Digest::of(other));
        fs::write(&list, text.replace(&old.to_string(), &new.to_string())).unwrap();
        fs::write(&page, other).unwrap();
    };
    let changes: &[(&str, bool, &dyn Fn())] = &[
        ("nothing", false, &|| {}),
        ("the text of another entry", false, &|| {
            entry("Dough", "Of flour, water and salt.");
        }),
        ("a text that mentions others", false, &|| {
            entry("Dough", "Of flour and water, for the oven.");
        }),
        (
            "the number of entries, which templates may show",
            true,
            &|| {
                entry("Baker", "Who bakes.");
            },
        ),
        ("its text", true, &|| entry("Rye", "A dark grain.")),
        ("an entry that mentions it", true, &|| {
            entry("Dough", "Of rye flour and water.");
        }),
        ("another neighbour", true, &|| {
            fs::remove_file(root.join("content/oven.md")).unwrap();
            entry("Salt", "White.");
        }),
        ("the gloss of a neighbour", true, &|| {
            entry("Salt", "White and fine.");
        }),
        ("the settings", true, &|| {
            write(&root.join("glossary.toml"), b"title = \"Breads\"\n");
        }),
        ("the phrases", true, &|| {
            write(
                &root.join("templates/interface/en.toml"),
                b"see_also = \"Also\"\n",
            );
        }),
        ("a template", true, &|| {
            write(
                &root.join("templates/head.html"),
                b"<meta name=\"foot\" content=\"foot\">",
            );
        }),
    ];
    for (change, is_made_again, act) in changes {
        replace();
        act();
        let (is_published, diagnostics) = build(root, &public);
        assert!(is_published, "{change}: {diagnostics}");
        let page = fs::read(public.join("rye/index.html")).unwrap();
        assert_eq!(page != other, *is_made_again, "{change}");
    }
}
