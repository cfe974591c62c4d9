//! What happens in a session: who comes when, leaves, comes back, talks, gathers in bubbles.

use super::chance::Chance;
use super::pen::{Offset, Pen};
use super::people::{Person, Role, Saying};
use crate::event::{Field, Kind};

/// Nobody: the session's own events.
const NOBODY: u32 = u32::MAX;

/// How people come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Most come around the start and stay to the end.
    Seated,
    /// They drop in, and stay a while.
    Passing,
}

/// A session or room as the log names it. Blank texts and zeros are not known.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    pub(super) code: &'static str,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) instance: String,
    pub(super) owner: String,
    pub(super) created: i64,
    pub(super) starts: i64,
    pub(super) ends: i64,
    pub(super) capacity: u32,
    pub(super) context_name: String,
    pub(super) context_id: String,
    /// Whether its name is on every record, not on a few alone.
    pub(super) name_everywhere: bool,
    /// Makes its connection ids its own.
    pub(super) salt: u32,
}

/// One sitting in a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meeting {
    /// Which of the scene's sessions.
    pub(super) room: u32,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) flow: Flow,
    /// Whether the room opens with it.
    pub(super) opens: bool,
    /// Whether the room closes after it.
    pub(super) closes: bool,
    /// Whether some leaves, and at times the closing, are missing.
    pub(super) gaps: bool,
    /// A break of ten minutes halfway.
    pub(super) pause: bool,
    /// Chat messages of an attendee, in hundredths, greetings aside.
    pub(super) chat: u32,
    /// Of a thousand who follow another into a bubble, how many teleport.
    pub(super) teleports: u32,
    /// How many become presenters for a while.
    pub(super) presenters: u32,
    /// When the first round of bubbles begins, how long one lasts, how many there are.
    pub(super) rounds: (i64, i64, u32),
    /// Bubbles are numbered from here.
    pub(super) first_bubble: u32,
    /// Connections are numbered from here.
    pub(super) first_device: u32,
}

/// One record to be.
#[derive(Clone, Copy, Debug)]
struct Note {
    /// Where it stands in the log: its time, or a little later where it was late.
    place: i64,
    order: u32,
    time: i64,
    kind: Kind,
    room: u32,
    who: u32,
    device: Option<u32>,
    bubble: u32,
    target: u32,
    role: Role,
}

/// Somebody was there from one time to another.
#[derive(Clone, Copy, Debug)]
struct Stay {
    who: u32,
    from: i64,
    to: i64,
}

/// Sessions that are written together, in the order of time. Its memory is reused.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub(super) sessions: Vec<Session>,
    people: Vec<Person>,
    notes: Vec<Note>,
    stays: Vec<Stay>,
    circle: Vec<Stay>,
}

impl Scene {
    /// Begins anew.
    pub(super) fn clear(&mut self) {
        self.sessions.clear();
        self.people.clear();
        self.notes.clear();
    }

    /// Adds the record that states a session's facts.
    pub(super) fn announce(&mut self, room: u32, time: i64) {
        self.note(time, Kind::Session, room, NOBODY);
    }

    /// Adds a sitting with its host and guests.
    pub(super) fn hold(
        &mut self,
        meeting: &Meeting,
        chance: &mut Chance,
        host: Person,
        attendees: impl Iterator<Item = Person>,
    ) {
        let Meeting { start, end, room, .. } = *meeting;
        self.stays.clear();
        let host = self.enter(host);
        let arrival = start - 300 - chance.seconds(420);
        let closing = end + 200 + chance.seconds(280);
        if meeting.opens {
            self.note(arrival - chance.seconds(4), Kind::RoomOpened, room, host);
        }
        self.join(meeting, host, arrival, 0);
        self.leave(meeting, host, closing - 2 - chance.seconds(15), 0);
        if meeting.closes && !(meeting.gaps && chance.of_thousand(80)) {
            self.note(closing, Kind::RoomClosed, room, NOBODY);
        }
        self.note(start + chance.seconds(60), Kind::Chat, room, host);

        for attendee in attendees {
            let who = self.enter(attendee);
            self.visit(meeting, chance, who, arrival + 4, closing - 25);
        }
        self.present(meeting, chance);
        let (mut from, length, rounds) = meeting.rounds;
        let mut bubble = meeting.first_bubble;
        for _ in 0..rounds {
            bubble = self.gather(meeting, chance, host, bubble, from, from + length);
            from += length;
        }
    }

