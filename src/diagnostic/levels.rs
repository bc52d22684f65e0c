//! The severity of each code in this run: its default, unless the settings or the command line change it.

use std::collections::BTreeSet;

use super::{Code, Severity};

/// The severity of each code. A code whose default is an error always stays an error.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    strict: bool,
    only: BTreeSet<Code>,
    allowed: BTreeSet<Code>,
    denied: BTreeSet<Code>,
}

impl Levels {
    /// The default of each code; with `strict`, warnings are errors.
    pub fn new(strict: bool) -> Self {
        Self {
            strict,
            ..Self::default()
        }
    }

    /// Hides the diagnostics of a code. This overrides earlier calls for the same code.
    pub fn allow(&mut self, code: Code) {
        self.denied.remove(&code);
        self.allowed.insert(code);
    }

    /// Makes the diagnostics of a code errors. This overrides earlier calls for the same code.
    pub fn deny(&mut self, code: Code) {
        self.allowed.remove(&code);
        self.denied.insert(code);
    }

    /// Resets a code to its default.
    pub fn reset(&mut self, code: Code) {
        self.allowed.remove(&code);
        self.denied.remove(&code);
    }

    /// Hides all codes except those for which this was called.
    pub fn only(&mut self, code: Code) {
        self.allowed.remove(&code);
        self.only.insert(code);
    }

    /// The severity of a code; `None` if its diagnostics are hidden.
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
        if self.denied.contains(&code) || is_strict {
            Some(Severity::Error)
        } else {
            Some(own)
        }
    }
}
