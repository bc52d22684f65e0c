//! LaTeX formulas to MathML, with classes in place of style attributes.
//!
//! The site's policy allows no style attribute, and MathML has no other way to align a matrix. So
//! each distinct declaration becomes a class, named by a hash of it, and the pages with formulas
//! share one style sheet with all of them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::text::fnv::fnv1a_64;
use crate::text::slice;

/// Style declarations by the class that stands for them.
pub type Styles = BTreeMap<String, String>;

/// A formula as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// A `math` element.
    pub html: String,
    /// What the classes in it stand for.
    pub styles: Styles,
}

/// Why a formula cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathFault {
    /// What is wrong.
    pub message: String,
    /// The bytes of the LaTeX at fault.
    pub span: Range<usize>,
}

/// `None` never comes to be: no macros are defined that could be wrong.
static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// The formula of a LaTeX source; `display` sets it on a line of its own.
///
/// # Errors
///
/// What of the source is no LaTeX, or not known to the converter.
pub fn formula(latex: &str, display: bool) -> Result<Formula, MathFault> {
    let display = if display {
        MathDisplay::Block
    } else {
        MathDisplay::Inline
    };
    let Some(converter) = CONVERTER.as_ref() else {
        return Err(MathFault {
            message: "formulas cannot be converted".to_owned(),
            span: 0..latex.len(),
        });
    };
    let whole = |message: &str| MathFault {
        message: message.to_owned(),
        span: 0..latex.len(),
    };
    if let Some(obstacle) = obstacle(latex) {
        return Err(whole(obstacle));
    }
    match converter.convert_with_local_state(latex, display) {
        Ok(found) => with_classes(&found.mathml).ok_or_else(|| {
            whole("markup, links, labels, references and strikes cannot be shown in a formula")
        }),
        Err(error) => Err(MathFault {
            message: error.error_message(),
            span: error.0.start.min(latex.len())..error.0.end.min(latex.len()),
        }),
    }
}

/// The style sheet of all `styles`: a rule a line, in a layer of the theme's.
pub fn style_sheet(styles: &Styles) -> String {
    let rules = styles
        .iter()
        .map(|(class, declarations)| format!(".{class}{{{declarations}}}\n"));
    format!(
        "@layer headword.parts {{\n{}}}\n",
        rules.collect::<String>()
    )
}

/// The elements of MathML Core that formulas are made of. What else the converter can write (links,
/// labels, strikes that need a style sheet of its own) has no place in a definition; and it does not
/// escape all that it should.
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

/// The elements of HTML that the text in a formula may have.
const TEXT_ELEMENTS: &[&str] = &["b", "code", "em", "i", "span", "strong", "tt"];

/// The attributes that those may have.
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

/// The formula with a class for each style attribute; `None` if there is anything else in it than
/// formulas are made of: the converter is trusted with nothing.
fn with_classes(mathml: &str) -> Option<Formula> {
    let mut html = String::with_capacity(mathml.len());
    let mut styles = Styles::new();
    // each element that is open, and how many it has in it so far
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

/// How many elements an element has in it, where that is fixed: with fewer, browsers show an error
/// (MathML Core, 3.1.3).
fn arity(name: &str) -> Option<usize> {
    match name {
        "mfrac" | "mover" | "mroot" | "msub" | "msup" | "munder" => Some(2),
        "msubsup" | "munderover" => Some(3),
        _ => None,
    }
}

/// Writes a tag's attributes, its style as a class; `None` if one may not be there.
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

/// How deep groups may be nested, and how many commands a formula may have: the converter calls
/// itself for each, and a stack has an end. [`STACK`] holds many times as much.
const DEEPEST: usize = 50;
const MOST_COMMANDS: usize = 500;

/// The stack that threads need which convert formulas, in bytes.
pub const STACK: usize = 16 << 20;

/// What keeps a LaTeX source from being converted at all.
fn obstacle(latex: &str) -> Option<&'static str> {
    let mut depth = 0_usize;
    let mut commands = 0_usize;
    let mut begins_cell = false;
    let mut characters = latex.chars();
    while let Some(c) = characters.next() {
        // the converter takes what parts cells for the base of the script
        if begins_cell && matches!(c, '^' | '_' | '\'') {
            return Some("a script at the beginning of a cell needs `{}` before it");
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
                    return Some("the name of an operator cannot have `<`, `>` or `&` in it");
                }
                // an escaped brace opens no group; a letter is of the command's name
                begins_cell = characters.next() == Some('\\');
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Some("the formula is nested too deeply");
        }
        if commands > MOST_COMMANDS {
            return Some("the formula has more than 500 commands");
        }
    }
    None
}

/// What a command takes: up to the brace that closes the first one opened, or all if none does.
fn first_group(latex: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in latex.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return slice(latex, ..at),
            '}' => depth = depth.saturating_sub(1),
            // a name without braces is one letter
            c if depth == 0 && !c.is_whitespace() && c != '*' => {
                return slice(latex, ..at + c.len_utf8());
            }
            _ => {}
        }
    }
    latex
}

/// Whether declarations hold nothing but names, lengths and colours.
fn is_plain(declarations: &str) -> bool {
    declarations
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " :;.%#(),-".contains(c))
}

/// A name that depends on the declarations alone, the same in every build.
fn class_of(declarations: &str) -> String {
    format!("hw-math-{:08x}", fnv1a_64(declarations.as_bytes()) >> 32)
}
