//! People in the room over time, and joins.

use super::{Picture, Pictures, Session, Step, Tick, Twin};
use crate::ledger::stays::{Stay, unite};
use crate::report::smart_sessions::ticks;
use crate::table::{Cell, Column, Format};
use serde::{Serialize, Serializer};

/// Bars that can be told apart.
const MOST_BINS: i64 = 72;
/// Parts of the span of which a line that changes more often than that keeps its highest, lowest and last.
const PARTS: i64 = 600;

const COLUMNS: [Column; 5] = [
    Column::new("From", Format::Minute),
    Column::new("People at most", Format::Count),
    Column::new("Joins", Format::Count),
    Column::new("First joins", Format::Count),
    Column::new("Rejoins", Format::Count),
];

/// People present over time, in one session or in all.
#[derive(Clone, Debug, Serialize)]
pub struct Usage {
    /// Who was there; in several sessions, once.
    pub people: u64,
    /// Joins.
    pub joins: u64,
    /// Most people at once, when that was first so, and the same on the clock of the report's zone.
    pub peak: (u64, i64, i64),
    /// From the first to the last instant that is shown.
    pub span: (i64, i64),
    /// When the room was opened and closed, of a single session that tells it.
    pub doors: (Option<i64>, Option<i64>),
    /// From when on there were how many; the last is the end. Somebody who is there for 0 seconds is in no step.
    pub line: Vec<(i64, u64)>,
    /// What a bin stands for.
    #[serde(serialize_with = "minutes")]
    pub step: Step,
    /// Joins by time, one bin after another without a gap.
    pub bins: Vec<Bin>,
    /// Times to stand along the line.
    #[serde(skip)]
    pub ticks: Vec<Tick>,
}

/// Joins in a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// When it begins.
    pub start: i64,
    /// When the next begins.
    pub end: i64,
    /// Joins.
    pub joins: u64,
    /// Those among them that were an attendee's first.
    pub first: u64,
    /// Most people at once in it.
    pub most: u64,
}

impl Pictures<'_> {
    /// People over time in a session, by its place, or in all; none where nobody was there.
    pub fn usage(&self, place: Option<usize>) -> Option<Usage> {
        let scope = self.scope(place);
        let mut stays = Vec::new();
        self.each_visit(scope, |visit| {
            stays.extend(visit.stays.iter().map(|&stay| (visit.attended.attendee, stay)));
        });
        stays.sort_unstable();
        let joins = self.joins(scope);
        // Somebody's first stay begins with their first join.
        let first: Vec<i64> = stays.chunk_by(|a, b| a.0 == b.0).map(|own| own[0].1.0).collect();
        let whole = line(&stays);
        let doors = self.doors(scope);
        let span = span(scope, &stays, doors)?;
        // Of equal ones the first: `max_by_key` takes the last.
        let &(peak_at, peak) = whole.iter().rev().max_by_key(|&&(_, people)| people)?;
        let step = fitting(span.1 - span.0);
        let mut bins = self.bins(step, span);
        fill(&mut bins, &joins, &first, &whole);
        Some(Usage {
            people: first.len() as u64,
            joins: joins.len() as u64,
            peak: (peak, peak_at, self.zone.local(peak_at)),
            span,
            doors,
            line: thin(whole, span, PARTS),
            step,
            bins,
            ticks: ticks(&self.zone, span.0, span.0, span.1),
        })
    }

    fn bins(&self, step: Step, span: (i64, i64)) -> Vec<Bin> {
        let mut bins = Vec::new();
        let mut start = step.start(&self.zone, span.0);
        while start <= span.1 {
            let end = step.next(&self.zone, start);
            // Where the calendar ends, so do the bins.
            if end <= start {
                break;
            }
            bins.push(Bin { start, end, joins: 0, first: 0, most: 0 });
            start = end;
        }
        bins
    }

    /// The table that tells it: a row a bin.
    pub fn usage_twin(&self, usage: &Usage) -> Twin {
        let row = |bin: &Bin| {
            let rejoins = bin.joins - bin.first;
            let counts = [bin.most, bin.joins, bin.first, rejoins].map(Cell::Count);
            std::iter::once(self.time(bin.start)).chain(counts).collect()
        };
        Twin { picture: Picture::Usage, columns: &COLUMNS, rows: usage.bins.iter().map(row).collect() }
    }
}

