//! The page in the languages of its catalogue: all texts are there, all that the core says by a code is there, and
//! what stands on the page is in the language that is chosen, with the log open all the while.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, Viewport, in_every_engine, root};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const GERMAN: Options = Options {
    viewport: Viewport::Desktop,
    dark: false,
    wasm: true,
    language: "de-AT",
    still: false,
    user_agent: None,
    own: false,
};

in_every_engine! {
    a_browser_in_german_gets_german: GERMAN,
    the_fragment_chooses_spanish: Options::default(),
    switching_keeps_the_log_and_the_report: Options::default(),
    switching_keeps_how_tables_are_wanted: Options::default(),
    german_fits_a_phone: Options { viewport: Viewport::Phone, dark: true, language: "de", ..Options::default() },
    what_could_not_be_used_is_told_in_german: GERMAN,
    without_webassembly_it_is_said_in_german: Options { wasm: false, ..GERMAN },
}

/// Texts that are the same in another language for good reason: names, codes, words that both have.
const SAME: [&str; 22] = [
    "Bubbles",
    "Teleports",
    "Adsum 1",
    "Adsum 2",
    "Adsum x",
    "XMLHttpRequest",
    "Version",
    "Commit",
    "SHA-256",
    "OK",
    "UTF-8",
    "UTF-16",
    "Name",
    "h:mm:ss",
    "✓",
    "XMLHttpRequest",
    "(Worker)",
    "1–2 of 3",
    "Zoom-Webinar",
    "command",
    "In ",
    "UTF-16 (big-endian)",
];

/// The catalogue as the page has it, with what its functions say of 1 and of 2.
fn catalogue() -> Result<Value> {
    let folder = tempfile::tempdir()?;
    let bundle = folder.path().join("texts.mjs");
    let done = Command::new(root().join("www/node_modules/.bin/esbuild"))
        .current_dir(root().join("www"))
        .args(["src/texts.ts", "--bundle", "--format=esm", "--charset=utf8", "--log-level=warning"])
        .arg(format!("--outfile={}", bundle.display()))
        .status()
        .context("esbuild is not there: run `cargo xtask setup`")?;
    ensure!(done.success(), "the catalogue cannot be bundled");
    let print =
        Command::new("node").arg(root().join("tests/e2e/tests/catalogue/print.mjs")).arg(&bundle).output()?;
    ensure!(print.status.success(), "{}", String::from_utf8_lossy(&print.stderr));
    Ok(serde_json::from_slice(&print.stdout)?)
}

