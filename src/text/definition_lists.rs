//! Definition lists of Markdown.

use pulldown_cmark::Options;

/// The option of pulldown-cmark for definition lists, if a text may have one: a line whose first sign is a colon with a
/// space after it, as PHP Markdown Extra has it (<https://michelf.ca/projects/php-markdown/extra/#def-list>).
///
/// pulldown-cmark 0.13 needs no space. So with the option, `:::note` of Docusaurus and `:coffee:` make a term of the
/// paragraph before them.
///
/// ```text
/// Crumb                A paper.
/// : The inside.
///                      :::note
/// the option           no option
/// ```
pub fn definition_lists(text: &str) -> Options {
    let mut options = Options::empty();
    // what a line may have before its first sign: quotations, items, and their indentation
    let is_container = |c: char| {
        matches!(
            c,
            ' ' | '\t' | '>' | '-' | '+' | '*' | '.' | ')' | '0'..='9'
        )
    };
    let has_mark = text.lines().any(|line| {
        let mark = line.trim_start_matches(is_container).strip_prefix(':');
        mark.is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
    });
    options.set(Options::ENABLE_DEFINITION_LIST, has_mark);
    options
}
