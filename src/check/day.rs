//! Days of the calendar, to decide which entries are out of date.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use toml::value::Date;

/// The number of seconds in a day. System clocks count no leap seconds.
const SECONDS: i64 = 86_400;

/// A day of the Gregorian calendar, as the number of days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

/// A value of `SOURCE_DATE_EPOCH` that is not a number of seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnEpoch(String);

impl fmt::Display for NotAnEpoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(epoch) = self;
        write!(
            f,
            "SOURCE_DATE_EPOCH is `{epoch}`, which is not a number of seconds since 1970"
        )
    }
}

impl Day {
    /// Today in UTC. `epoch` is the value of `SOURCE_DATE_EPOCH`, in seconds since 1970; if there is none,
    /// the system's clock decides.
    ///
    /// # Errors
    ///
    /// If `epoch` is not a number of seconds.
    pub fn today(epoch: Option<&str>) -> Result<Self, NotAnEpoch> {
        let seconds = match epoch {
            Some(epoch) => epoch
                .trim()
                .parse()
                .map_err(|_| NotAnEpoch(epoch.to_owned()))?,
            None => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(0)),
        };
        Ok(Self(seconds.div_euclid(SECONDS)))
    }

    /// The day of a date.
    pub fn of(date: Date) -> Self {
        // years begin in March here, so that a leap day is the last day of its year
        let month = i64::from(date.month);
        let year = i64::from(date.year) - i64::from(month < 3);
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(date.day) - 1;
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        // from 0000-03-01 to 1970-01-01
        Self(year * 365 + leap_days + day_of_year - 719_468)
    }

    /// The number of days since an earlier day; 0 if that day is later.
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0 - earlier.0).unwrap_or(0)
    }
}
