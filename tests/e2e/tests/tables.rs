//! The tables: pages of rows from the worker, sorted, searched and filtered there, with the columns that are
//! chosen, and saved as they are shown.
#![cfg(unix)]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::report::Options as ReportOptions;
use adsum_core::report::attendance::Attendance;
use adsum_core::report::view::{Filter, Shape, Sort};
use adsum_e2e::{Browser, Options, Viewport, in_every_engine};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fmt::Write as _;

in_every_engine! {
    pages_of_rows: Options::default(),
    sorted_by_heads: Options::default(),
    searched_and_filtered: Options::default(),
    columns_are_chosen: Options::default(),
    what_comes_late_moves_no_column: Options::default(),
    saved_as_shown: Options::default(),
    every_sheet_is_a_table: Options::default(),
    a_row_tells_how_it_came_about: Options::default(),
    a_row_is_opened_with_the_keys: Options::default(),
    a_row_of_a_sheet_opens_the_session: Options::default(),
    a_row_on_a_phone_in_the_dark: Options { viewport: Viewport::Phone, dark: true, ..Options::default() },
    tables_on_a_phone: Options { viewport: Viewport::Phone, ..Options::default() },
}

/// Two sessions of many people: one a minute, each there a second longer than the one before; every tenth is a
/// moderator.
fn log() -> String {
    let mut log = "time,event,session_id,session_name,user_id,display_name,role\n".to_owned();
    for n in 0..70_u32 {
        let session = if n % 2 == 0 { "a,Algebra" } else { "b,Biology" };
        let role = if n % 10 == 0 { "Moderator" } else { "Participant" };
        let name = if n == 4 { "Émile Zola".to_owned() } else { format!("Person {n:02}") };
        let who = format!("{session},u{n},{name},{role}");
        let _ = writeln!(log, "2026-03-02T{:02}:{:02}:00Z,joined,{who}", 9 + n / 60, n % 60);
        let _ = writeln!(log, "2026-03-02T{:02}:{:02}:{:02}Z,left,{who}", 10 + n / 60, n % 60, n % 60);
    }
    log
}

const TABLE: &str = "#attendance-table";

/// The texts of a column on the screen, by its place.
async fn column(browser: &Browser, name: &str) -> Result<Vec<String>> {
    let script = "const heads = [...document.querySelectorAll('#attendance-table thead th')];
                  const place = heads.findIndex((head) => head.textContent.startsWith(args[0]));
                  return [...document.querySelectorAll('#attendance-table tbody tr')].map((row) => row.cells[place].textContent)";
    Ok(serde_json::from_value(browser.script(script, vec![json!(name)]).await?)?)
}

async fn heads(browser: &Browser) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('#attendance-table thead th')]
                    .map((head) => head.textContent.replace(/[↕↑↓]/, ''))";
    Ok(serde_json::from_value(browser.script(script, vec![]).await?)?)
}

async fn found(browser: &Browser, words: &str) -> Result<()> {
    browser.text(&format!("{TABLE} .found"), words).await
}

