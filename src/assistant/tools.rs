//! The tools that an assistant may call: their names, their arguments and their answers.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answers::{Answer, Answers};
use super::answers::{Meanings, Mentioned, NamesToAvoid, Terms};

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// The longest text in an argument, in bytes. The time for longer texts is not an assistant's.
const MAX_TEXT: usize = 1_000_000;

/// The most entries in an answer.
const MOST_TERMS: usize = 200;

/// A tool.
pub(super) struct Tool {
    /// Its name in the protocol.
    pub(super) name: &'static str,
    /// Its name for people.
    pub(super) title: &'static str,
    /// What it does, and when an assistant should use it.
    pub(super) description: &'static str,
    /// The JSON Schema of its arguments.
    pub(super) arguments: fn() -> Object,
    /// The JSON Schema of the data in its answer.
    pub(super) result: fn() -> Object,
    /// Answers a call. An error says which argument is wrong.
    pub(super) answer: fn(&Answers<'_>, Value) -> Result<Answer<Value>, String>,
}

/// All tools.
pub(super) const TOOLS: &[Tool] = &[
    Tool {
        name: "look_up",
        title: "Look up a term",
        description: "Gives the definition of a term in this glossary, with its other names, related terms and sources. The \
            term may be any of its names, in any case, inflected or in another spelling. Use this before you explain a \
            term or use it in a text.",
        arguments: schema::<LookUp>,
        result: schema::<Meanings>,
        answer: |answers, arguments| {
            with(arguments, |LookUp { name }| {
                Ok(answers.look_up(within(&name)?))
            })
        },
    },
    Tool {
        name: "search",
        title: "Search the glossary",
        description: "Finds entries by words in their names and definitions, the best first. Use this if you do not know the \
            name of a term.",
        arguments: schema::<Search>,
        result: schema::<Terms>,
        answer: |answers, arguments| {
            with(arguments, |Search { query, limit }| {
                Ok(answers.search(within(&query)?, limit.unwrap_or(10).clamp(1, MOST_TERMS)))
            })
        },
    },
    Tool {
        name: "list_terms",
        title: "List the terms",
        description: "Lists the terms of this glossary in the order of the language, all or those with a tag.",
        arguments: schema::<List>,
        result: schema::<Terms>,
        answer: |answers, arguments| {
            with(arguments, |List { tag, offset, limit }| {
                let limit = limit.unwrap_or(100).clamp(1, MOST_TERMS);
                Ok(answers.list(tag.as_deref(), offset.unwrap_or(0), limit))
            })
        },
    },
    Tool {
        name: "explain",
        title: "Explain a passage",
        description: "Finds the terms of this glossary that a text mentions, and gives the meaning of each in a sentence. Use \
            this to understand a text of this field, or to add explanations to it.",
        arguments: schema::<Passage>,
        result: schema::<Mentioned>,
        answer: |answers, arguments| {
            with(arguments, |Passage { text }| {
                Ok(answers.explain(within(&text)?))
            })
        },
    },
    Tool {
        name: "check_words",
        title: "Check the words of a text",
        description: "Finds names in a text that this glossary tells writers to avoid, with the names to write instead. Use \
            this on a text that you wrote for the owners of the glossary.",
        arguments: schema::<Passage>,
        result: schema::<NamesToAvoid>,
        answer: |answers, arguments| {
            with(arguments, |Passage { text }| {
                Ok(answers.check(within(&text)?))
            })
        },
    },
];

/// A term to look up.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LookUp {
    /// The term, by any of its names: `LLM`, `large language models`.
    name: String,
}

/// A search.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    /// Words of a name or of a definition. All of them have to be there.
    query: String,
    /// The most entries to give, from 1 to 200; 10 by default.
    limit: Option<usize>,
}

/// A part of the list of all terms.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct List {
    /// Only the terms with this tag.
    tag: Option<String>,
    /// How many terms to leave out at the beginning; 0 by default.
    offset: Option<usize>,
    /// The most terms to give, from 1 to 200; 100 by default.
    limit: Option<usize>,
}

/// A text to read.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Passage {
    /// The text. It is read as plain text: names in code and in comments count too.
    text: String,
}

/// Reads the arguments of a call, and makes data of the answer.
fn with<A: DeserializeOwned, D: Serialize>(
    arguments: Value,
    answer: impl FnOnce(A) -> Result<Answer<D>, String>,
) -> Result<Answer<Value>, String> {
    let arguments = serde_json::from_value(arguments).map_err(|error| error.to_string())?;
    let Answer { text, data } = answer(arguments)?;
    let data = serde_json::to_value(data).map_err(|error| error.to_string())?;
    Ok(Answer { text, data })
}

/// A text that is not too long to be read.
fn within(text: &str) -> Result<&str, String> {
    if text.trim().is_empty() {
        Err("the text is empty".to_owned())
    } else if text.len() > MAX_TEXT {
        Err(format!(
            "the text is too long: it may have {MAX_TEXT} bytes"
        ))
    } else {
        Ok(text)
    }
}

/// Removes a format of numbers. JSON Schema has none, and clients print a warning for each.
fn without_format(schema: &mut Schema) {
    schema.remove("format");
}

/// The JSON Schema of a type, complete in itself.
fn schema<T: JsonSchema>() -> Object {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(without_format));
    let schema = SchemaGenerator::new(settings).into_root_schema_for::<T>();
    match schema.to_value() {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}
