//! Pictures, as plain data: numbers to draw, the finding to say, and the table twin.

use crate::dto::{AxisTick, Preview};
use crate::show;
use adsum_core::report::picture::{
    Bubbles, Mingler, Order, PAGE, Person, Picture, Pictures, ROOMS, Retention, Room, Rooms, Session,
    Teleports, Usage,
};
use adsum_core::report::smart_sessions::Tick;
use adsum_core::time::{Zone, write};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// Rows of a table twin that the page shows.
const TWIN: usize = 240;
/// Sessions that the page offers.
const SESSIONS: usize = 1_000;
/// Countries that are drawn by their name.
const COUNTRIES: usize = 10;

/// What pictures there are.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PictureList {
    /// How many sessions can be drawn; not all may be offered.
    pub all: usize,
    /// The sessions that are offered, in the order in which they began.
    pub sessions: Vec<SessionLabel>,
    /// The pictures for which the log has something.
    pub offered: Vec<Offered>,
}

/// A picture that can be made of the log.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Offered {
    /// Its code.
    pub code: &'static str,
    /// Of a picture of one session: the place of the one that is shown unless another is chosen.
    pub first: Option<usize>,
}

/// A session to choose.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SessionLabel {
    /// The event code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When it began.
    pub began: String,
    /// Who was there.
    pub people: u64,
    /// Whether there were bubbles.
    pub bubbles: bool,
    /// Whether somebody teleported.
    pub teleports: bool,
}

/// Which picture.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PictureChoice {
    /// Its code.
    pub picture: String,
    /// The place of the session; none for all.
    pub session: Option<usize>,
    /// The order of people: `joined`, `left`, `name` or `present`.
    pub order: String,
    /// The first person to show.
    pub first: usize,
}

impl PictureChoice {
    /// The picture of its code.
    pub(crate) fn picture(&self) -> Picture {
        Picture::from_code(&self.picture).unwrap_or(Picture::Usage)
    }
}

/// A picture, if there is something to draw.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// What is drawn; none where there is nothing to draw.
    pub drawn: Option<Drawn>,
    /// The table that tells the same.
    pub table: Preview,
}

