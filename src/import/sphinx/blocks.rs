//! The blocks of a definition as Markdown: paragraphs, lists, code, quotations.

use super::SourceLine;
use super::inline::Inline;
use crate::text::slice;

/// Directives that hold code.
const CODE: &[&str] = &[
    "code",
    "code-block",
    "highlight",
    "sourcecode",
    "parsed-literal",
];

/// Directives that set a passage apart.
const ASIDES: &[&str] = &[
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
    "tip",
    "versionadded",
    "versionchanged",
    "warning",
];

/// A definition in reStructuredText as lines of Markdown, each with its line in the file.
pub(super) fn of_text(lines: &[SourceLine<'_>], inline: &mut Inline) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    blocks(lines, "", inline, &mut out);
    while out.last().is_some_and(|(line, _)| line.trim().is_empty()) {
        out.pop();
    }
    out
}

/// A definition in MyST's Markdown: only its roles are not Markdown.
pub(super) fn of_markdown(lines: &[SourceLine<'_>], inline: &mut Inline) -> Vec<(String, usize)> {
    let own = indent(lines);
    let mut out: Vec<(String, usize)> = lines
        .iter()
        .map(|line| {
            let text = inline.markdown(line.text, line.number);
            let indent = " ".repeat(line.indent.saturating_sub(own));
            (format!("{indent}{text}").trim_end().to_owned(), line.number)
        })
        .collect();
    while out.last().is_some_and(|(line, _)| line.is_empty()) {
        out.pop();
    }
    out
}

/// How far the least indented line is indented.
fn indent(lines: &[SourceLine<'_>]) -> usize {
    let inked = lines.iter().filter(|line| !line.text.is_empty());
    inked.map(|line| line.indent).min().unwrap_or(0)
}

/// Writes blocks, each followed by an empty line; `prefix` stands before every line of them.
fn blocks(
    lines: &[SourceLine<'_>],
    prefix: &str,
    inline: &mut Inline,
    out: &mut Vec<(String, usize)>,
) {
    let own = indent(lines);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.text.is_empty() {
            at += 1;
            continue;
        }
        let rest = lines.get(at..).unwrap_or_default();
        at += if line.indent > own {
            let quoted = rest
                .iter()
                .take_while(|line| line.text.is_empty() || line.indent > own);
            let count = quoted.count();
            let inside = rest.get(..count).unwrap_or_default();
            blocks(inside, &format!("{prefix}> "), inline, out);
            count
        } else if line.text.starts_with("..") {
            explicit(rest, own, prefix, inline, out)
        } else if marker(line.text).is_some() {
            list(rest, own, prefix, inline, out)
        } else if is_table(line.text) {
            let count = paragraph_length(rest, own);
            let table = rest.get(..count).unwrap_or_default();
            inline.not_understood(line.number, "a table, which stays as it was written");
            fence(table, own, "", prefix, out);
            count
        } else if line.text.starts_with(">>> ") {
            let count = paragraph_length(rest, own);
            fence(
                rest.get(..count).unwrap_or_default(),
                own,
                "python",
                prefix,
                out,
            );
            count
        } else {
            paragraph(rest, own, prefix, inline, out)
        };
    }
}

fn end_block(prefix: &str, number: usize, out: &mut Vec<(String, usize)>) {
    out.push((prefix.trim_end().to_owned(), number));
}

/// How many lines follow each other without an empty one, or a change of indentation.
fn paragraph_length(lines: &[SourceLine<'_>], own: usize) -> usize {
    let inked = lines
        .iter()
        .take_while(|line| !line.text.is_empty() && line.indent >= own);
    inked.count().max(1)
}

fn paragraph(
    lines: &[SourceLine<'_>],
    own: usize,
    prefix: &str,
    inline: &mut Inline,
    out: &mut Vec<(String, usize)>,
) -> usize {
    let count = lines
        .iter()
        .take_while(|line| !line.text.is_empty() && line.indent == own)
        .count()
        .max(1);
    let own_lines = lines.get(..count).unwrap_or_default();
    let texts: Vec<&str> = own_lines.iter().map(|line| line.text).collect();
    let number = own_lines.first().map_or(1, |line| line.number);
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
            let lines: Vec<_> = lines.map(|text| inline.text(text, number)).collect();
            lines.join("\\\n")
        } else {
            inline.text(shown, number)
        };
        for (at, text) in converted.lines().enumerate() {
            out.push((format!("{prefix}{text}"), number + at.min(count - 1)));
        }
        end_block(prefix, number, out);
    }
    if !opens_code {
        return count;
    }
    let rest = lines.get(count..).unwrap_or_default();
    let code = rest
        .iter()
        .take_while(|line| line.text.is_empty() || line.indent > own)
        .count();
    let inside = rest.get(..code).unwrap_or_default();
    fence(inside, indent(inside), "", prefix, out);
    count + code
}

/// Lines as a fence of code.
fn fence(
    lines: &[SourceLine<'_>],
    own: usize,
    language: &str,
    prefix: &str,
    out: &mut Vec<(String, usize)>,
) {
    let first = lines.iter().position(|line| !line.text.is_empty());
    let last = lines.iter().rposition(|line| !line.text.is_empty());
    let (Some(first), Some(last)) = (first, last) else {
        return;
    };
    let lines = lines.get(first..=last).unwrap_or_default();
    let has_ticks = lines.iter().any(|line| line.text.contains("```"));
    let ticks = if has_ticks { "````" } else { "```" };
    let number = lines.first().map_or(1, |line| line.number);
    out.push((format!("{prefix}{ticks}{language}"), number));
    for line in lines {
        let indent = if line.text.is_empty() {
            String::new()
        } else {
            " ".repeat(line.indent.saturating_sub(own))
        };
        let text = format!("{prefix}{indent}{}", line.text);
        out.push((text.trim_end().to_owned(), line.number));
    }
    out.push((format!("{prefix}{ticks}"), number));
    end_block(prefix, number, out);
}

/// The mark of a list's item as Markdown has it, and how many bytes of the line it takes.
fn marker(line: &str) -> Option<(String, usize)> {
    let bullet = ["- ", "* ", "+ ", "• "]
        .into_iter()
        .find(|bullet| line.starts_with(bullet));
    if let Some(bullet) = bullet {
        return Some(("- ".to_owned(), bullet.len()));
    }
    let bare = line.strip_prefix('(').unwrap_or(line);
    let digits = bare
        .find(|c: char| !c.is_ascii_digit() && c != '#')
        .unwrap_or(bare.len());
    let number = slice(bare, ..digits);
    let after = slice(bare, digits..);
    if !(1..=9).contains(&number.len()) || !(after.starts_with(". ") || after.starts_with(") ")) {
        return None;
    }
    let shown = if number.contains('#') { "1" } else { number };
    let length = line.len() - slice(after, 2..).len();
    Some((format!("{shown}. "), length))
}

fn list(
    lines: &[SourceLine<'_>],
    own: usize,
    prefix: &str,
    inline: &mut Inline,
    out: &mut Vec<(String, usize)>,
) -> usize {
    let mut at = 0;
    let is_bullet = |mark: &str| mark.starts_with('-');
    let first = lines.first().and_then(|line| marker(line.text));
    let kind = first.is_some_and(|(mark, _)| is_bullet(&mark));
    while let Some(line) = lines.get(at) {
        let item = marker(line.text).filter(|_| line.indent == own);
        let Some((mark, length)) = item.filter(|(mark, _)| is_bullet(mark) == kind) else {
            break;
        };
        // what follows is indented to the item's words
        let rest = lines.get(at + 1..).unwrap_or_default();
        let count = rest
            .iter()
            .take_while(|line| line.text.is_empty() || line.indent > own)
            .count();
        let mut item = vec![SourceLine {
            indent: own + length,
            text: slice(line.text, length..).trim(),
            number: line.number,
        }];
        item.extend(rest.get(..count).unwrap_or_default().iter().cloned());
        let inner = format!("{prefix}{}", " ".repeat(mark.len()));
        let start = out.len();
        blocks(&item, &inner, inline, out);
        // an item of one paragraph needs no empty line after it
        let is_single = out
            .get(start..)
            .unwrap_or_default()
            .iter()
            .filter(|(line, _)| line.trim_matches([' ', '>']).is_empty())
            .count()
            == 1;
        if is_single {
            out.pop();
        }
        if let Some((first, _)) = out.get_mut(start) {
            *first = format!("{prefix}{mark}{}", slice(first, inner.len()..));
        }
        at += 1 + count;
    }
    let number = lines.first().map_or(1, |line| line.number);
    end_block(prefix, number, out);
    at.max(1)
}

fn is_table(line: &str) -> bool {
    let is_grid = line.starts_with("+--") || line.starts_with("+==");
    let is_simple = line.starts_with("==") && line.contains(' ');
    (is_grid || is_simple) && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ' '))
}

/// What begins with two dots: a directive, a target, a comment.
fn explicit(
    lines: &[SourceLine<'_>],
    own: usize,
    prefix: &str,
    inline: &mut Inline,
    out: &mut Vec<(String, usize)>,
) -> usize {
    let Some(first) = lines.first() else {
        return 1;
    };
    let rest = lines.get(1..).unwrap_or_default();
    let count = rest
        .iter()
        .take_while(|line| line.text.is_empty() || line.indent > own)
        .count();
    let inside = rest.get(..count).unwrap_or_default();
    let said = first.text.trim_start_matches("..").trim();
    let Some((name, argument)) = said.split_once("::") else {
        if !said.starts_with('_') && !said.is_empty() {
            inline.taken_out(first.number, "a comment");
        }
        return 1 + count;
    };
    let argument = argument.trim();
    let options = inside
        .iter()
        .take_while(|line| line.text.starts_with(':') && slice(line.text, 1..).contains(':'))
        .count();
    let (options, content) = inside.split_at_checked(options).unwrap_or((&[], inside));
    let option = |key: &str| {
        let start = format!(":{key}:");
        let found = options
            .iter()
            .find_map(|line| line.text.strip_prefix(&start));
        found.map(str::trim)
    };
    match name.trim() {
        name if CODE.contains(&name) => {
            fence(content, indent(content), argument, prefix, out);
        }
        "image" | "figure" => {
            let alt = option("alt").unwrap_or_default();
            let address = argument.replace(' ', "%20");
            out.push((format!("{prefix}![{alt}]({address})"), first.number));
            end_block(prefix, first.number, out);
            blocks(content, prefix, inline, out);
        }
        "math" => {
            let formula: Vec<&str> = content.iter().map(|line| line.text).collect();
            let formula = format!("{argument} {}", formula.join(" "));
            out.push((format!("{prefix}$${}$$", formula.trim()), first.number));
            end_block(prefix, first.number, out);
            inline.maths(first.number);
        }
        name if ASIDES.contains(&name) => {
            let heading = match name {
                "admonition" => inline.text(argument, first.number),
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
            out.push((format!("{inner}**{heading}**"), first.number));
            end_block(&inner, first.number, out);
            let says_more = !argument.is_empty() && !heading.contains(argument);
            if says_more && name != "admonition" {
                let text = inline.text(argument, first.number);
                out.push((format!("{inner}{text}"), first.number));
                end_block(&inner, first.number, out);
            }
            blocks(content, &inner, inline, out);
            end_block(prefix, first.number, out);
        }
        _ => {
            let what = format!(
                "the directive `{}`, which is a block of code now",
                name.trim()
            );
            inline.not_understood(first.number, &what);
            fence(
                lines.get(..=count).unwrap_or_default(),
                own,
                "rst",
                prefix,
                out,
            );
        }
    }
    1 + count
}
