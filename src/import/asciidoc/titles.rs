//! Titles of pictures, films and sounds that are in their macros: `image::crumb.png[title="The crumb"]`.
//!
//! The writer of HTML knows only those of lines before the macro: `.The crumb`.

use std::collections::HashMap;

use asciidoc_parser::blocks::{Block, FindBlocks, IsBlock};
use asciidoc_parser::{Document, HasSpan};

use super::lines::of_block;

/// The elements of such blocks.
const BLOCKS: &[&str] = &["imageblock", "videoblock", "audioblock"];

/// HTML with the titles that are in macros. No line is added.
pub(super) fn with_titles(html: String, document: &Document<'_>) -> String {
    let titles: HashMap<usize, &str> = document.descendant_blocks().filter_map(title).collect();
    if titles.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    // the title of the element that is open, and how many elements are open in it
    let mut open: Option<(&str, usize)> = None;
    for line in html.split_inclusive('\n') {
        let is_block = BLOCKS.iter().any(|block| line.contains(block));
        if open.is_none() && is_block {
            open = of_block(line).and_then(|number| Some((*titles.get(&number)?, 0)));
        }
        if let Some((title, depth)) = &mut open {
            *depth += line.matches("<div").count();
            *depth = depth.saturating_sub(line.matches("</div>").count());
            if *depth == 0 {
                let title = title.replace('&', "&amp;").replace('<', "&lt;");
                out.push_str(&format!("<div class=\"title\">{title}</div>"));
                open = None;
            }
        }
        out.push_str(line);
    }
    out
}

/// The line of a block, and the title in its macro.
fn title<'d>(block: &'d Block<'_>) -> Option<(usize, &'d str)> {
    let Block::Media(media) = block else {
        return None;
    };
    let title = media.macro_attrlist().named_attribute("title")?.value();
    let is_missing = media.title().is_none() && !title.trim().is_empty();
    is_missing.then(|| (media.span().line(), title))
}