/// What is drawn. Times are instants in seconds, to place them; texts are what the zone's clock shows.
#[derive(Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Drawn {
    /// People over time, and joins.
    Usage {
        /// Who was there.
        people: u64,
        /// Joins.
        joins: u64,
        /// Most people at once.
        peak: u64,
        /// When that was first so.
        peak_at: i64,
        /// The same on the clock.
        peak_clock: String,
        /// From when to when.
        span: (i64, i64),
        /// When the room was opened and closed.
        doors: (Option<Door>, Option<Door>),
        /// From when on there were how many.
        line: Vec<(i64, u64)>,
        /// Minutes that a bin stands for.
        step: i64,
        /// When a bin begins and ends, joins, and first joins among them.
        bins: Vec<(i64, i64, u64, u64)>,
        /// Times to stand along the picture.
        ticks: Vec<AxisTick>,
    },
    /// Who was there when.
    Attendance {
        /// How many in all.
        all: usize,
        /// Those of them who are drawn: a page.
        rows: Vec<PersonRow>,
        /// The first of them.
        first: usize,
        /// How many a page has.
        page: usize,
        /// How many were there for at least half of the span.
        half: u64,
        /// The median time present, `h:mm:ss`.
        median: String,
        /// From when to when.
        span: (i64, i64),
        /// When the room was opened and closed.
        doors: (Option<Door>, Option<Door>),
        /// Times to stand along the picture.
        ticks: Vec<AxisTick>,
    },
    /// People by country.
    Countries {
        /// Everybody.
        people: u64,
        /// Of whom no country is known.
        unknown: u64,
        /// How many countries.
        countries: usize,
        /// The countries with the most people, and how many those are.
        top: Vec<(String, u64)>,
        /// People of all other countries.
        other: u64,
    },
    /// How many are still there.
    Retention {
        /// Who was there; of several sessions, once for each.
        people: u64,
        /// How many sessions.
        sessions: u64,
        /// The median time present, in seconds and as `h:mm:ss`.
        median: (u64, String),
        /// After how many seconds half had left.
        half_left: (u64, String),
        /// Seconds since the beginning, and how many are still there.
        line: Vec<(u64, u64)>,
    },
    /// People in each room, beside its schedule and capacity.
    Rooms {
        /// How many in all.
        all: usize,
        /// Those of them that are drawn: a page.
        rows: Vec<RoomRow>,
        /// The first of them.
        first: usize,
        /// How many a page has.
        page: usize,
        /// How many have a schedule, and in how many of them somebody was there at that time.
        scheduled: (u64, u64),
        /// In how many there were more than they admit.
        over: u64,
        /// The one that was fullest: its name, people, capacity, and when that was first so.
        fullest: Option<(String, u64, u64, String)>,
        /// From when to when.
        span: (i64, i64),
        /// Times to stand along the picture.
        ticks: Vec<AxisTick>,
    },
    /// Who was in bubbles.
    Bubbles {
        /// How many people in all.
        all: usize,
        /// Those of them who are drawn: a page.
        rows: Vec<BubbleRow>,
        /// The first of them.
        first: usize,
        /// How many a page has.
        page: usize,
        /// How many bubbles.
        bubbles: u64,
        /// The largest: its id, how many were in it at once, and when that was first so.
        largest: (String, u64, String),
        /// The median time in bubbles, `h:mm:ss`.
        median: String,
        /// From when to when.
        span: (i64, i64),
        /// Times to stand along the picture.
        ticks: Vec<AxisTick>,
    },
    /// Who teleported to whom.
    Teleports {
        /// How often.
        times: u64,
        /// How many people teleported, and to how many.
        people: (usize, usize),
        /// Who has a row of their own, and how often they teleported.
        from: Vec<(String, u64)>,
        /// Who has a column of their own, and how often somebody teleported to them.
        to: Vec<(String, u64)>,
        /// How often, by row and column; where there are more people, the last is of all others.
        matrix: Vec<Vec<u64>>,
    },
}

/// A room.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RoomRow {
    /// Its name.
    pub name: String,
    /// From when to when it is scheduled.
    pub schedule: Option<(i64, i64)>,
    /// How many it admits.
    pub capacity: Option<u64>,
    /// Most people at once, and when that was first so.
    pub peak: Option<(u64, i64)>,
    /// How long there were more than it admits; empty where there never were.
    pub over: String,
    /// From when on there were how many.
    pub line: Vec<(i64, u64)>,
}

/// Somebody who was in bubbles.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct BubbleRow {
    /// Their name.
    pub name: String,
    /// From when to when they were in a bubble of which size: alone, of two, of three or four, of more.
    pub pieces: Vec<(i64, i64, usize)>,
    /// Time in bubbles.
    pub present: String,
}

/// When a room was opened or closed.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Door {
    /// The instant.
    pub time: i64,
    /// What the clock shows.
    pub clock: String,
}

/// Somebody who was in a session.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PersonRow {
    /// Their name.
    pub name: String,
    /// When they were in.
    pub stays: Vec<(i64, i64)>,
    /// Time present.
    pub present: String,
}

/// What pictures there are.
pub(crate) fn list(pictures: &Pictures<'_>) -> PictureList {
    let label = |session: &Session<'_>| SessionLabel {
        code: session.code.to_owned(),
        name: session.name.to_owned(),
        began: show::written(write::minute, session.local),
        people: session.people,
        bubbles: session.bubbles > 0,
        teleports: session.teleports > 0,
    };
    let sessions = pictures.sessions();
    let offered = Picture::ALL.into_iter().filter(|&picture| pictures.offers(picture));
    let offered = offered.map(|picture| Offered {
        code: picture.code(),
        first: if picture.is_of_one() { pictures.fullest(picture, SESSIONS) } else { None },
    });
    PictureList {
        all: sessions.len(),
        sessions: sessions.iter().take(SESSIONS).map(label).collect(),
        offered: offered.collect(),
    }
}

