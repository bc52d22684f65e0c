//! `headword init`: makes the first files of a new glossary.

use std::ffi::OsString;
use std::path::{Component, Display, Path, PathBuf};

use super::faults;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::edits::Edits;
use crate::disk::{Disk, PathKind};
use crate::project::config::FILE_NAME;
use crate::project::keys::write::quoted;
use crate::project::typed::name;
use crate::text::fold::{is_forbidden, single_spaced};
use crate::text::language::Language;

/// The title of a glossary if its folder has no usable name.
const DEFAULT_TITLE: &str = "Glossary";

/// The settings, with placeholders for the language and the title.
const SETTINGS: &str = include_str!("glossary.toml");

/// The path of git's list of ignored files.
const IGNORED: &str = ".gitignore";

/// The path of the workflow for GitHub.
const WORKFLOW: &str = ".github/workflows/glossary.yml";

/// The path of the hook for git.
const HOOK: &str = ".githooks/pre-commit";

/// The example entries of a new glossary, with their paths.
const SAMPLES: &[(&str, &str)] = &[
    ("content/orange-pekoe.md", include_str!("orange-pekoe.md")),
    ("content/steeping.md", include_str!("steeping.md")),
    ("content/tea-caddy.md", include_str!("tea-caddy.md")),
];

/// The example pages of a new glossary, with their paths and purposes.
const SAMPLE_PAGES: &[(&str, &str, &str)] = &[
    (
        "pages/about.md",
        include_str!("about.md"),
        "an example page that is not a term",
    ),
    (
        "pages/index.md",
        include_str!("introduction.md"),
        "the text above the index",
    ),
];

/// A new glossary as it was typed.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Its folder, which is made if it does not exist.
    pub folder: PathBuf,
    /// Its title; made from the name of the folder if it is `None`.
    pub title: Option<String>,
    /// The language of its entries.
    pub language: Language,
    /// Whether to make a hook for git.
    pub hook: bool,
}

/// A new glossary after it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeProject {
    /// The new files: each path from the folder, and the purpose of the file.
    pub files: Vec<(&'static str, &'static str)>,
    /// Notes about files that existed already and were not changed.
    pub left: Vec<String>,
}

impl MadeProject {
    /// Whether a hook for git is among the files.
    pub fn has_hook(&self) -> bool {
        self.files.iter().any(|(path, _)| *path == HOOK)
    }
}

/// Makes a glossary that can be built. Existing files are never changed.
///
/// # Errors
///
/// [`Failure::Usage`] if the folder already is a glossary, or if the title is not valid;
/// [`Failure::Unusable`] if a file or a link has the path of one of its folders; [`Failure::Io`] if a file
/// cannot be read or written. After an error, nothing is made.
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
    let mut plan = ProjectPlan {
        edits: Edits::new(&new.folder),
        made: MadeProject::default(),
    };
    let settings = settings(&title, &new.language);
    plan.create(
        FILE_NAME,
        &settings,
        "the settings, each with an explanation",
    );
    if folder.is_empty("content")? {
        for (path, text) in SAMPLES {
            plan.create(path, text, "an example entry, to read and delete");
        }
        // the pages mention the entries
        if folder.is_empty("pages")? {
            for (path, text, purpose) in SAMPLE_PAGES {
                plan.create(path, text, purpose);
            }
        } else {
            plan.leave("pages/ already contains files, so no pages were added");
        }
    } else {
        plan.leave("content/ already contains files, so no entries were added");
    }
    let other_files = [
        (
            IGNORED,
            include_str!("gitignore").to_owned(),
            "keeps the built site out of git",
            true,
        ),
        (
            WORKFLOW,
            workflow(),
            "checks pull requests and publishes the site, on GitHub",
            true,
        ),
        (
            HOOK,
            include_str!("pre-commit").to_owned(),
            "checks the glossary before each commit",
            new.hook,
        ),
    ];
    for (path, text, purpose, is_wanted) in other_files {
        match folder.kind(path)? {
            _ if !is_wanted => {}
            None => plan.create(path, &text, purpose),
            Some(_) if path == IGNORED && folder.ignores_output() => {}
            Some(_) if path == IGNORED => {
                plan.leave(".gitignore already exists: add the line `/public/` to it");
            }
            Some(_) => plan.leave(&format!("{path} already exists, and was not changed")),
        }
    }
    plan.edits.apply(disk)?;
    if plan.made.has_hook() {
        disk.make_executable(&new.folder.join(HOOK))?;
    }
    Ok(plan.made)
}

