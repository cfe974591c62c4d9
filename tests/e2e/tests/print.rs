//! On paper, or as PDF: the log as a whole, then each session on a page of its own.
#![cfg(unix)]

use adsum_e2e::{Ability, Browser, Options, in_every_engine, root};
use anyhow::{Context, Result, ensure};
use fantoccini::wd::PrintConfiguration;
use flate2::read::ZlibDecoder;
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;

in_every_engine! {
    each_session_is_a_page: Options::default(),
    a_tap_that_was_long_ago_is_asked_for_again: Options::default(),
    a_large_session_goes_on: Options { dark: true, ..Options::default() },
}

/// So many sessions of so many people each.
fn log(sessions: usize, people: usize) -> String {
    let mut text = "event,time,session_id,session_name,user_id,display_name,country\n".to_owned();
    for session in 1..=sessions {
        let _ = writeln!(text, "room_opened,2026-03-{session:02}T09:00:00Z,s{session},Lesson {session},,,");
        for person in 0..people {
            let start = format!("2026-03-{session:02}T09:{:02}:00Z,s{session}", person % 30);
            let end = format!("2026-03-{session:02}T10:{:02}:00Z,s{session}", person % 30);
            let _ = writeln!(text, "joined,{start},,u{person},Person {person},PT");
            let _ = writeln!(text, "left,{end},,u{person},,");
        }
        let _ = writeln!(text, "room_closed,2026-03-{session:02}T10:45:00Z,s{session},,,,");
    }
    text
}

/// Gives a log, and has its report for paper made. The browser's own window does not open: nobody could close it.
async fn prepare(browser: &Browser, log: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("log.csv");
    fs::write(&path, log)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.script(COUNTED, vec![json!(true)]).await?;
    browser.click("#print").await?;
    browser.element("html[data-paper]").await?;
    let asked = browser.script("return window.printed", vec![]).await?;
    ensure!(asked == json!(1), "the window was asked for {asked} times");
    Ok(())
}

/// Counts how often the window was asked for, and says whether the last tap is a moment ago: on a busy computer it may
/// be long ago.
const COUNTED: &str = "window.print = () => (window.printed = (window.printed ?? 0) + 1);
    Object.defineProperty(navigator, 'userActivation', { value: { isActive: args[0] }, configurable: true })";

/// Prints what there is. None, where the driver cannot.
async fn pdf(browser: &Browser, name: &str) -> Result<Option<Vec<u8>>> {
    if !browser.can(Ability::Print) {
        return Ok(None);
    }
    let pdf = browser.client().print(PrintConfiguration::default()).await?;
    fs::write(root().join(format!("target/screenshots/{name}.pdf")), &pdf)?;
    Ok(Some(pdf))
}

/// How many pages a PDF has: its page objects, also those in packed streams.
fn pages(pdf: &[u8]) -> usize {
    let in_text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let places = text.match_indices("/Type").map(|(at, word)| text[at + word.len()..].trim_start());
        places
            .filter(|rest| {
                rest.strip_prefix("/Page").is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            })
            .count()
    };
    let mut count = in_text(pdf);
    let mut rest = pdf;
    while let Some(at) = rest.windows(6).position(|word| word == b"stream") {
        rest = &rest[at + 6..];
        let start = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or_default();
        let mut unpacked = Vec::new();
        // What is no packed stream ends at once.
        if ZlibDecoder::new(&rest[start..]).read_to_end(&mut unpacked).is_ok() {
            count += in_text(&unpacked);
        }
    }
    count
}

async fn each_session_is_a_page(browser: &Browser) -> Result<()> {
    prepare(browser, &log(3, 12)).await?;
    let said = "return [...document.querySelectorAll('#paper section')].map((one) =>
                  [one.querySelector('h2').textContent, one.querySelectorAll('svg').length])";
    let said = browser.script(said, vec![]).await?;
    ensure!(said == json!([["Lesson 1", 2], ["Lesson 2", 2], ["Lesson 3", 2]]), "{said}");
    browser.element("#paper").await?;
    let shown = browser.script("return document.querySelector('#paper').checkVisibility()", vec![]).await?;
    ensure!(shown == json!(false), "the paper is on the screen");
    if let Some(pdf) = pdf(browser, "print").await? {
        let count = pages(&pdf);
        ensure!(count == 4, "{count} pages, not one for the log and each of three sessions");
    }
    // Afterwards nothing of it stays.
    browser.script("dispatchEvent(new Event('afterprint'))", vec![]).await?;
    let left = "return [document.documentElement.hasAttribute('data-paper'),
                        document.querySelector('#paper').childElementCount]";
    let left = browser.script(left, vec![]).await?;
    ensure!(left == json!([false, 0]), "{left}");
    // The usual keys make the same.
    let keys = "dispatchEvent(new KeyboardEvent('keydown', { key: 'p', ctrlKey: true, cancelable: true }))";
    let went_on = browser.script(&format!("return {keys}"), vec![]).await?;
    ensure!(went_on == json!(false), "the browser printed by itself");
    browser.element("html[data-paper]").await.map(drop)
}

async fn a_large_session_goes_on(browser: &Browser) -> Result<()> {
    prepare(browser, &log(1, 66)).await?;
    let text = browser.script("return document.querySelector('#paper').textContent", vec![]).await?;
    let text = text.as_str().context("no text")?;
    ensure!(text.contains("first 60 of 66 people"), "it is not said that some are missing: {text}");
    if let Some(pdf) = pdf(browser, "print-large").await? {
        let count = pages(&pdf);
        ensure!(count == 3, "{count} pages, not one for the log and two for the session");
    }
    Ok(())
}

async fn a_tap_that_was_long_ago_is_asked_for_again(browser: &Browser) -> Result<()> {
    browser.give(&log(1, 2)).await?;
    browser.script(COUNTED, vec![json!(false)]).await?;
    browser.click("#print").await?;
    browser.text("#print", "It is ready").await?;
    let asked = browser.script("return window.printed", vec![]).await?;
    ensure!(asked == serde_json::Value::Null, "the window was asked for");
    browser.click("#print").await?;
    let asked = browser.script("return window.printed", vec![]).await?;
    ensure!(asked == json!(1), "the window was asked for {asked} times");
    browser.script("dispatchEvent(new Event('afterprint'))", vec![]).await?;
    browser.text("#print", "Print…").await
}
