//! Messages about languages and entries that cannot be meant, and about files that cannot be changed.

use crate::diagnostic::failure::Failure;
use crate::glossary::Entry;
use crate::text::endonym::endonym;
use crate::text::language::Language;

/// A glossary without translations.
pub(super) fn one_language() -> Failure {
    Failure::Usage(
        "this glossary has only one language: for a second one, write a table such as `[languages.de]` in \
         glossary.toml; `headword docs languages` has the steps"
            .to_owned(),
    )
}

/// A tag that is not one of the `known` languages.
pub(super) fn unknown_language<'t>(tag: &str, known: impl Iterator<Item = &'t str>) -> Failure {
    let known = one_of(known);
    let or_add = match Language::from_tag(tag) {
        Some(language) if language.shorter().is_none() && endonym(&language) != language.tag() => {
            format!(
                ", or add a table `[languages.{}]` to glossary.toml",
                language.tag()
            )
        }
        _ => String::new(),
    };
    Failure::Usage(format!(
        "`{tag}` is not a language of this glossary: write {known}{or_add}"
    ))
}

/// The main language, in the place of one of the `known` languages.
pub(super) fn main_language<'t>(tag: &str, known: impl Iterator<Item = &'t str>) -> Failure {
    Failure::Usage(format!(
        "`{tag}` is the main language, which is not a translation: write {}",
        one_of(known)
    ))
}

/// Tags to choose from: `de`, `ja` or `ar`.
fn one_of<'t>(tags: impl Iterator<Item = &'t str>) -> String {
    let mut tags: Vec<String> = tags.map(|tag| format!("`{tag}`")).collect();
    match (tags.pop(), tags.is_empty()) {
        (Some(last), false) => format!("{} or {last}", tags.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
}

/// A typed text that is neither a name, nor a slug, nor the path of an entry's file. `similar` are names like it.
pub(super) fn unknown_entry(typed: &str, similar: &[&str]) -> Failure {
    let mut message = format!("no entry has the name, the slug or the file `{typed}`");
    if !similar.is_empty() {
        let similar = one_of(similar.iter().copied());
        message.push_str(&format!(": did you mean {similar}?"));
    }
    Failure::Usage(message)
}

/// A page, whose file is at `path`, instead of an entry.
pub(super) fn page(path: &str, tag: &str) -> Failure {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    Failure::Usage(format!(
        "{path} is a page, and only translations of entries are recorded: write its translation in {stem}.{tag}.md"
    ))
}

/// An entry that only a translation has.
pub(super) fn no_original(entry: &Entry) -> Failure {
    Failure::Usage(format!(
        "`{entry}` is not a translation: the main language has no entry `{}`",
        entry.slug
    ))
}

/// An entry without a translation, whose text cannot be recorded.
pub(super) fn not_translated(entry: &Entry, language: &Language) -> Failure {
    let (tag, slug) = (language.tag(), &entry.slug);
    Failure::Usage(format!(
        "`{entry}` is not translated into `{tag}`: begin with `headword translations new {tag} {slug}`"
    ))
}

/// An entry that has a translation already.
pub(super) fn is_translated(entry: &Entry, translation: &Entry) -> Failure {
    Failure::Usage(format!(
        "`{entry}` is translated already: {}",
        translation.file.path
    ))
}

/// A translation whose front matter cannot be changed in place. `line` is the line to write.
pub(super) fn not_in_place(path: &str, line: &str) -> Failure {
    Failure::Unusable {
        path: path.to_owned(),
        why: format!("has front matter that cannot be changed here: write `{line}` in it"),
    }
}
