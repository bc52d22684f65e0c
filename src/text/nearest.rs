//! The names most similar to an unknown one, for *did you mean …?*.

use strsim::{jaro_winkler, osa_distance};

/// How many names a search gives at most.
const MOST_NAMES: usize = 3;

/// The length, in characters, of the longest name that is searched for. The time to compare two names grows
/// with the product of their lengths, and a longer text is not a misspelt name.
const LONGEST: usize = 200;

/// The least similarity (Jaro and Winkler, 0 to 1) of a name that is spelled otherwise throughout.
const SIMILAR: f64 = 0.9;

/// The number of letters with which such a name begins like the unknown one.
const SAME_BEGINNING: usize = 3;

/// Names to search in, prepared for many searches.
#[derive(Debug, Default)]
pub struct Candidates<N> {
    /// Sorted by length.
    candidates: Vec<PreparedName<N>>,
}

/// A name, with the form in which it is compared.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PreparedName<N> {
    /// The length of `lower` in characters.
    length: usize,
    /// The name in lower case, without spaces and hyphens.
    lower: String,
    name: N,
}

impl<N: AsRef<str> + Ord> FromIterator<N> for Candidates<N> {
    fn from_iter<I: IntoIterator<Item = N>>(names: I) -> Self {
        let mut candidates: Vec<_> = names
            .into_iter()
            .map(|name| {
                let lower = joined(name.as_ref());
                PreparedName {
                    length: lower.chars().count(),
                    lower,
                    name,
                }
            })
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        Self { candidates }
    }
}

impl<N: Ord> Candidates<N> {
    /// The names most similar to `wanted`, at most three, the best first. A name is similar if at most a
    /// third of its letters differ (inserted, deleted, replaced or swapped with the next one: the optimal
    /// string alignment distance), or if it begins or ends with `wanted`. Case does not
    /// count, nor do spaces and hyphens.
    pub fn nearest(&self, wanted: &str) -> Vec<&N> {
        let wanted = joined(wanted);
        let length = wanted.chars().count();
        if length > LONGEST {
            return Vec::new();
        }
        // a name of one letter with another letter is another name
        let allowed = if length < 2 { 0 } else { (length / 3).max(1) };
        let shortest = length.saturating_sub(allowed);
        let from = self
            .candidates
            .partition_point(|candidate| candidate.length < shortest);
        let candidates = self.candidates.get(from..).unwrap_or_default();
        let to = candidates.partition_point(|candidate| candidate.length <= length + allowed);
        let misspelt = candidates.iter().take(to).filter_map(|candidate| {
            let distance = osa_distance(&wanted, &candidate.lower);
            (distance <= allowed).then_some((distance, &candidate.name))
        });
        let longer = candidates.iter().filter_map(|candidate| {
            let PreparedName { lower, name, .. } = candidate;
            let contains = length >= 3 && (lower.starts_with(&wanted) || lower.ends_with(&wanted));
            contains.then(|| (allowed + candidate.length - length, name))
        });
        let mut ranked: Vec<(usize, &N)> = misspelt.chain(longer).collect();
        ranked.sort_unstable();
        let mut names: Vec<&N> = Vec::new();
        for (_, name) in ranked {
            if names.len() < MOST_NAMES && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl<N: Ord> Candidates<N> {
    /// The names that begin like `wanted` and have most of its letters, the best first: `on-sight` for
    /// `onsite`. They are less certain than those of [`Candidates::nearest`].
    pub fn alike(&self, wanted: &str) -> Vec<&N> {
        let wanted = joined(wanted);
        let Some((end, _)) = wanted.char_indices().nth(SAME_BEGINNING) else {
            return Vec::new();
        };
        let beginning = wanted.get(..end).unwrap_or(&wanted);
        let candidates = self.candidates.iter();
        let candidates = candidates.filter(|name| {
            name.length <= LONGEST
                && name.lower.starts_with(beginning)
                && jaro_winkler(&wanted, &name.lower) >= SIMILAR
        });
        let mut ranked: Vec<(usize, &N)> = candidates
            .map(|candidate| (osa_distance(&wanted, &candidate.lower), &candidate.name))
            .collect();
        ranked.sort_unstable();
        let names = ranked.into_iter().map(|(_, name)| name);
        names.take(MOST_NAMES).collect()
    }
}

/// A name in lower case, without the signs that join words.
fn joined(name: &str) -> String {
    let mut lower = name.to_lowercase();
    lower.retain(|c| !matches!(c, ' ' | '-'));
    lower
}

/// [`Candidates::nearest`] for a single search.
///
/// ```
/// use headword::text::nearest::nearest;
///
/// assert_eq!(nearest("synonym", ["title", "synonyms"]), ["synonyms"]);
/// ```
pub fn nearest<'c>(wanted: &str, names: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let candidates: Candidates<&str> = names.into_iter().collect();
    candidates.nearest(wanted).into_iter().copied().collect()
}
