//! The glossary in formats for other programs: as files of the site, and for `headword export`.
//!
//! Each format has a file here, which writes entry by entry. `docs/outputs.md` describes what each format keeps and
//! loses.

use std::io::{self, Write};
use std::sync::Arc;

use rayon::prelude::*;

use crate::address::destination::encode_all;
use crate::address::site_path::SitePath;
use crate::glossary::{Entry, EntryId, Glossary, LabelKind};
use crate::link::{LinkedGlossary, Target};
use crate::project::config::{Config, Format};
use crate::site::html::{self, Medium, WORD_SCHEME, hrefs};
use crate::site::phrases::PagePhrases;
use crate::site_map::{path_of_used, twin};

mod anki;
mod avoided;
mod concepts;
mod cspell;
mod feed;
mod hunspell;
mod inventory;
pub mod json;
mod llms;
mod markdown;
mod names;
mod omegat;
pub(super) mod plain_text;
mod separated;
mod skos;
mod skos_json_ld;
mod skos_turtle;
mod stardict;
mod tar;
mod tbx;
mod textlint;
mod vale;
mod xml;

/// A glossary in one language, to be written in a format.
#[derive(Clone, Copy)]
pub struct Export<'a> {
    linked: &'a LinkedGlossary,
    config: &'a Config,
    /// The theme's words for kinds of names and relations.
    words: &'a PagePhrases,
    /// The glossary in all languages, the main one first; empty if only this one is written.
    glossaries: &'a [Arc<LinkedGlossary>],
}

/// The links in a definition that is written as HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Links {
    /// Addresses from the site's root, or URLs if the site has one.
    Site,
    /// URLs; no links if the site has no URL.
    Web,
    /// Links to entries as links to their headwords in a dictionary, other links as in [`Self::Web`].
    Dictionary,
}

impl<'a> Export<'a> {
    /// A linked glossary, with the theme's phrases in its language.
    pub fn new(linked: &'a LinkedGlossary, words: &'a PagePhrases) -> Self {
        Self {
            linked,
            config: &linked.config,
            words,
            glossaries: &[],
        }
    }

    /// The same glossary with its translations: `glossaries` has all languages, the main one first.
    #[must_use]
    pub fn among(self, glossaries: &'a [Arc<LinkedGlossary>]) -> Self {
        Self { glossaries, ..self }
    }

