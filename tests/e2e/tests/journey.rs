//! The main job, as a person does it: give a log, look, choose, save; and what they save is, byte for byte,
//! what the command line gives.
#![cfg(unix)]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::question::Answers;
use adsum_core::report::Options as ReportOptions;
use adsum_core::report::smart_sessions::SmartSessions;
use adsum_core::sample::{self, Sample, Size};
use adsum_core::time::{DateOrder, Day, Zone};
use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

in_every_engine! {
    a_file_becomes_both_reports: Options::default(),
    a_sample_is_the_same_as_its_file: Options::default(),
    files_dropped_on_the_page_are_one_log: Options::default(),
    options_change_the_report_without_reading: Options::default(),
    a_long_range_is_offered_in_parts: Options::default(),
    what_cannot_be_used_is_shown_and_saved: Options::default(),
    a_wrong_file_is_refused_with_a_reason: Options::default(),
    nothing_in_the_range_says_so: Options::default(),
    reading_can_be_cancelled: Options::default(),
    clear_forgets_everything: Options::default(),
    hostile_names_stay_text: Options::default(),
    what_a_file_leaves_open_is_asked: Options::default(),
    the_questions_fit_a_phone: Options { viewport: Viewport::Phone, dark: true, ..Options::default() },
    the_report_fits_a_phone: Options { viewport: Viewport::Phone, ..Options::default() },
    the_report_in_the_dark: Options { dark: true, ..Options::default() },
}

/// A sample as a file on disk.
fn file(sample: Sample, size: Size) -> Result<(tempfile::TempDir, PathBuf, Vec<u8>)> {
    let mut bytes = Vec::new();
    sample::write(sample, size, &mut |part| bytes.extend_from_slice(part));
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(sample.file_name());
    std::fs::write(&path, &bytes)?;
    Ok((folder, path, bytes))
}

/// A text as a file on disk.
fn text_file(name: &str, text: &str) -> Result<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(name);
    std::fs::write(&path, text)?;
    Ok((folder, path))
}

/// What the core gives for the same files.
fn log(files: &[(&str, &[u8])]) -> Log {
    let mut log = Log::default();
    for (name, bytes) in files {
        let mut intake = Intake::new(*name);
        intake.push(bytes);
        log.add(intake.finish());
    }
    log
}

fn attendance(log: &mut Log, options: &ReportOptions, flavour: Flavour) -> Result<Vec<u8>> {
    let input = log.input(&options.answers)?;
    let range = input.attendance_range(options)?;
    let mut bytes = Vec::new();
    files::attendance(input, options, &range, flavour, &mut |part| bytes.extend_from_slice(part));
    Ok(bytes)
}

fn same(what: &str, page: &[u8], core: &[u8]) -> Result<()> {
    ensure!(
        page == core,
        "{what}: the page gives {} bytes, the core {}, and they differ",
        page.len(),
        core.len()
    );
    Ok(())
}

async fn a_file_becomes_both_reports(browser: &Browser) -> Result<()> {
    let (_folder, path, bytes) = file(Sample::Classes, Size::Demo)?;
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    let requests = browser.server().log().len();
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.screenshot("classes").await?;

    let mut log = log(&[(Sample::Classes.file_name(), &bytes)]);
    let options = ReportOptions::default();
    let (name, saved) = browser.save("#save-attendance").await?;
    same(&name, &saved, &attendance(&mut log, &options, Flavour::Spreadsheet)?)?;
    browser.click("#flavour-data").await?;
    let (name, saved) = browser.save("#save-attendance").await?;
    same(&name, &saved, &attendance(&mut log, &options, Flavour::Data)?)?;

    let input = log.input(&options.answers)?;
    let range = input.smart_sessions_range(&options)?;
    let (book, _) = files::workbook(&SmartSessions::new(input, &options, &range), &range, None)?;
    let (name, saved) = browser.save("#save-workbook").await?;
    same(&name, &saved, &book)?;
    let (everything, _) = files::archive(&mut log, &options, Flavour::Data, None)?;
    let (name, saved) = browser.save("#save-everything").await?;
    same(&name, &saved, &everything)?;

    let after = browser.server().log();
    ensure!(after.len() == requests, "requested after load: {:?}", &after[requests..]);
    ensure!(browser.sent_elsewhere().is_empty(), "sent elsewhere: {:?}", browser.sent_elsewhere());
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains of {complaints:?}");
    Ok(())
}