/// A step is told by its minutes.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn minutes<S: Serializer>(step: &Step, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(step.minutes())
}

/// From when to when there is something to show.
fn span(
    scope: &[Session<'_>],
    stays: &[(u32, Stay)],
    (opened, closed): (Option<i64>, Option<i64>),
) -> Option<(i64, i64)> {
    let first = stays.iter().map(|&(_, stay)| stay.0).min()?;
    let last = stays.iter().map(|&(_, stay)| stay.1).max()?;
    let first = scope.iter().map(|session| session.began).min().map_or(first, |began| began.min(first));
    Some((opened.map_or(first, |opened| opened.min(first)), closed.map_or(last, |closed| closed.max(last))))
}

/// The shortest step that makes no more bins than can be told apart.
pub(super) fn fitting(seconds: i64) -> Step {
    const STEPS: [Step; 11] = [
        Step::Minutes(1),
        Step::Minutes(2),
        Step::Minutes(5),
        Step::Minutes(10),
        Step::Minutes(15),
        Step::Minutes(30),
        Step::Minutes(60),
        Step::Days(1),
        Step::Days(7),
        Step::Days(28),
        Step::Days(364),
    ];
    let fits = |step: &Step| seconds / (step.minutes() * 60) < MOST_BINS;
    STEPS.into_iter().find(fits).unwrap_or(Step::Days(36_400))
}

/// How many there were from when on: each attendee once, however many rooms they are in. Sorted by attendee.
pub(super) fn line(stays: &[(u32, Stay)]) -> Vec<(i64, u64)> {
    let mut all: Vec<Stay> = Vec::with_capacity(stays.len());
    let mut own: Vec<Stay> = Vec::new();
    for attendee in stays.chunk_by(|a, b| a.0 == b.0) {
        own.clear();
        own.extend(attendee.iter().map(|&(_, stay)| stay));
        unite(&mut own);
        all.extend_from_slice(&own);
    }
    steps(&all)
}

/// How many stays there were from when on.
pub(super) fn steps(stays: &[Stay]) -> Vec<(i64, u64)> {
    let mut moves: Vec<(i64, i64)> = stays.iter().flat_map(|stay| [(stay.0, 1), (stay.1, -1)]).collect();
    moves.sort_unstable();
    let mut people = 0_u64;
    moves
        .chunk_by(|a, b| a.0 == b.0)
        .map(|second| {
            people = people.saturating_add_signed(second.iter().map(|&(_, change)| change).sum());
            (second[0].0, people)
        })
        .collect()
}

/// Counts joins, first ones of somebody, and people into bins.
fn fill(bins: &mut [Bin], joins: &[i64], first: &[i64], line: &[(i64, u64)]) {
    let place = |bins: &[Bin], time: i64| bins.partition_point(|bin| bin.start <= time).checked_sub(1);
    for &time in joins {
        if let Some(place) = place(bins, time) {
            bins[place].joins += 1;
        }
    }
    for &time in first {
        if let Some(place) = place(bins, time) {
            bins[place].first += 1;
        }
    }
    let mut before = 0;
    let mut changes = line.iter().peekable();
    for bin in bins {
        bin.most = before;
        while let Some(&(time, people)) = changes.next_if(|change| change.0 < bin.end) {
            // Who leaves as the bin begins was not there in it.
            bin.most = if time == bin.start { people } else { bin.most.max(people) };
            before = people;
        }
    }
}

/// A line of no more points than a picture has room for, which goes as high and as low.
pub(super) fn thin(line: Vec<(i64, u64)>, span: (i64, i64), parts: i64) -> Vec<(i64, u64)> {
    let part = ((span.1 - span.0) / parts).max(1);
    if line.len() as i64 <= 3 * parts {
        return line;
    }
    let mut kept = Vec::new();
    for points in line.chunk_by(|a, b| (a.0 - span.0) / part == (b.0 - span.0) / part) {
        let highest = points.iter().rev().max_by_key(|&&(_, people)| people);
        let lowest = points.iter().min_by_key(|&&(_, people)| people);
        let mut few: Vec<_> = [highest, lowest, points.last()].into_iter().flatten().copied().collect();
        few.sort_unstable();
        few.dedup();
        kept.extend(few);
    }
    kept
}
