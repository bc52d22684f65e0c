//! The form of a web editor: the configuration with which Decap CMS and Sveltia CMS show the keys of entries and
//! pages as fields. It is made from the schemas of these keys and from the values that the glossary has, so that the
//! form loses none of them.

mod fields;
mod repository;
mod values;
mod yaml;

use std::collections::BTreeSet;

use self::fields::{Fields, Names};
use self::repository::Repository;
use self::values::Values;
use self::yaml::{Node, map};
use crate::entry::front_matter::{FrontMatter, KEYS};
use crate::entry::page::{INTRODUCTION, PageFront, SharedKeys};
use crate::project::config::Config;
use crate::project::keys::schema::json_schema;
use crate::project::load::Sources;

/// The folder of the entries, from the project's root.
const ENTRIES: &str = "content";

/// The folder of the pages.
const PAGES: &str = "pages";

/// The configuration of a web editor for a project: the text of `admin/config.yml`.
pub fn configuration(sources: &Sources, config: &Config) -> String {
    let settings = &config.settings;
    let repository = settings.edit_url.as_deref().and_then(Repository::read);
    let prefix = repository.as_ref().map_or("", |it| it.folder.as_str());
    let in_repository = |path: &str| format!("{prefix}{path}");

    let entries = Values::read(&sources.entries);
    let mut pages = Values::read(&sources.pages);
    let introduction = pages.take(INTRODUCTION);
    let titles = Names::of_titles(&entries, ENTRIES);
    let entry_fields = Fields::new(
        &json_schema::<FrontMatter>(),
        KEYS,
        &entries,
        titles.as_ref(),
    );
    let page_fields = Fields::new(&json_schema::<PageFront>(), &[], &pages, None);

    let folders: BTreeSet<&str> = entries.folders().chain([ENTRIES]).collect();
    let is_repeated = folders.len() > 1;
    let mut collections: Vec<Node> = folders
        .into_iter()
        .map(|folder| {
            let within = folder.strip_prefix(ENTRIES).unwrap_or_default();
            let label = match within.strip_prefix('/') {
                Some(within) => format!("Entries in {within}"),
                None => "Entries".to_owned(),
            };
            let fields = match (within.is_empty(), is_repeated) {
                (true, false) => Node::List(entry_fields.nodes.clone()),
                (true, true) => Node::Anchor("entry", entry_fields.nodes.clone()),
                (false, _) => Node::Alias("entry"),
            };
            folder_collection(
                &format!("entries{}", within.replace('/', "-")),
                &label,
                "Entry",
                &in_repository(folder),
                entries.format(),
                fields,
            )
        })
        .collect();
    collections.push(folder_collection(
        PAGES,
        "Pages",
        "Page",
        &in_repository(PAGES),
        pages.format(),
        Node::List(page_fields.nodes),
    ));
    let mut remarks = entry_fields.remarks;
    remarks.extend(page_fields.remarks);
    if let Some(introduction) = introduction {
        let fields = Fields::new(&json_schema::<SharedKeys>(), &[], &introduction, None);
        let file = map([
            ("name", Node::text("introduction")),
            ("label", Node::text("Text above the index")),
            ("file", Node::text(in_repository(INTRODUCTION))),
            ("fields", Node::List(fields.nodes)),
        ]);
        collections.push(map([
            ("name", Node::text("introduction")),
            ("label", Node::text("Introduction")),
            ("format", Node::text(introduction.format())),
            ("editor", map([("preview", Node::Flag(false))])),
            ("files", Node::List(vec![file])),
        ]));
        remarks.extend(fields.remarks);
    }

    let mut top = vec![("backend", Repository::node(repository.as_ref()))];
    if let Some(base_url) = &settings.base_url {
        top.push(("site_url", Node::text(base_url.as_str())));
    }
    // files that somebody adds are beside the entry's file, where its text can name them
    top.push(("media_folder", Node::text(in_repository(ENTRIES))));
    top.push(("public_folder", Node::text("")));
    top.push(("slug", slugs(&entries)));
    // Sveltia's: without it, a field that is left empty becomes a key with an empty value
    top.push((
        "output",
        map([("omit_empty_optional_fields", Node::Flag(true))]),
    ));
    top.push(("collections", Node::List(collections)));

    let mut text = String::from(
        "# A form for the entries and pages of this glossary, for Decap CMS and Sveltia CMS: admin/config.yml.\n\
         # `headword schema decap` made it. Make it again if a comment here no longer holds.\n",
    );
    if repository.is_none() {
        text += "# Write your repository below: no `edit_url` in glossary.toml names one.\n";
    }
    let mut told = BTreeSet::new();
    for remark in remarks {
        if told.insert(remark.clone()) {
            text += &format!("# {remark}\n");
        }
    }
    text.push('\n');
    text + &map(top).to_string()
}

/// A collection whose items are the files of a folder.
fn folder_collection(
    name: &str,
    label: &str,
    one: &str,
    folder: &str,
    format: &str,
    fields: Node,
) -> Node {
    map([
        ("name", Node::text(name)),
        ("label", Node::text(label)),
        ("label_singular", Node::text(one)),
        ("folder", Node::text(folder)),
        ("create", Node::Flag(true)),
        ("extension", Node::text("md")),
        ("format", Node::text(format)),
        ("slug", Node::text("{{slug}}")),
        ("summary", Node::text("{{title}}")),
        ("media_folder", Node::text("")),
        ("public_folder", Node::text("")),
        // the editor's preview does not know references
        ("editor", map([("preview", Node::Flag(false))])),
        ("fields", fields),
    ])
}

/// The rule by which the editor makes the name of a new file from a title. If all names are ASCII, the editor removes
/// accents and all signs, so that no name is an error for Headword; or else it keeps all letters.
fn slugs(entries: &Values) -> Node {
    let is_ascii = !entries.is_empty() && entries.paths().all(str::is_ascii);
    let encoding = if is_ascii { "ascii" } else { "unicode" };
    map([
        ("encoding", Node::text(encoding)),
        ("clean_accents", Node::Flag(is_ascii)),
        ("sanitize_replacement", Node::text("-")),
    ])
}
