//! The blocks of a definition, converted to Markdown: paragraphs, lists, code, block quotes.
//!
//! ```text
//! reStructuredText                 Markdown
//! The rise of dough::              The rise of dough:
//!
//!     $ proof --hours 4            ```
//!                                  $ proof --hours 4
//!                                  ```
//! .. note:: Keep it warm.          > **Note**
//!                                  >
//!                                  > Keep it warm.
//! #. Knead.                        1. Knead.
//! #. Wait.                         1. Wait.
//! ```

use super::inline::Inline;
use super::structure::{SourceLine, label, note};
use crate::import::passage::NumberedLine;
use crate::text::slice;

/// Directives that contain code.
const CODE: &[&str] = &[
    "code",
    "code-block",
    "highlight",
    "sourcecode",
    "parsed-literal",
];

/// Directives whose content stays, without a mark of its own.
const CONTAINERS: &[&str] = &["compound", "container", "rst-class", "class"];

/// Directives whose content becomes a block quote.
const QUOTES: &[&str] = &["epigraph", "highlights", "pull-quote"];

/// Directives whose content becomes a block quote with a heading.
pub(super) const ASIDES: &[&str] = &[
    "admonition",
    "attention",
    "caution",
    "danger",
    "deprecated",
    "error",
    "hint",
    "important",
    "note",
    "seealso",
    "sidebar",
    "tip",
    "topic",
    "versionadded",
    "versionchanged",
    "warning",
];

