//! The key `translated`: the record of the text that a translation translates.

use std::sync::Arc;

use super::faults;
use super::front_matter::FrontMatter;
use crate::diagnostic::Diagnostic;
use crate::project::config::Edition;
use crate::source::{Place, SourceFile};

/// The number of hexadecimal digits of a record.
pub const DIGITS: usize = 12;

/// The diagnostic about the key in the file of the entry with this `slug` in the language of `edition`: the main
/// language has no use for it, and in a translation it has a certain form.
pub(super) fn fault(
    file: &Arc<SourceFile>,
    front: &FrontMatter,
    slug: &str,
    edition: &Edition,
) -> Option<Diagnostic> {
    let record = front.translated.as_ref()?;
    let place = Place::new(file, record.span.clone());
    if edition.id.is_main() {
        return Some(faults::translated_in_main(place));
    }
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_record = record.text.len() == DIGITS && record.text.bytes().all(is_digit);
    (!is_record).then(|| faults::not_a_record(&edition.language, slug, place))
}
