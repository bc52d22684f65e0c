//! What is said of names that mean nothing or too much: what to write instead.

use super::faults::{self, Candidate};
use super::index::{NameIndex, Rank, Resolved};
use super::list::EntryId;
use crate::diagnostic::{Code, Diagnostic};

impl NameIndex {
    /// The fault of a name to avoid.
    pub fn deprecated(&self, written: &str, means: Resolved) -> Diagnostic {
        faults::deprecated(
            written,
            self.names_of(means.entry).next().unwrap_or_default(),
        )
    }

    /// What to type for one entry so that no other can be meant: its headword, its slug, or
    /// another of its names.
    pub fn unambiguous(&self, id: EntryId) -> String {
        let entry = self.entry(id);
        let addresses = [entry.headword.as_str(), entry.slug.as_str()].into_iter();
        let mut names = addresses.chain(self.names_of(id));
        let found = names.find(|name| can_be_typed(name) && self.means_only(name, id));
        found.unwrap_or(&entry.slug).to_owned()
    }

    /// The fault of a name that several entries have, with what to write for each.
    /// `in_text` gives what to write from the name that means one of them.
    pub fn ambiguous(
        &self,
        code: Code,
        written: &str,
        found: &[Resolved],
        in_text: impl Fn(&str) -> String,
    ) -> Diagnostic {
        let candidates = found.iter().map(|candidate| Candidate {
            write: in_text(&self.unambiguous(candidate.entry)),
            path: &self.entry(candidate.entry).path,
        });
        faults::ambiguous(code, written, candidates)
    }

    /// The fault of a name that no entry has.
    pub(super) fn unknown(&self, written: &str) -> Diagnostic {
        if let Some(path) = self.draft(written) {
            return faults::draft(written, path);
        }
        let help = self.address_as_name(written);
        let help = help.unwrap_or_else(|| faults::did_you_mean(written, &self.offered(written)));
        faults::unknown(written, help)
    }

    /// The names to offer for one that there is not, in backticks.
    fn offered(&self, written: &str) -> Vec<String> {
        // a name and its slug are one offer
        let mut entries = Vec::new();
        let mut names = Vec::new();
        for name in self.nearest(written) {
            let claims = self.claims_on(name).iter();
            let owners: Vec<_> = claims.map(|claim| claim.entry).collect();
            if !entries.contains(&owners) {
                entries.push(owners);
                names.push(self.preferred(name));
            }
        }
        names
    }

    /// What to write where a file's name or an address stands in the place of a name.
    fn address_as_name(&self, written: &str) -> Option<String> {
        let (name, anchor) = match written.split_once('#') {
            Some((name, anchor)) => (name, Some(anchor)),
            None => (written, None),
        };
        let stem = name.rsplit('/').next().unwrap_or(name).trim_end();
        let bare = stem.strip_suffix(".md").unwrap_or(stem);
        if bare == written {
            return None;
        }
        let claims = self.claims_on_folded(bare);
        let id = claims.first()?.entry;
        if claims.iter().any(|claim| claim.entry != id) {
            return None;
        }
        let file = &self.entry(id).slug;
        Some(match anchor {
            Some(anchor) => faults::write_address(file, anchor),
            None => faults::write_name(&self.unambiguous(id)),
        })
    }

    /// The name to offer for one that was found: the headword where only its slug matched.
    fn preferred(&self, name: &str) -> String {
        match self.claims_on(name) {
            [claim] if claim.rank == Rank::Slug || !can_be_typed(name) => {
                format!("`{}`", self.unambiguous(claim.entry))
            }
            _ => format!("`{name}`"),
        }
    }
}

/// Whether a name can stand in a `[[reference]]`.
fn can_be_typed(name: &str) -> bool {
    !name.contains(['[', ']', '|', '\\'])
}
