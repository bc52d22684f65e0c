//! Rewrites links and images of the old site for the project.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag};

use super::context::Context;
use super::draft::Draft;
use super::file_names::FileNames;
use super::notes::NoteKind;
use super::old_site::{OldTarget, REFERENCE, joined, key, path_of};
use super::passage::{Passage, events, options};
use crate::address::destination::{Destination, encode_path, is_harmless};
use crate::entry::events::end_of;
use crate::source::Edit;
use crate::text::slice;

/// The result for a link.
enum Goal {
    /// It stays.
    Same,
    /// It gets this address.
    Address(String),
    /// It leads to an entry or a page, by its index; the string is the address.
    Entry(String, usize),
    /// It is an object of another project: its name, and the words of the name. The words replace the name.
    Other(String, String),
    /// Only its text stays, with a note.
    Text(NoteKind, &'static str, String),
    /// An image becomes a link to this address, because images have to be files of the project.
    Link(String),
}

/// A link that leads to no part of the source.
const NOWHERE: &str = "no entry, page or file of the source has this address or name";

/// A link to a heading that its entry does not have.
const NO_HEADING: &str = "no heading has this anchor";

/// A link to a heading that is a link to the entry.
const WHOLE: &str = "no heading has this anchor: the link leads to the whole entry";

/// A link to a file that is not copied.
const FORBIDDEN: &str =
    "a file of a type that may not be published from content/: put it into static/";

/// A reference that could mean several entries.
const AMBIGUOUS: &str = "a reference by a name that several entries share";

/// Rewrites all links and images.
pub(super) fn rewrite(passage: &mut Passage, context: &mut Context<'_>, names: &FileNames) {
    let text = passage.text.clone();
    let events = events(&text);
    let mut edits = Vec::new();
    let mut definitions: Vec<(String, String)> = Vec::new();
    for (at, (event, span)) in events.iter().enumerate() {
        let (link_type, address, title, is_image) = match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => (*link_type, dest_url, title, false),
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            }) => (*link_type, dest_url, title, true),
            _ => continue,
        };
        let line = passage.line(span.start);
        if let LinkType::WikiLink { .. } = link_type {
            let new = wiki(slice(&text, span.clone()), is_image, context, names, line);
            edits.extend(new.map(|new| Edit::new(span.clone(), new)));
            continue;
        }
        if link_type == LinkType::Email {
            continue;
        }
        let goal = goal(address, is_image, context, names, line);
        let is_reference = matches!(
            link_type,
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
        );
        if let (true, Goal::Address(new) | Goal::Entry(new, _)) = (is_reference, &goal) {
            definitions.push((address.to_string(), new.clone()));
            continue;
        }
        let inner = inner(&events, at, span, is_image);
        // the empty brackets of `[text][]` are not a part of the link for the parser
        let empty_brackets = slice(&text, span.end..).starts_with("[]");
        let is_collapsed = link_type == LinkType::Collapsed && empty_brackets;
        let end = span.end + if is_collapsed { 2 } else { 0 };
        match goal {
            Goal::Same => {}
            Goal::Address(new) => {
                edits.push(Edit::new(inner.end..end, tail(&new, title)));
            }
            Goal::Entry(new, entry) => {
                let words = context.drafts.get(entry).map(|draft| draft.title.as_str());
                // a label is not a text for readers
                let shown = slice(&text, inner.clone());
                let is_made = context
                    .own()
                    .is_some_and(|own| own.markup.has_made_references());
                let is_label =
                    is_made && address.strip_prefix('#') == Some(&shown.replace('\\', ""));
                let words = words.filter(|_| (inner.is_empty() || is_label) && !is_image);
                if words.is_some() && is_label {
                    edits.push(Edit::new(inner.clone(), ""));
                }
                let tail = format!("{}{}", words.unwrap_or_default(), tail(&new, title));
                edits.push(Edit::new(inner.end..end, tail));
            }
            Goal::Link(new) => {
                edits.push(Edit::new(span.start..inner.start, "["));
                edits.push(Edit::new(inner.end..end, tail(&new, title)));
                let what = "an image that the source does not hold, which is a link now";
                context.note(NoteKind::Unlinked, line, what, format!("`{address}`"));
            }
            Goal::Other(name, words) => {
                let shown = slice(&text, inner.clone());
                let is_name = shown.replace('\\', "") == name;
                let shown = if is_name { words.as_str() } else { shown };
                edits.push(Edit::new(span.start..end, shown));
                let what = "a reference to another project";
                context.note(NoteKind::Unlinked, line, what, format!("`{name}`"));
            }
            Goal::Text(kind, what, detail) => {
                // the words of a tooltip stay, too
                let tooltip = match title.trim() {
                    "" => String::new(),
                    title => format!(" ({title})"),
                };
                edits.push(Edit::new(span.start..inner.start, ""));
                edits.push(Edit::new(inner.end..end, tooltip));
                context.note(kind, line, what, detail);
            }
        }
    }
    edits.extend(in_definitions(&text, &definitions));
    passage.apply(edits);
}

