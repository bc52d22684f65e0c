//! The projects of a session: each folder with settings in which the client has something open.

use std::path::{Path, PathBuf};

use super::project::{Project, path_in};
use crate::disk::{Disk, PathKind};
use crate::project::config::FILE_NAME;

/// All projects that are open.
pub(super) struct Projects<'d> {
    disk: &'d Disk,
    /// The only folder of a project, if the user named it.
    only: Option<PathBuf>,
    drafts: bool,
    open: Vec<Project<'d>>,
}

impl<'d> Projects<'d> {
    /// No projects. With `only`, there is no other one than in this folder; with `drafts`, drafts are
    /// included.
    pub(super) fn new(disk: &'d Disk, only: Option<PathBuf>, drafts: bool) -> Self {
        Self {
            disk,
            only,
            drafts,
            open: Vec::new(),
        }
    }

    /// Opens the project of a file or a folder, if it is in one and the project is not open yet. Gives the
    /// folder of a project that is new.
    pub(super) fn discover(&mut self, path: &Path) -> Option<PathBuf> {
        let root = match &self.only {
            Some(only) => only.clone(),
            None => self.root_above(path)?.to_owned(),
        };
        if self.open.iter().any(|project| project.root == root) {
            return None;
        }
        let project = Project::new(self.disk, root.clone(), self.drafts);
        self.open.push(project);
        Some(root)
    }

    /// The nearest folder with settings among a path and the folders around it.
    fn root_above<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.ancestors().find(|folder| {
            let settings = self.disk.kind(&folder.join(FILE_NAME));
            matches!(settings, Ok(Some(PathKind::File)))
        })
    }

    /// The project that reads a file, and the file's path from its root.
    pub(super) fn of_file(&mut self, path: &Path) -> Option<(&mut Project<'d>, String)> {
        let projects = self.open.iter_mut();
        let mut of_path: Vec<_> = projects
            .filter_map(|project| Some((project.path_of(path)?, project)))
            .collect();
        // of two projects, one in the other, the inner one has the shorter path
        of_path.sort_by_key(|(path, _)| path.len());
        let (path, project) = of_path.into_iter().next()?;
        Some((project, path))
    }

    /// Notes that a file may have changed on the disk, in every project that has it.
    pub(super) fn touch(&mut self, path: &Path) {
        for project in &mut self.open {
            if let Some(path) = path_in(&project.root, path) {
                project.touch([path]);
            }
        }
    }

    /// All projects.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Project<'d>> {
        self.open.iter_mut()
    }

    /// The project in a folder.
    pub(super) fn in_folder(&mut self, root: &Path) -> Option<&mut Project<'d>> {
        self.open.iter_mut().find(|project| project.root == root)
    }

    /// Whether no project is open.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}
