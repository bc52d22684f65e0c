//! Whole values of keys: reads them for a comparison, and replaces them whatever their types are. Every other
//! byte of the text stays.

use super::found::table_of;
use super::table::TableForm;
use crate::project::keys::Syntax;
use crate::project::keys::value::{Content, Field, Table, Value};
use crate::source::{Edit, Span, apply};
use crate::text::slice;

/// A key of a TOML or YAML text with its whole value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeValue {
    /// The key. A key of the inner table has the name of the table before it: `extra.unit`.
    pub key: String,
    /// The content of the value. It is the same for all ways to write the value: quotation marks, line breaks between
    /// items, the syntax. A list with one text has the content of this text, because keys take both.
    pub content: String,
    /// The value as it is written.
    pub written: String,
    /// The lines of a table that has a header of its own, such as `[extra.size]`, with those of the tables in it; `None` for
    /// all other values. Then `written` is only the header.
    pub section: Option<String>,
    /// The items of a list as they are written; `None` if the value is not a list.
    pub items: Option<Vec<String>>,
    /// The byte of the text at which the value begins.
    pub start: usize,
    /// The bytes of the text from the beginning of the key to the end of the value.
    pub span: Span,
    /// Whether there is a comment within the value.
    pub has_comment: bool,
}

/// The keys of a whole text, in its order, and the keys of its table `inner` one by one. `None` if the text does not
/// have this syntax.
///
/// ```toml
/// title = "Tea"     # `title`
/// [extra]
/// unit = "cup"      # `extra.unit`
/// ```
pub fn whole_values(text: &str, syntax: Syntax, inner: &str) -> Option<Vec<WholeValue>> {
    let table = table_of(text, syntax)?;
    let mut values: Vec<WholeValue> = Vec::new();
    for field in &table.fields {
        match &field.value.content {
            Content::Table(own) if field.key == inner => {
                let fields = own.fields.iter();
                values.extend(fields.map(|own| WholeValue::new(own, text, Some(inner))));
            }
            _ => values.push(WholeValue::new(field, text, None)),
        }
    }
    values.sort_by_key(|value| value.start);
    Some(values)
}

impl WholeValue {
    fn new(field: &Field<'_>, text: &str, table: Option<&str>) -> Self {
        let value = &field.value;
        let span = without_end(text, &value.span);
        let items = match &value.content {
            Content::List(items) => {
                let items = items.iter();
                let items = items.map(|item| slice(text, item.span.clone()).trim().to_owned());
                Some(items.collect())
            }
            _ => None,
        };
        let mut content = String::new();
        add_content(value, &mut content);
        Self {
            key: match table {
                Some(table) => format!("{table}.{}", field.key),
                None => field.key.to_string(),
            },
            content,
            written: slice(text, span.clone()).to_owned(),
            section: section_of(text, &field.span).map(|lines| slice(text, lines).to_owned()),
            items,
            start: span.start,
            span: field.span.start..span.end.max(field.span.end),
            has_comment: has_comment(value, text),
        }
    }
}

/// The lines of the table whose key is at these bytes, if it is in a header of TOML: up to the header of another table, without
/// empty lines and comments before that.
fn section_of(text: &str, key: &Span) -> Option<Span> {
    let start = line_start(text, key.start);
    let prefix = slice(text, start..key.end);
    if !prefix.starts_with('[') {
        return None;
    }
    let name = prefix.trim_start_matches('[');
    let is_inside = |line: &str| {
        let rest = line.trim_start_matches('[').strip_prefix(name);
        rest.is_some_and(|rest| rest.trim_start().starts_with([']', '.']))
    };
    let mut end = start;
    let mut at = start;
    for line in slice(text, start..).split_inclusive('\n') {
        if line.starts_with('[') && !is_inside(line) {
            break;
        }
        at += line.len();
        if !line.trim().is_empty() && !line.starts_with('#') {
            end = at;
        }
    }
    Some(start..end)
}

