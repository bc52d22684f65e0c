//! The index of all names, exact, folded and inflected, and of the entries that have them.

use std::collections::HashMap;
use std::iter;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::claims::{Claim, Claimed, Claims, Rank};
use super::list::{EntryId, NameList, NamedEntry};
use crate::diagnostic::Diagnostic;
use crate::entry::front_matter::{CaseMode, LabelKind, LinkMode};
use crate::names::matcher::{Closeness, Match, Matcher, Meaning, Phrase};
use crate::source::{Place, Written};
use crate::text::fold::{fold, may_be_alike, nfc, sharp_letters, single_spaced, spelled_alike};
use crate::text::language::Language;
use crate::text::name::Bracketed;
use crate::text::nearest::Candidates;

/// A name of a draft that the glossary does not include.
#[derive(Debug)]
struct DraftName {
    name: String,
    is_slug: bool,
    path: String,
}

/// The entry that a reference or a mention means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The entry.
    pub entry: EntryId,
    /// The kind of the name that was written.
    pub kind: LabelKind,
    /// How close the written text is to that name.
    pub closeness: Closeness,
}

/// The meaning of a mention in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// One entry.
    One(Resolved),
    /// One of several entries; it is not known which.
    Several(Vec<Resolved>),
    /// No entry to link to: a phrase that the settings exclude, or an entry to which only references link.
    Nothing,
}

/// The index of names: the exact names, the folded names, and a matcher for all their forms.
///
/// With entries *adapter*, which is also called *low-rank adapter*, and *LoRA*:
///
/// ```text
/// reference           means      closeness
/// low-rank adapter    adapter    exact
/// Low rank adapter    adapter    folded: without case, and without hyphens and spaces
/// adapters            adapter    inflected
/// Lora                LoRA       folded
/// ```
pub struct NameIndex {
    language: Language,
    /// The entries, in the order of the list of names.
    entries: Vec<IndexedEntry>,
    by_name: Claims,
    /// Its first phrases are the names of the entries, with the same numbers as in claims. The others are phrases that
    /// the settings exclude.
    matcher: Matcher,
    /// The claim of each name.
    claims: Vec<Claim>,
    /// The names of drafts, by their folded forms.
    drafts: HashMap<String, Vec<DraftName>>,
    /// All names and slugs, to find those that are similar to an unknown name; made at the first use.
    candidates: OnceLock<Candidates<String>>,
}

/// The part of an entry that the index needs.
pub(super) struct IndexedEntry {
    /// The title, with the sense in brackets if there is one.
    pub(super) headword: String,
    pub(super) slug: String,
    sense: Option<String>,
    /// The tags, which many entries share.
    tags: Box<[Arc<str>]>,
    /// The path of its file.
    pub(super) path: String,
    link: LinkMode,
    /// The numbers of the phrases that are its names, the title first.
    phrases: Range<usize>,
}

/// The names of an entry as phrases that a matcher looks for, the title first.
pub(super) fn phrases<'e>(entry: &'e NamedEntry<'_>) -> impl Iterator<Item = Phrase> + use<'e> {
    entry.names().map(|name| Phrase {
        text: name.text.to_owned(),
        // a word that needs a sense has everyday meanings too: *raise* an exception
        is_verb: entry.is_verb && entry.sense.is_none() && name.kind == LabelKind::Title,
        case: entry.case,
        // `...` in a text is punctuation
        is_sought: name.kind != LabelKind::Hidden && name.text.contains(char::is_alphanumeric),
    })
}

impl NameIndex {
    /// Indexes all names of a list. `language` decides how names are folded, and which forms they have.
    /// `exclude` are phrases that look like names but are not.
    pub fn new(list: &NameList<'_>, language: &Language, exclude: &[Written]) -> Self {
        let mut phrases = Vec::new();
        let mut claims = Vec::new();
        let mut entries = Vec::with_capacity(list.entries.len());
        let mut tags: HashMap<&str, Arc<str>> = HashMap::new();
        let mut shared = |tag| Arc::clone(tags.entry(tag).or_insert_with(|| Arc::from(tag)));
        for (id, entry) in list.iter() {
            let first = phrases.len();
            phrases.extend(self::phrases(entry));
            claims.extend(entry.names().zip(first..).map(|(name, number)| Claim {
                entry: id,
                name: Claimed::Name(number),
                kind: name.kind,
            }));
            entries.push(IndexedEntry {
                headword: entry.to_string(),
                slug: entry.slug.to_owned(),
                sense: entry.sense.as_ref().map(|sense| sense.text.to_owned()),
                tags: entry.tags.iter().map(|tag| shared(tag)).collect(),
                path: entry.path.to_owned(),
                link: entry.link,
                phrases: first..phrases.len(),
            });
        }
        phrases.extend(exclude.iter().map(|phrase| Phrase {
            text: phrase.text.clone(),
            is_verb: false,
            case: CaseMode::Any,
            is_sought: true,
        }));
        let (matcher, by_name) = rayon::join(
            || Matcher::new(phrases, language),
            || Claims::of(list, language),
        );
        let mut index = Self {
            matcher,
            claims,
            entries,
            language: language.clone(),
            by_name,
            drafts: HashMap::new(),
            candidates: OnceLock::new(),
        };
        for draft in &list.drafts {
            let slug = iter::once((draft.slug, true));
            for (name, is_slug) in draft.names.iter().map(|name| (*name, false)).chain(slug) {
                let names = index.drafts.entry(fold(name, language)).or_default();
                names.push(DraftName {
                    name: name.to_owned(),
                    is_slug,
                    path: draft.path.to_owned(),
                });
            }
        }
        index
    }