/// Every text in it, with where it stands.
fn leaves(value: &Value, place: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((place.to_owned(), text.clone())),
        Value::Array(parts) => {
            for (n, part) in parts.iter().enumerate() {
                leaves(part, &format!("{place}.{n}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                leaves(member, &format!("{place}.{name}"), found);
            }
        }
        _ => {}
    }
}

fn texts(catalogue: &Value, language: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    leaves(&catalogue[language], "", &mut found);
    found
}

pub(crate) fn every_language_has_every_text() -> Result<()> {
    let catalogue = catalogue()?;
    let english = texts(&catalogue, "en");
    let mut wrong = Vec::new();
    for language in ["de", "es"] {
        let other = texts(&catalogue, language);
        for (place, text) in &english {
            match other.iter().find(|(there, _)| there == place) {
                None => wrong.push(format!("{language}{place} is missing")),
                Some((_, told)) if told.trim().is_empty() && !text.trim().is_empty() => {
                    wrong.push(format!("{language}{place} is empty"));
                }
                Some((_, told)) if told == text && !is_same(place, text) => {
                    wrong.push(format!("{language}{place} is still English: {text}"));
                }
                Some(_) => {}
            }
        }
        for (place, text) in &other {
            let ours = place.starts_with(".core") || english.iter().any(|(there, _)| there == place);
            if !ours {
                wrong.push(format!("{language}{place} is no text of the page"));
            }
            // A hint may be the core's, said as a phrase.
            if text.trim().is_empty() && !place.starts_with(".core.refusals") && !is_blank(&english, place) {
                wrong.push(format!("{language}{place} is empty"));
            }
        }
    }
    // What the core says is a map, whose keys the compiler does not compare.
    let core = |language: &str| {
        let all = texts(&catalogue, language);
        all.into_iter()
            .map(|(place, _)| place)
            .filter(|place| place.starts_with(".core"))
            .collect::<BTreeSet<_>>()
    };
    wrong.extend(
        core("de").symmetric_difference(&core("es")).map(|place| format!("only one language has {place}")),
    );
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

fn is_same(place: &str, text: &str) -> bool {
    SAME.contains(&text)
        || text.trim().is_empty()
        || place.ends_with(".command")
        || !text.chars().any(char::is_alphabetic)
}

fn is_blank(english: &[(String, String)], place: &str) -> bool {
    english.iter().any(|(there, text)| there == place && text.trim().is_empty())
}

/// The texts in quotation marks between two words of a file of the core.
fn quoted(file: &str, from: &str, to: &str) -> Result<Vec<String>> {
    let source = fs::read_to_string(root().join("crates/core/src").join(file))?;
    let start = source.find(from).with_context(|| format!("{file} has no `{from}`"))?;
    let part = &source[start..];
    let end = part.find(to).with_context(|| format!("{file} has no `{to}` after `{from}`"))?;
    Ok(part[..end].split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

/// The core has a code for whatever it says; a new one needs its words in every language.
pub(crate) fn every_code_of_the_core_is_translated() -> Result<()> {
    let catalogue = catalogue()?;
    let code = "pub const fn code";
    let codes = |file: &str, of: &str| -> Result<Vec<String>> {
        let source = fs::read_to_string(root().join("crates/core/src").join(file))?;
        let start = source.find(of).with_context(|| format!("{file} has no `{of}`"))?;
        let body = source[start..].find(code).context("no codes")? + start;
        let part = &source[body..];
        // The function ends where its brace stands alone.
        let end = part.find("\n    }\n").context("the codes never end")?;
        Ok(part[..end].split('"').skip(1).step_by(2).map(str::to_owned).collect())
    };
    let mut wrong = Vec::new();
    for (file, of, place) in [
        ("problem.rs", "impl Reason {", "reasons"),
        ("problem.rs", "impl Irregularity {", "notes"),
        ("platform/mod.rs", "impl Unknown {", "unknown"),
        ("platform/mod.rs", "impl Platform {", "platforms"),
        ("intake/refusal.rs", "impl Refusal {", "refusals"),
        ("container/limits.rs", "impl Trouble {", "refusals"),
    ] {
        let codes = codes(file, of)?;
        ensure!(codes.len() > 5, "{file}: too few codes in `{of}`: {codes:?}");
        for language in ["de", "es"] {
            let there = &catalogue[language]["core"][place];
            wrong.extend(
                codes
                    .iter()
                    .filter(|code| there.get(code).is_none())
                    .map(|code| format!("{language}: {place}.{code}")),
            );
        }
    }
    // What is of no use is told in sentences; so is what a file of a platform has to have.
    let mut sentences: BTreeSet<String> =
        quoted("platform/forced.rs", "pub const fn needs", "\n    }\n")?.into_iter().collect();
    for entry in fs::read_dir(root().join("crates/core/src/platform"))? {
        of_no_use(&entry?.path(), &mut sentences)?;
    }
    sentences.extend(quoted("platform/mapping_guess.rs", "impl Guess {", "\n}\n")?);
    evidence(&root().join("tests/corpus"), &mut sentences)?;
    for language in ["de", "es"] {
        let phrases = catalogue[language]["core"]["phrases"].as_object().context("no phrases")?;
        wrong.extend(
            sentences
                .iter()
                .filter(|sentence| !knows(phrases, sentence))
                .map(|sentence| format!("{language}: {sentence}")),
        );
    }
    // The tables beside the pictures are on the page alone.
    let mut heads = BTreeSet::new();
    for entry in fs::read_dir(root().join("crates/core/src/report/picture"))? {
        let source = fs::read_to_string(entry?.path())?;
        let columns = source.split("Column::new(\"").skip(1).filter_map(|rest| rest.split('"').next());
        heads.extend(columns.map(str::to_owned));
    }
    ensure!(heads.len() > 10, "too few columns of pictures: {heads:?}");
    for language in ["de", "es"] {
        let columns = &catalogue[language]["core"]["columns"];
        let missing = heads.iter().filter(|head| columns.get(head).is_none());
        wrong.extend(missing.map(|head| format!("{language}: columns.{head}")));
    }
    ensure!(wrong.is_empty(), "not translated:\n{}", wrong.join("\n"));
    Ok(())
}

/// The sentences with which an adapter refuses a file.
fn of_no_use(file: &Path, sentences: &mut BTreeSet<String>) -> Result<()> {
    // What is wrong with a mapping is told with the names in it, and is no refusal of this kind.
    if file.ends_with("mapping.rs") || file.extension().is_none_or(|ending| ending != "rs") {
        return Ok(());
    }
    let source = fs::read_to_string(file)?;
    for line in source.lines().map(str::trim) {
        for field in ["what: \"", "why: \"", "instead: \""] {
            if let Some(text) = line.strip_prefix(field).and_then(|rest| rest.strip_suffix("\",")) {
                sentences.insert(text.to_owned());
            }
        }
    }
    Ok(())
}

/// The sentences that say what the files of the corpus were recognised by.
fn evidence(folder: &Path, sentences: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            evidence(&path, sentences)?;
        } else if path.ends_with("expected.txt") {
            let text = fs::read_to_string(&path)?;
            let told = text.lines().filter_map(|line| line.trim().strip_prefix("because "));
            sentences.extend(told.map(str::to_owned));
        }
    }
    Ok(())
}

/// Whether a phrase fits; `{}` in it stands for anything.
fn knows(phrases: &serde_json::Map<String, Value>, sentence: &str) -> bool {
    phrases.keys().any(|phrase| {
        let Some((start, rest)) = phrase.split_once("{}") else { return phrase == sentence };
        let (between, end) = rest.rsplit_once("{}").unwrap_or(("", rest));
        let inside = sentence.strip_prefix(start).and_then(|inside| inside.strip_suffix(end));
        let mut between = between.split("{}");
        inside.is_some_and(|inside| between.try_fold(inside, |left, part| Some(left.split_once(part)?.1)).is_some())
    })
}

async fn speak(browser: &Browser, language: &str) -> Result<()> {
    browser.element("#language").await?;
    let script = "const select = document.querySelector('#language');
                  select.focus();
                  select.value = args[0];
                  select.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script(script, vec![json!(language)]).await?;
    browser.element(&format!("html[lang={language}]")).await?;
    Ok(())
}

/// No text node, label or placeholder of the page is one of the English texts that the language says otherwise.
async fn nothing_is_english(browser: &Browser, language: &str) -> Result<()> {
    let catalogue = catalogue()?;
    let (english, other) = (texts(&catalogue, "en"), texts(&catalogue, language));
    let theirs: BTreeSet<&str> = other.iter().map(|(_, text)| text.as_str()).collect();
    let ours: BTreeSet<&str> = english
        .iter()
        .map(|(_, text)| text.trim())
        .filter(|text| text.len() > 3 && !theirs.contains(text) && !SAME.contains(text))
        .collect();
    let script = "const texts = [document.title];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
          acceptNode: (node) => node.nodeType === 1 && node.closest('script, td, th, code, [lang=en], .tabs, .badge')
            ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT });
        while (walk.nextNode()) {
          const node = walk.currentNode;
          if (node.nodeType === 3) texts.push(node.data);
          else for (const name of ['aria-label', 'title', 'placeholder']) texts.push(node.getAttribute(name) ?? '');
        }
        return texts.map((text) => text.trim()).filter((text) => text);";
    let shown: Vec<String> = serde_json::from_value(browser.script(script, vec![]).await?)?;
    ensure!(shown.len() > 20, "there is hardly a text: {shown:?}");
    let left: Vec<_> = shown.iter().filter(|text| ours.contains(text.as_str())).collect();
    ensure!(left.is_empty(), "still English: {left:?}");
    Ok(())
}

