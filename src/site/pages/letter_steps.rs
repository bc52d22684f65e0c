//! The steps within a long letter of the index, by which a reader jumps: *Ca*, *Ce*, *Ch*.

use std::collections::HashSet;

use serde::Serialize;

use crate::text::fold::fold;
use crate::text::language::Language;

/// The smallest number of lines of a letter with steps. Fewer are seen at a glance.
const LONG: usize = 60;

/// The number of names with the same first letters that always begin a step.
const MANY: usize = 10;

/// The number of names of a step after which any other first letters begin the next one.
const ENOUGH: usize = 20;

/// The number of letters that name a step.
const LETTERS: usize = 2;

/// A step within a letter.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct StepData {
    /// The first letters of its first name: `Ca`.
    pub label: String,
    /// The `id` of its heading: `_ca`. No letter has an `id` that begins like this.
    pub id: String,
}

/// The steps of a letter with these `names`, which are in the order of the index: for each name, the step that begins
/// with it. A step begins with the first of its names. No step begins in a short letter.
///
/// ```text
/// 12 names Ca…, 3 names Ce…, 20 names Ch…, 26 names Co…      steps at the first Ca…, the first Ch…, the first Co…
/// ```
pub(super) fn steps(names: &[&str], language: &Language) -> Vec<Option<StepData>> {
    let mut steps = vec![None; names.len()];
    if names.len() < LONG {
        return steps;
    }
    let beginnings: Vec<String> = names.iter().map(|name| beginning(name, language)).collect();
    let mut known = HashSet::new();
    let mut since = ENOUGH;
    let mut at = 0;
    for run in beginnings.chunk_by(|one, other| one == other) {
        let is_due = run.len() >= MANY || since >= ENOUGH;
        let letters = run.first().filter(|letters| !letters.is_empty());
        // in some orders, the same letters come again
        if let Some(letters) = letters.filter(|letters| is_due && known.insert(*letters))
            && let Some(step) = steps.get_mut(at)
        {
            *step = Some(StepData {
                label: capitalised(letters),
                id: format!("_{letters}"),
            });
            since = 0;
        }
        since += run.len();
        at += run.len();
    }
    steps
}

/// The first letters of a name, without differences of spelling.
fn beginning(name: &str, language: &Language) -> String {
    let folded = fold(name, language);
    let letters = folded.chars().filter(|sign| sign.is_alphanumeric());
    letters.take(LETTERS).collect()
}

/// The text with a capital as its first letter.
fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    let first = signs.next().into_iter().flat_map(char::to_uppercase);
    first.chain(signs).collect()
}
