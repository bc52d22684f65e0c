//! A new glossary: what its folder begins with.

use std::ffi::OsString;
use std::path::{Component, Display, Path, PathBuf};

use super::faults;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::edits::Edits;
use crate::disk::{Disk, Kind};
use crate::project::config::FILE_NAME;
use crate::project::keys::write::quoted;
use crate::project::typed::name;
use crate::text::fold::{is_forbidden, single_spaced};
use crate::text::language::Language;

/// What a glossary of no name is called.
const UNNAMED: &str = "Glossary";

/// The settings, with gaps for what is known of the glossary.
const SETTINGS: &str = include_str!("glossary.toml");

/// Where git's own folder of things to leave out lies.
const IGNORED: &str = ".gitignore";

/// Where the workflow lies.
const WORKFLOW: &str = ".github/workflows/glossary.yml";

/// Where the hook lies.
const HOOK: &str = ".githooks/pre-commit";

/// The entries of a new glossary, to be looked at and deleted.
const SAMPLES: &[(&str, &str)] = &[
    ("content/orange-pekoe.md", include_str!("orange-pekoe.md")),
    ("content/steeping.md", include_str!("steeping.md")),
    ("content/tea-caddy.md", include_str!("tea-caddy.md")),
];

/// What a new glossary is to be.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Its folder; made if it is not there.
    pub folder: PathBuf,
    /// Its name; made of the folder's if there is none.
    pub title: Option<String>,
    /// The language of its entries.
    pub language: Language,
    /// Whether a hook for git is to be among the files.
    pub hook: bool,
}

/// What became of a new glossary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeProject {
    /// The files that were made, by their path from the folder, with what each is.
    pub files: Vec<(&'static str, &'static str)>,
    /// What was there already and stands as it stood, each with what its owner may want to do.
    pub left: Vec<String>,
}

impl MadeProject {
    /// Whether a hook for git is among the files.
    pub fn has_hook(&self) -> bool {
        self.files.iter().any(|(path, _)| *path == HOOK)
    }
}

/// Makes a glossary that can be built. No file that is there is changed: one that a glossary cannot
/// share stops it, others stay and are told of.
///
/// # Errors
///
/// [`Failure::Usage`] where the folder has a glossary already; [`Failure::Unusable`] where it holds
/// something else where a folder of a glossary belongs; [`Failure::Io`] where the disk refuses. Nothing is
/// made then.
pub fn make(disk: &Disk, new: &NewProject) -> Result<MadeProject, Failure> {
    let folder = Folder {
        disk,
        path: &new.folder,
    };
    folder.refuse_obstacles()?;
    let title = match &new.title {
        Some(title) => name(title, "title")?,
        None => folder.title()?,
    };
    let mut plan = Plan {
        edits: Edits::new(&new.folder),
        made: MadeProject::default(),
    };
    let settings = settings(&title, &new.language);
    plan.create(
        FILE_NAME,
        &settings,
        "the settings: each is explained there",
    );
    if folder.is_empty("content")? {
        for (path, text) in SAMPLES {
            plan.create(path, text, "an entry, to look at and delete");
        }
    } else {
        plan.leave("content/ has files in it: no entries were added");
    }
    let beside = [
        (
            IGNORED,
            include_str!("gitignore").to_owned(),
            "keeps what a build makes out of git",
            true,
        ),
        (
            WORKFLOW,
            workflow(),
            "checks pull requests and publishes, on GitHub",
            true,
        ),
        (
            HOOK,
            include_str!("pre-commit").to_owned(),
            "checks before each commit",
            new.hook,
        ),
    ];
    for (path, text, what, is_wanted) in beside {
        match folder.kind(path)? {
            _ if !is_wanted => {}
            None => plan.create(path, &text, what),
            Some(_) if path == IGNORED && folder.ignores_output() => {}
            Some(_) if path == IGNORED => {
                plan.leave(".gitignore is yours: add the line `/public/` to it");
            }
            Some(_) => plan.leave(&format!("{path} is yours, and was left as it is")),
        }
    }
    plan.edits.apply(disk)?;
    if plan.made.has_hook() {
        disk.make_executable(&new.folder.join(HOOK))?;
    }
    Ok(plan.made)
}

