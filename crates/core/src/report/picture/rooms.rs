//! People in each room over time, beside its schedule and how many it admits.

use super::count::{line, thin};
use super::{Picture, Pictures, Session, Tick, Twin, named};
use crate::event::Field;
use crate::ledger::stays::Stay;
use crate::report::smart_sessions::{Map, ticks};
use crate::table::{Cell, Column, Format};
use serde::Serialize;
use std::borrow::Cow;

/// Rooms on one page of the picture.
pub const ROOMS: usize = 20;
/// Parts of the span of which a room's line keeps its highest, lowest and last.
const PARTS: i64 = 200;

const COLUMNS: [Column; 10] = [
    Column::new("Room", Format::Text),
    Column::new("Scheduled from", Format::Minute),
    Column::new("Scheduled to", Format::Minute),
    Column::new("First in", Format::Minute),
    Column::new("Last out", Format::Minute),
    Column::new("Capacity", Format::Count),
    Column::new("People at most", Format::Count),
    Column::new("Most at", Format::Minute),
    Column::new("Over capacity", Format::Duration),
    Column::new("Schedule used", Format::Duration),
];

/// Rooms side by side. A room is a session, with all its occurrences.
#[derive(Clone, Debug, Serialize)]
pub struct Rooms {
    /// From the first to the last instant that is shown.
    pub span: (i64, i64),
    /// The rooms, in the order in which they began, or were to begin.
    pub rooms: Vec<Room>,
    /// Times to stand along the picture.
    #[serde(skip)]
    pub ticks: Vec<Tick>,
}

/// A room, what was planned for it, and who was in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Room {
    /// The event code.
    pub code: String,
    /// Its name; its id where it has none.
    pub name: String,
    /// From when to when it is scheduled, if the log tells both.
    pub schedule: Option<Stay>,
    /// How many it admits, if the log tells that and it is more than 0.
    pub capacity: Option<u64>,
    /// Most people at once, when that was first so, and the same on the clock of the report's zone; none where
    /// nobody was there.
    pub peak: Option<(u64, i64, i64)>,
    /// From the first second in which somebody was there to the last.
    pub present: Option<Stay>,
    /// Seconds in which there were more than it admits.
    pub over: u64,
    /// Seconds of its schedule in which somebody was there.
    pub used: u64,
    /// From when on there were how many; the last is the end.
    pub line: Vec<(i64, u64)>,
}

impl Rooms {
    /// The room that was fullest of those of which the capacity is known: most people, measured by it.
    pub fn fullest(&self) -> Option<&Room> {
        let share = |room: &Room| Some((room.peak?.0, room.capacity?));
        let mut fullest: Option<(&Room, (u64, u64))> = None;
        for room in &self.rooms {
            let Some((people, admits)) = share(room) else { continue };
            let fuller = fullest.is_none_or(|(_, (most, of))| {
                u128::from(people) * u128::from(of) > u128::from(most) * u128::from(admits)
            });
            if fuller {
                fullest = Some((room, (people, admits)));
            }
        }
        fullest.map(|(room, _)| room)
    }

    /// How many rooms have a schedule, and in how many of them somebody was there at that time.
    pub fn scheduled(&self) -> (u64, u64) {
        let scheduled = self.rooms.iter().filter(|room| room.schedule.is_some());
        scheduled.fold((0, 0), |(all, used), room| (all + 1, used + u64::from(room.used > 0)))
    }

    /// In how many rooms there were at some time more than they admit.
    pub fn over(&self) -> u64 {
        self.rooms.iter().filter(|room| room.over > 0).count() as u64
    }
}

