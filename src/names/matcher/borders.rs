//! Decides where a mention may begin and end: at the borders of words, as readers see them.

use std::cell::OnceCell;
use std::ops::Range;

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

use super::cut_text::CutText;
use crate::text::fold::{fold, is_apostrophe, is_hyphen, is_ignorable};
use crate::text::inflection::Grammar;
use crate::text::language::Language;
use crate::text::words::{PieceKind, is_cjk, is_unspaced, is_word};

/// The number of Chinese or Japanese characters from which a name needs no word borders: the dictionary of
/// words does not contain new words.
const LONG: usize = 5;

/// The same number for a name of katakana only, which is more often a part of a longer word.
const LONG_IN_KATAKANA: usize = 8;

/// A text, with the borders of its words.
pub(super) struct Borders<'r> {
    text: CutText<'r>,
    language: &'r Language,
    grammar: &'static Grammar,
    /// The borders of words in scripts without spaces, as bytes; found at the first use.
    word_breaks: OnceCell<Vec<usize>>,
    /// The bytes of URLs, mail addresses and paths; found at the first use.
    addresses: OnceCell<Vec<Range<usize>>>,
}

/// The end of a mention.
#[derive(Clone, Copy)]
pub(super) struct End {
    /// The byte after the mention, and after its ending if it has one, such as *'s*.
    pub(super) byte: usize,
    /// Whether any name may end there. If not, only a name in exact case may.
    pub(super) is_free: bool,
}

/// Hyphens in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hyphens {
    /// Their number.
    pub(super) count: usize,
    /// The number of their bytes.
    pub(super) bytes: usize,
}

impl<'r> Borders<'r> {
    /// The borders in a text.
    pub(super) fn new(text: CutText<'r>, language: &'r Language) -> Self {
        Self {
            text,
            language,
            grammar: Grammar::of(language),
            word_breaks: OnceCell::new(),
            addresses: OnceCell::new(),
        }
    }

    /// The hyphens directly before a piece.
    pub(super) fn hyphens_before(&self, piece: usize) -> Hyphens {
        let before = self.text.before(self.text.piece(piece).start);
        let hyphens = before.chars().rev().take_while(|c| is_hyphen(*c));
        hyphens.fold(Hyphens::default(), |hyphens, c| Hyphens {
            count: hyphens.count + 1,
            bytes: hyphens.bytes + c.len_utf8(),
        })
    }

    /// The end of a mention that begins at the byte `start` and consists of the pieces from `first` to
    /// `last`, with hyphens before them if it begins earlier than they do; `None` if a mention must not be
    /// there.
    ///
    /// ```text
    /// name    text              end
    /// API     the API's         after *'s*: an ending belongs to the mention
    /// API     self-API          none: the hyphen joins it to a word
    /// GPT     GPT-based         after *GPT*, but only for a name in exact case
    /// GPT     GPT-Modell        the same in German, where the hyphen is inside a compound
    /// net     example.net/x     none: it is a part of a URL
    /// ```
    pub(super) fn around(&self, start: usize, first: usize, last: usize) -> Option<End> {
        let is_long = self.is_long(first, last);
        let is_excluded = self.is_in_address(start)
            || !self.may_begin(start, first, is_long)
            || (first == last && self.is_stop_word(first));
        if is_excluded {
            None
        } else {
            self.may_end(last, is_long)
        }
    }

    /// Whether a mention may begin at the byte `start`, with the piece `first`: the characters before it do
    /// not join it to other text.
    fn may_begin(&self, start: usize, first: usize, is_long: bool) -> bool {
        let piece = self.text.piece(first);
        let mut before = self.text.before(start).chars().rev();
        let Some(c) = before.next() else {
            return true;
        };
        let beyond = before.next();
        let after_word = beyond.is_some_and(is_word);
        match c {
            c if is_word(c) => match piece.kind {
                PieceKind::Sign => false,
                _ => start == piece.start && self.is_word_break(start, is_long),
            },
            c if is_hyphen(c) => {
                beyond.is_some_and(is_hyphen) && before.next().is_some_and(is_word)
            }
            c if is_apostrophe(c) => !after_word || self.follows_elision(first),
            '.' => !after_word && beyond == Some('.'),
            ':' | '&' => !after_word && beyond != Some(':'),
            '\0' | '\\' | '@' | '#' | '$' | '+' | '=' | ')' | '~' => false,
            _ => true,
        }
    }

    /// Whether a piece is a stop word such as *will*, in small letters, and not after a word that makes it a
    /// noun.
    fn is_stop_word(&self, piece: usize) -> bool {
        let grammar = self.grammar;
        let word = self.text.written(piece);
        if word.starts_with(char::is_uppercase) || !grammar.is_stop_word(word) {
            return false;
        }
        let before = piece.checked_sub(1);
        let before = before.map_or("", |before| self.text.written(before));
        !grammar.is_noun_after(&fold(before, self.language))
    }

    /// Whether the word before a piece is elided, such as the *l'* of *l'API*.
    fn follows_elision(&self, first: usize) -> bool {
        first.checked_sub(2).is_some_and(|before| {
            let word = fold(self.text.written(before), self.language);
            self.grammar.is_elision(&word)
        })
    }

