//! The base protocol: messages on a stream, each after a header with its length.
//!
//! ```text
//! Content-Length: 46
//!
//! {"jsonrpc":"2.0","id":1,"method":"shutdown"}
//! ```
//!
//! lsp-server reads messages too. But it takes as much memory as a header asks for, and it ends the session
//! at the first message that is not JSON.

use std::io::{self, BufRead, Read as _, Write};

use serde_json::Value;

/// The largest message, in bytes. The text of the largest entry fits into it, whatever JSON escapes.
const LARGEST: u64 = 100_000_000;

/// The longest line of a header, in bytes.
const LONGEST_LINE: u64 = 8_192;

/// The name of the header with the length.
const LENGTH: &str = "content-length:";

/// What comes next on a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// The body of a message.
    Body(Vec<u8>),
    /// Something that is not a message, with the reason. The next message can be read.
    Invalid(String),
    /// The end of the stream.
    End,
}

/// Reads messages from a stream.
pub(super) struct Reader<R> {
    input: R,
    /// The length in a header that has been read, of a message that has not.
    length: Option<u64>,
    /// Whether the text before the next header has been reported.
    is_skipping: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader of a stream from its beginning.
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            length: None,
            is_skipping: false,
        }
    }

    /// Reads the next message. Text between messages, which comes of a wrong length, is reported once and
    /// skipped until the next header.
    ///
    /// # Errors
    ///
    /// The stream cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Read> {
        let mut has_other_encoding = false;
        loop {
            let mut line = Vec::new();
            let mut limited = (&mut self.input).take(LONGEST_LINE);
            if limited.read_until(b'\n', &mut line)? == 0 {
                return Ok(Read::End);
            }
            let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
            let line = line.trim_end();
            let is_wrong = if line.is_empty() {
                match self.length.take() {
                    Some(length) => return self.body(length, has_other_encoding),
                    None => false,
                }
            } else if let Some((before, length)) = line.split_once(LENGTH) {
                self.length = length.trim().parse().ok();
                !before.is_empty() || self.length.is_none()
            } else if let Some(kind) = line.strip_prefix("content-type:") {
                let charset = kind
                    .split_once("charset=")
                    .map(|(_, charset)| charset.trim());
                has_other_encoding |= charset.is_some_and(|name| !is_utf8(name));
                false
            } else {
                self.length.is_none() || !line.contains(':')
            };
            if is_wrong && !self.is_skipping {
                self.is_skipping = true;
                let reason = "expected a header `Content-Length: N`";
                return Ok(Read::Invalid(reason.to_owned()));
            }
        }
    }

    /// Reads a body of `length` bytes.
    fn body(&mut self, length: u64, has_other_encoding: bool) -> io::Result<Read> {
        self.is_skipping = false;
        let mut body = (&mut self.input).take(length);
        if length > LARGEST {
            io::copy(&mut body, &mut io::sink())?;
            let reason = format!("a message of {length} bytes is too large: {LARGEST} is the most");
            return Ok(Read::Invalid(reason));
        }
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < length {
            return Ok(Read::End);
        }
        if has_other_encoding {
            return Ok(Read::Invalid("only UTF-8 is understood".to_owned()));
        }
        Ok(Read::Body(bytes))
    }
}

fn is_utf8(name: &str) -> bool {
    let name = name.trim_matches(['"', '\'', ' ', ';']);
    matches!(name, "utf-8" | "utf8")
}

/// Writes a message.
///
/// # Errors
///
/// The stream cannot be written to.
pub(super) fn write(output: &mut dyn Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}