/// The byte range of a link's text.
fn inner(
    events: &[(Event<'_>, Range<usize>)],
    at: usize,
    span: &Range<usize>,
    is_image: bool,
) -> Range<usize> {
    let start = span.start + if is_image { 2 } else { 1 };
    let end = end_of(events, at);
    let inside = events.get(at + 1..end).unwrap_or_default();
    let last = inside.iter().map(|(_, span)| span.end).max();
    start..last.unwrap_or(start).max(start)
}

/// The part of a link after its text.
fn tail(address: &str, title: &CowStr<'_>) -> String {
    if title.is_empty() {
        format!("]({address})")
    } else {
        format!("]({address} \"{}\")", title.replace('"', "\\\""))
    }
}

/// The edits that change the addresses of link definitions, `[id]: address`.
fn in_definitions(text: &str, changes: &[(String, String)]) -> Vec<Edit> {
    if changes.is_empty() {
        return Vec::new();
    }
    let parser = Parser::new_ext(text, options(text));
    let mut edits = Vec::new();
    for (_, definition) in parser.reference_definitions().iter() {
        let found = changes.iter().find(|(old, _)| **old == *definition.dest);
        let Some((old, new)) = found else {
            continue;
        };
        let written = slice(text, definition.span.clone());
        let after = written.find("]:").map_or(0, |at| at + 2);
        let at = slice(written, after..).find(old.as_str());
        edits.extend(at.map(|at| {
            let start = definition.span.start + after + at;
            Edit::new(start..start + old.len(), new.clone())
        }));
    }
    edits
}

/// The address of an entry's or a page's file, or of a heading in it, with whether the heading was not found.
fn entry_address(context: &Context<'_>, entry: usize, anchor: Option<&str>) -> (String, bool) {
    let draft = context.drafts.get(entry);
    let anchor = anchor.filter(|anchor| !anchor.is_empty());
    let new = anchor.map(|anchor| context.site.anchor(entry, anchor));
    let own = context
        .own()
        .map_or_else(String::new, |own| folder_of(own, context.folder));
    let file = draft.map_or(String::new(), |draft| {
        // a link to the text in the main language leads to the one in the reader's language
        let in_main = (draft.is_entry(), draft.slug.clone());
        let is_exact = matches!(new, Some(Some(_))) || !context.in_main.contains(&in_main);
        let name = match is_exact {
            true => draft.file_name(),
            false => format!("{}.md", draft.slug),
        };
        let to = folder_of(draft, context.folder);
        format!("{}{}", between(&own, &to), encode_path(&name))
    });
    let address = match new.flatten() {
        Some(anchor) if entry == context.index => format!("#{anchor}"),
        Some(anchor) => format!("{file}#{anchor}"),
        None => file,
    };
    (address, new == Some(None))
}

/// The folder of a draft's file, as a path from the project's root with a slash at its end. `folder` is the folder of the
/// entries.
fn folder_of(draft: &Draft, folder: &str) -> String {
    let path = draft.file_path(folder);
    let end = path.rfind('/').map_or(0, |slash| slash + 1);
    slice(&path, ..end).to_owned()
}

/// The path from a folder to another one; both are paths from the project's root with a slash at their ends. It is empty
/// for the same folder: `../pages/` from `content/` to `pages/`.
fn between(from: &str, to: &str) -> String {
    let same = from.split_inclusive('/').zip(to.split_inclusive('/'));
    let same: usize = same.take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    let up = slice(from, same..).matches('/').count();
    format!("{}{}", "../".repeat(up), slice(to, same..))
}

fn to_entry(context: &mut Context<'_>, entry: usize, anchor: Option<&str>, line: usize) -> Goal {
    let (address, is_whole) = entry_address(context, entry, anchor);
    if is_whole {
        let anchor = anchor.unwrap_or_default();
        let detail = format!("`{address}#{anchor}`");
        context.note(NoteKind::Unlinked, line, WHOLE, detail);
    }
    Goal::Entry(address, entry)
}

/// The words in the name of an object of another project: `slice` in `python:slice`.
fn other_object(name: &str) -> Option<&str> {
    let (project, words) = name.split_once(':')?;
    let is_project = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_name = !words.is_empty() && !words.starts_with(char::is_whitespace);
    (!project.is_empty() && project.chars().all(is_project) && is_name).then_some(words)
}

/// The result for an anchor of a page that entries share.
fn to_shared(context: &mut Context<'_>, page: &str, anchor: &str, line: usize) -> Option<Goal> {
    let found = context.site.on_shared_page(page, anchor)?;
    let anchor = found.is_heading.then_some(anchor);
    Some(to_entry(context, found.entry, anchor, line))
}

fn goal(
    address: &str,
    is_image: bool,
    context: &mut Context<'_>,
    names: &FileNames,
    line: usize,
) -> Goal {
    let Some(own) = context.own() else {
        return Goal::Same;
    };
    // `[text]((/address/))` is a frequent mistake
    let doubled = address
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let address = doubled.unwrap_or(address);
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (address, None),
    };
    if let Some(written) = path.strip_prefix(REFERENCE) {
        let written = written.trim_start_matches("@/");
        let name = decoded(written);
        return match context.site.named(&name, own) {
            Some(entry) => to_entry(context, entry, anchor, line),
            None if context.site.is_ambiguous(&name) => {
                Goal::Text(NoteKind::Lost, AMBIGUOUS, format!("`{name}`"))
            }
            None if own.markup.has_made_references() => match other_object(&name) {
                Some(words) => Goal::Other(name.clone(), words.to_owned()),
                None => Goal::Text(NoteKind::Unlinked, NOWHERE, format!("`{name}`")),
            },
            None => elsewhere(&joined(&own.folder, written), address, anchor, context),
        };
    }
    // Zola writes paths in its content folder like this
    if let Some(written) = path.strip_prefix("@/") {
        return match context.site.path(written) {
            OldTarget::Entry(entry) => to_entry(context, entry, anchor, line),
            OldTarget::Index => Goal::Address("/".to_owned()),
            OldTarget::Shared(_) => elsewhere(written, address, anchor, context),
            OldTarget::Elsewhere(path) => elsewhere(&path, address, anchor, context),
        };
    }
    if path.is_empty() {
        return to_anchor(anchor.unwrap_or_default(), context, line);
    }
    match Destination::read(address, "content/x.md") {
        Destination::Web(_) => match context.site.own_path(address) {
            Some(path) => match context.site.path(&path) {
                OldTarget::Entry(entry) => to_entry(context, entry, anchor, line),
                OldTarget::Shared(page) => {
                    let shared = to_shared(context, &page, anchor.unwrap_or_default(), line);
                    shared.unwrap_or(Goal::Same)
                }
                OldTarget::Elsewhere(_) | OldTarget::Index if is_image => {
                    Goal::Link(address.to_owned())
                }
                OldTarget::Elsewhere(_) => Goal::Same,
                OldTarget::Index => Goal::Address("/".to_owned()),
            },
            None if is_image => Goal::Link(address.to_owned()),
            None => Goal::Same,
        },
        Destination::Forbidden(why) => Goal::Text(
            NoteKind::Unlinked,
            "an address to which no page may link",
            format!("`{address}` ({why})"),
        ),
        _ => within(address, is_image, anchor, context, names, line),
    }
}

/// The result for an anchor without a path.
fn to_anchor(anchor: &str, context: &mut Context<'_>, line: usize) -> Goal {
    let anchor = decoded(anchor);
    let page = context.own().and_then(|own| own.shared.clone());
    // the same anchor in another entry of the page comes before a similar one in this entry
    let found = page.as_deref();
    let found = found.and_then(|page| context.site.on_shared_page(page, &anchor));
    let is_elsewhere = found.is_some_and(|found| found.is_exact && found.entry != context.index);
    if let Some(page) = page.as_ref().filter(|_| is_elsewhere)
        && let Some(goal) = to_shared(context, page, &anchor, line)
    {
        return goal;
    }
    match context.site.anchor(context.index, &anchor) {
        Some(new) if new == anchor => return Goal::Same,
        Some(new) => return Goal::Address(format!("#{new}")),
        None if anchor.is_empty() => return Goal::Same,
        None => {}
    }
    if let Some(page) = page {
        if let Some(goal) = to_shared(context, &page, &anchor, line) {
            return goal;
        }
        if context.is_heading_of_index(&page, &anchor) {
            return Goal::Address("/".to_owned());
        }
    }
    Goal::Text(NoteKind::Unlinked, NO_HEADING, format!("`#{anchor}`"))
}

/// The result for a path on the old site or beside the file.
fn within(
    address: &str,
    is_image: bool,
    anchor: Option<&str>,
    context: &mut Context<'_>,
    names: &FileNames,
    line: usize,
) -> Goal {
    let Some(own) = context.own() else {
        return Goal::Same;
    };
    let path = path_of(address);
    if let Some(file) = file(path, context) {
        return if is_harmless(&file) {
            context.files.insert(file.clone());
            Goal::Address(file_address(context, names, &file))
        } else {
            Goal::Text(NoteKind::Lost, FORBIDDEN, format!("`{address}`"))
        };
    }
    let target = if path.starts_with('/') {
        context.site.path(path)
    } else {
        context.site.relative(path, own)
    };
    match target {
        OldTarget::Entry(_) | OldTarget::Shared(_) | OldTarget::Index if is_image => {
            let what = "an image that is a page of the source";
            Goal::Text(NoteKind::Unlinked, what, format!("`{address}`"))
        }
        OldTarget::Entry(entry) => to_entry(context, entry, anchor, line),
        OldTarget::Index => Goal::Address("/".to_owned()),
        OldTarget::Shared(page) => {
            let anchor = anchor.unwrap_or_default();
            match to_shared(context, &page, anchor, line) {
                Some(goal) => goal,
                None if anchor.is_empty() || context.is_heading_of_index(&page, anchor) => {
                    Goal::Address("/".to_owned())
                }
                None => Goal::Text(NoteKind::Unlinked, NO_HEADING, format!("`{address}`")),
            }
        }
        OldTarget::Elsewhere(path) => {
            let shared = anchor.and_then(|anchor| to_shared(context, &path, anchor, line));
            match shared.unwrap_or_else(|| elsewhere(&path, address, anchor, context)) {
                Goal::Address(address) if is_image => Goal::Link(address),
                goal => goal,
            }
        }
    }
}

/// The result for a page or file of the old site that is not imported: its URL, if the URL of the old site
/// is known.
fn elsewhere(path: &str, address: &str, anchor: Option<&str>, context: &Context<'_>) -> Goal {
    let written = address.strip_prefix(REFERENCE).unwrap_or(address);
    let anchor = anchor.map_or(String::new(), |anchor| format!("#{anchor}"));
    match context.site.absolute(path, &anchor) {
        Some(address) => Goal::Address(address),
        None => Goal::Text(
            NoteKind::Unlinked,
            NOWHERE,
            format!("`{}`", decoded(written)),
        ),
    }
}

/// The address of a file that a text uses.
fn file_address(context: &Context<'_>, names: &FileNames, file: &str) -> String {
    let own = context
        .own()
        .map_or_else(String::new, |own| folder_of(own, context.folder));
    format!("{}{}", between(&own, context.folder), names.link_to(file))
}

/// The file of the source at a path from the entry's folder or from the top.
fn file(path: &str, context: &Context<'_>) -> Option<String> {
    let path = decoded(path);
    let own = context.own()?;
    let from_top = joined("", &path);
    let base = context.site.base();
    let below = from_top.strip_prefix(base).unwrap_or(&from_top);
    let below = below.trim_start_matches('/').to_owned();
    let tree = own.translation.tree.as_str();
    let in_tree = joined(tree, &below);
    let candidates = if path.starts_with('/') {
        vec![from_top, in_tree, below]
    } else {
        vec![
            joined(&format!("{tree}{}", own.folder), &path),
            joined(&format!("{tree}{}/", own.path), &path),
            joined(tree, &path),
            from_top,
        ]
    };
    let known = |path: &String| context.site.files().contains_key(path);
    candidates.into_iter().find(known)
}

/// The file of the source with a name, in any folder, as Obsidian searches it.
fn file_named(name: &str, context: &Context<'_>) -> Option<String> {
    file(name, context).or_else(|| {
        let ends = format!("/{name}");
        let files = context.site.files();
        files.keys().find(|file| file.ends_with(&ends)).cloned()
    })
}

fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path)
        .decode_utf8_lossy()
        .into_owned()
}

