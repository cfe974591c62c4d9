//! The worker dies at each step of its protocol, in each way: the page says so at once, and goes on with a new one,
//! over and over, without taking more and more memory.
//!
//! Death is put into the worker by the test, before the page's own text of it: the engine's next call traps, or finds
//! no memory, or the worker throws and is gone. What the page then sees is the browser's.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, in_every_engine};
use anyhow::{Context, Result, ensure};
use serde_json::json;

in_every_engine! {
    // Its memory is measured.
    a_dead_worker_leaves_a_page_that_works: Options { own: true, ..Options::default() },
}

/// How often the worker dies: of each step in each way. `ADSUM_DEATHS` says another number.
const DEATHS: u64 = 30;

/// After how many of them the memory is looked at for the first time.
const WARM: u64 = 10;

/// How long the page may take to say so, and to have its report again, in milliseconds. Other tests share the computer's
/// two cores meanwhile, so what is asked of all deaths is asked of the middle one.
const TOLD: u64 = 1_000;
const AGAIN: u64 = 3_000;

/// How much memory may be added by the deaths after the first ones, in bytes: a worker of its own takes some 20 MB.
const GROWTH: u64 = 200 << 20;

/// Written into the worker before its own text. A message `{ doom }` says how it is to die of the next.
const DOOM: &str = r"
    let doom = '';
    const die = () => {
      const how = doom;
      doom = '';
      if (how === 'trap') throw new WebAssembly.RuntimeError('unreachable');
      if (how === 'memory') throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    };
    const { Instance } = WebAssembly;
    WebAssembly.Instance = new Proxy(Instance, {
      construct(target, given) {
        die();
        const instance = new target(...given);
        const exports = {};
        for (const [name, value] of Object.entries(instance.exports)) {
          exports[name] = typeof value !== 'function' ? value : (...args) => { if (doom) die(); return value(...args); };
        }
        return { exports };
      },
    });
    addEventListener('message', (event) => {
      if (event.data?.doom) {
        doom = event.data.doom;
        event.stopImmediatePropagation();
      } else if (doom === 'gone') {
        event.stopImmediatePropagation();
        setTimeout(close);
        throw new Error('gone');
      }
    });
";

/// A command that is doomed is told to the worker first.
const RIG: &str = r"
    window.doomed = '';
    window.commands = [];
    window.Worker = class extends Worker {
      postMessage(message) {
        const step = message?.command?.do ?? (message === 'cancel' ? 'cancel' : 'start');
        commands.push(step);
        if (window.doomed.startsWith(`${step} `)) {
          super.postMessage({ doom: window.doomed.split(' ')[1] });
          window.doomed = '';
        }
        super.postMessage(message);
      }
    };";

/// Kills it for the `n`th time, and gives step, how, milliseconds until the page said so, milliseconds until it worked
/// again.
const DEATH: &str = r"
    const pause = (ms) => new Promise((done) => setTimeout(done, ms));
    const until = async (what, found) => {
      const start = performance.now();
      for (let value; performance.now() - start < 60000; await pause(4)) if ((value = found())) return value;
      throw new Error(`${what} did not come: ${document.querySelector('main').dataset.screen}, ${commands.slice(-6)}`);
    };
    const $ = (selector) => document.querySelector(selector);
    const ready = (screen) => () => $(`main[data-screen=${screen}]:not([data-busy])`);
    const [n] = args;
    const change = () => {
      const field = $('#rejoin-gap');
      field.value = String(1 + (Number(field.value) + 1) % 50);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const restart = () => $('#restart').click();
    const ACTS = {
      report: change, picture: change,
      view: () => $('#attendance-table th button').click(),
      // Who may be the same person is asked of a new log.
      people: async () => {
        $('#clear').click();
        (await until('the start', () => ready('start')() && $('#sample-classes'))).click();
      },
      detail: () => $('#attendance-table tbody tr td:last-child').click(),
      values: () => {
        const more = $('#attendance-table details');
        if (more.open) change();
        else more.open = true;
      },
      save: () => $('#save-attendance').click(),
      leak: () => $('#try-to-leak').click(),
      // Both come of starting again.
      start: null, read: null,
    };
    const steps = Object.keys(ACTS);
    const hows = ['trap', 'memory', 'gone'];
    const step = steps[n % steps.length];
    // Trying to leak calls nothing of the engine.
    const how = step === 'leak' ? 'gone' : hows[Math.floor(n / steps.length) % hows.length];
    if (!ACTS[step]) {
      window.doomed = 'report gone';
      change();
      await until('a first death', ready('failed'));
    }
    window.doomed = `${step} ${how}`;
    await (ACTS[step] ?? restart)();
    await until(`${step} ${how}`, () => !window.doomed);
    let start = performance.now();
    await until(`${step} ${how}: the end`, ready('failed'));
    const told = performance.now() - start;
    start = performance.now();
    restart();
    await until(`${step} ${how}: the report`, ready('report'));
    const works = performance.now() - start;
    for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
    return [step, how, Math.round(told), Math.round(works)]";

#[allow(clippy::print_stdout, reason = "figures for tests/README.md")]
async fn a_dead_worker_leaves_a_page_that_works(browser: &Browser) -> Result<()> {
    browser.open_with_worker(DOOM, RIG).await?;
    browser.sample("classes").await?;
    browser.click("#check-it").await?;
    let (_, before) = browser.save("#save-attendance").await?;
    let mut deaths = Vec::new();
    let mut warm = 0;
    let count = std::env::var("ADSUM_DEATHS").ok().and_then(|text| text.parse().ok()).unwrap_or(DEATHS);
    for n in 0..count {
        if n == WARM {
            warm = browser.memory()?;
        }
        deaths.push(browser.script(DEATH, vec![json!(n)]).await.with_context(|| format!("death {n}"))?);
    }
    let memory = browser.memory()?;
    let middle = |column: usize| {
        let mut times: Vec<u64> = deaths.iter().filter_map(|death| death[column].as_u64()).collect();
        times.sort_unstable();
        (times[times.len() / 2], times[times.len() - 1])
    };
    let (told, works) = (middle(2), middle(3));
    println!(
        "{count} deaths: told after {} ms (at most {}), working again after {} ms (at most {}); {} MB, then {} MB",
        told.0,
        told.1,
        works.0,
        works.1,
        warm >> 20,
        memory >> 20
    );
    ensure!(told.0 <= TOLD && works.0 <= AGAIN, "told after {told:?} ms, working again after {works:?} ms");
    ensure!(memory <= warm + GROWTH, "{} MB became {} MB", warm >> 20, memory >> 20);
    browser.set("#rejoin-gap", "0").await?;
    browser.reported().await?;
    let (_, after) = browser.save("#save-attendance").await?;
    ensure!(after == before, "not the same report");
    Ok(())
}
