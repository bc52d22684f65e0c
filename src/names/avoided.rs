//! Finds names to avoid in a text.

use super::index::{Meant, NameIndex, Resolved};
use super::list::EntryId;
use super::matcher::Match;
use crate::entry::front_matter::LabelKind;
use crate::text::slice;

impl NameIndex {
    /// The names to avoid in a text, each with the entry that has it. `defines` is the entry that the text defines, if
    /// there is one.
    pub fn avoided(&self, text: &str, defines: Option<EntryId>) -> Vec<(Match, Resolved)> {
        let mentions = self.mentions(text);
        let avoided = self.avoided_in(text, &mentions, defines);
        avoided
            .map(|(mention, means)| (mention.clone(), means))
            .collect()
    }

    /// The same as [`Self::avoided`] among the `mentions` that [`Self::mentions`] finds in the text.
    pub fn avoided_in<'m>(
        &'m self,
        text: &'m str,
        mentions: &'m [Match],
        defines: Option<EntryId>,
    ) -> impl Iterator<Item = (&'m Match, Resolved)> {
        mentions.iter().filter_map(move |mention| {
            let Meant::One(means) = self.meant(mention, defines) else {
                return None;
            };
            Some((mention, self.as_to_avoid(text, mention, means)?))
        })
    }

    /// What a mention means, if it is a name to avoid. A title and a name to avoid may differ only in a space or a hyphen.
    /// Then the one counts that is written as the mention is.
    ///
    /// ```text
    /// title          to avoid      text           to avoid
    /// Data center    datacenter    Datacenters    true
    /// Data center    datacenter    data-center    false
    /// ```
    fn as_to_avoid(&self, text: &str, mention: &Match, means: Resolved) -> Option<Resolved> {
        if means.kind == LabelKind::Deprecated {
            return Some(means);
        }
        let written = slice(text, mention.span.clone()).to_lowercase();
        let is_alike = |name: &str| {
            let mut beginning = name.to_lowercase();
            // an ending may replace the last letter: *entries*
            beginning.pop();
            written.starts_with(&beginning)
        };
        let named = || {
            let named = self.named_by(mention);
            named.filter(|(_, other)| {
                other.entry == means.entry && other.closeness == means.closeness
            })
        };
        let (avoided, good): (Vec<_>, Vec<_>) =
            named().partition(|(_, other)| other.kind == LabelKind::Deprecated);
        let (_, avoided) = avoided.iter().find(|(name, _)| is_alike(name))?;
        let is_good = good.iter().any(|(name, _)| is_alike(name));
        (!is_good).then_some(*avoided)
    }
}
