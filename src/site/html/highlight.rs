//! Highlights code: each word gets a class for its kind, such as a comment or a keyword.
//!
//! The style sheet, `static/assets/headword.css`, gives the classes light and dark colours.
//! `docs/templates.md` lists the classes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html_body_text;
use syntect::highlighting::ScopeSelectors;
use syntect::parsing::{Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::site::html::parsed_lines;
use crate::text::slice;

/// The classes, each with its scopes, which are TextMate's names for kinds of words. If several match, the
/// most specific one counts, as in an editor.
const CLASSES: &[(&str, &str)] = &[
    ("hw-c", "comment, punctuation.definition.comment"),
    (
        "hw-s",
        "string, constant.character, punctuation.definition.string, markup.raw",
    ),
    ("hw-n", "constant, support.constant, variable.language"),
    (
        "hw-k",
        "keyword - keyword.operator, storage, keyword.operator.word, markup.bold",
    ),
    (
        "hw-f",
        "entity.name.function, support.function, meta.function-call variable.function, support.macro",
    ),
    (
        "hw-t",
        "entity.name, support.type, support.class, entity.other.inherited-class, entity.name.tag, markup.heading",
    ),
    (
        "hw-a",
        "entity.other.attribute-name, variable.parameter, meta.mapping.key string, support.type.property-name, meta.annotation",
    ),
    ("hw-i", "markup.inserted"),
    ("hw-d", "markup.deleted"),
];

/// Names of languages for plain text, which has no highlights.
const PLAIN: &[&str] = &["", "text", "txt", "plain", "plaintext", "none"];

/// Common names of languages, and the names of their syntaxes.
const ALIASES: &[(&str, &str)] = &[
    ("batch", "bat"),
    ("c++", "cpp"),
    ("console", "bash"),
    ("csharp", "cs"),
    ("docker", "dockerfile"),
    ("golang", "go"),
    ("jsonc", "json"),
    ("jsx", "js"),
    ("mjs", "js"),
    ("node", "js"),
    ("objc", "m"),
    ("python3", "py"),
    ("shell", "bash"),
    ("shell-session", "bash"),
    ("sh-session", "bash"),
    ("zsh", "bash"),
];

/// The longest code with highlights, in bytes. The time for a syntax with many rules can be quadratic.
const MAX_CODE: usize = 20_000;

/// The longest line in code with highlights, in bytes.
const MAX_LINE: usize = 500;

/// The number of scopes around a word that can decide on its class: the innermost ones.
const MAX_SCOPES: usize = 12;

/// All syntaxes. They are unpacked for the first code block, because most glossaries have none.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The scopes of each class in `CLASSES`, ready to match.
static SELECTORS: LazyLock<Vec<(&str, ScopeSelectors)>> = LazyLock::new(|| {
    CLASSES
        .iter()
        .filter_map(|(class, scopes)| Some((*class, ScopeSelectors::from_str(scopes).ok()?)))
        .collect()
});

/// The most scopes of which a thread remembers the class. Code in one language has some hundreds.
const MAX_REMEMBERED: usize = 4_096;

thread_local! {
    /// The classes that were found before. To compare a word's scopes with all selectors takes as long as to find
    /// the word.
    static CLASS_OF: RefCell<HashMap<Box<[Scope]>, Option<&'static str>>> = RefCell::default();
}

/// The code as escaped HTML, with a `span` around each word that has a class. There are no spans if the
/// code is too long or the language is unknown. `language` is the first word after a fence: the name of a
/// language or a file extension.
///
/// ```text
/// let x = 1;      <span class="hw-k">let</span> x = <span class="hw-n">1</span>;
/// ```
pub fn highlight(code: &str, language: &str) -> String {
    let is_short = code.len() <= MAX_CODE && code.lines().all(|line| line.len() <= MAX_LINE);
    let known = is_short
        .then(|| syntax_of(&language.to_lowercase()))
        .flatten();
    known
        .and_then(|syntax| spans(code, syntax))
        .unwrap_or_else(|| {
            let mut html = String::with_capacity(code.len());
            escape(&mut html, code);
            html
        })
}

/// The name of a language for readers; `None` if the language is unknown, or plain text. `language` is the first word
/// after a fence, as for [`highlight`].
///
/// ```text
/// py      Python
/// sh      bash                  the syntax is called "Bourne Again Shell (bash)"
/// js      JavaScript            the syntax is called "JavaScript (Babel)"
/// ```
pub fn name_of(language: &str) -> Option<&'static str> {
    let language = language.to_lowercase();
    let name = syntax_of(&language)?.name.as_str();
    let Some((before, within)) = name
        .strip_suffix(')')
        .and_then(|name| name.split_once(" ("))
    else {
        return Some(name);
    };
    // the common name of a shell is in the brackets, and that of a dialect before them
    let is_common = token_of(&language) == within || language == within;
    Some(if is_common { within } else { before })
}

