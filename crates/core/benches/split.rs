//! How fast CSV is cut into records: ours, and the `csv` crate's. Why there is an own splitter at all.
//!
//! `cargo bench -p adsum-core --bench split`
#![expect(clippy::print_stdout, reason = "its result is for people")]
#![expect(clippy::disallowed_methods, reason = "a clock is what it is about")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use adsum_core::problem::Reason;
use adsum_core::source::{CsvReader, Record, Sink};

const SIZE: usize = 100 << 20;
const CHUNK: usize = 1 << 20;
const ROUNDS: usize = 7;

/// Something cheap that depends on every cell.
#[derive(Default, Debug, PartialEq, Clone, Copy)]
struct Sum {
    records: usize,
    cells: usize,
    bytes: usize,
}

impl Sum {
    fn add<'a>(&mut self, cells: impl Iterator<Item = &'a [u8]>) {
        self.records += 1;
        for cell in cells {
            self.cells += 1;
            self.bytes += cell.len();
        }
    }
}

impl Sink for Sum {
    fn record(&mut self, record: Record<'_>) {
        self.add(record.iter());
    }

    fn fault(&mut self, _: u64, _: Reason, _: &[u8]) {}
}

/// A log of lines like the native ones; of a hundred lines, `quoted` have a name in quotes.
fn log(quoted: u32) -> String {
    let mut text = String::with_capacity(SIZE + 1000);
    text.push_str("time,event,event_code,session_id,session_name,instance_id,user_id,username,display_name,email,role,attendee_type,country,connection_id,bubble_id,target_user_id,target_name\n");
    let mut state = 1_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    while text.len() < SIZE {
        let (user, session, second) = (random(20_000), random(300), random(60));
        let event = ["joined", "left", "chat", "bubble_joined"][random(4) as usize];
        let quote = if random(100) < quoted { "\"" } else { "" };
        let _ = writeln!(
            text,
            "2026-03-{:02}T{:02}:{:02}:{second:02}Z,{event},autumn26,s{session},Room {session},s{session}-{},u{user},,{quote}Attendee {user}{quote},user{user}@example.org,Participant,,PL,c{},,,",
            random(28) + 1,
            random(24),
            random(60),
            random(9),
            random(100_000),
        );
    }
    text
}

/// One run of some work, and how long it took.
fn measure(work: impl FnOnce() -> Sum) -> (Sum, Duration) {
    let start = Instant::now();
    let sum = black_box(work());
    (sum, start.elapsed())
}

fn ours(text: &[u8]) -> Sum {
    let mut sum = Sum::default();
    let mut reader = CsvReader::new(b',');
    for chunk in text.chunks(CHUNK) {
        reader.feed(chunk, &mut sum);
    }
    reader.finish(&mut sum);
    sum
}

fn theirs(text: &[u8]) -> Sum {
    let mut sum = Sum::default();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).is_ok_and(|found| found) {
        sum.add(record.iter());
    }
    sum
}

fn main() {
    for quoted in [0, 2, 100] {
        let text = log(quoted);
        let text = text.as_bytes();
        // In turns, and the shortest of them: the machine may have other work.
        let (mut our_time, mut their_time) = (Duration::MAX, Duration::MAX);
        let mut records = 1;
        for _ in 0..ROUNDS {
            let (our_sum, time) = measure(|| ours(text));
            our_time = our_time.min(time);
            let (their_sum, time) = measure(|| theirs(text));
            their_time = their_time.min(time);
            assert_eq!(our_sum, their_sum, "the same cells");
            records = our_sum.records;
        }
        let speed = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{quoted:3} % of lines with a quote, {} bytes a line: {:.0} MB/s, csv {:.0} MB/s: {:.1} times",
            text.len() / records,
            speed(our_time),
            speed(their_time),
            speed(our_time) / speed(their_time),
        );
    }
}
