//! The path of a source in `imports.toml`, and the imports that an update repeats.

use std::path::{Component, Path, PathBuf};

use super::history::RepeatedImport;
use crate::diagnostic::Faults;
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::Disk;
use crate::project::imported::{ImportedSource, Imports, SourceOptions};
use crate::project::load::IMPORTS;

/// The path of a source from the project's root, with `/`. It is the same wherever the two are together. If there is no
/// such path, as between two drives of Windows, it is the name of the source.
///
/// # Errors
///
/// The source does not exist.
pub(in crate::import) fn recorded_path(
    disk: &Disk,
    root: &Path,
    source: &Path,
) -> Result<String, DiskError> {
    let source = disk.canonical(source)?;
    let root = whole(disk, root)?;
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (root.components().collect(), source.components().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let name = |part: &Component<'_>| part.as_os_str().to_string_lossy().into_owned();
    if same == 0 {
        return Ok(to.last().map_or_else(String::new, name));
    }
    let up = from.iter().skip(same).map(|_| "..".to_owned());
    let parts: Vec<String> = up.chain(to.iter().skip(same).map(name)).collect();
    Ok(if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    })
}

/// The absolute path of a folder, which may not exist yet.
fn whole(disk: &Disk, folder: &Path) -> Result<PathBuf, DiskError> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    if disk.exists(folder)? {
        return disk.canonical(folder);
    }
    let parent = folder.parent().unwrap_or(Path::new(""));
    let name = folder.file_name().unwrap_or_default();
    Ok(whole(disk, parent)?.join(name))
}

/// The imports that an update repeats.
#[derive(Debug, Default)]
pub struct RepeatedImports {
    /// For each import the path of its source, its options, and the import as `imports.toml` has it. The options are
    /// those of `imports.toml`, or in their place those that were typed.
    pub imports: Vec<(PathBuf, SourceOptions, RepeatedImport)>,
    /// The paths of sources that are left out, because nobody named them and they are outside of the project.
    pub left: Vec<String>,
}

/// The imports of the project at `root` that an update repeats: those of the source, or all if no source is named. `typed` are
/// the options on the command line.
///
/// # Errors
///
/// [`Failure::Usage`] if there is no `imports.toml`, or no such import in it; [`Failure::Faults`] if `imports.toml` has errors,
/// which are reported; [`Failure::Io`] if a file cannot be read.
pub fn repeated(
    disk: &Disk,
    root: &Path,
    source: Option<&Path>,
    typed: &SourceOptions,
    faults: &Faults,
) -> Result<RepeatedImports, Failure> {
    let imports = Imports::read(disk, root, faults)?;
    if faults.any_error() {
        return Err(Failure::Faults);
    }
    if imports.file.is_none() {
        return Err(Failure::Usage(format!(
            "there is no {IMPORTS}: import the source once without `--update`, which makes this file"
        )));
    }
    let found = match source {
        Some(source) => of_source(disk, root, source, typed, &imports)?,
        None if *typed != SourceOptions::default() => {
            return Err(Failure::Usage(
                "options are for one source: name it, or leave them out to update all sources with their own options".to_owned(),
            ));
        }
        None => imports.sources.iter().collect(),
    };
    let mut repeated = RepeatedImports::default();
    for import in found {
        let path = match source {
            Some(source) => Some(source.to_owned()),
            None => inside(root, &import.path),
        };
        let Some(path) = path else {
            repeated.left.push(import.path.clone());
            continue;
        };
        let known = RepeatedImport {
            path: import.path.clone(),
            options: import.options.clone(),
        };
        let options = combined(&import.options, typed);
        repeated.imports.push((path, options, known));
    }
    if repeated.imports.is_empty() {
        return Err(Failure::Usage(format!(
            "{IMPORTS} has no source in the project's folder: name one, as in `headword import SOURCE --update`"
        )));
    }
    Ok(repeated)
}

/// The imports of a source: those with its path, or else those with its name, because the source may be elsewhere on
/// another computer. If there are several, options choose one.
fn of_source<'i>(
    disk: &Disk,
    root: &Path,
    source: &Path,
    typed: &SourceOptions,
    imports: &'i Imports,
) -> Result<Vec<&'i ImportedSource>, Failure> {
    if !disk.exists(source)? {
        return Err(Failure::Usage(format!(
            "there is no {}: give the file or the folder of a glossary",
            source.display()
        )));
    }
    let path = recorded_path(disk, root, source)?;
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let all = || imports.sources.iter();
    let mut found: Vec<&ImportedSource> = all().filter(|import| import.path == path).collect();
    if found.is_empty() {
        found = all()
            .filter(|import| name(&import.path) == name(&path))
            .collect();
        let first = found.first().map(|import| &import.path);
        if found.iter().any(|import| Some(&import.path) != first) {
            found.clear();
        }
    }
    if found.is_empty() {
        return Err(Failure::Usage(format!(
            "{IMPORTS} has no import of {}: import it once without `--update`",
            source.display()
        )));
    }
    if found.len() > 1 && *typed != SourceOptions::default() {
        found.retain(|import| combined(&import.options, typed) == import.options);
        if found.len() != 1 {
            return Err(Failure::Usage(format!(
                "{IMPORTS} has several imports of {}: give the options of one of them, or none to update all",
                source.display()
            )));
        }
    }
    Ok(found)
}

/// The options of an import, with those that were typed in the place of the earlier ones.
fn combined(known: &SourceOptions, typed: &SourceOptions) -> SourceOptions {
    let or =
        |typed: &Option<String>, known: &Option<String>| typed.as_ref().or(known.as_ref()).cloned();
    let lists = |typed: &Vec<String>, known: &Vec<String>| match typed.is_empty() {
        true => known.clone(),
        false => typed.clone(),
    };
    SourceOptions {
        format: or(&typed.format, &known.format),
        base_path: or(&typed.base_path, &known.base_path),
        from_url: or(&typed.from_url, &known.from_url),
        tags: lists(&typed.tags, &known.tags),
        attributes: lists(&typed.attributes, &known.attributes),
        folder: or(&typed.folder, &known.folder),
        columns: or(&typed.columns, &known.columns),
        header: typed.header.or(known.header),
        sheet: or(&typed.sheet, &known.sheet),
    }
}

/// The path of a source that nobody typed; `None` if it is outside of the project's folder: a list of imports that somebody sent
/// may have the path of any file of the computer.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let mut parts = Path::new(path).components();
    let is_inside = parts.all(|part| matches!(part, Component::Normal(_)));
    is_inside.then(|| match root == Path::new(".") {
        true => PathBuf::from(path),
        false => root.join(path),
    })
}
