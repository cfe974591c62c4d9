//! How many are still there, by the time since the beginning.

use super::{Picture, Pictures, Twin, median};
use crate::table::{Cell, Column, Format};
use serde::Serialize;

/// Points of the line, at most about so many.
const MOST_POINTS: u64 = 120;
/// Seconds between two points.
const STEPS: [u64; 14] =
    [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

const COLUMNS: [Column; 3] = [
    Column::new("Since the beginning", Format::Duration),
    Column::new("Still there", Format::Count),
    Column::new("Of them", Format::Count),
];

/// How many have not left for good. Who comes late counts from the beginning: they did not leave before.
#[derive(Clone, Debug, Serialize)]
pub struct Retention {
    /// Who was there; of several sessions, once for each.
    pub people: u64,
    /// How many sessions.
    pub sessions: u64,
    /// The median time present, in seconds.
    pub median: u64,
    /// After how many seconds half of them, or more, had left for good.
    pub half_left: u64,
    /// From the first second on, in equal steps, until nobody is there.
    pub line: Vec<Still>,
}

/// How many are still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Still {
    /// Seconds since the session began.
    pub seconds: u64,
    /// How many have not left for good.
    pub people: u64,
}

impl Pictures<'_> {
    /// Who stayed how long in a session, by its place, or in all; none where nobody stayed at all.
    pub fn retention(&self, place: Option<usize>) -> Option<Retention> {
        let scope = self.scope(place);
        let (mut left, mut present) = (Vec::new(), Vec::new());
        self.each_visit(scope, |visit| {
            let last = visit.stays.last().map_or(visit.session.began, |stay| stay.1);
            left.push((last - visit.session.began).max(0).unsigned_abs());
            present.push(self.input.timeline.seconds(visit.attended));
        });
        left.sort_unstable();
        present.sort_unstable();
        let &end = left.last().filter(|&&end| end > 0)?;
        let most = |step: &u64| end / step < MOST_POINTS;
        let step = STEPS.into_iter().find(most).unwrap_or(end / MOST_POINTS + 1);
        let still = |seconds: u64| left.len() - left.partition_point(|&left| left <= seconds);
        let times = (0..=end / step).map(|n| n * step).chain((end % step > 0).then_some(end));
        // In the first second all are there, also who left in it.
        let people = left.len() as u64;
        let point =
            |seconds| Still { seconds, people: if seconds == 0 { people } else { still(seconds) as u64 } };
        Some(Retention {
            people,
            sessions: scope.len() as u64,
            median: median(&present),
            half_left: left[(left.len() - 1) / 2],
            line: times.map(point).collect(),
        })
    }

    /// The table that tells it: a row a point.
    pub fn retention_twin(&self, retention: &Retention) -> Twin {
        let row = |still: &Still| {
            vec![Cell::Seconds(still.seconds), Cell::Count(still.people), Cell::Count(retention.people)]
        };
        let rows = retention.line.iter().map(row).collect();
        Twin { picture: Picture::Retention, columns: &COLUMNS, rows }
    }
}
