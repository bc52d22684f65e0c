//! Everything from which the HTML of a text is made, to be hashed.

use std::hash::{Hash, Hasher};
use std::mem;

use super::Medium;
use crate::link::{CrossReference, LinkedText, Target};

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
        let medium = self.medium;
        // all fields by name, so that none is forgotten
        let LinkedText {
            body,
            lead,
            references,
            automatic,
            examples,
            mentions: _,
            diagnostics: _,
        } = self.text;
        body.file.slice(body.start..).hash(state);
        body.is_inline().hash(state);
        lead.hash(state);
        references.len().hash(state);
        for CrossReference { event, target } in references {
            event.hash(state);
            self.hash_target(target, state);
        }
        automatic.len().hash(state);
        for link in automatic {
            link.positions.hash(state);
            self.hash_target(&Target::Entry(link.means.entry, None), state);
        }
        examples.len().hash(state);
        for example in examples {
            let text = &example.text;
            TextInputs { text, medium }.hash(state);
        }
    }
}

impl TextInputs<'_> {
    /// What the page says about the target of a link. Its other properties are the same for all pages of a language.
    fn hash_target(&self, target: &Target, state: &mut impl Hasher) {
        let Medium {
            href,
            image_size,
            highlights: _,
            quotes: _,
            among: _,
        } = self.medium;
        mem::discriminant(target).hash(state);
        href(target).hash(state);
        if let Target::Elsewhere(elsewhere) = target {
            elsewhere.tag.hash(state);
        }
        image_size(target).hash(state);
    }
}
