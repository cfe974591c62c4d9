//! `adsum explain`: how the figures of the attendance report came about, with the records behind them.

use crate::args::{Logs, Zones, day};
use crate::failure::Failure;
use crate::output::Stdout;
use crate::questions;
use crate::read;
use crate::report::range_failure;
use crate::view::Rows;
use crate::words::{count, say, shortened};
use adsum_core::intake::FileSummary;
use adsum_core::report::attendance::{self, Attendance};
use adsum_core::report::detail::{Connected, Detail, Ended, Moment, Remark, Stay, Visit, What};
use adsum_core::report::view::View;
use adsum_core::report::{Input, Options};
use adsum_core::table::Table as _;
use adsum_core::time::{Day, Zone, write};
use clap::Args;
use std::fmt::Write as _;

/// How many characters of a name or id are shown.
const VALUE: usize = 80;

pub(crate) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  adsum explain --search \"Ada Lovelace\" log.csv
  adsum explain --where SessionName=Algebra --sort AttendeeTotalTimeInSession logs/*.csv";

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
    #[command(flatten)]
    rows: Rows,
    #[command(flatten)]
    zones: Zones,
    #[command(flatten)]
    logs: Logs,
}

pub(crate) fn explain(args: &Explain) -> Result<(), Failure> {
    let shape = args.rows.shape(&attendance::COLUMNS)?;
    let mut log = read::read(&args.logs)?;
    let answers = args.zones.told.answers(&log)?;
    let zone = args.zones.time_zone.zone();
    let options = Options { from: args.from, to: args.to, zone, answers, rejoin_gap: args.rejoin_gap };
    let input = questions::input(&mut log, &options.answers)?;
    let range = input.attendance_range(&options).map_err(range_failure)?;
    let report = Attendance::new(input, &options, &range);
    let view = View::new(&report, &shape);
    // Made before the log can be asked for the names of its files.
    let details: Vec<Detail> = view
        .places(0, view.len())
        .iter()
        .filter_map(|&place| report.about(place as usize))
        .map(|about| detail(input, about, &options))
        .collect();
    let explaining = Explaining { files: &log.files, zone: &options.zone };
    let mut stdout = Stdout::default();
    for detail in &details {
        stdout.write(explaining.detail(detail).as_bytes());
    }
    stdout.finish()?;
    if details.is_empty() {
        say("no row of the attendance report is like that");
    }
    Ok(())
}

fn detail(input: Input<'_>, about: adsum_core::report::detail::About, options: &Options) -> Detail {
    Detail::new(input, about, options.rejoin_gap)
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
        out
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
