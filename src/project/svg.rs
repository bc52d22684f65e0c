//! The size of an SVG drawing, from its root element (SVG 2, 8.12, *Intrinsic sizing properties*).

use std::io::{BufRead, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The longest text before the end of the root element's start tag, in bytes.
const LONGEST: u64 = 1 << 16;

/// The longest side of a drawing in pixels. A larger number is a mistake.
const LARGEST: f64 = 100_000.0;

/// The width and the height of the drawing that `file` contains, if they are in pixels. One of them and the `viewBox` give
/// the other one. `None` if it says neither, or is not a drawing. A `viewBox` alone says only the shape of a drawing, in
/// units that may have any size.
///
/// ```text
/// <svg width="40" height="20px">              40 × 20
/// <svg width="40" viewBox="0 0 400 200">      40 × 20
/// <svg viewBox="0 0 400 200">                 none
/// <svg width="100%">                          none
/// ```
pub(super) fn size(file: &mut impl BufRead) -> Option<(u32, u32)> {
    let mut reader = Reader::from_reader(file.take(LONGEST));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) => return size_of(&tag),
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn size_of(root: &BytesStart<'_>) -> Option<(u32, u32)> {
    if root.local_name().as_ref() != "svg" {
        return None;
    }
    let value = |name: &str| {
        let attribute = root.try_get_attribute(name).ok().flatten();
        attribute.map(|attribute| attribute.value.trim().to_owned())
    };
    // a length in another unit is not the same as none
    let pixels = |name: &str| match value(name) {
        None => Some(None),
        Some(length) => number(length.trim_end_matches("px")).map(Some),
    };
    let view = value("viewBox").and_then(|view| sides(&view));
    let (width, height) = match (pixels("width")?, pixels("height")?, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        _ => return None,
    };
    Some((whole(width)?, whole(height)?))
}

/// The width and the height in a `viewBox`, which are its last two numbers.
fn sides(view: &str) -> Option<(f64, f64)> {
    let is_space = |c: char| c.is_ascii_whitespace() || c == ',';
    let mut numbers = view.split(is_space).filter(|part| !part.is_empty()).skip(2);
    Some((number(numbers.next()?)?, number(numbers.next()?)?))
}

/// A length above zero.
fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    (number > 0.0 && number <= LARGEST).then_some(number)
}

/// A length in whole pixels, of which there is at least one.
fn whole(length: f64) -> Option<u32> {
    let whole = length.round().clamp(1.0, LARGEST);
    format!("{whole}").parse().ok()
}
