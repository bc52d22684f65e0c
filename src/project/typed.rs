//! Names and slugs that users type on the command line.

use crate::diagnostic::failure::Failure;
use crate::text::language::Language;
use crate::text::name::{self, NameError};
use crate::text::slug::{self, SlugError};

/// A typed name in the form that it has in front matter. `what` names it in messages: `title`.
///
/// # Errors
///
/// [`Failure::Usage`] if the text is empty or contains an invisible character.
pub fn name(typed: &str, what: &str) -> Result<String, Failure> {
    name::typed(typed).map_err(|why| {
        Failure::Usage(match why {
            NameError::Empty => format!("the {what} is empty"),
            NameError::Invisible(c) => format!(
                "the {what} contains an invisible character, U+{:04X}: type it again",
                u32::from(c)
            ),
        })
    })
}

/// Checks a typed slug of an entry.
///
/// # Errors
///
/// [`Failure::Usage`] if the text cannot be a slug. The message suggests one, by the rules of `language`.
pub fn check_slug(typed: &str, language: &Language) -> Result<(), Failure> {
    let Err(fault) = slug::check(typed) else {
        return Ok(());
    };
    let instead = slug::instead(typed.strip_suffix(".md").unwrap_or(typed), language);
    let instead = instead.map(|instead| instead.slug);
    let why = match (fault, instead) {
        (SlugError::TooLong, _) => fault.to_string(),
        (_, None) => SlugError::Empty.to_string(),
        (SlugError::Empty | SlugError::Form, Some(slug)) => format!("write `--slug {slug}`"),
        (SlugError::Reserved | SlugError::Device, Some(slug)) => {
            format!("{fault}; write `--slug {slug}`")
        }
    };
    Err(Failure::Usage(format!(
        "`{typed}` cannot be an address: {why}"
    )))
}
