//! The table `[check]`: settings for the rules of `headword check`.

use schemars::JsonSchema;

use crate::diagnostic::{Code, Levels, Severity};
use crate::project::faults::{Invalid, NotACode};
use crate::project::keys::Keys;
use crate::project::keys::schema::OneOrSeveral;
use crate::source::Written;

/// Settings for the rules of `headword check`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct Check {
    /// Codes that are not shown, such as `["unlinked-entry"]`.
    #[schemars(with = "OneOrSeveral<Code>")]
    pub allow: Vec<Code>,
    /// Codes that are errors.
    #[schemars(with = "OneOrSeveral<Code>")]
    pub deny: Vec<Code>,
    /// Words that need no entry, and acronyms that need not be written out, such as `["NLP"]`.
    #[schemars(with = "OneOrSeveral<String>")]
    pub ignore: Vec<String>,
    /// The most words that a gloss may have.
    #[schemars(range(min = 1))]
    pub longest_gloss: u64,
    /// The number of entries that use a term before `check` asks for an entry.
    #[schemars(range(min = 1))]
    pub wanted_in: u64,
    /// The number of days after `updated` from which an entry is out of date; default: never.
    #[schemars(with = "u64", range(min = 1), skip_serializing_if = "Option::is_none")]
    pub outdated_after: Option<u64>,
}

impl Default for Check {
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            deny: Vec::new(),
            ignore: Vec::new(),
            longest_gloss: 35,
            wanted_in: 3,
            outdated_after: None,
        }
    }
}

impl Check {
    /// Reads the table `[check]` from the settings `keys`; default values without it. Errors are reported.
    pub(super) fn read(keys: &mut Keys<'_, '_>) -> Self {
        let mut check = Self::default();
        let Some(mut keys) = keys.table("check") else {
            return check;
        };
        check.allow = codes(&mut keys, "allow", may_be_allowed);
        check.deny = codes(&mut keys, "deny", Ok);
        let ignore = keys.strings("ignore").into_iter();
        check.ignore = ignore.map(|word| word.text).collect();
        check.longest_gloss = keys.count("longest_gloss").unwrap_or(check.longest_gloss);
        check.wanted_in = keys.count("wanted_in").unwrap_or(check.wanted_in);
        check.outdated_after = keys.count("outdated_after");
        keys.finish_with(super::outside_tables::outside_tables);
        check
    }

    /// The level of each code by these settings; with `strict`, warnings are errors. A code in both lists
    /// is denied.
    pub fn levels(&self, strict: bool) -> Levels {
        let mut levels = Levels::new(strict);
        self.allow.iter().for_each(|code| levels.allow(*code));
        self.deny.iter().for_each(|code| levels.deny(*code));
        levels
    }
}

/// The codes in the list of a key. Reports a code that is unknown, or that `is_fit` refuses.
fn codes(
    keys: &mut Keys<'_, '_>,
    key: &'static str,
    is_fit: fn(Code) -> Result<Code, NotACode>,
) -> Vec<Code> {
    let mut found = Vec::new();
    for Written { text, span } in keys.strings(key) {
        match code(&text).and_then(is_fit) {
            Ok(code) => found.push(code),
            Err(why) => {
                let written = &text;
                keys.invalid(key, &span, &Invalid::Code { written, why });
            }
        }
    }
    found
}

/// The code with the name `text`, such as `long-gloss`.
///
/// # Errors
///
/// [`NotACode::Unknown`] if no code has this name.
pub(crate) fn code(text: &str) -> Result<Code, NotACode> {
    Code::named(text).ok_or_else(|| NotACode::Unknown(text.to_owned()))
}

/// Returns the code if its diagnostics may be hidden.
///
/// # Errors
///
/// [`NotACode::IsAnError`] for the code of an error.
pub(crate) fn may_be_allowed(code: Code) -> Result<Code, NotACode> {
    match code.severity() {
        Severity::Error => Err(NotACode::IsAnError(code)),
        Severity::Warning | Severity::Note => Ok(code),
    }
}
