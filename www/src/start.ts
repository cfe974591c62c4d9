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

let engine: Promise<WebAssembly.Module> | undefined;

/**
 * Starts a worker, and gives it the engine before anything else, so no message is lost.
 *
 * Its memory never shrinks: one worker for one job, then terminate() it. The engine is unpacked and compiled only
 * the first time.
 */
export async function startWorker(): Promise<Worker> {
  engine ??= unpack("wasm").then((bytes) => WebAssembly.compile(bytes));
  const compiled = await engine;
  const worker = new Worker(policy.createScriptURL(url));
  worker.postMessage(compiled);
  return worker;
}

/** The bytes of an inert element of the page: raw deflate, in base64. Frees the text. */
async function unpack(id: string): Promise<ArrayBuffer> {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page is incomplete: ${id} is missing`);
  const text = atob(element.textContent ?? "");
  element.remove();
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
