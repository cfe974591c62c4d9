// The two reports of the command line beside those of reports.sql, cell by cell, on random logs.
//
//   node run.mjs ADSUM LOGS
//
// LOGS has a folder a log (tests/oracle/examples/logs.rs): its files, which the command line reads; `records.ndjson`,
// their used records one by one, which DuckDB reads, so that SQL need not know of delimiters and encodings; and
// `options.json`.

import { DuckDBInstance } from "@duckdb/node-api";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FIELDS = [
  "time", "event", "event_code", "session_id", "session_name", "instance_id", "session_owner", "session_created",
  "starts_at", "ends_at", "capacity", "context_name", "context_id", "user_id", "username", "display_name",
  "first_name", "last_name", "email", "role", "attendee_type", "country", "connection_id", "bubble_id",
  "target_user_id", "target_name",
];
const TABLES = ["attendance", ...[1, 2, 3, 4, 5, 6, 7].map((n) => `sheet_${n}`)];

/** RFC 4180, as Data CSV is written. */
function rows(text) {
  const all = [[]];
  let field = "";
  for (let at = 0, quoted = false; at < text.length; at++) {
    const c = text[at];
    if (quoted && c === '"' && text[at + 1] === '"') field += text[++at];
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === "," || (c === "\r" && text[at + 1] === "\n"))) {
      all.at(-1).push(field);
      field = "";
      if (c === "\r") (at++, all.push([]));
    } else field += c;
  }
  all.pop();
  return all;
}

const literal = (value) => `'${String(value).replaceAll("'", "''")}'`;
const day = (value) => (value ? `date ${literal(value)}` : "null::date");
const shown = (value) => (value === null ? "" : String(value));

async function sql(database, folder, options) {
  await database.run(`
    set variable zone = ${literal(options.time_zone)};
    set variable log_zone = ${literal(options.log_time_zone)};
    set variable gap = ${options.rejoin_gap};
    set variable from_day = ${day(options.from)};
    set variable to_day = ${day(options.to)};
    create or replace temp table log as select * from read_json(${literal(join(folder, "records.ndjson"))},
      format = 'newline_delimited', columns = {${FIELDS.map((field) => `'${field}': 'VARCHAR'`)}});`);
  for (const statement of STATEMENTS) await database.run(statement);
  const tables = {};
  for (const name of TABLES) {
    const result = await database.runAndReadAll(`from ${name}`);
    // Whole numbers come as texts of digits: they are 64 bits wide.
    tables[name] = [result.columnNames(), ...result.getRowsJson().map((row) => row.map(shown))];
  }
  const [[tooLong]] = (await database.runAndReadAll("from too_long")).getRowsJson();
  if (tooLong) tables.attendance = "too long";
  return tables;
}

function commandLine(adsum, folder, options) {
  const files = readdirSync(folder).filter((name) => name.startsWith("log-")).map((name) => join(folder, name));
  const chosen = ["--csv", "data", "--time-zone", options.time_zone, "--log-time-zone", options.log_time_zone];
  if (options.from) chosen.push("--from", options.from);
  if (options.to) chosen.push("--to", options.to);
  const run = (...args) => execFileSync(adsum, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const out = mkdtempSync(join(tmpdir(), "adsum-sql-"));
  const tables = {};
  try {
    try {
      const gap = ["--rejoin-gap", String(options.rejoin_gap)];
      tables.attendance = rows(run("attendance", ...chosen, ...gap, ...files));
    } catch (error) {
      if (!/six months/.test(error.stderr)) throw error;
      tables.attendance = "too long";
    }
    run("smart-sessions", ...chosen, "-o", `${out}/`, ...files);
    const sheets = readdirSync(out).map((name) => rows(readFileSync(join(out, name), "utf8")));
    return { tables, sheets };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The first cell that differs, or nothing. */
function difference(one, two) {
  if (typeof one === "string" || typeof two === "string") {
    return one === two ? undefined : `${String(one).slice(0, 80)} but ${String(two).slice(0, 80)}`;
  }
  for (let row = 0; row < Math.max(one.length, two.length); row++) {
    const [a, b] = [one[row], two[row]];
    if (JSON.stringify(a) !== JSON.stringify(b)) {
      return `row ${row}\n  adsum: ${JSON.stringify(a)}\n  SQL:   ${JSON.stringify(b)}`;
    }
  }
}

const [adsum, logs] = process.argv.slice(2);
const STATEMENTS = readFileSync(new URL("reports.sql", import.meta.url), "utf8")
  .replaceAll(/--.*$/gm, "").split(";").filter((statement) => statement.trim());
const database = await (await DuckDBInstance.create(":memory:")).connect();
await database.run("set TimeZone = 'UTC'");
const folders = readdirSync(logs).sort((a, b) => a - b);
const counts = Object.fromEntries(TABLES.map((name) => [name, { cells: 0, rows: 0 }]));
let [failed, refused] = [0, 0];
for (const name of folders) {
  const folder = join(logs, name);
  const options = JSON.parse(readFileSync(join(folder, "options.json"), "utf8"));
  const expected = await sql(database, folder, options);
  const { tables, sheets } = commandLine(adsum, folder, options);
  refused += tables.attendance === "too long";
  for (const table of TABLES) {
    // A sheet is known by its header, which is a contract.
    const header = JSON.stringify(expected[table][0]);
    const found = tables[table] ?? sheets.find((sheet) => JSON.stringify(sheet[0]) === header);
    const differs = found ? difference(found, expected[table]) : "no such sheet";
    if (differs) {
      failed++;
      console.log(`log ${name}, ${table}: ${differs}`);
    } else if (typeof found !== "string") {
      counts[table].rows += found.length - 1;
      counts[table].cells += (found.length - 1) * found[0].length;
    }
  }
}
for (const [name, { rows, cells }] of Object.entries(counts)) console.log(`${name}: ${rows} rows, ${cells} cells equal`);
console.log(`${folders.length} logs, ${refused} of them too long for one attendance report; ${failed} differences`);
const empty = Object.values(counts).some(({ rows }) => rows === 0);
process.exit(failed || empty || folders.length === 0 ? 1 : 0);
