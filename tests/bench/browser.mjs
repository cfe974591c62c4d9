// One contestant's run in a fresh browser: from the file being set to the finished Blob.

import { createReadStream, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const LIMIT = 300_000;
/** What lies between a page that is ready and a file at the earliest, in milliseconds: somebody has to choose it. */
const CHOOSING = 3_000;

/** Serves what is in these folders; a path is looked for in one after the other. */
export async function serve(folders) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const file = folders.map((folder) => join(folder, path)).find((file) => isFile(file));
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Runs in the page before anything else: takes the times, and keeps the Blob. */
function watch() {
  let start = Infinity;
  const done = new Promise((resolve, reject) => {
    addEventListener("change", (event) => event.target.type === "file" && (start = performance.now()), true);
    globalThis.reported = () => (globalThis.shown = performance.now() - start);
    globalThis.made = (blob) => {
      globalThis.result = blob;
      resolve(performance.now() - start);
    };
    globalThis.failed = (message) => reject(new Error(message));
  });
  globalThis.longest = 0;
  new PerformanceObserver((list) => {
    const since = list.getEntries().filter(({ startTime }) => startTime > start);
    globalThis.longest = Math.max(globalThis.longest, ...since.map(({ duration }) => duration));
  }).observe({ type: "longtask" });
  done.catch(() => undefined);
  globalThis.done = done;
}

/** The same for Adsum's own page: tells when its engine is there and what that worked on, and keeps what is saved. */
function look() {
  const asked = new Map();
  // The worker's script begins with this: with every message it says how much memory the engine has.
  const before = `
    const { Instance } = WebAssembly;
    let memory;
    WebAssembly.Instance = function (...of) {
      const made = new Instance(...of);
      memory = made.exports.memory;
      return made;
    };
    const post = postMessage;
    postMessage = (message, ...more) => post({ ...message, wasm: memory.buffer.byteLength }, ...more);`;
  globalThis.Blob = class extends Blob {
    constructor(parts, options) {
      super(options?.type === "text/javascript" ? [before, ...parts] : parts, options);
    }
  };
  globalThis.wasm = 0;
  /** What the worker was asked, and how long it worked on that: one command comes after the other. */
  globalThis.worked = [];
  let last = 0;
  globalThis.Worker = class extends Worker {
    constructor(...of) {
      super(...of);
      this.addEventListener("message", () => (document.body.dataset.ready = performance.now()), { once: true });
      this.addEventListener("message", ({ data: { say, id, wasm } }) => {
        globalThis.wasm = Math.max(globalThis.wasm, wasm);
        if (say !== "reply") return;
        const [command, since] = asked.get(id);
        globalThis.worked.push([command, (performance.now() - Math.max(since, last)) / 1000]);
        last = performance.now();
      });
    }
    postMessage(message, ...more) {
      if (message.command) asked.set(message.id, [message.command.do, performance.now()]);
      super.postMessage(message, ...more);
    }
  };
  const create = URL.createObjectURL.bind(URL);
  globalThis.saved = [];
  URL.createObjectURL = (blob) => {
    globalThis.saved.push(blob);
    if (blob.type.startsWith("text/csv")) globalThis.made(blob);
    return create(blob);
  };
}

/** Saves the report as soon as it is there. */
function press() {
  const timer = setInterval(() => {
    const button = document.querySelector("main[data-screen=report]:not([data-busy]) #save-attendance");
    if (!button) return;
    clearInterval(timer);
    globalThis.reported();
    button.click();
  }, 2);
}

/** What is in the report: rows, seconds, rejoins, and a hash of all rows in any order. */
async function totals() {
  let [rows, seconds, rejoins, one, other] = [0, 0, 0, 0, 0];
  let rest = "";
  const row = (line) => {
    rows++;
    const cells = line.split(",");
    const [hours, minutes, rest] = cells[16].split(":").map(Number);
    seconds += hours * 3600 + minutes * 60 + rest;
    rejoins += Number(cells[17]);
    let [a, b] = [0x811c9dc5, 0x1234567];
    for (let n = 0; n < line.length; n++) {
      a = Math.imul(a ^ line.charCodeAt(n), 0x01000193);
      b = Math.imul(b ^ line.charCodeAt(n), 0x5bd1e995) ^ (a >>> 15);
    }
    one = (one + a) >>> 0;
    other = (other + b) >>> 0;
  };
  let header = true;
  for await (const text of globalThis.result.stream().pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\r\n");
    rest = lines.pop();
    for (const line of lines) {
      if (header) header = false;
      else row(line);
    }
  }
  return `${rows} rows, ${seconds} s, ${rejoins} rejoins, ${one.toString(16)}${other.toString(16)}`;
}

/** The processes of the browser with this profile. */
function processes(profile) {
  const all = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      all.push({ pid, parent: fields[1], cpu: (Number(fields[11]) + Number(fields[12])) / 100, command });
    } catch {
      // It is gone already.
    }
  }
  const ours = all.filter(({ command }) => command.includes(profile));
  for (let n = 0; n < ours.length; n++) {
    for (const child of all) if (child.parent === ours[n].pid && !ours.includes(child)) ours.push(child);
  }
  return ours;
}

const cpu = (profile) => processes(profile).reduce((sum, process) => sum + process.cpu, 0);

/** The largest peak of a renderer, in bytes. */
function peak(profile) {
  const renderers = processes(profile).filter(({ command }) => command.includes("--type=renderer"));
  const peaks = renderers.map(({ pid }) => {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  });
  return Math.max(0, ...peaks);
}

/** Opens the page at this address in a fresh browser, and does something with it once it is ready. */
export async function inBrowser(address, own, work) {
  const profile = mkdtempSync(join(tmpdir(), "adsum-bench-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT);
    await page.addInitScript(watch);
    if (own) await page.addInitScript(look);
    await page.goto(address);
    await page.locator("body[data-ready]").waitFor();
    const ready = (await page.evaluate(() => Number(document.body.dataset.ready))) / 1000;
    return await work({ page, ready, cpu: () => cpu(profile), peak: () => peak(profile) });
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Runs the page at this address with this log. Seconds of wall and CPU, bytes of memory, and the totals. */
export function run(address, log, own) {
  return inBrowser(address, own, async ({ page, cpu, peak }) => {
    if (own) await page.evaluate(press);
    await page.waitForTimeout(CHOOSING);
    const before = cpu();
    await page.locator("#files").setInputFiles(log);
    const wall = (await page.evaluate(() => globalThis.done)) / 1000;
    const measured = { wall, cpu: cpu() - before, memory: peak() };
    const seen = await page.evaluate(() => {
      const { shown, longest, worked, wasm } = globalThis;
      return { shown: shown / 1000, longest: longest / 1000, worked, wasm };
    });
    return { ...measured, ...seen, totals: await page.evaluate(totals) };
  });
}
