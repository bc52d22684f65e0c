//! Code actions: the fixes of diagnostics, and decisions about links.

use gen_lsp_types::{CodeAction, CodeActionKind, Diagnostic as Published};
use serde_json::{Value, json};

use super::edits::{Change, workspace_edit};
use super::scene::Scene;
use super::spot::{Naming, Spot, spot_at};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::entry::amend::amended;
use crate::entry::file_name::better;
use crate::link::Origin;
use crate::names::can_be_typed;
use crate::project::keys::Syntax;
use crate::project::keys::write::edit_in_place;
use crate::source::{Edit, Place, Span};
use crate::text::slug::slug;

/// The actions for some bytes of a text. `diagnostics` are those of the project, with their form for the
/// client.
pub(super) fn actions(
    scene: &Scene<'_>,
    span: &Span,
    diagnostics: &[(&Diagnostic, Published)],
) -> Vec<CodeAction> {
    let touches = |place: &Place| {
        place.file.path == scene.path
            && place.span.start <= span.end
            && span.start <= place.span.end
    };
    let mut actions = Vec::new();
    for (diagnostic, published) in diagnostics {
        let is_here = match diagnostic.place() {
            Some(place) => touches(place),
            None => diagnostic.file() == Some(scene.path),
        };
        if !is_here {
            continue;
        }
        let fixes = diagnostic.fixes();
        let complete = fixes.iter().filter(|fix| fix.is_complete).count();
        for fix in fixes {
            let mut action = of_fix(scene, fix);
            action.diagnostics = Some(vec![published.clone()]);
            // a client makes a preferred fix without a question
            action.is_preferred = (complete == 1 && fix.is_complete).then_some(true);
            actions.push(action);
        }
        if diagnostic.code() == Code::UnknownReference
            && let Some(place) = diagnostic.place()
            && let Some(mut action) = new_entry(scene, place)
        {
            action.diagnostics = Some(vec![published.clone()]);
            actions.push(action);
        }
        if diagnostic.code() == Code::InvalidSlug
            && let Some(mut action) = other_file_name(scene)
        {
            action.diagnostics = Some(vec![published.clone()]);
            actions.push(action);
        }
    }
    if let Some(spot) = spot_at(scene.linked(), scene.path, span.start) {
        actions.extend(about_link(scene, &spot));
    }
    actions
}

fn of_fix(scene: &Scene<'_>, fix: &Fix) -> CodeAction {
    let edits = fix.edits.iter().map(|edit| scene.edit(&fix.file, edit));
    let change = Change::edit(&fix.file.path, edits.collect());
    quick_fix(&sentence(&fix.title), scene, &[change])
}

/// A title with a capital.
fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn quick_fix(title: &str, scene: &Scene<'_>, changes: &[Change]) -> CodeAction {
    action(title, CodeActionKind::QuickFix, scene, changes)
}

fn action(title: &str, kind: CodeActionKind, scene: &Scene<'_>, changes: &[Change]) -> CodeAction {
    CodeAction {
        title: title.to_owned(),
        kind: Some(kind),
        edit: serde_json::from_value(workspace_edit(scene.writer, changes)).ok(),
        ..CodeAction::default()
    }
}

/// Writes an entry for a name that no entry has, beside the entry that names it. The action needs a client
/// that can make files.
fn new_entry(scene: &Scene<'_>, place: &Place) -> Option<CodeAction> {
    if !scene.writer.client.makes_files {
        return None;
    }
    let syntax = Syntax::of(&place.file);
    let written = place.text();
    let name = syntax.string_value(written);
    let name = name.filter(|_| written.starts_with(['"', '\'']));
    let name = name.unwrap_or_else(|| written.to_owned());
    let language = scene.linked().frame.names.language();
    let slug = slug(&name, language);
    let folder = match scene.path.rsplit_once('/') {
        Some((folder, _)) if folder.starts_with("content") => folder,
        _ => "content",
    };
    let path = format!("{folder}/{slug}.md");
    let is_taken = scene
        .reading
        .sources
        .entries
        .iter()
        .any(|file| file.path == path);
    if slug.is_empty() || is_taken {
        return None;
    }
    let entries = &scene.reading.sources.entries;
    let syntax = Syntax::of_most(entries);
    let fence = syntax.fence();
    let title = syntax.key_value("title", &syntax.quoted(&name));
    let text = format!("{fence}\n{title}\n{fence}\n\n");
    let change = Change::create(&path, &text);
    let title = format!("Write the entry `{name}` in {path}");
    Some(quick_fix(&title, scene, &[change]))
}

