//! Merges a draft into the file that an earlier import wrote: a key or a text changes only if it is still as import
//! wrote it. All other bytes of the file stay.
//!
//! | in the source | in the file | result |
//! |---|---|---|
//! | as before | anything | stays |
//! | changed | as import wrote it | the value of the source |
//! | changed | changed, to the same value | stays |
//! | changed | changed | stays, and is reported |

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use similar::{DiffTag, TextDiff};

use crate::entry::front_matter::fences::parts;
use crate::project::imported::{BODY, sum_of};
use crate::project::keys::Syntax;
use crate::project::keys::write::{WholeValue, whole_values, with_value, without_key};
use crate::source::{Edit, SourceFile, Span};
use crate::text::slice;

/// The longest front matter, in bytes, whose lines are compared one by one.
const MOST_COMPARED: usize = 100_000;

/// The table of front matter whose keys are merged one by one.
const EXTRA: &str = "extra";

/// The reason for a value that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WhyKept {
    /// It was changed on both sides.
    BothChanged,
    /// The file has a form that is not changed in place.
    Form,
    /// The glossary could not be built with the new value: the message of the build.
    Build(String),
}

/// A change of a key or of the text; `None` is a missing key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ValueChange {
    /// The key, or [`BODY`].
    pub(super) key: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// A key or a text that stays although the source has another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptValue {
    /// The values in the file and in the source.
    pub(super) change: ValueChange,
    /// The line in the file; the first line is 1.
    pub(super) line: usize,
    pub(super) why: WhyKept,
}

/// A file after a merge.
#[derive(Debug, Clone)]
pub(in crate::import) struct Merged {
    /// The file before.
    pub(super) file: Arc<SourceFile>,
    /// Its text after the merge, with `\n` as line ends.
    pub(super) text: String,
    pub(super) changes: Vec<ValueChange>,
    pub(super) kept: Vec<KeptValue>,
    /// The new sums of keys and text.
    pub(super) sums: BTreeMap<String, String>,
}

/// The sums of the keys and of the text of a file that import writes.
pub(in crate::import) fn sums_of(text: &str) -> BTreeMap<String, String> {
    let text = Halves::of(text);
    let values = text.values.iter().flatten();
    let keys = values.map(|value| (value.key.clone(), sum(value)));
    let body = (!text.body.is_empty()).then(|| (BODY.to_owned(), sum_of(text.body.as_bytes())));
    keys.chain(body).collect()
}

fn sum(value: &WholeValue) -> String {
    sum_of(value.content.as_bytes())
}

/// The text of a file: its front matter and its body.
struct Halves<'t> {
    /// Whether it has front matter.
    has_front: bool,
    syntax: Syntax,
    front: &'t str,
    /// The byte at which the front matter begins.
    front_start: usize,
    /// The values of the front matter; `None` if it cannot be read.
    values: Option<Vec<WholeValue>>,
    /// The text below the front matter, without empty lines above it and white space below it.
    body: &'t str,
    /// Its bytes.
    body_span: Span,
}

impl<'t> Halves<'t> {
    fn of(text: &'t str) -> Self {
        let (has_front, syntax, front, start) = match parts(text) {
            Ok(parts) => (true, parts.syntax, parts.front, parts.body),
            Err(_) => (false, Syntax::Toml, 0..0, 0),
        };
        let below = slice(text, start..);
        let inked = below.len() - below.trim_start().len();
        let lead = slice(below, ..inked).rfind('\n').map_or(0, |end| end + 1);
        let body = slice(below, lead..).trim_end();
        let front_start = front.start;
        let front = slice(text, front);
        Self {
            has_front,
            syntax,
            front,
            front_start,
            values: whole_values(front, syntax, EXTRA),
            body,
            body_span: start + lead..start + lead + body.len(),
        }
    }

    fn value(&self, key: &str) -> Option<&WholeValue> {
        let mut values = self.values.iter().flatten();
        values.find(|value| value.key == key)
    }
}

