// The page. How the pieces fit (`cargo xtask dist` makes them one file, xtask/src/fold.rs):
//
//   crates/web ── trunk, wasm-bindgen ──> adsum-web.js (glue, imported as "adsum-web") and adsum-web_bg.wasm
//   worker.ts + glue ── esbuild ──> one classic script, imported here as text: "worker-source"
//   main.ts + start.ts + that text ── esbuild ──> one inline script, whose hash the policy names
//   check.ts ──> a small inline script before it, that says kindly what is missing in an old or locked browser
//   the wasm ── wasm-opt, deflate, base64 ──> an inert element, that start.ts unpacks and compiles once
//
// index.html says where they go, by comments of the form `fold: …`, one of each. The policy lets run what has
// a hash in it, and workers from the blob: URL that start.ts made; nothing else, and no network. So: no style
// attributes in HTML (set properties by script instead), no inline handlers, no innerHTML (trusted types).

import { startWorker } from "./start";

const answer = document.getElementById("answer");

function say(text: string): void {
  if (answer) answer.textContent = text;
}

async function main(): Promise<void> {
  const worker = await startWorker();
  worker.onmessage = (event: MessageEvent<string>) => say(event.data);
  worker.postMessage("ping");
}

if (!document.documentElement.hasAttribute("data-missing")) {
  main().catch((error: unknown) => say(`The page could not start: ${String(error)}`));
}
