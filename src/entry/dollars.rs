//! Tells the dollar signs of formulas from those of prices.
//!
//! The rule is Pandoc's (Pandoc User's Guide, extension `tex_math_dollars`): there is no white space directly
//! after the opening dollar and directly before the closing one, and no digit directly after the closing one.
//! Here the opening one does not follow a letter or digit either, as in `US$15`; a letter of a script without spaces
//! between words does not count, because a formula has no space before it there. Nor is a text with words that begins
//! with a number a formula, as in *$5 to 10$*, or one with an end tag of HTML, as between `<kbd>$</kbd>` and the next one.
//! pulldown-cmark knows only the rule for white space.

use std::collections::BTreeSet;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::events::is_inline;
use super::faults::{self, NoFormula};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, SourceFile, Span};
use crate::text::slice;
use crate::text::words::is_unspaced;

/// How often a text is parsed to find its prices. Each time halves their number at least: two or three times are enough
/// for any text that a person wrote.
const MAX_ROUNDS: usize = 20;

/// The longest text between two dollars that looks like a formula, in bytes.
const MAX_FORMULA: usize = 300;

/// The largest number of lost formulas to report in one entry.
const MAX_REPORTED: usize = 10;

/// Markdown in which the dollars of prices have a backslash, so that they begin no formula.
pub(super) struct Marked {
    text: String,
    /// The bytes of `text` at which these backslashes are, in order.
    backslashes: Vec<usize>,
}

/// The bytes of the dollars of prices in the Markdown `text`, which is parsed with `options`, in order: those that begin
/// what only looks like a formula.
///
/// ```text
/// It costs $10-$25, with $x$.      9, 13
/// ```
pub(super) fn prices(text: &str, options: Options) -> Box<[usize]> {
    let mut prices = BTreeSet::new();
    if text.contains('$') {
        for _ in 0..MAX_ROUNDS {
            let found = Marked::new(text, &prices).prices(text, options, &prices);
            if found == prices {
                break;
            }
            prices = found;
        }
    }
    prices.into_iter().collect()
}

impl Marked {
    /// `text` with a backslash before each of these bytes.
    pub(super) fn new<'p>(text: &str, prices: impl IntoIterator<Item = &'p usize>) -> Self {
        let mut marked = Self {
            text: String::with_capacity(text.len()),
            backslashes: Vec::new(),
        };
        let mut start = 0;
        for price in prices {
            marked.text.push_str(slice(text, start..*price));
            marked.backslashes.push(marked.text.len());
            marked.text.push('\\');
            start = *price;
        }
        marked.text.push_str(slice(text, start..));
        marked
    }

    /// The dollars of prices in the original `text`: the `known` ones, and those that begin what only looks
    /// like a formula. A dollar in code, HTML or an address in angle brackets is left out, because a backslash
    /// would be shown there.
    fn prices(&self, text: &str, options: Options, known: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut prices = known.clone();
        for (event, span) in self.spanned(options) {
            match event {
                Event::InlineMath(_) if reason_against(text, &span).is_some() => {
                    prices.insert(span.start);
                }
                Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::Link {
                    link_type: LinkType::Autolink | LinkType::Email,
                    ..
                }) => {
                    let inside: Vec<usize> = prices.range(span).copied().collect();
                    for price in inside {
                        prices.remove(&price);
                    }
                }
                _ => {}
            }
        }
        prices
    }

    /// The events of the Markdown, with their bytes in the original text.
    pub(super) fn events(&self, options: Options) -> Vec<(Event<'static>, Span)> {
        let events = self.spanned(options);
        events
            .map(|(event, span)| (event.into_static(), span))
            .collect()
    }

    fn spanned(&self, options: Options) -> impl Iterator<Item = (Event<'_>, Span)> {
        let original = |byte| {
            byte - self
                .backslashes
                .partition_point(|backslash| *backslash < byte)
        };
        let events = Parser::new_ext(&self.text, options).into_offset_iter();
        events.map(move |(event, span)| (event, original(span.start)..original(span.end)))
    }
}

