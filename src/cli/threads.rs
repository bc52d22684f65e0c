//! Starts the threads that share the work. A system may refuse threads: a container limits processes, and so
//! may an administrator.

use std::error::Error;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::diagnostic::failure::{Failure, Task};
use crate::site::html::math::STACK;

/// The number of threads to leave to others, such as the one that draws a progress bar.
const RESERVE: usize = 2;

/// The threads of `serve` beside those that share the work: the server, one that makes pages, and one that
/// watches files. Some systems need one more to watch.
const SERVE: usize = 4;

/// Starts the threads of all stages, with a stack that is large enough for nested formulas: one for each
/// processor, or as many as `RAYON_NUM_THREADS` says. If the system allows fewer, half of those are started,
/// so that neither the limit nor the memory is used up; if it allows none, this thread does all the work.
///
/// # Errors
///
/// [`Failure::System`] if the system refuses even the threads that it had a moment ago.
pub(super) fn start() -> Result<(), Failure> {
    let wanted = wanted();
    let available = available(wanted + RESERVE);
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK);
    let pool = if available == wanted + RESERVE {
        pool.num_threads(wanted)
    } else if available > RESERVE {
        pool.num_threads(available / 2)
    } else {
        pool.num_threads(1).use_current_thread()
    };
    match pool.build_global() {
        Err(error) if error.source().is_some() => Err(too_few()),
        // if a program that uses this library has started threads already, those are used
        _ => Ok(()),
    }
}

/// Checks that the system has the threads that `serve` needs.
///
/// # Errors
///
/// [`Failure::System`] if it does not.
pub(super) fn check_for_serve() -> Result<(), Failure> {
    // if this thread shares the work, it cannot also wait for changes
    let has_others = rayon::current_thread_index().is_none();
    if has_others && available(SERVE) == SERVE {
        return Ok(());
    }
    Err(too_few())
}

fn too_few() -> Failure {
    let advice = "the system allows too few: raise the limit on processes or memory (`ulimit -u`, \
                  `ulimit -v`, or that of the container)";
    Failure::system(Task::StartThreads, io::Error::other(advice))
}

/// The number of threads to start.
fn wanted() -> usize {
    #[expect(clippy::disallowed_methods, reason = "SECURITY.md lists it")]
    let chosen = std::env::var("RAYON_NUM_THREADS").ok();
    let chosen = chosen.and_then(|number| number.parse().ok());
    let chosen = chosen.filter(|number| *number > 0);
    chosen.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}

/// The number of threads that the system has now, at most `wanted`. They are started and ended.
fn available(wanted: usize) -> usize {
    let gate = Mutex::new(());
    thread::scope(|scope| {
        let closed = gate.lock();
        let wait = || drop(gate.lock().unwrap_or_else(PoisonError::into_inner));
        let threads: Vec<_> = (0..wanted)
            .map_while(|_| {
                let thread = thread::Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, wait).ok()
            })
            .collect();
        drop(closed);
        let count = threads.len();
        // the end of the scope does not wait until the system has ended them
        threads.into_iter().for_each(|thread| drop(thread.join()));
        count
    })
}
