//! `headword mdbook`.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use serde::Deserialize;
use serde_json::Value;

use super::annotate::{Which, address};
use super::glossary::published;
use super::printing::{Shown, finish_showing, note};
use crate::diagnostic::Faults;
use crate::diagnostic::failure::{Failure, Task};
use crate::disk::Disk;
use crate::foreign;

/// Link the terms in a book of mdBook to the glossary
///
/// mdBook starts this command by itself, as a preprocessor: it gives the chapters on standard input, and takes them
/// back with links on standard output. The first mention of each term in a chapter becomes a link to the glossary, and
/// the gloss is the title of the link.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword mdbook supports html
      say by the exit code whether the links are for this renderer
  headword mdbook < book.json
      write links into a book that mdBook gave

In book.toml:
  [preprocessor.headword]
  command = \"headword mdbook\"
  glossary = \"../glossary\"   # or the glossary.json of a published one
  to = \"/glossary/\"          # the address of the glossary [default: its `base_url`]
  mentions = \"page\"          # or \"section\" or \"all\"
  language = \"en\"            # of a glossary in several languages [default: the main one]

The page `docs/annotate.md` of Headword's documentation compares this with `headword annotate`, which adds cards.")]
pub(super) struct Args {
    /// What mdBook asks before it gives the book
    #[arg(value_name = "QUESTION", value_enum, requires = "renderer")]
    question: Option<Question>,

    /// The name of the renderer that the question is about
    #[arg(value_name = "RENDERER")]
    renderer: Option<String>,
}

/// What mdBook asks before it gives the book.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Question {
    /// Whether the links are for a renderer: yes if the exit code is 0
    Supports,
}

/// The settings in `book.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    glossary: PathBuf,
    to: Option<String>,
    #[serde(default)]
    mentions: Mentions,
    language: Option<String>,
    // those of mdBook itself
    #[serde(rename = "command")]
    _command: Option<Value>,
    #[serde(rename = "renderers")]
    _renderers: Option<Value>,
    #[serde(rename = "before")]
    _before: Option<Value>,
    #[serde(rename = "after")]
    _after: Option<Value>,
    #[serde(rename = "optional")]
    _optional: Option<Value>,
}

/// The mentions that become links, as `--mentions` of `headword annotate`.
struct Mentions(Which);

impl Default for Mentions {
    fn default() -> Self {
        Self(Which::Page)
    }
}

impl<'de> Deserialize<'de> for Mentions {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Which::from_str(&text, false)
            .map(Self)
            .map_err(|_| serde::de::Error::custom("`mentions` is `page`, `section` or `all`"))
    }
}

/// What mdBook says of the book.
#[derive(Deserialize)]
struct Context {
    root: PathBuf,
    config: Value,
}

/// Answers mdBook.
pub(super) fn run(disk: &Disk, args: &Args) -> ExitCode {
    if let Some(Question::Supports) = args.question {
        // a link is written as HTML
        return match args.renderer.as_deref() {
            Some("html" | "epub") => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        };
    }
    let faults = Faults::default();
    let result = linked(disk, &faults).map(|done| {
        for text in &done.notes {
            note(text);
        }
        done.text
    });
    finish_showing(result, &faults, Shown::All, None)
}

/// The book with links, as mdBook takes it.
fn linked(disk: &Disk, faults: &Faults) -> Result<foreign::Done, Failure> {
    let mut input = Vec::new();
    io::stdin()
        .read_to_end(&mut input)
        .map_err(|error| Failure::system(Task::ReadInput, error))?;
    let (context, mut book): (Context, Value) =
        serde_json::from_slice(&input).map_err(|error| not_a_book(&error.to_string()))?;
    let settings = settings(&context)?;
    let glossary = context.root.join(&settings.glossary);
    let published = published(disk, &glossary, settings.language.as_deref(), faults)?;
    let notes = foreign::link_book(
        &published,
        settings.to.as_deref(),
        settings.mentions.0.mentions(),
        &mut book,
        faults,
    )?;
    Ok(foreign::Done {
        text: format!("{book}\n"),
        notes,
    })
}

/// The settings of this preprocessor.
fn settings(context: &Context) -> Result<Settings, Failure> {
    let table = context.config.pointer("/preprocessor/headword");
    let table = table.cloned().ok_or_else(|| {
        Failure::Usage("book.toml has no table `[preprocessor.headword]`".to_owned())
    })?;
    let settings: Settings = serde_json::from_value(table).map_err(|error| {
        Failure::Usage(format!("book.toml, `[preprocessor.headword]`: {error}"))
    })?;
    if let Some(to) = &settings.to {
        address(to).map_err(|why| {
            Failure::Usage(format!("book.toml, `[preprocessor.headword]`, `to`: {why}"))
        })?;
    }
    Ok(settings)
}

fn not_a_book(why: &str) -> Failure {
    Failure::Usage(format!(
        "the standard input is not a book of mdBook: {why}; mdBook starts this command, if `book.toml` has the table \
         `[preprocessor.headword]`"
    ))
}