/// The files to make, and the report about them.
struct ProjectPlan {
    edits: Edits,
    made: MadeProject,
}

impl ProjectPlan {
    fn create(&mut self, path: &'static str, text: &str, purpose: &'static str) {
        self.edits.create(path, text);
        self.made.files.push((path, purpose));
    }

    fn leave(&mut self, note: &str) {
        self.made.left.push(note.to_owned());
    }
}

/// The folder of the new glossary.
struct Folder<'f> {
    disk: &'f Disk,
    path: &'f Path,
}

impl Folder<'_> {
    fn kind(&self, name: &str) -> Result<Option<PathKind>, DiskError> {
        self.disk.kind(&self.path.join(name))
    }

    fn is_empty(&self, name: &str) -> Result<bool, DiskError> {
        let names = self.disk.names(&self.path.join(name))?;
        // hidden files of systems and editors are not content
        let is_hidden = |name: &OsString| name.as_encoded_bytes().starts_with(b".");
        Ok(names.iter().all(is_hidden))
    }

    /// Whether `.gitignore` has a line for the folder `public`. Other patterns that match it are not
    /// recognised.
    fn ignores_output(&self) -> bool {
        // a file that cannot be read counts as empty
        let bytes = self.disk.read(&self.path.join(IGNORED), u64::MAX);
        let bytes = bytes.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        lines.any(|line| line.trim().trim_matches('/') == "public")
    }

    /// Checks that the folder can become a glossary.
    ///
    /// # Errors
    ///
    /// See [`make`].
    fn refuse_obstacles(&self) -> Result<(), Failure> {
        match self.disk.kind(self.path)? {
            None | Some(PathKind::Folder) => {}
            // a link to a folder is as good as a folder
            Some(PathKind::Other) if self.disk.names(self.path).is_ok() => {}
            Some(_) => return Err(faults::not_a_folder(shown(self.path))),
        }
        if self.kind(FILE_NAME)?.is_some() {
            return Err(faults::is_a_glossary(shown(&self.path.join(FILE_NAME))));
        }
        for name in [
            "content",
            "pages",
            ".github",
            ".github/workflows",
            ".githooks",
        ] {
            if !matches!(self.kind(name)?, None | Some(PathKind::Folder)) {
                return Err(faults::in_the_way(shown(&self.path.join(name))));
            }
        }
        Ok(())
    }

    /// The title made from the folder's name: `words-of-tea` gives *Words of tea*.
    fn title(&self) -> Result<String, DiskError> {
        let last_part = |path: &Path| path.file_name()?.to_str().map(str::to_owned);
        let name = match self.path.components().next_back() {
            Some(Component::Normal(_)) => last_part(self.path),
            _ => last_part(&self.disk.canonical(self.path)?),
        };
        let is_gap = |c| matches!(c, '-' | '_') || is_forbidden(c);
        let name = single_spaced(&name.unwrap_or_default().replace(is_gap, " "));
        let mut letters = name.chars();
        let first = letters.next().map(char::to_uppercase);
        let title: String = first.into_iter().flatten().chain(letters).collect();
        Ok(if title.is_empty() {
            DEFAULT_TITLE.to_owned()
        } else {
            title
        })
    }
}

/// A path as messages show it, without `./` at the beginning.
fn shown(path: &Path) -> Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}

fn settings(title: &str, language: &Language) -> String {
    let mut text = SETTINGS.to_owned();
    // the title comes last, because it may contain the other placeholder
    for (placeholder, value) in [("\"@language@\"", language.tag()), ("\"@title@\"", title)] {
        text = text.replacen(placeholder, &quoted(value), 1);
    }
    text
}

fn workflow() -> String {
    include_str!("workflow.yml").replace("@version@", env!("CARGO_PKG_VERSION"))
}