/// What is going to be made, and what is going to be said of it.
struct Plan {
    edits: Edits,
    made: MadeProject,
}

impl Plan {
    fn create(&mut self, path: &'static str, text: &str, what: &'static str) {
        self.edits.create(path, text);
        self.made.files.push((path, what));
    }

    fn leave(&mut self, told: &str) {
        self.made.left.push(told.to_owned());
    }
}

/// The folder of a glossary that is to be.
struct Folder<'f> {
    disk: &'f Disk,
    path: &'f Path,
}

impl Folder<'_> {
    fn kind(&self, name: &str) -> Result<Option<Kind>, DiskError> {
        self.disk.kind(&self.path.join(name))
    }

    fn is_empty(&self, name: &str) -> Result<bool, DiskError> {
        let names = self.disk.names(&self.path.join(name))?;
        // what systems and editors leave behind is no content
        let is_hidden = |name: &OsString| name.as_encoded_bytes().starts_with(b".");
        Ok(names.iter().all(is_hidden))
    }

    /// Whether git leaves out what a build makes, as far as a glance tells.
    fn ignores_output(&self) -> bool {
        // a link, or what cannot be read, is its owner's business
        let bytes = self.disk.read(&self.path.join(IGNORED), u64::MAX);
        let bytes = bytes.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        lines.any(|line| line.trim().trim_matches('/') == "public")
    }

    /// Whatever keeps the folder from becoming a glossary.
    fn refuse_obstacles(&self) -> Result<(), Failure> {
        let own = shown(self.path);
        match self.disk.kind(self.path)? {
            None | Some(Kind::Folder) => {}
            // a link to a folder will do
            Some(Kind::Other) if self.disk.names(self.path).is_ok() => {}
            Some(_) => return Err(faults::not_a_folder(own)),
        }
        if self.kind(FILE_NAME)?.is_some() {
            return Err(faults::is_a_glossary(shown(&self.path.join(FILE_NAME))));
        }
        for name in ["content", ".github", ".github/workflows", ".githooks"] {
            if !matches!(self.kind(name)?, None | Some(Kind::Folder)) {
                return Err(faults::in_the_way(shown(&self.path.join(name))));
            }
        }
        Ok(())
    }

    /// A title made of the folder's name: `words-of-tea` gives *Words of tea*.
    fn title(&self) -> Result<String, DiskError> {
        let own_name = |path: &Path| path.file_name()?.to_str().map(str::to_owned);
        let name = match self.path.components().next_back() {
            Some(Component::Normal(_)) => own_name(self.path),
            _ => own_name(&self.disk.canonical(self.path)?),
        };
        let is_gap = |c| matches!(c, '-' | '_') || is_forbidden(c);
        let name = single_spaced(&name.unwrap_or_default().replace(is_gap, " "));
        let mut letters = name.chars();
        let first = letters.next().map(char::to_uppercase);
        let title: String = first.into_iter().flatten().chain(letters).collect();
        Ok(if title.is_empty() {
            UNNAMED.to_owned()
        } else {
            title
        })
    }
}

/// A path as a message shows it.
fn shown(path: &Path) -> Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}

fn settings(title: &str, language: &Language) -> String {
    let mut text = SETTINGS.to_owned();
    // the title last: it may hold anything
    for (gap, value) in [("\"@language@\"", language.tag()), ("\"@title@\"", title)] {
        text = text.replacen(gap, &quoted(value), 1);
    }
    text
}

fn workflow() -> String {
    include_str!("workflow.yml").replace("@version@", env!("CARGO_PKG_VERSION"))
}
