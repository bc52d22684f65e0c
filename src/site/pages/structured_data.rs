//! What pages are about, for programs: schema.org's DefinedTerm and DefinedTermSet as JSON-LD.
//!
//! Made only where `base_url` is set: what has no address cannot be pointed at.

use serde_json::{Value, json};

use crate::glossary::Entry;
use crate::project::config::Config;

/// An entry's page, whose absolute address is `url`.
pub fn term(entry: &Entry, url: Option<&str>, config: &Config) -> Option<String> {
    let (base, url) = (config.settings.base_url.as_ref()?, url?);
    let names: Vec<_> = entry.shown_names().collect();
    let term = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": url,
        "url": url,
        "name": entry.to_string(),
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": base.as_str(),
            "url": base.as_str(),
            "name": config.edition.title,
        },
        "description": Some(&entry.gloss.text).filter(|text| !text.is_empty()),
        "alternateName": Some(names).filter(|names| !names.is_empty()),
    });
    Some(in_script(&known(term)))
}

/// The index: the glossary as a whole.
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

/// An object without the keys that have no value.
fn known(mut object: Value) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    object
}

/// JSON that cannot end the script element that it stands in, nor begin a comment there (HTML
/// standard, "Restrictions for contents of script elements").
fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
