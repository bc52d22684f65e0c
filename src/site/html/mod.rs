//! Writes a linked text as HTML: the content of `.definition` on a term page.
//!
//! pulldown-cmark's writer makes most of the HTML. This room replaces some events before: links, images,
//! code, formulas, footnotes, table cells with an alignment, and the lead. It or that writer escapes every
//! address and every text.

use std::ops::Range;

use pulldown_cmark::html::push_html;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use serde::Serialize;

use self::cuts::{Cut, cuts};
use self::footnotes::Footnotes;
use self::images::Image;
pub use self::inputs::TextInputs;
use self::quotes::{Mark, marks};
use self::table::Table;
pub use self::tags::WORD_SCHEME;
use self::tags::{html, push_attribute, push_escaped, push_href};
use crate::diagnostic::Diagnostic;
use crate::entry::events::{Position, element, end_of, is_inline, plain_text};
use crate::entry::plain_words;
use crate::glossary::EntryId;
use crate::link::{LinkedExample, LinkedText, Target};
use crate::project::images::ImageSize;
use crate::site::faults;
use crate::site::html::highlight::highlight;
use crate::site::html::math::Styles;
use crate::source::{Place, Span};
use crate::text::quotes::{Quotes, with_marks};
use crate::text::slice;

mod cuts;
mod footnotes;
pub mod highlight;
pub mod hrefs;
mod images;
mod inputs;
pub mod math;
mod parsed_lines;
mod quotes;
mod table;
mod tags;

/// A text as HTML, for a page or for any other document.
#[derive(Debug, Clone, Default)]
pub struct Fragment {
    /// The HTML.
    pub html: String,
    /// The HTML of each example, without blocks.
    pub examples: Vec<String>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Its first image that other sites can show.
    pub picture: Option<Picture>,
    /// The styles of its formulas.
    pub math_styles: Styles,
    /// An error for each formula that cannot be shown.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading of a text.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Heading {
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Its level, from 1 to 6.
    pub level: u8,
}

/// An image of a text that other sites can show with a link to its page: in any format but SVG, which they do not read.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its file.
    pub target: Target,
    /// Its description.
    pub alt: String,
}

/// How a text is written that is on one page with the texts of other entries.
pub struct Among<'m> {
    /// What stands before each identifier of the text, so that no other text has the same one.
    pub prefix: String,
    /// How many levels deeper its headings are, because others are above the text.
    pub deeper: usize,
    /// The letter of an entry, which links name: in print, it is what a reader can follow.
    pub letter: &'m dyn Fn(EntryId) -> String,
}

/// The document for which a text is written.
pub struct Medium<'m> {
    /// The address of each target; see [`hrefs`]. If it is empty, there is no link, and an image is its description.
    pub href: &'m dyn Fn(&Target) -> String,
    /// The size of each image, if it is known.
    pub image_size: &'m dyn Fn(&Target) -> Option<ImageSize>,
    /// Whether code has highlights.
    pub highlights: bool,
    /// The quotation marks of the text, if it does not keep those of a keyboard.
    pub quotes: Option<Quotes>,
    /// Where the text stands on one page with others.
    pub among: Option<Among<'m>>,
}

impl<'m> Medium<'m> {
    /// What stands before the identifiers of the text.
    fn prefix(&self) -> &str {
        self.among.as_ref().map_or("", |among| &among.prefix)
    }

    /// The letter of a target, as an attribute of the link to it; empty if links do not name letters.
    fn letter_of(&self, target: &Target) -> String {
        let mut attribute = String::new();
        if let (Some(among), Target::Entry(id, _)) = (&self.among, target) {
            push_attribute(&mut attribute, "data-letter", &(among.letter)(*id));
        }
        attribute
    }

    /// A document without the site's style sheet, which gives highlights their colours, and without its script, which
    /// shows large images.
    pub fn other(href: &'m dyn Fn(&Target) -> String) -> Self {
        Self {
            href,
            image_size: &|_| None,
            highlights: false,
            quotes: None,
            among: None,
        }
    }
}

/// The HTML of a text for a medium.
pub fn write(text: &LinkedText, medium: &Medium<'_>) -> Fragment {
    let parsed = text.body.parse();
    let mut writer = Writer {
        text,
        events: &parsed.events,
        medium,
        cuts: cuts(text, medium),
        marks: medium.quotes.map_or_else(Vec::new, |quotes| {
            marks(&parsed.events, &text.body.file.text, &quotes)
        }),
        footnotes: Footnotes::find(&parsed, medium.prefix()),
        out: Fragment::default(),
    };
    let events = writer.finished(0..parsed.events.len());
    push_html(&mut writer.out.html, events.into_iter());
    writer.write_footnotes();
    let mut out = writer.out;
    out.headings = headings(&parsed.events, medium.quotes.as_ref());
    for LinkedExample { example, text } in &text.examples {
        let fragment = write(text, medium);
        let html = fragment.html.trim_end();
        let html = html.strip_prefix("<p>").unwrap_or(html);
        let html = html.strip_suffix("</p>").unwrap_or(html);
        out.examples.push(html.to_owned());
        out.math_styles.extend(fragment.math_styles);
        let diagnostics = fragment.diagnostics.into_iter();
        out.diagnostics
            .extend(diagnostics.map(|diagnostic| example.placed(diagnostic)));
    }
    out
}

