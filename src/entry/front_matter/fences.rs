//! The parts of an entry's file: front matter between two fences, and the body.

use crate::project::keys::Syntax;
use crate::source::Span;

/// The two parts of an entry's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The syntax of the front matter.
    pub syntax: Syntax,
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
    /// No second fence of this syntax follows the fence in the first line.
    Unclosed(Syntax),
}

/// Splits the text of an entry's file. `text` has no byte order mark; its lines end in `\n` or `\r\n`.
///
/// ```text
/// +++                     or ---
/// title = "Steeping"      front: this line
/// +++                     or ---
/// Leaving tea in water.   body: from here
/// ```
///
/// # Errors
///
/// The reason, if the file has no front matter.
pub fn parts(text: &str) -> Result<Parts, NoFrontMatter> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let mut syntaxes = [Syntax::Toml, Syntax::Yaml].into_iter();
    let Some(syntax) = syntaxes.find(|syntax| first.trim_end() == syntax.fence()) else {
        return Err(NoFrontMatter::Missing);
    };
    let start = first.len();
    let mut end = start;
    for line in lines {
        if line.trim_end() == syntax.fence() {
            return Ok(Parts {
                syntax,
                front: start..end,
                body: end + line.len(),
            });
        }
        end += line.len();
    }
    Err(NoFrontMatter::Unclosed(syntax))
}
