//! Termbases in TBX (ISO 30042): version 2, which OmegaT and Translate Toolkit read, and TBX-Basic of version 3 in DCA
//! style.

use std::io::{self, Write};

use super::Export;
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
    for (id, entry) in export.entries() {
        write_entry(export, version, id, entry, out)?;
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

fn write_entry(
    export: &Export<'_>,
    version: Version,
    id: EntryId,
    entry: &Entry,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (concept, language, term) = match version {
        Version::Two => ("termEntry", "langSet", "tig"),
        Version::Three => ("conceptEntry", "langSec", "termSec"),
    };
    // an identifier of XML begins with a letter
    writeln!(out, "<{concept} id=\"c-{}\">", escaped(&entry.slug))?;
    if version == Version::Three {
        // Translate Toolkit puts all texts of version 2 into the context of a message, so there the definition is alone
        for tag in &entry.tags {
            let name = escaped(&export.glossary().tag(*tag).name);
            writeln!(out, "<descrip type=\"subjectField\">{name}</descrip>")?;
        }
    }
    let text = export.meaning(id);
    if !text.is_empty() {
        writeln!(
            out,
            "<descrip type=\"definition\">{}</descrip>",
            escaped(&text)
        )?;
    }
    writeln!(
        out,
        "<{language} xml:lang=\"{}\">",
        escaped(export.language())
    )?;
    for label in &entry.labels {
        let (status, kind) = match label.kind {
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
        writeln!(out, "</{term}>")?;
    }
    writeln!(out, "</{language}>\n</{concept}>")
}