/// Adds the content of a value to `out`: the length of each text comes before it, so that two values with different
/// texts never have the same content. The recursion is not deep: both parsers limit the depth.
fn add_content(value: &Value<'_>, out: &mut String) {
    let mut add = |text: &str| out.push_str(&format!("{}:{text}", text.len()));
    match &value.content {
        Content::Text(text) | Content::Plain(text) => add(text),
        Content::Nothing => add(""),
        Content::Integer { digits, radix: 10 } => add(digits),
        Content::Integer { digits, radix } => add(&format!("{digits} in base {radix}")),
        Content::Float(number) => add(number),
        Content::Flag(flag) => add(if *flag { "true" } else { "false" }),
        Content::Moment(moment) => add(&moment.to_string()),
        Content::List(items) => match items.as_slice() {
            [only] if only.as_text().is_some() => add_content(only, out),
            items => {
                out.push('[');
                items.iter().for_each(|item| add_content(item, out));
                out.push(']');
            }
        },
        Content::Table(table) => {
            let mut fields: Vec<&Field<'_>> = table.fields.iter().collect();
            fields.sort_by(|a, b| a.key.cmp(&b.key));
            out.push('{');
            for field in fields {
                out.push_str(&format!("{}:{}=", field.key.len(), field.key));
                add_content(&field.value, out);
            }
            out.push('}');
        }
    }
}

/// Whether the text between the parts of a value has a comment.
fn has_comment(value: &Value<'_>, text: &str) -> bool {
    let mut parts = Vec::new();
    add_parts(value, &mut parts);
    if parts.is_empty() {
        return matches!(&value.content, Content::List(_) | Content::Table(_))
            && slice(text, value.span.clone()).contains('#');
    }
    parts.sort_by_key(|span: &Span| span.start);
    let mut at = value
        .span
        .start
        .min(parts.first().map_or(0, |part| part.start));
    for part in parts {
        if slice(text, at..part.start).contains('#') {
            return true;
        }
        at = at.max(part.end);
    }
    slice(text, at..value.span.end).contains('#')
}

/// Adds the bytes of the keys and of the single values in a list or a table.
fn add_parts(value: &Value<'_>, parts: &mut Vec<Span>) {
    match &value.content {
        Content::List(items) => items.iter().for_each(|item| add_parts(item, parts)),
        Content::Table(table) => {
            for field in &table.fields {
                parts.push(field.span.clone());
                add_parts(&field.value, parts);
            }
        }
        _ => parts.push(value.span.clone()),
    }
}

/// A text after its key got the value that `new` has in another text of the same syntax. The layout of a list stays: one item on
/// each line, or all on one. A missing key gets a line of its own after the key `after`, or at the beginning.
///
/// `None` if the text has a form that is not changed, such as a table between braces. The caller has to read the
/// result, because some forms are seen only there.
pub fn with_value(
    text: &str,
    syntax: Syntax,
    inner: &str,
    new: &WholeValue,
    after: Option<&str>,
) -> Option<String> {
    let table = table_of(text, syntax)?;
    let edit = match place_of(&table, inner, &new.key) {
        Some(found) => match section_of(text, &found.key) {
            Some(lines) => Edit::new(lines, new.section.as_deref()?),
            None => replaced(text, syntax, &found, new),
        },
        None if new.section.is_some() => {
            let section = new.section.as_deref()?;
            let gap = if text.is_empty() { "" } else { "\n" };
            inserted(text, text.len(), &format!("{gap}{section}"))
        }
        None => {
            let after = after.and_then(|after| place_of(&table, inner, after));
            added(text, syntax, inner, new, after, &table)?
        }
    };
    Some(apply(text, &[edit]))
}

