//! Files that a text shows as images, and that are not images.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag};

use super::LinkedGlossary;
use super::faults::not_an_image;
use super::text::LinkedText;
use crate::diagnostic::Diagnostic;
use crate::project::images::ImageFile;
use crate::source::Place;

impl LinkedGlossary {
    /// A warning for each image of a text whose file is not an image. `images` says what is in the files with the names
    /// of images, by their paths from the project's root.
    pub fn damaged_images(&self, images: &BTreeMap<String, ImageFile>) -> Vec<Diagnostic> {
        let is_damaged = |image: &ImageFile| matches!(image, ImageFile::Other(_));
        if !images.values().any(is_damaged) {
            return Vec::new();
        }
        let entries = self.links.iter().map(|links| &links.text);
        let texts = entries.chain(&self.page_texts);
        texts.flat_map(|text| in_text(text, images)).collect()
    }
}

fn in_text(text: &LinkedText, images: &BTreeMap<String, ImageFile>) -> Vec<Diagnostic> {
    let damaged = text.references.iter().filter_map(|reference| {
        match images.get(&reference.target.project_path()?)? {
            ImageFile::Other(why) => Some((reference.event, *why)),
            _ => None,
        }
    });
    let damaged: Vec<_> = damaged.collect();
    let mut found = Vec::new();
    if !damaged.is_empty() {
        let parsed = text.body.parse();
        for (event, why) in damaged {
            // a link may lead to such a file
            if let Some((Event::Start(Tag::Image { .. }), span)) = parsed.events.get(event) {
                found.push(not_an_image(why, Place::new(&text.body.file, span.clone())));
            }
        }
    }
    for shown in &text.examples {
        let of_example = in_text(&shown.text, images).into_iter();
        found.extend(of_example.map(|diagnostic| shown.example.placed(diagnostic)));
    }
    found
}
