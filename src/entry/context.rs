//! The sentence around a mention of an entry, which the entry's page shows in its list of mentions.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Event;

use crate::entry::events::source_span;
use crate::entry::prose::Prose;
use crate::source::{SourceFile, Span};
use crate::text::fold::single_spaced;
use crate::text::language::Language;
use crate::text::{head, slice};

/// The longest part of a sentence to show, in bytes: before the mention, the mention itself, and after it.
const MAX_PART: usize = 240;

/// The sentence around a mention, without the mention, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context<'c> {
    /// The sentence up to the mention.
    pub before: Cow<'c, str>,
    /// The rest of the sentence.
    pub after: Cow<'c, str>,
}

/// The sentence around a mention as it is kept. Most sentences contain no markup, and are only a place in
/// the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sentence {
    /// The bytes of the sentence in the file.
    InFile(Span),
    /// The [`Context`], as one text.
    Text {
        /// The parts before and after the mention.
        text: Box<str>,
        /// The length of the first part, in bytes.
        before: usize,
    },
}

impl Sentence {
    /// The sentence around the bytes `words` of the text of `block`, which has some of the `events` of `file`.
    /// In the file, the mention has the bytes `mention`. `language` decides where the sentence ends.
    pub fn around(
        mention: &Span,
        words: &Range<usize>,
        block: &Prose,
        events: &[(Event<'_>, Span)],
        file: &SourceFile,
        language: &Language,
    ) -> Self {
        let all = block.sentences(language);
        let first = all.get(all.partition_point(|sentence| sentence.end <= words.start));
        let last = all.get(all.partition_point(|sentence| sentence.end < words.end));
        let start = first.map_or(words.start, |first| first.start.min(words.start));
        let end = last.map_or(words.end, |last| last.end.max(words.end));
        let text = slice(&block.text, start..end);
        let positions = block.positions(start..end);
        let span = source_span(events, &file.text, positions.start, positions.end);
        let words = words.start - start..words.end - start;
        let in_file = span.start + words.start..span.start + words.end;
        if in_file == *mention && is_verbatim(text, file.slice(span.clone())) {
            return Self::InFile(span);
        }
        let [before, after] = [start..start + words.start, start + words.end..end];
        let [before, after] = [(before, Kept::End), (after, Kept::Start)]
            .map(|(part, kept)| isolated(block, part, kept, language));
        let context = Context::of(text, words);
        let before = before.map_or(context.before, |text| one_line(text, str::trim_start));
        let after = after.map_or(context.after, |text| one_line(text, str::trim_end));
        Self::Text {
            text: format!("{before}{after}").into(),
            before: before.len(),
        }
    }

    /// The same sentence, independent of the `file` in which the mention has the bytes `mention`.
    #[must_use]
    pub fn detached(self, mention: &Span, file: &SourceFile) -> Self {
        let Context { before, after } = self.context(mention, file);
        Self::Text {
            text: format!("{before}{after}").into(),
            before: before.len(),
        }
    }

    /// The text around the mention, which has the bytes `mention` of `file`.
    pub fn context<'c>(&'c self, mention: &Span, file: &'c SourceFile) -> Context<'c> {
        match self {
            Self::InFile(span) => {
                let words = mention.start - span.start..mention.end - span.start;
                Context::of(file.slice(span.clone()), words)
            }
            Self::Text { text, before } => Context {
                before: slice(text, ..*before).into(),
                after: slice(text, *before..).into(),
            },
        }
    }
}

/// Whether a plain text is written in the file as it is, except for its line breaks.
fn is_verbatim(text: &str, written: &str) -> bool {
    let pairs = || text.bytes().zip(written.bytes());
    text.len() == written.len() && pairs().all(|pair| pair.0 == pair.1 || pair == (b' ', b'\n'))
}

impl<'c> Context<'c> {
    /// The parts of a sentence before and after the bytes `words`.
    fn of(sentence: &'c str, words: Range<usize>) -> Self {
        let before = last_words(slice(sentence, ..words.start));
        let after = first_words(slice(sentence, words.end..));
        Self {
            before: one_line(before, str::trim_start),
            after: one_line(after, str::trim_end),
        }
    }
}

/// The end of a part of a sentence that is kept if the part is too long.
#[derive(Debug, Clone, Copy)]
enum Kept {
    Start,
    End,
}

/// A part of the text of `block`, cut like other parts, with its code apart from the text around it. `None` if it does not need
/// this.
fn isolated(
    block: &Prose,
    part: Range<usize>,
    kept: Kept,
    language: &Language,
) -> Option<Cow<'static, str>> {
    // nearly all parts need nothing
    let whole = block.isolated(part.clone(), language)?;
    let text = slice(&block.text, part.clone());
    let cut = match kept {
        Kept::Start => first_words(text),
        Kept::End => last_words(text),
    };
    let Cow::Owned(cut) = cut else {
        return Some(whole.into());
    };
    let length = cut.len() - " …".len();
    let text = match kept {
        Kept::Start => {
            let part = part.start..part.start + length;
            format!("{} …", block.isolated(part, language)?)
        }
        Kept::End => {
            let part = part.end - length..part.end;
            format!("… {}", block.isolated(part, language)?)
        }
    };
    Some(text.into())
}

/// A text on one line, without the white space that `trim` removes.
fn one_line<'t>(text: Cow<'t, str>, trim: fn(&str) -> &str) -> Cow<'t, str> {
    match spaced(text) {
        Cow::Borrowed(text) => trim(text).into(),
        Cow::Owned(text) => trim(&text).to_owned().into(),
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
fn spaced(text: Cow<'_, str>) -> Cow<'_, str> {
    // nearly all texts are ASCII without control characters, where the space is the only white space
    let is_usual = |byte: u8| byte.is_ascii() && !byte.is_ascii_control();
    let is_space = |c: char| c.is_whitespace() && c != ' ';
    let has_others = !text.bytes().all(is_usual) && text.contains(is_space);
    if !has_others && !text.contains("  ") {
        return text;
    }
    let inner = single_spaced(&text);
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
    format!("{before}{inner}{after}").into()
}
