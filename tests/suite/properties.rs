//! Properties that hold for every text.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use headword::address::destination::Destination;
use headword::diagnostic::Faults;
use headword::disk::Digest;
use headword::entry::front_matter::FrontMatter;
use headword::pipeline;
use headword::project::config::{Config, Options};
use headword::project::keys::Syntax;
use headword::project::load::Sources;
use headword::publish::manifest::Manifest;
use headword::site::inputs::InputHash;
use headword::site::{self, Content, Site};
use headword::site_map::address_book::AddressBook;
use headword::source::SourceFile;
use headword::text::language::Language;
use headword::text::slug::{self, slug};
use icu_normalizer::DecomposingNormalizerBorrowed;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use crate::html;

fn file(path: &str, text: String) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(path, text))
}

/// Texts with many characters that have a meaning in Headword.
fn markup() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "[[",
        "]]",
        "|",
        "[",
        "](",
        ")",
        "!",
        "<",
        ">",
        "`",
        "```",
        "*",
        "**",
        "_",
        "~~",
        "$",
        "$$",
        "\\",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "| a |\n|-|\n",
        "[^1]",
        "[^1]: ",
        ": ",
        "+++",
        "token",
        "Patch",
        "patches",
        "<b>",
        "</b>",
        "<kbd>",
        "<!--",
        "-->",
        "&amp;",
        "{{",
        "%}",
        "\u{301}",
        "\u{202e}",
        "\0",
        " ",
        "\t",
        "é",
        "字",
        "م",
        "http://a",
        "javascript:",
        "^2",
        "\\frac",
        "{",
        "}",
    ];
    let piece = prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_slug_is_its_own_slug(title in any::<String>()) {
        for language in [Language::default(), Language::from_tag("tr").unwrap()] {
        let made = slug(&title, &language);
        prop_assert!(made.len() <= slug::MAX_BYTES);
        prop_assert_eq!(slug(&made, &language), made.as_str());
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&title);
        prop_assert_eq!(slug(&decomposed, &language), made.as_str());
        let is_reserved = |error| matches!(error, slug::SlugError::Reserved | slug::SlugError::Device);
        prop_assert!(made.is_empty() || slug::check(&made).err().is_none_or(is_reserved), "{}", made);
        }
    }

    /// In YAML, also as an item of a list, and among other keys.
    #[test]
    fn a_text_of_front_matter_is_read_as_it_was_written(text in prop_oneof![any::<String>(), markup(), "[-:# ,\\[\\]{}&*!|>'\"%@`~a1.\n]{0,9}"]) {
        let line = text.replace(['\n', '\r'], " ");
        for syntax in [Syntax::Toml, Syntax::Yaml] {
            let written = syntax.quoted(&text);
            prop_assert_eq!(syntax.string_value(&written), Some(line.clone()), "{}", written);
            for before in ["'a'", "\"a\"", "a"] {
                let written = syntax.quoted_like(&line, before);
                prop_assert_eq!(syntax.string_value(&written), Some(line.clone()), "{}", written);
            }
        }
        let list = Syntax::Yaml.quoted_list(&[text.clone(), "b".to_owned()]);
        let entry = file("content/x.md", format!("---\nsynonyms: {list}\ntitle: X\n---\n"));
        let faults = Faults::default();
        let (front, _) = FrontMatter::read(&entry, &faults);
        let names: Vec<&str> = front.synonyms.iter().map(|name| name.text.as_str()).collect();
        prop_assert_eq!(front.title.text.as_str(), "X");
        prop_assert_eq!(names.last(), Some(&"b"), "{}", list);
    }

    /// Nothing in YAML stops the program, and each place is in the file.
    #[test]
    fn any_yaml_is_read(lines in vec("[ ]{0,4}(- |title: |tags: |\\? )?[-:# ,\\[\\]{}&*!|>'\"%@`~aé\t\r]{0,9}\n", 0..9)) {
        let entry = file("content/x.md", format!("---\n{}---\n", lines.concat()));
        let faults = Faults::default();
        let (front, body) = FrontMatter::read(&entry, &faults);
        prop_assert!(entry.text.is_char_boundary(body));
        for (_, written) in front.texts() {
            prop_assert!(entry.text.get(written.span.clone()).is_some(), "{:?}", written);
        }
        for fault in faults.into_diagnostics() {
            let place = fault.place().unwrap();
            prop_assert!(entry.text.get(place.span.clone()).is_some(), "{:?}", fault);
            for fix in fault.fixes() {
                for edit in &fix.edits {
                    prop_assert!(entry.text.get(edit.span.clone()).is_some(), "{:?}", fault);
                }
            }
        }
    }

    #[test]
    fn a_url_has_an_allowed_scheme(written in markup()) {
        if let Destination::Web(address) = Destination::read(&written, "content/a.md") {
            let url = url::Url::parse(&address.to_string()).unwrap();
            prop_assert!(["http", "https", "mailto"].contains(&url.scheme()), "{}", url);
        }
    }

    #[test]
    fn a_list_of_files_is_read_as_it_was_written(paths in btree_set("[a-z é]{1,9}(/[a-z]{1,9}){0,3}", 0..9)) {
        let mut list = Manifest::default();
        for path in &paths {
            let inputs = InputHash::read(&format!("{:016x}", path.len() - 1));
            list.insert(path.clone(), Digest::of(path.as_bytes()), inputs);
        }
        prop_assert_eq!(Manifest::read(list.text().as_bytes()), Ok(list));
    }

    #[test]
    fn a_file_is_written_back_as_it_was_read(text in "\\u{feff}?[ab\r\n\u{feff}é]{0,20}") {
        let file = SourceFile::new("file.md", text.clone());
        prop_assert_eq!(file.as_written(), text);
    }

    #[test]
    fn a_list_of_files_may_have_any_bytes(bytes in any::<Vec<u8>>()) {
        prop_assert!(Manifest::read(&bytes).is_err());
    }

    #[test]
    fn an_address_book_is_read_as_it_was_written(
        before in btree_set("[a-zé-]{1,9}", 0..9), new in btree_set("[a-zé-]{1,9}", 0..9), rest in "(# [a-z ]{0,9}\n){0,3}",
    ) {
        let faults = Faults::default();
        let first = AddressBook::read(None, &faults).recorded(&before).unwrap().after;
        let book = AddressBook::read(Some(&file("addresses.toml", format!("{first}{rest}"))), &faults);
        let text = book.recorded(&new).map_or(format!("{first}{rest}"), |record| record.after);
        prop_assert!(text.ends_with(&rest));
        let again = AddressBook::read(Some(&file("addresses.toml", text)), &faults);
        let read: Vec<&str> = again.published.iter().map(|address| address.text.as_str()).collect();
        let all: BTreeSet<&str> = before.iter().chain(&new).map(String::as_str).collect();
        prop_assert_eq!(read, all.into_iter().collect::<Vec<_>>());
        prop_assert!(!faults.any_error());
    }

    #[test]
    fn every_page_is_well_formed(body in markup(), title in markup(), math in any::<bool>()) {
        let faults = Faults::default();
        let options = Options { root: PathBuf::from("nowhere"), ..Options::default() };
        let settings = file("glossary.toml", format!("title = \"Test\"\nmath = {math}\n"));
        let config = Config::new(&options, &settings, &faults);
        let name = toml::Value::from(title.as_str());
        let sources = Sources {
            entries: vec![
                file("content/patch.md", format!("+++\ntitle = {name}\ngloss = {name}\nsynonyms = [{name}]\n+++\n{body}")),
                file("content/token.md", format!("+++\ntitle = \"Token\"\n+++\n[[patch]] {body}")),
            ],
            ..Sources::default()
        };
        let linked = pipeline::link(&sources, &[], &config);
        linked.report(&faults);
        let site = Site::new(linked.into_glossaries(), Arc::new(sources), Arc::new(config), &faults);
        let files = site::files(&site, &faults);
        // this also checks that the places of the diagnostics are in the files
        let diagnostics = faults.render();
        for (path, content) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let Content::Bytes(bytes) = content else { continue };
            let page = html::parse(std::str::from_utf8(bytes).unwrap());
            prop_assert!(faults.any_error() || page.errors.is_empty(), "{}: {:?}\n{}", path, page.errors, diagnostics);
            prop_assert!(page.forbidden.is_empty(), "{}: {:?}", path, page.forbidden);
        }
    }
}
