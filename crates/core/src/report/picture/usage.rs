//! People in the room over time, and joins.

use super::count::{Counted, Line, each_once, thin};
use super::{Picture, Pictures, Session, Step, Tick, Twin};
use crate::ledger::stays::Stay;
use crate::ledger::texts::id;
use crate::report::smart_sessions::ticks;
use crate::table::{Cell, Column, Format};
use serde::{Serialize, Serializer};
use std::ops::Range;

/// Bars that can be told apart.
const MOST_BINS: i64 = 72;
/// Parts of the span of which a line that changes more often than that keeps its highest, lowest and last.
const PARTS: i64 = 600;
/// So many stays are put in order at once, about. Tests have few, which are to be counted in several portions too.
const PORTION: usize = if cfg!(test) { 4 } else { 1 << 17 };

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

/// Usage that is being counted, without its log: between two portions of people somebody else can be heard.
#[derive(Debug)]
pub struct Counting {
    place: Option<usize>,
    /// As far as it is counted.
    usage: Usage,
    there: Counted,
    /// The attendees of each portion that is left, by the ledger's numbers.
    left: Portions,
    /// Room for the stays of a portion.
    stays: Vec<(u32, Stay)>,
}

impl Counting {
    /// The session that it is of, by its place; none of all.
    pub fn place(&self) -> Option<usize> {
        self.place
    }
}

impl<'a> Pictures<'a> {
    /// People over time in a session, by its place, or in all; none where nobody was there.
    pub fn usage(&self, place: Option<usize>) -> Option<Usage> {
        Some(self.counted(self.counting(place)?))
    }

    /// The same, of which nothing is counted yet.
    pub fn counting(&self, place: Option<usize>) -> Option<Counting> {
        let scope = self.scope(place);
        let doors = self.doors(scope);
        let (mut stays, mut first, mut last) = (0, i64::MAX, i64::MIN);
        self.each_visit(scope, |visit| {
            stays += visit.stays.len();
            first = visit.stays.first().map_or(first, |stay| stay.0.min(first));
            last = visit.stays.last().map_or(last, |stay| stay.1.max(last));
        });
        if stays == 0 {
            return None;
        }
        let span = span(scope, (first, last), doors);
        let step = fitting(span.1 - span.0);
        let usage = Usage {
            people: 0,
            joins: 0,
            peak: (0, 0, 0),
            span,
            doors,
            line: Vec::new(),
            step,
            bins: self.bins(step, span),
            ticks: ticks(&self.zone, span.0, span.0, span.1),
        };
        Some(Counting {
            place,
            usage,
            there: Counted::with_room(stays),
            left: Portions::new(id(self.input.ledger.attendees()), stays),
            // One that grows by copying would need as much again.
            stays: Vec::with_capacity(stays.min(PORTION + PORTION / 4)),
        })
    }

    /// Counts the next portion of people. Whether there are more.
    pub fn count_on(&self, counting: &mut Counting) -> bool {
        if let Some(some) = counting.left.next() {
            self.count(&some, counting);
        }
        !counting.left.is_empty()
    }

    /// What is counted to its end.
    pub fn counted(&self, mut counting: Counting) -> Usage {
        while self.count_on(&mut counting) {}
        let Counting { mut usage, mut there, .. } = counting;
        let line = there.line();
        heights(&mut usage.bins, line.clone());
        // Of equal ones the first.
        let higher = |one: (i64, u64), other: (i64, u64)| if other.1 > one.1 { other } else { one };
        if let Some((at, most)) = line.clone().reduce(higher) {
            usage.peak = (most, at, self.zone.local(at));
        }
        usage.line = thin(line, usage.span, PARTS);
        usage
    }

    /// Counts some attendees, and their joins, and when they were there.
    fn count(&self, some: &Range<u32>, Counting { place, usage, there, stays, .. }: &mut Counting) {
        stays.clear();
        self.each_visit_of(some, self.scope(*place), |visit| {
            stays.extend(visit.stays.iter().map(|&stay| (visit.attended.attendee, stay)));
            let begins = visit.stays.iter().map(|stay| stay.0);
            for time in begins.chain(visit.more_joins.iter().map(|join| join.1)) {
                usage.joins += 1;
                change(&mut usage.bins, time, |bin| bin.joins += 1);
            }
        });
        stays.sort_unstable();
        each_once(stays, |stay, first| {
            there.add(stay);
            // Somebody's first stay begins with their first join.
            if first {
                usage.people += 1;
                change(&mut usage.bins, stay.0, |bin| bin.first += 1);
            }
        });
        there.order();
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

/// From when to when there is something to show, where somebody was there from when to when.
fn span(scope: &[Session<'_>], (first, last): Stay, (opened, closed): (Option<i64>, Option<i64>)) -> Stay {
    let first = scope.iter().map(|session| session.began).min().map_or(first, |began| began.min(first));
    (opened.map_or(first, |opened| opened.min(first)), closed.map_or(last, |closed| closed.max(last)))
}

/// All attendees, in portions whose stays are few enough to be held beside those that are counted already.
#[derive(Debug)]
struct Portions {
    left: Range<u32>,
    size: u32,
}

impl Portions {
    fn new(attendees: u32, stays: usize) -> Self {
        Self { left: 0..attendees, size: attendees.div_ceil(id(stays / PORTION + 1)).max(1) }
    }

    fn is_empty(&self) -> bool {
        self.left.is_empty()
    }
}

impl Iterator for Portions {
    type Item = Range<u32>;

    fn next(&mut self) -> Option<Range<u32>> {
        let first = self.left.start;
        self.left.start = self.left.end.min(first.saturating_add(self.size));
        Some(first..self.left.start).filter(|portion| !portion.is_empty())
    }
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

/// Changes the bin that a time lies in.
fn change(bins: &mut [Bin], time: i64, how: impl FnOnce(&mut Bin)) {
    let after = bins.partition_point(|bin| bin.start <= time);
    if let Some(bin) = after.checked_sub(1).and_then(|place| bins.get_mut(place)) {
        how(bin);
    }
}

/// Says of each bin how many people there were at most.
fn heights(bins: &mut [Bin], line: Line<'_>) {
    let mut before = 0;
    let mut line = line.peekable();
    for bin in bins {
        bin.most = before;
        while let Some((time, people)) = line.next_if(|change| change.0 < bin.end) {
            // Who leaves as the bin begins was not there in it.
            bin.most = if time == bin.start { people } else { bin.most.max(people) };
            before = people;
        }
    }
}
