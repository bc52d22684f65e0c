//! Structured data for programs: DefinedTerm and DefinedTermSet of schema.org as JSON-LD.
//!
//! Pages have it only if `base_url` is set, since it needs URLs.

use serde_json::{Value, json};

use crate::glossary::Entry;
use crate::project::config::Config;

/// The data of an entry's page at `url`; `None` without `base_url`. Only the
/// glossary's identifier is here: the rest is on the index ([`term_set`]).
pub fn term(entry: &Entry, url: Option<&str>, config: &Config) -> Option<String> {
    let (base, url) = (config.settings.base_url.as_ref()?, url?);
    let names: Vec<_> = entry.shown_names().collect();
    let term = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "url": url,
        "name": entry.to_string(),
        "inDefinedTermSet": base.as_str(),
        "description": Some(&entry.gloss.text).filter(|text| !text.is_empty()),
        "alternateName": Some(names).filter(|names| !names.is_empty()),
    });
    Some(in_script(&known(term)))
}

/// The data of the index: the whole glossary; `None` without `base_url`.
pub fn term_set(config: &Config) -> Option<String> {
    let base = config.settings.base_url.as_ref()?;
    let author = config.settings.author.as_ref();
    let licence = config.settings.licence.as_ref();
    let set = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": base.as_str(),
        "url": base.as_str(),
        "name": config.edition.title,
        "inLanguage": config.edition.language.tag(),
        "description": config.edition.description,
        "creator": author.map(|author| known(json!({
            "name": author.name,
            "url": author.url.as_ref().map(ToString::to_string),
        }))),
        "license": licence.and_then(|licence| Some(licence.url.as_ref()?.to_string())),
    });
    Some(in_script(&known(set)))
}

/// An object without the keys whose value is null.
fn known(mut object: Value) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    object
}

/// JSON that is safe in a script element: it can neither end the element nor begin a comment in it (HTML
/// standard, "Restrictions for contents of script elements").
fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
