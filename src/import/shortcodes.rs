//! Shortcodes of Hugo and Zola, and Liquid's tags, in Markdown. Those that say what Markdown can say
//! too are written in it; all others stay, and are told of.

use std::collections::HashMap;
use std::ops::Range;

use super::context::Context;
use super::old_site::reference;
use super::passage::{Passage, is_in};
use super::report::NoteKind;
use crate::source::Edit;
use crate::text::{head, slice};

/// Shortcodes that set a passage apart from the text.
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

/// One shortcode or tag.
struct Shortcode<'t> {
    span: Range<usize>,
    /// `{{<`, `{{%`, `{{` or `{%`.
    opening: &'static str,
    inner: &'t str,
}

/// A shortcode taken apart.
struct Call {
    name: String,
    plain: Vec<String>,
    named: Vec<(String, String)>,
}

impl Call {
    fn get(&self, key: &str) -> Option<&str> {
        let found = self.named.iter().find(|(own, _)| own == key);
        found.map(|(_, value)| value.as_str())
    }

    fn first(&self) -> Option<&str> {
        self.plain.first().map(String::as_str)
    }
}

/// Rewrites what is understood.
pub(super) fn rewrite(passage: &mut Passage, context: &mut Context<'_>) {
    if !passage.text.contains("{{") && !passage.text.contains("{%") {
        return;
    }
    let code = passage.code();
    let text = passage.text.clone();
    let codes = find(&text, &code);
    let ends = Ends::new(&codes);
    let mut edits = Vec::new();
    let mut skip_to = 0;
    for (at, found) in codes.iter().enumerate() {
        if found.span.start < skip_to {
            continue;
        }
        let line = passage.line(found.span.start);
        match understand(
            found,
            |name| ends.behind(at, name),
            &text,
            context,
            is_address(&text, found.span.start),
        ) {
            Understood::As(new) => edits.push(Edit::new(found.span.clone(), new)),
            Understood::Pair(open, end, close) => {
                edits.push(Edit::new(found.span.clone(), open));
                edits.push(Edit::new(end, close));
            }
            Understood::Verbatim(open, end, close) => {
                skip_to = end.end;
                edits.push(Edit::new(found.span.clone(), open));
                edits.push(Edit::new(end, close));
            }
            Understood::Gone(end, what) => {
                skip_to = end;
                context.note(NoteKind::TakenOut, line, what);
                edits.push(Edit::new(found.span.start..end, ""));
            }
            Understood::Closing => {}
            Understood::Not(what) => context.note(NoteKind::NotUnderstood, line, what),
        }
    }
    // the end of a pair that was rewritten is no riddle
    passage.apply(edits);
}

enum Understood {
    /// It becomes this.
    As(String),
    /// It and its end become these.
    Pair(String, Range<usize>, String),
    /// The same, and nothing between is read.
    Verbatim(String, Range<usize>, String),
    /// It goes, up to here, with what is said of it.
    Gone(usize, String),
    /// It ends another.
    Closing,
    /// What to say of it.
    Not(String),
}

/// The shortcodes that end others, by the name that they end, in small letters.
struct Ends(HashMap<String, Vec<(usize, Range<usize>)>>);

impl Ends {
    fn new(codes: &[Shortcode<'_>]) -> Self {
        let mut ends: HashMap<String, Vec<_>> = HashMap::new();
        for (at, code) in codes.iter().enumerate() {
            let inner = code.inner.trim_matches('-').trim();
            let closed = inner.strip_prefix('/').map(str::trim);
            if let Some(closed) = closed.or_else(|| inner.strip_prefix("end")) {
                let name = closed.to_ascii_lowercase();
                ends.entry(name).or_default().push((at, code.span.clone()));
            }
        }
        Self(ends)
    }

    /// The first behind a shortcode, by its place among all, that ends those of a name.
    fn behind(&self, at: usize, name: &str) -> Option<Range<usize>> {
        let ends = self.0.get(&name.to_ascii_lowercase())?;
        let next = ends.partition_point(|(end, _)| *end <= at);
        ends.get(next).map(|(_, span)| span.clone())
    }
}

/// All shortcodes outside of code, in order.
fn find<'t>(text: &'t str, code: &[Range<usize>]) -> Vec<Shortcode<'t>> {
    let mut found = Vec::new();
    let mut at = 0;
    // closing signs that do not come again: looked for once, not behind each opening
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

