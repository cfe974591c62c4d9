//! The header files for hosts (`www/host`): they agree, and the page works under them.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, host_headers, in_every_engine, root};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;

in_every_engine! {
    the_page_works_under_the_headers: Options::default(),
    no_page_can_frame_it: Options::default(),
}

/// Name and value of each header in a line of a server's own words.
fn headers_in(file: &str, start: &str) -> Result<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(root().join("www/host").join(file))?;
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !["header {", "}", "/*"].contains(line));
    let header = |line: &str| {
        let rest = line.strip_prefix(start).with_context(|| format!("{file}: {line}"))?;
        let rest = rest.trim_end_matches(';').trim_end_matches(" always");
        let (name, value) = rest.split_once(' ').with_context(|| format!("{file}: {line}"))?;
        Ok((name.trim_end_matches(':').to_lowercase(), value.trim_matches('"').to_owned()))
    };
    lines.map(header).collect()
}

pub(crate) fn every_file_has_the_same_headers() -> Result<()> {
    let wanted = host_headers()?;
    let wanted: BTreeMap<String, String> = wanted
        .iter()
        .map(|(name, value)| Ok((name.to_string(), value.to_str()?.to_owned())))
        .collect::<Result<_>>()?;
    ensure!(wanted.len() == 7, "{wanted:?}");
    for (file, start) in [
        ("_headers", ""),
        ("nginx.conf", "add_header "),
        (".htaccess", "Header always set "),
        ("Caddyfile", ""),
    ] {
        let found = headers_in(file, start)?;
        ensure!(found == wanted, "{file}: {found:?}");
    }
    Ok(())
}

async fn the_page_works_under_the_headers(browser: &Browser) -> Result<()> {
    browser.open_at("/hosted").await?;
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    // The promise holds as it does without them.
    browser.click("#check-it").await?;
    browser.click("#try-to-leak").await?;
    // How many they are: see `proof.rs`; the headers cover WebRTC where a browser knows how.
    browser.text("#leak-verdict", "Nothing got out: all ").await?;
    browser.sample("classes").await?;
    let (_, csv) = browser.save("#save-attendance").await?;
    let (_, workbook) = browser.save("#save-workbook").await?;
    ensure!(csv.len() > 1_000 && workbook.starts_with(b"PK"), "{} and {} bytes", csv.len(), workbook.len());
    ensure!(browser.server().log() == ["GET /hosted"], "our server was asked {:?}", browser.server().log());
    Ok(())
}

/// What only a header can say. The page without them is the control.
async fn no_page_can_frame_it(browser: &Browser) -> Result<()> {
    for (path, shown) in [("/", true), ("/hosted", false)] {
        browser.open_at("/control").await?;
        let frame = "const frame = document.createElement('iframe');
            const loaded = new Promise((done) => { frame.onload = done; setTimeout(done, 5000); });
            frame.src = args[0];
            document.body.append(frame);
            await loaded;
            try { return Boolean(frame.contentDocument?.querySelector('main')); } catch { return false; }";
        let there = browser.script(frame, vec![json!(path)]).await?;
        ensure!(there == Value::Bool(shown), "{path} in a frame: {there}");
    }
    Ok(())
}