async fn a_sample_is_the_same_as_its_file(browser: &Browser) -> Result<()> {
    let (_folder, _, bytes) = file(Sample::Event, Size::Demo)?;
    browser.open().await?;
    browser.sample("event").await?;
    browser.screenshot("event").await?;
    let mut log = log(&[(Sample::Event.file_name(), &bytes)]);
    let options = ReportOptions::default();
    let input = log.input(&options.answers)?;
    let range = input.smart_sessions_range(&options)?;
    let (book, _) = files::workbook(&SmartSessions::new(input, &options, &range), &range, None)?;
    let (name, saved) = browser.save("#save-workbook").await?;
    same(&name, &saved, &book)
}

/// Has an input of the test's own hold files from disk, for [`DROP`].
async fn hold(browser: &Browser, files: &[&Path]) -> Result<()> {
    let input = "const input = document.createElement('input');
                 input.type = 'file'; input.multiple = true; input.id = 'test-files';
                 document.body.append(input);";
    browser.script(input, vec![]).await?;
    browser.upload("#test-files", files).await
}

/// A drop made by script, of the files that are held.
const DROP: &str = "
    const data = new DataTransfer();
    for (const file of document.querySelector('#test-files').files) data.items.add(file);
    for (const type of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
";

async fn files_dropped_on_the_page_are_one_log(browser: &Browser) -> Result<()> {
    let (_one, classes, classes_bytes) = file(Sample::Classes, Size::Demo)?;
    let (_two, event, event_bytes) = file(Sample::Event, Size::Demo)?;
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    hold(browser, &[&event, &classes]).await?;
    browser.script(DROP, vec![]).await?;
    browser.reported().await?;
    // Not in the order of dropping: the order of files does not matter.
    let files: [(&str, &[u8]); 2] =
        [(Sample::Classes.file_name(), &classes_bytes), (Sample::Event.file_name(), &event_bytes)];
    let mut log = log(&files);
    let (name, saved) = browser.save("#save-attendance").await?;
    same(&name, &saved, &attendance(&mut log, &ReportOptions::default(), Flavour::Spreadsheet)?)
}

async fn options_change_the_report_without_reading(browser: &Browser) -> Result<()> {
    let (_folder, path, bytes) = file(Sample::Classes, Size::Demo)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    // The file is gone from the disk: whatever is read now is not read.
    std::fs::remove_file(&path)?;
    browser.set("#from", "2026-03-09").await?;
    browser.set("#to", "2026-04-02").await?;
    let open = "for (const part of document.querySelectorAll('details')) part.open = true;";
    browser.script(open, vec![]).await?;
    browser.set("#time-zone", "Asia/Kathmandu").await?;
    browser.set("#rejoin-gap", "300").await?;
    browser.reported().await?;
    let options = ReportOptions {
        from: Day::parse("2026-03-09"),
        to: Day::parse("2026-04-02"),
        zone: Zone::named("Asia/Kathmandu").context("zone")?,
        rejoin_gap: 300,
        ..ReportOptions::default()
    };
    let mut log = log(&[(Sample::Classes.file_name(), &bytes)]);
    let (name, saved) = browser.save("#save-attendance").await?;
    ensure!(name.contains("2026-03-09_2026-04-02"), "{name}");
    same(&name, &saved, &attendance(&mut log, &options, Flavour::Spreadsheet)?)?;
    // What is refused stands beside its field, and the last good report stays.
    browser.set("#time-zone", "Mars/Olympus").await?;
    browser.element("#time-zone-error:not([hidden])").await?;
    Ok(())
}

const YEAR: &str = "time,event,session_id,user_id\n\
    2025-01-10T09:00:00Z,joined,a,u1\n2025-01-10T10:00:00Z,left,a,u1\n\
    2025-12-10T09:00:00Z,joined,b,u1\n2025-12-10T10:00:00Z,left,b,u1\n";

async fn a_long_range_is_offered_in_parts(browser: &Browser) -> Result<()> {
    let (_folder, path) = text_file("year.csv", YEAR)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.screenshot("long-range").await?;
    let mut log = log(&[("year.csv", YEAR.as_bytes())]);
    let options = ReportOptions::default();
    let input = log.input(&options.answers)?;
    let (parts, _) = files::attendance_parts(input, &options, Flavour::Spreadsheet, None)?;
    let (name, saved) = browser.save("#save-attendance-parts").await?;
    same(&name, &saved, &parts)
}

async fn what_cannot_be_used_is_shown_and_saved(browser: &Browser) -> Result<()> {
    let text = "time,event,session_id,user_id\n\
        2026-03-02T09:00:00Z,joined,a,u1\nyesterday,joined,a,u1\n2026-03-02T09:00:00Z,jioned,a,u1\n";
    let (_folder, path) = text_file("typos.csv", text)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.text("#rejected", "yesterday").await?;
    browser.text("#rejected", "the kind of event is not known").await?;
    let (_, saved) = browser.save("#save-rejected").await?;
    let saved = String::from_utf8(saved)?;
    let rows: Vec<&str> = saved.lines().skip(1).collect();
    ensure!(rows.len() == 2, "{saved}");
    ensure!(rows[0].starts_with("typos.csv,3,1,time,yesterday,the time cannot be read,"), "{}", rows[0]);
    ensure!(
        rows[1].starts_with("typos.csv,4,22,event,jioned,the kind of event is not known,"),
        "{}",
        rows[1]
    );
    Ok(())
}

async fn a_wrong_file_is_refused_with_a_reason(browser: &Browser) -> Result<()> {
    let (_folder, path) = text_file("shopping.csv", "item,price\nmilk,2\n")?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.text("main", "time and event").await?;
    browser.screenshot("wrong-file").await?;
    Ok(())
}

async fn nothing_in_the_range_says_so(browser: &Browser) -> Result<()> {
    let (_folder, path) = text_file("year.csv", YEAR)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.set("#from", "2025-03-01").await?;
    browser.set("#to", "2025-03-31").await?;
    browser.text("#attendance", "session").await?;
    browser.reported().await?;
    browser.element("#whole-log").await?;
    browser.screenshot("nothing-in-range").await?;
    Ok(())
}

async fn reading_can_be_cancelled(browser: &Browser) -> Result<()> {
    let (_folder, path, _) = file(Sample::Classes, Size::Bytes(200_000_000))?;
    browser.open().await?;
    hold(browser, &[&path]).await?;
    // In one script with the drop: a driver may come back from an upload only when the file is read.
    let cancel = "while (!document.querySelector('main[data-screen=reading] #cancel'))
                      await new Promise((done) => setTimeout(done, 5));
                  await new Promise((done) => setTimeout(done, 100));
                  document.querySelector('#cancel').click();";
    browser.script(&format!("{DROP} {cancel}"), vec![]).await?;
    browser.text("#notice", "Cancelled").await?;
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    // And the page still works.
    browser.sample("event").await
}

async fn clear_forgets_everything(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("classes").await?;
    browser.click("#clear").await?;
    browser.element("main[data-screen=start]").await?;
    let kept = "return [document.querySelectorAll('td').length, localStorage.length, sessionStorage.length,
                        document.cookie, (await indexedDB.databases()).length]";
    let kept = browser.script(kept, vec![]).await?;
    ensure!(kept == json!([0, 0, 0, "", 0]), "{kept}");
    Ok(())
}