fn understand(
    code: &Shortcode<'_>,
    end_of: impl Fn(&str) -> Option<Range<usize>>,
    text: &str,
    context: &Context<'_>,
    is_address: bool,
) -> Understood {
    let inner = code.inner.trim_matches('-').trim();
    let written = slice(text, code.span.clone());
    let not = || {
        let shown = match written.lines().next() {
            Some(first) if first.len() < 80 && first == written => first.to_owned(),
            _ => format!("{} …", head(written.lines().next().unwrap_or_default(), 60)),
        };
        Understood::Not(format!("`{shown}`"))
    };
    if let Some(comment) = inner.strip_prefix("/*") {
        // Hugo: `{{</* ref */>}}` shows itself, `{{/* … */}}` is a comment
        return match code.opening {
            "{{" => Understood::Gone(code.span.end, "a comment".to_owned()),
            opening => {
                let closing = if opening == "{{<" { ">}}" } else { "%}}" };
                let shown = comment.trim_end_matches("*/");
                Understood::As(format!("`{opening}{shown}{closing}`"))
            }
        };
    }
    if inner.starts_with('/') || inner.starts_with("end") && code.opening == "{%" {
        // told where it begins, if it is not understood
        return Understood::Closing;
    }
    let call = call(inner);
    let name = call.name.to_lowercase();
    let end = || end_of(&call.name);
    let is_hugo = matches!(code.opening, "{{<" | "{{%");
    match name.as_str() {
        "ref" | "relref" if is_hugo => match call.first().or_else(|| call.get("path")) {
            Some(path) => Understood::As(pointer(path, context, is_address)),
            None => not(),
        },
        "link" | "post_url" if code.opening == "{%" => match call.first() {
            Some(path) => Understood::As(pointer(path, context, is_address)),
            None => not(),
        },
        "glossary_tooltip" if is_hugo => tooltip(&call, context).map_or_else(not, Understood::As),
        "figure" | "img" | "image" if is_hugo => figure(&call).map_or_else(not, Understood::As),
        "youtube" if is_hugo => match call.first().or_else(|| call.get("id")) {
            Some(id) => Understood::As(format!("<https://www.youtube.com/watch?v={id}>")),
            None => not(),
        },
        "br" => Understood::As("<br>".to_owned()),
        "highlight" | "code" => match end() {
            Some(end) => {
                let language = call.first().unwrap_or_default();
                fence(text, code.span.end, end, language)
            }
            None => not(),
        },
        "raw" if code.opening == "{%" => match end() {
            Some(end) => Understood::Verbatim(String::new(), end, String::new()),
            None => not(),
        },
        "comment" => match end() {
            Some(end) => Understood::Gone(end.end, "a comment".to_owned()),
            None => not(),
        },
        name if ASIDES.contains(&name) && (is_hugo || code.opening == "{%") => match end() {
            Some(end) => aside(&call, end),
            None => not(),
        },
        "include" if code.opening == "{%" => include(&call).map_or_else(not, Understood::As),
        name if code.opening == "{{" => output(name, inner).map_or_else(not, Understood::As),
        _ => not(),
    }
}

/// Whether what stands at a place is the address of a link.
fn is_address(text: &str, at: usize) -> bool {
    let before = slice(text, ..at).trim_end_matches(['<', ' ']);
    ["](", "]:", "href=\"", "href='", "href="]
        .iter()
        .any(|opening| before.ends_with(opening))
}

/// An address, or where none is wanted, a link with the title of its entry.
fn pointer(path: &str, context: &Context<'_>, is_address: bool) -> String {
    let address = reference(path);
    if is_address {
        return address;
    }
    let title = context.title_of(path).unwrap_or_else(|| path.to_owned());
    format!("[{title}]({address})")
}

/// Kubernetes: a term with its definition as a tooltip.
fn tooltip(call: &Call, context: &Context<'_>) -> Option<String> {
    let id = call.get("term_id")?;
    let text = match call.get("text") {
        Some(text) => text.to_owned(),
        None => context.title_of(id).unwrap_or_else(|| id.to_owned()),
    };
    Some(format!("[{text}]({})", reference(id)))
}

fn figure(call: &Call) -> Option<String> {
    let address = call.get("src").or_else(|| call.first())?;
    let caption = call.get("caption");
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

/// A passage that is set apart, as `containers` reads it.
fn aside(call: &Call, end: Range<usize>) -> Understood {
    let first = call.first().unwrap_or_default();
    let is_kind = ASIDES.contains(&first.to_lowercase().as_str());
    let kind = if is_kind { first } else { &call.name };
    let title = call
        .get("title")
        .or_else(|| call.plain.get(1).map(String::as_str));
    let title = title.unwrap_or(if is_kind { "" } else { first });
    Understood::Pair(format!("\n:::{kind} {title}\n"), end, "\n:::\n".to_owned())
}

fn fence(text: &str, from: usize, end: Range<usize>, language: &str) -> Understood {
    let inside = slice(text, from..end.start);
    let ticks = if inside.contains("```") {
        "````"
    } else {
        "```"
    };
    let before = if inside.starts_with('\n') { "" } else { "\n" };
    let after = if inside.ends_with('\n') { "" } else { "\n" };
    Understood::Verbatim(
        format!("{ticks}{language}{before}"),
        end,
        format!("{after}{ticks}"),
    )
}

/// Jekyll: `{% include note.html content="…" %}`.
fn include(call: &Call) -> Option<String> {
    let file = call.first()?;
    let kind = file.rsplit('/').next()?.split('.').next()?.to_lowercase();
    let content = call.get("content").or_else(|| call.get("text"))?;
    let title = call.get("title").unwrap_or_default();
    ASIDES
        .contains(&kind.as_str())
        .then(|| format!("\n:::{kind} {title}\n{content}\n:::\n"))
}

/// Liquid's output, as far as it is an address.
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

/// The name and the arguments: plain, in quotation marks of either kind or backticks, or after a
/// name and `=`.
fn call(inner: &str) -> Call {
    let inner = inner.trim_end_matches('/').trim();
    let mut words = words(inner).into_iter();
    let mut call = Call {
        name: words.next().map_or(String::new(), |(_, word)| word),
        plain: Vec::new(),
        named: Vec::new(),
    };
    for (key, word) in words {
        match key {
            Some(key) => call.named.push((key, word)),
            None => call.plain.push(word),
        }
    }
    call
}

fn words(inner: &str) -> Vec<(Option<String>, String)> {
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
        words.push((key, word.to_owned()));
        rest = after.trim_start();
    }
    words
}
