//! Rewrites marks in a line that Markdown lacks: inline footnotes, and references of Spec-Up and of Docusaurus's plugins
//! for terms.
//!
//! ```text
//! source                              Markdown
//! Warm^[About 40 °C.] milk            Warm[^1] milk, and [^1]: About 40 °C.
//! [[ref: crumb]]                      [crumb](headword-ref:crumb), which `links` resolves
//! [[xref: baking, crumb]]             crumb, with a note
//! %%the inside|crumb%%                [the inside](headword-ref:crumb)
//! ```

use std::ops::Range;

use super::context::Context;
use super::notes::NoteKind;
use super::old_site::reference;
use super::passage::{Passage, is_in};
use crate::source::Edit;
use crate::text::slice;

/// Rewrites all marks that are understood.
pub(super) fn rewrite(passage: &mut Passage, context: &mut Context<'_>) {
    if passage.text.contains("^[") {
        footnotes(passage, context.is_vault);
    }
    if passage.text.contains("[[") {
        references(passage, context);
    }
    if passage.text.contains("%%") {
        plugin_references(passage, context);
    }
}

/// Gives each inline footnote a number, and writes its text to the end. Outside of vaults of Obsidian, a footnote has
/// several words: `2^[3]` is none.
fn footnotes(passage: &mut Passage, is_vault: bool) {
    let text = passage.text.clone();
    let code = passage.code();
    let mut edits = Vec::new();
    let mut notes = String::new();
    let mut number = 0;
    let mut end = 0;
    for (at, _) in text.match_indices("^[") {
        if at < end || is_in(&code, at) || slice(&text, ..at).ends_with(['\\', '[']) {
            continue;
        }
        let Some(inside) = bracketed(&text, at + 1) else {
            continue;
        };
        let note = slice(&text, inside.clone()).trim();
        if note.is_empty() || !is_vault && !note.contains(char::is_whitespace) {
            continue;
        }
        loop {
            number += 1;
            if !text.contains(&format!("[^{number}]")) {
                break;
            }
        }
        end = inside.end + 1;
        edits.push(Edit::new(at..end, format!("[^{number}]")));
        let note = note.replace('\n', " ");
        notes.push_str(&format!("\n\n[^{number}]: {note}"));
    }
    if !notes.is_empty() {
        let end = text.trim_end().len();
        edits.push(Edit::new(end..text.len(), notes));
        passage.apply(edits);
    }
}

/// The bytes between the bracket at `open` and the one that closes it in the same paragraph.
fn bracketed(text: &str, open: usize) -> Option<Range<usize>> {
    let inside = slice(text, open + 1..);
    let paragraph = inside
        .find("\n\n")
        .map_or(inside, |end| slice(inside, ..end));
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, c) in paragraph.char_indices() {
        match c {
            _ if is_escaped => {}
            '[' => depth += 1,
            ']' if depth == 0 => return Some(open + 1..open + 1 + at),
            ']' => depth -= 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    None
}

/// Rewrites references of Spec-Up: `[[ref: name]]`, `[[ref: name, words]]`, and those to other specifications,
/// `[[xref: specification, name]]`.
fn references(passage: &mut Passage, context: &mut Context<'_>) {
    let text = passage.text.clone();
    let code = passage.code();
    let mut edits = Vec::new();
    let mut unlinked = Vec::new();
    for (at, _) in text.match_indices("[[") {
        if is_in(&code, at) {
            continue;
        }
        let rest = slice(&text, at + 2..);
        let Some((inside, _)) = rest.split_once("]]") else {
            continue;
        };
        let Some((kind, names)) = inside.split_once(':') else {
            continue;
        };
        let parts: Vec<&str> = names.split(',').map(str::trim).collect();
        let span = at..at + inside.len() + 4;
        match (kind.trim(), parts.as_slice()) {
            ("ref" | "iref", [name, words @ ..]) if !name.is_empty() => {
                let shown = words
                    .last()
                    .filter(|words| !words.is_empty())
                    .unwrap_or(name);
                edits.push(Edit::new(span, format!("[{shown}]({})", reference(name))));
            }
            ("xref" | "tref", [_, name, ..]) if !name.is_empty() => {
                let shown = parts
                    .last()
                    .filter(|words| !words.is_empty())
                    .unwrap_or(name);
                edits.push(Edit::new(span.clone(), (*shown).to_owned()));
                unlinked.push(span);
            }
            _ => {}
        }
    }
    for span in unlinked {
        let line = passage.line(span.start);
        let what = "a reference to another specification";
        let detail = format!("`{}`", slice(&text, span));
        context.note(NoteKind::Unlinked, line, what, detail);
    }
    passage.apply(edits);
}

/// Rewrites references of Docusaurus's plugins for terms, `%%words|id%%`. In a vault, `%%` also begins a comment: there,
/// a reference names an entry.
fn plugin_references(passage: &mut Passage, context: &mut Context<'_>) {
    let text = passage.text.clone();
    let code = passage.code();
    let mut edits = Vec::new();
    let mut next = 0;
    for (at, _) in text.match_indices("%%") {
        if at < next || is_in(&code, at) {
            continue;
        }
        let rest = slice(&text, at + 2..);
        let Some((inside, _)) = rest.split_once("%%") else {
            break;
        };
        let parts = inside.split_once('|').filter(|_| !inside.contains('\n'));
        let Some((words, id)) = parts else {
            // the second mark may begin a reference
            continue;
        };
        let (words, id) = (words.trim(), id.trim());
        let is_entry = || {
            let own = context.own();
            own.is_some_and(|own| context.site.named(id, own).is_some())
        };
        if words.is_empty() || id.is_empty() || id.contains('|') || context.is_vault && !is_entry()
        {
            continue;
        }
        next = at + inside.len() + 4;
        edits.push(Edit::new(at..next, format!("[{words}]({})", reference(id))));
    }
    passage.apply(edits);
}
