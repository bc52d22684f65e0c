//! Changes to a project's own files: all of them are made, or none.

use std::path::{Path, PathBuf};

use crate::disk::Disk;
use crate::failure::Failure;

/// What is to become of some files of a project. Paths are from the project's root, with `/`.
#[derive(Debug, Default)]
pub struct Edits {
    root: PathBuf,
    steps: Vec<Step>,
}

/// What is to become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// It is made, with these bytes.
    Create(String, Vec<u8>),
    /// It has these bytes, and is going to have others.
    Replace(String, Vec<u8>, Vec<u8>),
    /// It has these bytes, and goes.
    Remove(String, Vec<u8>),
}

impl Edits {
    /// No changes yet, of the project at `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            steps: Vec::new(),
        }
    }

    /// Makes a file, and the folders that it needs.
    pub fn create(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.steps.push(Step::Create(path.into(), bytes.into()));
    }

    /// Gives a file other bytes; `before` are those that it was read with.
    pub fn replace(
        &mut self,
        path: impl Into<String>,
        before: impl Into<Vec<u8>>,
        after: impl Into<Vec<u8>>,
    ) {
        let step = Step::Replace(path.into(), before.into(), after.into());
        self.steps.push(step);
    }

    /// Removes a file; `before` are the bytes that it was read with.
    pub fn remove(&mut self, path: impl Into<String>, before: impl Into<Vec<u8>>) {
        self.steps.push(Step::Remove(path.into(), before.into()));
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Makes all changes.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] where a file that is to be made is there already, or one that is to be
    /// changed was changed since it was read; [`Failure::Machine`] where the disk refuses. The
    /// project is then as it was.
    pub fn apply(self, disk: &Disk) -> Result<(), Failure> {
        for step in &self.steps {
            self.check(disk, step)?;
        }
        for (at, step) in self.steps.iter().enumerate() {
            if let Err(failure) = self.make(disk, step) {
                for step in self.steps.iter().take(at + 1).rev() {
                    self.undo(disk, step);
                }
                return Err(failure);
            }
        }
        Ok(())
    }

    fn check(&self, disk: &Disk, step: &Step) -> Result<(), Failure> {
        match step {
            Step::Create(path, _) => {
                let full = self.root.join(path);
                match disk.kind(&full) {
                    Ok(None) => Ok(()),
                    Ok(Some(_)) => Err(Failure::Usage(format!("{path} is there already"))),
                    Err(error) => Err(Failure::read(&full, error)),
                }
            }
            Step::Replace(path, before, _) | Step::Remove(path, before) => {
                let full = self.root.join(path);
                match disk.read(&full, u64::MAX) {
                    Ok(bytes) if bytes == *before => Ok(()),
                    Ok(_) => Err(Failure::Usage(format!(
                        "{path} was changed meanwhile: try again"
                    ))),
                    Err(error) => Err(Failure::read(&full, error)),
                }
            }
        }
    }

    fn make(&self, disk: &Disk, step: &Step) -> Result<(), Failure> {
        match step {
            Step::Create(path, bytes) => {
                let full = self.root.join(path);
                if let Some(folder) = full.parent() {
                    disk.create_folders(folder)
                        .map_err(|error| Failure::write(folder, error))?;
                }
                disk.write(&full, bytes)
                    .map_err(|error| Failure::write(&full, error))
            }
            Step::Replace(path, _, after) => self.put(disk, path, after),
            Step::Remove(path, _) => {
                let full = self.root.join(path);
                disk.remove_file(&full)
                    .map_err(|error| Failure::write(&full, error))
            }
        }
    }

    /// Puts bytes where a file stands, in one step.
    fn put(&self, disk: &Disk, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let full = self.root.join(path);
        let mut name = std::ffi::OsString::from(".");
        name.push(full.file_name().unwrap_or_default());
        name.push(".headword");
        let made = full.with_file_name(name);
        disk.write(&made, bytes)
            .and_then(|()| disk.rename(&made, &full))
            .map_err(|error| {
                let _ = disk.remove_file(&made);
                Failure::write(&full, error)
            })
    }

    fn undo(&self, disk: &Disk, step: &Step) {
        match step {
            Step::Create(path, _) => {
                let _ = disk.remove_file(&self.root.join(path));
            }
            Step::Replace(path, before, _) => {
                let _ = self.put(disk, path, before);
            }
            Step::Remove(path, before) => {
                let _ = disk.write(&self.root.join(path), before);
            }
        }
    }
}
