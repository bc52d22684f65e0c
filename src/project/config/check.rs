//! The table `[check]`: what `headword check` asks of a glossary.

use schemars::JsonSchema;

use crate::diagnostic::{Code, Levels, Severity};
use crate::project::faults::{Invalid, NotACode};
use crate::project::keys::Keys;
use crate::project::keys::schema::OneOrSeveral;
use crate::source::Written;

/// What the rules of `headword check` ask for.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields, default)]
pub struct Check {
    /// Codes of which nothing is shown.
    #[schemars(with = "OneOrSeveral<Code>")]
    pub allow: Vec<Code>,
    /// Codes whose findings are errors.
    #[schemars(with = "OneOrSeveral<Code>")]
    pub deny: Vec<Code>,
    /// Words that need no entry and no expansion.
    #[schemars(with = "OneOrSeveral<String>")]
    pub ignore: Vec<String>,
    /// How many words a gloss may have.
    #[schemars(range(min = 1))]
    pub longest_gloss: u64,
    /// In how many entries a word is used before an entry is wanted for it.
    #[schemars(range(min = 1))]
    pub wanted_in: u64,
    /// After how many days an entry is out of date; never if there is none.
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
    /// Reads the table, if it is there. Faults are reported.
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
        keys.finish();
        check
    }

    /// What the settings make of each code. One that is in both lists is denied.
    pub fn levels(&self, strict: bool) -> Levels {
        let mut levels = Levels::new(strict);
        self.allow.iter().for_each(|code| levels.allow(*code));
        self.deny.iter().for_each(|code| levels.deny(*code));
        levels
    }
}

/// The codes in a list, reported where there is no such code or where `is_fit` says why not.
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

/// The code that is called so.
///
/// # Errors
///
/// [`NotACode::Unknown`].
pub(crate) fn code(text: &str) -> Result<Code, NotACode> {
    Code::named(text).ok_or_else(|| NotACode::Unknown(text.to_owned()))
}

/// The code, if its findings may be left unsaid.
///
/// # Errors
///
/// [`NotACode::IsAnError`].
pub(crate) fn may_be_allowed(code: Code) -> Result<Code, NotACode> {
    match code.severity() {
        Severity::Error => Err(NotACode::IsAnError(code)),
        Severity::Warning | Severity::Note => Ok(code),
    }
}
