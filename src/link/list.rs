//! The list of all links to entries, from entries and pages, to read, and to compare before and after a change.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::glossary::{EntryId, LabelKind, TextId};
use crate::link::answers::Answer;
use crate::link::everyday::{Flooding, Phrase, doubt, floods};
use crate::link::{LinkedGlossary, Mention, Origin, Reason};
use crate::names::matcher::Closeness;
use crate::text::counted;
use crate::text::language::Language;

/// The gap between the columns of a line. A column never contains two spaces.
const GAP: &str = "  ";

/// The number of most linked entries that a summary names.
const MAX_ENTRIES: usize = 20;

/// A link from the text of an entry or a page to another entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedLink {
    /// The slug of the entry or the page with the link in its text; `index` for the introduction.
    pub from: String,
    /// The slug of the entry that it leads to.
    pub to: String,
    /// The words that are the link.
    pub text: String,
    /// The reason for the link: `explicit` or `automatic`, and the rule, as in `automatic: title, inflected`.
    pub rule: String,
    /// The place of the link; `None` in a list without places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ListedPlace>,
    /// Whether a sentence begins with the words; `false` in a list that was read from a file.
    #[serde(skip)]
    pub begins_sentence: bool,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPlace {
    /// The path of the file from the project's root.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters, from 1.
    pub column: usize,
}

impl ListedLink {
    /// The key by which two lists are compared. It does not include the place, so that a change elsewhere in
    /// the file does not count.
    fn identity(&self) -> (&str, &str, &str, &str) {
        (&self.from, &self.to, &self.text, &self.rule)
    }

    /// Reads a line of the list as [`Display`](fmt::Display) writes it, without its place.
    fn read(line: &str) -> Option<Self> {
        let mut columns = line.split(GAP);
        let (from, to) = columns.next()?.split_once(" -> ")?;
        let text = columns.next()?.strip_prefix('"')?.strip_suffix('"')?;
        let is_rule =
            |rule: &&str| rule.starts_with("explicit: ") || rule.starts_with("automatic: ");
        let rule = columns.next().filter(is_rule)?;
        Some(Self {
            from: from.to_owned(),
            to: to.to_owned(),
            text: text.to_owned(),
            rule: rule.to_owned(),
            place: None,
            begins_sentence: false,
        })
    }
}

impl fmt::Display for ListedLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            from,
            to,
            text,
            rule,
            place,
            begins_sentence: _,
        } = self;
        write!(f, "{from} -> {to}{GAP}\"{text}\"{GAP}{rule}")?;
        match place {
            Some(ListedPlace { file, line, column }) => write!(f, "{GAP}{file}:{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// The links of a list that lead from the entry or the page with the slug `slug`, then those that lead to it.
pub fn of_entry(list: Vec<ListedLink>, slug: &str) -> Vec<ListedLink> {
    let is_of_entry = |link: &ListedLink| link.from == slug || link.to == slug;
    let mut list: Vec<ListedLink> = list.into_iter().filter(is_of_entry).collect();
    list.sort_by_key(|link| link.from != slug);
    list
}

/// All links to entries, in the order of the files' paths and of the places in each file. `with_places` says
/// whether each link has its place.
pub fn list(linked: &LinkedGlossary, with_places: bool) -> Vec<ListedLink> {
    let glossary = &linked.glossary;
    let mut ids: Vec<TextId> = glossary.text_ids().collect();
    ids.sort_by_key(|id| glossary.path_of(*id));
    let mut list = Vec::new();
    for id in ids {
        let text = linked.text_of(id);
        let file = &text.body.file;
        let slug = match id {
            TextId::Entry(id) => &glossary.entry(id).slug,
            TextId::Page(id) => &glossary.page(id).slug,
        };
        let mut mentions: Vec<&Mention> = text.mentions.iter().collect();
        mentions.sort_by_key(|mention| mention.span.start);
        list.extend(mentions.into_iter().map(|mention| {
            let place = || {
                let (line, column) = file.line_column(mention.span.start);
                ListedPlace {
                    file: file.path.clone(),
                    line,
                    column,
                }
            };
            ListedLink {
                from: slug.clone(),
                to: glossary.entry(mention.to).slug.clone(),
                text: mention.text.to_string(),
                rule: rule(mention.origin),
                place: with_places.then(place),
                begins_sentence: mention.begins_sentence(file),
            }
        }));
    }
    list
}

/// The rule of a link, as the list shows it.
fn rule(origin: Origin) -> String {
    let (kind, closeness, reason) = match origin {
        Origin::Name => return "explicit: name".to_owned(),
        Origin::Address => return "explicit: address".to_owned(),
        Origin::Automatic(kind, closeness, reason) => (kind, closeness, reason),
    };
    let kind = match kind {
        LabelKind::Title => "title",
        LabelKind::Synonym => "synonym",
        LabelKind::Abbreviation => "abbreviation",
        LabelKind::Variant => "variant",
        LabelKind::Hidden => "hidden name",
        LabelKind::Deprecated => "name to avoid",
    };
    let closeness = match closeness {
        Closeness::Exact | Closeness::Folded => "",
        Closeness::Inflected => ", inflected",
        Closeness::Respelled => ", other spelling",
    };
    let reason = match reason {
        Reason::Name => "",
        Reason::Sense => ", by sense",
    };
    format!("automatic: {kind}{closeness}{reason}")
}

/// The reason why a file is not a list of links.
#[derive(Debug)]
pub enum NotAList {
    /// It is not UTF-8.
    NotUtf8,
    /// It is JSON, but not a list of links.
    Json(serde_json::Error),
    /// It has a line that `headword links` does not print.
    Line {
        /// The number of the line; the first line is 1.
        number: usize,
    },
}

impl fmt::Display for NotAList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::Json(error) => error.fmt(f),
            Self::Line { number } => {
                write!(f, "line {number} is not a line of `headword links`")
            }
        }
    }
}

