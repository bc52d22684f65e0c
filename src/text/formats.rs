//! Numbers and days as readers of a language expect them, by CLDR.
//!
//! ```text
//! language   number      day
//! en         12,345      2 November 2026    a language without a country is for the world
//! en-US      12,345      November 2, 2026
//! de         12.345      2. November 2026
//! ja         12,345      2026年11月2日
//! fa         ۱۲٬۳۴۵      ۲ نوامبر ۲۰۲۶
//! ```

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_decimal::DecimalFormatter;
use icu_locale::{Locale, locale};
use icu_plurals::{PluralCategory, PluralRules};
use toml::value::Date as WrittenDate;

use super::language::Language;

/// How a language writes numbers and days, and which of its plural forms a number needs.
#[derive(Debug)]
pub struct Formats {
    numbers: Option<DecimalFormatter>,
    plurals: Option<PluralRules>,
    days: Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>,
}

impl Formats {
    /// The formats of a language. CLDR's root has those of a language that it does not know.
    pub fn new(language: &Language) -> Self {
        let locale = with_country(language);
        // CLDR's plural rules do not depend on the script, but ICU4X 2.4 finds none for a script that is not the
        // usual one: `sr-Latn`
        let mut spoken = locale.clone();
        spoken.id.script = None;
        Self {
            numbers: DecimalFormatter::try_new((&locale).into(), Default::default()).ok(),
            plurals: PluralRules::try_new_cardinal((&spoken).into()).ok(),
            days: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long()).ok(),
        }
    }

    /// A number in the digits of the language, in groups.
    pub fn number(&self, number: u64) -> String {
        match &self.numbers {
            Some(format) => format.format(&number.into()).to_string(),
            None => number.to_string(),
        }
    }

    /// The plural form that a number needs, such as *one* for 21 in Russian.
    pub fn plural(&self, number: u64) -> PluralCategory {
        let rules = self.plurals.as_ref();
        rules.map_or(PluralCategory::Other, |rules| rules.category_for(number))
    }

    /// A day with the name of its month.
    pub fn day(&self, day: WrittenDate) -> String {
        let date = Date::try_new_gregorian(i32::from(day.year), day.month, day.day).ok();
        match (&self.days, date) {
            (Some(format), Some(date)) => format.format(&date).to_string(),
            _ => day.to_string(),
        }
    }
}

/// The locale of a language. CLDR takes English without a country for that of the United States, where a day is written
/// as nowhere else. For such a glossary, it is the English of the world (`en-001`).
fn with_country(language: &Language) -> Locale {
    match language.tag() {
        "en" => locale!("en-001"),
        _ => language.locale().clone(),
    }
}
