//! What pages are about, for programs: schema.org's DefinedTerm and DefinedTermSet as JSON-LD.
//!
//! Made only where `base_url` is set: what has no address cannot be pointed at.

use serde_json::{Value, json};

use crate::config::Config;
use crate::glossary::Entry;

/// An entry's page, whose absolute address is `url`.
pub fn term(entry: &Entry<'_>, url: Option<&str>, config: &Config) -> Option<String> {
    let (base, url) = (config.base_url.as_ref()?, url?);
    let names: Vec<_> = entry.shown_names().collect();
    let mut term = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": url,
        "url": url,
        "name": entry.to_string(),
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": base.as_str(),
            "url": base.as_str(),
            "name": config.title,
        },
    });
    if !entry.gloss.text.is_empty() {
        term["description"] = entry.gloss.text.as_str().into();
    }
    if !names.is_empty() {
        term["alternateName"] = names.into();
    }
    Some(in_script(&term))
}

/// The index: the glossary as a whole.
pub fn term_set(config: &Config) -> Option<String> {
    let base = config.base_url.as_ref()?;
    let mut set = json!({
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": base.as_str(),
        "url": base.as_str(),
        "name": config.title,
        "inLanguage": config.language.tag(),
    });
    if let Some(description) = &config.description {
        set["description"] = description.as_str().into();
    }
    if let Some(author) = &config.author {
        set["creator"] = json!({ "name": author.name });
        if let Some(url) = &author.url {
            set["creator"]["url"] = url.to_string().into();
        }
    }
    if let Some(url) = config
        .licence
        .as_ref()
        .and_then(|licence| licence.url.as_ref())
    {
        set["license"] = url.to_string().into();
    }
    Some(in_script(&set))
}

/// JSON that cannot end the script element that it stands in, nor begin a comment there (HTML
/// standard, "Restrictions for contents of script elements").
fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