/// The headings of a text, in order.
fn headings(events: &[(Event<'_>, Span)], quotes: Option<&Quotes>) -> Vec<Heading> {
    let starts = events.iter().enumerate();
    let headings = starts.filter_map(|(index, (event, _))| match event {
        Event::Start(Tag::Heading {
            level,
            id: Some(id),
            ..
        }) => Some(Heading {
            id: id.to_string(),
            text: Quotes::printed(quotes, &plain_text(element(events, index))).into_owned(),
            level: *level as u8,
        }),
        _ => None,
    });
    headings.collect()
}

struct Writer<'w> {
    text: &'w LinkedText,
    events: &'w [(Event<'w>, Span)],
    medium: &'w Medium<'w>,
    /// Tags that are not in the events, in order.
    cuts: Vec<Cut>,
    /// Quotation marks that are not in the events, in order.
    marks: Vec<Mark>,
    footnotes: Footnotes<'w>,
    out: Fragment,
}

impl<'w> Writer<'w> {
    /// The events of a range as pulldown-cmark's writer needs them, without the texts of footnotes.
    fn finished(&mut self, range: Range<usize>) -> Vec<Event<'w>> {
        let events = self.events;
        let mut out: Vec<Event<'w>> = Vec::with_capacity(range.len());
        let mut table = Table::default();
        let mut links = 0;
        // the ends of words that are not a mention
        let mut plain_ends = Vec::new();
        let mut index = range.start;
        while index < range.end
            && let Some((event, span)) = events.get(index)
        {
            let (before, within) = self.cuts_of(index);
            out.extend(before.iter().map(|cut| html(cut.tag.clone())));
            match event {
                // footnotes are written after the text
                Event::Start(Tag::FootnoteDefinition(_)) => index = end_of(events, index),
                Event::Text(text) => {
                    let mut from = 0;
                    for cut in within {
                        let to = text.floor_char_boundary(cut.position.offset);
                        out.push(self.running_text(text, index, from..to));
                        out.push(html(cut.tag.clone()));
                        from = to;
                    }
                    out.push(self.running_text(text, index, from..text.len()));
                }
                Event::Start(tag) if plain_words::begins(tag) => {
                    plain_ends.push(end_of(events, index));
                }
                Event::End(TagEnd::Link) if plain_ends.last() == Some(&index) => {
                    plain_ends.pop();
                }
                Event::Start(tag @ Tag::Heading { .. }) => {
                    out.push(Event::Start(self.heading(tag)))
                }
                Event::End(TagEnd::Heading(level)) => {
                    out.push(Event::End(TagEnd::Heading(self.level(*level))));
                }
                // HTML does not allow a link in a link: only the outer one is written
                Event::Start(Tag::Link { title, .. }) => {
                    if links == 0 {
                        out.push(self.open_link(index, title));
                    }
                    links += 1;
                }
                Event::End(TagEnd::Link) => {
                    links -= 1;
                    if links == 0 {
                        out.push(html("</a>"));
                    }
                }
                Event::FootnoteReference(_) if links > 0 => {}
                Event::Start(Tag::Paragraph) => match self.figure(index) {
                    Some((figure, end)) => {
                        out.push(Event::Html(figure.into()));
                        index = end;
                    }
                    None => out.push(event.clone()),
                },
                Event::Start(Tag::Item | Tag::DefinitionListDefinition) => {
                    out.push(event.clone());
                    if let Some((figure, next)) = self.figure(index) {
                        out.push(Event::Html(figure.into()));
                        index = next - 1;
                    }
                }
                Event::Start(Tag::Image { .. }) => {
                    let image = self.image(index);
                    out.push(html(image.tag(links == 0)));
                    index = end_of(events, index);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let code = plain_text(element(events, index));
                    out.push(code_block(kind, &code, self.medium.highlights));
                    index = end_of(events, index);
                }
                Event::InlineMath(latex) => out.push(self.formula(latex, false, span)),
                Event::DisplayMath(latex) => out.push(self.formula(latex, true, span)),
                Event::TaskListMarker(done) => {
                    out.push(Event::Text(if *done { "☑ " } else { "☐ " }.into()));
                }
                Event::FootnoteReference(name) => out.extend(self.footnotes.refer(name)),
                Event::Start(Tag::Table(alignments)) => {
                    table = Table::new(alignments);
                    out.push(html("<div class=\"hw-table\" tabindex=\"0\">"));
                    out.push(Event::Start(Tag::Table(Vec::new())));
                }
                Event::End(TagEnd::Table) => {
                    out.push(event.clone());
                    out.push(html("</div>\n"));
                }
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    table.start_row(matches!(event, Event::Start(Tag::TableHead)));
                    out.push(event.clone());
                }
                Event::Start(Tag::TableCell) => out.push(html(table.open_cell())),
                Event::End(TagEnd::TableCell) => out.push(html(table.close_cell())),
                event => out.push(event.clone()),
            }
            index += 1;
        }
        out
    }

    /// A part of the text of an event, with its quotation marks.
    fn running_text(&self, text: &'w str, event: usize, part: Range<usize>) -> Event<'w> {
        let at = |offset| Position { event, offset };
        let before = |end| self.marks.partition_point(|it| it.position < at(end));
        let marks = self.marks.get(before(part.start)..before(part.end));
        let marks = marks.unwrap_or_default();
        if marks.is_empty() {
            return Event::Text(slice(text, part).into());
        }
        let start = part.start;
        let marks = marks.iter();
        let marks = marks.map(|it| (it.position.offset - start, it.mark));
        Event::Text(with_marks(slice(text, part), marks).into())
    }

    /// The tags before an event, and the tags inside its text.
    fn cuts_of(&self, event: usize) -> (&[Cut], &[Cut]) {
        let start = self.cuts.partition_point(|cut| cut.position.event < event);
        let end = self.cuts.partition_point(|cut| cut.position.event <= event);
        let cuts = self.cuts.get(start..end).unwrap_or_default();
        cuts.split_at(cuts.partition_point(|cut| cut.position <= Position::before(event)))
    }

    /// The target of the link or image that begins at an event; `None` if it has none, which is an error
    /// that was reported before.
    fn target(&self, event: usize) -> Option<&'w Target> {
        let references = &self.text.references;
        let index = references.binary_search_by_key(&event, |reference| reference.event);
        let reference = references.get(index.ok()?)?;
        Some(&reference.target)
    }

    /// The tag of a heading, at the level and with the identifier that it has in the medium.
    fn heading(&self, tag: &Tag<'w>) -> Tag<'w> {
        let mut tag = tag.clone();
        if let Tag::Heading { level, id, .. } = &mut tag {
            *level = self.level(*level);
            let prefix = self.medium.prefix();
            if let Some(id) = id.as_mut().filter(|_| !prefix.is_empty()) {
                *id = format!("{prefix}{id}").into();
            }
        }
        tag
    }

    /// The level of a heading in the medium.
    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        match &self.medium.among {
            Some(among) => {
                HeadingLevel::try_from(level as usize + among.deeper).unwrap_or(HeadingLevel::H6)
            }
            None => level,
        }
    }

    fn open_link(&self, event: usize, title: &str) -> Event<'w> {
        let Some(target) = self.target(event) else {
            // the error was reported, so the site will not be published
            return html("<a>");
        };
        let class = match target {
            Target::Entry(..) | Target::Elsewhere(_) => " class=\"term\"",
            _ => "",
        };
        let mut tag = format!("<a{class} href=\"");
        match target {
            // a valid URL: more percent-encoding would change it
            Target::Web(address) => push_escaped(&mut tag, &address.to_string()),
            target => {
                let href = (self.medium.href)(target);
                if href.is_empty() {
                    return html("<a>");
                }
                push_href(&mut tag, &href);
            }
        }
        tag.push('"');
        tag.push_str(&self.medium.letter_of(target));
        push_attribute(&mut tag, "title", title);
        if let Target::Elsewhere(elsewhere) = target {
            push_attribute(&mut tag, "hreflang", &elsewhere.tag);
            if self.is_name(event) {
                push_attribute(&mut tag, "lang", &elsewhere.tag);
            }
        }
        tag.push('>');
        html(tag)
    }

    /// Whether the link that begins at an event shows the name that the author wrote: `[[name]]`.
    fn is_name(&self, event: usize) -> bool {
        const NAME: LinkType = LinkType::WikiLink { has_pothole: false };
        let event = self.events.get(event).map(|(event, _)| event);
        matches!(event, Some(Event::Start(Tag::Link { link_type, .. })) if *link_type == NAME)
    }

    /// The image that begins at an event.
    fn image(&mut self, event: usize) -> Image<'w> {
        let target = self.target(event);
        let title = match self.events.get(event) {
            Some((Event::Start(Tag::Image { title, .. }), _)) => title.trim(),
            _ => "",
        };
        let alt = plain_text(element(self.events, event));
        if self.out.picture.is_none() {
            let target = target.filter(|target| !images::is_svg(target));
            self.out.picture = target.map(|target| Picture {
                target: target.clone(),
                alt: alt.clone(),
            });
        }
        Image {
            href: target.map(self.medium.href).unwrap_or_default(),
            alt,
            title,
            size: target.and_then(self.medium.image_size),
            // a page that is printed needs all its images
            is_lazy: self.medium.among.is_none(),
        }
    }

    /// The HTML of the image with a caption that is all of a block, which begins at an event, and the event after it. In
    /// an item, other blocks may follow.
    fn figure(&mut self, block: usize) -> Option<(String, usize)> {
        let is_comment = |event: &Event<'_>| match event {
            Event::InlineHtml(html) | Event::Html(html) => html.trim().is_empty(),
            Event::Text(text) => text.trim().is_empty(),
            Event::SoftBreak => true,
            _ => false,
        };
        // an image without a caption is reported when it is written
        let has_caption = matches!(
            self.events.get(block + 1),
            Some((Event::Start(Tag::Image { title, .. }), _)) if !title.trim().is_empty()
        );
        if !has_caption || self.text.body.is_inline() {
            return None;
        }
        let mut after = end_of(self.events, block + 1) + 1;
        while self
            .events
            .get(after)
            .is_some_and(|(event, _)| is_comment(event))
        {
            after += 1;
        }
        let is_alone = match self.events.get(after) {
            Some((Event::End(_), _)) => after == end_of(self.events, block),
            Some((Event::Start(tag), _)) => !is_inline(&tag.to_end()),
            _ => false,
        };
        if !is_alone {
            return None;
        }
        let figure = self.image(block + 1).figure(self.medium.quotes.as_ref())?;
        Some((figure, after))
    }

    fn formula(&mut self, latex: &str, display: bool, span: &Span) -> Event<'w> {
        match math::formula(latex, display) {
            Ok(formula) => {
                self.out.math_styles.extend(formula.styles);
                html(formula.html)
            }
            Err(error) => {
                let fence = if display { 2 } else { 1 };
                let start = span.start + fence;
                let source = &self.text.body.file.text;
                // the LaTeX lacks the marks before the lines of a block quote or a list
                let is_verbatim = source.get(start..start + latex.len()) == Some(latex);
                let error_span = if is_verbatim {
                    start + error.span.start..start + error.span.end
                } else {
                    span.clone()
                };
                let place = Place::new(&self.text.body.file, error_span);
                let signs = (span.start..start).chain(span.end - fence..span.end);
                let diagnostic = faults::invalid_math(&error.message, place, signs);
                self.out.diagnostics.push(diagnostic);
                html("")
            }
        }
    }

    /// Writes the footnotes that have a number, in order. Their texts may refer to more footnotes.
    fn write_footnotes(&mut self) {
        let mut number = 1;
        while let Some(text) = self.footnotes.text(number) {
            if number == 1 {
                self.out
                    .html
                    .push_str("<div class=\"hw-footnotes\">\n<ol>\n");
            }
            let mut events = self.finished(text);
            let prefix = self.medium.prefix();
            let back = html(format!(
                " <a class=\"hw-footnote-back\" href=\"#{prefix}fnref:{number}\">↩\u{fe0e}</a>"
            ));
            match events.last() {
                Some(Event::End(TagEnd::Paragraph)) => {
                    events.insert(events.len() - 1, back);
                }
                _ => events.push(back),
            }
            self.out
                .html
                .push_str(&format!("<li id=\"{prefix}fn:{number}\">\n"));
            push_html(&mut self.out.html, events.into_iter());
            self.out.html.push_str("</li>\n");
            number += 1;
        }
        if number > 1 {
            self.out.html.push_str("</ol>\n</div>\n");
        }
    }
}

/// A code block as HTML. The language is the first word after the fence.
fn code_block<'e>(kind: &CodeBlockKind<'_>, code: &str, highlights: bool) -> Event<'e> {
    let language = match kind {
        CodeBlockKind::Indented => "",
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{', '\t']).next().unwrap_or_default(),
    };
    let mut block = String::from("<pre tabindex=\"0\"><code");
    let is_word = |c: char| c.is_ascii_alphanumeric() || "+#._-".contains(c);
    if !language.is_empty() && language.chars().all(is_word) {
        push_attribute(&mut block, "class", &format!("language-{language}"));
        let name = highlights.then(|| highlight::name_of(language)).flatten();
        push_attribute(&mut block, "data-language", name.unwrap_or_default());
    }
    block.push('>');
    // code without a language has no highlights
    block.push_str(&highlight(code, if highlights { language } else { "" }));
    block.push_str("</code></pre>\n");
    Event::Html(block.into())
}