/// Gives the file a name that can be an address. The action needs a client that can move files. A name that has to be
/// longer than the old one is for the author to choose.
fn other_file_name(scene: &Scene<'_>) -> Option<CodeAction> {
    let name = better(scene.path, &scene.linked().config)?;
    let (folder, _) = scene.path.rsplit_once('/')?;
    let path = format!("{folder}/{name}");
    let sources = &scene.reading.sources;
    let mut files = sources.entries.iter().chain(&sources.pages);
    if !scene.writer.client.moves_files || files.any(|file| file.path == path) {
        return None;
    }
    let title = format!("Name the file `{name}`");
    let change = Change::Move(scene.path.to_owned(), path);
    Some(quick_fix(&title, scene, &[change]))
}

/// Decisions about a link: to write an automatic one out, to make it plain, or to exclude its words
/// everywhere.
fn about_link(scene: &Scene<'_>, spot: &Spot) -> Vec<CodeAction> {
    let Naming::Link(origin, _) = spot.naming else {
        return Vec::new();
    };
    let file = scene.file;
    let words = file.slice(spot.span.clone());
    let line = file.slice(file.lines_around(spot.span.clone()));
    // in a table, a bar without a backslash ends the cell
    let bar = if line.trim_start().starts_with('|') {
        "\\|"
    } else {
        "|"
    };
    let write = |text: String| {
        let edit = scene.edit(file, &Edit::new(spot.span.clone(), text));
        Change::edit(scene.path, vec![edit])
    };
    let refactor = || CodeActionKind::RefactorRewrite;
    let entry = scene.glossary().entry(spot.entry);
    let mut actions = Vec::new();
    match origin {
        Origin::Automatic(..) => {
            let names = &scene.linked().frame.names;
            if can_be_typed(words) {
                let is_clear = names.only_meaning(words) == Some(spot.entry);
                let name = names.unambiguous(spot.entry);
                let reference = if is_clear {
                    format!("[[{words}]]")
                } else {
                    format!("[[{name}{bar}{words}]]")
                };
                let title = format!("Write this link out: `{reference}`");
                actions.push(action(&title, refactor(), scene, &[write(reference)]));
                let plain = format!("[[{bar}{words}]]");
                let title = format!("Do not link here: `{plain}`");
                actions.push(action(&title, refactor(), scene, &[write(plain)]));
            }
            let settings = &scene.reading.settings;
            let all = 0..settings.text.len();
            let phrase = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let edit = edit_in_place(settings, all, Syntax::Toml, |keys| {
                keys.add_in_table("linking", "exclude", &phrase);
            });
            if let Some(edit) = edit {
                let edit = scene.edit(settings, &edit);
                let change = Change::edit(&settings.path, vec![edit]);
                let title = format!("Never link `{phrase}`: add it to `exclude`");
                actions.push(action(&title, refactor(), scene, &[change]));
            }
            if let Some(edit) = amended(&entry.file, |keys| keys.set("link", "explicit")) {
                let edit = scene.edit(&entry.file, &edit);
                let change = Change::edit(&entry.file.path, vec![edit]);
                let title =
                    format!("Link to `{entry}` only where it is written: `link = \"explicit\"`");
                actions.push(action(&title, refactor(), scene, &[change]));
            }
        }
        Origin::Name => {
            if let Some(shown) = shown_text(words) {
                let plain = format!("[[{bar}{shown}]]");
                let title = format!("Do not link here: `{plain}`");
                actions.push(action(&title, refactor(), scene, &[write(plain)]));
            }
        }
        Origin::Address => {}
    }
    actions
}

/// The text that readers see of a reference.
fn shown_text(reference: &str) -> Option<&str> {
    let inner = reference.strip_prefix("[[")?.strip_suffix("]]")?;
    let shown = inner.rsplit_once('|').map_or(inner, |(_, shown)| shown);
    can_be_typed(shown).then_some(shown)
}

/// The actions as the protocol has them.
pub(super) fn written(actions: Vec<CodeAction>, only: Option<&Vec<Value>>) -> Value {
    let is_wanted = |kind: &str| {
        only.is_none_or(|only| {
            let mut only = only.iter().filter_map(Value::as_str);
            only.any(|wanted| kind == wanted || kind.starts_with(&format!("{wanted}.")))
        })
    };
    let actions = actions.into_iter().filter_map(|action| {
        let action = serde_json::to_value(action).ok()?;
        let kind = action.get("kind")?.as_str()?.to_owned();
        is_wanted(&kind).then_some(action)
    });
    json!(actions.collect::<Vec<Value>>())
}
