//! Writes plain text as Markdown, so that readers see the same characters.

use crate::text::slice;

/// Markdown that is made of plain texts and of markup between them. White space becomes one space, or the end of a
/// paragraph if there is an empty line in it.
#[derive(Debug, Default)]
pub(super) struct MarkdownWriter {
    out: String,
    /// The line ends in the white space that is not written yet; `None` if there is none.
    space: Option<usize>,
    /// Whether tags of HTML stay tags.
    keeps_html: bool,
    /// Whether it is one line, so that there are no paragraphs.
    is_line: bool,
}

/// Whether a text has tags of HTML, and not only signs such as `<`.
pub(super) fn has_html(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "</p>",
        "</a>",
        "</b>",
        "</i>",
        "</em>",
        "</strong>",
        "</sub>",
        "</sup>",
        "</ul>",
        "</ol>",
        "</li>",
        "</div>",
        "</span>",
        "<br>",
        "<br/>",
        "<br />",
    ];
    let text = text.to_ascii_lowercase();
    ENDS.iter().any(|end| text.contains(end))
}

/// A plain text as Markdown, in paragraphs. Tags of HTML stay tags.
pub(super) fn markdown(text: &str) -> String {
    let mut writer = MarkdownWriter::new(has_html(text));
    writer.text(text);
    writer.finish()
}

/// A plain text as Markdown on one line.
pub(super) fn line(text: &str) -> String {
    let mut writer = MarkdownWriter::line();
    writer.text(text);
    writer.finish()
}

impl MarkdownWriter {
    /// A writer of paragraphs. With `keeps_html`, tags of HTML stay tags.
    pub(super) fn new(keeps_html: bool) -> Self {
        Self {
            keeps_html,
            ..Self::default()
        }
    }

    /// A writer of one line.
    pub(super) fn line() -> Self {
        Self {
            is_line: true,
            ..Self::default()
        }
    }

    /// Adds plain text.
    pub(super) fn text(&mut self, text: &str) {
        let has_dollars = text.matches('$').count() > 1;
        let mut at = 0;
        while let Some(c) = slice(text, at..).chars().next() {
            let rest = slice(text, at..);
            if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
                let ends = self.space.unwrap_or_default();
                self.space = Some(ends + usize::from(c == '\n'));
                at += c.len_utf8();
                continue;
            }
            self.flush();
            // a link in angle brackets is one of Markdown already
            if let Some(address) = rest.strip_prefix('<').and_then(web_address)
                && slice(rest, 1 + address.len()..).starts_with('>')
            {
                self.out.push_str(slice(rest, ..address.len() + 2));
                at += address.len() + 2;
                continue;
            }
            let before = self.out.chars().next_back();
            if let Some(address) =
                web_address(rest).filter(|_| !before.is_some_and(char::is_alphanumeric))
            {
                self.push_address(address, before);
                at += address.len();
                continue;
            }
            let after = slice(rest, c.len_utf8()..).chars().next();
            if self.needs_backslash(c, after, rest, has_dollars) {
                self.out.push('\\');
            }
            self.out.push(c);
            at += c.len_utf8();
        }
    }

    /// Adds markup, as it is.
    pub(super) fn markup(&mut self, markup: &str) {
        self.flush();
        self.out.push_str(markup);
    }

    /// Adds the end of markup, before white space that ends its text: `**word** ` and not `**word **`.
    pub(super) fn close(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Adds the beginning of a new paragraph.
    pub(super) fn paragraph(&mut self) {
        self.space = Some(2);
    }

    /// The Markdown, without white space at its ends.
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn flush(&mut self) {
        match self.space.take() {
            _ if self.out.is_empty() => {}
            Some(2..) if !self.is_line => self.out.push_str("\n\n"),
            Some(_) => self.out.push(' '),
            None => {}
        }
    }

    fn push_address(&mut self, address: &str, before: Option<char>) {
        // in an attribute of a tag, or in angle brackets already
        let is_inside = self.keeps_html && matches!(before, Some('"' | '\'' | '<' | '='));
        match is_inside || before == Some('<') {
            true => self.out.push_str(address),
            false => {
                self.out.push('<');
                self.out.push_str(address);
                self.out.push('>');
            }
        }
    }

    /// Whether a character could be markup here. `rest` begins with it.
    fn needs_backslash(&self, c: char, after: Option<char>, rest: &str, has_dollars: bool) -> bool {
        let before = self.out.chars().next_back();
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = self.out.is_empty() || self.out.ends_with("\n\n");
        match c {
            '`' | '[' | ']' => true,
            '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
            '*' => !(is_space(before) && is_space(after)),
            '_' => !(is_space(before) && is_space(after) || is_word(before) && is_word(after)),
            '~' => !is_space(after),
            '<' => {
                !self.keeps_html
                    && after.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?'))
            }
            '&' => !self.keeps_html && after.is_some_and(|c| c.is_alphabetic() || c == '#'),
            '$' => has_dollars,
            '>' | ':' => opens,
            '#' => opens && (is_space(after) || after == Some('#')),
            '-' | '+' => opens && (is_space(after) || after == Some(c)),
            // `1. ` and `1) ` begin a list
            '.' | ')' => {
                let start = self.out.rsplit("\n\n").next().unwrap_or_default();
                let is_number = !start.is_empty()
                    && start.len() < 10
                    && start.bytes().all(|b| b.is_ascii_digit());
                is_number && slice(rest, 1..).starts_with(char::is_whitespace)
            }
            _ => false,
        }
    }
}

/// The URL at the beginning of a text, without the punctuation after it.
fn web_address(text: &str) -> Option<&str> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    let address = slice(text, ..end.unwrap_or(text.len()));
    let mut address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '”', '»']);
    // a bracket that the URL does not open
    while let Some(inside) = address.strip_suffix(')')
        && inside.matches(')').count() >= inside.matches('(').count()
    {
        address = inside;
    }
    (address.len() > "https://".len()).then_some(address)
}
