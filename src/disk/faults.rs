//! The messages of this room: reasons not to touch the files of a project, or a folder in the way.

use std::path::Path;

use crate::diagnostic::failure::Failure;

/// A folder where Headword keeps its own files is somebody else's; `purpose` says what it is for.
pub(super) fn in_the_way(folder: &Path, purpose: &str) -> Failure {
    Failure::NotOurs {
        path: folder.display().to_string(),
        why: format!("is in the way: {purpose}, and Headword did not make it"),
    }
}

/// A file that is to be made is there.
pub(super) fn is_there(path: &str) -> Failure {
    Failure::NotOurs {
        path: path.to_owned(),
        why: "is there already".to_owned(),
    }
}

/// A file is not any more as it was read.
pub(super) fn was_changed(path: &str) -> Failure {
    Failure::Changed {
        path: path.to_owned(),
        what: format!("{path} was changed meanwhile"),
        why: "try again".to_owned(),
    }
}

/// A path leads out of the project, or has a character that no path of it may have.
pub(super) fn not_of_the_project(path: &str) -> Failure {
    unusable(path, "is no file of the project")
}

/// One edit has two changes of a file.
pub(super) fn changed_twice(path: &str) -> Failure {
    unusable(path, "would be changed twice")
}

/// A path that is to be changed is a link or a folder.
pub(super) fn not_a_file(path: &str) -> Failure {
    unusable(
        path,
        "is no file: put the file itself there, not a link to it",
    )
}

/// A folder around a path that is to be changed is a link or a file.
pub(super) fn not_a_folder(path: &str) -> Failure {
    unusable(path, "is a link or a file: put the folder itself there")
}

/// Nobody knows what an edit that was stopped has done: its `journal` in `folder` is damaged. The files
/// that it moved are in `old`, beside the journal.
pub(super) fn unreadable_journal(folder: &str, journal: &str, old: &str) -> Failure {
    Failure::NotOurs {
        path: format!("{folder}/{journal}"),
        why: format!(
            "is not as Headword writes it: put back what is missing, which is in {folder}/{old}, and \
             remove the folder {folder}"
        ),
    }
}

/// A file stands in the way of undoing an edit that was stopped.
pub(super) fn changed_since_stopped(path: &str) -> Failure {
    Failure::NotOurs {
        path: path.to_owned(),
        why: "was changed after an edit was stopped, which is to be undone: move your file away, and \
              try again"
            .to_owned(),
    }
}

fn unusable(path: &str, why: &str) -> Failure {
    Failure::Unusable {
        path: path.to_owned(),
        why: why.to_owned(),
    }
}
