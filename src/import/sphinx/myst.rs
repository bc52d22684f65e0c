//! The texts of a glossary in MyST, which is Markdown but for its roles and directives.

use super::blocks::ASIDES;
use super::inline::Inline;
use super::structure::{SourceLine, myst_label};
use crate::import::passage::NumberedLine;
use crate::text::slice;

/// Directives that contain code.
const CODE: &[&str] = &["code", "code-block", "code-cell", "sourcecode", "highlight"];

/// Directives whose content stays, without a mark of its own.
const CONTAINERS: &[&str] = &["container", "compound", "div", "only"];

/// Converts a definition to Markdown. The definition may be a part of a definition list, with a colon before it.
pub(super) fn converted(lines: &[SourceLine<'_>], inline: &mut Inline) -> Vec<NumberedLine> {
    let lines = without_colons(lines);
    let mut writer = MystWriter {
        inline,
        out: Vec::new(),
    };
    writer.blocks(&lines, "");
    let mut out = writer.out;
    while out.last().is_some_and(|line| line.text.trim().is_empty()) {
        out.pop();
    }
    out
}

/// The lines of a definition list without the colons before the definitions. Several definitions are paragraphs.
fn without_colons<'t>(lines: &[SourceLine<'t>]) -> Vec<SourceLine<'t>> {
    let inked = lines.iter().filter(|line| !line.text.is_empty());
    let least = inked.map(|line| line.indent).min().unwrap_or(0);
    let is_colon = |line: &SourceLine<'_>| {
        let rest = line.text.strip_prefix(':').unwrap_or("x");
        line.indent <= least + 3 && (rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    if !lines.first().is_some_and(is_colon) {
        return lines.to_vec();
    }
    // the lines below a definition are indented as far as its words, or less
    let below = lines
        .iter()
        .filter(|line| !line.text.is_empty() && !is_colon(line) && line.indent > least);
    let below = below.map(|line| line.indent).min();
    let mut out = Vec::new();
    for line in lines {
        if is_colon(line) {
            let rest = slice(line.text, 1..);
            if !out.is_empty() {
                out.push(SourceLine {
                    indent: 0,
                    text: "",
                    number: line.number,
                });
            }
            out.push(SourceLine {
                indent: below.unwrap_or(0),
                text: rest.trim(),
                number: line.number,
            });
        } else {
            // a line that continues a paragraph without an indentation
            out.push(SourceLine {
                indent: line.indent.max(below.unwrap_or(0)),
                ..line.clone()
            });
        }
    }
    out
}

/// Writes the blocks of a definition, each line with a prefix such as `> `.
struct MystWriter<'i> {
    inline: &'i mut Inline,
    out: Vec<NumberedLine>,
}

