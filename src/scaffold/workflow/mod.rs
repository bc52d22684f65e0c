//! The workflow that checks a glossary and publishes it: for three kinds of code hosts, with four ways to install
//! Headword.

use std::path::{Path, PathBuf};

use crate::diagnostic::disk_error::DiskError;
use crate::disk::{Disk, PathKind};

/// How a workflow installs Headword if nothing else is asked for. From the first release on, it is
/// [`Install::Release`], which is the fastest.
pub const DEFAULT_INSTALL: Install = Install::Source;

/// The address of Headword's repository, without a slash at its end. It is empty as long as there is none.
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The branch from which a workflow publishes if the folder is in no git repository.
pub const DEFAULT_BRANCH: &str = "main";

/// More than the files of git that name a folder or a branch have, in bytes.
const SMALL_FILE: u64 = 10_000;

/// A kind of code host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// GitHub: GitHub Actions and GitHub Pages.
    GitHub,
    /// GitLab: its CI, and GitLab Pages.
    GitLab,
    /// Forgejo and Codeberg: Forgejo Actions, and a branch `pages`.
    Forgejo,
}

/// A way to install Headword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Install {
    /// The wheel, by pipx or pip.
    Wheel,
    /// The package of npm.
    Npm,
    /// The archive of the release.
    Release,
    /// The source, which is compiled once and kept in a cache.
    Source,
}

/// A workflow for a glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workflow {
    /// The host that runs it.
    pub host: Host,
    /// How it installs Headword.
    pub install: Install,
}

impl Default for Workflow {
    fn default() -> Self {
        Self {
            host: Host::GitHub,
            install: DEFAULT_INSTALL,
        }
    }
}

impl Workflow {
    /// The path of its file, from the folder of the glossary.
    pub fn path(self) -> &'static str {
        match self.host {
            Host::GitHub => ".github/workflows/glossary.yml",
            Host::GitLab => ".gitlab-ci.yml",
            Host::Forgejo => ".forgejo/workflows/glossary.yml",
        }
    }

    /// The folders of its file, the outermost first.
    pub fn folders(self) -> &'static [&'static str] {
        match self.host {
            Host::GitHub => &[".github", ".github/workflows"],
            Host::GitLab => &[],
            Host::Forgejo => &[".forgejo", ".forgejo/workflows"],
        }
    }

    /// What it does, for people.
    pub fn purpose(self) -> &'static str {
        match self.host {
            Host::GitHub => "checks pull requests and publishes the site, on GitHub",
            Host::GitLab => "checks merge requests and publishes the site, on GitLab",
            Host::Forgejo => "checks pull requests and publishes the site, on Forgejo",
        }
    }

    /// What somebody who gets it has to know: the branch, if it was not found, and what to fill in.
    pub fn notes(self, branch: Option<&str>) -> Vec<String> {
        let path = self.path();
        let branch = branch.is_none().then(|| {
            format!("{path} publishes from the branch `{DEFAULT_BRANCH}`, because no branch of git is checked out here")
        });
        let address = (self.needs_repository() && REPOSITORY.is_empty()).then(|| {
            format!(
                "{path} cannot install Headword until you write the address of its repository in the line \
                 `# HEADWORD_REPOSITORY`"
            )
        });
        branch.into_iter().chain(address).collect()
    }

    /// The text of its file. It publishes from `branch`.
    pub fn text(self, branch: &str) -> String {
        let template = match self.host {
            Host::GitHub => include_str!("github.yml"),
            Host::GitLab => include_str!("gitlab.yml"),
            Host::Forgejo => include_str!("forgejo.yml"),
        };
        let mut text = String::new();
        for line in template.lines() {
            let words = line.trim_start();
            let indent = line.strip_suffix(words).unwrap_or_default();
            let lines = match words {
                "@install@" => self.steps().to_owned(),
                "@repository@" => self.repository(),
                whole => format!("{whole}\n"),
            };
            for line in lines.lines() {
                if !line.is_empty() {
                    text.push_str(indent);
                }
                text.push_str(line);
                text.push('\n');
            }
        }
        text.replace("@version@", env!("CARGO_PKG_VERSION"))
            .replace("@branch@", branch)
    }

    /// Whether it installs from the repository of Headword.
    fn needs_repository(self) -> bool {
        matches!(self.install, Install::Source | Install::Release)
    }

    /// The variable with the address of Headword's repository, if it needs one; a line to fill in if there is none.
    fn repository(self) -> String {
        if !self.needs_repository() {
            String::new()
        } else if REPOSITORY.is_empty() {
            "# HEADWORD_REPOSITORY: write the address of Headword's repository here, and remove the \"#\"\n".to_owned()
        } else {
            format!("HEADWORD_REPOSITORY: \"{REPOSITORY}\"\n")
        }
    }

    /// The steps that install Headword, in the syntax of the host.
    fn steps(self) -> &'static str {
        match (self.host, self.install) {
            (Host::GitHub, Install::Wheel) => include_str!("install/github-wheel.yml"),
            (Host::GitHub, Install::Npm) => include_str!("install/github-npm.yml"),
            (Host::GitHub, Install::Release) => include_str!("install/github-release.yml"),
            (Host::GitHub, Install::Source) => include_str!("install/github-source.yml"),
            (Host::GitLab, Install::Wheel) => include_str!("install/gitlab-wheel.yml"),
            (Host::GitLab, Install::Npm) => include_str!("install/gitlab-npm.yml"),
            (Host::GitLab, Install::Release) => include_str!("install/gitlab-release.yml"),
            (Host::GitLab, Install::Source) => include_str!("install/gitlab-source.yml"),
            (Host::Forgejo, Install::Wheel) => include_str!("install/forgejo-wheel.yml"),
            (Host::Forgejo, Install::Npm) => include_str!("install/forgejo-npm.yml"),
            (Host::Forgejo, Install::Release) => include_str!("install/forgejo-release.yml"),
            (Host::Forgejo, Install::Source) => include_str!("install/forgejo-source.yml"),
        }
    }
}