async fn a_browser_in_german_gets_german(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("html[lang=de]").await?;
    browser.text("#choose", "Dateien auswählen").await?;
    nothing_is_english(browser, "de").await?;
    browser.screenshot("german").await?;
    browser.sample("classes").await?;
    browser.element("#save-everything:not(:disabled)").await?;
    nothing_is_english(browser, "de").await?;
    // Dates of the page are written as the language has them; those of a report stay.
    browser.text("#attendance > p", "2026").await?;
    let about = browser.element("#attendance > p").await?.text().await?;
    ensure!(about.contains(".20") && !about.contains("-0"), "{about}");
    let cell =
        browser.script("return document.querySelector('#attendance tbody').textContent", vec![]).await?;
    ensure!(cell.as_str().is_some_and(|text| text.contains('/')), "{cell}");
    browser.screenshot("german-report").await?;
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "the browser complains of {complaints:?}");
    Ok(())
}

async fn the_fragment_chooses_spanish(browser: &Browser) -> Result<()> {
    browser.open_at("/#lang=es").await?;
    browser.element("html[lang=es]").await?;
    browser.text("#choose", "Elegir archivos").await?;
    nothing_is_english(browser, "es").await?;
    browser.sample("event").await?;
    browser.element("#save-everything:not(:disabled)").await?;
    nothing_is_english(browser, "es").await?;
    browser.screenshot("spanish-report").await?;
    Ok(())
}

