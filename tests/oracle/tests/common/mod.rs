//! The core and the oracle, each asked for the same texts. Every test crate here takes this in.

use adsum_core::event::Field;
use adsum_core::export::csv::{self, Flavour};
use adsum_core::intake::{Intake, Reading};
use adsum_core::log::Log;
use adsum_core::people::{Aliases, Identifier, Person};
use adsum_core::problem::Irregularity;
use adsum_core::question::Answers;
use adsum_core::report::attendance::Attendance;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::report::{Options, Range};
use adsum_core::table::Table;
use adsum_core::time::{Day, Zone};
use adsum_oracle::{File, Options as OracleOptions};
use std::fmt::Write as _;

/// A log as the core read it.
pub(crate) struct Read(pub(crate) Log);

/// One file as the core reads it, in chunks of this size.
pub(crate) fn reading(file: &File, chunk: usize) -> Reading {
    let mut intake = Intake::new(&*file.name);
    file.bytes.chunks(chunk).for_each(|bytes| intake.push(bytes));
    intake.finish()
}

impl Read {
    /// Reads files, in chunks of this size.
    pub(crate) fn files(files: &[File], chunk: usize) -> Self {
        let mut log = Log::default();
        files.iter().for_each(|file| log.add(reading(file, chunk)));
        Self(log)
    }

    /// The attendance report as Data CSV, or that its range is too long.
    pub(crate) fn attendance(&mut self, options: &OracleOptions) -> String {
        let options = core_options(options);
        let input = self.0.input(&options.answers).expect("an event log leaves nothing open");
        match input.attendance_range(&options) {
            Ok(range) if range.is_too_long() => "too long".to_owned(),
            Ok(range) => text(&Attendance::new(input, &options, &range)),
            // The oracle has no such error: nothing lies in such a range.
            Err(_) => text(&Attendance::new(input, &options, &EMPTY)),
        }
    }

    /// The seven sheets as Data CSV.
    pub(crate) fn sheets(&mut self, options: &OracleOptions) -> Vec<(&'static str, String)> {
        let options = core_options(options);
        let input = self.0.input(&options.answers).expect("an event log leaves nothing open");
        let range = input.smart_sessions_range(&options).unwrap_or(EMPTY);
        let report = SmartSessions::new(input, &options, &range);
        Sheet::ALL.map(|sheet| (sheet.name(), text(&report.sheet(sheet)))).into()
    }

    /// Every count, and every rejected record with its place.
    pub(crate) fn rejected(&self) -> String {
        let (read, used, _) = self.0.counts();
        let rows = self.0.rejected.iter().map(|rejected| {
            let file = &self.0.files[rejected.position.file as usize].name;
            let field = rejected.field.map_or("", Field::name);
            (file.clone(), rejected.position.line, field, rejected.reason.code())
        });
        listed(read, used, rows.collect())
    }

    /// How much was put right.
    pub(crate) fn notes(&mut self, options: &OracleOptions) -> String {
        let answers = core_options(options).answers;
        let timeline = self.0.input(&answers).expect("an event log leaves nothing open").timeline;
        let count =
            |what: Irregularity| timeline.notes.iter().find(|note| note.what == what).map_or(0, |n| n.count);
        format!(
            "{} twice, {} without leave, {} without join",
            count(Irregularity::LoggedTwice),
            count(Irregularity::JoinWithoutLeave),
            count(Irregularity::LeaveWithoutJoin)
        )
    }

    /// Everything that must not depend on the order of things.
    pub(crate) fn all(&mut self, options: &OracleOptions) -> String {
        let mut all = self.attendance(options);
        for (name, sheet) in self.sheets(options) {
            all.push_str(name);
            all.push_str(&sheet);
        }
        all
    }
}

pub(crate) const EMPTY: Range =
    Range { from: Day::from_number(0), to: Day::from_number(0), start: 0, end: 0 };

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a zone that the core knows")
}

pub(crate) fn core_options(options: &OracleOptions) -> Options {
    let day = |date: Option<jiff::civil::Date>| date.and_then(|date| Day::parse(&date.to_string()));
    Options {
        from: day(options.from),
        to: day(options.to),
        zone: zone(&options.time_zone),
        answers: Answers {
            join_restarts: options.join_restarts,
            aliases: Aliases { people: options.aliases.iter().map(|person| self::person(person)).collect() },
            ..Answers::in_zone(zone(&options.log_time_zone))
        },
        rejoin_gap: options.rejoin_gap,
    }
}

fn person(is: &[(&str, String)]) -> Person {
    let identifier = |(name, value): &(&str, String)| {
        let field = Field::from_header(name).expect("a field's name");
        Identifier::new(field, value)
    };
    Person { name: String::new(), is: is.iter().map(identifier).collect() }
}

fn text(table: &dyn Table) -> String {
    let mut bytes = Vec::new();
    csv::write(table, Flavour::Data, &mut |part| bytes.extend_from_slice(part));
    String::from_utf8(bytes).expect("a report is UTF-8")
}

fn listed(read: u64, used: u64, mut rows: Vec<(String, u64, &str, &str)>) -> String {
    rows.sort_unstable();
    let rows: String =
        rows.iter().map(|(file, line, field, reason)| format!("{file}:{line} {field} {reason}\n")).collect();
    format!("{read} read, {used} used\n{rows}")
}

fn oracle_rejected(log: &adsum_oracle::Log) -> String {
    let rows = log.rejected.iter().map(|row| (row.file.clone(), row.line, row.field, row.reason));
    listed(log.read as u64, log.used as u64, rows.collect())
}

fn oracle_attendance(log: &adsum_oracle::Log, options: &OracleOptions) -> String {
    adsum_oracle::attendance(log, options).unwrap_or_else(|_| "too long".to_owned())
}

fn oracle_notes(log: &adsum_oracle::Log, options: &OracleOptions) -> String {
    let notes = adsum_oracle::notes(log, options);
    format!(
        "{} twice, {} without leave, {} without join",
        notes.duplicates, notes.joins_without_leave, notes.leaves_without_join
    )
}

/// What differs between two texts: the lines from the first difference on.
pub(crate) fn same(what: &str, core: &str, other: &str) -> Result<(), String> {
    if core == other {
        return Ok(());
    }
    let mut message = format!("{what} differs\n");
    let (mut cores, mut others) = (core.lines(), other.lines());
    for line in 1.. {
        let (one, two) = (cores.next(), others.next());
        if one != two {
            let _ = writeln!(message, "  line {line}\n    core:  {one:?}\n    other: {two:?}");
            break;
        }
    }
    Err(message)
}

/// Whether the core and the oracle say the same of these files, which the core has read: what was rejected,
/// every byte of both reports, and how much was put right.
pub(crate) fn agrees_with_oracle(
    core: &mut Read,
    files: &[File],
    options: &OracleOptions,
) -> Result<(), String> {
    let oracle = adsum_oracle::read(files);
    same("what was rejected", &core.rejected(), &oracle_rejected(&oracle))?;
    same("attendance", &core.attendance(options), &oracle_attendance(&oracle, options))?;
    for ((name, core), (other_name, other)) in
        core.sheets(options).iter().zip(adsum_oracle::smart_sessions(&oracle, options))
    {
        assert_eq!(*name, other_name);
        same(name, core, &other)?;
    }
    same("notes", &core.notes(options), &oracle_notes(&oracle, options))
}
