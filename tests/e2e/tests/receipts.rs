//! Receipts: what the page says of how a report was made is what the command line says, byte by byte; and what keeps
//! it from saying so.
#![cfg(unix)]

use adsum_core::sample::{self, Sample, Size};
use adsum_e2e::{Browser, Options, Viewport, in_every_engine, root};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

in_every_engine! {
    the_page_and_the_command_line_give_one_receipt: Options::default(),
    a_sample_has_a_receipt: Options { viewport: Viewport::Phone, ..Options::default() },
    a_file_that_is_gone_has_none: Options::default(),
    looking_once_more_can_be_cancelled: Options::default(),
    saving_ends_where_the_worker_hears_nothing: Options::default(),
}

/// A list with questions, of a day that may be in March or in April, on nobody's clock.
const ZOOM: &str = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n\
    Ada,ada@uni.example,3/4/2026 09:00:00 AM,3/4/2026 10:00:00 AM,60,No,No\n";
/// A table that needs a mapping, and the mapping.
const TABLE: &str = "Student,In,Out\nBen,2026-03-04 09:00,2026-03-04 09:30\n";
const MAPPING: &str =
    r#"{"adsum": "mapping", "version": 1, "columns": {"name": "Student", "join": "In", "leave": "Out"}}"#;

fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, content)?;
    Ok(path)
}

fn sample_bytes(sample: Sample, size: Size) -> Vec<u8> {
    let mut bytes = Vec::new();
    sample::write(sample, size, &mut |part| bytes.extend_from_slice(part));
    bytes
}

/// Runs the command line in a folder.
fn adsum(folder: &Path, args: &str) -> Result<()> {
    let cargo = std::env::var_os("CARGO").context("run by cargo")?;
    let manifest = root().join("Cargo.toml");
    let mut command = Command::new(cargo);
    command.current_dir(folder).args(["run", "-q", "--locked", "-p", "adsum", "--manifest-path"]);
    let ran = command.arg(manifest).arg("--").args(args.split(' ')).output()?;
    ensure!(ran.status.success(), "adsum {args}: {}", String::from_utf8_lossy(&ran.stderr));
    Ok(())
}

/// The receipt that this button of our page has made, with its name.
async fn receipt(browser: &Browser, button: &str) -> Result<(String, String)> {
    let link = format!("{button}-receipt");
    browser.click(&format!("{link}:not([hidden])")).await?;
    let name = browser.element(&link).await?.attr("download").await?.context("the receipt has no name")?;
    let bytes = browser.download(&name).await?;
    Ok((name, String::from_utf8(bytes)?))
}

async fn the_page_and_the_command_line_give_one_receipt(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let files = [
        put(at, "map.json", MAPPING)?,
        put(at, "table.csv", TABLE)?,
        put(at, "participants_98100000001.csv", ZOOM)?,
        put(at, "classes.csv", sample_bytes(Sample::Classes, Size::Demo))?,
    ];
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    browser.open_at("/#receipt=yes&gap=60").await?;
    browser.upload("#files", &files).await?;
    browser.element("#questions input").await?;
    browser.click("#date-order-day").await?;
    browser.set("#answer-zone", "Europe/Berlin").await?;
    browser.reported().await?;
    let checked =
        browser.script("return document.querySelector('#receipt-attendance').checked", vec![]).await?;
    ensure!(checked == json!(true), "the address chose it");

    let logs = "map.json table.csv participants_98100000001.csv classes.csv";
    let told =
        "--log-time-zone Europe/Berlin --date-order day-first --rejoin-gap 60 --csv spreadsheet --receipt";
    let (name, saved) = browser.save("#save-attendance").await?;
    let page = receipt(browser, "#save-attendance").await?;
    browser.screenshot("receipt").await?;
    adsum(at, &format!("attendance {logs} {told} -o {name}"))?;
    ensure!(fs::read(at.join(&name))? == saved, "the report is another");
    ensure!(page.0 == format!("{name}.receipt.json"), "it is called {}", page.0);
    let line = fs::read_to_string(at.join(&page.0))?;
    ensure!(page.1 == line, "the page: {}\nthe command line: {line}", page.1);

    let (name, saved) = browser.save("#save-workbook").await?;
    let page = receipt(browser, "#save-workbook").await?;
    adsum(at, &format!("smart-sessions {logs} {told} --about -o {name}"))?;
    ensure!(fs::read(at.join(&name))? == saved, "the workbook is another");
    let line = fs::read_to_string(at.join(&page.0))?;
    ensure!(page.1 == line, "the page: {}\nthe command line: {line}", page.1);

    // What the page wrote is what can be verified.
    put(at, "page.receipt.json", &page.1)?;
    adsum(at, &format!("verify page.receipt.json {logs} {name}"))?;

    // Everything has a receipt beside each report.
    let (_, everything) = browser.save("#save-everything").await?;
    let archive = zip::ZipArchive::new(std::io::Cursor::new(everything))?;
    let names = archive.file_names().filter_map(std::result::Result::ok);
    let receipts = names.filter(|name| name.ends_with(".receipt.json")).count();
    ensure!(receipts == 9, "{receipts} receipts");
    Ok(())
}

