//! Text as Markdown: characters that would be markup get a backslash.

use crate::text::slice;

/// A text in the middle of a line as Markdown. `before` is the character before it; `after` is the one after it.
pub(super) fn escaped(text: &str, before: Option<char>, after: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = before;
    for (at, c) in text.char_indices() {
        let next = slice(text, at + c.len_utf8()..).chars().next().or(after);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_markup = match c {
            '\\' | '`' | '[' | ']' | '<' => true,
            '*' => !(is_space(last) && is_space(next) && last.is_some()),
            '_' => !(is_word(last) && is_word(next)),
            '~' => !is_space(next),
            '&' => is_reference(slice(text, at..)),
            '!' => next == Some('['),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        last = Some(c);
    }
    out
}

/// Whether a text begins with a character reference, such as `&amp;`.
fn is_reference(text: &str) -> bool {
    const LONGEST: usize = 40;
    let name = slice(text, 1..);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let end = name.find(|c| !is_part(c));
    end.is_some_and(|end| (1..LONGEST).contains(&end) && slice(name, end..).starts_with(';'))
}

/// A line of Markdown that does not begin with the markup of a block, such as that of a heading or of an item.
pub(super) fn at_start(line: &str) -> String {
    let mut chars = line.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let rest = chars.as_str();
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let is_markup = match first {
        '>' | ':' => true,
        '#' => is_end(rest.trim_start_matches('#')),
        '+' => is_end(rest),
        '-' => is_end(rest) || is_only(line, '-'),
        '=' => is_only(line, '='),
        '|' => true,
        '{' => rest.starts_with(':'),
        _ => false,
    };
    if is_markup {
        return format!("\\{line}");
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = slice(line, digits..);
    let is_item =
        (1..10).contains(&digits) && after.starts_with(['.', ')']) && is_end(slice(after, 1..));
    match is_item {
        true => format!("{}\\{after}", slice(line, ..digits)),
        false => line.to_owned(),
    }
}

fn is_only(line: &str, mark: char) -> bool {
    line.trim_end().chars().all(|c| c == mark || c == ' ')
}

/// Code in a line, in as many backticks as it needs.
pub(super) fn code(text: &str) -> String {
    let mark = "`".repeat(longest_run(text) + 1);
    let needs_space = text.starts_with('`') || text.ends_with('`');
    let space = if needs_space { " " } else { "" };
    format!("{mark}{space}{text}{space}{mark}")
}

/// The longest run of backticks in a text.
pub(super) fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    // one backtick is enough for code with pairs alone
    longest
}

/// The destination of a link as Markdown has it between brackets.
pub(super) fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let are_balanced = is_balanced(address);
    for c in address.trim().chars() {
        match c {
            '(' | ')' if are_balanced => out.push(c),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '\t' | '\n' | '\r' => {}
            c if c.is_whitespace() => out.push_str("%20"),
            c if c.is_control() => {}
            '*' | '_' | '`' | '[' | ']' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("\\&"),
            c => out.push(c),
        }
    }
    out
}

/// Whether each bracket in an address has its partner.
fn is_balanced(address: &str) -> bool {
    let mut depth = 0_i64;
    for c in address.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    // Markdown allows 32 of them
    depth == 0 && address.matches('(').count() < 8
}

/// The title of a link or an image, in quotation marks after a space; empty if there is none.
pub(super) fn title(title: Option<&str>) -> String {
    let words: Vec<&str> = title.unwrap_or_default().split_whitespace().collect();
    match words.is_empty() {
        true => String::new(),
        false => {
            let words = words.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
            format!(" \"{}\"", words.replace('<', "\\<").replace('&', "\\&"))
        }
    }
}
