//! Converts the markup inside lines of reStructuredText to Markdown.

use super::labels::Labels;
use crate::address::destination::encode_path;
use crate::import::notes::{Note, NoteKind, excerpt};
use crate::import::old_site::REFERENCE;
use crate::text::slice;

/// Roles whose text becomes code.
const CODE: &[&str] = &[
    "any", "attr", "class", "cls", "code", "command", "confval", "const", "data", "envvar", "exc",
    "file", "func", "keyword", "literal", "meth", "mod", "numref", "obj", "option", "program",
    "regexp", "samp", "token", "type",
];

/// The note on a formula, for a project whose settings do not have formulas.
pub(in crate::import) const MATH_IS_OFF: &str = "a formula: write `math = true` into glossary.toml";

/// Converts lines, and collects notes on them.
pub(super) struct Inline {
    file: String,
    /// The definitions of the file.
    pub(super) labels: Labels,
    pub(super) is_myst: bool,
    pub(super) notes: Vec<Note>,
    /// The labels of footnotes to which the text refers.
    pub(super) used: Vec<String>,
    /// The anchors in the text: `.. _label:`.
    pub(super) anchors: Vec<String>,
}

impl Inline {
    pub(super) fn new(file: &str, labels: Labels, is_myst: bool) -> Self {
        Self {
            file: file.to_owned(),
            labels,
            is_myst,
            notes: Vec::new(),
            used: Vec::new(),
            anchors: Vec::new(),
        }
    }

    fn note(&mut self, kind: NoteKind, line: usize, what: &str, detail: String) {
        let note = Note::new(kind, &self.file, line, what, detail);
        self.notes.push(note);
    }

    /// Adds a note on markup that is not understood; `written` is the markup, which may be empty.
    pub(super) fn not_understood(&mut self, line: usize, what: &str, written: &str) {
        let detail = match written {
            "" => String::new(),
            written => excerpt(written),
        };
        self.note(NoteKind::NotUnderstood, line, what, detail);
    }

    pub(super) fn taken_out(&mut self, line: usize, what: &str, written: &str) {
        self.note(NoteKind::TakenOut, line, what, excerpt(written));
    }

    /// Adds a note that a formula needs a setting.
    pub(super) fn maths(&mut self, line: usize) {
        self.note(NoteKind::Changed, line, MATH_IS_OFF, String::new());
    }

    /// Converts a line, such as the name of a term.
    pub(super) fn line(&mut self, text: &str, line: usize) -> String {
        if self.is_myst {
            self.markdown(text, line)
        } else {
            self.text(text, line)
        }
    }

