//! Shortcodes of Hugo and Zola, and tags of Liquid (Jekyll). Those with an equivalent in Markdown are
//! replaced. All others stay in the text and get a note.
//!
//! ```text
//! source                                          Markdown
//! [pixel]({{< ref "pixel.md" >}})                 [pixel](headword-ref:pixel.md), which `links` resolves
//! {{< figure src="grid.png" alt="A grid" >}}      ![A grid](grid.png)
//! {{% note %}} Keep it warm. {{% /note %}}        :::note … :::, a container that `containers` reads
//! {% highlight ruby %} puts 1 {% endhighlight %}  a block of code
//! {{/* draft */}}                                 nothing, with a note
//! {{< rating 5 >}}                                the same text, with a note
//! ```

use std::collections::HashMap;
use std::ops::Range;

use super::context::Context;
use super::notes::{NoteKind, excerpt};
use super::old_site::reference;
use super::passage::{Passage, is_in};
use crate::source::Edit;
use crate::text::slice;

/// Shortcodes whose content becomes a block quote with a heading.
const ASIDES: &[&str] = &[
    "admonition",
    "alert",
    "attention",
    "blockquote",
    "callout",
    "caution",
    "danger",
    "example",
    "hint",
    "important",
    "info",
    "note",
    "notice",
    "pageinfo",
    "quote",
    "success",
    "tip",
    "warning",
];

/// A shortcode or a tag in a text.
struct Shortcode<'t> {
    span: Range<usize>,
    /// Its first characters: `{{<`, `{{%`, `{{` or `{%`.
    opening: &'static str,
    /// The text between its brackets.
    inner: &'t str,
}

/// The name and the arguments of a shortcode.
struct Call {
    name: String,
    /// The arguments without a key.
    positional: Vec<String>,
    named: Vec<(String, String)>,
}

impl Call {
    /// The argument with a key.
    fn get(&self, key: &str) -> Option<&str> {
        let argument = self.named.iter().find(|(other, _)| other == key);
        argument.map(|(_, value)| value.as_str())
    }

    /// The first argument without a key.
    fn first(&self) -> Option<&str> {
        self.positional.first().map(String::as_str)
    }
}

/// Replaces the shortcodes of a text.
pub(super) fn rewrite(passage: &mut Passage, context: &mut Context<'_>) {
    if !passage.text.contains("{{") && !passage.text.contains("{%") {
        return;
    }
    let code = passage.code();
    let text = passage.text.clone();
    let shortcodes = find(&text, &code);
    let ends = Ends::new(&shortcodes);
    let mut edits = Vec::new();
    let mut skip_to = 0;
    for (index, shortcode) in shortcodes.iter().enumerate() {
        let span = shortcode.span.clone();
        if span.start < skip_to {
            continue;
        }
        let line = passage.line(span.start);
        let end_of = |name: &str| ends.after(index, name);
        match translate(shortcode, end_of, &text, context) {
            Translation::Text(new) => edits.push(Edit::new(span, new)),
            Translation::Pair(opening, end, closing) => {
                edits.push(Edit::new(span, opening));
                edits.push(Edit::new(end, closing));
            }
            Translation::Verbatim(opening, end, closing) => {
                skip_to = end.end;
                edits.push(Edit::new(span, opening));
                edits.push(Edit::new(end, closing));
            }
            Translation::Removed(end) => {
                skip_to = end;
                let detail = excerpt(slice(&text, span.start..end));
                context.note(NoteKind::TakenOut, line, "a comment", detail);
                edits.push(Edit::new(span.start..end, ""));
            }
            Translation::Closing => {}
            Translation::Unknown => {
                let detail = excerpt(slice(&text, span));
                context.note(
                    NoteKind::NotUnderstood,
                    line,
                    "a shortcode or a tag",
                    detail,
                );
            }
        }
    }
    passage.apply(edits);
}

/// The translation of a shortcode into Markdown.
enum Translation {
    /// A text in its place.
    Text(String),
    /// A text in its place, and another in place of its closing shortcode. The shortcodes between are
    /// translated.
    Pair(String, Range<usize>, String),
    /// The same, but the text between stays as it is.
    Verbatim(String, Range<usize>, String),
    /// Nothing, from its beginning to this offset, because it is a comment.
    Removed(usize),
    /// It closes another shortcode, which decides about it.
    Closing,
    /// None: the shortcode stays, with a note.
    Unknown,
}