    /// Writes all that was added, with some records late and some twice.
    pub(super) fn write(&mut self, chance: &mut Chance, pen: &mut Pen<'_>) {
        for index in 0..self.notes.len() {
            let mut copy = self.notes[index];
            if chance.of_thousand(25) {
                self.notes[index].place += 3 + chance.seconds(120);
            }
            if chance.of_thousand(3) && copy.kind != Kind::Session {
                copy.place += 1 + chance.seconds(40);
                self.add(copy);
            }
        }
        self.notes.sort_unstable_by_key(|note| (note.place, note.order));
        for note in &self.notes {
            self.record(note, pen);
        }
    }

    fn enter(&mut self, person: Person) -> u32 {
        self.people.push(person);
        u32::try_from(self.people.len() - 1).unwrap_or(NOBODY)
    }

    fn person(&self, who: u32) -> Option<&Person> {
        self.people.get(who as usize)
    }

    fn add(&mut self, note: Note) {
        let order = u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        self.notes.push(Note { order, ..note });
    }

    fn blank(time: i64, kind: Kind, room: u32, who: u32) -> Note {
        let role = Role::Participant;
        Note { place: time, order: 0, time, kind, room, who, device: None, bubble: 0, target: NOBODY, role }
    }

    fn note(&mut self, time: i64, kind: Kind, room: u32, who: u32) {
        self.add(Self::blank(time, kind, room, who));
    }

    fn join(&mut self, meeting: &Meeting, who: u32, time: i64, device: u32) {
        let role = self.person(who).map_or(Role::Participant, |person| person.role);
        let device = Some(meeting.first_device + device);
        self.add(Note { device, role, ..Self::blank(time, Kind::Joined, meeting.room, who) });
    }

    fn leave(&mut self, meeting: &Meeting, who: u32, time: i64, device: u32) {
        let device = Some(meeting.first_device + device);
        self.add(Note { device, ..Self::blank(time, Kind::Left, meeting.room, who) });
    }

