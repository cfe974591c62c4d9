//! What depends on the device: sharing, home screen, other apps' views, old and locked browsers, memory that runs
//! out. What no engine here has is put in its place by the test: the browser's part, never the page's.
#![cfg(unix)]

use adsum_e2e::{Browser, HELD, Options, Viewport, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::{Value, json};

const OUTLOOK: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 \
                       (KHTML, like Gecko) Mobile/15E148";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

in_every_engine! {
    a_file_is_shared_from_a_tap_of_its_own: Options::default(),
    what_cannot_be_shared_is_only_saved: Options::default(),
    a_small_file_is_copied_as_text: Options::default(),
    on_the_home_screen_files_are_shared_and_not_linked: Options::default(),
    another_apps_view_is_told_to_open_a_browser: Options { user_agent: Some(OUTLOOK), ..Options::default() },
    a_browser_is_not_told_to_open_a_browser: Options { user_agent: Some(SAFARI), ..Options::default() },
    an_old_browser_is_told_so: Options::default(),
    the_screen_is_kept_on_while_reading: Options::default(),
    a_file_that_is_gone_is_explained: Options::default(),
    a_dead_worker_is_restarted_with_its_files: Options::default(),
    a_page_that_was_thrown_away_says_so: Options::default(),
    fields_do_not_make_a_phone_zoom: Options { viewport: Viewport::Phone, ..Options::default() },
}

/// A share sheet that takes CSV and nothing else, as Chromium's does, and notes what it is given and whether a
/// tap was just then being handled. It answers with `window.refusal`, if there is one.
const SHEET: &str = "
    window.shared = [];
    const define = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
    define('canShare', (data) => data.files.every((file) => file.name.endsWith('.csv')));
    define('share', async (data) => {
      shared.push([Object.keys(data).join(), data.files[0].name, data.files[0].type, data.files[0].size,
                   window.event?.type === 'click']);
      if (window.refusal) throw new DOMException('', window.refusal);
    })";

async fn a_file_is_shared_from_a_tap_of_its_own(browser: &Browser) -> Result<()> {
    browser.open_changed(SHEET).await?;
    browser.sample("classes").await?;
    // It is saved as everywhere, and nothing is shared unasked.
    let (name, bytes) = browser.save("#save-attendance").await?;
    ensure!(browser.script("return shared", vec![]).await? == json!([]));

    browser.click("#save-attendance-share:not([hidden])").await?;
    let shared = browser.script("return shared", vec![]).await?;
    ensure!(shared == json!([["files", name, "text/csv", bytes.len(), true]]), "{shared}");
    let error = browser.element("#save-attendance ~ .error").await?;
    ensure!(!error.is_displayed().await?, "an error without one");
    // Whoever closes the sheet knows it; a tap that came too late is explained.
    for (refusal, told) in [("AbortError", false), ("NotAllowedError", true)] {
        browser.script("window.refusal = args[0]", vec![json!(refusal)]).await?;
        browser.click("#save-attendance-share").await?;
        let _ = browser.script("await new Promise((done) => setTimeout(done, 50))", vec![]).await?;
        ensure!(error.is_displayed().await? == told, "after {refusal}");
    }
    browser.text("#save-attendance ~ .error", "once more").await
}

async fn what_cannot_be_shared_is_only_saved(browser: &Browser) -> Result<()> {
    browser.open_changed(SHEET).await?;
    browser.sample("classes").await?;
    browser.click("#save-workbook").await?;
    browser.element("#save-workbook-link:not([hidden])").await?;
    ensure!(!browser.element("#save-workbook-share").await?.is_displayed().await?, "a workbook was offered");
    Ok(())
}

async fn a_small_file_is_copied_as_text(browser: &Browser) -> Result<()> {
    let clipboard = "window.copied = [];
        const writeText = async (text) => copied.push(text);
        Object.defineProperty(navigator, 'clipboard', { value: { writeText } })";
    browser.open_changed(clipboard).await?;
    browser.sample("classes").await?;
    let (_, bytes) = browser.save("#save-attendance").await?;
    browser.click("#save-attendance-copy:not([hidden])").await?;
    browser.text("#save-attendance-copy", "Copied.").await?;
    let text = String::from_utf8(bytes)?;
    let copied = browser.script("return copied", vec![]).await?;
    ensure!(copied == json!([text.trim_start_matches('\u{feff}')]), "another text");
    browser.save("#save-workbook").await?;
    ensure!(!browser.element("#save-workbook-copy").await?.is_displayed().await?, "a workbook is no text");
    Ok(())
}

async fn on_the_home_screen_files_are_shared_and_not_linked(browser: &Browser) -> Result<()> {
    let home_screen = "Object.defineProperty(navigator, 'standalone', { value: true })";
    browser.open_changed(&format!("{SHEET}; {home_screen}")).await?;
    browser.sample("classes").await?;
    browser.click("#save-attendance").await?;
    browser.click("#save-attendance-share:not([hidden])").await?;
    ensure!(browser.script("return shared.length", vec![]).await? == 1, "not shared");
    ensure!(browser.downloaded()?.is_empty(), "the link was followed");
    // What the sheet does not take is still saved.
    browser.save("#save-workbook").await.map(drop)
}

async fn another_apps_view_is_told_to_open_a_browser(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.text("#in-app", "Open in Safari").await?;
    browser.screenshot("in-app").await?;
    // It is told so, and not locked out.
    browser.sample("classes").await
}

async fn a_browser_is_not_told_to_open_a_browser(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    ensure!(!browser.element("#in-app").await?.is_displayed().await?, "Safari was told to open Safari");
    Ok(())
}

async fn an_old_browser_is_told_so(browser: &Browser) -> Result<()> {
    for missing in ["DecompressionStream", "Worker"] {
        browser.open_changed(&format!("window.{missing} = undefined")).await?;
        browser.text("#too-old", "Safari 16.4, Chrome or Edge 109, Firefox 115").await?;
    }
    // As Lockdown Mode has it.
    browser.open_changed("delete window.WebAssembly").await?;
    browser.text("#no-wasm", "Lockdown Mode").await?;
    ensure!(!browser.element("#too-old").await?.is_displayed().await?, "two messages at once");
    Ok(())
}

async fn the_screen_is_kept_on_while_reading(browser: &Browser) -> Result<()> {
    let lock = "window.locks = [];
        const request = async (kind) => { locks.push('on ' + kind); return { release: async () => { locks.push('off'); } }; };
        Object.defineProperty(navigator, 'wakeLock', { value: { request } })";
    browser.open_changed(lock).await?;
    browser.sample("classes").await?;
    let released = "while (locks.length < 2) await new Promise((done) => setTimeout(done, 20)); return locks";
    let locks = browser.script(released, vec![]).await?;
    ensure!(locks == json!(["on screen", "off"]), "{locks}");
    Ok(())
}

async fn a_file_that_is_gone_is_explained(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("gone.csv");
    std::fs::write(&path, "time,event,session_id\n")?;
    browser.open().await?;
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    let input = "const input = document.createElement('input');
                 input.type = 'file'; input.id = 'test-files';
                 document.body.append(input);";
    browser.script(input, vec![]).await?;
    browser.upload("#test-files", &[&path]).await?;
    std::fs::remove_file(&path)?;
    let drop = "const data = new DataTransfer();
                data.items.add(document.querySelector('#test-files').files[0]);
                document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));";
    browser.script(drop, vec![]).await?;
    browser.text("#troubles", "gone.csv").await?;
    // Chromium gives it as an empty file: that is explained by what else leaves files empty.
    let told = browser.script("return document.querySelector('#troubles').innerText", vec![]).await?;
    let told = told.as_str().unwrap_or_default();
    let empty = told.contains("the file is empty") && told.contains("open it once in Files");
    ensure!(empty || told.contains("with “Choose files”"), "{told}");
    Ok(())
}