/// A text without a key. The comment after its value stays, and the table `inner` goes with its last key.
///
/// `None` if the text has a form that is not changed, as for [`with_value`].
pub fn without_key(text: &str, syntax: Syntax, inner: &str, key: &str) -> Option<String> {
    let table = table_of(text, syntax)?;
    let found = place_of(&table, inner, key)?;
    if let Some(lines) = section_of(text, &found.key) {
        let before = slice(text, ..lines.start);
        let start = match before.strip_suffix("\n\n") {
            Some(before) => before.len() + 1,
            None => lines.start,
        };
        return Some(apply(text, &[Edit::new(start..lines.end, "")]));
    }
    let start = line_start(text, found.key.start);
    if !slice(text, start..found.key.start).trim().is_empty() {
        return None;
    }
    let value = without_end(text, &found.value);
    let rest = slice(text, value.end.max(found.key.end)..);
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let value_end = text.len() - rest.len();
    let removed = match line.find('#') {
        Some(comment) => found.key.start..value_end + comment,
        None => start..value_end + line.len(),
    };
    let text = apply(text, &[Edit::new(removed, "")]);
    Some(match key.split_once('.') {
        Some((table, _)) if table == inner => without_empty_table(text, syntax, inner),
        _ => text,
    })
}

/// A text without an empty table, if nothing else comes after the line of its name.
fn without_empty_table(text: String, syntax: Syntax, name: &str) -> String {
    let head = match syntax {
        Syntax::Toml => format!("[{name}]"),
        Syntax::Yaml => format!("{name}:"),
    };
    let kept = text.trim_end();
    match kept.strip_suffix(&head) {
        Some(before) if before.is_empty() || before.ends_with('\n') => {
            let before = before.trim_end();
            let end = if before.is_empty() { "" } else { "\n" };
            format!("{before}{end}")
        }
        _ => text,
    }
}

/// The bytes of a key and of its value.
struct KeyPlace {
    key: Span,
    value: Span,
}

/// The place of a key at the top level, or of a key such as `extra.unit` in the table `inner`.
fn place_of(table: &Table<'_>, inner: &str, key: &str) -> Option<KeyPlace> {
    let own = key
        .strip_prefix(inner)
        .and_then(|key| key.strip_prefix('.'));
    let field = match own {
        Some(key) => match &table.get(inner)?.content {
            Content::Table(table) => table.field(key)?,
            _ => return None,
        },
        None => table.field(key)?,
    };
    Some(KeyPlace {
        key: field.span.clone(),
        value: field.value.span.clone(),
    })
}

/// The edit that replaces a value.
fn replaced(text: &str, syntax: Syntax, found: &KeyPlace, new: &WholeValue) -> Edit {
    let value = without_end(text, &found.value);
    let old = slice(text, value.clone());
    let items = new.items.as_deref().filter(|items| !items.is_empty());
    let indent = |at: usize| slice(text, line_start(text, at)..at);
    match (syntax, items) {
        (Syntax::Toml, Some(items)) if old.starts_with('[') && old.contains('\n') => {
            let lines = old.lines().skip(1);
            let mut inked = lines.filter(|line| !line.trim().is_empty());
            let first = inked.next().unwrap_or("  ");
            let indent = slice(first, ..first.len() - first.trim_start().len());
            let last = old.lines().next_back().unwrap_or_default();
            let closing = slice(last, ..last.len() - last.trim_start().len());
            let items: String = items
                .iter()
                .map(|item| format!("{indent}{item},\n"))
                .collect();
            Edit::new(value, format!("[\n{items}{closing}]"))
        }
        (Syntax::Yaml, Some(items))
            if old.starts_with('-') && indent(value.start).trim().is_empty() =>
        {
            let between = format!("\n{}- ", indent(value.start));
            Edit::new(value, format!("- {}", items.join(&between)))
        }
        (Syntax::Yaml, _) => {
            // the colon may be followed by a line end, if the value is below the key
            let colon = slice(text, found.key.end..).find(':');
            let start = found.key.end + colon.map_or(0, |colon| colon + 1);
            let between = slice(text, start..value.start.max(start));
            if between.contains('\n') || value.is_empty() || between.is_empty() {
                Edit::new(start..value.end.max(start), format!(" {}", new.written))
            } else {
                Edit::new(value, new.written.as_str())
            }
        }
        (Syntax::Toml, _) => Edit::new(value, new.written.as_str()),
    }
}

