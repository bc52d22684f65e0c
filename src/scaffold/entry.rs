//! `headword new`: makes the file of a new entry, and lists the mentions of it in other entries.

use std::path::Path;
use std::sync::Arc;

use super::conflicts::ExistingGlossary;
use super::faults;
pub use super::new_entry::NewEntry;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::edits::Edits;
use crate::disk::{Disk, PathKind};
use crate::entry::{entries, front_matter, page};
use crate::link::{Editions, Frames, LinkedGlossary};
use crate::pipeline;
use crate::project::config::{Config, Options};
use crate::project::keys::write::InPlace;
use crate::project::keys::{Document, Syntax};
use crate::project::load::{self, Sources};
use crate::source::SourceFile;

/// The project's own template of new entries, in its folder.
pub const TEMPLATE: &str = "entry-template.md";

/// The body of new entries if the project has no template.
const BODY: &str = include_str!("entry.md");

/// A new entry after it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeEntry {
    /// The path of its file from the project's folder, with `/`.
    pub path: String,
    /// The address of its future page: a URL if the settings have a `base_url`, or else a path from the
    /// site's root.
    pub address: String,
    /// The mentions of it in other entries and in pages, in the order of paths.
    pub mentions: Vec<Mentioned>,
    /// Notes about its names, its address, and errors in other entries.
    pub notes: Vec<String>,
}

/// The first mention of a new entry in another entry, or in a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mentioned {
    /// The file with the mention.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The sentence with the mention.
    pub sentence: String,
}

/// Makes an entry in the project in the folder `root`. If the new entry would cause errors, these are
/// reported to `faults`, and nothing is written.
///
/// # Errors
///
/// [`Failure::Faults`] if a name or the address belongs to another entry, or if the project's template has
/// errors; [`Failure::Usage`] if a typed value is not valid, or if `root` is not a project;
/// [`Failure::Unusable`] if the template is a link, a folder or not UTF-8; [`Failure::Io`] if a file cannot
/// be read or written.
pub fn make(
    disk: &Disk,
    root: &Path,
    new: &NewEntry,
    faults: &Faults,
) -> Result<MadeEntry, Failure> {
    let new = new.checked()?;
    let options = Options {
        root: root.to_owned(),
        // the names and addresses of drafts are not free either
        drafts: true,
        ..Options::default()
    };
    let reading = Faults::default();
    let settings = load::settings(disk, root, faults)?;
    let config = Config::new(&options, &settings, &reading);
    let mut sources = read_sources(disk, &config, &reading)?;
    let template = template(disk, root, Syntax::of_most(&sources.entries))?;

    let parsed = entries(&sources.entries, &[], &config);
    let pages = page::pages(&sources.pages, &[], &config);
    let frames = Frames::new(parsed.clone(), pages, &sources, &config);
    let existing = ExistingGlossary {
        frame: frames.main(),
        language: &config.edition.language,
    };
    let slug = existing.slug(&new, faults)?;
    let mut notes = existing.notes(&new, &slug);
    let path = match &new.folder {
        Some(folder) => format!("content/{folder}/{slug}.md"),
        None => format!("content/{slug}.md"),
    };
    let text = filled(&template, &new, faults)?;

    let file = Arc::new(SourceFile::new(path.as_str(), text));
    let index = sources.entries.partition_point(|other| other.path < path);
    sources.entries.insert(index, Arc::clone(&file));
    let linked = pipeline::link(&sources, &parsed, &config);
    let with_entry = Faults::default();
    linked.report(&with_entry);
    let without_entry = Faults::default();
    if with_entry.count() != (0, 0) {
        frames.link(&sources.files).report(&without_entry);
    }
    faults.take_new(with_entry, &without_entry);
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    if reading.any_error() || without_entry.any_error() {
        notes.extend(other_errors(&config, &sources, &linked, &reading));
    }
    let mut edits = Edits::new(root);
    edits.create(path.as_str(), file.text.as_str());
    edits.apply(disk)?;
    let site = config
        .settings
        .base_url
        .as_ref()
        .map_or("/", |url| url.as_str());
    Ok(MadeEntry {
        address: format!("{site}{slug}/"),
        mentions: mentions(&linked.main.glossary, &path),
        path,
        notes,
    })
}