    /// The entry that the name `written` at `place` means. An exact name comes before a folded one, that before an
    /// inflected one, and that before one in another spelling; among these, a title comes before a slug, and that before
    /// other names.
    ///
    /// # Errors
    ///
    /// The diagnostic of a name that means no entry, a draft, or several entries.
    pub fn resolve(&self, written: &str, place: Place) -> Result<Resolved, Box<Diagnostic>> {
        self.resolve_except(written, place, None)
    }

    /// The same as [`Self::resolve`] for a key of the entry `except`, which must not name this entry itself:
    /// no diagnostic suggests a name of it.
    ///
    /// # Errors
    ///
    /// As for [`Self::resolve`].
    pub fn resolve_except(
        &self,
        written: &str,
        place: Place,
        except: Option<EntryId>,
    ) -> Result<Resolved, Box<Diagnostic>> {
        let written = single_spaced(&nfc(written));
        match self.named(&written)[..] {
            [] => Err(Box::new(self.unknown(&written, &place, except))),
            [one] => Ok(one),
            ref several => Err(Box::new(
                self.ambiguous_reference(&written, several, &place, except),
            )),
        }
    }

    /// The entries that a name means, in the order of precedence of [`Self::resolve`]; none if no entry has it.
    pub fn named(&self, written: &str) -> Vec<Resolved> {
        let written = single_spaced(&nfc(written));
        let mut resolved = best(self.claims_on(&written), Closeness::Exact);
        if resolved.is_empty() && self.means_draft(&written) {
            return Vec::new();
        }
        if resolved.is_empty() {
            let claims = self.claims_on_folded(&written);
            let sharp = |claim: &Claim| sharp_letters(self.claimed(claim));
            let is_meant = spelled_alike(&written, &mut claims.clone().map(sharp));
            let meant = claims.filter(|claim| is_meant(sharp(claim)));
            resolved = best(meant, Closeness::Folded);
        }
        if resolved.is_empty() {
            resolved = self.closest(&self.matcher.meanings(&written));
        }
        if resolved.is_empty() {
            resolved = self.with_both_names(&written);
        }
        resolved
    }

    /// The entries that have both names in `Quality of Service (QoS)`, in any case.
    fn with_both_names(&self, written: &str) -> Vec<Resolved> {
        let Some(Bracketed { outer, inner }) = Bracketed::read(written) else {
            return Vec::new();
        };
        let inner = self.claims_on_folded(inner);
        let claims = self.claims_on_folded(outer);
        let both = claims.filter(|claim| inner.clone().any(|other| other.entry == claim.entry));
        best(both, Closeness::Folded)
    }

