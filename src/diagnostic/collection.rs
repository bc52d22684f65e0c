//! Where every stage reports faults: kept each once, in one order, whichever thread found which.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use annotate_snippets::Renderer;
use annotate_snippets::renderer::DecorStyle;

use super::{Code, Diagnostic, Levels, Record, Severity};

/// A collection of faults, to which any thread may report.
#[derive(Debug, Default)]
pub struct Faults {
    found: Mutex<Found>,
    levels: Levels,
}

/// What was reported, without doubles: a template's fault is met on every page.
#[derive(Debug, Clone, Default)]
struct Found {
    diagnostics: BTreeSet<InOrder>,
    /// How many of them each code has. How much they matter is decided later.
    counts: BTreeMap<Code, usize>,
}

impl Found {
    fn add(&mut self, diagnostic: Diagnostic) {
        let code = diagnostic.code;
        if self.diagnostics.insert(InOrder(diagnostic)) {
            *self.counts.entry(code).or_default() += 1;
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .map(|InOrder(diagnostic)| diagnostic)
    }
}

impl Extend<Diagnostic> for Found {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        diagnostics.into_iter().for_each(|one| self.add(one));
    }
}

/// A diagnostic as readers get to see it among others: by file and place, then by what is said.
#[derive(Debug, Clone)]
struct InOrder(Diagnostic);

impl Ord for InOrder {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order().cmp(&other.0.order())
    }
}

impl PartialOrd for InOrder {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for InOrder {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for InOrder {}

impl Faults {
    /// An empty collection; with `strict`, warnings count as errors.
    pub fn new(strict: bool) -> Self {
        Self {
            found: Mutex::default(),
            levels: Levels::new(strict),
        }
    }

    /// Lets other levels decide how much each fault matters, those found already with the rest.
    pub fn judge_by(&mut self, levels: Levels) {
        self.levels = levels;
    }

    /// Adds a fault.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.lock().add(diagnostic);
    }

    /// Adds several faults.
    pub fn report_all(&self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.lock().extend(diagnostics);
    }

    /// Adds all that was reported elsewhere.
    pub fn take_over(&self, other: Self) {
        self.report_all(other.into_diagnostics());
    }

    /// The errors alone.
    #[must_use]
    pub fn errors(&self) -> Self {
        let mut errors = Found::default();
        let found = self.lock();
        let is_error = |fault: &&Diagnostic| self.severity(fault) == Some(Severity::Error);
        errors.extend(found.iter().filter(is_error).cloned());
        Self {
            found: Mutex::new(errors),
            levels: self.levels.clone(),
        }
    }

    /// What was reported, ordered by file and place.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let found = self.found.into_inner();
        let found = found.unwrap_or_else(PoisonError::into_inner);
        let diagnostics = found.diagnostics.into_iter();
        diagnostics.map(|InOrder(diagnostic)| diagnostic).collect()
    }

    /// Takes over what another collection has found and `known` has not, by place and code.
    pub fn take_new(&self, found: Self, known: &Self) {
        let identity = |fault: &Diagnostic| {
            let (_, (path, start, end), code, _) = fault.order();
            (path.to_owned(), start, end, code)
        };
        let known: BTreeSet<_> = known.lock().iter().map(identity).collect();
        let new = found.into_diagnostics().into_iter();
        self.report_all(new.filter(|fault| !known.contains(&identity(fault))));
    }

    /// How many errors and warnings there are.
    pub fn count(&self) -> (usize, usize) {
        let found = self.lock();
        let count = |severity| {
            let counts = found.counts.iter();
            let of = counts.filter(|(code, _)| self.levels.severity(**code) == Some(severity));
            of.map(|(_, count)| count).sum()
        };
        (count(Severity::Error), count(Severity::Warning))
    }

    /// All faults, ordered by file and place.
    pub fn all(&self) -> Vec<Diagnostic> {
        self.lock().iter().cloned().collect()
    }

    /// Whether anything keeps the site from being published.
    pub fn any_error(&self) -> bool {
        self.count().0 > 0
    }

    /// The paths of the files that have an error of their own in them, whatever the levels say.
    pub fn files_at_fault(&self) -> HashSet<String> {
        let found = self.lock();
        let errors = found
            .iter()
            .filter(|diagnostic| diagnostic.code.severity() == Severity::Error);
        errors
            .filter_map(Diagnostic::file)
            .map(str::to_owned)
            .collect()
    }

    /// [`Faults::render`] without colours.
    pub fn text(&self) -> String {
        anstream::adapter::strip_str(&self.render()).to_string()
    }

    /// All faults as text for a terminal, colours included, ordered by file and place: the same
    /// whichever thread found which.
    pub fn render(&self) -> String {
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
        let rendered = |fault: &Diagnostic, severity| fault.render(severity, &renderer) + "\n";
        self.each(rendered).concat()
    }

    /// All faults as plain data, in the same order.
    pub fn records(&self) -> Vec<Record> {
        self.each(Diagnostic::record)
    }

    /// What `made` makes of each fault that is to be shown, in order.
    fn each<T>(&self, made: impl Fn(&Diagnostic, Severity) -> T) -> Vec<T> {
        let found = self.lock();
        let shown = found
            .iter()
            .filter_map(|fault| Some(made(fault, self.severity(fault)?)));
        shown.collect()
    }

    fn severity(&self, diagnostic: &Diagnostic) -> Option<Severity> {
        self.levels.severity(diagnostic.code)
    }

    /// A thread that panicked while it reported has left a whole diagnostic or none.
    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
