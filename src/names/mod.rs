//! The name index: which entry a name or a mention means.

use std::collections::HashMap;
use std::sync::OnceLock;

use self::faults::Candidate;
use crate::diagnostic::{Code, Diagnostic};
use crate::entry::front_matter::{CaseMode, LinkMode};
use crate::glossary::{EntryId, Glossary, LabelKind, Withheld};
use crate::names::matcher::{Closeness, Match, Matcher, Meaning, Phrase};
use crate::project::config::Config;
use crate::source::Place;
use crate::text::fold::{fold, nfc, single_spaced};
use crate::text::language::Language;
use crate::text::nearest::Candidates;

mod conflicts;
mod confusables;
mod faults;
pub mod matcher;

pub use self::conflicts::conflicts;
pub use self::confusables::confusables;

/// How a name was claimed, in the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The title, or the title with the sense in brackets.
    Title,
    /// The slug: one entry's alone.
    Slug,
    /// Any other name.
    Other,
}

impl Rank {
    fn of(kind: LabelKind) -> Self {
        match kind {
            LabelKind::Title => Self::Title,
            _ => Self::Other,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Claim {
    entry: EntryId,
    rank: Rank,
    kind: LabelKind,
}

/// The entry that a reference or a mention means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The entry.
    pub entry: EntryId,
    /// What kind of name was used.
    pub kind: LabelKind,
    /// How close what was written is to that name.
    pub closeness: Closeness,
}

/// What a mention in running text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// One entry.
    One(Resolved),
    /// Several entries, each of which it could be.
    Several(Vec<Resolved>),
    /// Nothing that is to be linked: a phrase that the settings exclude, or an entry that only
    /// references link to.
    Nothing,
}

/// Every name of every entry, exact, folded and inflected.
pub struct NameIndex {
    glossary: Glossary,
    language: Language,
    exact: HashMap<String, Vec<Claim>>,
    folded: HashMap<String, Vec<Claim>>,
    matcher: Matcher,
    /// For each of the matcher's phrases, whose name it is; those after the last are excluded.
    claims: Vec<Claim>,
    withheld: HashMap<String, Withheld>,
    /// All names, for those that are nearest to one that there is not: made when first needed.
    candidates: OnceLock<Candidates<String>>,
}

impl NameIndex {
    /// Indexes all names.
    pub fn new(glossary: &Glossary, config: &Config) -> Self {
        let language = &config.edition.language;
        let (mut phrases, claims): (Vec<_>, Vec<_>) = phrases(glossary).unzip();
        phrases.extend(config.settings.linking.exclude.iter().map(|phrase| Phrase {
            text: phrase.text.clone(),
            case: CaseMode::Any,
            is_sought: true,
        }));
        let mut index = Self {
            matcher: Matcher::new(phrases, language),
            claims,
            glossary: glossary.clone(),
            language: language.clone(),
            exact: HashMap::new(),
            folded: HashMap::new(),
            withheld: HashMap::new(),
            candidates: OnceLock::new(),
        };
        for id in glossary.ids() {
            index.claim_names(id);
        }
        for draft in glossary.withheld.iter() {
            for name in draft.names.iter().chain([&draft.slug]) {
                index.withheld.insert(fold(name, language), draft.clone());
            }
        }
        index
    }

    /// The entry that `written` means: by exact spelling, then folded, then inflected; in each step
    /// a title before a slug before other names.
    ///
    /// # Errors
    ///
    /// The diagnostic for a reference at `place` that means no entry, a draft, or more than one.
    pub fn resolve(&self, written: &str, place: Place) -> Result<Resolved, Box<Diagnostic>> {
        let written = single_spaced(&nfc(written));
        let folded = fold(&written, &self.language);
        let exact = self.claims_on(&written);
        let mut found = best(exact.iter().copied(), Closeness::Exact);
        if found.is_empty() {
            let folded = self.folded.get(&folded).map_or(&[][..], Vec::as_slice);
            found = best(folded.iter().copied(), Closeness::Folded);
        }
        if found.is_empty() {
            found = self.closest(&self.matcher.meanings(&written));
        }
        match found[..] {
            [] => Err(Box::new(self.unknown(&written, &folded).at(place))),
            [one] => Ok(one),
            ref several => Err(Box::new(
                self.ambiguous(Code::AmbiguousReference, &written, several, str::to_owned)
                    .at(place),
            )),
        }
    }

    /// The language of the names.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The mentions of names in a text, in order.
    pub fn mentions(&self, text: &str) -> Vec<Match> {
        self.matcher.matches(text)
    }

    /// What a mention means, by the same order as a reference; `own` is the entry that the text around
    /// it defines, which means itself by its own names. One that only references link to gives way to
    /// others of its rank.
    pub fn meant(&self, mention: &Match, own: Option<EntryId>) -> Meant {
        let is_excluded = |meaning: &Meaning| meaning.phrase >= self.claims.len();
        let named = mention.meanings.iter().filter(|m| !is_excluded(m));
        let closest = named.map(|meaning| meaning.closeness).min();
        let excluded = mention.meanings.iter().filter(|m| is_excluded(m));
        let excludes = excluded.map(|meaning| meaning.closeness).min();
        if excludes.is_some_and(|excludes| closest.is_none_or(|closest| excludes <= closest)) {
            return Meant::Nothing;
        }
        let mut found = self.closest(&mention.meanings);
        if let Some(own) = found.iter().find(|found| Some(found.entry) == own) {
            return Meant::One(*own);
        }
        found.retain(|resolved| self.glossary.entry(resolved.entry).front.link == LinkMode::Auto);
        match found[..] {
            [] => Meant::Nothing,
            [one] => Meant::One(one),
            _ => Meant::Several(found),
        }
    }

