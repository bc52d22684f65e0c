//! What dialects add to Markdown, which a parser of Markdown does not know: it is replaced before the text is parsed.
//!
//! ```text
//! :::note Data centers                 Docusaurus, VitePress     a heading with the title
//! !!! note "Data centers"              MkDocs                    the same; its text is not code
//! {{< ref "a.md" >}}  {% include %}    Hugo, Jekyll              nothing
//! import A from './a'                  MDX                       nothing
//! {value}  {/* comment */}             MDX                       nothing
//! <Card title="…">                     MDX                       the border of a block
//! ```

use std::ops::Range;

use super::jsx::{JsxTag, Module, expression_end, is_module_line};
use crate::text::slice;

/// The character for an expression, beside which there is no word.
pub(super) const THING: char = '\u{2}';

/// The character for a component in a text. No name contains it.
pub(super) const BORDER: char = '\u{3}';

/// The most bytes of a shortcode, or of code in a text.
const LONGEST: usize = 10_000;

/// The syntax of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Markdown, with what programs for documentation add to it.
    Markdown,
    /// Markdown with components and expressions of JavaScript.
    Mdx,
}

/// A text in which only Markdown is left, with the way back to its source.
#[derive(Debug, Default)]
pub(super) struct CommonText {
    /// The text.
    pub(super) text: String,
    /// The comments of MDX in the source.
    pub(super) comments: Vec<Range<usize>>,
    segments: Vec<Segment>,
}

/// A part of the text that is copied from the source, or added.
#[derive(Debug, Clone, Copy)]
struct Segment {
    /// Its first byte in the text.
    start: usize,
    /// Its first byte in the source.
    source: usize,
    is_copied: bool,
}

/// A block of code that has begun.
#[derive(Debug, Clone, Copy)]
struct Fence<'s> {
    mark: &'s str,
    /// Whether it is in a block quote, and ends with it.
    is_quoted: bool,
    /// The least indentation of its lines, if it began on the first line of a list item: it ends with the item.
    least: usize,
}

impl Fence<'_> {
    /// Whether a line is in it.
    fn goes_on(&self, line: &str) -> bool {
        let words = line.trim();
        let is_in_quote = !self.is_quoted || words.starts_with('>');
        let is_in_item = words.is_empty() || width(line) >= self.least;
        is_in_quote && is_in_item
    }
}

/// A part of a range of the text.
pub(super) struct Part {
    /// Its bytes in the text.
    pub(super) text: Range<usize>,
    /// Its bytes in the source.
    pub(super) source: Range<usize>,
}

impl CommonText {
    /// Reads a source.
    pub(super) fn read(source: &str, syntax: Syntax) -> Self {
        let mut rewriter = Rewriter {
            source,
            syntax,
            out: Self::default(),
            containers: Vec::new(),
            fence: None,
            module: None,
            braces_from: 0,
        };
        let mut at = rewriter.front_matter();
        while at < source.len() {
            at = rewriter.line(at);
        }
        rewriter.out
    }

    /// The parts of a range of the text, each with its bytes in the source.
    pub(super) fn parts(&self, range: Range<usize>) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut index = self.segment(range.start);
        let mut start = range.start;
        while start < range.end {
            let next = self.segments.get(index + 1);
            let end = next.map_or(range.end, |next| next.start.min(range.end));
            if start < end {
                parts.push(Part {
                    text: start..end,
                    source: self.place(index, start)..self.place(index, end),
                });
            }
            start = end.max(start);
            index += 1;
        }
        parts
    }

    /// The bytes in the source of a range of the text.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let parts = self.parts(range.clone());
        match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => first.source.start..last.source.end,
            _ => {
                let place = self.place(self.segment(range.start), range.start);
                place..place
            }
        }
    }

    /// The number of the segment with a byte of the text.
    fn segment(&self, offset: usize) -> usize {
        let after = self.segments.partition_point(|one| one.start <= offset);
        after.saturating_sub(1)
    }

    /// The byte in the source for a byte of the text in a segment.
    fn place(&self, segment: usize, offset: usize) -> usize {
        match self.segments.get(segment) {
            Some(segment) if segment.is_copied => segment.source + (offset - segment.start),
            Some(segment) => segment.source,
            None => offset,
        }
    }

    /// Copies some bytes of a source.
    fn copy(&mut self, source: &str, range: Range<usize>) {
        let text = slice(source, range.clone());
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        let follows = self.segments.last().is_some_and(|last| {
            last.is_copied && last.source + (start - last.start) == range.start
        });
        if !follows {
            self.segments.push(Segment {
                start,
                source: range.start,
                is_copied: true,
            });
        }
        self.text.push_str(text);
    }

    /// Adds a text that stands for what is at a byte of the source.
    fn add(&mut self, text: &str, at: usize) {
        self.segments.push(Segment {
            start: self.text.len(),
            source: at,
            is_copied: false,
        });
        self.text.push_str(text);
    }
}

