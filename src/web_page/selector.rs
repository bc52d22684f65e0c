//! A small part of CSS selectors, for the element that holds the main text of a page.
//!
//! `main`, `.content`, `#content`, `[role=main]`, these together as in `div.body[role=main]`, one in another as
//! in `#content main`, and several with commas between them.

use super::tags::StartTag;

/// The most parts of all selectors of a page: as many as a set of [`Reached`] has bits.
const MOST_PARTS: usize = 64;

/// Some selectors, which are matched together. Each has a number, from 0.
#[derive(Debug, Default)]
pub struct Selectors {
    /// The parts of all selectors.
    parts: Vec<Part>,
}

/// A part of a selector: what one element has to have.
#[derive(Debug)]
struct Part {
    conditions: Vec<Condition>,
    /// Whether another part, the one before it in the list, has to match an element around.
    is_inside: bool,
    /// The number of the selector, if this is its last part.
    completes: Option<u32>,
}

#[derive(Debug)]
enum Condition {
    Name(String),
    Id(String),
    Class(String),
    Attribute(String, Option<String>),
}

/// The parts that an element and those around it match, and the selectors that match the element itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reached {
    parts: u64,
    /// The selectors that match the element itself, one bit for each number.
    pub selectors: u32,
}

impl Selectors {
    /// Adds a selector, or several with commas between them, with the number `number`.
    ///
    /// # Errors
    ///
    /// If the text is anything else. The error says what.
    pub fn add(&mut self, text: &str, number: u32) -> Result<(), String> {
        for selector in text.split(',') {
            let words: Vec<&str> = selector.split_ascii_whitespace().collect();
            if words.is_empty() {
                return Err("it has an empty selector".to_owned());
            }
            for (index, word) in words.iter().enumerate() {
                self.parts.push(Part {
                    conditions: conditions(word)?,
                    is_inside: index > 0,
                    completes: (index + 1 == words.len()).then_some(number),
                });
            }
        }
        if self.parts.len() > MOST_PARTS {
            return Err("it is too long".to_owned());
        }
        Ok(())
    }

    /// The selectors with a number, in the syntax of CSS (Selectors Level 4): those with commas as one.
    ///
    /// ```text
    /// main.text, #1st [role=a/b]      main[class~="text"], [id="1st"] [role="a/b"]
    /// ```
    pub fn css(&self, number: u32) -> String {
        let mut css = String::new();
        let mut begin = 0;
        for (index, part) in self.parts.iter().enumerate() {
            let Some(completed) = part.completes else {
                continue;
            };
            if completed == number {
                let parts = self.parts.get(begin..=index).unwrap_or_default();
                let words: Vec<String> = parts.iter().map(Part::css).collect();
                if !css.is_empty() {
                    css.push_str(", ");
                }
                css.push_str(&words.join(" "));
            }
            begin = index + 1;
        }
        css
    }

    /// The parts that an element matches, in an element with the parts `around`.
    pub fn reached(&self, tag: &StartTag, around: Reached) -> Reached {
        let mut reached = Reached {
            parts: around.parts,
            selectors: 0,
        };
        for (index, part) in self.parts.iter().enumerate() {
            let is_there = !part.is_inside || around.parts & (1 << (index - 1)) != 0;
            if is_there && part.conditions.iter().all(|condition| condition.holds(tag)) {
                reached.parts |= 1 << index;
                if let Some(number) = part.completes {
                    reached.selectors |= 1 << number;
                }
            }
        }
        reached
    }
}

impl Part {
    fn css(&self) -> String {
        self.conditions.iter().map(Condition::css).collect()
    }
}

impl Condition {
    /// The condition in CSS. A value in quotation marks may have any character, which a name may not.
    fn css(&self) -> String {
        let value = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        match self {
            Self::Name(name) => name.clone(),
            Self::Id(id) => format!("[id=\"{}\"]", value(id)),
            Self::Class(class) => format!("[class~=\"{}\"]", value(class)),
            Self::Attribute(name, Some(text)) => format!("[{name}=\"{}\"]", value(text)),
            Self::Attribute(name, None) => format!("[{name}]"),
        }
    }

    fn holds(&self, tag: &StartTag) -> bool {
        match self {
            Self::Name(name) => tag.name == *name,
            Self::Id(id) => tag.attribute("id") == Some(id),
            Self::Class(class) => tag.has_class(|other| other == class),
            Self::Attribute(name, Some(value)) => tag.attribute(name) == Some(value),
            Self::Attribute(name, None) => tag.attribute(name).is_some(),
        }
    }
}

/// The conditions in a word such as `div.body[role=main]`.
fn conditions(word: &str) -> Result<Vec<Condition>, String> {
    let unknown = || {
        format!("`{word}` is not understood; write names, `.class`, `#id` and `[attribute=value]`")
    };
    let mut conditions = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        if first == '[' {
            let (inside, after) = rest
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
                .ok_or_else(unknown)?;
            let (name, value) = match inside.split_once('=') {
                Some((name, value)) => (name, Some(value.trim_matches(['"', '\'']).to_owned())),
                None => (inside, None),
            };
            if !is_name(name) || begins_otherwise(name) {
                return Err(unknown());
            }
            conditions.push(Condition::Attribute(name.to_ascii_lowercase(), value));
            rest = after;
            continue;
        }
        let mark = matches!(first, '.' | '#').then_some(first);
        let named = mark.map_or(Some(rest), |mark| rest.strip_prefix(mark));
        let named = named.unwrap_or_default();
        let end = named.find(['.', '#', '[']).unwrap_or(named.len());
        let (name, after) = named.split_at(end);
        let is_misplaced = mark.is_none() && (!conditions.is_empty() || begins_otherwise(name));
        if !is_name(name) || is_misplaced {
            return Err(unknown());
        }
        conditions.push(match mark {
            Some('.') => Condition::Class(name.to_owned()),
            Some(_) => Condition::Id(name.to_owned()),
            None => Condition::Name(name.to_ascii_lowercase()),
        });
        rest = after;
    }
    Ok(conditions)
}

/// Whether a text can be a name in a selector, without escapes.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether a text begins as no name of an element or an attribute does.
fn begins_otherwise(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
