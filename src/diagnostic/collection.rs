//! The collection to which every stage reports its diagnostics: each one once, in an order that does not
//! depend on threads.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use annotate_snippets::Renderer;
use annotate_snippets::renderer::DecorStyle;

use super::{Code, Diagnostic, Levels, Record, Severity};

/// A collection of diagnostics, to which any thread may report.
#[derive(Debug, Default)]
pub struct Faults {
    found: Mutex<Found>,
    levels: Levels,
}

/// The most diagnostics to show to somebody who reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    /// The most with one code.
    pub of_code: usize,
    /// The most in all.
    pub in_all: usize,
}

/// The first diagnostics of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstDiagnostics {
    /// Their text for a terminal, with colours.
    pub text: String,
    /// The number of the others, by their codes.
    pub left_out: BTreeMap<Code, usize>,
}

/// The reported diagnostics without duplicates: every page reports an error in its template. The one that
/// remains names all of these pages.
#[derive(Debug, Clone, Default)]
struct Found {
    diagnostics: BTreeSet<InOrder>,
    /// The number of diagnostics of each code. The levels decide later on their severity.
    counts: BTreeMap<Code, usize>,
}

impl Found {
    fn add(&mut self, diagnostic: Diagnostic) {
        let code = diagnostic.code;
        let new = InOrder(diagnostic);
        let united = match self.diagnostics.take(&new) {
            Some(known) => known.0.united(new.0),
            None => {
                *self.counts.entry(code).or_default() += 1;
                new.0
            }
        };
        self.diagnostics.insert(InOrder(united));
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

/// A diagnostic in the order for readers: by file and place, then by code and message.
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

    /// Sets the levels that decide on the severity of all diagnostics, including those reported already.
    pub fn judge_by(&mut self, levels: Levels) {
        self.levels = levels;
    }

    /// Adds a diagnostic.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.lock().add(diagnostic);
    }

    /// Adds several diagnostics.
    pub fn report_all(&self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.lock().extend(diagnostics);
    }

    /// Adds all diagnostics of another collection.
    pub fn take_over(&self, other: Self) {
        self.report_all(other.into_diagnostics());
    }

    /// A copy with only the errors.
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

    /// All reported diagnostics, ordered by file and place, whatever their severity.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let found = self.found.into_inner();
        let found = found.unwrap_or_else(PoisonError::into_inner);
        let diagnostics = found.diagnostics.into_iter();
        diagnostics.map(|InOrder(diagnostic)| diagnostic).collect()
    }

    /// Adds the diagnostics of `found` that `known` does not contain. Two diagnostics count as the same if
    /// they have the same place and code.
    pub fn take_new(&self, found: Self, known: &Self) {
        let identity = |fault: &Diagnostic| {
            let (_, (path, start, end), code, _) = fault.order();
            (path.to_owned(), start, end, code)
        };
        let known: BTreeSet<_> = known.lock().iter().map(identity).collect();
        let new = found.into_diagnostics().into_iter();
        self.report_all(new.filter(|fault| !known.contains(&identity(fault))));
    }

    /// The number of errors and the number of warnings, in this order.
    pub fn count(&self) -> (usize, usize) {
        let found = self.lock();
        let count = |severity| {
            let counts = found.counts.iter();
            let of = counts.filter(|(code, _)| self.levels.severity(**code) == Some(severity));
            of.map(|(_, count)| count).sum()
        };
        (count(Severity::Error), count(Severity::Warning))
    }

    /// The number of shown diagnostics of each code.
    pub fn counts_by_code(&self) -> BTreeMap<Code, usize> {
        let mut counts = self.lock().counts.clone();
        counts.retain(|code, _| self.levels.severity(*code).is_some());
        counts
    }

    /// A copy of all diagnostics, ordered by file and place.
    pub fn all(&self) -> Vec<Diagnostic> {
        self.lock().iter().cloned().collect()
    }

    /// Whether an error stops the build.
    pub fn any_error(&self) -> bool {
        self.count().0 > 0
    }

    /// Whether a mistake in a template was found when a page was made. Then other pages may have it too.
    pub fn any_on_pages(&self) -> bool {
        self.lock().iter().any(Diagnostic::is_on_pages)
    }

    /// The paths of the files with an error of their own, by the default severity of its code.
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

    /// The text of [`Faults::render`] without colours.
    pub fn text(&self) -> String {
        anstream::adapter::strip_str(&self.render()).to_string()
    }

    /// The diagnostics as text for a terminal, with colours, ordered by file and place. The order does not
    /// depend on threads.
    pub fn render(&self) -> String {
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
        let rendered = |fault: &Diagnostic, severity| fault.render(severity, &renderer) + "\n";
        self.each(rendered).concat()
    }

    /// The text of [`Faults::render`] with at most as many diagnostics as `most` allows. Errors come before
    /// warnings, and these before notes, if there is not room for all; the text has the usual order.
    pub fn render_first(&self, most: Most) -> FirstDiagnostics {
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
        let found = self.lock();
        let judged = found
            .iter()
            .filter_map(|fault| Some((fault, self.severity(fault)?)));
        let judged: Vec<(&Diagnostic, Severity)> = judged.collect();
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        let mut room = most.in_all;
        let mut chosen = BTreeSet::new();
        for rank in [Severity::Error, Severity::Warning, Severity::Note] {
            let of_rank = judged.iter().enumerate();
            for (index, (fault, _)) in of_rank.filter(|(_, (_, severity))| *severity == rank) {
                let count = counts.entry(fault.code).or_default();
                if *count < most.of_code && room > 0 {
                    chosen.insert(index);
                    room -= 1;
                }
                *count += 1;
            }
        }
        let mut text = String::new();
        for (index, (fault, severity)) in judged.iter().enumerate() {
            if chosen.contains(&index) {
                text += &fault.render(*severity, &renderer);
                text.push('\n');
                if let Some(count) = counts.get_mut(&fault.code) {
                    *count -= 1;
                }
            }
        }
        counts.retain(|_, count| *count > 0);
        FirstDiagnostics {
            text,
            left_out: counts,
        }
    }

    /// The diagnostics as plain data, in the same order.
    pub fn records(&self) -> Vec<Record> {
        self.each(Diagnostic::record)
    }

    /// Calls `made` for each diagnostic that the levels show, in order.
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

    /// The lock on the collection. A poisoned lock is safe to use: a thread that panicked has added a whole
    /// diagnostic or none.
    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
