//! Formulas of a page in LaTeX: those in the text, `\(x^2\)`, and the source that MathML and KaTeX keep beside a
//! formula.

use super::outline::{Outline, characters};
use crate::entry::dollars::has_sign_of_latex;
use crate::text::slice;
use crate::web_page::tags::StartTag;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextPart<'t> {
    Words(&'t str),
    /// A formula in Markdown.
    Formula(String),
    /// A formula in AsciiMath.
    AsciiMath(&'t str),
}

/// The signs around formulas, each with whether the formula has a line of its own.
const SIGNS: &[(&str, &str, bool)] = &[
    ("\\(", "\\)", false),
    ("\\[", "\\]", true),
    ("$$", "$$", true),
    ("$", "$", false),
];

/// The longest formula, in bytes. Without a limit, a text would be searched to its end at each sign.
const LONGEST: usize = 2000;

/// Cuts a text into its words and its formulas.
pub(super) fn parts(text: &str) -> Vec<TextPart<'_>> {
    let mut parts = Vec::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(at) = slice(text, from..).find(['\\', '$']).map(|at| from + at) {
        let rest = slice(text, at..);
        let found = formula_at(rest).map(|(length, formula)| (length, TextPart::Formula(formula)));
        let Some((length, part)) = found.or_else(|| asciimath_at(rest)) else {
            from = at + 1;
            continue;
        };
        if done < at {
            parts.push(TextPart::Words(slice(text, done..at)));
        }
        parts.push(part);
        done = at + length;
        from = done;
    }
    if done < text.len() {
        parts.push(TextPart::Words(slice(text, done..)));
    }
    parts
}

/// The formula in AsciiMath with which a text begins, and its length. Asciidoctor writes `\$x^2\$`.
fn asciimath_at(text: &str) -> Option<(usize, TextPart<'_>)> {
    let inside = text.strip_prefix("\\$")?;
    let length = slice(inside, ..inside.floor_char_boundary(LONGEST)).find("\\$")?;
    let part = TextPart::AsciiMath(slice(inside, ..length));
    (length > 0).then_some((length + 4, part))
}

/// The formula with which a text begins: its length, and the formula in Markdown.
fn formula_at(text: &str) -> Option<(usize, String)> {
    let (start, end, is_display) = SIGNS.iter().find(|(start, ..)| text.starts_with(start))?;
    let inside = slice(text, start.len()..);
    let inside = slice(
        inside,
        ..inside.floor_char_boundary(LONGEST.min(inside.len())),
    );
    let length = inside.find(end)?;
    let inside = slice(inside, ..length);
    // a dollar may be one
    let is_price = start.starts_with('$')
        && (!has_sign_of_latex(inside) || inside.starts_with(' ') || inside.ends_with(' '));
    if is_price || inside.trim().is_empty() {
        return None;
    }
    let length = start.len() + length + end.len();
    Some((length, markdown(inside, *is_display)))
}

/// A formula in Markdown.
pub(super) fn markdown(tex: &str, is_display: bool) -> String {
    let words: Vec<&str> = tex.split_whitespace().collect();
    let tex = words.join(" ");
    let tex = tex
        .strip_prefix("{\\displaystyle")
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|inner| is_balanced(inner))
        .unwrap_or(&tex)
        .trim()
        .replace('$', "\\$");
    match is_display {
        true => format!("$${tex}$$"),
        false => format!("${tex}$"),
    }
}

fn is_balanced(tex: &str) -> bool {
    let mut depth = 0_i32;
    for c in tex.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Whether an element shows a formula.
pub(super) fn is_formula(tag: &StartTag) -> bool {
    tag.name == "math"
        || tag.name == "mjx-container"
        || tag.has_class(|class| {
            matches!(
                class,
                "katex" | "katex-display" | "mwe-math-element" | "MathJax" | "MathJax_Display"
            )
        })
}

/// The formula of an element in Markdown; `None` if the page does not keep its source.
pub(super) fn of_element(outline: &Outline<'_>, index: usize) -> Option<String> {
    let range = index..outline.end(index);
    let tag = outline.tag(index)?;
    let math = outline.first(range.clone(), "math");
    let math_tag = math.and_then(|math| outline.tag(math));
    let is_display = tag.has_class(|class| matches!(class, "katex-display" | "MathJax_Display"))
        || tag.attribute("display") == Some("true")
        || math_tag.is_some_and(|math| math.attribute("display") == Some("block"));
    let annotation = range.clone().find(|index| {
        let tag = outline.tag(*index);
        tag.is_some_and(|tag| {
            tag.name == "annotation"
                && tag
                    .attribute("encoding")
                    .is_some_and(|kind| kind.contains("tex"))
        })
    });
    let tex = match annotation {
        Some(annotation) => characters(outline.raw(annotation)),
        None => math_tag?.attribute("alttext")?.to_owned(),
    };
    (!tex.trim().is_empty()).then(|| markdown(&tex, is_display))
}
