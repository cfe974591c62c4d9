//! The hot parts of the core one by one, each made to work on the same log: natively `main.rs` takes their times, in
//! wasm `hot.mjs`, which puts them side by side (`cargo xtask bench --hot`).

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::{Intake, Reading};
use adsum_core::log::Log;
use adsum_core::problem::Reason;
use adsum_core::question::Answers;
use adsum_core::report::attendance::Attendance;
use adsum_core::report::picture::Pictures;
use adsum_core::report::smart_sessions::SmartSessions;
use adsum_core::report::{Input, Options};
use adsum_core::sample::{self, Sample, Size};
use adsum_core::source::{Record, Sink, Source};
use adsum_core::time::Zone;
use std::hint::black_box;
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes that are pushed at once, as on the page.
const PIECE: usize = 256 << 10;

/// What each part is given.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Bench {
    csv: Vec<u8>,
    ndjson: Vec<u8>,
    log: Log,
    answers: [Answers; 2],
    turn: usize,
}

/// A part, and how many times what it works on it gave back: something that cannot be left out.
type Part = (&'static str, fn(&mut Bench) -> u64);

const PARTS: [Part; 9] = [
    ("CSV to records", |bench| records(&bench.csv)),
    ("NDJSON to records", |bench| records(&bench.ndjson)),
    ("CSV to a ledger", |bench| read(&bench.csv).file.used),
    ("NDJSON to a ledger", |bench| read(&bench.ndjson).file.used),
    ("a ledger to stays", |bench| {
        // With other answers, what was ready is made anew.
        bench.turn = 1 - bench.turn;
        bench.with(|input, _| input.timeline.attended.len() as u64)
    }),
    ("stays to the attendance report", |bench| bench.with(|input, options| bytes_of(input, options, false))),
    ("the attendance report to CSV", |bench| bench.with(|input, options| bytes_of(input, options, true))),
    ("a ledger to Smart Sessions", |bench| {
        bench.with(|input, options| {
            let report =
                input.smart_sessions_range(options).map(|range| SmartSessions::new(input, options, &range));
            report.map_or(0, |report| report.sheets().len() as u64)
        })
    }),
    ("a ledger to the picture of usage", |bench| {
        bench.with(|input, options| {
            let usage = input
                .smart_sessions_range(options)
                .map(|range| Pictures::new(input, options, &range).usage(None));
            usage.ok().flatten().map_or(0, |usage| usage.joins)
        })
    }),
];

#[wasm_bindgen]
impl Bench {
    /// Makes logs of about so many bytes.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        let [csv, ndjson] = [Sample::Classes, Sample::Event].map(|sample| {
            let mut text = Vec::with_capacity(bytes + bytes / 8);
            sample::write(sample, Size::Bytes(bytes as u64), &mut |part| text.extend_from_slice(part));
            text
        });
        let mut log = Log::default();
        log.add(read(&csv));
        let answers = [Answers::default(), Answers::in_zone(Zone::utc())];
        Self { csv, ndjson, log, answers, turn: 0 }
    }

    /// What the parts are called.
    #[must_use]
    pub fn names() -> Vec<String> {
        PARTS.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    /// Lets a part work once.
    pub fn run(&mut self, part: usize) {
        if let Some((_, work)) = PARTS.get(part) {
            black_box(work(self));
        }
    }

    /// How many events it is about.
    #[must_use]
    pub fn events(&self, part: usize) -> f64 {
        let lines = |text: &[u8]| text.iter().filter(|&&byte| byte == b'\n').count() as f64;
        let is_ndjson = PARTS.get(part).is_some_and(|(name, _)| name.starts_with("NDJSON"));
        lines(if is_ndjson { &self.ndjson } else { &self.csv })
    }
}

impl Bench {
    fn with(&mut self, work: impl FnOnce(Input<'_>, &Options) -> u64) -> u64 {
        let options = Options { answers: self.answers[self.turn].clone(), ..Options::default() };
        self.log.input(&options.answers).map_or(0, |input| work(input, &options))
    }
}

/// Counts what it is told.
#[derive(Debug, Default)]
struct Count(u64);

impl Sink for Count {
    fn record(&mut self, record: Record<'_>) {
        self.0 += record.len() as u64;
    }

    fn fault(&mut self, _: u64, _: Reason, _: &[u8]) {}
}

fn records(text: &[u8]) -> u64 {
    let (mut source, mut count) = (Source::new(), Count::default());
    text.chunks(PIECE).for_each(|piece| source.feed(piece, &mut count));
    source.finish(&mut count);
    count.0
}

fn read(text: &[u8]) -> Reading {
    let mut intake = Intake::new("log");
    text.chunks(PIECE).for_each(|piece| intake.push(piece));
    intake.finish()
}

/// The report's rows, or how many bytes they are as CSV.
fn bytes_of(input: Input<'_>, options: &Options, written: bool) -> u64 {
    let Ok(range) = input.attendance_range(options) else { return 0 };
    let report = Attendance::new(input, options, &range);
    let mut bytes = 0;
    if written {
        files::table(&report, Flavour::Spreadsheet, &mut |part| bytes += part.len() as u64);
    }
    bytes
}
