// The worker: receives the engine first, then commands. It holds the log; one command at a time.

import { initSync, PartOfFile, platforms, version, Workbench, zones } from "adsum-web";
import { decompress } from "fzstd";
import { tryToLeak } from "./leak";
import { Crew } from "./parts";
import { pieces } from "./pieces";
import { warm } from "./warm";
import { UNASKED, type Command, type FromWorker, type Progress, type Replies, type Source, type ToWorker } from "./protocol";
import type { Packed } from "./start";

/** How long to work before messages are heard, in milliseconds: cancelling must answer within 200. */
const TURN = 40;
/** Bytes of a large file by which it is known what it is, whatever it is. */
const BEGINNING = 1 << 20;

type Asked = Exclude<ToWorker, "cancel">;

let bench: Workbench;
let engine: WebAssembly.Module;
/** Who reads parts of large files meanwhile. */
const crew = new Crew();
/** What was read to its end since the log was empty: to be read once more, if somebody wants a receipt. */
let given: Source[] = [];
let cancelled = false;
/** What is to be done; what somebody waits for goes before what the page asks for by itself. */
let asked: Asked[] = [];
let everAsked = false;
let working = false;
let lastPanic = "";

function say(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

Object.assign(globalThis, {
  panicked(message: string) {
    lastPanic = message;
  },
});

onmessage = (first: MessageEvent<Packed>) => {
  engine = typeof first.data === "string" ? new WebAssembly.Module(unpacked(first.data)) : first.data;
  initSync({ module: engine });
  bench = new Workbench();
  onmessage = (event: MessageEvent<ToWorker>) => {
    const message = event.data;
    if (message === "cancel") {
      cancelled = true;
      crew.dismiss();
    } else {
      everAsked = true;
      asked.push(message);
      void work();
    }
  };
  say({ say: "ready", engine, version: version(), zones: zones(), platforms: platforms() });
  void warm(() => everAsked, breath);
};

async function work(): Promise<void> {
  if (working) return;
  working = true;
  while (asked.length > 0) {
    const waits = asked.map(({ command }) => UNASKED.indexOf(command.do));
    for (const one of asked.splice(waits.indexOf(Math.min(...waits)), 1)) {
      if (await run(one)) asked.push(one);
    }
    // What came meanwhile is heard before the next is begun.
    if (asked.length > 0) await breath();
  }
  working = false;
}

/** The engine's bytes, from what is in the page: packed by zstd, in base64. */
function unpacked(base64: string): Uint8Array<ArrayBuffer> {
  return decompress(bytesOf(base64)) as Uint8Array<ArrayBuffer>;
}

function bytesOf(base64: string): Uint8Array {
  // Chrome 140, Firefox 133, Safari 18.2.
  const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array };
  if (fromBase64) return fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Does what is asked, or a part of what takes long and can wait: whether there is more of it. */
async function run({ id, command }: Asked): Promise<boolean> {
  try {
    if (command.do === "picture" && bench.more_picture(command.choices, command.choice)) return true;
    if (command.do === "sheets" && bench.more_sheets(command.choices)) return true;
    const reply = await perform(command);
    say({ say: "reply", id, reply }, reply instanceof Uint8Array ? [reply.buffer] : []);
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
      crew.dismiss();
      return { cancelled };
    case "part":
      return readPart(command);
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
      // One huge array is what browsers on phones fail at. Each Blob has a copy, outside of this worker's memory.
      const blobs: Blob[] = [];
      const take = (part: Uint8Array<ArrayBuffer>) => void blobs.push(new Blob([part]));
      const made = bench.save(command.choices, command.product, command.flavour, command.receipt, { take });
      return { kept: "", blob: new Blob(blobs, { type: made.mime }), made };
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
  bench.begin(file.name, source.hows, source.limits);
  try {
    const push = (bytes?: Uint8Array) => {
      if (bytes) bench.push(bytes);
      return stopped();
    };
    const large = Crew.wants(file);
    if (large) crew.hire(engine);
    // What a file is, is known by its beginning.
    const start = large ? BEGINNING : file.size;
    for await (const bytes of pieces(file, 0, start)) {
      if (await push(bytes)) return bench.abandon();
    }
    if (large && (await crew.read(file, start, bench, push))) return bench.abandon();
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

/** Reads a part for the worker that has the log; nothing comes of one that has to be read there. */
async function readPart({ begun, file, from, to }: Extract<Command, { do: "part" }>): Promise<Replies["part"]> {
  const part = new PartOfFile(begun);
  for await (const bytes of pieces(file, from, to)) part.push(bytes);
  return part.finish(to === file.size) as Replies["part"];
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

/** Lets messages be heard. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
