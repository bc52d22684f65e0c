//! The answers that a glossary gives, as text for the assistant and as data for its host.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::glossary::{Entry, EntryId, LabelKind};
use crate::link::Linked;
use crate::link::policy::{Decision, Passage, Policy};
use crate::names::Resolved;
use crate::project::config::{Config, Linking, Mentions};
use crate::site::export::Export;
use crate::site::phrases::PagePhrases;
use crate::source::SourceFile;
use crate::text::counted;
use crate::text::fold::nfc;
use crate::text::slice;
use crate::text::tokens::Folded;

/// How many similar names are offered for an unknown one.
const SIMILAR: usize = 5;

/// A question. It gets the answers of the glossary, or the reason why the glossary cannot be read.
pub(super) type Question = Box<dyn FnOnce(Result<&Answers<'_>, &str>) + Send>;

/// A linked glossary that answers questions.
pub(super) struct Answers<'a> {
    linked: &'a Linked,
    config: &'a Config,
    export: Export<'a>,
}

/// An answer: the text for the assistant, and the same as data.
#[derive(Debug)]
pub(super) struct Answer<D> {
    pub(super) text: String,
    pub(super) data: D,
}

/// An entry as lists show it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Term {
    /// The headword, with the sense in brackets if several entries share it.
    pub(super) headword: String,
    /// The name of the entry's file without its ending.
    pub(super) slug: String,
    /// The URL of its page, or its address from the root of the site if the glossary has no URL.
    address: String,
    /// The definition in a sentence.
    pub(super) gloss: String,
}

/// The entries that a name means.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Meanings {
    /// The entries: one, or each sense of the name; none if the glossary does not have it.
    terms: Vec<Term>,
    /// Known names that are similar to an unknown one, the most similar first.
    similar: Vec<String>,
}

/// Some entries of a longer list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Terms {
    /// How many entries there are in all.
    pub(super) total: usize,
    /// These entries.
    pub(super) terms: Vec<Term>,
}

/// The terms that a text mentions.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Mentioned {
    /// The mentions in the order of the text, each entry once.
    mentions: Vec<MentionedTerm>,
}

/// Words of a text, and the entries that they may mean.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MentionedTerm {
    /// The words as the text has them.
    words: String,
    /// The entry; several if the text does not say which sense it means.
    terms: Vec<Term>,
}

/// The names to avoid in a text.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NamesToAvoid {
    /// Each place with such a name, in the order of the text.
    places: Vec<NameToAvoid>,
}

/// A place with a name to avoid.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NameToAvoid {
    /// The words as the text has them.
    words: String,
    /// The line, from 1.
    line: usize,
    /// The character in the line, from 1.
    column: usize,
    /// The name to write instead.
    write: String,
    /// The entry.
    term: Term,
}

impl<'a> Answers<'a> {
    /// A linked glossary, with the theme's phrases in its language.
    pub(super) fn new(linked: &'a Linked, config: &'a Config, words: &'a PagePhrases) -> Self {
        Self {
            linked,
            config,
            export: Export::new(&linked.glossary, words),
        }
    }

    /// What the glossary is about, for an assistant that has not seen it.
    pub(super) fn introduction(&self) -> String {
        let edition = &self.config.edition;
        let about = edition.description.as_deref();
        let about = about.map_or_else(String::new, |about| format!(": {about}"));
        let count = counted(self.linked.glossary.glossary.entries.len(), "term", "terms");
        let language = edition.language.tag();
        format!(
            "{}{about}\n\n{count}, in the language {language}.",
            edition.title
        )
    }

    /// The entries that a name means, in any inflected form or spelling, with all that the glossary says of them.
    pub(super) fn look_up(&self, name: &str) -> Answer<Meanings> {
        let named = self.linked.frame.names.named(name);
        let terms: Vec<Term> = named.iter().map(|named| self.term(named.entry)).collect();
        if terms.is_empty() {
            return self.unknown(name);
        }
        let pages = named.iter().map(|named| self.page(*named));
        Answer {
            text: pages.collect::<Vec<_>>().join("\n---\n\n"),
            data: Meanings {
                terms,
                similar: Vec::new(),
            },
        }
    }

    fn unknown(&self, name: &str) -> Answer<Meanings> {
        let names = &self.linked.frame.names;
        // a name and the slug of its entry are one suggestion
        let mut seen = HashSet::new();
        let is_new = |name: &&str| {
            let mut named = names.named(name).into_iter();
            named.any(|named| seen.insert(named.entry))
        };
        let similar = names.nearest(name).into_iter().filter(is_new);
        let similar: Vec<String> = similar.take(SIMILAR).map(str::to_owned).collect();
        let mut text = format!("The glossary has no entry with the name “{name}”.");
        if !similar.is_empty() {
            text.push_str(&format!(" Similar names: {}.", similar.join(", ")));
        }
        text.push_str(
            " Entries about it may have another name: search for a word of their definitions.\n",
        );
        Answer {
            text,
            data: Meanings {
                terms: Vec::new(),
                similar,
            },
        }
    }