async fn switching_keeps_the_log_and_the_report(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("event").await?;
    browser.click("#sheet-2").await?;
    browser.click("[data-picture=countries]").await?;
    browser.element("#pictures[data-shown=countries]").await?;
    let look = "return [document.querySelector('#attendance tbody').textContent,
                        document.querySelector('#sheets tbody').textContent,
                        performance.getEntriesByType('navigation').length, performance.timeOrigin]";
    let before = browser.script(look, vec![]).await?;
    for (language, words) in
        [("de", "Anwesenheitsbericht"), ("es", "Informe de asistencia"), ("en", "Attendance report")]
    {
        speak(browser, language).await?;
        browser.text("#attendance-title", words).await?;
        browser
            .element("#pictures[data-shown=countries] [data-picture=countries][aria-pressed=true]")
            .await?;
        ensure!(browser.script(look, vec![]).await? == before, "{language}: the report is another");
        let there = browser
            .script("return [document.activeElement.id, location.hash, document.querySelectorAll('footer').length,
                             document.querySelector('#sheet-2').ariaSelected]", vec![])
            .await?;
        ensure!(there == json!(["language", format!("#lang={language}"), 1, "true"]), "{there}");
    }
    // What is done next is done as before: an option, a file.
    speak(browser, "de").await?;
    let script = "const field = document.querySelector('#time-zone');
                  field.value = 'Asia/Tokyo';
                  field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script(script, vec![]).await?;
    browser.reported().await?;
    browser.click("#save-attendance").await?;
    let link = browser.element("#save-attendance-link:not([hidden])").await?;
    let name = link.attr("download").await?.context("the link has no name")?;
    let saved = String::from_utf8(browser.download(&name).await?)?;
    ensure!(saved.contains("Username"), "the file is not as ever: {saved}");
    Ok(())
}

