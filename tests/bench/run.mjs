// `cargo xtask bench [--quick]` calls this: Adsum and others at the same job, in turns.
//
//   node run.mjs PAGE-FOLDER ADSUM-PROGRAM PYTHON WORK-FOLDER [--quick]
//
// Prints a table of medians and ratios, and a curve of ours alone, and writes them to RESULTS.md beside this file, unless
// it was quick or only a part. Fails if two contestants come to different totals.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { run, serve } from "./browser.mjs";
import { goals } from "./goals.mjs";
import { writeLog } from "./log.mjs";
import { query } from "./report.sql.js";

const here = dirname(fileURLToPath(import.meta.url));
const [pageFolder, adsum, python, work, ...flags] = process.argv.slice(2);
const quick = flags.includes("--quick");
const sizes = flags.find((flag) => flag.startsWith("--sizes="))?.slice(8).split(",").map(Number);
const onlyGoals = flags.includes("--only=goals");
const only = flags.find((flag) => flag.startsWith("--only="))?.slice(7).split(",");
const ROUNDS = Number(flags.find((flag) => flag.startsWith("--rounds="))?.slice(9) ?? 3);
const MB = 1_000_000;
const versions = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).devDependencies;

/** Packs the pages of the others. */
async function pack(folder) {
  const entries = ["peer.page.js", "duckdb.page.js", "papaparse.worker.js", "sheetjs.worker.js", "udsv.worker.js"];
  await build({
    entryPoints: entries.map((entry) => join(here, entry)),
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["/duckdb.page.js"],
    logLevel: "error",
  });
  const dist = join(here, "node_modules/@duckdb/duckdb-wasm/dist");
  for (const file of ["duckdb-eh.wasm", "duckdb-browser-eh.worker.js"]) copyFileSync(join(dist, file), join(folder, file));
  copyFileSync(join(here, "peer.html"), join(folder, "peer.html"));
}

/** Runs a program to its end, and reads its peak and CPU time from the system until then. */
function native(program, args, input) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
    const measured = { cpu: 0, memory: 0 };
    let errors = "";
    child.stderr.on("data", (data) => (errors += data));
    child.stdin.end(input);
    const timer = setInterval(() => {
      try {
        const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
        measured.cpu = (Number(stat[11]) + Number(stat[12])) / 100;
        if (peak) measured.memory = Number(peak[1]) * 1024;
      } catch {
        // It ended in between.
      }
    }, 10);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      const wall = (performance.now() - start) / 1000;
      if (code === 0) resolve({ wall, ...measured });
      else reject(new Error(`${program} failed: ${errors}`));
    });
  });
}

/** The rows of a report, in any order, as one hash. */
function rowsHash(path) {
  const lines = readFileSync(path, "utf8").replace("\ufeff", "").split(/\r?\n/);
  const rows = lines.filter((line) => line && !line.startsWith("SessionDate")).sort();
  return createHash("sha256").update(rows.join("\n")).digest("hex");
}

const server = await serve([join(work, "peers"), pageFolder]);
mkdirSync(join(work, "peers"), { recursive: true });
await pack(join(work, "peers"));

const onPage = (log) => run(`${server.origin}/index.html`, log, true);
const inTerminal = (log) => native(adsum, ["attendance", "-o", join(work, "adsum.csv"), log]);

const contestants = [
  ["Adsum, page", onPage],
  [`DuckDB-WASM ${versions["@duckdb/duckdb-wasm"]}`, (log) => run(`${server.origin}/peer.html?name=duckdb`, log)],
  [`uDSV ${versions.udsv}`, (log) => run(`${server.origin}/peer.html?name=udsv`, log)],
  [`Papa Parse ${versions.papaparse}`, (log) => run(`${server.origin}/peer.html?name=papaparse`, log)],
  [
    "Adsum, command line",
    async (log) => {
      const measured = await inTerminal(log);
      return { ...measured, totals: rowsHash(join(work, "adsum.csv")), native: true };
    },
  ],
  [
    `DuckDB ${readFileSync(join(here, "requirements.txt"), "utf8").trim().split("==")[1]}, 2 threads`,
    async (log) => {
      const args = [join(here, "native.py"), join(work, "duckdb.csv")];
      const measured = await native(python, args, query(log));
      return { ...measured, totals: rowsHash(join(work, "duckdb.csv")), native: true };
    },
  ],
].filter(([name]) => !only || only.some((part) => name.toLowerCase().includes(part)));

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const fixed = (number, digits) => number.toFixed(digits);

