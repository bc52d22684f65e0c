//! Quotation marks and apostrophes as a language prints them, in the place of those of a keyboard.
//!
//! ```text
//! en   "a" and 'b'      “a” and ‘b’
//! de   "a" und 'b'      „a“ und ‚b‘
//! fr   "a"              « a »            with spaces that do not break
//! en   don't, the '90s  don’t, the ’90s
//! en   a 3.5" disk      a 3.5" disk      not a quotation mark
//! ```

use std::borrow::Cow;

use icu_locale::subtags::{region, script};

use super::language::Language;
use super::slice;

/// The quotation marks of a language.
#[derive(Debug, Clone, Copy)]
pub struct Quotes {
    /// The marks for `"`, before and after.
    double: (&'static str, &'static str),
    /// The marks for `'`, before and after.
    single: (&'static str, &'static str),
}

const APOSTROPHE: &str = "’";

/// A quotation that has begun: its sign in the text, and the place of its mark in the list of marks.
struct Begun<'t> {
    sign: &'t str,
    mark: usize,
}

impl Quotes {
    /// The marks of a language: the delimiters of CLDR 48, those of English where it has none. In French, narrow
    /// spaces that do not break are within the marks.
    pub fn of(language: &Language) -> Self {
        let id = &language.locale().id;
        let is_in = |region| id.region == Some(region);
        let is_traditional = id.script == Some(script!("Hant"))
            || [region!("HK"), region!("MO"), region!("TW")]
                .into_iter()
                .any(is_in);
        let (double, single) = match language.primary() {
            "de" | "fr" | "it" if is_in(region!("CH")) => (("«", "»"), ("‹", "›")),
            "bg" | "cs" | "de" | "et" | "hr" | "is" | "lt" | "lv" | "sk" | "sl" | "sr" => {
                (("„", "“"), ("‚", "‘"))
            }
            "fr" => (("«\u{202f}", "\u{202f}»"), ("“", "”")),
            "be" | "ru" | "uk" => (("«", "»"), ("„", "“")),
            "ca" | "el" | "es" | "it" => (("«", "»"), ("“", "”")),
            "pt" if is_in(region!("PT")) => (("«", "»"), ("“", "”")),
            "nb" | "nn" | "no" => (("«", "»"), ("‘", "’")),
            "fa" => (("«", "»"), ("‹", "›")),
            "hu" => (("„", "”"), ("»", "«")),
            "pl" | "ro" => (("„", "”"), ("«", "»")),
            "fi" | "he" | "sv" => (("”", "”"), ("’", "’")),
            "ar" | "ur" => (("”", "“"), ("’", "‘")),
            "ja" => (("「", "」"), ("『", "』")),
            "zh" if is_traditional => (("「", "」"), ("『", "』")),
            _ => (("“", "”"), ("‘", "’")),
        };
        Self { double, single }
    }

    /// The marks of a quotation, before and after it.
    pub fn outer(&self) -> (&'static str, &'static str) {
        self.double
    }

    /// Whether a text may have marks to replace.
    pub fn may_have(text: &str) -> bool {
        text.contains(['"', '\''])
    }

