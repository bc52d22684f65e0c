//! Templates that extend others: the blocks that a child fills and its parent lacks.
//!
//! ```text
//! templates/base.html (of the project)      lacks `main`, which `entry.html` of the theme fills: its own fault
//! templates/entry.html (of the project)     fills `mian`, which `base.html` lacks: a fault of the child
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::report::ReportText;
use super::{Files, is_own, placed, template_path};
use crate::diagnostic::Diagnostic;
use crate::site::faults;
use crate::text::slice;

/// The diagnostics for those of Tera's reports that are about missing blocks, and the other reports.
pub(super) fn missing<'t>(
    reports: Vec<ReportText<'t>>,
    files: &Files,
) -> (Vec<Diagnostic>, Vec<ReportText<'t>>) {
    let mut diagnostics = Vec::new();
    let mut others = Vec::new();
    // a base template without a block is one mistake, however many templates fill the block
    let mut lacking: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for report in reports {
        let found = block(report.message).zip(parent(report.template, files));
        match found {
            Some((block, parent)) if is_own(parent, files) && !is_own(report.template, files) => {
                let children = lacking.entry((parent, block)).or_default();
                children.insert(report.template);
            }
            Some((block, parent)) => {
                let blocks = blocks(parent, files);
                let fault = faults::unknown_block(block, parent, &blocks);
                diagnostics.push(placed(fault, report.template, report.span(files), files));
            }
            None => others.push(report),
        }
    }
    let lacking = lacking.into_iter().map(|((parent, block), children)| {
        faults::missing_block(parent, block, &children).at_path(template_path(parent))
    });
    diagnostics.extend(lacking);
    (diagnostics, others)
}

/// The name of the block in a report of Tera: "Block `main` is not defined in any parent template".
fn block(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("Block `")?;
    rest.strip_suffix("` is not defined in any parent template")
}

/// The template that a template extends.
fn parent<'f>(template: &str, files: &'f Files) -> Option<&'f str> {
    let text = &files.get(template)?.text;
    let (_, name) = tags(text).find(|(keyword, _)| *keyword == "extends")?;
    let name = name.trim_matches(['"', '\'', '`']);
    files.get_key_value(name).map(|(name, _)| name.as_str())
}

/// The first of a template and those that it extends which is a file of the project: the author's mistake is
/// there, and not in the default theme. The template itself if there is none.
pub(super) fn own_or_first<'f>(template: &'f str, files: &'f Files) -> &'f str {
    let mut chain = std::iter::successors(Some(template), |template| parent(template, files));
    chain
        .find(|template| is_own(template, files))
        .unwrap_or(template)
}

/// The blocks of a template and of all those that it extends. Tera has refused circles.
fn blocks<'f>(template: &'f str, files: &'f Files) -> BTreeSet<&'f str> {
    std::iter::successors(Some(template), |template| parent(template, files))
        .filter_map(|template| files.get(template))
        .flat_map(|file| tags(&file.text))
        .filter(|(keyword, _)| *keyword == "block")
        .map(|(_, name)| name)
        .collect()
}

/// The tags of a template: the first word of each, and the rest. Comments are skipped.
///
/// `{# {% if %} #}{% extends "a.html" %}{%- block b -%}` gives `extends`, `"a.html"` and `block`, `b`.
fn tags(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find("{%").into_iter().chain(rest.find("{#")).min()?;
            let is_comment = slice(rest, start..).starts_with("{#");
            let (inner, after) =
                slice(rest, start + 2..).split_once(if is_comment { "#}" } else { "%}" })?;
            rest = after;
            if !is_comment {
                let tag = inner.trim_matches('-').trim();
                return Some(
                    tag.split_once(char::is_whitespace)
                        .map_or((tag, ""), |(word, rest)| (word, rest.trim())),
                );
            }
        }
    })
}
