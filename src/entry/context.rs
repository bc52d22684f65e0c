//! The sentence around a mention of an entry, which the entry's page shows in its list of mentions.

use std::borrow::Cow;
use std::ops::Range;

use crate::entry::prose::Prose;
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use crate::text::{head, slice};

/// The longest part of a sentence to show, in bytes: before the mention, the mention itself, and after it.
const MAX_PART: usize = 240;

/// A sentence that mentions an entry, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The sentence up to the mention.
    pub before: String,
    /// The mention.
    pub mention: String,
    /// The rest of the sentence.
    pub after: String,
}

/// The sentence around a mention. The mention has the bytes `words` of the block's text, and is shown as
/// `mention`. `language` decides where the sentence ends.
pub fn context(block: &Prose, words: Range<usize>, mention: &str, language: &Language) -> Context {
    let Range {
        start: from,
        end: to,
    } = words;
    let all = block.sentences(language);
    let first = all.get(all.partition_point(|sentence| sentence.end <= from));
    let last = all.get(all.partition_point(|sentence| sentence.end < to));
    let start = first.map_or(from, |sentence| sentence.start.min(from));
    let stop = last.map_or(to, |sentence| sentence.end.max(to));
    Context {
        before: spaced(&last_words(slice(&block.text, start..from)))
            .trim_start()
            .to_owned(),
        mention: mention.to_owned(),
        after: spaced(&first_words(slice(&block.text, to..stop)))
            .trim_end()
            .to_owned(),
    }
}

/// A text on one line: all of it, or as many whole words from its beginning as `MAX_PART` allows.
pub fn shortened(text: &str) -> String {
    single_spaced(&first_words(text))
}

/// The text, or as many whole words from its beginning as `MAX_PART` allows, with `…` after them.
fn first_words(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_PART {
        return text.into();
    }
    let head = head(text, MAX_PART);
    let whole = head.rsplit_once(char::is_whitespace);
    let whole = whole.map_or(head, |(whole, _)| whole);
    format!("{whole} …").into()
}

/// The text, or as many whole words from its end as `MAX_PART` allows, with `…` before them.
fn last_words(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_PART {
        return text.into();
    }
    let tail = slice(text, text.ceil_char_boundary(text.len() - MAX_PART)..);
    let whole = tail.split_once(char::is_whitespace);
    let whole = whole.map_or(tail, |(_, whole)| whole.trim_start());
    format!("… {whole}").into()
}

/// The text with one space for each run of white space, at its ends too.
fn spaced(text: &str) -> String {
    let inner = single_spaced(text);
    let before = if text.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let after = if !inner.is_empty() && text.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    format!("{before}{inner}{after}")
}
