//! `headword init`: makes the first files of a new glossary. `headword import` makes them too, without the examples.

use std::ffi::OsString;
use std::path::{Component, Display, Path, PathBuf};

use super::faults;
use super::workflow::{DEFAULT_BRANCH, Workflow, current_branch};
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
    /// The workflow to make, if any.
    pub workflow: Option<Workflow>,
}

/// The files that were made for a glossary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeProject {
    /// The new files: each path from the folder, and the purpose of the file.
    pub files: Vec<(&'static str, &'static str)>,
    /// Notes about files that existed already and were not changed, and about the workflow.
    pub left: Vec<String>,
    /// Whether the folder was a glossary before.
    pub was_glossary: bool,
}

impl MadeProject {
    /// Whether a hook for git is among the files.
    pub fn has_hook(&self) -> bool {
        self.files.iter().any(|(path, _)| *path == HOOK)
    }
}

/// Makes a glossary that can be built, or the files that a glossary lacks. Existing files are never changed. A glossary
/// gets no example entries.
///
/// # Errors
///
/// [`Failure::Usage`] if the title is not valid; [`Failure::Unusable`] if a file or a link has the path of one of its
/// folders; [`Failure::Io`] if a file cannot be read or written. After an error, nothing is made.
pub fn make(disk: &Disk, new: &NewProject) -> Result<MadeProject, Failure> {
    let folder = Folder {
        disk,
        path: &new.folder,
    };
    folder.refuse_obstacles(new.workflow)?;
    let mut plan = ProjectPlan {
        edits: Edits::new(&new.folder),
        made: MadeProject {
            was_glossary: folder.kind(FILE_NAME)?.is_some(),
            ..MadeProject::default()
        },
    };
    if plan.made.was_glossary {
        if let Some(title) = &new.title {
            name(title, "title")?;
            plan.leave("glossary.toml already exists, so the title was not used");
        }
    } else {
        let title = match &new.title {
            Some(title) => name(title, "title")?,
            None => folder.title()?,
        };
        plan.create(NewFile {
            path: FILE_NAME,
            text: settings(&title, &new.language),
            purpose: "the settings, each with an explanation",
        });
        plan.create_samples(&folder)?;
    }
    let other = folder.other_files(new.workflow, new.hook)?;
    for file in other.missing {
        plan.create(file);
    }
    // whoever adds what is missing knows that the rest is there
    let is_news = |note: &String| !plan.made.was_glossary || note.starts_with(IGNORED);
    let left: Vec<String> = other.left.into_iter().filter(is_news).collect();
    plan.made.left.extend(left);
    plan.made.left.extend(other.workflow);
    plan.edits.apply(disk)?;
    if plan.made.has_hook() {
        disk.make_executable(&new.folder.join(HOOK))?;
    }
    Ok(plan.made)
}

/// A file of a new glossary.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its path from the folder of the glossary.
    pub path: &'static str,
    /// Its text.
    pub text: String,
    /// Its purpose, for people.
    pub purpose: &'static str,
}

/// The files around the entries of a glossary: for git, and for a code host.
#[derive(Debug, Clone, Default)]
pub struct OtherFiles {
    /// Those that the folder lacks.
    pub missing: Vec<NewFile>,
    /// Notes about those that it has.
    pub left: Vec<String>,
    /// Notes about the new workflow: what it assumes, and what somebody has to fill in.
    pub workflow: Vec<String>,
}

/// The files that a glossary in `folder` needs for git and GitHub, apart from the hook. If a file has the path of one
/// of their folders, they are left out, with a note.
///
/// # Errors
///
/// The folder cannot be read.
pub fn other_files(disk: &Disk, folder: &Path) -> Result<OtherFiles, DiskError> {
    let folder = Folder { disk, path: folder };
    let workflow = Workflow::default();
    if let Some(obstacle) = folder.obstacle(workflow.folders())? {
        return Ok(OtherFiles {
            missing: Vec::new(),
            left: vec![format!(
                "{obstacle} is not a folder, so no workflow was added"
            )],
            ..OtherFiles::default()
        });
    }
    folder.other_files(Some(workflow), false)
}