/// Something whose text is indented.
#[derive(Debug, Clone, Copy)]
struct Container {
    /// The indentation of its text in the source; `None` until it is known.
    content: Option<usize>,
    /// The indentation that its text gets.
    base: usize,
    /// Whether it ends with a tag, and not with its indentation.
    has_tag: bool,
}

/// Rewrites a source line by line.
struct Rewriter<'s> {
    source: &'s str,
    syntax: Syntax,
    out: CommonText,
    containers: Vec<Container>,
    /// The mark with which the code that is open began.
    fence: Option<Fence<'s>>,
    /// The brackets that are open in an `import` or `export`.
    module: Option<Module>,
    /// The byte up to which no brace ends an expression, because an earlier one did not.
    braces_from: usize,
}

impl<'s> Rewriter<'s> {
    /// Leaves out front matter, and gives the byte after it.
    fn front_matter(&mut self) -> usize {
        let mark = slice(self.source, ..3);
        let is_alone = slice(self.source, 3..)
            .lines()
            .next()
            .is_some_and(|rest| rest.trim().is_empty());
        if !matches!(mark, "---" | "+++") || !is_alone {
            return 0;
        }
        let mut end = 0;
        for (index, line) in self.source.split_inclusive('\n').enumerate() {
            end += line.len();
            let line = line.trim_end();
            if index > 0 && (line == mark || (mark == "---" && line == "...")) {
                return end;
            }
        }
        0
    }

    /// Reads the line that begins at a byte, and gives the byte where the next one begins.
    fn line(&mut self, at: usize) -> usize {
        let end = self.line_end(at);
        let line = slice(self.source, at..end);
        let words = line.trim();
        if let Some(fence) = self.fence.filter(|fence| fence.goes_on(line)) {
            self.indented(at, line);
            self.newline(end);
            let words = without_marks(words);
            let mark = fence.mark;
            if words.starts_with(mark) && words.trim_start_matches(fence_sign(mark)).is_empty() {
                self.fence = None;
            }
            return end + 1;
        }
        self.fence = None;
        if self.is_in_module(line) {
            self.newline(end);
            return end + 1;
        }
        if words.is_empty() {
            self.newline(end);
            return end + 1;
        }
        let indent = width(line);
        self.leave_containers(indent);
        let text = at + (line.len() - line.trim_start().len());
        if let Some(mark) = fence(without_marks(words)) {
            let is_in_item = !words.starts_with('>') && !words.starts_with(mark);
            let before = words.len() - without_marks(words).len();
            self.fence = Some(Fence {
                mark,
                is_quoted: words.starts_with('>'),
                least: if is_in_item { indent + before } else { 0 },
            });
            self.indented(at, line);
            self.newline(end);
            end + 1
        } else if let Some(title) = self.container_title(words, indent) {
            let start = text + title.start;
            self.out.add("\n", start);
            self.spaces(indent, at);
            self.out.add("###### ", start);
            self.out.copy(self.source, start..text + title.end);
            self.out.add("\n\n", end);
            end + 1
        } else {
            let indent = self.new_indent(indent);
            self.spaces(indent, at);
            self.running_text(text, indent)
        }
    }

    fn line_end(&self, at: usize) -> usize {
        let length = slice(self.source, at..).find('\n');
        length.map_or(self.source.len(), |length| at + length)
    }

    fn newline(&mut self, end: usize) {
        self.out.copy(self.source, end..end + 1);
    }

    /// Adds spaces for the indentation of the line at a byte.
    fn spaces(&mut self, count: usize, at: usize) {
        if count > 0 {
            self.out.add(&" ".repeat(count), at);
        }
    }

    /// Copies a line with the indentation that it gets.
    fn indented(&mut self, at: usize, line: &str) {
        let text = line.trim_start();
        if !text.is_empty() {
            let indent = self.new_indent(width(line));
            self.spaces(indent, at);
            let start = at + (line.len() - text.len());
            self.out.copy(self.source, start..at + line.len());
        }
    }

    /// The indentation that a line gets.
    fn new_indent(&mut self, indent: usize) -> usize {
        let Some(container) = self.containers.last_mut() else {
            return indent;
        };
        let content = *container.content.get_or_insert(indent);
        container.base + indent.saturating_sub(content)
    }