/// A closing shortcode.
struct ClosingShortcode {
    /// Its index among all shortcodes.
    index: usize,
    span: Range<usize>,
}

/// The closing shortcodes, by the name that they close, in small letters.
struct Ends(HashMap<String, Vec<ClosingShortcode>>);

impl Ends {
    fn new(shortcodes: &[Shortcode<'_>]) -> Self {
        let mut ends: HashMap<String, Vec<ClosingShortcode>> = HashMap::new();
        for (index, shortcode) in shortcodes.iter().enumerate() {
            let inner = shortcode.inner.trim_matches('-').trim();
            let closed = inner.strip_prefix('/').map(str::trim);
            if let Some(closed) = closed.or_else(|| inner.strip_prefix("end")) {
                let name = closed.to_ascii_lowercase();
                ends.entry(name).or_default().push(ClosingShortcode {
                    index,
                    span: shortcode.span.clone(),
                });
            }
        }
        Self(ends)
    }

    /// The first closing shortcode for a name after the shortcode with an index.
    fn after(&self, index: usize, name: &str) -> Option<Range<usize>> {
        let ends = self.0.get(&name.to_ascii_lowercase())?;
        let next = ends.partition_point(|end| end.index <= index);
        ends.get(next).map(|end| end.span.clone())
    }
}

/// All shortcodes of a text, in order, except those in `code`.
fn find<'t>(text: &'t str, code: &[Range<usize>]) -> Vec<Shortcode<'t>> {
    let mut found = Vec::new();
    let mut at = 0;
    // closing brackets that do not follow any more, so that the time does not grow with the square of the
    // text
    let mut gone: Vec<&str> = Vec::new();
    while let Some(start) = slice(text, at..).find('{').map(|start| at + start) {
        let rest = slice(text, start..);
        let form = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")]
            .into_iter()
            .find(|(opening, _)| rest.starts_with(opening));
        let Some((opening, closing)) = form.filter(|_| !is_in(code, start)) else {
            at = start + 1;
            continue;
        };
        let length = if gone.contains(&closing) {
            None
        } else {
            slice(rest, opening.len()..).find(closing)
        };
        match length {
            Some(length) => {
                let end = start + opening.len() + length + closing.len();
                found.push(Shortcode {
                    span: start..end,
                    opening,
                    inner: slice(rest, opening.len()..opening.len() + length).trim(),
                });
                at = end;
            }
            None => {
                if !gone.contains(&closing) {
                    gone.push(closing);
                }
                at = start + opening.len();
            }
        }
    }
    found
}

/// Translates a shortcode. `end_of` gives the closing shortcode for a name.
fn translate(
    shortcode: &Shortcode<'_>,
    end_of: impl Fn(&str) -> Option<Range<usize>>,
    text: &str,
    context: &Context<'_>,
) -> Translation {
    let inner = shortcode.inner.trim_matches('-').trim();
    if let Some(comment) = inner.strip_prefix("/*") {
        // Hugo: `{{</* ref */>}}` shows the shortcode itself, `{{/* … */}}` is a comment
        return match shortcode.opening {
            "{{" => Translation::Removed(shortcode.span.end),
            opening => {
                let closing = if opening == "{{<" { ">}}" } else { "%}}" };
                let shown = comment.trim_end_matches("*/");
                Translation::Text(format!("`{opening}{shown}{closing}`"))
            }
        };
    }
    if inner.starts_with('/') || inner.starts_with("end") && shortcode.opening == "{%" {
        return Translation::Closing;
    }
    let call = call(inner);
    let translation = if matches!(shortcode.opening, "{{<" | "{{%") {
        of_hugo(&call, shortcode, text, context)
    } else if shortcode.opening == "{%" {
        of_liquid(&call, shortcode, text, context, &end_of)
    } else {
        None
    };
    translation
        .or_else(|| of_both(&call, shortcode, text, &end_of))
        .or_else(|| {
            let is_output = shortcode.opening == "{{";
            let address = is_output.then(|| output(&call.name.to_lowercase(), inner))?;
            address.map(Translation::Text)
        })
        .unwrap_or(Translation::Unknown)
}