/// The branch that is checked out in the git repository around `folder`, which need not exist yet; `None` if there is
/// no repository, or no branch.
///
/// # Errors
///
/// The folder or git's file cannot be read.
///
/// # Source
///
/// gitrepository-layout(5): `HEAD` has `ref: refs/heads/BRANCH`, and a file `.git` leads to the folder.
pub fn current_branch(disk: &Disk, folder: &Path) -> Result<Option<String>, DiskError> {
    let mut around = folder.to_path_buf();
    while !disk.exists(&around)? && around.pop() {}
    if around.as_os_str().is_empty() {
        around.push(".");
    }
    let absolute = disk.canonical(&around)?;
    for folder in absolute.ancestors() {
        let Some(head) = git_folder(disk, folder)?.map(|git| git.join("HEAD")) else {
            continue;
        };
        if disk.kind(&head)? != Some(PathKind::File) {
            return Ok(None);
        }
        let head = disk.read(&head, SMALL_FILE)?;
        let head = String::from_utf8_lossy(&head);
        let branch = head.trim_end().strip_prefix("ref: refs/heads/");
        return Ok(branch.filter(|name| is_plain(name)).map(str::to_owned));
    }
    Ok(None)
}

/// The folder of git for the working tree `folder`, if it is one.
fn git_folder(disk: &Disk, folder: &Path) -> Result<Option<PathBuf>, DiskError> {
    let git = folder.join(".git");
    Ok(match disk.kind(&git)? {
        Some(PathKind::Folder) => Some(git),
        Some(PathKind::File) => {
            let text = disk.read(&git, SMALL_FILE)?;
            let text = String::from_utf8_lossy(&text);
            text.trim_end()
                .strip_prefix("gitdir: ")
                .map(|path| folder.join(path))
        }
        _ => None,
    })
}

/// Whether the name of a branch means itself in YAML's quotation marks, in a shell and in a pattern of branches.
fn is_plain(branch: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "/-_.".contains(c);
    !branch.is_empty() && branch.chars().all(is_plain)
}
