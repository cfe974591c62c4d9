// How a worker comes to life: from the page's own text, under the page's own policy.

import workerSource from "worker-source";

/** The blob: URLs that this page made. The policy lets a worker start from nothing else. */
const made = new Set<string>();

interface Policy {
  createScriptURL(url: string): string;
}

const rules: Policy = {
  createScriptURL(url) {
    if (!made.has(url)) throw new TypeError("not a script of this page");
    return url;
  },
};

// Browsers without Trusted Types (Safari before 26, Firefox before 148) take the plain string.
const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;
const policy = factory ? factory.createPolicy("adsum", rules) : rules;

let module: Promise<WebAssembly.Module> | undefined;

/** The engine, unpacked and compiled once; each worker gets the same one. */
function compiled(): Promise<WebAssembly.Module> {
  module ??= unpack("wasm").then((bytes) => WebAssembly.compile(bytes));
  return module;
}

/** Starts a worker. It speaks only after it has been given the module, so no message is lost. */
export async function startWorker(): Promise<Worker> {
  const engine = await compiled();
  const url = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
  made.add(url);
  const worker = new Worker(policy.createScriptURL(url));
  worker.postMessage(engine);
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
