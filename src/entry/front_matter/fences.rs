//! Where front matter stands in an entry's file.

use crate::source::Span;

/// The line before and after front matter.
pub(super) const FENCE: &str = "+++";

/// How the front matter of other tools begins, which is YAML.
const YAML: &str = "---";

/// The two parts of an entry's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The bytes of the front matter, without the fences: whole lines.
    pub front: Span,
    /// Where the body begins.
    pub body: usize,
}

/// Why a file has no front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoFrontMatter {
    /// The first line is another.
    Missing,
    /// It begins with YAML, at these bytes.
    Yaml(Span),
    /// The fence at these bytes has no second one.
    Unclosed(Span),
}

/// Takes an entry's file apart; `text` has no byte order mark, and line ends of either kind.
///
/// ```text
/// +++
/// title = "Steeping"      front: this line
/// +++
/// Leaving tea in water.   body: from here
/// ```
///
/// # Errors
///
/// Why there is no front matter.
pub fn parts(text: &str) -> Result<Parts, NoFrontMatter> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() == YAML {
        return Err(NoFrontMatter::Yaml(0..YAML.len()));
    }
    if first.trim_end() != FENCE {
        return Err(NoFrontMatter::Missing);
    }
    let start = first.len();
    let mut end = start;
    for line in lines {
        if line.trim_end() == FENCE {
            return Ok(Parts {
                front: start..end,
                body: end + line.len(),
            });
        }
        end += line.len();
    }
    Err(NoFrontMatter::Unclosed(0..FENCE.len()))
}
