//! Front matter changed in an entry's file: what a fix of a diagnostic is made of.

use crate::entry::front_matter::fences::parts;
use crate::project::keys::write::InPlace;
use crate::source::{Edit, SourceFile};

/// The edit of an entry's file that makes a change of its front matter; `None` where the file has none,
/// or nothing changes.
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
