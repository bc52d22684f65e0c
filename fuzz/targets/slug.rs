//! Any text as a title: its slug can be an address, is its own slug, and is that of its twins in
//! another case and another normalisation form.

#![no_main]

use headword::text::slug::{MAX_BYTES, SlugError, check, slug};
use headword_fuzz::{text, threads};
use icu_normalizer::DecomposingNormalizerBorrowed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: threads::watch_stack(), |data: &[u8]| {
    let title = text(data);
    let made = slug(&title);
    assert!(made.len() <= MAX_BYTES, "too long: {made}");
    assert_eq!(slug(&made), made, "not its own slug");
    assert!(
        made.is_empty()
            || matches!(
                check(&made),
                Ok(()) | Err(SlugError::Reserved | SlugError::Device)
            ),
        "no slug: {made} {:?}",
        check(&made)
    );
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&title);
    assert_eq!(slug(&decomposed), made, "another in normalisation form D");
    let lower = title.to_lowercase();
    assert_eq!(slug(&lower), made, "another in lower case");
    // where case can be told back: `ß` in capitals is `SS`
    let upper = title.to_uppercase();
    if upper.to_lowercase() == lower {
        assert_eq!(slug(&upper), made, "another in capitals");
    }
});
