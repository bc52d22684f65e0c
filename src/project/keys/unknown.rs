//! Unknown keys, and the keys that are meant with them.

use super::Expected;
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::project::faults::listed;
use crate::source::Place;

/// The meaning of a key that other tools have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherKey {
    /// It is called so here.
    Key(&'static str),
    /// It has several meanings, each with a key of its own here: the key, and the meaning in words, such as
    /// *for other names*.
    OneOf(&'static [(&'static str, &'static str)]),
    /// There is no such key: the help in words.
    Advice(String),
}

/// A key that is known, instead of an unknown one.
pub(super) enum SimilarKey {
    /// The key takes the value.
    Fits(Suggestion),
    /// The key takes a value of another type.
    Takes(&'static str, Expected),
}

/// The known keys that may be meant with an unknown one.
pub(super) enum Instead {
    /// This key.
    Key(SimilarKey),
    /// Each of these keys with its meaning.
    OneOf(Vec<(Suggestion, &'static str)>),
    /// The help in words.
    Advice(String),
    /// All known keys, because none is similar.
    Any(Vec<&'static str>),
}

/// An unknown key. `name` is the key with the tables around it.
pub(super) fn unknown_key(name: &str, instead: Instead, place: Place) -> Diagnostic {
    let fault = Diagnostic::new(Code::UnknownKey, format!("unknown key `{name}`")).at(place);
    match instead {
        Instead::Key(SimilarKey::Fits(key)) => {
            fault.help_edit([key], |[key]| format!("did you mean {key}?"))
        }
        Instead::Key(SimilarKey::Takes(key, expected)) => {
            fault.help(format!("the key `{key}` takes {expected}"))
        }
        Instead::OneOf(keys) => {
            let (keys, meanings): (Vec<Suggestion>, Vec<&str>) = keys.into_iter().unzip();
            fault.help_choice(keys, "\n", |keys| {
                let keys = keys.split('\n').zip(meanings);
                let keys: Vec<_> = keys
                    .map(|(key, meaning)| format!("{key} {meaning}"))
                    .collect();
                format!("write {}", keys.join(", "))
            })
        }
        Instead::Advice(help) => fault.help(help),
        Instead::Any(mut known) => {
            known.sort_unstable();
            fault.help(format!("the keys here are {}", listed(known, ", ")))
        }
    }
}
