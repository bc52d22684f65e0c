//! `glossary.stardict.tar`: a dictionary in the format of StarDict, with its files in one archive.
//!
//! Programs find a word by halving the index, so its order has to be theirs: ASCII letters without case, then bytes.
//! In any other order, words are lost without a message.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};

use rayon::prelude::*;

use super::{Export, Links, one_line, tar, xml};
use crate::glossary::EntryId;
use crate::site::html::WORD_SCHEME;
use crate::text::fold::without_accents;
use crate::text::slug::slug;

/// The name of the files if the title of the glossary is not ASCII.
const NAME: &str = "glossary";

/// The longest name of the files.
const LONGEST: usize = 40;

/// A word of the index.
struct Word<'a> {
    word: Cow<'a, str>,
    meaning: Meaning,
    /// Its article, which is in memory because the index needs its length before it is written.
    article: String,
}

/// What the article of a word tells.
enum Meaning {
    /// The entries with this headword.
    Entries(Vec<EntryId>),
    /// Links to the entries that share this name.
    Shared(Vec<EntryId>),
}

/// Writes the archive.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = Names::of(export);
    let mut words = names.words;
    words
        .par_iter_mut()
        .for_each(|word| word.article = article(export, &word.meaning));
    let index = index(&words);
    let synonyms = synonyms(&words, &names.others);
    let description = description(export, words.len(), names.others.len(), index.len());
    let name = Some(slug(&export.name(), &export.config.edition.language));
    let name = name.filter(|name| name.is_ascii() && !name.is_empty() && name.len() <= LONGEST);
    let name = name.unwrap_or_else(|| match export.config.edition.id.is_main() {
        true => NAME.to_owned(),
        false => format!("{NAME}-{}", export.language()),
    });
    let texts: usize = words.iter().map(|word| word.article.len()).sum();
    let mut file = |ending: &str, bytes: &[u8]| {
        let path = format!("{name}/{name}.{ending}");
        tar::write_file(out, &path, bytes.len(), &|out| out.write_all(bytes))
    };
    file("ifo", description.as_bytes())?;
    file("idx", &index)?;
    if !synonyms.is_empty() {
        file("syn", &synonyms)?;
    }
    tar::write_file(out, &format!("{name}/{name}.dict"), texts, &|out| {
        let mut articles = words.iter().map(|word| word.article.as_bytes());
        articles.try_for_each(|article| out.write_all(article))
    })?;
    tar::write_end(out)
}

/// The words of the index and the other names, each in the order of programs.
struct Names<'a> {
    words: Vec<Word<'a>>,
    /// Each other name, with the headword to which it leads.
    others: Vec<(String, &'a str)>,
}