/// Reads a saved list, as lines or as JSON.
///
/// # Errors
///
/// [`NotAList`] if the bytes are anything else.
pub fn read(bytes: &[u8]) -> Result<Vec<ListedLink>, NotAList> {
    let text = str::from_utf8(bytes).map_err(|_| NotAList::NotUtf8)?;
    // some editors of Windows write a byte order mark
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map_err(NotAList::Json);
    }
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            let line = ListedLink::read(line.trim_end());
            line.ok_or(NotAList::Line { number: index + 1 })
        })
        .collect()
}

/// The list as JSON, a link on each line.
pub fn json(list: &[ListedLink]) -> String {
    let lines: Vec<String> = list
        .iter()
        // never an error: the fields are strings and numbers
        .map(|link| serde_json::to_string(link).unwrap_or_default())
        .collect();
    if lines.is_empty() {
        "[]\n".to_owned()
    } else {
        format!("[\n{}\n]\n", lines.join(",\n"))
    }
}

/// The difference of two lists, as lines in the order of the lists: a plus before each link that only `now`
/// has, and a minus before each link that only `before` has. After an automatic link of an everyday word stands
/// how common it is in the `language`. The last line gives the numbers of both.
pub fn difference(before: &[ListedLink], now: &[ListedLink], language: &Language) -> String {
    let Difference { added, removed } = Difference::new(before, now, language);
    let mut lines: Vec<(&ListedLink, char, Option<u32>)> = Vec::new();
    lines.extend(removed.iter().map(|link| (*link, '-', None)));
    lines.extend(
        added
            .iter()
            .map(|added| (added.link, '+', added.per_million)),
    );
    lines.sort_by_key(|(link, sign, _)| (&link.from, *sign == '+'));
    let mut out: String = lines
        .iter()
        .map(|(link, sign, per_million)| match per_million {
            Some(per_million) => {
                format!("{sign} {link}{GAP}doubtful: {per_million} in a million words\n")
            }
            None => format!("{sign} {link}\n"),
        })
        .collect();
    out.push_str(&match (added.len(), removed.len()) {
        (0, 0) => "no link was added or removed\n".to_owned(),
        (added, removed) => format!(
            "{} added, {removed} removed\n",
            counted(added, "link", "links")
        ),
    });
    out
}

/// The difference of two lists, as a JSON object with two lists: `added` and `removed`. An added link of an
/// everyday word has `per_million`: how often the word occurs in a million words of the `language`.
pub fn difference_as_json(
    before: &[ListedLink],
    now: &[ListedLink],
    language: &Language,
) -> String {
    let difference = Difference::new(before, now, language);
    serde_json::to_string_pretty(&difference).unwrap_or_default() + "\n"
}

/// The difference of two lists.
#[derive(Serialize)]
struct Difference<'l> {
    added: Vec<AddedLink<'l>>,
    removed: Vec<&'l ListedLink>,
}

/// An added link.
#[derive(Serialize)]
struct AddedLink<'l> {
    #[serde(flatten)]
    link: &'l ListedLink,
    /// How common the word is, if the link is doubtful.
    #[serde(skip_serializing_if = "Option::is_none")]
    per_million: Option<u32>,
}