async fn type_into(browser: &Browser, field: &str, text: &str) -> Result<()> {
    let field = browser.element(field).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

/// Clicks on the head of a column that is shown.
async fn sort_by(browser: &Browser, name: &str) -> Result<()> {
    let place = heads(browser).await?.iter().position(|head| head == name).context("no such column")?;
    browser.click(&format!("{TABLE} th:nth-child({}) button", place + 1)).await
}

async fn pages_of_rows(browser: &Browser) -> Result<()> {
    browser.give(&log()).await?;
    found(browser, "Rows 1–50 of 70").await?;
    let first = column(browser, "NameOfAttendee").await?;
    ensure!(first.len() == 50 && first[0] == "Person 00", "{first:?}");
    browser.click(&format!("{TABLE}-next")).await?;
    found(browser, "Rows 51–70 of 70").await?;
    let second = column(browser, "NameOfAttendee").await?;
    ensure!(second.len() == 20 && second[19] == "Person 69", "{second:?}");
    // The last page: the button stays where the focus is, and does nothing.
    let state = "const button = document.querySelector('#attendance-table-next');
                 return [button.getAttribute('aria-disabled'), document.activeElement === button]";
    let state = browser.script(state, vec![]).await?;
    ensure!(state[0] == json!("true"), "{state}");
    browser.click(&format!("{TABLE}-next")).await?;
    found(browser, "Rows 51–70 of 70").await?;

    let go = "const page = document.querySelector('#attendance-table-page');
              page.value = args[0];
              page.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.script(go, vec![json!("1")]).await?;
    found(browser, "Rows 1–50 of 70").await?;
    browser.script(go, vec![json!("99")]).await?;
    found(browser, "Rows 51–70 of 70").await?;
    browser.click(&format!("{TABLE}-first")).await?;
    found(browser, "Rows 1–50 of 70").await?;
    // The head stays when the rows are scrolled.
    let head = "const box = document.querySelector('#attendance-table .scroll');
                box.scrollTop = 300;
                await new Promise((done) => setTimeout(done, 100));
                const top = box.querySelector('th').getBoundingClientRect().top - box.getBoundingClientRect().top;
                return [box.scrollTop, Math.abs(top) < 3]";
    let head = browser.script(head, vec![]).await?;
    ensure!(head == json!([300, true]), "{head}");
    Ok(())
}

async fn sorted_by_heads(browser: &Browser) -> Result<()> {
    browser.give(&log()).await?;
    let sorted = |n: usize| format!("{TABLE} th:nth-child({n})[aria-sort]");
    let place = heads(browser).await?.iter().position(|head| head == "AttendeeTotalTimeInSession");
    let n = place.context("no such column")? + 1;
    browser.click(&format!("{TABLE} th:nth-child({n}) button")).await?;
    browser.element(&format!("{}[aria-sort=ascending]", sorted(n))).await?;
    let times = column(browser, "AttendeeTotalTimeInSession").await?;
    ensure!(times[0] == "01:00:00" && times.is_sorted(), "{times:?}");
    // With the keys: the button of the head still has the focus.
    let focused = "return document.activeElement.closest('th')?.getAttribute('aria-sort')";
    let focused = browser.script(focused, vec![]).await?;
    ensure!(focused == json!("ascending") || focused.is_null(), "{focused}");
    browser.element(&format!("{} button", sorted(n))).await?.send_keys("\u{E007}").await?;
    browser.element(&format!("{}[aria-sort=descending]", sorted(n))).await?;
    let times = column(browser, "AttendeeTotalTimeInSession").await?;
    ensure!(times[0] == "01:00:59" && times.is_sorted_by(|a, b| a >= b), "{times:?}");
    let focused = "return document.activeElement.closest('th')?.getAttribute('aria-sort')";
    let focused = browser.script(focused, vec![]).await?;
    ensure!(focused == json!("descending"), "the focus is lost: {focused}");
    // A third time: the table's own order.
    browser.click(&format!("{TABLE} th:nth-child({n}) button")).await?;
    browser.element(&format!("{}[aria-sort=none]", sorted(n))).await?;
    ensure!(column(browser, "NameOfAttendee").await?[0] == "Person 00");
    Ok(())
}

async fn searched_and_filtered(browser: &Browser) -> Result<()> {
    browser.give(&log()).await?;
    type_into(browser, &format!("{TABLE}-search"), "emile").await?;
    found(browser, "1 row found among 70").await?;
    ensure!(column(browser, "NameOfAttendee").await? == ["Émile Zola"]);
    let told = "return document.querySelector('#status').textContent";
    let told = browser.script(told, vec![]).await?;
    ensure!(told == json!("1 row of 70."), "{told}");
    browser.click(&format!("{TABLE}-plain")).await?;
    found(browser, "Rows 1–50 of 70").await?;

    browser.click(&format!("{TABLE}-more summary")).await?;
    let choose = "const select = document.querySelector(args[0]);
                  for (let n = 0; n < 200 && !select?.options.length; n++) await new Promise((done) => setTimeout(done, 20));
                  select.value = args[1];
                  select.dispatchEvent(new Event('change', { bubbles: true }));
                  return [...select.options].map((option) => option.text)";
    browser.element(&format!("{TABLE}-session")).await?;
    let sessions = browser.script(choose, vec![json!(format!("{TABLE}-session")), json!("Algebra")]).await?;
    ensure!(sessions == json!(["All", "Algebra", "Biology"]), "{sessions}");
    found(browser, "35 rows found among 70.").await?;
    let roles = browser.script(choose, vec![json!(format!("{TABLE}-role")), json!("Moderator")]).await?;
    ensure!(roles == json!(["All", "Moderator", "Participant"]), "{roles}");
    found(browser, "7 rows found among 70").await?;
    type_into(browser, &format!("{TABLE}-person"), "PERSON 2").await?;
    found(browser, "1 row found among 70").await?;
    ensure!(column(browser, "NameOfAttendee").await? == ["Person 20"]);
    type_into(browser, &format!("{TABLE}-person"), "nobody").await?;
    found(browser, "No row is like that.").await?;
    ensure!(column(browser, "NameOfAttendee").await?.is_empty());
    browser.click(&format!("{TABLE}-plain")).await?;
    found(browser, "Rows 1–50 of 70").await?;
    // What was filtered by is blank again.
    let fields = "return ['session', 'person', 'role'].map((of) => document.querySelector(`#attendance-table-${of}`).value)";
    browser.element(&format!("{TABLE}-role")).await?;
    let fields = browser.script(fields, vec![]).await?;
    ensure!(fields == json!(["All", "", "All"]), "{fields}");
    Ok(())
}

async fn columns_are_chosen(browser: &Browser) -> Result<()> {
    browser.give(&log()).await?;
    let main = heads(browser).await?;
    ensure!(
        main == [
            "SessionName",
            "NameOfAttendee",
            "AttendeeRole",
            "AttendeeFirstJoinTime",
            "AttendeeLastLeaveTime",
            "AttendeeTotalTimeInSession",
            "AttendeeTotalRejoins"
        ],
        "{main:?}"
    );
    browser.click(&format!("{TABLE}-whole")).await?;
    browser.element(&format!("{TABLE} th:nth-child(20)")).await?;
    browser.click(&format!("{TABLE}-whole")).await?;
    browser.element(&format!("{TABLE} th:nth-child(7):last-child")).await?;
    browser.click(&format!("{TABLE}-more summary")).await?;
    // The role goes, the username comes.
    browser.click(&format!("{TABLE}-column-12")).await?;
    browser.click(&format!("{TABLE}-column-11")).await?;
    browser.text(&format!("{TABLE} th:nth-child(3)"), "Username").await?;
    let chosen = heads(browser).await?;
    ensure!(chosen[2] == "Username" && chosen.len() == 7, "{chosen:?}");
    // Another option of the report leaves the table as it was wanted.
    browser.click(".chip[data-choice]").await?;
    browser.reported().await?;
    ensure!(heads(browser).await? == chosen);
    Ok(())
}

/// Written into the worker before its own text: what a column holds is told a second late.
const LATE: &str = r"
    addEventListener('message', (event) => {
      if (event.data?.command?.do !== 'values' || event.data.late) return;
      event.stopImmediatePropagation();
      setTimeout(() => dispatchEvent(new MessageEvent('message', { data: { ...event.data, late: true } })), 1000);
    });";

async fn what_comes_late_moves_no_column(browser: &Browser) -> Result<()> {
    browser.open_with_worker(LATE, "").await?;
    browser.sample("classes").await?;
    browser.click(&format!("{TABLE}-more summary")).await?;
    let place = "const find = (what) => document.querySelector(`${args[0]}-${what}`);
                 const place = () => find('column-1').getBoundingClientRect();
                 const wait = async (there) => {
                   for (let n = 0; n < 500 && !there(); n++) await new Promise((done) => setTimeout(done, 20));
                   return [place().width > 0, place().y];
                 };
                 return [await wait(() => place().width > 0), await wait(() => find('session'))]";
    let [early, late]: [(bool, f64); 2] =
        serde_json::from_value(browser.script(place, vec![json!(TABLE)]).await?)?;
    ensure!(early == late && late.0, "{early:?}, and then {late:?}");
    Ok(())
}

async fn saved_as_shown(browser: &Browser) -> Result<()> {
    let log = log();
    browser.give(&log).await?;
    browser.click(&format!("{TABLE}-more summary")).await?;
    type_into(browser, &format!("{TABLE}-person"), "person").await?;
    found(browser, "of 69 found among 70").await?;
    sort_by(browser, "AttendeeTotalTimeInSession").await?;
    browser.element(&format!("{TABLE} th[aria-sort=ascending]")).await?;
    sort_by(browser, "AttendeeTotalTimeInSession").await?;
    browser.element(&format!("{TABLE} th[aria-sort=descending]")).await?;
    let (name, saved) = browser.save(&format!("{TABLE}-save")).await?;
    ensure!(name.ends_with("_view.csv"), "{name}");

    // The same from the core.
    let mut read = Intake::new("log.csv".to_owned());
    read.push(log.as_bytes());
    let mut log = Log::default();
    log.add(read.finish());
    let options = ReportOptions::default();
    let input = log.input(&options.answers)?;
    let range = files::attendance_range(input, &options)?;
    let shape = Shape {
        sort: Some(Sort { column: 16, descending: true }),
        filters: vec![Filter { column: 7, text: "person".to_owned(), whole: false }],
        columns: vec![1, 7, 12, 14, 15, 16, 17],
        ..Shape::default()
    };
    let mut expected = Vec::new();
    let report = Attendance::new(input, &options, &range);
    files::view(&report, &shape, Flavour::Spreadsheet, &mut |part| expected.extend_from_slice(part));
    ensure!(saved == expected, "{}", String::from_utf8_lossy(&saved));
    let lines = String::from_utf8(saved)?;
    ensure!(
        lines.lines().count() == 70 && lines.lines().nth(1).is_some_and(|line| line.contains("01:00:59"))
    );
    // All pages are in it, and on the screen stands the first.
    ensure!(column(browser, "NameOfAttendee").await?.len() == 50);
    Ok(())
}

async fn every_sheet_is_a_table(browser: &Browser) -> Result<()> {
    browser.open().await?;
    browser.sample("event").await?;
    for sheet in 0..7 {
        browser.click(&format!("#sheet-{sheet}")).await?;
        let table = format!("#sheet-table-{sheet}");
        browser.click(&format!("{table} th:nth-child(2) button")).await?;
        browser.element(&format!("{table} th:nth-child(2)[aria-sort=ascending]")).await?;
        let rows = "return document.querySelectorAll(`${args[0]} tbody tr`).length";
        let rows = browser.script(rows, vec![json!(table)]).await?;
        ensure!(rows.as_u64().is_some_and(|rows| rows > 0 && rows <= 50), "sheet {sheet}: {rows} rows");
    }
    // Only the sheet that is looked at is in the page.
    let tables = browser.script("return document.querySelectorAll('#sheets table').length", vec![]).await?;
    ensure!(tables == json!(1), "{tables}");
    Ok(())
}

async fn tables_on_a_phone(browser: &Browser) -> Result<()> {
    browser.give(&log()).await?;
    browser.click(&format!("{TABLE}-more summary")).await?;
    browser.click(&format!("{TABLE}-next")).await?;
    found(browser, "Rows 51–70 of 70").await?;
    let small = "return [...document.querySelectorAll('#attendance-table :is(button, input, summary)')].filter((one) => {
                   const { width, height } = one.getBoundingClientRect();
                   return one.checkVisibility() && (width < 20 || height < 20);
                 }).map((one) => one.outerHTML)";
    let small = browser.script(small, vec![]).await?;
    ensure!(small == json!([]), "too small to hit: {small}");
    let wide = "return [document.documentElement.scrollWidth, innerWidth]";
    let wide = browser.script(wide, vec![]).await?;
    ensure!(wide[0].as_u64() <= wide[1].as_u64(), "wider than the screen: {wide}");
    Ok(())
}