impl<'a> Names<'a> {
    /// All names of a glossary, with those without accents, for keyboards that lack these. A name that differs from a
    /// headword only in the case of ASCII letters is left out, because some programs would show its article instead
    /// of that of the headword.
    fn of(export: &Export<'a>) -> Self {
        let mut articles: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        let mut taken = HashSet::new();
        for (id, entry) in export.entries() {
            articles.entry(&entry.headword).or_default().push(id);
            taken.insert(entry.headword.to_ascii_lowercase());
        }
        let mut names: BTreeMap<String, (String, Vec<EntryId>)> = BTreeMap::new();
        let mut add = |name: String, id: EntryId| {
            let key = name.to_ascii_lowercase();
            if !taken.contains(&key) {
                let (_, ids) = names.entry(key).or_insert((name, Vec::new()));
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        };
        for (id, entry) in export.entries() {
            for label in &entry.labels {
                add(label.text.clone(), id);
                add(without_accents(&label.text), id);
            }
        }
        let headword = |id: EntryId| export.glossary().entry(id).headword.as_str();
        let (mut words, mut others) = (Vec::new(), Vec::new());
        for (name, ids) in names.into_values() {
            match ids.as_slice() {
                [id] => others.push((name, headword(*id))),
                _ => words.push(Word::new(name.into(), Meaning::Shared(ids))),
            }
        }
        let articles = articles.into_iter();
        words.extend(articles.map(|(word, ids)| Word::new(word.into(), Meaning::Entries(ids))));
        words.sort_by(|one, other| order(&one.word, &other.word));
        others.sort_by(|(one, _), (other, _)| order(one, other));
        Self { words, others }
    }
}

impl<'a> Word<'a> {
    fn new(word: Cow<'a, str>, meaning: Meaning) -> Self {
        Self {
            word,
            meaning,
            article: String::new(),
        }
    }
}

/// The order of words in an index: `g_ascii_strcasecmp` of GLib, then `strcmp`.
fn order(one: &str, other: &str) -> Ordering {
    let folded = |text: &str| {
        text.bytes()
            .map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    folded(one).cmp(&folded(other)).then_with(|| one.cmp(other))
}

fn article(export: &Export<'_>, meaning: &Meaning) -> String {
    match meaning {
        Meaning::Entries(ids) => {
            let mut out = String::new();
            for id in ids {
                if let Some(sense) = &export.glossary().entry(*id).sense {
                    out.push_str(&format!("<p><b>({})</b></p>\n", xml::escaped(sense)));
                }
                out.push_str(&export.article(*id, Links::Dictionary));
            }
            if out.is_empty() {
                // programs take an article without text for a broken file
                let headword = ids
                    .first()
                    .map(|id| export.glossary().entry(*id).to_string());
                out = format!("<p>{}</p>\n", xml::escaped(&headword.unwrap_or_default()));
            }
            out
        }
        Meaning::Shared(ids) => {
            let links = ids.iter().map(|id| {
                let entry = export.glossary().entry(*id);
                let (word, name) = (
                    xml::escaped(&entry.headword),
                    xml::escaped(&entry.to_string()),
                );
                format!("<p><a href=\"{WORD_SCHEME}{word}\">{name}</a></p>\n")
            });
            links.collect()
        }
    }
}

/// The file `.idx`: each word with the place and the length of its article in `.dict`.
fn index(words: &[Word<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut offset = 0;
    for word in words {
        out.extend_from_slice(word.word.as_bytes());
        out.push(0);
        out.extend(number(offset));
        out.extend(number(word.article.len()));
        offset += word.article.len();
    }
    out
}

/// The file `.syn`: each other name with the number of its word in the index.
fn synonyms(words: &[Word<'_>], others: &[(String, &str)]) -> Vec<u8> {
    let numbers = words.iter().enumerate();
    let numbers: HashMap<&str, usize> = numbers.map(|(at, word)| (&*word.word, at)).collect();
    let mut out = Vec::new();
    for (name, headword) in others {
        out.extend_from_slice(name.as_bytes());
        out.push(0);
        out.extend(number(numbers.get(headword).copied().unwrap_or_default()));
    }
    out
}

/// A number as StarDict writes it. The format has no numbers above 4 GiB.
fn number(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

/// The file `.ifo`.
fn description(export: &Export<'_>, words: usize, synonyms: usize, index: usize) -> String {
    let (edition, settings) = (&export.config.edition, &export.config.settings);
    let mut out = format!(
        "StarDict's dict ifo file\nversion=2.4.2\nbookname={}\nwordcount={words}\n",
        export.name()
    );
    if synonyms > 0 {
        out.push_str(&format!("synwordcount={synonyms}\n"));
    }
    out.push_str(&format!("idxfilesize={index}\nsametypesequence=h\n"));
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{key}={}\n", one_line(&value)));
        }
    };
    add(
        "author",
        settings.author.as_ref().map(|author| author.name.clone()),
    );
    add("description", edition.description.clone());
    let days = export
        .entries()
        .filter_map(|(_, entry)| entry.front.updated);
    add(
        "date",
        days.max().map(|day| day.to_string().replace('-', ".")),
    );
    add(
        "website",
        settings
            .base_url
            .as_ref()
            .map(|url| url.as_str().to_owned()),
    );
    out
}