impl<'l> Difference<'l> {
    fn new(before: &'l [ListedLink], now: &'l [ListedLink], language: &Language) -> Self {
        let added = missing(now, before).into_iter().map(|link| AddedLink {
            per_million: Some(&link.text)
                .filter(|_| link.rule.starts_with("automatic"))
                .and_then(|words| doubt(words, link.begins_sentence, language)),
            link,
        });
        Self {
            added: added.collect(),
            removed: missing(before, now),
        }
    }
}

/// The links of `list` that `other` does not have, or has fewer times.
fn missing<'l>(list: &'l [ListedLink], other: &[ListedLink]) -> Vec<&'l ListedLink> {
    let mut known: HashMap<_, usize> = HashMap::new();
    for link in other {
        *known.entry(link.identity()).or_default() += 1;
    }
    list.iter()
        .filter(|link| match known.get_mut(&link.identity()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

/// The numbers for a summary. They are low, because a summary shows only the most doubtful words, and editors
/// look through it.
const SUMMARISED: Flooding = Flooding {
    fewest: 3,
    large: None,
};

/// A summary of all links, as text: the most linked entries, the entries without a link, the everyday words
/// with links from many entries, and the answers to a review that no longer count (`outdated`). `language`
/// decides which words look like everyday words.
pub fn summary(linked: &LinkedGlossary, language: &Language, outdated: &[&Answer]) -> String {
    let glossary = &linked.glossary;
    let mut sources: BTreeMap<EntryId, HashSet<TextId>> = BTreeMap::new();
    let (mut explicit, mut automatic) = (0, 0);
    for from in glossary.text_ids() {
        for mention in linked.text_of(from).mentions.iter() {
            sources.entry(mention.to).or_default().insert(from);
            match mention.origin {
                Origin::Automatic(..) => automatic += 1,
                Origin::Name | Origin::Address => explicit += 1,
            }
        }
    }
    let slug = |id: EntryId| glossary.entry(id).slug.as_str();
    let count = |id: EntryId| sources.get(&id).map_or(0, HashSet::len);
    let mut most: Vec<EntryId> = sources.keys().copied().collect();
    most.sort_by_key(|id| (std::cmp::Reverse(count(*id)), slug(*id)));
    let unlinked: Vec<&str> = glossary
        .ids()
        .filter(|id| count(*id) == 0)
        .map(slug)
        .collect();
    let floods = floods(linked, language, SUMMARISED);

    let entries = counted(glossary.entries.len(), "entry", "entries");
    let (texts, linking) = match glossary.pages.len() {
        0 => (entries, "entries"),
        pages => {
            let pages = counted(pages, "page", "pages");
            (format!("{entries} and {pages}"), "entries and pages")
        }
    };
    let links = counted(automatic + explicit, "link", "links");
    let mut out = format!(
        "{texts}, {links} in their texts: {automatic} automatic, {explicit} explicit\n\n\
         Most linked entries, with the number of {linking} that link to each:\n"
    );
    for id in most.iter().take(MAX_ENTRIES) {
        out.push_str(&format!("{:>6}{GAP}{}\n", count(*id), slug(*id)));
    }
    let or_page = if glossary.pages.is_empty() {
        ""
    } else {
        " or a page"
    };
    if unlinked.is_empty() {
        out.push_str(&format!(
            "\nEvery entry has a link from the text of another entry{or_page}.\n"
        ));
    } else {
        out.push_str(&format!(
            "\nEntries without a link from the text of another entry{or_page}:\n"
        ));
        for slug in &unlinked {
            out.push_str(&format!("{:>6}{GAP}{slug}\n", ""));
        }
    }
    if !floods.is_empty() {
        out.push_str(
            "\nEveryday words with links from many entries, the most doubtful first. If a word means something else\n\
             in some of them, add phrases to `exclude` under `[linking]` in glossary.toml, or write `link = \"explicit\"`\n\
             in the entry:\n",
        );
        for flood in floods.iter().take(MAX_ENTRIES) {
            out.push_str(&format!("{:>6}{GAP}{}\n", flood.from.len(), slug(flood.to)));
            for Phrase { text, times } in &flood.phrases {
                out.push_str(&format!("{:>6}{GAP}  \"{text}\",  # {times}\n", ""));
            }
        }
    }
    if !outdated.is_empty() {
        out.push_str(
            "\nLines of linking.toml that no longer count, because an entry is gone or no longer has the words:\n",
        );
        for answer in outdated {
            out.push_str(&format!("{:>6}{GAP}{answer}\n", ""));
        }
    }
    out
}