/// The project's files; none if it has no folder `content` yet.
fn read_sources(disk: &Disk, config: &Config, faults: &Faults) -> Result<Sources, Failure> {
    let root = &config.run.root;
    if disk.exists(&root.join("content"))? {
        load::sources(disk, root, &config.settings.limits, faults)
    } else {
        Ok(Sources::default())
    }
}

/// The template of new entries: the project's own, or else the built-in one in this syntax.
fn template(disk: &Disk, root: &Path, syntax: Syntax) -> Result<Arc<SourceFile>, Failure> {
    let path = root.join(TEMPLATE);
    let text = match disk.kind(&path)? {
        None => built_in(syntax),
        Some(PathKind::File) => String::from_utf8(disk.read(&path, u64::MAX)?)
            .map_err(|_| faults::template_is_not_text(TEMPLATE))?,
        Some(_) => return Err(faults::template_is_not_a_file(TEMPLATE)),
    };
    Ok(Arc::new(SourceFile::new(TEMPLATE, text)))
}

/// The built-in template, without a title.
fn built_in(syntax: Syntax) -> String {
    let fence = syntax.fence();
    let keys = ["tags", "related"].map(|key| syntax.key_value(key, "[]"));
    format!("{fence}\n{}\n{fence}\n\n{BODY}", keys.join("\n"))
}

/// The note about errors that a build would report, although the new entry has none.
fn other_errors(
    config: &Config,
    sources: &Sources,
    linked: &Editions,
    reading: &Faults,
) -> Option<String> {
    let without_drafts = config.with_drafts(false);
    let linking = Faults::default();
    let linked = pipeline::link(sources, linked.parsed(), &without_drafts);
    linked.report(&linking);
    let (errors, _) = linking.count();
    let errors = errors + reading.count().0;
    (errors > 0).then(|| faults::other_errors(errors))
}

/// The text of a new entry: the template with the typed values in its front matter. All other bytes of the
/// template stay the same.
fn filled(template: &Arc<SourceFile>, new: &NewEntry, faults: &Faults) -> Result<String, Failure> {
    let parts = front_matter::parts_of(template).map_err(|fault| {
        faults.report(*fault);
        Failure::Faults
    })?;
    let (span, syntax) = (parts.front, parts.syntax);
    if !Document::parse(template, span.clone(), 0..0, syntax, faults).is_whole() {
        return Err(Failure::Faults);
    }
    let mut front = InPlace::new(template.slice(span.clone()), syntax);
    front.set("title", &new.title);
    // new keys are inserted directly below the title, so the last one added comes first
    for (key, typed) in [
        ("tags", &new.tags),
        ("synonyms", &new.synonyms),
        ("abbreviations", &new.abbreviations),
    ] {
        typed.iter().for_each(|name| front.add(key, name));
    }
    if let Some(sense) = &new.sense {
        front.set("sense", sense);
    }
    let mut text = template.text.clone();
    text.replace_range(span, &front.into_text());
    Ok(text)
}

/// The first mention in each other entry and in each page that mentions the entry with this path.
fn mentions(linked: &LinkedGlossary, path: &str) -> Vec<Mentioned> {
    let glossary = &linked.glossary;
    let Some(new) = glossary.at_path(path) else {
        return Vec::new();
    };
    let mut mentions: Vec<_> = linked
        .links(new)
        .backlinks
        .iter()
        .filter_map(|backlink| {
            let from = &linked.text_of(backlink.from).body.file;
            let (mention, context) = linked.mention(*backlink)?;
            let (line, column) = from.line_column(mention.span.start);
            Some(Mentioned {
                path: from.path.clone(),
                line,
                column,
                sentence: format!("{}{}{}", context.before, mention.text, context.after),
            })
        })
        .collect();
    mentions.sort();
    mentions
}
