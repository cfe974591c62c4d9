//! The Smart Sessions report (reports.md, 2).

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Options;
use crate::delimited::data_csv;
use crate::event::{Event, Identity, Kind, Target, each_once, events};
use crate::facts::{attendees, days, fact, instants, of_attendee, time_fact, user_id, user_name};
use crate::read::Log;
use crate::time::{clock, iso_day, iso_time, minute_of, next_day, start_of_day, zone};

/// The sheets with their column names, a contract letter for letter.
const SHEETS: [(&str, &[&str]); 7] = [
    (
        "High Level (detailed view)",
        &[
            "Event id/short-code",
            "Start Date (yyyy-mm-dd)",
            "End Date (yyyy-mm-dd)",
            "Room name",
            "Privacy (Y/N)",
            "Room capacity",
            "Start Time (hh:mm)",
            "End Time (hh:mm)",
            "Duration",
        ],
    ),
    ("User by countries", &["Event id/short-code", "Room name", "Privacy (Y/N)", "Country", "Num users"]),
    (
        "Usage graph",
        &[
            "Event id/short-code",
            "Room name",
            "Privacy (Y/N)",
            "Total Users Join",
            "Total Unique User Join",
            "Start Date and Time (yyyy-mm-dd hh:mm)",
        ],
    ),
    (
        "Usage (detailed view)",
        &["Event id/short-code", "Room name", "Privacy (Y/N)", "User id", "Attendee", "Count of entry"],
    ),
    (
        "User engagement (high level)",
        &[
            "Event id/short-code",
            "Room name",
            "User",
            "No of bubbles made",
            "Chat interaction (Y/N)",
            "No of teleportation",
            "Country",
            "Date (yyyy-mm-dd)",
        ],
    ),
    (
        "User level engagement (bubble)",
        &[
            "Event id/short-code",
            "User id",
            "User",
            "Room name",
            "Bubble id",
            "Lock bubble (Y/N)",
            "Total number of people in bubble",
            "Start Date and Time (yyyy-mm-dd hh:mm)",
        ],
    ),
    (
        "User level engagement(teleport)",
        &[
            "Event id/short-code",
            "User id",
            "User",
            "Room name",
            "Person teleported to",
            "Num times teleported",
            "Start Date and Time (yyyy-mm-dd hh:mm)",
        ],
    ),
];

/// A room: a session of the log.
struct Room<'a> {
    code: String,
    name: String,
    session: String,
    /// Its records in the whole log.
    events: Vec<&'a Event>,
    /// Those of them in the range.
    in_range: Vec<&'a Event>,
    /// Its events in the whole log, each once.
    once: Vec<&'a Event>,
    /// Those of them in the range.
    once_in_range: Vec<&'a Event>,
}

impl Room<'_> {
    /// How the rows of most sheets begin: event code, room name, privacy.
    fn head(&self) -> Vec<String> {
        vec![self.code.clone(), self.name.clone(), "Y".to_owned()]
    }

    /// The events in the range of a kind, each once.
    fn of_kind(&self, kind: Kind) -> Vec<&Event> {
        self.once_in_range.iter().copied().filter(|event| event.kind == kind).collect()
    }

    /// The attendees with an event in the range, each with the name shown for them, in order of name, identity.
    fn users(&self) -> Vec<(String, Identity)> {
        let mut users: Vec<(String, Identity)> = Vec::new();
        for who in attendees(&self.in_range) {
            users.push((user_name(&of_attendee(&self.in_range, &who)), who));
        }
        users.sort();
        users
    }
}

/// What every sheet is made from.
struct Report<'a> {
    events: &'a [Event],
    rooms: Vec<Room<'a>>,
    zone: TimeZone,
    log_zone: TimeZone,
    /// The range's first instant, and the first one after it.
    range: (i64, i64),
}

/// The seven sheets of the Smart Sessions report, each as its name and Data CSV.
pub fn smart_sessions(log: &Log, options: &Options) -> Vec<(String, String)> {
    let events = events(log, options);
    let once = each_once(&events);
    let zone = zone(&options.time_zone);
    let log_zone = crate::time::zone(&options.log_time_zone);
    let all: Vec<&Event> = events.iter().collect();
    let range = days(&all, options, &zone).map_or((0, 0), |days| instants(days, &zone));
    let rooms = rooms(&events, &once, range);
    let report = Report { events: &events, rooms, zone, log_zone, range };
    let rows = [
        report.high_level(),
        report.countries(),
        report.graph(),
        report.usage(),
        report.engagement(),
        report.bubbles(),
        report.teleports(),
    ];
    let sheet = |((name, columns), rows): ((&str, &[&str]), Vec<Vec<String>>)| {
        (name.to_owned(), data_csv(columns, &rows))
    };
    SHEETS.into_iter().zip(rows).map(sheet).collect()
}