/// The request to merge a draft into a file.
pub(super) struct Merge<'m> {
    /// The text of the draft's file, in the syntax of the file in the project.
    pub(super) theirs: &'m str,
    /// The same with each key of `extra` on one line.
    pub(super) in_lines: &'m str,
    /// The file in the project.
    pub(super) mine: &'m Arc<SourceFile>,
    /// The sums as import wrote them.
    pub(super) base: &'m BTreeMap<String, String>,
    /// The keys with which the glossary cannot be built, each with the message of the build.
    pub(super) refused: &'m BTreeMap<String, String>,
    /// Whether the sums of values that stay become those of the source, so that they are not reported again.
    pub(super) accepts: bool,
}

impl Merge<'_> {
    /// Merges all keys and the text.
    pub(super) fn merged(&self) -> Merged {
        let written = Halves::of(self.theirs);
        let mut theirs = Halves::of(self.in_lines);
        for value in theirs.values.iter_mut().flatten() {
            let written = written.value(&value.key);
            value.section = written.and_then(|written| written.section.clone());
        }
        let mine = Halves::of(&self.mine.text);
        let mut merged = Merged {
            file: Arc::clone(self.mine),
            text: String::new(),
            changes: Vec::new(),
            kept: Vec::new(),
            sums: self.base.clone(),
        };
        let front = self.front(&theirs, &mine, &mut merged);
        let body = self.body(&theirs, &mine, &mut merged);
        merged.text = joined(&self.mine.text, &mine, &front, &body, theirs.syntax);
        merged
    }

    /// The new front matter.
    fn front(&self, theirs: &Halves<'_>, mine: &Halves<'_>, merged: &mut Merged) -> String {
        let syntax = if mine.has_front {
            mine.syntax
        } else {
            theirs.syntax
        };
        let mut front = mine.front.to_owned();
        let in_theirs = theirs
            .values
            .iter()
            .flatten()
            .map(|value| value.key.as_str());
        let in_theirs: Vec<&str> = in_theirs.collect();
        let known: BTreeSet<&str> = in_theirs.iter().copied().collect();
        let in_base = self.base.keys().map(String::as_str);
        let gone = in_base.filter(|key| *key != BODY && !known.contains(key));
        let mut before: Vec<&str> = Vec::new();
        for key in in_theirs.iter().copied().chain(gone) {
            let new = theirs.value(key);
            let old = mine.value(key);
            let (new_sum, old_sum) = (new.map(sum), old.map(sum));
            let is_edited = old.is_some_and(|old| old.has_comment);
            let decision = self.decide(key, old_sum.as_ref(), new_sum.as_ref(), is_edited);
            let change = ValueChange {
                key: key.to_owned(),
                old: old.map(|old| old.written.clone()),
                new: new.map(|new| new.written.clone()),
            };
            let line = self
                .mine
                .line_column(mine.front_start + old.map_or(0, |old| old.start))
                .0;
            let is_broken = mine.has_front && mine.values.is_none();
            let decision = match decision {
                Decision::Write | Decision::Keep(_) if is_broken => Decision::Keep(WhyKept::Form),
                Decision::Write => {
                    let next = match new {
                        Some(new) => {
                            let is_near = |other: &&&str| other.contains('.') == key.contains('.');
                            let mut near = before.iter().rev().filter(is_near);
                            let is_there = |key: &&&str| has(&front, syntax, key);
                            let after = near.find(is_there).copied();
                            with_value(&front, syntax, EXTRA, new, after)
                        }
                        None => without_key(&front, syntax, EXTRA, key),
                    };
                    match next.filter(|next| is_only_change(&front, next, syntax, key, new)) {
                        Some(next) => {
                            front = next;
                            Decision::Write
                        }
                        None => Decision::Keep(WhyKept::Form),
                    }
                }
                other => other,
            };
            before.push(key);
            merged.settle(decision, change, line, new_sum, self.accepts);
        }
        front
    }

    /// The new text.
    fn body(&self, theirs: &Halves<'_>, mine: &Halves<'_>, merged: &mut Merged) -> String {
        let sum_of_text = |text: &str| (!text.is_empty()).then(|| sum_of(text.as_bytes()));
        let (new_sum, old_sum) = (sum_of_text(theirs.body), sum_of_text(mine.body));
        let decision = self.decide(BODY, old_sum.as_ref(), new_sum.as_ref(), false);
        let is_new = decision == Decision::Write;
        let (old, new) = different_lines(mine.body, theirs.body);
        let change = ValueChange {
            key: BODY.to_owned(),
            old: old.map(|(_, line)| line.to_owned()),
            new: new.map(|(_, line)| line.to_owned()),
        };
        let line = self.mine.line_column(mine.body_span.start).0;
        let line = line + old.map_or(0, |(number, _)| number);
        merged.settle(decision, change, line, new_sum, self.accepts);
        if is_new { theirs.body } else { mine.body }.to_owned()
    }

    /// The decision on a key or a text, by the sums of its values in the file (`old`) and in the source (`new`). A value
    /// with a comment was changed by its reader.
    fn decide(
        &self,
        key: &str,
        old: Option<&String>,
        new: Option<&String>,
        is_edited: bool,
    ) -> Decision {
        let base = self.base.get(key);
        if new == base {
            return Decision::Stay;
        }
        if old == new {
            return Decision::Renew;
        }
        if let Some(message) = self.refused.get(key) {
            return Decision::Keep(WhyKept::Build(message.clone()));
        }
        match old == base && !is_edited {
            true => Decision::Write,
            false => Decision::Keep(WhyKept::BothChanged),
        }
    }
}

