//! Tells which texts may have a name in them, without a search of the texts: the names that a change concerns are
//! few, and the texts that have nothing to do with them are many.

use std::collections::{BTreeSet, HashMap};

use super::index::phrases;
use super::list::NameList;
use super::matcher::{self, Filter};
use crate::text::fold::{fold, nfc, single_spaced};
use crate::text::language::Language;
use crate::text::name::Bracketed;
use crate::text::slice;
use crate::text::words::{Key, cut};

/// The most bytes of a folded name that is cut into words. The names that a matcher looks for are shorter, in all their
/// forms. A reference to a longer name is one word of its [`Vocabulary`].
const MAX_BYTES: usize = 8_000;

/// The words of a text, and the names that it refers to: everything in it that can be a name, or a part of one.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The keys of the folded words, mixed and in order. Two words may have the same by chance, and then a text is linked
    /// again without need.
    words: Box<[u64]>,
    /// The most bytes of a folded word.
    longest: usize,
}

/// The most bytes that a byte can become when it is folded: `İ` has two, and three when it is folded.
const MAX_GROWTH: usize = 3;

impl Vocabulary {
    /// The vocabulary of some running `texts`, and of the names in references.
    pub fn of<'t>(
        texts: impl IntoIterator<Item = &'t str>,
        references: impl IntoIterator<Item = &'t str>,
        language: &Language,
    ) -> Self {
        let mut words = Vec::new();
        let mut longest = 0;
        let mut pieces = Vec::new();
        let mut add = |text: &str| {
            pieces.clear();
            cut(text, language, &mut pieces);
            for piece in &pieces {
                words.push(piece.key.mixed());
                longest = longest.max(piece.span().len() * MAX_GROWTH);
            }
        };
        texts.into_iter().for_each(&mut add);
        let references = references.into_iter();
        let references: Vec<String> = references.map(|name| single_spaced(&nfc(name))).collect();
        references.iter().for_each(|name| add(name));
        for name in &references {
            let brackets = Bracketed::read(name).map(|it| [it.outer, it.inner]);
            for part in brackets.into_iter().flatten().chain([name.as_str()]) {
                let folded = fold(part, language);
                words.push(Key::of(&folded).mixed());
                longest = longest.max(folded.len());
            }
        }
        words.sort_unstable();
        words.dedup();
        Self {
            words: words.into(),
            longest,
        }
    }

    /// Whether a folded text is a sequence of these words.
    ///
    /// ```text
    /// words              datacenter    dataset
    /// a, center, data    true          false
    /// datacenter         true          false
    /// ```
    fn spells(&self, folded: &str) -> bool {
        if folded.len() > MAX_BYTES {
            return self.has(Key::of(folded));
        }
        // whether words end at each byte
        let mut is_end = vec![false; folded.len() + 1];
        let mut starts = vec![0];
        while let Some(start) = starts.pop() {
            let mut key = Key::EMPTY;
            let rest = slice(folded, start..).char_indices();
            for (offset, c) in rest.take_while(|(offset, _)| *offset < self.longest) {
                key = key.then(Key::of(c.encode_utf8(&mut [0; 4])));
                let end = start + offset + c.len_utf8();
                // between two digits stands a space, which is not a word
                let is_space = offset == 0 && c == ' ';
                if let Some(place) = is_end.get_mut(end).filter(|is_end| !**is_end)
                    && (is_space || self.has(key))
                {
                    *place = true;
                    starts.push(end);
                }
            }
        }
        is_end.last() == Some(&true)
    }

    fn has(&self, key: Key) -> bool {
        self.words.binary_search(&key.mixed()).is_ok()
    }
}

/// The ways in which texts and references can spell some names.
pub struct Spellings {
    /// The names in all their forms, folded.
    forms: Vec<String>,
    /// The indices of the forms that begin with the text of each key.
    beginnings: HashMap<u64, Vec<usize>>,
    /// The keys of these texts: most words of a text begin no name.
    may_begin: Filter,
}

impl Spellings {
    /// The spellings of all names in a list: those of its entries, with their addresses, and those of its drafts.
    pub fn of(list: &NameList<'_>, language: &Language) -> Self {
        let all: Vec<_> = list.entries.iter().flat_map(phrases).collect();
        let of_entries = list.entries.iter().flat_map(|entry| {
            let names = entry.names().map(|name| name.text.to_owned());
            names.chain([entry.slug.to_owned(), entry.to_string()])
        });
        let of_drafts = list.drafts.iter().flat_map(|draft| {
            let names = draft.names.iter().chain([&draft.slug]);
            names.map(|name| (*name).to_owned())
        });
        let folded = of_entries
            .chain(of_drafts)
            .map(|name| fold(&name, language));
        let forms: BTreeSet<String> = matcher::forms(&all, language)
            .into_iter()
            .chain(folded)
            .collect();
        let forms = Vec::from_iter(forms);
        let mut beginnings: HashMap<u64, Vec<usize>> = HashMap::new();
        for (index, form) in forms.iter().enumerate() {
            let ends = form.char_indices().map(|(start, c)| start + c.len_utf8());
            let is_whole = |end: &usize| *end == form.len();
            for end in ends.filter(|end| form.len() <= MAX_BYTES || is_whole(end)) {
                let key = Key::of(slice(form, ..end)).mixed();
                beginnings.entry(key).or_default().push(index);
            }
        }
        Self {
            forms,
            may_begin: Filter::new(beginnings.keys()),
            beginnings,
        }
    }

    /// Whether a text with this vocabulary may mention one of the names, or refer to it.
    pub fn may_be_in(&self, vocabulary: &Vocabulary) -> bool {
        let words = vocabulary.words.iter();
        let words = words.filter(|word| self.may_begin.may_have(**word));
        let begun = words.filter_map(|word| self.beginnings.get(word)).flatten();
        let begun: BTreeSet<usize> = begun.copied().collect();
        let mut forms = begun.into_iter().filter_map(|form| self.forms.get(form));
        forms.any(|form| vocabulary.spells(form))
    }
}
