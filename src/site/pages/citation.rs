//! Citations of a term page.

use serde::Serialize;

use crate::glossary::Entry;
use crate::project::config::Config;

/// A citation in several formats. It contains the URL if `base_url` is set, and the day of the last change
/// if the entry has one.
#[derive(Debug, Clone, Serialize)]
pub struct Citation {
    /// Plain text.
    pub plain: String,
    /// CommonMark.
    pub markdown: String,
    /// HTML.
    pub html: String,
    /// BibTeX.
    pub bibtex: String,
}

/// The citation of an entry's page at `url`.
pub fn of(entry: &Entry, url: Option<&str>, config: &Config) -> Citation {
    let cited = Cited {
        term: entry.to_string(),
        slug: &entry.slug,
        glossary: &config.edition.title,
        author: config
            .settings
            .author
            .as_ref()
            .map(|author| author.name.as_str()),
        day: entry.front.updated.map(|day| day.to_string()),
        url,
    };
    Citation {
        plain: cited.plain(),
        markdown: cited.linked(
            escape_markdown,
            |text| format!("*{text}*"),
            |text, url| format!("[{text}](<{url}>)"),
        ),
        html: cited.linked(
            escape_html,
            |text| format!("<cite>{text}</cite>"),
            |text, url| format!("<a href=\"{}\">{text}</a>", escape_html(url)),
        ),
        bibtex: cited.bibtex(),
    }
}

struct Cited<'c> {
    term: String,
    slug: &'c str,
    glossary: &'c str,
    author: Option<&'c str>,
    day: Option<String>,
    url: Option<&'c str>,
}

impl Cited<'_> {
    /// `Author. “Term”. Glossary, 2026-11-23. https://…`
    fn plain(&self) -> String {
        let author = self.author.map(|author| format!("{author}. "));
        let day = self.day.as_ref().map(|day| format!(", {day}"));
        let url = self.url.map(|url| format!(" {url}"));
        let [author, day, url] = [author, day, url].map(Option::unwrap_or_default);
        format!("{author}“{}”. {}{day}.{url}", self.term, self.glossary)
    }

    /// The term as a link, then the glossary's name.
    fn linked(
        &self,
        escape: fn(&str) -> String,
        title: fn(&str) -> String,
        link: fn(&str, &str) -> String,
    ) -> String {
        let term = escape(&self.term);
        let term = match self.url {
            Some(url) => link(&term, url),
            None => term,
        };
        format!("{term}, {}", title(&escape(self.glossary)))
    }

    fn year(&self) -> Option<&str> {
        let (year, _) = self.day.as_ref()?.split_once('-')?;
        Some(year)
    }

    fn bibtex(&self) -> String {
        let fields = [
            // a second pair of braces keeps BibTeX from changing the capitals
            ("title", Some(format!("{{{}}}", escape_bibtex(&self.term)))),
            (
                "author",
                self.author
                    .map(|author| format!("{{{}}}", escape_bibtex(author))),
            ),
            ("howpublished", Some(escape_bibtex(self.glossary))),
            ("year", self.year().map(str::to_owned)),
            ("url", self.url.map(str::to_owned)),
        ];
        let fields: String = fields
            .into_iter()
            .filter_map(|(key, value)| Some(format!("  {key} = {{{}}},\n", value?)))
            .collect();
        format!("@misc{{{},\n{fields}}}", self.slug)
    }
}

/// Text for CommonMark, with every ASCII character escaped that could be markup.
fn escape_markdown(text: &str) -> String {
    escaped(text, |c| {
        "\\`*_{}[]<>#&|~!".contains(c).then(|| format!("\\{c}"))
    })
}

/// Text for HTML, with as few escapes as HTML needs, since people read it when they paste it. The writer of
/// pulldown-cmark escapes apostrophes as well.
fn escape_html(text: &str) -> String {
    escaped(text, |c| {
        let entity = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            _ => return None,
        };
        Some(entity.to_owned())
    })
}

fn escape_bibtex(text: &str) -> String {
    escaped(text, |c| match c {
        '\\' => Some("\\textbackslash{}".to_owned()),
        // BibTeX counts braces even if they are escaped
        '{' => Some("\\textbraceleft{}".to_owned()),
        '}' => Some("\\textbraceright{}".to_owned()),
        '^' | '~' => Some(format!("\\{c}{{}}")),
        '$' | '&' | '#' | '_' | '%' => Some(format!("\\{c}")),
        _ => None,
    })
}

fn escaped(text: &str, escape: impl Fn(char) -> Option<String>) -> String {
    text.chars()
        .map(|c| escape(c).unwrap_or_else(|| c.to_string()))
        .collect()
}
