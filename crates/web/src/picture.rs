//! Pictures, as plain data: numbers to draw, the finding to say, and the table twin.

use crate::dto::{AxisTick, Preview};
use crate::show;
use adsum_core::report::picture::{Order, PAGE, Person, Picture, Pictures, Retention, Session, Usage};
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
    };
    let sessions = pictures.sessions();
    PictureList { all: sessions.len(), sessions: sessions.iter().take(SESSIONS).map(label).collect() }
}

/// A picture and its table.
pub(crate) fn show(pictures: &Pictures<'_>, zone: &Zone, choice: &PictureChoice) -> Shown {
    let picture = Picture::ALL.into_iter().find(|picture| picture.code() == choice.picture);
    let place = choice.session;
    let shown = match picture.unwrap_or(Picture::Usage) {
        Picture::Usage => pictures.usage(place).map(|usage| {
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
    };
    match shown {
        Some((drawn, table)) => Shown { drawn: Some(drawn), table },
        None => Shown { drawn: None, table: show::heading("") },
    }
}

fn attendance(pictures: &Pictures<'_>, zone: &Zone, choice: &PictureChoice) -> Option<(Drawn, Preview)> {
    let order = Order::ALL.into_iter().find(|order| order.code() == choice.order).unwrap_or_default();
    let mut attendance = pictures.attendance(choice.session?, order)?;
    let all = attendance.people.len();
    // The table has the people who are drawn; the attendance report has them all.
    let first = choice.first.min(all.saturating_sub(1)) / PAGE * PAGE;
    attendance.people = attendance.people.drain(first..all.min(first + PAGE)).collect();
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
