//! A table that no platform writes: somebody says what its columns mean, sees what comes of it, uses it, and
//! keeps it as a file. And a file that somebody says is something else.
#![cfg(unix)]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::{Intake, ReadAs};
use adsum_core::log::Log;
use adsum_core::platform::Mapping;
use adsum_core::question::Answers;
use adsum_core::report::Options as ReportOptions;
use adsum_core::time::Zone;
use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::path::PathBuf;

in_every_engine! {
    a_table_is_mapped_and_the_mapping_kept: Options::default(),
    actions_are_said_what_they_mean: Options::default(),
    a_door_tells_who_came_and_went: Options::default(),
    a_file_is_read_as_somebody_says: Options::default(),
    the_mapping_fits_a_phone: Options { viewport: Viewport::Phone, ..Options::default() },
    the_mapping_in_the_dark: Options { dark: true, ..Options::default() },
}

/// What somebody keeps by hand. Nothing in the second column's name tells what it is.
const TABLE: &str = "Schüler;Wann;Bis;Kurs\n\
    Ada;02.03.2026 09:00;02.03.2026 10:00;Bio\n\
    Ben;02.03.2026 09:05;02.03.2026 09:50;Bio\n\
    Cleo;bald;;Bio\n";

async fn value(browser: &Browser, selector: &str) -> Result<String> {
    let value = browser.script("return document.querySelector(args[0]).value", vec![json!(selector)]).await?;
    value.as_str().map(str::to_owned).context("a value")
}

async fn save(browser: &Browser, button: &str) -> Result<Vec<u8>> {
    Ok(browser.save(button).await?.1)
}

