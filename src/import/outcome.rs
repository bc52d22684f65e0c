//! What an import would write, beside what is there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::draft::Draft;
use super::project::TargetProject;
use super::report::{CopiedFile, Fate, Imported, Report};
use super::{ImportOptions, markdown_folder, mend};
use crate::diagnostic::disk_error::DiskError;
use crate::diagnostic::failure::Failure;
use crate::disk::edits::Edits;
use crate::disk::{Disk, Kind as OnDisk};

/// How many drafts that differ are tried one by one: each takes a build.
const SINGLY: usize = 16;

/// Drafts that the project does not take, by their places.
pub(super) struct Refused {
    /// Those that it has no room for, and why.
    taken: HashMap<usize, String>,
    /// Those whose file is there with other text.
    left: BTreeSet<usize>,
}

/// Mends the drafts in the project as it will be: a file that is there with other text stays, so the
/// others have to build with that file and not with the draft of its path.
pub(super) fn mended(
    disk: &Disk,
    options: &ImportOptions,
    drafts: &mut [Draft],
    project: &TargetProject,
    folder: &str,
    copies: &BTreeMap<String, PathBuf>,
    report: &mut Report,
) -> Result<Refused, Failure> {
    let mend = |drafts: &mut [Draft], report: &mut Report| {
        let (sources, config) = (&project.sources, &project.config);
        mend::mend(drafts, folder, sources, copies, config, report)
    };
    let to = |draft: &Draft| options.root.join(mend::path(folder, draft));
    let mut is_there = false;
    for draft in drafts.iter() {
        is_there |= disk.exists(&to(draft))?;
    }
    if !is_there {
        return Ok(Refused {
            taken: mend(drafts, report),
            left: BTreeSet::new(),
        });
    }
    // only a draft that is mended can be compared
    let attempt = |left: &BTreeSet<usize>| {
        let mut said = Report::default();
        let (places, mut tried): (Vec<usize>, Vec<Draft>) = drafts
            .iter()
            .enumerate()
            .filter(|(at, _)| !left.contains(at))
            .map(|(at, draft)| (at, draft.clone()))
            .unzip();
        let taken = mend(&mut tried, &mut said);
        let place = |(at, why)| Some((*places.get(at)?, why));
        let taken: HashMap<usize, String> = taken.into_iter().filter_map(place).collect();
        let tried: Vec<(usize, Draft)> = places.into_iter().zip(tried).collect();
        let mut differing = BTreeSet::new();
        for (place, draft) in &tried {
            if !taken.contains_key(place)
                && fate(disk, &to(draft), draft.text().as_bytes())? == Fate::Differs
            {
                differing.insert(*place);
            }
        }
        Ok::<_, Failure>((tried, taken, said, differing))
    };
    let mut left = BTreeSet::new();
    let mut found = attempt(&left)?;
    while !found.3.is_empty() {
        left.append(&mut found.3);
        found = attempt(&left)?;
    }
    // a draft may have differed only since another stood where its file stays
    if (2..=SINGLY).contains(&left.len()) {
        for at in left.clone() {
            let mut fewer = left.clone();
            fewer.remove(&at);
            let again = attempt(&fewer)?;
            if again.3.is_empty() {
                (left, found) = (fewer, again);
            }
        }
    }
    let (tried, taken, said, _) = found;
    for (place, draft) in tried {
        if let Some(own) = drafts.get_mut(place) {
            *own = draft;
        }
    }
    report.notes.extend(said.notes);
    report.remarks.extend(said.remarks);
    report.unbuilt.extend(said.unbuilt);
    Ok(Refused { taken, left })
}

/// Compares the drafts with the files that are there, and makes edits of those that are not.
pub(super) fn compare(
    disk: &Disk,
    options: &ImportOptions,
    drafts: &[Draft],
    refused: &Refused,
    folder: &str,
    edits: &mut Edits,
    report: &mut Report,
) -> Result<(), Failure> {
    for (at, draft) in drafts.iter().enumerate() {
        let to = mend::path(folder, draft);
        let from = if draft.path.is_empty() {
            format!("{}:{}", draft.file, draft.line)
        } else {
            draft.file.clone()
        };
        let text = draft.text();
        let fate = match refused.taken.get(&at) {
            Some(why) => {
                report.leave_out(from.clone(), why.clone());
                Fate::Taken
            }
            None if refused.left.contains(&at) => Fate::Differs,
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
    options: &ImportOptions,
    copies: &BTreeMap<String, (String, PathBuf)>,
    folder: &str,
    shown: &str,
    edits: &mut Edits,
    report: &mut Report,
) -> Result<(), Failure> {
    for (to, (name, path)) in copies {
        let bytes = disk.read(path, u64::MAX)?;
        let to = format!("{folder}{to}");
        let fate = fate(disk, &options.root.join(&to), &bytes)?;
        if fate == Fate::New {
            edits.create(to.clone(), bytes);
        }
        report.copies.push(CopiedFile {
            from: markdown_folder::named(shown, name),
            to,
            fate,
        });
    }
    Ok(())
}

/// What becomes of a file that is to have some bytes.
pub(super) fn fate(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<Fate, DiskError> {
    Ok(match disk.kind(path)? {
        None => Fate::New,
        Some(OnDisk::File) if disk.read(path, u64::MAX)? == bytes => Fate::Same,
        Some(_) => Fate::Differs,
    })
}