/// Ada with two devices, of which one is never left; Ben, who could not connect.
const DEVICES: &str = "time,event,session_id,session_name,user_id,display_name,connection_id\n\
    2026-03-02T08:55:00Z,room_opened,a,Algebra,,,\n\
    2026-03-02T09:00:00Z,joined,a,Algebra,u1,Ada <b>,laptop\n\
    2026-03-02T09:10:00Z,joined,a,Algebra,u1,Ada <b>,phone\n\
    2026-03-02T09:13:00Z,left,a,Algebra,u1,Ada <b>,laptop\n\
    2026-03-02T09:20:00Z,join_failed,a,Algebra,u2,Ben,\n\
    2026-03-02T10:00:00Z,room_closed,a,Algebra,,,\n";

async fn a_row_tells_how_it_came_about(browser: &Browser) -> Result<()> {
    browser.give(DEVICES).await?;
    // Anywhere in the row.
    browser.click(&format!("{TABLE} tbody tr:first-child td:last-child")).await?;
    browser.text("#detail h2", "Ada <b>").await?;
    browser.text("#detail", "user_id u1").await?;
    browser.text("#detail", "01:00:00").await?;
    browser.text("#detail .remarks", "2 devices overlapped 3\u{a0}min, counted once.").await?;
    browser.text("#detail .remarks", "No leave recorded, ended when the room closed.").await?;
    let stays = "laptop: joined 2026-03-02 09:00:00 log.csv line 3; left 2026-03-02 09:13:00 log.csv line 5";
    browser.text("#detail .stays", stays).await?;
    browser
        .text("#detail .stays", "no leave recorded; the room closed 2026-03-02 10:00:00 log.csv line 7")
        .await?;
    browser.screenshot("detail").await?;
    browser.click("#detail summary").await?;
    browser.text("#detail details", "2026-03-02 09:10:00").await?;
    // From the person to the session, and back.
    browser.click("#detail-session").await?;
    browser.text("#detail h2", "Algebra").await?;
    browser.text("#detail", "2 people").await?;
    browser.text("#detail", "2026-03-02 08:55:00 log.csv line 2").await?;
    browser.click("#detail-person").await?;
    browser.text("#detail h2", "Ada <b>").await?;
    browser.click("#detail-close").await?;
    gone(browser).await?;
    browser.click(&format!("{TABLE} tbody tr:nth-child(2) td:last-child")).await?;
    browser.text("#detail .remarks", "1 try to connect failed, and none succeeded.").await
}

