//! Looking for what is behind a row.

use super::{About, Connected, Ended, Moment, Opening, Present, Record, Remark, Stay, Visit, What};
use crate::event::Kind;
use crate::ledger::entries::NONE;
use crate::ledger::happenings::Happening;
use crate::ledger::stays::{Scratch, Span};
use crate::ledger::timeline::Attended;
use crate::order::sort_places;
use crate::report::Input;
use std::cmp::Ordering;

/// An occurrence, with its parts.
pub(super) struct Occurrence {
    /// The number of the first part.
    pub(super) number: u32,
    doors: Doors,
    parts: Vec<Part>,
}

/// A part of an occurrence; of most it is all.
struct Part {
    number: u32,
    doors: Doors,
    /// Whom its presences are about, and their numbers.
    presences: Vec<(u32, u32)>,
}

/// When a room was open.
#[derive(Clone, Copy, Default)]
struct Doors {
    opened: Option<Moment>,
    closed: Option<Moment>,
    first: Option<Moment>,
    last: Option<Moment>,
}

impl Doors {
    fn hear(&mut self, kind: Kind, moment: Moment) {
        if kind == Kind::Session {
            return;
        }
        Moment::earliest(&mut self.first, moment);
        Moment::latest(&mut self.last, moment);
        match kind {
            Kind::RoomOpened => Moment::earliest(&mut self.opened, moment),
            Kind::RoomClosed => Moment::latest(&mut self.closed, moment),
            _ => {}
        }
    }
}

pub(super) struct Look<'a> {
    pub(super) input: Input<'a>,
    pub(super) about: About,
    pub(super) rejoin_gap: u32,
}

