//! A session of writing: after each change of the project, the site is read again and shown, or its errors
//! are.
//!
//! ```text
//! change                            browsers                     terminal
//! an entry is saved                 the page is loaded again     note: content/oven.md: shown after 12 ms
//! an entry with an error is saved   the page stays, with a box   the errors, and a line with their number
//! the error is fixed                the page is loaded again     note: content/oven.md: shown after 15 ms
//! an editor's temporary file        –                            –
//! ```
//!
//! A change of an entry makes only the pages again that a browser has open or that belong to the entry. After a change
//! of templates, settings or other files, a page of each kind is made at once. If other pages may differ, the session
//! makes them while nothing changes, to find errors of templates and formulas; so an editor need not wait for them. If
//! it finds one, browsers get the last site back of which all pages could be made.

use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::live::Live;
use super::{Event, OnEvent, server};
use crate::address::destination::{is_entry, is_in_pages};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::Failure;
use crate::diagnostic::progress::Unseen;
use crate::disk::Disk;
use crate::project::config::Options;
use crate::site_map::Route;
use crate::workbench::snapshot::Snapshot;
use crate::workbench::watch::{Touched, Watch};
use crate::workbench::{Changed, Workbench};

/// How long nothing has to change before the remaining pages are checked.
const IDLE: Duration = Duration::from_millis(500);

/// How often a project is read if reading fails, and the time between: an editor or a version control
/// system may be replacing a file at that moment.
const TRIES: usize = 4;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// How many pages are checked at a time. A change has to wait for them.
const CHUNK: usize = 64;

/// A project and the state of its site, while a user works on it.
pub struct Session<'s> {
    disk: &'s Disk,
    watch: Watch,
    live: Live,
    /// Whether warnings count as errors.
    strict: bool,
    workbench: Workbench<'s>,
    /// The site that browsers see.
    shown: Option<Arc<Snapshot>>,
    /// The last site of which all pages could be made.
    good: Option<Arc<Snapshot>>,
    /// The changes that the site that is shown does not have.
    pending: Pending,
    /// The files of pages to check while nothing changes: pages that no browser has asked for since the
    /// last change that may concern all pages.
    unchecked: Vec<String>,
    /// The files of pages with an error that was found in this way. They are checked again after each change.
    faulty: Vec<String>,
    on_event: OnEvent<'s>,
}

/// The changes since the site that is shown was read. A site with errors is not shown, so the changes that
/// led to it count until the errors are fixed.
#[derive(Default)]
struct Pending {
    /// The files that changed.
    files: Touched,
    /// The files, in the site, of the pages of which only the text changed.
    texts: BTreeSet<String>,
    /// Whether anything else changed.
    others: bool,
}

impl Pending {
    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.texts.is_empty() && !self.others
    }

    fn add(&mut self, changed: Changed) {
        match changed {
            Changed::Texts(pages) => self.texts.extend(pages),
            Changed::All => self.others = true,
        }
    }
}

impl<'s> Session<'s> {
    /// A session for the project of `options`, before its first reading. `watch` reports the project's
    /// changes.
    pub fn new(
        disk: &'s Disk,
        options: Options,
        watch: Watch,
        live: Live,
        on_event: OnEvent<'s>,
    ) -> Self {
        Self {
            disk,
            watch,
            live,
            strict: options.strict,
            workbench: Workbench::new(disk, options),
            shown: None,
            good: None,
            pending: Pending::default(),
            unchecked: Vec::new(),
            faulty: Vec::new(),
            on_event,
        }
    }

    /// Waits for changes and shows each, until the process ends.
    ///
    /// # Errors
    ///
    /// The project cannot be watched any more, or a message cannot be printed.
    pub fn follow_changes(&mut self) -> Result<(), Failure> {
        loop {
            // an editor who has errors to fix needs no others
            let is_checking = !self.unchecked.is_empty() && self.live.errors().is_none();
            let changed_files = self.watch.wait(self.disk, is_checking.then_some(IDLE))?;
            if changed_files.is_empty() {
                self.workbench.prepare();
                self.check_remaining()?;
            } else {
                self.follow(changed_files)?;
            }
        }
    }

    /// Reads the project after a change. If it cannot be read, even after some tries, the user is told.
    fn follow(&mut self, mut changed_files: Touched) -> Result<(), Failure> {
        for _ in 1..TRIES {
            if self.read(&changed_files).is_ok() {
                return Ok(());
            }
            changed_files.extend(self.watch.wait(self.disk, Some(BETWEEN_TRIES))?);
        }
        if let Err(failure) = self.read(&changed_files) {
            let text: Arc<str> = format!("error: {failure}\n").into();
            self.live.update(|state| state.errors = Some(text));
            (self.on_event)(Event::Failed(&failure))?;
        }
        Ok(())
    }

    /// Reads the project after a change of files, and shows it if it has no errors.
    ///
    /// # Errors
    ///
    /// The project cannot be read.
    pub fn read(&mut self, changed_files: &Touched) -> Result<(), Failure> {
        let started = Instant::now();
        let faults = Faults::new(self.strict);
        self.pending.files.extend(changed_files.iter().cloned());
        let mut reported_files = changed_files.clone();
        match self.workbench.read_reported(changed_files, &faults) {
            Err(Failure::Faults) => self.pending.others = true,
            Err(failure) => {
                self.pending.others = true;
                return Err(failure);
            }
            Ok(reading) => {
                let snapshot = Arc::new(reading.snapshot(&faults));
                self.pending.add(reading.changed);
                self.forget_temporary_files(&snapshot);
                reported_files.retain(|path| self.pending.files.contains(path));
                let was_good = self.shown.is_some() && self.live.errors().is_none();
                if was_good && self.pending.is_empty() && !faults.any_error() {
                    return Ok(());
                }
                // if there are errors already, the pages may have more: a build reports all of them at once
                self.make_changed_pages(&snapshot, &faults);
                if !faults.any_error() {
                    self.show(snapshot);
                }
            }
        }
        let is_news = self.show_errors(&faults);
        let is_noise = reported_files.is_empty() && !changed_files.is_empty();
        if is_news || !is_noise {
            (self.on_event)(Event::Read {
                changed_files: &reported_files,
                faults: &faults,
                time: started.elapsed(),
                is_shown: self.shown.is_some(),
            })?;
        }
        Ok(())
    }

