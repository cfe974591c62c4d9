//! For everyone: no finding of axe-core on any screen, light, dark and narrow; everything by keyboard; nothing to
//! scroll sideways at four times the size; no motion where none is wanted.
//!
//! axe-core is given to the page by the driver. It is no part of the page.
#![cfg(unix)]

use adsum_e2e::{Browser, HELD, Options, Viewport, in_every_engine, root};
use anyhow::{Context, Result, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

in_every_engine! {
    axe_finds_nothing_in_the_light: Options::default(),
    axe_finds_nothing_in_the_dark: Options { dark: true, ..Options::default() },
    axe_finds_nothing_on_a_phone: Options { viewport: Viewport::Phone, ..Options::default() },
    axe_finds_what_is_wrong: Options::default(),
    nothing_is_wider_than_a_tablet: Options { viewport: Viewport::Tablet, ..Options::default() },
    nothing_is_wider_at_four_times_the_size: Options { viewport: Viewport::Zoomed, ..Options::default() },
    tab_reaches_everything: Options::default(),
    nothing_moves_where_that_is_not_wanted: Options { still: true, ..Options::default() },
    what_moves_is_found: Options::default(),
    keys_lead_and_can_be_switched_off: Options::default(),
}

/// A log with everything in it that has a place on the page: restarts, one person twice, what cannot be used.
const LOG: &str = "\
time,event,session_id,session_name,instance_id,user_id,display_name,attendee_type,country
2026-03-02T09:00:00Z,room_opened,bio,Biology,a,,,,
2026-03-02T09:00:00Z,joined,bio,Biology,a,w_1,Ann Lee,Guest,PT
2026-03-02T09:10:00Z,left,bio,Biology,a,w_1,Ann Lee,Guest,PT
2026-03-02T09:20:00Z,joined,bio,Biology,b,w_2,Ann Lee,Guest,ES
2026-03-02T09:40:00Z,left,bio,Biology,b,w_2,Ann Lee,Guest,
2026-03-03T09:00:00Z,joined,art,Art,c,w_3,Ben Oh,Guest,
2026-03-03T09:10:00Z,left,art,Art,c,w_3,Ben Oh,Guest,
2026-03-03T09:20:00Z,joined,art,Art,d,w_4,Ben Oh,Guest,
tomorrow,left,art,Art,d,w_4,Ben Oh,Guest,
";
/// A day that may be in March or in April, on nobody's clock.
const OPEN: &str = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n\
    Ada,ada@uni.example,3/4/2026 09:00:00 AM,3/4/2026 10:00:00 AM,60,No,No\n";
/// A table that nobody is known to write.
const TABLE: &str = "Schüler;Wann;Bis;Kurs\nAda;02.03.2026 09:00;02.03.2026 10:00;Bio\nCleo;bald;;Bio\n";
/// It is not told that a picture is wanted; what it is not told is kept.
const NO_PICTURE: &str = "
    held.postMessage = (message) => {
      if (message.command?.do === 'picture') window.awaited = message;
      else Worker.prototype.postMessage.call(held, message);
    }";

/// What is looked at on each screen. `part` is what is new on it since the one before; `body`, if all is.
pub(crate) trait Look {
    async fn look(&mut self, browser: &Browser, screen: &str, part: &str) -> Result<()>;
}

async fn give(browser: &Browser, files: &[(&str, &str)]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut paths = Vec::new();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::write(&path, text)?;
        paths.push(path);
    }
    let paths: Vec<_> = paths.iter().map(std::path::PathBuf::as_path).collect();
    browser.upload("#files", &paths).await?;
    // Until it is read.
    browser.element("main:not([data-screen=reading]):not([data-busy])").await?;
    browser.element("main[data-screen=report], #troubles:not([hidden])").await?;
    Ok(())
}

