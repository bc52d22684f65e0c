//! A linked body as HTML: what stands in `.definition`.
//!
//! pulldown-cmark's own writer makes most of it. This stage hands it the events with those replaced
//! that must come out otherwise: links, images, code, formulas, footnotes, aligned cells, and the
//! lead. Every address and every piece of text is escaped here or by that writer.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use crate::address::destination::encode_path;
use crate::address::site_path::Addresses;
use crate::diagnostic::{Code, Diagnostic, Faults, reworded};
use crate::entry::events::{Position, element, end_of, plain_text};
use crate::entry::markdown::Body;
use crate::glossary::{Entry, EntryId};
use crate::link::{CrossReference, EntryLinks, LinkedGlossary, Target};
use crate::site::html::highlight::highlight;
use crate::site::html::math::Styles;
use crate::site_map::FILES;
use crate::source::Span;
use crate::text::slice;

pub mod highlight;
pub mod math;

/// An entry's body, finished.
#[derive(Debug, Clone, Default)]
pub struct Definition {
    /// HTML, for a page directly below the site's root.
    pub html: String,
    /// Classes that its formulas need.
    pub math_styles: Styles,
}

/// Writes the body of one entry; `addresses` makes those of other entries. Formulas that cannot be shown are
/// reported.
pub fn definition(
    id: EntryId,
    linked: &LinkedGlossary,
    addresses: &Addresses,
    faults: &Faults,
) -> Definition {
    let entry = linked.glossary.entry(id);
    let links = linked.links(id);
    let root = addresses.entry(&entry.slug).to_root();
    let link_to = |id: EntryId| addresses.entry(&linked.glossary.entry(id).slug).from(&root);
    let mut writer = Writer {
        entry,
        linked,
        references: &links.text.references,
        cuts: cuts(entry, links, &link_to),
        addresses,
        root: root.clone(),
        faults,
        footnotes: Footnotes::find(&entry.body),
        definition: Definition::default(),
    };
    let all = 0..entry.body.events.len();
    let events = writer.finished(all);
    pulldown_cmark::html::push_html(&mut writer.definition.html, events.into_iter());
    writer.write_footnotes();
    writer.definition
}

/// A tag that stands where no event has one.
struct Cut {
    at: Position,
    tag: String,
}

/// What a tag is, in the order in which tags stand at one place: inner elements end before outer
/// ones, and what begins there comes after what ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    LinkEnd,
    LeadEnd,
    LeadStart,
    LinkStart,
}

/// The tags of the lead and of automatic links, in order; `link_to` gives the link to an entry.
fn cuts(entry: &Entry, links: &EntryLinks, link_to: &dyn Fn(EntryId) -> String) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(links.text.automatic.len() * 2 + 2);
    let mut cut = |edge: Edge, at, tag: String| cuts.push((edge, Cut { at, tag }));
    for link in links.text.automatic.iter() {
        let mut tag = String::from("<a class=\"term auto\" href=\"");
        push_href(&mut tag, &link_to(link.means.entry));
        tag.push_str("\">");
        cut(Edge::LinkStart, link.positions.start, tag);
        cut(Edge::LinkEnd, link.positions.end, "</a>".to_owned());
    }
    if let Some(lead) = &entry.gloss.lead {
        // a mention over the sentence's end belongs to it
        let over = links
            .text
            .automatic
            .iter()
            .find(|link| link.positions.start < lead.end && lead.end < link.positions.end);
        let end = over.map_or(lead.end, |link| link.positions.end);
        cut(
            Edge::LeadStart,
            lead.start,
            "<span class=\"lead\">".to_owned(),
        );
        cut(Edge::LeadEnd, end, "</span>".to_owned());
    }
    cuts.sort_by_key(|(edge, cut)| (cut.at, *edge));
    cuts.into_iter().map(|(_, cut)| cut).collect()
}

struct Writer<'w> {
    entry: &'w Entry,
    linked: &'w LinkedGlossary,
    addresses: &'w Addresses,
    references: &'w [CrossReference],
    /// In order.
    cuts: Vec<Cut>,
    root: String,
    faults: &'w Faults,
    footnotes: Footnotes<'w>,
    definition: Definition,
}

