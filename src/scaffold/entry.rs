//! A new entry: the file that it begins with, and who mentions it already.

use std::path::{Component, Path};
use std::sync::Arc;

use crate::diagnostic::failure::Failure;
use crate::diagnostic::{Code, Diagnostic, Faults};
use crate::disk::edits::Edits;
use crate::disk::{Disk, Kind};
use crate::entry::{ParsedEntry, entries, front_matter};
use crate::glossary::{Entry, LabelKind, slug_key};
use crate::link::{Frame, Linked, LinkedGlossary};
use crate::pipeline;
use crate::project::config::{Config, Options};
use crate::project::keys::Document;
use crate::project::keys::write::InPlace;
use crate::project::load::{self, Sources};
use crate::project::typed::{check_slug, name};
use crate::site_map::Route;
use crate::source::SourceFile;
use crate::text::counted;
use crate::text::fold::fold;
use crate::text::slug::{self, SlugError, is_storable, slug};

/// What a project's own entries begin with, in its folder.
pub const TEMPLATE: &str = "entry-template.md";

/// What entries begin with otherwise.
const BUILT_IN: &str = include_str!("entry.md");

/// What a new entry is to be, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewEntry {
    /// Its main name.
    pub title: String,
    /// Short forms.
    pub abbreviations: Vec<String>,
    /// Other names.
    pub synonyms: Vec<String>,
    /// Subjects.
    pub tags: Vec<String>,
    /// Which meaning of the title it is.
    pub sense: Option<String>,
    /// The folder in `content/` for its file.
    pub folder: Option<String>,
    /// Its address; made of the title if there is none.
    pub slug: Option<String>,
}

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
    let ground = Ground {
        frame: &frame,
        config: &config,
    };
    let (slug, mut notes) = ground.place(&new, faults)?;
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
    found.report_all(linked.faults().cloned());
    let known = Faults::default();
    if found.count() != (0, 0) {
        // which of them were there before can be told only without the entry
        let before = Linked::new(parsed, frame, &sources.files, &config);
        known.report_all(before.faults().cloned());
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
            .map_err(|_| unusable_template("is not UTF-8: save it as such"))?,
        Some(_) => {
            let why = "is a link or a folder: put the file itself there";
            return Err(unusable_template(why));
        }
    };
    Ok(Arc::new(SourceFile::new(TEMPLATE, text)))
}

fn unusable_template(why: &str) -> Failure {
    Failure::Unusable {
        path: TEMPLATE.to_owned(),
        why: why.to_owned(),
    }
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
    linking.report_all(linked.faults().cloned());
    let (errors, _) = linking.count();
    let errors = errors + reading.count().0;
    (errors > 0).then(|| {
        format!(
            "the glossary has {} in other entries, which `headword build` reports",
            counted(errors, "error", "errors")
        )
    })
}

impl NewEntry {
    /// The entry with its names as front matter would have them.
    fn checked(&self) -> Result<Self, Failure> {
        let names = |typed: &[String], what: &str| -> Result<Vec<String>, Failure> {
            typed.iter().map(|typed| name(typed, what)).collect()
        };
        Ok(Self {
            title: name(&self.title, "title")?,
            abbreviations: names(&self.abbreviations, "abbreviation")?,
            synonyms: names(&self.synonyms, "synonym")?,
            tags: names(&self.tags, "tag")?,
            sense: self
                .sense
                .as_deref()
                .map(|it| name(it, "sense"))
                .transpose()?,
            folder: self.folder.as_deref().map(folder).transpose()?.flatten(),
            slug: self.slug.clone(),
        })
    }

    /// The title, with the sense in brackets if there is one.
    fn headword(&self) -> String {
        match &self.sense {
            Some(sense) => format!("{} ({sense})", self.title),
            None => self.title.clone(),
        }
    }
}

/// A folder of `content/` as it was typed, with `/`; `None` for `content/` itself.
fn folder(typed: &str) -> Result<Option<String>, Failure> {
    let mut parts = Vec::new();
    for part in Path::new(typed).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(part) => {
                let part = part.to_string_lossy().into_owned();
                if part.starts_with('.') || !is_storable(&part) {
                    return Err(Failure::Usage(format!(
                        "`{part}` cannot be a folder of entries: it is hidden, or some systems cannot \
                         hold it"
                    )));
                }
                parts.push(part);
            }
            _ => {
                return Err(Failure::Usage(format!(
                    "`--folder {typed}` leads out of content/: write a path in it, such as `tools`"
                )));
            }
        }
    }
    if parts.first().is_some_and(|first| first == "content") {
        parts.remove(0);
    }
    Ok((!parts.is_empty()).then(|| parts.join("/")))
}