/// The decision on a key or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Decision {
    /// The source has not changed it.
    Stay,
    /// Both sides have the same new value.
    Renew,
    /// It gets the value of the source.
    Write,
    /// It stays, and is reported.
    Keep(WhyKept),
}

impl Merged {
    /// Adds the result for a key or a text. `sum` is that of the source.
    fn settle(
        &mut self,
        decision: Decision,
        change: ValueChange,
        line: usize,
        sum: Option<String>,
        accepts: bool,
    ) {
        let renews = match &decision {
            Decision::Stay => false,
            Decision::Renew | Decision::Write => true,
            Decision::Keep(_) => accepts,
        };
        if renews {
            match sum {
                Some(sum) => self.sums.insert(change.key.clone(), sum),
                None => self.sums.remove(&change.key),
            };
        }
        match decision {
            Decision::Stay | Decision::Renew => {}
            Decision::Write => self.changes.push(change),
            Decision::Keep(why) => self.kept.push(KeptValue { change, line, why }),
        }
    }

    /// The changed key in which a byte of the new text is.
    pub(super) fn changed_at(&self, at: usize) -> Option<&str> {
        let text = Halves::of(&self.text);
        let key = if at >= text.body_span.start {
            BODY
        } else {
            let at = at.checked_sub(text.front_start)?;
            let mut values = text.values.iter().flatten();
            let found = values.find(|value| value.span.contains(&at));
            found?.key.as_str()
        };
        let mut changes = self.changes.iter();
        let found = changes.find(|change| change.key == key);
        found.map(|change| change.key.as_str())
    }

    /// The whole new file, as it is written to the disk: lines that stay keep their line ends.
    pub(super) fn written(&self) -> String {
        let (before, after) = (self.file.text.as_str(), self.text.as_str());
        let (old, new) = (Halves::of(before), Halves::of(after));
        if before == after || !old.has_front {
            let edit = Edit::between(before, after);
            return self.file.edited(&edit.into_iter().collect::<Vec<_>>());
        }
        let rest = |text: &'_ str, halves: &Halves<'_>| {
            slice(text, halves.front_start + halves.front.len()..).to_owned()
        };
        let below = Edit::between(&rest(before, &old), &rest(after, &new));
        let start = old.front_start;
        let below_start = start + old.front.len();
        let mut edits = line_edits(old.front, new.front, start);
        edits.extend(below.map(|edit| moved(edit, below_start)));
        self.file.edited(&edits)
    }
}