/// The translation of a shortcode that only Hugo has.
fn of_hugo(
    call: &Call,
    shortcode: &Shortcode<'_>,
    text: &str,
    context: &Context<'_>,
) -> Option<Translation> {
    let markdown = match call.name.to_lowercase().as_str() {
        "ref" | "relref" => {
            let path = call.first().or_else(|| call.get("path"))?;
            pointer(path, context, is_address(text, shortcode.span.start))
        }
        "glossary_tooltip" => tooltip(call, context)?,
        "figure" | "img" | "image" => figure(call)?,
        "youtube" => {
            let id = call.first().or_else(|| call.get("id"))?;
            format!("<https://www.youtube.com/watch?v={id}>")
        }
        _ => return None,
    };
    Some(Translation::Text(markdown))
}

/// The translation of a tag that only Liquid has.
fn of_liquid(
    call: &Call,
    shortcode: &Shortcode<'_>,
    text: &str,
    context: &Context<'_>,
    end_of: &impl Fn(&str) -> Option<Range<usize>>,
) -> Option<Translation> {
    Some(match call.name.to_lowercase().as_str() {
        "link" | "post_url" => {
            let is_address = is_address(text, shortcode.span.start);
            Translation::Text(pointer(call.first()?, context, is_address))
        }
        "raw" => Translation::Verbatim(String::new(), end_of(&call.name)?, String::new()),
        "include" => Translation::Text(include(call)?),
        _ => return None,
    })
}

/// The translation of a shortcode that Hugo and Liquid have.
fn of_both(
    call: &Call,
    shortcode: &Shortcode<'_>,
    text: &str,
    end_of: &impl Fn(&str) -> Option<Range<usize>>,
) -> Option<Translation> {
    let is_output = shortcode.opening == "{{";
    Some(match call.name.to_lowercase().as_str() {
        "br" => Translation::Text("<br>".to_owned()),
        "highlight" | "code" => {
            let language = call.first().unwrap_or_default();
            fence(text, shortcode.span.end, end_of(&call.name)?, language)
        }
        "comment" => Translation::Removed(end_of(&call.name)?.end),
        name if ASIDES.contains(&name) && !is_output => aside(call, end_of(&call.name)?),
        _ => return None,
    })
}

/// Whether the text at an offset is the address of a link.
fn is_address(text: &str, offset: usize) -> bool {
    let before = slice(text, ..offset).trim_end_matches(['<', ' ']);
    ["](", "]:", "href=\"", "href='", "href="]
        .iter()
        .any(|opening| before.ends_with(opening))
}

/// A reference to an entry: an address where the text needs an address, otherwise a link with the entry's
/// title.
fn pointer(path: &str, context: &Context<'_>, is_address: bool) -> String {
    let address = reference(path);
    if is_address {
        return address;
    }
    let title = context.title_of(path).unwrap_or_else(|| path.to_owned());
    format!("[{title}]({address})")
}

/// The link for a `glossary_tooltip`, with which Kubernetes shows the definition of a term.
fn tooltip(call: &Call, context: &Context<'_>) -> Option<String> {
    let id = call.get("term_id")?;
    let text = match call.get("text") {
        Some(text) => text.to_owned(),
        None => context.title_of(id).unwrap_or_else(|| id.to_owned()),
    };
    Some(format!("[{text}]({})", reference(id)))
}

/// The image for a `figure`, with its caption in italics on the next line.
fn figure(call: &Call) -> Option<String> {
    let address = call.get("src").or_else(|| call.first())?;
    // Hugo shows the title, the caption and the source below the picture
    let below = ["title", "caption", "attr"].map(|key| call.get(key).map(str::trim));
    let below: Vec<&str> = below.into_iter().flatten().collect();
    let caption = (!below.is_empty()).then(|| below.join(", "));
    let caption = caption.as_deref();
    let alt = call.get("alt").or(call.get("title")).or(caption);
    let address = address.replace(' ', "%20");
    let alt = alt
        .unwrap_or_default()
        .replace('[', "\\[")
        .replace(']', "\\]");
    let image = format!("![{alt}]({address})");
    Some(match caption {
        Some(caption) => format!("{image}\\\n*{}*", caption.trim()),
        None => image,
    })
}

