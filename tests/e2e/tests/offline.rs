//! Kept on the device, where a host offers it and somebody chose it: it opens without a network, a newer version
//! disturbs nothing that is open, and there is still no way out.
#![cfg(unix)]

use adsum_e2e::net::Server;
use adsum_e2e::{Browser, Engine, Options, in_every_engine, page};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::time::Duration;

/// What is kept on a device stays there: no other test may come upon it.
const OWN: Options = Options { own: true, ..Options::USUAL };

in_every_engine! {
    kept_it_opens_without_a_network: OWN,
    a_newer_version_waits_until_all_is_closed: OWN,
    the_kept_page_can_send_nothing: OWN,
    it_can_be_taken_away_again: OWN,
    a_file_of_another_version_is_not_kept: OWN,
}

/// What was tried has had time to arrive.
const SETTLE: Duration = Duration::from_millis(500);

fn built(name: &str) -> Result<Vec<u8>> {
    let path = page()?.with_file_name("offline").join(name);
    fs::read(&path)
        .with_context(|| format!("{} is not there: build it with `cargo xtask dist`", path.display()))
}

/// Puts beside the page what `cargo xtask dist` made for hosts.
pub(crate) fn offer(browser: &Browser) -> Result<()> {
    for (name, kind) in [
        ("offline.html", "text/html; charset=utf-8"),
        ("sw.js", "text/javascript"),
        ("adsum.webmanifest", "application/manifest+json"),
        ("adsum-192.png", "image/png"),
        ("adsum-512.png", "image/png"),
    ] {
        browser.server().put(&format!("/{name}"), kind, built(name)?);
    }
    Ok(())
}

/// Chooses to keep it.
async fn keep(browser: &Browser) -> Result<()> {
    offer(browser)?;
    browser.open_at("/offline.html").await?;
    browser.text("#state", "Adsum is not kept on this device.").await?;
    browser.click("#keep").await?;
    browser.text("#state", "Adsum is kept on this device.").await
}

async fn kept_it_opens_without_a_network(browser: &Browser) -> Result<()> {
    keep(browser).await?;
    browser.screenshot("offline-kept").await?;
    browser.server().stop();
    let asked = browser.server().log().len();
    browser.open().await?;
    browser.sample("classes").await?;
    browser.text("#offline", "Kept on this device").await?;
    // With settings in the address, by its other name, and the page on which it is chosen.
    for path in ["/#lang=de", "/index.html", "/?from=home"] {
        browser.open_at("/offline.html").await?;
        browser.text("#state", "kept").await?;
        browser.open_at(path).await?;
        browser.element("main[data-screen=start]").await?;
    }
    // Only for a newer version it was looked, and nobody answered.
    let since: Vec<String> = browser.server().log().split_off(asked);
    ensure!(since.iter().all(|line| line == "GET /sw.js"), "{since:?}");
    ensure!(browser.sent_elsewhere().is_empty(), "{:?}", browser.sent_elsewhere());
    Ok(())
}

/// The page and the worker of another version.
fn newer() -> Result<(Vec<u8>, Vec<u8>)> {
    let old = fs::read(page()?)?;
    let mut new = old.clone();
    new.extend_from_slice(b"<!-- newer -->");
    let digest =
        |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let worker = String::from_utf8(built("sw.js")?)?;
    ensure!(worker.contains(&digest(&old)), "sw.js is of another page: build both with `cargo xtask dist`");
    Ok((new.clone(), worker.replace(&digest(&old), &digest(&new)).into_bytes()))
}

async fn a_newer_version_waits_until_all_is_closed(browser: &Browser) -> Result<()> {
    keep(browser).await?;
    browser.open().await?;
    browser.sample("classes").await?;
    let look = "window.opened ??= Math.random();
                return [opened, performance.timeOrigin, document.querySelector('#attendance tbody').textContent]";
    let before = browser.script(look, vec![]).await?;

    let (page, worker) = newer()?;
    browser.server().put("/", "text/html; charset=utf-8", page);
    browser.server().put("/sw.js", "text/javascript", worker);
    // Browsers look for one by themselves where a page is opened, here in another window. (The page itself could not:
    // its policy allows no worker but its own, and Chromium holds `registration.update()` to it.)
    let client = browser.client();
    let first = client.window().await?;
    let other = client.new_window(browser.engine() != Engine::WebKit).await?.handle;
    client.switch_to_window(other).await?;
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    client.switch_to_window(first.clone()).await?;
    browser.text("#offline-newer", "A newer version is there.").await?;
    ensure!(browser.script(look, vec![]).await? == before, "the open page is another");
    browser.screenshot("offline-newer").await?;
    // It still works on, and opened once more it is still the old one.
    browser.click("#save-attendance").await?;
    browser.element("#save-attendance-link:not([hidden])").await?;
    let is_newer = "return document.documentElement.lastChild?.data?.includes('newer')
                      || document.lastChild?.data?.includes('newer') || false";
    ensure!(browser.script(is_newer, vec![]).await? == json!(false), "it was taken over");
    for window in client.windows().await?.into_iter().filter(|window| *window != first) {
        client.switch_to_window(window).await?;
        client.close_window().await?;
    }
    client.switch_to_window(first).await?;

    // Closed, and opened again; the browser may take a moment to notice.
    let mut found = Value::Null;
    for _ in 0..40 {
        browser.client().goto("about:blank").await?;
        tokio::time::sleep(SETTLE).await;
        browser.open().await?;
        browser.element("main[data-screen=start]").await?;
        found = browser.script(is_newer, vec![]).await?;
        if found == json!(true) {
            break;
        }
    }
    ensure!(found == json!(true), "the newer one is never used");
    browser.server().stop();
    browser.open_at("/offline.html").await?;
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    ensure!(browser.script(is_newer, vec![]).await? == json!(true), "it is not what is kept");
    Ok(())
}

