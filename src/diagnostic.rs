//! Faults in what authors wrote: collected by every stage, printed by one renderer.
//!
//! A fault has a code, which the documentation explains; a message; the place, underlined; and what
//! to type instead. Each stage goes on after a fault where it can, so that one run reports all.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::source::{Place, SourceFile, Span};
use crate::text::hidden;

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// The site is published; `--strict` makes it an error.
    Warning,
    /// No fault: something to know.
    Note,
}

macro_rules! codes {
    ($($name:ident = $text:literal, $severity:ident, $doc:literal;)*) => {
        /// What kind of fault it is. Documented in `docs/diagnostics.md`, with examples.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $doc] $name,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code as users see it, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// How much a fault of this kind matters.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    AmbiguousMention = "ambiguous-mention", Warning, "A mention could mean more than one entry.";
    AmbiguousReference = "ambiguous-reference", Error, "A reference names more than one entry.";
    CircularBroader = "circular-broader", Error, "An entry is broader than itself, by way of others.";
    ControlCharacter = "control-character", Error, "A character that shows nothing and breaks pages.";
    DeprecatedName = "deprecated-name", Warning, "A reference uses a name to avoid.";
    DraftReference = "draft-reference", Error, "A reference names an entry that is a draft.";
    DuplicateLabel = "duplicate-label", Error, "Two entries claim a name that only one may have.";
    ForbiddenFile = "forbidden-file", Error, "A file of a kind that no entry may bring.";
    ForbiddenLink = "forbidden-link", Error, "A link's scheme is not one that pages may hold.";
    HiddenCharacter = "hidden-character", Error, "A character that readers cannot see, or that turns others round.";
    InvalidAddress = "invalid-address", Error, "A former address is not a path within the site.";
    InvalidMath = "invalid-math", Error, "A formula is not LaTeX that can be shown.";
    InvalidSlug = "invalid-slug", Error, "A file's name cannot be an address.";
    InvalidToml = "invalid-toml", Error, "Front matter or settings are not TOML.";
    InvalidValue = "invalid-value", Error, "A key's value is not one of those it may have.";
    LookAlike = "look-alike", Warning, "A name that only looks like another, or like Latin letters.";
    LostAddress = "lost-address", Error, "An address that was published would lead nowhere.";
    MissingFile = "missing-file", Error, "A local link or image leads to no file.";
    MissingFrontMatter = "missing-front-matter", Error, "An entry does not begin with front matter.";
    MissingKey = "missing-key", Error, "A key that is required is not there.";
    NewAddress = "new-address", Note, "An address that was not published before.";
    NotAFile = "not-a-file", Error, "A symbolic link or device stands where a file should.";
    NotUtf8 = "not-utf8", Error, "A file is not UTF-8.";
    OutputCollision = "output-collision", Error, "Two things would be one file of the site.";
    RawHtml = "raw-html", Warning, "HTML in an entry is shown as text.";
    RedirectChain = "redirect-chain", Error, "An address leads to one that leads on.";
    SelfReference = "self-reference", Error, "An entry's front matter points at the entry itself.";
    SlugCollision = "slug-collision", Error, "Two entries would have one address.";
    StrayBrackets = "stray-brackets", Warning, "Brackets that look like a reference and are none.";
    TagCollision = "tag-collision", Error, "Two tags would have one address.";
    TemplateFault = "template-fault", Error, "A template cannot be read or filled in.";
    TooDeep = "too-deep", Error, "Quotations, lists or emphasis stand too deep in each other.";
    TooLarge = "too-large", Error, "A file, a page or the glossary is larger than it may be.";
    UnknownAnchor = "unknown-anchor", Error, "A link's fragment is on no heading of its page.";
    UnknownKey = "unknown-key", Error, "A key that means nothing here.";
    UnknownReference = "unknown-reference", Error, "A reference names no entry.";
    WrongType = "wrong-type", Error, "A key's value is of another type than the key's.";
}

/// One fault, with what is needed to understand and mend it.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    code: Code,
    message: String,
    place: Option<Place>,
    path: Option<String>,
    label: Option<String>,
    also: Vec<(Place, String)>,
    help: Vec<String>,
}

