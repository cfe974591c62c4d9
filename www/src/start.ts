// How a worker comes to life: from the page's own text, under the page's own policy.

import workerSource from "worker-source";
import { starter } from "./script";

const start = starter(URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" })));

/** The engine, once a worker has unpacked and compiled it. */
let compiled: WebAssembly.Module | undefined;

/**
 * Starts a worker, and gives it the engine before anything else; nobody asks it for something before it is ready.
 *
 * Its memory never shrinks: one worker for one job, then terminate() it. The first one gets the engine packed, since
 * unpacking takes longer than the page may stand still, and gives it back compiled: see `keepEngine`.
 */
export function startWorker(): Worker {
  const worker = start();
  if (compiled) worker.postMessage(compiled satisfies Packed);
  else void givePacked(worker);
  return worker;
}

/** The engine stands behind the page's script, so that a worker comes to life while the browser still reads that. */
async function givePacked(worker: Worker): Promise<void> {
  if (document.readyState === "loading") {
    await new Promise((whole) => document.addEventListener("DOMContentLoaded", whole, { once: true }));
  }
  const element = document.getElementById("wasm");
  if (element) worker.postMessage((element.textContent ?? "") satisfies Packed);
  else worker.dispatchEvent(new ErrorEvent("error", { message: "the page is incomplete: the engine is missing" }));
}

/** What a worker is given first: compiled, or as it is in the page. */
export type Packed = WebAssembly.Module | string;

/** Keeps what a worker compiled, for the next one, and frees the text. */
export function keepEngine(engine: WebAssembly.Module): void {
  compiled = engine;
  document.getElementById("wasm")?.remove();
}
