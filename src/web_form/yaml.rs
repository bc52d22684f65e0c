//! YAML for the configuration of a web editor, in block style.

use std::fmt;

use crate::project::keys::Syntax;

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// A text.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of its keys.
    Map(Vec<(&'static str, Node)>),
    /// A list with a name, by which an alias repeats it.
    Anchor(&'static str, Vec<Node>),
    /// The list with a name.
    Alias(&'static str),
}

/// A table.
pub(super) fn map(fields: impl IntoIterator<Item = (&'static str, Node)>) -> Node {
    Node::Map(fields.into_iter().collect())
}

impl Node {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Writes the value after the `:` or the `-` in front of it. The lines of a list or a table have this `indent`.
    fn write(&self, out: &mut fmt::Formatter<'_>, indent: usize) -> fmt::Result {
        match self {
            Self::Text(text) => writeln!(out, " {}", Syntax::Yaml.quoted(text)),
            Self::Flag(flag) => writeln!(out, " {flag}"),
            Self::Alias(name) => writeln!(out, " *{name}"),
            Self::Anchor(name, items) => {
                writeln!(out, " &{name}")?;
                write_items(items, out, indent)
            }
            Self::List(items) => {
                writeln!(out)?;
                write_items(items, out, indent)
            }
            Self::Map(fields) => {
                writeln!(out)?;
                write_fields(fields, out, indent, true)
            }
        }
    }
}

fn write_items(items: &[Node], out: &mut fmt::Formatter<'_>, indent: usize) -> fmt::Result {
    for item in items {
        write!(out, "{:indent$}-", "")?;
        match item {
            Node::Map(fields) => {
                write!(out, " ")?;
                write_fields(fields, out, indent + 2, false)?;
            }
            other => other.write(out, indent + 2)?,
        }
    }
    Ok(())
}

/// Writes the lines of a table; the first line may already have its indent.
fn write_fields(
    fields: &[(&'static str, Node)],
    out: &mut fmt::Formatter<'_>,
    indent: usize,
    mut is_indented: bool,
) -> fmt::Result {
    for (key, value) in fields {
        if is_indented {
            write!(out, "{:indent$}", "")?;
        }
        is_indented = true;
        write!(out, "{key}:")?;
        value.write(out, indent + 2)?;
    }
    Ok(())
}

impl fmt::Display for Node {
    /// Writes a table as a document.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Map(fields) => write_fields(fields, out, 0, true),
            other => other.write(out, 0),
        }
    }
}
