// What else the page is measured by: how soon it is there, files that are no CSV, another choice, cancelling, workbooks.
// Each in a fresh browser.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { inBrowser, run } from "./browser.mjs";
import { writeLog, writeRecording } from "./log.mjs";

const MB = 1_000_000;
/** Megabytes of each file that is no CSV. */
const OTHER = 300;
/** How often the page is loaded. */
const LOADS = 5;
const SOON = 300;
const TASK = 50;

const milliseconds = (seconds) => `${(seconds * 1000).toFixed(0)} ms`;

/** Runs in the page: what it takes from this choice to the report that follows from it. */
function choose([id, value]) {
  return new Promise((done) => {
    const input = document.getElementById(id);
    const start = performance.now();
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const main = document.querySelector("main");
    if (!main.dataset.busy) throw new Error(`${id} changed nothing`);
    const timer = setInterval(() => {
      if (main.dataset.busy) return;
      clearInterval(timer);
      done((performance.now() - start) / 1000);
    }, 1);
  });
}

/** Runs in the page: what it takes from a click until this is no longer, or this is there. */
function click([button, until]) {
  return new Promise((done) => {
    const start = performance.now();
    document.querySelector(button).click();
    const timer = setInterval(() => {
      if (!document.querySelector(until)) return;
      clearInterval(timer);
      done((performance.now() - start) / 1000);
    }, 1);
  });
}

/** A report that is there, with all that comes after it. */
const DONE = "main[data-screen=report]:not([data-busy], [data-making])";

/** All that is measured, as a table in Markdown. `logOf` makes the log of so many bytes. */
export async function goals(origin, adsum, work, logOf) {
  const address = `${origin}/index.html`;
  const lines = ["### What else was measured", "", "| | measured | goal |", "| --- | --- | --- |"];
  const say = (what, measured, goal) => {
    lines.push(`| ${what} | ${measured} | ${goal} |`);
    console.log(lines.at(-1));
  };

  const loads = [];
  for (let n = 0; n < LOADS; n++) loads.push(await inBrowser(address, true, ({ ready }) => ready));
  const ready = loads.sort((a, b) => a - b)[Math.floor(LOADS / 2)];
  say(`page loaded until its engine is ready, middle of ${LOADS}`, milliseconds(ready), `${SOON} ms`);

  for (const size of [100, 1000]) {
    const { longest, worked, shown, wall, wasm } = await run(address, logOf(size * MB), true);
    const work = worked.map(([command, seconds]) => `${command} ${seconds.toFixed(2)}`).join(", ");
    say(`${size} MB, seconds of the worker by what it is asked`, work, `preview ${shown.toFixed(2)}, Blob ${wall.toFixed(2)}`);
    if (size === 1000) say(`wasm memory, ${size} MB read and saved`, `${(wasm / MB).toFixed(0)} MB`, "300 MB");
    say(`longest task of the page's own thread, ${size} MB read and saved`, longest ? milliseconds(longest) : `under ${TASK} ms`, `${TASK} ms`);
  }

  for (const [name, end, write, goal] of [
    ["NDJSON", "ndjson", writeLog, 150],
    ["BigBlueButton's events.xml", "xml", writeRecording, 80],
  ]) {
    const file = join(work, `log-${OTHER}.${end}`);
    if (!existsSync(file)) write(file, OTHER * MB);
    const { shown } = await run(address, file, true);
    say(`${name}, ${OTHER} MB to the preview`, `${(statSync(file).size / MB / shown).toFixed(0)} MB/s`, `${goal} MB/s`);
  }

  await inBrowser(address, true, async ({ page }) => {
    await page.locator("#files").setInputFiles(logOf(1000 * MB));
    await page.locator(DONE).waitFor();
    await page.locator("#more-options").evaluate((details) => (details.open = true));
    for (const [what, id, value] of [
      ["rejoin gap", "rejoin-gap", "30"],
      ["time zone", "time-zone", "Europe/Vienna"],
      ["first day", "from", "2026-03-10"],
    ]) {
      const taken = await page.evaluate(choose, [id, value]);
      say(`another ${what} at 1,000 MB, to the preview`, milliseconds(taken), `${SOON} ms`);
      await page.locator(DONE).waitFor();
    }
  });

  const cancelled = await inBrowser(address, true, async ({ page }) => {
    await page.locator("#files").setInputFiles(logOf(1000 * MB));
    await page.locator("main[data-busy=reading] progress[value]").waitFor();
    return page.evaluate(click, ["#cancel", "main[data-screen=start]:not([data-busy])"]);
  });
  say("cancelling 1,000 MB", milliseconds(cancelled), "200 ms");

  for (const [size, goal] of [[125, "half of SheetJS's"], [1250, "1,000,000 rows, under 1,000 MB"]]) {
    const book = await workbook(address, logOf(size * MB));
    const other = await sheetjs(origin, sheetsOf(adsum, work, logOf(size * MB), size));
    const shown = ({ wall, memory, size }) => `${wall.toFixed(2)} s, ${(memory / MB).toFixed(0)} MB, a file of ${(size / MB).toFixed(0)} MB`;
    say(`Smart Sessions workbook, ${book.rows.toLocaleString("en")} rows`, shown(book), goal);
    say(`the same rows by SheetJS, without formats and charts`, typeof other === "string" ? other : shown(other), "");
  }
  return lines.join("\n");
}

/** Saves the workbook of a log that is read and shown already. */
function workbook(address, log) {
  return inBrowser(address, true, async ({ page, peak }) => {
    await page.locator("#files").setInputFiles(log);
    await page.locator(DONE).waitFor();
    const wall = await page.evaluate(click, ["#save-workbook", "#save-workbook-link:not([hidden])"]);
    const { size, rows } = await page.evaluate(() => ({
      size: globalThis.saved.at(-1).size,
      rows: Number(/[\d,.]+/.exec(document.querySelector("#save-workbook-link ~ .help").textContent)[0].replace(/\D/g, "")),
    }));
    return { wall, memory: peak(), size, rows };
  });
}

/** The sheets as CSV files. */
function sheetsOf(adsum, work, log, size) {
  const folder = join(work, `sheets-${size}`);
  mkdirSync(folder, { recursive: true });
  const made = spawnSync(adsum, ["smart-sessions", "-o", `${folder}/`, log], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  return readdirSync(folder).map((name) => join(folder, name));
}

/** SheetJS with the rows in its hands: what it takes to write them, or why it did not. */
async function sheetjs(origin, files) {
  return inBrowser(`${origin}/peer.html?name=sheetjs`, false, async ({ page, peak }) => {
    await page.locator("#files").setInputFiles(files);
    try {
      await page.evaluate(() => globalThis.done);
    } catch (error) {
      return `failed: ${/\w+Error: [^\n]*/.exec(String(error))?.[0] ?? "the page died"}`;
    }
    const { wall, size } = await page.evaluate(() => ({ wall: globalThis.result.wall, size: globalThis.result.blob.size }));
    return { wall, size, memory: peak() };
  });
}
