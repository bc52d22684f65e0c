//! A new entry: the file that it begins with, and who mentions it already.

use std::path::Path;
use std::sync::Arc;

use super::conflicts::Surroundings;
use super::faults;
pub use super::new_entry::NewEntry;
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::disk::edits::Edits;
use crate::disk::{Disk, Kind};
use crate::entry::{ParsedEntry, entries, front_matter};
use crate::link::{Frame, Linked, LinkedGlossary};
use crate::pipeline;
use crate::project::config::{Config, Options};
use crate::project::keys::Document;
use crate::project::keys::write::InPlace;
use crate::project::load::{self, Sources};
use crate::source::SourceFile;

/// What a project's own entries begin with, in its folder.
pub const TEMPLATE: &str = "entry-template.md";

/// What entries begin with otherwise.
const BUILT_IN: &str = include_str!("entry.md");

/// An entry that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeEntry {
    /// Its file, from the project's folder, with `/`.
    pub path: String,
    /// The address that its page will have: whole where the site's is known, else from its root.
    pub address: String,
    /// The other entries that mention it, by their files.
    pub mentions: Vec<Mentioned>,
    /// What else there is to know.
    pub notes: Vec<String>,
}

/// A place at which an entry is mentioned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mentioned {
    /// The file of the entry that mentions it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters, from 1.
    pub column: usize,
    /// The sentence that does.
    pub sentence: String,
}

/// Makes an entry in the project at `root`. A glossary that can be built can still be built then: what
/// would break it is reported instead, and nothing is made.
///
/// # Errors
///
/// [`Failure::Faults`] where a name or the address belongs to another entry, and where the project's
/// template cannot be used; [`Failure::Usage`] where what was typed can be no entry, or `root` is no
/// project; [`Failure::Unusable`] where the template is a link or not text; [`Failure::Io`] where the disk
/// refuses.
pub fn make(
    disk: &Disk,
    root: &Path,
    new: &NewEntry,
    faults: &Faults,
) -> Result<MadeEntry, Failure> {
    let new = new.checked()?;
    let options = Options {
        root: root.to_owned(),
        // their names and addresses are taken as well
        drafts: true,
        ..Options::default()
    };
    let reading = Faults::default();
    let settings = load::settings(disk, root, faults)?;
    let config = Config::new(&options, &settings, &reading);
    let mut sources = read_sources(disk, &config, &reading)?;
    let template = template(disk, root)?;

    let parsed = entries(&sources.entries, &[], &config);
    let frame = Frame::new(&parsed, &sources, &config);
    let surroundings = Surroundings {
        frame: &frame,
        language: &config.edition.language,
    };
    let slug = surroundings.slug(&new, faults)?;
    let mut notes = surroundings.notes(&new, &slug);
    let path = match &new.folder {
        Some(folder) => format!("content/{folder}/{slug}.md"),
        None => format!("content/{slug}.md"),
    };
    let text = filled(&template, &new, faults)?;

    let file = Arc::new(SourceFile::new(path.as_str(), text));
    let at = sources.entries.partition_point(|other| other.path < path);
    sources.entries.insert(at, Arc::clone(&file));
    let linked = pipeline::link(&sources, &parsed, &config);
    let found = Faults::default();
    linked.report(&found);
    let known = Faults::default();
    if found.count() != (0, 0) {
        // which of them were there before can be told only without the entry
        let before = Linked::new(parsed, frame, &sources.files, &config);
        before.report(&known);
    }
    faults.take_new(found, &known);
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    if reading.any_error() || known.any_error() {
        notes.extend(other_faults(&config, &sources, &linked.parsed, &reading));
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
        mentions: mentions(&linked.glossary, &path),
        path,
        notes,
    })
}

/// The project's files; none where it has no entries yet.
fn read_sources(disk: &Disk, config: &Config, faults: &Faults) -> Result<Sources, Failure> {
    let root = &config.run.root;
    if disk.exists(&root.join("content"))? {
        load::sources(disk, root, &config.settings.limits, faults)
    } else {
        Ok(Sources::default())
    }
}

/// What the project's entries begin with.
fn template(disk: &Disk, root: &Path) -> Result<Arc<SourceFile>, Failure> {
    let path = root.join(TEMPLATE);
    let text = match disk.kind(&path)? {
        None => BUILT_IN.to_owned(),
        Some(Kind::File) => String::from_utf8(disk.read(&path, u64::MAX)?)
            .map_err(|_| faults::template_is_not_text(TEMPLATE))?,
        Some(_) => return Err(faults::template_is_not_a_file(TEMPLATE)),
    };
    Ok(Arc::new(SourceFile::new(TEMPLATE, text)))
}

/// Says how many faults a build will find, none of which is the new entry's.
fn other_faults(
    config: &Config,
    sources: &Sources,
    parsed: &[Arc<ParsedEntry>],
    reading: &Faults,
) -> Option<String> {
    let without_drafts = config.with_drafts(false);
    let linking = Faults::default();
    let linked = pipeline::link(sources, parsed, &without_drafts);
    linked.report(&linking);
    let (errors, _) = linking.count();
    let errors = errors + reading.count().0;
    (errors > 0).then(|| faults::other_errors(errors))
}

/// A template with what was typed in its front matter. All else in it stays as it is.
fn filled(template: &Arc<SourceFile>, new: &NewEntry, faults: &Faults) -> Result<String, Failure> {
    let span = front_matter::span(template).map_err(|fault| {
        faults.report(*fault);
        Failure::Faults
    })?;
    if !Document::parse(template, span.clone(), 0..0, faults).is_whole() {
        return Err(Failure::Faults);
    }
    let mut front = InPlace::new(template.slice(span.clone()));
    // each key that is not there is written right below the title: the last comes first
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
    front.set("title", &new.title);
    let mut text = template.text.clone();
    text.replace_range(span, &front.into_text());
    Ok(text)
}

/// Where other entries mention the one of a file, each with its first sentence that does.
fn mentions(linked: &LinkedGlossary, path: &str) -> Vec<Mentioned> {
    let glossary = &linked.glossary;
    let Some(own) = glossary.at_path(path) else {
        return Vec::new();
    };
    let mut found: Vec<_> = linked
        .links(own)
        .backlinks
        .iter()
        .filter_map(|backlink| {
            let from = glossary.entry(backlink.from);
            let mut mentions = linked.text(backlink.from).mentions.iter();
            let mention = mentions.find(|mention| mention.to == own)?;
            let (line, column) = from.file.line_column(mention.span.start);
            let context = &backlink.context;
            Some(Mentioned {
                path: from.file.path.clone(),
                line,
                column,
                sentence: format!("{}{}{}", context.before, context.mention, context.after),
            })
        })
        .collect();
    found.sort();
    found
}
