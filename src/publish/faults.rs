//! Messages about sites that cannot be published, and notes about a publication.

use std::path::Path;

use super::manifest::UnreadableLine;
use crate::diagnostic::disk_error::Cause;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::load::ADDRESSES;
use crate::site_map::LIST;
use crate::text::short_list;

/// The largest number of paths in a message.
const MOST_PATHS: usize = 10;

/// A reason why a path cannot be the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoOutput {
    /// It is a symbolic link.
    Link,
    /// It is a file.
    File,
    /// It is the root of the file system.
    Root,
    /// It contains the project.
    Project,
    /// It is a folder of authors' files, or is inside one.
    Authored,
    /// It contains the user's home folder.
    Home,
}

/// A path that cannot be the output folder.
pub(super) fn no_output(output: &Path, reason: NoOutput) -> Failure {
    refusal(
        output,
        match reason {
            NoOutput::Link => "it is a link, and may lead to files of other people",
            NoOutput::File => "it is not a folder",
            NoOutput::Root => "it is the root of the file system",
            NoOutput::Project => "it contains the project",
            NoOutput::Authored => "content/, pages/, templates/ and static/ are for your own files",
            NoOutput::Home => "it contains your home folder",
        },
    )
}

/// An output folder with files, but without a list of the files that Headword wrote.
pub(super) fn unlisted(output: &Path) -> Failure {
    refusal(
        output,
        "it contains files that Headword did not write; give an empty folder with `--output`, or empty \
         this folder yourself",
    )
}

/// A list in the output folder that is not a file.
pub(super) fn list_is_not_a_file(output: &Path) -> Failure {
    let why = format!("its {LIST} is a link or a folder, which Headword did not make");
    refusal(output, why)
}

/// A list in the output folder with a line that Headword did not write.
pub(super) fn unreadable_list(output: &Path, line: UnreadableLine) -> Failure {
    refusal(
        output,
        format!(
            "Headword did not write line {} of its {LIST}, so it cannot know which files are its own; \
             empty the folder yourself, or give another folder with `--output`",
            line.number
        ),
    )
}

/// Files in the output folder that are not on its list (`foreign`), or whose sums are not those on the list
/// (`changed`). `None` if there are no such files.
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
            "somebody has changed {} since the last build; put your version into static/ or \
             templates/, or delete it",
            short_list(changed, MOST_PATHS)
        ));
    }
    (!why.is_empty()).then(|| refusal(output, why.join("; ")))
}

/// A file of the old site that was changed or made during the publication.
pub(super) fn changed_meanwhile(output: &Path, path: &str) -> Failure {
    let why = format!(
        "somebody changed {path} while the site was being published; put your own files into static/"
    );
    touched_meanwhile(output, why)
}

/// A file of the old site that was removed during the publication.
pub(super) fn removed_meanwhile(output: &Path, path: &str) -> Failure {
    let why = format!("somebody removed {path} while the site was being published; build again");
    touched_meanwhile(output, why)
}

/// An address book that was changed after it was read.
pub(super) fn book_changed(book: &Path) -> Failure {
    Failure::Changed {
        what: format!("cannot write {}", book.display()),
        why: "somebody changed it during the build; build again".to_owned(),
    }
}

/// A folder of an old site that cannot be removed, because it contains files that are not on the site's
/// list.
pub(super) fn left_files(folder: &Path) -> Failure {
    Failure::NotOurs {
        path: folder.display().to_string(),
        why: "contains files that Headword did not write: move them to another folder, and remove this \
              one"
            .to_owned(),
    }
}

/// A note about another build that publishes into the output folder.
pub(super) fn waiting(output: &Path) -> String {
    format!(
        "waiting for another build, which publishes into {}",
        output.display()
    )
}

/// A note about a workshop that could not be removed.
pub(super) fn workshop_left(workshop: &Path, failure: &Failure) -> String {
    format!(
        "{} is left for the next build to remove: {failure}",
        workshop.display()
    )
}

/// A note about an old site that could not be put back after an error.
pub(super) fn not_taken_back(output: &Path, cause: &Cause) -> String {
    format!(
        "cannot put the old site back, so the new site stays in {}: {cause}",
        output.display()
    )
}

/// A note about an old site that could not be removed after the new one was published.
pub(super) fn old_site_left(failure: &Failure) -> String {
    format!("the old site was not removed: {failure}")
}

fn touched_meanwhile(output: &Path, why: String) -> Failure {
    Failure::Changed {
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

/// The site in `output` was made with an address book, and the project has none, or an empty one. With `is_recording`, this
/// build makes a new one.
pub(super) fn missing_addresses(output: &Path, is_empty: bool, is_recording: bool) -> Diagnostic {
    let message = format!(
        "{ADDRESSES} is {}, but the site in {} was made with it",
        if is_empty { "empty" } else { "missing" },
        output.display()
    );
    let consequence = if is_recording {
        "this build makes a new one, which lacks the addresses that are gone"
    } else {
        "without it, no build knows whether an address is lost"
    };
    Diagnostic::new(Code::MissingAddresses, message)
        .at_path(ADDRESSES)
        .help(format!(
            "restore it, for example with `git checkout {ADDRESSES}`: {consequence}"
        ))
        .help("if you do not need the old one, build once without `--strict`")
}
