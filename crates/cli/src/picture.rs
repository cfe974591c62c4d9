//! `adsum picture`: what a picture of the page shows, as numbers, with its finding in words; or its table.

use crate::args::{Zones, day};
use crate::explain::length;
use crate::failure::Failure;
use crate::json::pretty;
use crate::logs::Logs;
use crate::output::Stdout;
use crate::questions;
use crate::read;
use crate::report::range_failure;
use crate::words::{count, minute, number, say, shortened};
use adsum_core::export::csv::{self, Flavour};
use adsum_core::report::Options;
use adsum_core::report::picture::{
    self, Attendance, Bubbles, Countries, Order, Pictures, Retention, Rooms, Session, Teleports, Twin, Usage,
};
use adsum_core::time::Day;
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;

/// How many characters of a name are shown.
const VALUE: usize = 80;
/// Sessions of one name that are listed.
const LISTED: usize = 10;

pub(crate) const PICTURE_EXAMPLES: &str = "\
Pictures: usage (people over time, and joins), attendance (who was there when), retention (who is still
there), countries, rooms (people beside schedule and capacity), bubbles, teleports. Attendance and bubbles
are of one session: without --session, of the one with the most people, or bubbles. Times in the JSON are
seconds since 1970, in UTC; the names of its fields are stable.

Examples:
  adsum picture usage log.csv
  adsum picture attendance --session Algebra --order present --table log.csv
  adsum picture rooms --time-zone Europe/Lisbon summit.ndjson";

#[derive(Debug, Args)]
pub(crate) struct Picture {
    /// Which picture
    #[arg(value_name = "PICTURE", value_parser = kind)]
    picture: picture::Picture,
    /// Of this session: its name, or day, time and name as in \"2026-03-02 09:00 Algebra\"
    #[arg(long, value_name = "NAME")]
    session: Option<String>,
    /// The order of people: joined, left, name or present
    #[arg(long, value_name = "ORDER", value_parser = order, default_value = "joined")]
    order: Order,
    /// Write the table that tells the same (CSV) instead of the numbers
    #[arg(long)]
    table: bool,
    /// The first day, as 2026-03-02; without it, the log's first
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// The last day, included; without it, the log's last
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    #[command(flatten)]
    zones: Zones,
    #[command(flatten)]
    logs: Logs,
}

fn kind(text: &str) -> Result<picture::Picture, String> {
    let known = || picture::Picture::ALL.map(picture::Picture::code).join(", ");
    picture::Picture::from_code(text).ok_or_else(|| format!("no picture is called so; there are {}", known()))
}

fn order(text: &str) -> Result<Order, String> {
    let known = || Order::ALL.map(Order::code).join(", ");
    Order::from_code(text).ok_or_else(|| format!("no order is called so; there are {}", known()))
}

/// What is written.
#[derive(Serialize)]
struct Told<'a> {
    picture: &'static str,
    time_zone: &'static str,
    /// How many sessions there are to make pictures of.
    sessions: usize,
    /// Null where it is of all.
    session: Option<Of<'a>>,
    finding: String,
    shown: Drawn,
}

#[derive(Serialize)]
struct Of<'a> {
    event_code: &'a str,
    name: &'a str,
    began: i64,
    people: u64,
}

/// What a picture shows.
#[derive(Serialize)]
#[serde(untagged)]
enum Drawn {
    Usage(Usage),
    Attendance(Attendance),
    Retention(Retention),
    Countries(Countries),
    Rooms(Rooms),
    Bubbles(Bubbles),
    Teleports(Teleports),
}

pub(crate) fn picture(args: &Picture) -> Result<(), Failure> {
    let mut log = read::read(&args.logs)?;
    let answers = args.zones.told.answers(&log)?;
    let zone = args.zones.time_zone.clone();
    let options = Options { from: args.from, to: args.to, zone, answers, rejoin_gap: 0 };
    let input = questions::input(&mut log, &options.answers)?;
    let range = input.smart_sessions_range(&options).map_err(range_failure)?;
    let pictures = Pictures::new(input, &options, &range);
    let place = match &args.session {
        Some(name) => Some(place(&pictures, name)?),
        None if args.picture.is_of_one() => pictures.fullest(args.picture, usize::MAX),
        None => None,
    };
    let Some(drawn) = draw(&pictures, args.picture, place, args.order) else {
        say("the log tells nothing that this picture could show");
        return Ok(());
    };
    let finding = drawn.finding();
    let mut stdout = Stdout::default();
    if args.table {
        csv::write(&drawn.twin(&pictures), Flavour::Data, &mut |part| stdout.write(part));
        stdout.finish()?;
        say(&finding);
        return Ok(());
    }
    let session = place.and_then(|place| pictures.sessions().get(place));
    let told = Told {
        picture: args.picture.code(),
        time_zone: options.zone.name(),
        sessions: pictures.sessions().len(),
        session: session.map(|one| Of {
            event_code: one.code,
            name: one.name,
            began: one.began,
            people: one.people,
        }),
        finding,
        shown: drawn,
    };
    stdout.write(pretty(&told)?.as_bytes());
    stdout.finish()
}