/// The glossary that an entry is to join.
struct Ground<'g> {
    frame: &'g Frame,
    config: &'g Config,
}

impl Ground<'_> {
    /// The slug that the entry gets, and what there is to know of its names.
    fn place(&self, new: &NewEntry, faults: &Faults) -> Result<(String, Vec<String>), Failure> {
        let taken = std::iter::once(self.title_taken(new)).chain(
            new.synonyms
                .iter()
                .map(|synonym| self.synonym_taken(synonym)),
        );
        let mut is_taken = false;
        for fault in taken.flatten() {
            is_taken = true;
            faults.report(fault);
        }
        if is_taken {
            return Err(Failure::Faults);
        }
        let slug = self.slug(new, faults)?;
        let mut notes = self.shared_names(new);
        let own = slug::slug(&new.title);
        if own != slug && self.leads_on(&own) {
            notes.push(format!(
                "`/{own}/` is a former address, which leads elsewhere"
            ));
        }
        if self
            .frame
            .book
            .published
            .iter()
            .any(|other| other.text == slug)
        {
            notes.push(format!(
                "`/{slug}/` was published before: others may link to what stood there"
            ));
        }
        Ok((slug, notes))
    }

    fn is_same(&self, one: &str, other: &str) -> bool {
        let language = &self.config.edition.language;
        fold(one, language) == fold(other, language)
    }

    /// The fault of a title that is another entry's.
    fn title_taken(&self, new: &NewEntry) -> Option<Diagnostic> {
        let title = &new.title;
        for entry in &self.frame.glossary.entries {
            let path = &entry.file.path;
            for label in &entry.labels {
                let kind = match label.kind {
                    LabelKind::Synonym => "synonym",
                    LabelKind::Variant => "variant",
                    _ => continue,
                };
                if self.is_same(&label.text, title) {
                    let message = format!("`{title}` is a {kind} of `{entry}`");
                    let fault = Diagnostic::new(Code::DuplicateLabel, message);
                    return Some(fault.at(label.place.clone()).help(format!(
                        "write what there is to say into {path}, or take the {kind} out there first"
                    )));
                }
            }
            if !self.is_same(&entry.headword, title) {
                continue;
            }
            let help = match (&entry.sense, &new.sense) {
                (Some(own), Some(sense)) if !self.is_same(own, sense) => continue,
                (Some(_), Some(_)) => {
                    format!("write what there is to say into {path}, or give another `--sense`")
                }
                (Some(_), None) => {
                    "to add another meaning, tell it apart: `--sense \"…\"`".to_owned()
                }
                (None, Some(_)) => format!(
                    "to add another meaning, tell this one apart first: write `sense = \"…\"` into {path}"
                ),
                (None, None) => format!(
                    "write what there is to say into {path}; or, to add another meaning, write `sense = \
                     \"…\"` there and tell the new one apart with `--sense \"…\"`"
                ),
            };
            let what = match entry.front.draft {
                true => "a draft of",
                false => "an entry",
            };
            let message = format!("there is {what} `{entry}` already");
            let fault = Diagnostic::new(Code::DuplicateLabel, message);
            let place = entry.place(entry.front.title.span.clone());
            return Some(fault.at(place).help(help));
        }
        None
    }

    /// The fault of a synonym that is another entry's title.
    fn synonym_taken(&self, synonym: &str) -> Option<Diagnostic> {
        let mut entries = self.frame.glossary.entries.iter();
        let owner = entries.find(|entry| self.is_same(&entry.headword, synonym))?;
        let message = format!("the synonym `{synonym}` is another entry's title");
        let fault = Diagnostic::new(Code::DuplicateLabel, message);
        let place = owner.place(owner.front.title.span.clone());
        Some(fault.at(place).help(format!(
            "leave it out, and write `related = [\"{owner}\"]` into the new entry"
        )))
    }

    /// Names of the entry that others have and may have.
    fn shared_names(&self, new: &NewEntry) -> Vec<String> {
        let names = std::iter::once(&new.title)
            .chain(&new.abbreviations)
            .chain(&new.synonyms);
        let mut notes = Vec::new();
        for name in names {
            for entry in &self.frame.glossary.entries {
                let shared = entry.labels.iter().find(|label| {
                    label.kind != LabelKind::Title && self.is_same(&label.text, name)
                });
                let kind = match shared.map(|label| label.kind) {
                    Some(LabelKind::Abbreviation) => "an abbreviation",
                    Some(LabelKind::Deprecated) => "a name to avoid",
                    Some(LabelKind::Hidden) => "a hidden name",
                    Some(_) => "another name",
                    None => continue,
                };
                let path = &entry.file.path;
                notes.push(format!("`{name}` is {kind} of `{entry}` too, in {path}"));
            }
        }
        notes
    }

    /// The address that the entry gets.
    fn slug(&self, new: &NewEntry, faults: &Faults) -> Result<String, Failure> {
        let own = match &new.slug {
            Some(typed) => {
                check_slug(typed)?;
                typed.clone()
            }
            None => {
                let own = slug(&new.title);
                check_title(&new.title, &own)?;
                own
            }
        };
        let Some(fault) = self.slug_taken(&own) else {
            return Ok(own);
        };
        let with_sense = slug(&new.headword());
        if new.slug.is_none() && new.sense.is_some() && self.slug_taken(&with_sense).is_none() {
            return Ok(with_sense);
        }
        faults.report(fault);
        Err(Failure::Faults)
    }

    /// Whether an address leads to another entry, or to word of what was there.
    fn leads_on(&self, slug: &str) -> bool {
        matches!(
            self.frame.site_map.former(slug),
            Some(Route::Redirect(_) | Route::Retired(_))
        )
    }

    /// The fault of an address that something else has.
    fn slug_taken(&self, slug: &str) -> Option<Diagnostic> {
        let language = &self.config.edition.language;
        let is_same = |other: &str| slug_key(other, language) == slug_key(slug, language);
        let mut entries = self.frame.glossary.entries.iter();
        if let Some(other) = entries.find(|entry| is_same(&entry.slug)) {
            let message = format!("`/{}/` is the address of `{other}`", other.slug);
            return Some(
                Diagnostic::new(Code::SlugCollision, message)
                    .at(other.place(other.front.title.span.clone()))
                    .help("give the new entry a longer title, or another address: `--slug …`"),
            );
        }
        let fault = |what: String| {
            Diagnostic::new(Code::OutputCollision, format!("`/{slug}/` is {what}"))
                .help("give the new entry another address: `--slug …`")
        };
        match self.frame.site_map.former(slug)? {
            Route::Redirect(id) => {
                let owner = self.frame.glossary.entry(*id);
                let fault = fault(format!("a former address of `{owner}`"))
                    .help("or remove it here, if those who follow it are to read the new entry");
                Some(self.at_former(fault, owner, slug))
            }
            Route::Retired(at) => {
                let retired = self.frame.book.retired.get(*at)?;
                let fault = fault("a retired address".to_owned())
                    .help("or remove the line here, if the new entry is what stood there");
                Some(fault.at(self.frame.book.place(&retired.address)?))
            }
            _ => None,
        }
    }

    /// Points at the former address where its entry gives it.
    fn at_former(&self, fault: Diagnostic, owner: &Entry, slug: &str) -> Diagnostic {
        let sought = self.frame.site_map.former(slug);
        let mut former = owner.front.redirect_from.iter();
        let written = former.find(|former| self.frame.site_map.former(&former.text) == sought);
        let span = written.map_or(owner.front.title.span.clone(), |it| it.span.clone());
        fault.at(owner.place(span))
    }
}

/// Refuses a title of which no address can be made.
fn check_title(title: &str, own: &str) -> Result<(), Failure> {
    let why = match slug::check(own) {
        Ok(()) => return Ok(()),
        Err(SlugError::Reserved) => "which the site itself needs",
        Err(SlugError::Device) => "which Windows reserves for a device",
        // a slug that was made has the form of one
        Err(SlugError::Empty | SlugError::Form | SlugError::TooLong) => {
            return Err(Failure::Usage(format!(
                "`{title}` has neither letters nor digits to make an address of: give one with `--slug …`"
            )));
        }
    };
    Err(Failure::Usage(format!(
        "`{title}` would have the address `/{own}/`, {why}: give it another, such as `--slug \
         {own}-term`"
    )))
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
            let quotation = &backlink.quotation;
            Some(Mentioned {
                path: from.file.path.clone(),
                line,
                column,
                sentence: format!(
                    "{}{}{}",
                    quotation.before, quotation.mention, quotation.after
                ),
            })
        })
        .collect();
    found.sort();
    found
}