/// The reason why the bytes `span` of `text`, from one dollar to another, are not a formula; `None` if they
/// are one.
fn reason_against(text: &str, span: &Span) -> Option<NoFormula> {
    let inside = slice(text, span.start + 1..span.end.saturating_sub(1));
    let before = slice(text, ..span.start).chars().next_back();
    let after = slice(text, span.end..).chars().next();
    if before.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c)) {
        Some(NoFormula::AfterWord)
    } else if after.is_some_and(|c| c.is_ascii_digit()) {
        Some(NoFormula::BeforeDigit)
    } else if inside.trim() != inside {
        Some(NoFormula::Space)
    } else if inside.contains('\\') && !has_pairs_of_braces(inside) {
        Some(NoFormula::Braces)
    } else if is_price(inside) || is_between_tags(inside) || has_dollar(inside) {
        Some(NoFormula::Other)
    } else {
        None
    }
}

/// Whether a text between two dollars begins in one element of HTML and ends in another: `</kbd> and <kbd>`.
fn is_between_tags(inside: &str) -> bool {
    inside.contains("</") && !inside.contains('\\')
}

/// Whether each brace in a formula has its other one. A brace after a backslash is shown, and has none.
fn has_pairs_of_braces(formula: &str) -> bool {
    let mut open = 0_usize;
    let mut is_escaped = false;
    for c in formula.chars() {
        match c {
            _ if is_escaped => {}
            '{' => open += 1,
            '}' if open == 0 => return false,
            '}' => open -= 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    open == 0
}

/// Whether a text between two dollars has another one, as *PATH. From $5 to 10* has. In the words of a formula, it may
/// have one.
fn has_dollar(inside: &str) -> bool {
    let mut dollars = inside.match_indices('$').map(|(at, _)| slice(inside, ..at));
    !inside.contains("\\text") && dollars.any(|before| !before.ends_with('\\'))
}

/// Whether a text between two dollars begins with a number and goes on with words, as *5 to 10* does.
fn is_price(inside: &str) -> bool {
    let mut words = inside.split_whitespace().skip(1);
    let is_word = |word: &str| {
        let letters = word.trim_matches(|c: char| c.is_ascii_punctuation());
        letters.chars().count() > 1 && letters.chars().all(char::is_alphabetic)
    };
    inside.starts_with(|c: char| c.is_ascii_digit())
        && !inside.contains(['\\', '^', '{', '='])
        && words.any(is_word)
}

/// Whether a build reads the bytes `span` of `text`, from one dollar to another, as a formula.
pub fn is_formula(text: &str, span: &Span) -> bool {
    reason_against(text, span).is_none()
}

/// Warnings for text between dollars that is not a formula and looks like one; at most [`MAX_REPORTED`]. With
/// `math`, the `events` have formulas.
pub(super) fn lost_formulas(
    events: &[(Event<'_>, Span)],
    file: &Arc<SourceFile>,
    math: bool,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut in_code = false;
    // the first of two dollars, in the same block
    let mut opening: Option<usize> = None;
    for (event, span) in events {
        if diagnostics.len() >= MAX_REPORTED {
            break;
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::InlineMath(latex) | Event::DisplayMath(latex) => {
                opening = None;
                let is_display = matches!(event, Event::DisplayMath(_));
                if let Some(comment) = comment_in(latex, is_display)
                    && let Some(at) = file.slice(span.clone()).find(comment)
                {
                    let place = Place::new(file, span.start + at..span.start + at + comment.len());
                    diagnostics.push(faults::comment_in_formula(place));
                }
            }
            Event::Text(text) if !in_code && text.len() == span.len() => {
                for (offset, _) in text.match_indices('$') {
                    let dollar = span.start + offset;
                    if file.slice(..dollar).ends_with('\\') {
                        continue;
                    }
                    let whole = opening.replace(dollar).map(|start| start..dollar + 1);
                    let Some(mut whole) = whole.filter(|whole| is_like_a_formula(file, whole))
                    else {
                        continue;
                    };
                    if file.slice(..whole.start).ends_with('$')
                        && file.slice(whole.end..).starts_with('$')
                    {
                        whole = whole.start - 1..whole.end + 1;
                    }
                    let reason = match reason_against(&file.text, &whole) {
                        _ if !math => NoFormula::Off,
                        reason => reason.unwrap_or(NoFormula::Other),
                    };
                    diagnostics.push(faults::lost_formula(reason, Place::new(file, whole)));
                    opening = None;
                    if diagnostics.len() == MAX_REPORTED {
                        return diagnostics;
                    }
                }
            }
            Event::Start(tag) if is_inline(&tag.to_end()) => {}
            Event::End(tag) if is_inline(tag) => {}
            Event::Text(_) | Event::SoftBreak => {}
            _ => {
                let unclosed = opening.take().filter(|_| math);
                let unclosed = unclosed.and_then(|dollar| command_after(file, dollar));
                diagnostics.extend(unclosed.map(|written| {
                    faults::lost_formula(NoFormula::Unclosed, Place::new(file, written))
                }));
            }
        }
    }
    diagnostics
}

/// The bytes of a dollar and the text after it, up to the next white space, if this has a command of LaTeX: `$\\frac{1}{2}`.
fn command_after(file: &SourceFile, dollar: usize) -> Option<Span> {
    let rest = file.slice(dollar..);
    let word = rest.split_whitespace().next()?;
    let has_command = word
        .split('\\')
        .skip(1)
        .any(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
    has_command.then(|| dollar..dollar + word.len())
}

/// The first text of a formula that LaTeX reads as a comment, and that its author most likely did not mean as one: from
/// a per cent sign to the end of the line. Several lines may have comments, but a per cent sign after a digit is meant.
///
/// ```text
/// 50% of x      % of x
/// 50\% of x     none
/// ```
fn comment_in(latex: &str, is_display: bool) -> Option<&str> {
    if !latex.contains('%') {
        return None;
    }
    latex.lines().find_map(|line| {
        let signs = line.match_indices('%');
        let at = signs.map(|(at, _)| at).find(|at| {
            let before = slice(line, ..*at);
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            backslashes.is_multiple_of(2)
        })?;
        let is_meant = !is_display || slice(line, ..at).ends_with(|c: char| c.is_ascii_digit());
        let comment = slice(line, at..).trim_end();
        (is_meant && comment.len() > 1).then_some(comment)
    })
}

/// Whether the bytes `whole` of a file, from one dollar to another, have a sign of LaTeX.
fn is_like_a_formula(file: &SourceFile, whole: &Span) -> bool {
    has_sign_of_latex(file.slice(whole.start + 1..whole.end - 1))
}

/// Whether the text between two dollars has a sign of LaTeX: a command, an index or an exponent. Prices have none.
///
/// ```text
/// $\sqrt{m}$, $x_1$, $n^{2}$      true
/// $10-$, $HOME and $              false
/// ```
pub fn has_sign_of_latex(inside: &str) -> bool {
    let mut next = inside.chars().skip(1);
    inside.len() <= MAX_FORMULA
        && inside.chars().any(|c| match (c, next.next()) {
            ('\\', Some(next)) => next.is_ascii_alphabetic(),
            ('^', Some(next)) => next.is_alphanumeric() || matches!(next, '{' | '\\' | '-'),
            ('_', Some(next)) => matches!(next, '{' | '\\') || is_short_index(inside),
            _ => false,
        })
}

/// Whether a text is a letter with an index, such as `x_1` or `a_{ij}`, and not the name of a variable, such
/// as `HOME_DIR`.
fn is_short_index(text: &str) -> bool {
    let before = text.split('_').next().unwrap_or_default();
    before.chars().filter(|c| c.is_alphanumeric()).count() == 1
}
