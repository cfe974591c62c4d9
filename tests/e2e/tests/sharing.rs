//! Sharing less: what is shown is what goes out, nobody is named in it, and who is who is a file of its own.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, Viewport, in_every_engine, root};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;
use std::io::Read as _;

in_every_engine! {
    a_committee_gets_no_name: Options::default(),
    what_goes_out_can_be_chosen: Options { viewport: Viewport::Phone, ..Options::default() },
    pseudonyms_are_the_same_until_all_is_cleared: Options { dark: true, ..Options::default() },
    axe_finds_nothing_where_less_is_shared: Options { dark: true, ..Options::default() },
}

const LOG: &str = "\
time,event,session_id,session_name,session_owner,user_id,display_name,email,country
2026-03-02T09:00:00Z,joined,bio,Biology,Ada Low,u-1,Ada Low,ada@uni.example,PT
2026-03-02T09:01:00Z,joined,bio,Biology,Ada Low,u-2,Ben Oh,ben@uni.example,ES
2026-03-02T09:30:00Z,left,bio,Biology,Ada Low,u-2,Ben Oh,ben@uni.example,ES
2026-03-02T10:00:00Z,left,bio,Biology,Ada Low,u-1,Ada Low,ada@uni.example,PT
";
const KNOWN: [&str; 6] = ["Ada", "Ben Oh", "ada@", "ben@", "u-1", "u-2"];

async fn share_for(browser: &Browser, whom: &str) -> Result<()> {
    browser.click(&format!("#share-{whom}")).await?;
    browser.element("#share-example td").await.map(drop)
}

async fn text(browser: &Browser, button: &str) -> Result<(String, String)> {
    let (name, bytes) = browser.save(button).await?;
    Ok((name, String::from_utf8(bytes)?))
}

fn names_nobody(what: &str, text: &str) -> Result<()> {
    let named = KNOWN.iter().find(|known| text.contains(**known));
    ensure!(named.is_none(), "{what} has {named:?}: {text}");
    Ok(())
}

async fn a_committee_gets_no_name(browser: &Browser) -> Result<()> {
    // It stays where it is: how it was made asks for it once more.
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("log.csv");
    fs::write(&path, LOG)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    // Oneself gets everything, and there is nothing to choose.
    let hidden =
        browser.script("return document.querySelector('#share-example').checkVisibility()", vec![]).await?;
    ensure!(hidden == json!(false), "an example of nothing");
    share_for(browser, "committee").await?;
    browser.text("#share-label", "still personal data").await?;
    let example = browser.script("return document.querySelector('#share-example').innerText", vec![]).await?;
    let example = example.as_str().context("a text")?.to_owned();
    names_nobody("the example", &example)?;
    browser.script("document.querySelector('#share-columns').scrollIntoView()", vec![]).await?;
    browser.screenshot("share").await?;

    let (name, report) = text(browser, "#share-attendance").await?;
    ensure!(name == "attendance_2026-03-02_2026-03-02 (pseudonymised).csv", "{name}");
    names_nobody("the report", &report)?;
    let codes: Vec<&str> = report.split([',', '\n']).filter(|cell| cell.starts_with("P-")).collect();
    ensure!(codes.len() == 2 && codes[0] < codes[1], "{report}");
    ensure!(codes.iter().all(|code| example.contains(code)), "the example was another: {example}");

    let (name, key) = text(browser, "#share-key").await?;
    ensure!(name == "pseudonym-key_2026-03-02_2026-03-02.csv", "{name}");
    ensure!(codes.iter().all(|code| key.contains(code)), "{key}");
    ensure!(KNOWN.iter().all(|known| key.contains(known)), "{key}");

    // All of it, and no key in it.
    let (name, bytes) = browser.save("#share-everything").await?;
    ensure!(name == "adsum_2026-03-02_2026-03-02 (pseudonymised).zip", "{name}");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes))?;
    for place in 0..archive.len() {
        let mut file = archive.by_index(place)?;
        let name = file.name()?.into_owned();
        ensure!(name.contains("(pseudonymised)"), "{name}");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if name.ends_with(".csv") {
            names_nobody(&name, &String::from_utf8(bytes)?)?;
        } else {
            let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes))?;
            let mut strings = String::new();
            book.by_name("xl/sharedStrings.xml")?.read_to_string(&mut strings)?;
            names_nobody(&name, &strings)?;
            ensure!(strings.contains("pseudonymised: still personal data"), "{strings}");
        }
    }
    ensure!(archive.len() == 7, "{} files", archive.len());

    // How it was made, without anybody's name.
    browser.click("#receipt-share").await?;
    let (_, again) = text(browser, "#share-attendance").await?;
    ensure!(again == report, "{again}");
    browser.click("#share-attendance-receipt:not([hidden])").await?;
    let name = "attendance_2026-03-02_2026-03-02 (pseudonymised).csv.receipt.json";
    let receipt = String::from_utf8(browser.download(name).await?)?;
    names_nobody("the receipt", &receipt)?;
    ensure!(receipt.contains("\"for\": \"committee\"") && receipt.contains("\"file 1.csv\""), "{receipt}");
    Ok(())
}

