//! Names that are markup, formulas, or turn and hide letters: on the page they are text, and what nobody would see
//! is shown.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::json;

in_every_engine! {
    hostile_names_are_text_that_can_be_seen: Options::default(),
}

const LOG: &str = "time,event,session_id,session_name,user_id,display_name\n\
    2026-03-02T09:00:00Z,joined,a,<b id=evil>x</b>,u1,<img src=x onerror=\"document.title='evil'\" id=evil>\n\
    2026-03-02T09:05:00Z,joined,a,<b id=evil>x</b>,u2,Ann\u{202E}eeL\n\
    2026-03-02T09:06:00Z,joined,a,<b id=evil>x</b>,u3,A\u{200B}da\n\
    2026-03-02T09:07:00Z,joined,a,<b id=evil>x</b>,u4,\u{2066}\u{2067}<script id=evil>document.title='evil'</script>\n\
    2026-03-02T09:50:00Z,left,a,<b id=evil>x</b>,u1,\n\
    yesterday,left,a,,u1,\u{202E}rejected\n";

async fn hostile_names_are_text_that_can_be_seen(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("gpj.\u{202E}vsc.csv");
    std::fs::write(&path, LOG)?;
    browser.open().await?;
    browser.upload("#files", &[&path]).await?;
    browser.reported().await?;
    browser.element("#attendance td").await?;
    let found = browser
        .script(
            "const unseen = /[\\u202a-\\u202e\\u2066\\u2067\\u200b]/;
             const own = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && unseen.test(child.data));
             const told = (node) => [...node.attributes].some((attribute) => unseen.test(attribute.value));
             const hidden = [...document.body.querySelectorAll('*:not(script)')].filter((node) => own(node) || told(node));
             const marks = [...document.querySelectorAll('.unseen-mark')].map((mark) => mark.textContent);
             return {
               evil: document.querySelectorAll('#evil, main img, main script').length,
               title: document.title,
               hidden: hidden.map((node) => node.outerHTML.slice(0, 200)),
               marks: [...new Set(marks)].sort(),
             };",
            vec![json!(null)],
        )
        .await?;
    browser.screenshot("hostile-names").await?;
    ensure!(found["evil"] == 0, "an element was made of a name: {found}");
    ensure!(!found["title"].as_str().unwrap_or_default().contains("evil"), "a name ran: {found}");
    ensure!(found["hidden"] == json!([]), "a character that nobody sees is on the page: {found}");
    ensure!(found["marks"] == json!(["200B", "202E", "2066", "2067"]), "marked are {found}");

    // What is saved has the names as they were.
    let (_, saved) = browser.save("#save-attendance").await?;
    let saved = String::from_utf8_lossy(&saved);
    ensure!(saved.contains("Ann\u{202E}eeL") && saved.contains("A\u{200B}da"), "{saved}");
    Ok(())
}
