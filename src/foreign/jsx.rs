//! The parts of MDX that are not Markdown: tags, expressions, and lines of JavaScript.

use crate::text::{head, slice};

/// The most bytes of a tag or an expression.
const LONGEST: usize = 20_000;

/// A tag of JSX.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsxTag<'s> {
    /// The number of its bytes.
    pub(super) length: usize,
    /// Whether it is an end tag.
    pub(super) is_end: bool,
    /// Whether nothing is in its element: `/>`, or an element of HTML without an end tag.
    pub(super) is_whole: bool,
    /// Whether it is of a component or a fragment, and not of an element of HTML.
    pub(super) is_component: bool,
    name: &'s str,
    text: &'s str,
}

impl<'s> JsxTag<'s> {
    /// The tag at the beginning of a text; `None` if there is none.
    pub(super) fn read(text: &'s str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let (inside, is_end) = match inside.strip_prefix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '$');
        let length = inside.find(|c| !is_of_name(c)).unwrap_or(inside.len());
        let name = slice(inside, ..length);
        let is_fragment = name.is_empty() && inside.starts_with('>');
        let is_named = name.starts_with(char::is_alphabetic)
            && !name.contains("::")
            && !slice(inside, length..).starts_with(['/', '@'])
            || slice(inside, length..).starts_with("/>");
        if !is_fragment && !is_named {
            return None;
        }
        let length = tag_end(text)?;
        let tag = slice(text, ..length);
        let is_component =
            is_fragment || name.starts_with(char::is_uppercase) || name.contains('.');
        Some(Self {
            length,
            is_end,
            is_whole: tag.ends_with("/>") || crate::web_page::elements::is_void(name),
            is_component,
            name,
            text: tag,
        })
    }

    /// Whether it is of a component that is a link or a button, as far as its name and its attributes tell.
    pub(super) fn is_link(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let has = |attribute: &str| {
            let mut places = self.text.match_indices(attribute);
            places.any(|(at, _)| slice(self.text, ..at).ends_with(char::is_whitespace))
        };
        self.is_component
            && (name.contains("link") || name.contains("button") || has("href=") || has("to="))
    }

    /// The tag as HTML, without the attributes that have no meaning for text.
    pub(super) fn as_html(&self) -> String {
        let name = if self.is_link() { "a" } else { self.name };
        if self.is_end {
            return format!("</{name}>");
        }
        let attributes = match self.text.contains("data-no-glossary") {
            true => " data-no-glossary",
            false => "",
        };
        let html = format!("<{name}{attributes}>");
        if self.is_whole && !crate::web_page::elements::is_void(name) {
            return format!("{html}</{name}>");
        }
        html
    }
}

/// The byte after a tag, whose attributes may be texts in quotation marks and expressions.
fn tag_end(text: &str) -> Option<usize> {
    let nearby = head(text, LONGEST);
    let bytes = nearby.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'>' => return Some(at + 1),
            quote @ (b'"' | b'\'') => {
                let rest = slice(nearby, at + 1..);
                at += 2 + rest.find(char::from(*quote))?;
            }
            b'{' => at += expression_end(slice(nearby, at..))?,
            b'<' => return None,
            b'\n'
                if slice(nearby, at + 1..)
                    .trim_start_matches([' ', '\t'])
                    .starts_with('\n') =>
            {
                return None;
            }
            _ => at += 1,
        }
    }
}

/// The byte after the expression in braces at the beginning of a text; `None` if it does not end.
pub(super) fn expression_end(text: &str) -> Option<usize> {
    let nearby = head(text, LONGEST);
    let bytes = nearby.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = slice(nearby, at..);
        match bytes.get(at)? {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            quote @ (b'"' | b'\'' | b'`') => {
                // an apostrophe in the text of an element is not a quotation mark
                if let Some(length) = string_length(rest, *quote) {
                    at += length;
                    continue;
                }
            }
            b'/' if rest.starts_with("/*") => {
                at += 2 + slice(rest, 2..).find("*/")? + 2;
                continue;
            }
            b'/' if rest.starts_with("//") => {
                at += rest.find('\n')?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The length of a string of JavaScript, with its quotation marks. Only one in backticks may have several lines.
fn string_length(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'\n' if quote != b'`' => return None,
            b if *b == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Whether a line begins an `import` or an `export`.
pub(super) fn is_module_line(line: &str) -> bool {
    let words = line.strip_prefix("import").or(line.strip_prefix("export"));
    words.is_some_and(|rest| {
        let after = rest.trim_start();
        let first = after.split(|c: char| !c.is_alphanumeric()).next();
        let is_import = line.starts_with("import")
            && (after.starts_with(['{', '*', '"', '\'']) || line.contains(" from "));
        let is_export = line.starts_with("export")
            && (after.starts_with(['{', '*'])
                || matches!(
                    first,
                    Some("const" | "let" | "var" | "function" | "default" | "async" | "class")
                ));
        rest.starts_with([' ', '{', '*', '"', '\'']) && (is_import || is_export)
    })
}

/// Where some lines of JavaScript have come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Module {
    /// The number of open brackets.
    open: isize,
    /// Whether a string in backticks is open, which may have several lines.
    is_in_string: bool,
}

impl Module {
    /// Whether an empty line ends it.
    pub(super) fn is_complete(self) -> bool {
        self.open <= 0 && !self.is_in_string
    }

    /// After one more line.
    pub(super) fn after(mut self, line: &str) -> Self {
        for b in line.bytes() {
            match b {
                b'`' => self.is_in_string = !self.is_in_string,
                _ if self.is_in_string => {}
                b'(' | b'[' | b'{' => self.open += 1,
                b')' | b']' | b'}' => self.open -= 1,
                _ => {}
            }
        }
        self
    }
}
