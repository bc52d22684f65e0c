//! What to write for a name of the entry, as it was written before.

use std::sync::Arc;

use crate::glossary::{EntryId, LabelKind};
use crate::names::{NameIndex, can_be_typed};
use crate::source::{Place, SourceFile};
use crate::text::fold::{fold, nfc, single_spaced};
use crate::text::language::Language;
use crate::text::slice;

/// The names that change.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) old_title: String,
    pub(super) new_title: String,
    /// Which of several meanings the entry has, before and after.
    pub(super) sense: Option<String>,
    pub(super) old_slug: String,
    pub(super) new_slug: String,
}

/// A name in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewName {
    /// What to write.
    pub(super) name: String,
    /// How it stands for what was written.
    pub(super) likeness: Likeness,
}

/// How a new name stands for the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Likeness {
    /// One name for another, both as their entry has them.
    Same,
    /// In another case or form than the entry's, as it was written before.
    Adapted,
    /// It cannot be read in the place of what was written, but this can.
    Shown(String),
    /// There is nothing that could be read in the place of what was written.
    Unlike,
}

/// Knows what names mean before and after.
pub(super) struct Namer<'n> {
    pub(super) names: &'n Names,
    pub(super) language: &'n Language,
    pub(super) before: &'n NameIndex,
    pub(super) after: &'n NameIndex,
    /// The entry, in either.
    pub(super) old: EntryId,
    pub(super) new: EntryId,
}

impl Namer<'_> {
    /// What to write for a name; `fits` says of a text whether it can stand there. `None` if the name
    /// means another entry, or may stay as it is.
    pub(super) fn renamed(&self, written: &str, fits: fn(&str) -> bool) -> Option<NewName> {
        let means = self.before.resolve(written, nowhere()).ok()?;
        if means.entry != self.old {
            return None;
        }
        let written = single_spaced(&nfc(written));
        if means.kind != LabelKind::Title && self.means_it(&written) {
            return None;
        }
        let Names {
            old_title,
            new_title,
            old_slug,
            new_slug,
            ..
        } = self.names;
        let with_sense = |title: &str| {
            let sense = self.names.sense.as_ref();
            sense.map(|sense| format!("{title} ({sense})"))
        };
        let titles = [
            Some((old_title.clone(), new_title.clone())),
            with_sense(old_title).zip(with_sense(new_title)),
        ];
        let titles = || titles.iter().flatten();
        if let Some((_, new)) = titles().find(|(old, _)| *old == written) {
            return Some(self.certain(new, fits, Likeness::Same));
        }
        // a word in small letters is what readers are to see, though the slug is that word as well
        if written == *old_slug && written != old_title.to_lowercase() {
            let new = self.certain(new_slug, fits, Likeness::Same);
            return (old_slug != new_slug).then_some(new);
        }
        let folded = fold(&written, self.language);
        let is_close = |old: &str| fold(old, self.language) == folded;
        if let Some((old, new)) = titles().find(|(old, _)| is_close(old)) {
            let new = cased(new, old, &written);
            return Some(self.certain(&new, fits, Likeness::Adapted));
        }
        if is_close(old_slug) {
            let new = self.certain(new_slug, fits, Likeness::Adapted);
            return (old_slug != new_slug).then_some(new);
        }
        let form = inflected(new_title, old_title, &written, self.language)
            .into_iter()
            .find(|form| fits(form) && self.means_it(form));
        Some(match form {
            Some(name) => NewName {
                name,
                likeness: Likeness::Adapted,
            },
            None => NewName {
                name: self.certain(new_title, fits, Likeness::Unlike).name,
                likeness: Likeness::Unlike,
            },
        })
    }

    /// What to write for the new title itself.
    pub(super) fn title(&self) -> NewName {
        self.certain(&self.names.new_title, can_be_typed, Likeness::Same)
    }

    /// A name, or, if that would mean another entry or none, one that does mean it.
    fn certain(&self, name: &str, fits: fn(&str) -> bool, likeness: Likeness) -> NewName {
        if fits(name) && self.means_it(name) {
            return NewName {
                name: name.to_owned(),
                likeness,
            };
        }
        let unambiguous = self.after.unambiguous(self.new);
        NewName {
            name: if fits(&unambiguous) {
                unambiguous
            } else {
                self.names.new_slug.clone()
            },
            likeness: Likeness::Shown(name.to_owned()),
        }
    }

    fn means_it(&self, name: &str) -> bool {
        let means = self.after.resolve(name, nowhere());
        means.is_ok_and(|means| means.entry == self.new)
    }
}

/// A place for what is written in no file.
pub(super) fn nowhere() -> Place {
    Place::new(&Arc::new(SourceFile::new("", String::new())), 0..0)
}

/// A name in the case in which another was written: as running text has it, as the beginning of a
/// sentence does, or as its author gave it.
fn cased(new: &str, old: &str, written: &str) -> String {
    let is_shouted = !written.contains(char::is_lowercase);
    let is_in = |case: fn(&str) -> String| case(written) == written && case(old) != old;
    if is_shouted {
        new.to_owned()
    } else if is_in(in_running_text) {
        in_running_text(new)
    } else if is_in(|text| capitalised(&in_running_text(text))) {
        capitalised(&in_running_text(new))
    } else if is_in(capitalised) {
        capitalised(new)
    } else {
        new.to_owned()
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest.clone()).collect()
}

/// A name in lower case but for words that have capitals of their own: *DALL-E*, *GPT*, *X*.
fn in_running_text(name: &str) -> String {
    let lower = |word: &str| {
        let mut rest = word.chars();
        let is_short = rest.next().is_none() || rest.as_str().is_empty();
        if is_short || rest.any(|c| c.is_uppercase() || c.is_numeric()) {
            word.to_owned()
        } else {
            word.to_lowercase()
        }
    };
    name.split_inclusive(|c: char| c.is_whitespace() || c == '-')
        .map(|part| {
            let word = part.trim_end_matches(|c: char| c.is_whitespace() || c == '-');
            lower(word) + slice(part, word.len()..)
        })
        .collect()
}

/// Forms of a new name that may be to it what was written is to the old one: *tokens*, for *patches* of
/// *patch*. Not all are words.
fn inflected(new: &str, old: &str, written: &str, language: &Language) -> Vec<String> {
    let new = cased(new, old, written);
    let shared = old.char_indices().zip(written.char_indices());
    let shared = shared.take_while(|((_, a), (_, b))| a.to_lowercase().eq(b.to_lowercase()));
    let (old_end, written_end) = shared.last().map_or((0, 0), |((x, a), (y, b))| {
        (x + a.len_utf8(), y + b.len_utf8())
    });
    let (ending, form) = (slice(old, old_end..), slice(written, written_end..));
    let mut forms = Vec::new();
    let is_plural = matches!((ending, form), ("", "s" | "es") | ("y", "ies"));
    if is_plural && language.primary() == "en" {
        forms.push(english_plural(&new));
    }
    if let Some(stem) = new.strip_suffix(ending) {
        forms.push(format!("{stem}{form}"));
    }
    if form.ends_with('s') && !form.contains(['\'', '\u{2019}']) {
        forms.extend([format!("{new}s"), format!("{new}es")]);
        forms.extend(new.strip_suffix('y').map(|stem| format!("{stem}ies")));
    }
    forms
}

/// The plural of a name as English writes it: the matcher knows more forms than are right.
fn english_plural(name: &str) -> String {
    let stem = name.strip_suffix('y');
    match stem.filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh"]
            .iter()
            .any(|end| name.ends_with(end)) =>
        {
            format!("{name}es")
        }
        None => format!("{name}s"),
    }
}