    /// The page of a meaning, with a word of warning if it was found by a name to avoid.
    fn page(&self, named: Resolved) -> String {
        let page = self.export.twin(named.entry);
        let address = self.export.entry_address(named.entry);
        let avoid = match named.kind {
            LabelKind::Deprecated => {
                let headword = &self.entry(named.entry).headword;
                format!("This is a name to avoid. Write “{headword}”.\n\n")
            }
            _ => String::new(),
        };
        format!("{avoid}{page}\nPage: {address}\n")
    }

    /// The entries for the words of a query, the best first, at most `limit`.
    pub(super) fn search(&self, query: &str, limit: usize) -> Answer<Terms> {
        let found = self.found(query);
        let total = found.len();
        let terms: Vec<Term> = found
            .into_iter()
            .take(limit)
            .map(|id| self.term(id))
            .collect();
        let text = match total {
            0 => format!("No entry has the words “{query}”.\n"),
            _ => listed(&terms, total, 0, "ask with a higher limit"),
        };
        Answer {
            text,
            data: Terms { total, terms },
        }
    }

    /// The entries for a query in this order: those that it names, those with a name that begins with it, those with
    /// all its words in a name, in the gloss, and in the text.
    fn found(&self, query: &str) -> Vec<EntryId> {
        let folded = Folded::new(query.trim());
        let words: Vec<&str> = folded.words().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let whole = folded.to_string();
        let named = self.linked.frame.names.named(query);
        let named: HashSet<EntryId> = named.iter().map(|named| named.entry).collect();
        let has_words = |text: &str| {
            let text = Folded::new(text);
            let known: Vec<&str> = text.words().collect();
            let has = |word: &&str| known.iter().any(|known| known.starts_with(word));
            words.iter().all(has)
        };
        let rank = |id: EntryId, entry: &Entry| {
            let mut names = entry.labels.iter().map(|label| label.text.as_str());
            if named.contains(&id) {
                Some(0)
            } else if names
                .clone()
                .any(|name| Folded::new(name).to_string().starts_with(&whole))
            {
                Some(1)
            } else if names.any(has_words) {
                Some(2)
            } else if has_words(&entry.gloss.text) {
                Some(3)
            } else {
                has_words(slice(&entry.file.text, entry.body.start..)).then_some(4)
            }
        };
        let entries = self.linked.glossary.glossary.iter();
        let ranked = entries.filter_map(|(id, entry)| Some((rank(id, entry)?, id)));
        let mut ranked: Vec<(u8, EntryId)> = ranked.collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, id)| id).collect()
    }

    /// The entries in the order of the index, at most `limit` from number `offset` on: all, or those with a tag.
    pub(super) fn list(&self, tag: Option<&str>, offset: usize, limit: usize) -> Answer<Terms> {
        let glossary = &self.linked.glossary.glossary;
        let has_tag = |entry: &Entry| {
            tag.is_none_or(|tag| {
                let mut tags = entry.tags.iter().map(|id| glossary.tag(*id));
                tags.any(|known| known.name.to_lowercase() == tag.to_lowercase())
            })
        };
        let ids: Vec<EntryId> = glossary
            .iter()
            .filter(|(_, entry)| has_tag(entry))
            .map(|(id, _)| id)
            .collect();
        let some = ids.iter().skip(offset).take(limit);
        let terms: Vec<Term> = some.map(|id| self.term(*id)).collect();
        let text = if ids.is_empty() {
            let tags: Vec<_> = glossary.tags.iter().map(|tag| tag.name.as_str()).collect();
            match &tags[..] {
                [] => "The glossary has no tags.\n".to_owned(),
                tags => format!(
                    "No entry has this tag. The tags are: {}.\n",
                    tags.join(", ")
                ),
            }
        } else if terms.is_empty() {
            format!(
                "There are only {}.\n",
                counted(ids.len(), "entry", "entries")
            )
        } else {
            let next = format!("ask with the offset {}", offset.saturating_add(terms.len()));
            listed(&terms, ids.len(), offset, &next)
        };
        Answer {
            text,
            data: Terms {
                total: ids.len(),
                terms,
            },
        }
    }

    /// The terms that a text mentions, with their glosses, by the rules of automatic links.
    pub(super) fn explain(&self, text: &str) -> Answer<Mentioned> {
        let mut mentions = Vec::new();
        for (start, decision) in self.decisions(text) {
            let (words, entries) = match decision {
                Decision::Link { words, means, .. } => (words, vec![means]),
                Decision::Ambiguous { words, candidates } => (words, candidates),
                Decision::Deprecated { .. } => continue,
            };
            let words = slice(text, start + words.start..start + words.end).to_owned();
            let terms = entries.iter().map(|means| self.term(means.entry)).collect();
            mentions.push(MentionedTerm { words, terms });
        }
        let mut out = String::new();
        for MentionedTerm { words, terms } in &mentions {
            match &terms[..] {
                [term] => out.push_str(&format!("- “{words}”: {}", line(term))),
                terms => {
                    out.push_str(&format!("- “{words}” may mean:\n"));
                    for term in terms {
                        out.push_str(&format!("  - {}", line(term)));
                    }
                }
            }
        }
        if mentions.is_empty() {
            out.push_str("The text mentions no term of the glossary.\n");
        }
        Answer {
            text: out,
            data: Mentioned { mentions },
        }
    }

    /// The names to avoid that a text has, with the names to write instead.
    pub(super) fn check(&self, text: &str) -> Answer<NamesToAvoid> {
        let file = SourceFile::new("", text.to_owned());
        let mut places = Vec::new();
        for (start, decision) in self.decisions(&file.text) {
            let Decision::Deprecated { words, means } = decision else {
                continue;
            };
            let at = start + words.start;
            let (line, column) = file.line_column(at);
            places.push(NameToAvoid {
                words: file.slice(at..start + words.end).to_owned(),
                line,
                column,
                write: self.entry(means.entry).headword.clone(),
                term: self.term(means.entry),
            });
        }
        let lines = places.iter().map(|place| {
            let NameToAvoid {
                words,
                line,
                column,
                write,
                ..
            } = place;
            format!(
                "- Line {line}, column {column}: “{words}” is a name to avoid. Write “{write}”.\n"
            )
        });
        let mut out: String = lines.collect();
        if places.is_empty() {
            out.push_str("The text has no name that the glossary avoids.\n");
        }
        Answer {
            text: out,
            data: NamesToAvoid { places },
        }
    }

    /// The decisions about the mentions in a text, each with the byte at which its paragraph begins.
    fn decisions(&self, text: &str) -> Vec<(usize, Decision)> {
        let linking = Linking {
            mentions: Mentions::First,
            ..Linking::default()
        };
        let whole = || text.to_owned();
        let mut policy = Policy::new(&self.linked.frame.names, &linking, None, &whole);
        let mut decisions = Vec::new();
        let mut start = 0;
        for paragraph in text.split_inclusive("\n\n") {
            let passage = Passage {
                text: paragraph,
                searched: paragraph,
                is_heading: false,
                is_quoted: false,
                written: &[],
            };
            let found = policy.read(&passage, &|_| true);
            decisions.extend(found.into_iter().map(|decision| (start, decision)));
            start += paragraph.len();
        }
        decisions
    }

    /// The entry with a slug, as Markdown; `None` if there is none. Some clients write a slug with its accents apart.
    pub(super) fn document(&self, slug: &str) -> Option<String> {
        let slug = nfc(slug);
        let mut entries = self.linked.glossary.glossary.iter();
        let (id, _) = entries.find(|(_, entry)| entry.slug == slug)?;
        Some(self.export.twin(id))
    }

    fn term(&self, id: EntryId) -> Term {
        let entry = self.entry(id);
        Term {
            headword: entry.to_string(),
            slug: entry.slug.clone(),
            address: self.export.entry_address(id),
            gloss: entry.gloss.text.clone(),
        }
    }

    fn entry(&self, id: EntryId) -> &Entry {
        self.linked.glossary.glossary.entry(id)
    }
}

/// Entries as a list, from number `offset` on. If there are more, the last line says how many, and what to do `next`.
fn listed(terms: &[Term], total: usize, offset: usize, next: &str) -> String {
    let lines = terms.iter().map(|term| format!("- {}", line(term)));
    let mut out: String = lines.collect();
    let shown = offset.saturating_add(terms.len());
    if shown < total {
        let more = counted(total - shown, "more entry", "more entries");
        out.push_str(&format!("\nAnd {more}: {next}.\n"));
    }
    out
}

/// An entry on a line: its headword, its address and its gloss.
fn line(term: &Term) -> String {
    let Term {
        headword,
        address,
        gloss,
        ..
    } = term;
    format!("[{headword}]({address}): {gloss}\n")
}
