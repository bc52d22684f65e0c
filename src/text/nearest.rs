//! The names nearest to one that does not exist: what a diagnostic offers instead.

use strsim::osa_distance;

/// How many names are offered at most.
const OFFERED: usize = 3;

/// The candidates most like `wanted`, best first, at most three: those within a third of its
/// length in typing slips (insert, drop, change, swap), then those that begin with it or end with
/// it. Comparison is blind to case.
pub fn nearest<'c>(wanted: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let wanted = wanted.to_lowercase();
    let length = wanted.chars().count();
    let allowed = (length / 3).max(1);
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = candidate.to_lowercase();
            let distance = if folded.chars().count().abs_diff(length) > allowed {
                usize::MAX
            } else {
                osa_distance(&wanted, &folded)
            };
            if distance <= allowed {
                Some((distance, candidate))
            } else if length >= 3 && (folded.starts_with(&wanted) || folded.ends_with(&wanted)) {
                Some((allowed + folded.len() - wanted.len(), candidate))
            } else {
                None
            }
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.truncate(OFFERED);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}
