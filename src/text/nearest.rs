//! The names nearest to one that does not exist: what a diagnostic offers instead.

use strsim::osa_distance;

/// How many names are offered at most.
const OFFERED: usize = 3;

/// The longest name that is looked for, in characters: comparing takes time by the product of two
/// lengths, and a longer one is no slip in a name.
const LONGEST: usize = 200;

/// Names to choose from, prepared so that many searches cost little.
#[derive(Debug, Default)]
pub struct Candidates<N> {
    /// In lower case, with the length in characters, and as they are; by length.
    names: Vec<(usize, String, N)>,
}

impl<N: AsRef<str> + Ord> FromIterator<N> for Candidates<N> {
    fn from_iter<I: IntoIterator<Item = N>>(names: I) -> Self {
        let mut names: Vec<_> = names
            .into_iter()
            .map(|name| {
                let lower = name.as_ref().to_lowercase();
                (lower.chars().count(), lower, name)
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }
}

impl<N: Ord> Candidates<N> {
    /// The names most like `wanted`, best first, at most three: those within a third of its length
    /// in typing slips (insert, drop, change, swap), then those that begin or end with it.
    /// Comparison is blind to case.
    pub fn nearest(&self, wanted: &str) -> Vec<&N> {
        let wanted = wanted.to_lowercase();
        let length = wanted.chars().count();
        if length > LONGEST {
            return Vec::new();
        }
        // one slip in a name of one letter is another name
        let allowed = if length < 2 { 0 } else { (length / 3).max(1) };
        let from = self
            .names
            .partition_point(|(other, ..)| *other < length.saturating_sub(allowed));
        let names = self.names.get(from..).unwrap_or_default();
        let close = names.partition_point(|(other, ..)| *other <= length + allowed);
        let slips = names.iter().take(close).filter_map(|(_, lower, name)| {
            let distance = osa_distance(&wanted, lower);
            (distance <= allowed).then_some((distance, name))
        });
        let longer = names.iter().filter_map(|(other, lower, name)| {
            let has = length >= 3 && (lower.starts_with(&wanted) || lower.ends_with(&wanted));
            has.then(|| (allowed + other - length, name))
        });
        let mut found: Vec<_> = slips.chain(longer).collect();
        found.sort_unstable();
        let mut names: Vec<&N> = Vec::new();
        for (_, name) in found {
            if names.len() < OFFERED && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// [`Candidates::nearest`] for one search.
pub fn nearest<'c>(wanted: &str, names: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let candidates: Candidates<&str> = names.into_iter().collect();
    candidates.nearest(wanted).into_iter().copied().collect()
}
