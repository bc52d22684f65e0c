//! Changes front matter in an entry's file, for the fixes of diagnostics.

use crate::entry::front_matter::fences::parts;
use crate::project::keys::write::{InPlace, edit_in_place};
use crate::source::{Edit, Place, SourceFile};

/// The edit of an entry's file that makes `change` to its front matter; `None` if the file has no front
/// matter, or for the reasons of [`edit_in_place`].
pub fn amended(file: &SourceFile, change: impl FnOnce(&mut InPlace)) -> Option<Edit> {
    let parts = parts(&file.text).ok()?;
    edit_in_place(file, parts.front, parts.syntax, change)
}

/// Whether a place is in the front matter of an entry, or in a file that is not an entry, such as the
/// settings.
pub fn is_in_front_matter(place: &Place) -> bool {
    match parts(&place.file.text) {
        Ok(parts) => place.span.end <= parts.front.end,
        Err(_) => !place.file.path.ends_with(".md"),
    }
}