/// The text of an image of Obsidian without its size, if there is another one.
///
/// ```text
/// 300           nothing
/// A view|300    A view
/// ```
fn without_size(shown: &str) -> Option<&str> {
    let is_size = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == 'x');
    match shown.rsplit_once('|') {
        Some((text, size)) if is_size(size) => Some(text),
        _ => Some(shown).filter(|shown| !is_size(shown)),
    }
}

/// `[[note#heading|text]]`, or an embedded `![[note]]`.
fn wiki(
    written: &str,
    is_image: bool,
    context: &mut Context<'_>,
    names: &FileNames,
    line: usize,
) -> Option<String> {
    let inside = written
        .trim_start_matches('!')
        .strip_prefix("[[")?
        .strip_suffix("]]")?;
    let (target, shown) = match inside.split_once('|') {
        Some((target, shown)) => (target.trim_end_matches('\\'), Some(shown)),
        None => (inside, None),
    };
    let shown = match is_image {
        true => shown.and_then(without_size),
        false => shown,
    };
    let (name, anchor) = match target.split_once('#') {
        Some((name, anchor)) => (name.trim(), Some(anchor)),
        None => (target.trim(), None),
    };
    if let Some(file) = file_named(name, context) {
        if !is_harmless(&file) {
            context.note(NoteKind::Lost, line, FORBIDDEN, format!("`{name}`"));
            return Some(shown.unwrap_or(name).to_owned());
        }
        let address = file_address(context, names, &file);
        context.files.insert(file);
        let mark = if is_image { "!" } else { "" };
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        return Some(format!("{mark}[{}]({address})", shown.unwrap_or(stem)));
    }
    let text = shown.map_or_else(
        || match anchor {
            Some(anchor) if name.is_empty() => anchor.trim_start_matches('^').to_owned(),
            _ => name.rsplit('/').next().unwrap_or(name).to_owned(),
        },
        str::to_owned,
    );
    let own = context.own()?;
    // a heading of the page that this entry shares with others
    let shared = own
        .shared
        .as_deref()
        .zip(anchor)
        .and_then(|(page, anchor)| {
            let is_page = name.is_empty() || key(name) == key(page);
            let is_elsewhere = context.site.anchor(context.index, anchor).is_none();
            let found = context.site.on_shared_page(page, anchor);
            found.filter(|_| is_page && is_elsewhere)
        });
    let anchor = match &shared {
        Some(found) if !found.is_heading => None,
        _ => anchor,
    };
    let entry = match shared {
        Some(found) => Some(found.entry),
        None if name.is_empty() => Some(context.index),
        None => context.site.named(name, own),
    };
    let Some(entry) = entry else {
        // it refers to an existing entry of the project, in the same way as the project's own entries do
        if !is_image && anchor.is_none() && context.is_known(name) {
            return Some(written.to_owned());
        }
        let detail = format!("`{written}`");
        if context.site.is_ambiguous(name) {
            context.note(NoteKind::Lost, line, AMBIGUOUS, detail);
        } else {
            context.note(NoteKind::Unlinked, line, NOWHERE, detail);
        }
        return Some(text);
    };
    if is_image {
        let what = "a note that was shown in full, and is a link now";
        context.note(NoteKind::Unlinked, line, what, format!("`{written}`"));
    }
    let (address, is_whole) = entry_address(context, entry, anchor);
    if is_whole {
        context.note(NoteKind::Unlinked, line, WHOLE, format!("`{written}`"));
    }
    Some(format!("[{text}]({address})"))
}