async fn a_dead_worker_is_restarted_with_its_files(browser: &Browser) -> Result<()> {
    // A trap in the engine is told by the worker; a worker that dies at once is told by the browser.
    let deaths = [
        "held.dispatchEvent(new MessageEvent('message', { data: { say: 'broken', message: 'unreachable' } }))",
        "held.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))",
    ];
    browser.open_changed(HELD).await?;
    browser.sample("classes").await?;
    for death in deaths {
        let before = browser.element("#attendance").await?.text().await?;
        browser.script(death, vec![]).await?;
        browser.element("main[data-screen=failed]").await?;
        browser.text("#failed", "Your files are unharmed").await?;
        browser.click("#restart").await?;
        browser.reported().await?;
        ensure!(browser.element("#attendance").await?.text().await? == before, "not the same report");
    }
    Ok(())
}

async fn a_page_that_was_thrown_away_says_so(browser: &Browser) -> Result<()> {
    // While it reads, the page notes so in the history; with the worker silent, it reads for ever.
    browser.open_changed(&format!("{HELD}; Worker.prototype.postMessage = () => undefined")).await?;
    browser.click("#sample-classes").await?;
    browser.element("main[data-screen=reading]").await?;
    let state = browser.script("return history.state", vec![]).await?;
    ensure!(state == json!({ "adsum": "reading" }), "{state}");

    browser.open().await?;
    browser.element("main[data-screen=start]").await?;
    ensure!(!browser.element("#notice").await?.is_displayed().await?, "a notice without a reason");
    // The browser loads it anew, with the history as it was.
    browser
        .script("history.replaceState(args[0], ''); setTimeout(() => location.reload())", vec![state])
        .await?;
    browser.text("#notice", "closed this page").await?;
    let state = browser.script("return history.state", vec![]).await?;
    ensure!(state == Value::Null, "it would say so for ever");
    Ok(())
}

async fn fields_do_not_make_a_phone_zoom(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("classes").await?;
    let small = "for (const part of document.querySelectorAll('details')) part.open = true;
        return [...document.querySelectorAll('input, select, textarea')]
          .filter((field) => !['radio', 'checkbox', 'file'].includes(field.type))
          .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16)
          .map((field) => field.id)";
    let small = browser.script(small, vec![]).await?;
    ensure!(small == json!([]), "smaller than 16 px: {small}");
    Ok(())
}
