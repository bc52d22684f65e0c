//! The glossary with which texts of other sites are compared: a project, or a published glossary.

use std::path::Path;

use crate::diagnostic::Faults;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::{Disk, PathKind};
use crate::foreign::Published;
use crate::pipeline;
use crate::project::config::{Format, Options};
use crate::site::export::Export;
use crate::site::phrases::Phrases;

/// The glossary of a project in a language, or of a file. The errors of a project are reported to `faults`.
///
/// # Errors
///
/// [`Failure::Usage`] if there is no such glossary, [`Failure::Faults`] if it has errors, and the failures of reading it.
pub(super) fn published(
    disk: &Disk,
    glossary: &Path,
    language: Option<&str>,
    faults: &Faults,
) -> Result<Published, Failure> {
    let shown = glossary.display().to_string();
    match disk.kind(glossary)? {
        Some(PathKind::File) if language.is_some() => {
            return Err(Failure::Usage(format!(
                "`--language` needs the folder of a project: {shown} has only one language"
            )));
        }
        Some(PathKind::File) => {
            return Published::read(&disk.read(glossary, u64::MAX)?, &shown);
        }
        Some(_) => {}
        None => {
            return Err(Failure::Usage(format!(
                "there is no {shown}: name the folder of a glossary, or its `glossary.json`"
            )));
        }
    }
    let options = Options {
        root: glossary.to_owned(),
        ..Options::default()
    };
    // the warnings of a glossary are for its editors
    let own = Faults::default();
    let bytes = pipeline::read(disk, &options, &own).and_then(|project| {
        let linked = pipeline::link(&project.sources, &[], &project.config);
        linked.report(&own);
        let edition = linked.in_language(language)?;
        let phrases = Phrases::new(&project.sources.phrases, &edition.config.edition.language);
        if own.any_error() {
            return Err(Failure::Faults);
        }
        let mut bytes = Vec::new();
        let export = Export::new(&edition.glossary, &phrases.pages);
        export
            .write(Format::Json, &mut bytes)
            .map_err(|error| Failure::system(Task::Print, error))?;
        Ok(bytes)
    });
    faults.report_all(own.errors().into_diagnostics());
    Published::read(&bytes?, &shown)
}