/// Filters, order, columns and page of a table are the reader's, not the language's; also of one that is not in view.
async fn switching_keeps_how_tables_are_wanted(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("classes").await?;
    browser.click("#sheet-4").await?;
    browser.set("#sheet-table-4-search", "Ada").await?;
    browser.element("#sheet-table-4-plain:not([hidden])").await?;
    browser.click("#sheet-0").await?;
    browser.click("#attendance-table thead th:nth-child(2) button").await?;
    browser.element("#attendance-table th[aria-sort=ascending]").await?;
    browser.click("#attendance-table-more > summary").await?;
    browser.element("#attendance-table-role").await?;
    browser.set("#attendance-table-role", "Participant").await?;
    browser.click("#attendance-table-next").await?;
    browser.element("#attendance-table-page").await?;
    let look = "for (let n = 0; n < 200 && document.querySelector('[aria-busy]'); n++) await new Promise((done) => setTimeout(done, 25));
                return [document.querySelector('#attendance tbody').textContent,
                        document.querySelector('#attendance-table .table-note').textContent.match(/\\d+/g),
                        document.querySelector('#attendance-table-role').selectedIndex,
                        document.querySelector('#attendance-table th[aria-sort=ascending]')?.cellIndex,
                        document.querySelector('#attendance-table-page').value]";
    let same = async |wanted: &Value| -> Result<Value> {
        let mut found = Value::Null;
        for _ in 0..100 {
            found = browser.script(look, vec![]).await.unwrap_or_default();
            if found == *wanted {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        Ok(found)
    };
    let before = browser.script(look, vec![]).await?;
    ensure!(before[4] == json!("2") && before[2] != json!(0), "{before}");
    for language in ["de", "es", "en"] {
        speak(browser, language).await?;
        let after = same(&before).await?;
        ensure!(after == before, "{language}: {after} is not {before}");
    }
    browser.click("#sheet-4").await?;
    let search =
        browser.script("return document.querySelector('#sheet-table-4-search').value", vec![]).await?;
    ensure!(search == json!("Ada"), "{search}");
    browser.element("#sheet-table-4-plain:not([hidden])").await?;
    Ok(())
}

async fn german_fits_a_phone(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.element("html[lang=de]").await?;
    browser.screenshot("german-phone").await?;
    browser.sample("classes").await?;
    let wide = "return document.documentElement.scrollWidth > innerWidth";
    ensure!(browser.script(wide, vec![]).await? == json!(false), "the page is wider than the phone");
    browser.screenshot("german-phone-report").await?;
    Ok(())
}

async fn what_could_not_be_used_is_told_in_german(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (log, page) = (folder.path().join("log.csv"), folder.path().join("page.csv"));
    fs::write(
        &log,
        "time,event,session_id,user_id\n2026-03-02T09:00:00Z,joined,s,u\nyesterday,joined,s,u\n",
    )?;
    fs::write(&page, "<html><title>Sign in</title></html>")?;
    browser.open().await?;
    browser.upload("#files", &[&log, &page]).await?;
    browser.reported().await?;
    browser.text("#troubles", "das ist eine Webseite").await?;
    browser.text("#troubles", "Melden Sie sich auf der Plattform an").await?;
    browser.text("#rejected", "die Zeit ist nicht lesbar").await?;
    browser.text("#rejected thead", "Grund").await?;
    let row =
        browser.script("return document.querySelector('#rejected tbody tr').textContent", vec![]).await?;
    let row = row.as_str().unwrap_or_default();
    ensure!(row.contains("die Zeit ist nicht lesbar") && row.contains("yesterday"), "{row}");
    nothing_is_english(browser, "de").await
}

async fn without_webassembly_it_is_said_in_german(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.text("#no-wasm", "Diese Seite braucht WebAssembly").await?;
    let text = browser.element("#no-wasm").await?.text().await?;
    ensure!(!text.contains("This page"), "{text}");
    Ok(())
}
