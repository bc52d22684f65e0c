//! Types of keys for the JSON Schemas only. Their variants have no doc comments, because the schemas would
//! show them.

use schemars::JsonSchema;

/// The value that [`super::Keys::strings`] and [`super::Keys::forms`] read.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum OneOrSeveral<T> {
    One(T),
    Several(Vec<T>),
}

/// The value that [`super::Keys::form`] reads.
#[expect(dead_code, reason = "a schema is made of the type")]
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ShortOrLong<T> {
    Short(String),
    Long(T),
}