async fn what_goes_out_can_be_chosen(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("event").await?;
    share_for(browser, "public").await?;
    browser.script("document.querySelector('#share').scrollIntoView()", vec![]).await?;
    browser.screenshot("share-phone").await?;
    browser.script("document.querySelector('#share-columns').scrollIntoView()", vec![]).await?;
    browser.screenshot("share-phone-columns").await?;
    browser.fits().await?;
    // The role goes out as well, and the name does not.
    for column in ["AttendeeRole", "SessionName"] {
        let tick = "const label = [...document.querySelectorAll('#share-columns label')].find((one) => one.textContent === args[0]);
                    label.click();
                    for (let n = 0; n < 200; n++) {
                        const there = document.querySelector('#share-example thead').textContent.includes(args[0]);
                        if (there === document.getElementById(label.htmlFor).checked) return;
                        await new Promise((done) => setTimeout(done, 25));
                    }";
        browser.script(tick, vec![json!(column)]).await?;
    }
    let (_, report) = text(browser, "#share-attendance").await?;
    let head = report.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').trim();
    ensure!(head == "NameOfAttendee,AttendeeRole", "{head}");
    // Counts of few people are withheld, as many as are said.
    browser.set("#share-table", "User by countries").await?;
    browser.text("#share-example", "withheld").await?;
    // Who was in which bubble stays as long as they are.
    browser.set("#share-table", "User level engagement (bubble)").await?;
    browser.text("#share", "a row for each person in a bubble").await?;
    browser.set("#share-table", "User by countries").await?;
    browser.text("#share-example", "withheld").await?;
    browser.set("#share-least", "0").await?;
    let shown = "for (let n = 0; n < 200 && document.querySelector('#share-example').innerText.includes('withheld'); n++)
                     await new Promise((done) => setTimeout(done, 25));
                 return document.querySelector('#share-example').innerText";
    let shown = browser.script(shown, vec![]).await?;
    ensure!(shown.as_str().is_some_and(|text| !text.contains("withheld")), "{shown}");
    Ok(())
}

async fn pseudonyms_are_the_same_until_all_is_cleared(browser: &Browser) -> Result<()> {
    browser.give(LOG).await?;
    share_for(browser, "committee").await?;
    let (_, first) = text(browser, "#share-attendance").await?;
    // Another purpose and back, another option, another language.
    share_for(browser, "registrar").await?;
    let (name, named) = text(browser, "#share-attendance").await?;
    ensure!(name.contains("(registrar)") && named.contains("Ada Low"), "{name}: {named}");
    browser.set("#language", "de").await?;
    browser.element("html[lang=de]").await?;
    share_for(browser, "committee").await?;
    browser.text("#share-label", "personenbezogene Daten").await?;
    browser.script("document.querySelector('#share').scrollIntoView()", vec![]).await?;
    browser.screenshot("share-dark").await?;
    let (_, again) = text(browser, "#share-attendance").await?;
    ensure!(first == again, "{first}\n{again}");
    browser.click("#clear").await?;
    browser.give(LOG).await?;
    share_for(browser, "committee").await?;
    let (_, other) = text(browser, "#share-attendance").await?;
    ensure!(first != other, "the same pseudonyms: {first}");
    Ok(())
}

async fn axe_finds_nothing_where_less_is_shared(browser: &Browser) -> Result<()> {
    browser.give(LOG).await?;
    share_for(browser, "committee").await?;
    browser.save("#share-attendance").await?;
    let library = fs::read_to_string(root().join("www/node_modules/axe-core/axe.min.js"))
        .context("axe-core is not there: run `cargo xtask setup`")?;
    browser.client().execute(&format!("{library};window.axe = axe;"), vec![]).await?;
    let script = "const found = await axe.run('#share, #attendance', { resultTypes: ['violations'] });
                  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html)}`)";
    let found = browser.script(script, vec![]).await?;
    ensure!(found == Value::Array(Vec::new()), "{found}");
    Ok(())
}
