//! Receipts that are added to the page: whether the files are theirs, and still give the same report.
#![cfg(unix)]

use adsum_core::sample::{self, Sample, Size};
use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

in_every_engine! {
    a_receipt_is_looked_at_with_its_files: Options::default(),
    a_receipt_of_pseudonyms_needs_their_seed: Options { viewport: Viewport::Phone, dark: true, ..Options::default() },
}

const LOG: &str = "time,event,session_id,user_id,display_name\n\
    2026-03-02T09:00:00Z,joined,bio,u-1,Ada Low\n2026-03-02T10:00:00Z,left,bio,u-1,Ada Low\n";

fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, content)?;
    Ok(path)
}

/// The receipt that a button's report has, saved in a folder.
async fn receipt(browser: &Browser, button: &str, folder: &Path) -> Result<PathBuf> {
    let link = format!("{button}-receipt");
    browser.click(&format!("{link}:not([hidden])")).await?;
    let name = browser.element(&link).await?.attr("download").await?.context("the receipt has no name")?;
    put(folder, &name, browser.download(&name).await?)
}

/// Adds files, and gives what comes of the receipt: the verdict, and what is seen, one thing after the other.
async fn verdict(browser: &Browser, files: &[&Path]) -> Result<(String, Vec<String>)> {
    let old = "for (const one of document.querySelectorAll('[data-verdict]')) one.dataset.old = ''";
    browser.script(old, vec![]).await?;
    browser.upload("#files", files).await?;
    browser.element("main:not([data-busy]) [data-verdict]:not([data-old])").await?;
    let seen = "const one = document.querySelector('[data-verdict]');
                return [one.dataset.verdict, [...one.querySelectorAll('[data-seen]')].map((li) => li.dataset.seen)]";
    let seen = browser.script(seen, vec![]).await?;
    Ok(serde_json::from_value(seen)?)
}

async fn a_receipt_is_looked_at_with_its_files(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let mut classes = Vec::new();
    sample::write(Sample::Classes, Size::Demo, &mut |part| classes.extend_from_slice(part));
    let (log, classes) = (put(at, "log.csv", LOG)?, put(at, "classes.csv", classes)?);
    browser.open_at("/#receipt=yes").await?;
    browser.upload("#files", &[&log, &classes]).await?;
    browser.reported().await?;
    let (name, report) = browser.save("#save-workbook").await?;
    let report = put(at, &name, report)?;
    let receipt = receipt(browser, "#save-workbook", at).await?;
    // With what it was made of here already, whatever is chosen now.
    browser.set("#rejoin-gap", "30").await?;
    let (says, seen) = verdict(browser, &[&receipt, &report]).await?;
    ensure!(says == "same" && seen == ["input", "input", "report", "again"], "{says}: {seen:?}");
    browser.screenshot("receipt-same").await?;
    // All of it at once, in another order, and under other names.
    browser.click("#clear").await?;
    let renamed = put(at, "renamed.csv", fs::read(&classes)?)?;
    let (says, seen) = verdict(browser, &[&renamed, &report, &receipt, &log]).await?;
    ensure!(says == "same" && seen == ["input", "input", "report", "again"], "{says}: {seen:?}");
    // One that is altered is none of its files, and that one is missing.
    browser.click("#clear").await?;
    let altered = put(at, "log.csv", LOG.replace("10:00", "10:01"))?;
    let (says, seen) = verdict(browser, &[&renamed, &receipt, &altered]).await?;
    ensure!(says == "differs" && seen == ["input", "stranger", "missing"], "{says}: {seen:?}");
    browser.text("#verified", "log.csv").await?;
    browser.screenshot("receipt-differs").await?;
    // A receipt that is none, and none at all.
    browser.click("#verified-dismiss").await?;
    let none = put(at, "none.receipt.json", "{\"adsum\": \"receipt\"}")?;
    let (says, _) = verdict(browser, &[&none]).await?;
    ensure!(says == "unread", "{says}");
    Ok(())
}

async fn a_receipt_of_pseudonyms_needs_their_seed(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let log = put(at, "Ada Low.csv", LOG)?;
    browser.open_at("/#receipt=yes").await?;
    browser.upload("#files", &[&log]).await?;
    browser.reported().await?;
    browser.click("#share-committee").await?;
    browser.element("#share-example td").await?;
    let (name, report) = browser.save("#share-attendance").await?;
    let report = put(at, &name, report)?;
    let receipt = receipt(browser, "#share-attendance", at).await?;
    let text = fs::read_to_string(&receipt)?;
    ensure!(!text.contains("Ada") && text.contains("\"file 1.csv\""), "{text}");
    let (says, seen) = verdict(browser, &[&receipt, &report]).await?;
    ensure!(says == "same" && seen == ["input", "report", "again"], "{says}: {seen:?}");
    browser.fits().await?;
    browser.screenshot("receipt-phone-dark").await?;
    browser.click("#clear").await?;
    let (says, seen) = verdict(browser, &[&receipt, &log]).await?;
    ensure!(says == "open" && seen == ["input"], "{says}: {seen:?}");
    browser.text("#verified", "pseudonyms").await?;
    // The bubbles stay while counts are withheld.
    browser.click("#share-committee").await?;
    browser.element("#share-example td").await?;
    browser.set("#share-table", "User level engagement (bubble)").await?;
    browser.text("#share", "a row for each person in a bubble").await?;
    let disabled =
        "return [...document.querySelectorAll('#share-columns input')].every((box) => box.disabled)";
    ensure!(browser.script(disabled, vec![]).await? == json!(true), "columns of it can be chosen");
    Ok(())
}