impl Look<'_> {
    /// The occurrences that it is about, in order of their beginning.
    pub(super) fn occurrences(&self) -> Vec<Occurrence> {
        let Input { ledger, timeline } = self.input;
        let mut found: Vec<Occurrence> = Vec::new();
        for (presence, &(part, attendee)) in (0..).zip(ledger.presences()) {
            if ledger.occurrences()[part as usize].1 != self.about.session {
                continue;
            }
            let number = self.first_of(part);
            if self.about.occurrence.is_some_and(|one| one != number) {
                continue;
            }
            let place = found.iter().position(|one| one.number == number).unwrap_or_else(|| {
                found.push(Occurrence { number, doors: Doors::default(), parts: Vec::new() });
                found.len() - 1
            });
            let Occurrence { doors, parts, .. } = &mut found[place];
            let place = parts.iter().position(|one| one.number == part).unwrap_or_else(|| {
                parts.push(Part { number: part, doors: Doors::default(), presences: Vec::new() });
                parts.len() - 1
            });
            parts[place].presences.push((attendee, presence));
            for (entry, record) in ledger.entries_of(presence) {
                let time = timeline.log_zone.of(record.stamp());
                let moment = Moment { time, position: ledger.position(entry) };
                doors.hear(record.kind(), moment);
                parts[place].doors.hear(record.kind(), moment);
            }
        }
        let began = |doors: &Doors| doors.opened.or(doors.first).map(|moment| moment.time);
        let id = |number: u32| ledger.text(ledger.occurrence_key(number)[2]);
        for occurrence in &mut found {
            let key = |part: &Part| (began(&part.doors), id(part.number));
            occurrence.parts.sort_by(|one, other| key(one).cmp(&key(other)));
        }
        // `session` records alone are no occurrence.
        found.retain(|one| one.doors.first.is_some());
        let key = |one: &Occurrence| (began(&one.doors), id(one.number));
        found.sort_by(|one, other| key(one).cmp(&key(other)));
        found
    }

    /// The first part of the meeting that an occurrence is a part of.
    fn first_of(&self, occurrence: u32) -> u32 {
        let restarted = self.input.timeline.restarted.iter().filter(|restarted| restarted.joined);
        let mut with_it = restarted.filter(|one| one.parts.iter().any(|part| part.occurrence == occurrence));
        with_it.next().map_or(occurrence, |restarted| restarted.parts[0].occurrence)
    }

    pub(super) fn attended(&self, occurrence: u32, attendee: u32) -> Option<&Attended> {
        let mut all = self.input.timeline.attended.iter();
        all.find(|row| (row.occurrence, row.attendee) == (occurrence, attendee))
    }

    fn instance_id(&self, occurrence: u32) -> String {
        let ledger = self.input.ledger;
        ledger.text(ledger.occurrence_key(occurrence)[2]).to_owned()
    }

    pub(super) fn opening(&self, occurrence: &Occurrence) -> Opening {
        let Input { timeline, .. } = self.input;
        let its: Vec<&Attended> =
            timeline.attended.iter().filter(|row| row.occurrence == occurrence.number).collect();
        let mut order: Vec<u32> = (0..crate::ledger::texts::id(its.len())).collect();
        sort_places(&mut order, &mut |one, other| self.order(its[one as usize], its[other as usize]));
        let people = order.into_iter().map(|place| {
            let row = its[place as usize];
            Present {
                name: self.input.name_of(row).into_owned(),
                first_join: row.first_join(),
                last_leave: row.last_leave(),
                seconds: timeline.seconds(row),
            }
        });
        Opening {
            instance_id: self.instance_id(occurrence.number),
            doors: (occurrence.doors.opened, occurrence.doors.closed),
            events: (occurrence.doors.first, occurrence.doors.last),
            people: people.collect(),
        }
    }

    fn order(&self, one: &Attended, other: &Attended) -> Ordering {
        let key = |row: &Attended| {
            let identity = self.input.ledger.identity(row.attendee);
            (row.first_join().is_none(), row.first_join(), identity.value, identity.field.rank())
        };
        key(one).cmp(&key(other))
    }

    /// What somebody did in an occurrence; none, if the log has nothing of it. All happenings go to `all`, too.
    pub(super) fn visit(
        &self,
        occurrence: &Occurrence,
        attendee: u32,
        all: &mut Vec<Happening>,
    ) -> Option<Visit> {
        let Input { ledger, timeline } = self.input;
        let mut found = Found::default();
        let mut happenings = Vec::new();
        for part in &occurrence.parts {
            let its = part.presences.iter().find(|(whom, _)| *whom == attendee);
            let Some(&(_, presence)) = its else { continue };
            ledger.happenings(presence, &timeline.log_zone, &mut happenings);
            let end = timeline.ends_of(part.number);
            let (_, leaves) = ledger.spans(&happenings, end, &mut Scratch::default(), &mut |span| {
                found.connected.push(self.connected(&span, &part.doors));
            });
            found.leaves_without_join += leaves;
            found.records.extend(happenings.iter().map(|happening| self.record(happening)));
            all.extend_from_slice(&happenings);
        }
        if found.records.is_empty() {
            return None;
        }
        let order = |one: &Record, other: &Record| {
            let key = |record: &Record| (record.at.time, record.kind as u8);
            key(one).cmp(&key(other)).then_with(|| one.at.order(&other.at))
        };
        found.records.sort_by(order);
        let attended = self.attended(occurrence.number, attendee);
        let (stays, touched) = found.stays();
        let sum = stays.iter().map(Stay::seconds).sum();
        Some(Visit {
            instance_id: self.instance_id(occurrence.number),
            doors: (occurrence.doors.opened, occurrence.doors.closed),
            seconds: attended.map_or(sum, |row| timeline.seconds(row)),
            rejoins: attended.map_or(Some(0), |row| timeline.rejoins(row, self.rejoin_gap)),
            remarks: self.remarks(&found, &stays, touched, attended, occurrence.parts.len()),
            stays,
            records: found.records,
        })
    }

    fn record(&self, happening: &Happening) -> Record {
        let ledger = self.input.ledger;
        Record {
            at: self.moment(happening.entry),
            kind: happening.kind,
            connection: ledger.text(ledger.connection(happening)).to_owned(),
            repeated: happening.repeated,
        }
    }

    fn moment(&self, entry: u32) -> Moment {
        let Input { ledger, timeline } = self.input;
        Moment { time: timeline.log_zone.of(ledger.entry(entry).stamp()), position: ledger.position(entry) }
    }

    fn connected(&self, span: &Span, doors: &Doors) -> Connected {
        let from = self.moment(span.join);
        let (to, ended) = if span.leave == NONE {
            let closing = doors.closed.map(|moment| (moment, Ended::RoomClosed));
            let last = doors.last.map(|moment| (moment, Ended::LastEvent));
            closing.or(last).filter(|(moment, _)| moment.time >= span.start).unwrap_or((from, Ended::AtOnce))
        } else {
            (self.moment(span.leave), Ended::Left)
        };
        let connection = self.input.ledger.text(span.connection).to_owned();
        Connected { connection, from, to, ended }
    }

    fn remarks(
        &self,
        found: &Found,
        stays: &[Stay],
        touched: u64,
        attended: Option<&Attended>,
        parts: usize,
    ) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut say = |what, count: u64, seconds: u64, is_so: bool| {
            if is_so {
                remarks.push(Remark { what, count, seconds });
            }
        };
        let records = |kind| found.records.iter().filter(move |record| record.kind == kind).count() as u64;
        let (joins, failed, left) = (records(Kind::Joined), records(Kind::JoinFailed), records(Kind::Left));
        say(What::NotConnected, failed, 0, joins == 0 && failed > 0);
        say(What::OnlyLeft, left, 0, joins == 0 && failed == 0 && left > 0);
        let (most, seconds) = found.overlap();
        say(What::Overlap, most, seconds, seconds > 0);
        for (what, ended) in [
            (What::NoLeaveRoomClosed, Ended::RoomClosed),
            (What::NoLeaveLastEvent, Ended::LastEvent),
            (What::NoLeaveAtOnce, Ended::AtOnce),
        ] {
            let count = found.connected.iter().filter(|one| one.ended == ended).count() as u64;
            say(what, count, 0, count > 0);
        }
        let leaves = found.leaves_without_join;
        say(What::LeaveWithoutJoin, leaves, 0, leaves > 0 && joins > 0);
        let repeated = found.records.iter().filter(|record| record.repeated).count() as u64;
        say(What::LoggedTwice, repeated, 0, repeated > 0);
        say(What::SameSecond, touched, 0, touched > 0);
        let gap = u64::from(self.rejoin_gap);
        let short = stays.windows(2).filter(|pair| pair[1].start.abs_diff(pair[0].end) <= gap).count() as u64;
        let stated = attended.and_then(|attended| self.input.timeline.stated(attended));
        say(What::ShortGap, short, gap, short > 0 && stated.is_none());
        say(What::Restarted, parts as u64, 0, parts > 1);
        if let Some(stated) = stated {
            let sum = stays.iter().map(Stay::seconds).sum();
            say(What::StatedTime, 0, sum, stated.seconds.is_some());
            say(What::StatedRejoins, stated.rejoins.unwrap_or_default(), 0, stated.rejoins.is_some());
            say(What::RejoinsUnknown, 0, 0, stated.rejoins.is_none());
        }
        remarks
    }
}

