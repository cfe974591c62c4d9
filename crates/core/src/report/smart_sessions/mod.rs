//! The Smart Sessions report (reports, 2): seven sheets on the rooms of an event.
//!
//! A room is a session. [`SmartSessions::new`] goes through the rooms once and keeps a few numbers a row;
//! [`SmartSessions::sheet`] makes tables of them.

mod engagement;
mod graph;
mod people;
mod sheet;

pub(crate) use graph::ticks;
pub use graph::{Line, Point, Step, Tick};
pub(crate) use people::{counted, user};
pub use sheet::{Sheet, SheetTable};

use super::{Input, Options, Range};
use crate::event::{Field, Kind};
use crate::ledger::entries::NONE;
use crate::ledger::texts::Text;
use crate::order::sort_places;
use crate::time::Zone;
use engagement::{BubbleJoin, Engagement, Teleport};
use hashbrown::{HashMap, HashSet};
use people::Person;
use rustc_hash::FxBuildHasher;

pub(crate) type Map<K, V> = HashMap<K, V, FxBuildHasher>;
pub(crate) type Set<K> = HashSet<K, FxBuildHasher>;

/// The report. Its rows are made when asked for.
#[derive(Debug)]
pub struct SmartSessions<'a> {
    pub(crate) input: Input<'a>,
    made: Kept,
}

/// What was made: all of a [report](SmartSessions) but its log, to be kept, so that looking at another page of a sheet
/// does not make it anew.
#[derive(Debug)]
pub struct Kept {
    zone: Zone,
    range: Range,
    /// Attendees of rooms, in the order of rooms and of names.
    people: Vec<Person>,
    /// Rooms of `High Level`, by the ledger's number.
    rooms: Vec<u32>,
    countries: Vec<CountryCount>,
    minutes: Vec<MinuteCount>,
    /// The same in longer steps, of rooms whose joins span many minutes.
    steps: Map<u32, (Step, Vec<MinuteCount>)>,
    entries: Vec<EntryCount>,
    engagement: Vec<Engagement>,
    bubble_joins: Vec<BubbleJoin>,
    teleports: Vec<Teleport>,
    /// Who ever joined a room's bubble, by room and bubble.
    bubble_people: Map<(u32, Text), u64>,
    /// Bubbles ever locked, by room and bubble.
    locked: Set<(u32, Text)>,
    /// Names of attendees who are somebody's target, by event code and user id.
    target_names: Map<(Text, Text), String>,
    left: Option<Left>,
}

/// What is still to be looked at.
#[derive(Debug)]
struct Left {
    /// Rooms, with their places in the report's order.
    rooms: std::vec::IntoIter<(u32, u32)>,
    /// Presences by the place of their room and by attendee: ((place, attendee), presence).
    presences: Vec<((u32, u32), u32)>,
    /// How many of these are done.
    done: usize,
}

/// A row of `User by countries`.
#[derive(Clone, Copy, Debug)]
struct CountryCount {
    room: u32,
    country: Text,
    people: u64,
}

/// A row of `Usage graph`, or a step of its picture.
#[derive(Clone, Copy, Debug)]
struct MinuteCount {
    room: u32,
    /// The minute's, or the step's, first instant.
    minute: i64,
    joins: u64,
    people: u64,
}

/// A row of `Usage (detailed view)`.
#[derive(Clone, Copy, Debug)]
struct EntryCount {
    person: u32,
    joins: u64,
}

impl<'a> SmartSessions<'a> {
    /// The report on what happened in the range.
    pub fn new(input: Input<'a>, options: &Options, range: &Range) -> Self {
        let mut report = Self::begun(input, options, range);
        report.complete();
        report
    }

    /// A report that is only begun: nothing stands in it before it is [gone on](Self::go_on) with to its end.
    pub fn begun(input: Input<'a>, options: &Options, range: &Range) -> Self {
        let mut report = Self {
            input,
            made: Kept {
                zone: options.zone.clone(),
                range: *range,
                people: Vec::new(),
                rooms: Vec::new(),
                countries: Vec::new(),
                minutes: Vec::new(),
                steps: Map::default(),
                entries: Vec::new(),
                engagement: Vec::new(),
                bubble_joins: Vec::new(),
                teleports: Vec::new(),
                bubble_people: Map::default(),
                locked: Set::default(),
                target_names: Map::default(),
                left: None,
            },
        };
        let rooms = report.rooms_in_order();
        let presences = report.presences_by_room(&rooms);
        report.made.left = Some(Left { rooms: rooms.into_iter(), presences, done: 0 });
        report
    }

