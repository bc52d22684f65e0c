//! Definition lists of Markdown.

use pulldown_cmark::Options;

use super::slice;

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
    let has_mark = text.match_indices(':').any(|(colon, sign)| {
        let line = slice(text, ..colon).rfind('\n').map_or(0, |end| end + 1);
        // what a line may have before its first sign: quotations, items, and their indentation
        let is_container = |c: char| {
            matches!(
                c,
                ' ' | '\t' | '>' | '-' | '+' | '*' | '.' | ')' | '0'..='9'
            )
        };
        let after = slice(text, colon + sign.len()..);
        after.starts_with(char::is_whitespace) && slice(text, line..colon).chars().all(is_container)
    });
    options.set(Options::ENABLE_DEFINITION_LIST, has_mark);
    options
}
