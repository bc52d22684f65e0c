//! How much each kind of fault matters in this run: what its code says, unless the settings or the
//! command line say otherwise.

use std::collections::BTreeSet;

use super::{Code, Severity};

/// What becomes of the faults of each code. Errors stay errors, whatever is said.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    strict: bool,
    only: BTreeSet<Code>,
    allowed: BTreeSet<Code>,
    denied: BTreeSet<Code>,
}

impl Levels {
    /// What the codes say; with `strict`, warnings are errors.
    pub fn new(strict: bool) -> Self {
        Self {
            strict,
            ..Self::default()
        }
    }

    /// Shows nothing of the code; whatever was said of it before is forgotten.
    pub fn allow(&mut self, code: Code) {
        self.denied.remove(&code);
        self.allowed.insert(code);
    }

    /// Makes errors of the code's faults; whatever was said of it before is forgotten.
    pub fn deny(&mut self, code: Code) {
        self.allowed.remove(&code);
        self.denied.insert(code);
    }

    /// Gives the code back what it says itself.
    pub fn reset(&mut self, code: Code) {
        self.allowed.remove(&code);
        self.denied.remove(&code);
    }

    /// Shows nothing of other codes than those that were given to this.
    pub fn only(&mut self, code: Code) {
        self.allowed.remove(&code);
        self.only.insert(code);
    }

    /// How much a fault of the code matters; `None` if it is not to be shown.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        let own = code.severity();
        if own == Severity::Error {
            return Some(own);
        }
        let is_left_out = !self.only.is_empty() && !self.only.contains(&code);
        if is_left_out || self.allowed.contains(&code) {
            return None;
        }
        let is_strict = self.strict && own == Severity::Warning;
        match self.denied.contains(&code) || is_strict {
            true => Some(Severity::Error),
            false => Some(own),
        }
    }
}
