//! The records of a random log.

use super::pools::{
    BLANKS, BUBBLES, CAPACITIES, CODES, CONNECTIONS, CONTEXTS, COUNTRIES, DISPLAY_NAMES, EMAILS, FIRST_NAMES,
    LAST_NAMES, NO_TIMES, OCCURRENCES, OWNERS, ROLES, SESSION_NAMES, TARGET_NAMES, TYPES, USER_IDS,
    USERNAMES,
};
use super::times::Times;
use super::{Rng, Row};

/// The fields that make an attendee known, the first that is not blank before the others.
const WHO: [&str; 4] = ["user_id", "username", "email", "display_name"];

/// Somebody in the log: the field that they are known by, and what their records say of them.
struct Person {
    known_by: usize,
    values: [&'static str; 4],
}

/// Where something happens: event code, session id, instance id.
type Place = (&'static str, &'static str, &'static str);

struct Maker<'a> {
    times: &'a Times,
    people: Vec<Person>,
    places: Vec<Place>,
    rows: Vec<Row>,
}

/// The records of a log.
pub(super) fn rows(rng: &mut Rng, times: &Times) -> Vec<Row> {
    let mut people = Vec::new();
    for _ in 0..rng.between(1, 6) {
        people.push(Person { known_by: rng.below(4), values: names(rng) });
    }
    let codes: Vec<&str> = (0..rng.between(1, 2)).map(|_| rng.pick(CODES)).collect();
    let mut places = Vec::new();
    for _ in 0..rng.between(1, 5) {
        let (session, instance) = OCCURRENCES[rng.below(OCCURRENCES.len())];
        places.push((rng.pick(&codes), session, instance));
    }
    let mut maker = Maker { times, people, places, rows: Vec::new() };

    let (visits, others) = match rng.below(20) {
        0 => (0, rng.between(0, 3)),
        1 => (30, 60),
        _ => (rng.between(1, 9), rng.between(0, 20)),
    };
    for _ in 0..visits {
        maker.visit(rng);
    }
    for _ in 0..others {
        maker.other(rng);
    }
    if others > 0 {
        maker.rooms(rng);
    }
    maker.again(rng);
    for row in &mut maker.rows {
        if rng.chance(5) {
            spoil(rng, row);
        }
    }
    maker.rows
}

fn names(rng: &mut Rng) -> [&'static str; 4] {
    [rng.pick(USER_IDS), rng.pick(USERNAMES), rng.pick(EMAILS), rng.pick(DISPLAY_NAMES)]
}

impl Maker<'_> {
    /// A record at a place, with some of the session's facts.
    fn record(&self, rng: &mut Rng, kind: &str, at: i64, (code, session, instance): Place) -> Row {
        let kind = match rng.below(10) {
            0 => kind.to_uppercase(),
            1 => format!(" {kind} "),
            _ => kind.to_owned(),
        };
        let mut row = vec![
            ("time", self.times.write(rng, at)),
            ("event", kind),
            ("event_code", code.to_owned()),
            ("session_id", session.to_owned()),
            ("instance_id", instance.to_owned()),
        ];
        if rng.chance(15) {
            self.session_facts(rng, &mut row);
        }
        row
    }

    fn session_facts(&self, rng: &mut Rng, row: &mut Row) {
        maybe(rng, row, 60, "session_name", SESSION_NAMES);
        maybe(rng, row, 40, "session_owner", OWNERS);
        maybe(rng, row, 40, "capacity", CAPACITIES);
        maybe(rng, row, 40, "context_name", CONTEXTS);
        maybe(rng, row, 40, "context_id", CONTEXTS);
        for field in ["session_created", "starts_at", "ends_at"] {
            if rng.chance(40) {
                row.push((field, self.times.fact(rng)));
            }
        }
    }

    /// Puts a person on a record: what they are known by, and some of the rest, which may differ every time.
    fn person(&self, rng: &mut Rng, row: &mut Row, who: usize) {
        let person = &self.people[who];
        for (rank, field) in WHO.into_iter().enumerate() {
            // Seldom a record says more than the others, and is somebody else's then.
            let says = match rank.cmp(&person.known_by) {
                std::cmp::Ordering::Less => rng.chance(2),
                std::cmp::Ordering::Equal => true,
                std::cmp::Ordering::Greater => rng.chance(35),
            };
            if says {
                let other = rank > person.known_by && rng.chance(30);
                let value = if other { names(rng)[rank] } else { person.values[rank] };
                row.push((field, respelled(rng, rank, value)));
            }
        }
        maybe(rng, row, 20, "first_name", FIRST_NAMES);
        maybe(rng, row, 20, "last_name", LAST_NAMES);
        maybe(rng, row, 25, "role", ROLES);
        maybe(rng, row, 10, "attendee_type", TYPES);
        maybe(rng, row, 30, "country", COUNTRIES);
    }

    /// One attendee comes and goes a few times; some joins and leaves are missing.
    fn visit(&mut self, rng: &mut Rng) {
        let place = self.places[rng.below(self.places.len())];
        let who = rng.below(self.people.len());
        let mut at = self.times.instant(rng);
        let devices: &[&str] = match rng.below(5) {
            0..2 => &[""],
            2 => &["c1"],
            3 => &["c1", "c2"],
            _ => &["", "c1", "C1"],
        };
        let kinds: &[&str] = match rng.below(12) {
            0 => &["left"],
            1 => &["join_failed"],
            2 => &["joined"],
            _ => &["joined", "left"],
        };
        for step in 0..rng.between(1, 7) {
            let kind = if rng.chance(75) {
                kinds[usize::try_from(step).unwrap_or_default() % kinds.len()]
            } else {
                rng.pick(kinds)
            };
            let mut row = self.record(rng, kind, at, place);
            self.person(rng, &mut row, who);
            row.push(("connection_id", rng.pick(devices).to_owned()));
            maybe(rng, &mut row, 2, "bubble_id", BUBBLES);
            self.rows.push(row);
            at += self.times.step(rng);
        }
    }