fn on_disk(folder: &tempfile::TempDir, name: &str, bytes: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

async fn a_table_is_mapped_and_the_mapping_kept(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let log = on_disk(&folder, "klasse.csv", TABLE)?;
    browser.open().await?;
    browser.upload("#files", &[&log]).await?;
    browser.text("#troubles", "klasse.csv").await?;
    browser.click("#columns-refused-0").await?;
    browser.text("#mapping-preview", "Ada").await?;
    browser.screenshot("mapping").await?;
    // The guess is filled in, with its reason.
    let guessed = [value(browser, "#mapping-column-0").await?, value(browser, "#mapping-column-2").await?];
    ensure!(guessed == ["name", "leave"], "{guessed:?}");
    browser.text("#mapping-column-0-help", "Guessed: its name has “schüler” in it.").await?;
    browser.text("#mapping-preview", "2026-03-02 09:05").await?;
    browser.text("#mapping-preview", "the time cannot be read: bald").await?;
    // What is missing is said, and cannot be used.
    browser.set("#mapping-column-0", "").await?;
    browser.text("#mapping-needs", "Missing: Who it is").await?;
    browser.element("#mapping-use:disabled").await?;
    browser.set("#mapping-column-0", "name").await?;
    // And what a report can do without: there the page says what it does.
    browser.set("#mapping-column-2", "").await?;
    browser.text("#mapping-needs", "Not told: When they left").await?;
    browser.element("#mapping-use:not(:disabled)").await?;
    browser.set("#mapping-column-2", "leave").await?;
    browser.text("#mapping-needs", "✓ When they left").await?;
    browser.element("#mapping-use:not(:disabled)").await?;
    let mapping = save(browser, "#mapping-save").await?;
    browser.click("#mapping-use").await?;
    browser.reported().await?;
    browser.text("#questions", "02.03.2026 09:00").await?;
    browser.set("#answer-zone", "Europe/Berlin").await?;
    browser.element("#save-attendance").await?;
    browser.reported().await?;
    let saved = save(browser, "#save-attendance").await?;

    let mut log_of_core = Log::default();
    let parsed = Mapping::from_json(std::str::from_utf8(&mapping)?)?;
    let mut intake = Intake::reading("klasse.csv", ReadAs::Mapped([parsed].into()));
    intake.push(TABLE.as_bytes());
    log_of_core.add(intake.finish());
    let answers = Answers::in_zone(Zone::named("Europe/Berlin").context("zone")?);
    let options = ReportOptions { answers, ..ReportOptions::default() };
    let input = log_of_core.input(&options.answers)?;
    let range = input.attendance_range(&options)?;
    let mut expected = Vec::new();
    files::attendance(input, &options, &range, Flavour::Spreadsheet, &mut |part| {
        expected.extend_from_slice(part)
    });
    ensure!(saved == expected, "the page gives another report than the core");

    // Forgotten, and dropped again with the mapping, in whatever order: the same.
    let map = on_disk(&folder, "map.json", &mapping)?;
    for files in [[&*log, &*map], [&*map, &*log]] {
        browser.click("#clear").await?;
        browser.element("main[data-screen=start]").await?;
        browser.upload("#files", &files).await?;
        browser.reported().await?;
        browser.text("#mappings", "map.json").await?;
        browser.set("#answer-zone", "Europe/Berlin").await?;
        browser.element("#save-attendance").await?;
        browser.reported().await?;
        ensure!(save(browser, "#save-attendance").await? == saved, "another report with the mapping file");
    }
    browser.screenshot("mapping-file").await?;
    // One after the other: the table waits for the mapping.
    browser.click("#clear").await?;
    browser.element("main[data-screen=start]").await?;
    browser.upload("#files", &[&log]).await?;
    browser.text("#troubles", "klasse.csv").await?;
    browser.upload("#files", &[&map]).await?;
    browser.reported().await?;
    // And it can be changed, and left as it is, by the keyboard alone.
    browser.click("#columns-0").await?;
    browser.element("main[data-screen=mapping]").await?;
    browser.script("dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))", vec![]).await?;
    browser.reported().await?;
    browser.click("#columns-0").await?;
    browser.set("#mapping-column-3", "").await?;
    browser.element("#mapping-use:not(:disabled)").await?;
    browser.click("#mapping-use").await?;
    browser.reported().await?;
    browser.text("#report", "“Wann” = Time of joining, “Bis” = Time of leaving").await?;
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains of {complaints:?}");
    Ok(())
}

async fn actions_are_said_what_they_mean(browser: &Browser) -> Result<()> {
    let table = "Who,What,When\nAda,hier,2026-03-02T09:00Z\nAda,weg,2026-03-02T10:00Z\n";
    let folder = tempfile::tempdir()?;
    let log = on_disk(&folder, "log.csv", table)?;
    browser.open().await?;
    browser.upload("#files", &[&log]).await?;
    browser.click("#columns-refused-0").await?;
    browser.set("#mapping-column-2", "time").await?;
    browser.set("#mapping-column-1", "action").await?;
    browser.text("#mapping-needs", "Say above which actions mean that somebody joined.").await?;
    browser.set("#mapping-action-0", "join").await?;
    browser.text("#mapping-preview", "the action is neither a join nor a leave: weg").await?;
    browser.set("#mapping-action-1", "leave").await?;
    browser.text("#mapping-preview", "2026-03-02 10:00 UTC").await?;
    browser.screenshot("mapping-actions").await?;
    browser.click("#mapping-use").await?;
    browser.text("#attendance", "01:00:00").await
}

/// What the scanner at a door writes: no name of a column says that it tells who came and who went.
async fn a_door_tells_who_came_and_went(browser: &Browser) -> Result<()> {
    let table = "Datum;Uhrzeit;Vorgang;Ausweis;Raum\n\
        12.10.2026;08:52:23;Kommen;K3;3.14\n12.10.2026;08:56:24;Kommen;K9;3.14\n\
        12.10.2026;09:52:23;Gehen;K3;3.14\n12.10.2026;10:01:00;Gehen;K9;3.14\n";
    let folder = tempfile::tempdir()?;
    let log = on_disk(&folder, "door.csv", table)?;
    browser.open().await?;
    browser.upload("#files", &[&log]).await?;
    browser.click("#columns-refused-0").await?;
    browser.text("#mapping-column-2-help", "Guessed: comings and goings stand in it.").await?;
    browser.text("#mapping-needs", "✓ When they left").await?;
    browser.click("#mapping-use").await?;
    browser.set("#answer-zone", "Europe/Berlin").await?;
    browser.text("#attendance", "01:00:00").await?;
    browser.text("#attendance", "01:04:36").await
}

async fn a_file_is_read_as_somebody_says(browser: &Browser) -> Result<()> {
    let text =
        "time,event,session_id,username\n2026-03-02T09:00:00Z,joined,a,u1\n2026-03-02T09:30:00Z,left,a,u1\n";
    let folder = tempfile::tempdir()?;
    let log = on_disk(&folder, "log.csv", text)?;
    let other = on_disk(&folder, "other.csv", text.replace("u1", "u2"))?;
    browser.open().await?;
    browser.upload("#files", &[&log, &other]).await?;
    browser.element("#save-attendance").await?;
    browser.reported().await?;
    let before = save(browser, "#save-attendance").await?;
    browser
        .script("document.querySelectorAll('details').forEach((part) => part.open = true)", vec![])
        .await?;
    browser.screenshot("read-as").await?;
    browser.set("#read-as-0", "zoom-participants").await?;
    browser
        .text("#troubles", "it cannot be read as Zoom participants, which has to have a header with name")
        .await?;
    browser.screenshot("read-as-refused").await?;
    browser.text("#attendance", "u2").await?;
    browser.click("#undo-refused-0").await?;
    browser.text("#attendance", "u1").await?;
    browser.reported().await?;
    ensure!(save(browser, "#save-attendance").await? == before, "another report after taking it back");
    // What it was detected as, it may also be said to be; and that is taken back, too.
    browser
        .script("document.querySelectorAll('details').forEach((part) => part.open = true)", vec![])
        .await?;
    browser.set("#read-as-0", "native-csv").await?;
    browser.text("#report", "You said: read it as “event log (CSV)”.").await?;
    browser.reported().await?;
    ensure!(save(browser, "#save-attendance").await? == before, "another report as the same");
    browser.click("#undo-0").await?;
    browser.reported().await
}

async fn the_mapping_fits_a_phone(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let log = on_disk(&folder, "klasse.csv", TABLE)?;
    browser.open().await?;
    browser.upload("#files", &[&log]).await?;
    browser.text("#troubles", "klasse.csv").await?;
    browser.fits().await?;
    browser.screenshot("mapping-refused-phone").await?;
    browser.click("#columns-refused-0").await?;
    browser.text("#mapping-preview", "Ada").await?;
    browser.fits().await?;
    browser.screenshot("mapping-phone").await?;
    browser.script("document.querySelector('#mapping-preview').scrollIntoView()", vec![]).await?;
    browser.screenshot("mapping-phone-preview").await.map(drop)
}

async fn the_mapping_in_the_dark(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let log = on_disk(&folder, "klasse.csv", TABLE)?;
    browser.open().await?;
    browser.upload("#files", &[&log]).await?;
    browser.click("#columns-refused-0").await?;
    browser.text("#mapping-preview", "Ada").await?;
    browser.screenshot("mapping-dark").await.map(drop)
}
