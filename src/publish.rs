//! A site to a folder. Only files that Headword wrote there are ever replaced or removed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::config::Config;
use crate::failure::Failure;
use crate::render::{Content, Site};
use crate::site_map::LIST;

/// Folders of a project that hold authors' work.
const AUTHORED: &[&str] = &["content", "templates", "static"];

/// Writes `site` into the output folder. Files that hold what they should are left
/// alone; files of an earlier build that this site has no more are removed.
///
/// # Errors
///
/// [`Failure::Usage`], with nothing touched, where the output is the project or a folder of its
/// authors, or holds files that Headword did not write; [`Failure::Machine`] where the file system
/// refuses.
pub fn site(site: &Site, config: &Config) -> Result<(), Failure> {
    // what is judged is what is written to
    let output = &resolved(&config.output)?;
    let refuse = |why: String| {
        let output = config.output.display();
        Failure::Usage(format!("cannot publish into {output}: {why}"))
    };
    refuse_authored(&resolved(&config.root)?, output).map_err(|why| refuse(why.to_owned()))?;
    if let Some(why) = foreign_list(output)? {
        return Err(refuse(why));
    }
    let old = owned_files(output)?;
    let new: BTreeSet<String> = site.files.keys().cloned().collect();
    if let Some(old) = &old {
        refuse_foreign(&new, output, old).map_err(refuse)?;
    }
    // what cannot be read must not be found out half-way
    site.files
        .par_iter()
        .try_for_each(|(_, content)| match content {
            Content::Bytes(_) => Ok(()),
            Content::Copy(from) => match fs::File::open(from) {
                Ok(_) => Ok(()),
                Err(error) => Err(Failure::read(from, error)),
            },
        })?;
    let fresh = old.is_none();
    let old = old.unwrap_or_default();
    create_dir(output)?;
    // A build stopped half-way must leave no file that the next takes for somebody else's: what is
    // about to be written is listed first.
    write_list(output, old.union(&new))?;
    // What is gone goes first: it may stand where a folder is to be, or be the same file to a disk
    // that does not tell upper from lower case.
    for path in old.difference(&new) {
        remove(output, path)?;
    }
    let folders: BTreeSet<_> = new
        .iter()
        .filter_map(|path| output.join(path).parent().map(Path::to_owned))
        .collect();
    folders.iter().try_for_each(|folder| create_dir(folder))?;
    site.files
        .par_iter()
        .try_for_each(|(path, content)| write(&output.join(path), content, fresh))?;
    write_list(output, new.iter())
}

/// Refuses an output that would mix the site with what authors wrote, with the reason.
fn refuse_authored(root: &Path, output: &Path) -> Result<(), &'static str> {
    if output.exists() && !output.is_dir() {
        return Err("it is not a folder");
    }
    if root.starts_with(output) {
        return Err("the project lies in it");
    }
    let mut authored = AUTHORED.iter().map(|folder| root.join(folder));
    if authored.any(|folder| output.starts_with(folder)) {
        return Err("authors' files lie there");
    }
    Ok(())
}

/// Why the output's list cannot be Headword's: it is a link, or missing where there are files.
fn foreign_list(output: &Path) -> Result<Option<String>, Failure> {
    let list = output.join(LIST);
    if list.is_symlink() {
        let why = format!("its {LIST} is a link, which Headword did not make");
        return Ok(Some(why));
    }
    let is_occupied = match fs::read_dir(output) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(Failure::read(output, error)),
    };
    Ok((is_occupied && !list.exists()).then(|| {
        "it holds files that Headword did not write; give an empty folder with `--output`, or \
         empty this one yourself"
            .to_owned()
    }))
}

/// The paths on the output's list; `None` where there is none yet.
fn owned_files(output: &Path) -> Result<Option<BTreeSet<String>>, Failure> {
    let list = output.join(LIST);
    match fs::read_to_string(&list) {
        Ok(text) => {
            let paths = text.lines().filter(|path| is_inside(path));
            Ok(Some(paths.map(str::to_owned).collect()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::read(&list, error)),
    }
}

/// Refuses to write over a file that is not on the list, or through a link that somebody put there
/// (it may lead out of the output), with the reason.
fn refuse_foreign(
    new: &BTreeSet<String>,
    output: &Path,
    old: &BTreeSet<String>,
) -> Result<(), String> {
    let old_folders: BTreeSet<&str> = old.iter().flat_map(|path| folders_of(path)).collect();
    let new_folders: BTreeSet<&str> = new.iter().flat_map(|path| folders_of(path)).collect();
    let is_foreign = |path: &str, may_be_folder: bool| {
        match output.join(path).symlink_metadata() {
            Ok(there) if there.is_dir() => {
                // where a file is to be, a folder of the last site goes with its files, if there
                // are no others in it
                !may_be_folder
                    && (!old_folders.contains(path) || has_foreign(output, &output.join(path), old))
            }
            Ok(there) => there.is_symlink() || !old.contains(path),
            Err(_) => false,
        }
    };
    let folders = new_folders.iter().filter(|path| is_foreign(path, true));
    let files = new.iter().filter(|path| is_foreign(path, false));
    let foreign: Vec<&str> = folders.copied().chain(files.map(String::as_str)).collect();
    if foreign.is_empty() {
        return Ok(());
    }
    Err(format!(
        "Headword did not write {}; put your own files into static/",
        foreign.join(", ")
    ))
}

/// Whether a folder of the output holds anything that is not on the list.
fn has_foreign(output: &Path, folder: &Path, old: &BTreeSet<String>) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return true;
    };
    entries.into_iter().any(|entry| {
        let Ok(entry) = entry else { return true };
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => has_foreign(output, &path, old),
            Ok(kind) if kind.is_file() => {
                let relative = path.strip_prefix(output).unwrap_or(&path);
                let parts = relative
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy());
                !old.contains(&parts.collect::<Vec<_>>().join("/"))
            }
            _ => true,
        }
    })
}

/// The folders around a path: `a` and `a/b` for `a/b/c`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
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
    let is_foreign = folders_of(path).any(|folder| output.join(folder).is_symlink());
    if is_foreign || file.is_dir() {
        // somebody put a link where a folder was, or a folder where a file was: it is theirs
        return Ok(());
    }
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

/// Writes the list beside itself and renames it: it is whole at any moment.
fn write_list<'p>(output: &Path, paths: impl Iterator<Item = &'p String>) -> Result<(), Failure> {
    let list = output.join(LIST);
    let new = output.join(format!("{LIST}.new"));
    let text: String = paths.flat_map(|path| [path.as_str(), "\n"]).collect();
    // whatever stands there is not ours to write into: a link may lead anywhere
    if new.symlink_metadata().is_ok() {
        fs::remove_file(&new).map_err(|error| Failure::write(&new, error))?;
    }
    let mut file = fs::File::create_new(&new).map_err(|error| Failure::write(&new, error))?;
    file.write_all(text.as_bytes())
        .map_err(|error| Failure::write(&new, error))?;
    fs::rename(&new, &list).map_err(|error| Failure::write(&list, error))
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

/// The path without links and dots: each part is resolved where it stands, so that `..` after a
/// folder that does not exist yet leads where it will lead.
fn resolved(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path).map_err(|error| Failure::read(path, error))?;
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => {
                real.push(part);
                if let Ok(there) = real.canonicalize() {
                    real = there;
                }
            }
        }
    }
    Ok(real)
}