    /// The end of a mention whose last piece is `last`; `None` if a mention must not end there.
    fn may_end(&self, last: usize, is_long: bool) -> Option<End> {
        let piece = self.text.piece(last);
        let free = Some(End {
            byte: piece.end,
            is_free: true,
        });
        let rest = self.text.after(piece.end);
        let mut after = rest.chars();
        let Some(c) = after.next() else {
            return free;
        };
        let beyond = after.next();
        let before_word = beyond.is_some_and(is_word);
        let is_free = match c {
            c if is_word(c) => match piece.kind {
                PieceKind::Sign => false,
                _ => self.is_word_break(piece.end, is_long),
            },
            _ if piece.kind == PieceKind::Sign && rest.starts_with(self.text.written(last)) => {
                false
            }
            c if is_hyphen(c) => match beyond {
                Some(beyond) if is_hyphen(beyond) || beyond == '>' => true,
                // GPT-based
                Some(beyond)
                    if beyond.is_lowercase()
                        || (beyond.is_uppercase() && self.grammar.nouns_are_capitalised()) =>
                {
                    return Some(End {
                        byte: piece.end,
                        is_free: false,
                    });
                }
                _ => false,
            },
            c if (is_apostrophe(c) || c == ':') && before_word => {
                return self.clitic_end(last, if c == ':' { ':' } else { '\'' });
            }
            ':' => beyond != Some(':') && beyond != Some('/'),
            '.' | '&' => !before_word,
            '(' => beyond != Some(')'),
            '\0' | '\\' | '@' | '#' | '$' | '+' | '=' => false,
            c if piece.kind == PieceKind::Sign && is_ignorable(c) => false,
            _ => true,
        };
        free.filter(|_| is_free)
    }

    /// The end of a mention with an ending after an apostrophe or a colon: *API's*. `None` if the letters are
    /// not such an ending.
    fn clitic_end(&self, last: usize, mark: char) -> Option<End> {
        let ending = self.text.pieces.get(last + 2)?;
        let letters = fold(self.text.written(last + 2), self.language);
        let follows = self.text.after(ending.end).chars().next();
        let is_over = !follows.is_some_and(|c| is_hyphen(c) || is_apostrophe(c) || is_word(c));
        (is_over && self.grammar.is_clitic(mark, &letters)).then_some(End {
            byte: ending.end,
            is_free: true,
        })
    }

    /// Whether a byte between two letters is the border of two words: a change of script, or, in scripts
    /// without spaces, a border that the dictionary gives. A long name needs no dictionary.
    fn is_word_break(&self, byte: usize, is_long: bool) -> bool {
        let before = self.text.before(byte).chars().next_back();
        let after = self.text.after(byte).chars().next();
        let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
        match (unspaced(before), unspaced(after)) {
            // no word begins with the mark for a long vowel
            (true, true) if after == Some('\u{30fc}') => false,
            (true, true) => is_long || self.word_breaks().binary_search(&byte).is_ok(),
            (false, false) => false,
            _ => true,
        }
    }

    /// Whether pieces are so many Chinese or Japanese characters that they need no word borders.
    fn is_long(&self, first: usize, last: usize) -> bool {
        let pieces = self.text.pieces.get(first..=last).unwrap_or_default();
        let mut letters = pieces
            .iter()
            .map(|piece| self.text.after(piece.start).chars().next());
        let is_katakana = |c: char| matches!(c, '\u{30a0}'..='\u{30ff}');
        let least = if letters.clone().all(|c| c.is_some_and(is_katakana)) {
            LONG_IN_KATAKANA
        } else {
            LONG
        };
        pieces.len() >= least && letters.all(|c| c.is_some_and(is_cjk))
    }

    fn word_breaks(&self) -> &[usize] {
        self.word_breaks.get_or_init(|| {
            WordSegmenter::new_auto(WordBreakInvariantOptions::default())
                .segment_str(self.text.text)
                .collect()
        })
    }

    /// Whether a byte is in a URL, in a mail address or in a path.
    fn is_in_address(&self, byte: usize) -> bool {
        let addresses = self.addresses.get_or_init(|| addresses(self.text.text));
        let next = addresses.partition_point(|address| address.end <= byte);
        addresses
            .get(next)
            .is_some_and(|address| address.start <= byte)
    }
}

/// The bytes of URLs, mail addresses and paths in a text, in order.
fn addresses(text: &str) -> Vec<Range<usize>> {
    if !text.bytes().any(|byte| matches!(byte, b'/' | b'@')) {
        return Vec::new();
    }
    let mut addresses = Vec::new();
    let mut start = 0;
    for run in text.split_inclusive(|c: char| c.is_whitespace() || is_cjk(c)) {
        if is_address(run) {
            addresses.push(start..start + run.len());
        }
        start += run.len();
    }
    addresses
}

/// Whether a run of characters without a space looks like a URL, a mail address or a path.
fn is_address(run: &str) -> bool {
    let run = run.trim_start_matches(['(', '[', '<', '"', '\'', '\u{201c}', '\u{2018}']);
    let is_host = |host: &str| {
        let mut labels = host.split('.');
        let is_label = |label: &str| {
            !label.is_empty() && !label.contains(|c: char| !c.is_ascii_lowercase() && c != '-')
        };
        labels.clone().count() > 1 && labels.all(is_label)
    };
    run.contains("://")
        || run.starts_with("www.")
        || run.starts_with(['/', '~'])
        || run.starts_with("./")
        || run.starts_with("../")
        || run.split_once('@').is_some_and(|(name, host)| {
            name.ends_with(char::is_alphanumeric) && host.starts_with(char::is_alphanumeric)
        })
        || run.split_once('/').is_some_and(|(host, _)| is_host(host))
}