/// The place of the session of this name.
fn place(pictures: &Pictures<'_>, name: &str) -> Result<usize, Failure> {
    let full = |session: &Session<'_>| format!("{} {}", minute(session.local), session.name);
    let sessions = pictures.sessions().iter().enumerate();
    let of_name: Vec<_> =
        sessions.filter(|(_, session)| session.name == name || full(session) == name).collect();
    match of_name.as_slice() {
        [(place, _)] => Ok(*place),
        [] => Err(Failure::usage(
            format!("nobody was in a session called {}", shortened(name, VALUE)),
            "Write its name as it stands in the log, or look at 'adsum attendance'.",
        )),
        several => {
            let names: Vec<_> = several.iter().take(LISTED).map(|(_, one)| full(one)).collect();
            let names: Vec<_> = names.iter().map(|name| format!("\"{}\"", shortened(name, VALUE))).collect();
            Err(Failure::usage(
                format!("{} are called so", count(several.len() as u64, "session", "sessions")),
                format!("Write which, as {}.", names.join(", ")),
            ))
        }
    }
}

fn draw(
    pictures: &Pictures<'_>,
    picture: picture::Picture,
    place: Option<usize>,
    order: Order,
) -> Option<Drawn> {
    match picture {
        picture::Picture::Usage => pictures.usage(place).map(Drawn::Usage),
        picture::Picture::Attendance => pictures.attendance(place?, order).map(Drawn::Attendance),
        picture::Picture::Retention => pictures.retention(place).map(Drawn::Retention),
        picture::Picture::Countries => pictures.countries(place).map(Drawn::Countries),
        picture::Picture::Rooms => pictures.rooms(place).map(Drawn::Rooms),
        picture::Picture::Bubbles => pictures.bubbles(place?, order).map(Drawn::Bubbles),
        picture::Picture::Teleports => pictures.teleports(place).map(Drawn::Teleports),
    }
}

impl Drawn {
    fn twin(&self, pictures: &Pictures<'_>) -> Twin {
        match self {
            Self::Usage(usage) => pictures.usage_twin(usage),
            Self::Attendance(attendance) => pictures.attendance_twin(attendance),
            Self::Retention(retention) => pictures.retention_twin(retention),
            Self::Countries(countries) => pictures.countries_twin(countries),
            Self::Rooms(rooms) => pictures.rooms_twin(rooms),
            Self::Bubbles(bubbles) => pictures.bubbles_twin(bubbles),
            Self::Teleports(teleports) => pictures.teleports_twin(teleports),
        }
    }

    /// What the picture tells, in words; as the page says it.
    fn finding(&self) -> String {
        let people = |n: u64| count(n, "person", "people");
        let name = |name: &str| shortened(name, VALUE);
        match self {
            Self::Usage(usage) => {
                let (most, _, at) = usage.peak;
                let first: u64 = usage.bins.iter().map(|bin| bin.first).sum();
                let most = match most {
                    0 => String::new(),
                    most => format!("; most at once were {}, first at {}", number(most), minute(at)),
                };
                format!(
                    "{} came{most}. {}, {} of them rejoins.",
                    people(usage.people),
                    count(usage.joins, "join", "joins"),
                    number(usage.joins - first)
                )
            }
            Self::Attendance(attendance) => format!(
                "{} came; {} of them for at least half of the time shown. The median time present was {}.",
                people(attendance.people.len() as u64),
                number(attendance.at_least_half),
                length(attendance.median)
            ),
            Self::Retention(retention) => format!(
                "{} in {}. {} after the beginning half of them had left for good; the median time present was {}.",
                count(retention.people, "attendance", "attendances"),
                count(retention.sessions, "session", "sessions"),
                length(retention.half_left),
                length(retention.median)
            ),
            Self::Countries(countries) => {
                let most = countries.countries.first();
                let most = most.map(|one| format!("; most from {}: {}", name(&one.name), number(one.people)));
                format!(
                    "{} from {}{}. Of {} the country is not known.",
                    people(countries.people),
                    count(countries.countries.len() as u64, "country", "countries"),
                    most.unwrap_or_default(),
                    number(countries.unknown)
                )
            }
            Self::Rooms(rooms) => rooms_in_words(rooms),
            Self::Bubbles(bubbles) => format!(
                "{} in {}; the largest held {}, first at {}. The median time in bubbles was {}.",
                people(bubbles.people.len() as u64),
                count(bubbles.bubbles, "bubble", "bubbles"),
                number(bubbles.largest.people),
                minute(bubbles.largest.local),
                length(bubbles.median)
            ),
            Self::Teleports(teleports) => {
                let most = |all: &[(String, u64)]| {
                    let (first, times) =
                        all.first().map_or(("", 0), |(first, times)| (first.as_str(), *times));
                    format!("{} ({})", name(first), number(times))
                };
                format!(
                    "{} by {} to {}. Most were by {}, and most to {}.",
                    count(teleports.times, "teleport", "teleports"),
                    people(teleports.from.len() as u64),
                    people(teleports.to.len() as u64),
                    most(&teleports.from),
                    most(&teleports.to)
                )
            }
        }
    }
}

fn rooms_in_words(rooms: &Rooms) -> String {
    let mut out = format!("{}.", count(rooms.rooms.len() as u64, "room", "rooms"));
    let (scheduled, used) = rooms.scheduled();
    if scheduled > 0 {
        let of = (number(scheduled), number(used));
        let _ =
            write!(out, " {} with a schedule; in {} of them somebody was there at that time.", of.0, of.1);
    }
    if let Some(room) = rooms.fullest()
        && let (Some((most, _, at)), Some(admits)) = (room.peak, room.capacity)
    {
        let room = shortened(&room.name, VALUE);
        let (most, admits) = (number(most), number(admits));
        let _ = write!(out, " The fullest was {room}: {most} for a capacity of {admits}, at {}.", minute(at));
        let _ = match rooms.over() {
            0 => write!(out, " No room held more than its capacity."),
            over => write!(out, " {} held more than the capacity.", count(over, "room", "rooms")),
        };
    }
    out
}