/** A log of about so many bytes. */
function logOf(bytes) {
  const log = join(work, `log-${bytes / MB}.csv`);
  if (!existsSync(log)) console.log(`${log}: ${writeLog(log, bytes)} events`);
  return log;
}

/** Everybody at one size, in turns: a table in Markdown. */
async function measure(bytes) {
  const log = logOf(bytes);
  const runs = new Map(contestants.map(([name]) => [name, []]));
  let agreed = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, contest] of contestants) {
      let result;
      try {
        result = await contest(log);
      } catch (error) {
        console.log(`  ${name}: ${String(error.message ?? error).split("\n")[0]}`);
        continue;
      }
      const kind = result.native ? "native" : "page";
      agreed[kind] ??= result.totals;
      if (agreed[kind] !== result.totals) {
        throw new Error(`${name} comes to ${result.totals}, others to ${agreed[kind]}`);
      }
      runs.get(name).push(result);
      const shown = result.shown ? ` (preview after ${fixed(result.shown, 2)} s)` : "";
      console.log(`  ${name}: ${fixed(result.wall, 2)} s${shown}, CPU ${fixed(result.cpu, 2)} s, ${fixed(result.memory / MB, 0)} MB`);
    }
  }
  const of = (name, what) => median(runs.get(name).map((result) => result[what]));
  const lines = [
    `### ${fixed(statSync(log).size / MB, 0)} MB`,
    "",
    "| | wall, s | times ours | CPU, s | times ours | memory, MB | times ours |",
    "| --- | --- | --- | --- | --- | --- | --- |",
  ];
  for (const [name] of contestants) {
    const done = runs.get(name);
    if (done.length === 0) {
      lines.push(`| ${name} | failed | | | | | |`);
      continue;
    }
    const ours = done[0].native ? "Adsum, command line" : "Adsum, page";
    const times = (what) => (runs.get(ours)?.length ? fixed(of(name, what) / of(ours, what), 1) : "");
    lines.push(
      `| ${name} | ${fixed(of(name, "wall"), 2)} | ${times("wall")} | ${fixed(of(name, "cpu"), 2)} | ${times("cpu")} | ${fixed(of(name, "memory") / MB, 0)} | ${times("memory")} |`,
    );
  }
  if (agreed.page) lines.push("", `All pages agree: ${agreed.page}.`);
  return lines.join("\n");
}

/** Adsum alone, once at each size: a table in Markdown. */
async function curve() {
  const lines = [
    "### From 10 MB to 4 GB, once each",
    "",
    "| MB | page: preview, s | CSV, s | CSV, s a 100 MB | memory, MB | command line: CSV, s | memory, MB |",
    "| --- | --- | --- | --- | --- | --- | --- |",
  ];
  for (const size of [10, 30, 100, 300, 1000, 4000]) {
    const log = logOf(size * MB);
    const [page, terminal] = [await onPage(log), await inTerminal(log)];
    const cells = [page.shown, page.wall, (page.wall * 100) / size].map((seconds) => fixed(seconds, 2));
    cells.push(fixed(page.memory / MB, 0), fixed(terminal.wall, 2), fixed(terminal.memory / MB, 0));
    lines.push(`| ${size} | ${cells.join(" | ")} |`);
    console.log(lines.at(-1));
  }
  return lines.join("\n");
}

const tables = [];
for (const bytes of sizes?.map((size) => size * MB) ?? (onlyGoals ? [] : quick ? [20 * MB] : [100 * MB, 1000 * MB])) {
  console.log(`${bytes / MB} MB`);
  tables.push(await measure(bytes));
}
if (!quick && !sizes && !only) tables.push(await curve());
if ((!quick && !sizes && !only) || onlyGoals) tables.push(await goals(server.origin, adsum, work, logOf));
server.stop();
const date = new Date().toISOString().slice(0, 10);
const computer = `${cpus().length} cores (${cpus()[0].model.trim()}), Linux ${release().split("-")[0]}`;
const text = `Medians of ${ROUNDS} rounds, everybody in turns, each in a fresh browser; ${date}, ${computer}. From the file
being set to the finished Blob of the attendance report, three seconds after the page and its engine are loaded, as
somebody has to choose it; memory is the peak of the renderer (natively, of the process). Adsum's page makes the preview of
both reports as well. Others are hand-written for this clean log, of some eight events of 140 bytes for a row of the report.

${tables.join("\n\n")}
`;
console.log(`\n${text}`);
if (!quick && !sizes && !only) writeFileSync(join(here, "RESULTS.md"), `# Adsum beside others\n\n${text}`);
