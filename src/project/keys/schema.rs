//! What keys take, as a schema shows it. The types are for schemas alone; their variants have no doc
//! comments, which would be shown.

use schemars::JsonSchema;

/// What [`super::Keys::strings`] and [`super::Keys::forms`] take.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum OneOrSeveral<T> {
    One(T),
    Several(Vec<T>),
}

/// What [`super::Keys::form`] takes.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ShortOrLong<T> {
    Short(String),
    Long(T),
}
