//! What the address keeps: options, for a bookmark; never anything of a log. And that nothing jumps while a picture is
//! still being made.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::{Value, json};

in_every_engine! {
    the_address_chooses: Options::default(),
    what_cannot_be_is_left_aside: Options::default(),
    what_is_chosen_is_in_the_address: Options::default(),
    a_picture_has_its_place_before_it_comes: Options::default(),
    a_picture_has_its_place_on_a_phone: Options { viewport: Viewport::Phone, ..Options::default() },
}

async fn set(browser: &Browser, selector: &str, value: &str) -> Result<()> {
    browser.set(selector, value).await?;
    browser.reported().await
}

/// Zone, gap, whether the CSV is exact, and the address.
async fn chosen(browser: &Browser) -> Result<Value> {
    let script =
        "return [document.querySelector('#time-zone').value, document.querySelector('#rejoin-gap').value,
                          document.querySelector('#flavour-data').checked, location.hash]";
    browser.script(script, vec![]).await
}

async fn the_address_chooses(browser: &Browser) -> Result<()> {
    let address = "#lang=es&zone=Asia/Tokyo&gap=300&flavour=data";
    browser.open_at(&format!("/{address}")).await?;
    browser.sample("event").await?;
    browser.element("html[lang=es]").await?;
    let there = chosen(browser).await?;
    ensure!(there == json!(["Asia/Tokyo", "300", true, address]), "{there}");
    browser.text("#attendance", "04/21/2026").await?;
    // Another address while the log is open is another choice.
    browser.script("location.hash = '#lang=es&zone=Europe/Madrid&flavour=data'", vec![]).await?;
    browser.text("#attendance", "04/21/2026").await?;
    let zone =
        "for (let n = 0; n < 200 && document.querySelector('#time-zone').value !== 'Europe/Madrid'; n++)
                  await new Promise((done) => setTimeout(done, 25));
                return document.querySelector('#time-zone').value";
    let zone = browser.script(zone, vec![]).await?;
    ensure!(zone == json!("Europe/Madrid"), "{zone}");
    browser.reported().await?;
    // Clear forgets them; the language stays.
    browser.click("#clear").await?;
    let hash = browser.script("return location.hash", vec![]).await?;
    ensure!(hash == json!("#lang=es"), "{hash}");
    Ok(())
}

async fn what_cannot_be_is_left_aside(browser: &Browser) -> Result<()> {
    browser.open_at("/#zone=Europe/Atlantis&from=tomorrow&gap=300&flavour=gold").await?;
    browser.sample("event").await?;
    browser.text("#notice", "left aside").await?;
    let there = chosen(browser).await?;
    ensure!(there == json!(["UTC", "300", false, "#gap=300"]), "{there}");
    browser.text("#attendance", "701").await
}

async fn what_is_chosen_is_in_the_address(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("event").await?;
    set(browser, "#time-zone", "America/New_York").await?;
    browser.click("[data-choice^=last-day]").await?;
    browser.element("[data-choice^=last-day][aria-pressed=true]").await?;
    browser.click("#flavour-data").await?;
    // A link within the page takes the fragment for itself, and it comes back.
    browser.script("location.hash = '#attendance'", vec![]).await?;
    let hash = "for (let n = 0; n < 200 && !location.hash.includes('='); n++)
                  await new Promise((done) => setTimeout(done, 25));
                return location.hash";
    let hash = browser.script(hash, vec![]).await?;
    let wanted = "#zone=America/New_York&from=2026-04-22&to=2026-04-22&flavour=data";
    ensure!(hash == json!(wanted), "{hash}");
    // What is wrong is not kept, and what is as ever is not in it.
    set(browser, "#time-zone", "Nowhere").await?;
    browser.element("#time-zone-error:not([hidden])").await?;
    let there = browser.script("return location.hash", vec![]).await?;
    ensure!(there == json!(wanted), "{there}");
    set(browser, "#time-zone", "UTC").await?;
    browser.click("[data-choice^=whole-log]").await?;
    browser.element("[data-choice^=whole-log][aria-pressed=true]").await?;
    let there = browser.script("return location.hash", vec![]).await?;
    ensure!(there == json!("#flavour=data"), "{there}");
    Ok(())
}

async fn jumps(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    // How far below the pictures the report stands, when it is first seen and when the picture is there.
    let watch = "const far = () => {
                   const top = (id) => document.getElementById(id)?.getBoundingClientRect().top ?? 0;
                   return top('attendance') - top('pictures');
                 };
                 const look = () => {
                   const pictures = document.querySelector('#pictures');
                   // The report below is drawn a moment later.
                   if (!pictures?.checkVisibility() || !document.getElementById('attendance')) return;
                   window.before ??= far();
                   if (pictures.dataset.shown && window.after === undefined)
                     setTimeout(() => requestAnimationFrame(() => window.after = far()), 50);
                 };
                 new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true })";
    browser.script(watch, vec![]).await?;
    browser.sample("event").await?;
    let both = "for (let n = 0; n < 400 && window.after === undefined; n++)
                  await new Promise((done) => setTimeout(done, 25));
                return [window.before, window.after]";
    let both = browser.script(both, vec![]).await?;
    let (before, after) = (both[0].as_f64().unwrap_or_default(), both[1].as_f64().unwrap_or_default());
    ensure!(after > 300.0, "there is no picture: {both}");
    ensure!((before - after).abs() < 60.0, "it jumped from {before} to {after}");
    Ok(())
}

async fn a_picture_has_its_place_before_it_comes(browser: &Browser) -> Result<()> {
    jumps(browser).await
}

async fn a_picture_has_its_place_on_a_phone(browser: &Browser) -> Result<()> {
    jumps(browser).await
}
