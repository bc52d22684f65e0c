//! A linked body as HTML: what stands in `.definition`.
//!
//! pulldown-cmark's own writer makes most of it. This stage hands it the events with those replaced
//! that must come out otherwise: links, images, code, formulas, footnotes, aligned cells, and the
//! lead. Every address and every piece of text is escaped here or by that writer.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use crate::diagnostic::{Code, Diagnostic, Faults, reworded};
use crate::glossary::{Entry, EntryId};
use crate::highlight::highlight;
use crate::link::{LinkedGlossary, Target};
use crate::markdown::{end_of, plain_text};
use crate::math::{self, Styles};
use crate::source::Span;

/// From a term page to the site's root.
const ROOT: &str = "../";

/// The folder in the site of files that entries show or link to.
pub const FILES: &str = "assets/content/";

/// An entry's body, finished.
#[derive(Debug, Clone, Default)]
pub struct Definition {
    /// HTML, for a page directly below the site's root.
    pub html: String,
    /// Classes that its formulas need.
    pub math_styles: Styles,
}

/// Writes the body of one entry. Formulas that cannot be shown are reported.
pub fn definition(id: EntryId, linked: &LinkedGlossary<'_>, faults: &Faults) -> Definition {
    let entry = linked.glossary.entry(id);
    let mut writer = Writer {
        entry,
        linked,
        targets: &linked.links(id).targets,
        faults,
        footnotes: Footnotes::find(&entry.body.events),
        definition: Definition::default(),
    };
    let all = 0..entry.body.events.len();
    let events = writer.finished(all, true);
    pulldown_cmark::html::push_html(&mut writer.definition.html, events.into_iter());
    writer.write_footnotes();
    writer.definition
}

struct Writer<'w, 's> {
    entry: &'w Entry<'s>,
    linked: &'w LinkedGlossary<'s>,
    targets: &'w HashMap<usize, Target>,
    faults: &'w Faults,
    footnotes: Footnotes<'w>,
    definition: Definition,
}

impl<'w> Writer<'w, '_> {
    /// The events of a range as they are to be written; `body` leaves footnotes' texts out.
    fn finished(&mut self, range: Range<usize>, body: bool) -> Vec<Event<'w>> {
        let events: &'w [(Event<'_>, Span)] = &self.entry.body.events;
        let mut out: Vec<Event<'w>> = Vec::with_capacity(range.len());
        let mut table = Table::default();
        let lead = self.entry.gloss.lead_end.filter(|_| body);
        let mut lead_open = false;
        let mut at = range.start;
        while at < range.end {
            let (event, span) = &events[at];
            if let Some((end, offset)) = lead
                && end == at
                && lead_open
            {
                lead_open = false;
                out.extend(split_lead(event, offset));
                at += 1;
                continue;
            }
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) if body => at = end_of(events, at),
                Event::Start(Tag::Paragraph) if begins_lead(events, at, lead) => {
                    lead_open = true;
                    out.push(event.clone());
                    out.push(html("<span class=\"lead\">"));
                }
                Event::Start(Tag::Link { title, .. }) => out.push(self.open_link(at, title)),
                Event::End(TagEnd::Link) => out.push(html("</a>")),
                Event::Start(Tag::Image { title, .. }) => {
                    let end = end_of(events, at);
                    out.push(self.image(at, &plain_text(&events[at..end]), title));
                    at = end;
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let end = end_of(events, at);
                    out.push(code_block(kind, &plain_text(&events[at..end])));
                    at = end;
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
                Event::Text(text) => out.push(Event::Text(CowStr::Borrowed(text))),
                event => out.push(event.clone()),
            }
            at += 1;
        }
        out
    }

    fn open_link(&self, at: usize, title: &str) -> Event<'w> {
        let Some(target) = self.targets.get(&at) else {
            // reported when it was resolved; the site will not be published
            return html("<a>");
        };
        let class = match target {
            Target::Entry(..) => " class=\"term\"",
            _ => "",
        };
        let mut tag = format!("<a{class} href=\"");
        push_href(&mut tag, &self.href(target));
        tag.push('"');
        push_attribute(&mut tag, "title", title);
        tag.push('>');
        html(tag)
    }

    fn image(&self, at: usize, alt: &str, title: &str) -> Event<'w> {
        let mut tag = String::from("<img src=\"");
        if let Some(target) = self.targets.get(&at) {
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
                let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}"));
                format!("{ROOT}{slug}/{}", fragment.unwrap_or_default())
            }
            Target::Anchor(anchor) => format!("#{anchor}"),
            Target::File(path, rest) => format!("{ROOT}{FILES}{}{rest}", percent_encoded(path)),
            Target::Site(path, rest) => format!("{ROOT}{}{rest}", percent_encoded(path)),
            Target::Web(address) => address.clone(),
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
                let place = start + fault.span.start..start + fault.span.end;
                self.faults.report(
                    Diagnostic::new(Code::InvalidMath, reworded(&fault.message))
                        .at(self.entry.place(place)),
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
                Some(range) => self.finished(range, false),
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
    fn find(events: &'w [(Event<'_>, Span)]) -> Self {
        let mut texts = HashMap::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(name)) = event {
                // the first text of a name counts, as CommonMark has it for link definitions
                texts
                    .entry(name.as_ref())
                    .or_insert(at + 1..end_of(events, at));
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

/// Whether the paragraph that begins at `at` holds the end of the lead.
fn begins_lead(events: &[(Event<'_>, Span)], at: usize, lead: Option<(usize, usize)>) -> bool {
    lead.is_some_and(|(end, _)| {
        // a lead that ends within emphasis or a link cannot be one element
        at < end && end < end_of(events, at) && depth_between(events, at, end) == 1
    })
}

fn depth_between(events: &[(Event<'_>, Span)], from: usize, to: usize) -> isize {
    events[from..to]
        .iter()
        .map(|(event, _)| match event {
            Event::Start(_) => 1,
            Event::End(_) => -1,
            // allowed HTML elements nest as well
            Event::InlineHtml(tag) if tag.starts_with("</") => -1,
            Event::InlineHtml(_) => 1,
            _ => 0,
        })
        .sum()
}

/// The event in which the lead ends, with the end of its element at the `offset`.
fn split_lead<'e>(event: &'e Event<'_>, offset: usize) -> Vec<Event<'e>> {
    let end = html("</span>");
    match event {
        Event::Text(text) => {
            let (lead, rest) = text.split_at(text.floor_char_boundary(offset));
            vec![Event::Text(lead.into()), end, Event::Text(rest.into())]
        }
        event => vec![event.clone(), end],
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

/// A path as part of an address: what would end or change it is percent-encoded (WHATWG URL).
fn percent_encoded(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
        .replace('\\', "%5C")
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
