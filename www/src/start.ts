// How a worker comes to life: from the page's own text, under the page's own policy.

import workerSource from "worker-source";

/** Where workers start from: the one script URL that there is. */
const url = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));

interface Policy {
  createScriptURL(url: string): string;
}

const rules: Policy = {
  createScriptURL(wanted) {
    if (wanted !== url) throw new TypeError("not a script of this page");
    return wanted;
  },
};

// Browsers without Trusted Types (Safari before 26, Firefox before 148) take the plain string.
const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;
const policy = factory ? factory.createPolicy("adsum", rules) : rules;

/** The engine, once a worker has unpacked and compiled it. */
let engine: WebAssembly.Module | undefined;

/**
 * Starts a worker, and gives it the engine before anything else, so no message is lost.
 *
 * Its memory never shrinks: one worker for one job, then terminate() it. The first one gets the engine packed, since
 * unpacking takes longer than the page may stand still, and gives it back compiled: see `keepEngine`.
 */
export function startWorker(): Worker {
  const worker = new Worker(policy.createScriptURL(url));
  worker.postMessage((engine ?? packed()) satisfies Engine);
  return worker;
}

/** What a worker is given first: compiled, or as it is in the page. */
export type Engine = WebAssembly.Module | string;

/** Keeps what a worker compiled, for the next one, and frees the text. */
export function keepEngine(compiled: WebAssembly.Module): void {
  engine = compiled;
  document.getElementById("wasm")?.remove();
}

function packed(): string {
  const element = document.getElementById("wasm");
  if (!element) throw new Error("the page is incomplete: the engine is missing");
  return element.textContent ?? "";
}
