//! The codes: one for each kind of fault, with what it means.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::Severity;

/// Who reports a code, and how much it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Note,
    /// A rule of `headword check`, which no other command applies: its findings are warnings.
    Rule,
}

impl Code {
    /// How much a fault of this kind matters.
    pub fn severity(self) -> Severity {
        match self.kind() {
            Kind::Error => Severity::Error,
            Kind::Warning | Kind::Rule => Severity::Warning,
            Kind::Note => Severity::Note,
        }
    }

    /// Whether it is a rule of `headword check`.
    pub fn is_rule(self) -> bool {
        self.kind() == Kind::Rule
    }

    /// The code that users write so.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl JsonSchema for Code {
    fn schema_name() -> Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<_> = Self::ALL.iter().map(|code| code.as_str()).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}

macro_rules! codes {
    ($($name:ident = $text:literal, $kind:ident, $doc:literal;)*) => {
        /// What kind of fault it is. Documented with examples: rules in `docs/check.md`, all others
        /// in `docs/diagnostics.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $doc] $name,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code as users see it, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$name => $doc,)* }
            }

            fn kind(self) -> Kind {
                match self { $(Code::$name => Kind::$kind,)* }
            }
        }
    };
}

codes! {
    AmbiguousMention = "ambiguous-mention", Warning, "A mention could mean more than one entry.";
    AmbiguousReference = "ambiguous-reference", Error, "A reference names more than one entry.";
    CircularBroader = "circular-broader", Error, "An entry is broader than itself, by way of others.";
    CircularDefinition = "circular-definition", Rule, "Entries define each other: who does not know one learns nothing from the others.";
    ControlCharacter = "control-character", Error, "A character that shows nothing and breaks pages.";
    DeprecatedName = "deprecated-name", Warning, "A reference uses a name to avoid.";
    DraftReference = "draft-reference", Error, "A reference names an entry that is a draft.";
    DuplicateLabel = "duplicate-label", Error, "Two entries claim a name that only one may have.";
    EmptyDefinition = "empty-definition", Rule, "An entry says nothing, or nothing that can serve as its gloss.";
    EverydayName = "everyday-name", Rule, "An everyday word links from many entries, which may mean something else by it.";
    ForbiddenFile = "forbidden-file", Error, "A file of a kind that no entry may bring.";
    ForbiddenLink = "forbidden-link", Error, "A link's scheme is not one that pages may hold.";
    HiddenCharacter = "hidden-character", Error, "A character that readers cannot see, or that turns others round.";
    InterruptedEdit = "interrupted-edit", Error, "A change of the project's files was stopped half-way.";
    InvalidAddress = "invalid-address", Error, "A former address is not a path within the site.";
    InvalidMath = "invalid-math", Error, "A formula is not LaTeX that can be shown.";
    InvalidSlug = "invalid-slug", Error, "A file's name cannot be an address.";
    InvalidToml = "invalid-toml", Error, "Front matter or settings are not TOML.";
    InvalidValue = "invalid-value", Error, "A key's value is not one of those it may have.";
    LongGloss = "long-gloss", Rule, "A gloss, or the first sentence that serves as one, is too long to be read at a glance.";
    LookAlike = "look-alike", Warning, "A name that only looks like another, or like Latin letters.";
    LostAddress = "lost-address", Error, "An address that was published would lead nowhere.";
    MissingFile = "missing-file", Error, "A local link or image leads to no file.";
    MissingFrontMatter = "missing-front-matter", Error, "An entry does not begin with front matter.";
    MissingKey = "missing-key", Error, "A key that is required is not there.";
    NearDuplicate = "near-duplicate", Rule, "Two entries have nearly the same headword, or nearly the same definition.";
    NewAddress = "new-address", Note, "An address that was not published before.";
    NotAFile = "not-a-file", Error, "A symbolic link or device stands where a file should.";
    NotUtf8 = "not-utf8", Error, "A file is not UTF-8.";
    OutdatedEntry = "outdated-entry", Rule, "An entry was last updated too long ago.";
    OutputCollision = "output-collision", Error, "Two things would be one file of the site.";
    RawHtml = "raw-html", Warning, "HTML in an entry is shown as text.";
    RedirectChain = "redirect-chain", Error, "An address leads to one that leads on.";
    RelatedBySynonym = "related-by-synonym", Rule, "Entries to see also are named twice, or by other names than their headwords.";
    RepeatedHeadword = "repeated-headword", Rule, "A definition repeats its headword, and a colon or a dash, before it begins.";
    SelfReference = "self-reference", Error, "An entry's front matter points at the entry itself.";
    SlugCollision = "slug-collision", Error, "Two entries would have one address.";
    StrayBrackets = "stray-brackets", Warning, "Brackets that look like a reference and are none.";
    StubDefinition = "stub-definition", Rule, "A definition is too short to define anything.";
    TagCollision = "tag-collision", Error, "Two tags would have one address.";
    TemplateFault = "template-fault", Error, "A template cannot be read or filled in.";
    TooDeep = "too-deep", Error, "Quotations, lists or emphasis stand too deep in each other.";
    TooLarge = "too-large", Error, "A file, a page or the glossary is larger than it may be.";
    UnexpandedAcronym = "unexpanded-acronym", Rule, "An acronym that is nowhere written out.";
    UnknownAnchor = "unknown-anchor", Error, "A link's fragment is on no heading of its page.";
    UnknownKey = "unknown-key", Error, "A key that means nothing here.";
    UnknownReference = "unknown-reference", Error, "A reference names no entry.";
    UnlinkedEntry = "unlinked-entry", Rule, "No other entry leads to this one.";
    WantedTerm = "wanted-term", Rule, "A term that several entries use has no entry.";
    WrongType = "wrong-type", Error, "A key's value is of another type than the key's.";
}