/// Ways that a script in the page could take, the worker's among them. Each says what came of it.
const WAYS: &str = "
    const [canary] = args;
    const own = location.origin;
    const { serviceWorker } = navigator;
    const registration = await serviceWorker.getRegistration();
    const heard = (target) => new Promise((done, failed) => { target.onload = done; target.onerror = failed; });
    const image = (url) => { const one = new Image(); one.src = url; return heard(one); };
    const request = (url) => { const one = new XMLHttpRequest(); one.open('POST', url); one.send('secret'); return heard(one); };
    const ways = {};
    for (const [where, url] of [['ours', own], ['others', canary]]) {
      Object.assign(ways, {
        [`fetch ${where}`]: () => fetch(`${url}/secret`),
        [`fetch of what is kept, ${where}`]: () => fetch(`${url}/offline.html?secret`),
        [`request ${where}`]: () => request(`${url}/secret`),
        [`image ${where}`]: () => image(`${url}/adsum-192.png?secret`),
        [`another worker ${where}`]: () => serviceWorker.register(`${url}/sw.js?secret`),
        [`the worker for another place ${where}`]: () => serviceWorker.register(`${url}/sw.js`, { scope: '/secret' }),
      });
    }
    const outcomes = {};
    for (const [name, way] of Object.entries(ways)) {
      const patience = new Promise((_, failed) => setTimeout(() => failed(new Error('no answer')), 1500));
      outcomes[name] = await Promise.race([way(), patience]).then(() => 'done', () => 'blocked');
    }
    navigator.sendBeacon(`${canary}/secret`, 'secret');
    // These are not blocked, and reach nobody who would listen.
    serviceWorker.controller.postMessage('secret');
    const { port1, port2 } = new MessageChannel();
    let answered = false;
    port1.onmessage = () => (answered = true);
    serviceWorker.controller.postMessage({ send: `${canary}/secret` }, [port2]);
    await registration.update().catch(() => undefined);
    await new Promise((done) => setTimeout(done, 500));
    outcomes.answered = answered;
    return outcomes";

async fn the_kept_page_can_send_nothing(browser: &Browser) -> Result<()> {
    let canary = Server::start(Vec::new()).await?;
    keep(browser).await?;
    browser.open().await?;
    browser.sample("classes").await?;
    let controlled = browser.script("return navigator.serviceWorker.controller !== null", vec![]).await?;
    ensure!(controlled == json!(true), "the page does not come from the worker");
    let outcomes = browser.script(WAYS, vec![json!(canary.origin())]).await?;
    let done: Vec<_> =
        outcomes
            .as_object()
            .context("no outcomes")?
            .iter()
            .filter(|(name, outcome)| {
                if *name == "answered" { **outcome != json!(false) } else { **outcome != json!("blocked") }
            })
            .collect();
    ensure!(done.is_empty() && outcomes.as_object().is_some_and(|all| all.len() == 13), "{outcomes}");
    tokio::time::sleep(SETTLE).await;
    let told = [browser.server().log(), canary.log(), browser.sent_elsewhere()].concat();
    let secret: Vec<_> =
        told.iter().filter(|line| line.contains("secret") || line.starts_with("POST")).collect();
    ensure!(secret.is_empty() && canary.log().is_empty(), "{told:?}");

    // What is kept cannot be made another page: only what the digest names is answered.
    let poison = "const names = await caches.keys();
        for (const name of names) {
          const cache = await caches.open(name);
          for (const request of await cache.keys()) await cache.put(request, new Response('<h1>poison</h1>', { headers: { 'content-type': 'text/html' } }));
        }
        return names.length";
    ensure!(browser.script(poison, vec![]).await? == json!(1), "there is not one cache");
    browser.open_at("/?again").await?;
    browser.element("main[data-screen=start]").await?;
    let words = browser.script("return document.body.textContent.includes('poison')", vec![]).await?;
    ensure!(words == json!(false), "the poison is shown");
    Ok(())
}

async fn it_can_be_taken_away_again(browser: &Browser) -> Result<()> {
    keep(browser).await?;
    browser.click("#remove").await?;
    browser.text("#state", "Adsum is not kept on this device.").await?;
    let left =
        "return [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]";
    let left = browser.script(left, vec![]).await?;
    ensure!(left == json!([0, 0]), "{left}");
    Ok(())
}

async fn a_file_of_another_version_is_not_kept(browser: &Browser) -> Result<()> {
    offer(browser)?;
    // The host has a new page, and not yet the worker for it.
    browser.server().put("/", "text/html; charset=utf-8", newer()?.0);
    browser.open_at("/offline.html").await?;
    browser.click("#keep").await?;
    browser.text("#state", "It could not be kept.").await?;
    let active = "return Boolean((await navigator.serviceWorker.getRegistration())?.active)";
    ensure!(browser.script(active, vec![]).await? == json!(false), "it is kept all the same");
    Ok(())
}
