//! Phrases with a number, in the plural forms of their language.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_plurals::PluralCategory;
use serde::{Serialize, Serializer};

use crate::project::keys::{Form, Keys};
use crate::text::formats::Formats;
use crate::text::language::Language;

/// The form for numbers that no other form is for. Each language has it.
const OTHER: &str = "other";

/// A language of phrases.
#[derive(Debug)]
pub(super) struct Spoken {
    /// The tag of the language.
    pub tag: String,
    /// How it writes numbers and days.
    pub formats: Formats,
}

impl Spoken {
    pub(super) fn new(language: &Language) -> Self {
        Self {
            tag: language.tag().to_owned(),
            formats: Formats::new(language),
        }
    }
}

impl Default for Spoken {
    /// English.
    fn default() -> Self {
        Self::new(&Language::default())
    }
}

/// A phrase with a number: a text for each plural form of its language (CLDR), or one for all.
///
/// ```text
/// { one = "{count} term", other = "{count} terms" }
/// ```
///
/// Templates get the text of the form `other`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    /// The texts by CLDR's names of the forms.
    forms: BTreeMap<&'static str, String>,
    /// The language of the texts.
    spoken: Arc<Spoken>,
}

/// The forms of a phrase for a script, which does the counting itself.
#[derive(Serialize)]
pub(super) struct Forms<'c> {
    lang: &'c str,
    #[serde(flatten)]
    forms: &'c BTreeMap<&'static str, String>,
}

impl Counted {
    /// Reads one text, or a table of the forms, of which `other` is required; `None` if the key is missing.
    pub(super) fn read(
        keys: &mut Keys<'_, '_>,
        key: &'static str,
        spoken: &Arc<Spoken>,
    ) -> Option<Self> {
        let mut forms = BTreeMap::new();
        match keys.form(key)? {
            Form::Text(text) => {
                forms.insert(OTHER, text.text);
            }
            Form::Table(mut keys) => {
                forms.insert(OTHER, keys.required_string(OTHER)?.text);
                for form in ["zero", "one", "two", "few", "many"] {
                    if let Some(text) = keys.string(form) {
                        forms.insert(form, text.text);
                    }
                }
                keys.finish();
            }
        }
        Some(Self {
            forms,
            spoken: Arc::clone(spoken),
        })
    }

    /// The phrase for a number, such as *43 terms*.
    pub(super) fn text(&self, count: u64) -> String {
        let formats = &self.spoken.formats;
        let form = match formats.plural(count) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => OTHER,
        };
        let text = self.forms.get(form).or_else(|| self.forms.get(OTHER));
        text.map_or_else(String::new, |text| {
            text.replace("{count}", &formats.number(count))
        })
    }

    /// All forms, with their language.
    pub(super) fn forms(&self) -> Forms<'_> {
        Forms {
            lang: &self.spoken.tag,
            forms: &self.forms,
        }
    }
}

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.forms.get(OTHER).serialize(serializer)
    }
}