/// Waits until no row is open.
async fn gone(browser: &Browser) -> Result<()> {
    let gone = "for (let n = 0; n < 200 && document.querySelector('#detail'); n++) await new Promise((done) => setTimeout(done, 20));
                return document.querySelector('#detail') === null";
    let gone = browser.script(gone, vec![]).await?;
    ensure!(gone == json!(true), "the window is still there");
    Ok(())
}

async fn a_row_is_opened_with_the_keys(browser: &Browser) -> Result<()> {
    const FOCUSED: &str = "return document.activeElement.textContent";
    browser.give(DEVICES).await?;
    let first = format!("{TABLE} tbody tr:first-child button.row");
    browser.element(&first).await?.send_keys("\u{E015}").await?;
    let focused = browser.script(FOCUSED, vec![]).await?;
    ensure!(focused == json!("Ben"), "the arrow leads to {focused}");
    browser
        .element(&format!("{TABLE} tbody tr:nth-child(2) button.row"))
        .await?
        .send_keys("\u{E007}")
        .await?;
    browser.text("#detail h2", "Ben").await?;
    let inside = "return document.querySelector('#detail').contains(document.activeElement)";
    let inside = browser.script(inside, vec![]).await?;
    ensure!(inside == json!(true), "the focus is outside");
    browser.element("#detail-close").await?.send_keys("\u{E00C}").await?;
    gone(browser).await?;
    let focused = browser.script(FOCUSED, vec![]).await?;
    ensure!(focused == json!("Ben"), "the focus goes to {focused}");
    Ok(())
}