/// The syntax of a language in small letters; `None` if it is unknown, or plain text.
fn syntax_of(language: &str) -> Option<&'static SyntaxReference> {
    let token = token_of(language);
    (!PLAIN.contains(&token))
        .then(|| SYNTAXES.find_syntax_by_token(token))
        .flatten()
}

/// The name under which the syntaxes know a language.
fn token_of(language: &str) -> &str {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == language);
    alias.map_or(language, |(_, token)| token)
}

/// The code with spans; `None` if the rules of the syntax fail on the code.
fn spans(code: &str, syntax: &SyntaxReference) -> Option<String> {
    let mut html = String::with_capacity(code.len() * 2);
    let mut scopes = ScopeStack::new();
    let mut open: Option<&str> = None;
    // white space has no class: it waits until the class of the next word is known
    let mut space = String::new();
    let lines = LinesWithEndings::from(code);
    parsed_lines::each(lines, syntax, &SYNTAXES, |line, operations| {
        let end = (line.len(), ScopeStackOp::Noop);
        let mut start = 0;
        for (end, operation) in operations.iter().chain([&end]) {
            let text = line.get(start..*end)?;
            let word = text.trim_end();
            if !word.is_empty() {
                let class = class_of(&scopes);
                if class != open {
                    if open.is_some() {
                        html.push_str("</span>");
                    }
                    html.push_str(&space);
                    space.clear();
                    if let Some(class) = class {
                        html.push_str("<span class=\"");
                        html.push_str(class);
                        html.push_str("\">");
                    }
                    open = class;
                }
                html.push_str(&space);
                space.clear();
                escape(&mut html, word);
            }
            space.push_str(slice(text, word.len()..));
            start = *end;
            scopes.apply(operation).ok()?;
        }
        Some(())
    })?;
    if open.is_some() {
        html.push_str("</span>");
    }
    html.push_str(&space);
    Some(html)
}

/// The class for a word with these scopes.
fn class_of(scopes: &ScopeStack) -> Option<&'static str> {
    // only the innermost scopes: code can nest them without limit
    let inner = scopes
        .as_slice()
        .rchunks(MAX_SCOPES)
        .next()
        .unwrap_or_default();
    CLASS_OF.with_borrow_mut(|known| {
        if let Some(class) = known.get(inner) {
            return *class;
        }
        if known.len() == MAX_REMEMBERED {
            known.clear();
        }
        let class = find_class(inner);
        known.insert(inner.into(), class);
        class
    })
}

/// The class with the most specific selector for these scopes.
fn find_class(scopes: &[Scope]) -> Option<&'static str> {
    SELECTORS
        .iter()
        .filter_map(|(class, selectors)| Some((selectors.does_match(scopes)?, *class)))
        .max_by(|(a, _), (b, _)| a.0.total_cmp(&b.0))
        .map(|(_, class)| class)
}

fn escape(html: &mut String, text: &str) {
    // writing to a string cannot fail
    let _: Result<(), _> = escape_html_body_text(html, text);
}
