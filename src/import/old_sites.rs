//! The old site in all languages, as a text in one of them refers to it: by its own language first, then by the main one,
//! and by others if an address names them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::draft::Draft;
use super::old_site::{OldSite, OldTarget};
use super::shared_page::SharedAnchor;

/// The old site, as a text in one language refers to it.
#[derive(Clone, Copy)]
pub(super) struct OldSites<'s> {
    /// The site in the language of the text.
    own: &'s OldSite<'s>,
    /// The site in all languages, the main one first.
    all: &'s [OldSite<'s>],
}

impl<'s> OldSites<'s> {
    /// The site in all languages, the main one first, as texts in the language of `own` refer to it.
    pub(super) fn new(own: &'s OldSite<'s>, all: &'s [OldSite<'s>]) -> Self {
        Self { own, all }
    }

    /// The other files of the source, by their path in it.
    pub(super) fn files(&self) -> &'s BTreeMap<String, PathBuf> {
        self.own.files
    }

    /// The path of the source's folder on the old site, in the language of the text.
    pub(super) fn base(&self) -> &'s str {
        &self.own.base
    }

    /// The sites whose addresses a text means without a language: that in its own, and that in the main one.
    fn near(&self) -> impl Iterator<Item = &'s OldSite<'s>> {
        let own = self.own;
        let main = self.all.first().filter(|main| !std::ptr::eq(*main, own));
        std::iter::once(own).chain(main)
    }

    /// The first destination that is in the source, or else the one in the language of the text.
    fn first(targets: impl Iterator<Item = OldTarget>, address: &str) -> OldTarget {
        let mut targets = targets.peekable();
        let own = targets.peek().cloned();
        let found = targets.find(|target| !matches!(target, OldTarget::Elsewhere(_)));
        found
            .or(own)
            .unwrap_or_else(|| OldTarget::Elsewhere(address.to_owned()))
    }

    /// The destination of a path from the old site's root. If no text has this address in the language that it names, it
    /// means the same text in the language of the text, or in the main one.
    pub(super) fn path(&self, path: &str) -> OldTarget {
        let written = path.trim_start_matches('/');
        let named = self.all.iter().find_map(|site| {
            let base = site.base.as_str();
            let start = written.get(..base.len())?;
            let is_below = !base.is_empty() && start.eq_ignore_ascii_case(base);
            let rest = written.get(base.len()..).filter(|_| is_below)?;
            let rest = rest.strip_prefix('/').filter(|rest| !rest.is_empty())?;
            Some((site, rest))
        });
        let whole = self.near().map(|site| site.path(path));
        let in_named = named.into_iter().map(|(site, _)| site.path(path));
        let below = named.into_iter().flat_map(|(_, rest)| {
            let near = self.near();
            near.map(move |site| site.path(rest))
        });
        Self::first(whole.chain(in_named).chain(below), path)
    }

    /// The destination of a relative address in an entry.
    pub(super) fn relative(&self, address: &str, from: &Draft) -> OldTarget {
        let near = self.near().map(|site| site.relative(address, from));
        Self::first(near, address)
    }

    /// The entry for an anchor of a page that entries share: see [`OldSite::on_shared_page`].
    pub(super) fn on_shared_page(&self, path: &str, anchor: &str) -> Option<SharedAnchor> {
        let mut near = self.near();
        near.find_map(|site| site.on_shared_page(path, anchor))
    }

    /// Whether several entries have a name.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        self.own.is_ambiguous(name)
    }

    /// The entry with a name, a file name or an address: see [`OldSite::named`].
    pub(super) fn named(&self, name: &str, from: &Draft) -> Option<usize> {
        self.near().find_map(|site| site.named(name, from))
    }

    /// The URL of a path on the old site, if the URL of that site is known.
    pub(super) fn absolute(&self, path: &str, suffix: &str) -> Option<String> {
        self.own.absolute(path, suffix)
    }

    /// The path of a URL on the old site; `None` if it is a URL of another site.
    pub(super) fn own_path(&self, address: &str) -> Option<String> {
        self.own.own_path(address)
    }

    /// The new anchor for an old anchor of an entry.
    pub(super) fn anchor(&self, entry: usize, written: &str) -> Option<&'s str> {
        self.all.iter().find_map(|site| site.anchor(entry, written))
    }
}