/// The container for a shortcode with content, in the syntax that `containers` reads.
fn aside(call: &Call, end: Range<usize>) -> Translation {
    let first = call.first().unwrap_or_default();
    let is_kind = ASIDES.contains(&first.to_lowercase().as_str());
    let kind = if is_kind { first } else { &call.name };
    let title = call
        .get("title")
        .or_else(|| call.positional.get(1).map(String::as_str));
    let title = title.unwrap_or(if is_kind { "" } else { first });
    Translation::Pair(format!("\n:::{kind} {title}\n"), end, "\n:::\n".to_owned())
}

/// The block of code for the text from an offset to a closing shortcode.
fn fence(text: &str, from: usize, end: Range<usize>, language: &str) -> Translation {
    let inside = slice(text, from..end.start);
    let ticks = if inside.contains("```") {
        "````"
    } else {
        "```"
    };
    let before = if inside.starts_with('\n') { "" } else { "\n" };
    let after = if inside.ends_with('\n') { "" } else { "\n" };
    Translation::Verbatim(
        format!("{ticks}{language}{before}"),
        end,
        format!("{after}{ticks}"),
    )
}

/// The container for an include of Jekyll with content: `{% include note.html content="…" %}`.
fn include(call: &Call) -> Option<String> {
    let file = call.first()?;
    let kind = file.rsplit('/').next()?.split('.').next()?.to_lowercase();
    let content = call.get("content").or_else(|| call.get("text"))?;
    let title = call.get("title").unwrap_or_default();
    ASIDES
        .contains(&kind.as_str())
        .then(|| format!("\n:::{kind} {title}\n{content}\n:::\n"))
}

/// The text for an output tag of Liquid, if it is an address: `{{ "/tags/" | relative_url }}` gives
/// `/tags/`. The URL of the site itself gives an empty text.
fn output(name: &str, inner: &str) -> Option<String> {
    if matches!(name, "site.baseurl" | "site.url" | "page.root") {
        return Some(String::new());
    }
    let (value, filter) = inner.split_once('|')?;
    let value = value.trim();
    let text = value
        .strip_prefix(['"', '\''])
        .and_then(|rest| rest.strip_suffix(['"', '\'']))?;
    let is_address = filter
        .split('|')
        .all(|filter| matches!(filter.trim(), "relative_url" | "absolute_url" | "escape"));
    is_address.then(|| text.to_owned())
}

/// Reads the name and the arguments of a shortcode. An argument may have a key with `=`, and its value may
/// be in quotation marks or backticks: `figure "grid.png" alt="A grid"`.
fn call(inner: &str) -> Call {
    let inner = inner.trim_end_matches('/').trim();
    let mut words = words(inner).into_iter();
    let mut call = Call {
        name: words.next().map_or(String::new(), |word| word.text),
        positional: Vec::new(),
        named: Vec::new(),
    };
    for Word { key, text } in words {
        match key {
            Some(key) => call.named.push((key, text)),
            None => call.positional.push(text),
        }
    }
    call
}

/// A word of a shortcode, with its key.
struct Word {
    key: Option<String>,
    text: String,
}

fn words(inner: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = inner.trim_start();
    while !rest.is_empty() {
        let plain = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | '`'))
            .unwrap_or(rest.len());
        let mut key = None;
        if plain > 0 && slice(rest, plain..).starts_with('=') {
            key = Some(slice(rest, ..plain).to_owned());
            rest = slice(rest, plain + 1..);
        }
        let quote = rest
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`'));
        let (word, after) = match quote {
            Some(quote) => {
                let inside = slice(rest, 1..);
                let end = inside.find(quote).unwrap_or(inside.len());
                (
                    slice(inside, ..end),
                    slice(inside, end..).get(1..).unwrap_or_default(),
                )
            }
            None => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                rest.split_at_checked(end).unwrap_or((rest, ""))
            }
        };
        words.push(Word {
            key,
            text: word.to_owned(),
        });
        rest = after.trim_start();
    }
    words
}