    /// Looks at the next rooms, until somebody was in them so many times. Whether there are more.
    pub fn go_on(&mut self, presences: usize) -> bool {
        let Some(mut left) = self.made.left.take() else { return false };
        let enough = left.done.saturating_add(presences);
        for (place, room) in left.rooms.by_ref() {
            let ahead = &left.presences[left.done..];
            let its = &ahead[..ahead.partition_point(|presence| presence.0.0 <= place)];
            self.add_room(room, its);
            left.done += its.len();
            if left.done >= enough {
                self.made.left = Some(left);
                return true;
            }
        }
        self.name_targets();
        self.sort_teleports();
        false
    }

    /// Goes on with it to its end.
    pub fn complete(&mut self) {
        while self.go_on(usize::MAX) {}
    }

    /// What was made, without the log: to be kept, and put [back](Self::back).
    pub fn keep(self) -> Kept {
        self.made
    }

    /// The report that was kept. `input` is what it was made of.
    pub fn back(input: Input<'a>, kept: Kept) -> Self {
        Self { input, made: kept }
    }

    /// Presences by the place of their room and by attendee: ((place, attendee), presence).
    fn presences_by_room(&self, rooms: &[(u32, u32)]) -> Vec<((u32, u32), u32)> {
        let ledger = self.input.ledger;
        let mut place = vec![0; ledger.sessions().len()];
        for &(n, room) in rooms {
            place[room as usize] = n;
        }
        let mut presences: Vec<_> = (0..)
            .zip(ledger.presences())
            .map(|(presence, &(occurrence, attendee))| {
                let room = ledger.occurrences()[occurrence as usize].1;
                ((place[room as usize], attendee), presence)
            })
            .collect();
        presences.sort_unstable();
        presences
    }

    /// Every room, with its place in the order of event code, room name and session id.
    fn rooms_in_order(&self) -> Vec<(u32, u32)> {
        let ledger = self.input.ledger;
        let key = |room: u32| {
            let [code, id] = ledger.sessions()[room as usize].0;
            (ledger.text(code), self.room_name(room), ledger.text(id))
        };
        let mut rooms: Vec<u32> = (0..).zip(ledger.sessions()).map(|(room, _)| room).collect();
        sort_places(&mut rooms, &mut |a, b| key(a).cmp(&key(b)));
        (0..).zip(rooms).collect()
    }

