//! The messages of this room: why nothing is published, and what is told of a publication on its way.

use std::path::Path;

use super::manifest::BadLine;
use crate::diagnostic::disk_error::Cause;
use crate::diagnostic::failure::Failure;
use crate::project::load::ADDRESSES;
use crate::site_map::LIST;
use crate::text::short_list;

/// How many paths a refusal names.
const MOST_PATHS: usize = 10;

/// A reason that a folder cannot be the place of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// It is a symbolic link.
    Link,
    /// It is a file.
    File,
    /// It is the root of the file system.
    Root,
    /// The project is in it.
    Project,
    /// It is in a folder of authors' files.
    Authored,
    /// The user's home is in it.
    Home,
}

/// A folder cannot be the place of a site.
pub(super) fn no_place(output: &Path, reason: NoPlace) -> Failure {
    refusal(
        output,
        match reason {
            NoPlace::Link => "it is a link, and what it leads to may be anybody's",
            NoPlace::File => "it is not a folder",
            NoPlace::Root => "it is the root of the file system",
            NoPlace::Project => "the project lies in it",
            NoPlace::Authored => "authors' files lie there",
            NoPlace::Home => "your home folder lies in it",
        },
    )
}

/// The output has files, and no list that says whose they are.
pub(super) fn unlisted(output: &Path) -> Failure {
    refusal(
        output,
        "it holds files that Headword did not write; give an empty folder with `--output`, or empty \
         this one yourself",
    )
}

/// The list in the output is not a file.
pub(super) fn list_is_not_a_file(output: &Path) -> Failure {
    let why = format!("its {LIST} is a link or a folder, which Headword did not make");
    refusal(output, why)
}

/// The list in the output has a line that Headword cannot have written.
pub(super) fn unreadable_list(output: &Path, line: BadLine) -> Failure {
    refusal(
        output,
        format!(
            "line {} of its {LIST} is not as Headword writes it, so nobody knows whose the files are; \
             empty the folder yourself, or give another with `--output`",
            line.number
        ),
    )
}

/// The output has files that are not on its list, or that are not as the list has them; `None` if both
/// lists of paths are empty.
pub(super) fn others_files(output: &Path, foreign: &[&str], changed: &[&str]) -> Option<Failure> {
    let mut why = Vec::new();
    if !foreign.is_empty() {
        why.push(format!(
            "Headword did not write {}; put your own files into static/",
            short_list(foreign, MOST_PATHS)
        ));
    }
    if !changed.is_empty() {
        why.push(format!(
            "somebody has changed {} since it was written; put your version into static/ or \
             templates/, or delete it",
            short_list(changed, MOST_PATHS)
        ));
    }
    (!why.is_empty()).then(|| refusal(output, why.join("; ")))
}

/// A file of the old site was changed, or made, while the new site took its place.
pub(super) fn changed_meanwhile(output: &Path, path: &str) -> Failure {
    let why = format!(
        "somebody has changed {path} while the site was published; put your own files into static/"
    );
    touched_meanwhile(output, path, why)
}

/// A file of the old site was removed while the new site took its place.
pub(super) fn removed_meanwhile(output: &Path, path: &str) -> Failure {
    let why = format!("somebody has removed {path} while the site was published; build again");
    touched_meanwhile(output, path, why)
}

/// The address book is not any more as it was read.
pub(super) fn book_changed(book: &Path) -> Failure {
    Failure::Changed {
        path: ADDRESSES.to_owned(),
        what: format!("cannot write {}", book.display()),
        why: "somebody has changed it during the build; build again".to_owned(),
    }
}

/// A folder of a site that is removed has files that are not on the site's list.
pub(super) fn left_files(folder: &Path) -> Failure {
    Failure::NotOurs {
        path: folder.display().to_string(),
        why: "holds files that Headword did not write: move them to where they belong, and remove the \
              folder"
            .to_owned(),
    }
}

/// Another build publishes into the output.
pub(super) fn waiting(output: &Path) -> String {
    format!(
        "waiting for another build, which publishes into {}",
        output.display()
    )
}

/// A workshop could not be removed.
pub(super) fn left_over(workshop: &Path, failure: &Failure) -> String {
    format!(
        "{} is left over, which the next build will remove: {failure}",
        workshop.display()
    )
}

/// The old site could not be put back in its place.
pub(super) fn not_taken_back(output: &Path, cause: &Cause) -> String {
    format!(
        "the new site stands in {}, and cannot be taken back: {cause}",
        output.display()
    )
}

/// The new site is published, and the old one could not be removed.
pub(super) fn old_site_left(failure: &Failure) -> String {
    format!("the old site is not removed: {failure}")
}

fn touched_meanwhile(output: &Path, path: &str, why: String) -> Failure {
    Failure::Changed {
        path: path.to_owned(),
        what: format!("cannot publish into {}", output.display()),
        why,
    }
}

fn refusal(output: &Path, why: impl Into<String>) -> Failure {
    Failure::Output {
        folder: output.to_owned(),
        why: why.into(),
    }
}
