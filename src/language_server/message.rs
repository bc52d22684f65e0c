//! Messages in JSON-RPC 2.0, as the language server protocol uses it.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A message of the client.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request, which gets one response.
    Request {
        /// Its identifier, a number or a string.
        id: Value,
        /// Its method.
        method: String,
        /// Its parameters; null if there are none.
        params: Value,
    },
    /// A notification, which gets no response.
    Notification {
        /// Its method.
        method: String,
        /// Its parameters; null if there are none.
        params: Value,
    },
    /// The response to a request of the server.
    Response,
    /// Something else, with the error to send.
    Invalid(Error),
}

/// The error of a response.
#[derive(Debug)]
pub(super) struct Error {
    code: i32,
    message: String,
}

impl Error {
    /// The message is not JSON.
    pub(super) fn not_json(message: impl Into<String>) -> Self {
        Self::new(-32_700, message)
    }

    /// The message may not be sent, or not now.
    pub(super) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(-32_600, message)
    }

    /// The server does not know the method.
    pub(super) fn unknown_method(method: &str) -> Self {
        Self::new(-32_601, format!("unknown method `{method}`"))
    }

    /// The parameters are not those of the method.
    pub(super) fn invalid_params(message: impl Into<String>) -> Self {
        Self::new(-32_602, message)
    }

    /// The session has not begun.
    pub(super) fn not_initialized() -> Self {
        Self::new(-32_002, "send `initialize` first")
    }

    /// The client has cancelled the request.
    pub(super) fn cancelled() -> Self {
        Self::new(-32_800, "cancelled")
    }

    /// The request is valid, but it cannot be done. The client shows the message.
    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self::new(-32_803, message)
    }

    fn new(code: i32, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// Reads a message.
pub(super) fn parse(body: &[u8]) -> Incoming {
    let message = match serde_json::from_slice(body) {
        Ok(Value::Object(message)) => message,
        Ok(_) => return Incoming::Invalid(Error::invalid_request("a message is an object")),
        Err(error) => return Incoming::Invalid(Error::not_json(error.to_string())),
    };
    let mut message = message;
    let mut part = |name| message.remove(name);
    let (id, params) = (part("id"), part("params").unwrap_or_default());
    match (part("method"), id) {
        (Some(Value::String(method)), None) => Incoming::Notification { method, params },
        (Some(Value::String(method)), Some(id @ (Value::Number(_) | Value::String(_)))) => {
            Incoming::Request { id, method, params }
        }
        (None, Some(_)) => Incoming::Response,
        _ => Incoming::Invalid(Error::invalid_request(
            "a request has a `method` and an `id`, which is a number or a string",
        )),
    }
}

/// Reads parameters.
///
/// # Errors
///
/// They are not those that are expected.
pub(super) fn params<P: DeserializeOwned>(params: Value) -> Result<P, Error> {
    serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))
}

/// The response to a request.
pub(super) fn response(id: &Value, result: Result<Value, Error>) -> Value {
    match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(Error { code, message }) => {
            let error = json!({ "code": code, "message": message });
            json!({ "jsonrpc": "2.0", "id": id, "error": error })
        }
    }
}

/// A request of the server.
pub(super) fn request(id: u64, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

/// A notification of the server.
pub(super) fn notification(method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}
