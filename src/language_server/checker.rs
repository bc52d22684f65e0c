//! The rules of `headword check`, and the errors of pages, on a thread of their own. They need all entries,
//! so they are looked for only when the author pauses.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use rayon::ThreadPool;

use crate::check::{self, Day};
use crate::diagnostic::failure::{Failure, Task};
use crate::diagnostic::progress::Unseen;
use crate::diagnostic::{Diagnostic, Faults};
use crate::site::html::math::STACK;
use crate::workbench::Reading;

/// The number of pages between two questions whether the result is still wanted.
const CHUNK: usize = 64;

/// A project to check.
pub(super) struct Job {
    /// The number of the change after which the project is checked.
    pub(super) number: u64,
    /// The project's folder.
    pub(super) root: PathBuf,
    /// The project.
    pub(super) reading: Reading,
    /// Its diagnostics so far.
    pub(super) faults: Vec<Diagnostic>,
    /// Today.
    pub(super) today: Day,
}

/// The result of a job.
pub(super) struct Checked {
    /// The number of the change.
    pub(super) number: u64,
    /// The project's folder.
    pub(super) root: PathBuf,
    /// The diagnostics of pages and rules.
    pub(super) found: Vec<Diagnostic>,
}

/// A thread that checks projects, one after the other.
pub(super) struct Checker {
    jobs: Sender<Job>,
    /// The number of the newest change: results for older ones are not wanted.
    newest: Arc<AtomicU64>,
}

impl Checker {
    /// Starts the thread. It calls `done` with each result that is still wanted.
    ///
    /// # Errors
    ///
    /// [`Failure::System`] if the system refuses the thread.
    pub(super) fn start(done: impl Fn(Checked) + Send + 'static) -> Result<Self, Failure> {
        let (jobs, received) = channel::<Job>();
        let newest = Arc::new(AtomicU64::new(0));
        let wanted = Arc::clone(&newest);
        // one thread: those that share the work of edits must not wait for a check
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .stack_size(STACK)
            .build()
            .map_err(|error| Failure::system(Task::StartThreads, error))?;
        thread::Builder::new()
            .name("check".to_owned())
            .spawn(move || {
                for job in received {
                    let (number, root) = (job.number, job.root.clone());
                    let is_wanted = || wanted.load(Ordering::Relaxed) <= number;
                    if let Some(found) = check(&job, &pool, &is_wanted) {
                        drop(job);
                        done(Checked {
                            number,
                            root,
                            found,
                        });
                    }
                }
            })
            .map_err(|error| Failure::system(Task::StartThreads, error))?;
        Ok(Self { jobs, newest })
    }

    /// Checks a project.
    pub(super) fn check(&self, job: Job) {
        // the thread ends only with the program
        let _ = self.jobs.send(job);
    }

    /// Abandons the checks of all projects after changes with a lower number.
    pub(super) fn abandon_before(&self, number: u64) {
        self.newest.fetch_max(number, Ordering::Relaxed);
    }
}

/// The diagnostics of pages and rules; `None` if they are not wanted any more.
fn check(job: &Job, pool: &ThreadPool, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Diagnostic>> {
    let Job {
        reading,
        faults: known,
        today,
        ..
    } = job;
    let found = Faults::default();
    let site = pool.install(|| reading.site(&found));
    let paths: Vec<&String> = site.routes().map(|(path, _)| path).collect();
    for chunk in paths.chunks(CHUNK) {
        if !is_wanted() {
            return None;
        }
        pool.install(|| site.find_errors_in(chunk, &found, &Unseen));
    }
    let all = Faults::default();
    let found = found.into_diagnostics();
    all.report_all(known.iter().chain(&found).cloned());
    let at_fault = all.files_at_fault();
    let levels = reading.config.settings.check.levels(false);
    let settings = &reading.settings;
    let rules = || check::rules(&reading.linked, settings, &levels, *today, &at_fault);
    let of_rules = pool.install(rules);
    let all = Faults::default();
    all.report_all(found.into_iter().chain(of_rules));
    is_wanted().then(|| all.into_diagnostics())
}
