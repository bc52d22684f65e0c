//! Reads any text as an entry's file (first byte even) or as its front matter (odd): as TOML if it has an
//! even number of bytes, or else as YAML. Reading it twice gives the same front matter and the same
//! diagnostics, and every value has a place in the file.

#![no_main]

use headword::diagnostic::Faults;
use headword::entry::front_matter::FrontMatter;
use headword::source::{SourceFile, Written};
use headword::text::fold::{is_forbidden, nfc, single_spaced};
use headword_fuzz::{choice_and_text, project, threads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    let (is_within, text) = choice_and_text(data);
    let text = if is_within {
        let fence = if text.len() % 2 == 0 { "+++" } else { "---" };
        format!("{fence}\n{text}\n{fence}\nA body.\n")
    } else {
        text.into_owned()
    };
    let file = project::file("content/a-term.md", text);
    let faults = Faults::default();
    let (front, body) = FrontMatter::read(&file, &faults);
    assert!(file.text.is_char_boundary(body), "the body begins inside a character");
    check(&front, &file, faults.any_error());

    let again = Faults::default();
    let (second, second_body) = FrontMatter::read(&file, &again);
    assert_eq!(second_body, body, "another body");
    assert_eq!(
        format!("{front:?}"),
        format!("{second:?}"),
        "other front matter"
    );
    assert_eq!(faults.count(), again.count(), "other diagnostics");
    let text = faults.render();
    // notes have a text and are not counted
    assert!(!text.is_empty() || faults.count() == (0, 0), "no text");
});

fn check(front: &FrontMatter, file: &SourceFile, is_faulty: bool) {
    let lists = [
        &front.abbreviations,
        &front.synonyms,
        &front.variants,
        &front.hidden,
        &front.avoid,
        &front.tags,
        &front.related,
        &front.broader,
        &front.redirect_from,
    ];
    let single = [
        &front.sense,
        &front.gloss,
        &front.sort_as,
        &front.replaced_by,
    ];
    let written = lists.into_iter().flatten();
    let written = written.chain(single.into_iter().flatten());
    for Written { text, span } in written.chain([&front.title]) {
        assert!(!text.is_empty(), "an empty text");
        assert_eq!(*text, single_spaced(&nfc(text)), "not normalised");
        assert!(!text.contains(is_forbidden), "a control character");
        let is_place = file.text.get(span.clone()).is_some();
        assert!(is_place, "no place in the file: {span:?}");
    }
    assert!(
        is_faulty || !front.title.span.is_empty(),
        "a title without a place"
    );
}
