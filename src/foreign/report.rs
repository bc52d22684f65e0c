//! What was done with a site, in words.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::mentions::{AddedLink, Findings};
use super::page::Left;
use super::published::Published;
use crate::diagnostic::Faults;
use crate::names::EntryId;
use crate::text::{counted, short_list};
use crate::web_page::facts::Framework;

/// The most names of terms that a summary shows.
const SHOWN: usize = 10;

/// What was done with a site, for standard output and for standard error.
#[derive(Debug)]
pub struct Done {
    /// The result.
    pub text: String,
    /// What a maintainer should know.
    pub notes: Vec<String>,
}

/// What was done with the pages of a site.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// The number of pages.
    pub(super) pages: usize,
    /// The number of files that were written.
    pub(super) written: usize,
    /// The links of each page with links, by its path.
    pub(super) links: BTreeMap<String, Vec<AddedLink>>,
    /// The entries that pages mention, with and without a link.
    pub(super) met: HashSet<EntryId>,
    /// The names that could mean several entries, with the number of their mentions.
    pub(super) ambiguous: BTreeMap<String, usize>,
    /// The number of pages whose text was not read.
    pub(super) without_main_text: usize,
    /// The number of pages in another language.
    pub(super) in_other_languages: usize,
    /// The number of pages with elements that are nested too deeply.
    pub(super) too_deep: usize,
    /// The number of pages with a policy that names scripts by their sums.
    pub(super) with_sums: usize,
    /// The number of symbolic links and the like.
    pub(super) not_followed: usize,
    /// The frameworks that draw pages again in the browser.
    pub(super) drawn_again: BTreeSet<Framework>,
}

impl Report {
    /// Counts why the text of a page was not read.
    pub(super) fn left(&mut self, left: Option<Left>) {
        match left {
            Some(Left::NoMainText) => self.without_main_text += 1,
            Some(Left::OtherLanguage) => self.in_other_languages += 1,
            Some(Left::TooDeep) => self.too_deep += 1,
            Some(Left::Generated | Left::Fragment) | None => {}
        }
    }

    /// Adds what was found on a page; its warnings go to `faults`.
    pub(super) fn add(&mut self, path: &str, findings: Findings, faults: &Faults) {
        self.pages += 1;
        for name in findings.ambiguous {
            *self.ambiguous.entry(name).or_default() += 1;
        }
        self.met.extend(findings.met);
        if !findings.links.is_empty() {
            self.links.insert(path.to_owned(), findings.links);
        }
        faults.report_all(findings.warnings);
    }

    /// What was done, in words; if nothing was written, with a list of all links.
    pub(super) fn done(&self, published: &Published, is_dry: bool) -> Done {
        let list = if is_dry {
            self.list(published)
        } else {
            String::new()
        };
        Done {
            text: list + &self.summary(published, is_dry),
            notes: self.notes(),
        }
    }

    /// Each link on a line: its place, its words and the slug of its entry.
    fn list(&self, published: &Published) -> String {
        let mut text = String::new();
        for (path, links) in &self.links {
            for link in links {
                let (line, column) = link.place.unwrap_or((1, 1));
                let slug = &published.entry(link.entry).slug;
                text += &format!("{path}:{line}:{column}\t{}\t{slug}\n", link.words);
            }
        }
        text
    }

    /// The number of links and terms, the number of changed pages, and the terms that no page mentions.
    fn summary(&self, published: &Published, is_dry: bool) -> String {
        let links: usize = self.links.values().map(Vec::len).sum();
        let of_pages = self.links.values().flatten();
        let linked: HashSet<EntryId> = of_pages.map(|link| link.entry).collect();
        let mut text = format!(
            "{} to {} on {} of {}\n",
            counted(links, "link", "links"),
            counted(linked.len(), "term", "terms"),
            self.links.len(),
            counted(self.pages, "page", "pages"),
        );
        if !is_dry {
            text += &match self.written {
                0 => "no page had to be changed\n".to_owned(),
                count => format!("{} changed\n", counted(count, "page was", "pages were")),
            };
        }
        let never: Vec<&str> = published
            .all()
            .filter(|(id, _)| !self.met.contains(id))
            .map(|(_, entry)| entry.headword.as_str())
            .collect();
        if !never.is_empty() {
            text += &format!(
                "never mentioned: {} of {}: {}\n",
                never.len(),
                counted(published.entries.len(), "term", "terms"),
                short_list(&never, if is_dry { never.len() } else { SHOWN })
            );
        }
        text
    }

    /// What a maintainer should know, each in a sentence.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let pages = |count| counted(count, "page", "pages");
        if !self.ambiguous.is_empty() {
            let names: Vec<String> = self
                .ambiguous
                .iter()
                .map(|(name, count)| format!("`{name}` ({count})"))
                .collect();
            notes.push(format!(
                "names of several terms are not links where the page does not say which one is meant: {}",
                short_list(&names, SHOWN)
            ));
        }
        for framework in &self.drawn_again {
            notes.push(format!(
                "{} draws pages again in the browser, and then a script puts the links there",
                framework.name()
            ));
        }
        if self.without_main_text > 0 {
            notes.push(format!(
                "{} without links, because no element for the main text is known: name it with `--within`",
                pages(self.without_main_text)
            ));
        }
        if self.in_other_languages > 0 {
            notes.push(format!(
                "{} without links, because `<html lang>` names another language than that of the glossary",
                pages(self.in_other_languages)
            ));
        }
        if self.too_deep > 0 {
            notes.push(format!(
                "{} without links, because elements are nested too deeply",
                pages(self.too_deep)
            ));
        }
        if self.with_sums > 0 {
            notes.push(format!(
                "{} with a policy that allows each script by its sum: without `'self'` in it, the links have no \
                 cards",
                pages(self.with_sums)
            ));
        }
        if self.not_followed > 0 {
            notes.push(format!(
                "{} left out: Headword does not follow links",
                counted(
                    self.not_followed,
                    "symbolic link was",
                    "symbolic links were"
                )
            ));
        }
        notes
    }
}