/// The edits that change the lines of one text into those of another one. The text begins at the byte `start` of its file.
fn line_edits(old: &str, new: &str, start: usize) -> Vec<Edit> {
    if old.len().max(new.len()) > MOST_COMPARED {
        let edit = Edit::between(old, new);
        return edit.map(|edit| moved(edit, start)).into_iter().collect();
    }
    let offsets = |text: &str| -> Vec<usize> {
        let ends = text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old_lines, new_lines) = (offsets(old), offsets(new));
    let diff = TextDiff::from_lines(old, new);
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    let edits = changed.filter_map(|op| {
        let (from, to) = (op.old_range(), op.new_range());
        let span = *old_lines.get(from.start)?..*old_lines.get(from.end)?;
        let text = new.get(*new_lines.get(to.start)?..*new_lines.get(to.end)?)?;
        Some(moved(Edit::new(span, text), start))
    });
    edits.collect()
}

fn moved(edit: Edit, by: usize) -> Edit {
    Edit::new(edit.span.start + by..edit.span.end + by, edit.text)
}

/// Whether front matter has a key.
fn has(front: &str, syntax: Syntax, key: &str) -> bool {
    let values = whole_values(front, syntax, EXTRA);
    values.iter().flatten().any(|value| value.key == key)
}

/// Whether front matter differs only in one key, which has the content of `new` afterwards.
fn is_only_change(
    before: &str,
    after: &str,
    syntax: Syntax,
    key: &str,
    new: Option<&WholeValue>,
) -> bool {
    let contents = |front: &str| -> Option<BTreeMap<String, String>> {
        let values = whole_values(front, syntax, EXTRA)?.into_iter();
        let values = values.filter(|value| value.key != EXTRA || !value.content.is_empty());
        Some(values.map(|value| (value.key, value.content)).collect())
    };
    let (Some(mut expected), Some(found)) = (contents(before), contents(after)) else {
        return false;
    };
    match new {
        Some(new) => expected.insert(key.to_owned(), new.content.clone()),
        None => expected.remove(key),
    };
    expected == found
}

/// A line of a text, and its number from 0.
type NumberedLine<'t> = (usize, &'t str);

/// The first lines in which two texts differ, with their numbers from 0; `None` for a text that ends there. An empty line
/// counts as the next one that is not.
fn different_lines<'t>(
    old: &'t str,
    new: &'t str,
) -> (Option<NumberedLine<'t>>, Option<NumberedLine<'t>>) {
    let pairs = old.lines().zip(new.lines());
    let same = pairs.take_while(|(old, new)| old == new).count();
    let line = |text: &'t str| {
        let mut rest = text.lines().enumerate().skip(same);
        rest.find(|(_, line)| !line.trim().is_empty())
    };
    (line(old), line(new))
}

/// A file with new front matter and a new text in the places of the old ones. Front matter for a file that has none gets fences.
fn joined(text: &str, mine: &Halves<'_>, front: &str, body: &str, syntax: Syntax) -> String {
    let span = mine.body_span.clone();
    let body_edit = match (mine.body.is_empty(), body.is_empty()) {
        (true, true) => None,
        (true, false) => {
            let end = text.trim_end().len();
            let gap = if end == 0 { "" } else { "\n\n" };
            Some(Edit::new(end..text.len(), format!("{gap}{body}\n")))
        }
        (false, true) => {
            let kept = slice(text, ..span.start).trim_end().len();
            let gap = if kept == 0 { "" } else { "\n" };
            Some(Edit::new(kept..text.len(), gap))
        }
        (false, false) => Some(Edit::new(span, body)),
    };
    let front_edit = if mine.has_front {
        let start = mine.front_start;
        Some(Edit::new(start..start + mine.front.len(), front))
    } else if front.is_empty() {
        None
    } else {
        let fence = syntax.fence();
        Some(Edit::new(0..0, format!("{fence}\n{front}{fence}\n\n")))
    };
    let edits: Vec<Edit> = front_edit.into_iter().chain(body_edit).collect();
    crate::source::apply(text, &edits)
}
