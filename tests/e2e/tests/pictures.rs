//! The pictures: each is there, says in words what its table says in numbers, and can be saved.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::json;

in_every_engine! {
    a_lesson_in_pictures: Options::default(),
    pictures_are_saved: Options::default(),
    pictures_of_the_samples: Options::default(),
    pictures_on_a_phone: Options { viewport: Viewport::Phone, ..Options::default() },
    pictures_in_the_dark: Options { dark: true, ..Options::default() },
    without_stays_there_are_no_pictures: Options::default(),
    rooms_bubbles_and_teleports: Options::default(),
    what_the_log_does_not_tell_is_not_offered: Options::default(),
    a_night_between_two_days_is_cut_out: Options::default(),
    many_in_bubbles_are_paged: Options { viewport: Viewport::Phone, ..Options::default() },
}

/// A lab for two with three people in it, and a lounge with bubbles, of which one person teleports.
const MARKET: &str = "time,event,session_id,session_name,user_id,display_name,starts_at,ends_at,capacity,bubble_id,target_user_id\n\
    2026-03-02T08:00:00Z,session,a,Lab,,,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,2,,\n\
    2026-03-02T08:00:00Z,session,b,Lounge,,,,,40,,\n\
    2026-03-02T08:00:00Z,session,c,Empty hall,,,2026-03-02T09:30:00Z,2026-03-02T10:30:00Z,100,,\n\
    2026-03-02T08:55:00Z,joined,a,,u1,Ana <b>,,,,,\n\
    2026-03-02T09:05:00Z,joined,a,,u2,Bo & Co,,,,,\n\
    2026-03-02T09:10:00Z,joined,a,,u3,Cy,,,,,\n\
    2026-03-02T09:20:00Z,left,a,,u3,,,,,,\n\
    2026-03-02T09:50:00Z,left,a,,u1,,,,,,\n\
    2026-03-02T09:55:00Z,left,a,,u2,,,,,,\n\
    2026-03-02T10:00:00Z,joined,b,,u1,Ana <b>,,,,,\n\
    2026-03-02T10:00:00Z,joined,b,,u2,Bo & Co,,,,,\n\
    2026-03-02T10:00:00Z,joined,b,,u3,Cy,,,,,\n\
    2026-03-02T10:05:00Z,bubble_joined,b,,u1,,,,,7,\n\
    2026-03-02T10:06:00Z,teleported,b,,u2,,,,,,u1\n\
    2026-03-02T10:06:00Z,bubble_joined,b,,u2,,,,,7,\n\
    2026-03-02T10:10:00Z,bubble_joined,b,,u3,,,,,7,\n\
    2026-03-02T10:20:00Z,bubble_left,b,,u1,,,,,7,\n\
    2026-03-02T10:30:00Z,left,b,,u1,,,,,,\n\
    2026-03-02T10:30:00Z,left,b,,u2,,,,,,\n\
    2026-03-02T10:40:00Z,left,b,,u3,,,,,,\n";

const LESSON: &str = "event,time,session_id,session_name,user_id,display_name,country\n\
    room_opened,2026-03-02T09:00:00Z,a,Algebra,,,\n\
    joined,2026-03-02T09:05:00Z,a,,u1,Ana <b>,PT\n\
    left,2026-03-02T09:20:00Z,a,,u1,,\n\
    joined,2026-03-02T09:20:00Z,a,,u2,Bo & Co,ES\n\
    joined,2026-03-02T09:25:00Z,a,,u3,Cy,\n\
    joined,2026-03-02T09:30:00Z,a,,u1,,PT\n\
    left,2026-03-02T09:40:00Z,a,,u1,,\n\
    left,2026-03-02T09:50:00Z,a,,u2,,\n\
    room_closed,2026-03-02T10:00:00Z,a,,,,\n";

/// A room that is open for two days, and half an hour of Ana in it on each.
const TWO_DAYS: &str = "event,time,session_id,session_name,user_id,display_name\n\
    room_opened,2026-03-02T09:00:00Z,a,Lounge,,\n\
    joined,2026-03-02T09:10:00Z,a,,u1,Ana\n\
    left,2026-03-02T09:40:00Z,a,,u1,\n\
    joined,2026-03-03T15:10:00Z,a,,u1,Ana\n\
    left,2026-03-03T15:40:00Z,a,,u1,\n\
    room_closed,2026-03-03T16:00:00Z,a,,,\n";

