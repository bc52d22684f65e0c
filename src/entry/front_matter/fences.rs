//! The parts of an entry's file: front matter between two fences, and the body.

use crate::source::Span;

/// The line before and after front matter.
pub(super) const FENCE: &str = "+++";

/// The line before and after YAML front matter, which other tools use.
const YAML: &str = "---";

/// The two parts of an entry's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The bytes of the front matter, without the fences: whole lines.
    pub front: Span,
    /// The byte at which the body begins.
    pub body: usize,
}

/// The reason why a file has no front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoFrontMatter {
    /// The first line is not a fence.
    Missing,
    /// The file begins with a fence of YAML, at these bytes.
    Yaml(Span),
    /// No second fence follows the fence at these bytes.
    Unclosed(Span),
}

/// Splits the text of an entry's file. `text` has no byte order mark; its lines end in `\n` or `\r\n`.
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
/// The reason, if the file has no front matter.
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