    /// Any other event, with what it needs and sometimes more.
    fn other(&mut self, rng: &mut Rng) {
        let kinds = [
            "session",
            "role_changed",
            "chat",
            "chat",
            "bubble_joined",
            "bubble_joined",
            "bubble_joined",
            "bubble_left",
            "bubble_locked",
            "bubble_unlocked",
            "teleported",
            "teleported",
            "teleported",
            "join_failed",
            "joined",
        ];
        let kind = rng.pick(&kinds);
        let place = self.places[rng.below(self.places.len())];
        let at = self.times.instant(rng);
        let mut row = self.record(rng, kind, at, place);
        let nobody = matches!(kind, "session" | "bubble_locked" | "bubble_unlocked");
        if !nobody || rng.chance(25) {
            let who = rng.below(self.people.len());
            self.person(rng, &mut row, who);
        }
        if kind == "session" {
            self.session_facts(rng, &mut row);
        }
        maybe(rng, &mut row, if kind.starts_with("bubble") { 100 } else { 3 }, "bubble_id", BUBBLES);
        if kind == "teleported" {
            match rng.below(3) {
                0 => maybe(rng, &mut row, 100, "target_user_id", USER_IDS),
                1 => maybe(rng, &mut row, 100, "target_name", TARGET_NAMES),
                _ => {
                    maybe(rng, &mut row, 100, "target_user_id", &["u1", "u2", "nobody", "007"]);
                    maybe(rng, &mut row, 100, "target_name", TARGET_NAMES);
                }
            }
        }
        maybe(rng, &mut row, 10, "connection_id", CONNECTIONS);
        self.rows.push(row);
    }

    /// Rooms open and close: not at all, before the last events, several times.
    fn rooms(&mut self, rng: &mut Rng) {
        for place in self.places.clone() {
            for kind in ["room_opened", "room_closed"] {
                for _ in 0..[0, 1, 1, 2][rng.below(4)] {
                    let at = self.times.instant(rng) + if rng.chance(40) { 7200 } else { 0 };
                    let mut row = self.record(rng, kind, at, place);
                    if rng.chance(8) {
                        let who = rng.below(self.people.len());
                        self.person(rng, &mut row, who);
                    }
                    self.rows.push(row);
                }
            }
            if rng.chance(40) {
                let at = self.times.instant(rng);
                let mut row = self.record(rng, "session", at, place);
                self.session_facts(rng, &mut row);
                self.rows.push(row);
            }
        }
    }

    /// Some events are logged twice, with the same facts or with others.
    fn again(&mut self, rng: &mut Rng) {
        for row in self.rows.clone() {
            if rng.chance(8) {
                let mut copy = row;
                if rng.chance(70) {
                    copy.retain(|(field, _)| {
                        !matches!(*field, "first_name" | "last_name" | "role" | "country")
                    });
                    maybe(rng, &mut copy, 50, "first_name", FIRST_NAMES);
                    maybe(rng, &mut copy, 50, "last_name", LAST_NAMES);
                    maybe(rng, &mut copy, 50, "role", ROLES);
                    maybe(rng, &mut copy, 60, "country", COUNTRIES);
                    if copy.iter().any(|(field, _)| *field == "target_user_id") && rng.chance(50) {
                        copy.retain(|(field, _)| *field != "target_name");
                        maybe(rng, &mut copy, 70, "target_name", TARGET_NAMES);
                    }
                }
                self.rows.push(copy);
            }
        }
    }
}

/// The same value in another spelling, where that makes no other attendee.
fn respelled(rng: &mut Rng, rank: usize, value: &str) -> String {
    match (rank, rng.below(8)) {
        (2.., 0) => value.to_uppercase(),
        (2.., 1) => value.to_lowercase(),
        (3, 2) => value.replace(' ', "   "),
        (3, 3) => format!("  {value} "),
        _ => value.to_owned(),
    }
}

fn maybe(rng: &mut Rng, row: &mut Row, percent: usize, field: &'static str, pool: &[&str]) {
    if rng.chance(percent) && !row.iter().any(|(known, _)| *known == field) {
        row.push((field, rng.pick(pool).to_owned()));
    }
}

/// Takes from a record what it cannot be used without, or seldom something that it can.
fn spoil(rng: &mut Rng, row: &mut Row) {
    let blank = rng.pick(BLANKS);
    let fields: &[&str] = match rng.below(7) {
        0 | 1 => &["time"],
        2 | 3 => &["event"],
        4 => &["session_id", "instance_id"],
        5 => &WHO,
        _ => &["bubble_id", "target_user_id", "target_name"],
    };
    let wrong = match (fields[0], rng.chance(50)) {
        ("time", true) => rng.pick(NO_TIMES),
        ("event", true) => rng.pick(&["entered", "join", "room opened", "joined.", "session_started"]),
        _ => blank,
    };
    for (field, value) in row {
        if fields.contains(field) {
            *value = wrong.to_owned();
        }
    }
}
