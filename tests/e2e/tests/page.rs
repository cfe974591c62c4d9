//! The page comes up, wherever it is opened from and however the browser is set.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::Value;

in_every_engine! {
    answers: Options::default(),
    answers_from_disk: Options::default(),
    fits_a_phone: Options { viewport: Viewport::Phone, ..Options::default() },
    is_dark_where_the_system_is: Options { dark: true, ..Options::default() },
    says_kindly_that_webassembly_is_missing: Options { wasm: false, ..Options::default() },
}

/// The page waits for files, and the browser had nothing to complain of.
async fn is_up(browser: &Browser) -> Result<()> {
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains of {complaints:?}");
    Ok(())
}

async fn answers(browser: &Browser) -> Result<()> {
    browser.open().await?;
    is_up(browser).await?;
    browser.screenshot("page").await?;
    Ok(())
}

async fn answers_from_disk(browser: &Browser) -> Result<()> {
    browser.open_from_disk().await?;
    is_up(browser).await
}

async fn fits_a_phone(browser: &Browser) -> Result<()> {
    browser.open().await?;
    is_up(browser).await?;
    let widths = browser.script("return [innerWidth, document.documentElement.scrollWidth]", vec![]).await?;
    ensure!(widths[0] == 390 && widths[1].as_u64() <= Some(390), "window and content are {widths} wide");
    browser.screenshot("phone").await?;
    Ok(())
}

async fn is_dark_where_the_system_is(browser: &Browser) -> Result<()> {
    browser.open().await?;
    is_up(browser).await?;
    let dark = browser.script("return matchMedia('(prefers-color-scheme: dark)').matches", vec![]).await?;
    ensure!(dark == Value::Bool(true), "the browser does not prefer dark");
    browser.screenshot("dark").await?;
    Ok(())
}

async fn says_kindly_that_webassembly_is_missing(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.text("#no-wasm", "needs WebAssembly").await?;
    ensure!(!browser.element("#too-old").await?.is_displayed().await?, "two messages at once");
    Ok(())
}
