//! Checks the entities that an RDF/XML file defines for its namespaces (`<!ENTITY skos "http://…">`). The parser replaces
//! them; without limits, a small file could grow to any size.

use crate::import::value::Problem;
use crate::text::slice;

/// The most bytes that entities may add to a file, beside the size of the file itself.
const MOST_ADDED: usize = 100_000_000;

/// The longest value of an entity, in bytes. A namespace has some fifty.
const LONGEST: usize = 1000;

/// The most entities.
const MOST: usize = 500;

/// Checks the definitions of entities.
///
/// # Errors
///
/// There are too many, they are too long or refer to others, or the file would grow too much.
pub(super) fn check(text: &str) -> Result<(), Problem> {
    let Some(start) = text.find("<!ENTITY") else {
        return Ok(());
    };
    let line = slice(text, ..start).matches('\n').count() + 1;
    let mut longest = 0;
    let mut count = 0;
    for definition in slice(text, start..).split("<!ENTITY").skip(1) {
        count += 1;
        // `skos "http://…">`: nothing but white space is around the quotation marks
        let mut parts = definition.splitn(3, '"');
        let (name, value, rest) = (parts.next(), parts.next(), parts.next());
        let is_name =
            name.is_some_and(|name| name.split_whitespace().count() == 1 && name.len() < LONGEST);
        let is_ended = rest.is_some_and(|rest| rest.trim_start().starts_with('>'));
        let value = value.unwrap_or_default();
        longest = longest.max(value.len());
        if !is_name || !is_ended || value.len() > LONGEST || value.contains(['&', '<']) {
            let reason = "the file defines an entity that is not the URL of a namespace: write the text itself";
            return Err(Problem::new(line, reason));
        }
    }
    if count > MOST {
        let reason = format!("the file defines more than {MOST} entities");
        return Err(Problem::new(line, reason));
    }
    let used = text.matches('&').count();
    if used.saturating_mul(longest) > MOST_ADDED {
        let reason = "the entities of the file would make it too large: write the URLs themselves";
        return Err(Problem::new(line, reason));
    }
    Ok(())
}