impl Diagnostic {
    /// A fault of this kind; `message` in lower case, no full stop, names in backticks.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: visible_text(message.into()),
            place: None,
            path: None,
            label: None,
            also: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Points at the text at fault.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Points at a file as a whole, by its path from the project's root.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(visible_text(path.into()));
        self
    }

    /// Says something beside the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(visible_text(label.into()));
        self
    }

    /// Points at a second place that has to do with the fault, and says how.
    #[must_use]
    pub fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.also.push((place, visible_text(label.into())));
        self
    }

    /// Says what to do; more than one help is shown in order.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(visible_text(help.into()));
        self
    }

    fn order(&self) -> ((&str, usize, usize), Code, &str) {
        let place = match (&self.place, &self.path) {
            (Some(place), _) => place.order(),
            (None, Some(path)) => (path.as_str(), 0, 0),
            (None, None) => ("", 0, 0),
        };
        (place, self.code, &self.message)
    }

    /// The diagnostic as a terminal shows it, with a final newline.
    fn render(&self, severity: Severity, renderer: &Renderer) -> String {
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = level
            .primary_title(self.message.as_str())
            .id(self.code.as_str())
            .elements(None::<Origin<'_>>);
        if let Some(place) = &self.place {
            group = group.elements(self.places(place));
        } else if let Some(path) = &self.path {
            group = group.element(Origin::path(path.as_str()));
        }
        for help in &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let mut text = renderer.render(&[group]);
        text.push('\n');
        text
    }

    /// The places in order of files, the fault's own first: where, then the lines with their marks.
    fn places<'a>(&'a self, primary: &'a Place) -> Vec<Element<'a>> {
        let own = (primary, AnnotationKind::Primary, self.label.as_deref());
        let others = self
            .also
            .iter()
            .map(|(place, label)| (place, AnnotationKind::Context, Some(label.as_str())));
        let mut files: Vec<(&SourceFile, Vec<_>)> = Vec::new();
        for (place, kind, label) in std::iter::once(own).chain(others) {
            let file = place.file.as_ref();
            let known = files
                .iter_mut()
                .find(|(other, _)| std::ptr::eq(*other, file));
            let mark = (visible(place), kind, label);
            match known {
                Some((_, marks)) => marks.push(mark),
                None => files.push((file, vec![mark])),
            }
        }
        files
            .into_iter()
            .flat_map(|(file, marks)| {
                let start = marks.iter().map(|(span, ..)| span.start).min().unwrap_or(0);
                let end = marks.iter().map(|(span, ..)| span.end).max().unwrap_or(0);
                // What is shown is cut from the file: a fault in a line of a million columns, or
                // the thousandth in one file, costs no more than any other.
                let (shown, is_cut) = window(file, start..end);
                let (first_line, _) = file.line_column(shown.start);
                let source = visible_source(file.slice(shown.clone()));
                let snippet = Snippet::source(source).line_start(first_line);
                let (origin, snippet) = if is_cut {
                    // the renderer would count the column from the cut
                    let (line, column) = file.line_column(start);
                    let origin = Origin::path(file.path.as_str());
                    (Some(origin.line(line).char_column(column)), snippet)
                } else {
                    (None, snippet.path(file.path.as_str()))
                };
                let snippet = marks
                    .into_iter()
                    .fold(snippet, |snippet, (span, kind, label)| {
                        let span = span.start - shown.start..span.end - shown.start;
                        snippet.annotation(kind.span(span).label(label))
                    });
                origin
                    .map(Element::from)
                    .into_iter()
                    .chain([Element::from(snippet)])
            })
            .collect()
    }
}

/// The longest text of a message that is shown whole, in characters: names in it are anybody's.
const LONGEST: usize = 1_000;

