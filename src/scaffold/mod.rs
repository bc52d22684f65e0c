//! What a new glossary and a new entry begin with.

pub mod entry;
pub mod project;

use crate::diagnostic::failure::Failure;
use crate::text::fold::{is_forbidden, nfc, single_spaced};
use crate::text::hidden::hidden;

/// A name as it is typed on a command line, as front matter would have it; `what` it is to be.
fn name(typed: &str, what: &str) -> Result<String, Failure> {
    let unseen = typed.chars().find(|c| is_forbidden(*c)).or(hidden(typed));
    if let Some(c) = unseen {
        return Err(Failure::Usage(format!(
            "the {what} has a character in it that nobody sees, U+{:04X}: type it anew",
            u32::from(c)
        )));
    }
    let name = match typed.trim().is_empty() {
        true => String::new(),
        false => single_spaced(&nfc(typed)),
    };
    if name.is_empty() {
        return Err(Failure::Usage(format!("the {what} is empty")));
    }
    Ok(name)
}
