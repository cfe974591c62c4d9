//! What one attendee did in one occurrence, as far as the attendance report asks: in few bytes, as there is one for each
//! of its rows.

use super::entries::NONE;
use super::stays::Stay;

/// What one attendee did in one occurrence.
#[derive(Clone, Copy, Debug)]
pub struct Attended {
    /// The occurrence; the first, where several were joined.
    pub occurrence: u32,
    /// The attendee.
    pub attendee: u32,
    /// Where the attendee's facts lie in the timeline.
    pub(super) facts: FactsAt,
    /// Where what the platform states instead lies in the timeline, or [`NONE`].
    pub(super) stated: u32,
    /// The gaps between the stays, as a range of the timeline's.
    pub(super) gaps: (u32, u32),
    pub(super) first_join: Moment,
    pub(super) last_leave: Moment,
}

impl Attended {
    /// The earliest join, and so the beginning of the first stay.
    pub fn first_join(&self) -> Option<i64> {
        self.first_join.get()
    }

    /// The end of the last stay.
    pub fn last_leave(&self) -> Option<i64> {
        self.last_leave.get()
    }

    /// The stays, where these are the gaps between them.
    pub(super) fn stays(&self, gaps: &[Stay]) -> impl Iterator<Item = Stay> {
        let starts = self.first_join().into_iter().chain(gaps.iter().map(|gap| gap.1));
        let ends = gaps.iter().map(|gap| gap.0).chain(self.last_leave());
        starts.zip(ends)
    }
}

/// An instant that may not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment(i64);

impl Moment {
    const UNKNOWN: i64 = i64::MIN;

    /// Of an instant. No log can write the one that stands for none.
    pub(super) fn of(instant: Option<i64>) -> Self {
        Self(instant.unwrap_or(Self::UNKNOWN))
    }

    fn get(self) -> Option<i64> {
        (self.0 != Self::UNKNOWN).then_some(self.0)
    }
}

/// Attendee facts are a profile's, where all records state the same, else a row of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FactsAt(u32);

impl FactsAt {
    /// Marks a row: neither of them is so many.
    const ROW: u32 = 1 << 31;

    /// Of nobody.
    pub(super) const NOBODY: Self = Self(NONE);

    pub(super) const fn profile(number: u32) -> Self {
        Self(number)
    }

    pub(super) const fn row(number: u32) -> Self {
        Self(number | Self::ROW)
    }

    /// The profile, or else the row.
    pub(super) const fn get(self) -> Result<u32, u32> {
        if self.0 & Self::ROW == 0 { Ok(self.0) } else { Err(self.0 & !Self::ROW) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_small() {
        assert_eq!(size_of::<Attended>(), 40);
    }

    #[test]
    fn stays_lie_between_the_gaps() {
        let attended = |first_join, last_leave| Attended {
            occurrence: 0,
            attendee: 0,
            facts: FactsAt::row(7),
            stated: NONE,
            gaps: (0, 0),
            first_join: Moment::of(first_join),
            last_leave: Moment::of(last_leave),
        };
        let stays = |one: Attended, gaps: &[Stay]| one.stays(gaps).collect::<Vec<_>>();
        assert_eq!(stays(attended(Some(0), Some(9)), &[]), [(0, 9)]);
        assert_eq!(stays(attended(Some(-5), Some(9)), &[(-2, 1), (3, 4)]), [(-5, -2), (1, 3), (4, 9)]);
        assert_eq!(stays(attended(None, None), &[]), []);
        assert_eq!((FactsAt::profile(3).get(), FactsAt::row(3).get()), (Ok(3), Err(3)));
    }
}
