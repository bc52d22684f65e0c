//! What a new entry is to be, as it is typed on a command line.

use std::path::{Component, Path};

use super::faults;
use crate::diagnostic::failure::Failure;
use crate::project::typed::name;
use crate::text::slug::is_storable;

/// What a new entry is to be, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewEntry {
    /// Its main name.
    pub title: String,
    /// Short forms.
    pub abbreviations: Vec<String>,
    /// Other names.
    pub synonyms: Vec<String>,
    /// Subjects.
    pub tags: Vec<String>,
    /// Which meaning of the title it is.
    pub sense: Option<String>,
    /// The folder in `content/` for its file.
    pub folder: Option<String>,
    /// Its address; made of the title if there is none.
    pub slug: Option<String>,
}

impl NewEntry {
    /// The entry with its names as front matter would have them.
    pub(super) fn checked(&self) -> Result<Self, Failure> {
        let names = |typed: &[String], what: &str| -> Result<Vec<String>, Failure> {
            typed.iter().map(|typed| name(typed, what)).collect()
        };
        Ok(Self {
            title: name(&self.title, "title")?,
            abbreviations: names(&self.abbreviations, "abbreviation")?,
            synonyms: names(&self.synonyms, "synonym")?,
            tags: names(&self.tags, "tag")?,
            sense: self
                .sense
                .as_deref()
                .map(|it| name(it, "sense"))
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

/// A folder of `content/` as it was typed, with `/`; `None` for `content/` itself.
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