    /// Somebody comes, and whatever follows until the last leave.
    fn visit(&mut self, meeting: &Meeting, chance: &mut Chance, who: u32, open: i64, closing: i64) {
        let Meeting { start, end, room, .. } = *meeting;
        let length = end - start;
        let (arrive, depart) = match meeting.flow {
            Flow::Seated => {
                let arrive = match chance.below(100) {
                    0..=71 => start - 420 + chance.seconds(240) + chance.seconds(240) + chance.seconds(200),
                    72..=91 => start + 90 + chance.seconds(1200).min(chance.seconds(1200)),
                    _ => start + 900 + chance.seconds(length / 2 - 600),
                };
                let depart = match chance.below(100) {
                    0..=77 => end - 20 + chance.seconds(70) + chance.seconds(130),
                    78..=88 => end - chance.seconds(400),
                    _ => start + length / 2 + chance.seconds(length / 2),
                };
                (arrive, depart)
            }
            Flow::Passing => {
                let arrive = start - 60 + chance.seconds(length).min(chance.seconds(length));
                (arrive, arrive + 300 + chance.seconds(900) + chance.seconds(900))
            }
        };
        let arrive = arrive.max(open);
        let depart = depart.clamp(arrive + 60, closing.max(arrive + 60));

        // A few cannot connect, and most of those get in at the second try.
        let luck = chance.below(1000);
        if luck < 45 {
            let tries = 1 + chance.below(if luck < 14 { 3 } else { 1 });
            let mut time = arrive;
            for _ in 0..tries {
                self.note(time, Kind::JoinFailed, room, who);
                time += 15 + chance.seconds(40);
            }
            if luck < 14 {
                return;
            }
        }
        let arrive = if luck < 45 { (arrive + 20 + chance.seconds(50)).min(depart - 5) } else { arrive };

        self.join(meeting, who, arrive, 0);
        let mut device = 0;
        let mut since = arrive;
        let halfway = start + length / 2;
        // A connection that drops, before the break or where there is none at any time.
        let until = if meeting.pause { halfway.min(depart) } else { depart };
        if until - since > 600 && chance.of_thousand(130) {
            let drop = since + 90 + chance.seconds(until - since - 400);
            self.leave(meeting, who, drop, device);
            device += 1;
            since = drop + 4 + chance.seconds(120).min(chance.seconds(240));
            self.join(meeting, who, since, device);
        }
        if meeting.pause && depart > halfway + 1200 && since < halfway - 60 && chance.of_thousand(330) {
            self.leave(meeting, who, halfway + chance.seconds(90), device);
            device += 1;
            since = halfway + 660 - chance.seconds(200);
            self.join(meeting, who, since, device);
        }
        // A second device for a while, or to the end.
        let numbered = self.person(who).is_some_and(|person| person.connections);
        if numbered && depart - since > 500 && chance.of_thousand(80) {
            let from = since + 30 + chance.seconds(depart - since - 300);
            let to = (from + 60 + chance.seconds(1500)).min(depart + 5);
            self.join(meeting, who, from, device + 1);
            self.leave(meeting, who, to, device + 1);
        }
        if !(meeting.gaps && chance.of_thousand(18)) {
            self.leave(meeting, who, depart, device);
        }

        if chance.of_thousand(300) {
            self.note((arrive + 15 + chance.seconds(70)).min(depart), Kind::Chat, room, who);
        }
        let messages = (meeting.chat + chance.below(100) + chance.below(meeting.chat)) / 150;
        for _ in 0..messages {
            self.note(arrive + chance.seconds(depart - arrive), Kind::Chat, room, who);
        }
        if depart >= end - 30 && chance.of_thousand(250) {
            self.note(depart - chance.seconds(50), Kind::Chat, room, who);
        }
        self.stays.push(Stay { who, from: arrive, to: depart });
    }

    /// Some present for a while: their role changes, and changes back.
    fn present(&mut self, meeting: &Meeting, chance: &mut Chance) {
        for turn in 0..meeting.presenters {
            let count = u32::try_from(self.stays.len()).unwrap_or(0);
            let Some(&Stay { who, from, to }) = self.stays.get(chance.below(count) as usize) else { return };
            let begin = from.max(meeting.start + 600 + i64::from(turn) * 900) + chance.seconds(120);
            let done = begin + 420 + chance.seconds(300);
            if done >= to || self.person(who).is_none_or(|person| person.role != Role::Participant) {
                continue;
            }
            for (time, role) in [(begin, Role::Presenter), (done, Role::Participant)] {
                self.add(Note { role, ..Self::blank(time, Kind::RoleChanged, meeting.room, who) });
            }
        }
    }

    /// Those who are there gather in bubbles of two to six, from one time to another; the next bubble's
    /// number.
    fn gather(
        &mut self,
        meeting: &Meeting,
        chance: &mut Chance,
        host: u32,
        first: u32,
        from: i64,
        to: i64,
    ) -> u32 {
        let mut circle = std::mem::take(&mut self.circle);
        circle.clear();
        circle.extend(self.stays.iter().filter(|stay| stay.from + 10 < from && stay.to > from + 150));
        for last in (1..circle.len()).rev() {
            let bound = u32::try_from(last + 1).unwrap_or(0);
            circle.swap(last, chance.below(bound) as usize);
        }
        let mut bubble = first;
        let mut rest = circle.as_slice();
        while rest.len() > 1 {
            let size = chance.pick(&[2, 2, 3, 3, 3, 4, 4, 5, 6]).min(rest.len());
            let (members, others) = rest.split_at(size);
            rest = others;
            // Some stand aside this time.
            if chance.of_thousand(120) {
                continue;
            }
            self.bubble(meeting, chance, host, bubble, members, (from, to));
            bubble += 1;
        }
        self.circle = circle;
        bubble
    }

