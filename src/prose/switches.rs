//! Comments that switch the checks off and on:
//!
//! ```text
//! <!-- headword off -->  …  <!-- headword on -->          Markdown, HTML
//! {/* headword off */}   …  {/* headword on */}           MDX
//! ```

use std::ops::Range;

use crate::text::slice;

/// The bytes of a text for which the checks are switched off. `comments` are its comments, in order. What is not switched
/// on again is off until the end.
pub(super) fn switched_off(text: &str, comments: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut off = Vec::new();
    let mut start = None;
    for comment in comments {
        match switch(slice(text, comment.clone())) {
            Some(false) => start = start.or(Some(comment.start)),
            Some(true) => off.extend(start.take().map(|start| start..comment.end)),
            None => {}
        }
    }
    off.extend(start.map(|start| start..text.len()));
    off
}

/// Whether a comment switches the checks on or off; `None` if it is about something else.
fn switch(comment: &str) -> Option<bool> {
    let inside = comment
        .trim_matches(['{', '}'])
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim_start_matches("/*")
        .trim_end_matches("*/");
    let mut words = inside.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some("headword"), Some("off"), None) => Some(false),
        (Some("headword"), Some("on"), None) => Some(true),
        _ => None,
    }
}
