//! The meanings of data categories (ISO 12620), by their names in TBX and in the fields of terminology tools.

use crate::import::concepts::concept::{RelationKind, Slot};

/// The meaning of a data category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Category {
    /// A value of an entry.
    Value(Slot),
    /// Words on the use of a name, such as a region or a register.
    Use,
    /// Whether a name is to be used.
    Status,
    /// The kind of a name.
    TermType,
    /// The gender, which readers expect beside the part of speech.
    Gender,
    /// A relation to another concept.
    Relation(RelationKind),
    /// A link to another site, or a source with an identifier.
    Source,
    /// A picture or a recording.
    Picture,
    /// A person or an organisation, or what one did on a day.
    Transaction,
}

/// Data categories without capitals and without what joins words.
const NAMES: &[(&[&str], Category)] = &[
    (
        &[
            "subjectfield",
            "subject",
            "domain",
            "subjectdomain",
            "sachgebiet",
            "domaine",
        ],
        Category::Value(Slot::Tag),
    ),
    (
        &["definition", "explanation", "description", "meaning"],
        Category::Value(Slot::Definition),
    ),
    (
        &[
            "context",
            "example",
            "sample",
            "samplesentence",
            "definingcontext",
            "explanatorycontext",
            "associativecontext",
            "linguisticcontext",
            "metalinguisticcontext",
            "contextexample",
            "kontext",
        ],
        Category::Value(Slot::Example),
    ),
    (
        &["note", "remark", "comment", "anmerkung"],
        Category::Value(Slot::Note),
    ),
    (
        &[
            "usagenote",
            "geographicalusage",
            "register",
            "temporalqualifier",
            "timerestriction",
            "regionalism",
            "usageregister",
            "region",
        ],
        Category::Use,
    ),
    (
        &[
            "administrativestatus",
            "normativeauthorization",
            "usagestatus",
            "termstatus",
            "status",
            "languageplanningqualifier",
            "usage",
        ],
        Category::Status,
    ),
    (&["termtype", "type"], Category::TermType),
    (&["grammaticalgender", "gender"], Category::Gender),
    (
        &["partofspeech", "pos", "wordclass"],
        Category::Value(Slot::PartOfSpeech),
    ),
    (&["pronunciation"], Category::Value(Slot::Pronunciation)),
    (&["etymology"], Category::Value(Slot::Origin)),
    (&["sortkey"], Category::Value(Slot::SortAs)),
    (
        &[
            "source",
            "sourceidentifier",
            "entrysource",
            "externalcrossreference",
            "xsource",
            "quelle",
            "url",
        ],
        Category::Source,
    ),
    (
        &["xgraphic", "xaudio", "xvideo", "graphic", "figure", "image"],
        Category::Picture,
    ),
    (
        &[
            "relatedconcept",
            "crossreference",
            "coordinateconceptgeneric",
            "coordinateconceptpartitive",
            "associatedconcept",
            "antonymconcept",
            "sequentiallyrelatedconcept",
            "spatiallyrelatedconcept",
            "temporallyrelatedconcept",
            "seealso",
            "relatedterm",
            "antonymterm",
            "coordinateconcept",
        ],
        Category::Relation(RelationKind::Related),
    ),
    (
        &[
            "superordinateconceptgeneric",
            "superordinateconceptpartitive",
            "superordinateconcept",
            "relatedconceptbroader",
            "broaderconceptgeneric",
            "broaderconceptpartitive",
            "broaderconcept",
        ],
        Category::Relation(RelationKind::Broader),
    ),
    (
        &[
            "subordinateconceptgeneric",
            "subordinateconceptpartitive",
            "subordinateconcept",
            "relatedconceptnarrower",
            "narrowerconceptgeneric",
            "narrowerconceptpartitive",
            "narrowerconcept",
        ],
        Category::Relation(RelationKind::Narrower),
    ),
    (
        &[
            "transactiontype",
            "origination",
            "creation",
            "modification",
            "input",
            "responsibility",
            "responsibleperson",
        ],
        Category::Transaction,
    ),
];

/// A category without capitals, spaces, hyphens and low lines: fields of tools are called *Part of speech*.
pub(super) fn bare(category: &str) -> String {
    let letters = category.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The meaning of a category; `None` if it is another one.
pub(super) fn meaning(category: &str) -> Option<Category> {
    let bare = bare(category);
    let found = NAMES
        .iter()
        .find(|(names, _)| names.contains(&bare.as_str()));
    found.map(|(_, meaning)| meaning.clone())
}

/// Whether a name is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TermStatus {
    Preferred,
    Admitted,
    Deprecated,
}

/// The status in the words of TBX (`preferredTerm-admn-sts`) or of tools (*not recommended*); `None` for other words.
pub(super) fn status(written: &str) -> Option<TermStatus> {
    const WORDS: &[(TermStatus, &[&str])] = &[
        (
            TermStatus::Deprecated,
            &[
                "deprecated",
                "superseded",
                "notrecommended",
                "obsolete",
                "forbidden",
                "rejected",
                "nonstandardized",
                "avoid",
                "donotuse",
                "prohibited",
                "unapproved",
                "notapproved",
            ],
        ),
        (
            TermStatus::Preferred,
            &[
                "preferred",
                "standardized",
                "legal",
                "regulated",
                "recommended",
            ],
        ),
        (
            TermStatus::Admitted,
            &["admitted", "allowed", "accepted", "approved"],
        ),
    ];
    let bare = bare(written);
    let found = WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| bare.starts_with(word)));
    found.map(|(status, _)| *status)
}

/// The kind of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermKind {
    Full,
    Short,
    Variant,
    /// A sentence or a part of one, which is not a name of the concept.
    Phrase,
}

/// The kind of a name in the words of ISO 12620; `None` for other words.
pub(super) fn kind(written: &str) -> Option<TermKind> {
    Some(match bare(written).as_str() {
        "abbreviation" | "acronym" | "initialism" | "shortform" | "abbreviatedform"
        | "clippedterm" | "symbol" | "formula" | "contraction" => TermKind::Short,
        "variant"
        | "orthographicalvariant"
        | "spellingvariant"
        | "transliteratedform"
        | "transcribedform"
        | "romanizedform" => TermKind::Variant,
        "phrase" | "phraseologicalunit" | "collocation" | "setphrase" | "standardtext" => {
            TermKind::Phrase
        }
        "fullform"
        | "entryterm"
        | "synonym"
        | "term"
        | "commonname"
        | "internationalscientificterm" => TermKind::Full,
        _ => return None,
    })
}
