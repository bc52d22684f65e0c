//! Makes the slug of any text. The slug can be an address, it is its own slug, and the text has the same slug
//! in another case and in another normalisation form.

#![no_main]

use headword::text::language::Language;
use headword::text::slug::{MAX_BYTES, SlugError, check, slug};
use headword_fuzz::{text, threads};
use icu_normalizer::DecomposingNormalizerBorrowed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    let title = text(data);
    let english = Language::default();
    let made = slug(&title, &english);
    assert!(made.len() <= MAX_BYTES, "too long: {made}");
    assert_eq!(slug(&made, &english), made, "the slug has another slug");
    assert!(
        made.is_empty()
            || matches!(
                check(&made),
                Ok(()) | Err(SlugError::Reserved | SlugError::Device)
            ),
        "not a slug: {made} {:?}",
        check(&made)
    );
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&title);
    assert_eq!(slug(&decomposed, &english), made, "another slug in normalisation form D");
    // `İ` is `i`, but its lower case is `i` with a dot above it. The lunate sigma `Ϲ` is `Σ`, but its lower case is
    // the final `ς`.
    if title.contains(['\u{130}', '\u{307}', '\u{3f9}', '\u{3f2}']) {
        return;
    }
    let lower = title.to_lowercase();
    assert_eq!(slug(&lower, &english), made, "another slug in lower case");
    // only if the capitals have the same lower case: `ß` in capitals is `SS`. Whether `Σ` is final depends on the letters
    // around it, and some signs that part words in an address do not part them there.
    let upper = title.to_uppercase();
    if upper.to_lowercase() == lower && !upper.contains('Σ') {
        assert_eq!(slug(&upper, &english), made, "another slug in capitals");
    }
});
