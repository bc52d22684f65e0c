//! Messages about texts that do not keep to a glossary.

use std::path::Path;

use super::document::Unread;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::source::Place;
use crate::text::counted;

/// A path that does not exist.
pub(super) fn no_such_file(path: &Path) -> Failure {
    Failure::Usage(format!(
        "there is no {}: name files or folders with texts, or `-` for standard input",
        path.display()
    ))
}

/// A folder without texts.
pub(super) fn no_text(folder: &Path) -> Failure {
    Failure::Usage(format!(
        "there is no text in {}: Markdown, MDX, HTML and plain text are read by their endings, such as `.md`; a file \
         with another ending is read if you name it",
        folder.display()
    ))
}

/// A name with wrong capitals.
pub(super) fn wrong_capital(written: &str, right: &str, place: &Place) -> Diagnostic {
    let message = format!("`{written}` has other capitals than in the glossary");
    Diagnostic::new(Code::WrongCapital, message)
        .at(place.clone())
        .help_edit([instead(written, right, place)], |[right]| {
            format!("write {right}")
        })
}

/// A slip in a word of a name.
pub(super) fn misspelled_term(written: &str, right: &str, place: &Place) -> Diagnostic {
    let message = format!("`{written}` looks like a slip of typing");
    Diagnostic::new(Code::MisspelledTerm, message)
        .at(place.clone())
        .help_edit([instead(written, right, place)], |[right]| {
            format!("did you mean {right}?")
        })
}

/// A text to type where `written` is. There is no edit if there is markup between the words.
fn instead(written: &str, right: &str, place: &Place) -> Suggestion {
    let suggestion = Suggestion::new(right);
    if place.text() == written {
        suggestion.in_place_of(place)
    } else {
        suggestion
    }
}

/// The diagnostic of a file that was not read, if somebody has to change the file.
pub(super) fn unread(unread: &Unread) -> Option<Diagnostic> {
    match unread {
        Unread::NotUtf8 { path, at, byte } => {
            let message = format!("the file is not UTF-8: byte {at} is 0x{byte:02x}");
            let diagnostic = Diagnostic::new(Code::NotUtf8, message).at_path(path);
            Some(diagnostic.help("save the file as UTF-8"))
        }
        Unread::Encoding { path, name } => {
            let message = match name {
                Some(name) => format!("cannot read a page with the encoding `{name}`"),
                None => "the page is not UTF-8, and declares no encoding".to_owned(),
            };
            let diagnostic = Diagnostic::new(Code::UnknownEncoding, message).at_path(path);
            Some(
                diagnostic
                    .help("write the page in UTF-8, and declare it: `<meta charset=\"utf-8\">`"),
            )
        }
        Unread::TooDeep | Unread::OtherLanguage => None,
    }
}

/// What a writer should know about files that were not read.
pub(super) fn notes(unread: &[Option<Unread>]) -> Vec<String> {
    let count =
        |is_one: fn(&Unread) -> bool| unread.iter().flatten().filter(|one| is_one(one)).count();
    let deep = count(|one| matches!(one, Unread::TooDeep));
    let other = count(|one| matches!(one, Unread::OtherLanguage));
    let mut notes = Vec::new();
    let pages = |count| counted(count, "page was", "pages were");
    if deep > 0 {
        notes.push(format!(
            "{} not read: the elements are nested too deeply",
            pages(deep)
        ));
    }
    if other > 0 {
        notes.push(format!(
            "{} not read: another language than that of the glossary",
            pages(other)
        ));
    }
    notes
}
