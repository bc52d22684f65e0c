//! What is said of one entry's file: a function for each code.

use std::sync::Arc;

use super::front_matter::fences::NoFrontMatter;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, SourceFile};

pub(super) fn missing_front_matter(why: &NoFrontMatter, file: &Arc<SourceFile>) -> Diagnostic {
    let (message, span, help) = match why {
        NoFrontMatter::Missing => (
            "the entry does not begin with front matter",
            0..0,
            if file.text.starts_with('\u{feff}') {
                "remove the character U+FEFF, which nobody sees, before the `+++`"
            } else {
                "begin the file with the lines `+++`, `title = \"…\"`, `+++`"
            },
        ),
        NoFrontMatter::Yaml(span) => (
            "the entry begins with YAML front matter",
            span.clone(),
            "write `+++` for `---`, and TOML between: `title = \"…\"` for `title: …`",
        ),
        NoFrontMatter::Unclosed(span) => (
            "the front matter is not closed",
            span.clone(),
            "write a line `+++` after the last key",
        ),
    };
    Diagnostic::new(Code::MissingFrontMatter, message)
        .at(Place::new(file, span))
        .help(help)
}

/// A name may look like another then, or not be what it seems.
pub(super) fn hidden_in_name(c: char, place: Place) -> Diagnostic {
    let message = format!(
        "the name has a character in it that nobody sees, U+{:04X}",
        u32::from(c)
    );
    Diagnostic::new(Code::HiddenCharacter, message)
        .at(place)
        .help("remove it, or type the name anew")
}

/// A text may read otherwise than it is written then.
pub(super) fn override_in_text(c: char, place: Place) -> Diagnostic {
    let message = format!(
        "the text has a character in it that turns others round, U+{:04X}",
        u32::from(c)
    );
    Diagnostic::new(Code::HiddenCharacter, message)
        .at(place)
        .help("remove it: the text would read otherwise than it is written")
}
