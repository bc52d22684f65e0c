//! The name index: which entry a name or a mention means, and which names two entries may not share.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::entry::front_matter::{CaseMode, LinkMode};
use crate::glossary::{Entry, EntryId, Glossary, Label, LabelKind, Withheld};
use crate::names::matcher::{Closeness, Match, Matcher, Meaning, Phrase};
use crate::project::config::Config;
use crate::source::Place;
use crate::text::fold::{fold, nfc, single_spaced};
use crate::text::language::Language;
use crate::text::nearest::Candidates;
use crate::text::slug::slug;

pub mod look_alikes;
pub mod matcher;

/// How many candidates a diagnostic lists.
const SHOWN: usize = 8;

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
    /// Indexes all names and reports those that only one entry may have.
    pub fn new(glossary: &Glossary, config: &Config, faults: &Faults) -> Self {
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
        index.report_conflicts(faults);
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
            [] => Err(Box::new(self.unknown(&written, &folded, place))),
            [one] => Ok(one),
            ref several => Err(Box::new(
                self.ambiguous(Code::AmbiguousReference, &written, several, str::to_owned)
                    .at(place),
            )),
        }
    }

    /// The mentions of names in a text, in order.
    pub fn mentions(&self, text: &str) -> Vec<Match> {
        self.matcher.matches(text)
    }

    /// What a mention in the entry `from` means, by the same order as a reference. An entry means
    /// itself by its own names; one that only references link to gives way to others of its rank.
    pub fn meant(&self, mention: &Match, from: EntryId) -> Meant {
        let is_excluded = |meaning: &Meaning| meaning.phrase >= self.claims.len();
        let named = mention.meanings.iter().filter(|m| !is_excluded(m));
        let closest = named.map(|meaning| meaning.closeness).min();
        let excluded = mention.meanings.iter().filter(|m| is_excluded(m));
        let excludes = excluded.map(|meaning| meaning.closeness).min();
        if excludes.is_some_and(|excludes| closest.is_none_or(|closest| excludes <= closest)) {
            return Meant::Nothing;
        }
        let mut found = self.closest(&mention.meanings);
        if let Some(own) = found.iter().find(|resolved| resolved.entry == from) {
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
        Diagnostic::new(
            Code::DeprecatedName,
            format!("`{}` is a name to avoid", single_spaced(written)),
        )
        .help(format!(
            "say `{}`",
            self.glossary.entry(means.entry).headword
        ))
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

    /// Entries with one title need a sense each, each another one; a synonym
    /// or variant may not be another entry's title. All other names may be shared.
    fn report_conflicts(&self, faults: &Faults) {
        let mut titles: HashMap<String, Vec<EntryId>> = HashMap::new();
        for id in self.glossary.ids() {
            let key = fold(&self.glossary.entry(id).headword, &self.language);
            titles.entry(key).or_default().push(id);
        }
        for ids in titles.values().filter(|ids| ids.len() > 1) {
            self.report_shared_title(ids, faults);
        }
        for id in self.glossary.ids() {
            for label in &self.glossary.entry(id).labels {
                if !matches!(label.kind, LabelKind::Synonym | LabelKind::Variant) {
                    continue;
                }
                let owners = titles.get(&fold(&label.text, &self.language));
                let owner = owners.into_iter().flatten().find(|owner| **owner != id);
                if let Some(owner) = owner {
                    faults.report(taken(label, self.glossary.entry(*owner)));
                }
            }
        }
    }

    /// The claims on a name as it is spelled.
    fn claims_on(&self, name: &str) -> &[Claim] {
        self.exact.get(name).map_or(&[], Vec::as_slice)
    }

    fn report_shared_title(&self, ids: &[EntryId], faults: &Faults) {
        let mut entries: Vec<&Entry> = ids.iter().map(|id| self.glossary.entry(*id)).collect();
        entries.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        let mut senses: HashMap<String, &Entry> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let Some(sense) = &entry.front.sense else {
                let other = entries.get(usize::from(at == 0)).unwrap_or(entry);
                faults.report(
                    Diagnostic::new(
                        Code::DuplicateLabel,
                        format!("the title `{}` is another entry's too", entry.headword),
                    )
                    .at(entry.place(entry.front.title.span.clone()))
                    .also(
                        other.place(other.front.title.span.clone()),
                        "the other entry is here",
                    )
                    .help(
                        "add `sense = \"…\"` to each, a word or two that tells its meaning apart",
                    ),
                );
                continue;
            };
            let earlier = senses
                .entry(fold(&sense.text, &self.language))
                .or_insert(entry);
            if let Some(first) = &earlier.front.sense
                && earlier.slug != entry.slug
            {
                faults.report(
                    Diagnostic::new(
                        Code::DuplicateLabel,
                        format!("`{entry}` is another entry's title and sense"),
                    )
                    .at(entry.place(sense.span.clone()))
                    .also(earlier.place(first.span.clone()), "the other entry is here")
                    .help("give each its own sense"),
                );
            }
        }
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
        let message = format!("`{written}` is a name of {} entries", found.len());
        let fault = Diagnostic::new(code, message);
        let more = found.len().saturating_sub(SHOWN);
        let fault = found.iter().take(SHOWN).fold(fault, |fault, candidate| {
            let entry = self.glossary.entry(candidate.entry);
            fault.help(format!(
                "write `{}` for the entry in {}",
                in_text(&self.unambiguous(candidate.entry)),
                entry.file.path
            ))
        });
        match more {
            0 => fault,
            _ => fault.help(format!("{more} more entries have the name")),
        }
    }

    fn unknown(&self, written: &str, folded: &str, place: Place) -> Diagnostic {
        if let Some(draft) = self.withheld.get(folded) {
            return Diagnostic::new(
                Code::DraftReference,
                format!("`{written}` is a draft, in {}", draft.path),
            )
            .at(place)
            .help("finish the draft and remove `draft = true`, or write the name without a link");
        }
        let fault = Diagnostic::new(
            Code::UnknownReference,
            format!("no entry is called `{written}`"),
        )
        .at(place);
        if let Some(help) = self.address_as_name(written) {
            return fault.help(help);
        }
        let offered = self.nearest(written);
        // a name and its slug are one offer
        let mut entries = Vec::new();
        let mut names = Vec::new();
        for name in offered {
            let owners: Vec<_> = self
                .claims_on(name)
                .iter()
                .map(|claim| claim.entry)
                .collect();
            if !entries.contains(&owners) {
                entries.push(owners);
                names.push(self.preferred(name));
            }
        }
        if names.is_empty() {
            return fault.help(match slug(written).as_str() {
                "" => "take the reference out, or write `\\[[` for brackets".to_owned(),
                slug => format!(
                    "write an entry for it, in content/{slug}.md, or take the reference out"
                ),
            });
        }
        fault.help(format!("did you mean {}?", names.join(" or ")))
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
            Some(anchor) => format!("for a heading, write `[text]({file}.md#{})`", slug(anchor)),
            None => format!("write the name alone: `{}`", self.unambiguous(id)),
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

fn taken(label: &Label, owner: &Entry) -> Diagnostic {
    let kind = match label.kind {
        LabelKind::Variant => "variant",
        _ => "synonym",
    };
    Diagnostic::new(
        Code::DuplicateLabel,
        format!("the {kind} `{}` is another entry's title", label.text),
    )
    .at(label.place.clone())
    .also(
        owner.place(owner.front.title.span.clone()),
        "the other entry is here",
    )
    .help(format!(
        "remove it and write `related = [\"{owner}\"]`, or make one entry of the two"
    ))
}