    /// Converts the roles in a line of MyST: `{role}` and a text in backticks.
    pub(super) fn markdown(&mut self, text: &str, line: usize) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(offset) = rest.find('{') {
            out.push_str(slice(rest, ..offset));
            let from = slice(rest, offset..);
            let is_other = |c: char| !c.is_alphanumeric() && !matches!(c, ':' | '-' | '_');
            let end = slice(from, 1..).find(is_other).map(|end| end + 1);
            let end = end.filter(|end| slice(from, *end..).starts_with("}`"));
            let Some(role) = end.map(|end| slice(from, 1..end)) else {
                out.push('{');
                rest = slice(from, 1..);
                continue;
            };
            let inside = slice(from, role.len() + 3..);
            let Some(end) = inside.find('`') else {
                out.push('{');
                rest = slice(from, 1..);
                continue;
            };
            let written = slice(from, ..role.len() + 4 + end);
            out.push_str(&self.role(role, slice(inside, ..end), written, line));
            rest = slice(inside, end + 1..);
        }
        out.push_str(rest);
        out
    }

    /// Converts lines of reStructuredText: ``See :term:`patch` and ``x``.`` gives ``See [patch](…) and
    /// `x`.``
    pub(super) fn text(&mut self, text: &str, line: usize) -> String {
        let mut out = String::new();
        let mut offset = 0;
        let mut here = line;
        let mut counted = 0;
        while offset < text.len() {
            let rest = slice(text, offset..);
            let before = slice(text, ..offset).chars().next_back();
            let is_start = before.is_none_or(|c| c.is_whitespace() || "'\"([{<-/:".contains(c));
            here += slice(text, counted..offset).matches('\n').count();
            counted = offset;
            let construct = if is_start {
                self.construct(rest, here)
            } else {
                None
            };
            if let Some((markdown, length)) = construct {
                out.push_str(&markdown);
                offset += length.max(1);
                continue;
            }
            let c = rest.chars().next().unwrap_or_default();
            if c == '\\' {
                let escaped = slice(rest, 1..).chars().next();
                // an escaped space is dropped
                if let Some(escaped) = escaped.filter(|c| !c.is_whitespace()) {
                    push_escaped(&mut out, escaped, true);
                }
                offset += 1 + escaped.map_or(0, char::len_utf8);
                continue;
            }
            let after = slice(rest, c.len_utf8()..).chars().next();
            let opens_line = out.is_empty() || out.ends_with('\n');
            let needs = match c {
                '*' | '`' | '[' | ']' => true,
                '_' => {
                    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                    !(is_word(before) && is_word(after))
                }
                '<' => after.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!')),
                '#' | '>' | '+' | '-' | '=' | '~' => opens_line,
                '&' => after.is_some_and(|c| c.is_alphabetic() || c == '#'),
                _ => false,
            };
            push_escaped(&mut out, c, needs);
            offset += c.len_utf8();
        }
        out
    }

    /// The markup at the beginning of a text, in Markdown, and its length in the source in bytes.
    fn construct(&mut self, text: &str, line: usize) -> Option<(String, usize)> {
        if let Some(inside) = text.strip_prefix("``") {
            let end = inside.find("``").filter(|end| *end > 0)?;
            return Some((code(slice(inside, ..end)), end + 4));
        }
        for mark in ["**", "*"] {
            let Some(inside) = text.strip_prefix(mark) else {
                continue;
            };
            let end = inside.find(mark).filter(|end| *end > 0)?;
            let words = slice(inside, ..end);
            if words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace) {
                return None;
            }
            let words = self.text(words, line);
            return Some((format!("{mark}{words}{mark}"), end + 2 * mark.len()));
        }
        if let Some(found) = self.role_at(text, line) {
            return Some(found);
        }
        if let Some(inside) = text.strip_prefix('`') {
            let end = inside.find('`').filter(|end| *end > 0)?;
            return self.quoted(slice(inside, ..end), slice(inside, end + 1..), end, line);
        }
        if text.starts_with("https://") || text.starts_with("http://") {
            let end = text
                .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
                .unwrap_or(text.len());
            let address = slice(text, ..end).trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
            return Some((format!("<{address}>"), address.len()));
        }
        if text.starts_with('|') {
            let end = slice(text, 1..).find('|').filter(|end| *end > 0)?;
            let name = slice(text, 1..=end);
            let is_name = !name.starts_with(char::is_whitespace) && !name.contains('\n');
            if let Some(value) = self.labels.substitutions.remove(name) {
                // a substitution within its own text ends there
                let shown = self.text(&value, line);
                self.labels.substitutions.insert(name.to_owned(), value);
                return Some((shown, end + 2));
            }
            if is_name {
                self.not_understood(line, "a substitution", &format!("|{name}|"));
            }
            return None;
        }
        if text.starts_with('[') {
            let is_other = |c: char| !c.is_alphanumeric() && !"#*-_.".contains(c);
            let end = slice(text, 1..).find(is_other)? + 1;
            let name = slice(text, 1..end);
            if slice(text, end..).starts_with("]_") {
                if let Some(label) = self.labels.note_label(name) {
                    self.used.push(label.clone());
                    return Some((format!("[^{label}]"), end + 2));
                }
                self.not_understood(line, "a footnote", &format!("[{name}]_"));
            }
            return None;
        }
        self.bare_reference(text)
    }

    /// Converts `word_`, if the text has a target with that name.
    fn bare_reference(&self, text: &str) -> Option<(String, usize)> {
        let end = text
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.'))
            .filter(|end| *end > 0)?;
        let word = slice(text, ..end);
        let rest = slice(text, end..);
        let after = slice(rest, 1..).chars().next();
        let is_reference =
            rest.starts_with('_') && !after.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let address = self.labels.targets.get(&word.to_lowercase())?;
        is_reference.then(|| (format!("[{word}]({address})"), end + 1))
    }

    /// Converts a text in backticks without a role.
    fn quoted(
        &mut self,
        inside: &str,
        after: &str,
        end: usize,
        line: usize,
    ) -> Option<(String, usize)> {
        let marks = after.len() - after.trim_start_matches('_').len();
        if marks == 0 {
            let words = self.text(inside, line);
            return Some((format!("*{words}*"), end + 2));
        }
        let length = end + 2 + marks.min(2);
        let (words, address) = match titled(inside) {
            Some((words, address)) => (words, Some(address.to_owned())),
            None => (
                inside,
                self.labels.targets.get(&inside.to_lowercase()).cloned(),
            ),
        };
        let shown = self.text(words, line);
        match address {
            // the name of a target, as in `text <name_>`
            Some(address) if address.ends_with('_') => {
                let name = address
                    .trim_end_matches('_')
                    .trim_matches('`')
                    .to_lowercase();
                match self.labels.targets.get(&name) {
                    Some(address) => Some((format!("[{shown}]({address})"), length)),
                    None => self.lost(shown, &address, length, line),
                }
            }
            Some(address) => Some((format!("[{shown}]({address})"), length)),
            None => self.lost(shown, inside, length, line),
        }
    }

    fn lost(
        &mut self,
        shown: String,
        what: &str,
        length: usize,
        line: usize,
    ) -> Option<(String, usize)> {
        let noun = "a link to a target that the file does not define";
        self.note(NoteKind::Unlinked, line, noun, excerpt(what));
        Some((shown, length))
    }

    /// Converts a role and its text, such as `:term:` and a name in backticks.
    fn role_at(&mut self, text: &str, line: usize) -> Option<(String, usize)> {
        let rest = text.strip_prefix(':')?;
        let is_other = |c: char| !c.is_alphanumeric() && !matches!(c, ':' | '-' | '_' | '.' | '+');
        let end = rest
            .find(is_other)
            .filter(|end| slice(rest, *end..).starts_with('`'))?;
        let role = slice(rest, ..end).strip_suffix(':')?;
        if role.is_empty() {
            return None;
        }
        let end = role.len();
        let inside = slice(rest, end + 2..);
        let close = inside.find('`')?;
        let length = 1 + end + 2 + close + 1;
        let written = slice(text, ..length);
        let content = slice(inside, ..close).replace('\n', " ");
        Some((self.role(role, &content, written, line), length))
    }

    fn role(&mut self, role: &str, content: &str, written: &str, line: usize) -> String {
        let name = role.rsplit(':').next().unwrap_or(role).to_lowercase();
        let (words, target) = match titled(content) {
            Some((words, target)) => (words, target),
            None => (content, content),
        };
        let bare = words.trim_start_matches(['!', '~']);
        match name.as_str() {
            "term" if content.starts_with('!') => self.shown(bare, line),
            "term" => {
                let shown = self.shown(words, line);
                let target = encode_path(target).replace('(', "%28").replace(')', "%29");
                format!("[{shown}]({REFERENCE}{target})")
            }
            "ref" => {
                // the target may be in the glossary
                let shown = self.shown(words, line);
                let target = encode_path(target).replace('(', "%28").replace(')', "%29");
                format!("[{shown}](#{target})")
            }
            "doc" | "download" => {
                let shown = self.shown(words, line);
                let what = format!("a link to another page, `:{name}:`");
                self.note(NoteKind::Unlinked, line, &what, excerpt(written));
                shown
            }
            "abbr" => {
                if words.is_empty() {
                    content.to_owned()
                } else {
                    self.shown(content, line)
                }
            }
            "sup" | "superscript" => format!("<sup>{}</sup>", self.shown(content, line)),
            "sub" | "subscript" => format!("<sub>{}</sub>", self.shown(content, line)),
            "kbd" => format!("<kbd>{}</kbd>", self.shown(content, line)),
            "guilabel" | "menuselection" | "strong" => {
                let label = content.replace("-->", "›").replace('&', "");
                format!("**{}**", self.shown(&label, line))
            }
            "emphasis" | "dfn" | "title" => format!("*{}*", self.shown(content, line)),
            "math" => {
                self.maths(line);
                format!("${content}$")
            }
            "pep" | "rfc" => {
                let number = target.trim();
                let shown = self.shown(words, line);
                match name.as_str() {
                    "pep" => format!("[PEP {shown}](https://peps.python.org/pep-{number:0>4}/)"),
                    _ => format!("[RFC {shown}](https://www.rfc-editor.org/rfc/rfc{number})"),
                }
            }
            name if CODE.contains(&name) || role.contains(':') => {
                // `~` before a dotted name means that only its last part is shown
                let shown = match words.strip_prefix('~') {
                    Some(dotted) => dotted.rsplit('.').next().unwrap_or(dotted),
                    None => bare,
                };
                code(shown)
            }
            "index" => self.shown(bare, line),
            _ => {
                let what = format!("the role `{role}`: only its text stays");
                self.not_understood(line, &what, written);
                self.shown(bare, line)
            }
        }
    }

    fn shown(&mut self, text: &str, line: usize) -> String {
        if self.is_myst {
            text.to_owned()
        } else {
            self.text(text, line)
        }
    }
}

/// The words and the target of `words <target>`.
fn titled(content: &str) -> Option<(&str, &str)> {
    let (words, target) = content.trim().strip_suffix('>')?.rsplit_once('<')?;
    let target = target.trim();
    let words = words.trim();
    Some((if words.is_empty() { target } else { words }, target))
}

/// A text as a span of code.
fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn push_escaped(out: &mut String, c: char, needs: bool) {
    if needs && c.is_ascii_punctuation() {
        out.push('\\');
    }
    out.push(c);
}