    /// A text with these marks; as it is if there are none.
    pub fn printed<'t>(quotes: Option<&Self>, text: &'t str) -> Cow<'t, str> {
        let Some(quotes) = quotes else {
            return text.into();
        };
        let [printed] = quotes.replaced_in([text.into()]);
        printed
    }

    /// The parts of a text with the marks of the language.
    ///
    /// ```
    /// use headword::text::language::Language;
    /// use headword::text::quotes::Quotes;
    ///
    /// let german = Quotes::of(&Language::from_tag("de").unwrap());
    /// let parts = ["Das \"".into(), "Wort".into(), "\" gibt's".into()];
    /// assert_eq!(german.replaced_in(parts), ["Das „", "Wort", "“ gibt’s"]);
    /// ```
    pub fn replaced_in<'t, const N: usize>(&self, parts: [Cow<'t, str>; N]) -> [Cow<'t, str>; N] {
        if !parts.iter().any(|part| Self::may_have(part)) {
            return parts;
        }
        let marks = self.marks(&parts.concat());
        let mut marks = marks.as_slice();
        let mut start = 0;
        parts.map(|part| {
            let end = start + part.len();
            let (own, others) = marks.split_at(marks.partition_point(|(at, _)| *at < end));
            let printed = with_marks(&part, own.iter().map(|(at, mark)| (at - start, *mark)));
            (start, marks) = (end, others);
            printed.into()
        })
    }

    /// The marks of a block of text, each with the byte of the sign that it replaces. A sign that is neither a mark of a
    /// pair nor an apostrophe stays as it is.
    pub fn marks(&self, text: &str) -> Vec<(usize, &'static str)> {
        if !Self::may_have(text) {
            return Vec::new();
        }
        // a mark that begins a quotation is only sure when its end is found
        let mut marks: Vec<(usize, Option<&'static str>)> = Vec::new();
        let mut begun: Vec<Begun<'_>> = Vec::new();
        for (at, sign) in text.match_indices(['"', '\'']) {
            let before = slice(text, ..at).chars().next_back();
            let rest = slice(text, at + 1..);
            let after = rest.chars().next();
            let is_doubled = [before, after]
                .iter()
                .flatten()
                .any(|c| sign.starts_with(*c));
            if is_doubled {
                continue;
            }
            let is_single = sign == "'";
            if !is_single && is_gershayim(before, rest) {
                continue;
            }
            if is_single && is_apostrophe(before, rest) {
                marks.push((at, Some(APOSTROPHE)));
                continue;
            }
            let (opening, closing) = if is_single { self.single } else { self.double };
            let partner = begun.iter().rposition(|it| it.sign == sign);
            // ("a" and key="a" begin something
            let can_close = before.is_some_and(|c| !c.is_whitespace() && !"([{<=".contains(c));
            if let Some(partner) = partner.filter(|_| can_close) {
                // quotations that were begun within this one have no end
                if let Some(it) = begun.drain(partner..).next()
                    && let Some((_, mark)) = marks.get_mut(it.mark)
                {
                    *mark = Some(opening);
                }
                marks.push((at, Some(closing)));
                continue;
            }
            let may_open = opens(before, after);
            // within a single one, 'tis is more frequent than a quotation
            let can_open = may_open && !(is_single && partner.is_some());
            if can_open {
                let mark = marks.len();
                begun.push(Begun { sign, mark });
            }
            // without an end, a single one is an apostrophe: 'tis, the dogs'
            let is_left_out = is_single
                && (before.is_some_and(char::is_alphabetic) || is_word(after) && may_open);
            if can_open || is_left_out {
                marks.push((at, is_left_out.then_some(APOSTROPHE)));
            }
        }
        let sure = marks.into_iter();
        sure.filter_map(|(at, mark)| Some((at, mark?))).collect()
    }
}

/// A text with marks in the place of signs; each has the byte of its sign, in order.
pub fn with_marks<'m>(text: &str, marks: impl IntoIterator<Item = (usize, &'m str)>) -> String {
    let mut printed = String::with_capacity(text.len() + 2);
    let mut from = 0;
    for (at, mark) in marks {
        printed.push_str(slice(text, from..at));
        printed.push_str(mark);
        from = at + 1;
    }
    printed.push_str(slice(text, from..));
    printed
}

/// Whether a single sign is surely an apostrophe, from what is `before` it and the `rest` after it: within a word (*don't*),
/// or before a year (*'90s*).
fn is_apostrophe(before: Option<char>, rest: &str) -> bool {
    let after = rest.chars().next();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let is_within = is_word(before) && is_word(after) && !is_unspaced(before);
    // 5'10" is a length
    let is_length = before.is_some_and(|c| c.is_ascii_digit()) && digits > 0;
    let is_year = !is_word(before) && digits == 2 && !slice(rest, 2..).starts_with('\'');
    is_within && !is_length || is_year
}

/// Whether a double sign stands for the Hebrew sign before the last letter of an abbreviation (*צה"ל*).
fn is_gershayim(before: Option<char>, rest: &str) -> bool {
    let is_hebrew = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{5d0}'..='\u{5ea}'));
    let mut after = rest.chars();
    is_hebrew(before) && is_hebrew(after.next()) && !is_hebrew(after.next())
}

/// Whether a quotation can begin between two characters.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    let follows = match before {
        None => true,
        Some(c) => {
            c.is_whitespace() || "([{<:,;،؛…\"'-־–—/¿¡«„“‘‚".contains(c) || is_unspaced(before)
        }
    };
    follows && after.is_some_and(|c| !c.is_whitespace())
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether words of the character's script have no spaces between them, as in Chinese, Japanese and Thai, or particles right
/// after them, as in Korean, so that a quotation can begin and end after any character.
fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        matches!(c,
            // Thai, Lao, Burmese, Khmer
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            // Chinese and Japanese
            | '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
            // Korean
            | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7ff}')
    })
}
