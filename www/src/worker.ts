// The worker: receives the engine first, then commands. It holds the log; one command at a time.

import { initSync, platforms, version, Workbench, zones } from "adsum-web";
import { decompress } from "fzstd";
import { tryToLeak } from "./leak";
import { UNASKED, type Command, type FromWorker, type Progress, type Replies, type Source, type ToWorker } from "./protocol";
import type { Engine } from "./start";

/** Bytes asked of the file system at once. */
const SLICE = 4 << 20;
/** Bytes read between two looks at the clock: a few milliseconds of work, some tens on an old phone. */
const PIECE = 256 << 10;
/** How long to work before messages are heard, in milliseconds: cancelling must answer within 200. */
const TURN = 40;

type Asked = Exclude<ToWorker, "cancel">;

let bench: Workbench;
/** What was read to its end since the log was empty: to be read once more, if somebody wants a receipt. */
let given: Source[] = [];
let cancelled = false;
/** What is to be done; what somebody waits for goes before what the page asks for by itself. */
let asked: Asked[] = [];
let working = false;
let lastPanic = "";

function say(message: FromWorker): void {
  postMessage(message);
}

Object.assign(globalThis, {
  panicked(message: string) {
    lastPanic = message;
  },
});

onmessage = (first: MessageEvent<Engine>) => {
  const engine = typeof first.data === "string" ? new WebAssembly.Module(unpacked(first.data)) : first.data;
  initSync({ module: engine });
  bench = new Workbench();
  onmessage = (event: MessageEvent<ToWorker>) => {
    const message = event.data;
    if (message === "cancel") {
      cancelled = true;
    } else {
      asked.push(message);
      void work();
    }
  };
  say({ say: "ready", engine, version: version(), zones: zones(), platforms: platforms() });
};

async function work(): Promise<void> {
  if (working) return;
  working = true;
  while (asked.length > 0) {
    const next = Math.max(0, asked.findIndex(({ command }) => !UNASKED.includes(command.do)));
    for (const one of asked.splice(next, 1)) {
      if (await run(one)) asked.push(one);
    }
    // What came meanwhile is heard before the next is begun.
    if (asked.length > 0) await breath();
  }
  working = false;
}

/** The engine's bytes, from what is in the page: packed by zstd, in base64. */
function unpacked(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  return decompress(packed) as Uint8Array<ArrayBuffer>;
}

/** Does what is asked, or a part of what takes long and can wait: whether there is more of it. */
async function run({ id, command }: Asked): Promise<boolean> {
  try {
    if (command.do === "sheets" && bench.more_sheets(command.choices)) return true;
    say({ say: "reply", id, reply: await perform(command) });
  } catch (error) {
    // A trap leaves the engine in no state to go on; all else is an answer.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError || lastPanic) {
      say({ say: "broken", message: lastPanic || String(error) });
    } else {
      say({ say: "refuse", id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return false;
}

async function perform(command: Command): Promise<Replies[keyof Replies]> {
  switch (command.do) {
    case "read":
      cancelled = false;
      if (command.fresh) {
        bench.fresh();
        given = [];
      }
      for (const [place, source] of command.sources.entries()) {
        await read(source, place, command.sources.length);
        if (cancelled) break;
      }
      return { cancelled };
    case "mapping":
      return bench.mapping(command.name, command.table, command.plan);
    case "leak":
      return tryToLeak("worker");
    case "report":
      return bench.report(command.choices);
    case "view":
      return bench.view(command.choices, command.table, command.shape, command.first, command.count);
    case "detail":
      return bench.detail(command.choices, command.table, command.place, command.session).detail;
    case "values":
      return bench.values(command.choices, command.table, command.column);
    case "sheets":
      return bench.sheets(command.choices);
    case "people":
      return bench.people(command.choices);
    case "share":
      return bench.share(command.choices, command.sharing, command.table);
    case "picture":
      return bench.picture(command.choices, command.choice);
    case "save": {
      cancelled = false;
      const kept = command.receipt ? await lookAgain() : undefined;
      if (kept) return kept;
      // A blob of many small parts: one huge array is what browsers on phones fail at.
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const made = bench.save(command.choices, command.product, command.flavour, command.receipt, (part: Uint8Array<ArrayBuffer>) => {
        parts.push(part);
      });
      return { kept: "", blob: new Blob(parts, { type: made.mime }), made };
    }
  }
}

/** Reads one source; if it is cancelled meanwhile, nothing of it stays. */
async function read(source: Source, place: number, files: number): Promise<void> {
  if (source.kind === "sample") {
    const cards = bench.sample(source.name);
    given.push(source);
    say({ say: "outcome", outcome: { place, result: { cards } } });
    return;
  }
  const { file } = source;
  const stopped = pace({ name: file.name, place, files, bytes: 0, size: file.size, records: 0 }, (progress) => {
    progress.bytes = bench.worked();
    progress.records = bench.records();
  });
  bench.begin(file.name, source.hows);
  try {
    for await (const bytes of pieces(file)) {
      bench.push(bytes);
      if (await stopped()) return bench.abandon();
    }
    // What is unpacked only now tells how far it is, and can be cancelled, too.
    while (bench.unpack()) {
      if (await stopped()) return bench.abandon();
    }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    bench.abandon();
    say({ say: "outcome", outcome: { place, result: { unreadable: error.name } } });
    return;
  }
  const cards = bench.end();
  given.push(source);
  say({ say: "outcome", outcome: { place, result: { cards } } });
}

/**
 * Reads once more what a receipt names and was not looked at yet: its SHA-256 takes longer than reading, and most
 * people want none. Says what kept it from that: it was cancelled, or a file is no longer there as it was.
 */
async function lookAgain(): Promise<Replies["save"] | undefined> {
  const places = bench.unknown();
  for (const [n, place] of places.entries()) {
    const source = given[place];
    if (source?.kind !== "file") continue;
    const { file } = source;
    let looked = 0;
    const stopped = pace({ name: file.name, place: n, files: places.length, bytes: 0, size: file.size, records: 0 }, (progress) => {
      progress.bytes = looked;
    });
    try {
      for await (const bytes of pieces(file)) {
        bench.look(bytes);
        looked += bytes.length;
        if (await stopped()) return { kept: "cancelled" };
      }
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return { kept: "gone", name: file.name };
    }
    if (!bench.looked(place)) return { kept: "gone", name: file.name };
  }
  return undefined;
}

/** What is in a file, in pieces. The file system works while they are worked through. */
async function* pieces(file: File): AsyncGenerator<Uint8Array> {
  let next = slice(file, 0);
  for (let at = 0; at < file.size; at += SLICE) {
    const bytes = await next;
    next = slice(file, at + SLICE);
    // Whether it failed is asked when its turn comes.
    next.catch(() => undefined);
    for (let piece = 0; piece < bytes.length; piece += PIECE) yield bytes.subarray(piece, piece + PIECE);
  }
}

/** Says how far something is, at once and now and then when it is asked whether it was cancelled, and lets that be heard. */
function pace(progress: Progress, look: (progress: Progress) => void): () => Promise<boolean> {
  say({ say: "progress", progress });
  let turn = performance.now();
  return async () => {
    if (performance.now() - turn > TURN) {
      look(progress);
      say({ say: "progress", progress });
      await breath();
      turn = performance.now();
    }
    return cancelled;
  };
}

async function slice(file: File, at: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer());
}

/** Lets messages be heard. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