/// Chooses a picture and waits until it is there.
async fn picture(browser: &Browser, kind: &str) -> Result<()> {
    browser.click(&format!("[data-picture={kind}]")).await?;
    // Asked by script: the picture is drawn anew while it is looked for, and an element that was found is stale.
    let drawn = "for (let turn = 0; turn < 600; turn++) {
          if (document.querySelector(`#pictures[data-shown=${args[0]}] #picture-svg > text`)) return true;
          await new Promise((done) => setTimeout(done, 50));
        }
        return false";
    let drawn = browser.script(drawn, vec![json!(kind)]).await?;
    ensure!(drawn == json!(true), "no picture of {kind}");
    Ok(())
}

/// The rows of the table, a cell a word.
async fn rows(browser: &Browser) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('#picture-table tbody tr')]
                    .map((row) => [...row.cells].map((cell) => cell.textContent).join('|'))";
    Ok(serde_json::from_value(browser.script(script, vec![]).await?)?)
}

async fn a_lesson_in_pictures(browser: &Browser) -> Result<()> {
    browser.give(LESSON).await?;
    picture(browser, "usage").await?;
    browser
        .text("#picture-finding", "3 people came; most at once were 3, first at 2026-03-02 09:30.")
        .await?;
    browser.text("#picture-finding", "4 joins, 1 of them rejoins.").await?;
    let found = rows(browser).await?;
    ensure!(found.contains(&"2026-03-02 09:30|3|1|0|1".to_owned()), "{found:?}");
    let joins: u64 = found.iter().filter_map(|row| row.split('|').nth(2)?.parse::<u64>().ok()).sum();
    ensure!(joins == 4, "{joins}");

    picture(browser, "attendance").await?;
    browser.text("#picture-finding", "3 people came; 2 of them were there for at least half").await?;
    browser.text("#picture-finding", "The median time present was 00:30:00.").await?;
    let found = rows(browser).await?;
    ensure!(found[0] == "Ana <b>|2026-03-02 09:05|2026-03-02 09:40|00:25:00|2", "{found:?}");
    // Ana twice, Bo and Cy once.
    let bars =
        browser.script("return document.querySelectorAll('#picture-svg rect.bar').length", vec![]).await?;
    ensure!(bars == json!(4), "{bars}");
    let words = browser.script("return document.querySelector('#picture-svg').textContent", vec![]).await?;
    ensure!(words.as_str().is_some_and(|words| words.contains("Opened 09:00")), "{words}");
    let choose = "const field = document.querySelector('#picture-order');
                  field.value = 'present';
                  field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script(choose, vec![]).await?;
    // What is folded away has no text.
    browser.click("#picture-table summary").await?;
    browser.text("#picture-table tbody tr:first-child", "Cy").await?;

    picture(browser, "retention").await?;
    browser.text("#picture-finding", "00:50:00 after the beginning half of them had left for good").await?;
    let found = rows(browser).await?;
    ensure!(found.contains(&"00:50:00|1|3".to_owned()), "{found:?}");

    picture(browser, "countries").await?;
    browser.text("#picture-finding", "Of 1 the country is not known.").await?;
    let found = rows(browser).await?;
    ensure!(found == ["ES|1", "PT|1", "|1"], "{found:?}");
    Ok(())
}

/// Waits for the picture to be offered by this name, and gives its bytes.
async fn saved(browser: &Browser, name: &str) -> Result<Vec<u8>> {
    browser.element(&format!("#picture-link[download='{name}']:not([hidden])")).await?;
    browser.download(name).await
}

async fn pictures_are_saved(browser: &Browser) -> Result<()> {
    browser.give(LESSON).await?;
    picture(browser, "attendance").await?;
    browser.click("#save-picture-svg").await?;
    let svg = String::from_utf8(saved(browser, "attendance.svg").await?)?;
    let parsed = browser.script(
        "const image = new Image();
         image.src = URL.createObjectURL(new Blob([args[0]], { type: 'image/svg+xml' }));
         return image.decode().then(() => image.naturalWidth > 400)",
        vec![json!(svg)],
    );
    // What is not well-formed is no image.
    let parsed = parsed.await?;
    ensure!(parsed == json!(true), "{parsed}\n{svg}");
    // The ground and four bars; nothing that needs the page.
    ensure!(svg.matches("<rect").count() == 5, "{svg}");
    for other in [" class=", " style=", "<script", "<image"] {
        ensure!(!svg.contains(other), "{other}: {svg}");
    }
    ensure!(svg.contains("Ana &lt;b&gt;") && svg.contains("<title>") && svg.contains("<desc>"), "{svg}");
    ensure!(!svg.contains("var("), "{svg}");

    browser.click("#save-picture-png").await?;
    let png = saved(browser, "attendance.png").await?;
    ensure!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(b"IEND\xaeB`\x82"), "{} bytes", png.len());
    let wide = u32::from_be_bytes(png[16..20].try_into()?);
    ensure!(wide > 800 && png.len() > 5_000, "{wide} pixels, {} bytes", png.len());
    Ok(())
}