    /// The names that a text as a whole may mean.
    pub fn meanings(&self, text: &str) -> Vec<Meaning> {
        self.matcher.meanings(text)
    }

    /// The names of meanings, as their authors wrote them.
    pub fn names<'m>(&'m self, meanings: &'m [Meaning]) -> impl Iterator<Item = &'m str> + use<'m> {
        meanings.iter().map(|meaning| self.matcher.text(*meaning))
    }

    /// All entries that a mention can mean, whichever is the likelier.
    pub fn candidates(&self, mention: &Match) -> impl Iterator<Item = EntryId> {
        self.claimants(&mention.meanings)
    }

    /// The entries whose names some meanings are.
    pub fn claimants(&self, meanings: &[Meaning]) -> impl Iterator<Item = EntryId> {
        let claim = |meaning: &Meaning| self.claims.get(meaning.phrase);
        meanings.iter().filter_map(claim).map(|c| c.entry)
    }

    /// The fault of a name to avoid.
    pub fn deprecated(&self, written: &str, means: Resolved) -> Diagnostic {
        faults::deprecated(written, &self.glossary.entry(means.entry).headword)
    }

    /// The entries of the closest meanings, by the best of their ranks.
    fn closest(&self, meanings: &[Meaning]) -> Vec<Resolved> {
        let named = || {
            let known = |meaning: &Meaning| Some((*self.claims.get(meaning.phrase)?, *meaning));
            meanings.iter().filter_map(known)
        };
        let Some(closeness) = named().map(|(_, meaning)| meaning.closeness).min() else {
            return Vec::new();
        };
        let close = named().filter(|(_, meaning)| meaning.closeness == closeness);
        best(close.map(|(claim, _)| claim), closeness)
    }

    /// What to type for one entry so that no other can be meant: its headword, its slug, or
    /// another of its names.
    pub fn unambiguous(&self, id: EntryId) -> String {
        let entry = self.glossary.entry(id);
        let headword = entry.to_string();
        let labels = entry.labels.iter().map(|label| label.text.as_str());
        let mut names = [headword.as_str(), entry.slug.as_str()]
            .into_iter()
            .chain(labels);
        let means_it = |name: &str| {
            let claims = self.exact.get(name).map_or(&[][..], Vec::as_slice);
            matches!(best(claims.iter().copied(), Closeness::Exact)[..], [one] if one.entry == id)
        };
        let found = names.find(|name| can_be_typed(name) && means_it(name));
        found.unwrap_or(&entry.slug).to_owned()
    }

    fn claim_names(&mut self, id: EntryId) {
        let entry = self.glossary.entry(id);
        let mut claim = |name: &str, rank, kind| {
            let claim = Claim {
                entry: id,
                rank,
                kind,
            };
            let folded = fold(name, &self.language);
            self.exact.entry(name.to_owned()).or_default().push(claim);
            self.folded.entry(folded).or_default().push(claim);
        };
        for label in &entry.labels {
            claim(&label.text, Rank::of(label.kind), label.kind);
        }
        if entry.sense.is_some() {
            claim(&entry.to_string(), Rank::Title, LabelKind::Title);
        }
        claim(&entry.slug, Rank::Slug, LabelKind::Title);
    }

    /// The claims on a name as it is spelled.
    fn claims_on(&self, name: &str) -> &[Claim] {
        self.exact.get(name).map_or(&[], Vec::as_slice)
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
            path: &self.glossary.entry(candidate.entry).file.path,
        });
        faults::ambiguous(code, written, candidates)
    }

    fn unknown(&self, written: &str, folded: &str) -> Diagnostic {
        if let Some(draft) = self.withheld.get(folded) {
            return faults::draft(written, &draft.path);
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

    fn nearest(&self, written: &str) -> Vec<&str> {
        let candidates = self.candidates.get_or_init(|| {
            let entries = self.glossary.entries.iter();
            entries
                .flat_map(|entry| {
                    let labels = entry.labels.iter().map(|label| label.text.clone());
                    labels.chain([entry.slug.clone()])
                })
                .collect()
        });
        let nearest = candidates.nearest(written);
        nearest.into_iter().map(String::as_str).collect()
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
        let claims = self.folded.get(&fold(bare, &self.language))?;
        let id = claims.first()?.entry;
        if claims.iter().any(|claim| claim.entry != id) {
            return None;
        }
        let file = &self.glossary.entry(id).slug;
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

/// The entries that a name means by the claims on it: those of the first rank, each entry once.
fn best(claims: impl Iterator<Item = Claim> + Clone, closeness: Closeness) -> Vec<Resolved> {
    let rank = claims.clone().map(|claim| claim.rank).min();
    let mut found: Vec<_> = claims
        .filter(|claim| Some(claim.rank) == rank)
        .map(|claim| Resolved {
            entry: claim.entry,
            kind: claim.kind,
            closeness,
        })
        .collect();
    // an entry's claims stand together
    found.dedup_by_key(|resolved| resolved.entry);
    found
}

/// All names as phrases to look for, each with whose it is.
fn phrases(glossary: &Glossary) -> impl Iterator<Item = (Phrase, Claim)> {
    glossary.ids().flat_map(|id| {
        let entry = glossary.entry(id);
        entry.labels.iter().map(move |label| {
            let phrase = Phrase {
                text: label.text.clone(),
                case: entry.front.case,
                is_sought: label.kind != LabelKind::Hidden,
            };
            let claim = Claim {
                entry: id,
                rank: Rank::of(label.kind),
                kind: label.kind,
            };
            (phrase, claim)
        })
    })
}

/// Whether a name can stand in a `[[reference]]`.
fn can_be_typed(name: &str) -> bool {
    !name.contains(['[', ']', '|', '\\'])
}