/// All rooms of the log, in the order of the report: by event code, room name, session id.
fn rooms<'a>(events: &'a [Event], once: &'a [Event], (start, end): (i64, i64)) -> Vec<Room<'a>> {
    let mut ids: Vec<(&String, &String)> = events.iter().map(|event| (&event.code, &event.session)).collect();
    ids.sort();
    ids.dedup();
    let mut rooms = Vec::new();
    for (code, session) in ids {
        let of_room = |events: &'a [Event]| -> Vec<&'a Event> {
            events.iter().filter(|event| event.code == *code && event.session == *session).collect()
        };
        let in_range = |events: &[&'a Event]| -> Vec<&'a Event> {
            events.iter().copied().filter(|event| start <= event.at && event.at < end).collect()
        };
        let (events, once) = (of_room(events), of_room(once));
        rooms.push(Room {
            code: code.clone(),
            name: fact(&events, |text| &text.session_name),
            session: session.clone(),
            in_range: in_range(&events),
            once_in_range: in_range(&once),
            events,
            once,
        });
    }
    rooms.sort_by(|a, b| (&a.code, &a.name, &a.session).cmp(&(&b.code, &b.name, &b.session)));
    rooms
}

fn yes_no(yes: bool) -> String {
    if yes { "Y" } else { "N" }.to_owned()
}

/// Those of a list in their order, each once.
fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort();
    all.dedup();
    all
}