/// What the log has of a visit.
#[derive(Default)]
struct Found {
    connected: Vec<Connected>,
    records: Vec<Record>,
    leaves_without_join: u64,
}

impl Found {
    /// The stays that the connections make, and how often two of them only touched.
    fn stays(&self) -> (Vec<Stay>, u64) {
        let mut order: Vec<u32> = (0..crate::ledger::texts::id(self.connected.len())).collect();
        sort_places(&mut order, &mut |one, other| {
            let (one, other) = (&self.connected[one as usize], &self.connected[other as usize]);
            let times = (one.from.time, one.to.time).cmp(&(other.from.time, other.to.time));
            times
                .then_with(|| one.connection.cmp(&other.connection))
                .then_with(|| one.from.order(&other.from))
        });
        let mut stays: Vec<Stay> = Vec::new();
        let mut touched = 0;
        for place in order {
            let connected = self.connected[place as usize].clone();
            let (start, end) = (connected.from.time, connected.to.time);
            match stays.last_mut().filter(|last| start <= last.end) {
                Some(last) => {
                    touched += u64::from(start == last.end && last.start < start);
                    last.end = last.end.max(end);
                    last.connections.push(connected);
                }
                None => stays.push(Stay { start, end, connections: vec![connected] }),
            }
        }
        (stays, touched)
    }

    /// How many connections were open at once at the most, and for how many seconds more than one.
    fn overlap(&self) -> (u64, u64) {
        // Who leaves goes before who comes: what only touches does not overlap.
        let mut turns: Vec<(i64, bool)> = Vec::new();
        for one in self.connected.iter().filter(|one| one.from.time < one.to.time) {
            turns.extend([(one.from.time, true), (one.to.time, false)]);
        }
        turns.sort_unstable();
        let (mut open, mut most, mut seconds, mut before) = (0_u64, 0, 0, 0);
        for (time, comes) in turns {
            if open > 1 {
                seconds += time.abs_diff(before);
            }
            open = if comes { open + 1 } else { open - 1 };
            most = most.max(open);
            before = time;
        }
        (most, seconds)
    }
}