/// The edit that adds a missing key after the one at `after`, or at the beginning. A key of the table `inner` comes into this
/// table, which is made at the end if it is missing.
fn added(
    text: &str,
    syntax: Syntax,
    inner: &str,
    new: &WholeValue,
    after: Option<KeyPlace>,
    table: &Table<'_>,
) -> Option<Edit> {
    let own = new.key.strip_prefix(inner);
    let own = own.and_then(|key| key.strip_prefix('.'));
    let name = written_key(own.unwrap_or(&new.key), syntax);
    let line = syntax.key_value(&name, &new.written);
    if let Some(after) = after.filter(|after| section_of(text, &after.key).is_none()) {
        let start = line_start(text, after.key.start);
        let indent = slice(text, start..after.key.start);
        if !indent.trim().is_empty() {
            return None;
        }
        let value = without_end(text, &after.value);
        let at = line_end(text, value.end.max(after.key.end));
        return Some(inserted(text, at, &format!("{indent}{line}\n")));
    }
    match (own, syntax) {
        (None, _) => {
            let first = table.fields.iter().map(|field| field.span.start).min();
            let start = first.map_or(0, |first| line_start(text, first));
            let indent = first.map_or("", |first| slice(text, start..first));
            indent
                .trim()
                .is_empty()
                .then(|| Edit::new(start..start, format!("{indent}{line}\n")))
        }
        (Some(_), Syntax::Toml) => {
            let form = TableForm::of(text, inner);
            form.with_line(text, inner, &line).or_else(|| {
                // the table has only tables with headers of their own
                let Content::Table(own) = &table.get(inner)?.content else {
                    return None;
                };
                let sections = own.fields.iter();
                let sections = sections.filter_map(|field| section_of(text, &field.span));
                let at = sections.map(|lines| lines.start).min()?;
                Some(Edit::new(at..at, format!("[{inner}]\n{line}\n\n")))
            })
        }
        (Some(_), Syntax::Yaml) => match place_of(table, inner, inner) {
            None => Some(inserted(text, text.len(), &format!("{inner}:\n  {line}\n"))),
            Some(found) => {
                let at = line_end(text, found.key.end);
                let indent = match table.get(inner).map(|value| &value.content) {
                    Some(Content::Table(table)) => {
                        let first = table.fields.iter().map(|field| field.span.start).min()?;
                        slice(text, line_start(text, first)..first)
                    }
                    Some(Content::Nothing) => "  ",
                    _ => return None,
                };
                indent
                    .trim()
                    .is_empty()
                    .then(|| inserted(text, at, &format!("{indent}{line}\n")))
            }
        },
    }
}

/// A key as it is written: with quotation marks if it needs them.
fn written_key(key: &str, syntax: Syntax) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(is_bare) && syntax == Syntax::Toml {
        return key.to_owned();
    }
    syntax.quoted(key)
}

/// The edit that inserts whole lines at the beginning of a line, or at the end of the text.
fn inserted(text: &str, at: usize, lines: &str) -> Edit {
    let is_new_line = at == 0 || slice(text, ..at).ends_with('\n');
    let gap = if is_new_line { "" } else { "\n" };
    Edit::new(at..at, format!("{gap}{lines}"))
}

/// The bytes of a value without white space at their end, which a block of YAML has.
fn without_end(text: &str, span: &Span) -> Span {
    let written = slice(text, span.clone());
    span.start..span.start + written.trim_end().len()
}

fn line_start(text: &str, at: usize) -> usize {
    slice(text, ..at).rfind('\n').map_or(0, |end| end + 1)
}

/// The byte after the line of a byte.
fn line_end(text: &str, at: usize) -> usize {
    let end = slice(text, at..).find('\n');
    end.map_or(text.len(), |end| at + end + 1)
}
