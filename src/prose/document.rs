//! A file as blocks of text, whatever its syntax.

use std::ops::Range;
use std::sync::Arc;

use super::files::Format;
use super::switches::switched_off;
use crate::foreign::{MarkdownText, Searched, Syntax, TextBlock, paragraphs, text_blocks};
use crate::source::SourceFile;
use crate::text::language::Language;
use crate::web_page::charset::Decoded;
use crate::web_page::selector::Selectors;
use crate::web_page::tree;

/// A text to compare with a glossary.
pub(super) struct Document {
    /// The file, with the text as it was decoded.
    pub(super) file: Arc<SourceFile>,
    /// Its blocks, in order.
    pub(super) blocks: Vec<TextBlock>,
    /// The bytes between comments that switch the checks off and on.
    pub(super) off: Vec<Range<usize>>,
    /// The language that it declares.
    pub(super) language: Option<Language>,
}

/// Why a file was not read.
#[derive(Debug)]
pub(super) enum Unread {
    /// It is not UTF-8, from this byte on.
    NotUtf8 {
        /// The path.
        path: String,
        /// The number of bytes before the first one that is wrong.
        at: usize,
        /// This byte.
        byte: u8,
    },
    /// It is a page with an unknown encoding. The name is that which the page declares.
    Encoding {
        /// The path.
        path: String,
        /// The name.
        name: Option<String>,
    },
    /// Its elements are nested too deeply.
    TooDeep,
    /// It is in another language than the glossary.
    OtherLanguage,
}

impl Document {
    /// Reads the bytes of a file. `path` is its path for messages.
    pub(super) fn read(bytes: &[u8], path: &str, format: Format) -> Result<Self, Unread> {
        let text = match format {
            Format::Html => Decoded::read(bytes)
                .map_err(|name| Unread::Encoding {
                    path: path.to_owned(),
                    name,
                })?
                .text
                .into_owned(),
            _ => utf8(bytes, path)?.to_owned(),
        };
        let file = SourceFile::new(path, text);
        let mut document = Self {
            blocks: Vec::new(),
            off: Vec::new(),
            language: None,
            file: Arc::new(file),
        };
        match format {
            Format::Markdown => document.markdown(Syntax::Markdown),
            Format::Mdx => document.markdown(Syntax::Mdx),
            Format::Html => document.html()?,
            Format::Plain => document.blocks = paragraphs(&document.file.text),
        }
        Ok(document)
    }

    fn markdown(&mut self, syntax: Syntax) {
        let text = &self.file.text;
        let read = MarkdownText::read(text, syntax, Searched::Prose);
        self.off = switched_off(text, &read.comments);
        self.blocks = read.blocks;
    }

    fn html(&mut self) -> Result<(), Unread> {
        let text = &self.file.text;
        let page = tree::page(text, &Selectors::default(), false);
        if page.is_too_deep {
            return Err(Unread::TooDeep);
        }
        self.language = page.facts.language.as_deref().and_then(Language::from_tag);
        self.off = switched_off(text, &page.comments);
        self.blocks = text_blocks(text, &page, 0..page.events.len(), Searched::Prose);
        Ok(())
    }
}

/// The text of a file in UTF-8.
fn utf8<'b>(bytes: &'b [u8], path: &str) -> Result<&'b str, Unread> {
    str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Unread::NotUtf8 {
            path: path.to_owned(),
            at,
            byte: bytes.get(at).copied().unwrap_or_default(),
        }
    })
}
