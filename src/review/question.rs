//! The questions of a review: links of everyday words, the most doubtful first.

use std::sync::Arc;

use crate::glossary::EntryId;
use crate::link::answers::Answer;
use crate::link::everyday::{Flooding, Phrase, floods, phrases_at};
use crate::link::{LinkedGlossary, Mention};
use crate::source::{Place, SourceFile};
use crate::text::bidi::without_isolates;
use crate::text::language::Language;

/// Every everyday word is asked about, however few links it has.
const ASKED: Flooding = Flooding {
    fewest: 1,
    large: None,
};

/// A link that needs a decision.
#[derive(Debug, Clone)]
pub struct Question {
    /// The link.
    pub link: Answer,
    /// The headwords of both entries, with their senses.
    pub headwords: [String; 2],
    /// The gloss of the entry that it leads to.
    pub gloss: String,
    /// The file of that entry.
    pub target_file: Arc<SourceFile>,
    /// The place of the words.
    pub place: Place,
    /// The sentence before and after the words.
    pub sentence: [String; 2],
    /// The phrases of the word and the word beside it at this place, ready for `exclude`.
    pub phrases: Vec<String>,
    /// The most frequent phrases of the word in all texts that link to the entry.
    pub frequent: Vec<Phrase>,
    /// The number of entries in which the word links to the entry.
    pub links: usize,
}

/// The links of everyday words: those of the word that links most often and is most common first, and of each
/// word in the order of the glossary.
pub(super) fn questions(linked: &LinkedGlossary, language: &Language) -> Vec<Question> {
    let floods = floods(linked, language, ASKED);
    let mut questions = Vec::new();
    for flood in &floods {
        for (from, mention) in &flood.from {
            questions.push(Question {
                links: flood.from.len(),
                frequent: flood.phrases.clone(),
                ..question(linked, *from, mention, language)
            });
        }
    }
    questions
}

/// The question about one link.
fn question(
    linked: &LinkedGlossary,
    from: EntryId,
    mention: &Mention,
    language: &Language,
) -> Question {
    let glossary = &linked.glossary;
    let (entry, target) = (glossary.entry(from), glossary.entry(mention.to));
    let place = Place::new(&entry.file, mention.span.clone());
    let context = mention
        .sentence
        .as_ref()
        .map(|sentence| sentence.context(&mention.span, &entry.file));
    let sentence = match context {
        Some(context) => [context.before, context.after].map(|text| without_isolates(&text)),
        None => line_around(&place),
    };
    Question {
        link: Answer {
            entry: entry.slug.clone(),
            target: target.slug.clone(),
            phrase: mention.text.to_string(),
        },
        headwords: [entry, target].map(|entry| match &entry.sense {
            Some(sense) => format!("{} ({sense})", entry.headword),
            None => entry.headword.clone(),
        }),
        gloss: target.gloss.text.clone(),
        target_file: Arc::clone(&target.file),
        phrases: phrases_at(&entry.file.text, &mention.span, target, language),
        place,
        sentence,
        frequent: Vec::new(),
        links: 1,
    }
}

/// The line of a place, before and after it.
fn line_around(place: &Place) -> [String; 2] {
    let line = place.file.lines_around(place.span.clone());
    let before = place.file.slice(line.start..place.span.start);
    let after = place.file.slice(place.span.end..line.end);
    [before.trim_start().to_owned(), after.trim_end().to_owned()]
}