/// Goes through every screen, with all opened that can be.
pub(crate) async fn every_screen(browser: &Browser, look: &mut impl Look) -> Result<()> {
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    look.look(browser, "start", "body").await?;
    browser.click("#open-keys").await?;
    browser.element("#keys[open]").await?;
    look.look(browser, "keys", "#keys").await?;
    browser.click("#keys-close").await?;
    browser.click("#check-it").await?;
    browser.click("#try-to-leak").await?;
    browser.element("#leak-results tr[data-way]").await?;
    browser.element("#try-to-leak:not(:disabled)").await?;
    look.look(browser, "proof", "body").await?;
    browser.open_changed(HELD).await?;

    give(browser, &[("table.csv", TABLE), ("page.csv", "<html><title>Sign in</title></html>")]).await?;
    look.look(browser, "troubles", "body").await?;
    browser.click("#columns-refused-0").await?;
    let say = "const column = document.querySelector('#mapping-column-1');
               column.value = 'join';
               column.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.script(say, vec![]).await?;
    browser.text("#mapping-preview", "Ada").await?;
    look.look(browser, "mapping", "body").await?;
    browser.click("#mapping-cancel").await?;
    give(browser, &[("participants_98100000001.csv", OPEN)]).await?;
    browser.element("#questions input").await?;
    look.look(browser, "questions", "body").await?;
    browser.click("#clear").await?;

    browser.script(NO_PICTURE, vec![]).await?;
    give(browser, &[("log.csv", LOG)]).await?;
    browser.element("#people-suggested:not([hidden])").await?;
    look.look(browser, "picture-awaited", "body").await?;
    let place = "return document.querySelector('#attendance-table').getBoundingClientRect().top + scrollY";
    let before = browser.script(place, vec![]).await?;
    browser.script("delete held.postMessage; held.postMessage(awaited)", vec![]).await?;
    browser.element("#pictures[data-shown]").await?;
    let after = browser.script(place, vec![]).await?;
    ensure!(before == after, "what stands below a picture moves from {before} to {after} when it comes");
    let open = "for (const details of document.querySelectorAll('#report details')) details.open = true";
    browser.script(open, vec![]).await?;
    look.look(browser, "report-small", "body").await?;
    browser.click("#clear").await?;

    browser.sample("event").await?;
    for picture in ["usage", "attendance", "retention", "countries", "rooms", "bubbles", "teleports"] {
        browser.click(&format!("[data-picture={picture}]")).await?;
        browser.element(&format!("#pictures[data-shown={picture}]")).await?;
        browser.script(open, vec![]).await?;
        look.look(browser, &format!("pictures-{picture}"), if picture == "usage" { "body" } else { "#pictures" }).await?;
    }
    for sheet in 0..7 {
        browser.click(&format!("#sheet-{sheet}")).await?;
        if sheet % 2 == 0 {
            look.look(browser, &format!("sheet-{sheet}"), "#sheets").await?;
        }
    }
    // What is behind a row: the person, then the session.
    browser.click("#attendance-table button.row").await?;
    browser.element("#detail[open]").await?;
    browser.script(open, vec![]).await?;
    look.look(browser, "detail-person", "#detail").await?;
    browser.click("#detail-session").await?;
    browser.element("#detail-person").await?;
    look.look(browser, "detail-session", "#detail").await?;
    browser.click("#detail-close").await?;
    browser.click("#save-attendance").await?;
    browser.element("#save-attendance-link:not([hidden])").await?;
    let wrong = "const field = document.querySelector('#time-zone');
                 field.value = 'Europe/Atlantis';
                 field.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.script(wrong, vec![]).await?;
    browser.element("#time-zone-error:not([hidden])").await?;
    look.look(browser, "wrong-option", "body").await?;

    // The worker falls silent, so that reading goes on; then it dies.
    browser.click("#clear").await?;
    browser.element("main[data-screen=start]").await?;
    browser.script("held.postMessage = () => undefined", vec![]).await?;
    browser.click("#sample-classes").await?;
    browser.element("main[data-screen=reading]").await?;
    look.look(browser, "reading", "body").await?;
    let death = "held.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))";
    browser.script(death, vec![]).await?;
    browser.element("main[data-screen=failed]").await?;
    look.look(browser, "failed", "body").await
}

