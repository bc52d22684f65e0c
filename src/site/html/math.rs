//! Converts LaTeX formulas to MathML, with classes in place of style attributes.
//!
//! The site's policy forbids style attributes, but MathML has no other way to align a matrix. So each
//! style becomes a class, whose name is a hash of the style. All pages with formulas share one style sheet
//! with these classes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::text::fnv::fnv1a_64;
use crate::text::slice;

/// Style declarations, by class.
pub type Styles = BTreeMap<String, String>;

/// A formula as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// A `math` element.
    pub html: String,
    /// The styles of the classes in it.
    pub styles: Styles,
}

/// The reason why a formula cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathError {
    /// The reason, in words for authors.
    pub message: String,
    /// The bytes of the LaTeX that cause the error.
    pub span: Range<usize>,
}

/// The converter. It is never `None`: only macros can be wrong, and none are defined.
static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// The formula of a LaTeX source. With `display`, the formula is on a line of its own.
///
/// ```text
/// x^2      <math><msup><mi>x</mi><mn>2</mn></msup></math>
/// ```
///
/// # Errors
///
/// The reason, if the source is not LaTeX, if the converter does not know a command, or if the formula
/// contains anything else than mathematics.
pub fn formula(latex: &str, display: bool) -> Result<Formula, MathError> {
    let display = if display {
        MathDisplay::Block
    } else {
        MathDisplay::Inline
    };
    let Some(converter) = CONVERTER.as_ref() else {
        return Err(MathError {
            message: "formulas cannot be converted".to_owned(),
            span: 0..latex.len(),
        });
    };
    let whole = |message: &str| MathError {
        message: message.to_owned(),
        span: 0..latex.len(),
    };
    if let Some(message) = refusal(latex) {
        return Err(whole(message));
    }
    match converter.convert_with_local_state(latex, display) {
        Ok(converted) => with_classes(&converted.mathml).ok_or_else(|| {
            whole("markup, links, labels, references and strikes cannot be shown in a formula")
        }),
        Err(error) => Err(MathError {
            message: error.error_message(),
            span: error.0.start.min(latex.len())..error.0.end.min(latex.len()),
        }),
    }
}

/// The style sheet of all `styles`: one rule on each line, in a cascade layer of the theme.
pub fn style_sheet(styles: &Styles) -> String {
    let rules = styles
        .iter()
        .map(|(class, declarations)| format!(".{class}{{{declarations}}}\n"));
    format!(
        "@layer headword.parts {{\n{}}}\n",
        rules.collect::<String>()
    )
}

/// The elements of MathML Core that a formula may contain. The converter can also write links, labels, and
/// strikes that need a style sheet of their own, but it does not escape everything that it should.
const ELEMENTS: &[&str] = &[
    "math",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// The elements of HTML that the text in a formula may contain.
const TEXT_ELEMENTS: &[&str] = &["b", "code", "em", "i", "span", "strong", "tt"];

/// The attributes that these elements may have.
const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "style",
    "symmetric",
    "voffset",
    "width",
];

/// The formula with a class in place of each style attribute; `None` if it contains an element or an
/// attribute that is not allowed, or an element with the wrong number of children. The converter's output
/// is not trusted.
fn with_classes(mathml: &str) -> Option<Formula> {
    let mut html = String::with_capacity(mathml.len());
    let mut styles = Styles::new();
    // the open elements, each with the number of its children so far
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut rest = mathml;
    while let Some((text, after)) = rest.split_once('<') {
        html.push_str(text);
        let (tag, after) = after.split_once('>')?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let (opened, children) = open.pop()?;
            if opened != name || arity(name).is_some_and(|arity| arity != children) {
                return None;
            }
            html.push_str(&format!("</{name}>"));
            continue;
        }
        let (tag, is_empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
        let is_root = open.is_empty() && html.is_empty();
        let in_text = open.iter().any(|(name, _)| *name == "mtext");
        let is_known = if in_text {
            TEXT_ELEMENTS.contains(&name)
        } else {
            ELEMENTS.contains(&name) && (name == "math") == is_root
        };
        if !is_known {
            return None;
        }
        html.push('<');
        html.push_str(name);
        push_attributes(&mut html, attributes, &mut styles)?;
        html.push_str(if is_empty { "/>" } else { ">" });
        if let Some((_, children)) = open.last_mut() {
            *children += 1;
        }
        if !is_empty {
            open.push((name, 0));
        }
    }
    (open.is_empty() && rest.is_empty()).then_some(Formula { html, styles })
}