/// Lines of a file without what a terminal would take for a command (the renderer sees to the
/// controls of ASCII), and with what nobody sees made visible. Each character keeps its length, since
/// marks point at bytes.
fn visible_source(text: &str) -> Cow<'_, str> {
    let is_command = |c: char| c.is_control() && !c.is_ascii();
    let is_unseen = |c: char| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    if !text.contains(|c| is_command(c) || is_unseen(c)) {
        return text.into();
    }
    let visible = text.chars().map(|c| match c {
        c if is_command(c) => '\u{b7}',
        c if is_unseen(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    visible.collect()
}

/// A text without what a terminal would take for a command, or what would turn its direction: names
/// in messages are anybody's.
pub fn visible_text(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    let is_unsafe = |c: char| c.is_control() || hidden::turns(c);
    if !text.contains(is_unsafe) {
        return text;
    }
    text.chars()
        .map(|c| {
            if is_unsafe(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

/// How much of a long line is given to the renderer on each side of a mark, in bytes. It shows as
/// much as fits the terminal.
const AROUND: usize = 5_000;

/// The lines that a span touches, or the part of them around it if they are very long, and whether
/// the beginning is cut off.
fn window(file: &SourceFile, span: Span) -> (Span, bool) {
    let lines = file.lines_around(span.clone());
    let start = lines.start.max(span.start.saturating_sub(AROUND));
    let end = lines.end.min(span.end + AROUND);
    let start = file.text.floor_char_boundary(start);
    (
        start..file.text.ceil_char_boundary(end),
        start > lines.start,
    )
}

/// The place's bytes, kept to its first line: a marker under a whole block helps nobody.
fn visible(place: &Place) -> std::ops::Range<usize> {
    let text = &place.file.text;
    let start = text.floor_char_boundary(place.span.start.min(text.len()));
    let end = text.ceil_char_boundary(place.span.end.clamp(start, text.len()));
    match place.file.slice(start..end).find('\n') {
        Some(newline) => start..start + newline,
        None => start..end,
    }
}

/// A library's message in the form of ours: on one line, the first letter small, no full stop.
pub fn reworded(message: &str) -> String {
    let line = message.trim().trim_end_matches('.').replace('\n', ", ");
    let mut rest = line.chars();
    let first = rest.next();
    match (first, rest.clone().next()) {
        // an acronym keeps its capitals
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => line,
    }
}

/// Where every stage reports faults, from any thread.
#[derive(Debug, Default)]
pub struct Faults {
    found: Mutex<Vec<Diagnostic>>,
    strict: bool,
}

impl Faults {
    /// An empty collection; with `strict`, warnings count as errors.
    pub fn new(strict: bool) -> Self {
        Self {
            found: Mutex::default(),
            strict,
        }
    }

    /// Adds a fault.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.lock().push(diagnostic);
    }

    /// Adds all that was reported elsewhere.
    pub fn take_over(&self, other: Self) {
        self.lock().extend(other.into_diagnostics());
    }

    /// The errors alone.
    #[must_use]
    pub fn errors(&self) -> Self {
        let found = self.ordered();
        let errors = found
            .iter()
            .filter(|fault| self.severity(fault) == Severity::Error);
        Self {
            found: Mutex::new(errors.cloned().collect()),
            strict: self.strict,
        }
    }

    /// What was reported, in no order.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How many errors and warnings there are.
    pub fn count(&self) -> (usize, usize) {
        let found = self.ordered();
        let count = |severity| {
            let of = |diagnostic: &&Diagnostic| self.severity(diagnostic) == severity;
            found.iter().filter(of).count()
        };
        (count(Severity::Error), count(Severity::Warning))
    }

    /// Whether anything keeps the site from being published.
    pub fn any_error(&self) -> bool {
        self.count().0 > 0
    }

    /// All faults as text for a terminal, colours included, ordered by file and place: the same
    /// whichever thread found which.
    pub fn render(&self) -> String {
        let found = self.ordered();
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
        found
            .iter()
            .map(|diagnostic| diagnostic.render(self.severity(diagnostic), &renderer) + "\n")
            .collect()
    }

    /// [`Faults::render`] without colours.
    pub fn text(&self) -> String {
        anstream::adapter::strip_str(&self.render()).to_string()
    }

    fn severity(&self, diagnostic: &Diagnostic) -> Severity {
        match diagnostic.code.severity() {
            Severity::Warning if self.strict => Severity::Error,
            severity => severity,
        }
    }

    /// The faults by file and place, each once: a template's fault is met on every page.
    fn ordered(&self) -> std::sync::MutexGuard<'_, Vec<Diagnostic>> {
        let mut found = self.lock();
        found.sort_by(|a, b| a.order().cmp(&b.order()));
        found.dedup_by(|b, a| a.order() == b.order());
        found
    }

    /// A thread that panicked while it reported has left a whole diagnostic or none.
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Diagnostic>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
