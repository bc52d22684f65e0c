//! Old versions of a file, from Git.
//!
//! This is the only file that runs another program of the user's machine for a project. The project may be a stranger's:
//! so Git must not run anything that the project's own configuration names, and must not open a connection.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::glossary::fingerprint::Fingerprint;
use crate::source::SourceFile;

/// The largest number of versions to look at.
const MAX_VERSIONS: &str = "--max-count=300";

/// The largest output to read, in bytes: a version of a file, or the list of versions.
const MAX_OUTPUT: u64 = 10_000_000;

/// Settings that the configuration of a project cannot override. The commands below only read objects. Git would not run
/// hooks, filters, drivers of differences or pagers for them in any case; these settings keep this so.
const SETTINGS: &[&str] = &[
    // a folder of the project is not a repository because it looks like one
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "diff.external=",
    "core.attributesFile=/dev/null",
    // a missing object is not fetched
    "protocol.allow=never",
    "core.sshCommand=false",
    "credential.helper=",
];

/// Variables for Git.
const VARIABLES: &[(&str, &str)] = &[
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_PAGER", "cat"),
];

/// Variables that would name another repository, as in a hook of Git, or another program.
const UNSET: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_EXTERNAL_DIFF",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
];

/// A version of a file.
pub(super) struct Version {
    /// The short name of its commit.
    pub(super) commit: String,
    /// The file.
    pub(super) file: Arc<SourceFile>,
}

/// The newest committed version of the file at `path` in the project's folder `root` with the fingerprint `wanted`.
/// `None` if Git is not there, if the folder is not in a repository, or if no version has the fingerprint.
pub(super) fn version(root: &Path, path: &str, wanted: &str) -> Option<Version> {
    let list = output(root, &["rev-list", MAX_VERSIONS, "HEAD", "--", path])?;
    let commits = String::from_utf8(list).ok()?;
    commits.lines().find_map(|commit| {
        let object = format!("{commit}:./{path}");
        let text = output(root, &["cat-file", "blob", &object])?;
        let text = String::from_utf8(text).ok()?;
        let file = Arc::new(SourceFile::new(path, text));
        (Fingerprint::of_file(&file).as_str() == wanted).then(|| Version {
            commit: commit.chars().take(10).collect(),
            file,
        })
    })
}

/// The standard output of Git in a folder; `None` if it fails, or if the output is too long.
fn output(folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("--no-pager").arg("-C").arg(folder);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command.envs(VARIABLES.iter().copied());
    for name in UNSET {
        command.env_remove(name);
    }
    command.args(arguments);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).spawn().ok()?;
    let mut bytes = Vec::new();
    let pipe = child.stdout.take()?;
    let read = pipe.take(MAX_OUTPUT + 1).read_to_end(&mut bytes);
    let is_whole = read.is_ok() && bytes.len() as u64 <= MAX_OUTPUT;
    if !is_whole {
        let _ = child.kill();
    }
    let has_succeeded = child.wait().ok()?.success();
    (is_whole && has_succeeded).then_some(bytes)
}
