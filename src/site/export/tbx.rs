//! Termbases in TBX (ISO 30042): version 2, which OmegaT and Translate Toolkit read, and TBX-Basic of version 3 in DCA
//! style.

use std::io::{self, Write};

use super::Export;
use super::concepts::{self, Concept};
use super::xml::escaped;
use crate::glossary::{Entry, EntryId, LabelKind};

/// A version of TBX. Programs for one cannot read the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// ISO 30042:2008, whose root is `martif`.
    Two,
    /// ISO 30042:2019, whose root is `tbx`.
    Three,
}

/// Writes the termbase, with an entry for each concept.
pub(super) fn write(export: &Export<'_>, version: Version, out: &mut dyn Write) -> io::Result<()> {
    let language = escaped(export.language());
    let title = escaped(export.title());
    let source = match export.config.settings.base_url {
        Some(_) => escaped(&export.address("")),
        None => title.clone(),
    };
    let file = format!(
        "<fileDesc><titleStmt><title>{title}</title></titleStmt><sourceDesc><p>{source}</p></sourceDesc></fileDesc>"
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    match version {
        Version::Two => {
            writeln!(
                out,
                "<martif type=\"TBX-Basic\" xml:lang=\"{language}\">\n<martifHeader>\n{file}"
            )?;
            writeln!(
                out,
                "<encodingDesc><p type=\"XCSURI\">http://www.ttt.org/oscarstandards/tbx/TBXBasicXCS.xcs</p></encodingDesc>\n</martifHeader>"
            )?;
        }
        Version::Three => writeln!(
            out,
            "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"{language}\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n<tbxHeader>\n{file}\n</tbxHeader>"
        )?,
    }
    writeln!(out, "<text><body>")?;
    let has_languages = export.languages().len() > 1;
    for concept in export.concepts() {
        write_concept(&concept, version, has_languages, out)?;
    }
    writeln!(out, "</body></text>")?;
    writeln!(
        out,
        "</{}>",
        if version == Version::Two {
            "martif"
        } else {
            "tbx"
        }
    )
}

/// Writes a concept with its terms in each language. In a glossary of several languages, each language has its
/// definition.
fn write_concept(
    concept: &Concept<'_>,
    version: Version,
    has_languages: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let element = match version {
        Version::Two => "termEntry",
        Version::Three => "conceptEntry",
    };
    let entry = concept.first.entry();
    // an identifier of XML begins with a letter
    writeln!(out, "<{element} id=\"c-{}\">", escaped(&entry.slug))?;
    if version == Version::Three {
        // Translate Toolkit puts all texts of version 2 into the context of a message, so there the definition is alone
        for tag in &entry.tags {
            let name = escaped(&concept.first.export.glossary().tag(*tag).name);
            writeln!(out, "<descrip type=\"subjectField\">{name}</descrip>")?;
        }
    }
    if !has_languages {
        write_definition(&concept.first, out)?;
    }
    for terms in concept.versions() {
        write_terms(terms, version, has_languages, out)?;
    }
    writeln!(out, "</{element}>")
}

fn write_definition(of: &concepts::Version<'_>, out: &mut dyn Write) -> io::Result<()> {
    let text = of.export.meaning(of.id);
    if text.is_empty() {
        return Ok(());
    }
    let text = escaped(&text);
    writeln!(out, "<descrip type=\"definition\">{text}</descrip>")
}

/// Writes the terms in one language.
fn write_terms(
    of: &concepts::Version<'_>,
    version: Version,
    with_definition: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (language, term) = match version {
        Version::Two => ("langSet", "tig"),
        Version::Three => ("langSec", "termSec"),
    };
    let (export, id, entry) = (&of.export, of.id, of.entry());
    writeln!(
        out,
        "<{language} xml:lang=\"{}\">",
        escaped(export.language())
    )?;
    if with_definition {
        write_definition(of, out)?;
    }
    for label in &entry.labels {
        let (status, kind) = match label.kind {
            LabelKind::Title if export.is_deprecated(entry) => ("deprecatedTerm-admn-sts", None),
            LabelKind::Title => ("preferredTerm-admn-sts", None),
            LabelKind::Synonym => ("admittedTerm-admn-sts", None),
            LabelKind::Abbreviation => ("admittedTerm-admn-sts", Some("abbreviation")),
            LabelKind::Variant => ("admittedTerm-admn-sts", Some("variant")),
            LabelKind::Deprecated => ("deprecatedTerm-admn-sts", None),
            LabelKind::Hidden => continue,
        };
        let name = escaped(&label.text);
        write!(out, "<{term}><term>{name}</term>")?;
        write!(
            out,
            "<termNote type=\"administrativeStatus\">{status}</termNote>"
        )?;
        if let Some(kind) = kind {
            write!(out, "<termNote type=\"termType\">{kind}</termNote>")?;
        }
        if label.kind == LabelKind::Title {
            write_use(export, version, id, entry, out)?;
        }
        writeln!(out, "</{term}>")?;
    }
    writeln!(out, "</{language}>")
}

/// Writes how the headword is used. TBX-Basic has no place for a pronunciation and an origin. Of version 2, programs
/// put all texts into the context of a message, so there only the part of speech is written.
fn write_use(
    export: &Export<'_>,
    version: Version,
    id: EntryId,
    entry: &Entry,
    out: &mut dyn Write,
) -> io::Result<()> {
    let front = &entry.front;
    if let Some(part) = &front.part_of_speech {
        let part = part_of_speech(&part.text);
        write!(out, "<termNote type=\"partOfSpeech\">{part}</termNote>")?;
    }
    if version == Version::Two {
        return Ok(());
    }
    for example in export.examples(id) {
        let example = escaped(&example);
        write!(out, "<descrip type=\"context\">{example}</descrip>")?;
    }
    if let Some(usage) = &front.usage {
        write!(out, "<note>{}</note>", escaped(&usage.text))?;
    }
    Ok(())
}

/// The word of TBX-Basic for a part of speech, which is written in the language of the glossary.
fn part_of_speech(written: &str) -> &'static str {
    const WORDS: &[(&str, &[&str])] = &[
        (
            "noun",
            &[
                "noun",
                "proper noun",
                "substantiv",
                "nomen",
                "nom",
                "sustantivo",
                "substantivo",
                "名词",
                "名詞",
                "اسم",
            ],
        ),
        ("verb", &["verb", "verbe", "verbo", "动词", "動詞", "فعل"]),
        (
            "adjective",
            &[
                "adjective",
                "adjektiv",
                "adjectif",
                "adjetivo",
                "形容词",
                "形容詞",
                "صفة",
            ],
        ),
        (
            "adverb",
            &[
                "adverb",
                "adverbe",
                "adverbio",
                "advérbio",
                "副词",
                "副詞",
                "ظرف",
            ],
        ),
    ];
    let written = written.to_lowercase();
    let known = WORDS
        .iter()
        .find(|(_, words)| words.contains(&written.as_str()));
    known.map_or("other", |(word, _)| word)
}