/// Runs axe-core on the page as it is, or on a part of it: what it finds, each with the element.
async fn findings(browser: &Browser, part: &str) -> Result<Vec<String>> {
    let there = browser.script("return typeof window.axe", vec![]).await?;
    if there != json!("object") {
        let library = fs::read_to_string(root().join("www/node_modules/axe-core/axe.min.js"))
            .context("axe-core is not there: run `cargo xtask setup`")?;
        browser.client().execute(&format!("{library};window.axe = axe;"), vec![]).await?;
    }
    let script = "
        // What is on its way (a colour, a picture) is not looked at.
        const ends = (one) => one.effect?.getComputedTiming().endTime < 10000;
        await Promise.all(document.getAnimations().filter(ends).map((one) => one.finished.catch(() => undefined)));
        await new Promise((done) => setTimeout(done, 20));
        // The whole document has rules of its own.
        const { violations } = await axe.run(args[0] === 'body' ? document : args[0], {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          rules: { 'target-size': { enabled: true } },
          resultTypes: ['violations'],
        });
        return violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) =>
          `${id}: ${node.html.slice(0, 200)} (${node.any.concat(node.all, node.none).map((one) => one.message).join('; ')})`))";
    Ok(serde_json::from_value(browser.script(script, vec![json!(part)]).await?)?)
}

/// Looks with axe-core.
struct Axe(BTreeSet<String>);

impl Look for Axe {
    async fn look(&mut self, browser: &Browser, screen: &str, part: &str) -> Result<()> {
        let found = findings(browser, part).await.with_context(|| format!("axe on {screen}"))?;
        self.0.extend(found.into_iter().map(|finding| format!("{screen}: {finding}")));
        Ok(())
    }
}