/// What Zoom exports, of a day that may be in March or in April.
const ZOOM: &str = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n\
    Ada,ada@uni.example,3/4/2026 09:00:00 AM,3/4/2026 10:00:00 AM,60,No,No\n\
    Ben (Benjamin),,3/4/2026 09:05:00 AM,3/4/2026 09:50:00 AM,45,Yes,No\n";

async fn what_a_file_leaves_open_is_asked(browser: &Browser) -> Result<()> {
    let name = "participants_98100000001.csv";
    let (_folder, path) = text_file(name, ZOOM)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.text("#questions", "3/4/2026 09:00:00 AM is 2026-03-04 09:00").await?;
    browser.text("#questions", "3/4/2026 09:00:00 AM is 2026-04-03 09:00").await?;
    browser.text("#report", "Unknown here: the session's name").await?;
    browser.screenshot("questions").await?;
    // Nothing is chosen, nothing is shown, and the question is where the reader is.
    let state = "const report = document.querySelector('#attendance');
                 return [document.querySelectorAll('#questions input:checked').length,
                         document.querySelector('#answer-zone').value, report?.checkVisibility() ?? false,
                         document.activeElement.id, document.querySelector('#status').textContent]";
    let state = browser.script(state, vec![]).await?;
    let said = "Before there is a report: 2 questions need an answer.";
    ensure!(state == json!([0, "", false, "questions-title", said]), "{state}");
    // The file is gone from the disk: answering reads nothing.
    std::fs::remove_file(&path)?;
    browser.click("#date-order-day").await?;
    browser.set("#answer-zone", "Asia/Kathmandu").await?;
    browser.text("#questions", "So 2026-04-03 09:00 (Asia/Kathmandu) is 2026-04-03 03:15").await?;
    browser.element("#attendance").await?;
    browser.reported().await?;
    browser.screenshot("questions-answered").await?;
    let answers = Answers {
        date_order: Some(DateOrder::DayFirst),
        ..Answers::in_zone(Zone::named("Asia/Kathmandu").context("zone")?)
    };
    let mut options = ReportOptions { answers, ..ReportOptions::default() };
    let mut log = log(&[(name, ZOOM.as_bytes())]);
    let (name, saved) = browser.save("#save-attendance").await?;
    same(&name, &saved, &attendance(&mut log, &options, Flavour::Spreadsheet)?)?;
    // Another answer, another report.
    browser.click("#date-order-month").await?;
    browser.text("#questions", "So 2026-03-04 09:00").await?;
    browser.reported().await?;
    options.answers.date_order = Some(DateOrder::MonthFirst);
    let (name, saved) = browser.save("#save-attendance").await?;
    same(&name, &saved, &attendance(&mut log, &options, Flavour::Spreadsheet)?)
}

