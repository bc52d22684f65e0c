//! A site to a folder. Only files that Headword wrote there are ever replaced or removed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::failure::Failure;
use crate::render::{Content, Site};

/// The list, in the output, of the files that Headword wrote there, one path a line.
const LIST: &str = ".headword";

/// Folders of a project that hold authors' work.
const AUTHORED: &[&str] = &["content", "templates", "static", "src"];

/// Writes `site` into `output`, in the project at `root`. Files that hold what they should are left
/// alone; files of an earlier build that this site has no more are removed.
///
/// # Errors
///
/// [`Failure::Usage`], with nothing touched, where the output is the project or a folder of its
/// authors, or holds files that Headword did not write; [`Failure::Machine`] where the file system
/// refuses.
pub fn site(site: &Site, root: &Path, output: &Path) -> Result<(), Failure> {
    refuse_authored(root, output)?;
    let old = owned_files(output)?;
    refuse_foreign(site, output, &old)?;
    create_dir(output)?;
    let new: BTreeSet<String> = site.files.keys().cloned().collect();
    // A build stopped half-way must leave no file that the next takes for somebody else's: what is
    // about to be written is listed first.
    write_list(output, old.union(&new))?;
    let folders: BTreeSet<_> = new
        .iter()
        .filter_map(|path| output.join(path).parent().map(Path::to_owned))
        .collect();
    folders.iter().try_for_each(|folder| create_dir(folder))?;
    let fresh = old.is_empty();
    site.files
        .par_iter()
        .try_for_each(|(path, content)| write(&output.join(path), content, fresh))?;
    for path in old.difference(&new) {
        remove(output, path)?;
    }
    write_list(output, new.iter())
}

/// Refuses an output that would mix the site with what authors wrote.
fn refuse_authored(root: &Path, output: &Path) -> Result<(), Failure> {
    let root = absolute(root)?;
    let target = absolute(output)?;
    let refuse = |why: &str| {
        Err(Failure::Usage(format!(
            "cannot publish into {}: {why}",
            output.display()
        )))
    };
    if target.exists() && !target.is_dir() {
        return refuse("it is not a folder");
    }
    if root.starts_with(&target) {
        return refuse("the project lies in it");
    }
    if AUTHORED
        .iter()
        .any(|folder| target.starts_with(root.join(folder)))
    {
        return refuse("authors' files lie there");
    }
    Ok(())
}

/// The paths on the output's list; an empty or missing folder has none.
fn owned_files(output: &Path) -> Result<BTreeSet<String>, Failure> {
    let list = output.join(LIST);
    match fs::read_to_string(&list) {
        Ok(text) => Ok(text
            .lines()
            .filter(|path| is_inside(path))
            .map(str::to_owned)
            .collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let occupied = match fs::read_dir(output) {
                Ok(mut entries) => entries.next().is_some(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                Err(error) => return Err(Failure::read(output, error)),
            };
            if occupied {
                return Err(Failure::Usage(format!(
                    "cannot publish into {}: it holds files that Headword did not write; \
                     give an empty folder with `--output`, or empty this one yourself",
                    output.display()
                )));
            }
            Ok(BTreeSet::new())
        }
        Err(error) => Err(Failure::read(&list, error)),
    }
}

/// Refuses to write over a file that is not on the list.
fn refuse_foreign(site: &Site, output: &Path, old: &BTreeSet<String>) -> Result<(), Failure> {
    if old.is_empty() {
        return Ok(());
    }
    let foreign: Vec<_> = site
        .files
        .keys()
        .filter(|path| !old.contains(*path) && output.join(path).symlink_metadata().is_ok())
        .map(String::as_str)
        .collect();
    if foreign.is_empty() {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "cannot publish into {}: Headword did not write {}; put your own files into static/",
        output.display(),
        foreign.join(", ")
    )))
}

fn write(path: &Path, content: &Content, fresh: bool) -> Result<(), Failure> {
    let copied;
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Copy(from) => {
            copied = fs::read(from).map_err(|error| Failure::read(from, error))?;
            &copied
        }
    };
    if !fresh && fs::read(path).is_ok_and(|old| old == *bytes) {
        return Ok(());
    }
    fs::write(path, bytes).map_err(|error| Failure::write(path, error))
}

/// Removes a file that Headword wrote, and the folders that it leaves empty.
fn remove(output: &Path, path: &str) -> Result<(), Failure> {
    let file = output.join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Failure::write(&file, error));
        }
        _ => {}
    }
    for folder in file.ancestors().skip(1) {
        // a folder that is not empty stays
        if folder == output || fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn write_list<'p>(output: &Path, paths: impl Iterator<Item = &'p String>) -> Result<(), Failure> {
    let list = output.join(LIST);
    let text: String = paths.flat_map(|path| [path.as_str(), "\n"]).collect();
    fs::write(&list, text).map_err(|error| Failure::write(&list, error))
}

fn create_dir(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| Failure::write(path, error))
}

/// Whether a path of the list stays in the output.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// The path without links and dots, as far as it exists.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path).map_err(|error| Failure::read(path, error))?;
    for ancestor in path.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            // joining nothing would add a slash, which makes a file a folder
            return Ok(match path.strip_prefix(ancestor) {
                Ok(rest) if rest != Path::new("") => real.join(rest),
                _ => real,
            });
        }
    }
    Ok(path)
}
