//! A new entry as it is typed on the command line.

use std::path::{Component, Path};

use super::faults;
use crate::diagnostic::failure::Failure;
use crate::project::typed::name;
use crate::text::slug::is_storable;

/// A new entry as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewEntry {
    /// The title.
    pub title: String,
    /// The abbreviations.
    pub abbreviations: Vec<String>,
    /// The synonyms.
    pub synonyms: Vec<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The sense, which tells it apart from other entries with the same title.
    pub sense: Option<String>,
    /// The folder of its file, a path in `content/`; `content/` itself if it is `None`.
    pub folder: Option<String>,
    /// The slug; made from the title if it is `None`.
    pub slug: Option<String>,
}

impl NewEntry {
    /// The entry with all names in their stored form. The slug is checked later.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] if a name or the folder is not valid.
    pub(super) fn checked(&self) -> Result<Self, Failure> {
        let names = |typed: &[String], kind: &str| -> Result<Vec<String>, Failure> {
            typed.iter().map(|typed| name(typed, kind)).collect()
        };
        Ok(Self {
            title: name(&self.title, "title")?,
            abbreviations: names(&self.abbreviations, "abbreviation")?,
            synonyms: names(&self.synonyms, "synonym")?,
            tags: names(&self.tags, "tag")?,
            sense: self
                .sense
                .as_deref()
                .map(|sense| name(sense, "sense"))
                .transpose()?,
            folder: self.folder.as_deref().map(folder).transpose()?.flatten(),
            slug: self.slug.clone(),
        })
    }

    /// The title, with the sense in brackets if there is one.
    pub(super) fn headword(&self) -> String {
        match &self.sense {
            Some(sense) => format!("{} ({sense})", self.title),
            None => self.title.clone(),
        }
    }
}

/// A typed folder as a path in `content/`, with `/`; `None` for `content/` itself. The typed path may begin
/// with `content/`.
fn folder(typed: &str) -> Result<Option<String>, Failure> {
    let mut parts = Vec::new();
    for part in Path::new(typed).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(part) => {
                let part = part.to_string_lossy().into_owned();
                if part.starts_with('.') || !is_storable(&part) {
                    return Err(faults::unusable_folder(&part));
                }
                parts.push(part);
            }
            _ => return Err(faults::folder_outside(typed)),
        }
    }
    if parts.first().is_some_and(|first| first == "content") {
        parts.remove(0);
    }
    Ok((!parts.is_empty()).then(|| parts.join("/")))
}
