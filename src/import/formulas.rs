//! Turns formulas on for a new project whose source has some, and keeps other dollars as text.
//!
//! ```text
//! $E = mc^2$            a formula, so the settings get `math = true`
//! $5 to $10             no formula: Pandoc's rule, which builds follow
//! $HOME/$USER           looks like one to Markdown: with `math = true`, its first dollar gets a backslash
//! ```

use pulldown_cmark::{Event, Options, Parser};

use super::draft::{Draft, Markup};
use super::notes::NoteKind;
use super::passage::options;
use super::project::TargetProject;
use super::report::Report;
use super::sphinx::MATH_IS_OFF;
use crate::entry::dollars::{has_sign_of_latex, is_formula};
use crate::site::html::math::formula;
use crate::source::Edit;
use crate::text::slice;

/// How often a text is searched for dollars of prices and variables.
const ROUNDS: usize = 10;

/// Decides on the dollars of all texts. With formulas in them, the settings of a new project get `math = true`.
pub(super) fn settle(drafts: &mut [Draft], project: &mut TargetProject, report: &mut Report) {
    let is_math_note = |what: &str| what == MATH_IS_OFF;
    let has_role = report.notes.iter().any(|note| is_math_note(&note.what));
    let has_formulas = has_role || drafts.iter().any(has_formula);
    if has_formulas && project.turn_math_on() {
        report.notes.retain(|note| !is_math_note(&note.what));
    }
    if !project.config.settings.math {
        return;
    }
    for draft in drafts {
        keep_other_dollars(draft);
    }
}

/// Text between dollars that Markdown reads as a formula.
struct Between<'t> {
    /// Its first byte, that of the dollar.
    start: usize,
    /// The text inside.
    inside: &'t str,
    /// Whether there are two dollars on each side.
    is_display: bool,
}

impl Between<'_> {
    /// Whether a build can show it.
    fn can_be_shown(&self) -> bool {
        formula(self.inside, self.is_display).is_ok()
    }
}

/// Each text between dollars that a build reads as a formula.
fn between_dollars(text: &str) -> Vec<Between<'_>> {
    if !text.contains('$') {
        return Vec::new();
    }
    let events = Parser::new_ext(text, options(text) | Options::ENABLE_MATH).into_offset_iter();
    events
        .filter_map(|(event, span)| {
            let dollars = match event {
                Event::InlineMath(_) if is_formula(text, &span) => 1,
                Event::DisplayMath(_) => 2,
                _ => return None,
            };
            Some(Between {
                start: span.start,
                inside: slice(text, span.start + dollars..span.end - dollars),
                is_display: dollars == 2,
            })
        })
        .collect()
}

/// Whether a text in Markdown has a formula. Those of Sphinx are known by their role.
fn has_formula(draft: &Draft) -> bool {
    !matches!(draft.markup, Markup::Made | Markup::Myst)
        && between_dollars(&draft.body.text)
            .iter()
            .any(|between| has_sign_of_latex(between.inside) && between.can_be_shown())
}

/// Writes a backslash before each dollar that would begin a formula where there is none, and before those of formulas
/// that cannot be shown.
fn keep_other_dollars(draft: &mut Draft) {
    // a dollar that begins no formula can be the end of another one
    for _ in 0..ROUNDS {
        let mut edits = Vec::new();
        let mut notes = Vec::new();
        for between in between_dollars(&draft.body.text) {
            if is_plausible(between.inside) && between.can_be_shown() {
                continue;
            }
            let (dollars, width) = if between.is_display {
                ("\\$\\$", 2)
            } else {
                ("\\$", 1)
            };
            let end = between.start + width + between.inside.len();
            for start in [between.start, end] {
                edits.push(Edit::new(start..start + width, dollars));
            }
            notes.push((draft.body.line(between.start), between.inside.to_owned()));
        }
        if edits.is_empty() {
            return;
        }
        for (line, inside) in notes {
            let what =
                "text between dollars that is not a formula that can be shown: its dollars stay";
            draft.note(NoteKind::Changed, line, what, format!("`{inside}`"));
        }
        draft.body.apply(edits);
    }
}

/// Whether a text can be a formula: it has signs of LaTeX or no long words. Names of variables and prices are none.
fn is_plausible(inside: &str) -> bool {
    let is_variable = inside.len() > 1
        && inside
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_uppercase())
        && inside
            .chars()
            .take_while(|c| c.is_ascii_uppercase() || *c == '_')
            .count()
            > 1;
    let starts_as_price = inside.starts_with(|c: char| c.is_ascii_digit());
    let words = inside.split(|c: char| !c.is_alphabetic());
    let longest = words.map(|word| word.chars().count()).max().unwrap_or(0);
    has_sign_of_latex(inside) || !is_variable && longest < 4 && !(starts_as_price && longest > 1)
}
