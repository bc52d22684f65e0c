//! The new name for each old name of the entry in a text, in the same case and form.

use std::sync::Arc;

use crate::glossary::{EntryId, LabelKind};
use crate::names::{NameIndex, can_be_typed};
use crate::source::{Place, SourceFile};
use crate::text::fold::{fold, nfc, single_spaced};
use crate::text::language::Language;
use crate::text::slice;

/// The names of the entry before and after the change.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) old_title: String,
    pub(super) new_title: String,
    /// The sense of the entry, which does not change.
    pub(super) sense: Option<String>,
    pub(super) old_slug: String,
    pub(super) new_slug: String,
}

/// A name that replaces another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewName {
    /// The name to write.
    pub(super) name: String,
    /// Its form.
    pub(super) form: NameForm,
}

/// The form of a new name, compared with the old name in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NameForm {
    /// The old name was written exactly as the entry has it, and so is the new name.
    Exact,
    /// The new name has the case or the ending of the old one: `visual tokens` for `image patches`.
    Adapted,
    /// The new name is not for readers (a slug, or a name with its sense): readers see this text instead.
    WithText(String),
    /// No form of the new title fits the old name, so readers see the old words.
    OldText,
}

/// Chooses the new names. It knows the meaning of all names before and after the change.
pub(super) struct Namer<'n> {
    pub(super) names: &'n Names,
    pub(super) language: &'n Language,
    pub(super) before: &'n NameIndex,
    pub(super) after: &'n NameIndex,
    /// The renamed entry in the glossary before the change.
    pub(super) old: EntryId,
    /// The renamed entry in the glossary after the change.
    pub(super) new: EntryId,
}

impl Namer<'_> {
    /// The new name for a name in a text. `fits` decides whether a text can be written there. `None` if the
    /// name means another entry, or if it does not have to change.
    ///
    /// If *Image patch* becomes *Visual token*, `Image patch` gives `Visual token` (exact), and `image
    /// patches` gives `visual tokens` (adapted).
    pub(super) fn renamed(&self, written: &str, fits: fn(&str) -> bool) -> Option<NewName> {
        let means = self.before.resolve(written, nowhere()).ok()?;
        if means.entry != self.old {
            return None;
        }
        let written = single_spaced(&nfc(written));
        if means.kind != LabelKind::Title && self.means_renamed(&written) {
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
            return Some(self.unambiguous(new, fits, NameForm::Exact));
        }
        // the title in small letters may be equal to the slug: then it is the title, which readers see
        if written == *old_slug && written != old_title.to_lowercase() {
            let new = self.unambiguous(new_slug, fits, NameForm::Exact);
            return (old_slug != new_slug).then_some(new);
        }
        let folded = fold(&written, self.language);
        let is_folded = |old: &str| fold(old, self.language) == folded;
        if let Some((old, new)) = titles().find(|(old, _)| is_folded(old)) {
            let new = cased(new, old, &written);
            return Some(self.unambiguous(&new, fits, NameForm::Adapted));
        }
        if is_folded(old_slug) {
            let new = self.unambiguous(new_slug, fits, NameForm::Adapted);
            return (old_slug != new_slug).then_some(new);
        }
        let form = inflected(new_title, old_title, &written, self.language)
            .into_iter()
            .find(|form| fits(form) && self.means_renamed(form));
        Some(match form {
            Some(name) => NewName {
                name,
                form: NameForm::Adapted,
            },
            None => NewName {
                name: self.unambiguous(new_title, fits, NameForm::OldText).name,
                form: NameForm::OldText,
            },
        })
    }

    /// The name to write for the new title itself.
    pub(super) fn title(&self) -> NewName {
        self.unambiguous(&self.names.new_title, can_be_typed, NameForm::Exact)
    }

    /// The name `name` in this form; or, if it does not fit or does not mean the renamed entry, another
    /// name that does, with `name` as the text for readers.
    fn unambiguous(&self, name: &str, fits: fn(&str) -> bool, form: NameForm) -> NewName {
        if fits(name) && self.means_renamed(name) {
            return NewName {
                name: name.to_owned(),
                form,
            };
        }
        let unambiguous = self.after.unambiguous(self.new);
        NewName {
            name: if fits(&unambiguous) {
                unambiguous
            } else {
                self.names.new_slug.clone()
            },
            form: NameForm::WithText(name.to_owned()),
        }
    }

    /// Whether a name means the renamed entry after the change.
    fn means_renamed(&self, name: &str) -> bool {
        let means = self.after.resolve(name, nowhere());
        means.is_ok_and(|means| means.entry == self.new)
    }
}

/// A place for names that are not in any file.
pub(super) fn nowhere() -> Place {
    Place::new(&Arc::new(SourceFile::new("", String::new())), 0..0)
}

/// The new name in the case of `written`: in small letters, with a capital at the beginning, or as it is.
///
/// If *Image Patch* was `written` as `Image patch`, the new name *Visual Token* is `Visual token`.
fn cased(new: &str, old: &str, written: &str) -> String {
    let has_capitals_only = !written.contains(char::is_lowercase);
    let has_case = |case: fn(&str) -> String| case(written) == written && case(old) != old;
    if has_capitals_only {
        new.to_owned()
    } else if has_case(in_small_letters) {
        in_small_letters(new)
    } else if has_case(|text| capitalised(&in_small_letters(text))) {
        capitalised(&in_small_letters(new))
    } else if has_case(capitalised) {
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

/// A name in small letters, as in the middle of a sentence. Single letters, and words with a capital or a
/// digit inside, stay as they are: *DALL-E*, *GPT*, *X*.
fn in_small_letters(name: &str) -> String {
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

/// Possible forms of the new name that correspond to the form `written` of the old name: *tokens*, if
/// *patch* was `written` as *patches*. Some of them may not be words.
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

/// The regular English plural of a name. The matcher does not help here, because it also accepts wrong
/// forms.
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