impl<'w> Writer<'w> {
    /// The events of a range as they are to be written, footnotes' texts left out.
    fn finished(&mut self, range: Range<usize>) -> Vec<Event<'w>> {
        let events: &'w [(Event<'_>, Span)] = &self.entry.body.events;
        let mut out: Vec<Event<'w>> = Vec::with_capacity(range.len());
        let mut table = Table::default();
        let mut links = 0;
        let mut at = range.start;
        while at < range.end
            && let Some((event, span)) = events.get(at)
        {
            let (before, within) = self.cuts_of(at);
            out.extend(before.iter().map(|cut| html(cut.tag.clone())));
            match event {
                // they stand at the end, wherever they were written
                Event::Start(Tag::FootnoteDefinition(_)) => at = end_of(events, at),
                Event::Text(text) => {
                    let mut from = 0;
                    for cut in within {
                        let to = text.floor_char_boundary(cut.at.offset);
                        out.push(Event::Text(slice(text, from..to).into()));
                        out.push(html(cut.tag.clone()));
                        from = to;
                    }
                    out.push(Event::Text(slice(text, from..).into()));
                }
                // a link cannot stand in a link: the outer one counts
                Event::Start(Tag::Link { title, .. }) => {
                    if links == 0 {
                        out.push(self.open_link(at, title));
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
                Event::Start(Tag::Image { title, .. }) => {
                    out.push(self.image(at, &plain_text(element(events, at)), title));
                    at = end_of(events, at);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    out.push(code_block(kind, &plain_text(element(events, at))));
                    at = end_of(events, at);
                }
                Event::InlineMath(latex) => out.push(self.formula(latex, false, span)),
                Event::DisplayMath(latex) => out.push(self.formula(latex, true, span)),
                Event::TaskListMarker(done) => {
                    out.push(Event::Text(if *done { "☑ " } else { "☐ " }.into()));
                }
                Event::FootnoteReference(name) => out.extend(self.footnotes.refer(name)),
                Event::Start(Tag::Table(alignments)) => {
                    table = Table::new(alignments);
                    out.push(html("<div class=\"table\" tabindex=\"0\">"));
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
            at += 1;
        }
        out
    }

    /// The tags before an event, and those within its words.
    fn cuts_of(&self, event: usize) -> (&[Cut], &[Cut]) {
        let start = self.cuts.partition_point(|cut| cut.at.event < event);
        let end = self.cuts.partition_point(|cut| cut.at.event <= event);
        let cuts = self.cuts.get(start..end).unwrap_or_default();
        cuts.split_at(cuts.partition_point(|cut| cut.at <= Position::before(event)))
    }

    /// Where the link or image that begins at an event leads; `None` where that has been reported.
    fn target(&self, event: usize) -> Option<&'w Target> {
        let found = self
            .references
            .binary_search_by_key(&event, |reference| reference.event);
        let reference = self.references.get(found.ok()?)?;
        Some(&reference.target)
    }

    fn open_link(&self, at: usize, title: &str) -> Event<'w> {
        let Some(target) = self.target(at) else {
            // reported when it was resolved; the site will not be published
            return html("<a>");
        };
        let class = match target {
            Target::Entry(..) => " class=\"term\"",
            _ => "",
        };
        let mut tag = format!("<a{class} href=\"");
        match target {
            // valid as it is: more encoding would make another of it
            Target::Web(address) => push_escaped(&mut tag, &address.to_string()),
            target => push_href(&mut tag, &self.href(target)),
        }
        tag.push('"');
        push_attribute(&mut tag, "title", title);
        tag.push('>');
        html(tag)
    }

    fn image(&self, at: usize, alt: &str, title: &str) -> Event<'w> {
        let mut tag = String::from("<img src=\"");
        if let Some(target) = self.target(at) {
            push_href(&mut tag, &self.href(target));
        }
        tag.push_str("\" alt=\"");
        push_escaped(&mut tag, alt);
        tag.push('"');
        push_attribute(&mut tag, "title", title);
        tag.push_str(" loading=\"lazy\">");
        html(tag)
    }

    /// The address of a target as this page writes it.
    fn href(&self, target: &Target) -> String {
        match target {
            Target::Entry(id, anchor) => {
                let slug = &self.linked.glossary.entry(*id).slug;
                let mut link = self.addresses.entry(slug).from(&self.root);
                if let Some(anchor) = anchor {
                    link.push('#');
                    link.push_str(anchor);
                }
                link
            }
            Target::Anchor(anchor) => format!("#{anchor}"),
            Target::File(path, suffix) => {
                format!(
                    "{}{FILES}{}{}",
                    self.root,
                    encode_path(path),
                    suffix.as_str()
                )
            }
            Target::Site(path, suffix) => {
                format!("{}{}{}", self.root, encode_path(path), suffix.as_str())
            }
            Target::Web(address) => address.to_string(),
        }
    }

    fn formula(&mut self, latex: &str, display: bool, span: &Span) -> Event<'w> {
        match math::formula(latex, display) {
            Ok(formula) => {
                self.definition.math_styles.extend(formula.styles);
                html(formula.html)
            }
            Err(fault) => {
                let fence = if display { 2 } else { 1 };
                let start = span.start + fence;
                let source = &self.entry.file.text;
                // in a quotation or a list, the source has marks between that the LaTeX has not
                let place = match source.get(start..start + latex.len()) == Some(latex) {
                    true => start + fault.span.start..start + fault.span.end,
                    false => span.clone(),
                };
                self.faults.report(
                    Diagnostic::new(Code::InvalidMath, reworded(&fault.message))
                        .at(self.entry.place(place))
                        .help("correct the LaTeX; a dollar sign that begins no formula is written `\\$`"),
                );
                html("")
            }
        }
    }

    /// The texts of the footnotes that were referred to, in that order; those may refer to more.
    fn write_footnotes(&mut self) {
        let mut number = 0;
        while let Some(name) = self.footnotes.order.get(number).copied() {
            number += 1;
            if number == 1 {
                self.definition
                    .html
                    .push_str("<div class=\"footnotes\">\n<ol>\n");
            }
            let mut events = match self.footnotes.texts.get(name).cloned() {
                Some(range) => self.finished(range),
                None => Vec::new(),
            };
            let back = html(format!(
                " <a class=\"footnote-back\" href=\"#fnref:{number}\">↩\u{fe0e}</a>"
            ));
            match events.last() {
                Some(Event::End(TagEnd::Paragraph)) => {
                    events.insert(events.len() - 1, back);
                }
                _ => events.push(back),
            }
            self.definition
                .html
                .push_str(&format!("<li id=\"fn:{number}\">\n"));
            pulldown_cmark::html::push_html(&mut self.definition.html, events.into_iter());
            self.definition.html.push_str("</li>\n");
        }
        if number > 0 {
            self.definition.html.push_str("</ol>\n</div>\n");
        }
    }
}