/// Converts a definition in reStructuredText to Markdown.
pub(super) fn of_text(lines: &[SourceLine<'_>], inline: &mut Inline) -> Vec<NumberedLine> {
    let mut writer = BlockWriter {
        inline,
        out: Vec::new(),
    };
    writer.blocks(lines, "");
    let mut out = writer.out;
    while out.last().is_some_and(|line| line.text.trim().is_empty()) {
        out.pop();
    }
    out
}

/// The indentation of the least indented line, in bytes. Empty lines do not count.
fn indent(lines: &[SourceLine<'_>]) -> usize {
    let full_lines = lines.iter().filter(|line| !line.text.is_empty());
    full_lines.map(|line| line.indent).min().unwrap_or(0)
}

/// The number of lines at the beginning that are empty or indented deeper than `indent`.
fn count_deeper(lines: &[SourceLine<'_>], indent: usize) -> usize {
    lines
        .iter()
        .take_while(|line| line.text.is_empty() || line.indent > indent)
        .count()
}

/// The number of lines at the beginning without an empty line or a smaller indentation, at least 1.
fn count_paragraph(lines: &[SourceLine<'_>], indent: usize) -> usize {
    lines
        .iter()
        .take_while(|line| !line.text.is_empty() && line.indent >= indent)
        .count()
        .max(1)
}

/// Whether a line is a term of a definition list: the next line is indented deeper, and it is not code.
fn is_defined(lines: &[SourceLine<'_>], least: usize) -> bool {
    let (Some(line), Some(below)) = (lines.first(), lines.get(1)) else {
        return false;
    };
    // a sentence goes on in a line that is indented by chance
    let is_sentence = line.text.contains([',', '.', ';', ':']);
    !below.text.is_empty() && below.indent > least && !is_sentence
}

/// Whether the expression of the directive `only` is true for pages.
fn is_for_html(expression: &str) -> bool {
    let expression = expression.replace(['(', ')'], " ");
    let is_true = |term: &str| {
        let words: Vec<&str> = term.split_whitespace().collect();
        let nots = words.iter().filter(|word| **word == "not").count();
        let is_html = words.last() == Some(&"html");
        is_html != (nots % 2 == 1)
    };
    expression
        .split(" or ")
        .any(|terms| terms.split(" and ").all(is_true))
}

/// Writes the blocks of a definition.
///
/// Each method gets the lines from its block on and the prefix of all lines that it writes, such as `> ` in
/// a block quote. It ends the block with an empty line, and gives the number of lines that it has read.
struct BlockWriter<'i> {
    inline: &'i mut Inline,
    out: Vec<NumberedLine>,
}

impl BlockWriter<'_> {
    fn push(&mut self, text: String, number: usize) {
        self.out.push(NumberedLine { text, number });
    }

    fn end_block(&mut self, prefix: &str, number: usize) {
        self.push(prefix.trim_end().to_owned(), number);
    }

    /// Writes all blocks of some lines.
    fn blocks(&mut self, lines: &[SourceLine<'_>], prefix: &str) {
        let least = indent(lines);
        let mut index = 0;
        while let Some(line) = lines.get(index) {
            if line.text.is_empty() {
                index += 1;
                continue;
            }
            let rest = lines.get(index..).unwrap_or_default();
            index += if line.indent > least {
                let count = count_deeper(rest, least);
                let inside = rest.get(..count).unwrap_or_default();
                self.blocks(inside, &format!("{prefix}> "));
                count
            } else if line.text.starts_with("..") {
                self.explicit(rest, least, prefix)
            } else if Marker::of(line.text).is_some() {
                self.list(rest, least, prefix)
            } else if is_table(line.text) {
                let what = "a table, which stays as it was written";
                self.inline.not_understood(line.number, what, "");
                self.fenced_paragraph(rest, least, "", prefix)
            } else if line.text.starts_with(">>> ") {
                self.fenced_paragraph(rest, least, "python", prefix)
            } else if is_defined(rest, least) {
                self.definition(rest, least, prefix)
            } else {
                self.paragraph(rest, least, prefix)
            };
        }
    }

    /// Writes a term of a definition list, with its definition.
    fn definition(&mut self, lines: &[SourceLine<'_>], least: usize, prefix: &str) -> usize {
        let Some(first) = lines.first() else {
            return 1;
        };
        let rest = lines.get(1..).unwrap_or_default();
        let count = count_deeper(rest, least);
        let term = self.inline.text(first.text, first.number);
        self.push(format!("{prefix}{term}"), first.number);
        let inner = format!("{prefix}  ");
        let start = self.out.len();
        self.blocks(rest.get(..count).unwrap_or_default(), &inner);
        if let Some(line) = self.out.get_mut(start) {
            line.text = format!("{prefix}: {}", slice(&line.text, inner.len()..));
        }
        count + 1
    }

    /// Writes a paragraph. If it ends with `::`, the indented lines after it are code.
    fn paragraph(&mut self, lines: &[SourceLine<'_>], least: usize, prefix: &str) -> usize {
        let ends = lines.iter().position(|line| line.text.ends_with("::"));
        let count = lines
            .iter()
            .take_while(|line| !line.text.is_empty() && line.indent >= least)
            .count()
            .min(ends.map_or(usize::MAX, |end| end + 1))
            .max(1);
        let paragraph = lines.get(..count).unwrap_or_default();
        let texts: Vec<&str> = paragraph.iter().map(|line| line.text).collect();
        let number = paragraph.first().map_or(1, |line| line.number);
        let whole = texts.join("\n");
        let opens_code = whole.ends_with("::");
        let shown = match whole.strip_suffix("::") {
            Some("") => "",
            Some(before) if before.ends_with(char::is_whitespace) => before.trim_end(),
            Some(_) => slice(&whole, ..whole.len() - 1),
            None => &whole,
        };
        if !shown.is_empty() {
            let is_line_block = texts
                .iter()
                .all(|text| text.starts_with("| ") || *text == "|");
            let converted = if is_line_block {
                let lines = texts.iter().map(|text| text.trim_start_matches('|').trim());
                let lines: Vec<_> = lines.map(|text| self.inline.text(text, number)).collect();
                lines.join("\\\n")
            } else {
                self.inline.text(shown, number)
            };
            for (index, text) in converted.lines().enumerate() {
                let number = number + index.min(count - 1);
                self.push(format!("{prefix}{text}"), number);
            }
            self.end_block(prefix, number);
        }
        if !opens_code {
            return count;
        }
        let rest = lines.get(count..).unwrap_or_default();
        let code_count = count_deeper(rest, least);
        let code = rest.get(..code_count).unwrap_or_default();
        self.fence(code, indent(code), "", prefix);
        count + code_count
    }

    /// Writes the lines up to the next empty one as a block of code.
    fn fenced_paragraph(
        &mut self,
        lines: &[SourceLine<'_>],
        least: usize,
        language: &str,
        prefix: &str,
    ) -> usize {
        let count = count_paragraph(lines, least);
        let paragraph = lines.get(..count).unwrap_or_default();
        self.fence(paragraph, least, language, prefix);
        count
    }

    /// Writes lines as a block of code, without the indentation `least` and without empty lines at the ends.
    fn fence(&mut self, lines: &[SourceLine<'_>], least: usize, language: &str, prefix: &str) {
        let first = lines.iter().position(|line| !line.text.is_empty());
        let last = lines.iter().rposition(|line| !line.text.is_empty());
        let (Some(first), Some(last)) = (first, last) else {
            return;
        };
        let lines = lines.get(first..=last).unwrap_or_default();
        let has_ticks = lines.iter().any(|line| line.text.contains("```"));
        let ticks = if has_ticks { "````" } else { "```" };
        let number = lines.first().map_or(1, |line| line.number);
        self.push(format!("{prefix}{ticks}{language}"), number);
        for line in lines {
            let indent = if line.text.is_empty() {
                String::new()
            } else {
                " ".repeat(line.indent.saturating_sub(least))
            };
            let text = format!("{prefix}{indent}{}", line.text);
            self.push(text.trim_end().to_owned(), line.number);
        }
        self.push(format!("{prefix}{ticks}"), number);
        self.end_block(prefix, number);
    }

    /// Writes a list: all items of one kind, bullets or numbers.
    fn list(&mut self, lines: &[SourceLine<'_>], least: usize, prefix: &str) -> usize {
        let first = lines.first().and_then(|line| Marker::of(line.text));
        let is_bulleted = first.is_some_and(|marker| marker.is_bullet());
        let mut index = 0;
        while let Some(line) = lines.get(index) {
            let marker = Marker::of(line.text).filter(|_| line.indent == least);
            let Some(marker) = marker.filter(|marker| marker.is_bullet() == is_bulleted) else {
                break;
            };
            let rest = lines.get(index + 1..).unwrap_or_default();
            let count = count_deeper(rest, least);
            // the lines after the first are indented as far as its words
            let mut item = vec![SourceLine {
                indent: least + marker.length,
                text: slice(line.text, marker.length..).trim(),
                number: line.number,
            }];
            item.extend(rest.get(..count).unwrap_or_default().iter().cloned());
            self.item(&item, &marker.markdown, prefix);
            index += 1 + count;
        }
        let number = lines.first().map_or(1, |line| line.number);
        self.end_block(prefix, number);
        index.max(1)
    }

    /// Writes an item of a list. `marker` is its marker in Markdown.
    fn item(&mut self, lines: &[SourceLine<'_>], marker: &str, prefix: &str) {
        let inner = format!("{prefix}{}", " ".repeat(marker.len()));
        let start = self.out.len();
        self.blocks(lines, &inner);
        let written = self.out.get(start..).unwrap_or_default();
        let empty_lines = written
            .iter()
            .filter(|line| line.text.trim_matches([' ', '>']).is_empty());
        // an item of one paragraph needs no empty line after it
        if empty_lines.count() == 1 {
            self.out.pop();
        }
        if let Some(first) = self.out.get_mut(start) {
            first.text = format!("{prefix}{marker}{}", slice(&first.text, inner.len()..));
        }
    }

    /// Writes a construct that begins with two dots: a directive, a target or a comment.
    fn explicit(&mut self, lines: &[SourceLine<'_>], least: usize, prefix: &str) -> usize {
        let Some(first) = lines.first() else {
            return 1;
        };
        let rest = lines.get(1..).unwrap_or_default();
        let count = 1 + count_deeper(rest, least);
        let text = first.text.trim_start_matches("..").trim();
        if let Some(label) = label(first.text) {
            self.inline.anchors.push(label.to_owned());
            return count;
        }
        // a footnote, a target or a substitution, which `labels` has
        if note(text).is_some() || text.starts_with(['_', '|']) {
            return count;
        }
        let Some((name, argument)) = text.split_once("::") else {
            let inside = lines.get(..count).unwrap_or_default().iter();
            let words: Vec<&str> = inside.map(|line| line.text).collect();
            let words = words.join(" ");
            if words.trim_matches(['.', ' ']).is_empty() {
                return count;
            }
            self.inline.taken_out(first.number, "a comment", &words);
            return count;
        };
        let construct = lines.get(..count).unwrap_or_default();
        let directive = Directive::new(name.trim(), argument.trim(), construct, first.number);
        self.directive(&directive, least, prefix);
        count
    }

    fn directive(&mut self, directive: &Directive<'_>, least: usize, prefix: &str) {
        let Directive {
            name,
            argument,
            content,
            number,
            ..
        } = *directive;
        match name {
            "index" => {
                let what = "an entry of the general index";
                self.inline.taken_out(number, what, argument);
            }
            "only" if is_for_html(argument) => self.blocks(content, prefix),
            "only" => {
                let texts: Vec<&str> = content.iter().map(|line| line.text).collect();
                let what = "a text for other outputs than pages";
                self.inline.taken_out(number, what, &texts.join(" "));
            }
            name if CONTAINERS.contains(&name) => self.blocks(content, prefix),
            name if QUOTES.contains(&name) => {
                let inner = format!("{prefix}> ");
                if !argument.is_empty() {
                    let text = self.inline.text(argument, number);
                    self.push(format!("{inner}{text}"), number);
                    self.end_block(&inner, number);
                }
                self.blocks(content, &inner);
                self.end_block(prefix, number);
            }
            "rubric" | "centered" => {
                let text = self.inline.text(argument, number);
                self.push(format!("{prefix}**{text}**"), number);
                self.end_block(prefix, number);
                self.blocks(content, prefix);
            }
            name if CODE.contains(&name) => {
                if let Some(caption) = directive.option("caption") {
                    let text = self.inline.text(caption, number);
                    self.push(format!("{prefix}*{text}*"), number);
                    self.end_block(prefix, number);
                }
                self.fence(content, indent(content), argument, prefix);
            }
            "image" | "figure" => {
                let alt = directive.option("alt").unwrap_or_default();
                let address = argument.replace(' ', "%20");
                self.push(format!("{prefix}![{alt}]({address})"), number);
                self.end_block(prefix, number);
                self.blocks(content, prefix);
            }
            "math" => {
                let formula: Vec<&str> = content.iter().map(|line| line.text).collect();
                let formula = format!("{argument} {}", formula.join(" "));
                self.push(format!("{prefix}$${}$$", formula.trim()), number);
                self.end_block(prefix, number);
                self.inline.maths(number);
            }
            name if ASIDES.contains(&name) => self.aside(directive, prefix),
            _ => {
                let what = format!("the directive `{name}`, which is a block of code now");
                self.inline.not_understood(number, &what, "");
                self.fence(directive.lines, least, "rst", prefix);
            }
        }
    }

    /// Writes a directive as a block quote with a heading.
    fn aside(&mut self, directive: &Directive<'_>, prefix: &str) {
        let Directive {
            name,
            argument,
            content,
            number,
            ..
        } = *directive;
        let heading = match name {
            "admonition" | "topic" | "sidebar" => self.inline.text(argument, number),
            "seealso" => "See also".to_owned(),
            "versionadded" => format!("New in version {argument}"),
            "versionchanged" => format!("Changed in version {argument}"),
            "deprecated" => format!("Deprecated since version {argument}"),
            name => {
                let mut letters = name.chars();
                let first = letters.next().into_iter().flat_map(char::to_uppercase);
                first.chain(letters).collect()
            }
        };
        let inner = format!("{prefix}> ");
        self.push(format!("{inner}**{heading}**"), number);
        self.end_block(&inner, number);
        let has_title = matches!(name, "admonition" | "topic" | "sidebar");
        let is_in_heading = argument.is_empty() || heading.contains(argument);
        if !is_in_heading && !has_title {
            let text = self.inline.text(argument, number);
            self.push(format!("{inner}{text}"), number);
            self.end_block(&inner, number);
        }
        self.blocks(content, &inner);
        self.end_block(prefix, number);
    }
}

/// A directive: `.. name:: argument`, then options such as `:alt: A loaf`, then content.
struct Directive<'d> {
    name: &'d str,
    argument: &'d str,
    options: &'d [SourceLine<'d>],
    content: &'d [SourceLine<'d>],
    /// All lines of the directive.
    lines: &'d [SourceLine<'d>],
    /// The number of its first line in the file.
    number: usize,
}

impl<'d> Directive<'d> {
    fn new(name: &'d str, argument: &'d str, lines: &'d [SourceLine<'d>], number: usize) -> Self {
        let inside = lines.get(1..).unwrap_or_default();
        let option_count = inside
            .iter()
            .take_while(|line| line.text.starts_with(':') && slice(line.text, 1..).contains(':'))
            .count();
        let (options, content) = inside
            .split_at_checked(option_count)
            .unwrap_or((&[], inside));
        Self {
            name,
            argument,
            options,
            content,
            lines,
            number,
        }
    }

    /// The value of an option.
    fn option(&self, key: &str) -> Option<&str> {
        let start = format!(":{key}:");
        let mut options = self.options.iter();
        let value = options.find_map(|line| line.text.strip_prefix(&start));
        value.map(str::trim)
    }
}

/// The marker of a list's item.
struct Marker {
    /// The marker in Markdown, with the space after it: `- ` or `3. `.
    markdown: String,
    /// The length of the marker in the source, in bytes.
    length: usize,
}

impl Marker {
    /// The marker at the beginning of a line, if there is one: `-`, `*`, `+`, `•`, `3.`, `3)`, `(3)` or `#.`.
    fn of(line: &str) -> Option<Self> {
        let bullet = ["- ", "* ", "+ ", "• "]
            .into_iter()
            .find(|bullet| line.starts_with(bullet));
        if let Some(bullet) = bullet {
            return Some(Self {
                markdown: "- ".to_owned(),
                length: bullet.len(),
            });
        }
        let without_bracket = line.strip_prefix('(').unwrap_or(line);
        let digits = without_bracket
            .find(|c: char| !c.is_ascii_digit() && c != '#')
            .unwrap_or(without_bracket.len());
        let number = slice(without_bracket, ..digits);
        let after = slice(without_bracket, digits..);
        let ends_well = after.starts_with(". ") || after.starts_with(") ");
        if !(1..=9).contains(&number.len()) || !ends_well {
            return None;
        }
        let number = if number.contains('#') { "1" } else { number };
        Some(Self {
            markdown: format!("{number}. "),
            length: line.len() - slice(after, 2..).len(),
        })
    }

    fn is_bullet(&self) -> bool {
        self.markdown.starts_with('-')
    }
}

/// Whether a line is the border of a table.
fn is_table(line: &str) -> bool {
    let is_grid = line.starts_with("+--") || line.starts_with("+==");
    let is_simple = line.starts_with("==") && line.contains(' ');
    (is_grid || is_simple) && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ' '))
}