impl Report<'_> {
    fn day(&self, at: i64) -> Date {
        clock(at, &self.zone).date()
    }

    fn time(&self, at: i64) -> String {
        iso_time(clock(at, &self.zone))
    }

    fn minute(&self, at: i64) -> String {
        format!("{} {}", iso_day(self.day(at)), self.time(at))
    }

    /// One row per room with a record in the range, or whose schedule overlaps it.
    fn high_level(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for room in &self.rooms {
            let starts = time_fact(&room.events, |text| &text.starts_at, &self.log_zone);
            let ends = time_fact(&room.events, |text| &text.ends_at, &self.log_zone);
            if room.in_range.is_empty() && !overlaps(starts, ends, self.range) {
                continue;
            }
            let day = |at: Option<i64>| at.map(|at| iso_day(self.day(at))).unwrap_or_default();
            let time = |at: Option<i64>| at.map(|at| self.time(at)).unwrap_or_default();
            rows.push(vec![
                room.code.clone(),
                day(starts),
                day(ends),
                room.name.clone(),
                "Y".to_owned(),
                capacity(&fact(&room.events, |text| &text.capacity)),
                time(starts),
                time(ends),
                duration(starts, ends),
            ]);
        }
        rows
    }

    /// One row per room and country.
    fn countries(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for room in &self.rooms {
            let joins = room.of_kind(Kind::Joined);
            // Every attendee once for every country that they are counted in.
            let mut counted: Vec<String> = Vec::new();
            for who in attendees(&joins) {
                let from = of_attendee(&joins, &who).into_iter().map(|join| join.text.country.clone());
                let known = distinct(from.filter(|country| !country.is_empty()));
                if known.is_empty() {
                    counted.push(fact(&of_attendee(&room.in_range, &who), |text| &text.country));
                } else {
                    counted.extend(known);
                }
            }
            for country in distinct(counted.iter()) {
                let users = counted.iter().filter(|other| *other == country).count();
                let mut row = room.head();
                row.extend([country.clone(), users.to_string()]);
                rows.push(row);
            }
        }
        rows
    }

    /// One row per room and minute with a join.
    fn graph(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for room in &self.rooms {
            let joins = room.of_kind(Kind::Joined);
            let minute_of = |event: &Event| minute_of(event.at, &self.zone);
            for minute in distinct(joins.iter().map(|join| minute_of(join))) {
                let then: Vec<&Event> =
                    joins.iter().copied().filter(|join| minute_of(join) == minute).collect();
                let mut row = room.head();
                row.extend([then.len().to_string(), attendees(&then).len().to_string(), self.minute(minute)]);
                rows.push(row);
            }
        }
        rows
    }

    /// One row per room and attendee with a join.
    fn usage(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for room in &self.rooms {
            let joins = room.of_kind(Kind::Joined);
            for (name, who) in room.users() {
                let entries = of_attendee(&joins, &who).len();
                if entries > 0 {
                    let id = user_id(&of_attendee(&room.in_range, &who));
                    let mut row = room.head();
                    row.extend([id, name, entries.to_string()]);
                    rows.push(row);
                }
            }
        }
        rows
    }

    /// One row per room, attendee and day with a joined, chat, bubble_joined or teleported.
    fn engagement(&self) -> Vec<Vec<String>> {
        let counts = |kind| matches!(kind, Kind::Joined | Kind::Chat | Kind::BubbleJoined | Kind::Teleported);
        let mut rows = Vec::new();
        for room in &self.rooms {
            for (name, who) in room.users() {
                let records = of_attendee(&room.in_range, &who);
                let mine = of_attendee(&room.once_in_range, &who);
                let acted = mine.iter().filter(|event| counts(event.kind));
                for day in distinct(acted.map(|event| self.day(event.at))) {
                    let of_kind = |kind| {
                        let that_day = |event: &&Event| event.kind == kind && self.day(event.at) == day;
                        mine.iter().copied().filter(that_day).collect::<Vec<&Event>>()
                    };
                    let bubbles =
                        distinct(of_kind(Kind::BubbleJoined).iter().map(|event| &event.text.bubble_id)).len();
                    let day_ends = start_of_day(next_day(day), &self.zone);
                    let so_far: Vec<&Event> =
                        records.iter().copied().filter(|event| event.at < day_ends).collect();
                    rows.push(vec![
                        room.code.clone(),
                        room.name.clone(),
                        name.clone(),
                        bubbles.to_string(),
                        yes_no(!of_kind(Kind::Chat).is_empty()),
                        of_kind(Kind::Teleported).len().to_string(),
                        fact(&so_far, |text| &text.country),
                        iso_day(day),
                    ]);
                }
            }
        }
        rows
    }

    /// One row per bubble_joined.
    fn bubbles(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for room in &self.rooms {
            let joins = room.of_kind(Kind::BubbleJoined);
            for (name, who) in room.users() {
                let mut mine = of_attendee(&joins, &who);
                mine.sort_by(|a, b| (a.at, &a.text.bubble_id).cmp(&(b.at, &b.text.bubble_id)));
                for join in mine {
                    let ever = |kind: Kind| -> Vec<&Event> {
                        let of_bubble = |event: &&Event| {
                            event.kind == kind && event.text.bubble_id == join.text.bubble_id
                        };
                        room.once.iter().copied().filter(of_bubble).collect()
                    };
                    rows.push(vec![
                        room.code.clone(),
                        user_id(&of_attendee(&room.in_range, &who)),
                        name.clone(),
                        room.name.clone(),
                        join.text.bubble_id.clone(),
                        yes_no(!ever(Kind::BubbleLocked).is_empty()),
                        attendees(&ever(Kind::BubbleJoined)).len().to_string(),
                        self.minute(join.at),
                    ]);
                }
            }
        }
        rows
    }

    /// One row per room, attendee, target and minute with a teleport.
    fn teleports(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for room in &self.rooms {
            let all_teleports = room.of_kind(Kind::Teleported);
            for (name, who) in room.users() {
                let teleports = of_attendee(&all_teleports, &who);
                let key = |event: &Event| (minute_of(event.at, &self.zone), event.target());
                let mut mine = Vec::new();
                for (minute, target) in distinct(teleports.iter().map(|event| key(event))) {
                    let is_this = |event: &&Event| {
                        event.kind == Kind::Teleported && key(event) == (minute, target.clone())
                    };
                    let records: Vec<&Event> =
                        of_attendee(&room.in_range, &who).into_iter().filter(is_this).collect();
                    let (shown, id) = match &target {
                        Target::Id(id) => (self.person(&room.code, id, &records), id.clone()),
                        Target::Name(name) => (name.clone(), String::new()),
                    };
                    let times = teleports.iter().copied().filter(is_this).count();
                    mine.push((minute, shown, id, times));
                }
                mine.sort();
                for (minute, shown, _, times) in mine {
                    rows.push(vec![
                        room.code.clone(),
                        user_id(&of_attendee(&room.in_range, &who)),
                        name.clone(),
                        room.name.clone(),
                        shown,
                        times.to_string(),
                        self.minute(minute),
                    ]);
                }
            }
        }
        rows
    }

    /// The name shown for a target with an id: that of the attendee with this id in the event code's log, else
    /// the one on the row's records, else the id.
    fn person(&self, code: &str, id: &str, row: &[&Event]) -> String {
        let of_code: Vec<&Event> = self.events.iter().filter(|event| event.code == code).collect();
        let who = Identity { value: id.to_owned(), field: 0 };
        let known =
            [user_name(&of_attendee(&of_code, &who)), fact(row, |text| &text.target_name), id.to_owned()];
        known.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }
}

/// Whether a schedule overlaps the range (reports.md, 2, *Rooms listed*).
fn overlaps(starts: Option<i64>, ends: Option<i64>, (range_start, range_end): (i64, i64)) -> bool {
    let inside = |at: i64| range_start <= at && at < range_end;
    match (starts, ends) {
        (Some(start), Some(end)) => {
            start < range_end && (end > range_start || (start == end && start >= range_start))
        }
        (Some(only), None) | (None, Some(only)) => inside(only),
        (None, None) => false,
    }
}

/// A capacity: a number where it is one, else the text as it is.
fn capacity(text: &str) -> String {
    let digits = text.trim();
    if !digits.is_empty() && digits.len() <= 15 && digits.chars().all(|c| c.is_ascii_digit()) {
        digits.parse().map(|number: u64| number.to_string()).unwrap_or_default()
    } else {
        text.to_owned()
    }
}

/// The hours from start to end; blank unless both are known.
fn duration(starts: Option<i64>, ends: Option<i64>) -> String {
    match (starts, ends) {
        (Some(start), Some(end)) => ((end - start) as f64 / 3600.0).to_string(),
        _ => String::new(),
    }
}
