//! `adsum explain`: how the figures of a report came about, with the records behind them.

use crate::args::{Zones, day};
use crate::failure::Failure;
use crate::logs::Logs;
use crate::output::Stdout;
use crate::questions;
use crate::read;
use crate::report::range_failure;
use crate::view::Rows;
use crate::words::{count, say, shortened};
use adsum_core::intake::FileSummary;
use adsum_core::report::attendance::{self, Attendance};
use adsum_core::report::detail::{
    About, Connected, Detail, Ended, Moment, Opening, Present, Remark, Stay, Visit, What,
};
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::report::view::{Shape, View};
use adsum_core::report::{Input, Options};
use adsum_core::table::Table;
use adsum_core::time::{Day, Zone, write};
use clap::Args;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many characters of a name or id are shown.
const VALUE: usize = 80;

pub(crate) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  adsum explain --search \"Ada Lovelace\" log.csv
  adsum explain --where SessionName=Algebra --sort AttendeeTotalTimeInSession logs/*.csv
  adsum explain --sheet bubble --where \"Room name=Main stage\" summit.ndjson";

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The first day, as 2026-03-02; without it, the log's first
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// The last day, included; without it, the log's last
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// Coming back within so many seconds is no rejoin
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    rejoin_gap: u32,
    /// Of the rows of this sheet of Smart Sessions: its number, or what no other has in its name. Without it, of the
    /// attendance report
    #[arg(long, value_name = "SHEET", value_parser = crate::sheet::named)]
    sheet: Option<Sheet>,
    #[command(flatten)]
    rows: Rows,
    #[command(flatten)]
    zones: Zones,
    #[command(flatten)]
    logs: Logs,
}

pub(crate) fn explain(args: &Explain) -> Result<(), Failure> {
    let shape = args.rows.shape(args.sheet.map_or(&attendance::COLUMNS[..], Sheet::columns))?;
    let mut log = read::read(&args.logs)?;
    let answers = args.zones.told.answers(&log)?;
    let zone = args.zones.time_zone.clone();
    let options = Options { from: args.from, to: args.to, zone, answers, rejoin_gap: args.rejoin_gap };
    let input = questions::input(&mut log, &options.answers)?;
    let rows = rows(input, &options, args.sheet, &shape)?;
    // Made before the log can be asked for the names of its files.
    let details: Vec<Detail> =
        rows.into_iter().map(|about| Detail::new(input, about, options.rejoin_gap)).collect();
    let explaining = Explaining { files: &log.files, zone: &options.zone };
    let mut stdout = Stdout::default();
    for detail in &details {
        stdout.write(explaining.detail(detail).as_bytes());
    }
    stdout.finish()?;
    if details.is_empty() {
        say("no row of the report is like that");
    }
    Ok(())
}

/// Whom or what the rows are about that are asked for, in their order, each once: a sheet has many of one person.
fn rows(
    input: Input<'_>,
    options: &Options,
    sheet: Option<Sheet>,
    shape: &Shape,
) -> Result<Vec<About>, Failure> {
    let of = |table: &dyn Table| {
        let view = View::new(table, shape);
        let mut known = BTreeSet::new();
        let places = view.places(0, view.len()).iter();
        places.filter_map(|&place| table.about(place as usize)).filter(|about| known.insert(*about)).collect()
    };
    match sheet {
        None => {
            let range = input.attendance_range(options).map_err(range_failure)?;
            Ok(of(&Attendance::new(input, options, &range)))
        }
        Some(sheet) => {
            let range = input.smart_sessions_range(options).map_err(range_failure)?;
            Ok(of(&SmartSessions::new(input, options, &range).sheet(sheet)))
        }
    }
}

struct Explaining<'a> {
    files: &'a [FileSummary],
    zone: &'a Zone,
}

impl Explaining<'_> {
    fn detail(&self, detail: &Detail) -> String {
        let mut out = String::new();
        let session = [&detail.session_name, &detail.session_id].into_iter().find(|name| !name.is_empty());
        let session = shortened(session.map_or("", String::as_str), VALUE);
        for visit in &detail.visits {
            if let Some((name, field, value)) = &detail.who {
                let (name, value) = (shortened(name, VALUE), shortened(value, VALUE));
                let _ = write!(out, "{name} ({} {value}) in {session}", field.name());
            }
            let _ = writeln!(out, ", {}", shortened(&visit.instance_id, VALUE));
            self.visit(&mut out, visit);
        }
        for opening in &detail.openings {
            let _ = writeln!(out, "{session}, {}", shortened(&opening.instance_id, VALUE));
            self.opening(&mut out, opening);
        }
        out
    }

    /// An occurrence: from when to when, and who was there.
    fn opening(&self, out: &mut String, opening: &Opening) {
        let (opened, closed) = opening.doors;
        let (first, last) = opening.events;
        for (what, moment, instead) in
            [("opened", opened, ("first event", first)), ("closed", closed, ("last event", last))]
        {
            let told = |what: &str, moment: Moment| {
                format!("{what} {} ({})", self.time(moment.time), self.place(moment))
            };
            let _ = match (moment, instead) {
                (Some(moment), _) => writeln!(out, "  {}", told(what, moment)),
                (None, (name, Some(event))) => {
                    writeln!(out, "  {what}: not in the log; {}", told(name, event))
                }
                (None, (_, None)) => writeln!(out, "  {what}: not in the log"),
            };
        }
        let people = opening.people.len() as u64;
        let _ = writeln!(out, "  {}", count(people, "person", "people"));
        for Present { name, first_join, last_leave, seconds } in &opening.people {
            let time = |time: &Option<i64>| time.map_or_else(|| "?".to_owned(), |time| self.time(time));
            let (name, present) = (shortened(name, VALUE), length(*seconds));
            let _ = writeln!(out, "    {name}: {} to {}, {present}", time(first_join), time(last_leave));
        }
    }

    fn visit(&self, out: &mut String, visit: &Visit) {
        let rejoins =
            visit.rejoins.map_or_else(|| "rejoins not known".to_owned(), |n| count(n, "rejoin", "rejoins"));
        let _ = writeln!(out, "  present {}, {rejoins}", length(visit.seconds));
        for stay in &visit.stays {
            let _ = writeln!(
                out,
                "  {} to {}, {}",
                self.time(stay.start),
                self.time(stay.end),
                length(stay.seconds())
            );
            stay.connections.iter().for_each(|one| self.connection(out, one, stay));
        }
        for remark in &visit.remarks {
            let _ = writeln!(out, "  {}", words(remark));
        }
    }

    fn connection(&self, out: &mut String, one: &Connected, stay: &Stay) {
        let name = match one.connection.as_str() {
            "" => String::new(),
            name => format!("{}: ", shortened(name, VALUE)),
        };
        let ended = match one.ended {
            Ended::Left => "left",
            Ended::RoomClosed => "no leave, the room closed",
            Ended::LastEvent => "no leave, the last event",
            Ended::AtOnce => "no leave, and nothing after it",
        };
        // What the line above says already is not said again.
        let time = |moment: Moment, said: i64| match moment.time == said {
            true => String::new(),
            false => format!(" {}", self.time(moment.time)),
        };
        let (from, to) = (time(one.from, stay.start), time(one.to, stay.end));
        let (joined, end) = (self.place(one.from), self.place(one.to));
        let _ = writeln!(out, "    {name}joined{from} ({joined}); {ended}{to} ({end})");
    }

    fn time(&self, instant: i64) -> String {
        write::second(self.zone.local(instant)).replace('T', " ")
    }

    fn place(&self, moment: Moment) -> String {
        let file = self.files.get(moment.position.file as usize);
        let name = file.map_or_else(String::new, |file| shortened(&file.name, VALUE));
        format!("{name}:{}", moment.position.line)
    }
}

pub(crate) fn length(seconds: u64) -> String {
    let mut out = Vec::new();
    write::duration(&mut out, seconds);
    String::from_utf8_lossy(&out).into_owned()
}

/// What is to be known, in words.
fn words(remark: &Remark) -> String {
    let &Remark { what, count: n, seconds } = remark;
    let some = |one, more| count(n, one, more);
    let time = length(seconds);
    match what {
        What::NotConnected => format!("{} to connect failed, and none succeeded", some("try", "tries")),
        What::OnlyLeft => format!("only {} recorded, no join: nothing is counted", some("leave", "leaves")),
        What::Overlap => format!("{} overlapped {time}, counted once", some("device", "devices")),
        What::NoLeaveRoomClosed => {
            format!("{} without a leave, ended when the room closed", some("join", "joins"))
        }
        What::NoLeaveLastEvent => format!(
            "{} without a leave, ended at the last event, for no closing of the room is recorded",
            some("join", "joins")
        ),
        What::NoLeaveAtOnce => {
            format!("{} without a leave after everything else, counted as 0 seconds", some("join", "joins"))
        }
        What::LeaveWithoutJoin => format!("{} without a join before, not counted", some("leave", "leaves")),
        What::LoggedTwice => {
            format!("{} a second time, counted once", some("record stands", "records stand"))
        }
        What::SameSecond => {
            format!("left and there again in the same second {}, no rejoin", some("time", "times"))
        }
        What::ShortGap => format!("{} of at most {time}, not counted as rejoins", some("gap", "gaps")),
        What::Restarted => format!("a restarted meeting in {}, joined", some("part", "parts")),
        What::StatedTime => {
            format!("the time present is what the platform states; the stays come to {time}")
        }
        What::StatedRejoins => "the rejoins are what the platform states".to_owned(),
        What::RejoinsUnknown => "the platform tells no rejoins".to_owned(),
    }
}