async fn a_sample_has_a_receipt(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = put(folder.path(), Sample::Event.file_name(), sample_bytes(Sample::Event, Size::Demo))?;
    browser.open().await?;
    browser.sample("event").await?;
    browser.click("#receipt-sheets").await?;
    let hash = browser.script("return location.hash", vec![]).await?;
    ensure!(hash == json!("#receipt=yes"), "{hash}");
    let (name, saved) = browser.save("#save-sheet").await?;
    let (beside, text) = receipt(browser, "#save-sheet").await?;
    browser.screenshot("receipt-phone").await?;
    browser.fits().await?;
    let file = file.file_name().context("a name")?.to_string_lossy();
    put(folder.path(), "report.csv", saved)?;
    put(folder.path(), "r.json", text)?;
    adsum(folder.path(), &format!("verify r.json {file} report.csv"))?;
    ensure!(beside == format!("{name}.receipt.json"), "{beside}");
    // Without it there is none.
    browser.click("#receipt-sheets").await?;
    browser.save("#save-sheet").await?;
    browser.element("#save-sheet-receipt[hidden]").await?;
    Ok(())
}

async fn a_file_that_is_gone_has_none(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = put(folder.path(), "gone.csv", sample_bytes(Sample::Classes, Size::Demo))?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    fs::remove_file(&path)?;
    browser.click("#receipt-attendance").await?;
    browser.click("#save-attendance").await?;
    browser.text("#save-attendance ~ [role=alert]", "gone.csv was moved, renamed or changed").await?;
    // The report is there, as ever.
    browser.click("#receipt-attendance").await?;
    browser.save("#save-attendance").await?;
    Ok(())
}

/// Begins to save a sheet, and cancels as soon as there is this. Afterwards nothing was saved, the log is there as it was,
/// and nobody is told that something of it is missing.
async fn cancel_saving(browser: &Browser, at: &str) -> Result<()> {
    let cancel = "const pause = () => new Promise((done) => setTimeout(done, 1));
                  document.querySelector('#save-sheet').click();
                  while (!document.querySelector(args[0])) await pause();
                  document.querySelector('#cancel').click();
                  while (document.querySelector('main[data-busy]')) await pause()";
    browser.script(cancel, vec![json!(at)]).await?;
    browser.reported().await?;
    browser.element("#save-sheet-link[hidden]").await?;
    browser.element("#notice[hidden]").await.map(drop)
}

async fn looking_once_more_can_be_cancelled(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = put(folder.path(), "large.csv", sample_bytes(Sample::Classes, Size::Bytes(40_000_000)))?;
    browser.open_at("/#receipt=yes").await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    cancel_saving(browser, "#busy:not([hidden]) progress[value]").await?;
    ensure!(browser.downloaded()?.is_empty(), "{:?}", browser.downloaded()?);
    // Who goes on at once is not taken for who cancelled.
    let (_, _) = browser.save("#save-sheet").await?;
    browser.element("#save-sheet-receipt:not([hidden])").await?;
    Ok(())
}

/// Has the worker stand still for some seconds when it looks at a file once more, and as long as it likes.
const DEAF: &str = r"
    {
        const stream = Blob.prototype.stream;
        let looked = 0;
        Blob.prototype.stream = function () {
            const start = Date.now();
            if (++looked > 1) while (Date.now() - start < 2000);
            return stream.call(this);
        };
    }";

/// Then it is replaced, and the log is read again: nothing of it is missing, and nobody is told so.
async fn saving_ends_where_the_worker_hears_nothing(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = put(folder.path(), "classes.csv", sample_bytes(Sample::Classes, Size::Demo))?;
    browser.open_with_worker(DEAF, "").await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.click("#receipt-attendance").await?;
    cancel_saving(browser, "main[data-busy=saving]").await?;
    let (_, _) = browser.save("#save-sheet").await?;
    browser.element("#save-sheet-receipt:not([hidden])").await.map(drop)
}
