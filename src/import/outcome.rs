//! What an import would write, beside what is there.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::draft::Draft;
use super::report::{Fate, Imported, Report};
use super::{Options, markdown_folder, mend};
use crate::disk::{Disk, Kind as OnDisk};
use crate::edits::Edits;
use crate::failure::Failure;

/// Compares the drafts with the files that are there, and makes edits of those that are not.
pub(super) fn compare(
    disk: &Disk,
    options: &Options,
    drafts: &[Draft],
    taken: &HashMap<usize, String>,
    folder: &str,
    edits: &mut Edits,
    report: &mut Report,
) -> Result<(), Failure> {
    for (at, draft) in drafts.iter().enumerate() {
        let to = mend::path(folder, draft);
        let from = match draft.path.is_empty() {
            true => format!("{}:{}", draft.file, draft.line),
            false => draft.file.clone(),
        };
        let text = draft.text();
        let fate = match taken.get(&at) {
            Some(why) => {
                report.left_out.push((from.clone(), why.clone()));
                Fate::Taken
            }
            None => fate(disk, &options.root.join(&to), text.as_bytes())?,
        };
        if fate == Fate::New {
            edits.create(to.clone(), text);
        }
        report.entries.push(Imported {
            from,
            to,
            title: draft.shown(),
            fate,
            keys: draft.keys.clone(),
        });
    }
    Ok(())
}

pub(super) fn compare_copies(
    disk: &Disk,
    options: &Options,
    copies: &BTreeMap<String, (String, PathBuf)>,
    folder: &str,
    shown: &str,
    edits: &mut Edits,
    report: &mut Report,
) -> Result<(), Failure> {
    for (to, (name, path)) in copies {
        let bytes = disk
            .read(path, u64::MAX)
            .map_err(|error| Failure::read(path, error))?;
        let to = format!("{folder}{to}");
        let fate = fate(disk, &options.root.join(&to), &bytes)?;
        if fate == Fate::New {
            edits.create(to.clone(), bytes);
        }
        report
            .copies
            .push((markdown_folder::named(shown, name), to, fate));
    }
    Ok(())
}

/// What becomes of a file that is to have some bytes.
pub(super) fn fate(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<Fate, Failure> {
    match disk.kind(path) {
        Ok(None) => Ok(Fate::New),
        Ok(Some(OnDisk::File)) => match disk.read(path, u64::MAX) {
            Ok(there) if there == bytes => Ok(Fate::Same),
            Ok(_) => Ok(Fate::Differs),
            Err(error) => Err(Failure::read(path, error)),
        },
        Ok(Some(_)) => Ok(Fate::Differs),
        Err(error) => Err(Failure::read(path, error)),
    }
}
