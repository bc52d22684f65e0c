//! The list of all links between entries: for editors to read, and to compare before and after an
//! edit.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::glossary::{EntryId, LabelKind};
use crate::link::{LinkedGlossary, Mention, Origin};
use crate::names::matcher::Closeness;
use crate::text::counted;
use crate::text::inflection::Grammar;
use crate::text::language::Language;

/// What parts the columns of a line. No column has two spaces in it.
const GAP: &str = "  ";

/// How many entries each part of a summary names.
const MOST_ENTRIES: usize = 20;

/// A link from one entry's text to another entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedLink {
    /// The slug of the entry whose text it is in.
    pub from: String,
    /// The slug of the entry that it leads to.
    pub to: String,
    /// The words that are the link.
    pub text: String,
    /// What made it a link: `explicit` or `automatic`, and by which rule.
    pub rule: String,
    /// Where it is written; a list that is kept may do without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ListedPlace>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPlace {
    /// The file's path in the project.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters, from 1.
    pub column: usize,
}

impl ListedLink {
    /// What makes a link the same link after an edit elsewhere in its file.
    fn identity(&self) -> (&str, &str, &str, &str) {
        (&self.from, &self.to, &self.text, &self.rule)
    }

    /// Reads a line of the list as [`Display`](fmt::Display) writes it; a place is left out.
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
        } = self;
        write!(f, "{from} -> {to}{GAP}\"{text}\"{GAP}{rule}")?;
        match place {
            Some(ListedPlace { file, line, column }) => write!(f, "{GAP}{file}:{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// All links between entries, by file and place; `with_places` says whether they tell where they
/// are.
pub fn list(linked: &LinkedGlossary, with_places: bool) -> Vec<ListedLink> {
    let glossary = &linked.glossary;
    let mut ids: Vec<EntryId> = glossary.ids().collect();
    ids.sort_by_key(|id| &glossary.entry(*id).file.path);
    let mut list = Vec::new();
    for id in ids {
        let entry = glossary.entry(id);
        let mut mentions: Vec<&Mention> = linked.text(id).mentions.iter().collect();
        mentions.sort_by_key(|mention| mention.span.start);
        list.extend(mentions.into_iter().map(|mention| {
            let place = || {
                let (line, column) = entry.file.line_column(mention.span.start);
                ListedPlace {
                    file: entry.file.path.clone(),
                    line,
                    column,
                }
            };
            ListedLink {
                from: entry.slug.clone(),
                to: glossary.entry(mention.to).slug.clone(),
                text: mention.text.clone(),
                rule: rule(mention.origin),
                place: with_places.then(place),
            }
        }));
    }
    list
}

fn rule(origin: Origin) -> String {
    let (kind, closeness) = match origin {
        Origin::Name => return "explicit: name".to_owned(),
        Origin::Address => return "explicit: address".to_owned(),
        Origin::Automatic(kind, closeness) => (kind, closeness),
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
    };
    format!("automatic: {kind}{closeness}")
}

/// The reason that a file is not a list of links.
#[derive(Debug)]
pub enum NotAList {
    /// It is not UTF-8.
    NotUtf8,
    /// It is JSON, but not of a list of links.
    Json(serde_json::Error),
    /// A line that `headword links` does not print.
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

/// Reads a list that was saved, as lines or as JSON.
///
/// # Errors
///
/// The reason that it is not a list of links.
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
        .map(|(at, line)| {
            let line = ListedLink::read(line.trim_end());
            line.ok_or(NotAList::Line { number: at + 1 })
        })
        .collect()
}

/// The list as JSON, a link on each line.
pub fn json(list: &[ListedLink]) -> String {
    let lines: Vec<String> = list
        .iter()
        // strings and numbers: nothing that JSON cannot hold
        .map(|link| serde_json::to_string(link).unwrap_or_default())
        .collect();
    if lines.is_empty() {
        "[]\n".to_owned()
    } else {
        format!("[\n{}\n]\n", lines.join(",\n"))
    }
}

/// What `now` has and `before` had not, after a plus, and the other way round, after a minus, in
/// the order of the lists.
pub fn difference(before: &[ListedLink], now: &[ListedLink]) -> String {
    let Difference { added, removed } = Difference::new(before, now);
    let mut lines: Vec<(&ListedLink, char)> = Vec::new();
    lines.extend(removed.iter().map(|link| (*link, '-')));
    lines.extend(added.iter().map(|link| (*link, '+')));
    lines.sort_by_key(|(link, sign)| (&link.from, *sign == '+'));
    let mut out: String = lines
        .iter()
        .map(|(link, sign)| format!("{sign} {link}\n"))
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

/// The same as a JSON object of two lists, `added` and `removed`.
pub fn difference_as_json(before: &[ListedLink], now: &[ListedLink]) -> String {
    let difference = Difference::new(before, now);
    serde_json::to_string_pretty(&difference).unwrap_or_default() + "\n"
}

/// What two lists differ in.
#[derive(Serialize)]
struct Difference<'l> {
    added: Vec<&'l ListedLink>,
    removed: Vec<&'l ListedLink>,
}

impl<'l> Difference<'l> {
    fn new(before: &'l [ListedLink], now: &'l [ListedLink]) -> Self {
        Self {
            added: missing(now, before),
            removed: missing(before, now),
        }
    }
}

/// The links of one list that another has not, or has fewer times.
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

/// From how many entries an everyday word links, if it floods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flooding {
    /// The share of all entries, one in so many.
    pub share: usize,
    /// The fewest, in a small glossary.
    pub fewest: usize,
    /// So many are a flood in a glossary of any size.
    pub enough: usize,
}

/// What a summary shows: a list to look through, so rather too much.
const SUMMARISED: Flooding = Flooding {
    share: 8,
    fewest: 5,
    enough: 50,
};

/// An entry that an everyday word links to from so many others that it may mean something else in
/// some.
#[derive(Debug, Clone)]
pub struct Flood<'l> {
    /// The entry that is linked to.
    pub to: EntryId,
    /// Those that the word links from, in the glossary's order, with their first such link.
    pub from: Vec<(EntryId, &'l Mention)>,
}

/// The entries that an everyday word floods with links, in the glossary's order. `language` decides
/// what an everyday word looks like.
pub fn floods<'l>(
    linked: &'l LinkedGlossary,
    language: &Language,
    flooding: Flooding,
) -> Vec<Flood<'l>> {
    let glossary = &linked.glossary;
    let mut everyday: BTreeMap<EntryId, Vec<(EntryId, &Mention)>> = BTreeMap::new();
    for from in glossary.ids() {
        for mention in linked.text(from).mentions.iter() {
            let is_automatic = matches!(mention.origin, Origin::Automatic(..));
            if is_automatic && is_everyday(&mention.text, language) {
                let links = everyday.entry(mention.to).or_default();
                if links.last().is_none_or(|(last, _)| *last != from) {
                    links.push((from, mention));
                }
            }
        }
    }
    let is_flood = |count: usize| {
        let many = count * flooding.share >= glossary.entries.len();
        count >= flooding.fewest && (many || count >= flooding.enough)
    };
    let floods = everyday
        .into_iter()
        .filter(|(_, from)| is_flood(from.len()));
    floods.map(|(to, from)| Flood { to, from }).collect()
}

