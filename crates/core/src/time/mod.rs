//! Time: reading the log's times, the clocks of the world's zones, and days of the calendar.
//!
//! Everywhere in the core an instant is whole seconds since 1970-01-01T00:00:00Z as `i64`; a *local* time
//! is the same count on the clock of some zone.

pub mod civil;
mod day;
mod nearest;
mod parse;
pub mod write;
mod zone;

pub use civil::{DateOrder, When};
pub use day::Day;
pub use parse::{Minutes, parse};
pub use zone::{Fit, Zone};

/// Seconds in a day of the calendar, as clocks count them.
const DAY: i64 = 86_400;

/// A time as the log has it: an instant where it carried an offset, else what the log's clock showed.
/// It stays so in the ledger, so that choosing another zone for the log reads nothing again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Seconds since 1970-01-01 00:00 on that clock.
    pub seconds: i64,
    /// Whose clock.
    pub clock: Clock,
}

/// The clock that a [`Stamp`] was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Clock {
    /// The time carried an offset: it is an instant.
    Utc,
    /// It did not: the log's time zone decides.
    Log,
}
