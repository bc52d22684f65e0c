//! Changes front matter in an entry's file, for the fixes of diagnostics.

use crate::entry::front_matter::fences::parts;
use crate::project::keys::write::InPlace;
use crate::source::{Edit, SourceFile};

/// The edit of an entry's file that makes `change` to its front matter; `None` if the file has no front
/// matter or nothing changes.
pub fn amended(file: &SourceFile, change: impl FnOnce(&mut InPlace)) -> Option<Edit> {
    let front = parts(&file.text).ok()?.front;
    let before = file.slice(front.clone());
    let mut after = InPlace::new(before);
    change(&mut after);
    let Edit { span, text } = Edit::between(before, &after.into_text())?;
    Some(Edit::new(
        front.start + span.start..front.start + span.end,
        text,
    ))
}