    /// The entry that a name means, in the order of precedence of [`Self::resolve`]; `None` if it means no entry, a
    /// draft, or several entries.
    pub fn only_meaning(&self, written: &str) -> Option<EntryId> {
        match self.named(written)[..] {
            [one] => Some(one.entry),
            _ => None,
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

    /// The meaning of a mention, in the same order of precedence as in [`Self::resolve`]. `defines` is the
    /// entry that the text defines: in the text, its names mean this entry. Entries to which only references
    /// link do not count.
    pub fn meant(&self, mention: &Match, defines: Option<EntryId>) -> Meant {
        let is_excluded = |meaning: &Meaning| meaning.phrase >= self.claims.len();
        let named = mention.meanings.iter().filter(|m| !is_excluded(m));
        let closest = named.map(|meaning| meaning.closeness).min();
        let excluded = mention.meanings.iter().filter(|m| is_excluded(m));
        let excludes = excluded.map(|meaning| meaning.closeness).min();
        if excludes.is_some_and(|excludes| closest.is_none_or(|closest| excludes <= closest)) {
            return Meant::Nothing;
        }
        // a title of another entry does not come before a short form of this one
        let own = mention.meanings.iter().filter_map(|meaning| {
            let claim = self.claims.get(meaning.phrase)?;
            let is_own = Some(claim.entry) == defines && Some(meaning.closeness) == closest;
            is_own.then_some(Resolved {
                entry: claim.entry,
                kind: claim.kind,
                closeness: meaning.closeness,
            })
        });
        if let Some(own) = own.min_by_key(|own| Rank::of(own.kind)) {
            return Meant::One(own);
        }
        let mut closest = self.closest(&mention.meanings);
        closest.retain(|resolved| self.entry(resolved.entry).link == LinkMode::Auto);
        match closest[..] {
            [] => Meant::Nothing,
            [one] => Meant::One(one),
            _ => Meant::Several(closest),
        }
    }

    /// The other entries that the words `written` of a mention would mean without their first capital. `means` is the
    /// entry whose title has this capital; the others have the same title without it.
    pub fn in_small_letters(
        &self,
        mention: &Match,
        written: &str,
        means: Resolved,
    ) -> Vec<Resolved> {
        let is_title = means.kind == LabelKind::Title && means.closeness == Closeness::Exact;
        let mut rest = written.chars();
        let first = rest.next().filter(|c| is_title && c.is_uppercase());
        let Some(first) = first else {
            return Vec::new();
        };
        let small: String = first.to_lowercase().chain(rest).collect();
        let others = mention.meanings.iter().filter_map(|meaning| {
            let claim = self.claims.get(meaning.phrase)?;
            let is_other = claim.entry != means.entry
                && claim.kind == LabelKind::Title
                && self.entry(claim.entry).link == LinkMode::Auto
                && self.matcher.name(meaning.phrase) == small;
            is_other.then_some(Resolved {
                entry: claim.entry,
                kind: claim.kind,
                closeness: meaning.closeness,
            })
        });
        others.collect()
    }

    /// The names that a mention may mean, each with what it means. Phrases that the settings exclude are left out.
    pub(super) fn named_by<'i>(
        &'i self,
        mention: &'i Match,
    ) -> impl Iterator<Item = (&'i str, Resolved)> {
        mention.meanings.iter().filter_map(|meaning| {
            let claim = self.claims.get(meaning.phrase)?;
            let means = Resolved {
                entry: claim.entry,
                kind: claim.kind,
                closeness: meaning.closeness,
            };
            Some((self.matcher.name(meaning.phrase), means))
        })
    }

    /// The names that automatic links look for, each with the kind that it has in its entry.
    pub(super) fn sought(&self) -> impl Iterator<Item = (&Phrase, LabelKind)> {
        let claims = self.claims.iter().enumerate();
        let named = claims.map(|(number, claim)| (self.matcher.phrase(number), claim));
        named
            .filter(|(phrase, claim)| {
                phrase.is_sought && self.entry(claim.entry).link == LinkMode::Auto
            })
            .map(|(phrase, claim)| (phrase, claim.kind))
    }

    /// The names that a whole text may mean.
    pub fn meanings(&self, text: &str) -> Vec<Meaning> {
        self.matcher.meanings(text)
    }

    /// The names of meanings, as their authors wrote them.
    pub fn names<'m>(&'m self, meanings: &'m [Meaning]) -> impl Iterator<Item = &'m str> + use<'m> {
        meanings
            .iter()
            .map(|meaning| self.matcher.name(meaning.phrase))
    }

    /// All entries that a mention can mean, whatever their ranks.
    pub fn candidates(&self, mention: &Match) -> impl Iterator<Item = EntryId> {
        self.claimants(&mention.meanings)
    }

    /// The entries with the names of some meanings.
    pub fn claimants(&self, meanings: &[Meaning]) -> impl Iterator<Item = EntryId> {
        let claim = |meaning: &Meaning| self.claims.get(meaning.phrase);
        meanings.iter().filter_map(claim).map(|c| c.entry)
    }

    /// The entries of the closest meanings that have the first rank among these.
    fn closest(&self, meanings: &[Meaning]) -> Vec<Resolved> {
        let named = || {
            let known = |meaning: &Meaning| Some((self.claims.get(meaning.phrase)?, *meaning));
            meanings.iter().filter_map(known)
        };
        let Some(closeness) = named().map(|(_, meaning)| meaning.closeness).min() else {
            return Vec::new();
        };
        let close = named().filter(|(_, meaning)| meaning.closeness == closeness);
        best(close.map(|(claim, _)| claim), closeness)
    }

