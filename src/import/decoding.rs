//! The text in the bytes of a table or a data file, in the encodings that spreadsheets write: UTF-8, UTF-16 and
//! Windows-1252; and that of a page of HTML, in the encoding that it declares.

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::value::Problem;
use crate::source::SourceFile;
use crate::web_page::charset::declared;

/// The text of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, with lines that end in `\n`.
    pub(super) text: String,
    /// The encoding, if it had to be guessed.
    pub(super) guessed: Option<&'static str>,
}

/// The text in some bytes. `saved` names the format in which people should save the file.
///
/// # Errors
///
/// The bytes are a workbook, or are broken UTF-8 or UTF-16.
pub(super) fn decoded(bytes: &[u8], saved: &str) -> Result<Decoded, Problem> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Problem::new(
            0,
            "the file is a workbook: `--format xlsx` or `--format ods` reads it",
        ));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let bytes = bytes.get(length..).unwrap_or_default();
        return exactly(bytes, encoding, saved).map(|text| with_line_feeds(text, None));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let text = exactly(bytes, encoding, saved)?;
        return Ok(with_line_feeds(text, Some(encoding.name())));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(with_line_feeds(text.to_owned(), None)),
        Err(error) if is_mostly_utf8(bytes) => Err(Problem::new(
            line_of(bytes, error.valid_up_to()),
            format!("the file is UTF-8, but not here: save it again as {saved}"),
        )),
        Err(_) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            Ok(with_line_feeds(
                text.into_owned(),
                Some(WINDOWS_1252.name()),
            ))
        }
    }
}

/// The text of a page of HTML: in the encoding that it declares, or else as [`decoded`] finds it.
///
/// # Errors
///
/// The bytes are broken UTF-8 or UTF-16, or browsers refuse their encoding.
pub(super) fn decoded_page(bytes: &[u8]) -> Result<Decoded, Problem> {
    const SAVED: &str = "UTF-8";
    let is_marked = Encoding::for_bom(bytes).is_some() || utf16_without_mark(bytes).is_some();
    let label = declared(bytes).filter(|_| !is_marked);
    let encoding = label
        .as_deref()
        .and_then(|label| Encoding::for_label(label.as_bytes()));
    // a page in which ASCII can be read is not UTF-16
    let others = [UTF_8, UTF_16LE, UTF_16BE];
    match encoding.filter(|encoding| !others.contains(encoding)) {
        None => decoded(bytes, SAVED),
        Some(encoding) if encoding == REPLACEMENT => Err(Problem::new(
            0,
            format!("the page has an encoding that browsers refuse: save it as {SAVED}"),
        )),
        // a text that is valid UTF-8 by chance has no letters beyond ASCII
        Some(_) if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() => {
            let text = decoded(bytes, SAVED)?;
            Ok(Decoded {
                guessed: Some(UTF_8.name()),
                ..text
            })
        }
        Some(encoding) => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Ok(with_line_feeds(text.into_owned(), None))
        }
    }
}

fn with_line_feeds(text: String, guessed: Option<&'static str>) -> Decoded {
    Decoded {
        text: SourceFile::new("", text).text,
        guessed,
    }
}

/// The text in bytes of an encoding that is known.
fn exactly(bytes: &[u8], encoding: &'static Encoding, saved: &str) -> Result<String, Problem> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(Problem::new(
            0,
            format!(
                "the file begins as {}, and is broken: save it again as {saved}",
                encoding.name()
            ),
        )),
    }
}

/// UTF-16 without a byte order mark: every second byte of Latin letters is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT: usize = 2000;
    let first = bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or_default();
    let zeros = |odd: usize| {
        let places = first.iter().enumerate();
        places
            .filter(|(index, byte)| index % 2 == odd && **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let most = first.len() / 4;
    if odd > most && even * 10 < odd {
        Some(UTF_16LE)
    } else if even > most && odd * 10 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether most letters beyond ASCII are valid UTF-8, so that the file is damaged and not of another encoding.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > invalid
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