    /// Shows the errors over the pages, if there are any. Gives whether they differ from those that were
    /// shown.
    fn show_errors(&self, faults: &Faults) -> bool {
        if !faults.any_error() {
            return false;
        }
        let text: Arc<str> = faults.errors().text().into();
        let is_news = self.live.errors().as_ref() != Some(&text);
        self.live.update(|state| state.errors = Some(text));
        is_news
    }

    /// Removes files from the pending changes that neither the site that is shown nor the new one is made
    /// of: an editor may write temporary files before it replaces the one that it saves.
    fn forget_temporary_files(&mut self, snapshot: &Snapshot) {
        let shown = self.shown.as_deref();
        let is_used = |path: &String| {
            let sites = shown.into_iter().chain([snapshot]);
            sites.into_iter().any(|site| site.is_made_of(path))
        };
        let pending = &mut self.pending;
        pending
            .files
            .retain(|path| is_text_file(path) || is_used(path));
        pending.others |= pending.files.iter().any(|path| !is_text_file(path));
    }

    /// Makes the pages that the pending changes concern most: those that browsers have open, those of
    /// changed entries, and, unless only entries and pages changed, one page of each kind. If a template has a mistake
    /// there, all pages are made, because the message counts them.
    fn make_changed_pages(&self, snapshot: &Snapshot, faults: &Faults) {
        let open_pages = self.live.open_pages().into_iter();
        let open_pages = open_pages.filter_map(|path| server::address(&path, snapshot));
        let mut files: BTreeSet<String> = open_pages.map(|address| address.file()).collect();
        files.extend(self.faulty.iter().cloned());
        files.extend(self.pending.texts.iter().cloned());
        files.extend(snapshot.site().pages_of(&self.pending.files));
        let mut changed = self.pending.files.iter();
        if self.shown.is_none() || !changed.all(|path| is_text_file(path)) {
            let mut kinds: Vec<Discriminant<Route>> = Vec::new();
            for (path, route) in snapshot.site().routes() {
                if !kinds.contains(&discriminant(route)) {
                    kinds.push(discriminant(route));
                    files.insert(path.clone());
                }
            }
        }
        snapshot.files(&Vec::from_iter(files), faults);
        if faults.any_on_pages() {
            snapshot.site().find_errors(faults, &Unseen);
        }
    }

    /// Shows a new site.
    fn show(&mut self, snapshot: Arc<Snapshot>) {
        let pending = std::mem::take(&mut self.pending);
        self.faulty.clear();
        if self.shown.is_none() || pending.others {
            let pages = snapshot
                .site()
                .routes()
                .filter(|(_, route)| route.is_page());
            self.unchecked = pages.map(|(path, _)| path.clone()).collect();
        }
        let is_asset = |path: &String| !is_text_file(path) && !path.starts_with("templates/");
        let has_changed_assets = pending.files.iter().any(is_asset);
        // these are dropped at the end: browsers need not wait until the memory of a large site is free
        let _before = self.shown.replace(Arc::clone(&snapshot));
        let is_good = self.unchecked.is_empty();
        let _good_before = is_good.then(|| self.good.replace(Arc::clone(&snapshot)));
        self.live.update(|state| {
            state.snapshot = Some(snapshot);
            state.errors = None;
            state.asset_changes += u64::from(has_changed_assets);
        });
    }

    /// Makes the pages that have not been checked, until there is an error or a change. The errors are
    /// shown over the pages of the last site without errors. After a mistake in a template, the check goes on,
    /// because the message counts the pages.
    fn check_remaining(&mut self) -> Result<(), Failure> {
        let Some(snapshot) = self.shown.clone() else {
            self.unchecked.clear();
            return Ok(());
        };
        let started = Instant::now();
        let faults = Faults::new(self.strict);
        while !self.unchecked.is_empty() && (!faults.any_error() || faults.any_on_pages()) {
            let rest = self.unchecked.split_off(self.unchecked.len().min(CHUNK));
            let chunk = std::mem::replace(&mut self.unchecked, rest);
            snapshot.site().contents(&chunk, &faults);
            if faults.any_error() && self.faulty.is_empty() {
                self.faulty = chunk;
            }
            let changed_files = self.watch.wait(self.disk, Some(Duration::ZERO))?;
            if !changed_files.is_empty() {
                return self.follow(changed_files);
            }
        }
        if faults.any_error() {
            self.unchecked.clear();
            self.pending.others = true;
            if let Some(good) = &self.good {
                self.shown = Some(Arc::clone(good));
                let snapshot = Some(Arc::clone(good));
                self.live.update(|state| state.snapshot = snapshot);
            }
            self.show_errors(&faults);
            (self.on_event)(Event::Read {
                changed_files: &Touched::new(),
                faults: &faults,
                time: started.elapsed(),
                is_shown: self.shown.is_some(),
            })?;
        } else {
            self.good = self.shown.clone();
        }
        Ok(())
    }
}

/// Whether a path of the project is that of the file of an entry or a page.
fn is_text_file(path: &str) -> bool {
    (path.starts_with("content/") || is_in_pages(path)) && is_entry(path)
}