    /// Forgets the containers that end before a line with an indentation.
    fn leave_containers(&mut self, indent: usize) {
        while let Some(container) = self.containers.last()
            && !container.has_tag
            && container.content.is_some_and(|content| indent < content)
        {
            self.containers.pop();
        }
    }

    /// Whether a line is a part of an `import` or `export`, which ends with an empty line outside of brackets.
    fn is_in_module(&mut self, line: &str) -> bool {
        // in a paragraph, such a line is text, but nobody writes one there
        let is_first = self.syntax == Syntax::Mdx && self.module.is_none() && is_module_line(line);
        if is_first {
            self.module = Some(Module::default());
        }
        let Some(module) = self.module else {
            return false;
        };
        if line.trim().is_empty() && module.is_complete() {
            self.module = None;
            return false;
        }
        self.module = Some(module.after(line));
        true
    }

    /// The bytes of the title in a line that begins or ends a container; `None` for another line.
    fn container_title(&mut self, words: &str, indent: usize) -> Option<Range<usize>> {
        let is_indented = ["!!! ", "???+ ", "??? ", "=== \""]
            .iter()
            .any(|mark| words.starts_with(mark));
        if is_indented {
            let base = self.new_indent(indent);
            self.containers.push(Container {
                content: Some(indent + 4),
                base,
                has_tag: false,
            });
            let start = words.find('"').map(|start| start + 1);
            let end = words.rfind('"').unwrap_or_default();
            return Some(start.filter(|start| *start < end).unwrap_or(end)..end);
        }
        let name = words.strip_prefix(":::")?.trim_start_matches(':');
        let after = name.trim_start();
        let title = after
            .trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .trim_start_matches(['[', ' ']);
        let title = match title.strip_prefix('{') {
            Some(attributes) => attributes.split_once('}').map_or("", |(_, title)| title),
            None => title,
        };
        let start = words.len() - title.len();
        let end = title.find(['{', ']']).unwrap_or(title.len());
        Some(start..start + end)
    }

    /// Copies the rest of a line from a byte, and gives the byte where the next line begins. It may end some lines
    /// later, if an expression does.
    fn running_text(&mut self, start: usize, indent: usize) -> usize {
        let source = self.source;
        let mut at = start;
        let mut done = start;
        while let Some(length) = slice(source, at..).find(['\n', '`', '\\', '{', '<']) {
            at += length;
            let rest = slice(source, at..);
            let end = match rest.as_bytes().first() {
                Some(b'\n') => {
                    self.out.copy(source, done..at + 1);
                    return at + 1;
                }
                Some(b'`') => {
                    at += code_length(rest);
                    continue;
                }
                Some(b'\\') => {
                    let escaped = slice(rest, 1..).chars().next();
                    at += 1 + escaped
                        .filter(char::is_ascii_punctuation)
                        .map_or(0, char::len_utf8);
                    continue;
                }
                Some(b'{') => self.brace(done, at),
                _ if self.syntax == Syntax::Mdx => {
                    let is_first = slice(source, start..at).trim().is_empty();
                    self.tag(done, at, is_first.then_some(indent))
                }
                _ => None,
            };
            match end {
                Some(end) => {
                    at = end;
                    done = end;
                }
                None => at += 1,
            }
        }
        self.out.copy(source, done..source.len());
        source.len()
    }

    /// Replaces the shortcode or expression that begins with a brace, and gives the byte after it. The text from `done`
    /// is copied before it.
    fn brace(&mut self, done: usize, at: usize) -> Option<usize> {
        if at < self.braces_from {
            return None;
        }
        let rest = slice(self.source, at..);
        let end = match rest.as_bytes().get(1)? {
            b'{' if self.syntax == Syntax::Markdown => closing(rest, "}}"),
            b'%' => closing(rest, "%}"),
            b':' => closing(rest, "}").filter(|end| !slice(rest, ..*end).contains('\n')),
            _ if self.syntax == Syntax::Mdx => expression_end(rest),
            _ => return None,
        };
        let end = end.map(|end| end + literal(slice(rest, ..end), slice(rest, end..)));
        let Some(end) = end.map(|end| at + end) else {
            let paragraph = rest.find("\n\n").unwrap_or(rest.len());
            self.braces_from = at + paragraph;
            return None;
        };
        self.out.copy(self.source, done..at);
        let inside = slice(self.source, at + 1..end.saturating_sub(1)).trim();
        if inside.starts_with("/*") && inside.ends_with("*/") {
            self.out.comments.push(at..end);
        } else {
            self.out.add(&THING.to_string(), at);
        }
        Some(end)
    }

