//! Archives, workbooks and packed files on the page: every file in them has a card, and what is saved is what
//! the plain files give.
#![cfg(unix)]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::question::Answers;
use adsum_core::report::Options as ReportOptions;
use adsum_core::time::{DateOrder, Zone};
use adsum_e2e::{Browser, Options, in_every_engine};
use anyhow::{Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::Workbook;
use serde_json::json;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

in_every_engine! {
    packed_files_give_the_report_of_the_plain_ones: Options::default(),
    a_file_that_is_trusted_is_read_within_higher_limits: Options::default(),
}

const NATIVE: &str = "time,event,session_id,session_name,user_id,display_name\n\
    2026-03-02T09:00:00Z,joined,a,Algebra,u1,Ada\n2026-03-02T09:50:00Z,left,a,Algebra,u1,Ada\n";
const SHEET: &str = "time,event,session_id,session_name,user_id,display_name\n\
    2026-03-03T09:00:00Z,joined,b,Botany,u2,Ben\n2026-03-03T09:50:00Z,left,b,Botany,u2,Ben\n";
const ZOOM: &str = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n\
    Ada,ada@uni.example,03/14/2026 09:00:00 AM,03/14/2026 10:00:00 AM,60,No,No\n";
const TEAMS: &str = "Full Name\tUser Action\tTimestamp\nAda\tJoined\t3/14/2026, 9:00:00 AM\nAda\tLeft\t3/14/2026, 9:30:00 AM\n";

fn archive() -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("participants_98100000001.csv", ZOOM), ("meetingAttendanceList.csv", TEAMS)] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn workbook() -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(SHEET.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write_string(row, column, cell)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

async fn packed_files_give_the_report_of_the_plain_ones(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(NATIVE.as_bytes())?;
    let packed = [("term.zip", archive()?), ("botany.xlsx", workbook()?), ("algebra.csv.gz", gzip.finish()?)];
    let mut paths = Vec::new();
    for (name, bytes) in packed {
        paths.push(folder.path().join(name));
        std::fs::write(folder.path().join(name), bytes)?;
    }
    browser.open().await?;
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    browser.upload("#files", &paths).await?;
    browser.reported().await?;
    for card in [
        "term.zip › participants_98100000001.csv",
        "term.zip › meetingAttendanceList.csv",
        "botany.xlsx › Sheet1",
        "algebra.csv",
    ] {
        browser.text("#report", card).await?;
    }
    let zone = "const field = document.querySelector('#answer-zone');
                field.value = 'UTC';
                field.dispatchEvent(new Event('input', { bubbles: true }));
                field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script(zone, vec![json!(null)]).await?;
    browser.element("#attendance").await?;
    browser.reported().await?;
    browser.screenshot("containers").await?;
    let (_, saved) = browser.save("#save-attendance").await?;

    let mut log = Log::default();
    for (name, text) in [
        ("participants_98100000001.csv", ZOOM),
        ("meetingAttendanceList.csv", TEAMS),
        ("botany.csv", SHEET),
        ("algebra.csv", NATIVE),
    ] {
        let mut intake = Intake::new(name);
        intake.push(text.as_bytes());
        log.add(intake.finish());
    }
    let answers = Answers { date_order: Some(DateOrder::MonthFirst), ..Answers::in_zone(Zone::UTC) };
    let options = ReportOptions { answers, ..ReportOptions::default() };
    let input = log.input(&options.answers)?;
    let range = input.attendance_range(&options)?;
    let mut expected = Vec::new();
    files::attendance(input, &options, &range, Flavour::Spreadsheet, &mut |part| {
        expected.extend_from_slice(part)
    });
    ensure!(
        saved == expected,
        "{}\nis not\n{}",
        String::from_utf8_lossy(&saved),
        String::from_utf8_lossy(&expected)
    );
    Ok(())
}

/// It is refused at first, as it unpacks to so much; whoever trusts it says so, and how it was read is in the receipt.
async fn a_file_that_is_trusted_is_read_within_higher_limits(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(NATIVE.as_bytes())?;
    gzip.write_all("\n".repeat(20 << 20).as_bytes())?;
    let path = folder.path().join("algebra.csv.gz");
    std::fs::write(&path, gzip.finish()?)?;
    browser.open_at("/#receipt=yes").await?;
    browser.upload("#files", &[&path]).await?;
    browser.text("#troubles", "it unpacks to more than 200 times its size").await?;
    browser.screenshot("refused").await?;
    browser.click("#raise-refused-0").await?;
    browser.reported().await?;
    browser.element("#troubles[hidden]").await?;
    browser.save("#save-attendance").await?;
    browser.click("#save-attendance-receipt:not([hidden])").await?;
    let receipt = browser.download("attendance_2026-03-02_2026-03-02.csv.receipt.json").await?;
    let receipt: serde_json::Value = serde_json::from_slice(&receipt)?;
    ensure!(receipt["inputs"][0]["limits"] == json!(10), "{receipt}");
    Ok(())
}
