//! A large event log is read in parts by several workers, and any log on where the browser's stream of it ends, fails or
//! falls silent: the reports are those of one reader, to the byte.
#![cfg(unix)]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::report::Options as ReportOptions;
use adsum_core::report::rejected::RejectedTable;
use adsum_e2e::{Browser, Options, in_every_engine};
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::fs;
use std::sync::OnceLock;

in_every_engine! {
    parts_are_read_side_by_side: Options::default(),
    three_processors_read_side_by_side: Options::default(),
    two_processors_read_no_more_than_this_alone: Options::default(),
    one_processor_reads_alone: Options::default(),
    parts_of_a_worker_that_dies_are_read_again: Options::default(),
    parts_of_a_worker_that_falls_silent_are_read_again: Options::default(),
    what_a_stream_leaves_is_read_by_slices: Options::default(),
}

/// Written into every worker before its own text: the computer has so many processors, and what parts come to is told.
const WATCH: &str = r"
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: PROCESSORS });
    const told = new BroadcastChannel('parts');
    addEventListener('message', (event) => {
      if (event.data?.command?.do !== 'part') return;
      if ('END' === 'gone') { close(); throw new Error('gone'); }
      if ('END' === 'silent') event.stopImmediatePropagation();
    });
    globalThis.Worker = class extends Worker {
      constructor(url) {
        super(url);
        this.addEventListener('message', ({ data }) => {
          if (data.say === 'reply') told.postMessage(data.reply ? 'read' : 'given up');
        });
        this.addEventListener('error', () => told.postMessage('died'));
      }
    };";

const RIG: &str = r"
    window.parts = [];
    new BroadcastChannel('parts').onmessage = ({ data }) => parts.push(data);";

/// How many records the log has: some 37 MB of them.
const RECORDS: u32 = 240_000;

struct Large {
    text: String,
    attendance: Vec<u8>,
    rejected: Vec<u8>,
}

/// A log with all that a cut may hit: records that are rejected, texts with line breaks, and one so long that some part
/// begins in the middle of it.
fn large() -> Result<&'static Large> {
    static LARGE: OnceLock<Option<Large>> = OnceLock::new();
    LARGE.get_or_init(|| make_large().ok()).as_ref().context("the log could not be made")
}

fn make_large() -> Result<Large> {
    let mut text = String::from("time,event,session_id,session_name,user_id,display_name,connection_id\n");
    for n in 0..RECORDS {
        let (minute, second, person) = (n / 60 % 60, n % 60, n / 2 % 4_000);
        let event = if n % 2 == 0 { "joined" } else { "left" };
        let room = n / 24_000;
        let name = match n {
            n if n % 1_000 == 7 => format!("\"Zoë\n\"\"{person}\"\"\""),
            n if n % 20_000 == 13 => {
                format!("\"{}\"", "2026-03-02T09:00:00Z,joined,room,,eve\n".repeat(24_000))
            }
            n if n % 5_000 == 11 => "too,many".to_owned(),
            _ => format!("Person {person} of the register of everybody who may attend, {}", "x".repeat(20))
                .replace(',', ";"),
        };
        let hour = 8 + room;
        writeln!(
            text,
            "2026-03-02T{hour:02}:{minute:02}:{second:02}Z,{event},room-{room},Room {room},u{person},{name},c{n}"
        )?;
    }
    let mut intake = Intake::new("log.csv");
    intake.push(text.as_bytes());
    let mut log = Log::default();
    log.add(intake.finish());
    let (mut attendance, mut rejected) = (Vec::new(), Vec::new());
    files::table(&RejectedTable::new(&log), Flavour::Spreadsheet, &mut |part| {
        rejected.extend_from_slice(part)
    });
    let options = ReportOptions::default();
    let input = log.input(&options.answers)?;
    let range = input.attendance_range(&options)?;
    files::attendance(input, &options, &range, Flavour::Spreadsheet, &mut |part| {
        attendance.extend_from_slice(part);
    });
    Ok(Large { text, attendance, rejected })
}

