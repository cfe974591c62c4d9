// How a worker comes to life: from the page's own text, under the page's own policy.

import workerSource from "worker-source";
import { starter } from "./script";

const start = starter(URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" })));

/** The engine, once a worker has unpacked and compiled it. */
let compiled: WebAssembly.Module | undefined;

/**
 * Starts a worker, and gives it the engine before anything else, so no message is lost.
 *
 * Its memory never shrinks: one worker for one job, then terminate() it. The first one gets the engine packed, since
 * unpacking takes longer than the page may stand still, and gives it back compiled: see `keepEngine`.
 */
export function startWorker(): Worker {
  const worker = start();
  worker.postMessage((compiled ?? packed()) satisfies Packed);
  return worker;
}

/** What a worker is given first: compiled, or as it is in the page. */
export type Packed = WebAssembly.Module | string;

/** Keeps what a worker compiled, for the next one, and frees the text. */
export function keepEngine(engine: WebAssembly.Module): void {
  compiled = engine;
  document.getElementById("wasm")?.remove();
}

function packed(): string {
  const element = document.getElementById("wasm");
  if (!element) throw new Error("the page is incomplete: the engine is missing");
  return element.textContent ?? "";
}
