//! The tables of a TOML document, for code that adds lines to one.

use toml::de::DeTable;

use crate::source::Edit;
use crate::text::slice;

/// The white space within a line of TOML (TOML 1.0, whitespace).
const BLANKS: [char; 2] = [' ', '\t'];

/// The form in which a TOML document has a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableForm {
    /// The document does not have the table.
    Missing,
    /// The table has a header such as `[retired]`. The next line begins at the byte `next`.
    Header {
        /// The byte.
        next: usize,
    },
    /// The table has another form, such as `retired = {}`, or the key is not a table.
    Other,
}

impl TableForm {
    /// The form of the table `name` in a document. A text that is not TOML counts as one with another form.
    pub fn of(toml: &str, name: &str) -> Self {
        let Ok(document) = DeTable::parse(toml) else {
            return Self::Other;
        };
        let Some((key, value)) = document.get_ref().get_key_value(name) else {
            return Self::Missing;
        };
        let key = key.span();
        let (before, after) = (slice(toml, ..key.start), slice(toml, key.end..));
        // neither `[[name]]` nor `[name.other]`
        let has_header = before.trim_end_matches(BLANKS).ends_with('[')
            && after.trim_start_matches(BLANKS).starts_with(']')
            && value.get_ref().is_table();
        if has_header {
            let next = after.find('\n').map_or(toml.len(), |end| key.end + end + 1);
            Self::Header { next }
        } else {
            Self::Other
        }
    }

    /// The edit of the document `toml` that adds a line to its table `name`, which has this form: below its
    /// header, or with a new header at the end. `None` if the table has another form.
    pub fn with_line(self, toml: &str, name: &str, line: &str) -> Option<Edit> {
        let (at, header) = match self {
            Self::Missing => (toml.len(), format!("\n[{name}]\n")),
            Self::Header { next } => (next, String::new()),
            Self::Other => return None,
        };
        let is_new_line = at == 0 || slice(toml, ..at).ends_with('\n');
        let gap = if is_new_line { "" } else { "\n" };
        Some(Edit::new(at..at, format!("{gap}{header}{line}\n")))
    }
}
