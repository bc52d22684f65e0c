//! Finds the names to write instead of a name that means no entry or several entries, or that is to avoid.

use super::claims::Rank;
use super::faults::{self, Candidate, Instead};
use super::fixes::{can_be_typed, in_place_of};
use super::index::{NameIndex, Resolved};
use super::list::EntryId;
use super::matcher::Closeness;
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::source::Place;

impl NameIndex {
    /// The diagnostic of a name to avoid that is written at `place`. The fix writes the title instead, unless
    /// other entries have it too, or the written text is an inflected form, whose ending would be lost.
    pub fn deprecated(&self, written: &str, means: Resolved, place: &Place) -> Diagnostic {
        let title = self.names_of(means.entry).next().unwrap_or_default();
        let is_certain =
            means.closeness < Closeness::Inflected && self.means_only(title, means.entry);
        let headword = if is_certain {
            in_place_of(written, title, place)
        } else {
            Suggestion::new(title)
        };
        faults::deprecated(written, headword).at(place.clone())
    }

    /// The name to type for one entry so that no other can be meant: its headword, its slug, or another of
    /// its names.
    pub fn unambiguous(&self, id: EntryId) -> String {
        let entry = self.entry(id);
        let addresses = [entry.headword.as_str(), entry.slug.as_str()].into_iter();
        let mut names = addresses.chain(self.names_of(id));
        let name = names.find(|name| can_be_typed(name) && self.means_only(name, id));
        name.unwrap_or(&entry.slug).to_owned()
    }

    /// The diagnostic of a name in a reference that several entries have, with the name to write for each
    /// but `except`.
    pub(super) fn ambiguous_reference(
        &self,
        written: &str,
        entries: &[Resolved],
        place: &Place,
        except: Option<EntryId>,
    ) -> Diagnostic {
        let write = |name: &str| in_place_of(written, name, place);
        let others = entries.iter().filter(|one| Some(one.entry) != except);
        let candidates: Vec<_> = others.map(|one| self.candidate(one.entry, write)).collect();
        let count = entries.len();
        faults::ambiguous(Code::AmbiguousReference, written, count, candidates).at(place.clone())
    }

    /// The diagnostic of a name that several entries have, with the text to write for each. `write` gets a
    /// name that means only one of them, and returns this text.
    pub fn ambiguous(
        &self,
        code: Code,
        written: &str,
        entries: &[Resolved],
        write: impl Fn(&str) -> Suggestion,
    ) -> Diagnostic {
        let candidates = entries.iter().map(|one| self.candidate(one.entry, &write));
        faults::ambiguous(code, written, entries.len(), candidates.collect())
    }

    fn candidate(&self, id: EntryId, write: impl Fn(&str) -> Suggestion) -> Candidate<'_> {
        Candidate {
            write: write(&self.unambiguous(id)),
            path: &self.entry(id).path,
        }
    }

    /// The diagnostic of a name that no entry has, which is written at `place`. It suggests no name of the
    /// entry `except`.
    pub(super) fn unknown(
        &self,
        written: &str,
        place: &Place,
        except: Option<EntryId>,
    ) -> Diagnostic {
        let diagnostic = match self.draft(written) {
            Some(path) => faults::draft(written, path),
            None => {
                let named = self.named_by_address(written);
                let instead = match named {
                    Some(id) if Some(id) == except => Instead::Nothing,
                    Some(id) => Instead::Name(in_place_of(written, &self.unambiguous(id), place)),
                    None => match half_closed(written, place) {
                        Some(name) => Instead::HalfClosed(name),
                        None => match self.nearby(written, place, except) {
                            nearby if nearby.is_empty() && place.file.is_typed() => Instead::Typed,
                            nearby => Instead::Nearest(nearby),
                        },
                    },
                };
                faults::unknown(written, instead, self.language())
            }
        };
        diagnostic.at(place.clone())
    }

    /// The known names that are the most similar to an unknown one. A name that several entries have is
    /// without a fix. A name that means the entry `except` is left out.
    fn nearby(&self, written: &str, place: &Place, except: Option<EntryId>) -> Vec<Suggestion> {
        // a name and the slug of its entry are one suggestion
        let mut entries = Vec::new();
        let mut names = Vec::new();
        for name in self.nearest(written) {
            let claims: Vec<_> = self.claims_on(name).collect();
            let owners: Vec<_> = claims.iter().map(|claim| claim.entry).collect();
            let is_excepted = except.is_some_and(|except| self.means_only(name, except));
            if is_excepted || entries.contains(&owners) {
                continue;
            }
            names.push(match claims[..] {
                [claim] if claim.rank() == Rank::Slug || !can_be_typed(name) => {
                    in_place_of(written, &self.unambiguous(claim.entry), place)
                }
                [claim, ..] if self.means_only(name, claim.entry) => {
                    in_place_of(written, name, place)
                }
                _ => Suggestion::new(name),
            });
            entries.push(owners);
        }
        names
    }

    /// The entry of a name that is a file's name or an address, with or without a heading, or that is in
    /// brackets: the entry *Bread* for `bread.md`, `/bread`, `Bread#Crust` and `[[Bread]]`. `None` for any other
    /// name.
    pub fn named_by_address(&self, written: &str) -> Option<EntryId> {
        if let Some(inner) = in_brackets(written) {
            return self.only_entry(inner);
        }
        if written.contains("://") {
            return None;
        }
        let name = written.split('#').next().unwrap_or(written);
        let name = name.trim_end_matches('/');
        let stem = name.rsplit('/').next().unwrap_or(name).trim_end();
        let bare = stem.strip_suffix(".md").unwrap_or(stem);
        if bare == written {
            return None;
        }
        self.only_entry(bare)
    }

    /// The entry that has a name in any case; `None` if no entry has it, or several.
    fn only_entry(&self, name: &str) -> Option<EntryId> {
        let mut claims = self.claims_on_folded(name);
        let id = claims.next()?.entry;
        claims.all(|claim| claim.entry == id).then_some(id)
    }
}

/// The name in a reference that is written where a name alone is expected, as in `related = ["[[Tea]]"]`.
fn in_brackets(written: &str) -> Option<&str> {
    let inner = written.strip_prefix("[[")?.strip_suffix("]]")?;
    Some(inner.split('|').next().unwrap_or(inner).trim())
}

/// The name before the first closing bracket in a reference that has a single one: `Tea` for
/// `[[Tea] and [cake]]`.
fn half_closed(written: &str, place: &Place) -> Option<String> {
    let is_reference = place.file.slice(..place.span.start).ends_with("[[");
    let (name, rest) = written.split_once(']').filter(|_| is_reference)?;
    let goes_on = rest.starts_with(char::is_whitespace);
    let name = Some(name.trim()).filter(|_| goes_on)?;
    (!name.is_empty() && !name.contains('[')).then(|| name.to_owned())
}
