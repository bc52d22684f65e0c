//! `headword docs`.

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;

use super::printing::finish;
use crate::diagnostic::Faults;

/// A page of the documentation.
struct Page {
    /// Its path below `docs/`, without `.md`.
    name: &'static str,
    /// Its Markdown.
    text: &'static str,
}

impl Page {
    /// The text of its first line, a heading.
    fn title(&self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches(['#', ' '])
    }
}

/// The pages of these names.
macro_rules! pages {
    ($($name:literal)*) => {
        [$(Page { name: $name, text: include_str!(concat!("../../docs/", $name, ".md")) }),*]
    };
}

/// All pages of `docs/`: those for editors first, then by the order in which somebody needs them.
const PAGES: &[Page] = &pages! {
    "editing/README"
    "editing/tools"
    "editing/first-entry"
    "editing/link-terms"
    "editing/rename-and-retire"
    "editing/when-the-build-complains"
    "editing/editors"
    "editing/web-forms"
    "installing"
    "command-line"
    "settings"
    "entries"
    "pages"
    "linking"
    "languages"
    "check"
    "diagnostics"
    "renaming"
    "import"
    "publishing"
    "hosts"
    "templates"
    "outputs"
    "annotate"
    "prose"
    "assistants"
    "precision"
    "benchmark"
    "style"
};

/// Print a page of the documentation, which belongs to this version of the program
///
/// Without the name of a page, this lists all pages.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  headword docs
      list the pages
  headword docs entries
      print the page about the front matter of entries
  headword docs diagnostics | less
      read the explanations of all messages, page by page")]
pub(super) struct Args {
    /// Print this page
    #[arg(value_name = "PAGE", hide_possible_values = true, value_parser = names())]
    page: Option<String>,
}

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(PAGES.iter().map(|page| page.name))
}

/// Prints the page, or the list of pages.
pub(super) fn run(args: &Args) -> ExitCode {
    let page = PAGES
        .iter()
        .find(|page| Some(page.name) == args.page.as_deref());
    let text = page.map_or_else(list, |page| page.text.to_owned());
    finish(Ok(text), &Faults::default(), None)
}

/// The names of all pages with their titles, and what to type.
fn list() -> String {
    let width = PAGES.iter().map(|page| page.name.len()).max();
    let width = width.unwrap_or_default();
    let pages: String = PAGES
        .iter()
        .map(|page| format!("  {:width$}  {}\n", page.name, page.title()))
        .collect();
    format!("{pages}\n`headword docs PAGE` prints a page\n")
}
