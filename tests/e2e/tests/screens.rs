//! Every screen as a picture of the whole page (in WebKit as pictures of what comes into view), to be looked at: on a wide
//! display, a tablet and a phone, in the light and in the dark. Only where it is asked for, as nothing is compared:
//! `cargo test -p adsum-e2e -- --ignored screens::chromium`, into `target/screens/`.
#![cfg(unix)]

use crate::accessibility::{Look, every_screen};
use crate::offline;
use adsum_e2e::{Ability, Browser, Case, Engine, Options, Viewport};
use anyhow::Result;
use fantoccini::wd::PrintConfiguration;
use std::fs;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for engine in Engine::ALL {
        for (name, viewport) in
            [("desktop", Viewport::Desktop), ("tablet", Viewport::Tablet), ("phone", Viewport::Phone)]
        {
            for (light, dark) in [("light", false), ("dark", true)] {
                let options = Options { viewport, dark, ..Options::default() };
                let name = format!("{name}_{light}");
                let shots = format!("{engine}-{name}");
                let test = async move |browser: &Browser| screens(browser, &shots).await;
                cases.push(Case::new(engine, &name, options, test).asked_for());
            }
        }
    }
    cases
}

/// What a picture is called before the screen's name.
struct Shots<'a>(&'a str);

impl Look for Shots<'_> {
    async fn look(&mut self, browser: &Browser, screen: &str, part: &str) -> Result<()> {
        // What is on its way is there by then.
        let still = "scrollTo(0, 0); await new Promise((done) => setTimeout(done, 500))";
        browser.script(still, vec![]).await?;
        browser.whole_page(&format!("{}-{screen}", self.0), part).await.map(drop)
    }
}

async fn screens(browser: &Browser, name: &str) -> Result<()> {
    let mut shots = Shots(name);
    every_screen(browser, &mut shots).await?;

    browser.open().await?;
    browser.sample("event").await?;
    browser.element("#pictures[data-shown]").await?;
    shots.look(browser, "report-event", "body").await?;
    browser.click("#share-committee").await?;
    browser.text("#share", "As it goes out").await?;
    browser.click("#receipt-attendance").await?;
    browser.click("#save-attendance").await?;
    browser.element("#save-attendance-receipt:not([hidden])").await?;
    browser.click("#share-attendance").await?;
    browser.element("#share-attendance-receipt:not([hidden])").await?;
    shots.look(browser, "report-shared-and-saved", "body").await?;
    browser.click("#clear").await?;
    browser.sample("classes").await?;
    browser.element("#pictures[data-shown]").await?;
    shots.look(browser, "report-classes", "body").await?;
    browser.click("[data-picture=attendance]").await?;
    browser.element("#pictures[data-shown=attendance]").await?;
    shots.look(browser, "report-classes-attendance", "body").await?;
    browser.set("#from", "2031-01-01").await?;
    browser.set("#to", "2031-01-02").await?;
    browser.element("#attendance-notice:not([hidden])").await?;
    browser.reported().await?;
    shots.look(browser, "report-empty", "body").await?;

    browser.open().await?;
    browser.sample("event").await?;
    browser.script("window.print = () => undefined", vec![]).await?;
    browser.click("#print").await?;
    browser.element("html[data-paper]").await?;
    if browser.can(Ability::Print) {
        let pdf = browser.client().print(PrintConfiguration::default()).await?;
        fs::write(adsum_e2e::root().join(format!("target/screens/{name}-print.pdf")), pdf)?;
    }

    for (screen, change) in [
        ("too-old", "window.DecompressionStream = undefined"),
        ("no-wasm", "delete window.WebAssembly"),
        ("in-app", "Object.defineProperty(navigator, 'userAgent', { value: 'iPhone AppleWebKit Mobile' })"),
    ] {
        browser.open_changed(change).await?;
        shots.look(browser, screen, "body").await?;
    }
    offline::offer(browser)?;
    browser.open_at("/offline.html").await?;
    browser.text("#state", "not kept").await?;
    shots.look(browser, "offline", "body").await
}
