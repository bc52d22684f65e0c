//! Messages about files and folders that Headword must not change.

use std::path::Path;

use crate::diagnostic::failure::Failure;

/// A path that Headword needs for a folder of its own files, and that is not such a folder. `purpose` is
/// the reason why Headword needs it.
pub(super) fn in_the_way(folder: &Path, purpose: &str) -> Failure {
    Failure::NotOurs {
        path: folder.display().to_string(),
        why: format!(
            "has to be a folder with only files of Headword: {purpose}; move your files away"
        ),
    }
}

/// A new file whose path exists.
pub(super) fn already_exists(path: &str) -> Failure {
    Failure::NotOurs {
        path: path.to_owned(),
        why: "already exists".to_owned(),
    }
}

/// A file that was changed after it was read.
pub(super) fn was_changed(path: &str) -> Failure {
    Failure::Changed {
        what: format!("{path} was changed meanwhile"),
        why: "try again".to_owned(),
    }
}

/// A path outside of the project, or with a character that paths in it must not contain.
pub(super) fn not_of_the_project(path: &str) -> Failure {
    unusable(path, "is not a file of the project")
}

/// A file with two changes in one edit.
pub(super) fn changed_twice(path: &str) -> Failure {
    unusable(path, "would be changed twice")
}

/// A path to change that is a link or a folder.
pub(super) fn not_a_file(path: &str) -> Failure {
    unusable(path, "is a link or a folder: replace it with a file")
}

/// A folder of a path to change that is a link or a file.
pub(super) fn not_a_folder(path: &str) -> Failure {
    unusable(path, "is a link or a file: replace it with a folder")
}

/// A damaged journal of an edit that was stopped, in `folder`. The files that the edit has moved are in
/// `old`, beside the journal.
pub(super) fn unreadable_journal(folder: &str, journal: &str, old: &str) -> Failure {
    Failure::NotOurs {
        path: format!("{folder}/{journal}"),
        why: format!(
            "is damaged: move the missing files back from {folder}/{old}, and remove the folder {folder}"
        ),
    }
}

/// A file that was changed after an edit was stopped, so that this edit cannot be undone.
pub(super) fn changed_since_stopped(path: &str) -> Failure {
    Failure::NotOurs {
        path: path.to_owned(),
        why:
            "was changed after an edit was stopped, so this edit cannot be undone: move your file \
              away, and try again"
                .to_owned(),
    }
}

fn unusable(path: &str, why: &str) -> Failure {
    Failure::Unusable {
        path: path.to_owned(),
        why: why.to_owned(),
    }
}
