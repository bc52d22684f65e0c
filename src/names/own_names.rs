//! Finds the names of one entry in a text, in any case and with any joins.
//!
//! The text of an entry uses its own names more freely than others do: the entry *ServiceAccount* says
//! *service account*. Where it does, shorter names in these words are not mentions.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use super::index::NameIndex;
use super::list::EntryId;
use super::matcher::{Closeness, Match};
use crate::text::fold::fold;
use crate::text::inflection::{Grammar, NameWord};
use crate::text::language::Language;
use crate::text::slice;
use crate::text::words::{Join, PieceKind, cut};

/// The names of an entry.
pub struct OwnNames {
    language: Language,
    /// The names as their author wrote them.
    written: Vec<String>,
    /// The folded names.
    folded: Vec<String>,
    /// All forms of the names, folded. They are made for the first block of a text that needs them.
    forms: OnceCell<HashSet<String>>,
}

impl OwnNames {
    /// The names of an entry of an index.
    pub fn new(names: &NameIndex, entry: EntryId) -> Self {
        let language = names.language();
        let written: Vec<String> = names.names_of(entry).map(str::to_owned).collect();
        Self {
            folded: written.iter().map(|name| fold(name, language)).collect(),
            written,
            language: language.clone(),
            forms: OnceCell::new(),
        }
    }

    /// Whether one of these names may contain or be a mention, which means the name `name`. If not, there is
    /// no need for [`Self::spans`].
    pub fn may_contain(&self, name: &str) -> bool {
        let name = fold(name, &self.language);
        self.folded.iter().any(|own| own.contains(&name))
    }

    /// The bytes of these names in a text, in all their forms, in order and without overlaps.
    ///
    /// In the entry *ServiceAccount*:
    ///
    /// ```text
    /// Each service account has a token.
    ///      ^^^^^^^^^^^^^^^
    /// ```
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let forms = self.forms.get_or_init(|| self.all_forms());
        let longest = forms.iter().map(String::len).max().unwrap_or(0);
        let mut pieces = Vec::new();
        cut(text, &self.language, &mut pieces);
        let mut spans: Vec<Range<usize>> = Vec::new();
        for (index, first) in pieces.iter().enumerate() {
            if spans.last().is_some_and(|span| span.end > first.start) {
                continue;
            }
            let mut folded = fold(slice(text, first.span()), &self.language);
            let mut end = forms.contains(&folded).then_some(first.end);
            let following = pieces.get(index..).unwrap_or_default().windows(2);
            for (before, piece) in following.filter_map(|pair| Some((pair.first()?, pair.get(1)?)))
            {
                if piece.join == Join::Break || folded.len() > longest {
                    break;
                }
                if piece.parts_digits(before) {
                    folded.push(' ');
                }
                folded.push_str(&fold(slice(text, piece.span()), &self.language));
                if forms.contains(&folded) {
                    end = Some(piece.end);
                }
            }
            spans.extend(end.map(|end| first.start..end));
        }
        spans
    }

    /// Whether a mention at the place of one of these names means another entry all the same: it is spelled
    /// exactly as the name of that entry, and not as one of these. So *head* in the entry *HEAD* may mean
    /// the entry *head*.
    pub fn yields_to(&self, mention: &Match, text: &str) -> bool {
        let is_exact = mention
            .meanings
            .iter()
            .any(|m| m.closeness == Closeness::Exact);
        let written = slice(text, mention.span.clone());
        is_exact && !self.written.iter().any(|name| name == written)
    }

    /// All forms of the names, folded.
    fn all_forms(&self) -> HashSet<String> {
        let grammar = Grammar::of(&self.language);
        let mut forms = HashSet::new();
        let mut pieces = Vec::new();
        for name in &self.written {
            pieces.clear();
            cut(name, &self.language, &mut pieces);
            let folded: Vec<String> = pieces
                .iter()
                .map(|piece| fold(slice(name, piece.span()), &self.language))
                .collect();
            let words: Vec<NameWord<'_>> = pieces
                .iter()
                .zip(&folded)
                .map(|(piece, folded)| NameWord {
                    folded,
                    written: slice(name, piece.span()),
                    is_word: piece.kind == PieceKind::Word,
                    is_hyphenated: piece.join == Join::Hyphen,
                    // *network policies* in the entry *NetworkPolicy*
                    is_acronym: false,
                })
                .collect();
            let spaced = pieces
                .windows(2)
                .any(|pair| matches!(pair, [before, piece] if piece.parts_digits(before)));
            if spaced {
                forms.insert(fold(name, &self.language));
            } else {
                forms.extend(
                    grammar
                        .forms(&words)
                        .into_iter()
                        .map(|form| form.words.concat()),
                );
            }
        }
        forms
    }
}