/// The number of children that an element must have; `None` if any number is valid. Browsers show an
/// error for any other number (MathML Core, 3.1.3).
fn arity(name: &str) -> Option<usize> {
    match name {
        "mfrac" | "mover" | "mroot" | "msub" | "msup" | "munder" => Some(2),
        "msubsup" | "munderover" => Some(3),
        _ => None,
    }
}

/// Writes the attributes of a tag, with a class in place of its style; `None` if one is not allowed.
fn push_attributes(html: &mut String, mut attributes: &str, styles: &mut Styles) -> Option<()> {
    while !attributes.trim().is_empty() {
        let (name, rest) = attributes.trim_start().split_once("=\"")?;
        let (value, rest) = rest.split_once('"')?;
        attributes = rest;
        if !ATTRIBUTES.contains(&name) || !is_plain(value) {
            return None;
        }
        if name == "style" {
            let class = class_of(value);
            html.push_str(&format!(" class=\"{class}\""));
            styles.insert(class, value.to_owned());
        } else {
            html.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    Some(())
}

/// The largest depth of nested groups. The converter calls itself for each group and each command; a
/// thread with a stack of [`STACK`] bytes could convert formulas many times as deep and as long.
const MAX_DEPTH: usize = 50;

/// The largest number of commands in a formula.
const MAX_COMMANDS: usize = 500;

/// The stack of a thread that converts formulas, in bytes.
pub const STACK: usize = 16 << 20;

/// The reason not to convert a LaTeX source; `None` if it can be converted.
fn refusal(latex: &str) -> Option<&'static str> {
    let mut depth = 0_usize;
    let mut commands = 0_usize;
    let mut begins_cell = false;
    let mut characters = latex.chars();
    while let Some(c) = characters.next() {
        // the converter would use the `&` as the base of the script
        if begins_cell && matches!(c, '^' | '_' | '\'') {
            return Some("a `^`, `_` or `'` at the beginning of a cell needs `{}` before it");
        }
        begins_cell = c == '&' || (begins_cell && c.is_whitespace());
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '\\' => {
                commands += 1;
                // the converter writes an operator's name without escaping it
                if let Some(rest) = characters.as_str().strip_prefix("operatorname")
                    && first_group(rest).contains(['<', '>', '&'])
                {
                    return Some("the name of an operator cannot contain `<`, `>` or `&`");
                }
                // an escaped brace does not open a group; a letter belongs to the name of the command
                begins_cell = characters.next() == Some('\\');
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some("groups in the formula are nested more than 50 deep");
        }
        if commands > MAX_COMMANDS {
            return Some("the formula has more than 500 commands");
        }
    }
    None
}

/// The beginning of the LaTeX after a command up to the end of its first argument: a group in braces, or a
/// single letter. All of it if the group is not closed.
fn first_group(latex: &str) -> &str {
    let mut depth = 0_usize;
    for (index, c) in latex.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return slice(latex, ..index),
            '}' => depth = depth.saturating_sub(1),
            // an argument without braces is one letter
            c if depth == 0 && !c.is_whitespace() && c != '*' => {
                return slice(latex, ..index + c.len_utf8());
            }
            _ => {}
        }
    }
    latex
}

/// Whether declarations contain only names, lengths and colours.
fn is_plain(declarations: &str) -> bool {
    declarations
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " :;.%#(),-".contains(c))
}

/// The class for some declarations. It depends on nothing else, so it is the same in every build.
fn class_of(declarations: &str) -> String {
    format!("hw-math-{:08x}", fnv1a_64(declarations.as_bytes()) >> 32)
}
