//! Changes front matter in an entry's file, for the fixes of diagnostics.

use crate::entry::front_matter::fences::parts;
use crate::project::keys::write::{InPlace, edit_in_place};
use crate::source::{Edit, SourceFile};

/// The edit of an entry's file that makes `change` to its front matter; `None` if the file has no front
/// matter, or for the reasons of [`edit_in_place`].
pub fn amended(file: &SourceFile, change: impl FnOnce(&mut InPlace)) -> Option<Edit> {
    let front = parts(&file.text).ok()?.front;
    edit_in_place(file, front, change)
}
