//! A glossary's language, from which order, letters, folding and direction follow.

use icu_locale::{Direction, Locale, LocaleDirectionality, LocaleExpander, locale};

use super::slice;

/// A language by its BCP 47 tag.
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
    /// Reads a BCP 47 tag such as `en`, `de-AT` or `zh-Hant`; `None` if it is not well-formed.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let locale: Locale = tag.parse().ok()?;
        (!locale.id.language.is_unknown()).then(|| Self {
            tag: locale.to_string(),
            locale,
        })
    }

    /// The tag in its canonical spelling, as HTML's `lang` takes it.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The locale that ICU's components are made for.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The primary language subtag, such as `de`.
    pub fn primary(&self) -> &str {
        self.locale.id.language.as_str()
    }

    /// The tags under which something made for this language may be kept, the most general first:
    /// of `zh-TW`, `zh`, `zh-Hant` (its likely script) and `zh-TW` (RFC 4647, 3.4, with scripts).
    pub fn lookup_tags(&self) -> Vec<String> {
        let mut likely = self.locale.id.clone();
        LocaleExpander::new_extended().maximize(&mut likely);
        let with_script = likely
            .script
            .map(|script| format!("{}-{script}", self.primary()));
        let ends = self.tag.match_indices('-').map(|(at, _)| at);
        let own = ends
            .chain([self.tag.len()])
            .map(|end| slice(&self.tag, ..end).to_owned());
        let mut tags = vec![self.primary().to_owned()];
        for tag in with_script.into_iter().chain(own) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    /// Whether dotted and dotless i are two letters (Turkish, Azerbaijani): Unicode, chapter 5.18.
    pub fn is_turkic(&self) -> bool {
        matches!(self.primary(), "tr" | "az")
    }

    /// `ltr` or `rtl`, as HTML's `dir` takes it.
    pub fn direction(&self) -> &'static str {
        match LocaleDirectionality::new_extended().get(&self.locale.id) {
            Some(Direction::RightToLeft) => "rtl",
            _ => "ltr",
        }
    }
}
