//! The encoding of a page: its text, and the way back to its bytes.
//!
//! Links are put in between the bytes of a page. So a page that is not UTF-8 is not converted: only the added
//! text is written in its encoding.

use std::borrow::Cow;

use encoding_rs::{CoderResult, Decoder, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::text::slice;

/// The bytes in which browsers look for a declared encoding (WHATWG HTML, 13.2.3.2).
const HEAD: usize = 1024;

/// The text of a page.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text. A byte order mark is a part of it.
    pub text: Cow<'b, str>,
    encoding: &'static Encoding,
    /// The byte in the file for each byte of the text, and for its end; `None` if they are the same.
    places: Option<Vec<usize>>,
}

impl<'b> Decoded<'b> {
    /// The text of a page: by its byte order mark, else by the encoding that it declares, else as UTF-8.
    ///
    /// # Errors
    ///
    /// The name of the encoding, if it is unknown or if text cannot be put in between its bytes; `None` if the
    /// page declares none and is not UTF-8.
    pub fn read(bytes: &'b [u8]) -> Result<Self, Option<String>> {
        let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
        let encoding = match (marked, declared(bytes)) {
            (Some(encoding), _) => Some(encoding),
            (None, Some(label)) => match Encoding::for_label(label.as_bytes()) {
                // a page in which ASCII can be read is not UTF-16
                Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Some(UTF_8),
                // its bytes mean something else after others
                Some(encoding) if encoding == ISO_2022_JP || !is_writable(encoding) => {
                    return Err(Some(label));
                }
                Some(encoding) => Some(encoding),
                None => return Err(Some(label)),
            },
            (None, None) => None,
        };
        match encoding {
            None => str::from_utf8(bytes).map(Self::utf8).map_err(|_| None),
            Some(encoding) if encoding == UTF_8 => Ok(match str::from_utf8(bytes) {
                Ok(text) => Self::utf8(text),
                Err(_) => Self::by_bytes(bytes, encoding),
            }),
            Some(encoding) => Ok(Self::by_bytes(bytes, encoding)),
        }
    }

    fn utf8(text: &'b str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            encoding: UTF_8,
            places: None,
        }
    }

    /// Decodes byte by byte, to know the place of each character.
    fn by_bytes(bytes: &[u8], encoding: &'static Encoding) -> Self {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut text = String::with_capacity(bytes.len());
        let mut places = Vec::with_capacity(bytes.len());
        // the first byte of the character that is being read
        let mut begin = 0;
        for (index, byte) in bytes.iter().enumerate() {
            let before = text.len();
            decode(&mut decoder, std::slice::from_ref(byte), &mut text, false);
            if text.len() > before {
                places.resize(text.len(), begin);
                begin = index + 1;
            }
        }
        decode(&mut decoder, &[], &mut text, true);
        // nothing can be added after half of a character
        let end = if text.len() > places.len() {
            begin
        } else {
            bytes.len()
        };
        places.resize(text.len(), begin);
        places.push(end);
        Self {
            text: Cow::Owned(text),
            encoding,
            places: Some(places),
        }
    }

    /// The byte in the file for a byte of the text.
    pub fn place(&self, offset: usize) -> usize {
        match &self.places {
            None => offset,
            Some(places) => places
                .get(offset)
                .or(places.last())
                .copied()
                .unwrap_or(offset),
        }
    }

    /// Some HTML in the encoding of the page. Characters that it lacks become character references.
    pub fn encoded<'h>(&self, html: &'h str) -> Cow<'h, [u8]> {
        if self.encoding == UTF_16LE {
            return html.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        if self.encoding == UTF_16BE {
            return html.encode_utf16().flat_map(u16::to_be_bytes).collect();
        }
        self.encoding.encode(html).0
    }
}

/// Whether a text can be written in an encoding. (`replacement` is for encodings that browsers refuse.)
fn is_writable(encoding: &'static Encoding) -> bool {
    encoding.output_encoding() == encoding
}

/// Adds the characters that are complete with some more bytes.
fn decode(decoder: &mut Decoder, bytes: &[u8], text: &mut String, is_last: bool) {
    let most = decoder.max_utf8_buffer_length(bytes.len());
    text.reserve(most.unwrap_or(16));
    let (result, _, _) = decoder.decode_to_string(bytes, text, is_last);
    debug_assert_eq!(result, CoderResult::InputEmpty);
}

/// The encoding that a page declares: in `<meta>`, or else at its beginning, as XML does.
pub fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let head = without_comments(&head.to_ascii_lowercase());
    in_meta(&head).or_else(|| in_declaration(&head))
}

/// The encoding in the declaration of XML, `<?xml version="1.0" encoding="…"?>`.
fn in_declaration(head: &str) -> Option<String> {
    let declaration = head.strip_prefix("<?xml")?.split('>').next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let label = value.split(['"', '\'', '?']).next()?.trim();
    (!label.is_empty()).then(|| label.to_owned())
}

/// The encoding in `<meta>`.
fn in_meta(head: &str) -> Option<String> {
    for (start, _) in head.match_indices("<meta") {
        let tag = slice(head, start + 5..);
        let tag = tag.split('>').next().unwrap_or_default();
        let Some((_, value)) = tag.split_once("charset") else {
            continue;
        };
        let Some(value) = value.trim_start().strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_ascii_whitespace() || "\"';/".contains(c));
        let label = slice(value, ..end.unwrap_or(value.len()));
        if !label.is_empty() {
            return Some(label.to_owned());
        }
    }
    None
}

fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}