impl Pictures<'_> {
    /// Whether a session's room has a schedule or a capacity.
    pub(super) fn is_planned(&self, session: &Session<'_>) -> bool {
        let number = self.input.ledger.occurrences()[session.occurrence as usize].1;
        self.schedule(number).is_some() || self.capacity(number).is_some()
    }

    fn schedule(&self, session: u32) -> Option<Stay> {
        let time = |field| self.input.timeline.session_time(session as usize, field);
        let schedule = (time(Field::StartsAt)?, time(Field::EndsAt)?);
        (schedule.0 < schedule.1).then_some(schedule)
    }

    fn capacity(&self, session: u32) -> Option<u64> {
        self.input.capacity(session).1.filter(|&admits| admits > 0)
    }

    /// The room of a session, by its place, or all rooms in which somebody was or that are scheduled in the range;
    /// none where no room has a schedule or a capacity.
    pub fn rooms(&self, place: Option<usize>) -> Option<Rooms> {
        let ledger = self.input.ledger;
        let scope = self.scope(place);
        let of = |session: &Session<'_>| ledger.occurrences()[session.occurrence as usize].1;
        let mut stays: Map<u32, Vec<(u32, Stay)>> = Map::default();
        for session in scope {
            stays.entry(of(session)).or_default();
        }
        self.each_visit(scope, |visit| {
            let all = visit.stays.iter().map(|&stay| (visit.attended.attendee, stay));
            stays.entry(of(visit.session)).or_default().extend(all);
        });
        if place.is_none() {
            for (session, _) in (0..).zip(ledger.sessions()) {
                let is_due = |(from, to)| self.range.meets(Some(from), Some(to));
                if self.schedule(session).is_some_and(is_due) {
                    stays.entry(session).or_default();
                }
            }
        }
        let mut rooms: Vec<_> = stays.into_iter().map(|(session, stays)| self.room(session, stays)).collect();
        let begins = |room: &Room| {
            let scheduled = room.schedule.map(|schedule| schedule.0);
            room.present.map(|present| present.0).into_iter().chain(scheduled).min()
        };
        rooms.sort_unstable_by(|(a, one), (b, other)| {
            (begins(a), &a.name, one).cmp(&(begins(b), &b.name, other))
        });
        let mut rooms: Vec<Room> = rooms.into_iter().map(|(room, _)| room).collect();
        if rooms.iter().all(|room| room.schedule.is_none() && room.capacity.is_none()) {
            return None;
        }
        let span = self.span_of(&rooms)?;
        for room in &mut rooms {
            room.line = thin(std::mem::take(&mut room.line).into_iter(), span, PARTS);
        }
        Some(Rooms { span, rooms, ticks: ticks(&self.zone, span.0, span.0, span.1) })
    }

    /// A room, and what tells it from others of its name.
    fn room(&self, session: u32, mut stays: Vec<(u32, Stay)>) -> (Room, (&str, &str)) {
        let ledger = self.input.ledger;
        let (code, id) = ledger.sessions()[session as usize].0.map(|text| ledger.text(text)).into();
        stays.sort_unstable();
        let line = line(&stays);
        let (schedule, capacity) = (self.schedule(session), self.capacity(session));
        let first = stays.iter().map(|&(_, stay)| stay.0).min();
        let last = stays.iter().map(|&(_, stay)| stay.1).max();
        // Of equal ones the first: `max_by_key` takes the last.
        let most = line.iter().rev().max_by_key(|&&(_, people)| people);
        let room = Room {
            code: code.to_owned(),
            name: named(self.input, session).to_owned(),
            schedule,
            capacity,
            peak: most.map(|&(at, people)| (people, at, self.zone.local(at))),
            present: first.zip(last),
            over: capacity.map_or(0, |admits| seconds(&line, (i64::MIN, i64::MAX), admits)),
            used: schedule.map_or(0, |schedule| seconds(&line, schedule, 0)),
            line,
        };
        (room, (code, id))
    }

    /// From when to when there is something to show. Of a schedule only what lies in the range: a room can be
    /// scheduled for years.
    fn span_of(&self, rooms: &[Room]) -> Option<Stay> {
        let within = |at: i64| at.clamp(self.range.start, self.range.end.max(self.range.start));
        let scheduled = rooms.iter().filter_map(|room| room.schedule);
        let scheduled = scheduled.filter(|&(from, to)| self.range.meets(Some(from), Some(to)));
        let times = scheduled.map(|(from, to)| (within(from), within(to)));
        let times = times.chain(rooms.iter().filter_map(|room| room.present));
        times.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
    }

    /// The table that tells it: a row a room.
    pub fn rooms_twin(&self, rooms: &Rooms) -> Twin {
        let time = |at: Option<i64>| at.map_or(Cell::Blank, |at| self.time(at));
        let count = |count: Option<u64>| count.map_or(Cell::Blank, Cell::Count);
        let row = |room: &Room| {
            let over = room.capacity.map_or(Cell::Blank, |_| Cell::Seconds(room.over));
            let used = room.schedule.map_or(Cell::Blank, |_| Cell::Seconds(room.used));
            vec![
                Cell::Text(Cow::Owned(room.name.clone())),
                time(room.schedule.map(|schedule| schedule.0)),
                time(room.schedule.map(|schedule| schedule.1)),
                time(room.present.map(|present| present.0)),
                time(room.present.map(|present| present.1)),
                count(room.capacity),
                Cell::Count(room.peak.map_or(0, |peak| peak.0)),
                time(room.peak.map(|peak| peak.1)),
                over,
                used,
            ]
        };
        Twin { picture: Picture::Rooms, columns: &COLUMNS, rows: rooms.rooms.iter().map(row).collect() }
    }
}

/// In how many seconds of a length of time there were more than so many.
fn seconds(line: &[(i64, u64)], (from, to): Stay, than: u64) -> u64 {
    let steps = line.windows(2).filter(|step| step[0].1 > than);
    steps.map(|step| (step[1].0.min(to) - step[0].0.max(from)).max(0).unsigned_abs()).sum()
}
