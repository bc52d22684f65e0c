//! A site as it was at one moment: each file of it is made when somebody asks for it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::Faults;
use crate::interface::Interface;
use crate::link::LinkedGlossary;
use crate::load::Sources;
use crate::render::{Content, Renderer};
use crate::site_map::{MATH_STYLES, SEARCH, SiteMap};

/// A site at one moment.
pub struct Snapshot {
    linked: LinkedGlossary<'static>,
    site_map: Arc<SiteMap>,
    sources: Sources,
    config: Arc<Config>,
    interface: Interface,
    /// What is made of all entries together, when first asked for.
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
    math_styles: OnceLock<Option<Content>>,
}

impl Snapshot {
    /// The site of a linked glossary. Faults in the interface's words are reported.
    pub fn new(
        linked: LinkedGlossary<'static>,
        site_map: Arc<SiteMap>,
        sources: Sources,
        config: Arc<Config>,
        faults: &Faults,
    ) -> Self {
        Self {
            interface: Interface::new(&sources.interface, &config.language, faults),
            linked,
            site_map,
            sources,
            config,
            search: OnceLock::new(),
            math_styles: OnceLock::new(),
        }
    }

    /// The settings that it was made with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The glossary.
    pub fn linked(&self) -> &LinkedGlossary<'static> {
        &self.linked
    }

    /// Every address and what is there.
    pub fn site_map(&self) -> &SiteMap {
        &self.site_map
    }

    /// Files of the site, by their paths from its root; `None` where there is none. Faults of
    /// templates and formulas are reported.
    pub fn files<'p>(
        &self,
        paths: impl IntoIterator<Item = &'p str>,
        faults: &Faults,
    ) -> Vec<Option<Content>> {
        let renderer = Renderer::new(
            &self.linked,
            &self.site_map,
            &self.sources,
            &self.config,
            &self.interface,
            faults,
        );
        let file = |path: &str| match path {
            path if path.starts_with(SEARCH) => {
                let search = self.search.get_or_init(|| renderer.search());
                search.get(path).cloned().map(Content::Bytes)
            }
            MATH_STYLES => {
                let styles = || renderer.file(MATH_STYLES);
                self.math_styles.get_or_init(styles).clone()
            }
            path => renderer.file(path),
        };
        paths.into_iter().map(file).collect()
    }
}
