//! Everything from which the HTML of a text is made, to be hashed.

use std::hash::{Hash, Hasher};
use std::mem;

use super::Medium;
use crate::entry::events::Position;
use crate::link::{LinkedText, Target};

/// Everything on which [`write`](super::write) depends for the page of the text alone, beside the settings: the text, the
/// places of its links, and what the medium says about their targets. It does not hold the number of an entry, which
/// changes when others come.
pub struct TextInputs<'t> {
    /// The text.
    pub text: &'t LinkedText,
    /// The page.
    pub medium: &'t Medium<'t>,
}

impl Hash for TextInputs<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { text, medium } = self;
        let body = &text.body;
        body.file.slice(body.start..).hash(state);
        body.is_inline().hash(state);
        let place = |position: &Position| (position.event, position.offset);
        text.lead
            .as_ref()
            .map(|lead| (place(&lead.start), place(&lead.end)))
            .hash(state);
        text.references.len().hash(state);
        for reference in &text.references {
            reference.event.hash(state);
            self.hash_target(&reference.target, state);
        }
        text.automatic.len().hash(state);
        for link in &text.automatic {
            (place(&link.positions.start), place(&link.positions.end)).hash(state);
            self.hash_target(&Target::Entry(link.means.entry, None), state);
        }
        text.examples.len().hash(state);
        for example in &text.examples {
            let text = &example.text;
            TextInputs { text, medium }.hash(state);
        }
    }
}

impl TextInputs<'_> {
    fn hash_target(&self, target: &Target, state: &mut impl Hasher) {
        mem::discriminant(target).hash(state);
        (self.medium.href)(target).hash(state);
        if let Target::Elsewhere(elsewhere) = target {
            elsewhere.tag.hash(state);
        }
        let size = (self.medium.image_size)(target);
        size.map(|size| (size.width, size.height)).hash(state);
    }
}