impl MystWriter<'_> {
    fn push(&mut self, text: &str, number: usize) {
        self.out.push(NumberedLine {
            text: text.trim_end().to_owned(),
            number,
        });
    }

    fn blocks(&mut self, lines: &[SourceLine<'_>], prefix: &str) {
        let inked = lines.iter().filter(|line| !line.text.is_empty());
        let least = inked.map(|line| line.indent).min().unwrap_or(0);
        let mut index = 0;
        while let Some(line) = lines.get(index) {
            let rest = lines.get(index + 1..).unwrap_or_default();
            let indent = " ".repeat(line.indent.saturating_sub(least));
            if let Some(fence) = Fence::of(line.text) {
                let is_end = |other: &SourceLine<'_>| fence.is_closed_by(other.text);
                let length = rest.iter().position(is_end).unwrap_or(rest.len());
                let inside = rest.get(..length).unwrap_or_default();
                let inner = format!("{prefix}{indent}");
                self.fenced(&fence, line, inside, &inner);
                index += length + 2;
                continue;
            }
            if line.text.starts_with('%') {
                self.inline.taken_out(line.number, "a comment", line.text);
            } else if let Some(label) = myst_label(line.text) {
                self.inline.anchors.push(label.to_owned());
            } else {
                let text = self.inline.markdown(line.text, line.number);
                self.push(&format!("{prefix}{indent}{text}"), line.number);
            }
            index += 1;
        }
    }

    /// Writes a block of code or a directive.
    fn fenced(
        &mut self,
        fence: &Fence<'_>,
        line: &SourceLine<'_>,
        lines: &[SourceLine<'_>],
        prefix: &str,
    ) {
        let number = line.number;
        let Some((name, argument)) = fence.directive() else {
            return self.code(line.text, lines, fence.marks, line.indent, prefix);
        };
        let content = without_options(lines);
        match name {
            "index" => {
                let what = "an entry of the general index";
                self.inline.taken_out(number, what, argument);
            }
            name if CODE.contains(&name) => {
                let opening = format!("{}{argument}", fence.marks.replace(':', "`"));
                let closing = fence.marks.replace(':', "`");
                self.code(&opening, content, &closing, line.indent, prefix);
            }
            "math" => {
                let formula: Vec<&str> = content.iter().map(|line| line.text).collect();
                let formula = format!("{argument} {}", formula.join(" "));
                self.push(&format!("{prefix}$${}$$", formula.trim()), number);
                self.inline.maths(number);
            }
            "image" | "figure" => {
                let alt = option(lines, "alt").unwrap_or_default();
                let address = argument.replace(' ', "%20");
                self.push(&format!("{prefix}![{alt}]({address})"), number);
                self.push(prefix, number);
                self.blocks(content, prefix);
            }
            name if CONTAINERS.contains(&name) => self.blocks(content, prefix),
            name if ASIDES.contains(&name) => {
                let heading = match (name, argument) {
                    ("seealso", _) => "See also".to_owned(),
                    ("admonition" | "topic" | "sidebar", title) => {
                        self.inline.markdown(title, number)
                    }
                    (name, _) => capitalised(name),
                };
                let inner = format!("{prefix}> ");
                self.push(&format!("{inner}**{heading}**"), number);
                self.push(&inner, number);
                let is_heading = matches!(name, "admonition" | "topic" | "sidebar");
                if !argument.is_empty() && !is_heading {
                    let text = self.inline.markdown(argument, number);
                    self.push(&format!("{inner}{text}"), number);
                }
                self.blocks(content, &inner);
            }
            name => {
                let what = format!("the directive `{name}`, which is a block of code now");
                self.inline.not_understood(number, &what, "");
                let closing = fence.marks.replace(':', "`");
                let opening = format!("{closing}{}", fence.info);
                self.code(&opening, lines, &closing, line.indent, prefix);
            }
        }
    }

    fn code(
        &mut self,
        opening: &str,
        lines: &[SourceLine<'_>],
        closing: &str,
        least: usize,
        prefix: &str,
    ) {
        let number = lines
            .first()
            .map_or(1, |line| line.number.saturating_sub(1));
        self.push(&format!("{prefix}{opening}"), number);
        for line in lines {
            let indent = " ".repeat(line.indent.saturating_sub(least));
            let indent = if line.text.is_empty() { "" } else { &indent };
            self.push(&format!("{prefix}{indent}{}", line.text), line.number);
        }
        self.push(&format!("{prefix}{closing}"), number);
    }
}

/// The beginning of a block of code or a directive.
struct Fence<'t> {
    marks: &'t str,
    info: &'t str,
}

impl<'t> Fence<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let mark = line
            .chars()
            .next()
            .filter(|c| matches!(c, '`' | ':' | '~'))?;
        let length = line.len() - line.trim_start_matches(mark).len();
        let (marks, info) = line.split_at_checked(length)?;
        let info = info.trim();
        let is_open = marks.len() >= 3 && !info.contains('`');
        // colons begin a directive only
        let is_directive = mark != ':' || info.starts_with('{');
        (is_open && is_directive).then_some(Self { marks, info })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let mark = slice(self.marks, ..1);
        line.len() >= self.marks.len() && line.trim_start_matches(mark).is_empty()
    }

    /// The name and the argument in `{name} argument`.
    fn directive(&self) -> Option<(&'t str, &'t str)> {
        let (name, argument) = self.info.strip_prefix('{')?.split_once('}')?;
        Some((name.trim(), argument.trim()))
    }
}

/// The number of lines of options: `:name: value`.
fn count_options(lines: &[SourceLine<'_>]) -> usize {
    let is_option =
        |line: &&SourceLine<'_>| line.text.starts_with(':') && slice(line.text, 1..).contains(':');
    lines.iter().take_while(is_option).count()
}

fn without_options<'l, 't>(lines: &'l [SourceLine<'t>]) -> &'l [SourceLine<'t>] {
    lines.get(count_options(lines)..).unwrap_or_default()
}

/// The value of an option of a directive.
fn option<'t>(lines: &[SourceLine<'t>], key: &str) -> Option<&'t str> {
    let start = format!(":{key}:");
    let mut options = lines.iter().take(count_options(lines));
    let value = options.find_map(|line| line.text.strip_prefix(&start));
    value.map(str::trim)
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