async fn a_row_of_a_sheet_opens_the_session(browser: &Browser) -> Result<()> {
    browser.give(DEVICES).await?;
    browser.click("#sheet-table-0 tbody td:nth-child(4)").await?;
    browser.text("#detail h2", "Algebra").await?;
    browser.text("#detail", "2 people").await?;
    browser.text("#detail", "Ada <b>").await?;
    browser.click("#detail-close").await?;
    gone(browser).await?;
    browser.click("#sheet-3").await?;
    browser.click("#sheet-table-3 tbody td:nth-child(5)").await?;
    browser.text("#detail h2", "Ada <b>").await?;
    browser.text("#detail .remarks", "2 devices overlapped").await
}

async fn a_row_on_a_phone_in_the_dark(browser: &Browser) -> Result<()> {
    browser.give(DEVICES).await?;
    browser.click(&format!("{TABLE} tbody tr:first-child td")).await?;
    browser.text("#detail h2", "Ada <b>").await?;
    browser.screenshot("detail-phone-dark").await?;
    let wide = "const body = document.querySelector('.detail-body');
                const box = document.querySelector('#detail').getBoundingClientRect();
                return [body.scrollWidth <= body.clientWidth, box.left >= 0 && box.right <= innerWidth, box.bottom <= innerHeight]";
    let wide = browser.script(wide, vec![]).await?;
    ensure!(wide == json!([true, true, true]), "{wide}");
    Ok(())
}