/// Every picture of both samples: drawn, no wider than its place, and no mark outside.
async fn look_at_all(browser: &Browser, name: &str) -> Result<()> {
    for sample in ["classes", "event"] {
        browser.open().await?;
        browser.sample(sample).await?;
        for kind in ["usage", "attendance", "retention", "countries", "rooms", "bubbles", "teleports"] {
            // Classes have neither schedules nor bubbles.
            if sample == "classes" && ["rooms", "bubbles", "teleports"].contains(&kind) {
                continue;
            }
            picture(browser, kind).await?;
            let outside = "document.querySelector('#pictures').scrollIntoView();
                const svg = document.querySelector('#picture-svg');
                const frame = svg.getBoundingClientRect();
                const out = [...svg.querySelectorAll('text, rect, path, circle')].filter((mark) => {
                  const box = mark.getBoundingClientRect();
                  return box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
                }).map((mark) => mark.outerHTML);
                if (document.documentElement.scrollWidth > innerWidth) {
                  const cut = (one) => one && (getComputedStyle(one).overflowX !== 'visible' || cut(one.parentElement));
                  const wide = [...document.querySelectorAll('body *')].filter((one) =>
                    !cut(one.parentElement) && one.getBoundingClientRect().right > innerWidth);
                  out.push(`the page is ${document.documentElement.scrollWidth} wide on a screen of ${innerWidth}: `
                    + wide.map((one) => one.tagName + '.' + one.id).slice(0, 5));
                }
                if (svg.outerHTML.includes('NaN')) out.push('NaN');
                return out.slice(0, 5)";
            let outside = browser.script(outside, vec![]).await?;
            browser.screenshot(&format!("pictures-{name}-{sample}-{kind}")).await?;
            ensure!(outside == json!([]), "{sample} {kind}: {outside}");
        }
    }
    Ok(())
}

async fn pictures_of_the_samples(browser: &Browser) -> Result<()> {
    look_at_all(browser, "desktop").await
}

async fn pictures_on_a_phone(browser: &Browser) -> Result<()> {
    look_at_all(browser, "phone").await
}

async fn pictures_in_the_dark(browser: &Browser) -> Result<()> {
    look_at_all(browser, "dark").await
}

async fn without_stays_there_are_no_pictures(browser: &Browser) -> Result<()> {
    browser.give("event,time,session_id\nroom_opened,2026-03-02T09:00:00Z,a\n").await?;
    let shown =
        browser.script("return document.querySelector('#pictures').checkVisibility()", vec![]).await?;
    ensure!(shown == json!(false), "a picture of nothing is shown");
    Ok(())
}

/// The words of the picture, part by part.
async fn words(browser: &Browser) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('#picture-svg > text')].map((text) =>
                    text.textContent.replace(/[\\u2068\\u2069]/g, ''))";
    Ok(serde_json::from_value(browser.script(script, vec![]).await?)?)
}

async fn marks(browser: &Browser, what: &str) -> Result<usize> {
    let script = "return document.querySelectorAll(`#picture-svg > ${args[0]}`).length";
    Ok(serde_json::from_value(browser.script(script, vec![json!(what)]).await?)?)
}

