//! A glossary's language: it decides order, letters, folding and direction.

use icu_locale::{
    Direction, Locale, LocaleCanonicalizer, LocaleDirectionality, LocaleExpander, locale,
};

use super::slice;

/// A language, given by its BCP 47 tag.
#[derive(Debug, Clone)]
pub struct Language {
    tag: String,
    locale: Locale,
}

impl Default for Language {
    /// English.
    fn default() -> Self {
        let locale = locale!("en");
        Self {
            tag: locale.to_string(),
            locale,
        }
    }
}

impl Language {
    /// Reads a BCP 47 tag such as `en`, `de-AT` or `zh-Hant`; `None` if the tag is not well-formed or names
    /// no language (`und`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        let locale: Locale = tag.parse().ok()?;
        (!locale.id.language.is_unknown()).then(|| Self {
            tag: locale.to_string(),
            locale,
        })
    }

    /// The two-letter tag of a language that is written by three letters of ISO 639-2: `de` for `ger` and `deu`. BCP 47
    /// only has the shorter one (RFC 5646, 2.2.1). `None` if the tag is the shortest.
    ///
    /// ```
    /// use headword::text::language::Language;
    ///
    /// let shorter = |tag| Language::from_tag(tag).unwrap().shorter();
    /// assert_eq!(shorter("ger"), Some("de".to_owned()));
    /// assert_eq!(shorter("tlh"), None);
    /// ```
    pub fn shorter(&self) -> Option<String> {
        let mut locale = self.locale.clone();
        LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
        let shorter = locale.id.language.as_str();
        (shorter.len() == 2 && self.primary().len() == 3).then(|| locale.to_string())
    }

    /// The tag in its canonical form, for HTML's `lang`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The locale, for the functions of ICU.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The primary language subtag, such as `de`.
    pub fn primary(&self) -> &str {
        self.locale.id.language.as_str()
    }

    /// The tags under which data for this language may be stored, the most general first (RFC 4647, 3.4, and
    /// the language with its likely script).
    ///
    /// ```
    /// use headword::text::language::Language;
    ///
    /// let language = Language::from_tag("zh-TW").unwrap();
    /// assert_eq!(language.lookup_tags(), ["zh", "zh-Hant", "zh-TW"]);
    /// ```
    pub fn lookup_tags(&self) -> Vec<String> {
        let mut likely = self.locale.id.clone();
        LocaleExpander::new_extended().maximize(&mut likely);
        let with_script = likely
            .script
            .map(|script| format!("{}-{script}", self.primary()));
        let hyphens = self.tag.match_indices('-').map(|(offset, _)| offset);
        let prefixes = hyphens
            .chain([self.tag.len()])
            .map(|end| slice(&self.tag, ..end).to_owned());
        let mut tags = vec![self.primary().to_owned()];
        for tag in with_script.into_iter().chain(prefixes) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    /// Whether dotted and dotless *i* are two letters, as in Turkish and Azerbaijani (Unicode, chapter 5.18).
    pub fn is_turkic(&self) -> bool {
        matches!(self.primary(), "tr" | "az")
    }

    /// The direction of the language's script, for HTML's `dir`: `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        match LocaleDirectionality::new_extended().get(&self.locale.id) {
            Some(Direction::RightToLeft) => "rtl",
            _ => "ltr",
        }
    }
}
