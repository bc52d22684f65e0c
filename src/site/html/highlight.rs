//! Code to spans with classes: what a word is, never what colour it has.
//!
//! Colours are the style sheet's: `static/assets/headword.css` has a light and a dark set of them.
//! `docs/templates.md` lists the classes.

use std::str::FromStr;
use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html_body_text;
use syntect::highlighting::ScopeSelectors;
use syntect::parsing::{ParseState, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::text::slice;

/// The classes, and the scopes (TextMate's names for what a word is) that each stands for. Of
/// several that match, the most specific counts, as in an editor.
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

/// Code in these "languages" is shown as it is.
const PLAIN: &[&str] = &["", "text", "txt", "plain", "plaintext", "none"];

/// Names that people write, and those that the syntaxes have.
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

/// The longest code, and the longest line of it, in bytes, that is highlighted: beyond, syntaxes
/// with many rules take time by the square.
const LONGEST_CODE: usize = 20_000;
const LONGEST_LINE: usize = 500;

/// How many scopes around a word are looked at.
const INNERMOST: usize = 12;

/// All syntaxes, unpacked when the first code block is met: most glossaries have none.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static SELECTORS: LazyLock<Vec<(&str, ScopeSelectors)>> = LazyLock::new(|| {
    CLASSES
        .iter()
        .filter_map(|(class, scopes)| Some((*class, ScopeSelectors::from_str(scopes).ok()?)))
        .collect()
});

/// The code as HTML, escaped, with `<span class>`es if `language` (a fence's first word: a name or
/// a file ending) is known.
pub fn highlight(code: &str, language: &str) -> String {
    let language = language.to_lowercase();
    let is_short =
        code.len() <= LONGEST_CODE && code.lines().all(|line| line.len() <= LONGEST_LINE);
    let alias = ALIASES.iter().find(|(alias, _)| *alias == language);
    let token = alias.map_or(language.as_str(), |(_, token)| token);
    let known = (is_short && !PLAIN.contains(&token))
        .then(|| SYNTAXES.find_syntax_by_token(token))
        .flatten();
    known
        .and_then(|syntax| spans(code, syntax))
        .unwrap_or_else(|| {
            let mut html = String::with_capacity(code.len());
            escape(&mut html, code);
            html
        })
}

/// `None` where the syntax's own rules fail on the code: it is shown plain.
fn spans(code: &str, syntax: &SyntaxReference) -> Option<String> {
    let mut html = String::with_capacity(code.len() * 2);
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut open: Option<&str> = None;
    // space has no colour: it waits for the word after it
    let mut space = String::new();
    for line in LinesWithEndings::from(code) {
        let operations = state.parse_line(line, &SYNTAXES).ok()?;
        let end = (line.len(), ScopeStackOp::Noop);
        let mut at = 0;
        for (until, operation) in operations.iter().chain([&end]) {
            let text = line.get(at..*until)?;
            let word = text.trim_end();
            if !word.is_empty() {
                let class = class_of(&scopes);
                if class != open {
                    if open.is_some() {
                        html.push_str("</span>");
                    }
                    html.push_str(&std::mem::take(&mut space));
                    if let Some(class) = class {
                        html.push_str("<span class=\"");
                        html.push_str(class);
                        html.push_str("\">");
                    }
                    open = class;
                }
                html.push_str(&std::mem::take(&mut space));
                escape(&mut html, word);
            }
            space.push_str(slice(text, word.len()..));
            at = *until;
            scopes.apply(operation).ok()?;
        }
    }
    if open.is_some() {
        html.push_str("</span>");
    }
    html.push_str(&space);
    Some(html)
}

fn class_of(scopes: &ScopeStack) -> Option<&'static str> {
    // what a word is, the innermost scopes tell; code can nest them without end
    let inner = scopes
        .as_slice()
        .rchunks(INNERMOST)
        .next()
        .unwrap_or_default();
    SELECTORS
        .iter()
        .filter_map(|(class, selectors)| Some((selectors.does_match(inner)?, *class)))
        .max_by(|(a, _), (b, _)| a.0.total_cmp(&b.0))
        .map(|(_, class)| class)
}

fn escape(html: &mut String, text: &str) {
    // writing to a string cannot fail
    let _: Result<(), _> = escape_html_body_text(html, text);
}
