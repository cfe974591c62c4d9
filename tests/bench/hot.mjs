// `cargo xtask bench --hot` calls this: the hot parts of the core, natively and in wasm, in nanoseconds an event.
//
//   node hot.mjs PROGRAM FOLDER-OF-WASM
//
// The shortest of some rounds each, the two in turns: a computer may have other work.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const [program, folder] = process.argv.slice(2);
const BYTES = 30_000_000;
/** The first ones are there for the compiler, too: a browser makes fast code of what was called often. */
const ROUNDS = 7;

const { Bench } = createRequire(import.meta.url)(join(folder, "adsum_hot.js"));
const names = Bench.names();
const run = spawnSync(program, [String(BYTES), String(ROUNDS)], { encoding: "utf8" });
if (run.status !== 0) throw new Error(run.stderr);
const native = run.stdout.trim().split("\n").map(Number);
const bench = new Bench(BYTES);
console.log("| nanoseconds an event | native | wasm | times |\n| --- | --- | --- | --- |");
for (const [part, name] of names.entries()) {
  let shortest = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    bench.run(part);
    shortest = Math.min(shortest, performance.now() - start);
  }
  const wasm = (shortest * 1e6) / bench.events(part);
  console.log(`| ${name} | ${native[part].toFixed(1)} | ${wasm.toFixed(1)} | ${(wasm / native[part]).toFixed(1)} |`);
}
