//! The codes: one for each kind of diagnostic, with its meaning.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::Severity;

/// The default severity of a code, and whether only `headword check` reports it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Note,
    /// A rule of `headword check`, which no other command applies. Its diagnostics are warnings.
    Rule,
}

impl Code {
    /// The default severity of diagnostics with this code.
    pub fn severity(self) -> Severity {
        match self.kind() {
            Kind::Error => Severity::Error,
            Kind::Warning | Kind::Rule => Severity::Warning,
            Kind::Note => Severity::Note,
        }
    }

    /// Whether the code is a rule of `headword check`.
    pub fn is_rule(self) -> bool {
        self.kind() == Kind::Rule
    }

    /// The code with the name `text`, such as `long-gloss`; `None` if no code has this name.
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
        /// The kind of a diagnostic. `docs/check.md` explains the rules with examples,
        /// `docs/diagnostics.md` all other codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $doc] $name,)* }

        impl Code {
            /// All codes, in alphabetical order.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The name of the code for users, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The meaning of the code, in a sentence.
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
    BareAddress = "bare-address", Warning, "A web address in a text is not a link.";
    BracketedTitle = "bracketed-title", Warning, "A title has another name in brackets, so that mentions of neither name become links.";
    ChangedPage = "changed-page", Warning, "A page of another site was changed after `headword annotate` added links to it.";
    CircularBroader = "circular-broader", Error, "An entry is broader than itself, through other entries.";
    CircularDefinition = "circular-definition", Rule, "Entries define each other: a reader who does not know one of them learns nothing from the others.";
    ControlCharacter = "control-character", Error, "A control character is invisible and breaks pages.";
    DeprecatedName = "deprecated-name", Warning, "A text or a reference uses a name to avoid.";
    DraftReference = "draft-reference", Error, "A reference names an entry that is a draft.";
    DrawnAgain = "drawn-again", Error, "A page of another site is drawn again in the browser, which would remove added links.";
    DroppedTime = "dropped-time", Note, "The time after a date is not used.";
    DuplicateAnchor = "duplicate-anchor", Error, "A heading of the introduction has the anchor of a letter of the index.";
    DuplicateLabel = "duplicate-label", Error, "Two entries claim a name that only one entry may have.";
    EmptyDefinition = "empty-definition", Rule, "An entry has no text, or no text that can serve as its gloss.";
    EmptyPage = "empty-page", Error, "A template writes nothing but white space.";
    EnglishInterface = "english-interface", Note, "The interface of pages is in English, because there are no phrases in the language of the glossary.";
    EverydayName = "everyday-name", Rule, "A name that is also an everyday word becomes a link in many entries, which may mean something else.";
    ForbiddenFile = "forbidden-file", Error, "Files of this type may not be published from `content/` or `pages/`.";
    ForbiddenLink = "forbidden-link", Error, "A link has a scheme that is not allowed.";
    ForeignMarkup = "foreign-markup", Warning, "A text has markup of another program, which readers see as it is written.";
    HiddenCharacter = "hidden-character", Error, "A character is invisible, or changes the direction of the text after it.";
    IgnoredFile = "ignored-file", Warning, "A file is not used, because its name or its ending is another one than that of entries, pages or templates.";
    InterruptedEdit = "interrupted-edit", Error, "A change to the project's files was interrupted.";
    InvalidAddress = "invalid-address", Error, "A former address is not a path within the site.";
    InvalidMath = "invalid-math", Error, "A formula is not LaTeX that can be shown.";
    InvalidSlug = "invalid-slug", Error, "A file's name cannot be an address.";
    InvalidToml = "invalid-toml", Error, "Front matter or settings are not TOML.";
    InvalidValue = "invalid-value", Error, "A key has a value that is not allowed.";
    InvalidYaml = "invalid-yaml", Error, "Front matter is not YAML, or uses a part of YAML that is not allowed.";
    ListInText = "list-in-text", Warning, "A text with commas is in the place of a list.";
    LongGloss = "long-gloss", Rule, "A gloss, or the first sentence that serves as one, is too long to read at a glance.";
    LookAlike = "look-alike", Warning, "A name looks like another name, or like Latin letters, but has other characters.";
    LostAddress = "lost-address", Error, "A published address would no longer lead anywhere.";
    LostCell = "lost-cell", Warning, "A row of a table has text after the last column.";
    LostFootnote = "lost-footnote", Warning, "A page does not show a footnote.";
    MarkupInKey = "markup-in-key", Warning, "A key that takes plain text has Markdown, which readers see as it is written.";
    MisplacedKey = "misplaced-key", Warning, "A key is in a place where it has no effect, such as below `[extra]`.";
    MisspelledTerm = "misspelled-term", Warning, "A text has a slip of typing in a word of a name.";
    MissingAddresses = "missing-addresses", Warning, "The last site was made with an address book, and the project has none now.";
    MissingFile = "missing-file", Error, "A local link or image leads to a file that does not exist.";
    MissingFrontMatter = "missing-front-matter", Error, "An entry or a page does not begin with front matter.";
    MissingKey = "missing-key", Error, "A required key is missing.";
    MissingOriginal = "missing-original", Rule, "A translation is of an entry that the main language does not have.";
    NearDuplicate = "near-duplicate", Rule, "Two entries have nearly the same headword, or nearly the same definition.";
    NestedPage = "nested-page", Error, "The folder of pages has a subfolder.";
    NewAddress = "new-address", Note, "An address was not published before.";
    NoHtmlPage = "no-html-page", Error, "A folder for `headword annotate` has no HTML page, or no Markdown file.";
    NotAFile = "not-a-file", Error, "A symbolic link or a device is in the place of a file.";
    NotAnImage = "not-an-image", Warning, "A file with the name of an image is not one, or is damaged.";
    NotUtf8 = "not-utf8", Error, "A file is not UTF-8.";
    OutdatedEntry = "outdated-entry", Rule, "An entry was last updated too long ago.";
    OutdatedTranslation = "outdated-translation", Rule, "A translation records another text than the main language has now.";
    OutputCollision = "output-collision", Error, "Two pages or files would have the same path in the site.";
    RawHtml = "raw-html", Warning, "HTML in an entry is shown as text.";
    RedirectChain = "redirect-chain", Error, "A redirect leads to another redirect.";
    RelatedBySynonym = "related-by-synonym", Rule, "The key `related` names an entry twice, or by another name than its headword.";
    RepeatedHeadword = "repeated-headword", Rule, "A definition begins with its headword and a colon or a dash.";
    SelfReference = "self-reference", Error, "An entry's front matter points at the entry itself.";
    SlugCollision = "slug-collision", Error, "Two entries would have the same address.";
    StrayBrackets = "stray-brackets", Warning, "Brackets look like a reference but are not one.";
    StrayDollars = "stray-dollars", Warning, "Text between dollars looks like a formula but is not one.";
    StubDefinition = "stub-definition", Rule, "A definition is too short to define anything.";
    TagCollision = "tag-collision", Error, "Two tags would have the same address.";
    TagSpelling = "tag-spelling", Warning, "Tags differ only in upper and lower case: they are one tag.";
    TemplateFault = "template-fault", Error, "A template cannot be read or filled in.";
    TooDeep = "too-deep", Error, "Blocks or emphasis are nested too deep.";
    TooLarge = "too-large", Error, "A file, a page or the glossary exceeds its limit.";
    UnclearYaml = "unclear-yaml", Warning, "YAML probably reads a value in another way than its author meant.";
    UndefinedLabel = "undefined-label", Warning, "A link or a footnote has a label that is not defined.";
    UnexpandedAcronym = "unexpanded-acronym", Rule, "An acronym is not written out anywhere.";
    UnknownAnchor = "unknown-anchor", Error, "No heading of the page matches a link's fragment.";
    UnknownEncoding = "unknown-encoding", Error, "The encoding of a page of another site is unknown.";
    UnknownKey = "unknown-key", Error, "A key is unknown in this place.";
    UnknownReference = "unknown-reference", Error, "A reference names an entry that does not exist.";
    UnlinkedEntry = "unlinked-entry", Rule, "No other entry leads to this entry.";
    UnrecordedTranslation = "unrecorded-translation", Rule, "A translation does not record the text that it translates.";
    WantedTerm = "wanted-term", Rule, "Several entries use a term that has no entry.";
    WrongCapital = "wrong-capital", Warning, "A text writes a name with other capitals than the glossary.";
    WrongType = "wrong-type", Error, "A key's value has the wrong type.";
}