/// An entry's footnotes: where their texts are, and the order in which they are referred to.
struct Footnotes<'w> {
    texts: HashMap<&'w str, Range<usize>>,
    order: Vec<&'w str>,
    /// The number of each, and how often it has been referred to.
    references: HashMap<&'w str, (usize, usize)>,
}

impl<'w> Footnotes<'w> {
    fn find(body: &'w Body) -> Self {
        let mut texts = HashMap::new();
        for (at, (event, _)) in body.events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(name)) = event
                && body.is_shown(at)
            {
                texts.insert(name.as_ref(), at + 1..end_of(&body.events, at));
            }
        }
        Self {
            texts,
            order: Vec::new(),
            references: HashMap::new(),
        }
    }

    fn refer(&mut self, name: &'w str) -> Option<Event<'w>> {
        if !self.texts.contains_key(name) {
            return None;
        }
        let (number, count) = self.references.entry(name).or_insert_with(|| {
            self.order.push(name);
            (self.order.len(), 0)
        });
        *count += 1;
        let again = if *count > 1 {
            format!(":{count}")
        } else {
            String::new()
        };
        Some(html(format!(
            "<sup class=\"footnote-ref\"><a id=\"fnref:{number}{again}\" \
             href=\"#fn:{number}\">{number}</a></sup>"
        )))
    }
}

/// Where in a table the writer is.
#[derive(Default)]
struct Table<'t> {
    alignments: &'t [Alignment],
    in_head: bool,
    column: usize,
}

impl<'t> Table<'t> {
    fn new(alignments: &'t [Alignment]) -> Self {
        Self {
            alignments,
            ..Self::default()
        }
    }

    fn start_row(&mut self, in_head: bool) {
        self.in_head = in_head;
        self.column = 0;
    }

    fn open_cell(&mut self) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        if self.in_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        }
    }

    fn close_cell(&self) -> &'static str {
        if self.in_head { "</th>" } else { "</td>" }
    }
}

fn code_block<'e>(kind: &CodeBlockKind<'_>, code: &str) -> Event<'e> {
    let language = match kind {
        CodeBlockKind::Indented => "",
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{', '\t']).next().unwrap_or_default(),
    };
    let mut block = String::from("<pre tabindex=\"0\"><code");
    let is_word = |c: char| c.is_ascii_alphanumeric() || "+#._-".contains(c);
    if !language.is_empty() && language.chars().all(is_word) {
        push_attribute(&mut block, "class", &format!("language-{language}"));
    }
    block.push('>');
    block.push_str(&highlight(code, language));
    block.push_str("</code></pre>\n");
    Event::Html(block.into())
}

fn push_attribute(tag: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        tag.push_str(&format!(" {name}=\""));
        push_escaped(tag, value);
        tag.push('"');
    }
}

fn push_escaped(out: &mut String, text: &str) {
    // writing to a string cannot fail
    let _: Result<(), _> = escape_html(out, text);
}

fn push_href(out: &mut String, address: &str) {
    let _: Result<(), _> = escape_href(&mut *out, address);
}

fn html<'e>(text: impl Into<CowStr<'e>>) -> Event<'e> {
    Event::InlineHtml(text.into())
}
