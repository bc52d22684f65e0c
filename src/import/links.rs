//! Rewrites links and images of the old site for the project.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag};

use super::context::Context;
use super::draft::Markup;
use super::old_site::{OldTarget, REFERENCE, joined, path_of};
use super::passage::{Passage, events, options};
use super::report::NoteKind;
use crate::address::destination::{Destination, encode_path, is_harmless};
use crate::entry::events::end_of;
use crate::source::Edit;
use crate::text::slice;
use crate::text::slug::is_storable;

/// The result for a link.
enum Goal {
    /// It stays.
    Same,
    /// It gets this address.
    Address(String),
    /// Only its text stays; the string is the note.
    Text(String),
    /// An image becomes a link to this address, because images have to be files of the project.
    Link(String),
}

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
        if let (true, Goal::Address(new)) = (is_reference, &goal) {
            definitions.push((address.to_string(), new.clone()));
            continue;
        }
        let inner = inner(&events, at, span, is_image);
        let note = match goal {
            Goal::Same => None,
            Goal::Address(new) => {
                edits.push(Edit::new(inner.end..span.end, tail(&new, title)));
                None
            }
            Goal::Link(new) => {
                edits.push(Edit::new(span.start..inner.start, "["));
                edits.push(Edit::new(inner.end..span.end, tail(&new, title)));
                Some(format!("the image `{address}` is a link now"))
            }
            Goal::Text(why) => {
                edits.push(Edit::new(span.start..inner.start, ""));
                edits.push(Edit::new(inner.end..span.end, ""));
                Some(why)
            }
        };
        if let Some(note) = note {
            context.note(NoteKind::Unlinked, line, note);
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
    let parser = Parser::new_ext(text, options());
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

/// The address of an entry's file, or of a heading in it.
fn entry_address(
    context: &Context<'_>,
    entry: usize,
    anchor: Option<&str>,
) -> (String, Option<String>) {
    let slug = context.drafts.get(entry).map_or("", |draft| &draft.slug);
    let anchor = anchor.filter(|anchor| !anchor.is_empty());
    let new = anchor.map(|anchor| context.site.anchor(entry, anchor));
    let lost = match (anchor, new) {
        (Some(anchor), Some(None)) => Some(format!(
            "`#{anchor}` is not a heading of `{slug}.md`: the link leads to the whole entry"
        )),
        _ => None,
    };
    let file = encode_path(slug);
    let address = match new.flatten() {
        Some(anchor) if entry == context.index => format!("#{anchor}"),
        Some(anchor) => format!("{file}.md#{anchor}"),
        None => format!("{file}.md"),
    };
    (address, lost)
}

fn to_entry(context: &mut Context<'_>, entry: usize, anchor: Option<&str>, line: usize) -> Goal {
    let (address, lost) = entry_address(context, entry, anchor);
    if let Some(lost) = lost {
        context.note(NoteKind::Unlinked, line, lost);
    }
    Goal::Address(address)
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
        return match context.site.named(&decoded(written), own) {
            Some(entry) => to_entry(context, entry, anchor, line),
            None if own.markup == Markup::Made => Goal::Text(format!("`{}`", decoded(written))),
            None => elsewhere(&joined(&own.folder, written), address, anchor, context),
        };
    }
    // Zola writes paths in its content folder like this
    if let Some(written) = path.strip_prefix("@/") {
        return match context.site.path(written) {
            OldTarget::Entry(entry) => to_entry(context, entry, anchor, line),
            OldTarget::Elsewhere(path) => elsewhere(&path, address, anchor, context),
        };
    }
    if path.is_empty() {
        let anchor = anchor.unwrap_or_default();
        return match context.site.anchor(context.index, anchor) {
            Some(new) if new == anchor => Goal::Same,
            Some(new) => Goal::Address(format!("#{new}")),
            None if anchor.is_empty() => Goal::Same,
            None => Goal::Text(format!("`#{anchor}` is not a heading of this entry")),
        };
    }
    match Destination::read(address, "content/x.md") {
        Destination::Web(_) => match context.site.own_path(address) {
            Some(path) => match context.site.path(&path) {
                OldTarget::Entry(entry) => to_entry(context, entry, anchor, line),
                OldTarget::Elsewhere(_) if is_image => Goal::Link(address.to_owned()),
                OldTarget::Elsewhere(_) => Goal::Same,
            },
            None if is_image => Goal::Link(address.to_owned()),
            None => Goal::Same,
        },
        Destination::Forbidden(why) => Goal::Text(format!("`{address}`: {why}")),
        _ => within(address, is_image, anchor, context, names, line),
    }
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
            Goal::Address(names.link_to(&file))
        } else {
            Goal::Text(format!(
                "`{address}` has a type that may not be published from content/: put it into static/"
            ))
        };
    }
    let target = if path.starts_with('/') {
        context.site.path(path)
    } else {
        context.site.relative(path, own)
    };
    match target {
        OldTarget::Entry(entry) if !is_image => to_entry(context, entry, anchor, line),
        OldTarget::Entry(_) => Goal::Text(format!("`{address}` is not an image")),
        OldTarget::Elsewhere(path) => match elsewhere(&path, address, anchor, context) {
            Goal::Address(address) if is_image => Goal::Link(address),
            goal => goal,
        },
    }
}