async fn the_questions_fit_a_phone(browser: &Browser) -> Result<()> {
    let (_folder, path) = text_file("participants_98100000001.csv", ZOOM)?;
    let list = "Full Name\tUser Action\tTimestamp\nAda\tJoined\t3/5/2026, 09:00:00\n";
    let (_other, list) = text_file("meetingAttendanceList.csv", list)?;
    browser.open().await?;
    browser.upload("#files", &[&path, &list]).await?;
    browser.reported().await?;
    browser.text("#questions", "still there when the file was made").await?;
    browser.fits().await?;
    browser.screenshot("questions-phone").await?;
    browser.click("#date-order-month").await?;
    browser.click("#answer-zone-here").await?;
    browser.click("#use-end-1").await?;
    browser.element("#save-attendance").await?;
    browser.reported().await
}

async fn hostile_names_stay_text(browser: &Browser) -> Result<()> {
    let name = "<img src=x onerror=document.title='owned'><b>x</b>";
    let text = format!(
        "{{\"time\":\"2026-03-02T09:00:00Z\",\"event\":\"joined\",\"session_id\":\"a\",\"session_name\":{name:?},\"display_name\":{name:?}}}\n"
    );
    let (_folder, path) = text_file("hostile<b>.ndjson", &text)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.text("#attendance", name).await?;
    let made = "return [document.querySelectorAll('img, td b').length, document.title === 'owned']";
    let made = browser.script(made, vec![]).await?;
    ensure!(made == json!([0, false]), "{made}");
    Ok(())
}

async fn the_report_fits_a_phone(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.fits().await?;
    browser.sample("classes").await?;
    browser.fits().await?;
    browser.screenshot("classes-phone").await?;
    Ok(())
}

async fn the_report_in_the_dark(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("event").await?;
    let light =
        "const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
                 return r + g + b > 380";
    ensure!(browser.script(light, vec![]).await? == Value::Bool(false), "the page is light in the dark");
    browser.screenshot("event-dark").await?;
    Ok(())
}
