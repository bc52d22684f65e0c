//! Invisible characters: they make two different names look the same.

use icu_properties::props::{
    CanonicalCombiningClass, DefaultIgnorableCodePoint, JoiningType, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Zero width non-joiner: keeps the letters on both sides apart.
const NON_JOINER: char = '\u{200c}';

/// Zero width joiner: connects the letters on both sides.
const JOINER: char = '\u{200d}';

/// The first invisible character of a name, if it has one: one of Unicode's Default_Ignorable_Code_Point,
/// which include those that change the direction of text, or a character that is always blank.
///
/// These are allowed, because the name would be another one without them: a variation selector after the
/// character whose form it selects, and a joiner where IDNA allows it (RFC 5892, appendices A.1 and A.2).
///
/// ```
/// use headword::text::invisible::first_invisible;
///
/// assert_eq!(first_invisible("data\u{200b}base"), Some('\u{200b}'));
/// assert_eq!(first_invisible("\u{2764}\u{fe0f}"), None);
/// assert_eq!(first_invisible("می\u{200c}خواهم"), None);
/// ```
pub fn first_invisible(name: &str) -> Option<char> {
    if name.is_ascii() {
        return None;
    }
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let selectors = CodePointSetData::new::<VariationSelector>();
    name.char_indices()
        .find(|(offset, c)| {
            let before = || name.get(..*offset).unwrap_or_default();
            let after = || name.get(offset + c.len_utf8()..).unwrap_or_default();
            match *c {
                NON_JOINER => !follows_virama(before()) && !breaks_joining(before(), after()),
                JOINER => !follows_virama(before()),
                // a selector belongs to the character before it
                c if selectors.contains(c) => *offset == 0,
                c => ignorable.contains(c) || is_blank(c),
            }
        })
        .map(|(_, c)| c)
}

/// Whether a character is blank although Unicode does not call it ignorable: the blank pattern of Braille,
/// the marks of annotations, and the placeholder for an object.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{fff9}'..='\u{fffc}')
}

/// Whether a text ends with a virama, which removes the vowel of an Indic letter. A joiner after it chooses
/// between two forms of the letter.
fn follows_virama(before: &str) -> bool {
    let classes = CodePointMapData::<CanonicalCombiningClass>::new();
    before
        .chars()
        .next_back()
        .is_some_and(|c| classes.get(c) == CanonicalCombiningClass::Virama)
}

/// Whether the last letter of one text and the first of the other would connect, as Arabic letters do. Marks
/// between them do not count.
fn breaks_joining(before: &str, after: &str) -> bool {
    let types = CodePointMapData::<JoiningType>::new();
    let joining_type = |c: char| {
        let joining_type = types.get(c);
        (joining_type != JoiningType::Transparent).then_some(joining_type)
    };
    let last = before.chars().rev().find_map(joining_type);
    let first = after.chars().find_map(joining_type);
    matches!(
        last,
        Some(JoiningType::LeftJoining | JoiningType::DualJoining)
    ) && matches!(
        first,
        Some(JoiningType::RightJoining | JoiningType::DualJoining)
    )
}