/// Gives the page of a computer with so many processors the log, and tells what came of the parts. Who is asked to read
/// one comes to this end.
async fn read(browser: &Browser, processors: u32, end: &str) -> Result<Vec<String>> {
    let large = large()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("log.csv");
    fs::write(&path, &large.text)?;
    let watch = WATCH.replace("PROCESSORS", &processors.to_string()).replace("END", end);
    browser.open_with_worker(&watch, RIG).await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    for (button, expected) in [("#save-attendance", &large.attendance), ("#save-rejected", &large.rejected)] {
        let (name, saved) = browser.save(button).await?;
        ensure!(saved == *expected, "{name}: {} bytes and not the {} expected", saved.len(), expected.len());
    }
    let parts = browser.script("return parts", vec![]).await?;
    Ok(serde_json::from_value(parts)?)
}

async fn parts_are_read_side_by_side(browser: &Browser) -> Result<()> {
    let parts = read(browser, 4, "none").await?;
    let read = parts.iter().filter(|part| *part == "read").count();
    ensure!(read > 1, "of the parts: {parts:?}");
    Ok(())
}

async fn three_processors_read_side_by_side(browser: &Browser) -> Result<()> {
    let parts = read(browser, 3, "none").await?;
    ensure!(!parts.is_empty(), "nobody else was asked");
    Ok(())
}

/// Of two processors, both are wanted for a far larger log only.
async fn two_processors_read_no_more_than_this_alone(browser: &Browser) -> Result<()> {
    let parts = read(browser, 2, "none").await?;
    ensure!(parts.is_empty(), "of the parts: {parts:?}");
    Ok(())
}

async fn one_processor_reads_alone(browser: &Browser) -> Result<()> {
    let parts = read(browser, 1, "none").await?;
    ensure!(parts.is_empty(), "of the parts: {parts:?}");
    Ok(())
}

async fn parts_of_a_worker_that_dies_are_read_again(browser: &Browser) -> Result<()> {
    let parts = read(browser, 4, "gone").await?;
    ensure!(parts.iter().any(|part| part == "died"), "nothing died: {parts:?}");
    ensure!(parts.iter().all(|part| part != "read"), "read by the dead: {parts:?}");
    Ok(())
}

async fn parts_of_a_worker_that_falls_silent_are_read_again(browser: &Browser) -> Result<()> {
    let parts = read(browser, 4, "silent").await?;
    ensure!(parts.is_empty(), "told by the silent: {parts:?}");
    Ok(())
}

/// Written into the worker before its own text: a stream gives a file's first bytes, and then comes to this end.
const LEAVES: &str = r"
    Blob.prototype.stream = function () {
      return new ReadableStream({
        type: 'bytes',
        start: async (controller) => {
          controller.enqueue(new Uint8Array(await this.slice(0, 1000).arrayBuffer()));
          if ('END' === 'ends') controller.close();
          if ('END' === 'fails') controller.error(new Error('END'));
        },
      });
    };";

async fn what_a_stream_leaves_is_read_by_slices(browser: &Browser) -> Result<()> {
    let mut log = String::from("time,event,session_id,user_id\n");
    for n in 0..100 {
        writeln!(log, "2026-03-02T09:{:02}:00Z,joined,room,u{n:02}", n % 60)?;
    }
    let shown = "return document.querySelector('#attendance-table').textContent";
    browser.give(&log).await?;
    let expected = browser.script(shown, vec![]).await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("log.csv");
    fs::write(&path, log)?;
    for end in ["ends", "fails", "is silent"] {
        browser.open_with_worker(&LEAVES.replace("END", end), "").await?;
        browser.upload("#files", &[&path]).await?;
        browser.reported().await?;
        let read = browser.script(shown, vec![]).await?;
        ensure!(read == expected, "of one that {end}: {read}");
    }
    Ok(())
}
