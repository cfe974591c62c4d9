//! A random log as the core reads it, and its tables as they go out.

use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::question::Answers;
use adsum_core::report::attendance::Attendance;
use adsum_core::report::smart_sessions::{Sheet, SmartSessions};
use adsum_core::report::{Input, Options, Range};
use adsum_core::share::{Shared, Sharing, Which};
use adsum_core::table::{Cell, Table};
use adsum_core::time::{Day, Zone};
use adsum_oracle::random::RandomLog;
use std::collections::{BTreeMap, BTreeSet};

/// A table: its columns, and its rows of texts and counts; whatever else stands in a cell is blank here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(crate) columns: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Option<String>>>,
}

/// The tables that go out, by name.
pub(crate) type Tables = BTreeMap<&'static str, Texts>;

pub(crate) struct Read(Log);

impl Read {
    pub(crate) fn new(log: &RandomLog) -> Self {
        let mut read = Log::default();
        for file in &log.files {
            let mut intake = Intake::new(&*file.name);
            intake.push(&file.bytes);
            read.add(intake.finish());
        }
        Self(read)
    }

    /// Does something with each table of the reports.
    fn each(&mut self, log: &RandomLog, work: &mut dyn FnMut(Input<'_>, Which, &dyn Table)) {
        let options = options(log);
        let input = self.0.input(&options.answers).expect("an event log leaves nothing open");
        let empty = Range { from: Day::from_number(0), to: Day::from_number(0), start: 0, end: 0 };
        let range = input.attendance_range(&options).unwrap_or(empty);
        work(input, Which::Attendance, &Attendance::new(input, &options, &range));
        let range = input.smart_sessions_range(&options).unwrap_or(empty);
        let report = SmartSessions::new(input, &options, &range);
        for sheet in Sheet::ALL {
            work(input, Which::Sheet(sheet), &report.sheet(sheet));
        }
    }

    /// Those that go out, of each of these. All have one seed.
    pub(crate) fn shared(&mut self, sharings: &[Sharing], log: &RandomLog) -> Vec<Tables> {
        let mut all: Vec<Tables> = sharings.iter().map(|_| Tables::new()).collect();
        let mut codes = None;
        self.each(log, &mut |input, which, table| {
            let hidden = || sharings.iter().find_map(|sharing| sharing.codes(input));
            let codes = codes.get_or_insert_with(hidden).as_ref();
            for (sharing, tables) in sharings.iter().zip(&mut all) {
                let shared = Shared::new(table, which, sharing, codes.filter(|_| sharing.seed.is_some()));
                if !shared.columns().is_empty() {
                    tables.insert(which.name(), texts(&shared));
                }
            }
        });
        all
    }

    /// The pseudonyms that the key has.
    pub(crate) fn key(&mut self, sharing: &Sharing, log: &RandomLog) -> BTreeSet<String> {
        let input = self.0.input(&options(log).answers).expect("an event log leaves nothing open");
        let key = sharing.codes(input).map(|codes| texts(&codes.key()));
        key.into_iter().flat_map(|key| key.rows).filter_map(|row| row[0].clone()).collect()
    }
}

fn texts(table: &dyn Table) -> Texts {
    let mut cells = Vec::new();
    let rows = (0..table.len()).map(|row| {
        table.row(row, &mut cells);
        let text = |cell: &Cell<'_>| match cell {
            Cell::Text(text) => Some(text.to_string()),
            Cell::Count(count) => Some(count.to_string()),
            _ => None,
        };
        cells.iter().map(text).collect()
    });
    let rows = rows.collect();
    Texts { columns: table.columns().iter().map(|column| column.name).collect(), rows }
}

fn options(log: &RandomLog) -> Options {
    let zone = |name: &str| Zone::named(name).expect("a zone that the core knows");
    let chosen = &log.options;
    let day = |date: Option<jiff::civil::Date>| date.and_then(|date| Day::parse(&date.to_string()));
    let log_zone = zone(&chosen.log_time_zone);
    let answers = Answers { join_restarts: chosen.join_restarts, ..Answers::in_zone(log_zone) };
    let (from, to) = (day(chosen.from), day(chosen.to));
    Options { from, to, zone: zone(&chosen.time_zone), answers, rejoin_gap: chosen.rejoin_gap }
}
