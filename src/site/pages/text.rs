//! The pages that are not terms, and the introduction of the index.

use std::collections::HashSet;

use serde::Serialize;

use super::term::{edit_address, report_address};
use super::{Extra, Page, Pages, TermNote};
use crate::glossary::{PageId, TextId};
use crate::site::html::{Fragment, Heading};

/// The text of a page that is not a term, or of the introduction.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TextData<'a> {
    /// The headings of the text, in order.
    pub headings: &'a [Heading],
    /// The text: safe HTML.
    pub content: &'a str,
    /// The entries to which the text links, in order.
    pub terms: Vec<TermNote<'a>>,
    /// The day of the last change, in the form of HTML's `datetime`: `2026-11-23`.
    pub updated: Option<String>,
    /// The URL where the text can be edited.
    pub edit_url: Option<String>,
    /// The URL where a problem with the text can be reported.
    pub report_url: Option<String>,
    /// `[extra]` of the file.
    pub extra: Extra<'a>,
}

/// `page.html`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TextPage<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The text.
    pub text: TextData<'a>,
}

impl<'a> Pages<'a> {
    /// The page of a text that is not a term; `content` is the HTML of its body.
    pub fn text(&self, id: PageId, content: &'a Fragment) -> TextPage<'a> {
        let source = self.glossary().page(id);
        let address = self.address(TextId::Page(id));
        let page = Page {
            description: (!source.description.is_empty()).then(|| source.description.clone()),
            math_styles: !content.math_styles.is_empty(),
            image: self.image(content, &address),
            ..self.page(&address, "page", source.front.title.text.clone())
        };
        TextPage {
            text: self.text_data(id, content, &page),
            page,
        }
    }

    /// A text on a page.
    pub(super) fn text_data(
        &self,
        id: PageId,
        content: &'a Fragment,
        page: &Page<'a>,
    ) -> TextData<'a> {
        let source = self.glossary().page(id);
        let path = &source.file.path;
        let mentions = self.linked.page_text(id).mentions.iter();
        let mut seen = HashSet::new();
        let terms = mentions.filter(|mention| seen.insert(mention.to));
        let edit_url = self.config.settings.edit_url.as_ref();
        let report_url = self.config.settings.report_url.as_ref();
        let url = page.canonical.as_deref();
        TextData {
            headings: &content.headings,
            content: &content.html,
            terms: terms
                .map(|mention| self.term_note(mention.to, true, &page.root))
                .chain(self.terms_in_main(self.linked.page_text(id), None, &page.root))
                .collect(),
            updated: source.front.shared.updated.map(|day| day.to_string()),
            edit_url: edit_url.map(|pattern| edit_address(pattern, path)),
            report_url: report_url.map(|pattern| report_address(pattern, &page.title, path, url)),
            extra: Extra(&source.front.shared.extra),
        }
    }
}
