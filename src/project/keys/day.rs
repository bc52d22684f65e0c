//! Days as YAML has them: texts, perhaps with a time.

use toml::value::{Date, Datetime};

/// A day that is written as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::project) struct WrittenDay {
    pub(in crate::project) day: Date,
    /// Whether a time comes after it.
    pub(in crate::project) has_time: bool,
}

impl WrittenDay {
    /// Reads a day (RFC 3339, `full-date`), with or without a time after it. `None` if the text is not a day,
    /// or the day does not exist.
    ///
    /// ```text
    /// 2026-11-28                  the day
    /// 2026-11-28T10:00:00+02:00   the day, with a time
    /// 2026-02-30, 28.11.2026      none
    /// ```
    pub(in crate::project) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, rest) = text.split_at_checked("2026-11-28".len())?;
        let moment: Datetime = day.parse().ok()?;
        let time = rest.strip_prefix(['T', 't', ' ']).map(str::trim);
        let is_time = |time: &str| {
            let is_part = |c: char| c.is_ascii_digit() || ":.+-zZ ".contains(c);
            time.starts_with(|c: char| c.is_ascii_digit()) && time.chars().all(is_part)
        };
        let is_valid = rest.is_empty() || time.is_some_and(is_time);
        let day = moment.date.filter(|_| is_valid && moment.time.is_none())?;
        Some(Self {
            day,
            has_time: !rest.is_empty(),
        })
    }
}

/// A date such as `23.11.2026` or `2026/11/23` as RFC 3339 has it: `2026-11-23`. `None` for any other text: nobody
/// knows the day in `1/2/2026`.
pub(in crate::project) fn year_first(value: &str) -> Option<String> {
    let mut numbers = value
        .split(['.', '/', '-'])
        .map(|part| part.trim().parse::<u16>().ok());
    let (first, month, last) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let (day, year) = match first {
        1000.. => (last, first),
        _ if value.contains('.') => (first, last),
        _ => return None,
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    let is_date = year > 999 && date.parse::<Datetime>().is_ok();
    (is_date && numbers.next().is_none()).then_some(date)
}
