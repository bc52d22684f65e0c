//! The change of a file that a decision makes.

use super::FileChange;
use super::question::Question;
use crate::diagnostic::failure::Failure;
use crate::entry::amend::amended;
use crate::link::answers::{Answer, Answers};
use crate::project::keys::Syntax;
use crate::project::keys::write::edit_in_place;
use crate::project::load::LINKING;
use crate::source::{Edit, SourceFile};

/// Keeps links as right in `linking.toml`.
pub(super) fn right<'l>(
    answers: &'l Answers,
    links: impl IntoIterator<Item = &'l Answer>,
) -> FileChange {
    FileChange {
        path: LINKING.to_owned(),
        before: answers.file().map(|file| file.as_written()),
        after: answers.with(links),
    }
}

/// Makes the words of a link words that are not a mention: `[[|type]]`.
pub(super) fn not_here(question: &Question) -> FileChange {
    let place = &question.place;
    let line = place.file.lines_around(place.span.clone());
    // in a table, a bar without a backslash ends the cell
    let is_in_table = place.file.slice(line).contains('|');
    let bar = if is_in_table { "\\|" } else { "|" };
    let plain = format!("[[{bar}{}]]", place.text());
    change(&place.file, &Edit::new(place.span.clone(), plain))
}

/// Adds a phrase to those in the settings that mention no entry.
///
/// # Errors
///
/// [`Failure::Usage`] if the settings have a form that is not changed, with what to type there instead.
pub(super) fn never_on(phrase: &str, settings: &SourceFile) -> Result<FileChange, Failure> {
    let whole = 0..settings.text.len();
    let edit = edit_in_place(settings, whole, Syntax::Toml, |keys| {
        keys.add_in_table("linking", "exclude", phrase);
    });
    let edit = edit.ok_or_else(|| {
        let advice = format!("add \"{phrase}\" to `exclude` under `[linking]` yourself");
        refused(settings, &advice)
    })?;
    Ok(change(settings, &edit))
}

/// Lets only references link to the entry of a link.
///
/// # Errors
///
/// [`Failure::Usage`] if the entry's front matter has a form that is not changed.
pub(super) fn only_written(question: &Question) -> Result<FileChange, Failure> {
    let file = &question.target_file;
    let edit = amended(file, |keys| keys.set("link", "explicit"));
    let edit = edit.ok_or_else(|| refused(file, "write `link = \"explicit\"` in it yourself"))?;
    Ok(change(file, &edit))
}

fn change(file: &SourceFile, edit: &Edit) -> FileChange {
    FileChange {
        path: file.path.clone(),
        before: Some(file.as_written()),
        after: file.edited(std::slice::from_ref(edit)),
    }
}

fn refused(file: &SourceFile, advice: &str) -> Failure {
    Failure::Usage(format!(
        "{} has a form that cannot be changed here: {advice}",
        file.path
    ))
}
