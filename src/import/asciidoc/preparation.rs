//! Prepares AsciiDoc for the parser, which does not know some of its rules. No line is added or removed.
//!
//! ```text
//! Words of the kitchen       = Words of the kitchen
//! ====================
//!
//! // a comment
//! Crumb:: the inside         Crumb:: the inside
//!
//! [#proof]
//! Proofing:: the rise        [[proof]]Proofing:: the rise
//! ```

/// The signs below a title, and those before it in one line.
/// Source of the rule: <https://docs.asciidoctor.org/asciidoc/latest/sections/titles-and-levels/>, and Asciidoctor's
/// document "Migrate from AsciiDoc.py".
const UNDERLINES: &[(char, &str)] = &[
    ('=', "="),
    ('-', "=="),
    ('~', "==="),
    ('^', "===="),
    ('+', "====="),
];

/// The signs of blocks in which nothing is a title or a comment.
const VERBATIM: &[char] = &['-', '.', '+', '/', '`'];

/// Writes titles of two lines as one, removes comments directly before other blocks, and writes an anchor above a term
/// into the line of the term: there, it would end the list, and be the anchor of the next one.
pub(super) fn prepared(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // the line that ends the block that is open
    let mut end: Option<String> = None;
    let mut is_in_text = false;
    let mut has_terms = false;
    for index in 0..lines.len() {
        let (line, next) = match (lines.get(index), lines.get(index + 1)) {
            (Some(line), next) => (
                line.trim_end().to_owned(),
                next.cloned().unwrap_or_default(),
            ),
            (None, _) => break,
        };
        if let Some(mark) = &end {
            if line == *mark {
                end = None;
            }
            continue;
        }
        let title = (!is_in_text)
            .then(|| title(&line, next.trim_end()))
            .flatten();
        if let Some(title) = title {
            set(&mut lines, index, title);
            set(&mut lines, index + 1, String::new());
            continue;
        }
        if has_terms
            && is_term(&next)
            && let Some(anchor) = anchor(&line)
        {
            set(&mut lines, index, String::new());
            set(
                &mut lines,
                index + 1,
                format!("[[{anchor}]]{}", next.trim_start()),
            );
            is_in_text = false;
            continue;
        }
        has_terms |= is_term(&line);
        if is_delimiter(&line) {
            is_in_text = false;
            end = Some(line);
        } else if !is_in_text && is_comment(&line) && !next.trim().is_empty() {
            set(&mut lines, index, String::new());
        } else {
            is_in_text = !is_between(&line);
        }
    }
    let mut prepared = lines.join("\n");
    if text.ends_with('\n') {
        prepared.push('\n');
    }
    prepared
}

fn set(lines: &mut [String], index: usize, text: String) {
    if let Some(line) = lines.get_mut(index) {
        *line = text;
    }
}

/// The title that two lines are, as one line.
fn title(line: &str, under: &str) -> Option<String> {
    let sign = under.chars().next()?;
    let (_, mark) = UNDERLINES.iter().find(|(known, _)| *known == sign)?;
    let (length, width) = (line.chars().count(), under.chars().count());
    let is_underline = width > 1 && under.chars().all(|c| c == sign) && length.abs_diff(width) < 2;
    let is_title = line.contains(|c: char| c.is_alphanumeric() || c == '_')
        && !line.starts_with([' ', '\t', '.', '[', '/']);
    (is_underline && is_title).then(|| format!("{mark} {line}"))
}

/// Whether a line begins a block in which nothing is a title or a comment.
fn is_delimiter(line: &str) -> bool {
    let Some(sign) = line.chars().next().filter(|sign| VERBATIM.contains(sign)) else {
        return false;
    };
    let fewest = if sign == '`' { 3 } else { 4 };
    let name = line.trim_start_matches(sign);
    let count = line.len() - name.len();
    // a fence of Markdown can name a language
    count >= fewest && (name.is_empty() || sign == '`')
}

fn is_comment(line: &str) -> bool {
    line.starts_with("//") && !line.starts_with("///")
}

/// The anchor that a line gives to the block after it.
fn anchor(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let id = inside
        .strip_prefix('#')
        .or_else(|| inside.strip_prefix('[')?.strip_suffix(']'))?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    (!id.is_empty() && id.chars().all(is_part)).then_some(id)
}

/// Whether a line begins with a term of a labelled list.
fn is_term(line: &str) -> bool {
    let line = line.trim();
    let is_list = line.ends_with("::") || line.contains(":: ");
    is_list && (line.starts_with("[[") || !line.starts_with(['/', '[', '.', '|']))
}

/// Whether a line is between two blocks: it is empty, or says something about the block after it.
fn is_between(line: &str) -> bool {
    let is_directive = ["ifdef::", "ifndef::", "ifeval::", "endif::", "include::"]
        .iter()
        .any(|start| line.starts_with(start));
    let is_heading = line.trim_start_matches('=').starts_with(' ') && line.starts_with('=');
    let is_attributes = line.starts_with('[') && line.ends_with(']');
    line.is_empty() || is_directive || is_heading || is_attributes
}
