//! What is asked of several files, answered otherwise for one of them; a day that a file's name has; and all
//! events as one log, which is byte for byte what the core writes.
#![cfg(unix)]

use adsum_core::export::files;
use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::question::Answers;
use adsum_core::time::{DateOrder, Zone};
use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

in_every_engine! {
    one_file_has_another_clock: Options::default(),
    single_files_fit_a_phone: Options { viewport: Viewport::Phone, dark: true, ..Options::default() },
    a_day_in_the_name_is_offered: Options::default(),
    zones_are_offered_where_one_is_asked_for: Options::default(),
    a_file_in_an_archive_is_read_as_somebody_says: Options::default(),
}

const ZOOM: &str = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n\
                    Ana,ana@x.edu,3/4/2026 09:00:00 AM,3/4/2026 10:00:00 AM,60\n";

/// Two files of Zoom's, given to the page.
async fn give_two(browser: &Browser) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let paths: Vec<PathBuf> = ["one.csv", "two.csv"].map(|name| folder.path().join(name)).into();
    std::fs::write(&paths[0], ZOOM)?;
    std::fs::write(&paths[1], ZOOM.replace("Ana,ana", "Bo,bo"))?;
    browser.open().await?;
    browser.upload("#files", &[&paths[0], &paths[1]]).await?;
    browser.reported().await?;
    Ok(folder)
}

async fn zones_are_offered_where_one_is_asked_for(browser: &Browser) -> Result<()> {
    let _folder = give_two(browser).await?;
    browser.click("#date-order-day").await?;
    browser.click("#answer-zone").await?;
    browser.element("#zones option[value='Asia/Tokyo']").await?;
    Ok(())
}

async fn one_file_has_another_clock(browser: &Browser) -> Result<()> {
    let _folder = give_two(browser).await?;
    browser.click("#date-order-day").await?;
    browser.set("#answer-zone", "UTC").await?;
    browser.element("#save-events").await?;
    browser.reported().await?;
    browser.click("#single-zones summary").await?;
    browser.set("#answer-zone-1", "Mars").await?;
    browser.text("#single-zones", "There is no such time zone").await?;
    browser.set("#answer-zone-1", "Asia/Tokyo").await?;
    browser.text("#single-zones", "So 2026-04-03 09:00 (Asia/Tokyo) is 2026-04-03 00:00").await?;
    browser.click("#single-orders summary").await?;
    browser.set("#answer-order-1", "month-first").await?;
    browser.text("#single-zones", "So 2026-03-04 09:00 (Asia/Tokyo) is 2026-03-04 00:00").await?;
    browser.reported().await?;
    browser.screenshot("single-files").await?;

    let (_, saved) = browser.save("#save-events").await?;
    let mut log = Log::default();
    for (name, text) in [("one.csv", ZOOM.to_owned()), ("two.csv", ZOOM.replace("Ana,ana", "Bo,bo"))] {
        let mut intake = Intake::new(name);
        intake.push(text.as_bytes());
        log.add(intake.finish());
    }
    let mut answers = Answers { date_order: Some(DateOrder::DayFirst), ..Answers::in_zone(Zone::utc()) };
    answers.zones.insert(1, Zone::named("Asia/Tokyo").context("a zone")?);
    answers.date_orders.insert(1, DateOrder::MonthFirst);
    let mut expected = Vec::new();
    files::events(log.input(&answers)?, &mut |part| expected.extend_from_slice(part));
    ensure!(saved == expected, "{}", String::from_utf8_lossy(&saved));
    Ok(())
}

async fn single_files_fit_a_phone(browser: &Browser) -> Result<()> {
    let _folder = give_two(browser).await?;
    browser.click("#single-orders summary").await?;
    browser.click("#single-zones summary").await?;
    let wide = "return document.documentElement.scrollWidth > innerWidth";
    ensure!(browser.script(wide, vec![]).await? == json!(false), "the page is wider than the phone");
    browser.screenshot("single-files-phone").await?;
    Ok(())
}

async fn a_day_in_the_name_is_offered(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("Seminar 2026-03-04.csv");
    std::fs::write(&path, "Name,Email,Duration,Time joined,Time exited\nAna,,58 min,09:02,10:00\n")?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.text("#questions", "the day in the file’s name").await?;
    browser.set("#answer-zone", "UTC").await?;
    let offered = browser.script("return document.querySelector('#answer-day-0').value", vec![]).await?;
    ensure!(offered == json!("2026-03-04"), "{offered}");
    let shown = "return document.querySelector('#attendance')?.checkVisibility() ?? false";
    ensure!(browser.script(shown, vec![]).await? == json!(false), "it is not taken by itself");
    browser.click("#use-day-0").await?;
    browser.text("#attendance", "03/04/2026 09:02").await
}

/// What is said of one file in an archive is said of it alone, and what was answered of another stays with that.
async fn a_file_in_an_archive_is_read_as_somebody_says(browser: &Browser) -> Result<()> {
    let two = ZOOM.replace("Ana,ana", "Bo,bo");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("one.csv", ZOOM), ("two.csv", &two)] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("term.zip");
    std::fs::write(&path, zip.finish()?.into_inner())?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.click("#date-order-day").await?;
    browser.set("#answer-zone", "UTC").await?;
    browser.element("#save-events").await?;
    browser.reported().await?;
    browser.click("#single-zones summary").await?;
    browser.set("#answer-zone-1", "Asia/Tokyo").await?;
    browser.reported().await?;

    browser.set("#read-as-0", "native-csv").await?;
    browser.text("#troubles", "term.zip › one.csv").await?;
    browser.reported().await?;
    let cards = browser.script("return document.querySelectorAll('li.file').length", vec![]).await?;
    ensure!(cards == json!(1), "{cards} files are left");
    let (_, saved) = browser.save("#save-events").await?;
    let mut intake = Intake::new("two.csv");
    intake.push(two.as_bytes());
    let mut log = Log::default();
    log.add(intake.finish());
    let tokyo = Zone::named("Asia/Tokyo").context("a zone")?;
    let answers = Answers { date_order: Some(DateOrder::DayFirst), ..Answers::in_zone(tokyo) };
    let mut expected = Vec::new();
    files::events(log.input(&answers)?, &mut |part| expected.extend_from_slice(part));
    ensure!(saved == expected, "{}", String::from_utf8_lossy(&saved));

    browser.click("#undo-refused-0").await?;
    browser.text("#attendance", "Ana").await?;
    browser.reported().await
}
