//! References between the records of a source that have identifiers: they name the record itself, and not one of its
//! names, which others may share.

/// The beginning of a reference to a record.
const SCHEME: &str = "headword-record:";

/// A reference to the record with a key, which has no spaces. `name` is what people see if the record does not become an
/// entry.
pub(super) fn reference(key: &str, name: &str) -> String {
    format!("{SCHEME}{key} {name}")
}

/// The key and the name in a reference; `None` for any other text.
pub(super) fn read(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(SCHEME)?;
    Some(rest.split_once(' ').unwrap_or((rest, rest)))
}

/// The name in a reference, or the text itself.
pub(super) fn shown(text: &str) -> &str {
    read(text).map_or(text, |(_, name)| name)
}
