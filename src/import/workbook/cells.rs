//! The texts of cells.

use calamine::{Data, ExcelDateTime};

/// The text of a cell as people read it: a number without `.0`, a day in ISO 8601.
///
/// # Errors
///
/// The error that the cell shows, such as `#REF!`.
pub(super) fn text(value: &Data) -> Result<String, String> {
    Ok(match value {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(time) if time.is_duration() => clock(time.as_f64()),
        Data::DateTime(time) => day(time),
        Data::DateTimeIso(text) => match text.split_once('T') {
            Some((day, time)) if time.trim_matches(['0', ':', '.', 'Z']).is_empty() => {
                day.to_owned()
            }
            _ => text.clone(),
        },
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => return Err(error.to_string()),
    })
}

/// A date; a number below 1 is a time.
fn day(time: &ExcelDateTime) -> String {
    let number = time.as_f64();
    if (0.0..1.0).contains(&number) {
        return clock(number);
    }
    let (year, month, day, hours, minutes, seconds, _) = time.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hours, minutes, seconds) == (0, 0, 0) {
        return day;
    }
    format!("{day}T{hours:02}:{minutes:02}:{seconds:02}")
}

/// Hours, minutes and seconds of a number of days.
fn clock(days: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a conversion of floats stays within the range"
    )]
    let seconds = (days * 86_400.0).round() as i64;
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match seconds {
        0 => format!("{sign}{hours:02}:{minutes:02}"),
        _ => format!("{sign}{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// The name of a cell: row 0 and column 27 are `AB1`.
pub(super) fn name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", row + 1)
}