async fn rooms_bubbles_and_teleports(browser: &Browser) -> Result<()> {
    browser.give(MARKET).await?;
    picture(browser, "rooms").await?;
    browser.text("#picture-finding", "3 rooms. 2 have a schedule; in 1 of them somebody was there").await?;
    browser
        .text("#picture-finding", "The fullest was Lab: 3 people for a capacity of 2 (150%), first at")
        .await?;
    browser.text("#picture-finding", "1 room held more than the capacity.").await?;
    let found = rows(browser).await?;
    ensure!(
        found.iter().any(|row| row
            == "Lab|2026-03-02 09:00|2026-03-02 10:00|2026-03-02 08:55|2026-03-02 09:55|2|3|2026-03-02 09:10|00:10:00|00:55:00"),
        "{found:?}"
    );
    let told = words(browser).await?;
    for word in ["3 of 2 · more for 00:10:00", "nobody came", "3 of 40", "more than the capacity"] {
        ensure!(told.iter().any(|text| text == word), "no {word}: {told:?}");
    }
    // Outlines of two schedules and their key; a triangle for the one that was too full, and one for the key.
    ensure!(marks(browser, "rect.plan").await? == 3 && marks(browser, "path.over").await? == 1, "{told:?}");
    ensure!(marks(browser, "path.mark").await? == 2, "{told:?}");
    browser.click("#save-picture-svg").await?;
    let svg = String::from_utf8(saved(browser, "rooms.svg").await?)?;
    ensure!(svg.contains("Empty hall") && !svg.contains("class=") && !svg.contains("var("), "{svg}");

    picture(browser, "bubbles").await?;
    browser
        .text("#picture-finding", "3 people were in 1 bubble; the largest held 3, first at 2026-03-02 10:10.")
        .await?;
    let found = rows(browser).await?;
    ensure!(
        found[0]
            == "Ana <b>|2026-03-02 10:05|2026-03-02 10:20|1|00:15:00|00:01:00|00:04:00|00:10:00|00:00:00",
        "{found:?}"
    );
    // It is of the session that has bubbles, and of no other.
    let sessions =
        "return [...document.querySelectorAll('#picture-session option')].map((one) => one.textContent)";
    let sessions: Vec<String> = serde_json::from_value(browser.script(sessions, vec![]).await?)?;
    ensure!(sessions.len() == 1 && sessions[0].contains("Lounge"), "{sessions:?}");
    // Ana: alone, of two, of three; Bo: of two, of three, of two; Cy: of three, of two, alone. And the four keys.
    ensure!(marks(browser, "rect.bar").await? == 3 + 3 + 3 + 4, "{}", marks(browser, "rect.bar").await?);

    picture(browser, "teleports").await?;
    browser
        .text(
            "#picture-finding",
            "1 teleport by 1 person to 1 person. Most were by Bo & Co (1), and most to Ana <b> (1).",
        )
        .await?;
    let found = rows(browser).await?;
    ensure!(found == ["Bo & Co|Ana <b>|1"], "{found:?}");
    ensure!(marks(browser, "rect.tint").await? == 1, "no cell");
    browser.click("#save-picture-png").await?;
    let png = saved(browser, "teleports.png").await?;
    ensure!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "{} bytes", png.len());
    Ok(())
}

async fn what_the_log_does_not_tell_is_not_offered(browser: &Browser) -> Result<()> {
    let offered =
        "return [...document.querySelectorAll('[data-picture]')].filter((chip) => chip.checkVisibility())
                     .map((chip) => chip.dataset.picture)";
    browser.give(MARKET).await?;
    picture(browser, "bubbles").await?;
    let all = browser.script(offered, vec![]).await?;
    ensure!(all.as_array().is_some_and(|all| all.len() == 7), "{all}");
    // Another log, in which nobody is in a bubble: the picture goes back to one that there is.
    browser.open().await?;
    browser.give(LESSON).await?;
    picture(browser, "usage").await?;
    let few = browser.script(offered, vec![]).await?;
    ensure!(few == json!(["usage", "attendance", "retention", "countries"]), "{few}");
    Ok(())
}

async fn many_in_bubbles_are_paged(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("event").await?;
    picture(browser, "bubbles").await?;
    let first = rows(browser).await?;
    ensure!(first.len() == 60, "{} rows", first.len());
    browser.click("#picture-next").await?;
    browser.element("#picture-previous:not(:disabled)").await?;
    let second = rows(browser).await?;
    ensure!(!second.is_empty() && second[0] != first[0], "{second:?}");
    Ok(())
}

/// Else both bars would be as thin as a line.
async fn a_night_between_two_days_is_cut_out(browser: &Browser) -> Result<()> {
    browser.give(TWO_DAYS).await?;
    picture(browser, "attendance").await?;
    browser.text("#picture-svg", "left out").await?;
    let bars = "return [...document.querySelectorAll('#picture-svg rect.bar')].map((bar) => Number(bar.getAttribute('width')))";
    let bars: Vec<f64> = serde_json::from_value(browser.script(bars, vec![]).await?)?;
    ensure!(bars.len() == 2 && bars.iter().all(|width| *width > 100.0), "{bars:?}");
    // Each of both stretches says when it is.
    let times = browser.script("return document.querySelector('#picture-svg').textContent", vec![]).await?;
    let times = times.as_str().unwrap_or_default();
    ensure!(times.contains("09:00") && times.contains("15:30"), "{times}");
    // Where most of the time somebody was there, all of it is drawn.
    browser.give(LESSON).await?;
    picture(browser, "attendance").await?;
    let words = browser.script("return document.querySelector('#picture-svg').textContent", vec![]).await?;
    ensure!(words.as_str().is_some_and(|words| !words.contains("left out")), "{words}");
    Ok(())
}