    fn bubble(
        &mut self,
        meeting: &Meeting,
        chance: &mut Chance,
        host: u32,
        bubble: u32,
        members: &[Stay],
        (from, to): (i64, i64),
    ) {
        let room = meeting.room;
        let mut time = from + chance.seconds(30);
        let opener = members.first().map_or(NOBODY, |stay| stay.who);
        for (place, stay) in members.iter().enumerate() {
            if place > 0 && chance.of_thousand(meeting.teleports) {
                self.add(Note { target: opener, ..Self::blank(time - 1, Kind::Teleported, room, stay.who) });
            }
            self.add(Note { bubble, ..Self::blank(time, Kind::BubbleJoined, room, stay.who) });
            let gone = (to - chance.seconds(25)).min(stay.to - 2).max(time + 5);
            self.add(Note { bubble, ..Self::blank(gone, Kind::BubbleLeft, room, stay.who) });
            time += 2 + chance.seconds(14);
        }
        if chance.of_thousand(220) {
            let lock = time + chance.seconds(40);
            self.add(Note { bubble, ..Self::blank(lock, Kind::BubbleLocked, room, opener) });
            if chance.of_thousand(700) {
                let unlock = (to - 40 - chance.seconds(60)).max(lock + 10);
                self.add(Note { bubble, ..Self::blank(unlock, Kind::BubbleUnlocked, room, opener) });
            }
        } else if to - from > 500 && members.len() < 6 && chance.of_thousand(300) {
            // The host looks in.
            let visit = time + 30 + chance.seconds(300);
            let gone = visit + 45 + chance.seconds(100);
            self.add(Note { target: opener, ..Self::blank(visit, Kind::Teleported, room, host) });
            self.add(Note { bubble, ..Self::blank(visit + 1, Kind::BubbleJoined, room, host) });
            self.add(Note { bubble, ..Self::blank(gone, Kind::BubbleLeft, room, host) });
        }
    }

    fn record(&self, note: &Note, pen: &mut Pen<'_>) {
        let Some(session) = self.sessions.get(note.room as usize) else { return };
        let person = self.person(note.who);
        let offset = person.map_or(Offset::Utc, |person| person.offset);
        let facts = note.kind == Kind::Session;
        let joined = note.kind == Kind::Joined;
        let named = session.name_everywhere || facts || joined || note.kind == Kind::RoomOpened;
        pen.instant(Field::Time, note.time, offset);
        pen.text(Field::Event, &[note.kind.name()]);
        pen.text(Field::EventCode, &[session.code]);
        pen.text(Field::SessionId, &[&session.id]);
        if named {
            pen.text(Field::SessionName, &[&session.name]);
        }
        pen.text(Field::InstanceId, &[&session.instance]);
        if facts {
            pen.text(Field::SessionOwner, &[&session.owner]);
            for (field, time) in [
                (Field::SessionCreated, session.created),
                (Field::StartsAt, session.starts),
                (Field::EndsAt, session.ends),
            ] {
                if time > 0 {
                    pen.instant(field, time, Offset::Utc);
                }
            }
            if session.capacity > 0 {
                pen.count(Field::Capacity, session.capacity);
            }
        }
        if facts || note.kind == Kind::RoomOpened {
            pen.text(Field::ContextName, &[&session.context_name]);
            pen.text(Field::ContextId, &[&session.context_id]);
        }
        if let Some(person) = person {
            let device = note.device.unwrap_or(0);
            let say = Saying {
                everything: joined,
                named: note.kind != Kind::Left,
                capitals: !device.is_multiple_of(8),
                role: (joined || note.kind == Kind::RoleChanged).then_some(note.role),
            };
            person.write(pen, &say);
            if note.device.is_some() && person.connections {
                pen.hex(Field::ConnectionId, person.connection(session.salt, device));
            }
        }
        if note.kind.needs_bubble() {
            pen.numbered(Field::BubbleId, "b", note.bubble, 1, "");
        }
        if let Some(target) = self.person(note.target) {
            target.write_target(pen, note.time % 2 == 0);
        }
        pen.end();
    }
}