    /// Writes the whole glossary in a format. Of a format with several files, this is the first of them; Markdown
    /// is the text of all entries. A format that has all languages in one file is written with all of them.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Json => json::write(self, out),
            Format::Csv => separated::write(self, b',', out),
            Format::Tsv => separated::write(self, b'\t', out),
            Format::Markdown => self.full_text(out),
            Format::Llms => llms::write(self, out),
            Format::Feed => feed::write(self, out),
            Format::Inventory => inventory::write(self, out),
            Format::SkosTurtle => skos_turtle::write(self, out),
            Format::SkosJsonld => skos_json_ld::write(self, out),
            Format::Tbx => tbx::write(self, tbx::Version::Two, out),
            Format::Tbx3 => tbx::write(self, tbx::Version::Three, out),
            Format::Anki => anki::write(self, out),
            Format::Stardict => stardict::write(self, out),
            Format::Omegat => omegat::write(self, out),
            Format::Cspell => cspell::write(self, out),
            Format::Vale => vale::write(self, out),
            Format::Textlint => textlint::write(self, out),
            Format::Hunspell => hunspell::write(self, out),
        }
    }

    /// Writes the Markdown text of all entries, `llms-full.txt`.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written.
    pub fn full_text(&self, out: &mut dyn Write) -> io::Result<()> {
        llms::write_full_text(self, out)
    }

    /// The Markdown text of an entry, for the file beside its page.
    pub fn twin(&self, id: EntryId) -> String {
        markdown::page(self, id)
    }

    fn glossary(&self) -> &'a Glossary {
        &self.linked.glossary
    }

    fn entries(&self) -> impl Iterator<Item = (EntryId, &'a Entry)> {
        self.glossary().iter()
    }

    /// The entries in order, to be written by [`in_order`].
    fn ids(&self) -> Vec<EntryId> {
        self.entries().map(|(id, _)| id).collect()
    }

    /// The language of the entries, as a BCP 47 tag.
    fn language(&self) -> &'a str {
        self.config.edition.language.tag()
    }

    /// The name of the glossary on one line.
    fn title(&self) -> &'a str {
        &self.config.edition.title
    }

    /// The name of the glossary in programs that keep several: its title, with the tag of a translation that has the
    /// title of the main language.
    fn name(&self) -> String {
        let title = one_line(self.title());
        match &self.linked.main {
            Some(main) if main.config.edition.title == self.title() => {
                format!("{title} ({})", self.language())
            }
            _ => title,
        }
    }

    /// The percent-encoded address of a path from the site's root: a URL if the site has one, else the address from
    /// the folder of the language.
    fn address(&self, path: &str) -> String {
        match &self.config.settings.base_url {
            Some(base) => base.join(path),
            None => self.relative(path),
        }
    }

    /// The percent-encoded address of a path from the site's root, from the folder of the language, in which the
    /// files of this module are.
    ///
    /// ```text
    /// in German: de/rye/    rye/
    ///            rye/       ../rye/
    /// ```
    fn relative(&self, path: &str) -> String {
        let addresses = &self.config.edition.addresses;
        match path.strip_prefix(addresses.prefix()) {
            Some("") => "./".to_owned(),
            Some(path) => encode_all(path),
            None => encode_all(&format!("{}{path}", addresses.index().to_root())),
        }
    }

    /// The address of the index of the language.
    fn index_address(&self) -> String {
        self.address(self.config.edition.addresses.prefix())
    }

    /// The percent-encoded address of a term page: a URL if the site has one, else the address from the folder of the
    /// language.
    pub fn entry_address(&self, id: EntryId) -> String {
        let path = self.entry_path(id);
        self.address(path.as_str())
    }

    /// The address of a term page in the site.
    fn entry_path(&self, id: EntryId) -> SitePath {
        let slug = &self.glossary().entry(id).slug;
        self.config.edition.addresses.entry(slug)
    }

    /// The address of the Markdown text of an entry if the site has it, else of its page.
    fn text_address(&self, id: EntryId) -> String {
        self.text_address_in(self.linked, id)
    }

    /// The same for an entry of another language.
    fn text_address_in(&self, language: &LinkedGlossary, id: EntryId) -> String {
        let slug = &language.glossary.entry(id).slug;
        let addresses = &language.config.edition.addresses;
        if self.config.settings.outputs.contains(&Format::Markdown) {
            self.address(&addresses.file(&twin(slug)))
        } else {
            self.address(addresses.entry(slug).as_str())
        }
    }

    /// The definition of an entry as HTML.
    fn html(&self, id: EntryId, links: Links) -> String {
        let glossary = self.glossary();
        let addresses = &self.config.edition.addresses;
        let base = self.config.settings.base_url.as_ref();
        let page = self.entry_path(id);
        let absolute = base.map(|base| hrefs::absolute(glossary, addresses, base, &page));
        let relative = hrefs::relative(glossary, addresses, &addresses.index());
        let href = |target: &Target| match (target, links) {
            (Target::Entry(id, _), Links::Dictionary) => {
                format!("{WORD_SCHEME}{}", glossary.entry(*id).headword)
            }
            (Target::Web(address), _) => address.to_string(),
            (target, Links::Site) => match &absolute {
                Some(absolute) => absolute(target),
                None => relative(target),
            },
            (target, _) => absolute.as_ref().map(|url| url(target)).unwrap_or_default(),
        };
        html::write(self.linked.text(id), &Medium::other(&href)).html
    }

    /// The definition of an entry as plain text.
    fn plain_text(&self, id: EntryId) -> String {
        plain_text::of(self.linked.text(id))
    }

    /// The examples of an entry as plain text.
    fn examples(&self, id: EntryId) -> impl Iterator<Item = String> + use<'a> {
        let examples = self.linked.text(id).examples.iter();
        examples.map(|example| plain_text::of(&example.text))
    }

    /// Whether the state of an entry says that it is deprecated.
    fn is_deprecated(&self, entry: &Entry) -> bool {
        let status = entry.front.status.as_ref();
        status.is_some_and(|status| status.text.eq_ignore_ascii_case("deprecated"))
    }

    /// The address of the recording of an entry, as [`Self::address`].
    fn recording(&self, id: EntryId) -> Option<String> {
        match self.linked.links(id).recording.as_ref()? {
            Target::File(path, _) => Some(self.address(&path_of_used(path))),
            Target::Site(path, _) => Some(self.address(path)),
            _ => None,
        }
    }

    /// The definition of an entry as plain text; its gloss if it has no text.
    fn meaning(&self, id: EntryId) -> String {
        let text = self.plain_text(id);
        if text.is_empty() {
            self.glossary().entry(id).gloss.text.clone()
        } else {
            text
        }
    }

    /// The other names of an entry that readers see, by kind, each kind after its name in the glossary's language.
    fn named_kinds(&self, entry: &'a Entry) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> {
        let words = self.words;
        let kinds = [
            (&words.abbreviation, LabelKind::Abbreviation),
            (&words.also_called, LabelKind::Synonym),
            (&words.also_spelled, LabelKind::Variant),
            (&words.avoid, LabelKind::Deprecated),
        ];
        kinds
            .into_iter()
            .map(|(word, kind)| (word.as_str(), entry.names(kind).collect::<Vec<_>>()))
            .filter(|(_, names)| !names.is_empty())
    }

    /// What front matter says of the word of an entry, each after its name in the glossary's language.
    fn notes(&self, entry: &'a Entry) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (words, front) = (self.words, &entry.front);
        let notes = [
            (&words.pronunciation, &front.pronunciation.text),
            (&words.part_of_speech, &front.part_of_speech),
            (&words.usage, &front.usage),
            (&words.origin, &front.origin),
        ];
        let notes = notes
            .into_iter()
            .filter_map(|(word, note)| Some((word.as_str(), note.as_ref()?.text.as_str())));
        let own = front.status.as_ref().and_then(|_| words.status(front));
        let status = own.map(|status| (words.status.as_str(), status));
        notes.chain(status)
    }

    /// The definition of an entry as HTML, with its gloss if the author wrote one, with what front matter says of the
    /// word, and with its other names.
    fn article(&self, id: EntryId, links: Links) -> String {
        let entry = self.glossary().entry(id);
        let mut out = String::new();
        if !entry.gloss.is_derived && !entry.gloss.text.is_empty() {
            out.push_str(&format!(
                "<p><i>{}</i></p>\n",
                xml::escaped(&entry.gloss.text)
            ));
        }
        out.push_str(&self.html(id, links));
        for example in self.examples(id) {
            let example = xml::escaped(&example);
            out.push_str(&format!("<blockquote>{example}</blockquote>\n"));
        }
        for (word, note) in self.notes(entry) {
            let (word, note) = (xml::escaped(word), xml::escaped(note));
            out.push_str(&format!("<p>{word}: {note}</p>\n"));
        }
        for (word, names) in self.named_kinds(entry) {
            let names = xml::escaped(&names.join("; "));
            out.push_str(&format!("<p>{}: {names}</p>\n", xml::escaped(word)));
        }
        out
    }
}

/// How many texts are made at once: so many that all threads have work, and not so many that memory grows with the glossary.
const AT_ONCE: usize = 512;

/// Calls `write` with what `make` makes of each of `items`, in order. It is made on all threads.
///
/// # Errors
///
/// The first error of `write`, which is not called again.
fn in_order<T: Sync, M: Send>(
    items: &[T],
    make: impl Fn(&T) -> M + Sync,
    mut write: impl FnMut(M) -> io::Result<()>,
) -> io::Result<()> {
    for some in items.chunks(AT_ONCE) {
        let made: Vec<M> = some.par_iter().map(&make).collect();
        made.into_iter().try_for_each(&mut write)?;
    }
    Ok(())
}

/// A text on one line, without tabs.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