/// A picture and its table. `usage` counts it.
pub(crate) fn show(
    pictures: &Pictures<'_>,
    zone: &Zone,
    choice: &PictureChoice,
    usage: impl FnOnce(Option<usize>) -> Option<Usage>,
) -> Shown {
    let place = choice.session;
    let shown = match choice.picture() {
        Picture::Usage => usage(place).map(|usage| {
            let table = show::preview(&pictures.usage_twin(&usage), TWIN);
            (draw_usage(usage, zone), table)
        }),
        Picture::Attendance => attendance(pictures, zone, choice),
        Picture::Countries => pictures.countries(place).map(|countries| {
            let table = show::preview(&pictures.countries_twin(&countries), TWIN);
            let (top, rest) = countries.countries.split_at(COUNTRIES.min(countries.countries.len()));
            let drawn = Drawn::Countries {
                people: countries.people,
                unknown: countries.unknown,
                countries: countries.countries.len(),
                top: top.iter().map(|country| (country.name.clone(), country.people)).collect(),
                other: rest.iter().map(|country| country.people).sum(),
            };
            (drawn, table)
        }),
        Picture::Retention => pictures.retention(place).map(|retention| {
            let table = show::preview(&pictures.retention_twin(&retention), TWIN);
            (draw_retention(&retention), table)
        }),
        Picture::Rooms => pictures.rooms(place).map(|rooms| draw_rooms(pictures, rooms, choice.first)),
        Picture::Bubbles => bubbles(pictures, choice),
        Picture::Teleports => pictures.teleports(place).map(|teleports| {
            let table = show::preview(&pictures.teleports_twin(&teleports), TWIN);
            (draw_teleports(teleports), table)
        }),
    };
    match shown {
        Some((drawn, table)) => Shown { drawn: Some(drawn), table },
        None => Shown { drawn: None, table: show::heading("") },
    }
}

fn attendance(pictures: &Pictures<'_>, zone: &Zone, choice: &PictureChoice) -> Option<(Drawn, Preview)> {
    let mut attendance = pictures.attendance(choice.session?, ordered(choice))?;
    // The table has the people who are drawn; the attendance report has them all.
    let (all, first) = turn_to(&mut attendance.people, choice.first, PAGE);
    let row = |person: &Person| PersonRow {
        name: person.name.clone(),
        stays: person.stays.clone(),
        present: duration(person.seconds),
    };
    let table = show::preview(&pictures.attendance_twin(&attendance), PAGE);
    let drawn = Drawn::Attendance {
        all,
        rows: attendance.people.iter().map(row).collect(),
        first,
        page: PAGE,
        half: attendance.at_least_half,
        median: duration(attendance.median),
        span: attendance.span,
        doors: doors(attendance.doors, zone),
        ticks: ticks(attendance.ticks),
    };
    Some((drawn, table))
}

fn ordered(choice: &PictureChoice) -> Order {
    Order::from_code(&choice.order).unwrap_or_default()
}

/// Leaves the page with this row. Gives how many rows there were, and the first that is left.
fn turn_to<T>(rows: &mut Vec<T>, first: usize, page: usize) -> (usize, usize) {
    let all = rows.len();
    let first = first.min(all.saturating_sub(1)) / page * page;
    rows.truncate(first + page);
    rows.drain(..first);
    (all, first)
}