async fn axe_finds_nothing(browser: &Browser) -> Result<()> {
    let mut axe = Axe(BTreeSet::new());
    every_screen(browser, &mut axe).await?;
    let found: Vec<_> = axe.0.into_iter().collect();
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

async fn axe_finds_nothing_in_the_light(browser: &Browser) -> Result<()> {
    axe_finds_nothing(browser).await
}

async fn axe_finds_nothing_in_the_dark(browser: &Browser) -> Result<()> {
    axe_finds_nothing(browser).await
}

async fn axe_finds_nothing_on_a_phone(browser: &Browser) -> Result<()> {
    axe_finds_nothing(browser).await
}

/// It does look: faults that are put into the page are found.
async fn axe_finds_what_is_wrong(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    let script = "const main = document.querySelector('main');
                  const field = document.createElement('input');
                  const words = document.createElement('p');
                  words.textContent = 'hardly to be seen';
                  words.style.color = '#ccd';
                  words.style.background = '#fff';
                  main.append(field, words, document.createElement('img'));";
    browser.script(script, vec![]).await?;
    let found = findings(browser, "body").await?.join("\n");
    for fault in ["label: <input", "color-contrast: <p", "image-alt: <img"] {
        ensure!(found.contains(fault), "it did not find {fault}: {found}");
    }
    Ok(())
}

/// Looks whether something is wider than the page; tables scroll in boxes of their own.
struct Width(Vec<String>);

impl Look for Width {
    async fn look(&mut self, browser: &Browser, screen: &str, _: &str) -> Result<()> {
        let script = "
            const wide = document.documentElement.clientWidth;
            const out = [...document.querySelectorAll('body *')].filter((one) =>
              one.checkVisibility() && !one.closest('.scroll, .tabs, .unseen, svg, select')
              && one.getBoundingClientRect().right > wide + 1);
            const page = document.documentElement.scrollWidth > wide ? [`the page: ${document.documentElement.scrollWidth} of ${wide}`] : [];
            return page.concat(out.map((one) => one.outerHTML.slice(0, 120)))";
        let found: Vec<String> = serde_json::from_value(browser.script(script, vec![]).await?)?;
        self.0.extend(found.into_iter().map(|what| format!("{screen}: {what}")));
        Ok(())
    }
}

async fn nothing_is_wider(browser: &Browser) -> Result<()> {
    let mut width = Width(Vec::new());
    every_screen(browser, &mut width).await?;
    ensure!(width.0.is_empty(), "{}", width.0.join("\n"));
    Ok(())
}

async fn nothing_is_wider_than_a_tablet(browser: &Browser) -> Result<()> {
    nothing_is_wider(browser).await
}

async fn nothing_is_wider_at_four_times_the_size(browser: &Browser) -> Result<()> {
    nothing_is_wider(browser).await?;
    let width = browser.script("return innerWidth", vec![]).await?;
    ensure!(width.as_u64().is_some_and(|width| width <= 400), "the window is {width} wide");
    Ok(())
}

/// Looks what moves, or would if something changed.
struct Motion(BTreeSet<String>);

impl Look for Motion {
    async fn look(&mut self, browser: &Browser, screen: &str, _: &str) -> Result<()> {
        let script = "
            const lasts = (times) => times.split(',').some((time) => parseFloat(time) * (time.endsWith('ms') ? 1 : 1000) > 1);
            const found = [...document.querySelectorAll('body, body *')].flatMap((one) =>
              ['', '::before', '::after', '::backdrop'].flatMap((part) => {
                const style = getComputedStyle(one, part || undefined);
                const moves = [
                  style.animationName !== 'none' && lasts(style.animationDuration) && 'animation',
                  lasts(style.transitionDuration) && 'transition',
                  !part && style.scrollBehavior === 'smooth' && 'scrolling',
                ];
                return moves.filter(Boolean).map((move) => `${move} of ${one.tagName}#${one.id}.${one.className}${part}`);
              }));
            // What only waits to be there at once runs, too.
            const running = document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().duration > 1);
            return found.concat(running.map(() => 'something runs'))";
        let found: Vec<String> = serde_json::from_value(browser.script(script, vec![]).await?)?;
        self.0.extend(found.into_iter().map(|what| format!("{screen}: {what}")));
        Ok(())
    }
}

async fn nothing_moves_where_that_is_not_wanted(browser: &Browser) -> Result<()> {
    let mut motion = Motion(BTreeSet::new());
    every_screen(browser, &mut motion).await?;
    let asked =
        browser.script("return matchMedia('(prefers-reduced-motion: reduce)').matches", vec![]).await?;
    ensure!(asked == json!(true), "the browser does not ask for less motion");
    let found: Vec<_> = motion.0.into_iter().collect();
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// It does look: where motion is wanted there is some.
async fn what_moves_is_found(browser: &Browser) -> Result<()> {
    browser.open_changed(HELD).await?;
    browser.element("main[data-screen=start]").await?;
    browser.script("held.postMessage = () => undefined", vec![]).await?;
    browser.click("#sample-classes").await?;
    browser.element("main[data-screen=reading]").await?;
    let mut motion = Motion(BTreeSet::new());
    motion.look(browser, "reading", "body").await?;
    ensure!(motion.0.iter().any(|found| found.contains("of ")), "nothing moves: {:?}", motion.0);
    Ok(())
}

/// Presses keys, wherever the focus is.
async fn press(browser: &Browser, keys: &str) -> Result<()> {
    let start = KeyActions::new("keyboard".to_owned());
    let actions = keys.chars().fold(start, |actions, key| {
        actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key })
    });
    Ok(browser.client().perform_actions(actions).await?)
}

