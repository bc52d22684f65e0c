//! Characters in names that readers cannot see, or that make a name read otherwise than it is
//! written.

use icu_properties::props::{
    BidiControl, CanonicalCombiningClass, DefaultIgnorableCodePoint, JoiningType, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';

/// The first character of a name that shows nothing or turns the direction of others: one of
/// Unicode's Bidi_Control or Default_Ignorable_Code_Point. Variation selectors, which choose a form
/// of a character, are none; nor are joiners where IDNA allows them (RFC 5892, appendices A.1 and
/// A.2).
pub fn hidden(name: &str) -> Option<char> {
    if name.is_ascii() {
        return None;
    }
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let selectors = CodePointSetData::new::<VariationSelector>();
    name.char_indices()
        .find(|(at, c)| {
            let before = || name.get(..*at).unwrap_or_default();
            let after = || name.get(at + c.len_utf8()..).unwrap_or_default();
            match *c {
                NON_JOINER => !follows_virama(before()) && !breaks_joining(before(), after()),
                JOINER => !follows_virama(before()),
                // a selector is of the character before it
                c if selectors.contains(c) => *at == 0,
                c => turns(c) || ignorable.contains(c) || is_blank(c),
            }
        })
        .map(|(_, c)| c)
}

/// Whether a character makes what follows run in another direction, whatever that is: nothing that
/// an author has to write needs it, and it makes a review see another text than readers do (Trojan
/// Source, CVE-2021-42574).
pub fn is_override(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}')
}

/// Whether a character says in which direction others run (Bidi_Control).
pub fn turns(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<BidiControl>().contains(c)
}

/// Whether a character that Unicode does not call ignorable shows nothing all the same: the blank
/// pattern of Braille, the marks of annotations, and what stands for an object.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{fff9}'..='\u{fffc}')
}

fn follows_virama(before: &str) -> bool {
    let classes = CodePointMapData::<CanonicalCombiningClass>::new();
    before
        .chars()
        .next_back()
        .is_some_and(|c| classes.get(c) == CanonicalCombiningClass::Virama)
}

/// Whether letters that join meet here, with only transparent ones between.
fn breaks_joining(before: &str, after: &str) -> bool {
    let types = CodePointMapData::<JoiningType>::new();
    let joining = |c: char| {
        let joining = types.get(c);
        (joining != JoiningType::Transparent).then_some(joining)
    };
    let before = before.chars().rev().find_map(joining);
    let after = after.chars().find_map(joining);
    matches!(
        before,
        Some(JoiningType::LeftJoining | JoiningType::DualJoining)
    ) && matches!(
        after,
        Some(JoiningType::RightJoining | JoiningType::DualJoining)
    )
}