    fn room_name(&self, room: u32) -> &'a str {
        let name = self.input.timeline.session_fact(room as usize, Field::SessionName);
        self.input.ledger.text(name)
    }

    fn room_time(&self, room: u32, field: Field) -> Option<i64> {
        self.input.timeline.session_time(room as usize, field)
    }

    /// Adds the rows of one room.
    #[inline(never)]
    fn add_room(&mut self, room: u32, presences: &[((u32, u32), u32)]) {
        let mut listed = self.is_scheduled(room);
        let mut countries: Vec<Text> = Vec::new();
        let mut minutes: Vec<(i64, u64)> = Vec::new();
        let mut visitors = Vec::new();
        let mut happenings = Vec::new();
        let mut of_presence = Vec::new();
        for attendee in presences.chunk_by(|a, b| a.0.1 == b.0.1) {
            happenings.clear();
            for &(_, presence) in attendee {
                self.input.ledger.happenings(presence, &self.input.timeline.log_zone, &mut of_presence);
                happenings.extend_from_slice(&of_presence);
            }
            self.hear_bubbles(room, attendee[0].0.1, &happenings);
            happenings.retain(|happening| self.made.range.contains(happening.time));
            if happenings.is_empty() {
                continue;
            }
            listed = true;
            if attendee[0].0.1 == NONE {
                continue;
            }
            // Stable: what one occurrence has in one second stays together.
            happenings.sort_by_key(|happening| happening.time);
            let visitor = people::Visitor::new(&self.input, &self.made.zone, attendee[0].0.1, &happenings);
            countries.extend_from_slice(&visitor.countries);
            minutes.extend_from_slice(&visitor.minutes);
            visitors.push(visitor);
        }
        if listed {
            self.made.rooms.push(room);
        }
        self.add_countries(room, countries);
        self.add_minutes(room, minutes);
        self.add_steps(room, &visitors);
        self.add_visitors(room, visitors);
    }

    /// Whether the room's schedule overlaps the range.
    fn is_scheduled(&self, room: u32) -> bool {
        let [starts, ends] = [Field::StartsAt, Field::EndsAt].map(|field| self.room_time(room, field));
        self.made.range.meets(starts, ends)
    }

    fn add_countries(&mut self, room: u32, mut countries: Vec<Text>) {
        let ledger = self.input.ledger;
        countries.sort_unstable_by(|&a, &b| ledger.text(a).cmp(ledger.text(b)));
        let rows = countries.chunk_by(|a, b| a == b);
        self.made.countries.extend(rows.map(|people| CountryCount {
            room,
            country: people[0],
            people: people.len() as u64,
        }));
    }

    fn add_minutes(&mut self, room: u32, mut minutes: Vec<(i64, u64)>) {
        minutes.sort_unstable();
        let rows = minutes.chunk_by(|a, b| a.0 == b.0);
        self.made.minutes.extend(rows.map(|people| MinuteCount {
            room,
            minute: people[0].0,
            joins: people.iter().map(|(_, joins)| joins).sum(),
            people: people.len() as u64,
        }));
    }

    fn add_visitors(&mut self, room: u32, mut visitors: Vec<people::Visitor>) {
        let ledger = self.input.ledger;
        visitors.sort_unstable_by(|a, b| {
            let (one, other) = (ledger.identity(a.attendee), ledger.identity(b.attendee));
            a.user
                .cmp(&b.user)
                .then_with(|| one.value.cmp(other.value))
                .then_with(|| one.field.rank().cmp(&other.field.rank()))
        });
        for visitor in visitors {
            let person = crate::ledger::texts::id(self.made.people.len());
            let joins = visitor.minutes.iter().map(|(_, joins)| joins).sum();
            if joins > 0 {
                self.made.entries.push(EntryCount { person, joins });
            }
            self.made.engagement.extend(visitor.days.into_iter().map(|day| Engagement { person, ..day }));
            self.made.bubble_joins.extend(visitor.bubbles.into_iter().map(|(time, bubble)| BubbleJoin {
                person,
                time,
                bubble,
            }));
            self.made.teleports.extend(visitor.teleports.into_iter().map(|row| Teleport { person, ..row }));
            self.made.people.push(Person {
                room,
                attendee: visitor.attendee,
                user: visitor.user,
                user_id: visitor.user_id,
            });
        }
    }

    /// Whom the targets' ids stand for, anywhere in the event code's log.
    fn name_targets(&mut self) {
        let ledger = self.input.ledger;
        let wanted: Set<(Text, Text)> = self
            .made
            .teleports
            .iter()
            .filter(|teleport| teleport.by_id)
            .map(|teleport| {
                let room = self.made.people[teleport.person as usize].room;
                (ledger.sessions()[room as usize].0[0], teleport.target)
            })
            .collect();
        if wanted.is_empty() {
            return;
        }
        let targets: Map<u32, (Text, Text)> = ledger
            .attendees_by_user_id()
            .filter(|(key, _)| wanted.contains(key))
            .map(|(key, attendee)| (attendee, key))
            .collect();
        let mut heard: Map<u32, Vec<_>> = Map::default();
        let mut happenings = Vec::new();
        for (presence, &(_, attendee)) in (0..).zip(ledger.presences()) {
            if targets.contains_key(&attendee) {
                ledger.happenings(presence, &self.input.timeline.log_zone, &mut happenings);
                heard.entry(attendee).or_default().extend_from_slice(&happenings);
            }
        }
        self.made.target_names = heard
            .into_iter()
            .map(|(attendee, happenings)| (targets[&attendee], user(ledger, &happenings)))
            .collect();
    }

    /// The rows of each room in `Usage graph`, first and last, for the picture: a line a room.
    pub fn graph_rows(&self) -> Vec<(&'a str, usize, usize)> {
        let mut first = 0;
        let rooms = self.made.minutes.chunk_by(|a, b| a.room == b.room);
        rooms
            .map(|rows| {
                let start = first;
                first += rows.len();
                (self.room_name(rows[0].room), start, first - 1)
            })
            .collect()
    }

    fn hear_bubbles(
        &mut self,
        room: u32,
        attendee: u32,
        happenings: &[crate::ledger::happenings::Happening],
    ) {
        let ledger = self.input.ledger;
        let mut joined: Vec<Text> = Vec::new();
        for happening in happenings {
            match happening.kind {
                Kind::BubbleLocked => {
                    self.made.locked.insert((room, ledger.bubble(happening)));
                }
                Kind::BubbleJoined if attendee != NONE => joined.push(ledger.bubble(happening)),
                _ => {}
            }
        }
        joined.sort_unstable();
        joined.dedup();
        for bubble in joined {
            *self.made.bubble_people.entry((room, bubble)).or_default() += 1;
        }
    }
}