    /// An entry of the index.
    #[expect(
        clippy::indexing_slicing,
        reason = "identifiers are indices of the list from which the index was made"
    )]
    pub(super) fn entry(&self, id: EntryId) -> &IndexedEntry {
        &self.entries[id.index()]
    }

    /// The sense of an entry.
    pub(super) fn sense(&self, id: EntryId) -> Option<&str> {
        self.entry(id).sense.as_deref()
    }

    /// The tags of an entry.
    pub(super) fn tags(&self, id: EntryId) -> impl Iterator<Item = &str> {
        self.entry(id).tags.iter().map(|tag| &**tag)
    }

    /// The title, the sense and the tags of an entry, as a text.
    pub fn description(&self, id: EntryId) -> String {
        let mut words = vec![self.entry(id).headword.as_str()];
        words.extend(self.tags(id));
        words.join("\n")
    }

    /// The names of an entry as their author wrote them, the title first.
    pub(super) fn names_of(&self, id: EntryId) -> impl Iterator<Item = &str> {
        let phrases = self.entry(id).phrases.clone();
        phrases.map(|phrase| self.matcher.name(phrase))
    }

    /// The name that an entry claims.
    fn claimed(&self, claim: &Claim) -> &str {
        let entry = self.entry(claim.entry);
        match claim.name {
            Claimed::Name(number) => self.matcher.name(number),
            Claimed::WithSense => &entry.headword,
            Claimed::Slug => &entry.slug,
        }
    }

    /// The claims on an exact name.
    pub(super) fn claims_on<'i>(
        &'i self,
        name: &'i str,
    ) -> impl Iterator<Item = &'i Claim> + Clone {
        let claims = self.claims_on_folded(name);
        claims.filter(move |claim| self.claimed(claim) == name)
    }

    /// The claims on a folded name: in any case, and with or without hyphens and spaces.
    pub(super) fn claims_on_folded(
        &self,
        name: &str,
    ) -> impl Iterator<Item = &Claim> + Clone + use<'_> {
        self.by_name.on_folded(&fold(name, &self.language))
    }

    /// Whether an exact name means this entry only.
    pub(super) fn means_only(&self, name: &str, id: EntryId) -> bool {
        let resolved = best(self.claims_on(name), Closeness::Exact);
        matches!(resolved[..], [one] if one.entry == id)
    }

    /// The path of the draft with a name, most likely the one that has it as it is written.
    pub(super) fn draft(&self, name: &str) -> Option<&str> {
        let drafts = self.drafts.get(&fold(name, &self.language))?;
        let exact = drafts.iter().find(|draft| draft.name == name);
        let sharp = sharp_letters(name);
        let alike = || {
            drafts
                .iter()
                .find(|draft| sharp_letters(&draft.name) == sharp)
        };
        let draft = exact.or_else(alike).or(drafts.first())?;
        Some(&draft.path)
    }

    /// Whether a name that no entry has exactly means a draft: a draft has exactly this name, or it is spelled with `ss`
    /// as that of a draft, and with `ß` in the names of entries. Beside a draft *Masse*, `[[masse]]` is not *Maße*.
    fn means_draft(&self, written: &str) -> bool {
        let Some(drafts) = self.drafts.get(&fold(written, &self.language)) else {
            return false;
        };
        let mut names = drafts.iter().filter(|draft| !draft.is_slug);
        if names.clone().any(|draft| draft.name == written) {
            return true;
        }
        let sharp = sharp_letters(written);
        let mut claims = self.claims_on_folded(written);
        !claims.any(|claim| may_be_alike(sharp_letters(self.claimed(claim)), sharp))
            && names.any(|draft| may_be_alike(sharp_letters(&draft.name), sharp))
    }

    /// The names and slugs that are the most similar to a name that means no entry, the most similar first.
    pub fn nearest(&self, written: &str) -> Vec<&str> {
        let candidates = self.candidates.get_or_init(|| {
            let ids = (0..self.entries.len()).map(EntryId::from_index);
            let of_entry = |id| self.names_of(id).chain([self.entry(id).slug.as_str()]);
            ids.flat_map(of_entry).map(str::to_owned).collect()
        });
        let mut nearest = candidates.nearest(written);
        if nearest.is_empty() {
            nearest = candidates.alike(written);
        }
        nearest.into_iter().map(String::as_str).collect()
    }
}

/// The entries with the claims of the first rank, each entry once.
fn best<'c>(
    claims: impl IntoIterator<Item = &'c Claim, IntoIter: Clone>,
    closeness: Closeness,
) -> Vec<Resolved> {
    let claims = claims.into_iter();
    let rank = claims.clone().map(|claim| claim.rank()).min();
    let mut resolved: Vec<_> = claims
        .filter(|claim| Some(claim.rank()) == rank)
        .map(|claim| Resolved {
            entry: claim.entry,
            kind: claim.kind,
            closeness,
        })
        .collect();
    // the claims of one entry are next to each other
    resolved.dedup_by_key(|resolved| resolved.entry);
    resolved
}