/// How a glossary hangs together: its most linked entries, those that no text links to, and
/// everyday words that link from all over.
///
/// `language` decides what an everyday word looks like.
pub fn summary(linked: &LinkedGlossary, language: &Language) -> String {
    let glossary = &linked.glossary;
    let mut sources: BTreeMap<EntryId, HashSet<EntryId>> = BTreeMap::new();
    let (mut explicit, mut automatic) = (0, 0);
    for from in glossary.ids() {
        for mention in linked.text(from).mentions.iter() {
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
    let never: Vec<&str> = glossary
        .ids()
        .filter(|id| count(*id) == 0)
        .map(slug)
        .collect();
    let flooded: HashSet<EntryId> = floods(linked, language, SUMMARISED)
        .iter()
        .map(|f| f.to)
        .collect();
    let floods = most.iter().filter(|id| flooded.contains(id));
    let floods: Vec<(usize, &str)> = floods.map(|id| (count(*id), slug(*id))).collect();

    let mut out = format!(
        "{}, {} in their texts: {automatic} automatic, {explicit} explicit\n",
        counted(glossary.entries.len(), "entry", "entries"),
        counted(automatic + explicit, "link", "links"),
    );
    out.push_str("\nMost linked entries, with the number of entries that link to each:\n");
    for id in most.iter().take(MOST_ENTRIES) {
        out.push_str(&format!("{:>6}{GAP}{}\n", count(*id), slug(*id)));
    }
    if never.is_empty() {
        out.push_str("\nEvery entry has a link from the text of another entry.\n");
    } else {
        out.push_str("\nEntries without a link from the text of another entry:\n");
        for slug in &never {
            out.push_str(&format!("{:>6}{GAP}{slug}\n", ""));
        }
    }
    if !floods.is_empty() {
        out.push_str("\nEveryday words with links from many entries. If a word means something else in some of them, prevent\nits links with `exclude` in glossary.toml, or with `link = \"explicit\"` in the entry:\n");
        for (count, slug) in floods {
            out.push_str(&format!("{count:>6}{GAP}{slug}\n"));
        }
    }
    out
}

/// Whether a mention looks like a word that everybody uses: one word without capitals, but for that
/// of a noun in a language that gives nouns one.
fn is_everyday(text: &str, language: &Language) -> bool {
    let mut letters = text.chars();
    if Grammar::of(language).nouns_are_capitalised() {
        letters.next();
    }
    !text.contains(char::is_whitespace) && !letters.any(char::is_uppercase)
}
