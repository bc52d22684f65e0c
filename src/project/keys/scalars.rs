//! Single values that are not texts: flags, numbers, days, and the choice between a few words.

use toml::value::Date;

use super::Keys;
use super::day::WrittenDay;
use super::value::Content;
use super::yaml::faults::dropped_time;
use crate::project::faults::{Expected, Invalid};
use crate::source::Place;

impl Keys<'_, '_> {
    /// Reads `true` or `false`; in YAML, also `yes` or `no`. `None` if the key is missing.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key, Expected::Flag)?;
        match &value.content {
            Content::Flag(flag) => Some(*flag),
            Content::Nothing => None,
            Content::Plain(text) => {
                let found = flag(text);
                if found.is_none() {
                    self.invalid(key, &value.span, &Invalid::Flag(text));
                }
                found
            }
            _ => {
                self.wrong_type(key, value, Expected::Flag);
                None
            }
        }
    }

    /// Reads a whole number of 1 or more; `None` if the key is missing.
    pub fn count(&mut self, key: &'static str) -> Option<u64> {
        let value = self.value(key, Expected::Count)?;
        let found = match &value.content {
            Content::Integer { digits, radix } => u64::from_str_radix(digits, *radix).ok(),
            Content::Plain(text) => text.parse().ok(),
            Content::Nothing => return None,
            _ => {
                self.wrong_type(key, value, Expected::Count);
                return None;
            }
        };
        let found = found.filter(|found| *found > 0);
        if found.is_none() {
            let written = self.context.file.slice(value.span.clone());
            self.invalid(key, &value.span, &Invalid::Count(written));
        }
        found
    }

    /// Reads a number, whole or decimal; `None` if the key is missing.
    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        let value = self.value(key, Expected::Number)?;
        let found = match &value.content {
            // a number with more digits than this type keeps is still in the right order
            Content::Integer { digits, radix } => i64::from_str_radix(digits, *radix)
                .map(|number| number as f64)
                .ok(),
            Content::Float(text) => text.parse().ok(),
            Content::Plain(text) => text.parse().ok(),
            Content::Nothing => return None,
            _ => {
                self.wrong_type(key, value, Expected::Number);
                return None;
            }
        };
        let found = found.filter(|number: &f64| number.is_finite());
        if found.is_none() {
            let written = self.context.file.slice(value.span.clone());
            self.invalid(key, &value.span, &Invalid::Number(written));
        }
        found
    }

    /// Reads a date such as 2026-11-23, also in quotation marks: web editors write them, in TOML too. In a text, a
    /// time after the date is dropped with a note. `None` if the key is missing or its value is empty.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let value = self.value(key, Expected::Day)?;
        match &value.content {
            Content::Nothing => None,
            Content::Moment(moment) => {
                let day = moment
                    .date
                    .filter(|_| moment.time.is_none() && moment.offset.is_none());
                // the parser has reported a day that does not exist, such as 2026-02-30
                if day.is_none() && moment.time.is_some() {
                    self.wrong_type(key, value, Expected::Day);
                }
                day
            }
            Content::Text(text) if text.trim().is_empty() => None,
            Content::Text(text) | Content::Plain(text) => {
                let Some(WrittenDay { day, has_time }) = WrittenDay::read(text) else {
                    if !self.is_reported(&value.span) {
                        self.invalid(key, &value.span, &Invalid::Day(text));
                    }
                    return None;
                };
                if has_time {
                    let place = Place::new(self.context.file, value.span.clone());
                    self.faults
                        .report(dropped_time(&self.name(key), day, place));
                }
                Some(day)
            }
            _ => {
                self.wrong_type(key, value, Expected::Day);
                None
            }
        }
    }

    /// Reads one of a few words and returns the value that `words` gives for it; `None` if the key is
    /// missing.
    pub fn choice<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let written = self.string(key);
        if let Some(asked) = self.asked.last_mut() {
            asked.words = words.iter().map(|(word, _)| *word).collect();
        }
        let written = written?;
        let found = words.iter().find(|(word, _)| *word == written.text);
        if found.is_none() {
            let invalid = Invalid::Choice {
                written: &written.text,
                words: words.iter().map(|(word, _)| *word).collect(),
            };
            self.invalid(key, &written.span, &invalid);
        }
        found.map(|(_, value)| *value)
    }

    /// Reads one of a few words, or `false`, which means `off`; `None` if the key is missing.
    pub fn choice_or_false<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        off: T,
    ) -> Option<T> {
        const EXPECTED: Expected = Expected::TextOrFalse;
        let value = self.value(key, EXPECTED)?;
        let known = || words.iter().map(|(word, _)| *word);
        if let Some(asked) = self.asked.last_mut() {
            asked.words = known().collect();
        }
        let is_off = match &value.content {
            Content::Flag(flag) => !flag,
            Content::Plain(text) => flag(text) == Some(false),
            _ => false,
        };
        if is_off {
            return Some(off);
        }
        if let Content::Flag(true) = &value.content {
            let invalid = Invalid::ChoiceOrFalse {
                written: "true",
                words: known().collect(),
            };
            self.invalid(key, &value.span, &invalid);
            return None;
        }
        let written = self.text(key, value, EXPECTED)?;
        let found = words.iter().find(|(word, _)| *word == written.text);
        if found.is_none() && !value.is_nothing() {
            let invalid = Invalid::ChoiceOrFalse {
                written: &written.text,
                words: known().collect(),
            };
            self.invalid(key, &written.span, &invalid);
        }
        found.map(|(_, value)| *value)
    }
}

/// A flag of YAML in one of its spellings; `None` for any other text.
fn flag(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" => Some(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" => Some(false),
        _ => None,
    }
}
