//! How far a long run is, for whoever shows it: the command line hands in how.

/// Shows how far the parts of a long run are.
pub trait Progress: Sync {
    /// A part begins that has so many steps; `what` names it in a word or two. The part is over when
    /// the value that this gives is dropped.
    fn begin(&self, what: &'static str, steps: usize) -> Box<dyn Part + '_>;
}

/// A part of a long run, as it is shown.
pub trait Part: Sync {
    /// One step more is done. Any thread may say so.
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
