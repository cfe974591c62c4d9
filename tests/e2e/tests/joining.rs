//! Restarted meetings and people with several identities: shown, joined by a click, undone, saved and dropped
//! again.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::json;
use std::path::PathBuf;

in_every_engine! {
    restarts_are_joined_and_taken_back: Options::default(),
    people_are_joined_saved_and_dropped_again: Options::default(),
    it_fits_a_phone: Options { viewport: Viewport::Phone, dark: true, ..Options::default() },
}

const LOG: &str = "\
time,event,session_id,session_name,instance_id,user_id,display_name,attendee_type
2026-03-02T09:00:00Z,joined,bio,Biology,a,w_1,Ann Lee,Guest
2026-03-02T09:10:00Z,left,bio,Biology,a,w_1,Ann Lee,Guest
2026-03-02T09:20:00Z,joined,bio,Biology,b,w_2,Ann Lee,Guest
2026-03-02T09:40:00Z,left,bio,Biology,b,w_2,Ann Lee,Guest
2026-03-03T09:00:00Z,joined,art,Art,c,w_3,Ben Oh,Guest
2026-03-03T09:10:00Z,left,art,Art,c,w_3,Ben Oh,Guest
2026-03-03T09:20:00Z,joined,art,Art,d,w_4,Ben Oh,Guest
2026-03-03T09:40:00Z,left,art,Art,d,w_4,Ben Oh,Guest
";

async fn click(browser: &Browser, selector: &str) -> Result<()> {
    browser.click(selector).await?;
    browser.reported().await
}

/// How many rows the attendance report has.
async fn rows(browser: &Browser, count: usize) -> Result<()> {
    let word = if count == 1 { "row" } else { "rows" };
    browser.text("#attendance .table-note", &format!("{count} {word}")).await
}

async fn given(browser: &Browser) -> Result<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("log.csv");
    std::fs::write(&path, LOG)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    Ok((folder, path))
}

async fn restarts_are_joined_and_taken_back(browser: &Browser) -> Result<()> {
    let (_folder, path) = given(browser).await?;
    // The file is gone from the disk: joining reads nothing.
    std::fs::remove_file(&path)?;
    browser.text("#restarts", "09:00–09:10 + 09:20–09:40").await?;
    browser.screenshot("restarts").await?;
    click(browser, "#join-restarts").await?;
    browser.text("#restarts", "2 restarted meetings are joined").await?;
    browser.text("#notes", "bio on 2026-03-02: a + b").await?;
    browser.screenshot("restarts-joined").await?;
    click(browser, "#undo-restarts").await?;
    browser.text("#restarts", "These look like meetings that were restarted").await
}

async fn people_are_joined_saved_and_dropped_again(browser: &Browser) -> Result<()> {
    let (folder, path) = given(browser).await?;
    rows(browser, 4).await?;
    browser.text("#people", "2 people may be known by several identities").await?;
    click(browser, "#people-suggested summary").await?;
    browser.screenshot("people").await?;
    click(browser, "#dismiss-1").await?;
    click(browser, "#accept-0").await?;
    click(browser, "#join-restarts").await?;
    browser.text("#people-joined", "One person is joined").await?;
    rows(browser, 3).await?;
    browser.screenshot("people-joined").await?;
    let (_, bytes) = browser.save("#save-aliases").await?;
    let text = String::from_utf8(bytes.clone())?;
    ensure!(text.contains("\"w_1\"") && text.contains("\"w_2\"") && !text.contains("w_3"), "{text}");
    click(browser, "#undo-person-0").await?;
    rows(browser, 4).await?;
    // Dropped with the log another time.
    let aliases = folder.path().join("mine.json");
    std::fs::write(&aliases, bytes)?;
    browser.open().await?;
    browser.upload("#files", &[&aliases, &path]).await?;
    browser.reported().await?;
    browser.text("#report", "Adsum alias file").await?;
    browser.text("#people-joined", "Ann Lee").await?;
    Ok(())
}

async fn it_fits_a_phone(browser: &Browser) -> Result<()> {
    let (_folder, _) = given(browser).await?;
    browser.text("#people", "2 people may be").await?;
    click(browser, "#people-suggested summary").await?;
    browser.screenshot("people-phone").await?;
    let widths = browser.script("return [innerWidth, document.documentElement.scrollWidth]", vec![]).await?;
    ensure!(widths[0].as_u64() >= widths[1].as_u64(), "wider than the window: {widths}");
    let hidden = "return document.querySelector('#people-joined').checkVisibility()";
    ensure!(browser.script(hidden, vec![]).await? == json!(false), "nobody is joined yet");
    Ok(())
}
