//! How far a long run is: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressStyle};

/// Fewer steps than these are done before anybody has read a bar.
const SHORT: usize = 200;

/// A bar on standard error, gone when it is dropped. Where that is no terminal, nothing is drawn.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many steps; `what` says what is done, in a word or two.
    pub fn new(what: &'static str, steps: usize) -> Self {
        if steps < SHORT {
            return Self(ProgressBar::hidden());
        }
        // indicatif draws on standard error, and only if that is a terminal
        let bar = ProgressBar::new(steps as u64).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {pos} of {len}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// One step more is done; any thread may say so.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
