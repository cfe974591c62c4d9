//! What can be asked for.

use crate::explain::{EXPLAIN_EXAMPLES, Explain};
use crate::failure::Failure;
use crate::logs::Logs;
use crate::of::{Of, by_number, general, of};
use crate::picture::{PICTURE_EXAMPLES, Picture};
use crate::share::Share;
use crate::view::View;
use adsum_core::export::csv::Flavour;
use adsum_core::log::Log;
use adsum_core::question::{Answers, End};
use adsum_core::report::Options;
use adsum_core::report::smart_sessions::Sheet;
use adsum_core::time::{DateOrder, Day, Zone};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Attendance and engagement reports from session logs.
///
/// Everything happens on this computer: adsum uses no network and keeps nothing.
#[derive(Debug, Parser)]
#[command(name = "adsum", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_long_help = FIRST_STEPS, after_help = SHORT)]
pub(crate) struct Adsum {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const SHORT: &str = "'adsum --help' shows first steps, 'adsum COMMAND --help' every option with examples.";

const FIRST_STEPS: &str = "\
First steps, with an invented log:
  adsum sample classes -o classes.csv
  adsum inspect classes.csv
  adsum attendance classes.csv -o attendance.csv --csv spreadsheet

A log is an event log: a table (CSV) or one JSON object a line (NDJSON), with at least the fields
time, event, and session_id or instance_id. So is what Teams, Zoom, BigBlueButton, Collaborate, Meet,
Webex, Jitsi and Adobe Connect export, packed or not, and any other table with a mapping ('adsum
mapping'). A report can be made of any number of logs together, in any order. '-' stands for standard
input.

What files of platforms leave open is asked, never guessed: the time zone of their times
(--log-time-zone), whether the day or the month comes first (--date-order), and now and then when the
meeting ended (--ended) or which day it was (--day).

What is said about a report goes to standard error, so that > and | see the report alone.

Exit code:
  0  done, also where single records could not be used; how many is said at the end
  1  could not be done: a file that cannot be read, no log among the files, a question that is open,
     a range that is too long, a full disk
  2  wrong usage: an option, a day or a time zone that is not understood";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Who attended which session, from when to when, and how long (CSV)
    #[command(after_long_help = ATTENDANCE_EXAMPLES)]
    Attendance(Attendance),
    /// Rooms, countries, usage and engagement (a workbook of seven sheets, or seven CSV files)
    #[command(after_long_help = SMART_SESSIONS_EXAMPLES)]
    SmartSessions(SmartSessions),
    /// All events of the logs as one event log (CSV), to keep, to pass on or to read again
    #[command(after_long_help = EVENTS_EXAMPLES)]
    Events(Events),
    /// How the figures of a report came about, in words, with file and line
    #[command(after_long_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// What a picture of the page shows, as numbers (JSON) or as the table beside it (CSV)
    #[command(after_long_help = PICTURE_EXAMPLES)]
    Picture(Picture),
    /// Who may be the same person under several identities, with the evidence
    #[command(after_long_help = PEOPLE_EXAMPLES)]
    People(People),
    /// What was understood of a log, what was put right in it, and what could not be used
    #[command(after_long_help = INSPECT_EXAMPLES)]
    Inspect(Inspect),
    /// What the columns of a table mean that no platform is known to write: a guess, as a file to correct
    #[command(after_long_help = MAPPING_EXAMPLES)]
    Mapping(Mapping),
    /// Whether files are those of a receipt, and still give the report that it is of
    #[command(after_long_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Write an invented log, to try everything with
    #[command(after_long_help = SAMPLE_EXAMPLES)]
    Sample(Sample),
}

const ATTENDANCE_EXAMPLES: &str = "\
Examples:
  The whole log, to open with a double-click:
    adsum attendance log.csv -o attendance.csv --csv spreadsheet
  March, with the clock of Berlin:
    adsum attendance --from 2026-03-01 --to 2026-03-31 --time-zone Europe/Berlin log.csv -o march.csv
  A whole year from several logs, one file per six months, and what was not used:
    adsum attendance --split -o year.csv --rejected not-used.csv logs/*.csv
  Where a dropped connection of up to two minutes is no rejoin:
    adsum attendance --rejoin-gap 120 log.csv -o attendance.csv
  Who was there longest in Algebra, with these columns alone:
    adsum attendance --where SessionName=Algebra --sort AttendeeTotalTimeInSession:desc \\
      --columns NameOfAttendee,AttendeeTotalTimeInSession log.csv
  For a committee, by pseudonym; and who is who, to be kept apart:
    adsum attendance --for committee --pseudonyms key.csv log.csv -o committee.csv
  What a platform exported, with what its files leave open:
    adsum attendance --log-time-zone Europe/Berlin --date-order day-first participants*.csv -o zoom.csv
    adsum attendance --log-time-zone UTC --ended list.csv=2026-03-02T10:30 list.csv -o teams.csv
  Where one of the files was made in another country:
    adsum attendance --log-time-zone Europe/Berlin --log-time-zone tokyo.csv=Asia/Tokyo *.csv -o zoom.csv
  In a script:
    zcat log.csv.gz | adsum attendance - > attendance.csv";

const SMART_SESSIONS_EXAMPLES: &str = "\
Examples:
  The workbook, over the whole log:
    adsum smart-sessions summit.ndjson -o summit.xlsx
  From its first day on, with the clock of the place:
    adsum smart-sessions --from 2026-04-21 --time-zone Europe/Lisbon summit.ndjson -o summit.xlsx
  With a last sheet that says of which files it was made and how, and a receipt to check it by:
    adsum smart-sessions summit.ndjson -o summit.xlsx --about --receipt
  For the public, where counts of fewer than ten people are withheld:
    adsum smart-sessions --for public --suppress 10 summit.ndjson -o summit.xlsx
  The seven sheets as CSV, in the folder summit:
    adsum smart-sessions summit.ndjson -o summit/
  Who teleported most often, of one sheet alone:
    adsum smart-sessions --sheet teleport --sort \"Num times teleported:desc\" summit.ndjson";

const EVENTS_EXAMPLES: &str = "\
Examples:
  A term of files of several platforms as one event log, which gives the same reports:
    adsum events --log-time-zone Europe/Berlin term/* -o term.csv
    adsum attendance term.csv -o attendance.csv
  Only who joined when:
    adsum events log.csv | grep ,joined,";

const INSPECT_EXAMPLES: &str = "\
Examples:
  adsum inspect log.csv
  adsum inspect logs/*.csv --rejected not-used.csv
  Only those of one field, the last line first:
    adsum inspect log.csv --rejected times.csv --where field=time --sort line:desc
  adsum inspect --json log.csv";

const MAPPING_EXAMPLES: &str = "\
A mapping file says which column tells what; it is used for every log that has all the columns it names:
  {\"adsum\": \"mapping\", \"version\": 1,
   \"columns\": {\"name\": \"Student\", \"join\": \"In\", \"duration\": \"Present\"}, \"duration_in\": \"minutes\"}
Columns can tell: name, first_name, last_name, email, user_id, join, leave, duration (in seconds,
minutes, hours or h:mm:ss), date, leave_date, session_name, session_id, instance, role, country; and of a
table with a row for each join and each leave, time and action, with
  \"actions\": {\"join\": [\"entered\"], \"leave\": [\"gone\"]}

Examples:
  adsum mapping classes.csv -o map.json
  adsum inspect --mapping map.json classes.csv
  adsum attendance --mapping map.json --log-time-zone Europe/Berlin classes*.csv -o attendance.csv";

const PEOPLE_EXAMPLES: &str = "\
Nobody is joined by this. With -o, what nothing speaks against is saved as an alias file: look through it,
take out what is wrong, and name it with --aliases, or among the logs, when a report is made.

Examples:
  adsum people zoom.csv bbb.xml --log-time-zone Europe/Berlin
  adsum people logs/* -o aliases.json
  adsum attendance logs/* --aliases aliases.json -o attendance.csv";

const VERIFY_EXAMPLES: &str = "\
The files are known by their content, whatever they are called now. The report itself can be among them: then it is
compared, too. The report is made again from the others, as the receipt says, and compared with what was saved.
Exit code 0 where all is the same, 1 where anything differs or a file is missing. The receipt of a report with
pseudonyms says of what it was made, but not the seed, and names no file and nobody: whoever has the key can check it.

Examples:
  adsum attendance logs/*.csv -o attendance.csv --receipt
  adsum verify attendance.csv.receipt.json logs/*.csv attendance.csv
  adsum attendance logs/*.csv -o shared.csv --for committee --pseudonyms key.csv --receipt
  adsum verify shared.csv.receipt.json logs/*.csv --seed key.csv";

const SAMPLE_EXAMPLES: &str = "\
Examples:
  adsum sample classes -o classes.csv
  adsum sample event -o summit.ndjson
  adsum sample classes --size 100M -o large.csv";

#[derive(Debug, Args)]
pub(crate) struct Attendance {
    /// Save the report in FILE instead of writing it to standard output. FOLDER/ makes the folder and names
    /// the file. A file that exists is replaced
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choices: Choices,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) share: Share,
    #[command(flatten)]
    pub(crate) logs: Logs,
}

#[derive(Debug, Args)]
pub(crate) struct SmartSessions {
    /// Save the workbook as FILE.xlsx; FOLDER/ (or a folder that exists) gets one CSV file a sheet instead.
    /// A file that exists is replaced
    #[arg(short, long, value_name = "FILE.xlsx|FOLDER/", required_unless_present = "sheet")]
    pub(crate) output: Option<PathBuf>,
    /// Only this sheet, as CSV: its number, or what no other has in its name (graph, countries). Without -o it goes to
    /// standard output; --sort, --search, --where and --columns are of it
    #[arg(long, value_name = "SHEET", value_parser = crate::sheet::named)]
    pub(crate) sheet: Option<Sheet>,
    /// Add a last sheet to the workbook, 'About this report': the options, and of each log size, SHA-256 and how many
    /// records were used
    #[arg(long)]
    pub(crate) about: bool,
    #[command(flatten)]
    pub(crate) choices: Choices,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) share: Share,
    #[command(flatten)]
    pub(crate) logs: Logs,
}

#[derive(Debug, Args)]
pub(crate) struct Events {
    /// Save the event log in FILE instead of writing it to standard output. FOLDER/ makes the folder and
    /// names the file. A file that exists is replaced
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) told: Told,
    #[command(flatten)]
    pub(crate) logs: Logs,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// Write JSON with stable names instead of text
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) zones: Zones,
    #[command(flatten)]
    pub(crate) saving: Saving,
    #[command(flatten)]
    pub(crate) logs: Logs,
    /// Of the records that could not be used.
    #[command(flatten, next_help_heading = "Options of --rejected")]
    pub(crate) view: View,
}

#[derive(Debug, Args)]
pub(crate) struct Mapping {
    /// The table; '-' is standard input
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,
    /// Save the mapping in FILE instead of writing it to standard output. A file that exists is replaced
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct People {
    /// Save those that nothing speaks against as an alias file, with what --aliases says already. A file that
    /// exists is replaced
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) told: Told,
    #[command(flatten)]
    pub(crate) logs: Logs,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The receipt
    #[arg(value_name = "RECEIPT")]
    pub(crate) receipt: PathBuf,
    /// The files that the report was made of, and the report if you like
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// What the report's pseudonyms were made of: 32 digits, or the KEYFILE that has them at its end
    #[arg(long, value_name = "DIGITS|KEYFILE")]
    pub(crate) seed: Option<String>,
    /// The alias file that was used for a report with pseudonyms, whose receipt names nobody
    #[arg(long = "aliases", value_name = "FILE")]
    pub(crate) aliases: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// Which log
    #[arg(value_name = "classes|event")]
    pub(crate) which: Which,
    /// About so large, for example 500000 or 100M; without it, a small log with a few records that cannot be
    /// used. Less than about half a million bytes is not met closely
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub(crate) size: Option<u64>,
    /// Save it in FILE instead of writing it to standard output. A file that exists is replaced
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What the reports let one choose.
#[derive(Debug, Args)]
pub(crate) struct Choices {
    /// The first day, as 2026-03-02; without it, the log's first
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<Day>,
    /// The last day, included; without it, the log's last
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) to: Option<Day>,
    /// Make one file per six months, with the days in its name: report.csv becomes
    /// report_2026-01-01_2026-06-30.csv and so on. An attendance report spans six months at most
    #[arg(long)]
    pub(crate) split: bool,
    #[command(flatten)]
    pub(crate) zones: Zones,
    /// Save a receipt beside each report, as FILE.receipt.json: of which files it was made (size, SHA-256, records)
    /// and how, so that 'adsum verify' can make it again and compare
    #[arg(long)]
    pub(crate) receipt: bool,
    /// Coming back within so many seconds is no rejoin (only the attendance report counts rejoins)
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(crate) rejoin_gap: u32,
    #[command(flatten)]
    pub(crate) saving: Saving,
}

/// Whose clocks count.
#[derive(Debug, Args)]
pub(crate) struct Zones {
    /// The time zone that results are written in and days are counted in, as Europe/Berlin
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    pub(crate) time_zone: Zone,
    #[command(flatten)]
    pub(crate) told: Told,
}

/// What the logs do not say by themselves.
#[derive(Debug, Args)]
pub(crate) struct Told {
    /// The time zone of those times in the log that carry none (2026-03-02 10:00, but not
    /// 2026-03-02T10:00:00Z). Event logs are read in UTC without it; files of platforms need it. Without
    /// FILE= it is said of all files; what is said of one counts more
    #[arg(long, value_name = "[FILE=]ZONE", value_parser = zone_of)]
    pub(crate) log_time_zone: Vec<Of<Zone>>,
    /// Whether 3/4/2026 is March 4 (month-first) or April 3 (day-first), where no date of the files tells.
    /// Without FILE= it is said of all files
    #[arg(long, value_name = "[FILE=]ORDER", value_parser = order_of)]
    pub(crate) date_order: Vec<Of<DateOrder>>,
    /// When the meeting ended, on the clock of the file, where a file does not tell: 'last' is its last
    /// event. Without FILE= it is said of all files
    #[arg(long, value_name = "[FILE=]TIME", value_parser = ended)]
    pub(crate) ended: Vec<Of<End>>,
    /// Which day it was, where a file tells only the time of the day. Without FILE= it is said of all files
    #[arg(long, value_name = "[FILE=]DAY", value_parser = day_of)]
    pub(crate) day: Vec<Of<Day>>,
    /// Make one occurrence of a meeting that was restarted: the same session, again on the same day (in the
    /// time zone of the log), never twice at once
    #[arg(long)]
    pub(crate) join_restarts: bool,
    /// Who is the same person, as an alias file says (see 'adsum people'); it can also stand among the logs.
    /// Can be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) aliases: Vec<PathBuf>,
}

/// How CSV is written, and where what was not used goes.
#[derive(Debug, Args)]
pub(crate) struct Saving {
    /// How CSV is written; a workbook is the same either way
    #[arg(long, value_name = "KIND", default_value = "data")]
    pub(crate) csv: Csv,
    /// Save the records that could not be used in FILE (CSV), with line, reason and hint
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Csv {
    /// Opens rightly in Excel, Numbers and LibreOffice with a double-click: with a byte order mark, and a '
    /// before a text that would run as a formula
    Spreadsheet,
    /// Exact, for a script or another system: no mark, no change to any text
    Data,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Which {
    /// A term of classes at a university (CSV)
    Classes,
    /// An online event of two days with rooms, bubbles and chat (NDJSON)
    Event,
}

impl Choices {
    /// The options; without what is said of single files, which are known only once they are read.
    pub(crate) fn options(&self) -> Options {
        Options {
            from: self.from,
            to: self.to,
            zone: self.zones.time_zone.clone(),
            answers: Answers::default(),
            rejoin_gap: self.rejoin_gap,
        }
    }
}

impl Told {
    /// The same, of the files by their number, with what alias files among the logs say.
    pub(crate) fn answers(&self, log: &Log) -> Result<Answers, Failure> {
        let names: Vec<&str> = log.files.iter().map(|file| file.name.as_str()).collect();
        let (log_zone, zones) = general("--log-time-zone", &self.log_time_zone, &names)?;
        let (date_order, date_orders) = general("--date-order", &self.date_order, &names)?;
        let mut aliases = crate::read::aliases(&self.aliases)?;
        aliases.extend(log.aliases());
        Ok(Answers {
            log_zone,
            zones,
            date_order,
            date_orders,
            days: by_number("--day", &self.day, &names)?,
            ends: by_number("--ended", &self.ended, &names)?,
            join_restarts: self.join_restarts,
            aliases,
            ..Answers::default()
        })
    }
}

fn day_of(text: &str) -> Result<Of<Day>, String> {
    of(text, day)
}

fn zone_of(text: &str) -> Result<Of<Zone>, String> {
    of(text, zone)
}

fn order_of(text: &str) -> Result<Of<DateOrder>, String> {
    let why = "write month-first (12/31/2026) or day-first (31/12/2026)";
    of(text, |text| DateOrder::from_code(text).ok_or_else(|| why.to_owned()))
}

fn ended(text: &str) -> Result<Of<End>, String> {
    let why = "write a time as 2026-03-02T10:30, or 'last' for the last event";
    of(text, |text| End::read(text).ok_or_else(|| why.to_owned()))
}

impl Csv {
    pub(crate) const fn flavour(self) -> Flavour {
        match self {
            Self::Spreadsheet => Flavour::Spreadsheet,
            Self::Data => Flavour::Data,
        }
    }
}

pub(crate) fn day(text: &str) -> Result<Day, String> {
    let day = Day::parse(text.trim());
    day.ok_or_else(|| "write a day as year-month-day, for example 2026-03-02".to_owned())
}

fn zone(text: &str) -> Result<Zone, String> {
    if let Some(zone) = Zone::named(text.trim()) {
        return Ok(zone);
    }
    Err(match Zone::nearest(text).as_slice() {
        [] => "no time zone has this name; they are called UTC, Europe/Berlin, America/New_York and so on"
            .to_owned(),
        [one] => format!("no time zone has this name; did you mean {one}?"),
        [rest @ .., last] => {
            format!("no time zone has this name; did you mean {} or {last}?", rest.join(", "))
        }
    })
}

fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let factor = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "k" | "kb" => Some(1_000),
        "m" | "mb" => Some(1_000_000),
        "g" | "gb" => Some(1_000_000_000),
        _ => None,
    };
    let size = digits.parse::<u64>().ok().zip(factor).and_then(|(size, factor)| size.checked_mul(factor));
    size.ok_or_else(|| "write a size as 500000, 500k, 100M or 2G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_well_formed() {
        Adsum::command().debug_assert();
    }

    #[test]
    fn what_is_said_of_a_file_counts_more() {
        let logs = ["a/one.csv", "two.csv"];
        let day = |text| day_of(text).ok();
        let said: Vec<_> = [day("one.csv=2026-03-02"), day("2026-03-03")].into_iter().flatten().collect();
        let days = by_number("--day", &said, &logs).ok();
        let expected = [(0, "2026-03-02"), (1, "2026-03-03")];
        assert_eq!(days, Some(expected.into_iter().filter_map(|(n, d)| Some((n, Day::parse(d)?))).collect()));
        let other: Vec<_> = day("three.csv=2026-03-02").into_iter().collect();
        assert!(by_number("--day", &other, &logs).is_err());
        let zones: Vec<_> =
            ["UTC", "one.csv=asia/tokyo"].into_iter().filter_map(|text| zone_of(text).ok()).collect();
        let (all, single) = general("--log-time-zone", &zones, &logs).ok().unwrap_or_default();
        let single: Vec<_> = single.into_iter().map(|(file, zone)| (file, zone.name())).collect();
        assert_eq!((all.map(|zone| zone.name()), single), (Some("UTC"), vec![(0, "Asia/Tokyo")]));
        let twice: Vec<_> = ["UTC", "UTC"].into_iter().filter_map(|text| zone_of(text).ok()).collect();
        assert!(general("--log-time-zone", &twice, &logs).is_err());
        assert!(order_of("x=day-first").is_ok() && order_of("year-first").is_err());
        assert!(ended("x=last").is_ok() && ended("2026-03-02 10:30").is_ok());
        assert!(ended("2026-03-02T10:30Z").is_err() && ended("soon").is_err());
    }

    #[test]
    fn sizes() {
        for (text, size) in
            [("0", 0), ("500000", 500_000), ("2k", 2_000), ("100M", 100_000_000), ("1GB", 1_000_000_000)]
        {
            assert_eq!(bytes(text), Ok(size));
        }
        for text in ["", "M", "-1", "1.5M", "10X", "99999999999999999999", "99999999999999G"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}
