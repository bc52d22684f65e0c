//! The progress of a long run. The command line decides how it is shown.

/// Shows the progress of a long run.
pub trait Progress: Sync {
    /// Begins a part with a number of steps; `what` names it in a word or two. The part ends when the returned
    /// value is dropped.
    fn begin(&self, what: &'static str, steps: usize) -> Box<dyn Part + '_>;
}

/// A part of a long run.
pub trait Part: Sync {
    /// Counts one more step as done. Any thread may call this.
    fn step(&self);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unseen;

impl Progress for Unseen {
    fn begin(&self, _: &'static str, _: usize) -> Box<dyn Part + '_> {
        Box::new(Self)
    }
}

impl Part for Unseen {
    fn step(&self) {}
}
