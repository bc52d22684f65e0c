//! How far a long run is: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::progress::{Part, Progress};

/// Fewer steps than these are done before anybody has read a bar.
const SHORT: usize = 200;

/// Bars on standard error, each gone when its part is over. Where that is not a terminal, nothing is
/// drawn.
pub(super) struct Bars;

struct Bar(ProgressBar);

impl Progress for Bars {
    fn begin(&self, what: &'static str, steps: usize) -> Box<dyn Part + '_> {
        if steps < SHORT {
            return Box::new(Bar(ProgressBar::hidden()));
        }
        // indicatif draws on standard error, and only if that is a terminal
        let bar = ProgressBar::new(steps as u64).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {pos} of {len}") {
            bar.set_style(style);
        }
        Box::new(Bar(bar))
    }
}

impl Part for Bar {
    fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