/// The files to make, and the report about them.
struct ProjectPlan {
    edits: Edits,
    made: MadeProject,
}

impl ProjectPlan {
    fn create(&mut self, file: NewFile) {
        self.edits.create(file.path, file.text);
        self.made.files.push((file.path, file.purpose));
    }

    /// Adds the example entries and pages, unless the folder has some of its own.
    fn create_samples(&mut self, folder: &Folder<'_>) -> Result<(), DiskError> {
        let sample = |path, text: &str, purpose| NewFile {
            path,
            text: text.to_owned(),
            purpose,
        };
        if !folder.is_empty("content")? {
            self.leave("content/ already contains files, so no entries were added");
            return Ok(());
        }
        for (path, text) in SAMPLES {
            self.create(sample(path, text, "an example entry, to read and delete"));
        }
        // the pages mention the entries
        if !folder.is_empty("pages")? {
            self.leave("pages/ already contains files, so no pages were added");
            return Ok(());
        }
        for (path, text, purpose) in SAMPLE_PAGES {
            self.create(sample(path, text, purpose));
        }
        Ok(())
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
    fn refuse_obstacles(&self, workflow: Option<Workflow>) -> Result<(), Failure> {
        match self.disk.kind(self.path)? {
            None | Some(PathKind::Folder) => {}
            // a link to a folder is as good as a folder
            Some(PathKind::Other) if self.disk.names(self.path).is_ok() => {}
            Some(_) => return Err(faults::not_a_folder(shown(self.path))),
        }
        if self.kind(FILE_NAME)? == Some(PathKind::Folder) {
            return Err(faults::not_a_file(shown(&self.path.join(FILE_NAME))));
        }
        let mut folders = vec!["content", "pages", ".githooks"];
        folders.extend(workflow.map(Workflow::folders).unwrap_or_default());
        match self.obstacle(&folders)? {
            Some(name) => Err(faults::in_the_way(shown(&self.path.join(name)))),
            None => Ok(()),
        }
    }

    /// The first of some paths that should be a folder, and is a file or a link.
    fn obstacle(&self, names: &[&'static str]) -> Result<Option<&'static str>, DiskError> {
        for name in names {
            if !matches!(self.kind(name)?, None | Some(PathKind::Folder)) {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// The files for git and the code host, with the hook if it is wanted.
    fn other_files(&self, workflow: Option<Workflow>, hook: bool) -> Result<OtherFiles, DiskError> {
        let mut files = vec![NewFile {
            path: IGNORED,
            text: include_str!("gitignore").to_owned(),
            purpose: "keeps the built site out of git",
        }];
        let mut other = OtherFiles::default();
        if let Some(workflow) = workflow {
            let branch = current_branch(self.disk, self.path)?;
            if self.kind(workflow.path())?.is_none() {
                other.workflow = workflow.notes(branch.as_deref());
            }
            files.push(NewFile {
                path: workflow.path(),
                text: workflow.text(branch.as_deref().unwrap_or(DEFAULT_BRANCH)),
                purpose: workflow.purpose(),
            });
        }
        if hook {
            files.push(NewFile {
                path: HOOK,
                text: include_str!("pre-commit").to_owned(),
                purpose: "checks the glossary before each commit",
            });
        }
        for file in files {
            let path = file.path;
            match self.kind(path)? {
                None => other.missing.push(file),
                Some(_) if path == IGNORED && self.ignores_output() => {}
                Some(_) if path == IGNORED => {
                    let note = ".gitignore already exists: add the line `/public/` to it";
                    other.left.push(note.to_owned());
                }
                Some(_) => {
                    let note = format!("{path} already exists, and was not changed");
                    other.left.push(note);
                }
            }
        }
        Ok(other)
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

/// The text of `glossary.toml` for a new glossary: every setting, with an explanation.
pub fn settings(title: &str, language: &Language) -> String {
    let mut text = SETTINGS.to_owned();
    // the title comes last, because it may contain the other placeholder
    for (placeholder, value) in [("\"@language@\"", language.tag()), ("\"@title@\"", title)] {
        text = text.replacen(placeholder, &quoted(value), 1);
    }
    text
}
