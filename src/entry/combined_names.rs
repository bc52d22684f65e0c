//! Warnings for texts of front matter that are probably several names.

use std::sync::Arc;

use super::amend::amended;
use super::faults;
use super::front_matter::{FrontMatter, KEYS, Key, KeyKind};
use crate::diagnostic::{Diagnostic, Suggestion};
use crate::project::keys::Syntax;
use crate::source::{Edit, Place, SourceFile, Written};
use crate::text::name::Bracketed;

/// Commas and semicolons that separate names without a space after them.
const WIDE: [char; 5] = ['\u{3001}', '\u{ff0c}', '\u{ff1b}', '\u{60c}', '\u{61b}'];

/// The most letters of a short form, such as *SLCD*.
const LONGEST_SHORT_FORM: usize = 12;

/// The warnings for an entry's front matter.
pub(super) fn warnings(file: &Arc<SourceFile>, front: &FrontMatter) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = bracketed_title(file, front).into_iter().collect();
    // a sentence may have commas
    let lists = KEYS
        .iter()
        .filter(|key| key.kind.is_list() && key.kind != KeyKind::Texts);
    for key in lists {
        if let [text] = (key.texts)(front)
            && !is_in_list(file, text)
        {
            found.extend(list_in_text(file, key, text));
        }
    }
    found
}

/// Whether a text is an item of a list, not the value of a key.
fn is_in_list(file: &SourceFile, text: &Written) -> bool {
    let before = file.slice(..text.span.start).trim_end();
    !before.ends_with(['=', ':'])
}

/// A warning for a text with commas, in place of a list: `synonyms = "Cord, Line"`.
fn list_in_text(file: &Arc<SourceFile>, key: &Key, text: &Written) -> Option<Diagnostic> {
    let parts: Vec<String> = match key.kind {
        KeyKind::Tags => text.text.split([',', ';']).map(str::to_owned).collect(),
        _ => {
            // not `&amp; `
            let has_entity = text.text.contains('&');
            let semicolon = if has_entity { ", " } else { "; " };
            let spaced = text.text.replace(semicolon, ", ");
            spaced.split(", ").map(str::to_owned).collect()
        }
    };
    let parts = parts.iter().flat_map(|part| part.split(WIDE));
    let parts: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
    let are_names = parts
        .iter()
        .all(|part| part.contains(char::is_alphanumeric));
    if parts.len() < 2 || !are_names {
        return None;
    }
    let syntax = Syntax::of(file);
    let written = |names: &[String]| {
        let list = syntax.quoted_list(names);
        Suggestion::new(syntax.key_value(key.name, &list))
            .with_edit(file, Edit::new(text.span.clone(), list))
    };
    let one = [text.text.clone()];
    let place = Place::new(file, text.span.clone());
    let noun = match key.kind {
        KeyKind::Tags => "tag",
        KeyKind::Addresses => "address",
        _ => "name",
    };
    let message = format!("`{}` is one {noun}", text.text);
    Some(faults::list_in_text(
        message,
        written(&parts),
        written(&one),
        place,
    ))
}

/// A warning for a title with another name in brackets: *Spring-loaded camming device (SLCD)*. A mention of
/// either name is not one of the title.
fn bracketed_title(file: &Arc<SourceFile>, front: &FrontMatter) -> Option<Diagnostic> {
    let title = &front.title;
    if title.span.is_empty() {
        return None;
    }
    let Bracketed { outer, inner } = Bracketed::read(&title.text)?;
    let (new_title, key, name) = if is_short_form(inner) || is_unit(inner, outer) {
        (outer, "abbreviations", inner)
    } else if is_short_form(outer) && is_spelled_out(inner, outer) {
        (inner, "abbreviations", outer)
    } else if front.sense.is_none() {
        (outer, "sense", inner)
    } else {
        return None;
    };
    let syntax = Syntax::of(file);
    let edit = amended(file, |keys| {
        keys.set("title", new_title);
        match key {
            "sense" => keys.set(key, name),
            _ => keys.add(key, name),
        }
    });
    let title_line = syntax.key_value("title", &syntax.quoted(new_title));
    let value = match key {
        "sense" => syntax.quoted(name),
        _ => syntax.quoted_list(&[name.to_owned()]),
    };
    let name_line = Suggestion::new(syntax.key_value(key, &value));
    let title_line = Suggestion::new(title_line).with_edit(file, edit);
    let place = Place::new(file, title.span.clone());
    Some(faults::bracketed_title(
        &title.text,
        title_line,
        name_line,
        place,
    ))
}

/// Whether a text spells a short form out: it has several words, whose first letters are those of the short form, or
/// which contain its letters in order.
///
/// ```text
/// Coordinated Universal Time     UTC     true
/// Extensible Markup Language     XML     true
/// the organisation               ISO     false
/// ```
fn is_spelled_out(text: &str, short: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        let small = text.chars().flat_map(char::to_lowercase);
        small.filter(|c| c.is_alphanumeric()).collect()
    };
    let mut words: Vec<Vec<char>> = text.split([' ', '-']).map(letters).collect();
    words.retain(|word| !word.is_empty());
    let mut short = letters(short);
    let mut all = words.concat().into_iter();
    let in_order = short.iter().all(|c| all.any(|other| other == *c));
    let (Some(first), Some(word)) = (short.first(), words.first()) else {
        return false;
    };
    let begins = word.contains(first);
    let mut firsts: Vec<char> = words
        .iter()
        .filter_map(|word| word.first().copied())
        .collect();
    firsts.sort_unstable();
    short.sort_unstable();
    words.len() > 1 && (in_order && begins || firsts == short)
}

/// Whether a name is the short form of a unit: a few of its letters, beginning with the first one, such as `kg` of
/// *Kilogram*.
fn is_unit(name: &str, outer: &str) -> bool {
    let mut letters = outer.chars().flat_map(char::to_lowercase);
    let is_short = name.chars().count() <= 3 && name.chars().all(char::is_lowercase);
    let begins = name.chars().next() == letters.clone().next();
    is_short && begins && name.chars().all(|c| letters.any(|other| other == c))
}

/// Whether a name is a short form: one word with two capitals or more, such as `QoS`, or with capitals and
/// digits only, such as `S3`.
fn is_short_form(name: &str) -> bool {
    let is_word = !name.contains(char::is_whitespace);
    let length = name.chars().count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let small = name.chars().filter(|c| c.is_lowercase()).count();
    is_word && length <= LONGEST_SHORT_FORM && (capitals >= 2 || capitals == 1 && small == 0)
}
