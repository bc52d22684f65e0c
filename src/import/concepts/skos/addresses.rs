//! The former addresses of concepts, which are their IRIs.

use url::Url;

use super::syntax::BASE;
use crate::import::concepts::addresses::readable;
use crate::import::concepts::concept::{Concept, Fact, Slot, Vocabulary};

/// The old site, as the command line gives it.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::import) struct OldAddress<'s> {
    /// Its URL.
    pub(in crate::import) url: Option<&'s str>,
    /// The path of the source on it.
    pub(in crate::import) path: Option<&'s str>,
}

/// Keeps the IRIs of concepts: one on the old site redirects. If all are the addresses that the entries will have below
/// one URL, that URL is enough. All others go to `[extra]`.
pub(super) fn keep(vocabulary: &mut Vocabulary, old: OldAddress<'_>) {
    let concepts = &vocabulary.concepts;
    if let (Some(base), None, None) = (common_base(concepts), old.url, old.path) {
        vocabulary.remarks.push(format!(
            "the concepts had addresses below `{base}`: with `base_url = \"{base}\"` in glossary.toml, they have them again"
        ));
        return;
    }
    for concept in &mut vocabulary.concepts {
        let Some(iri) = concept
            .ids
            .first()
            .filter(|id| !id.starts_with("_:") && !id.starts_with(BASE))
        else {
            continue;
        };
        let fact = match on_old_site(iri, old) {
            Some(path) => Fact::text(Slot::Redirect, path, concept.line),
            None => Fact::text(Slot::Extra("iri".to_owned()), iri.clone(), concept.line),
        };
        concept.facts.push(fact);
    }
}

/// The path of an IRI on the old site, from its root.
fn on_old_site(iri: &str, old: OldAddress<'_>) -> Option<String> {
    let address = Url::parse(iri).ok()?;
    let path = match address.fragment() {
        Some(fragment) => format!("{}#{fragment}", address.path()),
        None => address.path().to_owned(),
    };
    let is_on_it = match old.url.and_then(|url| Url::parse(url).ok()) {
        Some(url) => url.host_str() == address.host_str() && url.port() == address.port(),
        None => old.path.is_some_and(|below| {
            let below = below.trim_matches('/');
            !below.is_empty()
                && path
                    .trim_start_matches('/')
                    .starts_with(&format!("{below}/"))
        }),
    };
    is_on_it.then_some(path)
}

/// The URL below which all concepts have the addresses of their entries: `https://example.org/bread/` for
/// `https://example.org/bread/rye/`, and for `https://example.org/bread/de/semmel/`, which only German has.
fn common_base(concepts: &[Concept]) -> Option<String> {
    let ends = readable(concepts);
    let mut base: Option<&str> = None;
    for (concept, end) in concepts.iter().zip(&ends) {
        let above = concept
            .ids
            .first()?
            .strip_suffix('/')?
            .strip_suffix(end.as_deref()?)?;
        let is_same = base.is_none_or(|base| {
            let below = above.strip_prefix(base);
            let is_language = |part: &str| {
                let part = part.trim_end_matches('/');
                let mut tags = concept.texts.iter().map(|texts| texts.tag.to_lowercase());
                tags.any(|tag| tag == part)
            };
            below.is_some_and(|below| below.is_empty() || is_language(below))
        });
        if !is_same || !above.ends_with('/') {
            return None;
        }
        base = base.or(Some(above));
    }
    base.map(str::to_owned)
}