    /// Replaces a tag of MDX, and gives the byte after it. The text from `done` is copied before it. `indent` is that of
    /// the line, if it begins with the tag.
    fn tag(&mut self, done: usize, at: usize, indent: Option<usize>) -> Option<usize> {
        let tag = JsxTag::read(slice(self.source, at..))?;
        let end = at + tag.length;
        let rest = slice(self.source, end..self.line_end(end));
        // a tag on its own line is a border, and what is in it is Markdown
        let alone = indent.filter(|_| rest.trim().is_empty());
        self.out.copy(self.source, done..at);
        if let Some(base) = alone {
            self.out.add("\n\n", at);
            if tag.is_end {
                while let Some(container) = self.containers.pop() {
                    if container.has_tag {
                        break;
                    }
                }
            } else if !tag.is_whole {
                self.containers.push(Container {
                    content: None,
                    base,
                    has_tag: true,
                });
            }
        }
        if tag.is_component && !tag.is_link() {
            if alone.is_none() {
                self.out.add(&BORDER.to_string(), at);
            }
        } else {
            self.out.add(&tag.as_html(), at);
        }
        if alone.is_some() {
            self.out.add("\n\n", end);
        }
        Some(end)
    }
}

/// A line without the marks of the lists and quotations in which it is.
fn without_marks(words: &str) -> &str {
    let words = words.trim_start_matches(['>', ' ', '\t']);
    let item = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = item.strip_prefix(['-', '*', '+', '.', ')']);
    match item.and_then(|item| item.strip_prefix(' ')) {
        Some(item) => item.trim_start(),
        None => words,
    }
}

/// The mark that begins a block of code, such as three backticks.
fn fence(words: &str) -> Option<&str> {
    let sign = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = words.trim_start_matches(sign);
    let mark = slice(words, ..words.len() - info.len());
    (mark.len() >= 3 && !(sign == '`' && info.contains('`'))).then_some(mark)
}

fn fence_sign(mark: &str) -> char {
    mark.chars().next().unwrap_or('`')
}

/// The width of the white space with which a line begins.
fn width(line: &str) -> usize {
    let blank = line.bytes().take_while(|b| matches!(b, b' ' | b'\t'));
    blank.fold(0, |width, b| match b {
        b'\t' => width + 4 - width % 4,
        _ => width + 1,
    })
}

/// The length of the code at the beginning of a text, or of the backticks if no code begins with them.
fn code_length(text: &str) -> usize {
    let count = text.bytes().take_while(|b| *b == b'`').count();
    let mark = slice(text, ..count);
    let mut at = count;
    let nearby = crate::text::head(text, LONGEST);
    while let Some(found) = nearby.get(at..).and_then(|rest| rest.find(mark)) {
        let start = at + found;
        let run = slice(nearby, start..)
            .bytes()
            .take_while(|b| *b == b'`')
            .count();
        if slice(nearby, at..start).contains("\n\n") {
            break;
        }
        if run == count {
            return start + count;
        }
        at = start + run;
    }
    count
}

/// The shortcodes whose content is not text: code, formulas, pictures in words, and comments.
const LITERAL: [&str; 11] = [
    "chart",
    "code",
    "comment",
    "highlight",
    "katex",
    "math",
    "mermaid",
    "plantuml",
    "prism",
    "raw",
    "verbatim",
];

/// The length of what is after the tag of a shortcode, with its end tag, if this is not text: `{% highlight ruby %}` … `{%
/// endhighlight %}`, `{{< highlight go >}}` … `{{< /highlight >}}`.
fn literal(tag: &str, after: &str) -> usize {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let name = tag.trim_start_matches(['{', '%', '<', '-', ' ']);
    let name = slice(name, ..name.find(|c| !is_of_name(c)).unwrap_or(name.len()));
    if !LITERAL.contains(&name) {
        return 0;
    }
    let is_of_jekyll = tag.starts_with("{%");
    let sign = if is_of_jekyll { "%}" } else { "}}" };
    let ends = [
        format!("end{name}"),
        format!("/{name}"),
        format!("/ {name}"),
    ];
    let mut ends = ends
        .iter()
        .filter(|end| end.starts_with("end") == is_of_jekyll);
    ends.find_map(|end| {
        let found = after.find(end.as_str())?;
        Some(found + slice(after, found..).find(sign)? + sign.len())
    })
    .unwrap_or_default()
}

/// The byte after the first of some closing signs in a paragraph.
fn closing(text: &str, sign: &str) -> Option<usize> {
    let nearby = crate::text::head(text, LONGEST);
    let end = nearby.find(sign)? + sign.len();
    (!slice(nearby, ..end).contains("\n\n")).then_some(end)
}
