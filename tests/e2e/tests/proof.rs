//! "Check it yourself": what the page shows of its promise is true.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, Viewport, in_every_engine, page};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

in_every_engine! {
    nothing_gets_out_before_the_users_eyes: Options::default(),
    the_leak_test_fits_a_phone_in_the_dark: Options { viewport: Viewport::Phone, dark: true, ..Options::default() },
    the_command_gives_the_digest_that_is_shown: Options::default(),
}

async fn try_to_leak(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    browser.click("#check-it").await?;
    browser.click("#try-to-leak").await?;
    // All but WebRTC, where a browser has it and no policy covers it.
    browser.text("#leak-verdict", "Nothing got out: all 1").await
}

async fn has_webrtc(browser: &Browser) -> Result<bool> {
    Ok(browser.script("return 'RTCPeerConnection' in window", Vec::new()).await? == Value::Bool(true))
}

async fn nothing_gets_out_before_the_users_eyes(browser: &Browser) -> Result<()> {
    try_to_leak(browser).await?;
    browser.text("#requests", "since this page opened: 0.").await?;
    let rows = "return [...document.querySelectorAll('#leak-results tbody tr')]
        .map((row) => [row.dataset.way, row.children[2].textContent])";
    let rows = browser.script(rows, Vec::new()).await?;
    let rows = rows.as_array().context("rows")?;
    let ways: BTreeSet<_> = rows.iter().filter_map(|row| row[0].as_str()).collect();
    let wanted = [
        "EventSource",
        "WebRTC",
        "WebSocket",
        "XMLHttpRequest",
        "fetch",
        "form",
        "image",
        "import",
        "sendBeacon",
        "worker",
    ];
    ensure!(ways == BTreeSet::from(wanted), "tried were {ways:?}");
    // That the policy was why is what the browser says; in a worker not every engine does.
    let unsaid: Vec<&Value> = rows[..9].iter().filter(|row| row[1] == "").collect();
    ensure!(unsaid.is_empty(), "no reason for {unsaid:?}");
    // No policy covers it: that is said, and nothing was asked of anybody.
    let row = "const row = document.querySelector('[data-way=WebRTC]'); return row.children[1].textContent";
    let said = browser.script(row, Vec::new()).await?;
    let uncovered = said.as_str().is_some_and(|said| said.contains("no policy covers it"));
    // What the form before it was forbidden by, Chromium says twice, the second time late.
    ensure!(uncovered == has_webrtc(browser).await?, "WebRTC: {said}");
    browser.text("#leak-verdict", if uncovered { "all 14 attempts failed." } else { "all 15 attempts failed." }).await?;
    ensure!(browser.server().log() == ["GET /"], "our server was asked {:?}", browser.server().log());
    // For a form, Chromium opens a connection to its host before it asks the policy; it is given nothing to send.
    let mut elsewhere = browser.sent_elsewhere();
    elsewhere.retain(|line| line != "CONNECT leak.invalid:443");
    ensure!(elsewhere.is_empty(), "others were asked {elsewhere:?}");
    // As PRIVACY.md shows it.
    browser.script("document.querySelector('#leak-verdict').scrollIntoView()", vec![]).await?;
    browser.screenshot(&format!("leak-test-{}", browser.engine())).await?;
    Ok(())
}

async fn the_leak_test_fits_a_phone_in_the_dark(browser: &Browser) -> Result<()> {
    try_to_leak(browser).await?;
    let width =
        browser.script("return document.documentElement.scrollWidth <= innerWidth", Vec::new()).await?;
    ensure!(width == Value::Bool(true), "the page is wider than its window");
    browser.screenshot("leak-test-phone").await?;
    Ok(())
}

async fn the_command_gives_the_digest_that_is_shown(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.click("#check-it").await?;
    let shown = "const [, , digest] = document.querySelectorAll('#proof .build dd');
        return [digest.textContent, document.querySelector('#proof .command').textContent]";
    let shown = browser.script(shown, Vec::new()).await?;
    let command = shown[1].as_str().context("a command")?.replace(" index.html", "");
    let mut shell =
        Command::new("sh").args(["-c", &command]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    shell.stdin.take().context("stdin")?.write_all(&fs::read(page()?)?)?;
    let said = String::from_utf8(shell.wait_with_output()?.stdout)?;
    ensure!(said.split_whitespace().next() == shown[0].as_str(), "shown {}, computed {said}", shown[0]);
    Ok(())
}
