//! The classes that a page's own style sheet makes bold or italic. Word, Google Docs and LibreOffice write marks of words
//! in this way.

use std::collections::HashSet;

use crate::text::slice;
use crate::web_page::tags::StartTag;

/// The marks that a style gives to words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
    pub(super) is_struck: bool,
}

impl Look {
    /// The look of some declarations of CSS.
    fn of(declarations: &str) -> Self {
        let mut look = Self::default();
        for declaration in declarations.split(';') {
            let Some((key, value)) = declaration.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match key.trim() {
                "font-weight" => {
                    let number = value.parse::<u32>().unwrap_or_default();
                    look.is_bold = number >= 600 || value.starts_with("bold");
                }
                "font-style" => look.is_italic = value == "italic",
                "text-decoration" => look.is_struck = value.starts_with("line-through"),
                _ => {}
            }
        }
        look
    }

    fn and(self, other: Self) -> Self {
        Self {
            is_bold: self.is_bold || other.is_bold,
            is_italic: self.is_italic || other.is_italic,
            is_struck: self.is_struck || other.is_struck,
        }
    }
}

/// The classes of a page that have a look.
#[derive(Debug, Default)]
pub(super) struct Styles {
    bold: HashSet<String>,
    italic: HashSet<String>,
    struck: HashSet<String>,
}

impl Styles {
    /// Adds the rules of a style sheet whose selector is one class, perhaps with the name of an element: `.c1`, `span.c1`.
    pub(super) fn add(&mut self, css: &str) {
        for rule in css.to_ascii_lowercase().split('}') {
            let Some((selectors, declarations)) = rule.rsplit_once('{') else {
                continue;
            };
            let look = Look::of(declarations);
            if look == Look::default() {
                continue;
            }
            for selector in selectors.split(',') {
                let Some((element, class)) = selector.trim().split_once('.') else {
                    continue;
                };
                let is_name = |text: &str| {
                    text.chars()
                        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                };
                if !matches!(element, "" | "span" | "p") || !is_name(class) || class.is_empty() {
                    continue;
                }
                let sets = [
                    (look.is_bold, &mut self.bold),
                    (look.is_italic, &mut self.italic),
                    (look.is_struck, &mut self.struck),
                ];
                for (has_look, set) in sets {
                    if has_look {
                        set.insert(class.to_owned());
                    }
                }
            }
        }
    }

    /// The look of the words in an element, by its classes and its own declarations.
    pub(super) fn look(&self, tag: &StartTag) -> Look {
        let own = tag.attribute("style").map_or_else(Look::default, |style| {
            Look::of(&slice(style, ..).to_ascii_lowercase())
        });
        let has = |set: &HashSet<String>| {
            !set.is_empty() && tag.has_class(|class| set.contains(&class.to_ascii_lowercase()))
        };
        own.and(Look {
            is_bold: has(&self.bold),
            is_italic: has(&self.italic),
            is_struck: has(&self.struck),
        })
    }
}
