//! A concept of a termbase or a thesaurus: its names and texts in all languages, as the readers of all formats give them.

use crate::import::notes::Note;
use crate::import::value::{Field, Problem, Value};

/// The scheme of links between concepts in Markdown, until all concepts are known.
pub(super) const ID_LINK: &str = "headword-id:";

/// The most languages of a file.
pub(super) const MOST_LANGUAGES: usize = 500;

/// The place of a value in an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// The name to use. Only the first one of a language counts; others are synonyms.
    Title,
    Synonym,
    Abbreviation,
    Variant,
    Hidden,
    Avoid,
    /// What tells the concept from others with the same name.
    Sense,
    /// The meaning, in Markdown.
    Definition,
    /// A remark for readers, in Markdown.
    Note,
    /// A picture, as an image or a link of Markdown.
    Picture,
    /// Remarks on the use of a name, as plain text.
    Usage,
    /// A sentence with the word, in Markdown.
    Example,
    Origin,
    PartOfSpeech,
    Pronunciation,
    SortAs,
    Status,
    Tag,
    /// A text, or a table with `title` and `url`.
    Source,
    /// A day of a change, in ISO 8601.
    Modified,
    /// The first day, in ISO 8601.
    Created,
    /// An address on the old site, from its root.
    Redirect,
    /// Something for which an entry has no key: it goes to `[extra]`.
    Extra(String),
}

/// A value of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) slot: Slot,
    pub(super) value: Value,
    /// The line of the file; the first line is 1.
    pub(super) line: usize,
}

impl Fact {
    /// A text.
    pub(super) fn text(slot: Slot, text: impl Into<String>, line: usize) -> Self {
        Self {
            slot,
            value: Value::quoted(text),
            line,
        }
    }

    /// A source with a title and the URL to which it leads.
    pub(super) fn source(title: &str, url: &str, line: usize) -> Self {
        let field = |key: &str, text: &str| Field {
            key: key.to_owned(),
            value: Value::quoted(text),
            line,
        };
        let value = match title {
            "" => Value::quoted(url),
            title => Value::Table(vec![field("title", title), field("url", url)]),
        };
        Self {
            slot: Slot::Source,
            value,
            line,
        }
    }
}

/// The kind of a relation between two concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum RelationKind {
    Related,
    /// The target is more general.
    Broader,
    /// The target is more specific.
    Narrower,
    /// The target is to be used instead.
    ReplacedBy,
    /// The target is what this concept replaces.
    Replaces,
}

/// A relation to another concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) kind: RelationKind,
    /// The identifier of the target; empty if only its name is known.
    pub(super) target: String,
    /// The name of the target, as the file has it; it may be empty.
    pub(super) name: String,
    pub(super) line: usize,
}

/// The names and texts of a concept in one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// The tag of the language, as the file has it; empty if it has none.
    pub(super) tag: String,
    pub(super) line: usize,
    pub(super) facts: Vec<Fact>,
}

/// A concept.
#[derive(Debug, Clone, Default)]
pub(super) struct Concept {
    pub(super) line: usize,
    /// The identifiers by which the file refers to it: its own first, then those of its terms.
    pub(super) ids: Vec<String>,
    /// The end of its identifier, which may be readable: `rye` of `c-rye`, or of `https://example.org/rye/`.
    pub(super) end: String,
    /// The values that are in no language, or in an unknown one.
    pub(super) facts: Vec<Fact>,
    pub(super) texts: Vec<Texts>,
    pub(super) relations: Vec<Relation>,
}

impl Concept {
    /// Checks the number of languages: each value looks for its own.
    ///
    /// # Errors
    ///
    /// There are more than [`MOST_LANGUAGES`].
    pub(super) fn check_languages(&self) -> Result<(), Problem> {
        match self.texts.len() > MOST_LANGUAGES {
            true => Err(Problem::new(
                self.line,
                format!("a concept has more than {MOST_LANGUAGES} languages"),
            )),
            false => Ok(()),
        }
    }

    /// The texts in a language, which may be new.
    pub(super) fn texts_mut(&mut self, tag: &str, line: usize) -> &mut Vec<Fact> {
        let found = self.texts.iter().position(|texts| texts.tag == tag);
        let index = found.unwrap_or_else(|| {
            self.texts.push(Texts {
                tag: tag.to_owned(),
                line,
                facts: Vec::new(),
            });
            self.texts.len() - 1
        });
        match self.texts.get_mut(index) {
            Some(texts) => &mut texts.facts,
            None => &mut self.facts,
        }
    }
}

/// A text about the file as a whole.
#[derive(Debug, Clone)]
pub(super) struct AboutFile {
    /// The tag of its language, as the file has it; empty if it has none.
    pub(super) tag: String,
    pub(super) text: String,
    pub(super) line: usize,
}

/// The content of a file.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) concepts: Vec<Concept>,
    /// The titles of the whole, in each language.
    pub(super) titles: Vec<AboutFile>,
    /// The texts that introduce the whole, in Markdown.
    pub(super) introductions: Vec<AboutFile>,
    /// The language that the file names as its own, as it is written.
    pub(super) language: Option<String>,
    /// The notes about parts that are in no concept.
    pub(super) notes: Vec<Note>,
    /// Facts about the file as a whole.
    pub(super) remarks: Vec<String>,
}
