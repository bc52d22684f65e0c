//! Fixes of names: the edits that write a name in the place of another one.

use crate::address::destination::{encode_path, relative};
use crate::diagnostic::Suggestion;
use crate::entry::amend::{amended, is_in_front_matter};
use crate::project::keys::Syntax;
use crate::project::keys::write::{InPlace, in_place_of_string};
use crate::source::{Edit, Place};
use crate::text::name::normalised;

/// Whether a name can be written between the brackets of a reference as it is. Formulas, code and tags
/// are read first, so a sign that begins one of them may take the brackets away.
pub fn can_be_typed(name: &str) -> bool {
    !name.contains(['[', ']', '|', '\\', '`', '<', '$'])
}

/// Whether a text can be written as it is in running text, and in a TOML string with any marks.
pub fn is_plain(text: &str) -> bool {
    can_be_typed(text) && !text.contains(['*', '_', '&', '~', '"', '\''])
}

/// A name to type where `written` is. There is no edit if the place contains more than that, such as
/// escapes or markup, or if the name needs escapes there.
pub(super) fn in_place_of(written: &str, name: &str, place: &Place) -> Suggestion {
    let is_written = |text: &str| normalised(text) == normalised(written);
    let there = place.text();
    let in_front = is_in_front_matter(place);
    if is_written(there) && !in_front {
        let before = place.file.slice(..place.span.start);
        let fits = can_be_typed(name) && (before.ends_with("[[") || is_plain(name));
        let suggestion = Suggestion::new(name);
        return if fits {
            suggestion.in_place_of(place)
        } else {
            suggestion
        };
    }
    let syntax = Syntax::of(&place.file);
    let value = syntax.string_value(there).filter(|_| in_front);
    if value.is_some_and(|text| is_written(&text)) {
        in_place_of_string(name, place)
    } else {
        Suggestion::new(name)
    }
}

/// A link to the heading with this `anchor` of the entry in the file at `path`, to type where a reference
/// contains a heading: `[…](bread.md#crust)` for `[[Bread#Crust]]`. `None` if the place is not in a reference.
pub fn heading_link(place: &Place, path: &str, anchor: &str) -> Option<Suggestion> {
    let Place { file, span } = place;
    if !file.slice(..span.start).ends_with("[[") {
        return None;
    }
    let path = encode_path(&relative(&file.path, path));
    let address = format!("({path}#{anchor})");
    let suggestion = Suggestion::new(format!("[text]{address}"));
    let (after, _) = file.slice(span.end..).split_once("]]")?;
    let start = span.start - "[[".len();
    let end = span.end + after.len() + "]]".len();
    let edit = |text: &str| Edit::new(start..end, format!("[{text}]{address}"));
    Some(match after.split_once('|') {
        None => suggestion.with_edit(file, edit("…")).to_fill_in(),
        Some((_, text)) if text.contains(['[', ']']) => suggestion,
        Some((_, text)) => suggestion.with_edit(file, edit(text)),
    })
}

/// A link to the page with this `title` in the file at `path`, to type where a reference contains the title:
/// `[About](../pages/about.md)` for `[[About]]`. `None` if the place is not in a reference.
pub fn page_link(place: &Place, path: &str, title: &str) -> Option<Suggestion> {
    let Place { file, span } = place;
    if !file.slice(..span.start).ends_with("[[") {
        return None;
    }
    let address = encode_path(&relative(&file.path, path));
    let (after, _) = file.slice(span.end..).split_once("]]")?;
    let text = after.strip_prefix('|').unwrap_or(title);
    let link = format!("[{text}]({address})");
    let suggestion = Suggestion::new(link.as_str());
    if !is_plain(text) || !(after.is_empty() || after.starts_with('|')) {
        return Some(suggestion);
    }
    let start = span.start - "[[".len();
    let end = span.end + after.len() + "]]".len();
    Some(suggestion.with_edit(file, Edit::new(start..end, link)))
}

/// A suggestion that changes the front matter of the file in which a name is written.
pub(super) fn with_front_matter(
    suggestion: Suggestion,
    name: &Option<Place>,
    change: impl FnOnce(&mut InPlace),
) -> Suggestion {
    match name {
        Some(Place { file, .. }) => suggestion.with_edit(file, amended(file, change)),
        None => suggestion,
    }
}
