//! Builds the project in memory with the corrected drafts, to find the errors that have no place in a text:
//! limits, formulas, templates.

use std::sync::Arc;

use super::correction::{described, with_drafts};
use super::draft::Draft;
use super::outcome::{ImportDestination, RefusedDrafts};
use super::project::TargetProject;
use super::report::Report;
use super::update::merging::Merging;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::{Progress, Unseen};
use crate::diagnostic::{Diagnostic, Faults, Severity};
use crate::pipeline;
use crate::project::load::{self, Sources};
use crate::site::Site;

/// Makes every page of the project with the drafts, and adds the errors to `report`. Errors that the project
/// has without the drafts are left to its build.
///
/// # Errors
///
/// A file that drafts use cannot be read.
pub(super) fn find_errors(
    destination: &ImportDestination<'_>,
    drafts: &[Draft],
    merging: &Merging,
    refused: &RefusedDrafts,
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<(), Failure> {
    let ImportDestination {
        disk,
        project,
        folder,
        copies,
        ..
    } = destination;
    let is_written = |index| !refused.contains(index);
    let sources = with_drafts(
        drafts,
        merging,
        folder,
        &project.sources,
        copies,
        is_written,
    );
    let limits = &project.config.settings.limits;
    // a build refuses a project without the folder, which would be empty
    let content = project.config.run.root.join("content");
    if sources.entries.is_empty() && !sources.pages.is_empty() && !disk.exists(&content)? {
        let error = "the source has pages, but no entry: `headword new` makes one";
        report.unbuilt.push(error.to_owned());
    }
    let faults = Faults::default();
    faults.report_all(load::exceeded_limits(disk, &sources, copies, limits)?);
    make_pages(sources, project, &faults, progress);
    let is_error = |fault: &Diagnostic| fault.code().severity() == Severity::Error;
    if !faults.all().iter().any(is_error) {
        return Ok(());
    }
    let known = Faults::default();
    make_pages(project.sources.clone(), project, &known, &Unseen);
    let new = Faults::default();
    new.take_new(faults, &known);
    let new = new.into_diagnostics();
    let errors = new.iter().filter(|fault| is_error(fault)).map(described);
    report.unbuilt.extend(errors);
    Ok(())
}

/// Makes every page of a project, and reports the errors that occur. Those of the texts are not reported.
fn make_pages(sources: Sources, project: &TargetProject, faults: &Faults, progress: &dyn Progress) {
    let config = &project.config;
    let linked = pipeline::link(&sources, &project.parsed, config).into_glossaries();
    let site = Site::new(linked, Arc::new(sources), Arc::clone(config), faults);
    site.find_errors(faults, progress);
}