fn draw_rooms(pictures: &Pictures<'_>, mut rooms: Rooms, first: usize) -> (Drawn, Preview) {
    let (scheduled, over) = (rooms.scheduled(), rooms.over());
    let fullest = rooms.fullest().and_then(|room| {
        let (people, _, local) = room.peak?;
        Some((room.name.clone(), people, room.capacity?, show::written(write::minute, local)))
    });
    let codes = rooms.rooms.iter().any(|room| room.code != rooms.rooms[0].code);
    let (all, first) = turn_to(&mut rooms.rooms, first, ROOMS);
    let table = show::preview(&pictures.rooms_twin(&rooms), ROOMS);
    let row = |room: Room| RoomRow {
        name: if codes { format!("{} · {}", room.code, room.name) } else { room.name },
        schedule: room.schedule,
        capacity: room.capacity,
        peak: room.peak.map(|(people, at, _)| (people, at)),
        over: if room.over > 0 { duration(room.over) } else { String::new() },
        line: room.line,
    };
    let drawn = Drawn::Rooms {
        all,
        rows: rooms.rooms.into_iter().map(row).collect(),
        first,
        page: ROOMS,
        scheduled,
        over,
        fullest,
        span: rooms.span,
        ticks: ticks(rooms.ticks),
    };
    (drawn, table)
}

fn bubbles(pictures: &Pictures<'_>, choice: &PictureChoice) -> Option<(Drawn, Preview)> {
    let mut bubbles: Bubbles = pictures.bubbles(choice.session?, ordered(choice))?;
    let (all, first) = turn_to(&mut bubbles.people, choice.first, PAGE);
    let table = show::preview(&pictures.bubbles_twin(&bubbles), PAGE);
    let row = |mingler: Mingler| BubbleRow {
        name: mingler.person.name,
        pieces: mingler.pieces.into_iter().map(|((from, to), size)| (from, to, size)).collect(),
        present: duration(mingler.person.seconds),
    };
    let largest = bubbles.largest;
    let drawn = Drawn::Bubbles {
        all,
        rows: bubbles.people.into_iter().map(row).collect(),
        first,
        page: PAGE,
        bubbles: bubbles.bubbles,
        largest: (largest.bubble, largest.people, show::written(write::minute, largest.local)),
        median: duration(bubbles.median),
        span: bubbles.span,
        ticks: ticks(bubbles.ticks),
    };
    Some((drawn, table))
}

fn draw_teleports(teleports: Teleports) -> Drawn {
    let (rows, columns) = (teleports.rows(), teleports.columns());
    Drawn::Teleports {
        times: teleports.times,
        people: (teleports.from.len(), teleports.to.len()),
        from: teleports.from.into_iter().take(rows).collect(),
        to: teleports.to.into_iter().take(columns).collect(),
        matrix: teleports.matrix,
    }
}

fn draw_usage(usage: Usage, zone: &Zone) -> Drawn {
    let (peak, peak_at, local) = usage.peak;
    Drawn::Usage {
        people: usage.people,
        joins: usage.joins,
        peak,
        peak_at,
        peak_clock: show::written(write::minute, local),
        span: usage.span,
        doors: doors(usage.doors, zone),
        line: usage.line,
        step: usage.step.minutes(),
        bins: usage.bins.iter().map(|bin| (bin.start, bin.end, bin.joins, bin.first)).collect(),
        ticks: ticks(usage.ticks),
    }
}

fn draw_retention(retention: &Retention) -> Drawn {
    let both = |seconds| (seconds, duration(seconds));
    Drawn::Retention {
        people: retention.people,
        sessions: retention.sessions,
        median: both(retention.median),
        half_left: both(retention.half_left),
        line: retention.line.iter().map(|still| (still.seconds, still.people)).collect(),
    }
}

fn doors((opened, closed): (Option<i64>, Option<i64>), zone: &Zone) -> (Option<Door>, Option<Door>) {
    let door = |time| Door { time, clock: show::written(write::clock, zone.local(time)) };
    (opened.map(door), closed.map(door))
}

fn ticks(ticks: Vec<Tick>) -> Vec<AxisTick> {
    ticks.into_iter().map(show::tick).collect()
}

fn duration(seconds: u64) -> String {
    show::written(write::duration, seconds)
}
