//! LaTeX formulas to MathML, with classes in place of style attributes.
//!
//! The site's policy allows no style attribute, and MathML has no other way to align a matrix. So
//! each distinct declaration becomes a class, named by what it says, and the pages with formulas
//! share one style sheet with all of them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// Style declarations by the class that stands for them.
pub type Styles = BTreeMap<String, String>;

/// A formula as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// A `math` element.
    pub html: String,
    /// The classes in it that are no one's but this formula's.
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
    match converter.convert_with_local_state(latex, display) {
        Ok(found) => Ok(with_classes(&found.mathml)),
        Err(error) => Err(MathFault {
            message: error.error_message(),
            span: error.0.start.min(latex.len())..error.0.end.min(latex.len()),
        }),
    }
}

/// The style sheet of all `styles`: a rule a line.
pub fn style_sheet(styles: &Styles) -> String {
    styles
        .iter()
        .map(|(class, declarations)| format!(".{class}{{{declarations}}}\n"))
        .collect()
}

fn with_classes(mathml: &str) -> Formula {
    const STYLE: &str = " style=\"";
    let mut html = String::with_capacity(mathml.len());
    let mut styles = Styles::new();
    // text has its `<` escaped, so every `<` begins a tag
    for (at, piece) in mathml.split('<').enumerate() {
        if at > 0 {
            html.push('<');
        }
        let tag_end = piece.find('>').unwrap_or(0);
        let (tag, text) = piece.split_at(tag_end);
        match tag.split_once(STYLE) {
            Some((before, rest)) => {
                let (declarations, after) = rest.split_once('"').unwrap_or((rest, ""));
                html.push_str(before);
                if is_plain(declarations) {
                    let class = class_of(declarations);
                    html.push_str(&format!(" class=\"{class}\""));
                    styles.insert(class, declarations.to_owned());
                }
                html.push_str(after);
            }
            None => html.push_str(tag),
        }
        html.push_str(text);
    }
    Formula { html, styles }
}

/// Whether declarations hold nothing but names, lengths and colours.
fn is_plain(declarations: &str) -> bool {
    declarations
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " :;.%#(),-".contains(c))
}

/// A name that depends on the declarations alone (FNV-1a), the same in every build.
fn class_of(declarations: &str) -> String {
    let hash = declarations
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("math-{:08x}", hash >> 32)
}
