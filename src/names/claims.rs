//! The claims of entries on their names, which are found by the folded name. An entry claims its names, its title with its
//! sense, and its slug.

use std::collections::HashMap;

use super::list::{EntryId, NameList};
use crate::entry::front_matter::LabelKind;
use crate::text::fold::fold;
use crate::text::language::Language;

/// The rank of a claim on a name; the first rank takes precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The title, or the title with the sense in brackets.
    Title,
    /// The slug, which only one entry has.
    Slug,
    /// Any other name.
    Other,
}

impl Rank {
    pub(super) fn of(kind: LabelKind) -> Self {
        match kind {
            LabelKind::Title => Self::Title,
            _ => Self::Other,
        }
    }
}

/// The name that an entry claims. The index has its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claimed {
    /// A name, by its number among those of all entries.
    Name(usize),
    /// The title with the sense in brackets.
    WithSense,
    /// The slug.
    Slug,
}

/// An entry's claim on a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) entry: EntryId,
    pub(super) name: Claimed,
    pub(super) kind: LabelKind,
}

impl Claim {
    /// The rank of the claim.
    pub(super) fn rank(&self) -> Rank {
        match self.name {
            Claimed::Slug => Rank::Slug,
            Claimed::Name(_) | Claimed::WithSense => Rank::of(self.kind),
        }
    }
}

/// All claims. Nearly all names belong to one entry, so claims on the same name are a chain, and not a list of their own
/// for each name: that takes a quarter of the memory.
#[derive(Default)]
pub(super) struct Claims {
    /// Each claim, with the index of the next one on the same folded name.
    links: Vec<(Claim, Option<usize>)>,
    /// The indices of the first and the last claim on each folded name.
    ends: HashMap<Box<str>, (usize, usize)>,
}

impl Claims {
    /// The claims of all entries of a list, in its order.
    pub(super) fn of(list: &NameList<'_>, language: &Language) -> Self {
        let mut claims = Self::default();
        let mut number = 0;
        for (entry, named) in list.iter() {
            let mut claim = |text: &str, name, kind| {
                let claim = Claim { entry, name, kind };
                claims.add(fold(text, language), claim);
            };
            for name in named.names() {
                claim(name.text, Claimed::Name(number), name.kind);
                number += 1;
            }
            if named.sense.is_some() {
                claim(&named.to_string(), Claimed::WithSense, LabelKind::Title);
            }
            claim(named.slug, Claimed::Slug, LabelKind::Title);
        }
        claims
    }

    fn add(&mut self, folded: String, claim: Claim) {
        let index = self.links.len();
        self.links.push((claim, None));
        let (_, last) = self
            .ends
            .entry(folded.into_boxed_str())
            .or_insert((index, index));
        let before = std::mem::replace(last, index);
        if let Some((_, next)) = self.links.get_mut(before).filter(|_| before != index) {
            *next = Some(index);
        }
    }

    /// The claims on a folded name, in the order of the entries.
    pub(super) fn on_folded(&self, folded: &str) -> impl Iterator<Item = &Claim> + Clone + use<'_> {
        let first = self.ends.get(folded).map(|(first, _)| *first);
        let links = std::iter::successors(first.and_then(|first| self.links.get(first)), |link| {
            self.links.get(link.1?)
        });
        links.map(|(claim, _)| claim)
    }
}