/// Presses Tab until it has been everywhere, and compares with what there is to reach.
async fn tab_reaches_everything(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    browser.sample("event").await?;
    browser.element("#pictures[data-shown]").await?;
    let wanted = "
        const inside = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('details:not([open]) > :not(summary)');
        const found = [...document.querySelectorAll('a[href], button:not(:disabled), input:not(:disabled), select, summary, [tabindex=\"0\"]')]
          .filter((one) => one.tabIndex >= 0 && inside(one))
          // Of a group of radio buttons, the one that is chosen.
          .filter((one) => one.type !== 'radio' || one.checked);
        window.wanted = new Set(found);
        window.bare = [];
        const top = document.querySelector('h1');
        top.tabIndex = -1;
        top.focus();
        return found.length";
    let count = browser.script(wanted, vec![]).await?.as_u64().context("no count")?;
    ensure!(count > 30, "there is hardly anything to reach: {count}");
    let tab = char::from(Key::Tab).to_string();
    // A date has parts, each of which is a stop.
    for _ in 0..count + 20 {
        press(browser, &tab).await?;
        let there = "
            const one = document.activeElement;
            const { outlineStyle, outlineWidth } = getComputedStyle(one);
            const ring = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
            if (wanted.delete(one) && !ring) bare.push(one.outerHTML.slice(0, 100));
            return wanted.size";
        if browser.script(there, vec![]).await? == json!(0) {
            break;
        }
    }
    let left = "return [[...wanted].map((one) => one.outerHTML.slice(0, 100)), bare]";
    let left = browser.script(left, vec![]).await?;
    ensure!(left == json!([[], []]), "never reached, or without a ring: {left}");
    Ok(())
}

async fn focus(browser: &Browser) -> Result<Value> {
    browser.script("return document.activeElement.id", vec![]).await
}

async fn keys_lead_and_can_be_switched_off(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    browser.sample("event").await?;
    for (key, place) in [("t", "attendance-title"), ("o", "options-title"), ("w", "sheets-title")] {
        press(browser, key).await?;
        ensure!(focus(browser).await? == json!(place), "{key} led to {}", focus(browser).await?);
    }
    // Who types a zone is not led away.
    browser.element("#time-zone").await?.click().await?;
    press(browser, "ot").await?;
    ensure!(focus(browser).await? == json!("time-zone"), "typing led away");
    browser
        .script("document.querySelector('#time-zone').value = 'UTC'; document.activeElement.blur()", vec![])
        .await?;
    press(browser, "?").await?;
    browser.element("#keys[open]").await?;
    ensure!(focus(browser).await? != json!(""), "nothing in the sheet has the focus");
    // Nothing below the sheet is reached, and Escape closes it.
    press(browser, "o").await?;
    browser.element("#keys[open] :focus").await?;
    press(browser, &char::from(Key::Escape).to_string()).await?;
    browser.element("#keys:not([open])").await?;
    browser.element("main[data-screen=report]").await?;

    browser.click("#open-keys").await?;
    browser.click("#keys-single").await?;
    browser.click("#keys-close").await?;
    ensure!(focus(browser).await? == json!("open-keys"), "the focus is on {}", focus(browser).await?);
    press(browser, "o").await?;
    press(browser, "?").await?;
    ensure!(focus(browser).await? == json!("open-keys"), "switched off, it led away");
    let state = "return [document.querySelector('#keys').open, location.hash]";
    let state = browser.script(state, vec![]).await?;
    ensure!(state == json!([false, "#keys=off"]), "{state}");
    // Another language keeps it, beside its own.
    let german = "location.hash = location.hash + '&lang=de'";
    browser.script(german, vec![]).await?;
    browser.element("html[lang=de]").await?;
    press(browser, "o").await?;
    let checked = browser.script("return document.querySelector('#keys-single').checked", vec![]).await?;
    ensure!(checked == json!(false) && focus(browser).await? != json!("options-title"), "it is on again");
    Ok(())
}