/// The result for a page or file of the old site that is not imported: its URL, if the URL of the old site
/// is known.
fn elsewhere(path: &str, address: &str, anchor: Option<&str>, context: &Context<'_>) -> Goal {
    let written = address.strip_prefix(REFERENCE).unwrap_or(address);
    let anchor = anchor.map_or(String::new(), |anchor| format!("#{anchor}"));
    match context.site.absolute(path, &anchor) {
        Some(address) => Goal::Address(address),
        None => Goal::Text(format!("`{written}`")),
    }
}

/// The file of the source at a path from the entry's folder or from the top.
fn file(path: &str, context: &Context<'_>) -> Option<String> {
    let path = decoded(path);
    let own = context.own()?;
    let from_top = joined("", &path);
    let base = context.site.base.as_str();
    let below = from_top.strip_prefix(base).unwrap_or(&from_top);
    let below = below.trim_start_matches('/').to_owned();
    let candidates = if path.starts_with('/') {
        vec![from_top, below]
    } else {
        vec![
            joined(&own.folder, &path),
            joined(&format!("{}/", own.path), &path),
            from_top,
        ]
    };
    let known = |path: &String| context.site.files.contains_key(path);
    candidates.into_iter().find(known)
}

/// The file of the source with a name, in any folder, as Obsidian searches it.
fn file_named(name: &str, context: &Context<'_>) -> Option<String> {
    file(name, context).or_else(|| {
        let ends = format!("/{name}");
        let files = &context.site.files;
        files.keys().find(|file| file.ends_with(&ends)).cloned()
    })
}

/// The paths in the project of files whose own path not every system can store.
pub(super) struct FileNames(HashMap<String, String>);

impl FileNames {
    /// Gives every file a path of its own. A file keeps its path if possible; if two files would have the
    /// same one, the second gets a number.
    pub(super) fn new(files: &BTreeMap<String, PathBuf>) -> Self {
        let mut names = HashMap::new();
        let new: Vec<(&String, String)> = files
            .keys()
            .map(|file| (file, storable(file)))
            .filter(|(file, path)| *file != path)
            .collect();
        if new.is_empty() {
            return Self(names);
        }
        // on some systems, capitals and small letters count as the same
        let mut taken: HashSet<String> = files.keys().map(|file| file.to_lowercase()).collect();
        let mut next: HashMap<String, usize> = HashMap::new();
        for (file, path) in new {
            let number = next.entry(path.to_lowercase()).or_insert(1);
            let mut name = path.clone();
            while !taken.insert(name.to_lowercase()) {
                *number += 1;
                name = numbered(&path, *number);
            }
            names.insert(file.clone(), name);
        }
        Self(names)
    }

    /// The path of a file in the project, from the folder of the entries.
    pub(super) fn stored<'n>(&'n self, file: &'n str) -> &'n str {
        self.0.get(file).map_or(file, String::as_str)
    }

    fn link_to(&self, file: &str) -> String {
        let path = encode_path(self.stored(file));
        path.replace('(', "%28").replace(')', "%29")
    }
}

/// A path that every system can store.
fn storable(file: &str) -> String {
    let parts = file.split('/').map(|part| {
        if is_storable(part) {
            part.to_owned()
        } else {
            let part = part.replace(|c: char| !c.is_alphanumeric() && c != '.', "-");
            format!("file-{}", part.trim_end_matches('.'))
        }
    });
    let parts: Vec<_> = parts
        .map(|part| match part.trim_start_matches('.') {
            bare if bare.len() < part.len() => format!("file-{bare}"),
            _ => part,
        })
        .collect();
    parts.join("/")
}

/// A path with a number before the extension.
fn numbered(path: &str, number: usize) -> String {
    match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}-{number}.{ending}"),
        _ => format!("{path}-{number}"),
    }
}

fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path)
        .decode_utf8_lossy()
        .into_owned()
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
    let (name, anchor) = match target.split_once('#') {
        Some((name, anchor)) => (name.trim(), Some(anchor)),
        None => (target.trim(), None),
    };
    if let Some(file) = file_named(name, context) {
        if !is_harmless(&file) {
            let why = format!("`{name}` has a type that may not be published from content/");
            context.note(NoteKind::Unlinked, line, why);
            return Some(shown.unwrap_or(name).to_owned());
        }
        let address = names.link_to(&file);
        context.files.insert(file);
        // the text after the bar of an image is its size
        let is_size = |shown: &str| shown.chars().all(|c| c.is_ascii_digit() || c == 'x');
        let alt = shown.filter(|shown| !(is_image && is_size(shown)));
        let mark = if is_image { "!" } else { "" };
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        return Some(format!("{mark}[{}]({address})", alt.unwrap_or(stem)));
    }
    let text = shown.map_or_else(
        || match anchor {
            Some(anchor) if name.is_empty() => anchor.trim_start_matches('^').to_owned(),
            _ => name.rsplit('/').next().unwrap_or(name).to_owned(),
        },
        str::to_owned,
    );
    let own = context.own()?;
    let entry = if name.is_empty() {
        Some(context.index)
    } else {
        context.site.named(name, own)
    };
    let Some(entry) = entry else {
        // it refers to an existing entry of the project, in the same way as the project's own entries do
        if !is_image && anchor.is_none() && context.is_known(name) {
            return Some(written.to_owned());
        }
        context.note(NoteKind::Unlinked, line, format!("`{written}`"));
        return Some(text);
    };
    if is_image {
        let note = format!("`{written}` showed another note in full: it is a link now");
        context.note(NoteKind::Unlinked, line, note);
    }
    let (address, lost) = entry_address(context, entry, anchor);
    if let Some(lost) = lost {
        context.note(NoteKind::Unlinked, line, lost);
    }
    Some(format!("[{text}]({address})"))
}
